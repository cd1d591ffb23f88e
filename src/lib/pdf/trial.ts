import { code39 } from '../barcode/code39.ts';
import { openSheet, type Sheet } from './fonts.ts';
import type { TrialPaper } from './paper.ts';

const MM = 72 / 25.4;
const LINE = 1.5;

/** A ruler from a point to the right or downwards: a tick every millimetre, a longer one every five, a number every ten. */
function ruler({ doc, write }: Sheet, x: number, y: number, length: number, down: boolean): void {
  for (let mm = 0; mm <= length; mm += 1) {
    const tick = mm % 10 === 0 ? 5 : mm % 5 === 0 ? 3.5 : 2;
    const [at, end] = [mm * MM, tick * MM];
    if (down)
      doc
        .moveTo(x, y + at)
        .lineTo(x + end, y + at)
        .stroke();
    else
      doc
        .moveTo(x + at, y)
        .lineTo(x + at, y + end)
        .stroke();
    if (mm % 10 === 0) write(String(mm), down ? x + 5.5 * MM : x + at + 1, down ? y + at - 4 : y + 5.2 * MM, 7);
  }
}

function barcode({ doc, tags, write }: Sheet, code: string, x: number, y: number): void {
  const narrow = 0.33 * MM;
  const strokes = () => {
    for (const { at, width } of code39(code).bars) doc.rect(x + at * narrow, y, width * narrow, 15 * MM).fill('#000000');
  };
  tags.part('Figure', () => tags.content(strokes), { alt: 'バーコード' });
  write(code, x + 10 * narrow, y + 16 * MM, 10);
}

/** The frames of a sheet of labels, each with its number: held against a real sheet they must lie on its cuts. */
function labels(sheet: Sheet, { across, down, width, height, left, top }: NonNullable<TrialPaper['labels']>): void {
  const { doc, write } = sheet;
  for (let row = 0; row < down; row += 1)
    for (let column = 0; column < across; column += 1) {
      const [x, y] = [(left + column * width) * MM, (top + row * height) * MM];
      doc.rect(x, y, width * MM, height * MM).stroke();
      const [middle, centre] = [x + (width * MM) / 2, y + (height * MM) / 2];
      doc
        .moveTo(middle - 6, centre)
        .lineTo(middle + 6, centre)
        .moveTo(middle, centre - 6)
        .lineTo(middle, centre + 6)
        .stroke();
      write(String(row * across + column + 1), x + 4 * MM, y + 4 * MM, 10);
    }
}

/** Draws a page that shows whether a printer prints at its true size, what is cut at the edges, and whether the characters are right. */
export function drawTrial(paper: TrialPaper): PDFKit.PDFDocument {
  const sheet = openSheet(paper.title);
  const { doc, write, wrap, tags } = sheet;
  doc.lineWidth(0.4).strokeColor('#000000');
  const { labels: frames } = paper;
  if (frames !== undefined) {
    tags.aside(() => labels(sheet, frames));
    return doc;
  }
  const left = 30 * MM;
  tags.part('H1', () => write(paper.title, left, 17 * MM, 18, 'bold'));
  tags.aside(() => {
    // 5 and 10 mm from each edge.
    for (const edge of [5, 10])
      doc.rect(edge * MM, edge * MM, doc.page.width - 2 * edge * MM, doc.page.height - 2 * edge * MM).stroke();
    ruler(sheet, left, 35 * MM, 150, false);
    ruler(sheet, 12 * MM, 35 * MM, 200, true);
  });
  let y = 55 * MM;
  for (const { text, size } of paper.lines) {
    tags.part('P', () => {
      for (const line of wrap(text, doc.page.width - left - 20 * MM, size)) {
        write(line, left, y, size);
        y += size * LINE;
      }
    });
    y += size * 0.5;
  }
  if (paper.code !== undefined) barcode(sheet, paper.code, left, y + 4 * MM);
  return doc;
}
