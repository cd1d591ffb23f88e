import { type Columns, columnsOf, GAP, needsOf, SMALL_PART, TEXT } from './columns.ts';
import { heightOf, openSheet, type Sheet } from './fonts.ts';
import { feet, head, rule, SMALL } from './frame.ts';
import { drawRow, type Grid, HAIR, heightOfRow, LINE, layRow, PAD, type Pen } from './list-row.ts';
import type { ListPaper, PaperCell, PaperRow } from './paper.ts';

/** What the head of a page, the heads of its columns and its foot take, about. */
const AROUND = 110;
/** What is kept free above a page's foot. */
const FOOT = 26;

const GAP_HEIGHT = 7;

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

const isGroup = (row: PaperRow): row is { group: string } => 'group' in row;
const isGap = (row: PaperRow): row is { gap: true } => 'gap' in row;
const isWide = (row: PaperRow): row is { wide: string } => 'wide' in row;
const isCells = (row: PaperRow): row is readonly PaperCell[] => Array.isArray(row);

/** A sheet that lies as the columns of the list need it, and where they stand on it. */
function openList(paper: ListPaper): { sheet: Sheet; grid: Grid } {
  let columns: Columns | undefined;
  const sheet = openSheet(paper.title, (measure) => {
    const rows = paper.rows.filter(isCells);
    const needs = needsOf(
      measure.width,
      paper.columns.map((column) => column.head),
      rows,
    );
    columns = columnsOf(
      needs,
      paper.columns.map((column) => column.width),
      ({ layout, size, widths }) =>
        rows.every((row) => heightOfRow(layRow(measure, row, widths, size)) <= heightOf(layout) - AROUND),
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
  const end = box.bottom - FOOT;
  const top = head(sheet, paper);
  const pen: Pen = {
    y: facts(sheet, paper, top),
    left: () => end - pen.y,
    whole: end - top,
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
      const before = pen.y;
      pen.y = heads(sheet, paper, grid, pen.y);
      pen.whole -= pen.y - before;
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
