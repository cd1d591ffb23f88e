// What the manual quotes of the screens (「本日の予約」) must be said by the program: a button that was renamed is told with the page of the manual. What
// stands in brackets, ○ and figures stands for what differs from case to case. It reads words, not where they stand: the training is walked by a test.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

/** Quotes of no screen of ours, each with why. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['文字列', 'Excel'],
  ['Unicode（UTF-8）', 'LibreOffice'],
  ['コンマ', 'the same'],
  ['用紙に合わせる', 'dialogs of printing'],
  ['画面を閉じても、1時間以内に同じブラウザーで戻れば順番は変わりません', 'what staff say on the telephone'],
  ['計算が終わらない', 'what citizens say on the telephone'],
  ['1分ほど待ってから、もう一度ボタンを押してください', 'what staff say on the telephone'],
  ['この方だけ交付済', 'put together of a name that the city gives a status'],
  ['○年のまま残す', 'put together of an amount'],
  ['選択した行の交付状況をまとめて変更する', 'put together of what it is done to'],
  ['一覧の全○件の交付状況をまとめて変更する', 'the same'],
]);

/** The words of the program as one reads them: without markup, values and marks where a line may break. */
export const wordsIn = (source: string): string =>
  source
    .replace(/<\/?[A-Za-z][^<>]*>/gu, '')
    // A value, never an object of texts over several lines.
    .replace(/\$?\{[^{}\n]*\}/gu, '◆')
    .replace(/[\s|\u200b]+/gu, '');

/** Of what a quote is made where what differs is left out: 「（枚数）を発送する」 is を発送する. */
const partsOf = (quote: string): string[] =>
  quote
    .split(/（[^）]*）|○|…|[\d,]+/u)
    .map((part) => part.replace(/\s+/gu, ''))
    .filter((part) => part.length > 1);

/** Quotes of a page of the manual that no screen says. @param said what the program says, by wordsIn and as its source has it */
export const quotesOfNothing = ({ file, text }: { file: string; text: string }, said: readonly string[]): string[] =>
  [...new Set([...text.matchAll(/「([^「」]+)」/gu)].map(([, quote = '']) => quote))]
    .filter((quote) => !OTHERS.has(quote) && partsOf(quote).some((part) => !said.some((words) => words.includes(part))))
    .map((quote) => `${file} quotes 「${quote}」, which the program does not say`);

/** Exceptions that no page quotes any more. */
export const needless = (pages: readonly { text: string }[], others: ReadonlyMap<string, string> = OTHERS): string[] =>
  [...others.keys()]
    .filter((quote) => !pages.some(({ text }) => text.includes(`「${quote}」`)))
    .map((quote) => `「${quote}」 is quoted nowhere: take it out of build/check/manual.ts`);

function main(): number {
  const sources = globSync('src/**/*.{ts,tsx,sql}', { cwd: ROOT })
    .filter((file) => !/\.test\.|\/demo\//u.test(file))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const said = [sources.map(wordsIn).join('\n'), sources.join('\n').replace(/\s+/gu, '')];
  const pages = globSync('docs/manual/*.md', { cwd: ROOT }).map((file) => ({
    file,
    text: readFileSync(join(ROOT, file), 'utf8'),
  }));
  const found = [...pages.flatMap((page) => quotesOfNothing(page, said)), ...needless(pages)];
  for (const line of found) console.error(line);
  console.log(`${pages.length} pages of the manual, ${found.length} wrong`);
  return found.length > 0 || pages.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
