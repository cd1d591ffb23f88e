import { endsInSum, figureColumns } from '../values/numbers.ts';
import { GAP, needsOf, widthsUpright } from './columns.ts';
import { openSheet, type Sheet } from './fonts.ts';
import { feet, head, rule } from './frame.ts';
import type { PaperSection, ReportPaper } from './paper.ts';

const TEXT = 10.5;
const SMALL = 9;
const LINE = 1.5;
const HAIR = '#767676';
const TERM_WIDTH = 110;

type Pen = {
  sheet: Sheet;
  y: number;
  /** What a new page has. */
  whole: number;
  /** What is left of this one. */
  left(): number;
  /** Begins a new page where so much does not fit on this one. */
  room(height: number): void;
};

function lines(pen: Pen, texts: readonly string[], x: number, size: number): void {
  for (const text of texts) {
    pen.room(size * LINE);
    pen.sheet.write(text, x, pen.y, size);
    pen.y += size * LINE;
  }
}

function facts(pen: Pen, paper: ReportPaper): void {
  const { box, tags, wrap, write } = pen.sheet;
  for (const { term, value } of paper.facts) {
    const wrapped = wrap(value, box.right - box.left - TERM_WIDTH, TEXT);
    pen.room(wrapped.length * TEXT * LINE);
    tags.part('P', () => {
      write(term, box.left, pen.y, SMALL);
      lines(pen, wrapped, box.left + TERM_WIDTH, TEXT);
    });
  }
  pen.y += 6;
}

/** What stands beside the lines of a row of a table. */
const PAD = 4;
/** Of a row that no page holds so much stands on this one at least. */
const LEAST_PART = 120;

type Weight = 'regular' | 'bold';
/** Where a column stands; figures stand at its right end. */
type Place = { start: number; width: number; right: boolean };

const startOf = (sheet: Sheet, place: Place | undefined, text: string, size: number, weight: Weight = 'regular'): number =>
  place === undefined ? 0 : place.right ? place.start + place.width - GAP - sheet.width(text, size, weight) : place.start;

/** A row of a table; the rest of one that no page holds is a row of its own on the next. */
function row(pen: Pen, columns: readonly Place[], wrapped: readonly (readonly string[])[], weight: Weight): void {
  const { sheet } = pen;
  const { tags } = sheet;
  const most = Math.max(1, ...wrapped.map((cell) => cell.length));
  const height = most * TEXT * LINE + PAD;
  pen.room(height > pen.whole ? LEAST_PART : height);
  for (let from = 0; from < most; ) {
    // Rounded up a little: what was given room has it, whatever sums of parts come to.
    const count = Math.min(most - from, Math.max(1, Math.floor((pen.left() - PAD) / (TEXT * LINE) + 0.001)));
    const drawn = () =>
      wrapped.forEach((cell, at) => {
        const lines = cell.slice(from, from + count);
        tags.part('TD', () =>
          lines.forEach(
            (text, line) =>
              void sheet.write(
                text,
                startOf(sheet, columns[at], text, TEXT, weight),
                pen.y + 3 + line * TEXT * LINE,
                TEXT,
                weight,
              ),
          ),
        );
      });
    tags.part('TR', drawn);
    pen.y += count * TEXT * LINE + PAD;
    rule(sheet, pen.y, 0.5, HAIR);
    from += count;
    if (from < most) pen.room(pen.whole);
  }
}

function table(pen: Pen, of: NonNullable<PaperSection['table']>): void {
  const { sheet } = pen;
  const cells = of.rows.map((texts) => texts.map((text) => ({ text })));
  const wide = widthsUpright(needsOf(sheet.width, of.columns, cells), TEXT);
  const figures = figureColumns(of.columns, of.rows);
  const columns = wide.map((width, at) => ({
    start: sheet.box.left + wide.slice(0, at).reduce((sum, one) => sum + one, 0),
    width,
    right: figures[at] === true,
  }));
  pen.room(50);
  const { tags } = sheet;
  const heads = () =>
    of.columns.forEach((headed, at) => {
      tags.part('TH', () => sheet.write(headed, startOf(sheet, columns[at], headed, SMALL), pen.y, SMALL), { scope: 'Column' });
    });
  tags.part('THead', () => tags.part('TR', heads));
  pen.y += 14;
  rule(sheet, pen.y, 0.75);
  of.rows.forEach((texts, at) => {
    const sum = endsInSum(of.rows) && at === of.rows.length - 1;
    if (sum) rule(sheet, pen.y, 1.5);
    row(
      pen,
      columns,
      texts.map((cell, column) => sheet.wrap(cell, (wide[column] ?? 0) - GAP, TEXT)),
      sum ? 'bold' : 'regular',
    );
  });
  pen.y += 4;
}

function paragraph(pen: Pen, text: string): void {
  const { sheet } = pen;
  sheet.tags.part('P', () => lines(pen, sheet.wrap(text, sheet.box.right - sheet.box.left, TEXT), sheet.box.left, TEXT));
}

const tabulate = (pen: Pen, of: NonNullable<PaperSection['table']>): void => pen.sheet.tags.part('Table', () => table(pen, of));

/** Draws a report: head and foot on every page, a heading never alone at the end of one. */
export function drawReport(paper: ReportPaper): PDFKit.PDFDocument {
  const sheet = openSheet(paper.title);
  const end = sheet.box.bottom - 26;
  const top = head(sheet, paper);
  const pen: Pen = {
    sheet,
    y: top,
    whole: end - top,
    left: () => end - pen.y,
    room: (height) => {
      if (pen.y + height <= end) return;
      sheet.doc.addPage();
      sheet.tags.aside(() => {
        pen.y = head(sheet, paper);
      });
    },
  };
  facts(pen, paper);
  for (const section of paper.sections) {
    pen.room(64);
    sheet.tags.part('H2', () => sheet.write(section.heading, sheet.box.left, pen.y + 8, 12, 'bold'));
    pen.y += 30;
    if (section.text !== undefined) paragraph(pen, section.text);
    if (section.table === undefined) continue;
    if (section.table.rows.length === 0) lines(pen, [section.table.empty], sheet.box.left, TEXT);
    else tabulate(pen, section.table);
  }
  feet(sheet, paper.foot);
  return sheet.doc;
}
