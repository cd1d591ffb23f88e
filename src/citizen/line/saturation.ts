/** How much a process has to do. */
export type Load = {
  /** What everybody waits for besides the work itself, in milliseconds: how late its event loop is, or how long who is under way waits for the others. */
  delayMs: number;
  /** Requests that were being answered at once, the most since the look before. */
  underWay: number;
};

/** From where on it is too much. */
export type Limits = Load;

/** What the looks so far say. `inRow`: how many looks in a row spoke against `saturated`. */
export type Saturation = { saturated: boolean; inRow: number /** Newcomers let in a second. */; rate: number };

/** Looks a second. */
export const LOOKS = 2;
/** A second of too much begins the line, so that one slow moment does not; two seconds of calm end it, so that it does not flicker. */
const TO_BEGIN = LOOKS;
const TO_END = 2 * LOOKS;
/** So many times too much begins it at the first look: a crowd that comes all at once is past what one process answers within a second before a second look. */
const AT_ONCE = 3;
/** The line never stands still, and who is let in grows by so many a second with each second of calm: each of them comes only when their browser asks next. */
const LEAST = 2;
const MOST = 500;
const GROWTH = 10;

/** Before anything was seen. */
export const AT_FIRST: Saturation = { saturated: false, inRow: 0, rate: 20 };

/** What another look makes of it. Too much halves the rate, calm (half of each limit) lets it grow, and between the two it stays. */
export function lookAgain(before: Saturation, load: Load, limits: Limits): Saturation {
  const over = Math.max(load.delayMs / limits.delayMs, load.underWay / limits.underWay);
  const much = over >= 1;
  const calm = over < 1 / 2;
  const rate = much ? Math.max(LEAST, before.rate / 2) : calm ? Math.min(MOST, before.rate + GROWTH / LOOKS) : before.rate;
  const against = before.saturated ? calm : much;
  const inRow = against ? before.inRow + 1 : 0;
  const turns = inRow >= (before.saturated ? TO_END : TO_BEGIN) || (!before.saturated && over >= AT_ONCE);
  return { saturated: turns ? !before.saturated : before.saturated, inRow: turns ? 0 : inRow, rate };
}
