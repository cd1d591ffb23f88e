import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { Rule, Verdict } from './rules.ts';

/** Lines of the log of one day, by account where there is one. */
const BY_ACCOUNT = sql`GROUP BY e.staff_id`;
const account = sql`e.staff_id, 'account:' || e.staff_id AS who`;

/** For how many tries a line of `reservations.write_often` stands: itself up to the hundredth, then all since the line before, of 128, 256 and so on. */
const TRIES = sql`CASE WHEN (e.detail ->> 'tries')::integer > 128 THEN (e.detail ->> 'tries')::integer / 2 ELSE coalesce((e.detail ->> 'tries')::integer - 100, 1) END`;

/**
 * What was found in the log of a day: rule, whose, how often, and from which number on it is a finding. What the log says of people is counted, never copied.
 * A look at somebody is the page of a person, a card or a reservation.
 */
const found = (day: string): Sql => sql`
  WITH e AS MATERIALIZED (SELECT * FROM audit.events WHERE at >= lib.instant(${day}::date, 0) AND at < lib.instant(${day}::date + 1, 0)),
  looks AS (SELECT * FROM e WHERE e.staff_id IS NOT NULL AND e.act IN ('desk.saw-person', 'desk.saw-card', 'desk.saw-reservation')),
  counted (rule, staff_id, who, count, most) AS (
    SELECT 'persons', ${account}, count(DISTINCT coalesce('c' || e.card_id, 'r' || e.reservation_id)), site.number('watch-persons') FROM looks e ${BY_ACCOUNT}
    UNION ALL
    SELECT 'outside-hours', ${account}, count(*), site.number('watch-outside') FROM e
    WHERE e.actor_kind = 'staff' AND e.staff_id IS NOT NULL AND e.act NOT IN ('staff.sign-in-failed', 'staff.signed-out')
      AND (lib.minute_of(e.at) < 60 * site.number('watch-day-begins') OR lib.minute_of(e.at) >= 60 * site.number('watch-day-ends')) ${BY_ACCOUNT}
    UNION ALL
    SELECT 'searches', ${account}, count(*) FILTER (WHERE e.act = 'desk.saw-search') - count(*) FILTER (WHERE e.act ~ '^(reservation|counter|card|closing|mail|tries)[.]'),
      site.number('watch-searches') FROM e WHERE e.actor_kind = 'staff' AND e.staff_id IS NOT NULL ${BY_ACCOUNT}
    UNION ALL
    SELECT 'sign-in', e.staff_id, coalesce('account:' || e.staff_id, e.source, ''), count(*), site.number('watch-sign-ins')
    FROM e WHERE e.act = 'staff.sign-in-failed' GROUP BY e.staff_id, CASE WHEN e.staff_id IS NULL THEN e.source END, coalesce('account:' || e.staff_id, e.source, '')
    UNION ALL
    SELECT 'exports', ${account}, sum(coalesce((e.detail ->> 'rows')::integer, (e.detail ->> 'hits')::integer, 0)), site.number('watch-exports')
    FROM e WHERE e.act IN ('list.taken', 'storage.labels-printed', 'desk.saw-log') AND e.staff_id IS NOT NULL ${BY_ACCOUNT}
    UNION ALL
    SELECT 'protected', ${account}, count(*), site.number('watch-protected') FROM looks e
    WHERE EXISTS (SELECT FROM cards.cards c WHERE c.id = e.card_id AND c.protected)
      -- Without a card too, as the person they are; and who left the visit since.
      OR reservations.has_protected(e.reservation_id)
      OR EXISTS (SELECT FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id AND c.protected WHERE m.reservation_id = e.reservation_id) ${BY_ACCOUNT}
    UNION ALL
    SELECT 'refused', ${account}, sum(${TRIES}), site.number('watch-refused') FROM e WHERE e.act = 'desk.refused' AND e.staff_id IS NOT NULL ${BY_ACCOUNT}
    UNION ALL
    SELECT 'commands', NULL, coalesce(e.detail ->> 'user', '') || '@' || coalesce(e.detail ->> 'host', ''), count(*), 1
    FROM e WHERE e.act = 'operator.command' AND e.detail ->> 'command' !~ '^(backup|verify|components)( |$)' GROUP BY e.detail ->> 'user', e.detail ->> 'host'
    UNION ALL
    SELECT 'database-session', NULL, coalesce(e.detail ->> 'role', ''), count(*), 1 FROM e WHERE e.act = 'operator.database-session' GROUP BY e.detail ->> 'role')
  SELECT rule, staff_id, who, count, most FROM counted WHERE count >= most`;

/**
 * Analyses the log of a day, as far as it went. A finding somebody reviewed stays as it was, unless there is more of it than they saw: it waits again, with
 * what they noted; who that was stands in the log. Returns how many are new.
 */
export const analyseDay = async (tx: Tx, day: string): Promise<number> => {
  const rows = await tx.rows<{ fresh: boolean }>(sql`
    INSERT INTO running.findings AS f (day, rule, staff_id, who, count, most, found_at)
    SELECT ${day}::date, x.rule, x.staff_id::integer, x.who, x.count, x.most, lib.now() FROM (${found(day)}) x
    ON CONFLICT (day, rule, who) DO UPDATE SET count = excluded.count, reviewed_at = NULL, reviewed_by = NULL, verdict = NULL
      WHERE f.count < excluded.count
    RETURNING xmax = 0 AS fresh`);
  return rows.filter(({ fresh }) => fresh).length;
};

/** How many wait for somebody to look at them: of days that are over, for nobody can review the others. */
export const UNREVIEWED_COUNT: Sql = sql`SELECT count(*) FROM running.findings WHERE reviewed_at IS NULL AND day < lib.day_of(lib.now())`;

export const unreviewed = async (tx: Tx): Promise<number> => (await tx.one<{ count: number }>(UNREVIEWED_COUNT)).count;

export type Finding = {
  id: number;
  day: string;
  rule: Rule;
  staffId: number | null;
  /** The account's name, or who is none. */
  who: string;
  count: number;
  most: number;
  /** Its day is over: it can be reviewed. */
  over: boolean;
  reviewedAt: Date | null;
  reviewedBy: string | null;
  verdict: Verdict | null;
  note: string;
};

const FINDING = sql`
  SELECT f.id, f.day, f.rule, f.staff_id AS "staffId", coalesce(a.name, f.who) AS who, f.count, f.most, f.day < lib.day_of(lib.now()) AS over,
    f.reviewed_at AS "reviewedAt", r.name AS "reviewedBy", f.verdict, f.note
  FROM running.findings f LEFT JOIN staff.accounts a ON a.id = f.staff_id LEFT JOIN staff.accounts r ON r.id = f.reviewed_by`;

export type OpenFindings = { shown: Finding[]; over: number; today: number };

/** Those nobody reviewed yet, the oldest first, as many as a page shows; and how many there are, those of today apart: they can be reviewed tomorrow. */
export async function openFindings(tx: Tx): Promise<OpenFindings> {
  const shown = await tx.rows<Finding>(sql`${FINDING} WHERE f.reviewed_at IS NULL ORDER BY f.day, f.id LIMIT 300`);
  const counts = await tx.one<{ over: number; today: number }>(sql`
    SELECT (count(*) FILTER (WHERE day < lib.day_of(lib.now())))::integer AS over, (count(*) FILTER (WHERE day >= lib.day_of(lib.now())))::integer AS today
    FROM running.findings WHERE reviewed_at IS NULL`);
  return { shown, ...counts };
}

export const reviewedFindings = (tx: Tx, limit: number): Promise<Finding[]> =>
  tx.rows<Finding>(sql`${FINDING} WHERE f.reviewed_at IS NOT NULL ORDER BY f.reviewed_at DESC, f.id DESC LIMIT ${limit}`);

export const readFinding = (tx: Tx, id: number): Promise<Finding | undefined> =>
  tx.row<Finding>(sql`${FINDING} WHERE f.id = ${id}`);

/** Entries of the book that a finding led to. */
export const entriesOfFinding = async (tx: Tx, id: number): Promise<number[]> =>
  (await tx.rows<{ id: number }>(sql`SELECT id FROM running.entries WHERE finding_id = ${id} ORDER BY id`)).map(
    (entry) => entry.id,
  );

/** Findings of days before that of an instant. */
const past = (before: Sql): Sql => sql`day < lib.day_of(${before})`;

/** Removes those of more than so many years ago, as the log they are of. Returns how many. */
export const expireFindings = (db: Db, years: number): Promise<number> =>
  db.run(sql`DELETE FROM running.findings WHERE ${past(sql`lib.now() - make_interval(years => ${years}::integer)`)}`);

/** How many would go. */
export const countPastFindings = async (tx: Tx, before: Date): Promise<number> =>
  (
    await tx.one<{ rows: number }>(
      sql`SELECT count(*)::integer AS rows FROM running.findings WHERE ${past(sql`${before}::timestamptz`)}`,
    )
  ).rows;
