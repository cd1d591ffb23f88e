import { shortDate } from '../../../lib/dates/format.ts';
import { carried, endsBeforeWords, form, line, list, phone, select, ticks } from '../../../lib/form/index.ts';
import { mailAddress } from '../../../lib/values/contact.ts';
import { noticeId } from '../../../lib/values/ids.ts';
import { endsBefore } from '../../../lib/values/order.ts';
import type { Service } from '../../../services/read.ts';
import { languageField } from '../../parts/language.ts';
import type { Choices } from './choices.ts';
import { KIND_WORDS, partWords } from './words.ts';

type WishFields = {
  offices: string[];
  from: string;
  to: string;
  kinds: string[];
  parts: string[];
  phone: string | null;
  mail: string | null;
  language: string;
};
type WaitFields = WishFields & { service: string; family: readonly string[] };

/** How many may come with who calls. */
const MOST_MORE = 5;

const dayOptions = (days: readonly string[]) => days.map((value) => ({ value, label: shortDate(value) }));

/** What is waited for, of what may be chosen. */
const wishFields = ({ offices, days, kinds, parts, usualEnd }: Choices) => ({
  offices: ticks('交付場所', offices, { atLeastOne: true, need: 'must' }),
  from: select('最初の日', dayOptions(days), { need: 'must' }),
  to: select('最後の日', dayOptions(days), { need: 'must' }),
  kinds: ticks(
    '曜日',
    kinds.map((value) => ({ value, label: KIND_WORDS[value] })),
    { atLeastOne: true, need: 'must' },
  ),
  parts: ticks(
    '時間帯',
    parts.map((value) => ({ value, label: partWords(value, usualEnd) })),
    { atLeastOne: true, need: 'must' },
  ),
});

/** How they are reached. */
const contactFields = {
  phone: phone('電話番号', { need: 'silent', hint: 'メールのない方には、空きが出たときに電話をします。' }).optional(),
  mail: line('メールアドレス', 254, {
    need: 'silent',
    hint: '入力すると、空きが出たときにメールで案内します。電話はしません。',
  }).optional(),
  language: languageField,
};

/** Neither must be there alone, one of both must. */
const contactGroup = { legend: '連絡先', hint: '電話番号とメールアドレスの、少なくとも一方は必須です。' } as const;

type Said = Partial<Pick<WishFields, 'from' | 'to' | 'phone' | 'mail'>>;
type Say<Box extends string> = (box: Box, words: string) => void;

const wishRules = ({ from, to, phone: number, mail }: Said, say: Say<'to' | 'mail' | 'phone'>): void => {
  if (endsBefore(from, to)) say('to', endsBeforeWords('最初の日', '最後の日'));
  if (mail !== undefined && mail !== null && !mailAddress(mail).ok) say('mail', 'メールアドレスの書き方を確かめてください。');
  if (number === null && mail === null) say('phone', '電話番号かメールアドレスを入力してください。');
};

/** What for, asked where there is a choice. */
const serviceField = (services: readonly Service[]) =>
  services.length === 1
    ? carried(String(services[0]?.id))
    : select(
        '手続き',
        services.map(({ id, name }) => ({ value: String(id), label: name })),
      );

/** What somebody on the telephone waits for, who comes along, and how they are reached. `services`: those that need a card. */
export const waitForm = (services: readonly Service[], choices: Choices) =>
  form<WaitFields>(
    {
      service: serviceField(services),
      ...wishFields(choices),
      family: list(
        '一緒に来庁する方の交付通知書ID',
        { lines: MOST_MORE, each: 20, rows: 2 },
        { hint: '1行に1人。いないときは空欄。ご本人の分は要りません。' },
      ),
      ...contactFields,
    },
    {
      groups: [{ ...contactGroup, of: ['phone', 'mail'] }],
      rules: (typed, say) => {
        wishRules(typed, say);
        const wrong = (typed.family ?? []).find((one) => !noticeId(one).ok);
        if (wrong !== undefined) say('family', '交付通知書IDは、英数字3文字と数字6桁で入力してください。例：A1B-123456');
      },
    },
  );

/** What is waited for beside a booking: who comes and how they are reached stand on that. */
export const besideForm = (choices: Choices) =>
  form<WishFields>(
    { ...wishFields(choices), phone: carried<string | null>(null), mail: carried<string | null>(null), language: carried('ja') },
    {
      rules: ({ from, to }, say) => {
        if (endsBefore(from, to)) say('to', endsBeforeWords('最初の日', '最後の日'));
      },
    },
  );

/** What is changed of an entry that stands: all but who comes and for which service. */
export const changeForm = (choices: Choices) =>
  form<WishFields>(
    { ...wishFields(choices), ...contactFields },
    { groups: [{ ...contactGroup, of: ['phone', 'mail'] }], rules: wishRules },
  );
