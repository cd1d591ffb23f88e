import { deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { drawPdf } from './draw.ts';
import { type Paper, SHEETS } from './paper.ts';

const list = (rows: number): Paper => ({
  kind: 'list',
  above: '久留米市　本庁',
  title: '取り出すカード',
  printed: ['令和8年11月24日 9:30 印刷　古賀 恵子'],
  facts: [{ term: '件数', value: `${rows}件` }],
  columns: [
    { head: '時刻', width: 1 },
    { head: 'お名前', width: 3 },
    { head: '確認', width: 1 },
  ],
  rows: [
    { group: '午前' },
    ...Array.from({ length: rows }, () => [{ text: '9:00' }, { text: '田中', sub: 'タナカ' }, 'tick' as const]),
  ],
  empty: '',
  notes: ['〓の文字コード'],
  foot: '個人情報です。',
});
const PAPERS: Record<Paper['kind'], Paper> = {
  list: list(60),
  report: {
    kind: 'report',
    above: '久留米市',
    title: '令和8年11月の報告書',
    printed: ['令和8年12月1日 印刷'],
    facts: [{ term: '対象', value: '11月' }],
    sections: [
      { heading: '稼働', text: '止まりませんでした。', table: { columns: ['日', '分'], rows: [['1日', '1440']], empty: '' } },
    ],
    foot: '',
  },
  poster: {
    kind: 'poster',
    lang: 'ja',
    title: '臨時閉庁のお知らせ',
    lines: [{ text: '11月23日は閉庁します。', size: 26 }],
    foot: ['久留米市'],
  },
  labels: {
    kind: 'labels',
    title: '棚のラベル',
    sheet: SHEETS['24'],
    offset: { right: 0, down: 0 },
    skip: 0,
    labels: [{ code: 'A-1', large: 'A-1', lines: ['本庁'] }],
  },
  trial: { kind: 'trial', title: '試し刷り', lines: [{ text: '髙﨑', size: 12 }], code: 'A-1' },
};

const raw = async (paper: Paper) => Buffer.from(await drawPdf(paper)).toString('latin1');
/** How many parts of each kind the structure has. */
const parts = (pdf: string): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const [, tag = ''] of pdf.matchAll(/^\/S \/(\w+)$/gmu)) found[tag] = (found[tag] ?? 0) + 1;
  return found;
};
/** What the pages draw, an operator a line, outside any mark. */
function unmarked(pdf: string): string[] {
  const loose: string[] = [];
  for (const found of pdf.matchAll(/stream\n/gu)) {
    const start = found.index + found[0].length;
    let content = '';
    try {
      content = inflateSync(Buffer.from(pdf.slice(start, pdf.indexOf('\nendstream', start)), 'latin1')).toString('latin1');
    } catch {
      continue;
    }
    if (!/\b(?:BDC|BMC)\n/u.test(content)) continue;
    let depth = 0;
    for (const line of content.split('\n')) {
      if (/\b(?:BDC|BMC)$/u.test(line)) depth += 1;
      else if (line === 'EMC') depth -= 1;
      else if (depth === 0 && /(?:^|\s)(?:Tj|TJ|S|f|B|re f)$/u.test(line)) loose.push(line);
    }
    expect(depth).toBe(0);
  }
  return loose;
}

describe('[8(1)⑫] papers say their structure to a screen reader', () => {
  test.each(Object.values(PAPERS))('$kind: everything drawn is a part of it or nothing to read', async (paper) => {
    const pdf = await raw(paper);
    expect(pdf).toContain('/Marked true');
    expect(pdf).toContain('/Lang (ja)');
    expect(parts(pdf)).toMatchObject({ Document: 1 });
    expect(unmarked(pdf)).toEqual([]);
  });

  test('a list is one table: a head for each column said once, a row for each line', async () => {
    const found = parts(await raw(list(60)));
    // 60 lines and the heading of their group, and the heads; 3 columns, and the group's own head.
    expect(found).toMatchObject({ H1: 1, Table: 1, THead: 1, TBody: 1, TR: 62, TH: 4, TD: 180 });
  });

  test('control: what is drawn beside the parts is found', () => {
    const content = (loose: string) => `/P <</MCID 0>> BDC\nBT\n[<0001>] TJ\nET\nEMC\n${loose}`;
    const pdf = (loose: string) => `stream\n${deflateSync(Buffer.from(content(loose))).toString('latin1')}\nendstream`;
    expect(unmarked(pdf('0 0 m\n10 0 l\nS'))).toEqual(['S']);
    expect(unmarked(pdf(''))).toEqual([]);
  });
});
