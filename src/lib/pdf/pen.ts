import type { Files, Weight } from './font-files.ts';
import { ownGlyph, shapeIn, signsOf } from './shapes.ts';

/** The part of pdfkit's font that says what it can draw; pdfkit's types leave it out. */
type Inner = {
  _font: {
    font: {
      hasGlyphForCodePoint(code: number): boolean;
      /** What fontkit asks for a character and its selector. */
      _cmapProcessor: { getVariationSelector(code: number, selector: number): number };
    };
  };
};

/** A part of a text that one font draws. */
type Run = { font: string; text: string };

/** What a document's fonts draw a text with, and how wide it is. `files`: those of its language. */
export function penOf(
  doc: PDFKit.PDFDocument,
  files: Files,
): {
  width(text: string, size: number, weight?: Weight): number;
  runs(text: string, weight: Weight): Run[];
} {
  for (const file of Object.values(files).flat()) doc.registerFont(file, file);
  /** Opens a font. fontkit passes over the shapes of its own that stand beside usual ones in one table: they are told it here. */
  const opened = (file: string) => {
    const { font } = (doc.font(file) as unknown as Inner)._font;
    font._cmapProcessor.getVariationSelector = (code, selector) => ownGlyph(file, code, selector);
    return font;
  };
  const known: Record<Weight, Map<string, { font: string; sign: string; unit: number }>> = {
    regular: new Map(),
    bold: new Map(),
  };

  /** Which font draws a character, as what, and how wide it is at size 1. */
  const drawn = (sign: string, weight: Weight) => {
    const found = known[weight].get(sign);
    if (found !== undefined) return found;
    const fonts = files[weight];
    const code = sign.codePointAt(0) ?? 0;
    const usual = String.fromCodePoint(code);
    const made = (sign === usual ? undefined : shapeIn(sign, weight)) ?? {
      font: fonts.find((font) => opened(font).hasGlyphForCodePoint(code)) ?? fonts[0] ?? '',
      sign: usual,
    };
    opened(made.font);
    const measured = { ...made, unit: doc.font(made.font).fontSize(100).widthOfString(made.sign) / 100 };
    known[weight].set(sign, measured);
    return measured;
  };
  const width = (text: string, size: number, weight: Weight = 'regular') => {
    let units = 0;
    for (const sign of signsOf(text)) units += drawn(sign, weight).unit;
    return units * size;
  };

  const runs = (text: string, weight: Weight): Run[] => {
    const parts: Run[] = [];
    for (const one of signsOf(text)) {
      const { font, sign } = drawn(one, weight);
      const last = parts.at(-1);
      if (last?.font === font) last.text += sign;
      else parts.push({ font, text: sign });
    }
    return parts;
  };

  return { width, runs };
}
