import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { reportedSql, submittedSql } from './papers.ts';

/** A stretch of time, the end excluded. */
export type Between = { from: Temporal.Instant; to: Temporal.Instant };

const within = (column: Sql, { from, to }: Between): Sql =>
  sql`${column} >= ${from.toString()}::timestamptz AND ${column} < ${to.toString()}::timestamptz`;

export type OfficeCounts = {
  office: string;
  web: number;
  phone: number;
  counter: number;
  cancelled: number;
  handedOver: number;
  incomplete: number;
  noShow: number;
};

/**
 * What an office did: bookings made, by how they came, and those cancelled (a hold that was let go is none), as parties, without those taken before going live and what staff took back; who was handed their card, came in vain or did not come, as people.
 * Sums only, by office: whoever is under 支援措置 is in no figure of their own.
 */
export const officeCounts = (tx: Tx, between: Between): Promise<OfficeCounts[]> =>
  tx.rows<OfficeCounts>(sql`
    WITH booked AS (
      SELECT s.office_id, count(*) FILTER (WHERE r.channel = 'web') AS web, count(*) FILTER (WHERE r.channel = 'phone') AS phone,
        count(*) FILTER (WHERE r.channel NOT IN ('web', 'phone')) AS counter
      FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
      WHERE ${within(sql`r.booked_at`, between)} AND r.former_number IS NULL AND NOT r.taken_back GROUP BY s.office_id),
    cancelled AS (
      SELECT s.office_id, count(*) AS cancelled FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
      WHERE r.state = 'cancelled' AND r.number IS NOT NULL AND NOT r.taken_back AND ${within(sql`r.ended_at`, between)} GROUP BY s.office_id),
    came AS (
      SELECT s.office_id, count(*) FILTER (WHERE m.outcome = 'handed-over') AS handed, count(*) FILTER (WHERE m.outcome = 'incomplete') AS incomplete,
        count(*) FILTER (WHERE m.outcome = 'no-show') AS no_show
      FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
      WHERE m.removed_at IS NULL AND m.outcome IS NOT NULL AND lib.instant(s.day, s.start_minute) >= ${between.from.toString()}::timestamptz
        AND lib.instant(s.day, s.start_minute) < ${between.to.toString()}::timestamptz GROUP BY s.office_id)
    SELECT o.name AS office, coalesce(b.web, 0) AS web, coalesce(b.phone, 0) AS phone, coalesce(b.counter, 0) AS counter, coalesce(c.cancelled, 0) AS cancelled,
      coalesce(v.handed, 0) AS "handedOver", coalesce(v.incomplete, 0) AS incomplete, coalesce(v.no_show, 0) AS "noShow"
    FROM offices.offices o LEFT JOIN booked b ON b.office_id = o.id LEFT JOIN cancelled c ON c.office_id = o.id LEFT JOIN came v ON v.office_id = o.id
    WHERE o.retired_at IS NULL AND o.is_pickup OR b.office_id IS NOT NULL OR c.office_id IS NOT NULL OR v.office_id IS NOT NULL ORDER BY o.position, o.id`);

type MailCounts = { sent: number; dropped: number; dead: number; waiting: number };

/** How the mails fared that were due in this time. */
export const mailCounts = (tx: Tx, between: Between): Promise<MailCounts> =>
  tx.one<MailCounts>(sql`
    SELECT count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'dropped') AS dropped, count(*) FILTER (WHERE state = 'dead') AS dead,
      count(*) FILTER (WHERE state IN ('waiting', 'sending')) AS waiting
    FROM outbox.mails WHERE ${within(sql`created_at`, between)}`);

/** `presentedOn`: when the city was told, `noticeDays` before it; `shortNotice`: why those were fewer than two weeks. */
export type Stop = {
  startsAt: Date;
  endsAt: Date;
  reason: string;
  presentedOn: string;
  noticeDays: number;
  shortNotice: string | null;
};

/** Planned stops that took place. */
export const stopsBetween = (tx: Tx, { from, to }: Between): Promise<Stop[]> =>
  tx.rows<Stop>(sql`
    SELECT starts_at AS "startsAt", least(ends_at, coalesce(cancelled_at, ends_at)) AS "endsAt", reason,
      presented_on AS "presentedOn", lib.day_of(starts_at) - presented_on AS "noticeDays", short_notice AS "shortNotice" FROM site.maintenance
    WHERE starts_at < ${to.toString()}::timestamptz AND ends_at > ${from.toString()}::timestamptz AND (cancelled_at IS NULL OR cancelled_at > starts_at) ORDER BY starts_at`);

type FaultRow = {
  id: number;
  subject: string;
  beganAt: Date;
  endedAt: Date | null;
  reported: boolean;
  submitted: boolean;
};

/** Faults that stood in this time, without those that were withdrawn. */
export const faultsBetween = (tx: Tx, { from, to }: Between): Promise<FaultRow[]> =>
  tx.rows<FaultRow>(sql`
    SELECT e.id, e.subject, f.began_at AS "beganAt", f.ended_at AS "endedAt", ${reportedSql(sql`e.id`)} AS reported, ${submittedSql(sql`e.id`)} AS submitted
    FROM running.faults f JOIN running.entries e ON e.id = f.entry_id
    WHERE f.began_at < ${to.toString()}::timestamptz AND coalesce(f.ended_at, lib.now()) >= ${from.toString()}::timestamptz AND f.withdrawn_at IS NULL ORDER BY f.began_at`);

export type WithdrawnRow = { id: number; subject: string; beganAt: Date; at: Date; as: string; why: string };

/**
 * What stood in this time as a fault and was none: withdrawn, with what it was and why. Also what was withdrawn in it and stood before, as the report of that month was
 * submitted by then and names it a fault.
 */
export const withdrawnBetween = (tx: Tx, { from, to }: Between): Promise<WithdrawnRow[]> =>
  tx.rows<WithdrawnRow>(sql`
    SELECT e.id, e.subject, f.began_at AS "beganAt", f.withdrawn_at AS at, f.withdrawn_as AS "as", f.withdrawn_why AS why
    FROM running.faults f JOIN running.entries e ON e.id = f.entry_id
    WHERE f.withdrawn_at IS NOT NULL AND (${within(sql`f.withdrawn_at`, { from, to })}
      OR (f.began_at < ${to.toString()}::timestamptz AND coalesce(f.ended_at, f.withdrawn_at) >= ${from.toString()}::timestamptz)) ORDER BY f.began_at`);

type WorkRow = {
  id: number;
  kind: string;
  receivedAt: Date;
  subject: string;
  body: string;
  last: string | null;
  completed: boolean;
};

/** When an entry `e` was completed, as it stood at an instant: null where it was open then, also where it was completed before and reopened, or completed since. */
const completedBy = (end: Temporal.Instant): Sql => sql`
  SELECT CASE WHEN last.what = 'completed' THEN last.at END FROM (
    SELECT a.what, a.at FROM running.answers a WHERE a.entry_id = e.id AND a.what IN ('completed', 'reopened') AND a.at < ${end.toString()}::timestamptz
    ORDER BY a.id DESC LIMIT 1) last`;

/** Entries of some kinds that were received in this time, or of which something was said or done in it; how they stood at its end, with what was said last by then. */
export const worksBetween = (tx: Tx, kinds: readonly string[], between: Between): Promise<WorkRow[]> =>
  tx.rows<WorkRow>(sql`
    SELECT e.id, e.kind, e.received_at AS "receivedAt", e.subject, e.body,
      (${completedBy(between.to)}) IS NOT NULL AS completed,
      (SELECT a.body FROM running.answers a WHERE a.entry_id = e.id AND a.body <> '' AND a.at < ${between.to.toString()}::timestamptz ORDER BY a.id DESC LIMIT 1) AS last
    FROM running.entries e WHERE e.kind = ANY (${[...kinds]}) AND (${within(sql`e.received_at`, between)}
      OR EXISTS (SELECT FROM running.answers a WHERE a.entry_id = e.id AND ${within(sql`a.at`, between)})) ORDER BY e.received_at, e.id`);

type EnquiryCounts = { kind: string; received: number; completed: number; open: number };

/** Entries by kind: received and completed in this time, and open at its end, as they stood then; a fault that was withdrawn is none. */
export const entryCounts = (tx: Tx, between: Between): Promise<EnquiryCounts[]> =>
  tx.rows<EnquiryCounts>(sql`
    SELECT e.kind, count(*) FILTER (WHERE ${within(sql`e.received_at`, between)}) AS received,
      count(*) FILTER (WHERE ${within(sql`c.at`, between)}) AS completed, count(*) FILTER (WHERE c.at IS NULL) AS open
    FROM running.entries e LEFT JOIN LATERAL (${completedBy(between.to)}) AS c (at) ON true
    WHERE e.received_at < ${between.to.toString()}::timestamptz AND NOT EXISTS (SELECT FROM running.faults f WHERE f.entry_id = e.id AND f.withdrawn_at IS NOT NULL)
    GROUP BY e.kind ORDER BY e.kind`);

/** `missing`: days that are over, from the first backup there was, on which none began that ended well. */
export type BackupCounts = { good: number; failed: number; last: Date | null; missing: number };

/** Backups begun in this time; undefined where this release keeps no record of them. */
export async function backupCounts(tx: Tx, between: Between): Promise<BackupCounts | undefined> {
  const { there } = await tx.one<{ there: boolean }>(sql`SELECT to_regclass('recovery.backups') IS NOT NULL AS there`);
  if (!there) return undefined;
  const [first, end] = [between.from.toString(), between.to.toString()];
  return tx.one<BackupCounts>(sql`
    SELECT (
        SELECT count(*) FROM generate_series(
          greatest(lib.day_of(${first}::timestamptz), (SELECT lib.day_of(min(began_at)) FROM recovery.backups))::timestamp,
          least(lib.day_of(${end}::timestamptz), lib.day_of(lib.now()))::timestamp - interval '1 day', interval '1 day') AS d (day)
        WHERE NOT EXISTS (
          SELECT FROM recovery.backups b WHERE b.state = 'good' AND b.began_at >= lib.instant(d.day::date, 0) AND b.began_at < lib.instant(d.day::date + 1, 0))
      ) AS missing, count(*) FILTER (WHERE state = 'good') AS good, count(*) FILTER (WHERE state = 'failed') AS failed, max(ended_at) FILTER (WHERE state = 'good') AS last
    FROM recovery.backups WHERE ${within(sql`began_at`, between)}`);
}

export type FindingCounts = { rule: string; all: number; fine: number; followUp: number };

/** What the analysis of the log found on days of this time, by rule. */
export const findingCounts = (tx: Tx, { from, to }: Between): Promise<FindingCounts[]> =>
  tx.rows<FindingCounts>(sql`
    SELECT rule, count(*) AS "all", count(*) FILTER (WHERE verdict = 'fine') AS fine, count(*) FILTER (WHERE verdict = 'follow-up') AS "followUp"
    FROM running.findings WHERE day >= lib.day_of(${from.toString()}::timestamptz) AND day < lib.day_of(${to.toString()}::timestamptz) GROUP BY rule ORDER BY rule`);
