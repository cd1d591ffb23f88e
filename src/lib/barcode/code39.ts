/** Code 39, which scanners read as they come from the factory: nine bars and gaps a character, w wide, n narrow. */
const PATTERNS: Readonly<Record<string, string>> = {
  '0': 'nnnwwnwnn',
  '1': 'wnnwnnnnw',
  '2': 'nnwwnnnnw',
  '3': 'wnwwnnnnn',
  '4': 'nnnwwnnnw',
  '5': 'wnnwwnnnn',
  '6': 'nnwwwnnnn',
  '7': 'nnnwnnwnw',
  '8': 'wnnwnnwnn',
  '9': 'nnwwnnwnn',
  A: 'wnnnnwnnw',
  B: 'nnwnnwnnw',
  C: 'wnwnnwnnn',
  D: 'nnnnwwnnw',
  E: 'wnnnwwnnn',
  F: 'nnwnwwnnn',
  G: 'nnnnnwwnw',
  H: 'wnnnnwwnn',
  I: 'nnwnnwwnn',
  J: 'nnnnwwwnn',
  K: 'wnnnnnnww',
  L: 'nnwnnnnww',
  M: 'wnwnnnnwn',
  N: 'nnnnwnnww',
  O: 'wnnnwnnwn',
  P: 'nnwnwnnwn',
  Q: 'nnnnnnwww',
  R: 'wnnnnnwwn',
  S: 'nnwnnnwwn',
  T: 'nnnnwnwwn',
  U: 'wwnnnnnnw',
  V: 'nwwnnnnnw',
  W: 'wwwnnnnnn',
  X: 'nwnnwnnnw',
  Y: 'wwnnwnnnn',
  Z: 'nwwnwnnnn',
  '-': 'nwnnnnwnw',
};
const EDGE = 'nwnnwnwnn';
/** A wide bar is three narrow ones; as much white on either side as the standard asks for. */
const WIDE = 3;
export const QUIET = 10;

/** A bar: where it begins and how wide it is, in narrow bars. */
type Bar = { at: number; width: number };

/** The bars of a code of capitals, digits and hyphens, and how wide all is with its quiet zones. */
export function code39(code: string): { bars: Bar[]; width: number } {
  const bars: Bar[] = [];
  let at = QUIET;
  const patterns = [EDGE, ...Array.from(code, (sign) => PATTERNS[sign] ?? ''), EDGE];
  if (patterns.includes('')) throw new Error('Code 39 has no such character');
  for (const pattern of patterns) {
    Array.from(pattern).forEach((size, place) => {
      const width = size === 'w' ? WIDE : 1;
      if (place % 2 === 0) bars.push({ at, width });
      at += width;
    });
    at += 1;
  }
  return { bars, width: at - 1 + QUIET };
}
