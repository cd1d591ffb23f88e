import type { ActWords } from '../audit/act-words.ts';

/** What was done of staff and their signing in, as the log says it. */
export const STAFF_ACTS: ActWords<'staff'> = {
  'staff.signed-in': 'ログインした',
  'staff.signed-out': 'ログアウトした',
  'staff.sign-in-failed': 'ログインできなかった',
  'staff.password-right': 'パスワードが合い、二段階認証のコードを求めた',
  'staff.password-wrong': 'パスワードか二段階認証の変更で、現在のパスワードを間違えた',
  'staff.password-changed': 'パスワードを変更した',
  'staff.password-given': '仮のパスワードを渡した',
  'staff.second-set': '二段階認証を設定した',
  'staff.second-removed': '自分の二段階認証を解除した',
  'staff.second-reset': 'ほかの職員の二段階認証を解除した',
  'staff.codes-renewed': '回復コードを作り直した',
  'staff.link-made': '初回設定用URLを作成した',
  'staff.link-used': '初回設定用URLを使用した',
  'staff.account-made': 'アカウントを作成した',
  'staff.account-changed': 'アカウントを変更した',
  'staff.account-retired': 'アカウントを停止した',
  'staff.account-restored': 'アカウントを有効に戻した',
  'staff.role-added': '役割を追加した',
  'staff.role-changed': '役割の名称か権限を変更した',
  'staff.role-retired': '役割を廃止した',
  'staff.role-restored': '役割を使用中に戻した',
  'staff.lock-lifted': 'アカウントの制限を解除した',
  'staff.address-lifted': 'ログインできない接続元の制限を解除した',
  'staff.sessions-ended': '端末のログインを終了させた',
};
