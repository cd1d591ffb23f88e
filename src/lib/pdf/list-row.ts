import { GAP, SMALL_PART, TICK } from './columns.ts';
import type { Measure, Sheet } from './fonts.ts';
import { rule } from './frame.ts';
import type { PaperCell } from './paper.ts';

/** From line to line, in parts of the size of the letters; what is left free above and beneath a row. */
export const LINE = 1.35;
export const PAD = 5;
const INK = '#000000';
export const HAIR = '#767676';

/** Where columns begin, how wide they are, and how large their texts. */
export type Grid = { at: readonly { x: number; width: number }[]; size: number };

type Laid = { lines: { text: string; size: number; bold: boolean }[]; height: number };

function lay({ wrap }: Measure, cell: PaperCell, width: number, size: number): Laid {
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

export const layRow = (measure: Measure, cells: readonly PaperCell[], widths: readonly number[], size: number): Laid[] =>
  cells.map((cell, i) => lay(measure, cell, widths[i] ?? 0, size));
export const heightOfRow = (laid: readonly Laid[]): number => Math.max(TICK, ...laid.map((one) => one.height)) + 2 * PAD;

/** What sums of heights may differ by. */
const SLACK = 0.01;

/** As many lines of a cell as so much room holds, and those that are left. */
function parted({ lines }: Laid, room: number): [Laid, Laid] {
  let [count, height] = [0, 0];
  for (const { size } of lines) {
    if (height + size * LINE > room + SLACK) break;
    height += size * LINE;
    count += 1;
  }
  return [
    { lines: lines.slice(0, count), height },
    { lines: lines.slice(count), height: lines.slice(count).reduce((sum, one) => sum + one.size * LINE, 0) },
  ];
}

function draw({ doc, tags, write }: Sheet, cell: PaperCell, laid: Laid, x: number, y: number): void {
  // Its head says what is to be ticked.
  if (cell === 'tick') tags.aside(() => doc.rect(x, y, TICK, TICK).lineWidth(1).strokeColor(INK).stroke());
  let at = y;
  for (const { text, size, bold } of laid.lines) {
    write(text, x, at, size, bold ? 'bold' : 'regular');
    at += size * LINE;
  }
}

/** Where the next line begins; a new page, with its head, where there is no room for it; what is left of this page, and what a new one has. */
export type Pen = { y: number; room(height: number): void; left(): number; whole: number };

/** Of a row that no page holds so much stands on this one at least. */
const LEAST_PART = 120;

/** Draws a row; one that no page holds goes on on the next. */
export function drawRow(sheet: Sheet, pen: Pen, cells: readonly PaperCell[], { at, size }: Grid, over?: number): void {
  let laid = layRow(
    sheet,
    cells,
    at.map(({ width }) => width),
    size,
  );
  const height = heightOfRow(laid);
  pen.room(height > pen.whole ? LEAST_PART : height);
  // The rest of a row that no page holds is a row of its own on the next one.
  for (let first = true; ; first = false) {
    const parts = laid.map((one) => parted(one, pen.left() - 2 * PAD));
    const now = parts.map(([part]) => part);
    sheet.tags.part('TR', () => {
      cells.forEach((cell, i) => {
        const one = now[i];
        if (one !== undefined)
          sheet.tags.part(
            'TD',
            () => draw(sheet, first ? cell : 'blank', one, at[i]?.x ?? 0, pen.y + PAD),
            over === undefined ? {} : { columns: over },
          );
      });
    });
    pen.y += heightOfRow(now);
    rule(sheet, pen.y, 0.5, HAIR);
    laid = parts.map(([, rest]) => rest);
    if (laid.every(({ lines }) => lines.length === 0)) return;
    pen.room(pen.whole);
  }
}
