import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { unzip } from '../../../test/support/workbook.ts';
import { openXlsx, writeXlsx } from './write.ts';

const sheetOf = async (rows: (string | number | null)[][]) =>
  unzip(await writeXlsx('一覧', rows)).get('xl/worksheets/sheet1.xml') ?? '';

test('text stays text: no formula, no lost zero, no date; a number is a number', async () => {
  const sheet = await sheetOf([['=1+1', '0942305678', '2026-11-23', 12]]);
  expect(sheet).toContain('<c r="A1" s="1" t="inlineStr"><is><t xml:space="preserve">=1+1</t></is></c>');
  expect(sheet).toContain('>0942305678</t>');
  expect(sheet).toContain('>2026-11-23</t>');
  expect(sheet).toContain('<c r="D1"><v>12</v></c>');
  expect(sheet).not.toContain('<f>');
});

test('what XML cannot hold is left out, what it would change is escaped, kanji beyond the BMP stand', async () => {
  const sheet = await sheetOf([['a\u0000b\u001fc', '<&">', '_x000D_', '𠮷野\ud800', 'x\ny']]);
  expect(sheet).toContain('>abc<');
  expect(sheet).toContain('&lt;&amp;&quot;&gt;');
  expect(sheet).toContain('>_x005F_x000D_<');
  expect(sheet).toContain('>𠮷野\ufffd<');
  expect(sheet).toContain('>x\ny<');
});

test('columns beyond Z have their address', async () => {
  const files = unzip(await writeXlsx('a/b', [Array.from({ length: 28 }, (_, at) => `${at}`), ['second']]));
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
  expect(sheet).toContain('<c r="AB1"');
  expect(sheet).toContain('<c r="A2"');
  expect(files.get('xl/workbook.xml')).toContain('name="a b"');
});

test('a sheet that is written in many parts is whole and in order', async () => {
  const sheet = await sheetOf(Array.from({ length: 3_000 }, (_, at) => [`${at}番の方`, at]));
  expect([...sheet.matchAll(/<c r="B(\d+)"><v>(\d+)</gu)].map(([, row, value]) => Number(row) - Number(value))).toEqual(
    Array.from({ length: 3_000 }, () => 1),
  );
  expect(sheet).toContain('>2999番の方<');
  expect(sheet.endsWith('</sheetData></worksheet>')).toBe(true);
});

test('a workbook leaves bit by bit: long before its last row most of it is written', async () => {
  let bytes = 0;
  const book = openXlsx('一覧', (piece) => {
    bytes += piece.length;
  });
  for (let at = 0; at < 20_000; at += 1) await book.row([randomUUID(), at]);
  const before = bytes;
  await book.end();
  expect(before).toBeGreaterThan(bytes / 2);
});

test('where its bytes cannot be kept, whoever writes rows is told', async () => {
  const full = () => {
    throw new Error('disk full');
  };
  const book = openXlsx('一覧', full);
  const write = async () => {
    for (let at = 0; at < 200_000; at += 1) await book.row([randomUUID()]);
  };
  await expect(write()).rejects.toThrow('disk full');
  await expect(book.end()).rejects.toThrow('disk full');
  const small = openXlsx('一覧', full);
  await small.row(['a']);
  await expect(small.end()).rejects.toThrow('disk full');
});
