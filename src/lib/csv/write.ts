import iconv from 'iconv-lite';
import { GETA } from '../japanese/printable.ts';
import { marked } from './marks.ts';

/** A cell: a number, a text that a spreadsheet must leave as it is, or one that is written byte for byte (`asIs`). */
export type Cell = string | number | null | { asIs: string };

/** A text for programs that know no spreadsheet's marks. Whatever people open in a spreadsheet is safe without it. */
export const asIs = (text: string): Cell => ({ asIs: text });

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  return typeof cell === 'string' ? marked(cell) : cell.asIs;
}

/** One line of a CSV or TSV list, with its line end (CRLF, as Excel writes it). */
export function csvLine(cells: readonly Cell[], delimiter: ',' | '\t' = ','): string {
  const written = cells.map((cell) => {
    const text = cellText(cell);
    return /[",\t\r\n]|^\s|\s$/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${written.join(delimiter)}\r\n`;
}

export type Encoded = {
  body: Buffer;
  /** Characters the encoding does not have, each once, in order of appearance; 〓 stands in their places. */
  lost: string[];
  /** In how many places. */
  lostCount: number;
};

/** Signs that Unicode has twice and CP932 maps from the other one only: the same sign, nothing lost. */
const TWINS: Record<string, string> = {
  '\u301c': '\uff5e',
  '\u2212': '\uff0d',
  '\u2016': '\u2225',
  '\u2014': '\u2015',
  '\u00a2': '\uffe0',
  '\u00a3': '\uffe1',
  '\u00ac': '\uffe2',
  '\u00a6': '\uffe4',
};
/** A kana and its mark as two signs: CP932 has them as one. */
const APART = /.[\u3099\u309a]/gu;
/** iconv-lite makes other characters of these without a word. */
const CHANGED = new Set(['\u00a5', '\u203e']);

const QUESTION = 0x3f;

/** A character as CP932 has it; undefined: it has none. */
function inCp932(sign: string): string | undefined {
  const twin = TWINS[sign] ?? sign;
  return CHANGED.has(twin) || iconv.encode(twin, 'cp932')[0] === QUESTION ? undefined : twin;
}

type ListEncoder = {
  /** The next lines as bytes of the file. */
  encode(lines: string): Buffer;
  /** What was lost so far. */
  lost(): Pick<Encoded, 'lost' | 'lostCount'>;
};

/** For Windows software that reads nothing but CP932. What CP932 lacks is written 〓 and told. */
function cp932Encoder(): ListEncoder {
  const lost = new Set<string>();
  let lostCount = 0;
  // A list has few characters many times: each is looked up once.
  const known = new Map<string, string | undefined>();
  const keep = (sign: string): string => {
    if (!known.has(sign)) known.set(sign, inCp932(sign));
    const same = known.get(sign);
    if (same !== undefined) return same;
    lost.add(sign);
    lostCount += 1;
    // A selector only chooses a drawing: without it the kanji still stands.
    return /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u.test(sign) ? '' : GETA;
  };
  return {
    encode: (lines) =>
      iconv.encode(lines.replace(APART, (pair) => pair.normalize('NFC')).replace(/[^\u0000-\u007f]/gu, keep), 'cp932'),
    lost: () => ({ lost: [...lost], lostCount }),
  };
}

/** Lines as a file, piece by piece: UTF-8 with BOM (Excel needs it), or CP932. A piece holds whole lines. */
export function listEncoder(encoding: 'utf-8' | 'cp932'): ListEncoder {
  if (encoding === 'cp932') return cp932Encoder();
  let begun = false;
  return {
    encode: (lines) => {
      const bytes = Buffer.from(`${begun ? '' : '\ufeff'}${lines.toWellFormed()}`, 'utf8');
      begun = true;
      return bytes;
    },
    lost: () => ({ lost: [], lostCount: 0 }),
  };
}

/** A short list as a file, in UTF-8. */
export const csvFile = (rows: readonly (readonly Cell[])[]): Buffer => encodeList(rows.map((row) => csvLine(row)).join('')).body;

/** A short text as a file. */
export function encodeList(text: string, encoding: 'utf-8' | 'cp932' = 'utf-8'): Encoded {
  const encoder = listEncoder(encoding);
  return { body: encoder.encode(text), ...encoder.lost() };
}
