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
export const rule = ({ doc, box }: Sheet, y: number, weight: number, colour = INK) =>
  doc.moveTo(box.left, y).lineTo(box.right, y).lineWidth(weight).strokeColor(colour).stroke();

/** Head of a page: whose list, what, when printed. Returns where the page goes on. */
export function head(sheet: Sheet, paper: Pick<ListPaper, 'above' | 'title' | 'printed'>): number {
  const { box, width, write, wrap } = sheet;
  const printedWidth = Math.max(0, ...paper.printed.map((line) => width(line, 9)));
  write(paper.above, box.left, box.top, 9);
  const lines = wrap(paper.title, box.right - box.left - printedWidth - 16, 16, 'bold');
  lines.forEach((line, i) => void write(line, box.left, box.top + 13 + i * 20, 16, 'bold'));
  paper.printed.forEach((line, i) => void write(line, box.right - width(line, 9), box.top + 6 + i * 13, 9));
  const y = box.top + 13 + Math.max(lines.length * 20, 20) + 4;
  rule(sheet, y, 1.5);
  return y + 8;
}

function facts({ box, write, width }: Sheet, paper: ListPaper, y: number): number {
  let x = box.left;
  for (const { term, value } of paper.facts) {
    write(term, x, y, SMALL);
    write(value, x, y + 12, 13, 'bold');
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
  paper.columns.forEach(({ head: words }, i) => void sheet.write(words, at[i]?.x ?? 0, y, SMALL));
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

function draw({ doc, write }: Sheet, cell: PaperCell, laid: Laid, x: number, y: number): void {
  if (cell === 'tick') doc.rect(x, y, TICK, TICK).lineWidth(1).strokeColor(INK).stroke();
  let at = y;
  for (const { text, size, bold } of laid.lines) {
    write(text, x, at, size, bold ? 'bold' : 'regular');
    at += size * LINE;
  }
}

/** Foot of every page, once it is known how many there are. */
export function feet(sheet: Sheet, foot: string): void {
  const { doc, box, width, write } = sheet;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    rule(sheet, box.bottom - 18, 1);
    write(foot, box.left, box.bottom - 13, SMALL);
    const number = `${page + 1}／${count} ページ`;
    write(number, box.right - width(number, SMALL), box.bottom - 13, SMALL);
  }
}

/** Draws a list. */
export function drawList(paper: ListPaper): PDFKit.PDFDocument {
  const sheet = openSheet(paper.title);
  const { doc, box } = sheet;
  const at = places(sheet, paper.columns);
  const across = [{ x: box.left, width: box.right - box.left }];
  const end = box.bottom - 26;
  let y = heads(sheet, paper, at, facts(sheet, paper, head(sheet, paper)));
  const makeRoom = (height: number) => {
    if (y + height <= end) return;
    doc.addPage();
    y = heads(sheet, paper, at, head(sheet, paper));
  };
  if (paper.rows.length === 0) sheet.write(paper.empty, box.left, y + 10, TEXT);
  for (const row of paper.rows) {
    if (isGroup(row)) {
      // A heading never stands alone at the foot of a page.
      makeRoom(64);
      sheet.write(row.group, box.left, y + 8, 11, 'bold');
      y += 27;
      rule(sheet, y, 0.75);
      continue;
    }
    if (isGap(row)) {
      y += GAP_HEIGHT;
      rule(sheet, y, 0.5, HAIR);
      continue;
    }
    const [cells, spots] = isWide(row) ? [[{ text: row.wide }], across] : [row, at];
    const laid = cells.map((cell, i) => lay(sheet, cell, spots[i]?.width ?? 0));
    const height = Math.max(TICK, ...laid.map((one) => one.height)) + 2 * PAD;
    makeRoom(height);
    cells.forEach((cell, i) => {
      const one = laid[i];
      if (one !== undefined) draw(sheet, cell, one, spots[i]?.x ?? 0, y + PAD);
    });
    y += height;
    rule(sheet, y, 0.5, HAIR);
  }
  for (const line of (paper.notes ?? []).flatMap((note) => sheet.wrap(note, box.right - box.left, SMALL))) {
    makeRoom(SMALL * LINE + PAD);
    sheet.write(line, box.left, y + PAD, SMALL);
    y += SMALL * LINE;
  }
  feet(sheet, paper.foot);
  return doc;
}
