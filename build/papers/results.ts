import { isShown, type Row } from '../clauses/count.ts';
import { tableOf } from './markdown.ts';

const WORDS = { shown: '合格', failed: '不合格', waits: '実行していない' };

const resultOf = (row: Row | undefined): keyof typeof WORDS => {
  if (row === undefined || !row.tests.some(({ status }) => status === 'passed' || status === 'failed')) return 'waits';
  return isShown(row) ? 'shown' : 'failed';
};

/**
 * 別冊 of the test report: each line of the test plan with what its acceptance test came to.
 * @param commit what the results are of; the rows have none where its tests have not run
 */
export function resultsPaper(
  planned: readonly { clause: string; words: string }[],
  rows: readonly Row[],
  commit: string,
): string {
  const byClause = new Map(rows.map((row) => [row.clause, row]));
  const lines = planned.map(({ clause, words }) => ({ clause, words, result: resultOf(byClause.get(clause)) }));
  const count = (result: keyof typeof WORDS): string => String(lines.filter((line) => line.result === result).length);
  return `# 受入試験の結果（テスト結果報告書の別冊）

版（コミットの番号）：${commit === '' ? '（なし）' : commit}

この版で実行した試験の結果だけを数えます。項目は、仕様書の番号とテスト計画書の4によります。ほかの試験がその項目を名乗って失敗したときも、不合格とします。

${tableOf(['項目数', ...Object.values(WORDS)], [[String(lines.length), count('shown'), count('failed'), count('waits')]])}

${tableOf(
  ['項目', '確かめること', '結果'],
  lines.map(({ clause, words, result }) => [clause, words, WORDS[result]]),
)}
`;
}
