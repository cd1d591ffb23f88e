import { type Actor, actorSql } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays, cityInstant, cityMinute } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { claimMails, markSent } from '../outbox/queue.ts';
import { asIf } from './as-if.ts';

const PICKUP = 1;
const CLERK: Actor = { kind: 'staff', staffId: 1 };

type Visit = { id: string; slot: number; card: number; day: string; start: number };

/** Which cards come when: a share of each slot's places, as far as citizens may book them at that instant; none twice, none that lies elsewhere. */
async function planVisits(tx: Tx, from: string, to: string, share: number): Promise<Visit[]> {
  return tx.rows<Visit>(sql`
    WITH places AS (
      SELECT s.id, s.office_id, s.day, s.start_minute, row_number() OVER (PARTITION BY o.is_storage ORDER BY md5(s.id::text || '.' || n)) AS turn, o.is_storage
      FROM offices.offices o CROSS JOIN LATERAL calendar.window_of(o.id, ${PICKUP}, 'citizen', 1, lib.now()) w
        JOIN ledger.slots s ON s.office_id = o.id AND s.day BETWEEN w.earliest AND w.latest,
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

/** One in three rings up, one in four of those without a mail address; the others book on the web. All by the acts of the product. */
async function bookAll(tx: Tx, visits: readonly Visit[]): Promise<void> {
  await tx.run(sql`
    SELECT reservations.hold(CASE WHEN v.phoned THEN ${actorSql(CLERK)} ELSE ROW('citizen', NULL, NULL, NULL)::audit.actor END, v.id, ${PICKUP}, v.slot,
      jsonb_build_array(jsonb_build_object('card_id', v.card)), CASE WHEN v.phoned THEN 'staff' ELSE 'citizen' END, CASE WHEN v.phoned THEN 'phone' ELSE 'web' END,
      CASE WHEN NOT v.phoned OR v.n % 4 = 0 THEN 'citizen' || v.card || '@example.jp' END,
      CASE WHEN v.phoned THEN coalesce(nullif(c.phone, ''), '0942000000') ELSE '' END, 'ja', NULL, NULL)
    FROM (
      SELECT id, slot, card, n, n % 3 = 0 AS phoned
      FROM unnest(${visits.map(({ id }) => id)}::uuid[], ${visits.map(({ slot }) => slot)}::bigint[], ${visits.map(({ card }) => card)}::bigint[])
        WITH ORDINALITY AS u (id, slot, card, n)
    ) v JOIN cards.cards c ON c.id = v.card`);
  await tx.run(sql`
    SELECT reservations.confirm(CASE WHEN r.by_desk THEN ${actorSql(CLERK)} ELSE ROW('citizen', NULL, NULL, NULL)::audit.actor END, r.id)
    FROM reservations.reservations r WHERE r.id = ANY (${visits.map(({ id }) => id)}::uuid[])`);
}

type Outcome = 'handed-over' | 'incomplete' | 'no-show';

/** Ways to hand over that are kept: collected, lost, yen due and paid, receiver, proxy, relation. Its words are those of `handingWords`. */
const HANDINGS = [
  ['通知カードを回収', '{notice-card}', '{}', 0, 0, 'holder', '', ''],
  ['旧マイナンバーカードを回収', '{old-card}', '{}', 0, 0, 'holder', '', ''],
  ['旧マイナンバーカードは紛失、手数料1,000円を受領', '{}', '{old-card}', 1000, 1000, 'holder', '', ''],
  ['通知カードを回収、法定代理人（母）が受け取り', '{notice-card}', '{}', 0, 0, 'legal', '久留米　花子', '母'],
  ['通知カードは紛失', '{}', '{notice-card}', 0, 0, 'holder', '', ''],
  ['旧マイナンバーカードは紛失、手数料は免除', '{}', '{old-card}', 1000, 0, 'holder', '', ''],
  ['住基カードを回収、任意代理人（長女）が受け取り', '{basic-card}', '{}', 0, 0, 'proxy', '筑後　恵', '長女'],
] as const;

/** What is kept of a child's card: a parent received it. */
const TO_A_PARENT = ['法定代理人（母）が受け取り', '{}', '{}', 0, 0, 'legal', '久留米　花子', '母'] as const;

/** Handed over with what was collected, paid, and by whom received; `children`: by a parent, and nothing else. */
async function handOver(tx: Tx, ids: readonly string[], children = false): Promise<void> {
  for (const [at, id] of ids.entries()) {
    const [words, collected, lost, due, paid, receiver, proxy, relation] = children
      ? TO_A_PARENT
      : (HANDINGS[at % HANDINGS.length] ?? HANDINGS[0]);
    await tx.run(
      sql`SELECT counter.hand_over(${actorSql(CLERK)}, ${id}::uuid, 1, ${words}, ${collected}::text[], ${lost}::text[], ${due}::integer, ${paid}::integer, ${receiver}, ${proxy}, ${relation})`,
    );
  }
}

const fate = (at: number): Outcome => (at % 17 === 5 ? 'incomplete' : at % 11 === 7 ? 'no-show' : 'handed-over');

/** The visits that came out so. */
const fated = (visits: readonly Visit[], ...wanted: Outcome[]): string[] =>
  visits.filter((_, at) => wanted.includes(fate(at))).map(({ id }) => id);

const record = (tx: Tx, ids: string[], from: string | null, to: string, reason = '') =>
  tx.run(
    sql`SELECT counter.record(${actorSql(CLERK)}, id, 1, ${from}::text, ${to}::text, ${reason}) FROM unnest(${ids}::uuid[]) AS id`,
  );

/** Who came is received. */
const receiveAll = (tx: Tx, visits: readonly Visit[]) => record(tx, fated(visits, 'handed-over', 'incomplete'), null, 'arrived');

/** What became of visits whose time is past, once received: most handed over, some incomplete; some did not come, which the end of the day records. */
async function seeToAll(tx: Tx, visits: readonly Visit[]): Promise<void> {
  const all = fated(visits, 'handed-over');
  const { children } = await tx.one<{ children: string[] }>(
    sql`SELECT coalesce(array_agg(id), '{}') AS children FROM unnest(${all}::uuid[]) AS id WHERE counter.asks_receiver(id, 1)`,
  );
  const handed = all.filter((id) => !children.includes(id));
  await handOver(tx, children, true);
  await record(
    tx,
    handed.filter((_, at) => at % 5 !== 2),
    'arrived',
    'handed-over',
  );
  await handOver(
    tx,
    handed.filter((_, at) => at % 5 === 2),
  );
  await record(tx, fated(visits, 'incomplete'), 'arrived', 'incomplete', '本人確認書類が足りない');
}

/** Each office that had visits closes its day. */
const closeDay = (tx: Tx, day: string) =>
  tx.run(sql`
    SELECT counter.end_day(${actorSql(CLERK)}, o.id, ${day}::date, counter.day_fingerprint(o.id, ${day}::date)) FROM offices.offices o
    WHERE EXISTS (SELECT FROM counter.day_open(o.id, ${day}::date))`);

/** Mails of bookings made days ago went out then. The newest are left to the worker, so that the page of caught mails has something to show. */
async function mailsWentOut(tx: Tx, left: number): Promise<void> {
  const { waiting } = await tx.one<{ waiting: number }>(
    sql`SELECT count(*)::integer AS waiting FROM outbox.mails WHERE state = 'waiting'`,
  );
  if (waiting <= left) return;
  for (const mail of await claimMails(tx, waiting - left, 600, [])) await markSent(tx, mail, null);
}

/** Days from today: booked on the first, for visits between the others; how full the slots are. Fuller the nearer. */
const ROUNDS = [
  { on: -19, from: -8, to: -1, share: 0.6 },
  { on: -12, from: 0, to: 7, share: 0.7 },
  { on: -3, from: 8, to: 21, share: 0.35 },
  { on: -1, from: 22, to: 40, share: 0.12 },
] as const;
const NINE = 9 * 60;

/** Visits of the last week, today and the coming weeks. Returns how many. */
export async function fillVisits(tx: Tx, clock: Clock): Promise<number> {
  const now = clock.now();
  const day = today(clock).toString();
  const visits: Visit[] = [];
  for (const { on, from, to, share } of ROUNDS) {
    await asIf(tx, cityInstant(addDays(day, on), NINE + (visits.length % 400)), async () => {
      const found = await planVisits(tx, addDays(day, from), addDays(day, to), share);
      await bookAll(tx, found);
      visits.push(...found);
    });
  }
  // Who came before today, each evening after its visits; and today's up to an hour ago.
  const past = visits.filter((visit) => visit.day < day);
  const days = [...new Set(past.map((visit) => visit.day))].toSorted();
  for (const [at, one] of days.entries()) {
    const came = past.filter((visit) => visit.day === one);
    await asIf(tx, cityInstant(one, 20 * 60), () => receiveAll(tx, came).then(() => {}));
    await asIf(tx, cityInstant(one, 20 * 60 + 18 + 3 * at), async () => {
      await seeToAll(tx, came);
      if (one !== days.at(-1)) await closeDay(tx, one);
    });
  }
  await mailsWentOut(tx, 6);
  const todays = visits.filter((visit) => visit.day === day && visit.start < cityMinute(now) - 60);
  await receiveAll(tx, todays);
  await seeToAll(tx, todays);
  return visits.length;
}
