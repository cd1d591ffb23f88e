import { ACTS, KINDS } from '../../src/lists/log/acts.ts';
import { tableOf } from './markdown.ts';

/** 別紙3: what leaves a line in the log, by kind. */
export function logList(): string {
  const kinds = KINDS.filter(({ value }) => value !== '');
  const kindOf = (act: string): string => kinds.find(({ value }) => act.startsWith(value))?.label ?? 'その他';
  const byKind = Map.groupBy(Object.entries(ACTS), ([act]) => kindOf(act));
  const parts = kinds.map(
    ({ label }) =>
      `## ${label}\n\n${tableOf(
        ['操作', '記号'],
        (byKind.get(label) ?? []).map(([act, words]) => [words, `\`${act}\``]),
      )}`,
  );
  return `# 別紙3 操作履歴に残る操作（セキュリティ設計書の別紙）

プログラムから作った一覧です（\`npm run papers\`）。${Object.keys(ACTS).length}種類の操作について、だれが、いつ、どこから行ったかが残ります。市民の氏名や連絡先は書きません。

${parts.join('\n\n')}
`;
}
