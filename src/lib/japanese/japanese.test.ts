import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigrams, kanaKey, nameKey, personKey } from './keys.ts';
import { printable } from './printable.ts';
import { foldVariants, variantTable } from './variants.ts';
import { foldCode, trimSpaces } from './width.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);

describe('nameKey', () => {
  it.each([
    ['髙橋　﨑', '高橋崎'],
    ['渡邉 太郎', '渡邊太郎'],
    ['渡邊太郎', '渡辺太郎'],
    ['齋藤', '斉藤'],
    ['濵田', '濱田'],
    ['\u{fa19}谷', '神谷'],
    ['葛\u{e0100}城', '葛城'],
    ['佐々木', '佐佐木'],
    ['𠮷田', '吉田'],
    ['ＳＭＩＴＨ　ＪＯＨＮ', 'Smith John'],
    ['アン・マリー', 'ｱﾝ ﾏﾘｰ'],
    ['O’Neil', "O'NEIL"],
    ['三ヶ尻', '三ケ尻'],
  ])('%s is found as %s', (one, other) => expect(nameKey(one)).toBe(nameKey(other)));

  it('keeps apart what is another name', () => {
    expect(nameKey('坂本')).not.toBe(nameKey('阪本'));
    expect(nameKey('園田')).not.toBe(nameKey('薗田'));
  });
});

describe('kanaKey', () => {
  it.each([
    ['ｷｮｳｺ', 'きょうこ'],
    ['ｷﾖｳｺ', 'キョウコ'],
    ['ﾀﾞｲｽｹ', 'だいすけ'],
    ['オータ', 'オオタ'],
    ['ロ−ラ', 'ローラ'],
    ['ﾛ-ﾗ', 'ローラ'],
    ['コータ', 'コウタ'],
    ['ミツヅカ ', 'みつずか'],
    ['カ゛', 'ガ'],
  ])('%s sounds like %s', (one, other) => expect(kanaKey(one)).toBe(kanaKey(other)));
  it('tells ハナ from バナ', () => expect(kanaKey('ハナ')).not.toBe(kanaKey('バナ')));
});

describe('personKey', () => {
  it('is one for one person, however the name was typed', () =>
    expect(personKey(nameKey('髙橋 花子'), '1980-01-02')).toBe(personKey(nameKey('高橋花子'), '1980-01-02')));
  it('is null without a full birth date', () => expect(personKey(nameKey('高橋'), null)).toBeNull());
  it('is sha256 in hex', () => expect(personKey('a', '2000-01-01')).toMatch(/^[0-9a-f]{64}$/));
});

it('bigrams are pairs, each once', () => {
  expect(bigrams('高橋高橋')).toEqual(['高橋', '橋高']);
  expect(bigrams('𠮷')).toEqual(['𠮷']);
  expect(bigrams('')).toEqual([]);
});

it('printable shows 〓 and keeps the codes', () => {
  expect(printable('山\ue000田\ud83d')).toEqual({ text: '山〓田〓', replaced: ['U+E000', 'U+D83D'] });
  expect(printable('葛\u{e0100}𠮷').replaced).toEqual([]);
});

it('codes are read in any width and hyphen', () => {
  expect(foldCode(' Ａ１Ｂ－１２３４５６　')).toBe('A1B-123456');
  for (const hyphen of 'ー‐−―－ｰ–—‑') expect(foldCode(`1${hyphen}2`)).toBe('1-2');
  expect(trimSpaces('　 a b\u200b ')).toBe('a b');
});

it('the table of variants names each kanji once and folds in one step', () => {
  for (const [variant, kept] of variantTable) {
    expect(Array.from(variant), variant).toHaveLength(1);
    expect(variantTable.has(kept), `${variant} → ${kept}`).toBe(false);
    expect(foldVariants(variant)).toBe(kept);
  }
  expect(variantTable.size).toBeGreaterThan(350);
});

describe('keys of any text', () => {
  it('never throw, and a key is its own key', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const key = nameKey(text);
        expect(nameKey(key)).toBe(key);
        expect(kanaKey(kanaKey(text))).toBe(kanaKey(text));
        bigrams(text);
        printable(text);
      }),
      { numRuns: 500 },
    );
  });
  it.each(['𝑚˙', 'm-\u0307', 'か゛', 'e·\u0301'])('%s: what is taken out leaves no mark apart from its letter', (text) => {
    expect([nameKey(nameKey(text)), kanaKey(kanaKey(text))]).toEqual([nameKey(text), kanaKey(text)]);
    expect(nameKey(text).normalize('NFC')).toBe(nameKey(text));
  });
  it('stand two megabytes, NUL and lone surrogates', () => {
    for (const text of [
      '髙'.repeat(700_000),
      '\u0000'.repeat(2_000_000),
      '\ud83d'.repeat(1_000_000),
      '👩‍👩‍👧'.repeat(100_000),
      'ー'.repeat(700_000),
    ])
      expect(typeof nameKey(text)).toBe('string');
  });
});
