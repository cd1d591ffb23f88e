import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { Bounds } from '../staff/bounds.ts';
import { takenWithin } from './affected.ts';

/** A closing as lists and its page show it. */
export type ClosingRow = {
  id: number;
  /** Joins those that were shut in one act; how many they are, and the first of them. */
  formId: string;
  together: number;
  /** The offices of all of them. */
  togetherAt: number[];
  firstId: number;
  officeId: number;
  officeCode: string;
  officeName: string;
  /** In the site's other languages, by their codes. */
  officeNames: Readonly<Record<string, string>>;
  officePhone: string;
  /** Null: every service. */
  serviceName: string | null;
  serviceNames: Readonly<Record<string, string>> | null;
  from: string;
  to: string;
  /** Minutes since midnight; null: the whole day. */
  fromMinute: number | null;
  toMinute: number | null;
  reason: string;
  priorityUntil: Date | null;
  /** Places still set aside. */
  aside: number;
  notice: string | null;
  noticeShown: boolean;
  closedAt: Date;
  closedBy: string | null;
  reopenedAt: Date | null;
  reopenedBy: string | null;
  /** Nothing of it is still to come. */
  over: boolean;
  /** How many are on its list, and how many of them are 要振替 still. */
  listed: number;
  waiting: number;
  /** Who must hear by phone that it opens after all. */
  tellOpen: number;
};

const select = (where: Sql): Sql => sql`
  SELECT c.id, c.form_id AS "formId", f.together, f.offices AS "togetherAt", f.first AS "firstId", c.office_id AS "officeId", o.code AS "officeCode", o.name AS "officeName", o.names AS "officeNames", o.phone AS "officePhone", sv.name AS "serviceName", sv.names AS "serviceNames", c.from_day AS "from", c.to_day AS "to",
    c.from_minute AS "fromMinute", c.to_minute AS "toMinute", c.reason, c.priority_until AS "priorityUntil", n.body AS notice,
    n.id IS NOT NULL AND (n.shown_until IS NULL OR n.shown_until > lib.now()) AS "noticeShown",
    CASE WHEN c.priority_until > lib.now() THEN (SELECT coalesce(sum(s.aside), 0) FROM ledger.slots s WHERE s.aside_for = c.id) ELSE 0 END AS aside,
    c.closed_at AS "closedAt", a.name AS "closedBy", c.reopened_at AS "reopenedAt", b.name AS "reopenedBy",
    lib.instant(c.to_day, coalesce(c.to_minute, 1440)) <= lib.now() AS over, l.listed, l.waiting, l."tellOpen"
  FROM closing.closings c JOIN offices.offices o ON o.id = c.office_id LEFT JOIN services.services sv ON sv.id = c.service_id
    LEFT JOIN site.notices n ON n.id = c.notice_id LEFT JOIN staff.accounts a ON a.id = c.closed_by LEFT JOIN staff.accounts b ON b.id = c.reopened_by
    CROSS JOIN LATERAL (SELECT count(*) AS together, array_agg(t.office_id) AS offices, min(t.id) AS first FROM closing.closings t WHERE t.form_id = c.form_id) f
    CROSS JOIN LATERAL (
      SELECT count(*) AS listed, count(*) FILTER (WHERE r.slot_id = x.slot_id AND reservations.needs_moving(r, s)) AS waiting,
        count(*) FILTER (WHERE closing.must_hear_open(x, r, s)) AS "tellOpen"
      FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE x.closing_id = c.id) l
  WHERE ${where}`;

/** Closings, the latest first; `before` pages on. */
export const listClosings = (tx: Tx, before: number | null, limit: number, bounds: Bounds = null): Promise<ClosingRow[]> =>
  tx.rows<ClosingRow>(
    sql`${select(sql`(${before}::integer IS NULL OR c.id < ${before}::integer) AND (${bounds === null} OR c.office_id = ANY (${(bounds ?? []).map(({ id }) => id)}::integer[]))`)} ORDER BY c.id DESC LIMIT ${limit}`,
  );

export const readClosing = (tx: Tx, id: number): Promise<ClosingRow | undefined> => tx.row<ClosingRow>(select(sql`c.id = ${id}`));

/** All that were shut in one act. */
export const readTogether = (tx: Tx, formId: string): Promise<ClosingRow[]> =>
  tx.rows<ClosingRow>(sql`${select(sql`c.form_id = ${formId}::uuid`)} ORDER BY c.id`);

/** Closings that shut something at an office on a day and were not reopened. */
export const closingsOn = (tx: Tx, officeId: number, day: string): Promise<ClosingRow[]> =>
  tx.rows<ClosingRow>(
    sql`${select(sql`c.office_id = ${officeId} AND c.to_day >= ${day}::date AND c.from_day <= ${day}::date AND c.reopened_at IS NULL`)} ORDER BY c.id`,
  );

/** A published change of hours that took people's time away, with how many are on its list, how many of them are 要振替 still and how many must hear that it was taken back. */
export type MovedRow = {
  draftId: number;
  name: string;
  publishedAt: Date | null;
  publishedBy: string | null;
  listed: number;
  waiting: number;
  tellOpen: number;
};

/**
 * Of a visit `r` on a list (`x`) in its slot `s`: somebody is to move or to call it. Who is 要振替 stays so until the visit is moved, kept or cancelled; read back a
 * year, since it is counted with every page. Who must hear that it opens after all need not a month after the day.
 */
export const stillToTell: Sql = sql`
  x.day >= lib.day_of(lib.now()) - 365 AND r.slot_id = x.slot_id
    AND (reservations.needs_moving(r, s) OR (x.day >= lib.day_of(lib.now()) - 30 AND closing.must_hear_open(x, r, s)))`;

/** Published changes with somebody left to move or to call, at the offices of who is bound to some, the latest first. */
export const listMoved = (tx: Tx, bounds: Bounds = null): Promise<MovedRow[]> =>
  tx.rows<MovedRow>(sql`
    SELECT d.id AS "draftId", d.name, d.published_at AS "publishedAt", a.name AS "publishedBy", l.listed, l.waiting, l."tellOpen"
    FROM calendar.drafts d LEFT JOIN staff.accounts a ON a.id = d.published_by
      JOIN LATERAL (
        SELECT count(*) AS listed, count(*) FILTER (WHERE r.slot_id = x.slot_id AND reservations.needs_moving(r, s)) AS waiting,
        count(*) FILTER (WHERE closing.must_hear_open(x, r, s)) AS "tellOpen"
        FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE x.draft_id = d.id AND ${takenWithin(bounds)}) l ON true
    WHERE d.id IN (
      SELECT x.draft_id FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
      WHERE ${stillToTell} AND ${takenWithin(bounds)})
    ORDER BY d.published_at DESC, d.id DESC`);

/** What the calendar says of a day on which an office takes nobody for anything; undefined where it is open, or nothing was laid out. */
export const shutByRules = (tx: Tx, officeId: number, day: string): Promise<{ note: string } | undefined> =>
  tx.row(sql`
    SELECT max(note) AS note FROM calendar.days WHERE office_id = ${officeId} AND day = ${day}::date HAVING count(*) > 0 AND NOT bool_or(open)`);

/** A published change of hours that left people 要振替 at an office on a day. */
export type MovedOn = { draftId: number; waiting: number };

export const movedOn = (tx: Tx, officeId: number, day: string): Promise<MovedOn[]> =>
  tx.rows<MovedOn>(sql`
    SELECT x.draft_id AS "draftId", count(*) AS waiting
    FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.slot_id = x.slot_id JOIN ledger.slots s ON s.id = x.slot_id
    WHERE x.day = ${day}::date AND x.draft_id IS NOT NULL AND s.office_id = ${officeId} AND reservations.needs_moving(r, s)
    GROUP BY x.draft_id ORDER BY x.draft_id`);

/** Something that took people's time, and at which offices, as a list of whom to call is chosen by: closings, all closings of one act (by its first), published changes of hours. */
export type Taken =
  | ({ kind: 'closing' | 'together'; offices: number; officeIds: number[] } & Pick<
      ClosingRow,
      'id' | 'officeName' | 'serviceName' | 'from' | 'to' | 'fromMinute' | 'toMinute' | 'reason'
    >)
  | { kind: 'draft'; id: number; name: string; officeIds: number[] };

/** All of them, the latest first. */
export async function listTaken(tx: Tx): Promise<Taken[]> {
  const closings = await tx.rows<Exclude<Taken, { kind: 'draft' }>>(sql`
    SELECT k.kind, c.id, c.offices, o.name AS "officeName", sv.name AS "serviceName", c.from_day AS "from", c.to_day AS "to", c.from_minute AS "fromMinute",
      c.to_minute AS "toMinute", c.reason, CASE k.kind WHEN 'closing' THEN ARRAY[c.office_id] ELSE c.office_ids END AS "officeIds"
    FROM (SELECT x.*, count(*) OVER w AS offices, array_agg(x.office_id) OVER w AS office_ids, min(x.id) OVER w AS first FROM closing.closings x WINDOW w AS (PARTITION BY x.form_id)) c
      JOIN (VALUES ('together'), ('closing')) AS k (kind) ON k.kind = 'closing' OR (c.offices > 1 AND c.id = c.first)
      JOIN offices.offices o ON o.id = c.office_id LEFT JOIN services.services sv ON sv.id = c.service_id
    ORDER BY c.id DESC, k.kind DESC`);
  const drafts = await tx.rows<{ id: number; name: string; officeIds: number[] }>(sql`
    SELECT d.id, d.name, ARRAY(SELECT DISTINCT s.office_id FROM closing.affected x JOIN ledger.slots s ON s.id = x.slot_id WHERE x.draft_id = d.id) AS "officeIds"
    FROM calendar.drafts d WHERE d.published_at IS NOT NULL ORDER BY d.id DESC`);
  return [...closings, ...drafts.map((draft) => ({ kind: 'draft' as const, ...draft }))];
}
