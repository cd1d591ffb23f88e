import type { Mail } from './desk.ts';
import type { MailKind } from './queue.ts';

/** What staff call the kinds of mails. */
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
  'stop-notice': '計画停止のお知らせ（市へ）',
};

/** What a kind of mail is called; one that is no more: its code. */
export const mailName = (kind: string): string => Object.entries(NAMES).find(([one]) => one === kind)?.[1] ?? kind;

/** How a mail fares. `sent`: the mail server took it; whether it was read nobody knows. */
export const MAIL_STATES: Readonly<Record<Mail['state'], string>> = {
  sent: '送信済',
  sending: '送信中',
  waiting: '送信待ち',
  dropped: '送信取りやめ',
  dead: '不達',
};

/** What waits and does not leave before staff checked the address of its visit (支援措置). */
const MAIL_HELD = '止めています（アドレス未確認）';

/** The same of one mail: one that was given up says whether it was dealt with, one that waits whether it is held back. */
export const mailStateWords = ({ state, settledAt }: Pick<Mail, 'state' | 'settledAt'>, held: boolean): string => {
  if (state === 'waiting' && held) return MAIL_HELD;
  return state === 'dead' && settledAt !== null ? `${MAIL_STATES.dead}（対応済）` : MAIL_STATES[state];
};
