import { GETA, type Printable, printable } from '../japanese/printable.ts';
import { removeInvisible } from '../japanese/width.ts';
import { drawable } from './glyphs.ts';
import { drawsShape, signsOf } from './shapes.ts';

const codeOf = (sign: string): string => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A sign and its marks as signs of their own: fonts have them as one. */
const APART = /[^\p{M}][\u0300-\u036f\u3099\u309a]+/gu;
/** Each sign that may lack, with what chooses its drawing. */
const SIGNS = /[^\n -~][\ufe00-\ufe0e\u{e0100}-\u{e01ef}]?/gu;

type OnPaper = Printable & {
  /** Characters of which a shape is asked for that no font of the paper has, each with its codes: `葛 U+845B U+E0100`. */
  shaped: string[];
};

/** A text as paper shows it: what no font of the paper has stands as 〓, its code beside; a chosen shape that none has is the usual one. */
export function paperPrintable(text: string): OnPaper {
  // Most texts have nothing to ask for.
  if (/^[\n -~]*$/u.test(text)) return { text, replaced: [], shaped: [] };
  const shaped: string[] = [];
  const asked = signsOf(text).map((sign) => {
    const [usual = '', shape] = Array.from(sign);
    if (shape === undefined || drawsShape(sign)) return sign;
    // U+FE0F asks for a coloured drawing, which no paper has.
    if (shape !== '\ufe0f') shaped.push(`${usual} ${codeOf(usual)} ${codeOf(shape)}`);
    return usual;
  });
  const plain = removeInvisible(asked.join('').replace(APART, (one) => one.normalize('NFC')));
  const replaced: string[] = [];
  const shown = plain.replace(SIGNS, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    // Of a pair that stands yet a font has the shape.
    if (sign.length > String.fromCodePoint(code).length) return sign;
    if (printable(sign).replaced.length === 0 && drawable(code)) return sign;
    if (/\p{Z}|\p{Cc}/u.test(sign)) return ' ';
    replaced.push(codeOf(sign));
    return GETA;
  });
  return { text: shown, replaced, shaped };
}
