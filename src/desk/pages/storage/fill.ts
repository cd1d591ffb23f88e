import type { Place } from '../../../cards/places.ts';
import { cityDay, daysBetween } from '../../../lib/dates/jst.ts';

/** A box with cards is counted at least this often. */
export const COUNT_WITHIN_DAYS = 30;

/** Whether cards have lain in a box so long without a stock-take. One that was never counted is judged by its oldest card. */
export function notCounted({ cards, countedAt, oldest }: Place, today: string): boolean {
  const since = countedAt === null ? oldest : cityDay(countedAt);
  return cards > 0 && since !== null && daysBetween(since, today) >= COUNT_WITHIN_DAYS;
}

/** Fewer empty boxes in a row stand by themselves. */
const LEAST_RUN = 3;

/** Boxes of a cabinet that are drawn as one: `count` of them. */
type Run = { first: Place; last: Place; count: number };

const isEmpty = ({ cards }: Place): boolean => cards === 0;

/** The boxes of a cabinet in their order, empty ones that stand together as one run; `each`: every box by itself. */
export function runsOf(boxes: readonly Place[], each: boolean): Run[] {
  const runs: Run[] = [];
  let from = 0;
  while (from < boxes.length) {
    let to = from;
    while (to < boxes.length && boxes.slice(to, to + 1).some(isEmpty)) to += 1;
    const run = !each && to - from >= LEAST_RUN;
    const end = run ? to : from + 1;
    const [first, last] = [boxes[from], boxes[end - 1]];
    if (first !== undefined && last !== undefined) runs.push({ first, last, count: end - from });
    from = end;
  }
  return runs;
}

/** What the boxes of an office hold together. */
export function totalsOf(places: readonly Place[], today: string) {
  const sum = (of: (place: Place) => number): number => places.reduce((all, place) => all + of(place), 0);
  return {
    kept: sum(({ here }) => here),
    free: sum(({ size, cards }) => Math.max(0, size - cards)),
    oldest: places
      .flatMap(({ oldest }) => oldest ?? [])
      .toSorted()
      .at(0),
    late: places.filter((place) => notCounted(place, today)).length,
    missing: sum(({ missing }) => missing),
  };
}
