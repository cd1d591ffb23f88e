/** What the analysis of the log looks for, a day and an account at a time. */
export const RULES = {
  persons: '本人の情報の閲覧が多い',
  'outside-hours': '時間外の利用',
  searches: '手続きを伴わない検索が多い',
  'sign-in': 'ログインの失敗が多い',
  exports: '一覧・履歴の大量の出力',
  protected: '支援措置の方の閲覧が多い',
  refused: '権限のない画面を開いた回数が多い',
  commands: 'サーバーでのコマンドの実行',
  'database-session': 'データベースへの直接の接続',
} as const;
export type Rule = keyof typeof RULES;

export const VERDICTS = { fine: '問題なし', 'follow-up': '調査・対応が必要' } as const;
export type Verdict = keyof typeof VERDICTS;

export const ruleWords = (rule: string): string => (Object.hasOwn(RULES, rule) ? RULES[rule as Rule] : rule);
export const verdictWords = (verdict: string | null): string =>
  verdict !== null && Object.hasOwn(VERDICTS, verdict) ? VERDICTS[verdict as Verdict] : '未確認';
