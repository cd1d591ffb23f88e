import { expect, test } from 'vitest';
import { leavesOf, unusedOf, wrongOf } from './texts.ts';

const japanese = { start: { title: '予約', says: ['{city}の方', '次へ'], people: { other: '{count}人' } } };
const english = {
  start: { title: 'Booking', says: ['People of {city}'], people: { one: '{count} person', other: '{count} people' } },
};

test('a whole translation is right; lines may be more or fewer', () => {
  expect(wrongOf(japanese, english, { lang: 'en', readings: false })).toEqual([]);
  expect(leavesOf(japanese)).toEqual([
    ['start.title', '予約'],
    ['start.says', '{city}の方\n次へ'],
    ['start.people#other', '{count}人'],
  ]);
});

test('what lacks, is too much, has other places, is too long or lacks a plural is found, each by its way', () => {
  const wrong = (start: object) => wrongOf(japanese, { start }, { lang: 'en', readings: false });
  const { title, says, people } = english.start;
  expect(wrong({ says, people })).toEqual(['start.title lacks']);
  expect(wrong({ title, says, people, more: 'x' })).toEqual(['start.more is too much']);
  expect(wrong({ title, says: ['People of {town}'], people })).toEqual(['start.says has the places {town}, not {city}']);
  expect(wrong({ title: 'x'.repeat(33), says, people })[0]).toContain('start.title is 33 wide, at most 32 fit');
  expect(wrong({ title: ' ', says, people })).toEqual(['start.title is empty']);
  expect(wrong({ title, says, people: { other: '{count} people' } })).toEqual(['start.people#one lacks']);
});

test('a kanji without a reading is found in やさしい日本語', () => {
  const wrong = (title: string) =>
    wrongOf({ start: { title: '予約の番号' } }, { start: { title } }, { lang: 'ja', readings: true });
  expect(wrong('[予約](よやく)の ばんごう')).toEqual([]);
  expect(wrong('[予約](よやく)の 番号')[0]).toContain('start.title has a kanji without a reading');
});

test('a text that no page uses is found', () => {
  const sources = ['const words = useTexts().start; put(words.says, { city }); words.people', 'texts.other.title'];
  expect(unusedOf(japanese, sources)).toEqual(['start.title']);
  expect(unusedOf(japanese, [...sources, 'textsOf(language).start.title'])).toEqual([]);
});
