import { foldWidth, removeSpaces } from '../japanese/width.ts';
import { done, type Outcome, refused } from '../outcome.ts';
import { Undecodable } from './decode.ts';
import { ENCODING_NAMES, type Encoding, FILE_REFUSALS, type FileRefusal, inspect } from './inspect.ts';
import { withList } from './list-file.ts';
import { unmarked } from './marks.ts';
import { readRecords } from './read.ts';

/** A row of a file, the marks of spreadsheets taken off. `broken`: its quotes are wrong, or it is too long. */
type TableRow = { line: number; cells: string[]; broken: boolean };

/** A small file read whole: the cells of its first line, and the rows after it that are not blank. */
type FileTable = { sha256: string; encoding: Encoding; head: string[]; rows: TableRow[] };

export type TableRefusal = FileRefusal | 'undecodable';

/** What to tell the person who chose the file. */
export const tableRefusal = (reason: TableRefusal, detail: string): string =>
  reason === 'undecodable'
    ? `文字コードが合わないため読めません（${detail}）。ファイルを「CSV UTF-8」で保存し直してください。`
    : FILE_REFUSALS[reason];
export const isTableRefusal = (reason: string): reason is TableRefusal =>
  reason === 'undecodable' || Object.hasOwn(FILE_REFUSALS, reason);

/** The head of a column without what people write in different ways. */
export const folded = (title: string): string =>
  removeSpaces(foldWidth(title))
    .replace(/^["']|["']$/gu, '')
    .toLowerCase();

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

async function readLines(path: string, maxBytes: number): Promise<Outcome<FileTable, TableRefusal>> {
  const found = await inspect(path, maxBytes);
  if (!found.ok) return found;
  const { encoding, sha256 } = found.value;
  let head: string[] | undefined;
  const rows: TableRow[] = [];
  try {
    for await (const batch of readRecords(path, encoding, undefined)) {
      for (const { line, cells: given, broken } of batch) {
        const cells = given.map(unmarked);
        if (head === undefined) head = cells;
        else if (!isBlank(cells)) rows.push({ line, cells, broken: broken !== undefined });
      }
    }
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return refused('undecodable', `${error.line}行目、${ENCODING_NAMES[error.encoding]}`);
  }
  return done({ sha256, encoding, head: head ?? [], rows });
}

/** Reads a CSV, TSV or Excel file that lies at a path, up to `maxBytes`, whole. */
export async function readTable(path: string, maxBytes: number): Promise<Outcome<FileTable, TableRefusal>> {
  const read = await withList(path, (list) => readLines(list.path, maxBytes));
  return read.ok ? read.value : read;
}
