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
import { addDays, cityDay } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { coveringOf, readStanding, type Standing } from './covering.ts';
import { type Growing, readGrowing } from './growing.ts';
import { HORIZON_DAYS, readLaid, stillToCome, unlikeDays } from './slots.ts';

/** A reservation whose slot goes: it would stay, marked 要振替. */
export type Outside = {
  reservationId: string;
  number: string;
  slotId: number;
  officeId: number;
  serviceId: number;
  day: string;
  startMinute: number;
  people: number;
  /** A mail reaches them. */
  mail: boolean;
  /** They have an address, but no mail goes there yet (`reservations.mail_held`). */
  held: boolean;
};

/** A reservation that gets its time back: its slot went once and is planned again. */
type Back = {
  reservationId: string;
  /** A mail reaches them. */
  mail: boolean;
  /** Told by phone that the counter is shut. */
  called: boolean;
};

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

const mailed = sql`r.mail IS NOT NULL AND NOT reservations.mail_held(r)`;

/** Live reservations in these slots that nobody decided to keep: who would stand at a shut door. */
export const readOutside = (tx: Tx, slots: readonly number[]): Promise<Outside[]> =>
  tx.rows<Outside>(sql`
    SELECT r.id AS "reservationId", r.number, s.id AS "slotId", s.office_id AS "officeId", s.service_id AS "serviceId", s.day, s.start_minute AS "startMinute",
      (SELECT count(*) FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS people,
      ${mailed} AS mail, r.mail IS NOT NULL AND reservations.mail_held(r) AS held
    FROM reservations.standing_in(${[...slots]}::bigint[]) r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.state = 'booked' AND NOT coalesce(r.kept_at >= reservations.closed_at(r, s), false)
    ORDER BY s.day, s.start_minute, s.office_id, r.id`);

/** Live reservations of which every slot is open again once these are: whom `steps.ts` mails that they come after all. */
const readBack = (tx: Tx, slots: readonly number[]): Promise<Back[]> =>
  tx.rows<Back>(sql`
    WITH opened AS MATERIALIZED (SELECT coalesce(array_agg(id), '{}') AS ids FROM ledger.slots WHERE id = ANY (${[...slots]}::bigint[]) AND closing_id IS NULL)
    SELECT r.id AS "reservationId", ${mailed} AS mail,
      EXISTS (SELECT FROM closing.affected x WHERE x.reservation_id = r.id AND x.slot_id = r.slot_id AND x.reached_at IS NOT NULL) AS called
    FROM opened, reservations.standing_in(opened.ids) r
    WHERE r.state = 'booked' AND NOT EXISTS (
      SELECT FROM ledger.slots s WHERE s.id = ANY (reservations.slots_of(r)) AND s.closed_at IS NOT NULL AND s.id <> ALL (opened.ids))
    ORDER BY r.id`);

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

/** Counters that a draft is about at all: those whose plans it changes, and those it names to be brought back to their rules. */
function touched(before: CalendarState, after: CalendarState, changes: readonly Change[]): Counter[] {
  const named = new Set(changes.flatMap((change) => (change.kind === 'as-ruled' ? change.counters.map(counterKey) : [])));
  const patterns = new Set(changes.flatMap((change) => (change.kind === 'pattern' ? [change.id] : [])));
  const holidays = changes.some(({ kind }) => kind === 'holiday');
  return [...after.counters.values()]
    .filter(({ counter, weekRules, overrides }) => {
      const key = counterKey(counter);
      const was = before.counters.get(key);
      if (named.has(key) || holidays || was !== after.counters.get(key)) return true;
      return (
        weekRules.some(({ patternId }) => patternId !== null && patterns.has(patternId)) ||
        [...overrides.values()].some(({ patternId }) => patternId !== null && patterns.has(patternId))
      );
    })
    .map(({ counter }) => counter)
    .toSorted((a, b) => a.officeId - b.officeId || a.serviceId - b.serviceId);
}

/** Offices and services that changes name and that are no longer in use. */
async function retiredNamed(tx: Tx): Promise<(counter: Counter) => 'office-retired' | 'service-retired' | undefined> {
  const offices = await tx.rows<{ id: number }>(sql`SELECT id FROM offices.offices WHERE retired_at IS NULL`);
  const services = await tx.rows<{ id: number }>(sql`SELECT id FROM services.services WHERE retired_at IS NULL`);
  const hasOffice = new Set(offices.map(({ id }) => id));
  const hasService = new Set(services.map(({ id }) => id));
  return ({ officeId, serviceId }) => {
    if (!hasOffice.has(officeId)) return 'office-retired';
    return hasService.has(serviceId) ? undefined : 'service-retired';
  };
}

const countersOf = (change: Change): readonly Counter[] => {
  switch (change.kind) {
    case 'week-rule':
    case 'capacity':
      return [change.counter];
    case 'days':
    case 'as-ruled':
      return change.counters;
    default:
      return [];
  }
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

/** Where rows and rules differ although nothing is being changed: what the nightly check tells the desk. */
export async function readDifferences(tx: Tx, clock: Clock): Promise<CounterPreview[]> {
  const now = clock.now();
  const state = await readState(tx);
  const day = cityDay(now);
  const found: CounterPreview[] = [];
  for (const { counter } of state.counters.values()) {
    const { last } = await tx.one<{ last: string | null }>(
      sql`SELECT max(day) AS last FROM calendar.days WHERE office_id = ${counter.officeId} AND service_id = ${counter.serviceId}`,
    );
    if (last === null || last < day) continue;
    const plans = stillToCome(planDays(rulesOf(state, counter), day, last), now);
    const differences = compareSlots(await readLaid(tx, counter, day, last, now), plans);
    if (differences.length > 0) found.push({ counter, counts: countDifferences(differences), differences, days: [], unlike: [] });
  }
  return found;
}
