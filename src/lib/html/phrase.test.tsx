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

test('what a city wrote inside a sentence may break where a reader breathes, so that no closing bracket is left for the next line', () => {
  const parts = (text: string) =>
    said(`「${text}」を|お読みください`)
      .replace(/<[^>]*>/gu, '')
      .split('\u200b');
  expect(parts('カードはご本人に直接お渡しします')).toEqual(['「カードは', 'ご本人に', '直接お渡しします」を', 'お読みください']);
  expect(parts('本人確認書類は、期限が切れていない原本をお持ちください')).toEqual([
    '「本人確認書類は、',
    '期限が',
    '切れていない',
    '原本を',
    'お持ちください」を',
    'お読みください',
  ]);
  // Compounds stay whole, and so does what is short or another language's.
  expect(parts('成年後見人')).toEqual(['「成年後見人」を', 'お読みください']);
  expect(parts('Please bring your Residence Card')[0]).toBe('「Please bring your Residence Card」を');
});

test('no word is parted behind the kana within it; behind a particle and behind the end of a word a line may break', () => {
  const parts = (text: string) =>
    said(`${text}|です`)
      .replace(/<[^>]*>/gu, '')
      .split('\u200b')
      .slice(0, -1);
  expect(parts('ウェブ予約の確認・変更・取り消し')).toEqual(['ウェブ予約の', '確認・変更・取り消し']);
  expect(parts('受け取り場所を申し込み書に記入')).toEqual(['受け取り場所を', '申し込み書に', '記入']);
  expect(parts('引っ越した方は数か月以内に立ち会い')).toEqual(['引っ越した', '方は', '数か月以内に', '立ち会い']);
  expect(parts('必要な書類は窓口で見る方も必ず持参')).toEqual(['必要な', '書類は', '窓口で', '見る', '方も', '必ず', '持参']);
});

test('an example and a length stay with the word before them', () => {
  expect(said('例：4月|5日')).toContain('：\ufeff4');
  expect(said('1人で|20分')).toContain('で\u200b20');
});
