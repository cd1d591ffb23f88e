import { type FormErrors, hasErrors } from '../../../lib/html/messages.tsx';
import { textOf } from '../../../lib/http/fields.ts';
import { foldCode } from '../../../lib/japanese/width.ts';
import { birthYear, monthDay } from '../../../lib/values/days.ts';
import { noticeId } from '../../../lib/values/ids.ts';
import type { texts } from './texts.ts';

/** What was typed, as it was typed: an error gives it back. */
export type Typed = { noticeId: string; month: string; day: string; year: string };
export const nothingTyped: Typed = { noticeId: '', month: '', day: '', year: '' };

export type Proven = { noticeId: string; month: number; day: number; year: number | null };

const LONGEST_BACK = 100;

export const typedOf = (body: unknown): Typed => {
  const text = (name: string) => textOf(body, name).slice(0, LONGEST_BACK);
  return { noticeId: text('notice'), month: text('month'), day: text('day'), year: text('year') };
};

/** How many digits an ID lacks that is right so far: "A1B-12345" lacks one. */
function missingDigits(typed: string): number {
  const [, digits] = /^[A-Z0-9]{3}-([0-9]{1,5})$/u.exec(foldCode(typed).toUpperCase()) ?? [];
  return digits === undefined ? 0 : 6 - digits.length;
}

/** Reads the form: all that is wrong at once, by box. `askYear`: the year of birth is asked as well. */
export function readProof(
  typed: Typed,
  askYear: boolean,
  words: (typeof texts)['ja']['errors'],
): { errors: FormErrors } | { errors?: never; proven: Proven } {
  const errors: FormErrors = {};
  const id = noticeId(typed.noticeId);
  const missing = missingDigits(typed.noticeId);
  if (!id.ok) errors['notice'] = missing > 0 ? words.short(missing) : words.id[id.reason];
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
