import { FONT_FILES, type Weight } from './font-files.ts';
import { mapOf } from './glyphs.ts';

/** Behind a character, the sign that chooses among its drawings: 葛 and U+E0100. */
const SELECTORS = String.raw`\ufe00-\ufe0f\u{e0100}-\u{e01ef}`;
/** A character, with its selector if it has one. */
const SIGN = new RegExp(`[^${SELECTORS}][${SELECTORS}]?`, 'gsu');

/** A text in parts of one drawing each; a selector that belongs to no character is left out. */
export const signsOf = (text: string): string[] => text.match(SIGN) ?? [];

const keyOf = (code: number, selector: number): string => `${code} ${selector}`;
const fromText = (sign: string): string => Array.from(sign, (one) => one.codePointAt(0) ?? 0).join(' ');

/** Characters and selectors a font draws, by its map of variations (format 14): the glyph, 0 where the usual one is what is asked for. */
function read(path: string): Map<string, number> {
  const shapes = new Map<string, number>();
  const found = mapOf(path, 14);
  if (found === undefined) return shapes;
  const { map, at } = found;
  const code = (place: number) => map.getUint16(place) * 256 + map.getUint8(place + 2);
  for (let n = 0; n < map.getUint32(at + 6); n += 1) {
    const record = at + 10 + n * 11;
    const selector = code(record);
    const [usual, own] = [map.getUint32(record + 3), map.getUint32(record + 7)];
    for (let k = 0; usual !== 0 && k < map.getUint32(at + usual); k += 1) {
      const range = at + usual + 4 + k * 4;
      for (let more = 0; more <= map.getUint8(range + 3); more += 1) shapes.set(keyOf(code(range) + more, selector), 0);
    }
    for (let k = 0; own !== 0 && k < map.getUint32(at + own); k += 1) {
      const mapping = at + own + 4 + k * 5;
      shapes.set(keyOf(code(mapping), selector), map.getUint16(mapping + 3));
    }
  }
  return shapes;
}

const known = new Map<string, Map<string, number>>();

/** The same, each font read once and only when a text asks for a shape. */
function shapesOf(path: string): Map<string, number> {
  const found = known.get(path) ?? read(path);
  known.set(path, found);
  return found;
}

/** A font's own glyph of a character and a selector; 0 where it has none beside the usual one. */
export const ownGlyph = (path: string, code: number, selector: number): number => shapesOf(path).get(keyOf(code, selector)) ?? 0;

/** The font of a weight that draws a sign in the shape it asks for, and the sign as it is given to it; undefined where none does. */
export function shapeIn(sign: string, weight: Weight): { font: string; sign: string } | undefined {
  const key = fromText(sign);
  const font = FONT_FILES[weight].find((file) => shapesOf(file).has(key));
  if (font === undefined) return undefined;
  return { font, sign: shapesOf(font).get(key) === 0 ? String.fromCodePoint(sign.codePointAt(0) ?? 0) : sign };
}

/** Whether paper can show the shape a sign asks for, in both weights. */
export const drawsShape = (sign: string): boolean =>
  shapeIn(sign, 'regular') !== undefined && shapeIn(sign, 'bold') !== undefined;
