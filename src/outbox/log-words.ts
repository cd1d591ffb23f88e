import type { ActWords } from '../audit/act-words.ts';

/** What was done of mails, as the log says it. */
export const MAIL_ACTS: ActWords<'mail'> = {
  'mail.sent': 'メールを送信した',
  'mail.dead': 'メールが不達になった',
  'mail.dropped': '不要になったメールを取りやめた',
  'mail.retried': 'メールを再送した',
  'mail.hurried': '送信待ちのメールをすぐに送信した',
  'mail.settled': '不達のメールを対応済にした',
};
