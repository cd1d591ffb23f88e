import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Actor, actorSql } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';

const PICKUP = 1;
const DESK: Actor = { kind: 'staff', staffId: 1 };

/** Runs work as if it were that instant: the database's one clock is replaced inside this transaction, which nobody else sees, and put back. */
async function asIf(tx: Tx, instant: Temporal.Instant, work: () => Promise<void>): Promise<void> {
  await tx.run({
    name: '',
    text: `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT '${instant.toString()}'::timestamptz $$`,
    values: [],
  });
  await work();
  const text = await readFile(join(ROOT, 'src/lib/db/lib.sql'), 'utf8');
  await tx.run({ name: '', text, values: [] });
}

type Plan = { id: string; slot: number; card: number; day: string; start: number };

/** Which cards come when: a share of each slot's places, cards in no particular order, none twice, none that lies elsewhere. */
async function planVisits(tx: Tx, from: string, to: string, share: number): Promise<Plan[]> {
  return tx.rows<Plan>(sql`
    WITH places AS (
      SELECT s.id, s.office_id, s.day, s.start_minute, row_number() OVER (PARTITION BY o.is_storage ORDER BY md5(s.id::text || '.' || n)) AS turn, o.is_storage
      FROM ledger.slots s JOIN offices.offices o ON o.id = s.office_id,
        generate_series(1, greatest(0, s.capacity - s.desk_places)) n
      WHERE s.service_id = ${PICKUP} AND s.day BETWEEN ${from} AND ${to} AND (hashtext(s.id::text || n) % 1000 + 1000) % 1000 < ${share * 1000}
    ), people AS (
      SELECT min(c.id) AS id FROM cards.cards c
      WHERE c.status = 'notified' AND c.person_key IS NOT NULL AND c.office_id = 1 AND NOT c.protected
        AND NOT EXISTS (SELECT FROM ledger.standing t WHERE t.service_id = ${PICKUP} AND t.key IN ('c:' || c.id, 'p:' || c.person_key) AND t.until > ${from}::date)
      GROUP BY c.person_key
    ), turns AS (SELECT id, row_number() OVER (ORDER BY md5(id::text)) AS turn FROM people)
    SELECT gen_random_uuid() AS id, p.id AS slot, t.id AS card, p.day, p.start_minute AS start
    FROM (SELECT *, row_number() OVER (ORDER BY turn, is_storage) AS t FROM places) p JOIN turns t ON t.turn = p.t`);
}

/** Books them by the same acts as the desk and the web; one in twenty has a mail address. */
async function bookAll(tx: Tx, plans: readonly Plan[]): Promise<void> {
  await tx.run(sql`
    SELECT reservations.hold(${actorSql(DESK)}, p.id, ${PICKUP}, p.slot, jsonb_build_array(jsonb_build_object('card_id', p.card)), 'staff',
      CASE WHEN p.n % 3 = 0 THEN 'phone' ELSE 'web' END, CASE WHEN p.n % 40 = 0 THEN 'citizen' || p.n || '@example.jp' END, '', 'ja', NULL, NULL)
    FROM unnest(${plans.map((plan) => plan.id)}::uuid[], ${plans.map((plan) => plan.slot)}::bigint[], ${plans.map((plan) => plan.card)}::bigint[])
      WITH ORDINALITY AS p (id, slot, card, n)`);
  await tx.run(
    sql`SELECT reservations.confirm(${actorSql(DESK)}, id) FROM unnest(${plans.map((plan) => plan.id)}::uuid[]) AS id`,
  );
}

/** What became of visits whose time is past: most handed over, some incomplete, some did not come. */
async function seeToAll(tx: Tx, plans: readonly Plan[]): Promise<void> {
  const fate = (i: number): 'handed-over' | 'incomplete' | 'no-show' =>
    i % 17 === 5 ? 'incomplete' : i % 11 === 7 ? 'no-show' : 'handed-over';
  const ids = (wanted: (i: number) => boolean): string[] => plans.flatMap((plan, i) => (wanted(i) ? [plan.id] : []));
  const record = (who: string[], from: string | null, to: string) =>
    tx.run(
      sql`SELECT counter.record(${actorSql(DESK)}, id, 1, ${from}::text, ${to}::text, '') FROM unnest(${who}::uuid[]) AS id`,
    );
  await record(
    ids((i) => fate(i) !== 'no-show'),
    null,
    'arrived',
  );
  await record(
    ids((i) => fate(i) === 'no-show'),
    null,
    'no-show',
  );
  await record(
    ids((i) => fate(i) === 'handed-over'),
    'arrived',
    'handed-over',
  );
  await record(
    ids((i) => fate(i) === 'incomplete'),
    'arrived',
    'incomplete',
  );
}

const DAYS_BACK = 14;
const DAYS_ON = 45;

/** Visits of the last two weeks, today and the coming weeks, fuller the nearer. */
export async function fillVisits(tx: Tx, clock: Clock): Promise<number> {
  const now = clock.now();
  const day = today(clock).toString();
  const past = addDays(day, -DAYS_BACK);
  const earlier = now.subtract({ hours: 24 * (DAYS_BACK + 5) });
  const plans: Plan[] = [];
  await asIf(tx, earlier, async () => {
    for (const [from, to, share] of [
      [past, addDays(day, 7), 0.75],
      [addDays(day, 8), addDays(day, 21), 0.5],
      [addDays(day, 22), addDays(day, DAYS_ON), 0.2],
    ] as const) {
      const found = await planVisits(tx, from, to, share);
      await bookAll(tx, found);
      plans.push(...found);
    }
  });
  // Who came before today, and this morning's up to an hour ago.
  const minute = (now.toZonedDateTimeISO('Asia/Tokyo').hour - 1) * 60;
  await seeToAll(
    tx,
    plans.filter((plan) => plan.day < day || (plan.day === day && plan.start < minute)),
  );
  return plans.length;
}
