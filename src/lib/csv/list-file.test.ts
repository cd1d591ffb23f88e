import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workbook } from '../../../test/support/workbook.ts';
import { withList } from './list-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-list-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const cell = (address: string, text: string) => `<c r="${address}" t="str"><v>${text}</v></c>`;

test('a row of a workbook whose last cells are empty has as many columns as the head; a note beside the list makes no row wider', async () => {
  const rows = [
    '<row r="1"/>',
    `<row r="2">${cell('A2', '氏名')}${cell('B2', '電話')}${cell('C2', '備考')}</row>`,
    `<row r="3">${cell('A3', '山川')}</row>`,
    `<row r="4">${cell('A4', '川上')}${cell('C4', '車椅子')}${cell('E4', '控え')}</row>`,
    `<row r="5">${cell('A5', '谷川')}</row>`,
  ];
  const path = join(folder, 'list.xlsx');
  writeFileSync(path, await workbook({ rows: rows.join('') }));
  const read = await withList(path, async (list) => readFileSync(list.path, 'utf8'));
  expect(read).toEqual({ ok: true, value: '\r\n氏名,電話,備考\r\n山川,,\r\n川上,,車椅子,,控え\r\n谷川,,\r\n' });
});
