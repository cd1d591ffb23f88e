import { Undecodable } from '../../lib/csv/decode.ts';
import { type Encoding, inspect } from '../../lib/csv/inspect.ts';
import { unmarked } from '../../lib/csv/marks.ts';
import { readRecords } from '../../lib/csv/read.ts';
import { done, type Outcome, refused } from '../../lib/outcome.ts';
import type { Office } from '../../offices/read.ts';
import type { Service } from '../../services/read.ts';
import { watchColumns } from '../watch-columns.ts';
import { ENCODING_NAMES } from '../words.ts';
import { withList } from '../workbook.ts';
import { type FormerLayout, formerLayout, SAMPLE } from './columns.ts';
import { type FormerVisit, formerVisits } from './group.ts';
import { formerRows } from './row.ts';
import type { FormerRefusal } from './words.ts';

/** Largest file, in bytes: some hundred thousand rows. */
export const LARGEST_FORMER = 20 * 2 ** 20;

export type FormerFile = { sha256: string; encoding: Encoding; rows: number; visits: FormerVisit[] };

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** Reads a file of reservations whole. Refuses what is no list, lacks a column, or has 個人番号 (番号法 第20条), 申請書ID or passwords in a column. */
export async function readFormer(
  path: string,
  offices: readonly Office[],
  services: readonly Service[],
): Promise<Outcome<FormerFile, FormerRefusal>> {
  const read = await withList(path, (list) => readFormerList(list.path, offices, services));
  return read.ok ? read.value : read;
}

async function readFormerList(
  path: string,
  offices: readonly Office[],
  services: readonly Service[],
): Promise<Outcome<FormerFile, FormerRefusal>> {
  const found = await inspect(path, LARGEST_FORMER);
  if (!found.ok) return found;
  const { encoding, sha256 } = found.value;
  let layout: FormerLayout | undefined;
  let watch: ReturnType<typeof watchColumns> | undefined;
  let read: ReturnType<typeof formerRows> | undefined;
  const rows: Parameters<typeof formerVisits>[0][number][] = [];
  try {
    for await (const batch of readRecords(path, encoding, undefined)) {
      for (const { line, cells: given, broken } of batch) {
        const cells = given.map(unmarked);
        if (layout === undefined || read === undefined) {
          const laid = formerLayout(cells);
          if (!laid.ok) return laid;
          layout = laid.value;
          watch = watchColumns(layout.titles, layout.places.number === undefined ? [] : [layout.places.number]);
          read = formerRows(layout, offices, services);
          continue;
        }
        if (isBlank(cells) || SAMPLE.test(cells[layout.places.number ?? 0] ?? '')) continue;
        watch?.see(cells);
        if (broken !== undefined) {
          rows.push({ line, number: '', problem: '引用符が正しくないか、行が長すぎます' });
          continue;
        }
        const one = read(line, cells);
        rows.push('row' in one ? one : { line, ...one });
      }
    }
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return refused('undecodable', `${error.line}行目、${ENCODING_NAMES[error.encoding]}`);
  }
  const column = watch?.found(true);
  if (column !== undefined) return refused(column.reason, column.detail);
  if (rows.length === 0) return refused('no_rows');
  return done({ sha256, encoding, rows: rows.length, visits: formerVisits(rows) });
}
