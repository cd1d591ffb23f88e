import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';

/** What took visits their time: a closing, or a change of hours that was published. */
export type TakenBy = { closingId: number } | { draftId: number };

const listOf = (by: TakenBy): Sql => ('closingId' in by ? sql`x.closing_id = ${by.closingId}` : sql`x.draft_id = ${by.draftId}`);

/** Where someone on the list stands now; words: desk/pages/affected. */
export type Standing = 'waiting' | 'moved' | 'cancelled' | 'kept' | 'reopened' | 'came';

/** One visit on the list. */
export type AffectedRow = {
  id: number;
  reservationId: string;
  number: string;
  serviceName: string;
  /** The time that was taken away, and the one it has now. */
  day: string;
  startMinute: number;
  nowDay: string;
  nowMinute: number;
  nowOffice: string;
  /** Where it was taken away. */
  office: string;
  standing: Standing;
  names: string[];
  kanas: string[];
  protected: boolean;
  phone: string;
  hasMail: boolean;
  /** How the mail that tells of it fares; null: none was put on its way. */
  mail: 'waiting' | 'sending' | 'sent' | 'dropped' | 'dead' | null;
  reachedAt: Date | null;
  reachedBy: string | null;
  note: string;
};

/** Everyone on the list of a closing or of a published draft, by the time that was taken away. */
export const affectedBy = (tx: Tx, by: TakenBy): Promise<AffectedRow[]> =>
  tx.rows<AffectedRow>(sql`
    SELECT x.id, r.id AS "reservationId", r.number, sv.name AS "serviceName", was.day, was.start_minute AS "startMinute", s.day AS "nowDay", s.start_minute AS "nowMinute",
      o.name AS "nowOffice", w.name AS office, closing.standing_of(x, r, s) AS standing, p.names, p.kanas, p.protected, coalesce(nullif(r.phone, ''), p.phone, '') AS phone,
      r.mail IS NOT NULL AS "hasMail", m.state AS mail, x.reached_at AS "reachedAt", a.name AS "reachedBy", x.note
    FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id JOIN ledger.slots s ON s.id = r.slot_id JOIN ledger.slots was ON was.id = x.slot_id
      JOIN offices.offices o ON o.id = s.office_id JOIN offices.offices w ON w.id = was.office_id JOIN services.services sv ON sv.id = r.service_id LEFT JOIN staff.accounts a ON a.id = x.reached_by
      CROSS JOIN LATERAL (
        SELECT coalesce(jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position), '[]') AS names, coalesce(jsonb_agg(coalesce(c.kana, m.kana, '') ORDER BY m.position), '[]') AS kanas,
          coalesce(bool_or(${protectedSql}), false) AS protected, max(c.phone) AS phone
        FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = r.id AND m.removed_at IS NULL) p
      LEFT JOIN LATERAL (
        SELECT y.state FROM outbox.mails y WHERE y.reservation_id = r.id AND y.kind IN ('closed-day', 'reopened') AND y.created_at >= x.listed_at ORDER BY y.id DESC LIMIT 1) m ON true
    WHERE ${listOf(by)} ORDER BY was.day, was.start_minute, r.number`);

/**
 * Whether somebody must call: no mail tells them (no address, given up), or they were told by phone not to come and the window opens after all.
 * Only who still stands where they stood; pure.
 */
export const mustBeCalled = (row: Pick<AffectedRow, 'standing' | 'hasMail' | 'mail' | 'reachedAt'>): boolean =>
  (row.standing === 'waiting' || (row.standing === 'reopened' && row.reachedAt !== null)) &&
  (!row.hasMail || row.mail === 'dead' || row.mail === null);

/** Ticks someone on the list off, or takes that back, and keeps what was said. False where that list has no such row. */
export const reach = (db: Db, actor: Actor, row: { by: TakenBy; id: number; reached: boolean; note: string }): Promise<boolean> =>
  db.transaction(async (tx) => {
    const staffId = actor.kind === 'staff' ? actor.staffId : null;
    const found = await tx.row<{ reservation_id: string }>(sql`
      UPDATE closing.affected x SET reached_at = CASE WHEN ${row.reached} THEN coalesce(reached_at, lib.now()) END, reached_by = CASE WHEN ${row.reached} THEN ${staffId}::integer END,
        note = ${row.note} WHERE x.id = ${row.id} AND ${listOf(row.by)} RETURNING reservation_id`);
    if (found === undefined) return false;
    const detail = JSON.stringify('closingId' in row.by ? { closing: row.by.closingId } : { draft: row.by.draftId });
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, ${row.reached ? 'closing.reached' : 'closing.not-reached'}, lib.now(), ${found.reservation_id}::uuid, NULL, NULL, ${detail}::jsonb)`,
    );
    return true;
  });

/** How many reservations a publish left at a shut door. */
export const countAffected = async (tx: Tx, draftId: number): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM closing.affected WHERE draft_id = ${draftId}`)).count;
