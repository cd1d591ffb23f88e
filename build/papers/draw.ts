import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openSheet, type Sheet } from '../../src/lib/pdf/fonts.ts';
import { feet, rule } from '../../src/lib/pdf/frame.ts';
import { type Block, blocksOf } from './blocks.ts';
import { drawFigure, readFigure } from './figure.ts';

const TEXT = 10;
const CELL = 9;
const LINE = 1.5;
const PAD = 4;
/** Room for a sign that hangs at the end of a line (、。ー). */
const HANG = 6;
const HEADINGS = [17, 13, 11, 10.5];
const FOOT_ROOM = 26;

type Pen = {
  sheet: Sheet;
  y: number /** Begins a new page where so much does not fit on this one. */;
  room(height: number): void;
};
type Table = Extract<Block, { kind: 'table' }>;

/** Widths of columns, together as wide as the sheet: where there is not enough, narrow ones keep theirs and wide ones share what is left. */
export function widthsOf(natural: readonly number[], whole: number): number[] {
  const sum = natural.reduce((all, one) => all + one, 0);
  if (sum <= whole) return natural.map((one) => (one * whole) / sum);
  let [left, wide] = [whole, natural.length];
  for (const one of natural.toSorted((a, b) => a - b)) {
    if (one > left / wide) break;
    left -= one;
    wide -= 1;
  }
  const most = left / wide;
  const roots = natural.reduce((all, one) => all + (one > most ? Math.sqrt(one) : 0), 0);
  return natural.map((one) => (one > most ? (left * Math.sqrt(one)) / roots : one));
}

function row(pen: Pen, cells: readonly string[], wide: readonly number[], isHead: boolean): void {
  const { sheet } = pen;
  const { doc, box } = sheet;
  const weight = isHead ? 'bold' : 'regular';
  const wrapped = wide.map((width, at) => sheet.wrap(cells[at] ?? '', width - 2 * PAD - HANG, CELL, weight));
  const height = Math.max(...wrapped.map((lines) => lines.length)) * CELL * LINE + 2 * PAD;
  if (height > box.bottom - box.top - FOOT_ROOM - 40) throw new Error(`a row is higher than a page: ${cells[0]?.slice(0, 40)}`);
  pen.room(height);
  let x = box.left;
  for (const [at, width] of wide.entries()) {
    doc.lineWidth(0.5).rect(x, pen.y, width, height);
    if (isHead) doc.fillAndStroke('#eeeeee', '#767676');
    else doc.strokeColor('#767676').stroke();
    doc.fillColor('#000000');
    wrapped[at]?.forEach((text, line) => void sheet.write(text, x + PAD, pen.y + PAD + line * CELL * LINE, CELL, weight));
    x += width;
  }
  pen.y += height;
}

function table(pen: Pen, { head, rows }: Table): void {
  const { sheet } = pen;
  const natural = head.map((_, at) =>
    Math.max(
      40,
      ...[head, ...rows].map(
        (cells, line) => sheet.width(cells[at] ?? '', CELL, line === 0 ? 'bold' : 'regular') + 2 * PAD + HANG + 1,
      ),
    ),
  );
  const wide = widthsOf(natural, sheet.box.right - sheet.box.left);
  pen.room(60);
  row(pen, head, wide, true);
  for (const cells of rows) row(pen, cells, wide, false);
  pen.y += 10;
}

function words(pen: Pen, text: string, indent: number, mark = ''): void {
  const { sheet } = pen;
  const lines = sheet.wrap(text, sheet.box.right - sheet.box.left - indent, TEXT);
  lines.forEach((line, at) => {
    pen.room(TEXT * LINE);
    if (at === 0 && mark !== '') sheet.write(mark, sheet.box.left + 2, pen.y, TEXT);
    sheet.write(line, sheet.box.left + indent, pen.y, TEXT);
    pen.y += TEXT * LINE;
  });
}

/** The size of a PNG, as its first part says. */
const sizeOf = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

function picture(pen: Pen, path: string): void {
  const { doc, box } = pen.sheet;
  const whole = box.right - box.left;
  const svg = path.endsWith('.svg') ? readFigure(readFileSync(path, 'utf8')) : undefined;
  const size = svg ?? sizeOf(readFileSync(path));
  const scale = Math.min(whole / size.width, (box.bottom - box.top - 120) / size.height, svg === undefined ? 0.5 : 1);
  const [width, height] = [size.width * scale, size.height * scale];
  pen.room(height + 12);
  if (svg !== undefined) drawFigure(pen.sheet, svg, box.left, pen.y, width);
  else doc.image(path, box.left, pen.y, { width });
  pen.y += height + 12;
}

function block(pen: Pen, one: Block, folder: string): void {
  const { sheet } = pen;
  if (one.kind === 'table') table(pen, one);
  else if (one.kind === 'picture') picture(pen, join(folder, one.file));
  else if (one.kind === 'item') words(pen, one.text, 18, one.mark);
  else if (one.kind === 'code') for (const line of one.lines) words(pen, line, 12);
  else if (one.kind === 'paragraph') {
    words(pen, one.text, 0);
    pen.y += 5;
  } else {
    const size = HEADINGS[one.level - 1] ?? TEXT;
    const lines = sheet.wrap(one.text, sheet.box.right - sheet.box.left, size, 'bold');
    // A heading never stands alone at the foot of a page.
    pen.room(lines.length * size * LINE + 60);
    pen.y += one.level === 1 ? 0 : 8;
    for (const line of lines) {
      sheet.write(line, sheet.box.left, pen.y, size, 'bold');
      pen.y += size * LINE;
    }
    if (one.level === 1) rule(sheet, pen.y, 1.2);
    pen.y += 6;
  }
}

/** The heading of a paper. */
export const titleOf = (markdown: string): string => /^# (.+)$/mu.exec(markdown)?.[1] ?? '';

/**
 * A paper as PDF on A4, each page with the paper's title and the page's number at its foot.
 * @param file the paper's own, from which its pictures are found
 */
export async function drawPaper(markdown: string, file: string): Promise<Buffer> {
  const title = titleOf(markdown);
  const sheet = openSheet(title);
  const { doc, box } = sheet;
  const pen: Pen = {
    sheet,
    y: box.top,
    room: (height) => {
      if (pen.y + height <= box.bottom - FOOT_ROOM) return;
      doc.addPage();
      pen.y = box.top;
    },
  };
  for (const one of blocksOf(markdown)) block(pen, one, dirname(file));
  feet(sheet, title);
  const parts: Uint8Array[] = [];
  return new Promise((resolve, reject) => {
    doc.on('data', (part: Uint8Array) => parts.push(part));
    doc.on('end', () => resolve(Buffer.concat(parts)));
    doc.on('error', reject);
    doc.end();
  });
}
