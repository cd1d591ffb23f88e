import { afterEach, describe, expect, test } from 'vitest';
import { type CloseRequest, close, type Range, reopen } from '../../src/closing/acts.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import { codeOf } from '../../src/lib/fault.ts';
import { claimMails } from '../../src/outbox/queue.ts';
import { book, keep, move } from '../../src/reservations/acts.ts';
import { readReservation } from '../../src/reservations/read.ts';
import { deskRequest } from '../support/booking.ts';
import { closeRequest } from '../support/closing.ts';
import { invariantFaults } from '../support/invariant.ts';
import { said } from '../support/must.ts';
import { slotAt } from '../support/small-city.ts';
import { DATABASE_TIMERS } from '../support/time.ts';
import { type Arena, CALLER, type Citizen, crowd, openArena, STAFF, told, walk } from './arena.ts';
import { heldUpIn } from './held-up.ts';

let arena: Arena;
afterEach(() => arena.close());

const CLOSE = 'closing.close_offices(audit.actor,uuid,integer[],integer,date,date,integer,integer,text,text,integer,jsonb,text)';
const LATER = 'v_booked := closing.booked_in(v_slots);';
const LOCK = 'PERFORM ledger.lock(v_slots || v_spare);';
const SHUT =
  'PERFORM ledger.close_for(c.id, ARRAY(SELECT s.id FROM ledger.slots s WHERE s.id = ANY (v_slots) AND s.office_id = c.office_id), v_at) FROM closing.closings c WHERE c.form_id = p_form;';
const FOLLOW = 'closing.follow_up(audit.actor,integer,bigint[],uuid[],bigint[],jsonb,timestamptz,timestamptz)';

/** An hour of the day ten days from today, at the main office, or at these. */
const hour = async (from: number, hours = 1, officeIds = [arena.city.main]): Promise<Range> => {
  const { day } = await arena.db.one<{ day: string }>(sql`SELECT ${arena.city.today}::date + 10 AS day`);
  return { officeIds, serviceId: null, from: day, to: day, hours: { from: from * 60, to: (from + hours) * 60 } };
};
/** Closes as a clerk does who looks again where something moved meanwhile. */
async function shut(range: Range, more: Partial<CloseRequest> = {}): Promise<number> {
  const closed = await close(arena.desk, STAFF, await closeRequest(arena.desk, range, more));
  if (closed.ok) return closed.value;
  if (closed.reason !== 'changed_meanwhile') throw new Error(closed.reason);
  return shut(range, more);
}

/** Begins work that waits for a lock which the test holds, then `meanwhile`, then lets go; what both came to. */
const heldUp = <T>(lock: Sql, begin: () => Promise<T>, waiters: number, meanwhile?: () => Promise<void>) =>
  heldUpIn(arena, lock, begin, { waiters, meanwhile });

/** A clerk books by phone while the same hour is closed; the booking has claimed its place and not yet committed when the closing begins. */
async function bookWhileClosing(offices: 'one office' | 'two offices') {
  const { main, branch } = arena.city;
  const range = await hour(9, 1, offices === 'one office' ? [main] : [main, branch]);
  // Of two it is the one that is shut last.
  const slot = await slotAt(arena.db, arena.city, offices === 'one office' ? main : branch, 10, 9);
  const card = await arena.card('田中 花子');
  const request = await closeRequest(arena.desk, range);
  // The booking waits between its claim and its end, where it changes its card; the claim itself waits only for a card that is taken out.
  const [booked, closed] = await heldUp(
    sql`SELECT FROM cards.cards WHERE id = ${card} FOR NO KEY UPDATE`,
    async () => {
      const booking = book(arena.desk, STAFF, deskRequest(arena.city, card, slot));
      await arena.waiting(1);
      return Promise.all([booking, close(arena.desk, STAFF, request)]);
    },
    1,
    // With its guards on the closing waits for the booking; without, it has done all it does before that.
    () => arena.closingBegan(),
  );
  return { booked: said(booked), closed: said(closed), faults: await invariantFaults(arena.db) };
}

const BOTH = [['one office'], ['two offices']] as const;

describe('[8(2)⑤c] booking while closing', () => {
  test.each(BOTH)(
    '%s: who is booked at the last moment is on the list, or the clerk is shown the difference',
    async (offices) => {
      arena = await openArena(2);
      expect(await bookWhileClosing(offices)).toEqual({ booked: 'ok', closed: 'changed_meanwhile', faults: [] });
      await shut(await hour(9, 1, [arena.city.main, arena.city.branch]));
      expect(await arena.db.rows(sql`SELECT 1 FROM closing.affected`)).toHaveLength(1);
      expect(await invariantFaults(arena.db)).toEqual([]);
    },
  );

  test.each(BOTH)('%s, control: the list before the closing misses them', async (offices) => {
    arena = await openArena(2);
    await arena.break(CLOSE, LATER, '');
    await arena.break(CLOSE, LOCK, `${LATER} ${LOCK}`);
    const { booked, closed, faults } = await bookWhileClosing(offices);
    expect([booked, closed]).toEqual(['ok', 'ok']);
    expect(faults.join()).toContain('on no list of a closing');
  });

  test.each(BOTH)('%s, control: closing and listing in one statement misses them', async (offices) => {
    arena = await openArena(2);
    await arena.break(CLOSE, LOCK, '');
    await arena.break(CLOSE, SHUT, '');
    await arena.break(
      CLOSE,
      LATER,
      `WITH shut AS (UPDATE ledger.slots SET closed_at = v_at, closing_id = (SELECT min(id) FROM closing.closings WHERE form_id = p_form) WHERE id = ANY (v_slots) RETURNING id)
       SELECT coalesce(array_agg(r.id ORDER BY r.id) FILTER (WHERE r.id IS NOT NULL), '{}') INTO v_booked
       FROM shut LEFT JOIN reservations.reservations r ON r.slot_id = shut.id AND r.state = 'booked';`,
    );
    const { booked, closed, faults } = await bookWhileClosing(offices);
    expect([booked, closed]).toEqual(['ok', 'ok']);
    expect(faults.join()).toContain('on no list of a closing');
  });
});

/** A citizen confirms a hold; the slot is closed between the confirm's beginning and its reading of the slot. */
async function confirmWhileClosing() {
  const [one] = await crowd(arena, 1);
  if (one === undefined) throw new Error('nobody');
  expect((await arena.citizens.hold(one.cookie, one.id, await arena.slot(9), CALLER)).ok).toBe(true);
  const range = await hour(9);
  let closing = 0;
  const confirmed = await heldUp(
    sql`SELECT FROM cards.cards WHERE id = ${one.card} FOR UPDATE`,
    () => arena.citizens.confirm(one.cookie, one.id, 0, CALLER),
    1,
    async () => {
      closing = await shut(range);
    },
  );
  return { confirmed: said(confirmed), closing, faults: await invariantFaults(arena.db) };
}

describe('[8(2)⑤c] confirming a hold while its slot is closed', () => {
  test('the hold is not booked', async () => {
    arena = await openArena(2);
    expect(await confirmWhileClosing()).toMatchObject({ confirmed: 'closed', faults: [] });
  });

  test('control: a confirm that does not read whether the slot is closed books into it, on no list', async () => {
    arena = await openArena(2);
    await arena.break(
      'reservations.confirm(audit.actor,uuid,integer)',
      "IF v_closed IS NOT NULL THEN PERFORM lib.refuse('closed'); END IF;",
      '',
    );
    const { confirmed, faults } = await confirmWhileClosing();
    expect(confirmed).toBe('ok');
    expect(faults.join()).toContain('on no list of a closing');
  });

  /** The other order: the confirm has read the slot as open and is not done when the closing begins. */
  const closeWhileConfirming = async () => {
    const [one] = await crowd(arena, 1);
    if (one === undefined) throw new Error('nobody');
    await arena.citizens.hold(one.cookie, one.id, await arena.slot(9), CALLER);
    const request = await closeRequest(arena.desk, await hour(9));
    // Behind its look at the slot the confirm waits for a lock that the test holds.
    await arena.break(
      'reservations.confirm(audit.actor,uuid,integer)',
      '  LOOP\n    -- Random',
      '  PERFORM pg_advisory_xact_lock_shared(7);\n  LOOP\n    -- Random',
    );
    const [confirmed, closed] = await heldUp(
      sql`SELECT pg_advisory_xact_lock(7)`,
      async () => {
        const confirming = arena.citizens.confirm(one.cookie, one.id, 0, CALLER);
        await arena.waiting(1);
        return Promise.all([confirming, close(arena.desk, STAFF, request)]);
      },
      1,
      () => arena.closingBegan(),
    );
    return { confirmed: said(confirmed), closed: said(closed), faults: await invariantFaults(arena.db) };
  };

  test('a confirm that came first is waited for and seen', async () => {
    arena = await openArena(2);
    expect(await closeWhileConfirming()).toEqual({ confirmed: 'ok', closed: 'changed_meanwhile', faults: [] });
  });

  test('control: reading the slot without FOR KEY SHARE, the closing does not wait and misses the booking', async () => {
    arena = await openArena(2);
    await arena.break('reservations.confirm(audit.actor,uuid,integer)', 'ORDER BY id FOR KEY SHARE', 'ORDER BY id');
    const { confirmed, closed, faults } = await closeWhileConfirming();
    expect([confirmed, closed]).toEqual(['ok', 'ok']);
    expect(faults.join()).toContain('on no list of a closing');
  });
});

const lastClosing = async () => (await arena.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM closing.closings`)).id;

describe('[8(2)⑤c] moves and closings', () => {
  test('twenty people move into and out of an hour that is closed: nobody is left there unlisted, no deadlock', async () => {
    arena = await openArena(30);
    const [nine, ten] = [await arena.slot(9), await arena.slot(10)];
    const people = await crowd(arena, 20);
    const booked = told(await Promise.all(people.map((one, n) => walk(arena, one, n % 2 === 0 ? nine : ten))));
    const [moved] = await Promise.all([
      Promise.allSettled(people.map((one, n) => arena.citizens.move(one.cookie, n % 2 === 0 ? ten : nine, 0, CALLER))),
      hour(10).then((range) => shut(range)),
    ]);
    expect(moved.map(({ status }) => status)).toEqual(people.map(() => 'fulfilled'));
    for (const result of moved) if (result.status === 'fulfilled' && !result.value.ok) expect(result.value.reason).toBe('closed');
    expect(await invariantFaults(arena.db, booked)).toEqual([]);
  });

  test('the same between two offices that are closed in one act and opened again in one', async () => {
    arena = await openArena(30);
    const { main, branch } = arena.city;
    const [here, there] = [await arena.slot(9), await slotAt(arena.db, arena.city, branch, 10, 9)];
    const people = await crowd(arena, 20);
    const booked = told(await Promise.all(people.map((one, n) => walk(arena, one, n % 2 === 0 ? here : there))));
    const across = () =>
      Promise.allSettled(people.map((one, n) => arena.citizens.move(one.cookie, n % 2 === 0 ? there : here, 0, CALLER)));
    const [moved, first] = await Promise.all([across(), hour(9, 1, [main, branch]).then((range) => shut(range))]);
    expect(moved.map(({ status }) => status)).toEqual(people.map(() => 'fulfilled'));
    expect(await arena.db.rows(sql`SELECT office_id AS office FROM closing.closings ORDER BY id`)).toEqual([
      { office: main },
      { office: branch },
    ]);
    expect(await invariantFaults(arena.db, booked)).toEqual([]);
    const [back, opened] = await Promise.all([across(), reopen(arena.desk, STAFF, first, true)]);
    expect(back.map(({ status }) => status)).toEqual(people.map(() => 'fulfilled'));
    expect(opened).toEqual({ ok: true, value: 'reopened' });
    expect(await reopen(arena.desk, STAFF, first, true)).toEqual({ ok: true, value: 'already' });
    expect(await arena.db.rows(sql`SELECT 1 FROM ledger.slots WHERE closed_at IS NOT NULL`)).toEqual([]);
    expect(await invariantFaults(arena.db, booked)).toEqual([]);
  });

  /** A move out of the slot has its reservation and waits for the slot; the closing has the slot and lists the reservation. */
  const moveOutWhileClosing = async () => {
    const [one] = await crowd(arena, 1);
    if (one === undefined) throw new Error('nobody');
    await walk(arena, one, await arena.slot(9));
    const request = await closeRequest(arena.desk, await hour(9));
    const there = await arena.slot(12);
    await arena.break(FOLLOW, 'PERFORM closing.list(', 'PERFORM pg_advisory_xact_lock_shared(7); PERFORM closing.list(');
    return heldUp(
      sql`SELECT pg_advisory_xact_lock(7)`,
      () =>
        Promise.allSettled([
          arena.desk.run(
            sql`SELECT closing.close_offices(ROW('staff', 1, NULL, NULL)::audit.actor, ${request.formId}::uuid, ${request.officeIds}::integer[], NULL, ${request.from}::date, ${request.to}::date, 540, 600, '', NULL, 48, '[]', ${request.seen})`,
          ),
          arena
            .waiting(1)
            .then(() =>
              arena.desk.run(
                sql`SELECT reservations.move(ROW('staff', 1, NULL, NULL)::audit.actor, ${one.id}::uuid, ${there}, NULL, 'staff', NULL)`,
              ),
            ),
        ]),
      2,
    );
  };
  const deadlocks = (results: PromiseSettledResult<unknown>[]) =>
    results.filter((result) => result.status === 'rejected' && codeOf(result.reason) === '40P01').length;

  test('a move out of a slot that is being closed waits for it, and is listed as moved', async () => {
    arena = await openArena(2);
    expect((await moveOutWhileClosing()).map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    expect(await invariantFaults(arena.db)).toEqual([]);
  });

  test.runIf(DATABASE_TIMERS)('control: a list that locks the reservations it names deadlocks with them', async () => {
    arena = await openArena(2);
    await arena.db.pool.query(
      'ALTER TABLE closing.affected ADD FOREIGN KEY (reservation_id) REFERENCES reservations.reservations',
    );
    expect(deadlocks(await moveOutWhileClosing())).toBe(1);
  });
});

describe('[8(2)⑤c] two closings', () => {
  test('the same form twice is one closing; two clerks closing the same day make two, and each visit is on exactly one list', async () => {
    arena = await openArena(2);
    const slot = await arena.slot(9);
    for (const one of await crowd(arena, 2)) await walk(arena, one, slot);
    const [range, wider] = [await hour(9), await hour(8, 4)];
    const request = await closeRequest(arena.desk, range);
    const other = await closeRequest(arena.desk, wider);
    const [first, again, third] = await Promise.all([
      close(arena.desk, STAFF, request),
      close(arena.desk, STAFF, request),
      close(arena.desk, STAFF, other),
    ]);
    const { rows } = {
      rows: await arena.db.rows<{ listed: number }>(sql`SELECT count(*) AS listed FROM closing.affected GROUP BY reservation_id`),
    };
    expect(rows).toEqual([{ listed: 1 }, { listed: 1 }]);
    if (first.ok) {
      expect(again).toEqual(first);
      expect(said(third)).toBe('changed_meanwhile');
    } else expect([first.reason, said(third)]).toEqual(['nothing_to_close', 'ok']);
    const mails = await arena.db.one<{ n: number }>(sql`SELECT count(*) AS n FROM outbox.mails WHERE kind = 'closed-day'`);
    expect(mails.n).toBe(2);
    expect(await invariantFaults(arena.db)).toEqual([]);
  });

  test('reopening one of two closings that overlap leaves shut what the other covers, and nobody off its list', async () => {
    arena = await openArena(2);
    const [nine, eleven] = [await arena.slot(9), await arena.slot(11)];
    const [one, two] = await crowd(arena, 2);
    if (one === undefined || two === undefined) throw new Error('nobody');
    await walk(arena, one, nine);
    await walk(arena, two, eleven);
    const wide = await shut(await hour(8, 4));
    const late = await shut(await hour(9, 4));
    expect(said(await reopen(arena.desk, STAFF, wide))).toBe('ok');
    const slots = await arena.db.rows(
      sql`SELECT start_minute / 60 AS hour, closing_id AS by FROM ledger.slots WHERE id IN (${await arena.slot(8)}, ${nine}, ${eleven}, ${await arena.slot(12)}) ORDER BY 1`,
    );
    expect(slots).toEqual([
      { hour: 8, by: null },
      { hour: 9, by: late },
      { hour: 11, by: late },
      { hour: 12, by: late },
    ]);
    expect(await invariantFaults(arena.db)).toEqual([]);
    expect(said(await reopen(arena.desk, STAFF, late))).toBe('ok');
    expect(await arena.db.rows(sql`SELECT 1 FROM ledger.slots WHERE closed_at IS NOT NULL`)).toEqual([]);
  });
});

/** The one place of an hour is set aside for the visitor of a closed one; the citizen behind the link, and one more who wants it. */
async function withOneAside() {
  arena = await openArena(1);
  const [affected, other] = await crowd(arena, 2);
  if (affected === undefined || other === undefined) throw new Error('nobody');
  const booked = await walk(arena, affected, await arena.slot(9));
  if (typeof booked === 'string') throw new Error(booked);
  const { day } = await arena.db.one<{ day: string }>(sql`SELECT ${arena.city.today}::date + 12 AS day`);
  const { id: there } = await arena.db.one<{ id: number }>(
    sql`SELECT id FROM ledger.slots WHERE office_id = ${arena.city.main} AND day = ${day}::date AND start_minute = 600`,
  );
  const closing = await shut(await hour(9), { aside: [{ day, places: 1 }] });
  return { affected, other, booked, day, there, closing };
}
const signAt = async (one: Citizen, day: string, slot: number) =>
  (await arena.citizens.times(one.cookie, 'honcho', day)).find(({ slotId }) => slotId === slot)?.sign;
const dayAt = async (one: Citizen, day: string) => (await arena.citizens.calendar(one.cookie, 'honcho', day, day)).days[0]?.sign;

describe('[8(2)⑤c] places set aside for those affected', () => {
  test('are × for everyone else until the hour, free for who comes from the closing, and each is taken once', async () => {
    const { affected, other, day, there } = await withOneAside();
    expect([await signAt(other, day, there), await signAt(affected, day, there)]).toEqual(['full', 'open']);
    expect([await dayAt(other, day), await dayAt(affected, day)]).toEqual(['full', 'open']);
    expect((await arena.citizens.publicCalendar('card-pickup', 'honcho', day, day)).days).toEqual([{ day, sign: 'full' }]);
    expect(said(await arena.citizens.hold(other.cookie, other.id, there, CALLER))).toBe('full');
    expect(said(await arena.citizens.move(affected.cookie, there, 0, CALLER))).toBe('ok');
    expect(await arena.db.one(sql`SELECT aside, taken FROM ledger.slots WHERE id = ${there}`)).toEqual({ aside: 0, taken: 1 });
    expect(await invariantFaults(arena.db)).toEqual([]);
  });

  test('are everyone’s when the hour has come, by the clock alone', async () => {
    const { other, day, there } = await withOneAside();
    await arena.pass(49 * 60);
    expect(await signAt(other, day, there)).toBe('open');
    expect(said(await arena.citizens.hold(other.cookie, other.id, there, CALLER))).toBe('ok');
  });

  test('are the desk’s to give on the phone', async () => {
    const { there, booked } = await withOneAside();
    const row = await readReservation(arena.desk, booked.id);
    expect(
      said(await move(arena.desk, STAFF, { id: booked.id, slotId: there, version: row?.version ?? -1, exceedReason: null })),
    ).toBe('ok');
    expect(await arena.db.one(sql`SELECT aside FROM ledger.slots WHERE id = ${there}`)).toEqual({ aside: 0 });
  });

  test('what the desk took of them is not promised twice, what is left is still theirs', async () => {
    arena = await openArena(3);
    const people = await crowd(arena, 3);
    const [first, second, other] = people;
    if (first === undefined || second === undefined || other === undefined) throw new Error('nobody');
    await walk(arena, first, await arena.slot(9));
    await walk(arena, second, await arena.slot(9));
    const { day } = await arena.db.one<{ day: string }>(sql`SELECT ${arena.city.today}::date + 12 AS day`);
    const { id: there } = await arena.db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE office_id = ${arena.city.main} AND day = ${day}::date AND start_minute = 600`,
    );
    await shut(await hour(9), { aside: [{ day, places: 2 }] });
    for (const name of ['電話 一', '電話 二']) expect(said(await arena.bookByDesk(await arena.card(name), there))).toBe('ok');
    expect(said(await arena.citizens.hold(other.cookie, other.id, there, CALLER))).toBe('full');
    expect(said(await arena.citizens.move(first.cookie, there, 0, CALLER))).toBe('ok');
    expect(said(await arena.citizens.move(second.cookie, there, 0, CALLER))).toBe('full');
    expect(await invariantFaults(arena.db)).toEqual([]);
  });

  test('control: a claim that does not ask whether they are set aside gives them to anyone', async () => {
    const { other, there } = await withOneAside();
    await arena.lookAway();
    await arena.break(
      'ledger.claim(bigint,integer,boolean,timestamptz)',
      '+ ledger.aside_kept(aside, aside_for, aside_until, NULL, p_at)',
      '',
    );
    expect(said(await arena.citizens.hold(other.cookie, other.id, there, CALLER))).toBe('ok');
  });

  test('reopening while the link is pressed: the place is the visitor’s or everyone’s, never both', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const { affected, other, booked, there, closing } = await withOneAside();
      const [moved, , held] = await Promise.all([
        arena.citizens.move(affected.cookie, there, 0, CALLER),
        reopen(arena.desk, STAFF, closing),
        arena.citizens.hold(other.cookie, other.id, there, CALLER),
      ]);
      expect([said(moved), said(held)].filter((one) => one === 'ok').length).toBeLessThanOrEqual(1);
      // Whoever stayed has the place they had.
      const row = await readReservation(arena.desk, booked.id);
      expect([row?.state, row?.needsMoving, row?.slotId === there]).toEqual(['booked', false, moved.ok]);
      expect(await invariantFaults(arena.db)).toEqual([]);
      if (turn < 4) await arena.close();
    }
  });
});

describe('[8(2)⑤c] reopening', () => {
  test('whoever stands there still has their place; nobody can take it in between; only who was told is told again', async () => {
    arena = await openArena(2);
    const slot = await arena.slot(9);
    const [one, two, three] = await crowd(arena, 3);
    if (one === undefined || two === undefined || three === undefined) throw new Error('nobody');
    const booked = told([await walk(arena, one, slot), await walk(arena, two, slot)]);
    const closing = await shut(await hour(9));
    expect(await lastClosing()).toBe(closing);
    await arena.db.run(
      sql`UPDATE outbox.mails SET state = 'sent' WHERE kind = 'closed-day' AND reservation_id = ${one.id}::uuid`,
    );
    expect(said(await arena.citizens.hold(three.cookie, three.id, slot, CALLER))).toBe('closed');
    expect(said(await reopen(arena.desk, STAFF, closing))).toBe('ok');
    expect(await reopen(arena.desk, STAFF, closing)).toEqual({ ok: true, value: 'already' });
    expect(said(await arena.citizens.hold(three.cookie, three.id, slot, CALLER))).toBe('full');
    expect(await arena.db.rows(sql`SELECT reservation_id AS id FROM outbox.mails WHERE kind = 'reopened'`)).toEqual([
      { id: one.id },
    ]);
    for (const { id } of booked) expect((await readReservation(arena.desk, id))?.needsMoving).toBe(false);
    expect(await invariantFaults(arena.db, booked)).toEqual([]);
  });

  /** One booking with an address, and the worker's part: what it takes to send, and how that ended. */
  const mailedVisit = async (): Promise<{
    id: string;
    row: () => Promise<string[]>;
    set: (kind: string, state: string) => Promise<number>;
  }> => {
    arena = await openArena(2);
    const [one] = await crowd(arena, 1);
    if (one === undefined) throw new Error('nobody');
    await walk(arena, one, await arena.slot(9));
    await arena.db.run(sql`UPDATE outbox.mails SET state = 'sent'`);
    return {
      id: one.id,
      row: async () =>
        (
          await arena.db.rows<{ is: string }>(
            sql`SELECT kind || ' ' || state AS is FROM outbox.mails WHERE kind <> 'booked' ORDER BY id`,
          )
        ).map(({ is }) => is),
      set: (kind, state) =>
        arena.db.run(sql`UPDATE outbox.mails SET state = ${state} WHERE kind = ${kind} AND state = 'waiting'`),
    };
  };

  test('a mail that says not to come is not taken to be sent while the counter is opened again', async () => {
    const { row } = await mailedVisit();
    const closing = await shut(await hour(9), { notice: '本日は窓口をお休みします。' });
    const taken: string[] = [];
    const reopened = await heldUp(
      // The last row it writes: all it reads of the mails it has read.
      sql`SELECT FROM site.notices FOR UPDATE`,
      () => reopen(arena.desk, STAFF, closing),
      1,
      async () => {
        taken.push(...(await claimMails(arena.desk, 10, 30, [])).map(({ kind }) => kind));
      },
    );
    expect(said(reopened)).toBe('ok');
    expect(taken).toEqual([]);
    expect(await row()).toEqual(['closed-day waiting']);
  });

  test('told not to come, and shut anew before the mail that it opens could leave: told so when it opens the second time, or called', async () => {
    const { id, row, set } = await mailedVisit();
    const first = await shut(await hour(9));
    await set('closed-day', 'sent');
    expect(said(await reopen(arena.desk, STAFF, first))).toBe('ok');
    const second = await shut(await hour(9));
    // While it is shut the worker comes to "it opens", and once it is open again to "it is shut": neither is so any more.
    await set('reopened', 'dropped');
    expect(said(await reopen(arena.desk, STAFF, second))).toBe('ok');
    await set('closed-day', 'dropped');
    expect(await row()).toEqual(['closed-day sent', 'reopened dropped', 'closed-day dropped', 'reopened waiting']);
    const toCall = () =>
      arena.db.one<{ calls: boolean }>(sql`
        SELECT coalesce(bool_or(closing.must_hear_open(a, r, s)), false) AS calls
        FROM closing.affected a JOIN reservations.reservations r ON r.id = a.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ${id}::uuid`);
    expect(await toCall()).toEqual({ calls: false });
    // Their address is gone: somebody calls.
    await set('reopened', 'dropped');
    expect(await toCall()).toEqual({ calls: true });
  });

  test('what has begun stays shut; a closing that is over altogether cannot be reopened', async () => {
    arena = await openArena(2);
    const slot = await arena.slot(9);
    const [one] = await crowd(arena, 1);
    if (one === undefined) throw new Error('nobody');
    await walk(arena, one, slot);
    const closing = await shut(await hour(8, 8));
    const { minutes } = await arena.db.one<{ minutes: number }>(
      sql`SELECT extract(epoch FROM lib.instant(day, 570) - lib.now())::integer / 60 AS minutes FROM ledger.slots WHERE id = ${slot}`,
    );
    await arena.pass(minutes);
    expect(said(await reopen(arena.desk, STAFF, closing))).toBe('ok');
    expect((await readReservation(arena.desk, one.id))?.needsMoving).toBe(true);
    expect(await arena.db.one(sql`SELECT count(*) AS shut FROM ledger.slots WHERE closed_at IS NOT NULL`)).toEqual({ shut: 2 });
    const second = await shut(await hour(10));
    await arena.pass(24 * 60);
    expect(said(await reopen(arena.desk, STAFF, second))).toBe('over');
  });
});

test('[8(2)⑤c] a visit that is kept needs no moving until it is moved, or its slot is shut anew', async () => {
  arena = await openArena(2);
  const [one] = await crowd(arena, 1);
  if (one === undefined) throw new Error('nobody');
  await walk(arena, one, await arena.slot(9));
  const row = async () => {
    const found = await readReservation(arena.desk, one.id);
    return { needs: found?.needsMoving, kept: found?.kept, version: found?.version ?? -1 };
  };
  expect(said(await keep(arena.desk, STAFF, { id: one.id, version: 0, reason: '' }))).toBe('not_needed');
  const closing = await shut(await hour(9));
  expect(said(await keep(arena.desk, STAFF, { id: one.id, version: 9, reason: '' }))).toBe('changed_meanwhile');
  expect(said(await keep(arena.desk, STAFF, { id: one.id, version: 0, reason: '車いすの方のため、窓口で受ける' }))).toBe('ok');
  expect(await row()).toEqual({ needs: false, kept: true, version: 1 });
  await reopen(arena.desk, STAFF, closing);
  await shut(await hour(9));
  expect(await row()).toMatchObject({ needs: true, kept: false });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(2)⑤c] slots laid out later into days that are closed are shut too, and stay so', async () => {
  arena = await openArena(2);
  const range = { ...(await hour(9)), hours: null };
  const closing = await shut(range);
  await arena.db.run(sql`DELETE FROM ledger.slots WHERE closing_id = ${closing} AND start_minute = 600`);
  await arena.db.run(
    sql`SELECT ledger.lay_out(${arena.city.main}, ${arena.city.service}, jsonb_build_array(jsonb_build_object('day', ${range.from}::text, 'start_minute', 600, 'minutes', 60, 'capacity', 2, 'desk_places', 0)))`,
  );
  const { shut: count } = await arena.desk.one<{ shut: number }>(
    sql`SELECT closing.shut_new(${arena.city.main}, ${arena.city.service}, ${range.from}::date, ${range.from}::date) AS shut`,
  );
  expect(count).toBe(1);
  const [one] = await crowd(arena, 1);
  if (one === undefined) throw new Error('nobody');
  expect(said(await arena.citizens.hold(one.cookie, one.id, await arena.slot(10), CALLER))).toBe('closed');
});
