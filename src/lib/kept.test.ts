import { describe, expect, test } from 'vitest';
import { keepByText, keepOnce, keepSame } from './kept.ts';

describe('what is made anew only from what is not the same', () => {
  /** Says how often it was made, and from what. */
  function maker() {
    let times = 0;
    const make = keepSame(({ list, word, more }: { list: readonly number[]; word: string; more: number | null | undefined }) => {
      times += 1;
      return `${word} ${list.join()} ${more}`;
    });
    return { make, times: () => times };
  }
  const list = [1, 2];

  test('the same list, word and number: made once', () => {
    const { make, times } = maker();
    expect([make({ list, word: 'a', more: 1 }), make({ list, word: 'a', more: 1 })]).toEqual(['a 1,2 1', 'a 1,2 1']);
    expect(times()).toBe(1);
  });
  test.each([
    ['another word', { list, word: 'b', more: 1 }],
    ['another number', { list, word: 'a', more: 2 }],
    ['null', { list, word: 'a', more: null }],
    ['nothing', { list, word: 'a', more: undefined }],
    ['another list of the same numbers', { list: [1, 2], word: 'a', more: 1 }],
    ['words that only look alike together', { list, word: 'a\0', more: 1 }],
  ])('%s: made again, for that', (_what, other) => {
    const { make, times } = maker();
    make({ list, word: 'a', more: 1 });
    expect(make(other)).toBe(`${other.word} 1,2 ${other.more}`);
    expect(times()).toBe(2);
  });
  test('the same in another order of its names is not taken for another', () => {
    const make = keepSame(({ from, to }: { from: string; to: string }) => `${from} to ${to}`);
    expect([make({ from: 'a', to: 'b' }), make({ to: 'a', from: 'b' })]).toEqual(['a to b', 'b to a']);
  });
  test('two that are asked for in turn are made once each', () => {
    const { make, times } = maker();
    for (const word of ['a', 'b', 'a', 'b']) expect(make({ list, word, more: 1 })).toBe(`${word} 1,2 1`);
    expect(times()).toBe(2);
  });
  test('a list that changed is not answered with what the old one gave, again and again', () => {
    const { make } = maker();
    const other = [3];
    expect([list, other, list, other].map((one) => make({ list: one, word: 'a', more: 1 }))).toEqual([
      'a 1,2 1',
      'a 3 1',
      'a 1,2 1',
      'a 3 1',
    ]);
  });
});

test('what follows from a text is made once a text, also where more are asked for than are kept', () => {
  const made: string[] = [];
  const long = keepByText(2, (text) => {
    made.push(text);
    return text.length;
  });
  expect(['a', 'bb', 'a', 'bb', 'ccc', 'ccc', 'a'].map((text) => long(text))).toEqual([1, 2, 1, 2, 3, 3, 1]);
  expect(made).toEqual(['a', 'bb', 'ccc', 'a']);
});

test('[8(3)⑭b] a text longer than any of ours is not kept: what strangers send fills no memory', () => {
  let times = 0;
  const long = keepByText(2, (text) => {
    times += 1;
    return text.length;
  });
  const sent = 'a'.repeat(10_000);
  expect([long(sent), long(sent), times]).toEqual([10_000, 10_000, 2]);
});

test('what is kept for good is loaded once for all who ask; a load that failed is tried anew', async () => {
  let loads = 0;
  const load = keepOnce(async () => {
    loads += 1;
    if (loads === 1) throw new Error('too many open files');
    return loads;
  });
  const first = await Promise.allSettled([load(), load()]);
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await Promise.all([load(), load()])).toEqual([2, 2]);
  expect(await load()).toBe(2);
});
