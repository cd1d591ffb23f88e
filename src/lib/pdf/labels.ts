import QRCode from 'qrcode';
import { code39 } from '../barcode/code39.ts';
import { openSheet, type Sheet } from './fonts.ts';
import type { Label, LabelsPaper } from './paper.ts';

/** Points of a millimetre. */
const MM = 72 / 25.4;
/** Light modules around a code without which scanners miss it. */
const QUIET = 4;
const PAD = 2 * MM;
const LINE = 1.35;

/** A QR code as squares; returns how wide it is with its quiet zone. */
function drawCode({ doc, tags }: Sheet, text: string, x: number, y: number, side: number): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const unit = side / (modules.size + 2 * QUIET);
  const squares = () => {
    for (let row = 0; row < modules.size; row += 1)
      for (let at = 0; at < modules.size; at += 1)
        if (modules.get(row, at) !== 0) doc.rect(x + (at + QUIET) * unit, y + (row + QUIET) * unit, unit, unit);
    doc.fill('#000000');
  };
  tags.part('Figure', () => tags.content(squares), { alt: 'QRコード' });
}

type Place = { x: number; y: number; width: number; height: number };

/** Where a label is wide enough for bars that every scanner reads, they stand beneath, for scanners that read no QR code. */
const BARS = { width: 60 * MM, height: 7 * MM };

function drawBars({ doc, tags }: Sheet, text: string, { x, y, width, height }: Place): void {
  const { bars, width: modules } = code39(text);
  const narrow = width / modules;
  const strokes = () => {
    for (const bar of bars) doc.rect(x + bar.at * narrow, y, bar.width * narrow, height);
    doc.fill('#000000');
  };
  tags.part('Figure', () => tags.content(strokes), { alt: 'バーコード' });
}

type Line = { text: string; size: number; weight: 'bold' | 'regular' };

const heightOf = (lines: readonly Line[]): number => lines.reduce((sum, { size }) => sum + size * LINE, 0);

/** The lines of a label as they fit its width: those above the large one are broken, the others made smaller; none is cut. */
function linesOf({ width: widthOf, wrap }: Sheet, label: Label, width: number, large: boolean): Line[] {
  const small = large ? 10 : 8;
  const above = (label.above ?? []).flatMap((text) => wrap(text, width, small));
  const fitting = (line: Line): Line => {
    const wide = widthOf(line.text, line.size, line.weight);
    return wide > width ? { ...line, size: (line.size * width) / wide } : line;
  };
  return [
    ...above.map((text): Line => ({ text, size: small, weight: 'regular' })),
    fitting({ text: label.large, size: large ? 17 : 13, weight: 'bold' }),
    ...label.lines.map((text) => fitting({ text, size: small, weight: 'regular' })),
  ].filter(({ text }) => text !== '');
}

/** Lines one beneath the other, in the middle of a place; where they are too many, all are made smaller. */
function drawLines(sheet: Sheet, label: Label, { x, y, width, height }: Place, large: boolean): void {
  const lines = linesOf(sheet, label, width, large);
  const part = Math.min(1, height / heightOf(lines));
  let at = y + (height - heightOf(lines) * part) / 2;
  for (const { text, size, weight } of lines) {
    sheet.write(text, x, at, size * part, weight);
    at += size * part * LINE;
  }
}

/** A label: its QR code at the left, its lines beside it, on a large label its bars beneath. */
function drawLabel(sheet: Sheet, label: Label, { x, y, width, height }: Place): void {
  const large = width >= BARS.width + 2 * PAD;
  const bars = large && label.code !== '' ? BARS.height + PAD / 2 : 0;
  const inside = { x: x + PAD, y: y + PAD, width: width - 2 * PAD, height: height - 2 * PAD };
  const side = label.code === '' ? 0 : inside.height - bars;
  if (label.code !== '') drawCode(sheet, label.code, inside.x, inside.y, side);
  if (bars > 0) drawBars(sheet, label.code, { ...inside, y: inside.y + inside.height - BARS.height, height: BARS.height });
  const beside = side === 0 ? 0 : side + PAD / 2;
  const place = { x: inside.x + beside, y: inside.y, width: inside.width - beside, height: inside.height - bars };
  sheet.tags.part('P', () => drawLines(sheet, label, place, large));
}

/** Draws labels on sheets of A4, row by row, leaving out those at the start that are used already. */
export function drawLabels(paper: LabelsPaper): PDFKit.PDFDocument {
  const sheet = openSheet(paper.title);
  const { across, down, width, height, left, top } = paper.sheet;
  const each = across * down;
  paper.labels.forEach((label, index) => {
    const at = index + paper.skip;
    if (index > 0 && at % each === 0) sheet.doc.addPage();
    const place = at % each;
    drawLabel(sheet, label, {
      x: (left + (place % across) * width + paper.offset.right) * MM,
      y: (top + Math.floor(place / across) * height + paper.offset.down) * MM,
      width: width * MM,
      height: height * MM,
    });
  });
  return sheet.doc;
}
