import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Arena, openArena, STAFF } from '../../test/races/arena.ts';
import { deskRequest } from '../../test/support/booking.ts';
import { cardFaults } from '../../test/support/card-faults.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { actorSql } from '../audit/actor.ts';
import { changeStatus, handedAt } from '../cards/acts.ts';
import { undoStatus } from '../cards/by-hand.ts';
import { statusHistory } from '../cards/read.ts';
import { sql } from '../lib/db/sql.ts';
import { receiveWalkIn, record, undo } from './acts.ts';
import { feesOf, handOver } from './handing.ts';

let arena: Arena;
let cardId = 0;
beforeEach(async () => {
  arena = await openArena(5, 4);
  cardId = await arena.card('鈴木 三');
});
afterEach(() => arena.close());

const actOf = (done: { ok: boolean; value?: { actId: number | null } }): number => {
  if (!done.ok || done.value?.actId == null) throw new Error(JSON.stringify(done));
  return done.value.actId;
};
/** Comes without an appointment, and is handed the card for 1,000 yen. */
async function handed(): Promise<{ id: string; act: number }> {
  const { id: slot } = await arena.db.one<{ id: number }>(sql`
    SELECT id FROM ledger.slots WHERE office_id = ${arena.city.main} AND day = lib.day_of(lib.now()) AND lib.instant(day, start_minute + minutes) > lib.now() ORDER BY start_minute LIMIT 1`);
  const request = deskRequest(arena.city, cardId, slot);
  actOf(await receiveWalkIn(arena.desk, STAFF, { ...request, channel: 'counter' }));
  const handing = { collected: [], lost: ['old-card'], fee: { due: 1000, paid: 1000 }, receiver: 'holder', proxy: null } as const;
  return { id: request.id, act: actOf(await handOver(arena.desk, STAFF, { reservationId: request.id, position: 1, handing })) };
}
const byHand = () => changeStatus(arena.desk, STAFF, { cardId, from: 'handed-over', to: 'notified', why: '誤り' });
const card = () => arena.db.one(sql`SELECT status, whereabouts FROM cards.cards WHERE id = ${cardId}`);
const fees = async () => {
  const { day } = await arena.db.one<{ day: string }>(sql`SELECT lib.day_of(lib.now()) AS day`);
  return feesOf(arena.desk, arena.city.main, day);
};

describe('[8(2)⑦e] 交付済 that was pressed by mistake', () => {
  test('is taken back where it was pressed, not by setting the status by hand: the card is not handed over in any count then', async () => {
    const { id, act } = await handed();
    expect(await byHand()).toEqual({ ok: false, reason: 'handed' });
    expect(await handedAt(arena.desk, cardId)).toMatchObject({ reservationId: id, position: 1, officeCode: 'honcho' });
    expect(await undo(arena.desk, STAFF, act)).toMatchObject({ ok: true });
    expect(await card()).toEqual({ status: 'booked', whereabouts: 'shelf' });
    expect(await fees()).toMatchObject({ paid: 0, yen: 0 });
    expect(await handedAt(arena.desk, cardId)).toBeUndefined();
    expect(await cardFaults(arena.db)).toEqual([]);
  });

  test('a list made a newer card of that person since: taken back once that one is 対象外, which is taken back when the old one is', async () => {
    const { id, act } = await handed();
    const { notice } = await arena.db.one<{ notice: string }>(
      sql`SELECT notice_id AS notice FROM cards.cards WHERE id = ${cardId}`,
    );
    const newer = await arena.card('鈴木 三', notice);
    expect(await undo(arena.desk, STAFF, act)).toMatchObject({ ok: false, reason: 'card_superseded' });
    const outOfScope = (of: number, from: string) =>
      changeStatus(arena.desk, STAFF, { cardId: of, from, to: 'out-of-scope', why: '交付の記録の訂正' });
    expect(await outOfScope(newer, 'notified')).toMatchObject({ ok: true });
    expect(await undo(arena.desk, STAFF, act)).toMatchObject({ ok: true });
    actOf(await record(arena.desk, STAFF, { reservationId: id, position: 1, from: 'arrived', to: 'incomplete', reason: '' }));
    expect(await outOfScope(cardId, 'incomplete')).toMatchObject({ ok: true });
    const change = (await statusHistory(arena.db, newer))[0]?.id ?? 0;
    expect(await undoStatus(arena.desk, STAFF, { cardId: newer, change })).toMatchObject({ ok: true });
    expect(await card()).toEqual({ status: 'out-of-scope', whereabouts: 'shelf' });
    expect(await handedAt(arena.desk, cardId)).toBeUndefined();
    expect([...(await cardFaults(arena.db)), ...(await invariantFaults(arena.db))]).toEqual([]);
  });

  test('set by hand by an earlier release and handed over again, it is taken back by itself: the card stays with who has it', async () => {
    const first = await handed();
    await arena.db.run(sql`
      SELECT cards.set_status(${actorSql(STAFF)}, ${cardId}, 'notified', '誤り', NULL, lib.now()), cards.record_custody(${actorSql(STAFF)}, ${cardId}, 'undone', 'shelf', '', lib.now())`);
    const second = await handed();
    expect(await fees()).toMatchObject({ paid: 2, yen: 2000 });
    expect((await cardFaults(arena.db)).join()).toContain('or by two');

    expect(await undo(arena.desk, STAFF, second.act)).toMatchObject({ ok: true });
    // Its person is at the counter for the second visit, and stands for it.
    expect(await undo(arena.desk, STAFF, first.act)).toMatchObject({ ok: false, reason: 'already_booked' });
    const handing = { collected: [], lost: [], fee: { due: 0, paid: 0 }, receiver: 'holder', proxy: null } as const;
    actOf(await handOver(arena.desk, STAFF, { reservationId: second.id, position: 1, handing }));
    expect(await undo(arena.desk, STAFF, first.act)).toMatchObject({ ok: true });
    expect(await card()).toEqual({ status: 'handed-over', whereabouts: 'gone' });
    expect(await fees()).toMatchObject({ paid: 0, yen: 0 });
    expect((await cardFaults(arena.db)).join()).not.toContain('by two');
  });
});
