import { afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { codeOf } from '../../src/lib/fault.ts';
import { book, cancel, move } from '../../src/reservations/acts.ts';
import { deskRequest } from '../support/booking.ts';
import { said } from '../support/must.ts';
import { type Arena, CALLER, type Citizen, openArena, STAFF, walk } from './arena.ts';

/**
 * Each guard of the acts, and what it keeps away. Every line is walked twice: as the product stands, and with that guard taken out of the
 * product's own function, where it must go otherwise. So none of them can be lost without a test that fails.
 */

let arena: Arena;
afterEach(() => arena.close());

const CLAIM = 'ledger.claim(bigint,integer,boolean,timestamptz)';
const DESK_KEPT = 'ledger.desk_kept(date,integer,integer,timestamptz)';
const HOLD = 'reservations.hold(audit.actor,uuid,integer,bigint,jsonb,text,text,text,text,text,text,text)';
const MOVE = 'reservations.move(audit.actor,uuid,bigint,integer,text,text)';
const CANCEL = 'reservations.cancel(audit.actor,uuid,integer,text,text)';
const NOT_BOOKABLE = 'cards.not_bookable(boolean,boolean,text,date,boolean,text)';
const CONFIRM = 'reservations.confirm(audit.actor,uuid,integer)';

/** Somebody new with a card, in a browser of their own. */
const someone = async (n: number, who = ''): Promise<Citizen> => arena.citizen(await arena.card(`人 ${n}${who}`));
const hold = (one: Citizen, slot: number) => arena.citizens.hold(one.cookie, one.id, slot, CALLER);
const confirm = (one: Citizen) => arena.citizens.confirm(one.cookie, one.id, 0, CALLER);
const setSlot = (slot: number, set: ReturnType<typeof sql>) =>
  arena.db.run(sql`UPDATE ledger.slots SET ${set} WHERE id = ${slot}`);
const setCard = (one: Citizen, set: ReturnType<typeof sql>) =>
  arena.db.run(sql`UPDATE cards.cards SET ${set} WHERE id = ${one.card}`);

type Guard = {
  guard: string;
  /** How it comes out, the nth time: another slot and other people each time. */
  walk: (n: number) => Promise<string>;
  comes: string;
  signature: string;
  piece: string;
  into: string;
};

const GUARDS: Guard[] = [
  {
    guard: '[8(2)⑤c] a closed slot is not claimed',
    walk: async (n) => {
      const slot = await arena.slot(n);
      await setSlot(slot, sql`closed_at = lib.now()`);
      return said(await hold(await someone(n), slot));
    },
    comes: 'closed',
    signature: CLAIM,
    piece: 'AND closed_at IS NULL',
    into: '',
  },
  {
    guard: '[8(2)⑥a] a slot that opens later is not claimed by citizens before',
    walk: async (n) => {
      const slot = await arena.slot(n);
      await setSlot(slot, sql`opens_at = lib.now() + interval '1 hour'`);
      return said(await hold(await someone(n), slot));
    },
    comes: 'closed',
    signature: CLAIM,
    piece: 'AND (p_by_desk OR opens_at IS NULL OR opens_at <= p_at)',
    into: '',
  },
  {
    guard: '[8(2)④a] what is kept for the desk is not claimed by citizens',
    walk: async (n) => {
      const slot = await arena.slot(n);
      await setSlot(slot, sql`desk_places = capacity, desk_until = day`);
      return said(await hold(await someone(n), slot));
    },
    comes: 'full',
    signature: DESK_KEPT,
    piece: 'greatest(0, p_places - p_taken)',
    into: '0',
  },
  {
    guard: '[8(2)④a] what is kept for the desk is released on its day',
    walk: async (n) => {
      const slot = await arena.slot(n);
      await setSlot(slot, sql`desk_places = capacity, desk_until = lib.day_of(lib.now())`);
      return said(await hold(await someone(n), slot));
    },
    comes: 'ok',
    signature: DESK_KEPT,
    piece: 'OR lib.day_of(p_at) >= p_until',
    into: '',
  },
  {
    guard: '[8(2)⑥a] [8(2)⑥e] outside the window nothing is held',
    walk: async (n) => {
      const { id } = await arena.db.one<{ id: number }>(
        sql`SELECT id FROM ledger.slots WHERE office_id = ${arena.city.main} AND day = ${arena.city.today}::date + 1 AND start_minute = ${n * 60}`,
      );
      return said(await hold(await someone(n), id));
    },
    comes: 'outside_window',
    signature: HOLD,
    piece: "PERFORM lib.refuse('outside_window');",
    into: 'NULL;',
  },
  {
    guard: '[8(3)②] a visit ends when its card comes under protection',
    walk: async (n) => {
      const one = await someone(n);
      await setCard(one, sql`protected = true`);
      return said(await hold(one, await arena.slot(n)));
    },
    comes: 'no_visit',
    signature: 'reservations.admitted(reservations.visits)',
    piece: 'WHERE (SELECT c.protected FROM cards.cards c WHERE c.id = u.id)',
    into: 'WHERE false',
  },
  {
    guard: '[8(3)②] a person under protection is booked by staff alone, also past the visit',
    walk: async (n) => {
      const one = await someone(n);
      await setCard(one, sql`protected = true`);
      const held = sql`
        SELECT reservations.hold(ROW('citizen', NULL, '', '')::audit.actor, ${one.id}::uuid, ${arena.city.service}, ${await arena.slot(n)},
          ${JSON.stringify([{ card_id: one.card }])}::jsonb, 'citizen', 'web', NULL, NULL, 'ja', NULL, NULL)`;
      return arena.db.run(held).then(
        () => 'ok',
        (refusal: Error) => refusal.message,
      );
    },
    comes: 'card_not_bookable',
    signature: NOT_BOOKABLE,
    piece: "WHEN p_protected THEN 'protected'",
    into: '',
  },
  {
    guard: '[8(2)⑩a] a card found missing is not booked on the web',
    walk: async (n) => {
      const one = await someone(n);
      await setCard(one, sql`whereabouts = 'missing'`);
      return said(await hold(one, await arena.slot(n)));
    },
    comes: 'card_not_bookable',
    signature: NOT_BOOKABLE,
    piece: "WHEN p_whereabouts = 'missing' THEN 'missing'",
    into: '',
  },
  {
    guard: '[8(2)⑦b] a card that is closed while its hold stands is not booked',
    walk: async (n) => {
      const one = await someone(n);
      await hold(one, await arena.slot(n));
      await setCard(one, sql`is_open = false, status = 'handed-over'`);
      return said(await confirm(one));
    },
    comes: 'card_not_bookable',
    signature: CONFIRM,
    piece: 'IF NOT reservations.member_bookable(r.service_id, v_card.id, r.by_desk) THEN',
    into: 'IF false THEN',
  },
  {
    guard: '[8(3)⑥] one card comes once in a party',
    walk: async (n) => {
      const card = await arena.card(`人 ${n}`);
      const request = deskRequest(arena.city, card, await arena.slot(n));
      return said(await book(arena.desk, STAFF, { ...request, members: [{ cardId: card }, { cardId: card }] }));
    },
    comes: 'twice_in_party',
    signature: HOLD,
    piece: "PERFORM lib.refuse('twice_in_party');",
    into: 'NULL;',
  },
  {
    guard: '[8(3)⑤a] a hold that has lapsed is not confirmed',
    walk: async (n) => {
      const one = await someone(n);
      await hold(one, await arena.slot(n));
      await arena.pass(11);
      return said(await confirm(one));
    },
    comes: 'lapsed',
    signature: CONFIRM,
    piece: 'OR r.held_until <= v_at',
    into: '',
  },
  {
    guard: '[8(3)⑤a] a hold that has lapsed is not extended',
    walk: async (n) => {
      const one = await someone(n);
      await hold(one, await arena.slot(n));
      await arena.pass(11);
      return said(await arena.citizens.extend(one.cookie, CALLER));
    },
    comes: 'lapsed',
    signature: 'reservations.extend(audit.actor,uuid)',
    piece: 'OR r.held_until <= v_at',
    into: '',
  },
  {
    guard: '[8(3)⑤a] a hold is extended ten times and no more',
    walk: async (n) => {
      const one = await someone(n);
      await hold(one, await arena.slot(n));
      for (let turn = 0; turn < 10; turn += 1) await arena.citizens.extend(one.cookie, CALLER);
      return said(await arena.citizens.extend(one.cookie, CALLER));
    },
    comes: 'extended_enough',
    signature: 'reservations.extend(audit.actor,uuid)',
    piece: 'OR r.extended >=',
    into: 'OR false AND r.extended >=',
  },
  {
    guard: '[8(3)⑨a] nothing is booked before all cautions are ticked',
    walk: async (n) => {
      await arena.db.run(
        sql`INSERT INTO services.cautions (service_id, concerns, body, position) VALUES (${arena.city.service}, '来られる方', 'はがきをお持ちください。', ${n})`,
      );
      return typeof (await walk(arena, await someone(n), await arena.slot(n))) === 'string' ? 'cautions' : 'ok';
    },
    comes: 'cautions',
    signature: 'citizen.confirm(bytea,uuid,integer,text,text)',
    piece: "PERFORM lib.refuse('cautions');",
    into: 'NULL;',
  },
  {
    guard: '[8(3)⑫] a place picked anew in another tab is not booked by the page that showed the old one',
    walk: async (n) => {
      const one = await someone(n);
      await hold(one, await arena.slot(n));
      await hold(one, await arena.slot(n + 1));
      return said(await confirm(one));
    },
    comes: 'stale_form',
    signature: CONFIRM,
    piece: "IF r.version <> p_version THEN PERFORM lib.refuse('stale_form'); END IF;",
    into: '',
  },
  {
    guard: '[8(3)⑭b] somebody else’s reservation is not reached by its id in a form',
    walk: async (n) => {
      const [owner, stranger] = [await someone(n), await someone(n, '別')];
      await hold(owner, await arena.slot(n));
      return said(await hold({ ...stranger, id: owner.id }, await arena.slot(n)));
    },
    comes: 'stale_form',
    signature: 'citizen.hold(bytea,uuid,bigint,text,text)',
    piece: "PERFORM lib.refuse('stale_form');",
    into: 'NULL;',
  },
  {
    guard: '[8(3)⑩a] a change is refused when the page showed something older',
    walk: async (n) => {
      const one = await someone(n);
      await walk(arena, one, await arena.slot(n));
      await arena.db.run(sql`UPDATE reservations.reservations SET version = version + 1 WHERE id = ${one.id}`);
      return said(await move(arena.desk, STAFF, { id: one.id, version: 0, slotId: await arena.slot(n + 8), exceedReason: null }));
    },
    comes: 'changed_meanwhile',
    signature: MOVE,
    piece: "PERFORM lib.refuse('changed_meanwhile');",
    into: 'NULL;',
  },
  {
    guard: '[8(3)⑩b] so is a cancelling',
    walk: async (n) => {
      const one = await someone(n);
      await walk(arena, one, await arena.slot(n));
      await arena.db.run(sql`UPDATE reservations.reservations SET version = version + 1 WHERE id = ${one.id}`);
      return said(await cancel(arena.desk, STAFF, { id: one.id, version: 0, reason: '' }));
    },
    comes: 'changed_meanwhile',
    signature: CANCEL,
    piece: "PERFORM lib.refuse('changed_meanwhile');",
    into: 'NULL;',
  },
  {
    guard: '[8(2)⑥d] a citizen neither moves nor cancels after the deadline',
    walk: async (n) => {
      const one = await someone(n);
      await walk(arena, one, await arena.slot(n));
      await arena.db.run(sql`UPDATE calendar.windows SET change_open_days = 60 WHERE audience = 'citizen'`);
      await arena.db.run(sql`
        INSERT INTO calendar.days (office_id, service_id, day, open)
        SELECT ${arena.city.main}, ${arena.city.service}, ${arena.city.today}::date - n, true FROM generate_series(4, 90) AS n ON CONFLICT DO NOTHING`);
      const moved = await arena.citizens.move(one.cookie, await arena.slot(n + 8), 0, CALLER);
      return `${said(moved)} ${said(await arena.citizens.cancel(one.cookie, moved.ok ? 1 : 0, CALLER))}`;
    },
    comes: 'too_late too_late',
    signature: 'calendar.changeable_until_by(calendar.windows,date,integer)',
    piece: 'lib.instant(v_last, coalesce(w.change_minute, 1440))',
    into: 'NULL',
  },
  {
    guard: '[8(2)⑦e] a visit that somebody came to is not cancelled',
    walk: async (n) => {
      const one = await someone(n);
      await walk(arena, one, await arena.slot(n));
      await arena.db.run(
        sql`UPDATE reservations.members SET outcome = 'arrived', outcome_at = lib.now() WHERE reservation_id = ${one.id}`,
      );
      return said(await cancel(arena.desk, STAFF, { id: one.id, version: 0, reason: '' }));
    },
    comes: 'over',
    signature: CANCEL,
    piece: "PERFORM lib.refuse('over');",
    into: 'NULL;',
  },
  {
    guard: '[8(3)⑫] a name corrected to that of another live visit’s person is refused',
    walk: async (n) => {
      const [one, other] = [await someone(n), await someone(n, '別')];
      await walk(arena, one, await arena.slot(n));
      await walk(arena, other, await arena.slot(n + 8));
      const { key } = await arena.db.one<{ key: string }>(
        sql`SELECT person_key AS key FROM cards.cards WHERE id = ${other.card}`,
      );
      return arena.db.run(sql`SELECT reservations.rekey(${one.card}, ${key}, lib.now())`).then(
        () => 'ok',
        (fault: Error) => (codeOf(fault) === 'MG001' ? fault.message : 'fault'),
      );
    },
    comes: 'booked_twice',
    signature: 'ledger.rekey(uuid,text,text,timestamptz)',
    piece: 'IF NOT FOUND THEN RETURN false; END IF;',
    into: '',
  },
  {
    guard: '[8(3)③] one visit has no more link mails sent than the city allows',
    walk: async (n) => {
      const one = await someone(n);
      for (let turn = 0; turn < 5; turn += 1) await arena.citizens.requestLink(one.cookie, `a${turn}@example.jp`, CALLER);
      const last = await arena.citizens.requestLink(one.cookie, 'b@example.jp', CALLER);
      return last.ok ? last.value : last.reason;
    },
    comes: 'too_many',
    signature: 'reservations.put_link(reservations.visits,text,timestamptz,text,text)',
    piece: "v.mails_sent >= site.number('link-mails')",
    into: 'false',
  },
];

for (const { guard, walk: go, comes, signature, piece, into } of GUARDS)
  test(guard, async () => {
    arena = await openArena(4, 4);
    expect(await go(1)).toBe(comes);
    await arena.break(signature, piece, into);
    expect(await go(2)).not.toBe(comes);
  });
