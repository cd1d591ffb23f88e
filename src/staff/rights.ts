/**
 * What an account may see or do. The code asks for these; who has them is data (staff.role_rights), default in rights.sql.
 * The names are what an administrator reads.
 */
export const RIGHTS = {
  'today.see': '本日の予約を閲覧する',
  'people.see': 'カードと本人を検索・閲覧する',
  'lists.take': '一覧を印刷し、ファイルに保存する（PDF・CSV・Excel）',
  'people.status': '交付状況を変更する',
  'cards.destroy': '廃棄と、返納・送付を確認・記録する',
  'cards.keep': 'カードを保存年数を過ぎても残す',
  'people.remark': '備考を書く',
  'cards.move': 'カードの入出庫を記録する',
  'storage.manage': '保管場所と保管規則を設定する',
  'booking.make': '予約の受付・変更・取消をする',
  'booking.exceed': '枠を超えて予約を入れる',
  'counter.act': '受付・交付済・不備・未来庁を記録する',
  'counter.end-day': '日締めをする・取り消す',
  'calendar.see': '予約枠と開庁日を閲覧する',
  'calendar.edit': '開庁時間と予約枠を変更・公開する',
  'calendar.close': '臨時閉庁にする・再開する',
  'settings.manage': '設定を変更する（交付場所・手続き・予約可能期間・文面・計画停止など）',
  'settings.security': '市の設定（二段階認証・保存年数など）を変更し、システムの変更と復元を承認する',
  'locks.lift': 'Web入力のロックを解除する',
  'mails.see': 'メールの送信状況を閲覧する',
  'mails.mailing': '一斉メールを送る',
  'mails.retry': 'メールを再送する',
  'intake.take': 'カードの一覧を取り込む・取り消す',
  'intake.decide': '取込みデータの氏名相違を判断する',
  'alarms.see': '警告を閲覧する',
  'numbers.see': '利用状況の集計を閲覧する',
  'running.see': '運用の記録と報告を閲覧する',
  'running.write': '運用の記録を書き、報告を提出する',
  'audit.see': '操作履歴を閲覧する',
  'cards.protect': '支援措置を登録・解除する',
  'accounts.manage': '職員アカウントを管理する',
  'cards.protected': '支援措置の方の情報を閲覧する',
} as const;

export type Right = keyof typeof RIGHTS;

export const isRight = (code: string): code is Right => Object.hasOwn(RIGHTS, code);

/** Whether a signed-in account may. While a given password waits to be changed, nothing. */
export const can = (session: { mustChange: boolean; rights: ReadonlySet<Right> }, right: Right): boolean =>
  !session.mustChange && session.rights.has(right);
