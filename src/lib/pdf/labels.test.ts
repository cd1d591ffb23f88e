import { describe, expect, test } from 'vitest';
import { drawPdf } from './draw.ts';
import { type LabelsPaper, SHEETS } from './paper.ts';

const paper = (count: number, more: Partial<LabelsPaper> = {}): LabelsPaper => ({
  kind: 'labels',
  title: 'ラベル',
  sheet: SHEETS['24'],
  offset: { right: 0, down: 0 },
  skip: 0,
  labels: Array.from({ length: count }, (_, n) => ({ code: `K-${n + 1}`, large: 'A棚 3箱 12', lines: ['本庁'] })),
  ...more,
});
const pages = async (of: LabelsPaper) =>
  Buffer.from(await drawPdf(of))
    .toString('latin1')
    .match(/\/Type \/Page\b/gu)?.length;

describe('labels', () => {
  test('24 and 44 stand on a sheet; those that are used already are left out', async () => {
    expect(await pages(paper(24))).toBe(1);
    expect(await pages(paper(25))).toBe(2);
    expect(await pages(paper(24, { skip: 1 }))).toBe(2);
    expect(await pages(paper(44, { sheet: SHEETS['44'] }))).toBe(1);
    expect(await pages(paper(45, { sheet: SHEETS['44'] }))).toBe(2);
  });

  test('the sheets fit on A4', () => {
    for (const { across, down, width, height, left, top } of Object.values(SHEETS)) {
      expect(left + across * width).toBeLessThanOrEqual(210);
      expect(top + down * height).toBeLessThanOrEqual(297);
    }
  });
});
