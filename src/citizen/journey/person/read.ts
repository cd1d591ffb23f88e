import type { Texts } from '../../../languages/index.ts';
import { ERAS } from '../../../lib/dates/eras.ts';
import type { BirthWrong, Option } from '../../../lib/html/index.ts';
import type { FormErrors } from '../../../lib/html/messages.tsx';
import { textOf } from '../../../lib/http/fields.ts';
import { nameKey } from '../../../lib/japanese/keys.ts';
import { put, type Template } from '../../../lib/language/text.ts';
import { done } from '../../../lib/outcome.ts';
import { phoneNumber } from '../../../lib/values/contact.ts';
import { birthDate } from '../../../lib/values/days.ts';
import { type Strange, strangeInKana, strangeInName } from '../../../lib/values/strange.ts';
import { kanaName, personName } from '../../../lib/values/texts.ts';
import type { Person } from '../../../reservations/person.ts';

/** What was typed, as it was typed: an error gives it back. */
export type Typed = { name: string; kana: string; era: string; year: string; month: string; day: string; phone: string };
export const nothingTyped: Typed = { name: '', kana: '', era: '', year: '', month: '', day: '', phone: '' };

/** Longer than any of it may be: an overlong name comes back as far as it helps. */
const LONGEST_BACK = 120;

export const typedOf = (body: unknown): Typed => {
  const text = (name: keyof Typed) => textOf(body, name).slice(0, LONGEST_BACK);
  return {
    name: text('name'),
    kana: text('kana'),
    era: text('era'),
    year: text('year'),
    month: text('month'),
    day: text('day'),
    phone: text('phone'),
  };
};

/** What was read before, put back into its boxes. */
export function typedFrom({ name, kana, birthDate: date, phone }: Person): Typed {
  const [year = '', month = '', day = ''] = date.split('-');
  return { name, kana, era: '', year, month: String(Number(month)), day: String(Number(day)), phone };
}

/** Eras people were born in, as papers write them in every language; without one the year is the western one. 明治 ended 114 years ago. */
export const eraOptions = (western: string): Option[] => [
  { value: '', label: western },
  ...ERAS.filter(({ name }) => name !== '明治').map(({ name }) => ({ value: name, label: name })),
];

/** The sentence that names the character, where one is known. */
const signIn = (strange: Strange, words: Template<'sign'>): string | undefined =>
  strange !== undefined && 'sign' in strange ? put(words, { sign: strange.sign }) : undefined;

export type Read = { person?: Person; errors: FormErrors; birth: BirthWrong };

/** Reads the form: all that is wrong at once, by box, in the order they stand. `kinds`: which of the boxes the page has. */
export function readPerson(
  typed: Typed,
  today: string,
  words: Texts['person']['errors'],
  has: { name: boolean; phone?: boolean } = { name: true },
): Read {
  const errors: FormErrors = {};
  const name = personName(typed.name);
  const key = name.ok ? nameKey(name.value) : '';
  if (has.name && !name.ok) errors['name'] = signIn(strangeInName(typed.name), words.nameSign) ?? words.name[name.reason];
  else if (has.name && key === '') errors['name'] = words.name.unreadable;
  const kana = kanaName(typed.kana);
  if (!kana.ok)
    errors['kana'] =
      (kana.reason === 'unreadable'
        ? signIn(strangeInName(typed.kana) ?? strangeInKana(typed.kana), words.kanaSign)
        : undefined) ?? words.kana[kana.reason];
  const birth = birthDate(typed, today);
  const box = birth.wrong ?? 'year';
  const wrong: BirthWrong = birth.ok
    ? undefined
    : { box, text: birth.reason === 'empty' ? words.birth.empty[box] : words.birth[birth.reason] };
  if (wrong !== undefined) errors[wrong.box] = wrong.text;
  // Who comes with another is reached under their number.
  const phone = has.phone === false ? done('') : phoneNumber(typed.phone);
  if (!phone.ok) errors['phone'] = words.phone[phone.reason === 'empty' ? 'empty' : 'unreadable'];
  if (!(kana.ok && birth.ok && phone.ok) || Object.keys(errors).length > 0) return { errors, birth: wrong };
  const person = { name: name.ok ? name.value : '', kana: kana.value, birthDate: birth.value, phone: phone.value };
  return { person, errors, birth: undefined };
}
