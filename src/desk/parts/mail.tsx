import { deskMoment } from '../../lib/dates/jst.ts';
import { IconDone, IconHere, IconNotCome, IconYet } from '../../lib/html/index.ts';
import type { Mail } from '../../outbox/desk.ts';
import type { MailKind } from '../../outbox/queue.ts';
import { can } from '../../staff/rights.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';
import { State } from './state.tsx';

const NAMES: Record<MailKind, string> = {
  link: 'メールアドレスの確認',
  'manage-link': '予約の確認・変更のご案内',
  booked: '予約のご案内',
  changed: '予約の変更のご案内',
  cancelled: '予約の取り消しのご案内',
  reminder: 'ご来庁の前のお知らせ',
  'no-show': '再予約のご案内',
  'closed-day': '受付中止のお知らせ',
  reopened: '予定どおりのお知らせ',
  mailing: '一斉メール',
  waiting: '空き待ちの登録のご案内',
  'waiting-offer': '空き待ちの空きのご案内',
  'waiting-over': '空き待ちの終わりのご案内',
  'fault-report': '障害の報告',
};
export const mailName = (kind: string): string => Object.entries(NAMES).find(([one]) => one === kind)?.[1] ?? kind;

/** A mail's name; for who may see mails it leads to what it said. */
export function MailLink({ ask, mail }: { ask: SignedAsk; mail: Mail }) {
  const name = mailName(mail.kind);
  return can(ask.session, 'mails.see') ? <a href={paths.sentMail(mail.id)}>{name}</a> : name;
}

/** How a mail fares. `sent`: the mail server took it; whether it was read nobody knows. */
export function MailState({ mail }: { mail: Mail }) {
  switch (mail.state) {
    case 'sent':
      return (
        <State icon={<IconDone />} look="open">
          送信済
        </State>
      );
    case 'sending':
      return <State icon={<IconHere />}>送信中</State>;
    case 'waiting':
      return (
        <>
          <State icon={<IconYet />} look="plain">
            送信待ち
          </State>
          {mail.attempts > 0 && <span class="sub">{deskMoment(mail.nextAt)}に再送</span>}
        </>
      );
    case 'dropped':
      return (
        <State icon={<IconNotCome />} look="plain">
          送信取りやめ
        </State>
      );
    case 'dead':
      return (
        <>
          <State icon={<IconNotCome />} look="stop">
            不達
          </State>
          <span class="sub">{mail.attempts}回送信</span>
        </>
      );
  }
}
