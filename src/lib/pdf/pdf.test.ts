import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { pdfText } from '../../../test/support/pdf-text.ts';
import { columnsOf, needsOf } from './columns.ts';
import { drawPdf } from './draw.ts';
import { openSheet } from './fonts.ts';
import type { ListPaper, PaperCell } from './paper.ts';
import { printPdf } from './print.ts';

const paper = (rows: ListPaper['rows']): ListPaper => ({
  kind: 'list',
  above: '久留米市　本庁',
  title: '臨時閉庁の電話リスト',
  printed: ['令和8年11月24日 9:30 印刷　古賀 恵子'],
  facts: [{ term: '電話する方', value: `${rows.length}組` }],
  columns: [
    { head: '時刻', width: 1 },
    { head: 'お名前', width: 3 },
    { head: '連絡した', width: 1 },
  ],
  rows,
  empty: '電話で知らせる方は、いません。',
  foot: '個人情報です。',
});
const row = (name: string): ListPaper['rows'][number] => [{ text: '9:00', bold: true }, { text: name, sub: 'カナ' }, 'tick'];
const pages = (pdf: Uint8Array) =>
  Buffer.from(pdf)
    .toString('latin1')
    .match(/\/Type \/Page\b/gu)?.length;

/** Every glyph number that the pages draw, by the fonts that were put in; 0 is the empty box of a missing glyph. */
function glyphs(pdf: Uint8Array): { drawn: number; missing: number } {
  const text = Buffer.from(pdf).toString('latin1');
  let drawn = 0;
  let missing = 0;
  for (const found of text.matchAll(/stream\r?\n/gu)) {
    const start = found.index + found[0].length;
    const body = Buffer.from(text.slice(start, text.indexOf('endstream', start)), 'latin1');
    let content = '';
    try {
      content = inflateSync(body).toString('latin1');
    } catch {
      continue;
    }
    for (const [, hex] of content.matchAll(/<([0-9a-f]{4,})>/gu)) {
      if (!/\bT[jJ]\b/u.test(content)) continue;
      for (let at = 0; at + 4 <= (hex ?? '').length; at += 4) {
        drawn += 1;
        if (hex?.slice(at, at + 4) === '0000') missing += 1;
      }
    }
  }
  return { drawn, missing };
}

describe('lists as PDF', () => {
  test('every character of a name is drawn: rare kanji by the second font, a character with its chosen shape as one', async () => {
    const plain = glyphs(await drawPdf(paper([row('田中')])));
    const rare = glyphs(await drawPdf(paper([row('𠮷田 髙﨑 濵德 邉 葛󠄀')])));
    expect(plain.missing).toBe(0);
    // 𠮷田 髙﨑 濵德 邉 葛 instead of 田中: thirteen glyphs with their spaces and quotes, two before, none missing.
    expect(rare).toEqual({ drawn: plain.drawn + Array.from('𠮷田 髙﨑 濵德 邉 葛').length - 2, missing: 0 });
  });

  test('control: a character that neither font has is found missing', async () => {
    expect(glyphs(await drawPdf(paper([row('田中\u{20000}\ue000')]))).missing).toBeGreaterThan(0);
  });

  test('long lists go on over pages, each with its number; an empty one says so', async () => {
    expect(pages(await drawPdf(paper(Array.from({ length: 60 }, () => row('田中丸 幸子')))))).toBe(4);
    expect(pages(await drawPdf(paper([])))).toBe(1);
  });

  test('a text breaks where it must: numbers stay whole, a full stop never begins a line', () => {
    const { wrap, width } = openSheet('');
    const lines = wrap('電話は 0942-30-9000 まで、平日の8時30分から17時15分までにお願いします。', 120, 10);
    expect(lines.join('')).toContain('0942-30-9000');
    expect(lines.some((line) => line.includes('0942-30-9000'))).toBe(true);
    for (const line of lines) {
      expect(line).not.toMatch(/^[、。]/u);
      expect(width(line, 10)).toBeLessThanOrEqual(130);
    }
  });

  test('is drawn beside the door: the thread makes the same pages', async () => {
    const [beside, here] = await Promise.all([printPdf(paper([row('田中')])), drawPdf(paper([row('田中')]))]);
    expect(beside.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pages(beside)).toBe(pages(here));
    expect(
      pages(
        await printPdf({
          kind: 'poster',
          lang: 'ja',
          title: '臨時閉庁のお知らせ',
          lines: [{ text: '長い理由。'.repeat(200), size: 26 }],
          foot: ['久留米市'],
        }),
      ),
    ).toBe(1);
  });
});

describe('[8(1)⑫] long texts of a list', () => {
  /** A list with so many columns before a field to write in and a long text. */
  const long = (columns: number, text: string): ListPaper => ({
    ...paper([]),
    columns: [...Array.from({ length: columns }, (_, at) => `項目${at}`), '結果', '詳細'].map((head) => ({ head, width: 1 })),
    rows: [[...Array.from({ length: columns }, (_, at) => ({ text: `確認した内容${at}` })), 'blank', { text }]],
  });

  test.each([
    [1_000, 3],
    [1_000, 7],
    [1_000, 12],
    [5_000, 4],
    [20_000, 2],
  ])('%d letters beside %d columns: all of it stands above the foot', async (letters, columns) => {
    const text = `${'さしすせそたちつて'.repeat(letters / 10)}${'ん'.repeat(letters / 10 - 1)}終`;
    const pdf = await drawPdf(long(columns, text));
    const height = Number(/\/MediaBox \[0 0 [\d.]+ ([\d.]+)\]/u.exec(Buffer.from(pdf).toString('latin1'))?.[1]);
    const written = pdfText(pdf).filter((one) => /^[さ-てん終]+$/u.test(one.text));
    expect(Math.max(...written.map(({ y }) => y))).toBeLessThan(height - 32 - 18);
    expect(written.map((one) => one.text).join('')).toBe(text);
  });

  test('so it does in a table of a report', async () => {
    const text = `${'さしすせそたちつて'.repeat(200)}終`;
    const columns = ['番号', '件名', '発生', '取り下げた日時', '区分', '理由'];
    const table = { columns, rows: [[...columns.slice(1), text], columns], empty: '' };
    const pdf = await drawPdf({
      ...{ kind: 'report', above: '', title: '報告', printed: [], facts: [], foot: '' },
      sections: [{ heading: '取り下げ', table }],
    });
    const written = pdfText(pdf).filter((one) => /^[さ-て終]+$/u.test(one.text));
    expect(Math.max(...written.map(({ y }) => y))).toBeLessThan(841.89 - 32 - 18);
    expect(written.map((one) => one.text).join('')).toBe(text);
  });

  test('a field to write in has room for a hand beside long texts', () => {
    const rows: PaperCell[][] = [['blank', ...'あいうえおか'.split('').map((sign) => ({ text: sign.repeat(100) }))]];
    const { width } = openSheet('');
    const needs = needsOf(width, ['結果', '一', '二', '三', '四', '五', '六'], rows);
    expect(
      columnsOf(
        needs,
        needs.map(() => 1),
      ).widths[0],
    ).toBeGreaterThanOrEqual(80);
  });
});
