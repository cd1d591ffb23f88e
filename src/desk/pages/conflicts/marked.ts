/** A stretch of a text, and whether the other text lacks it. */
type Stretch = { text: string; differs: boolean };

/** Names and addresses are short; anything longer is marked as one. */
const LONGEST = 200;

/**
 * A text in stretches, those marked that do not stand in `other` at their place: the longest sequence that both have in common is left unmarked.
 * Characters are whole ones: 𠮷 is one, a kanji and its selector are two.
 */
export function marked(text: string, other: string): Stretch[] {
  const [own, theirs] = [Array.from(text), Array.from(other)];
  if (own.length > LONGEST || theirs.length > LONGEST) return [{ text, differs: text !== other }];
  // common[i][j]: how long a sequence own from i and theirs from j have in common.
  const common = Array.from({ length: own.length + 1 }, () => new Array<number>(theirs.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = own.length - 1; i >= 0; i -= 1)
    for (let j = theirs.length - 1; j >= 0; j -= 1)
      (common[i] ?? [])[j] = own[i] === theirs[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const stretches: Stretch[] = [];
  const put = (sign: string, differs: boolean): void => {
    const last = stretches.at(-1);
    if (last?.differs === differs) last.text += sign;
    else stretches.push({ text: sign, differs });
  };
  let j = 0;
  for (const [i, sign] of own.entries()) {
    while (j < theirs.length && sign !== theirs[j] && at(i, j + 1) >= at(i + 1, j)) j += 1;
    const same = j < theirs.length && sign === theirs[j];
    put(sign, !same);
    if (same) j += 1;
  }
  return stretches;
}
