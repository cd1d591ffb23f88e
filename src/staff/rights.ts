/**
 * What an account may see or do. The code asks for these; who has them is data (staff.role_rights), default in rights.sql.
 * The names are what an administrator reads.
 */
export const RIGHTS = {
  'today.see': 'きょうの予約を見る',
  'people.see': 'カードと本人を調べる',
  'people.status': '交付状況を変える',
  'cards.destroy': '廃棄済にする',
  'people.remark': '備考を書く',
  'cards.move': 'カードの入出庫を記録する',
  'storage.manage': '保管場所と保管規則を設定する',
  'booking.make': '予約を受ける・変える・取り消す',
  'booking.exceed': '枠を超えて予約を入れる',
  'counter.act': '受付・交付済・不備・未来庁を記録する',
  'counter.end-day': '日締めをする・取り消す',
  'calendar.see': '予約枠と開庁日を見る',
  'calendar.edit': '開庁時間と予約枠を変える・公開する',
  'calendar.close': '窓口を臨時に閉じる・再開する',
  'settings.manage': '交付場所・手続き・予約可能期間を設定する',
  'locks.lift': '入力の制限を解除する',
  'mails.see': 'メールの送信状況を見る',
  'mails.mailing': '一斉メールを送る',
  'mails.retry': 'メールを送り直す',
  'intake.decide': '取り込みの食い違いを判断する',
  'alarms.see': '警告を見る',
  'audit.see': '操作の記録を見る',
  'accounts.manage': '職員アカウントを管理する',
  'cards.protected': '支援措置の方の情報を見る',
} as const;

export type Right = keyof typeof RIGHTS;

export const isRight = (code: string): code is Right => Object.hasOwn(RIGHTS, code);

/** Whether a signed-in account may. While a given password waits to be changed, nothing. */
export const can = (session: { mustChange: boolean; rights: ReadonlySet<Right> }, right: Right): boolean =>
  !session.mustChange && session.rights.has(right);
