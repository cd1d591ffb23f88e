import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { addDays, cityInstant } from '../../src/lib/dates/jst.ts';
import { join, type Sql, sql } from '../../src/lib/db/sql.ts';
import type { FreshDatabase } from './database.ts';
import { addService, makeCard, type SmallCity } from './small-city.ts';

/** Visits, outcomes and figures of removed visits at random, by rows alone: what figures are counted of. */
type Here = { fresh: FreshDatabase; city: SmallCity };

const oneIn = (n: number) => fc.integer({ min: 1, max: n }).map((drawn) => drawn === 1);
const aChannel = fc.constantFrom('web', 'phone', 'counter', 'migrated');

const aMember = fc.record({
  outcome: fc.constantFrom(null, 'arrived', 'handed-over', 'handed-over', 'incomplete', 'no-show'),
  removed: oneIn(8),
  hidden: oneIn(4),
  minutes: fc.nat(90),
});
const aVisit = fc.record({
  slot: fc.nat(),
  state: fc.constantFrom('booked', 'ended', 'ended', 'ended', 'cancelled', 'taken-back', 'held', 'lapsed'),
  channel: aChannel,
  former: oneIn(10),
  daysBefore: fc.nat(20),
  members: fc.array(aMember, { minLength: 1, maxLength: 3 }),
});
type Drawn<Of> = Of extends fc.Arbitrary<infer Value> ? Value : never;

/** Of each of seven figures all, and the part of persons whom named roles see only. */
const aFigure = fc.tuple(fc.nat(9), fc.nat(9)).map(([one, other]) => [Math.max(one, other), Math.min(one, other)] as const);
const aRemoved = fc.record({
  day: fc.nat(9),
  main: fc.boolean(),
  channel: aChannel,
  figures: fc.array(aFigure, { minLength: 7, maxLength: 7 }),
});

type Slot = { id: number; service: number; day: string; minute: number };
type Cards = { hidden: number[]; seen: number[] };

async function insertVisit({ fresh }: Here, visit: Drawn<typeof aVisit>, slot: Slot, cards: Cards): Promise<void> {
  const id = randomUUID();
  const kept = visit.state !== 'held' && visit.state !== 'lapsed';
  const state = visit.state === 'taken-back' ? 'cancelled' : visit.state;
  const stands = state === 'booked' || state === 'ended';
  const start = cityInstant(slot.day, slot.minute).toString();
  await fresh.db.run(sql`
    INSERT INTO reservations.reservations (id, number, service_id, slot_id, units, state, held_until, by_desk, channel, created_at, booked_at, ended_at, former_number, taken_back)
    VALUES (${id}, ${kept ? id.slice(0, 8) : null}, ${slot.service}, ${slot.id}, 1, ${state}, ${state === 'held' ? '2020-01-01' : null}::timestamptz, true, ${visit.channel}, lib.now(),
      ${kept ? start : null}::timestamptz - make_interval(days => ${visit.daysBefore}), lib.now(), ${visit.former ? id : null}, ${visit.state === 'taken-back'})`);
  for (const [at, { outcome: drawn, removed: taken, hidden, minutes }] of visit.members.entries()) {
    // Of every visit somebody is left.
    const removed = taken && at > 0;
    const outcome = stands && !removed ? drawn : null;
    const from = hidden ? cards.hidden : cards.seen;
    const card = from[(visit.slot + at) % from.length] ?? null;
    await fresh.db.run(sql`
      INSERT INTO reservations.members (reservation_id, position, card_id, outcome, outcome_at, removed_at)
      VALUES (${id}, ${at + 1}, ${card}, ${outcome}, ${start}::timestamptz, ${removed ? start : null}::timestamptz)`);
    if (outcome === 'handed-over')
      await fresh.db.run(sql`
        INSERT INTO counter.acts (reservation_id, position, card_id, from_outcome, to_outcome, from_outcome_at, at, staff_id)
        VALUES (${id}, ${at + 1}, ${card}, ${minutes % 5 === 0 ? null : 'arrived'}, 'handed-over', ${start}::timestamptz, ${start}::timestamptz + make_interval(mins => ${minutes}), 1)`);
  }
}

const removedRow = ({ city }: Here, { day, main, channel, figures }: Drawn<typeof aRemoved>): Sql => sql`
  (${addDays(city.today, -day)}::date, ${main ? city.main : city.branch}::integer, ${city.service}::integer, ${channel},
    ${join(figures.map(([all]) => sql`${all}::integer`))}, ${join(figures.map(([, part]) => sql`${part}::integer`))})`;

/** Fills a small city: `visits` of them on its slots, some of which are shut, until ten days from today, and figures of some removed ones. */
export async function randomVisits(here: Here, visits: number): Promise<void> {
  const { fresh, city } = here;
  await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新', capacity: 5 });
  let made = 0;
  const cards = async (count: number, isProtected: boolean): Promise<number[]> => {
    const ids: number[] = [];
    for (; ids.length < count; made += 1)
      ids.push(
        await makeCard(fresh.db, {
          noticeId: `O1R-${100_000 + made}`,
          name: `人 ${made}`,
          officeId: city.main,
          protected: isProtected,
        }),
      );
    return ids;
  };
  const all = { hidden: await cards(8, true), seen: await cards(30, false) };
  await fresh.db.run(
    sql`UPDATE ledger.slots SET closed_at = CASE WHEN id % 7 = 0 THEN lib.now() END, taken = (id * 31) % 6 WHERE capacity >= 5`,
  );
  const slots = await fresh.db.rows<Slot>(sql`
    SELECT id, service_id AS service, day, start_minute AS minute FROM ledger.slots WHERE day < ${addDays(city.today, 10)}::date ORDER BY id`);
  for (const visit of fc.sample(aVisit, visits)) {
    const slot = slots[visit.slot % slots.length];
    if (slot !== undefined) await insertVisit(here, visit, slot, all);
  }
  await fresh.db.run(sql`
    INSERT INTO keeping.figures (day, office_id, service_id, channel, visits, people, cancelled, handed_over, incomplete, no_show, arrived,
      unseen_visits, unseen_people, unseen_cancelled, unseen_handed_over, unseen_incomplete, unseen_no_show, unseen_arrived)
    VALUES ${join(fc.sample(aRemoved, 12).map((row) => removedRow(here, row)))} ON CONFLICT DO NOTHING`);
}
