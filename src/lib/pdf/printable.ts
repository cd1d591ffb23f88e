import { GETA, type Printable, printable } from '../japanese/printable.ts';
import { removeInvisible } from '../japanese/width.ts';
import { drawable } from './glyphs.ts';

const codeOf = (sign: string): string => `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** A sign and its marks as signs of their own: fonts have them as one. */
const APART = /[^\p{M}][\u0300-\u036f\u3099\u309a]+/gu;
/** A character and the sign behind it that chooses among its drawings: paper has the usual one. */
const SHAPED = /(.)([\ufe00-\ufe0e\u{e0100}-\u{e01ef}])/gu;

type OnPaper = Printable & {
  /** Characters whose own shape was asked for, each with its codes: `葛 U+845B U+E0100`. */
  shaped: string[];
};

/** A text as paper shows it: what no font of the paper has stands as 〓, its code beside; a chosen shape is the usual one. */
export function paperPrintable(text: string): OnPaper {
  // Most texts have nothing to ask for.
  if (/^[\n -~]*$/u.test(text)) return { text, replaced: [], shaped: [] };
  const shaped = Array.from(text.matchAll(SHAPED), ([, sign = '', shape = '']) => `${sign} ${codeOf(sign)} ${codeOf(shape)}`);
  const plain = removeInvisible(
    text
      .replace(SHAPED, '$1')
      .replaceAll('\ufe0f', '')
      .replace(APART, (one) => one.normalize('NFC')),
  );
  const replaced: string[] = [];
  const shown = plain.replace(/[^\n -~]/gu, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (printable(sign).replaced.length === 0 && drawable(code)) return sign;
    if (/\p{Z}|\p{Cc}/u.test(sign)) return ' ';
    replaced.push(codeOf(sign));
    return GETA;
  });
  return { text: shown, replaced, shaped };
}
