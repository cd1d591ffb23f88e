import { factsOf, type Language, type Texts, textsOf } from '../../../languages/index.ts';
import { ERAS } from '../../../lib/dates/eras.ts';
import { alike, carried, type Field, type Form, type FormState, form, oneBox, phone, REFUSED } from '../../../lib/form/index.ts';
import { BirthField, type Option } from '../../../lib/html/index.ts';
import { nameKey } from '../../../lib/japanese/keys.ts';
import { put, type Template } from '../../../lib/language/text.ts';
import { refused } from '../../../lib/outcome.ts';
import { birthDate } from '../../../lib/values/days.ts';
import type { Value } from '../../../lib/values/read.ts';
import { type Strange, strangeInKana, strangeInName, strangeInReading } from '../../../lib/values/strange.ts';
import { kanaName, personName, readingName } from '../../../lib/values/texts.ts';
import type { Person } from '../../../reservations/person.ts';

type Words = Texts['person'];
export type Purpose = 'book' | 'manage' | 'join';

/** The sentence that names the character, where one is known. */
const signIn = (strange: Strange, words: Template<'sign'>): string | undefined =>
  strange !== undefined && 'sign' in strange ? put(words, { sign: strange.sign }) : undefined;

/** A name by which its person can be found again. */
function findableName(input: unknown): Value<string> {
  const name = personName(input);
  return name.ok && nameKey(name.value) === '' ? refused('unreadable') : name;
}

const itself = (text: string): string => text;

const nameField = (words: Words, purpose: Purpose): Field<string> =>
  oneBox<string>(
    {
      label: words.name,
      look: { as: 'text', ...(purpose === 'book' ? { autoComplete: 'name' } : {}) },
      parse: () => findableName,
      wrong: () => words.errors.name,
      show: itself,
    },
    {
      hint: words.nameHint,
      wrong: (typed) => {
        const sign = signIn(strangeInName(typed), words.errors.nameSign);
        return sign === undefined ? words.errors.name : { ...words.errors.name, unreadable: sign };
      },
    },
  );

/** How the name sounds, in kana; `latin`: also in Latin letters. */
const kanaField = (words: Words, latin: boolean): Field<string> =>
  oneBox<string>(
    {
      label: words.kana,
      look: { as: 'text' },
      parse: () => (latin ? readingName : kanaName),
      wrong: () => words.errors.kana,
      show: itself,
    },
    {
      hint: words.kanaHint,
      wrong: (typed) => {
        const sign = signIn(strangeInName(typed) ?? (latin ? strangeInReading : strangeInKana)(typed), words.errors.kanaSign);
        return sign === undefined ? words.errors.kana : { ...words.errors.kana, unreadable: sign };
      },
    },
  );

const PARTS = ['era', 'year', 'month', 'day'] as const;

/** Eras people were born in, as papers write them in every language; without one the year is the western one. 明治 ended 114 years ago. */
const eraOptions = (western: string): Option[] => [
  { value: '', label: western },
  ...ERAS.filter(({ name }) => name !== '明治').map(({ name }) => ({ value: name, label: name })),
];

const partsIn = (shown: (box: string) => string) => ({
  era: shown('era'),
  year: shown('year'),
  month: shown('month'),
  day: shown('day'),
});

function Birth({ words, filled, state: { shown, errors } }: { words: Words; filled: boolean; state: FormState }) {
  const box = PARTS.find((part) => errors[part] !== undefined);
  return (
    <BirthField
      words={{
        label: words.birth,
        hint: words.birthHint,
        era: words.era,
        year: words.year,
        month: words.month,
        day: words.day,
      }}
      eras={eraOptions(words.western)}
      value={partsIn(shown)}
      wrong={box === undefined ? undefined : { box, text: errors[box] ?? '' }}
      filled={filled}
    />
  );
}

/** A full birthday in four boxes: era, year, month, day. */
const birthField = (words: Words, purpose: Purpose): Field<string> => ({
  label: words.birth,
  need: 'must',
  parts: PARTS,
  look: { as: 'own', draw: (state) => <Birth words={words} filled={purpose === 'book'} state={state} /> },
  read: ({ input, context, say }) => {
    const birth = birthDate(
      partsIn((box) => String(input[box])),
      context.today,
    );
    if (birth.ok) return birth.value;
    const box = birth.wrong ?? 'year';
    say(box, birth.reason === 'empty' ? words.errors.birth.empty[box] : words.errors.birth[birth.reason]);
    return REFUSED;
  },
  show: (_, date) => {
    const [year = '', month = '', day = ''] = date.split('-');
    return { era: '', year, month: String(Number(month)), day: String(Number(day)) };
  },
});

/** Who comes, for a service without a card on file. To manage no name is asked; who comes with another is reached under their number. */
export function personForm(language: Language, purpose: Purpose): Form<Person> {
  const words = textsOf(language).person;
  return form<Person>({
    name: purpose === 'manage' ? carried('') : nameField(words, purpose),
    // Who has another keyboard than a Japanese one may have no kana to type; and who booked so looks for the booking so, in any language.
    kana: kanaField(words, purpose === 'manage' || factsOf(language).lang !== 'ja'),
    birthDate: birthField(words, purpose),
    phone:
      purpose === 'join'
        ? carried('')
        : phone(words.phone, {
            inputMode: 'tel',
            autoComplete: 'tel',
            size: 'id',
            hint: purpose === 'manage' ? words.managePhoneHint : words.phoneHint,
            wrong: () => ({ ...alike(words.errors.phone.unreadable), empty: words.errors.phone.empty }),
          }),
  });
}
