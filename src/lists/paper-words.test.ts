import { expect, test } from 'vitest';
import { pdfText } from '../../test/support/pdf-text.ts';
import { drawPdf } from '../lib/pdf/draw.ts';
import type { ListPaper, PaperCell } from '../lib/pdf/paper.ts';
import { LISTS } from './all.ts';
import type { ListFace } from './list-types.ts';

/** What columns of lists hold, as it stands on paper; what is none of them is a text that may be broken. */
const HOLDS: Readonly<Record<string, string>> = {
  notice: '2Y6-654200',
  phone: '0942-00-5311',
  number: '4870-5912',
  time: '14:30',
  'booked-time': '14:30',
  postal: '830-0001',
  box: '120箱',
  position: '148',
  count: '12,345',
  place: 'A棚 20箱 148',
  serial: 'B0123456789',
  lot: 'L2026-1101-02',
  card: '123456',
  source: '192.168.100.100',
};
const DAY = '令和8年11月30日（月）';
const HEADS: readonly (readonly [RegExp, string])[] = [
  [/日時$/u, '令和8年11月30日 14:30'],
  [/日$|期限$|その後の予約/u, DAY],
  [/生年月日/u, '昭和23年12月25日'],
];
const OTHER = '福岡県久留米市城南町の長い説明';
const sample = ({ code, head }: ListFace['columns'][number]): string =>
  HOLDS[code] ?? HEADS.find(([of]) => of.test(head))?.[1] ?? OTHER;

type Column = ListFace['columns'][number];
const paperOf = (list: ListFace, columns: readonly Column[]): ListPaper => {
  const row: PaperCell[] = [
    { text: '変更', sub: '前回 令和8年11月30日 9:00', bold: true },
    ...(list.ticks ?? []).map((): PaperCell => 'tick'),
    ...columns.map((column): PaperCell => ({ text: sample(column), ...(column.bold === true ? { bold: true } : {}) })),
  ];
  return {
    kind: 'list',
    above: '久留米市　本庁',
    title: list.title,
    printed: ['令和8年12月1日 9:30 印刷　古賀 恵子'],
    facts: [{ term: '件数', value: '2件' }],
    columns: [
      { head: '前回から', width: 13 },
      ...(list.ticks ?? []).map((head) => ({ head, width: 6 })),
      ...columns.map(({ head, width }) => ({ head, width })),
    ],
    rows: [row, row],
    empty: '',
    foot: '個人情報です。',
  };
};

/** Numbers, times, IDs and the parts of days: what nobody reads in two pieces. */
const whole = (text: string): string[] => text.match(/[!-~]+箱?|\d+月\d+日/gu) ?? [];
const CASES = LISTS.flatMap((list) => [
  { list, which: '初めの列', columns: list.columns.filter(({ usual, paper }) => usual && paper === undefined) },
  { list, which: 'すべての列', columns: list.columns },
]);

test.each(CASES)(
  '$list.title、$which: no number, time, ID or day is broken on paper, and no head stands in the next',
  async ({ list, columns }) => {
    const paper = paperOf(list, columns);
    const drawn = pdfText(await drawPdf(paper));
    const lines = drawn.map(({ text }) => text);
    const words = columns.flatMap((column) => whole(sample(column)));
    // Two rows, and as often in each as columns hold it.
    const broken = [...Map.groupBy(words, (word) => word)].filter(
      ([word, times]) => lines.filter((line) => line.includes(word)).length < 2 * times.length,
    );
    expect(broken.map(([word]) => word)).toEqual([]);
    // No line reaches into what stands at its right.
    const runOn = drawn.filter(({ page, x, y, size, text }) =>
      drawn.some(
        (other) => other.page === page && other.y === y && other.x > x && other.x < x + Array.from(text).length * size * 0.5,
      ),
    );
    expect(runOn.map(({ text }) => text)).toEqual([]);
  },
);
