import { seenSql, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';
import type { Range } from './acts.ts';

/** Slots of one day, office and service that would be shut. */
type PreviewDay = {
  day: string;
  officeId: number;
  officeName: string;
  serviceName: string;
  slots: number;
  capacity: number;
  startMinute: number;
  endMinute: number;
};

/** A visit that would be left at the shut door. */
export type PreviewVisit = {
  id: string;
  number: string;
  day: string;
  startMinute: number;
  officeName: string;
  serviceName: string;
  /** null: somebody of it this viewer may not see (支援措置); then the page shows no time either, and they stand behind the others of the day. */
  names: string[] | null;
  people: number;
  hasMail: boolean;
  phone: string;
};

export type Preview = {
  /** Stands for exactly these slots and visits; the act asks for it. */
  version: string;
  days: PreviewDay[];
  visits: PreviewVisit[];
};

const slotsSql = (range: Range) => sql`
  closing.slots_at(${range.officeIds}::integer[], ${range.serviceId}::integer, ${range.from}::date, ${range.to}::date, ${range.hours?.from ?? null}::integer, ${range.hours?.to ?? null}::integer, lib.now())`;

const anyProtected = sql`bool_or(${protectedSql})`;

/** What closing this would do at this instant, read in one statement so that version, slots and visits belong together. */
export async function previewClosing(tx: Tx, range: Range, viewer: Viewer): Promise<Preview> {
  const { version, days, visits } = await tx.one<{
    version: string;
    days: PreviewDay[] | null;
    visits: PreviewVisit[] | null;
  }>(sql`
    WITH slots AS MATERIALIZED (SELECT ${slotsSql(range)} AS ids),
    booked AS MATERIALIZED (SELECT closing.booked_in(ids) AS ids FROM slots)
    SELECT closing.version_of(slots.ids, booked.ids) AS version,
      (SELECT jsonb_agg(d ORDER BY d.day, d.position, d."officeId", d."serviceName") FROM (
        SELECT s.day, o.position, o.id AS "officeId", o.name AS "officeName", sv.name AS "serviceName", count(*) AS slots, sum(s.capacity) AS capacity, min(s.start_minute) AS "startMinute", max(s.start_minute + s.minutes) AS "endMinute"
        FROM ledger.slots s JOIN offices.offices o ON o.id = s.office_id JOIN services.services sv ON sv.id = s.service_id
        WHERE s.id = ANY (slots.ids) GROUP BY s.day, o.id, sv.name) d) AS days,
      (SELECT jsonb_agg(v ORDER BY v.day, v.names IS NULL, CASE WHEN v.names IS NOT NULL THEN v."startMinute" END, v.number) FROM (
        SELECT r.id, r.number, s.day, s.start_minute AS "startMinute", o.name AS "officeName", sv.name AS "serviceName", r.mail IS NOT NULL AND NOT reservations.mail_held(r) AS "hasMail",
          coalesce(${seenSql(viewer, anyProtected, sql`coalesce(nullif(r.phone, ''), max(c.phone))`)}, '') AS phone,
          ${seenSql(viewer, anyProtected, sql`jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position)`)} AS names, count(*) AS people
        FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
          JOIN services.services sv ON sv.id = r.service_id JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL LEFT JOIN cards.cards c ON c.id = m.card_id
        WHERE r.id = ANY (booked.ids) GROUP BY r.id, s.id, o.id, sv.id) v) AS visits
    FROM slots, booked`);
  return { version, days: days ?? [], visits: visits ?? [] };
}

/** A day on which places may be set aside, with what citizens could take of it now. */
export type SpareDay = { day: string; slots: number; free: number };

/** The next days after a closing on which its offices take citizens for these services: `count` at most. */
export const spareDays = (tx: Tx, range: Range, count: number): Promise<SpareDay[]> =>
  tx.rows<SpareDay>(sql`
    SELECT s.day, count(*) AS slots, sum(greatest(0, s.capacity - s.taken - ledger.desk_kept(s.desk_until, s.desk_places, s.taken_desk, t.now)
      - ledger.aside_kept(s.aside, s.aside_for, s.aside_until, NULL, t.now))) AS free
    FROM (SELECT lib.now() AS now, lib.day_of(lib.now()) AS today) t, ledger.slots s
    WHERE s.office_id = ANY (${range.officeIds}::integer[]) AND (${range.serviceId}::integer IS NULL OR s.service_id = ${range.serviceId}::integer) AND s.closed_at IS NULL AND s.capacity > 0
      AND s.day > t.today AND s.day <= ${range.to}::date + 60 AND (s.day > ${range.to}::date OR s.day < ${range.from}::date)
      AND s.day >= ${range.from}::date - 3
    GROUP BY s.day ORDER BY s.day LIMIT ${count}`);
