import { expect, test } from 'vitest';
import { marked } from './marked.ts';

const shown = (text: string, other: string): string =>
  marked(text, other)
    .map((stretch) => (stretch.differs ? `[${stretch.text}]` : stretch.text))
    .join('');

test.each([
  ['髙橋 桜', '高橋 桜', '[髙]橋 桜'],
  ['田中 花子', '山田 花子', '田[中] 花子'],
  ['山田 花子', '田中 花子', '[山]田 花子'],
  ['鈴木 花子', '鈴木 花子', '鈴木 花子'],
  ['鈴木 花子', '', '[鈴木 花子]'],
  ['', '鈴木', ''],
  ['𠮷田', '吉田', '[𠮷]田'],
  ['昭和22年3月8日', '昭和22年3月9日', '昭和22年3月[8]日'],
])('%s beside %s: %s', (text, other, words) => expect(shown(text, other)).toBe(words));

test('what is too long to compare is marked as one', () => {
  expect(marked('あ'.repeat(300), 'い')).toEqual([{ text: 'あ'.repeat(300), differs: true }]);
});
