import type { MailingText } from '../../../letters/mailings.ts';
import { form, line, number, text, ticked } from '../../../lib/form/index.ts';
import { otherTexts } from './texts.tsx';

export type MailingFields = MailingText & { minutes: number };

/** What a mailing says and when it leaves. Whom it is to is the filter of 予約一覧. */
export const mailingForm = form<MailingFields>({
  subject: line('件名', 60, { hint: '件名の前に、市の名称が付きます。' }),
  body: text('本文', 2_000, { rows: 10, hint: '2,000文字まで。末尾に、予約サイトのURLと市の名称が付きます。' }),
  texts: otherTexts,
  withVisit: ticked('予約の内容を付ける', {
    box: 'with-visit',
    more: '予約番号、手続き、場所、日時を、本文の下に付けます。氏名は付きません。付けるときは予約ごとに、付けないときはメールアドレスごとに1通送ります。',
  }),
  minutes: number(
    '送信までの時間',
    { least: 0, most: 1_440, unit: '分' },
    { hint: 'この間は、送信を中止できます。0なら、すぐに送ります。' },
  ),
});
