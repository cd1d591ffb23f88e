import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textRows, type WorkbookParts, workbook } from '../../../test/support/workbook.ts';
import { BadWorkbook } from './parts.ts';
import { openWorkbook } from './read.ts';
import { writeXlsx } from './write.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-xlsx-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(bytes: Buffer): Promise<{ sheet: string; others: number; rows: string[][] }> {
  const path = join(folder, crypto.randomUUID());
  writeFileSync(path, bytes);
  const book = await openWorkbook(path);
  try {
    return { sheet: book.sheet, others: book.others, rows: await Array.fromAsync(book.rows()) };
  } finally {
    book.close();
  }
}
const rowsOf = async (parts: WorkbookParts) => (await read(await workbook(parts))).rows;
const reasonOf = (bytes: Buffer) =>
  read(bytes).then(
    () => 'read',
    (error: unknown) => (error instanceof BadWorkbook ? error.reason : `thrown: ${error}`),
  );

describe('a workbook is read as its sheet shows it', () => {
  it('a name is its text, not its furigana; parts of a text in other letters are one text', async () => {
    const strings =
      '<si><t>髙橋　花子</t><rPh sb="0" eb="2"><t>タカハシ</t></rPh><phoneticPr fontId="1"/></si><si><r><t>久留米</t></r><r><rPr/><t xml:space="preserve">　一郎</t></r></si>';
    expect(await rowsOf({ strings, rows: '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>' })).toEqual([
      ['髙橋　花子', '久留米　一郎'],
    ]);
  });

  it('days by their format, 和暦 and the built-in Japanese ones too; times, and the calendar of 1904', async () => {
    const how = {
      styles: [14, 57, 200, 20, 0],
      numFmts: { 200: '[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;' },
      rows: '<row><c s="0"><v>46349</v></c><c s="1"><v>31138</v></c><c s="2"><v>59</v></c><c s="3"><v>0.3958333333</v></c><c s="0"><v>46349.5</v></c><c s="4"><v>46349</v></c></row>',
    };
    expect(await rowsOf(how)).toEqual([['2026-11-23', '1985-04-01', '1900-02-28', '9:30', '2026-11-23 12:00', '46349']]);
    expect((await rowsOf({ ...how, workbookPr: '<workbookPr date1904="1"/>' }))[0]?.[0]).toBe('2030-11-24');
  });

  it('zeros before digits as the format shows them; what is longer than Excel keeps is left as it is', async () => {
    const how = {
      styles: [200, 201, 0, 202],
      numFmts: { 200: '0000000', 201: '000\\-0000', 202: '0.00E+00' },
      rows: '<row><c s="0"><v>1234</v></c><c s="1"><v>8308520</v></c><c s="2"><v>1.23456789012345E+18</v></c><c s="2"><v>1.2E3</v></c><c s="2"><v>0.30000000000000004</v></c><c s="3"><v>5</v></c></row>',
    };
    expect(await rowsOf({ ...how, numFmts: { ...how.numFmts, 201: '000-0000' } })).toEqual([
      ['0001234', '830-8520', '1.23456789012345E+18', '1200', '0.3', '5'],
    ]);
  });

  it('cells without an address, gaps between cells and rows, prefixed names, formulas by what they came to', async () => {
    const sheet =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row r="2"><x:c r="B2" t="str"><x:f>1&amp;2</x:f><x:v>12</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row><x:row r="4"><x:c t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(await rowsOf({ rows: '', parts: { 'xl/worksheets/sheet1.xml': sheet } })).toEqual([
      [],
      ['', '12', 'TRUE'],
      [],
      ['#N/A'],
    ]);
  });

  it('the first sheet that is shown, named, with how many others there are', async () => {
    const sheets = '<sheet name="控え" sheetId="1" state="hidden" r:id="r1"/><sheet name="本" sheetId="2" r:id="r4"/>';
    expect(await read(await workbook({ rows: textRows(['隠れた表']), sheets }))).toEqual({
      sheet: '本',
      others: 0,
      rows: [['二枚目']],
    });
    const two = '<sheet name="本" sheetId="2" r:id="r1"/><sheet name="次" sheetId="1" r:id="r4"/>';
    expect(await read(await workbook({ rows: textRows(['一枚目']), sheets: two }))).toMatchObject({
      others: 1,
      rows: [['一枚目']],
    });
  });

  it('what our own lists say comes back, whatever the text', async () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replace(/[\u0000-\u001f\ufffe\uffff]/gu, '').toWellFormed());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), async (rows) => {
        const { rows: back } = await read(await writeXlsx('表', rows));
        expect(back.map((cells) => cells.join('|').replace(/\|*$/u, ''))).toEqual(
          rows.map((cells) => cells.join('|').replace(/\|*$/u, '')),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('what is none is refused before it fills the memory', () => {
  const sheetOf = (rows: string) => ({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>` });
  it.each<[string, () => Promise<Buffer>, string]>([
    ['an archive of something else', () => workbook({ rows: '', parts: { '_rels/.rels': '<Relationships/>' } }), 'archive'],
    ['an archive that was cut off', async () => (await workbook({ rows: textRows(['a']) })).subarray(0, 900), 'archive'],
    [
      'no sheet that is shown',
      () => workbook({ rows: '', sheets: '<sheet name="a" sheetId="1" state="veryHidden" r:id="r1"/>' }),
      'workbook-empty',
    ],
    ['a part that is no XML', () => workbook({ rows: '<row><c>' }), 'workbook-broken'],
    [
      'entities that name entities',
      () => workbook({ rows: '', parts: { 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "cc">]><worksheet/>' } }),
      'workbook-broken',
    ],
    ['rows that go backwards', () => workbook({ rows: '', parts: sheetOf('<row r="5"/><row r="2"/>') }), 'workbook-broken'],
    ['a row beyond the last', () => workbook({ rows: '', parts: sheetOf('<row r="99999999"/>') }), 'workbook-broken'],
    [
      'a column beyond those of a list',
      () => workbook({ rows: '', parts: sheetOf('<row><c r="XFD1"><v>1</v></c></row>') }),
      'workbook-too-large',
    ],
    [
      'a sheet that unpacks to a thousand times its size',
      () => workbook({ rows: '<row/>'.repeat(4_000_000) }),
      'workbook-too-large',
    ],
  ])('%s', async (_, make, reason) => {
    expect(await reasonOf(await make())).toBe(reason);
  });

  it('a size that lies: what is unpacked is counted', async () => {
    const bytes = await workbook({ rows: textRows(['花子'.repeat(50_000)]) });
    // The head of the sheet, in the list of parts at the end, says 10 bytes.
    const name = bytes.lastIndexOf('xl/worksheets/sheet1.xml');
    bytes.writeUInt32LE(10, name - 46 + 24);
    const reason = await reasonOf(bytes);
    expect(reason).not.toBe('read');
  });
});
