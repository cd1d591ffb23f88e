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
  y: number /** Begins a new page where so much does not fit on this one. */;
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

function table(pen: Pen, of: NonNullable<PaperSection['table']>): void {
  const { sheet } = pen;
  const cells = of.rows.map((row) => row.map((text) => ({ text })));
  const wide = widthsUpright(needsOf(sheet.width, of.columns, cells), TEXT);
  const starts = wide.map((_, at) => sheet.box.left + wide.slice(0, at).reduce((sum, one) => sum + one, 0));
  pen.room(50);
  const { tags } = sheet;
  const heads = () =>
    of.columns.forEach((headed, at) => {
      tags.part('TH', () => sheet.write(headed, starts[at] ?? 0, pen.y, SMALL), { scope: 'Column' });
    });
  tags.part('THead', () => tags.part('TR', heads));
  pen.y += 14;
  rule(sheet, pen.y, 0.75);
  for (const row of of.rows) {
    const wrapped = row.map((cell, at) => sheet.wrap(cell, (wide[at] ?? 0) - GAP, TEXT));
    const height = Math.max(...wrapped.map((cell) => cell.length)) * TEXT * LINE + 4;
    pen.room(height);
    const drawn = () =>
      wrapped.forEach((cell, at) => {
        tags.part('TD', () =>
          cell.forEach((text, line) => void sheet.write(text, starts[at] ?? 0, pen.y + 3 + line * TEXT * LINE, TEXT)),
        );
      });
    tags.part('TR', drawn);
    pen.y += height;
    rule(sheet, pen.y, 0.5, HAIR);
  }
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
  const pen: Pen = {
    sheet,
    y: head(sheet, paper),
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
