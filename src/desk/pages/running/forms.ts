import { day, form, line, list, moment, optionsOf, radios, select, text, ticked } from '../../../lib/form/index.ts';
import { mailAddress } from '../../../lib/values/contact.ts';
import type { Contacts } from '../../../running/contacts.ts';
import type { Answer, NewEntry } from '../../../running/entries.ts';
import type { FaultParts, FirstReport } from '../../../running/faults.ts';
import { type EntryKind, KINDS, WAYS, type Way } from '../../../running/kinds.ts';

export const LONG = 2_000;
const NO_PERSONS = '市民の氏名、電話番号などの個人情報は、書かないでください。';

export const after = (one: Temporal.Instant, other: Temporal.Instant): boolean => Temporal.Instant.compare(one, other) > 0;

/** What the watch alone writes is no choice for a person. */
const TYPED_WAYS = Object.entries(WAYS).flatMap(([value, label]) => (value === 'watch' ? [] : [{ value: value as Way, label }]));

/** A new entry of the book. */
export const entryForm = (now: Temporal.Instant) =>
  form<NewEntry>(
    {
      kind: radios<EntryKind>('種類', optionsOf(KINDS)),
      way: select<Way>('受付の方法', TYPED_WAYS, { usual: 'phone' }),
      receivedAt: moment('受付日時', { timed: true, lies: 'behind', hint: '点検や保守は、行った日時' }),
      fromWhom: line('受付元', 60, { hint: `課や役割を入力します（例：市民課、コールセンター）。${NO_PERSONS}` }).or(''),
      subject: line('件名', 60),
      body: text('内容', LONG, { rows: 6, hint: NO_PERSONS }).or(''),
      dueOn: day('回答・対応の期限', { hint: '期限を過ぎても完了していない記録は、「対応が必要」に表示します。' }).optional(),
    },
    {
      rules: ({ receivedAt }, say) => {
        if (receivedAt !== undefined && after(receivedAt, now)) say('receivedAt', '受付日時が、これからの日時です。', 'day');
      },
    },
  );

/** What was answered or done. */
export const answerForm = form<Answer>({
  body: text('回答・対応の内容', LONG, { rows: 5, hint: NO_PERSONS }),
  dueOn: day('回答・対応の期限').optional(),
  completes: ticked('この記録を完了にする'),
});

/** What the next report of a fault says. */
export const firstForm = (now: Temporal.Instant) =>
  form<FirstReport>(
    {
      beganAt: moment('発生日時', { timed: true, lies: 'behind' }),
      endedAt: moment('復旧日時', { timed: true, lies: 'behind', hint: '復旧していないときは、空欄' }).optional(),
      event: text('事象', LONG, { rows: 4, hint: '何が起きているか' }),
      impact: text('影響', LONG, { rows: 4, hint: '市民と窓口の業務への影響、対象の範囲' }),
      handling: text('対応状況', LONG, { rows: 4, hint: 'これまでの対応と、これからの予定' }),
    },
    {
      rules: ({ beganAt, endedAt }, say) => {
        if (beganAt !== undefined && after(beganAt, now)) say('beganAt', '発生日時が、これからの日時です。', 'day');
        if (!(endedAt instanceof Temporal.Instant)) return;
        if (after(endedAt, now)) say('endedAt', '復旧日時が、これからの日時です。', 'day');
        else if (beganAt !== undefined && after(beganAt, endedAt)) say('endedAt', '復旧日時が、発生日時より前です。', 'day');
      },
    },
  );

/** The three parts of the 障害報告書; kept whole or not, submitted whole. */
export const partsForm = form<FaultParts>({
  cause: text('原因', LONG, { rows: 6 }).or(''),
  action: text('対応内容', LONG, { rows: 6, hint: '復旧までに行ったこと' }).or(''),
  prevention: text('再発防止策', LONG, { rows: 6 }).or(''),
});

/** Where reports of faults go. */
export const contactsForm = form<Contacts>(
  {
    mails: list(
      '障害の報告先のメールアドレス',
      { lines: 5, each: 254, rows: 5 },
      { hint: '市の担当課のアドレス。1行に1つ、5つまで' },
    ),
  },
  {
    rules: ({ mails = [] }, say) => {
      const wrong = mails.find((one) => {
        const read = mailAddress(one);
        return !read.ok || read.value !== one;
      });
      if (wrong !== undefined) say('mails', `メールアドレスの書き方に誤りがあります：${wrong}`);
    },
  },
);
