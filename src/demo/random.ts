/** Random numbers that are the same for the same seed (mulberry32): made-up data is repeatable. */
export function seeded(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    /** 0 ≤ x < 1 */
    next,
    /** A whole number, 0 ≤ n < end. */
    below,
    chance: (part: number): boolean => next() < part,
    pick: <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0],
  };
}
export type Random = ReturnType<typeof seeded>;
