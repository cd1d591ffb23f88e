import { afterEach, describe, expect, test } from 'vitest';
import { changeMany, previewBulk } from '../../src/cards/bulk.ts';
import { EVERYBODY } from '../../src/cards/viewer.ts';
import { endDay, readDay, reopenDay } from '../../src/counter/day-end.ts';
import { transactionsRetried } from '../../src/lib/db/faults.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { claimMails } from '../../src/outbox/queue.ts';
import { cardFaults } from '../support/card-faults.ts';
import { invariantFaults } from '../support/invariant.ts';
import { slotAt } from '../support/small-city.ts';
import { DATABASE_TIMERS } from '../support/time.ts';
import { type Arena, openArena, STAFF } from './arena.ts';
import { heldUpIn } from './held-up.ts';

/** The end of a day beside a clerk who changes the status of many cards: both lock the cards of the day. */

let arena: Arena;
afterEach(() => arena.close());

const END_DAY = 'counter.end_day(audit.actor,integer,date,text,boolean)';
const LOCKS =
  'PERFORM counter.lock_people(ARRAY(SELECT DISTINCT reservation_id FROM counter.day_open(p_office, p_day) WHERE NOT waits));';

/** Whether an act did what it was asked; one that a deadlock ended twice did not. */
const went = (act: Promise<{ ok: boolean }>): Promise<boolean> =>
  act.then(
    ({ ok }) => ok,
    () => false,
  );

/**
 * Two visits of a day, the first by its id with the later card. The end of the day waits for what stands for the second visit while the cards are
 * changed: whoever had locked the later card by then waits for the earlier one, which the change holds.
 */
async function endedWhileChanging() {
  const [early, late, other] = [await arena.card('早い 一子'), await arena.card('遅い 二子'), await arena.card('別の 三子')];
  const [first, second] = ['00000000-0000-4000-8000-000000000001', 'ffffffff-0000-4000-8000-000000000002'];
  expect((await arena.bookByDesk(late, await arena.slot(9), first)).ok).toBe(true);
  expect((await arena.bookByDesk(early, await arena.slot(10), second)).ok).toBe(true);
  await arena.pass(11 * 24 * 60);
  const day = Temporal.PlainDate.from(arena.city.today).add({ days: 10 }).toString();
  const at = { officeId: arena.city.main, day };
  const { seen } = await readDay(arena.desk, EVERYBODY, at.officeId, day);
  const cards = [early, late, other];
  const preview = await previewBulk(arena.desk, cards, 'to-destroy');
  const before = transactionsRetried();
  const changing: Promise<boolean>[] = [];
  const ended = await heldUpIn(
    arena,
    sql`SELECT FROM ledger.standing WHERE reservation_id = ${second}::uuid FOR UPDATE`,
    () => went(endDay(arena.desk, STAFF, { ...at, seen })),
    {
      meanwhile: async () => {
        const change = went(changeMany(arena.desk, STAFF, { cards, to: 'to-destroy', why: '期限切れ', seen: preview.seen }));
        changing.push(change);
        await Promise.race([change, arena.waiting(2)]);
      },
    },
  );
  const [changed] = await Promise.all(changing);
  const retried = transactionsRetried() - before;
  return { ended, changed, retried, faults: await cardFaults(arena.db) };
}

describe('[8(2)⑫b] a day is ended while the status of its cards is changed', () => {
  test('what stands is locked before the cards, and the cards in their order: neither meets a deadlock', async () => {
    arena = await openArena(2);
    expect(await endedWhileChanging()).toEqual({ ended: true, changed: true, retried: 0, faults: [] });
  });

  test.runIf(DATABASE_TIMERS)('control: person by person it is a deadlock, and one of the two is tried once more', async () => {
    arena = await openArena(2);
    await arena.break(END_DAY, LOCKS, '');
    const { retried, faults } = await endedWhileChanging();
    expect(retried).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
});

const RECORD = 'counter.record_outcome(audit.actor,uuid,integer,text,text,text)';
const ASKS = 'cards.is_booked(v_card.id, p_reservation)';

/** Somebody who missed a day books again in the moment in which that day is ended: the booking is first at the card. */
async function endedWhileBooking() {
  const card = await arena.card('再来 一子');
  expect((await arena.bookByDesk(card, await arena.slot(9))).ok).toBe(true);
  await arena.pass(11 * 24 * 60);
  const day = Temporal.PlainDate.from(arena.city.today).add({ days: 10 }).toString();
  const { seen } = await readDay(arena.desk, EVERYBODY, arena.city.main, day);
  const slot = await slotAt(arena.db, arena.city, arena.city.main, 20, 9);
  const ending: Promise<boolean>[] = [];
  const booked = await heldUpIn(
    arena,
    sql`SELECT FROM cards.cards WHERE id = ${card} FOR UPDATE`,
    () => went(arena.bookByDesk(card, slot)),
    {
      meanwhile: async () => {
        ending.push(went(endDay(arena.desk, STAFF, { officeId: arena.city.main, day, seen })));
        await arena.waiting(2);
      },
    },
  );
  const [ended] = await Promise.all(ending);
  return { ended, booked, faults: await invariantFaults(arena.db) };
}

describe('[8(2)⑦b] a missed day is ended while somebody of it books again', () => {
  test('both are done, and the card is 予約済 for the visit to come', async () => {
    arena = await openArena(2);
    expect(await endedWhileBooking()).toEqual({ ended: true, booked: true, faults: [] });
  });

  test('control: a record that does not ask for another visit takes 予約済 from a card that is booked', async () => {
    arena = await openArena(2);
    await arena.break(RECORD, ASKS, 'false');
    const { faults } = await endedWhileBooking();
    expect(faults.join()).toContain('booked without being 予約済');
  });
});

const REOPEN_DAY = 'counter.reopen_day(audit.actor,integer,date)';
const MAILS =
  "PERFORM FROM outbox.mails m WHERE m.kind = 'no-show' AND m.state = 'waiting' AND m.reservation_id IN (SELECT a.reservation_id FROM counter.day_absent(p_office, p_day) a) ORDER BY m.id FOR UPDATE;";

/** A day with one who did not come is opened again just as their mail is due: what the worker takes to send meanwhile. */
async function takenWhileReopened(): Promise<string[]> {
  const card = await arena.card('来ない 一子');
  const id = '00000000-0000-4000-8000-000000000001';
  expect((await arena.bookByDesk(card, await arena.slot(9), id)).ok).toBe(true);
  await arena.db.run(sql`UPDATE reservations.reservations SET mail = 'a@example.jp' WHERE id = ${id}::uuid`);
  await arena.pass(11 * 24 * 60);
  const day = Temporal.PlainDate.from(arena.city.today).add({ days: 10 }).toString();
  const { seen } = await readDay(arena.desk, EVERYBODY, arena.city.main, day);
  expect((await endDay(arena.desk, STAFF, { officeId: arena.city.main, day, seen })).ok).toBe(true);
  await arena.pass(24 * 60);
  const taken: string[] = [];
  const reopened = await heldUpIn(
    arena,
    sql`SELECT FROM cards.cards WHERE id = ${card} FOR UPDATE`,
    () => reopenDay(arena.desk, STAFF, { officeId: arena.city.main, day }),
    {
      meanwhile: async () => {
        taken.push(...(await claimMails(arena.desk, 10, 30, [])).map(({ kind }) => kind));
      },
    },
  );
  expect(reopened.ok).toBe(true);
  return taken;
}

describe('[8(2)⑫b] a day is opened again as its mails are due', () => {
  test('a mail that says somebody did not come is not taken to be sent while that is taken back', async () => {
    arena = await openArena(2);
    expect(await takenWhileReopened()).toEqual([]);
  });

  test('control: mails that are not locked are taken and leave', async () => {
    arena = await openArena(2);
    await arena.break(REOPEN_DAY, MAILS, '');
    expect(await takenWhileReopened()).toEqual(['no-show']);
  });
});
