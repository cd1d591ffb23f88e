import { eraDate } from '../../lib/dates/format.ts';
import { parseDate } from '../../lib/dates/parse.ts';
import { alike, FormFields, form, oneBox, phone } from '../../lib/form/index.ts';
import { Button, ErrorSummary, type FormErrors } from '../../lib/html/index.ts';
import { nameKey } from '../../lib/japanese/keys.ts';
import { done, refused } from '../../lib/outcome.ts';
import { textOf, type Value } from '../../lib/values/read.ts';
import { kanaName, NAME_LONGEST, personName } from '../../lib/values/texts.ts';
import type { Person } from '../../reservations/person.ts';
import { field, type SignedAsk } from '../route.ts';
import { DeskForm, untyped } from './form.tsx';

/** A name by which its person can be found again. */
function findableName(input: unknown): Value<string> {
  const name = personName(input);
  return name.ok && nameKey(name.value) === '' ? refused('unreadable') : name;
}

/** A day of birth in any form staff write a date in, not after today. */
const birthTyped =
  (today: string) =>
  (input: unknown): Value<string> => {
    const text = textOf(input, 40);
    const read = text.ok ? parseDate(text.value) : text;
    if (!read.ok) return refused('unreadable');
    if (read.value.kind !== 'date') return refused('unreadable');
    return read.value.date < '1868-01-01' || read.value.date > today ? refused('impossible') : done(read.value.date);
  };

const itself = (text: string): string => text;
const BIRTH_WORDS = '生年月日を、年月日まで入力してください（例：S22.3.8、19470308）。';

/** Who comes, for a service without a card on file; without a phone they cannot see to it on the web. */
export const personForm = form<Person>({
  name: oneBox(
    {
      label: '氏名',
      look: { as: 'text', accessKey: '1' },
      parse: () => findableName,
      wrong: ({ sentences }, called) => sentences.text(called, NAME_LONGEST),
      show: itself,
    },
    {},
  ),
  kana: oneBox(
    {
      label: 'カナ',
      look: { as: 'text' },
      parse: () => kanaName,
      wrong: ({ sentences }, called) => sentences.text(called, NAME_LONGEST),
      show: itself,
    },
    { wrong: { unreadable: 'カナは、カタカナかひらがなで入力してください。' } },
  ),
  birthDate: oneBox(
    {
      label: '生年月日',
      look: { as: 'text' },
      parse: ({ today }) => birthTyped(today),
      wrong: () => alike(BIRTH_WORDS),
      show: eraDate,
    },
    { box: 'birth', hint: '例：S22.3.8' },
  ),
  phone: phone('電話番号', { size: 'line' }).or(''),
});

type PersonFormProps = {
  ask: SignedAsk;
  action: string;
  /** Who is kept; undefined: nobody yet. */
  known: Person | undefined;
  /** What is wrong with the boxes as they were typed; undefined: they were not. */
  errors: FormErrors | undefined;
  hidden: Record<string, string>;
  /** Words of the button on; where somebody is known it only corrects. */
  next: string;
};

/** First of the three columns for a service without a card on file: who comes, in four boxes. The cursor waits in the first. */
export function PersonForm({ ask, action, known, errors, hidden, next }: PersonFormProps) {
  const goesOn = known === undefined || errors !== undefined;
  return (
    <>
      <ErrorSummary errors={errors ?? {}} />
      <DeskForm
        ask={errors === undefined ? untyped(ask) : ask}
        form={personForm}
        action={action}
        values={known ?? {}}
        errors={errors}
        hidden={hidden}
        class="person-form"
        focus={known === undefined ? 'name' : undefined}
        submit={<Button kind={goesOn ? 'first' : 'second'}>{goesOn ? next : 'この内容に修正する'}</Button>}
      />
    </>
  );
}

type KnownPersonProps = { ask: SignedAsk; person: Person; errors: FormErrors | undefined };

/** The same boxes of who is known, to be corrected; they stand in the form of the page, so that nothing else typed is lost. */
export function KnownPerson({ ask, person, errors }: KnownPersonProps) {
  const kept = personForm.boxes(person);
  return (
    <>
      <ErrorSummary errors={errors ?? {}} />
      <div class="person-form">
        <FormFields
          form={personForm}
          state={{
            shown: (box) => (errors === undefined ? kept[box] : field(ask.body, box)) ?? '',
            errors: errors ?? {},
          }}
        />
        <p class="acts">
          <Button kind="second" name="act" value="correct">
            この内容に修正する
          </Button>
        </p>
      </div>
    </>
  );
}
