import { unmarked } from '../lib/csv/marks.ts';
import type { CsvRecord } from '../lib/csv/records.ts';
import { cellOf, type Layout, layOut } from './columns.ts';
import { copyLine } from './copy-text.ts';
import { earlierRows } from './earlier-rows.ts';
import { isCard } from './first-line.ts';
import type { Profile } from './profile.ts';
import { type ReasonGroup, reasonTally } from './reasons.ts';
import type { rejectedRows } from './rejected.ts';
import { type RowError, rowReader } from './row.ts';
import { watchColumns } from './watch-columns.ts';
import { hideNumber } from './watch-numbers.ts';
import type { ImportRefusal } from './words.ts';

export type Judged = {
  /** Rows read, without the head. */
  rows: number;
  /** Rows that are good and say something of their own. */
  taken: number;
  /** Rows that say the same as one before them. */
  repeated: number;
  rejected: number;
  /** Cards without a full birthday: staff book them. */
  birthUnknown: number;
  kanaMissing: number;
  /** Lines of delimiters alone: skipped as blank ones are. */
  blank: number;
  /** Telephones that had lost their leading zero in a spreadsheet. */
  phonesMended: number;
  /** Postal codes that had lost theirs. */
  postalsMended: number;
  /** Cards with characters outside Unicode's assigned set (外字). */
  unprintable: number;
  /** Columns the profile names and the file lacks. */
  absent: string[];
  /** Columns of the file that are not taken. */
  unused: string[];
};

export const noRows = (): Judged => ({
  rows: 0,
  taken: 0,
  repeated: 0,
  rejected: 0,
  birthUnknown: 0,
  kanaMissing: 0,
  blank: 0,
  phonesMended: 0,
  postalsMended: 0,
  unprintable: 0,
  absent: [],
  unused: [],
});

/** The counts alone, of what tells more. */
export const countsOf = (told: Judged): Judged => {
  const { rows, taken, repeated, rejected, birthUnknown, kanaMissing, blank, phonesMended, postalsMended, unprintable } = told;
  const { absent, unused } = told;
  return {
    rows,
    taken,
    repeated,
    rejected,
    birthUnknown,
    kanaMissing,
    blank,
    phonesMended,
    postalsMended,
    unprintable,
    absent,
    unused,
  };
};

const BROKEN: Record<NonNullable<CsvRecord['broken']>, string> = {
  'open-quote': '引用符が閉じていません',
  'stray-quote': '引用符の使い方が正しくありません',
  'too-long': '行が長すぎます',
};
/** Nothing but delimiters and spaces, or the sign that DOS put behind a text's end. */
const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell === '' || /^[\s\u001a\u001c]+$/u.test(cell));
const NO_GLYPH = /[\p{Co}\p{Cn}]/u;
/** A column that may not be stored ends the reading this early already. */
const EARLY = 1_000;

/** As much as is told of what a column is called. */
const LONGEST_TITLE = 40;

/** Fields that may be twelve digits and are stored as they stand: one number among others cannot be told there, the column can. */
const AS_IT_STANDS = ['lot', 'serialNo'] as const;

/** Reads records, rejects what is wrong and turns the rest into lines of COPY. One for a pass over a file. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: a pass over a file: the functions inside share what earlier rows said
export function judgeRows(profile: Profile, today: string, rejected: ReturnType<typeof rejectedRows>) {
  const judged = noRows();
  const tally = reasonTally();
  const place = earlierRows();
  let layout: Layout | undefined;
  let read: ReturnType<typeof rowReader> | undefined;
  let watch: ReturnType<typeof watchColumns> | undefined;
  let refusal: { reason: ImportRefusal; detail: string } | undefined;

  function begin(first: readonly string[]): void {
    const found = layOut(profile, first);
    if (!found.ok) {
      refusal = { reason: found.reason, detail: found.detail ?? '' };
      return;
    }
    if (profile.header && isCard(found.value, first)) {
      refusal = { reason: 'first_is_card', detail: '' };
      return;
    }
    layout = found.value;
    judged.absent = layout.absent;
    judged.unused = layout.unused.map((title) => hideNumber(title).slice(0, LONGEST_TITLE));
    rejected.head(layout.titles);
    read = rowReader(profile, layout, today);
    watch = watchColumns(
      layout.titles,
      AS_IT_STANDS.flatMap((field) => layout?.places[field]?.at ?? []),
    );
  }

  function checkColumns(whole: boolean): void {
    refusal = watch?.found(whole) ?? refusal;
  }

  /** What stands in a row where its column, or the columns of a field together, are called so. */
  function said(cells: readonly string[], column: string): string {
    const joined = Object.values(layout?.places ?? {}).find(({ title, at }) => at.length > 1 && title === column);
    return joined === undefined ? (cells[layout?.titles.indexOf(column) ?? -1] ?? '') : cellOf(cells, joined);
  }

  function judge(record: CsvRecord): string | Promise<string> {
    if (layout === undefined || read === undefined) return '';
    const { line, cells } = record;
    const { titles } = layout;
    for (let at = 0; at < cells.length; at += 1) cells[at] = unmarked(cells[at] ?? '');
    if (record.broken === undefined && isBlank(cells)) {
      judged.blank += 1;
      return '';
    }
    judged.rows += 1;
    watch?.see(cells);
    if (judged.rows === EARLY) checkColumns(false);
    const reject = async (errors: readonly RowError[]): Promise<string> => {
      judged.rejected += 1;
      tally.add(line, errors, (column) => said(cells, column));
      await rejected.add(line, errors, cells);
      return '';
    };
    if (record.broken !== undefined) return reject([{ column: '', reason: BROKEN[record.broken] }]);
    const width = titles.length;
    if (cells.length < width || cells.slice(width).some((cell) => cell !== '')) {
      return reject([{ column: '', reason: `列の数が違います（${width}列のはずが${cells.length}列）` }]);
    }
    const found = read(cells);
    if ('errors' in found) return reject(found.errors);
    const { card } = found;
    const text = copyLine(line, 0, card);
    const placed = place({ line, ...card, text: text.slice(text.indexOf('\t')) });
    if (placed === 'repeated') {
      judged.repeated += 1;
      return '';
    }
    if ('reason' in placed) return reject([placed]);
    judged.taken += 1;
    if (card.birthDate === null) judged.birthUnknown += 1;
    if (card.kana === '') judged.kanaMissing += 1;
    if (found.phoneMended) judged.phonesMended += 1;
    if (found.postalMended) judged.postalsMended += 1;
    if (NO_GLYPH.test(card.name)) judged.unprintable += 1;
    return placed.turn === 0 ? text : copyLine(line, placed.turn, card);
  }

  /** The lines of COPY for a file's records, some hundred kilobytes at a time. Ends early where the file is refused. */
  async function* copyLines(batches: AsyncIterable<CsvRecord[]>): AsyncGenerator<Buffer> {
    for await (const batch of batches) {
      let records = batch;
      if (layout === undefined && batch[0] !== undefined) {
        begin(batch[0].cells.map(unmarked));
        if (profile.header) records = batch.slice(1);
      }
      let lines = '';
      for (const record of records) {
        if (refusal !== undefined) return;
        const text = judge(record);
        lines += typeof text === 'string' ? text : await text;
      }
      if (lines !== '') yield Buffer.from(lines);
    }
    checkColumns(true);
    if (refusal === undefined && judged.rows === 0) refusal = { reason: 'no_rows', detail: '' };
  }

  return {
    copyLines,
    judged: (): Judged => judged,
    /** Why rows were not taken. */
    reasons: (): ReasonGroup[] => tally.groups(),
    refusal: () => refusal,
  };
}
