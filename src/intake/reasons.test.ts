import { expect, test } from 'vitest';
import { reasonTally } from './reasons.ts';

test('[8(2)①] reasons are counted by kind with their first rows, however many rows and kinds there are', () => {
  const tally = reasonTally();
  const none = () => '';
  for (let line = 2; line < 30_002; line += 1) {
    tally.add(line, [{ column: '生年月日', reason: '生年月日として読み取れません' }], () => `昭和${line}`);
    if (line % 3 === 0) tally.add(line, [{ column: '', reason: `${line}行目と同じ人のカードですが、内容が違います` }], none);
  }
  tally.add(40_000, [{ column: '交付通知書ID', reason: '読み取れません' }], () => '123456789018');
  for (let n = 0; n < 100; n += 1) tally.add(50_000, [{ column: `列${n}`, reason: '空です' }], none);
  const [births, twice, ...more] = tally.groups();
  expect([births?.count, births?.first.length, births?.first[0]]).toEqual([30_000, 5, { line: 2, value: '昭和2' }]);
  expect([twice?.reason, twice?.count]).toEqual(['○行目と同じ人のカードですが、内容が違います', 10_000]);
  expect(more.reduce((sum, { count }) => sum + count, 0)).toBe(101);
  expect(more.length).toBeLessThanOrEqual(49);
  expect(more.find(({ column }) => column === '交付通知書ID')?.first[0]?.value).not.toContain('123456789018');
});

test('[8(2)①] a reason is told as it is, without the numbers in which its rows differ', () => {
  const tally = reasonTally();
  const none = () => '';
  for (const line of [2, 3]) {
    tally.add(line, [{ column: '交付通知書ID', reason: '英数字3文字と数字6桁ではありません' }], () => 'XX-1');
    tally.add(line, [{ column: '', reason: `列の数が違います（15列のはずが${10 + line}列）` }], none);
  }
  tally.add(4, [{ column: '', reason: '列の数が違います（15列のはずが13列）' }], none);
  expect(tally.groups().map(({ reason, count }) => [reason, count])).toEqual([
    ['列の数が違います（15列のはずが○列）', 3],
    ['英数字3文字と数字6桁ではありません', 2],
  ]);
});
