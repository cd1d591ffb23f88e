import { openSheet, type Sheet } from './fonts.ts';
import type { ListPaper, PaperCell, PaperColumn, PaperRow } from './paper.ts';

const TEXT = 10.5;
const SMALL = 8.5;
const LINE = 1.35;
const PAD = 5;
const TICK = 14;
const GAP = 6;
const INK = '#000000';
const HAIR = '#767676';

/** A line across the sheet. */
export const rule = ({ doc, box, tags }: Sheet, y: number, weight: number, colour = INK) =>
  tags.aside(() => doc.moveTo(box.left, y).lineTo(box.right, y).lineWidth(weight).strokeColor(colour).stroke());

/** Head of a page: whose list, what, when printed. Returns where the page goes on. */
export function head(sheet: Sheet, paper: Pick<ListPaper, 'above' | 'title' | 'printed'>): number {
  const { box, width, write, wrap, tags } = sheet;
  const printedWidth = Math.max(0, ...paper.printed.map((line) => width(line, 9)));
  write(paper.above, box.left, box.top, 9);
  const lines = wrap(paper.title, box.right - box.left - printedWidth - 16, 16, 'bold');
  tags.part('H1', () => lines.forEach((line, i) => void write(line, box.left, box.top + 13 + i * 20, 16, 'bold')));
  paper.printed.forEach((line, i) => void write(line, box.right - width(line, 9), box.top + 6 + i * 13, 9));
  const y = box.top + 13 + Math.max(lines.length * 20, 20) + 4;
  rule(sheet, y, 1.5);
  return y + 8;
}

function facts({ box, write, width, tags }: Sheet, paper: ListPaper, y: number): number {
  let x = box.left;
  for (const { term, value } of paper.facts) {
    tags.part('P', () => {
      write(term, x, y, SMALL);
      write(value, x, y + 12, 13, 'bold');
    });
    x += Math.max(width(term, SMALL), width(value, 13, 'bold')) + 24;
  }
  return paper.facts.length === 0 ? y : y + 36;
}

/** Where columns begin, and how wide they are. */
function places({ box }: Sheet, columns: readonly PaperColumn[]): { x: number; width: number }[] {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  let x = box.left;
  return columns.map(({ width }) => {
    const place = { x, width: ((box.right - box.left) * width) / all };
    x += place.width;
    return place;
  });
}

function heads(sheet: Sheet, paper: ListPaper, at: { x: number; width: number }[], y: number): number {
  const { tags, write } = sheet;
  tags.part('TR', () => {
    paper.columns.forEach(({ head: words }, i) => {
      tags.part('TH', () => write(words, at[i]?.x ?? 0, y, SMALL), { scope: 'Column' });
    });
  });
  rule(sheet, y + 15, 1);
  return y + 15;
}

type Laid = { lines: { text: string; size: number; bold: boolean }[]; height: number };

function lay({ wrap }: Sheet, cell: PaperCell, width: number): Laid {
  if (typeof cell === 'string') return { lines: [], height: TICK };
  const bold = cell.bold === true;
  const lines = [
    ...wrap(cell.text, width - GAP, TEXT, bold ? 'bold' : 'regular').map((text) => ({ text, size: TEXT, bold })),
    ...(cell.sub === undefined || cell.sub === ''
      ? []
      : wrap(cell.sub, width - GAP, SMALL).map((text) => ({ text, size: SMALL, bold: false }))),
  ];
  return { lines, height: lines.reduce((sum, { size }) => sum + size * LINE, 0) };
}

const isGroup = (row: PaperRow): row is { group: string } => 'group' in row;
const isGap = (row: PaperRow): row is { gap: true } => 'gap' in row;
const isWide = (row: PaperRow): row is { wide: string } => 'wide' in row;
const GAP_HEIGHT = 7;

function draw({ doc, tags, write }: Sheet, cell: PaperCell, laid: Laid, x: number, y: number): void {
  // Its head says what is to be ticked.
  if (cell === 'tick') tags.aside(() => doc.rect(x, y, TICK, TICK).lineWidth(1).strokeColor(INK).stroke());
  let at = y;
  for (const { text, size, bold } of laid.lines) {
    write(text, x, at, size, bold ? 'bold' : 'regular');
    at += size * LINE;
  }
}

/** Foot of every page, once it is known how many there are. */
export function feet(sheet: Sheet, foot: string): void {
  const { doc, box, width, write, tags } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    rule(sheet, box.bottom - 18, 1);
    const number = `${page + 1}／${count} ページ`;
    tags.aside(() => {
      write(foot, box.left, box.bottom - 13, SMALL);
      write(number, box.right - width(number, SMALL), box.bottom - 13, SMALL);
    });
  }
}

/** Where the next line begins, and a new page, with its head, where there is no room for it. */
type Pen = { y: number; room(height: number): void };

function drawRow(
  sheet: Sheet,
  pen: Pen,
  cells: readonly PaperCell[],
  at: readonly { x: number; width: number }[],
  over?: number,
): void {
  const laid = cells.map((cell, i) => lay(sheet, cell, at[i]?.width ?? 0));
  const height = Math.max(TICK, ...laid.map((one) => one.height)) + 2 * PAD;
  pen.room(height);
  sheet.tags.part('TR', () => {
    cells.forEach((cell, i) => {
      const one = laid[i];
      if (one !== undefined)
        sheet.tags.part(
          'TD',
          () => draw(sheet, cell, one, at[i]?.x ?? 0, pen.y + PAD),
          over === undefined ? {} : { columns: over },
        );
    });
  });
  pen.y += height;
  rule(sheet, pen.y, 0.5, HAIR);
}

/** A heading of the rows that follow; it never stands alone at the foot of a page. */
function drawGroup(sheet: Sheet, pen: Pen, group: string, columns: number): void {
  pen.room(64);
  const { box, tags, write } = sheet;
  tags.part('TR', () => tags.part('TH', () => write(group, box.left, pen.y + 8, 11, 'bold'), { scope: 'Row', columns }));
  pen.y += 27;
  rule(sheet, pen.y, 0.75);
}

function drawRows(sheet: Sheet, pen: Pen, paper: ListPaper, at: readonly { x: number; width: number }[]): void {
  const across = [{ x: sheet.box.left, width: sheet.box.right - sheet.box.left }];
  for (const row of paper.rows) {
    if (isGroup(row)) drawGroup(sheet, pen, row.group, at.length);
    else if (isGap(row)) {
      pen.y += GAP_HEIGHT;
      rule(sheet, pen.y, 0.5, HAIR);
    } else if (isWide(row)) drawRow(sheet, pen, [{ text: row.wide }], across, at.length);
    else drawRow(sheet, pen, row, at);
  }
}

/** Draws a list: one table, whatever pages it goes over; the heads that come again on each are said once. */
export function drawList(paper: ListPaper): PDFKit.PDFDocument {
  const sheet = openSheet(paper.title);
  const { doc, box, tags } = sheet;
  const at = places(sheet, paper.columns);
  const end = box.bottom - 26;
  const pen: Pen = {
    y: facts(sheet, paper, head(sheet, paper)),
    room: (height) => {
      if (pen.y + height <= end) return;
      doc.addPage();
      tags.aside(() => {
        pen.y = heads(sheet, paper, at, head(sheet, paper));
      });
    },
  };
  tags.part('Table', () => {
    tags.part('THead', () => {
      pen.y = heads(sheet, paper, at, pen.y);
    });
    tags.part('TBody', () => drawRows(sheet, pen, paper, at));
  });
  if (paper.rows.length === 0) sheet.write(paper.empty, box.left, pen.y + 10, TEXT);
  for (const line of (paper.notes ?? []).flatMap((note) => sheet.wrap(note, box.right - box.left, SMALL))) {
    pen.room(SMALL * LINE + PAD);
    sheet.write(line, box.left, pen.y + PAD, SMALL);
    pen.y += SMALL * LINE;
  }
  feet(sheet, paper.foot);
  return doc;
}
