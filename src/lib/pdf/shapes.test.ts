import { expect, test } from 'vitest';
import { FONT_FILES } from './font-files.ts';
import { openSheet } from './fonts.ts';

type Laid = { _font: { font: { layout(text: string): { glyphs: { id: number }[] } } } };

/** The glyphs that the first font of a weight draws a text with, once a sheet has measured it. */
function glyphsOf(text: string, weight: 'regular' | 'bold'): number[] {
  const { doc, width } = openSheet('');
  width(text, 10, weight);
  const { font } = (doc.font(FONT_FILES[weight][0] ?? '') as unknown as Laid)._font;
  return font.layout(text).glyphs.map(({ id }) => id);
}

test.each(['regular', 'bold'] as const)('a shape that is asked for and that the font has is drawn, %s', (weight) => {
  const [usual] = glyphsOf('葛', weight);
  // The glyph ids stand in the font's map of variations.
  expect(glyphsOf('葛\u{e0100}', weight)).toEqual([11_615]);
  expect(glyphsOf('辻\u{e0100}', weight)).toEqual([11_682]);
  expect(glyphsOf('神\ufe00', weight)).toEqual([8_328]);
  expect(usual).not.toBe(11_615);
  // The usual shape is what this selector asks for; the last is a shape that no font has.
  expect(glyphsOf('葛\u{e0101}', weight)).toEqual([usual]);
  expect(glyphsOf('葛\u{e01ef}', weight)).toEqual([usual]);
});

test('a character and its selector are not parted where a line breaks', () => {
  const { wrap } = openSheet('');
  const lines = wrap('葛\u{e0100}西辻\u{e0100}'.repeat(6), 40, 10);
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).not.toMatch(/^[\u{e0100}-\u{e01ef}]/u);
});
