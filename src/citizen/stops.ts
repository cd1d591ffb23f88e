import { isDeepStrictEqual } from 'node:util';
import type { Maintenance, Numbers } from './common.ts';

/** The next planned stop, as every page tells it from two weeks before (§8(1)⑦). near: what is begun now may not be finished before it. */
export type StopAhead = Maintenance & { near: boolean };

let ahead: StopAhead | undefined;

/** What this process knows of the next stop; the same object for as long as it is told the same, so that drawn pages may be kept. */
export const stopAhead = (): StopAhead | undefined => ahead;

/** From now on pages tell of that stop, or of none: one that runs has a page of its own. A place that is held now may be kept until it, with every extension. */
export function tellStop(stop: Maintenance | undefined, numbers: Numbers | undefined, nowMs: number): void {
  // Every request comes by here, and most days know of no stop.
  if (stop === undefined) {
    ahead = undefined;
    return;
  }
  const longest = (numbers?.holdMinutes ?? 0) * (1 + (numbers?.holdExtensions ?? 0)) * 60_000;
  const told = stop.running ? undefined : { ...stop, near: stop.startsAt.getTime() - nowMs <= longest };
  if (!isDeepStrictEqual(told, ahead)) ahead = told;
}

/** begins: when the held time begins; it is booked on the web no later. */
type Held = { heldUntil: Date; extended: number; begins: Date };
/** until: when it can be used no longer. more: how many minutes one press adds, 0 where none. before: the stop that may come before the booking is done. */
type HoldEnd = { until: Date; more: number; before: Date | undefined };

const MINUTE = 60_000;

/** When a held place ends for who holds it: what falls into a stop ends with the beginning of it (as `reservations.extend` has it). */
export function holdEnd(
  { heldUntil, extended, begins }: Held,
  { holdMinutes, holdExtensions }: Numbers,
  stop: StopAhead | undefined,
): HoldEnd {
  const left = Math.max(0, holdExtensions - extended);
  const end = heldUntil.getTime();
  const full = left > 0 ? Math.max(0, Math.min(holdMinutes, Math.floor((begins.getTime() - end) / MINUTE))) : 0;
  if (stop === undefined) return { until: heldUntil, more: full, before: undefined };
  const [starts, ends] = [stop.startsAt.getTime(), stop.endsAt.getTime()];
  const falls = (at: number): boolean => starts < at && at <= ends;
  const longest = Math.max(end, Math.min(end + left * holdMinutes * MINUTE, begins.getTime()));
  return {
    until: falls(end) ? stop.startsAt : heldUntil,
    more: falls(end) ? 0 : falls(end + full * MINUTE) ? Math.floor((starts - end) / MINUTE) : full,
    // One that is over before the place's end is told by the page's own line.
    before: starts <= longest && (starts >= end || falls(end)) ? stop.startsAt : undefined,
  };
}
