import { join } from 'node:path';
import PDFDocument from 'pdfkit';
import { ROOT } from '../root.ts';
import { type Tags, tagsOf } from './tags.ts';

export type Weight = 'regular' | 'bold';

const folder = (name: string) => join(ROOT, 'node_modules/@expo-google-fonts', name);
/** BIZ UDGothic lacks some 8,000 kanji that occur in names (𠮷, 﨟); Noto has them. The first font that has a character draws it. */
const FILES: Record<Weight, readonly string[]> = {
  regular: [
    join(folder('biz-udgothic'), '400Regular/BIZUDGothic_400Regular.ttf'),
    join(folder('noto-sans-jp'), '400Regular/NotoSansJP_400Regular.ttf'),
  ],
  bold: [
    join(folder('biz-udgothic'), '700Bold/BIZUDGothic_700Bold.ttf'),
    join(folder('noto-sans-jp'), '700Bold/NotoSansJP_700Bold.ttf'),
  ],
};
const MARGIN = 32;
/** From the top of a line to its baseline, in parts of its size: the same for both fonts, or a name of both stands askew. */
const BASELINE = 0.88;
/** Chooses among drawings of one character. fontkit draws nothing for the pair, so the character is drawn as it is usual. */
const SELECTOR = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;

/** The part of pdfkit's font that says what it can draw; pdfkit's types leave it out. */
type Inner = { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } };

export type Run = { font: string; text: string };

/** A document and the pens that write in it. */
export type Sheet = {
  doc: PDFKit.PDFDocument;
  /** Left, right, top and bottom of what may be printed on, in points. */
  box: { left: number; right: number; top: number; bottom: number };
  /** Points that a text takes in one line. */
  width(text: string, size: number, weight?: Weight): number;
  /** What stands where in the structure a screen reader reads. */
  tags: Tags;
  /** One line, in the part that is open; `y` is its top. */
  write(text: string, x: number, y: number, size: number, weight?: Weight): void;
  /** Breaks a text into lines that fit; Japanese breaks anywhere, numbers and words stay whole where they can. */
  wrap(text: string, most: number, size: number, weight?: Weight): string[];
};

/** Ends of lines that belong to what stands before them. */
const STAYS = /^[、。，．）」』】〉》・ー々]$/u;

export function openSheet(title: string): Sheet {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    autoFirstPage: true,
    lang: 'ja',
    displayTitle: true,
    tagged: true,
    pdfVersion: '1.7',
    info: { Title: title },
  });
  for (const file of Object.values(FILES).flat()) doc.registerFont(file, file);
  const tags = tagsOf(doc);
  const known = new Map<string, { font: string; unit: number }>();

  /** Which font draws a character, and how wide it is at size 1. */
  const drawn = (sign: string, weight: Weight) => {
    const key = `${weight}${sign}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const fonts = FILES[weight];
    const code = sign.codePointAt(0) ?? 0;
    const has = (font: string) => (doc.font(font) as unknown as Inner)._font.font.hasGlyphForCodePoint(code);
    const font = fonts.find(has) ?? fonts[0] ?? '';
    const made = { font, unit: doc.font(font).fontSize(100).widthOfString(sign) / 100 };
    known.set(key, made);
    return made;
  };
  const signs = (text: string) => Array.from(text.replace(SELECTOR, ''));
  const width = (text: string, size: number, weight: Weight = 'regular') =>
    signs(text).reduce((sum, sign) => sum + drawn(sign, weight).unit * size, 0);

  const runs = (text: string, weight: Weight): Run[] => {
    const parts: Run[] = [];
    for (const sign of signs(text)) {
      const { font } = drawn(sign, weight);
      const last = parts.at(-1);
      if (last?.font === font) last.text += sign;
      else parts.push({ font, text: sign });
    }
    return parts;
  };

  return {
    doc,
    box: { left: MARGIN, right: doc.page.width - MARGIN, top: MARGIN, bottom: doc.page.height - MARGIN },
    width,
    tags,
    write: (text, x, y, size, weight = 'regular') =>
      tags.content(() => {
        let at = x;
        for (const run of runs(text, weight)) {
          doc
            .font(run.font)
            .fontSize(size)
            .text(run.text, at, y + size * BASELINE, { lineBreak: false, baseline: 'alphabetic' });
          at += width(run.text, size, weight);
        }
      }),
    wrap: (text, most, size, weight = 'regular') =>
      text.split('\n').flatMap((line) => {
        const lines: string[] = [];
        let now = '';
        for (const word of line.match(/[!-~]+|./gsu) ?? []) {
          const pieces = width(word, size, weight) > most ? Array.from(word) : [word];
          for (const piece of pieces) {
            if (now !== '' && !STAYS.test(piece) && width(now + piece, size, weight) > most) {
              lines.push(now);
              now = piece === ' ' || piece === '　' ? '' : piece;
            } else now += piece;
          }
        }
        return [...lines, now];
      }),
  };
}
