import { eraDate } from '../../lib/dates/format.ts';
import { cityDay } from '../../lib/dates/jst.ts';
import { parseDate } from '../../lib/dates/parse.ts';
import { japaneseSentences } from '../../lib/form/index.ts';
import { Button, ErrorSummary, type FormErrors, PostForm, TextField } from '../../lib/html/index.ts';
import { nameKey } from '../../lib/japanese/keys.ts';
import { phoneNumber, showPhone } from '../../lib/values/contact.ts';
import { kanaName, NAME_LONGEST, personName } from '../../lib/values/texts.ts';
import type { Person } from '../../reservations/person.ts';
import { field, type SignedAsk } from '../route.ts';

const NAME_WORDS = { empty: '氏名を入力してください。', 'too-long': '氏名は100文字以内で入力してください。' } as const;
const KANA_WORDS = { empty: 'カナを入力してください。', 'too-long': 'カナは100文字以内で入力してください。' } as const;
const BIRTH_WORDS = '生年月日を、年月日まで入力してください（例：S22.3.8、19470308）。';

/** Reads who comes from the boxes name, kana, birth (any form staff write a date in) and phone; without a phone they cannot see to it on the web. */
export function readPersonForm(
  ask: Pick<SignedAsk, 'now'>,
  fields: Readonly<Record<string, unknown>>,
): { person?: Person; errors: FormErrors } {
  const errors: FormErrors = {};
  const words = (known: Record<string, string>, reason: string, otherwise: string) => known[reason] ?? otherwise;
  const name = personName(fields['name']);
  if (!name.ok) errors['name'] = words(NAME_WORDS, name.reason, japaneseSentences.text('氏名', NAME_LONGEST)[name.reason]);
  else if (nameKey(name.value) === '') errors['name'] = '氏名に使えない文字があります。';
  const kana = kanaName(fields['kana']);
  if (!kana.ok) errors['kana'] = words(KANA_WORDS, kana.reason, 'カナは、カタカナかひらがなで入力してください。');
  const read = parseDate(field(fields, 'birth').slice(0, 40));
  const birth = read.ok && read.value.kind === 'date' ? read.value.date : undefined;
  if (birth === undefined || birth < '1868-01-01' || birth > cityDay(ask.now)) errors['birth'] = BIRTH_WORDS;
  const phone = phoneNumber(fields['phone']);
  if (!phone.ok && phone.reason !== 'empty') errors['phone'] = '電話番号は、市外局番から入力してください。';
  if (Object.keys(errors).length > 0 || !name.ok || !kana.ok || birth === undefined) return { errors };
  return {
    person: { name: name.value, kana: kana.value, birthDate: birth, phone: phone.ok ? phone.value : '' },
    errors,
  };
}

/** A person back in the boxes. */
export const boxesOf = ({ name, kana, birthDate, phone }: Person): Record<string, string> => ({
  name,
  kana,
  birth: eraDate(birthDate),
  phone: phone === '' ? '' : showPhone(phone),
});

type PersonFormProps = {
  ask: SignedAsk;
  action: string;
  /** What was typed or is kept; empty boxes where nothing was. */
  boxes: Readonly<Record<string, unknown>>;
  errors: FormErrors;
  hidden: Record<string, string>;
  /** The cursor waits in the first box. */
  focus: boolean;
  /** Words of the button on; undefined: it is done, and may be corrected. */
  next: string | undefined;
};

/** First of the three columns for a service without a card on file: who comes, in four boxes. */
export function PersonForm({ ask, action, boxes, errors, hidden, focus, next }: PersonFormProps) {
  return (
    <>
      <ErrorSummary errors={errors} />
      <PostForm action={action} token={ask.token} class="person-form" hidden={hidden}>
        <TextField
          name="name"
          label="氏名"
          error={errors['name']}
          value={field(boxes, 'name')}
          accessKey="1"
          autoFocus={focus && errors['name'] === undefined && Object.keys(errors).length === 0}
        />
        <TextField name="kana" label="カナ" error={errors['kana']} value={field(boxes, 'kana')} />
        <TextField name="birth" label="生年月日" hint="例：S22.3.8" error={errors['birth']} value={field(boxes, 'birth')} />
        <TextField name="phone" label="電話番号" need="may" type="tel" error={errors['phone']} value={field(boxes, 'phone')} />
        <p class="acts">
          <Button kind={next === undefined ? 'second' : 'first'}>{next ?? 'この内容に修正する'}</Button>
        </p>
      </PostForm>
    </>
  );
}
