import { expect, test } from 'vitest';
import { needless, quotesOfNothing, wordsIn } from './manual.ts';

const source = '<Button>{count}件を発送|する</Button> <h1>\n  本日の<b>予約</b></h1>';
const wrong = (text: string) => quotesOfNothing({ file: 'docs/manual/day.md', text }, [wordsIn(source)]);

test('a quote that the program does not say is told with its page; what differs from case to case is left out', () => {
  expect(wrong('「本日の予約」で「（件数）件を発送する」か「3件を発送する」、「文字列」を見ます。')).toEqual([]);
  expect(wrong('「本日の来庁」の「本日の来庁」')).toEqual([
    'docs/manual/day.md quotes 「本日の来庁」, which the program does not say',
  ]);
});

test('an exception that no page needs any more is told', () => {
  const others = new Map([['文字列', 'Excel']]);
  expect(needless([{ text: '「文字列」' }], others)).toEqual([]);
  expect(needless([{ text: '文字列' }], others)).toHaveLength(1);
});
