import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** A reservation whose slot goes: it would stay, marked 要振替. */
export type Outside = {
  reservationId: string;
  number: string;
  slotId: number;
  officeId: number;
  serviceId: number;
  day: string;
  startMinute: number;
  people: number;
  /** A mail reaches them. */
  mail: boolean;
  /** They have an address, but no mail goes there yet (`reservations.mail_held`). */
  held: boolean;
};

/** A reservation that gets its time back: its slot went once and is planned again. */
export type Back = {
  reservationId: string;
  /** A mail reaches them. */
  mail: boolean;
  /** Told by phone that the counter is shut. */
  called: boolean;
};

const mailed = sql`r.mail IS NOT NULL AND NOT reservations.mail_held(r)`;

/** Live reservations in these slots that nobody decided to keep: who would stand at a shut door. */
export const readOutside = (tx: Tx, slots: readonly number[]): Promise<Outside[]> =>
  tx.rows<Outside>(sql`
    SELECT r.id AS "reservationId", r.number, s.id AS "slotId", s.office_id AS "officeId", s.service_id AS "serviceId", s.day, s.start_minute AS "startMinute",
      (SELECT count(*) FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS people,
      ${mailed} AS mail, r.mail IS NOT NULL AND reservations.mail_held(r) AS held
    FROM reservations.standing_in(${[...slots]}::bigint[]) r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.state = 'booked' AND NOT coalesce(r.kept_at >= reservations.closed_at(r, s), false)
    ORDER BY s.day, s.start_minute, s.office_id, r.id`);

/** Live reservations of which every slot is open again once these are: whom `steps.ts` mails that they come after all. */
export const readBack = (tx: Tx, slots: readonly number[]): Promise<Back[]> =>
  tx.rows<Back>(sql`
    WITH opened AS MATERIALIZED (SELECT coalesce(array_agg(id), '{}') AS ids FROM ledger.slots WHERE id = ANY (${[...slots]}::bigint[]) AND closing_id IS NULL)
    SELECT r.id AS "reservationId", ${mailed} AS mail,
      EXISTS (SELECT FROM closing.affected x WHERE x.reservation_id = r.id AND x.slot_id = r.slot_id AND x.reached_at IS NOT NULL) AS called
    FROM opened, reservations.standing_in(opened.ids) r
    WHERE r.state = 'booked' AND NOT EXISTS (
      SELECT FROM ledger.slots s WHERE s.id = ANY (reservations.slots_of(r)) AND s.closed_at IS NOT NULL AND s.id <> ALL (opened.ids))
    ORDER BY r.id`);
