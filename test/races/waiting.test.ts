import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { actorSql } from '../../src/audit/actor.ts';
import { cookieHash } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { cancel } from '../../src/reservations/acts.ts';
import { enter, pass } from '../../src/waiting/acts.ts';
import { passOn } from '../../src/waiting/offers.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, CALLER, type Citizen, openArena, STAFF, walk } from './arena.ts';
import { heldUpIn } from './held-up.ts';

let arena: Arena;
let slot: number;
/** One place in the whole city, taken by somebody who may cancel. */
let booked: { id: string; version: number };

beforeEach(async () => {
  arena = await openArena(1);
  slot = await arena.slot(10);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE id <> ${slot}`);
  const id = randomUUID();
  expect(await arena.bookByDesk(await arena.card('予約 太郎'), slot, id)).toMatchObject({ ok: true });
  booked = { id, version: 0 };
});
afterEach(() => arena.close());

let people = 0;
/** Somebody who waits for any time at the main hall. */
async function waits(): Promise<Citizen> {
  people += 1;
  const one = await arena.citizen(await arena.card(`待 花子${people}`));
  expect(await wait(one)).toEqual({ ok: true, value: 'entered' });
  return one;
}

const wait = (one: Citizen) =>
  arena.citizens.enterWaiting(
    one.cookie,
    randomUUID(),
    {
      offices: ['honcho'],
      from: arena.city.today,
      to: lastDay(),
      kinds: ['weekday', 'holiday'],
      parts: ['morning', 'afternoon', 'evening'],
    },
    CALLER,
  );
const lastDay = (): string => {
  const [year = 0, month = 1, day = 1] = arena.city.today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + 29)).toISOString().slice(0, 10);
};

const isOffered = async (one: Citizen): Promise<boolean> => (await arena.citizens.waiting(one.cookie))?.offer != null;
const cancelled = () => cancel(arena.desk, STAFF, { ...booked, reason: '' });

/** Lets the time go on until what is held is held no longer. */
async function untilOver(): Promise<void> {
  const { minutes } = await arena.db.one<{ minutes: number }>(
    sql`SELECT ceil(extract(epoch FROM max(held_until) - lib.now()) / 60)::integer AS minutes FROM reservations.reservations WHERE offered`,
  );
  await arena.pass(minutes);
}

/** The mails of what is offered left. */
const told = () => arena.db.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE kind = 'waiting-offer'`);

/** The link of the mail that was put for who is offered something. */
const linkFor = async (one: Citizen): Promise<string> =>
  (
    await arena.db.one<{ secret: string }>(sql`
      SELECT waiting.new_link(e.id, o.id, e.mail) AS secret FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id
      WHERE o.outcome IS NULL AND e.card_ids = ARRAY[${one.card}::bigint]`)
  ).secret;

const browser = (): Buffer => cookieHash(randomBytes(16).toString('hex'));

test('what becomes free is held for the first in line, at one time by whoever notices, and for nobody else', async () => {
  const [first, second] = [await waits(), await waits()];
  await cancelled();
  await Promise.all(Array.from({ length: 12 }, () => passOn(arena.desk)));
  expect([await isOffered(first), await isOffered(second)]).toEqual([true, false]);
  const stranger = await arena.citizen(await arena.card('別 人'));
  expect(await walk(arena, stranger, slot)).toBe('full');
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('control: an offer that is told by two mails, or by none, is found', async () => {
  await waits();
  await cancelled();
  await passOn(arena.desk);
  expect(await invariantFaults(arena.db)).toEqual([]);
  const found = [expect.stringContaining('offered by mail, but not exactly one mail')];
  await arena.db.run(sql`
    INSERT INTO outbox.mails (kind, reservation_id, once, about, due_at, next_at, created_at)
    SELECT kind, reservation_id, once || ':twice', about, due_at, next_at, created_at FROM outbox.mails WHERE kind = 'waiting-offer'`);
  expect(await invariantFaults(arena.db)).toEqual(found);
  await arena.db.run(sql`DELETE FROM outbox.mails WHERE kind = 'waiting-offer'`);
  expect(await invariantFaults(arena.db)).toEqual(found);
});

test('a citizen who cancels passes the place on at once, without the worker', async () => {
  const one = await arena.citizen(await arena.card('予約 花子'));
  await cancelled();
  expect(await walk(arena, one, slot)).toMatchObject({ number: expect.any(String) });
  const first = await waits();
  expect(await arena.citizens.cancel(one.cookie, 0, CALLER)).toMatchObject({ ok: true });
  expect(await isOffered(first)).toBe(true);
});

test('an offer that is let pass goes to the next one, who takes it by the link, once; a second browser does not', async () => {
  const [first, second] = [await waits(), await waits()];
  await cancelled();
  await passOn(arena.desk);
  const old = await linkFor(first);
  await told();
  await untilOver();
  await passOn(arena.desk);
  expect([await isOffered(first), await isOffered(second)]).toEqual([false, true]);
  expect(await arena.citizens.takeOffer(old, browser(), 'ja', CALLER)).toBe('over');
  const secret = await linkFor(second);
  const cookies = Array.from({ length: 6 }, browser);
  const took = await Promise.all(cookies.map((cookie) => arena.citizens.takeOffer(secret, cookie, 'ja', CALLER)));
  expect(took.toSorted()).toEqual(['ready', 'used', 'used', 'used', 'used', 'used']);
  const cookie = cookies[took.indexOf('ready')] ?? browser();
  const visit = await arena.citizens.visit(cookie);
  expect(visit).toMatchObject({ state: 'held', slotId: slot });
  expect(await arena.citizens.confirm(cookie, visit?.reservationId ?? '', 0, CALLER)).toMatchObject({ ok: true });
  await passOn(arena.desk);
  expect(await arena.citizens.waiting(second.cookie)).toBeNull();
  expect(await arena.citizens.waiting(first.cookie)).toMatchObject({ ended: null });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('an offer whose mail never left while the worker or the mail server was away is no silence: the same time is offered once more', async () => {
  const [first, second] = [await waits(), await waits()];
  await cancelled();
  await passOn(arena.desk);
  const silent = async () => (await arena.db.one<{ n: number }>(sql`SELECT sum(silent)::integer AS n FROM waiting.entries`)).n;
  await untilOver();
  await passOn(arena.desk);
  expect([await isOffered(first), await isOffered(second), await silent()]).toEqual([true, false, 0]);
  // Not for ever: the next one is no less first in the end.
  await untilOver();
  await passOn(arena.desk);
  expect([await isOffered(first), await isOffered(second), await silent()]).toEqual([false, true, 0]);
  await told();
  await untilOver();
  await passOn(arena.desk);
  expect(await silent()).toBe(1);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test.each([
  ['restored', 0],
  ['could not be written', 0],
  ['554 5.7.1 relaying denied', 0],
  ['550 5.1.1 user unknown', 1],
] as const)('an offer whose mail was given up (%s) is silence only where its address refused it', async (error, silence) => {
  await waits();
  await cancelled();
  await passOn(arena.desk);
  await arena.db.run(sql`UPDATE outbox.mails SET state = 'dead', last_error = ${error} WHERE kind = 'waiting-offer'`);
  await untilOver();
  await passOn(arena.desk);
  expect(await arena.db.one(sql`SELECT sum(silent)::integer AS n FROM waiting.entries`)).toEqual({ n: silence });
});

/** Offered, let pass, and the worker dead all the while: what somebody who comes then is told. */
async function afterSilence() {
  await waits();
  await cancelled();
  await passOn(arena.desk);
  const { minutes } = await arena.db.one<{ minutes: number }>(
    sql`SELECT ceil(extract(epoch FROM until - lib.now()) / 60)::integer AS minutes FROM waiting.offers`,
  );
  await arena.pass(minutes);
  return walk(arena, await arena.citizen(await arena.card('別 人')), slot);
}

test('[8(2)⑤d] with the worker dead, an offer that lapsed is a free place for anybody', async () => {
  expect(await afterSilence()).toMatchObject({ number: expect.any(String) });
  // And when it is back, it finds what there is.
  await passOn(arena.desk);
  expect(await arena.db.rows(sql`SELECT outcome FROM waiting.offers`)).toEqual([{ outcome: 'lapsed' }]);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(2)⑤d] control: an offer whose hold does not end with it keeps the place from everybody', async () => {
  await arena.break(
    'reservations.offer(audit.actor,uuid,integer,bigint,jsonb,text,text,text,text,timestamptz)',
    'SET held_until = p_until',
    "SET held_until = 'infinity'",
  );
  expect(await afterSilence()).toBe('full');
  expect((await invariantFaults(arena.db)).join()).toContain('held for who waits');
});

test('who leaves, or lets an offer go, passes it on; who is offered a place and leaves holds nothing more', async () => {
  const [first, second, third] = [await waits(), await waits(), await waits()];
  await cancelled();
  await passOn(arena.desk);
  expect(await arena.citizens.passOffer(await linkFor(first), CALLER)).toBe('passed');
  expect([await isOffered(first), await isOffered(second)]).toEqual([false, true]);
  expect(await arena.citizens.leaveWaiting(second.cookie, CALLER)).toEqual({ ok: true, value: 'left' });
  expect(await isOffered(third)).toBe(true);
  // Nobody is offered twice what they let go.
  expect(await arena.citizens.leaveByLink(await linkFor(third), CALLER)).toBe('left');
  expect(await isOffered(first)).toBe(false);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

/** What becomes of an offered place that is let pass while its booking is being made: the press waits for the booking. */
async function passedWhileBooked(press: (one: Citizen) => Promise<unknown>) {
  const one = await waits();
  await cancelled();
  await passOn(arena.desk);
  const { id } = await arena.db.one<{ id: string }>(sql`SELECT reservation_id AS id FROM waiting.offers WHERE outcome IS NULL`);
  let pressed: Promise<unknown> = Promise.resolve();
  await arena.desk.transaction(async (tx) => {
    await tx.run(sql`SELECT reservations.confirm(${actorSql(STAFF)}, ${id}::uuid)`);
    pressed = press(one);
    await arena.waiting(1);
  });
  const said = await pressed;
  await passOn(arena.desk);
  const rows = await arena.db.rows(sql`
    SELECT r.state, o.outcome, e.end_reason AS ended FROM waiting.offers o JOIN reservations.reservations r ON r.id = o.reservation_id JOIN waiting.entries e ON e.id = o.entry_id`);
  return { said, rows };
}

const entryOf = async (): Promise<string> => (await arena.db.one<{ id: string }>(sql`SELECT id FROM waiting.entries`)).id;
const passes = async () => {
  const { hold } = await arena.db.one<{ hold: string }>(sql`SELECT reservation_id AS hold FROM waiting.offers`);
  return pass(arena.desk, STAFF, await entryOf(), hold);
};

test('an offer that is let pass while it is booked stays a booking', async () => {
  expect(await passedWhileBooked(passes)).toEqual({
    said: { ok: true, value: 'already' },
    rows: [{ state: 'booked', outcome: 'taken', ended: 'booked' }],
  });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('whoever leaves the list while their offer is booked keeps the booking', async () => {
  expect(await passedWhileBooked((one) => arena.citizens.leaveWaiting(one.cookie, CALLER))).toEqual({
    said: { ok: true, value: 'left' },
    rows: [{ state: 'booked', outcome: 'taken', ended: 'left' }],
  });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('control: given back by what was read of it a moment before, the booking is lost', async () => {
  await arena.break('reservations.take_offer_back(audit.actor,uuid)', " AND state = 'held'", '');
  expect((await passedWhileBooked(passes)).rows).toMatchObject([{ state: 'cancelled' }]);
});

test.each(['passOffer', 'leaveByLink'] as const)(
  'what is opened by its mail at the moment of a press of the same link (%s) stays held: the press is told that somebody goes on with it',
  async (press) => {
    const one = await waits();
    await cancelled();
    await passOn(arena.desk);
    const [secret, cookie] = [await linkFor(one), browser()];
    let pressed: Promise<unknown> = Promise.resolve();
    await arena.db.transaction(async (tx) => {
      expect(await tx.one(sql`SELECT citizen.take_offer(${secret}, ${cookie}, 'ja', 'race', '192.0.2.0') AS took`)).toEqual({
        took: 'ready',
      });
      pressed = arena.citizens[press](secret, CALLER);
      await arena.waiting(1);
    });
    expect(await pressed).toBe('used');
    expect(await arena.citizens.visit(cookie)).toMatchObject({ state: 'held', slotId: slot });
    expect(await isOffered(one)).toBe(true);
    expect(await invariantFaults(arena.db)).toEqual([]);
  },
);

/** A time for so many together, all of it taken: who is so many may wait. */
async function takenFor(people: number): Promise<void> {
  const at = await arena.slot(12);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = ${people}::integer WHERE id = ${at}`);
  for (let n = 0; n < people; n += 1)
    expect(await arena.bookByDesk(await arena.card(`先約 ${n}`), at, randomUUID())).toMatchObject({ ok: true });
}

test('a family waits until there is a place for everyone; one behind them who fits is offered the single place', async () => {
  const mother = await arena.citizen(await arena.card('家族 母'));
  const child = await arena.card('家族 子');
  await arena.db.run(
    sql`UPDATE reservations.visits SET card_ids = card_ids || ${child}::bigint WHERE cookie_hash = ${mother.cookie}`,
  );
  // No time of the city is for two: no cancellation would help.
  expect(await wait(mother)).toEqual({ ok: false, reason: 'bad_choice', detail: 'too_many 本庁' });
  await takenFor(2);
  expect(await wait(mother)).toMatchObject({ ok: true });
  const single = await waits();
  await cancelled();
  await passOn(arena.desk);
  expect([await isOffered(mother), await isOffered(single)]).toEqual([false, true]);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 3 WHERE id = ${slot}`);
  await passOn(arena.desk);
  expect([await isOffered(mother), await isOffered(single)]).toEqual([true, true]);
  expect(await arena.db.rows(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).toEqual([{ taken: 3 }]);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('a family that takes a slot more waits until both of its slots are free; where none of the days has two in a row it is told so', async () => {
  const mother = await arena.citizen(await arena.card('家族 母'));
  const child = await arena.card('家族 子');
  await arena.db.run(
    sql`UPDATE reservations.visits SET card_ids = card_ids || ${child}::bigint WHERE cookie_hash = ${mother.cookie}`,
  );
  await arena.db.run(sql`UPDATE services.services SET slot_every = 1, counts = 'parties'`);
  await arena.db.run(sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE id <> ${slot}`);
  expect(await wait(mother)).toEqual({ ok: false, reason: 'bad_choice', detail: 'too_many 本庁' });
  const after = await arena.slot(11);
  await arena.db.run(sql`UPDATE ledger.slots SET gone = false, closed_at = NULL, capacity = 1 WHERE id = ${after}`);
  const id = randomUUID();
  expect(await arena.bookByDesk(await arena.card('予約 次郎'), after, id)).toMatchObject({ ok: true });
  expect(await wait(mother)).toMatchObject({ ok: true });
  await cancelled();
  await passOn(arena.desk);
  expect(await isOffered(mother)).toBe(false);
  await cancel(arena.desk, STAFF, { id, version: 0, reason: '' });
  await passOn(arena.desk);
  expect(await isOffered(mother)).toBe(true);
  expect(await arena.db.rows(sql`SELECT id, taken FROM ledger.slots WHERE taken > 0 ORDER BY id`)).toEqual([
    { id: slot, taken: 1 },
    { id: after, taken: 1 },
  ]);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('the same family, begun by another of them, keeps what is held for it and its order', async () => {
  const mother = await arena.citizen(await arena.card('家族 母'));
  const child = await arena.card('家族 子');
  const inOrder = (cards: number[]) =>
    arena.db.run(sql`UPDATE reservations.visits SET card_ids = ${cards}::bigint[] WHERE cookie_hash = ${mother.cookie}`);
  await inOrder([mother.card, child]);
  await takenFor(2);
  expect(await wait(mother)).toMatchObject({ ok: true });
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = taken + 2 WHERE id = ${slot}`);
  await passOn(arena.desk);
  expect(await isOffered(mother)).toBe(true);
  await inOrder([child, mother.card]);
  expect(await wait(mother)).toMatchObject({ ok: true, value: 'already' });
  expect(await isOffered(mother)).toBe(true);
  expect(await arena.db.rows(sql`SELECT card_ids::integer[] AS cards FROM waiting.entries`)).toEqual([
    { cards: [mother.card, child] },
  ]);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('one of a family has a booking: the others wait on in their place, are told, and are offered what fits them; with all of them booked it ends', async () => {
  const [mother, child, last] = [
    await arena.citizen(await arena.card('家族 母')),
    await arena.card('家族 子'),
    await arena.card('家族 祖母'),
  ];
  await arena.db.run(
    sql`UPDATE reservations.visits SET card_ids = card_ids || ${[child, last]}::bigint[] WHERE cookie_hash = ${mother.cookie}`,
  );
  await takenFor(3);
  expect(await wait(mother)).toMatchObject({ ok: true });
  const entries = () =>
    arena.db.rows<{ cards: number[]; why: string | null }>(
      sql`SELECT card_ids::integer[] AS cards, end_reason AS why FROM waiting.entries ORDER BY entered_at LIMIT 1`,
    );
  const other = await arena.slot(15);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${other}`);
  expect(await arena.bookByDesk(mother.card, other, randomUUID())).toMatchObject({ ok: true });
  await passOn(arena.desk);
  expect(await entries()).toEqual([{ cards: [child, last], why: null }]);
  expect(await arena.db.rows(sql`SELECT detail - 'entry' AS detail FROM audit.events WHERE act = 'waiting.went-on'`)).toEqual([
    { detail: { people: 2, booked: 1 } },
  ]);
  expect(await arena.db.rows(sql`SELECT FROM outbox.mails WHERE kind = 'waiting' AND about ? 'rest'`)).toHaveLength(1);
  // Before the minute that notes it: what is free is offered to the one who is left, who stands before who came later.
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 2 WHERE id = ${other}`);
  expect(await arena.bookByDesk(child, other, randomUUID())).toMatchObject({ ok: true });
  const behind = await waits();
  await cancelled();
  await arena.db.run(sql`SELECT waiting.offer_next()`);
  expect(await isOffered(behind)).toBe(false);
  expect(
    await arena.db.rows(
      sql`SELECT e.card_ids::integer[] AS cards FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id`,
    ),
  ).toEqual([{ cards: [last] }]);
  await arena.db.run(
    sql`SELECT waiting.book(ROW('operator', NULL, NULL, NULL)::audit.actor, e.id, waiting.open_hold(e.id, lib.now())) FROM waiting.entries e WHERE e.card_ids = ARRAY[${last}::bigint]`,
  );
  expect(await entries()).toEqual([{ cards: [last], why: 'booked' }]);
  await passOn(arena.desk);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('whoever is offered a time and chooses another one holds that for minutes, as anybody; what they let go is passed on', async () => {
  const [first, second] = [await waits(), await waits()];
  await cancelled();
  await passOn(arena.desk);
  const other = await arena.slot(15);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${other}`);
  expect(await arena.citizens.hold(first.cookie, first.id, other, CALLER)).toMatchObject({ ok: true });
  await passOn(arena.desk);
  expect(await isOffered(second)).toBe(true);
  await arena.pass(11);
  expect(await walk(arena, await arena.citizen(await arena.card('別 人')), other)).toMatchObject({ number: expect.any(String) });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('who waits for an office or a service that goes out of use is told that it is over, and not while another of their offices is open', async () => {
  const one = await waits();
  const entry = () =>
    arena.db.one<{ why: string | null }>(
      sql`SELECT end_reason AS why FROM waiting.entries WHERE card_ids = ARRAY[${one.card}::bigint] ORDER BY entered_at DESC LIMIT 1`,
    );
  const main = sql`UPDATE offices.offices SET retired_at = lib.now() WHERE code = 'honcho'`;
  await arena.db.run(sql`UPDATE waiting.entries SET office_ids = ARRAY(SELECT id FROM offices.offices ORDER BY id LIMIT 2)`);
  await arena.db.run(main);
  await passOn(arena.desk);
  expect(await entry()).toEqual({ why: null });
  await arena.db.run(sql`UPDATE offices.offices SET citizens_to = lib.day_of(lib.now()) - 1 WHERE code <> 'honcho'`);
  await passOn(arena.desk);
  expect(await entry()).toEqual({ why: 'days' });
  expect(await arena.db.rows(sql`SELECT FROM outbox.mails WHERE kind = 'waiting-over'`)).toHaveLength(1);

  await arena.db.run(sql`UPDATE offices.offices SET retired_at = NULL, citizens_to = NULL`);
  expect(await wait(one)).toEqual({ ok: true, value: 'entered' });
  await arena.db.run(sql`UPDATE services.services SET retired_at = lib.now()`);
  await passOn(arena.desk);
  expect(await entry()).toEqual({ why: 'days' });
});

test('a shut counter takes back what it offered; a booking elsewhere, a card that ends and three unanswered offers end an entry', async () => {
  const [shut, elsewhere, ended] = [await waits(), await waits(), await waits()];
  await cancelled();
  await passOn(arena.desk);
  expect(await isOffered(shut)).toBe(true);
  await arena.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now(), gone = true WHERE id = ${slot}`);
  await passOn(arena.desk);
  expect(await isOffered(shut)).toBe(false);
  const other = await arena.slot(15);
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 5 WHERE id = ${other}`);
  expect(await arena.bookByDesk(elsewhere.card, other)).toMatchObject({ ok: true });
  await arena.db.run(sql`UPDATE cards.cards SET is_open = false WHERE id = ${ended.card}`);
  await arena.db.run(sql`UPDATE waiting.entries SET silent = 3 WHERE card_ids = ARRAY[${shut.card}::bigint]`);
  await passOn(arena.desk);
  expect(await arena.db.rows(sql`SELECT end_reason AS why FROM waiting.entries ORDER BY entered_at`)).toEqual([
    { why: 'silent' },
    { why: 'booked' },
    { why: 'card' },
  ]);
  // Who booked was told by the booking.
  expect(await arena.db.rows(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = 'waiting-over'`)).toEqual([
    { n: 2 },
  ]);
});

test('one person waits once; who could book at once is told so; switched off, nobody enters and nothing is offered', async () => {
  const one = await waits();
  expect(await wait(one)).toEqual({ ok: true, value: 'already' });
  const again = await arena.citizen(one.card);
  await arena.db.run(sql`UPDATE reservations.visits SET mail = 'other@example.jp' WHERE cookie_hash = ${again.cookie}`);
  expect(await wait(again)).toEqual({ ok: false, reason: 'waits_elsewhere' });
  expect(await arena.citizens.waiting(again.cookie)).toBeNull();
  expect(await arena.citizens.leaveWaiting(again.cookie, CALLER)).toEqual({ ok: false, reason: 'unknown' });
  await arena.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('waiting-hold-hours', '0')`);
  await cancelled();
  expect(await passOn(arena.desk)).toEqual({ settled: 0, offered: 0 });
  const late = await arena.citizen(await arena.card('遅 花子'));
  expect(await wait(late)).toEqual({ ok: false, reason: 'off' });
  await arena.db.run(sql`DELETE FROM site.settings`);
  expect(await wait(late)).toMatchObject({
    ok: false,
    reason: 'place_free',
    detail: expect.stringContaining(`"slot": ${slot},`),
  });
  expect(await isOffered(one)).toBe(false);
});

test('staff enter who has no mail, and the place is held within the hours in which somebody can call', async () => {
  const card = await arena.card('電話 花子');
  const entered = await enter(arena.desk, STAFF, {
    id: randomUUID(),
    serviceId: arena.city.service,
    cards: [card],
    mail: null,
    phone: '0942301234',
    language: 'ja',
    offices: [arena.city.main],
    from: arena.city.today,
    to: lastDay(),
    kinds: ['weekday', 'holiday'],
    parts: ['morning'],
  });
  expect(entered).toEqual({ ok: true, value: 'entered' });
  await cancelled();
  await passOn(arena.desk);
  const rows = await arena.db.rows(sql`
    SELECT lib.minute_of(o.until) BETWEEN 541 AND 1020 AND waiting.day_kind(lib.day_of(o.until)) = 'weekday' AS in_hours, (SELECT count(*)::integer FROM outbox.mails WHERE kind = 'waiting-offer') AS mails
    FROM waiting.offers o`);
  expect(rows).toEqual([{ in_hours: true, mails: 0 }]);
});

test('a card that somebody waits with is not deleted; one that is being deleted cannot be waited with', async () => {
  const one = await waits();
  const gone = sql`DELETE FROM cards.cards WHERE id = ${one.card}`;
  await expect(arena.db.run(gone)).rejects.toMatchObject({ code: '23503' });
  const other = await arena.citizen(await arena.card('消える 花子'));
  const entered = await heldUpIn(arena, sql`DELETE FROM cards.cards WHERE id = ${other.card}`, () => wait(other));
  expect(entered).toMatchObject({ ok: false, reason: 'card_not_bookable' });
  expect(await invariantFaults(arena.db)).toEqual([]);
  // Who waits no more holds nothing.
  expect(await arena.citizens.leaveWaiting(one.cookie, CALLER)).toMatchObject({ ok: true });
  expect(await arena.db.run(gone)).toBe(1);
});
