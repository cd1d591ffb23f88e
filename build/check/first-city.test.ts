import { expect, test } from 'vitest';
import { namesOfFirst } from './first-city.ts';

test('a name of the first city is told with its line, in any letters; what is true of any city is not', () => {
  const text = '例：支所の窓口\n例：北野総合支所の窓口\n<a href="https://www.city.Kurume.example.jp">';
  expect(namesOfFirst({ file: 'src/a.ts', text }).map((one) => one.split(' ')[0])).toEqual(['src/a.ts:2', 'src/a.ts:3']);
});
