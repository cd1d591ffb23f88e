import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cookieHash } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { cancel } from '../../src/reservations/acts.ts';
import { change } from '../../src/waiting/acts.ts';
import { passOn } from '../../src/waiting/offers.ts';
import { invariantFaults } from '../support/invariant.ts';
import { type Arena, CALLER, type Citizen, openArena, STAFF } from './arena.ts';
import { heldUpIn } from './held-up.ts';

/** The address of somebody who waits is put right: whoever came through the one before books nothing any more (§8(3)④). */

const RIGHT = 'right@example.jp';
let arena: Arena;
/** Somebody who waits under a wrong address, and is offered the one free place. */
let waits: Citizen;
let slots: { offered: number; other: number };

beforeEach(async () => {
  arena = await openArena(1);
  slots = { offered: await arena.slot(10), other: await arena.slot(13) };
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE id <> ${slots.offered}`);
  const id = randomUUID();
  expect(await arena.bookByDesk(await arena.card('予約 太郎'), slots.offered, id)).toMatchObject({ ok: true });
  waits = await arena.citizen(await arena.card('待 花子'));
  const { kinds, parts, from, to } = wish();
  const entered = await arena.citizens.enterWaiting(
    waits.cookie,
    randomUUID(),
    { offices: ['honcho'], from, to, kinds: [...kinds], parts: [...parts] },
    CALLER,
  );
  expect(entered).toEqual({ ok: true, value: 'entered' });
  await cancel(arena.desk, STAFF, { id, version: 0, reason: '' });
  await passOn(arena.desk);
});
afterEach(() => arena.close());

function wish(): Pick<Parameters<typeof change>[2], 'from' | 'to' | 'kinds' | 'parts'> {
  const [year = 0, month = 1, day = 1] = arena.city.today.split('-').map(Number);
  const to = new Date(Date.UTC(year, month - 1, day + 29)).toISOString().slice(0, 10);
  return { from: arena.city.today, to, kinds: ['weekday', 'holiday'], parts: ['morning', 'afternoon', 'evening'] };
}

/** A clerk puts another address in the place of the one it has. */
async function correct(mail: string | null) {
  const e = await arena.db.one<{ id: string; version: number; offices: number[]; from: string; to: string }>(
    sql`SELECT id, version, office_ids AS offices, from_day AS "from", to_day AS "to" FROM waiting.entries`,
  );
  return change(arena.desk, STAFF, { ...wish(), ...e, mail, phone: '0312345678', language: 'ja' });
}

/** A browser that pressed the link of the mail to the address as it is. */
async function browser(): Promise<Buffer> {
  const { secret } = await arena.db.one<{ secret: string }>(
    sql`SELECT waiting.new_link(e.id, o.id, e.mail) AS secret FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id WHERE o.outcome IS NULL`,
  );
  const cookie = cookieHash(randomBytes(16).toString('hex'));
  expect(await arena.citizens.takeOffer(secret, cookie, 'ja', CALLER)).toBe('ready');
  return cookie;
}

const held = () =>
  arena.db.one<{ id: string; version: number; state: string; mail: string | null; slot: number }>(
    sql`SELECT r.id, r.version, r.state, r.mail, r.slot_id AS slot FROM waiting.offers o JOIN reservations.reservations r ON r.id = o.reservation_id`,
  );

async function confirm(cookie: Buffer) {
  const { id, version } = await held();
  return arena.alone.confirm(cookie, id, version, CALLER);
}

const isOver = async (cookie: Buffer) =>
  (await arena.citizens.visit(cookie)) === undefined && (await arena.citizens.whyOver(cookie));

test.each([RIGHT, null])('[8(3)④] an address put right (to %s) ends the browser that went on with the offer', async (mail) => {
  const stranger = await browser();
  expect(await correct(mail)).toEqual({ ok: true, value: 'changed' });
  expect(await isOver(stranger)).toBe('ended');
  expect(await confirm(stranger)).toMatchObject({ ok: false, reason: 'no_visit' });
  expect(await held()).toMatchObject({ state: 'held', mail });
  // Nor their own browser, which proved the address that is none.
  expect(await isOver(waits.cookie)).toBe('ended');
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)④] the offer is gone on with through the address that was put right', async () => {
  await browser();
  await arena.db.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE kind = 'waiting-offer'`);
  await correct(RIGHT);
  const right = await browser();
  expect(await confirm(right)).toMatchObject({ ok: true });
  expect(await held()).toMatchObject({ state: 'booked', mail: RIGHT });
  expect(await arena.citizens.visit(right)).toMatchObject({ state: 'booked' });
});

test('[8(3)④] who moved to another time, or typed an address of their own, is ended with what they hold', async () => {
  await arena.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${slots.other}`);
  const stranger = await browser();
  expect(await arena.citizens.hold(stranger, randomUUID(), slots.other, CALLER)).toMatchObject({ ok: true });
  await arena.db.run(sql`UPDATE reservations.visits SET mail = 'other@example.jp' WHERE cookie_hash = ${stranger}`);
  await correct(RIGHT);
  expect(await isOver(stranger)).toBe('ended');
  expect(await held()).toMatchObject({ state: 'cancelled', slot: slots.other });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)④] capital letters make no other address: nobody is ended', async () => {
  const own = await browser();
  expect(await correct('A@Example.jp')).toEqual({ ok: true, value: 'changed' });
  expect(await arena.citizens.visit(own)).toMatchObject({ state: 'held' });
});

/** A booking and the correction of its address at one moment: which is first, both wait for the place. */
const atOnce = async (stranger: Buffer) => {
  const { id } = await held();
  return heldUpIn(
    arena,
    sql`SELECT FROM reservations.reservations WHERE id = ${id} FOR UPDATE`,
    async () => {
      const booking = confirm(stranger);
      await arena.waiting(1);
      return Promise.all([booking, correct(RIGHT)]);
    },
    { waiters: 2 },
  );
};

test('[8(3)④] [8(3)⑫] what is booked at that moment is said to the clerk: its address is put right on the booking', async () => {
  const [booked, corrected] = await atOnce(await browser());
  expect(booked.ok).toBe(true);
  expect(corrected).toMatchObject({ ok: false, reason: 'already_booked' });
});
