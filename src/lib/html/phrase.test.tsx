import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { Phrase } from './phrase.tsx';

const said = (text: string): string => render(<Phrase>{text}</Phrase>);

test('a figure stays with what is said before and behind it: a line breaks before 午後 and 昭和, never behind them', () => {
  for (const [before, figure] of [
    ['午後', '5時'],
    ['午前', '10時'],
    ['昭和', '60年'],
    ['令和', '8年'],
  ] as const)
    expect(said(`${before}${figure}`)).toContain(`${before}\ufeff${figure.slice(0, -1)}\ufeff`);
  expect(said('12月29日')).toBe('12\ufeff月\ufeff29\ufeff日');
});

test('where a text says that a line may break, it may; the text that is copied has no mark but that', () => {
  expect(said('場所と|日にちを|選んでください')).toBe('<span class="phrase">場所と\u200b日にちを\u200b選んでください</span>');
  expect(said('12月2日（水）| 午前9時').replace(/[\u200b\ufeff]/gu, '')).toBe(
    '<span class="phrase">12月2日（水） 午前9時</span>',
  );
});
