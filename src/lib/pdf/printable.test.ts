import { expect, test } from 'vitest';
import { GETA } from '../japanese/printable.ts';
import { paperPrintable } from './printable.ts';

test('what no font of the paper has stands as 〓 with its code: kanji of Chinese and Korean names, and letters of other scripts', () => {
  expect(paperPrintable('陈 丠 한')).toEqual({
    text: `${GETA} ${GETA} ${GETA}`,
    replaced: ['U+9648', 'U+4E20', 'U+D55C'],
    shaped: [],
  });
  expect(paperPrintable(`山${String.fromCodePoint(0xe000)}`)).toMatchObject({ text: `山${GETA}`, replaced: ['U+E000'] });
});

test('what a font has stands as it is: rare kanji of names, letters with their marks, dates and signs of the lists', () => {
  const text = '𠮷田 髙﨑 濵德 邉 﨟 José Nguyễn ＋－①〒令和8年11月23日（月）';
  expect(paperPrintable(text)).toEqual({ text, replaced: [], shaped: [] });
});

test('a mark of its own is one with its sign; what nobody sees is left out; a chosen shape stands where a font has it, else it is the usual one and told', () => {
  expect(paperPrintable('か\u3099くし\u3099 Jose\u0301')).toMatchObject({ text: 'がくじ José', replaced: [] });
  expect(paperPrintable('山\u200b川\u00a0花')).toMatchObject({ replaced: [] });
  expect(paperPrintable('葛\u{e0100}城葛\u{e0101}')).toEqual({ text: '葛\u{e0100}城葛\u{e0101}', replaced: [], shaped: [] });
  expect(paperPrintable('葛\u{e01ef}城')).toEqual({ text: '葛城', replaced: [], shaped: ['葛 U+845B U+E01EF'] });
});
