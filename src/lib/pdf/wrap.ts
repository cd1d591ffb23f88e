import { signsOf } from './shapes.ts';

/** What is never broken over two lines where it fits one: numbers with their counter, words, times, and the parts of a day; of any other text each sign, with what chooses its shape. */
const WORDS =
  /(?:明治|大正|昭和|平成|令和)[0-9元]+年|[0-9]+月[0-9]+日|（[月火水木金土日]）|[!-~]+[棚箱段番件枚年月日時分]?|.[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]?/gsu;

/** Never at the beginning of a line: they belong to what stands before them. */
const STAYS = /^[、。，．）」』】〉》・ー々]$/u;
const SPACE = /^[ \u3000]$/u;

/** A text as it may be broken. */
export const wordsOf = (text: string): string[] => text.match(WORDS) ?? [];

/** The pieces a line is made of: what stands between spaces where each of it fits a line, as the parts of a name do; else words, cut where one is too long. */
function piecesOf(line: string, fits: (text: string) => boolean): string[] {
  const phrases = line.match(/[^ \u3000]+|[ \u3000]/gu) ?? [];
  if (phrases.length > 1 && phrases.every(fits)) return phrases;
  return wordsOf(line).flatMap((word) => (fits(word) ? [word] : signsOf(word)));
}

/** Breaks a text into lines that fit; Japanese breaks anywhere, numbers and words stay whole where they can. */
export function wrapText(text: string, fits: (text: string) => boolean): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let now: string[] = [];
    for (const piece of fits(line) ? [line] : piecesOf(line, fits)) {
      if (now.length === 0 || fits(now.join('') + piece)) {
        now.push(piece);
        continue;
      }
      // What may not begin a line takes the sign before it along.
      const along = STAYS.test(piece) && now.length > 1 ? now.splice(-1) : [];
      lines.push(now.join(''));
      now = [...along, ...(SPACE.test(piece) ? [] : [piece])];
    }
    return [...lines, now.join('')];
  });
}
