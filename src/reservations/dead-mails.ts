import { someHidden, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { protectedSql } from './read.ts';

/** The visit whose people mail `x` is about: of an offer beside a booking, in which nobody stands, that booking. */
export const mailVisitSql: Sql = sql`CASE WHEN x.kind = 'waiting-offer'
  THEN (SELECT coalesce(h.beside, h.id) FROM reservations.reservations h WHERE h.id = x.reservation_id) ELSE x.reservation_id END`;

/** Whether mail `x` is of a visit, or of an entry of the waiting list, whose people this viewer may not see; of an entry that is forgotten nobody knows who they were. */
export const mailHiddenSql = ({ seesProtected }: Viewer): Sql =>
  sql`(NOT ${seesProtected} AND (EXISTS (
    SELECT FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE m.reservation_id = ${mailVisitSql} AND m.removed_at IS NULL AND ${protectedSql})
  OR (x.about ? 'entry' AND NOT EXISTS (SELECT FROM waiting.entries e WHERE e.id = (x.about ->> 'entry')::uuid AND NOT ${someHidden(sql`e.card_ids`)}))))`;

/** The visit whose people a mail is about; null: of none. */
export const mailVisit = async (tx: Tx, id: number): Promise<string | null> =>
  (await tx.row<{ visit: string | null }>(sql`SELECT ${mailVisitSql} AS visit FROM outbox.mails x WHERE x.id = ${id}`))?.visit ??
  null;

/** Whether this viewer may not see whom a mail is about. */
export const isMailHidden = async (tx: Tx, viewer: Viewer, id: number): Promise<boolean> =>
  (await tx.row<{ hidden: boolean }>(sql`SELECT ${mailHiddenSql(viewer)} AS hidden FROM outbox.mails x WHERE x.id = ${id}`))
    ?.hidden === true;

/**
 * Whether what mail `x` was to tell is over by itself: a registration link that works no more, a visit that was or was cancelled (its cancellation is told until
 * its day is over), an offer that lapsed, an absence that needs no word any more.
 */
export const mailOverSql: Sql = sql`CASE
  WHEN x.visit_id IS NOT NULL THEN NOT EXISTS (SELECT FROM reservations.visits v WHERE v.id = x.visit_id AND v.link_until > lib.now() AND v.finished_at IS NULL)
  WHEN x.reservation_id IS NOT NULL THEN NOT EXISTS (
    SELECT FROM reservations.reservations g JOIN ledger.slots h ON h.id = g.slot_id WHERE g.id = x.reservation_id AND CASE x.kind
      WHEN 'no-show' THEN EXISTS (
        SELECT FROM reservations.members n WHERE n.reservation_id = g.id AND n.removed_at IS NULL AND n.outcome = 'no-show' AND NOT counter.needs_no_word(n, g.service_id, h.day))
      WHEN 'cancelled' THEN g.state = 'cancelled' AND h.day >= lib.day_of(lib.now())
      WHEN 'mailing' THEN g.state IN ('booked', 'ended') AND (h.day >= lib.day_of(lib.now()) OR lib.day_of(x.created_at) > h.day)
      WHEN 'waiting-offer' THEN g.state = 'held' AND g.held_until > lib.now()
      ELSE g.state = 'booked' AND h.day >= lib.day_of(lib.now()) END)
  WHEN x.kind = 'waiting' THEN NOT EXISTS (SELECT FROM waiting.entries w WHERE w.id = (x.about ->> 'entry')::uuid AND w.ended_at IS NULL)
  ELSE false END`;

/** Of mail `x`: it was given up, and somebody has to do something about it. */
export const mailOpenSql: Sql = sql`x.state = 'dead' AND x.settled_at IS NULL AND NOT ${mailOverSql}`;

/** How many mails were given up and ask for somebody, of those this viewer may see. */
export const deadCount = (viewer: Viewer): Sql =>
  sql`SELECT count(*) FROM outbox.mails x WHERE ${mailOpenSql} AND NOT ${mailHiddenSql(viewer)}`;
