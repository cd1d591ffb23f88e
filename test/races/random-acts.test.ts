import { randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { actorSql } from '../../src/audit/actor.ts';
import { addPlaces } from '../../src/cards/places.ts';
import { EVERYBODY } from '../../src/cards/viewer.ts';
import { close, reopen } from '../../src/closing/acts.ts';
import { previewClosing } from '../../src/closing/close-preview.ts';
import { type Random, seeded } from '../../src/demo/random.ts';
import { transactionsRetried } from '../../src/lib/db/faults.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { attempt } from '../../src/lib/outcome.ts';
import { addMember, book, cancel, move, removeMember } from '../../src/reservations/acts.ts';
import { sweepLapsed } from '../../src/reservations/expire.ts';
import { passOn } from '../../src/waiting/offers.ts';
import { deskRequest } from '../support/booking.ts';
import { cardFaults } from '../support/card-faults.ts';
import { type Acknowledged, invariantFaults } from '../support/invariant.ts';
import { said } from '../support/must.ts';
import { type Arena, CALLER, type Citizen, joinCard, openArena, STAFF, takeOverAwaited } from './arena.ts';
import { type Lists, openLists } from './card-lists.ts';
import { onTheShelves, pick } from './shelf-acts.ts';

/** How many acts, and what they are drawn from: `ACTS=1000000 ACTS_SEED=7` goes on from there. */
const ACTS = Number(process.env['ACTS'] ?? 7_000);
const SEED = Number(process.env['ACTS_SEED'] ?? 1);
const TAKEN_REASONS = ['full', 'closed', 'already_booked', 'held_elsewhere', 'card_not_bookable', 'lapsed', 'past'] as const;
/** Between looking for it and joining it a list may be taken back, and its card be gone. */
const JOIN_REASONS = [...TAKEN_REASONS, 'unknown'] as const;
const ACTORS = 16;
/** The slots that are booked stay ahead of them. */
const DAYS = 4;
const PEOPLE = 60;
const SLOTS = 16;

/** So many times longer it may go on until everything has come that must. */
const MORE = 4;
/** What must have come of acts for the test to mean something. */
const MUST = [
  'hold ok',
  'confirm ok',
  'confirm lapsed',
  'move ok',
  'cancel ok',
  'extend ok',
  'book ok',
  'desk move ok',
  'desk cancel ok',
  'join ok',
  'leave ok',
  'desk add ok',
  'desk remove ok',
  'wait ok',
  'take ok',
  'take over ok',
  'card comes joined',
  'wait over ok',
  'card move ok',
  'card back ok',
  'stocktake ok',
  'status ok',
  'many ok',
  'many back ok',
  'destroy ok',
  'depart ok',
  'counter handed-over',
  'list fresh true, changed true',
  'list back ok',
  'parcel packed',
  // Whole parcels are seldom: what was shown of one has mostly changed before it is sent, so a short run may send none.
  ...(ACTS >= 100_000 ? ['parcel sent', 'parcel received'] : []),
];

let arena: Arena;
let lists: Lists;
afterEach(() => Promise.all([arena.close(), lists.close()]));

type World = {
  cards: number[];
  notices: string[];
  slots: number[];
  citizens: Citizen[];
  told: Acknowledged[];
  /** Slots to open in the place of closed ones. */
  spare: number[];
  closings: number[];
  came: Map<string, number>;
};

/** What a citizen does in their browser. */
async function onTheWeb(world: World, random: Random): Promise<string> {
  const place = random.below(world.citizens.length);
  const one = world.citizens[place];
  if (one === undefined) throw new Error('nobody');
  // Two processes: of one calls go in lanes, of the other alone.
  const citizens = random.chance(0.5) ? arena.citizens : arena.alone;
  const what = random.below(17);
  if (what > 12) return inLine(world, random, place, one);
  const say = (act: string, result: { ok: boolean; reason?: string }) => `${act} ${said(result)}`;
  if (what < 4) return say('hold', await citizens.hold(one.cookie, one.id, pick(random, world.slots), CALLER));
  if (what < 7) {
    const result = await citizens.confirm(one.cookie, one.id, (await citizens.visit(one.cookie))?.version ?? 0, CALLER);
    if (!result.ok) return say('confirm', result);
    world.told.push({ id: one.id, number: result.value });
    // Who has just booked thinks again at once, half of them: later most visits have been cancelled or taken over by others.
    if (random.chance(0.5)) {
      const version = (await citizens.visit(one.cookie))?.version ?? 0;
      world.came.set('confirm ok', (world.came.get('confirm ok') ?? 0) + 1);
      return say('move', await citizens.move(one.cookie, pick(random, world.slots), version, CALLER));
    }
    return say('confirm', result);
  }
  if (what === 7) return say('extend', await citizens.extend(one.cookie, CALLER));
  if (what === 8) {
    const version = (await citizens.visit(one.cookie))?.version ?? 0;
    if (random.chance(0.5)) return say('move', await citizens.move(one.cookie, pick(random, world.slots), version, CALLER));
    return say('cancel', await citizens.cancel(one.cookie, version, CALLER));
  }
  // Somebody of the family joins, before a place is held, while one is, or once it is booked; or one leaves.
  if (what > 10) {
    const version = (await citizens.visit(one.cookie))?.version ?? null;
    const proof = { noticeId: pick(random, world.notices), month: 3, day: 8, year: null, address: 'race' };
    const joined = await citizens.joinByNotice(one.cookie, proof, version, CALLER);
    return `join ${joined.ok ? joined.value : joined.reason}`;
  }
  if (what === 10) {
    const version = (await citizens.visit(one.cookie))?.version ?? null;
    const companion = (await citizens.party(one.cookie)).at(-1);
    return say('leave', await citizens.leaveParty(one.cookie, companion?.ref ?? '', version, CALLER));
  }
  // Ends the visit and comes again, in another browser; the old one may still be pressing.
  // Whose card is over by now is somebody else from then on.
  const again = await arena.citizen(random.chance(0.3) ? pick(random, world.cards) : one.card);
  await citizens.finish(one.cookie, CALLER, true);
  world.citizens[place] = again;
  return 'finish ok';
}

/** Who finds no place waits for one, leaves the list, or takes up what was held for somebody, in a browser of their own. */
async function inLine(world: World, random: Random, place: number, one: Citizen): Promise<string> {
  const what = random.below(4);
  if (what < 2) {
    const { day, part, kind } = await arena.desk.one<{ day: string; part: 'morning'; kind: 'weekday' }>(
      sql`SELECT day, waiting.part_of(start_minute, minutes) AS part, waiting.day_kind(day) AS kind FROM ledger.slots WHERE id = ${pick(random, world.slots)}`,
    );
    // Who has a booking waits for anything before it.
    const booked = (await arena.citizens.visit(one.cookie))?.state === 'booked';
    const from = booked ? arena.city.today : day;
    const wish = { offices: ['honcho'], from, to: day, kinds: [kind], parts: [part] };
    const entered = await arena.citizens.enterWaiting(one.cookie, randomUUID(), wish, CALLER);
    return `${booked ? 'wait beside a booking' : 'wait'} ${said(entered)}`;
  }
  if (what === 2 && random.chance(0.2)) {
    const left = await arena.citizens.leaveWaiting(one.cookie, CALLER);
    return `no more waiting ${said(left)}`;
  }
  const open = await arena.db.row<{ secret: string | null; card: number }>(sql`
    SELECT waiting.new_link(e.id, o.id, e.mail) AS secret, e.card_ids[1] AS card FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id AND e.ended_at IS NULL
    WHERE o.outcome IS NULL ORDER BY md5(o.id || ${String(random.next())}) LIMIT 1`);
  if (open?.secret == null) return 'nothing offered';
  const again = await arena.citizen(open.card);
  if (random.chance(0.2)) return `pass ${await arena.citizens.passOffer(open.secret, CALLER)}`;
  const took = await arena.citizens.takeOffer(open.secret, again.cookie, 'ja', CALLER);
  const id = (await arena.citizens.visit(again.cookie))?.reservationId;
  if (took !== 'ready' || id == null) return `take ${took}`;
  // Beside a booking it was moved there, or its day is to be read about first.
  const beside = (await arena.citizens.visit(again.cookie))?.state === 'booked';
  world.citizens[place] = { ...again, id };
  return beside ? 'take beside a booking ok' : 'take ok';
}

/** Visits taken before going live: one whose card is not there yet is taken over, a card comes, a wait ends. */
async function takenBefore(world: World, random: Random): Promise<string> {
  const what = random.below(20);
  if (what < 10) {
    const id = randomUUID();
    const taken = await attempt(TAKEN_REASONS, () =>
      takeOverAwaited(arena, pick(random, world.cards), pick(random, world.slots), id),
    );
    if (taken.ok && taken.value === undefined) return 'take over a card that is gone';
    if (taken.ok) {
      const { number } = await arena.desk.one<{ number: string }>(
        sql`SELECT number FROM reservations.reservations WHERE id = ${id}::uuid`,
      );
      world.told.push({ id, number });
    }
    return `take over ${said(taken)}`;
  }
  const one = await arena.desk.row<{ id: string; position: number; card: number }>(sql`
    SELECT r.id, m.position, c.id AS card FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
      JOIN cards.cards c ON c.notice_id = m.awaits
    WHERE m.awaits IS NOT NULL AND m.removed_at IS NULL ORDER BY md5(r.id::text || ${String(random.next())}) LIMIT 1`);
  if (one === undefined) return 'nobody waits for a card';
  if (what < 18) {
    const joined = await attempt(JOIN_REASONS, () => joinCard(arena.desk, one.id, one.position, one.card));
    return `card comes ${joined.ok ? joined.value : joined.reason}`;
  }
  const { who } = await arena.desk.one<{ who: unknown }>(
    sql`SELECT reservations.end_wait(${actorSql(STAFF)}, ${one.id}::uuid, '') AS who`,
  );
  return `wait over ${who === null ? 'already' : 'ok'}`;
}

/** What staff do. */
async function atTheDesk(world: World, random: Random): Promise<string> {
  const what = random.below(15);
  if (what > 12) return takenBefore(world, random);
  if (what < 4) {
    const party = Array.from({ length: random.chance(0.7) ? 1 : 2 + random.below(2) }, () => pick(random, world.cards));
    const request = deskRequest(arena.city, party, pick(random, world.slots));
    const result = await book(arena.desk, STAFF, { ...request, exceedReason: random.chance(0.1) ? '特別な事情' : null });
    if (result.ok) world.told.push({ id: request.id, number: result.value.number });
    return `book ${said(result)}`;
  }
  const live = await arena.desk.row<{ id: string; version: number }>(
    sql`SELECT id, version FROM reservations.reservations WHERE state = 'booked' ORDER BY md5(id::text || ${String(random.next())}) LIMIT 1`,
  );
  if (live === undefined) return 'nothing booked';
  if (what < 7) {
    const result = await move(arena.desk, STAFF, { ...live, slotId: pick(random, world.slots), exceedReason: null });
    return `desk move ${said(result)}`;
  }
  if (what > 10) {
    const member = { cardId: pick(random, world.cards) };
    const exceedReason = random.chance(0.1) ? '特別な事情' : null;
    const result = await addMember(arena.desk, STAFF, { ...live, member, exceedReason, personReason: null });
    return `desk add ${said(result)}`;
  }
  if (what === 10) {
    const result = await removeMember(arena.desk, STAFF, { ...live, position: 1 + random.below(3), reason: '' });
    return `desk remove ${said(result)}`;
  }
  const result = await cancel(arena.desk, STAFF, { ...live, reason: '' });
  return `desk cancel ${said(result)}`;
}

/** Closes the hour of a slot, places set aside on a day of others; looks again where somebody booked meanwhile. */
async function shut(slot: number, world: World, random: Random): Promise<string> {
  const { day, start } = await arena.desk.one<{ day: string; start: number }>(
    sql`SELECT day, start_minute AS start FROM ledger.slots WHERE id = ${slot}`,
  );
  const range = { officeIds: [arena.city.main], serviceId: null, from: day, to: day, hours: { from: start, to: start + 60 } };
  const { day: spare } = await arena.desk.one<{ day: string }>(
    sql`SELECT day FROM ledger.slots WHERE id = ${pick(random, world.slots)}`,
  );
  const { version } = await previewClosing(arena.desk, range, EVERYBODY);
  const closed = await close(arena.desk, STAFF, {
    ...range,
    formId: randomUUID(),
    reason: '台風のため',
    notice: null,
    aside: random.chance(0.5) ? [{ day: spare, places: 1 }] : [],
    priorityHours: 1,
    seen: version,
  });
  if (!closed.ok && closed.reason === 'changed_meanwhile') return shut(slot, world, random);
  if (closed.ok) world.closings.push(closed.value);
  return `close ${said(closed)}`;
}

/** What the city does: time goes on, slots close and open again, capacity and the length of visits change, holds are swept. The superuser stands in for changing capacity and length. */
async function inTheCity(world: World, random: Random): Promise<string> {
  const what = random.below(8);
  const place = random.below(world.slots.length);
  const slot = world.slots[place] ?? 0;
  if (what < 3) {
    // Some days in all, however many acts: the slots stay ahead.
    if (random.chance(Math.min(1, 40_000 / ACTS))) await arena.pass(4);
    if (random.chance(0.5)) await passOn(arena.desk);
  } else if (what === 3) await sweepLapsed(arena.desk);
  else if (what === 4) {
    const next = world.spare.pop();
    if (next === undefined) return 'no slot left to close';
    world.slots[place] = next;
    await arena.db.run(sql`UPDATE ledger.slots SET capacity = 3 WHERE id = ${next}`);
    return shut(slot, world, random);
  } else if (what === 5 && world.closings.length > 0 && random.chance(0.3)) {
    const result = await reopen(arena.desk, STAFF, pick(random, world.closings));
    return `reopen ${result.ok ? result.value : result.reason}`;
  } else if (what === 6 && random.chance(0.5)) {
    await arena.db.run(
      sql`UPDATE services.services SET slots_long = ${random.chance(0.7) ? 1 : 2}, slot_every = ${random.chance(0.25) ? 0 : 1 + random.below(2)} WHERE id = ${arena.city.service}`,
    );
  } else {
    const capacity = 1 + random.below(4);
    await arena.db.run(
      sql`UPDATE ledger.slots SET allowance = greatest(allowance, taken - ${capacity}::integer, 0), capacity = ${capacity} WHERE id = ${slot}`,
    );
  }
  return 'city ok';
}

/** What must have come and has not, or too seldom for so many acts. */
async function missing({ came }: World): Promise<string[]> {
  const lengths = await arena.db.one<{ grown: number; shrunk: number; longer: number }>(sql`
    SELECT count(*) FILTER (WHERE act = 'reservation.member-added' AND detail ? 'more')::integer AS grown,
      count(*) FILTER (WHERE act = 'reservation.member-removed' AND detail ? 'fewer')::integer AS shrunk, count(*) FILTER (WHERE act = 'reservation.held' AND detail ? 'more')::integer AS longer
    FROM audit.events`);
  const seldom = Object.entries(lengths).filter(([what, count]) => count === 0 && (what !== 'shrunk' || ACTS >= 100_000));
  return [...MUST.filter((act) => (came.get(act) ?? 0) <= ACTS / 10_000), ...seldom.map(([what]) => what)];
}

test(
  `[8(3)⑫] [8(2)⑦a] [8(2)⑩a] ${ACTS} random acts by ${ACTORS} actors leave nothing oversold, nobody twice, nothing told that is not so, and every card where its movements end`,
  async () => {
    console.log(`ACTS=${ACTS} ACTS_SEED=${SEED}`);
    arena = await openArena(3, ACTORS);
    lists = await openLists();
    const world: World = { cards: [], notices: [], slots: [], citizens: [], told: [], spare: [], closings: [], came: new Map() };
    for (let n = 0; n < PEOPLE; n += 1) world.cards.push(await arena.card(`田中 花子${n % (PEOPLE - 10)}`));
    await arena.db.run(sql`UPDATE services.services SET party_max = 4, slot_every = 1`);
    const all = await arena.db.rows<{ notice: string }>(sql`SELECT notice_id AS notice FROM cards.cards`);
    world.notices.push(...all.map(({ notice }) => notice));
    // Four hours in a row, and four of another day: visits longer than a slot find room.
    const slots = await arena.db.rows<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE office_id = ${arena.city.main} AND day > ${arena.city.today}::date + 5
        ORDER BY ((day - ${arena.city.today}::date) * 6 + start_minute / 240) % 97, day, start_minute`,
    );
    world.spare.push(...slots.map(({ id }) => id));
    world.slots.push(...world.spare.splice(0, SLOTS));
    // Only these have places: or nobody would wait.
    await arena.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE id <> ALL (${world.slots}::bigint[])`);
    for (const card of [...world.cards, ...world.cards.slice(0, 20)]) world.citizens.push(await arena.citizen(card));
    await addPlaces(arena.desk, STAFF, arena.city.main, { cabinet: '甲', first: 1, count: 3, size: 20 });
    await addPlaces(arena.desk, STAFF, arena.city.branch, { cabinet: '乙', first: 1, count: 1, size: 20 });
    const boxes = (await arena.db.rows<{ id: number }>(sql`SELECT id FROM cards.storage_places`)).map(({ id }) => id);
    const retriedBefore = transactionsRetried();
    const actors = Array.from({ length: ACTORS }, (_, actor) => seeded(SEED + actor * 7_919));
    const round = () =>
      Promise.all(
        actors.map(async (random) => {
          for (let n = 0; n < ACTS / ACTORS / DAYS; n += 1) {
            const part = random.next();
            const came =
              part < 0.15
                ? await onTheShelves({ arena, lists, random, boxes, ...world })
                : await (part < 0.68 ? onTheWeb : part < 0.96 ? atTheDesk : inTheCity)(world, random);
            world.came.set(came, (world.came.get(came) ?? 0) + 1);
          }
        }),
      );
    for (let day = 0; day < DAYS; day += 1) {
      // While nobody acts: an act happens at its own time. Who was left at the counter is of a past day from then on.
      if (day > 0) await arena.pass(24 * 60);
      await round();
    }
    // Who meets whom differs from run to run, so what comes of an act does: it goes on until all has come.
    for (let more = 0; more < DAYS * MORE && (await missing(world)).length > 0; more += 1) await round();
    console.log(
      [...world.came]
        .sort(([, a], [, b]) => b - a)
        .map(([what, count]) => `${what}: ${count}`)
        .join(', '),
    );
    const { deadlocks } = await arena.db.one<{ deadlocks: number }>(
      sql`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    );
    const faults = [...(await invariantFaults(arena.db, world.told)), ...(await cardFaults(arena.db))];
    // Beside the failed test, whose report of a long run may never come.
    if (faults.length > 0 || deadlocks > 0) console.log(JSON.stringify({ faults, deadlocks }));
    expect({
      faults,
      deadlocks,
      retried: transactionsRetried() - retriedBefore,
    }).toEqual({ faults: [], deadlocks: 0, retried: 0 });
    expect(await missing(world)).toEqual([]);
  },
  Math.max(400_000, ACTS * 10 * (1 + MORE)),
);
