import { SaxesParser } from 'saxes';
import type { Sheet } from '../../src/lib/pdf/fonts.ts';

/** A shape of a drawing: what stands in docs/papers/figures is made of these alone. */
type Shape = { name: 'rect' | 'line' | 'text'; attributes: Readonly<Record<string, string>>; words: string };
type Figure = { width: number; height: number; shapes: readonly Shape[] };

const KNOWN = new Set(['rect', 'line', 'text']);
const isKnown = (name: string): name is Shape['name'] => KNOWN.has(name);

/** Reads an SVG of boxes, lines and texts. @throws for a shape that it does not know: a drawing never lacks one unsaid */
export function readFigure(svg: string): Figure {
  const shapes: Shape[] = [];
  let [size, aside, now] = ['', 0, undefined as Shape | undefined];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const plain = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, String(value)]));
    if (name === 'svg') size = plain['viewBox'] ?? '';
    else if (name === 'defs' || name === 'title' || aside > 0) aside += 1;
    else if (isKnown(name)) {
      now = { name, attributes: plain, words: '' };
      shapes.push(now);
    } else throw new Error(`a drawing holds <${name}>, which is not drawn on paper`);
  });
  parser.on('text', (text) => {
    if (now !== undefined && aside === 0 && text.trim() !== '') now.words += text;
  });
  parser.on('closetag', ({ name }) => {
    if (aside > 0) aside -= 1;
    else if (isKnown(name)) now = undefined;
  });
  parser.write(svg).close();
  const [, , width = 0, height = 0] = size.split(' ').map(Number);
  if (width === 0 || height === 0) throw new Error('a drawing does not say its size');
  return { width, height, shapes };
}

const HEAD = 7;

/** The head of an arrow at (x, y), which comes from (fromX, fromY). */
function arrow({ doc }: Sheet, x: number, y: number, fromX: number, fromY: number): void {
  const turn = Math.atan2(y - fromY, x - fromX);
  const corner = (side: number): [number, number] => [x - HEAD * Math.cos(turn + side), y - HEAD * Math.sin(turn + side)];
  doc.polygon([x, y], corner(0.45), corner(-0.45)).fill('#333333');
}

/** Draws a figure with its corner at (left, top), as wide as asked. */
export function drawFigure(sheet: Sheet, { width: whole, shapes }: Figure, left: number, top: number, width: number): void {
  const { doc } = sheet;
  const scale = width / whole;
  for (const { name, attributes, words } of shapes) {
    const at = (key: string): number => Number(attributes[key] ?? 0) * scale;
    const [dash, stroke] = [attributes['stroke-dasharray'], attributes['stroke'] ?? 'none'];
    doc.lineWidth(0.9);
    if (dash === undefined) doc.undash();
    else doc.dash(4, { space: 3 });
    if (name === 'rect') {
      doc.rect(left + at('x'), top + at('y'), at('width'), at('height'));
      if (stroke === 'none') doc.fill(attributes['fill'] ?? '#ffffff');
      else doc.fillAndStroke(attributes['fill'] ?? '#ffffff', stroke);
    } else if (name === 'line') {
      const [x1, y1, x2, y2] = [left + at('x1'), top + at('y1'), left + at('x2'), top + at('y2')];
      doc.moveTo(x1, y1).lineTo(x2, y2).strokeColor('#333333').stroke().undash();
      if (attributes['marker-end'] !== undefined) arrow(sheet, x2, y2, x1, y1);
      if (attributes['marker-start'] !== undefined) arrow(sheet, x1, y1, x2, y2);
    } else {
      const size = at('font-size');
      const anchor = { middle: 0.5, end: 1 }[attributes['text-anchor'] ?? ''] ?? 0;
      doc.fillColor('#000000');
      sheet.write(words, left + at('x') - sheet.width(words, size) * anchor, top + at('y') - size * 0.88, size);
    }
  }
  doc.undash().fillColor('#000000');
}
