import { signsOf } from './shapes.ts';

/** What is never broken over two lines where it fits one: numbers with their counter, words, times, and the parts of a day; of any other text each sign, with what chooses its shape. */
const WORDS =
  /(?:明治|大正|昭和|平成|令和)[0-9元]+年|[0-9]+月[0-9]+日|（[月火水木金土日]）|[!-~]+[棚箱段番件枚年月日時分]?|.[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]?/gsu;

/** Never at the beginning of a line: they belong to what stands before them. */
const STAYS = /^[、。，．：；？！）」』】〉》・ー々]$/u;
/** Never at the end of one: they belong to what follows. */
const LEADS = /^[（「『【〈《]$/u;
const SPACE = /^[ \u3000]$/u;

/** A text as it may be broken. */
export const wordsOf = (text: string): string[] => text.match(WORDS) ?? [];

/** The pieces a line is made of: what stands between spaces where each of it fits a line, as the parts of a name do; else words, cut where one is too long. */
function piecesOf(line: string, fits: (text: string) => boolean): string[] {
  const phrases = line.match(/[^ \u3000]+|[ \u3000]/gu) ?? [];
  if (phrases.length > 1 && phrases.every(fits)) return phrases;
  return wordsOf(line).flatMap((word) => (fits(word) ? [word] : signsOf(word)));
}

/** How many pieces at the end of a line go along to the next, which begins with `piece`: what may not begin or end a line keeps its neighbour, where they fit one. */
function along(line: readonly string[], piece: string, fits: (text: string) => boolean): number {
  const together = [piece];
  for (const before of line.slice(1).toReversed()) {
    if (!STAYS.test(together[0] ?? '') && !LEADS.test(before)) break;
    together.unshift(before);
  }
  return fits(together.join('')) ? together.length - 1 : 0;
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
      const taken = now.splice(now.length - along(now, piece, fits));
      lines.push(now.join(''));
      now = [...taken, ...(SPACE.test(piece) ? [] : [piece])];
    }
    return [...lines, now.join('')];
  });
}
