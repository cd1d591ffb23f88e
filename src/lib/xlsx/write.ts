import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** What a workbook is called in HTTP. */
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A cell: text as it stands (never a formula, never read as a date or a number), or a number. */
export type XlsxCell = string | number | null;

const ESCAPED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Characters XML 1.0 cannot hold are left out; `_x000D_` and its like would be read as a character, so their underscore is written so. */
const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '')
    .replace(/[&<>"]/gu, (sign) => ESCAPED[sign] ?? sign);

/** 0 → A, 26 → AA. */
function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}

/** Readers find cells by their address; some read none without it. Text has style 1, format `@`: what is typed over it stays text. */
function rowXml(cells: readonly XlsxCell[], row: number): string {
  const written = cells.map((cell, column) => {
    const at = `${letters(column)}${row}`;
    if (cell === null || cell === '') return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    return `<c r="${at}" s="1" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  });
  return `<row r="${row}">${written.join('')}</row>`;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const PARTS = (sheet: string): Record<string, string> => ({
  '[Content_Types].xml': `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets><sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Yu Gothic"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf xfId="0"/><xf xfId="0" numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
});

/** Names of sheets: 31 characters at most, without []:*?/\ (ECMA-376). */
const sheetName = (name: string): string => name.replace(/[[\]:*?/\\]/gu, ' ').slice(0, 31) || 'Sheet1';

/** Characters handed on at a time: the sheet whole would be longer than a string may be, and hold up everybody else while it is written. */
const PART = 65_536;

const HEAD = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;
const FOOT = '</sheetData></worksheet>';

/** A workbook that is being written. `row` answers with a promise where the writer is behind: whoever waits for it holds no more than some parts of the sheet. */
type XlsxWriter = { row(cells: readonly XlsxCell[]): void | Promise<void>; end(): Promise<void> };

/**
 * Begins a workbook of one sheet (ECMA-376), its first row frozen as the head. Its bytes are handed to `write` as they come; what `write` throws is thrown
 * by the next `row` that waits, or by `end`.
 */
export function openXlsx(name: string, write: (piece: Buffer) => void): XlsxWriter {
  const zip = new ZipFile();
  const out = new Writable({
    write: (piece: Buffer, _, next) => {
      try {
        write(piece);
        next();
      } catch (error) {
        next(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  const sheet = new PassThrough();
  const ended = pipeline(zip.outputStream, out);
  // Whoever waits for the sheet hears of it there. Where nobody waits yet, `end` says it.
  sheet.on('error', () => undefined);
  ended.catch((error: Error) => sheet.destroy(error));
  for (const [path, xml] of Object.entries(PARTS(sheetName(name)))) zip.addBuffer(Buffer.from(XML + xml), path);
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  let part = HEAD;
  let rows = 0;
  const taken = async (): Promise<void> => {
    await (sheet.destroyed ? ended : once(sheet, 'drain'));
  };
  return {
    row: (cells) => {
      rows += 1;
      part += rowXml(cells, rows);
      if (part.length < PART) return;
      const handed = Buffer.from(part);
      part = '';
      return sheet.write(handed) ? undefined : taken();
    },
    end: () => {
      sheet.end(part + FOOT);
      return ended;
    },
  };
}

/** A small workbook at once. */
export async function writeXlsx(name: string, rows: Iterable<readonly XlsxCell[]>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  const book = openXlsx(name, (piece) => pieces.push(piece));
  for (const cells of rows) await book.row(cells);
  await book.end();
  return Buffer.concat(pieces);
}
