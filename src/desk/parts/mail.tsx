import { deskMoment } from '../../lib/dates/jst.ts';
import { IconDone, IconHere, IconNotCome, IconYet } from '../../lib/html/index.ts';
import type { Mail } from '../../outbox/desk.ts';
import { State } from './state.tsx';

const NAMES: Record<string, string> = {
  link: 'メールアドレスの確認',
  'manage-link': '予約の確認・変更のご案内',
  booked: '予約のご案内',
  changed: '予約の変更のご案内',
  cancelled: '予約の取り消しのご案内',
  reminder: 'ご来庁の前のお知らせ',
  'no-show': '再予約のご案内',
  'closed-day': '受付中止のお知らせ',
  reopened: '予定どおりのお知らせ',
  mailing: 'お知らせ',
};
export const mailName = (kind: string): string => NAMES[kind] ?? kind;

/** How a mail fares. `sent`: the mail server took it; whether it was read nobody knows. */
export function MailState({ mail }: { mail: Mail }) {
  switch (mail.state) {
    case 'sent':
      return (
        <State icon={<IconDone />} look="open">
          送った
        </State>
      );
    case 'sending':
      return <State icon={<IconHere />}>送っています</State>;
    case 'waiting':
      return (
        <>
          <State icon={<IconYet />} look="plain">
            送る前
          </State>
          {mail.attempts > 0 && <span class="sub">{deskMoment(mail.nextAt)}に、もう一度</span>}
        </>
      );
    case 'dropped':
      return (
        <State icon={<IconNotCome />} look="plain">
          送らないことにした
        </State>
      );
    case 'dead':
      return (
        <>
          <State icon={<IconNotCome />} look="stop">
            届けられなかった
          </State>
          <span class="sub">{mail.attempts}回ためした</span>
        </>
      );
  }
}
