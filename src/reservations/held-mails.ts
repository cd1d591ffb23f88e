import { type Actor, actorSql } from '../audit/actor.ts';
import { seenSql, type Viewer } from '../cards/viewer.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { protectedSql } from './read.ts';

/** A visit to come with an address, of somebody under 支援措置 or about to be. */
export type MailedVisit = {
  reservationId: string;
  number: string;
  serviceName: string;
  officeName: string;
  day: string;
  startMinute: number;
  mail: string;
  /** Given with the booking, else a card's; empty: none. */
  phone: string;
  language: string;
  names: string[];
};

const anyProtected = sql`coalesce(bool_or(${protectedSql}), false)`;

/** Those of whom this viewer may see everybody. */
const visits = (which: Sql, viewer: Viewer): Sql => sql`
  SELECT r.id AS "reservationId", r.number, sv.name AS "serviceName", o.name AS "officeName", s.day, s.start_minute AS "startMinute", r.mail,
    coalesce(nullif(r.phone, ''), w.phone, '') AS phone, r.language, w.names
  FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id JOIN services.services sv ON sv.id = r.service_id
    CROSS JOIN LATERAL (
      SELECT ${seenSql(viewer, anyProtected, sql`jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position)`)} AS names, max(c.phone) AS phone
      FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = r.id AND m.removed_at IS NULL) w
  WHERE w.names IS NOT NULL AND ${which} ORDER BY s.day, s.start_minute, r.number LIMIT 500`;

/** Visits to come whose mails are held back until somebody finds the address to be right (支援措置): none for who may not see such people. */
export const heldVisits = (tx: Tx, viewer: Viewer): Promise<MailedVisit[]> =>
  tx.rows<MailedVisit>(visits(sql`r.id IN (SELECT reservations.held_mails())`, viewer));

/** How many there are, for who may see them. */
export const heldCount = ({ seesProtected }: Viewer): Sql =>
  sql`SELECT count(*) FROM reservations.held_mails() WHERE ${seesProtected}`;

/** Visits to come of a card's person that have an address, with the card or without one: mails to them stop as the person is marked. */
export const mailedVisitsOf = (tx: Tx, viewer: Viewer, cardId: number): Promise<MailedVisit[]> =>
  tx.rows<MailedVisit>(
    visits(
      sql`r.state = 'booked' AND r.mail IS NOT NULL AND s.day >= lib.day_of(lib.now()) AND r.id IN (
      SELECT m.reservation_id FROM cards.of_same_person(${cardId}) p JOIN reservations.members m ON m.card_id = p.card_id AND m.removed_at IS NULL
      UNION SELECT m.reservation_id FROM cards.cards c JOIN reservations.members m ON m.person_key = c.person_key AND m.removed_at IS NULL WHERE c.id = ${cardId})`,
      viewer,
    ),
  );

const CHECK_REASONS = ['unknown', 'not_live', 'changed_meanwhile'] as const;
type CheckRefusal = (typeof CHECK_REASONS)[number];

/**
 * Staff found the address of a visit of somebody under 支援措置 to be theirs: what was held back leaves, mails go on, without links (§8(2)②b).
 * Refuses not_live where the visit is over or nothing is held back.
 */
export const checkMail = (
  db: Db,
  actor: Actor,
  { id, version }: { id: string; version: number },
): Promise<Outcome<undefined, CheckRefusal>> =>
  attempt(CHECK_REASONS, async () => {
    await db.run(sql`SELECT reservations.check_mail(${actorSql(actor)}, ${id}::uuid, ${version})`);
    return undefined;
  });
