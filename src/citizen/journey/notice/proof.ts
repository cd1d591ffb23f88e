import { factsOf, type Language, type Texts, textsOf } from '../../../languages/index.ts';
import { type FormErrors, hasErrors } from '../../../lib/html/messages.tsx';
import { textOf } from '../../../lib/http/fields.ts';
import { counted, put } from '../../../lib/language/text.ts';
import { birthYear, monthDay } from '../../../lib/values/days.ts';
import { typedNoticeId } from '../../../lib/values/ids.ts';
import type { ValueRefusal } from '../../../lib/values/read.ts';
import { strangeInId } from '../../../lib/values/strange.ts';

/** What was typed, as it was typed: an error gives it back. */
export type Typed = { noticeId: string; month: string; day: string; year: string };
export const nothingTyped: Typed = { noticeId: '', month: '', day: '', year: '' };

export type Proven = { noticeId: string; month: number; day: number; year: number | null };

const LONGEST_BACK = 100;

export const typedOf = (body: unknown): Typed => {
  const text = (name: string) => textOf(body, name).slice(0, LONGEST_BACK);
  return { noticeId: text('notice'), month: text('month'), day: text('day'), year: text('year') };
};

/** What is wrong with an ID: the digit too many or too few, the character that does not belong, or the words for the reason. */
function idError(typed: string, reason: ValueRefusal, words: Texts['notice']['errors'], lang: string): string {
  const strange = reason === 'unreadable' ? strangeInId(typed) : undefined;
  if (strange === undefined || 'lacks' in strange) return words.id[reason];
  if ('sign' in strange) return put(words.sign, { sign: strange.sign });
  return strange.digits > 0
    ? counted(lang, words.long, strange.digits, { count: strange.digits })
    : counted(lang, words.short, -strange.digits, { count: -strange.digits });
}

/** Reads the form: all that is wrong at once, by box. `askYear`: the year of birth is asked as well. */
export function readProof(
  typed: Typed,
  askYear: boolean,
  language: Language,
): { errors: FormErrors } | { errors?: never; proven: Proven } {
  const errors: FormErrors = {};
  const words = textsOf(language).notice.errors;
  const { lang } = factsOf(language);
  const id = typedNoticeId(typed.noticeId);
  if (!id.ok) errors['notice'] = idError(typed.noticeId, id.reason, words, lang);
  const birthday = monthDay(typed.month, typed.day);
  if (!birthday.ok) {
    if (birthday.reason !== 'empty') errors['month'] = words.birthday[birthday.reason];
    else if (typed.month.trim() === '') errors['month'] = typed.day.trim() === '' ? words.birthday.empty : words.month;
    else errors['day'] = words.day;
  }
  const year = askYear ? birthYear(typed.year) : undefined;
  if (year !== undefined && !year.ok) errors['year'] = words.year[year.reason];
  if (hasErrors(errors) || !id.ok || !birthday.ok || (year !== undefined && !year.ok)) return { errors };
  return { proven: { noticeId: id.value, month: birthday.value.month, day: birthday.value.day, year: year?.value ?? null } };
}
