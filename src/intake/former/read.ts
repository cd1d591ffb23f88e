import { seenSql, unseenOnly, type Viewer } from '../../cards/viewer.ts';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { PROTECTED } from './left.ts';
import type { State } from './words.ts';

/** A file of reservations taken before going live, as its record keeps it. */
export type FormerRecord = {
  id: number;
  fileName: string;
  sha256: string;
  startedAt: Date;
  pressedAt: Date | null;
  endedAt: Date | null;
  undoneAt: Date | null;
  tell: boolean;
  exceedReason: string | null;
  staffName: string | null;
  rows: number;
  /** Telephones that had lost their leading zero in a spreadsheet. */
  phonesMended: number;
  visits: number;
  counts: Partial<Record<State, number>>;
  exceeded: number;
  /** Since when no process goes on with it, though it was asked for; null: it is over, not asked for, or goes on. */
  stuckSince: Date | null;
};

/** When something was done last: of the file `i`, or of another one, since they are worked on one after the other. */
const LAST_WORK = sql`greatest(i.pressed_at, i.undone_at, (SELECT max(w.done_at) FROM intake.bookings w))`;
/** The file `i` was asked for and no process is at it: what one left when it died goes on within a minute. */
const STUCK = sql`(i.kind = 'reservations' AND i.pressed_at IS NOT NULL AND i.ended_at IS NULL AND ${LAST_WORK} < lib.now() - interval '3 minutes')`;

/** How many files no process goes on with: a number for the badge. */
export const STOPPED_COUNT = sql`SELECT count(*)::integer FROM intake.imports i WHERE ${STUCK}`;

/** What became of a row `b`; one that is booked and whose card is not there yet waits for it, with its place. */
const STATE = sql`CASE WHEN b.state = 'booked' AND b.reservation_id IN (SELECT a FROM reservations.awaiting() a) THEN 'waiting' ELSE b.state END`;

const RECORD = sql`
  SELECT i.id, i.file_name AS "fileName", i.sha256, i.started_at AS "startedAt", i.pressed_at AS "pressedAt", i.ended_at AS "endedAt", i.undone_at AS "undoneAt",
    i.tell, i.exceed_reason AS "exceedReason", a.name AS "staffName", coalesce((i.counts ->> 'rows')::integer, 0) AS rows, coalesce((i.counts ->> 'phonesMended')::integer, 0) AS "phonesMended", b.visits, b.counts, b.exceeded,
    CASE WHEN ${STUCK} THEN ${LAST_WORK} END AS "stuckSince"
  FROM intake.imports i LEFT JOIN staff.accounts a ON a.id = i.staff_id,
    LATERAL (
      SELECT coalesce(sum(n), 0)::integer AS visits, coalesce(jsonb_object_agg(state, n), '{}') AS counts, coalesce(sum(over), 0)::integer AS exceeded FROM (
        SELECT ${STATE} AS state, count(*)::integer AS n, (count(*) FILTER (WHERE exceeded))::integer AS over FROM intake.bookings b WHERE import_id = i.id GROUP BY 1) x) b`;

export const listFormer = (tx: Tx): Promise<FormerRecord[]> =>
  tx.rows<FormerRecord>(sql`${RECORD} WHERE i.kind = 'reservations' ORDER BY i.id DESC LIMIT 100`);

export const readFormerRecord = (tx: Tx, id: number): Promise<FormerRecord | undefined> =>
  tx.row<FormerRecord>(sql`${RECORD} WHERE i.kind = 'reservations' AND i.id = ${id}`);

/** A visit of a file: nothing of who it is; the reservation's own page says that to who may see it. `hidden` from this viewer: nor when, where, nor its numbers of now. */
export type FormerBooking = {
  id: number;
  hidden: boolean;
  line: number;
  number: string;
  officeName: string | null;
  day: string | null;
  startMinute: number | null;
  people: number | null;
  state: State;
  problem: string;
  reason: string;
  exceeded: boolean;
  reservationId: string | null;
  newNumber: string | null;
};

/** Of the file, or of the reservation it became. */
const HIDDEN = sql`h.hidden`;

export const listBookings = (tx: Tx, viewer: Viewer, importId: number): Promise<FormerBooking[]> =>
  tx.rows<FormerBooking>(sql`
    SELECT b.id, ${unseenOnly(viewer, HIDDEN)} AS hidden, b.line, b.number, ${seenSql(viewer, HIDDEN, sql`o.name`)} AS "officeName", ${seenSql(viewer, HIDDEN, sql`b.day`)} AS day,
      ${seenSql(viewer, HIDDEN, sql`b.start_minute`)} AS "startMinute", jsonb_array_length(b.members) AS people, ${STATE} AS state, b.problem,
      coalesce(nullif(b.reason, ''), a.why, '') AS reason,
      b.exceeded, ${seenSql(viewer, HIDDEN, sql`CASE WHEN r.number IS NOT NULL THEN r.id END`)} AS "reservationId", ${seenSql(viewer, HIDDEN, sql`r.number`)} AS "newNumber"
    FROM intake.bookings b LEFT JOIN offices.offices o ON o.id = b.office_id LEFT JOIN reservations.reservations r ON r.id = b.reservation_id
      LEFT JOIN (SELECT reservation_id, min(why) AS why FROM intake.awaited() GROUP BY reservation_id) a ON a.reservation_id = b.reservation_id
      CROSS JOIN LATERAL (SELECT coalesce(${PROTECTED} OR reservations.has_protected(b.reservation_id), false) AS hidden OFFSET 0) h
    WHERE b.import_id = ${importId} ORDER BY b.line`);

/** Whether this very file was taken over before, and when. */
export const sameFileBefore = (tx: Tx, { id, sha256 }: FormerRecord): Promise<{ id: number; pressedAt: Date } | undefined> =>
  tx.row<{ id: number; pressedAt: Date }>(sql`
    SELECT id, pressed_at AS "pressedAt" FROM intake.imports
    WHERE kind = 'reservations' AND sha256 = ${sha256} AND id <> ${id} AND pressed_at IS NOT NULL AND undone_at IS NULL ORDER BY id DESC LIMIT 1`);
