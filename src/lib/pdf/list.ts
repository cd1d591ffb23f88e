import { type Columns, columnsOf, GAP, needsOf, SMALL_PART, TEXT, TICK } from './columns.ts';
import { openSheet, type Sheet } from './fonts.ts';
import { feet, head, rule, SMALL } from './frame.ts';
import type { ListPaper, PaperCell, PaperRow } from './paper.ts';

const LINE = 1.35;
const PAD = 5;
const INK = '#000000';
const HAIR = '#767676';

/** Figures side by side; in a new line where the paper ends. */
function facts({ box, write, width, tags }: Sheet, paper: ListPaper, top: number): number {
  let [x, y] = [box.left, top];
  for (const { term, value } of paper.facts) {
    const wide = Math.max(width(term, SMALL), width(value, 13, 'bold'));
    if (x > box.left && x + wide > box.right) [x, y] = [box.left, y + 34];
    tags.part('P', () => {
      write(term, x, y, SMALL);
      write(value, x, y + 12, 13, 'bold');
    });
    x += wide + 24;
  }
  return paper.facts.length === 0 ? y : y + 36;
}

/** Where columns begin, how wide they are, and how large their texts. */
type Grid = { at: readonly { x: number; width: number }[]; size: number };

const isGroup = (row: PaperRow): row is { group: string } => 'group' in row;
const isGap = (row: PaperRow): row is { gap: true } => 'gap' in row;
const isWide = (row: PaperRow): row is { wide: string } => 'wide' in row;
const isCells = (row: PaperRow): row is readonly PaperCell[] => Array.isArray(row);

/** A sheet that lies as the columns of the list need it, and where they stand on it. */
function openList(paper: ListPaper): { sheet: Sheet; grid: Grid } {
  let columns: Columns | undefined;
  const sheet = openSheet(paper.title, (width) => {
    const needs = needsOf(
      width,
      paper.columns.map((column) => column.head),
      paper.rows.filter(isCells),
    );
    columns = columnsOf(
      needs,
      paper.columns.map((column) => column.width),
    );
    return columns.layout;
  });
  let x = sheet.box.left;
  const at = (columns?.widths ?? []).map((width) => {
    x += width;
    return { x: x - width, width };
  });
  return { sheet, grid: { at, size: columns?.size ?? TEXT } };
}

/** The heads of the columns, each in its own; of more lines than one all stand on the rule. */
function heads(sheet: Sheet, paper: ListPaper, { at, size: of }: Grid, y: number): number {
  const { tags, write, wrap } = sheet;
  const size = of * SMALL_PART;
  const laid = paper.columns.map(({ head: words }, i) => wrap(words, (at[i]?.width ?? 0) - GAP, size));
  const most = Math.max(1, ...laid.map((lines) => lines.length));
  tags.part('TR', () => {
    laid.forEach((lines, i) => {
      const top = y + (most - lines.length) * size * LINE;
      const draw = () => lines.forEach((line, down) => void write(line, at[i]?.x ?? 0, top + down * size * LINE, size));
      tags.part('TH', draw, { scope: 'Column' });
    });
  });
  const end = y + most * size * LINE + 3.5;
  rule(sheet, end, 1);
  return end;
}

type Laid = { lines: { text: string; size: number; bold: boolean }[]; height: number };

function lay({ wrap }: Sheet, cell: PaperCell, width: number, size: number): Laid {
  if (typeof cell === 'string') return { lines: [], height: TICK };
  const bold = cell.bold === true;
  const small = size * SMALL_PART;
  const lines = [
    ...wrap(cell.text, width - GAP, size, bold ? 'bold' : 'regular').map((text) => ({ text, size, bold })),
    ...(cell.sub === undefined || cell.sub === ''
      ? []
      : wrap(cell.sub, width - GAP, small).map((text) => ({ text, size: small, bold: false }))),
  ];
  return { lines, height: lines.reduce((sum, one) => sum + one.size * LINE, 0) };
}

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

/** Where the next line begins, and a new page, with its head, where there is no room for it. */
type Pen = { y: number; room(height: number): void };

function drawRow(sheet: Sheet, pen: Pen, cells: readonly PaperCell[], { at, size }: Grid, over?: number): void {
  const laid = cells.map((cell, i) => lay(sheet, cell, at[i]?.width ?? 0, size));
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

function drawRows(sheet: Sheet, pen: Pen, paper: ListPaper, grid: Grid): void {
  const across: Grid = { ...grid, at: [{ x: sheet.box.left, width: sheet.box.right - sheet.box.left }] };
  for (const row of paper.rows) {
    if (isGroup(row)) drawGroup(sheet, pen, row.group, grid.at.length);
    else if (isGap(row)) {
      pen.y += GAP_HEIGHT;
      rule(sheet, pen.y, 0.5, HAIR);
    } else if (isWide(row)) drawRow(sheet, pen, [{ text: row.wide }], across, grid.at.length);
    else drawRow(sheet, pen, row, grid);
  }
}

/** Draws a list: one table, whatever pages it goes over; the heads that come again on each are said once. */
export function drawList(paper: ListPaper): PDFKit.PDFDocument {
  const { sheet, grid } = openList(paper);
  const { doc, box, tags } = sheet;
  const end = box.bottom - 26;
  const pen: Pen = {
    y: facts(sheet, paper, head(sheet, paper)),
    room: (height) => {
      if (pen.y + height <= end) return;
      doc.addPage();
      tags.aside(() => {
        pen.y = heads(sheet, paper, grid, head(sheet, paper));
      });
    },
  };
  tags.part('Table', () => {
    tags.part('THead', () => {
      pen.y = heads(sheet, paper, grid, pen.y);
    });
    tags.part('TBody', () => drawRows(sheet, pen, paper, grid));
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
