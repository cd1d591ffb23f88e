import type { Encoding } from '../../lib/csv/inspect.ts';
import { readTable } from '../../lib/csv/table.ts';
import { done, type Outcome, refused } from '../../lib/outcome.ts';
import type { Office } from '../../offices/read.ts';
import type { Service } from '../../services/read.ts';
import { watchColumns } from '../watch-columns.ts';
import { formerLayout, SAMPLE } from './columns.ts';
import { type FormerVisit, formerVisits } from './group.ts';
import { formerRows } from './row.ts';
import type { FormerRefusal } from './words.ts';

/** Largest file, in bytes: some hundred thousand rows. */
const LARGEST_FORMER = 20 * 2 ** 20;

/** `phonesMended`: telephones that had lost their leading zero in a spreadsheet. */
type FormerFile = { sha256: string; encoding: Encoding; rows: number; phonesMended: number; visits: FormerVisit[] };

/** Reads a file of reservations whole. Refuses what is no list, lacks a column, or has 個人番号 (番号法 第20条), 申請書ID or passwords in a column. */
export async function readFormer(
  path: string,
  offices: readonly Office[],
  services: readonly Service[],
): Promise<Outcome<FormerFile, FormerRefusal>> {
  const table = await readTable(path, LARGEST_FORMER);
  if (!table.ok) return table;
  const { sha256, encoding, head, rows: given } = table.value;
  const laid = formerLayout(head);
  if (!laid.ok) return laid;
  const { titles, places } = laid.value;
  const watch = watchColumns(titles, places.number === undefined ? [] : [places.number]);
  const read = formerRows(laid.value, offices, services);
  const rows: Parameters<typeof formerVisits>[0][number][] = [];
  let phonesMended = 0;
  for (const { line, cells, broken } of given) {
    if (SAMPLE.test(cells[places.number ?? 0] ?? '')) continue;
    watch.see(cells);
    if (broken) {
      rows.push({ line, number: '', problem: '引用符が正しくないか、行が長すぎます' });
      continue;
    }
    const one = read(line, cells);
    if ('row' in one && one.phoneMended) phonesMended += 1;
    rows.push('row' in one ? { row: one.row } : { line, ...one });
  }
  const column = watch.found(true);
  if (column !== undefined) return refused(column.reason, column.detail);
  if (rows.length === 0) return refused('no_rows');
  return done({ sha256, encoding, rows: rows.length, phonesMended, visits: formerVisits(rows) });
}
