import { type Actor, actorSql } from '../audit/actor.ts';
import { reachWithin } from '../closing/affected.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

// 臨時閉庁: a half day of a branch, a week ahead, so that there is somebody to call and somebody who was reached.

const MAIN = 1;
const NOON = 12 * 60;
const MANAGER: Actor = { kind: 'staff', staffId: 1 };
const FROM_DAYS = 5;
const TO_DAYS = 30;

type HalfDay = { office: number; day: string; afternoon: boolean };

/** The half day of a branch on which most people can be told by telephone alone. */
const mostToCall = (tx: Tx, day: string): Promise<HalfDay | undefined> =>
  tx.row<HalfDay>(sql`
    SELECT s.office_id AS office, s.day, s.start_minute >= ${NOON} AS afternoon
    FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked' AND r.mail IS NULL
    WHERE s.office_id <> ${MAIN} AND s.day BETWEEN ${addDays(day, FROM_DAYS)}::date AND ${addDays(day, TO_DAYS)}::date AND s.closed_at IS NULL
    GROUP BY 1, 2, 3 ORDER BY count(*) DESC, s.day, s.office_id LIMIT 1`);

/** Shuts it, by the act of the product; the first of those to call was reached. */
export async function fillClosing(tx: Tx, clock: Clock): Promise<void> {
  const half = await mostToCall(tx, today(clock).toString());
  if (half === undefined) return;
  const [from, to] = half.afternoon ? [NOON, 24 * 60] : [0, NOON];
  const { id } = await tx.one<{ id: number }>(sql`
    WITH slots AS MATERIALIZED (SELECT closing.slots_at(ARRAY[${half.office}]::integer[], NULL, ${half.day}::date, ${half.day}::date, ${from}, ${to}, lib.now()) AS ids)
    SELECT closing.close_offices(${actorSql(MANAGER)}, gen_random_uuid(), ARRAY[${half.office}]::integer[], NULL, ${half.day}::date, ${half.day}::date, ${from}, ${to},
      '停電を伴う電気設備の点検', NULL, 24, '[]'::jsonb, closing.version_of(slots.ids, closing.booked_in(slots.ids))) AS id FROM slots`);
  const first = await tx.row<{ id: number }>(sql`
    SELECT x.id FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.mail IS NULL WHERE x.closing_id = ${id} ORDER BY x.id LIMIT 1`);
  if (first === undefined) return;
  await reachWithin(tx, MANAGER, {
    by: { closingId: id },
    press: { id: first.id, to: 'reached' },
    notes: [{ id: first.id, note: '午後にもう一度お電話する' }],
  });
}
