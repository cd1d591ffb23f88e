import { expect, test } from 'vitest';
import { translations } from '../src/languages/index.ts';
import { ja } from '../src/languages/ja/index.ts';
import { factsOf } from '../src/languages/languages.ts';
import { pageFrom, rowsOf } from './texts.ts';

test('what a translator was handed comes back as the same catalogue', () => {
  for (const [language, { texts }] of translations().filter(([code]) => code === 'en' || code === 'easy')) {
    const { lang } = factsOf(language);
    const { pluralCategories } = new Intl.PluralRules(lang).resolvedOptions();
    const rows = new Map(rowsOf(lang, texts).map(([key, , own]) => [key, own === '∅' ? '' : own]));
    for (const [page, japanese] of Object.entries(ja))
      expect(pageFrom(japanese, page, rows, pluralCategories)).toEqual(texts[page as keyof typeof texts]);
  }
});

test('a page that lacks a text is left out; a text by number has a row for each plural', () => {
  const japanese = { title: '予約', people: { other: '{count}人' } };
  const rows = new Map([
    ['x.title', 'Booking'],
    ['x.people#one', '{count} person'],
  ]);
  expect(pageFrom(japanese, 'x', rows, ['one', 'other'])).toBeUndefined();
  rows.set('x.people#other', '{count} people');
  expect(pageFrom(japanese, 'x', rows, ['one', 'other'])).toEqual({
    title: 'Booking',
    people: { one: '{count} person', other: '{count} people' },
  });
  expect(rowsOf('en', {}).filter(([key]) => key.startsWith('soFar.people'))).toEqual([
    ['soFar.people#one', '{count}人', ''],
    ['soFar.people#other', '{count}人', ''],
  ]);
});
