const FAILED_BY: Readonly<Record<string, string>> = {
  died: '処理していたプロセスが、途中で終わりました（メモリーの不足や再起動など）。',
  '53100': 'データベースのディスクに空きがありません。',
  ENOSPC: 'サーバーのディスクに空きがありません。',
};
/** Why work that goes on without its page failed, as far as its sign tells. */
export const failedWords = (sign: string): string =>
  FAILED_BY[sign] ?? `データベースか、サーバーの処理が失敗しました（記号：${sign}）。`;
