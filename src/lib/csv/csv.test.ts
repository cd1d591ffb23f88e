import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Undecodable } from './decode.ts';
import { type Encoding, inspect, refusalByHead } from './inspect.ts';
import { marked, unmarked, wouldChange } from './marks.ts';
import { readRecords } from './read.ts';
import { recordCutter } from './records.ts';
import { asIs, csvLine, encodeList } from './write.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'madoguchi-csv-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function onDisk(body: Buffer | string): Promise<string> {
  const path = join(folder, crypto.randomUUID());
  await writeFile(path, body);
  return path;
}
async function all(path: string, encoding: Encoding, delimiter?: ',' | '\t') {
  const records = [];
  for await (const batch of readRecords(path, encoding, delimiter)) records.push(...batch);
  return records;
}
const cutWhole = (text: string, delimiter: ',' | '\t' = ',') => {
  const cutter = recordCutter(delimiter);
  return [...cutter.push(text), ...cutter.end()];
};

describe('cutting records', () => {
  it('knows lines, line ends and quotes', () => {
    expect(cutWhole('a,b\r\n\r\n"c ""x"" ","d\ne"\nf,"",g\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['c "x" ', 'd\ne'] },
      { line: 5, cells: ['f', '', 'g'] },
    ]);
    expect(cutWhole('a\tb,c\n', '\t')).toEqual([{ line: 1, cells: ['a', 'b,c'] }]);
    expect(cutWhole('a,b\rc,d\r')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['c', 'd'] },
    ]);
    expect(cutWhole('高"橋",b')).toEqual([{ line: 1, cells: ['高"橋"', 'b'] }]);
    expect(cutWhole('')).toEqual([]);
  });
  it('a quote that never closes costs its own line only', () => {
    expect(cutWhole('a,b\n1,"open\n2,c\n3,"d"\n4,e\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', '"open'], broken: 'open-quote' },
      { line: 3, cells: ['2', 'c'] },
      { line: 4, cells: ['3', 'd'] },
      { line: 5, cells: ['4', 'e'] },
    ]);
    expect(cutWhole('1,"open\n2,b')).toEqual([
      { line: 1, cells: ['1', '"open'], broken: 'open-quote' },
      { line: 2, cells: ['2', 'b'] },
    ]);
    expect(cutWhole('1,"a"b,c\n2')).toEqual([
      { line: 1, cells: ['1', 'ab', 'c'], broken: 'stray-quote' },
      { line: 2, cells: ['2'] },
    ]);
  });
  it('a line of megabytes is one broken record', () => {
    const cutter = recordCutter(',');
    const found = [
      ...cutter.push('a\n'),
      ...cutter.push('x'.repeat(90_000)),
      ...cutter.push('x'.repeat(90_000)),
      ...cutter.push('\nb\n'),
      ...cutter.end(),
    ];
    expect(found).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, cells: [], broken: 'too-long' },
      { line: 3, cells: ['b'] },
    ]);
  });

  const cell = fc.string({ unit: fc.constantFrom(...'ab髙𠮷ー", \t\n表ソ'), maxLength: 6 });
  const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 8 });
  const write = (cells: string[]) => `${cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',')}\r\n`;
  it('reads what csv-parse reads, however the text is cut into chunks', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 10 }), (table, cuts) => {
        const text = table.map(write).join('');
        const expected = parse(text, { relax_column_count: true });
        const cutter = recordCutter(',');
        const found = [];
        let from = 0;
        for (const to of [...cuts.sort((a, b) => a - b), text.length]) {
          found.push(...cutter.push(text.slice(from, Math.max(from, to))));
          from = Math.max(from, to);
        }
        found.push(...cutter.end());
        expect(found.map(({ cells }) => cells)).toEqual(expected);
        expect(found.every(({ broken }) => broken === undefined)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
  it('answers any text, in order of lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a",\r\n\t'), maxLength: 60 }), (text) => {
        const lines = cutWhole(text).map(({ line }) => line);
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
        expect(lines.at(-1) ?? 0).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/u).length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodings', () => {
  const text = '番号,氏名\r\n1,髙橋ソ表能\r\n2,"德永 﨑"\r\n';
  const written: [string, Buffer, Encoding][] = [
    ['UTF-8', Buffer.from(text), 'utf-8'],
    ['UTF-8 with BOM', Buffer.from(`\ufeff${text}`), 'utf-8'],
    ['UTF-16LE with BOM', Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    ['UTF-16LE without BOM', Buffer.from(text, 'utf16le'), 'utf-16le'],
    ['CP932', iconv.encode(text, 'cp932'), 'cp932'],
    ['UTF-16BE with BOM', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16BE without BOM', Buffer.from(text, 'utf16le').swap16(), 'utf-16be'],
  ];
  it.each(written)('%s is recognised and read', async (_name, body, encoding) => {
    const path = await onDisk(body);
    expect(await inspect(path, 1000)).toMatchObject({ ok: true, value: { encoding, bytes: body.length } });
    expect((await all(path, encoding)).map(({ cells }) => cells)).toEqual([
      ['番号', '氏名'],
      ['1', '髙橋ソ表能'],
      ['2', '德永 﨑'],
    ]);
  });
  it('characters cut by a chunk of the disk are whole', async () => {
    const line = iconv.encode(`${'ア'.repeat(1001)},ソ表\r\n`, 'cp932');
    const path = await onDisk(Buffer.concat(Array.from({ length: 700 }, () => line)));
    const records = await all(path, 'cp932');
    expect(records).toHaveLength(700);
    expect(records.every(({ cells }) => cells[0] === 'ア'.repeat(1001) && cells[1] === 'ソ表')).toBe(true);
  });
  it('names the line of the first byte that does not belong', async () => {
    const path = await onDisk(Buffer.concat([Buffer.from('a\nあ\n'), Buffer.from([0xff, 0x41]), Buffer.from('\nb')]));
    const failure = await all(path, 'utf-8').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Undecodable);
    expect(failure).toMatchObject({ line: 3 });
    const cutOff = await all(await onDisk(Buffer.from('a\nあ').subarray(0, 4)), 'utf-8').catch((error: unknown) => error);
    expect(cutOff).toMatchObject({ line: 2 });
  });
  it('tells the delimiter by the first line', async () => {
    expect(await all(await onDisk('a\tb,c\n1\t2'), 'utf-8')).toEqual([
      { line: 1, cells: ['a', 'b,c'] },
      { line: 2, cells: ['1', '2'] },
    ]);
    expect(await all(await onDisk('only'), 'utf-8')).toEqual([{ line: 1, cells: ['only'] }]);
  });
});

it.each([
  ['pdf', '%PDF-1.7'],
  ['archive', 'PK\u0003\u0004zzzz'],
  ['picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ['old-excel', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
  ['binary', Buffer.from([1, 2, 0, 0, 0, 3])],
  ['empty', ''],
])('a file that is no list is refused: %s', async (reason, body) => {
  expect(refusalByHead(Buffer.from(body))).toBe(reason);
  expect(await inspect(await onDisk(Buffer.from(body)), 1000)).toEqual({ ok: false, reason });
});
it('so is one too large, or none', async () => {
  expect(await inspect(await onDisk('a'.repeat(1001)), 1000)).toEqual({ ok: false, reason: 'too-large' });
  expect(await inspect(join(folder, 'none'), 1000)).toEqual({ ok: false, reason: 'missing' });
  expect(await inspect(folder, 1000)).toEqual({ ok: false, reason: 'missing' });
});

describe('writing lists', () => {
  it('what people typed never becomes a formula', () => {
    expect(csvLine(['=1+2', '＋81', '@x', '-1', asIs('-1'), 5, -5, null, '山田'])).toBe("'=1+2,'＋81,'@x,'-1,-1,5,-5,,山田\r\n");
    expect(csvLine(['a,b', 'c"d', 'e\nf'])).toBe('"a,b","c""d","e\nf"\r\n');
  });
  it.each([
    '0952241234',
    '００１',
    '1-2',
    '3/4',
    '2026-11-23',
    '令和8年11月23日（月）',
    '11月23日',
    '9:05',
    '123456789012',
    '12E-456789',
    '1E5',
    '1.10',
    '¥1,000',
    '50%',
    '12 MAR',
    'TRUE',
    '01-02-2026',
    '１２',
  ])('what a spreadsheet would change is a text to it: %s', (text) => {
    expect(wouldChange(text)).toBe(true);
    expect(csvLine([text])).toBe(`"=""${text}"""\r\n`);
    expect(csvLine([asIs(text)])).toBe(`${text.includes(',') ? `"${text}"` : text}\r\n`);
  });
  it.each([
    '0',
    '7',
    '20261123',
    '0942-30-1234',
    '090-1234-5678',
    '830-0022',
    '1234-5678',
    'A1B-123456',
    '城南町15-3',
    'L2601',
    '山田',
    '',
  ])('what it leaves alone stands as it is: %s', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });
  it('every mark is taken off again by reading', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'=\'"0189-/.年E ０＝') })), (text) => {
        expect(unmarked(marked(text))).toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });
  it('UTF-8 carries a BOM, CP932 tells what it lost', () => {
    expect(encodeList('あ').body.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    const { body, lost, lostCount } = encodeList('髙﨑〜−①?𠮷葛\u{e0100}𠮷¥', 'cp932');
    expect(new TextDecoder('shift_jis').decode(body)).toBe('髙﨑～－①?〓葛〓〓');
    expect(lost).toEqual(['𠮷', '\u{e0100}', '¥']);
    expect(lostCount).toBe(4);
  });
  it('a kana and its mark apart are the one sign that CP932 has', () => {
    const { body, lost } = encodeList('か\u3099くし\u3099ハ\u309aン', 'cp932');
    expect([new TextDecoder('shift_jis').decode(body), lost]).toEqual(['がくじパン', []]);
  });
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom(...'a",\n\r 髙') }), { minLength: 2, maxLength: 4 }), (cells) => {
        const [record] = cutWhole(`${csvLine(cells)}x`);
        if (cells.join('') !== '') expect(record?.cells.map(unmarked)).toEqual(cells);
      }),
    );
  });
});
