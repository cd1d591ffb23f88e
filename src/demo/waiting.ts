import { type Actor, actorSql } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { bookByPhone } from './book.ts';

// 空き待ち: a half day on which nothing is free, three who wait for it, and one place that somebody has just given back.

const PICKUP = 1;
const MAIN = 1;
const CLERK: Actor = { kind: 'staff', staffId: 1 };
const FROM_DAYS = 5;
const TO_DAYS = 25;

type HalfDay = { day: string; part: string; kind: string; free: number };

/** The half day of the main hall with the fewest free places: soonest made full. */
const nearlyFull = (tx: Tx, day: string): Promise<HalfDay | undefined> =>
  tx.row<HalfDay>(sql`
    SELECT s.day, waiting.part_of(s.start_minute, s.minutes) AS part, waiting.day_kind(s.day) AS kind, sum(greatest(s.free, 0))::integer AS free
    FROM reservations.citizen_slots(${MAIN}, ${PICKUP}, 1, ${addDays(day, FROM_DAYS)}::date, ${addDays(day, TO_DAYS)}::date, lib.now()) s WHERE NOT s.closed AND s.capacity > 0
    GROUP BY 1, 2, 3 ORDER BY 4, 1 LIMIT 1`);

/** Cards at the main hall that can be booked and stand for nothing yet. */
const cardsFree = async (tx: Tx, count: number): Promise<number[]> =>
  (
    await tx.rows<{ id: number }>(sql`
      SELECT c.id FROM cards.cards c
      WHERE c.status = 'notified' AND c.person_key IS NOT NULL AND c.office_id = ${MAIN} AND c.whereabouts = 'shelf' AND NOT c.protected
        AND NOT EXISTS (SELECT FROM ledger.standing t WHERE t.service_id = ${PICKUP} AND t.key IN ('c:' || c.id, 'p:' || c.person_key) AND t.until > lib.now())
        AND NOT EXISTS (SELECT FROM cards.cards d WHERE (d.person_key = c.person_key OR d.notice_id = c.notice_id) AND d.id <> c.id)
      ORDER BY md5(c.id || 'waiting') LIMIT ${count}`)
  ).map(({ id }) => id);

/** Books every free place of it by telephone. Returns the reservations. */
async function fill(tx: Tx, { day, part }: HalfDay, cards: number[]): Promise<string[]> {
  const slots = await tx.rows<{ id: number; free: number }>(sql`
    SELECT s.slot_id AS id, s.free FROM reservations.citizen_slots(${MAIN}, ${PICKUP}, 1, ${day}::date, ${day}::date, lib.now()) s
    WHERE NOT s.closed AND s.free > 0 AND waiting.part_of(s.start_minute, s.minutes) = ${part} ORDER BY s.start_minute`);
  const booked: string[] = [];
  for (const slot of slots.flatMap(({ id, free }) => Array.from({ length: free }, () => id))) {
    const card = cards.shift();
    if (card === undefined) break;
    const request = { serviceId: PICKUP, slotId: slot, members: [{ cardId: card }], audience: 'citizen' } as const;
    booked.push(await bookByPhone(tx, CLERK, request));
  }
  return booked;
}

const WHO = [
  { mail: null, phone: '0942301234', people: 1 },
  { mail: 'mati@example.jp', phone: '', people: 2 },
  { mail: null, phone: '09012345678', people: 1 },
] as const;

/** Fills in who waits; a place that was given back is held for the first of them, whom a clerk calls. */
export async function fillWaiting(tx: Tx, clock: Clock): Promise<void> {
  const half = await nearlyFull(tx, today(clock).toString());
  if (half === undefined) return;
  const cards = await cardsFree(tx, half.free + WHO.length + 1);
  const waiting = WHO.map(({ people }) => cards.splice(0, people));
  const [given] = (await fill(tx, half, cards)).reverse();
  for (const [at, { mail, phone }] of WHO.entries()) {
    const own = waiting[at] ?? [];
    // A city of few cards has none left that nobody booked.
    if (own.length === 0) continue;
    await tx.run(sql`
      SELECT waiting.enter(${actorSql(CLERK)}, gen_random_uuid(), ${PICKUP}, ${own}::bigint[], ${mail}, ${phone}, 'ja', 'phone', ARRAY[${MAIN}]::integer[],
        ${half.day}::date, ${half.day}::date, ARRAY[${half.kind}], ARRAY[${half.part}])`);
  }
  const { id } = await tx.one<{ id: string | null }>(sql`
    SELECT coalesce(${given ?? null}::uuid, (
      SELECT r.id FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN reservations.members m ON m.reservation_id = r.id AND m.outcome IS NULL
      WHERE r.state = 'booked' AND NOT r.by_desk AND s.office_id = ${MAIN} AND s.day = ${half.day}::date AND waiting.part_of(s.start_minute, s.minutes) = ${half.part} LIMIT 1)) AS id`);
  if (id === null) return;
  await tx.run(sql`SELECT reservations.cancel(${actorSql(CLERK)}, ${id}::uuid, NULL, 'staff', 'ご本人から電話')`);
  await tx.run(sql`SELECT waiting.offer_next()`);
}
