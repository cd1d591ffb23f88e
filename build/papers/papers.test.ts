import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../src/lib/root.ts';
import type { Row } from '../clauses/count.ts';
import { blocksOf, plain } from './blocks.ts';
import { drawPaper, titleOf, widthsOf } from './draw.ts';
import { readFigure } from './figure.ts';
import { resultsPaper } from './results.ts';
import { nameOf, volume, writeVolume } from './volume.ts';

const PAPER = `# 題（仕様書 13）

前の行
続きの行

## 1 表
| 項目 | [リンク](a.md) |
|---|---|
| a \\| b | **太字** |
| （記入欄） | |

- 一つ
  続き
2. 二つ

\`\`\`
npm run papers
\`\`\`
![図](figures/project.svg)
`;
const pages = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page\b/gu)?.length;

describe('a paper’s markdown', () => {
  test('is headings, paragraphs, tables, items, code and pictures', () => {
    expect(blocksOf(PAPER)).toEqual([
      { kind: 'heading', level: 1, text: '題（仕様書 13）' },
      { kind: 'paragraph', text: '前の行続きの行' },
      { kind: 'heading', level: 2, text: '1 表' },
      {
        kind: 'table',
        head: ['項目', 'リンク'],
        rows: [
          ['a | b', '太字'],
          ['（記入欄）', ''],
        ],
      },
      { kind: 'item', mark: '・', text: '一つ続き' },
      { kind: 'item', mark: '2.', text: '二つ' },
      { kind: 'code', lines: ['npm run papers'] },
      { kind: 'picture', file: 'figures/project.svg' },
    ]);
    expect(plain('`a` [b](c.md "d")')).toBe('a b');
    expect(plain('`[予約](よやく)` **a**')).toBe('[予約](よやく) a');
  });
});

describe('[13(1)] a paper as PDF', () => {
  test('is drawn on A4, with tables that go on over pages and with its drawings', async () => {
    const file = join(ROOT, 'docs/papers/x.md');
    const pdf = await drawPaper(PAPER, file);
    expect(pdf.toString('latin1')).toContain('/MediaBox [0 0 595.28 841.89]');
    expect(pages(pdf)).toBe(1);
    const long = `# a\n\n| b | c |\n|---|---|\n${'| あ | い |\n'.repeat(80)}`;
    expect(pages(await drawPaper(long, file))).toBe(3);
    await expect(drawPaper(`# a\n\n| b |\n|---|\n| ${'あ'.repeat(4_000)} |\n`, file)).rejects.toThrow('higher than a page');
  });
  test('has columns as wide as the sheet; narrow ones keep what they need', () => {
    expect(widthsOf([50, 50], 400)).toEqual([200, 200]);
    const [narrow = 0, wide = 0, wider = 0] = widthsOf([50, 400, 900], 500);
    expect(narrow).toBe(50);
    expect(wide + wider).toBeCloseTo(450);
    expect(wider).toBeGreaterThan(wide);
  });
  test('a drawing of anything but boxes, lines and texts is refused', () => {
    const svg = (inner: string) => `<svg viewBox="0 0 10 20"><title>x</title><defs><path d=""/></defs>${inner}</svg>`;
    expect(readFigure(svg('<text x="1">あ</text><rect x="2"/>'))).toEqual({
      width: 10,
      height: 20,
      shapes: [
        { name: 'text', attributes: { x: '1' }, words: 'あ' },
        { name: 'rect', attributes: { x: '2' }, words: '' },
      ],
    });
    expect(() => readFigure(svg('<circle r="1"/>'))).toThrow('<circle>');
    expect(() => readFigure('<svg></svg>')).toThrow('size');
  });
  test('each drawing of the papers can be read', () => {
    const folder = join(ROOT, 'docs/papers/figures');
    const drawings = readdirSync(folder).map((name) => readFigure(readFileSync(join(folder, name), 'utf8')));
    expect(drawings.length).toBeGreaterThan(3);
    for (const { shapes } of drawings) expect(shapes.length).toBeGreaterThan(10);
  });
});

describe('all papers', () => {
  test('have a title each, and no two are one file', async () => {
    const names = [...volume().values()].map((text) => nameOf(titleOf(text)));
    expect(names).not.toContain('');
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names).toContain('受入試験の結果');
    const folder = mkdtempSync(join(tmpdir(), 'papers-'));
    try {
      expect(await writeVolume(new Map([['a.md', '# a/b（c）\n']]), folder)).toEqual(['a・b.pdf']);
      expect(readdirSync(folder)).toEqual(['a・b.pdf']);
      await expect(
        writeVolume(
          new Map([
            ['a.md', '# a'],
            ['b.md', '# a（b）'],
          ]),
          folder,
        ),
      ).rejects.toThrow('two papers');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  test('the results say what passed, what failed and what has not run on this commit', () => {
    const row = (clause: string, status: 'passed' | 'failed' | 'skipped'): Row => ({
      clause,
      kind: 'S',
      sentence: '',
      papers: [],
      tests: [{ name: 'x', status, shows: true }],
    });
    const planned = ['1(1)', '1(2)', '1(3)', '1(4)'].map((clause) => ({ clause, words: `${clause}の言葉` }));
    const text = resultsPaper(planned, [row('1(1)', 'passed'), row('1(2)', 'failed'), row('1(3)', 'skipped')], 'abc');
    expect(text).toContain('| 4 | 1 | 1 | 2 |');
    for (const line of [
      '| 1(1) | 1(1)の言葉 | 合格 |',
      '| 1(2) | 1(2)の言葉 | 不合格 |',
      '| 1(3) | 1(3)の言葉 | 実行していない |',
    ])
      expect(text).toContain(line);
    expect(resultsPaper(planned, [], '')).toContain('（なし）');
  });
});
