import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { must } from '../../test/support/must.ts';
import { BY_PHONE, buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import type { Actor } from '../audit/actor.ts';
import { changeStatus, writeRemark } from '../cards/acts.ts';
import { readCard, remarks, statusHistory } from '../cards/read.ts';
import { EVERYBODY } from '../cards/viewer.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { book, cancel } from '../reservations/acts.ts';
import { readReservation } from '../reservations/read.ts';
import { invite } from '../staff/accounts.ts';
import { type OutcomeCode, receive, receiveWalkIn, record, undo } from './acts.ts';
import { figures, readBoard } from './board.ts';
import { handOverMany, seenOfChosen, undoHandedMany } from './hand-together.ts';
import { lastIncompleteOf } from './incomplete.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let actor: Actor;
let cardId = 0;
let id = '';
let n = 100_000;

beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk', 10);
  city = await buildSmallCity(fresh.db, 50);
  const made = must(
    await invite(db, { kind: 'operator' }, { login: 'koga', name: '古賀', officeId: city.main, roles: ['counter'] }),
  );
  actor = { kind: 'staff', staffId: made.id };
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

const bookFor = async (card: number, daysOn: number, hour: number, personReason: string | null = null) => {
  const reservation = randomUUID();
  const booked = await book(db, actor, {
    id: reservation,
    serviceId: city.service,
    slotId: await slotAt(db, city, city.main, daysOn, hour),
    members: [{ cardId: card }],
    ...BY_PHONE,
    personReason,
  });
  return { ...booked, id: reservation };
};
const press = (from: OutcomeCode | null, to: OutcomeCode) =>
  record(db, actor, { reservationId: id, position: 1, from, to, reason: '' });
const actOf = async (result: Awaited<ReturnType<typeof press>>) => {
  if (!result.ok || result.value.actId === null) throw new Error(JSON.stringify(result));
  return result.value.actId;
};
const state = async () => {
  const reservation = await readReservation(db, id);
  const card = await readCard(db, cardId);
  return {
    reservation: reservation?.state,
    outcome: reservation?.members[0]?.outcome,
    card: card?.status,
    lies: card?.whereabouts,
    open: card?.isOpen,
  };
};

beforeEach(async () => {
  cardId = await makeCard(fresh.db, { noticeId: `A1B-${++n}`, name: `田中丸 ${n}`, officeId: city.main });
  const booked = await bookFor(cardId, 0, 23);
  must(booked);
  id = booked.id;
});

describe('the counter', () => {
  test('[8(2)⑦bde] arrives, is handed the card, and each press is taken back to exactly what stood before', async () => {
    const arrived = await actOf(await press(null, 'arrived'));
    expect(await state()).toEqual({ reservation: 'booked', outcome: 'arrived', card: 'booked', lies: 'shelf', open: true });
    const handed = await actOf(await press('arrived', 'handed-over'));
    expect(await state()).toEqual({
      reservation: 'ended',
      outcome: 'handed-over',
      card: 'handed-over',
      lies: 'gone',
      open: false,
    });
    expect(await undo(db, actor, arrived)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    expect(await undo(db, actor, handed)).toMatchObject({ ok: true });
    expect(await state()).toEqual({ reservation: 'booked', outcome: 'arrived', card: 'booked', lies: 'shelf', open: true });
    expect(await undo(db, actor, arrived)).toMatchObject({ ok: true });
    expect(await undo(db, actor, arrived)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    const reservation = await readReservation(db, id);
    expect(await cancel(db, actor, { id, version: reservation?.version ?? -1, reason: 'test' })).toMatchObject({ ok: true });
    expect((await state()).card).toBe('notified');
    expect((await statusHistory(db, cardId)).map(({ toName }) => toName)).toEqual(['通知発送済', '予約済', '交付済', '予約済']);
  });

  test('不備再手続 lets the person book again at once; then the press cannot be taken back', async () => {
    await press(null, 'arrived');
    const incomplete = await actOf(await press('arrived', 'incomplete'));
    expect(await state()).toMatchObject({ reservation: 'ended', card: 'incomplete', open: true });
    expect(await bookFor(cardId, 5, 10)).toMatchObject({ ok: true });
    expect(await undo(db, actor, incomplete)).toMatchObject({ ok: false, reason: 'already_booked' });
    expect(await state()).toMatchObject({ reservation: 'ended', card: 'booked' });
  });

  test('a step that does not follow, an old page and a visit of another day are refused', async () => {
    expect(await press(null, 'handed-over')).toMatchObject({ ok: false, reason: 'step' });
    expect(await press('arrived', 'handed-over')).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    await press(null, 'arrived');
    expect(await press(null, 'arrived')).toEqual({ ok: true, value: { actId: null } });
    expect(await press(null, 'no-show')).toMatchObject({ ok: false });
    const other = await makeCard(fresh.db, { noticeId: `B2C-${n}`, name: `別人 ${n}` });
    id = (await bookFor(other, 3, 10)).id;
    expect(await press(null, 'arrived')).toMatchObject({ ok: false, reason: 'not_yet' });
  });

  test('未来庁 waits for the time of the visit', async () => {
    const at = await db.one<{ minute: number }>(sql`SELECT lib.minute_of(lib.now()) AS minute`);
    if (at.minute < 23 * 60) expect(await press(null, 'no-show')).toMatchObject({ ok: false, reason: 'not_yet' });
    await fresh.db.run(
      sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(db, city, city.main, -1, 10)} WHERE id = ${id}::uuid`,
    );
    await fresh.db.run(
      sql`UPDATE ledger.slots SET taken = taken + 1, taken_desk = taken_desk + 1 WHERE id = ${await slotAt(db, city, city.main, -1, 10)}`,
    );
    await fresh.db.run(
      sql`UPDATE ledger.slots SET taken = taken - 1, taken_desk = taken_desk - 1 WHERE id = ${await slotAt(db, city, city.main, 0, 23)}`,
    );
    const missed = await actOf(await press(null, 'no-show'));
    expect(await state()).toMatchObject({ reservation: 'ended', outcome: 'no-show', card: 'no-show' });
    await undo(db, actor, missed);
    expect(await state()).toMatchObject({ reservation: 'booked', card: 'booked' });
  });

  test('two clerks press at once: one act, one line of history, one of the log', async () => {
    await press(null, 'arrived');
    const both = await Promise.all([
      press('arrived', 'handed-over'),
      press('arrived', 'incomplete'),
      press('arrived', 'handed-over'),
    ]);
    expect(both.filter((one) => one.ok && one.value.actId !== null)).toHaveLength(1);
    const { acts } = await db.one<{ acts: number }>(
      sql`SELECT count(*) AS acts FROM audit.events WHERE reservation_id = ${id}::uuid AND act IN ('counter.handed-over', 'counter.incomplete')`,
    );
    expect(acts).toBe(1);
  });

  describe('taking back takes back all of a press', () => {
    const slots = () =>
      db.rows(
        sql`SELECT id, taken, taken_desk AS desk FROM ledger.slots WHERE taken > 0 AND office_id = ${city.main} ORDER BY id`,
      );
    const request = async (card: number) => ({
      id: randomUUID(),
      serviceId: city.service,
      slotId: await slotAt(db, city, city.main, 0, 23),
      members: [{ cardId: card }],
      ...BY_PHONE,
      channel: 'counter' as const,
    });

    test('a walk-in: its booking ends, its place is free and its person can book', async () => {
      const card = await makeCard(fresh.db, { noticeId: `C1D-${++n}`, name: `飛込 ${n}`, officeId: city.main });
      const before = await slots();
      const asked = await request(card);
      const received = must(await receiveWalkIn(db, actor, asked));
      expect(await slots()).not.toEqual(before);
      expect(await undo(db, actor, received.actId ?? -1)).toMatchObject({ ok: true });
      expect(await slots()).toEqual(before);
      expect(await readReservation(db, asked.id)).toMatchObject({ state: 'cancelled', members: [{ outcome: null }] });
      expect(await readCard(db, card)).toMatchObject({ status: 'notified', whereabouts: 'shelf' });
      expect(await bookFor(card, 4, 11)).toMatchObject({ ok: true });
      expect(await undo(db, actor, received.actId ?? -1)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    });

    test('a walk-in whose card was handed over is taken back press by press, the booking last', async () => {
      const card = await makeCard(fresh.db, { noticeId: `C1D-${++n}`, name: `飛込 ${n}`, officeId: city.main });
      const asked = await request(card);
      const received = must(await receiveWalkIn(db, actor, asked));
      id = asked.id;
      const handed = await actOf(await press('arrived', 'handed-over'));
      expect(await undo(db, actor, received.actId ?? -1)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
      await undo(db, actor, handed);
      expect(await readReservation(db, id)).toMatchObject({ state: 'booked', members: [{ outcome: 'arrived' }] });
      await undo(db, actor, received.actId ?? -1);
      expect(await readReservation(db, id)).toMatchObject({ state: 'cancelled' });
    });

    test('a walk-in that cannot be received leaves no booking', async () => {
      const card = await makeCard(fresh.db, { noticeId: `C1D-${++n}`, name: `飛込 ${n}`, officeId: city.main });
      const before = await slots();
      const asked = { ...(await request(card)), slotId: await slotAt(db, city, city.main, 3, 10) };
      expect(await receiveWalkIn(db, actor, asked)).toMatchObject({ ok: false, reason: 'not_yet' });
      expect(await readReservation(db, asked.id)).toBeUndefined();
      expect(await slots()).toEqual(before);
    });

    const family = async () => {
      const cards = await Promise.all(
        [1, 2].map(() => makeCard(fresh.db, { noticeId: `F1F-${++n}`, name: `家族 ${n}`, officeId: city.main })),
      );
      id = randomUUID();
      must(
        await book(db, actor, {
          ...(await request(cards[0] ?? 0)),
          id,
          members: cards.map((card) => ({ cardId: card })),
        }),
      );
      return async () => (await readReservation(db, id))?.members.map(({ outcome }) => outcome);
    };

    test('a party received with one press goes back as one', async () => {
      const outcomes = await family();
      const received = await receive(db, actor, { reservationId: id, positions: [1, 2] });
      expect(await outcomes()).toEqual(['arrived', 'arrived']);
      expect(await receive(db, actor, { reservationId: id, positions: [1, 2] })).toEqual({ ok: true, value: { actId: null } });
      const second = await db.one<{ act: number }>(
        sql`SELECT max(id) AS act FROM counter.acts WHERE reservation_id = ${id}::uuid AND position = 2`,
      );
      expect(await undo(db, actor, second.act)).toMatchObject({ ok: true });
      expect(await outcomes()).toEqual([null, null]);
      if (!received.ok || received.value.actId === null) throw new Error('not received');
      expect(await undo(db, actor, received.value.actId)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    });

    test('once one of the party went on, only the other is taken back', async () => {
      const outcomes = await family();
      await receive(db, actor, { reservationId: id, positions: [1, 2] });
      await press('arrived', 'handed-over');
      const { act } = await db.one<{ act: number }>(
        sql`SELECT max(id) AS act FROM counter.acts WHERE reservation_id = ${id}::uuid AND position = 2`,
      );
      expect(await undo(db, actor, act)).toMatchObject({ ok: true });
      expect(await outcomes()).toEqual(['handed-over', null]);
      // The other is still to come: the visit is not over.
      expect((await readReservation(db, id))?.state).toBe('booked');
    });

    test('two clerks take back at once: one does', async () => {
      const outcomes = await family();
      const received = await receive(db, actor, { reservationId: id, positions: [1, 2] });
      if (!received.ok || received.value.actId === null) throw new Error('not received');
      const act = received.value.actId;
      const both = await Promise.all([undo(db, actor, act), undo(db, actor, act)]);
      expect(both.map(({ ok }) => ok).toSorted()).toEqual([false, true]);
      expect(await outcomes()).toEqual([null, null]);
    });
  });

  describe('one of a family booked again', () => {
    /** Of two who came, the second lacked something and books for next week; the first was handed the card by a wrong press, whose act is returned. */
    const secondBookedAgain = async () => {
      const [first, second] = await Promise.all(
        [1, 2].map(() => makeCard(fresh.db, { noticeId: `G1F-${++n}`, name: `家族 ${n}`, officeId: city.main })),
      );
      if (first === undefined || second === undefined) throw new Error('no cards');
      id = randomUUID();
      cardId = first;
      must(
        await book(db, actor, {
          id,
          serviceId: city.service,
          slotId: await slotAt(db, city, city.main, 0, 23),
          members: [{ cardId: first }, { cardId: second }],
          ...BY_PHONE,
        }),
      );
      await receive(db, actor, { reservationId: id, positions: [1, 2] });
      const lacked = await actOf(
        await record(db, actor, { reservationId: id, position: 2, from: 'arrived', to: 'incomplete', reason: '' }),
      );
      const handed = await actOf(await press('arrived', 'handed-over'));
      const again = await bookFor(second, 6, 10);
      expect(again).toMatchObject({ ok: true });
      return { first, second, lacked, handed, again: again.id };
    };

    test('[8(2)⑦e] a press on another of them is taken back; that of who booked is not, until their new visit is cancelled', async () => {
      const { first, second, lacked, handed, again } = await secondBookedAgain();
      expect(await undo(db, actor, handed)).toMatchObject({ ok: true });
      expect(await state()).toMatchObject({ reservation: 'booked', outcome: 'arrived', card: 'booked', lies: 'shelf' });
      expect(await bookFor(first, 4, 10)).toMatchObject({ ok: false, reason: 'already_booked' });
      expect(await undo(db, actor, lacked)).toMatchObject({ ok: false, reason: 'already_booked' });
      expect(await invariantFaults(fresh.db)).toEqual([]);

      const stands = await readReservation(db, again);
      await cancel(db, actor, { id: again, version: stands?.version ?? -1, reason: 'test' });
      expect(await undo(db, actor, lacked)).toMatchObject({ ok: true });
      // Both of them are in the visit again, and stand for it.
      expect(await bookFor(second, 4, 10)).toMatchObject({ ok: false, reason: 'already_booked' });
      expect(await invariantFaults(fresh.db)).toEqual([]);
    });

    test('who was booked beside another visit on purpose stands by the card alone, before and after', async () => {
      const { first, handed } = await secondBookedAgain();
      // As where staff gave a reason: nobody stood by their person.
      await fresh.db.run(sql`UPDATE reservations.reservations SET keys = 2 WHERE id = ${id}::uuid`);
      const standing = () =>
        fresh.db.rows<{ key: string }>(sql`SELECT key FROM ledger.standing WHERE reservation_id = ${id}::uuid ORDER BY key`);
      expect(await undo(db, actor, handed)).toMatchObject({ ok: true });
      expect(await standing()).toEqual([{ key: `c:${first}` }]);
      expect(await fresh.db.one(sql`SELECT keys FROM reservations.reservations WHERE id = ${id}::uuid`)).toEqual({ keys: 2 });
    });

    test('[8(2)⑦f] a press that handed over to many is taken back for the rest of them too', async () => {
      const { handed } = await secondBookedAgain();
      await undo(db, actor, handed);
      const chosen = { officeId: city.main, day: city.today, people: [{ reservationId: id, position: 1 }] };
      const many = must(await handOverMany(db, actor, { ...chosen, seen: await seenOfChosen(db, chosen) }));
      expect(await state()).toMatchObject({ reservation: 'ended', outcome: 'handed-over' });
      expect(await undoHandedMany(db, actor, many)).toEqual({ ok: true, value: { back: 1, stay: 0 } });
      expect(await state()).toMatchObject({ reservation: 'booked', outcome: 'arrived', card: 'booked' });
      expect(await invariantFaults(fresh.db)).toEqual([]);
    });

    test('once the rest is done with again, the visit ends as before', async () => {
      const { first, handed } = await secondBookedAgain();
      await undo(db, actor, handed);
      await press('arrived', 'incomplete');
      expect(await state()).toMatchObject({ reservation: 'ended', outcome: 'incomplete', card: 'incomplete' });
      expect(await bookFor(first, 4, 11)).toMatchObject({ ok: true });
      expect(await invariantFaults(fresh.db)).toEqual([]);
    });
  });

  test('不備 keeps its reason, which shows when the person comes again, and not once it was taken back', async () => {
    await press(null, 'arrived');
    const incomplete = await actOf(
      await record(db, actor, {
        reservationId: id,
        position: 1,
        from: 'arrived',
        to: 'incomplete',
        reason: '本人確認書類が足りない',
      }),
    );
    expect(await lastIncompleteOf(db, cardId)).toEqual({ day: city.today, reason: '本人確認書類が足りない' });
    const [own] = (await readBoard(db, EVERYBODY, city.main, city.today)).filter((visit) => visit.id === id);
    expect(own?.members[0]).toMatchObject({ reason: '本人確認書類が足りない', lastIncomplete: null });
    const again = await bookFor(cardId, 5, 10);
    const { day } = await db.one<{ day: string }>(sql`SELECT ${city.today}::date + 5 AS day`);
    const [next] = (await readBoard(db, EVERYBODY, city.main, day)).filter((visit) => visit.id === again.id);
    expect(next?.members[0]?.lastIncomplete).toEqual({ day: city.today, reason: '本人確認書類が足りない' });
    const stands = await readReservation(db, again.id);
    await cancel(db, actor, { id: again.id, version: stands?.version ?? -1, reason: 'test' });
    expect(await undo(db, actor, incomplete)).toMatchObject({ ok: true });
    expect(await lastIncompleteOf(db, cardId)).toBeUndefined();
  });

  test('a press on a card that staff changed since is not taken back over their heads', async () => {
    await press(null, 'arrived');
    const incomplete = await actOf(await press('arrived', 'incomplete'));
    expect(await changeStatus(db, actor, { cardId, from: 'incomplete', to: 'on-hold', why: '書類待ち' })).toMatchObject({
      ok: true,
    });
    expect(await undo(db, actor, incomplete)).toMatchObject({ ok: false, reason: 'card_changed' });
  });

  test('the same card again after it was handed over: 交付済 cannot be taken back', async () => {
    await press(null, 'arrived');
    const handed = await actOf(await press('arrived', 'handed-over'));
    await makeCard(fresh.db, { noticeId: `A1B-${n}`, name: `田中丸 ${n}` });
    expect(await undo(db, actor, handed)).toMatchObject({ ok: false, reason: 'card_superseded' });
    expect(await state()).toMatchObject({ reservation: 'ended', card: 'handed-over' });
  });

  test('the board shows the day by time with what may be taken back', async () => {
    const arrived = await actOf(await press(null, 'arrived'));
    const visits = await readBoard(db, EVERYBODY, city.main, city.today);
    const visit = visits.find((one) => one.id === id);
    expect(visit).toMatchObject({
      startMinute: 1380,
      members: [
        { who: { name: `田中丸 ${n}` }, outcome: 'arrived', act: { id: arrived, people: 1, booked: false }, place: '本庁' },
      ],
    });
    expect(figures(visits.filter((one) => one.id === id))).toMatchObject({ visits: 1, here: 1, toCome: 0, done: 0 });
  });
});

describe('status by hand and remarks', () => {
  test('[8(2)⑦be] a booked card, 予約済 and 交付済 are not set by hand; an old page changes nothing', async () => {
    expect(await changeStatus(db, actor, { cardId, from: 'booked', to: 'on-hold', why: '' })).toMatchObject({ reason: 'booked' });
    const free = await makeCard(fresh.db, { noticeId: `C3D-${n}`, name: `別の人 ${n}` });
    expect(await changeStatus(db, actor, { cardId: free, from: 'notified', to: 'booked', why: '' })).toMatchObject({
      reason: 'follows',
    });
    expect(await changeStatus(db, actor, { cardId: free, from: 'returned', to: 'on-hold', why: '' })).toMatchObject({
      reason: 'changed_meanwhile',
    });
    expect(await changeStatus(db, actor, { cardId: free, from: 'notified', to: 'on-hold', why: '照会中' })).toMatchObject({
      ok: true,
    });
    expect((await statusHistory(db, free))[0]).toMatchObject({ toName: '保留', why: '照会中', staffName: '古賀' });
  });

  test('[8(2)⑬ab] every version of a remark stays; nobody writes over what they have not read', async () => {
    const first = must(await writeRemark(db, actor, { of: { cardId }, from: null, body: '耳が遠い方' }));
    expect(await writeRemark(db, actor, { of: { cardId }, from: null, body: '別の人が書いた' })).toMatchObject({
      reason: 'changed_meanwhile',
    });
    expect(await writeRemark(db, actor, { of: { cardId }, from: first, body: '耳が遠い方。筆談の用意' })).toMatchObject({
      ok: true,
    });
    expect((await remarks(db, cardId)).map(({ body }) => body)).toEqual(['耳が遠い方。筆談の用意', '耳が遠い方']);
    // At any time: also when the card is handed over and all is over.
    await press(null, 'arrived');
    await press('arrived', 'handed-over');
    const last = await db.one<{ id: number }>(sql`SELECT max(id) AS id FROM cards.remarks WHERE card_id = ${cardId}`);
    expect(await writeRemark(db, actor, { of: { cardId }, from: last.id, body: '' })).toMatchObject({ ok: true });
  });
});
