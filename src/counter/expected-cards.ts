import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { empty, sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';

/** The next visit a card is wanted for. `until`: the last day whose visits leave the card's shelf today. */
export type Wanted = { officeId: number; officeName: string; day: string; startMinute: number; until: string };

/** The coming visit of a card, from today on; a visit that is to be moved first does not count. */
export const wantedFor = (tx: Tx, cardId: number): Promise<Wanted | undefined> =>
  tx.row<Wanted>(sql`
    SELECT s.office_id AS "officeId", o.name AS "officeName", s.day, s.start_minute AS "startMinute",
      coalesce((SELECT due.until FROM counter.due_days(coalesce(c.office_id, s.office_id), s.office_id) due WHERE due.service_id = s.service_id), lib.day_of(lib.now())) AS until
    FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
      JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
    WHERE m.card_id = ${cardId} AND m.removed_at IS NULL AND m.outcome IS NULL AND s.day >= lib.day_of(lib.now()) AND NOT reservations.needs_moving(r, s)
    ORDER BY s.day, s.start_minute LIMIT 1`);

/** `officeName`, `day`, `startMinute`: of its visit; of whom this viewer may not see, none: who takes the card off its shelf needs its place alone. */
export type LeftCard = {
  id: number;
  who: Who;
  birthDate: string | null;
  birthText: string;
  cabinet: string | null;
  box: string | null;
  position: number | null;
  officeName: string | null;
  day: string | null;
  startMinute: number | null;
};

/** Which cards a scan is for: `until`: up to which day's visits (null: those that leave by the end of today, `due.sql`); `toOffice`: only those wanted at that office (to be sent), else all. */
type ScanFor = { officeId: number; until: string | null; toOffice: number | null };

/** Visits that a scan is for, with the card of each of their people, wherever it is by now. */
const visitsFor = ({ officeId, until, toOffice }: ScanFor) => sql`
    FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
      JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
      JOIN cards.cards c ON c.id = m.card_id JOIN offices.offices o ON o.id = s.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
      ${until === null ? sql`JOIN counter.due_days(${officeId}) due ON due.to_office = s.office_id AND due.service_id = s.service_id` : empty}
    WHERE s.day BETWEEN lib.day_of(lib.now()) AND ${until === null ? sql`due.until` : sql`${until}::date`}
      AND NOT reservations.needs_moving(r, s) AND (${toOffice}::integer IS NULL OR s.office_id = ${toOffice}::integer)`;

/** Cards that still have to be taken off the shelves of an office, in the order of the shelf. */
export const cardsLeft = (tx: Tx, viewer: Viewer, of: ScanFor, whereabouts: readonly string[]): Promise<LeftCard[]> =>
  tx.rows<LeftCard>(sql`
    SELECT DISTINCT ON (p.cabinet_order, p.cabinet, p.box_order, p.box, c.storage_position, c.id) c.id,
      ${whoSql(viewer, protectedSql, 'c.name', 'c.kana')} AS who, ${seenSql(viewer, protectedSql, sql`c.birth_date`)} AS "birthDate",
      ${seenSql(viewer, protectedSql, sql`c.birth_text`)} AS "birthText", p.cabinet, p.box, c.storage_position AS position,
      ${seenSql(viewer, protectedSql, sql`o.name`)} AS "officeName", ${seenSql(viewer, protectedSql, sql`s.day`)} AS day, ${seenSql(viewer, protectedSql, sql`s.start_minute`)} AS "startMinute"
    ${visitsFor(of)} AND m.outcome IS NULL AND c.is_open AND c.office_id = ${of.officeId} AND (${of.toOffice}::integer IS NULL OR s.office_id <> c.office_id)
      AND c.whereabouts = ANY (${[...whereabouts]}::text[])
    ORDER BY p.cabinet_order NULLS LAST, p.cabinet, p.box_order, p.box, c.storage_position, c.id, s.day, s.start_minute LIMIT 2000`);

/**
 * How many cards of these visits were pulled or sent there, and not brought back since: received elsewhere or handed over, they stay counted, so that
 * the number grows alone while the list is worked off.
 */
export const cardsTaken = async (tx: Tx, of: ScanFor): Promise<number> =>
  (
    await tx.one<{ taken: number }>(sql`
    SELECT count(DISTINCT c.id)::integer AS taken ${visitsFor(of)} AND (
      SELECT e.event = 'sent' AND e.to_office_id = s.office_id OR e.event = 'pulled' AND ${of.toOffice}::integer IS NULL
      FROM cards.custody_events e
      WHERE e.card_id = c.id AND e.office_id = ${of.officeId} AND e.event IN ('shelved', 'moved', 'counted', 'returned', 'received', 'found-at', 'pulled', 'sent')
        AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = e.card_id AND u.undoes = e.id)
      ORDER BY e.id DESC LIMIT 1)`)
  ).taken;

/** The last day whose visits cards are pulled for today, at their own office; null: it has no open day. */
export const pulledUntil = async (tx: Tx, officeId: number): Promise<string | null> =>
  (await tx.one<{ until: string | null }>(sql`SELECT max(until) AS until FROM counter.due_days(${officeId}, ${officeId})`)).until;
