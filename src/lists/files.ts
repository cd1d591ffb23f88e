import { csvLine, type Encoded, listEncoder } from '../lib/csv/write.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import type { ListPaper, PaperCell, PaperRow } from '../lib/pdf/paper.ts';
import { paperPrintable } from '../lib/pdf/printable.ts';
import { openSpool, type Spool, type Spooled } from '../lib/spool.ts';
import { grouped } from '../lib/values/numbers.ts';
import { openXlsx } from '../lib/xlsx/write.ts';
import { cityNow } from '../site/city.ts';
import type { Line, ListFace } from './list-types.ts';
import { eachLines, type Reading } from './read.ts';
import { differenceWords } from './remember.ts';
import type { Since } from './since.ts';
import { csvValue, glyphNotes, paperText, screenText, xlsxValue } from './values.ts';

/** Rows. More would be 150 sheets and a minute of drawing: a file serves then. */
export const MOST_ON_PAPER = 5_000;

/** Which columns of a list, by their places, and in which order its rows stand. */
type Take = Reading & { list: ListFace };

type Taken<T> = { file: T; rows: number };

const headsOf = ({ list, columns }: Take): string[] => columns.map((at) => list.columns[at]?.head ?? '');

type CsvFile = Pick<Encoded, 'lost' | 'lostCount'> & { body: Spooled };

/** Writes a file into a spool, which is gone where writing it fails. Whoever has it reads or discards it. */
async function spooled(write: (spool: Spool) => Promise<number>): Promise<Taken<Spooled>> {
  const spool = openSpool();
  try {
    const rows = await write(spool);
    return { file: spool.end(), rows };
  } catch (error) {
    spool.discard();
    throw error;
  }
}

/** A list as CSV, CRLF, in UTF-8 with BOM or CP932: one of 300,000 rows holds no more memory than one of ten. */
export async function asCsv(db: Db, take: Take, encoding: 'utf-8' | 'cp932'): Promise<Taken<CsvFile>> {
  const encoder = listEncoder(encoding);
  const { file, rows } = await spooled((spool) => {
    spool.write(encoder.encode(csvLine(headsOf(take))));
    return eachLines(db, take, (lines) => {
      const written = lines.map(({ values }) => csvLine(take.columns.map((at) => csvValue(values[at] ?? null))));
      spool.write(encoder.encode(written.join('')));
    });
  });
  return { file: { body: file, ...encoder.lost() }, rows };
}

/** A list as an Excel workbook, in as little memory. */
export const asXlsx = (db: Db, take: Take): Promise<Taken<Spooled>> =>
  spooled(async (spool) => {
    const book = openXlsx(take.list.title, spool.write);
    await book.row(headsOf(take));
    const rows = await eachLines(db, take, async (lines) => {
      for (const { values } of lines) await book.row(take.columns.map((at) => xlsxValue(values[at] ?? null)));
    });
    await book.end();
    return rows;
  });

/** What stands on a paper besides its rows. `since`: what is different since the print before, where there was one. */
type Printed = { at: Temporal.Instant; by: string; hidden: number; since: Since | undefined };

const hiddenWords = (hidden: number): string =>
  `支援措置の方が${hidden}人います。この一覧には載せていません。権限のある職員に確認してください。`;

/** The columns that stand on paper as such, by their places, each with those beneath it. */
function onPaper({ list, columns }: Take): { at: number; under: number[] }[] {
  const codes = columns.map((at) => list.columns[at]?.code);
  const parentOf = (at: number): string | undefined => {
    const paper = list.columns[at]?.paper;
    // Beneath a column that was not chosen it stands for itself.
    return typeof paper === 'object' && codes.includes(paper.under) ? paper.under : undefined;
  };
  const own = columns.filter((at) => {
    const paper = list.columns[at]?.paper;
    return paper !== 'none' && paper !== 'group' && parentOf(at) === undefined;
  });
  return own.map((at) => ({ at, under: columns.filter((one) => parentOf(one) === list.columns[at]?.code) }));
}

function cellOf({ list }: Take, { values, group }: Line, { at, under }: { at: number; under: number[] }): PaperCell {
  const { bold, written } = list.columns[at] ?? {};
  const text = paperText(values[at] ?? null, group);
  if (written === true && text === '') return 'blank';
  const sub = under.map((one) => paperText(values[one] ?? null, group)).filter((one) => one !== '');
  return { text, ...(sub.length === 0 ? {} : { sub: sub.join('　') }), ...(bold === true ? { bold: true } : {}) };
}

/** Whether rows differ from the print before: then each says so at its beginning. */
const marks = (since: Since | undefined): since is Since => since !== undefined && since.added.length + since.moved.length > 0;

/** ＋ of a row that is new, 変更 with what the print before said of it. */
function markOf(since: Since): (line: Line) => PaperCell {
  const added = new Set(since.added.map(({ key }) => key));
  const moved = new Map(since.moved.map(({ key, changed }) => [key, changed]));
  return ({ key }) => {
    const was = moved.get(key);
    if (was === undefined) return { text: added.has(key) ? '＋' : '', bold: true };
    return { text: '変更', sub: `前回 ${was === '' ? '空欄' : paperPrintable(was).text}`, bold: true };
  };
}

const goneWords = ({ name, was }: Since['dropped'][number]): string => `－　${name}${was === '' ? '' : `　（前回 ${was}）`}`;

/** What stood on the print before and is in the list no more, behind the others. */
const goneRows = (since: Since | undefined): PaperRow[] =>
  since === undefined || since.dropped.length === 0
    ? []
    : [
        { group: `前回の印刷にあり、今回はないもの　${grouped(since.dropped.length)}件` },
        ...since.dropped.map((one) => ({ wide: paperPrintable(goneWords(one)).text })),
      ];

function paperRows(take: Take, lines: readonly Line[], since: Since | undefined): PaperRow[] {
  const { list } = take;
  const columns = onPaper(take);
  const mark = marks(since) ? markOf(since) : undefined;
  const rows: PaperRow[] = [];
  let group: string | undefined;
  let inGroup = 0;
  for (const line of lines) {
    if (line.group !== '' && line.group !== group) {
      rows.push({ group: line.group });
      inGroup = 0;
    } else if (list.gapEvery !== undefined && inGroup > 0 && inGroup % list.gapEvery === 0) rows.push({ gap: true });
    group = line.group;
    inGroup += 1;
    rows.push([
      ...(mark === undefined ? [] : [mark(line)]),
      ...(list.ticks ?? []).map((): PaperCell => line.ticked ?? 'tick'),
      ...columns.map((column) => cellOf(take, line, column)),
    ]);
  }
  return [...rows, ...goneRows(since)];
}

/** The texts that stand on paper, as they are kept. */
const textsOn = (take: Take, lines: readonly Line[]): string[] => {
  const shown = onPaper(take).flatMap(({ at, under }) => [at, ...under]);
  return lines.flatMap(({ values, group }) => [group, ...shown.map((at) => screenText(values[at] ?? null))]);
};

const MARK_WIDTH = 13;
/** Boxes alone are narrow; words in their place are not. */
const widthOfTick = (lines: readonly Line[]): number => (lines.some(({ ticked }) => ticked !== null) ? 10 : 6);

/** How many are done already, by the word that stands in place of their boxes. */
const tickedFacts = (lines: readonly Line[]): ListPaper['facts'] =>
  [...Map.groupBy(lines, ({ ticked }) => ticked?.text ?? '')]
    .filter(([text]) => text !== '')
    .map(([text, done]) => ({ term: text, value: `${grouped(done.length)}件` }));

/** A list on A4 (§8(2)⑨): what it shows as its heading, rows in their order, when printed and by whom on every page. */
export const asPaper = (take: Take, lines: readonly Line[], { at, by, hidden, since }: Printed): ListPaper => ({
  kind: 'list',
  above: `${cityNow().name}　${take.prepared.sentence}`,
  title: take.list.title,
  printed: [`${deskMoment(at)} 印刷　${by}`],
  facts: [
    { term: '件数', value: `${grouped(lines.length)}件` },
    ...tickedFacts(lines),
    ...(since === undefined
      ? []
      : [{ term: `前回の印刷（${deskMoment(since.print.at)}）から`, value: differenceWords(since).join('、') || '変更なし' }]),
  ],
  columns: [
    ...(marks(since) ? [{ head: '前回から', width: MARK_WIDTH }] : []),
    ...(take.list.ticks ?? []).map((head) => ({ head, width: widthOfTick(lines) })),
    ...onPaper(take).map(({ at: one }) => ({
      head: take.list.columns[one]?.head ?? '',
      width: take.list.columns[one]?.width ?? 10,
    })),
  ],
  rows: paperRows(take, lines, since),
  empty: take.list.empty,
  notes: glyphNotes([...textsOn(take, lines), ...(since?.dropped ?? []).map(({ name }) => name)]),
  foot: `${take.list.foot ?? '個人情報です。使い終わったら、細断してください。'}${hidden > 0 ? hiddenWords(hidden) : ''}`,
});
