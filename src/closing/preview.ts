import { createHash } from 'node:crypto';
import { applyChange } from '../calendar/apply.ts';
import type { Change } from '../calendar/changes.ts';
import { type Counts, compareSlots, countDifferences, type SlotDifference } from '../calendar/compare.ts';
import { readChanges } from '../calendar/drafts.ts';
import { fromToday, pastDays } from '../calendar/from-today.ts';
import { type ChangeFault, changeFault } from '../calendar/judge.ts';
import { planDays } from '../calendar/plan.ts';
import { readState } from '../calendar/read.ts';
import type { DayPlan } from '../calendar/rules.ts';
import { type CalendarState, type Counter, counterKey, rulesOf } from '../calendar/state.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { coveringOf, readStanding, type Standing } from './covering.ts';
import { type Growing, readGrowing } from './growing.ts';
import { type Back, type Outside, readBack, readOutside } from './outside.ts';
import { HORIZON_DAYS, readLaid, stillToCome, unlikeDays } from './slots.ts';
import { countersOf, retiredNamed, touched } from './touched.ts';

export type CounterPreview = {
  counter: Counter;
  counts: Counts;
  differences: readonly SlotDifference[];
  /** Plans after the change, of days that differ. */
  days: readonly DayPlan[];
  /** Days of which something else is to be said, with slots that differ or without. */
  unlike: readonly string[];
};

export type Preview = {
  /** A hash over just what would happen: another one means that something moved. */
  version: string;
  counters: readonly CounterPreview[];
  total: Counts;
  /** Of those that appear: slots that running closings shut at once, their places, and which closings. */
  shut: { slots: number; places: number; closings: readonly number[] };
  growing: Growing;
  outside: readonly Outside[];
  /** Who stands in slots that come back; those a mail reaches are told that they come as planned. */
  back: readonly Back[];
  /** Changes that can no longer be put upon the rules (position → why): nothing is published while there are any. */
  faults: readonly { position: number; fault: ChangeFault | 'office-retired' | 'service-retired' }[];
  before: CalendarState;
  after: CalendarState;
  /** The draft's changes without their days that are past, which are named beside. */
  changes: readonly { position: number; change: Change; past: readonly string[] }[];
};

/** What appears or returns, each with the closing that shuts it as soon as it does. */
const appearing = (counters: readonly CounterPreview[], standing: readonly Standing[]) =>
  counters.flatMap(({ counter, differences }) =>
    differences.flatMap((one) =>
      one.kind === 'appears' || one.kind === 'returns'
        ? [
            {
              id: one.kind === 'returns' ? one.row.id : null,
              places: one.slot.capacity,
              closing: coveringOf(standing, counter, one.day, one.slot)?.id,
            },
          ]
        : [],
    ),
  );

const shutOf = (coming: ReturnType<typeof appearing>): Preview['shut'] => {
  const covered = coming.flatMap(({ closing, places }) => (closing === undefined ? [] : [{ closing, places }]));
  return {
    slots: covered.length,
    places: covered.reduce((total, { places }) => total + places, 0),
    closings: [...new Set(covered.map(({ closing }) => closing))],
  };
};

const hashOf = ({ counters, outside, back, shut }: Pick<Preview, 'counters' | 'outside' | 'back' | 'shut'>): string => {
  const hash = createHash('sha256');
  for (const { counter, differences } of counters)
    for (const one of differences) {
      const row =
        one.kind === 'appears' ? [] : [one.row.id, one.row.minutes, one.row.capacity, one.row.deskPlaces, one.row.deskUntil];
      const slot =
        one.kind === 'goes'
          ? []
          : [one.slot.startMinute, one.slot.minutes, one.slot.capacity, one.slot.deskPlaces, one.slot.deskUntil];
      hash.update(JSON.stringify([counterKey(counter), one.kind, one.day, row, slot]));
    }
  hash.update(JSON.stringify(outside.map(({ reservationId }) => reservationId).toSorted()));
  if (back.length > 0) hash.update(JSON.stringify(back.map(({ reservationId }) => reservationId)));
  if (shut.slots > 0) hash.update(JSON.stringify(shut));
  return hash.digest('base64url');
};

const sum = (all: readonly Counts[]): Counts =>
  all.reduce(
    (total, one) => ({
      appears: total.appears + one.appears,
      goes: total.goes + one.goes,
      grows: total.grows + one.grows,
      shrinks: total.shrinks + one.shrinks,
      others: total.others + one.others,
      overfull: total.overfull + one.overfull,
    }),
    { appears: 0, goes: 0, grows: 0, shrinks: 0, others: 0, overfull: 0 },
  );

/**
 * What publishing a draft would do at this instant: slots that appear, go, grow, shrink, from today to the horizon, and every reservation that
 * falls outside. Reads only.
 */
export async function readPreview(tx: Tx, clock: Clock, draftId: number): Promise<Preview> {
  const now = clock.now();
  const before = await readState(tx);
  const day = today(clock);
  const changes = (await readChanges(tx, draftId)).map(({ position, change }) => ({
    position,
    change: fromToday(change, day.toString()),
    past: pastDays(change, day.toString()),
  }));
  const retired = await retiredNamed(tx);
  let after = before;
  const faults: { position: number; fault: Preview['faults'][number]['fault'] }[] = [];
  for (const { position, change } of changes) {
    const fault =
      changeFault(after, change, day.toString()) ??
      countersOf(change)
        .map(retired)
        .find((found) => found !== undefined);
    if (fault === undefined) after = applyChange(after, change);
    else faults.push({ position, fault });
  }
  const to = addDays(day, HORIZON_DAYS);
  const counters: CounterPreview[] = [];
  for (const counter of touched(
    before,
    after,
    changes.map(({ change }) => change),
  )) {
    const plans = stillToCome(planDays(rulesOf(after, counter), day.toString(), to), now);
    const differences = compareSlots(await readLaid(tx, counter, day.toString(), to, now), plans);
    const differing = new Set(differences.map((one) => one.day));
    counters.push({
      counter,
      counts: countDifferences(differences),
      differences,
      days: plans.filter((plan) => differing.has(plan.day)),
      unlike: await unlikeDays(tx, counter, plans),
    });
  }
  const outside = await readOutside(
    tx,
    counters.flatMap(({ differences }) => differences.flatMap((one) => (one.kind === 'goes' ? [one.row.id] : []))),
  );
  const coming = appearing(counters, await readStanding(tx, day.toString()));
  const back = await readBack(
    tx,
    coming.flatMap(({ id, closing }) => (id !== null && closing === undefined ? [id] : [])),
  );
  const shut = shutOf(coming);
  return {
    version: hashOf({ counters, outside, back, shut }),
    counters,
    total: sum(counters.map(({ counts }) => counts)),
    shut,
    growing: await readGrowing(tx, now, counters),
    outside,
    back,
    faults,
    before,
    after,
    changes,
  };
}
