import { ageOn } from '../lib/dates/age.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Condition } from './needs.ts';

/** Whom by age on the day of the visit a caution concerns. */
type Ages = 'all' | 'under-15' | 'from-15';

/** A caution each citizen whom it concerns ticks between the time and the booking (§8(3)⑨). */
export type CautionFacts = { concerns: string; ages: Ages; need: Condition | ''; body: string; position: number };
export type CautionRecord = { id: number; serviceId: number; serviceCode: string; retiredAt: Date | null; facts: CautionFacts };

const GROWN = 15;

/** Whether who was born then is under 15 on a day; `services.under_15` asks the same in SQL. */
export const isUnder15 = (birthDate: string, day: string): boolean => ageOn(birthDate, day) < GROWN;

/** Whether a caution concerns who was born then and comes on that day, as `reservations.coming` tells it; an unknown birthday may be either. */
export function concernsAge(ages: Ages, birthDate: string | null, day: string): boolean {
  if (ages === 'all' || birthDate === null) return true;
  return isUnder15(birthDate, day) === (ages === 'under-15');
}

const RECORD = sql`
  c.id, c.service_id AS "serviceId", s.code AS "serviceCode", c.retired_at AS "retiredAt",
  jsonb_build_object('concerns', c.concerns, 'ages', c.ages, 'need', c.need, 'body', c.body, 'position', c.position) AS facts
  FROM services.cautions c JOIN services.services s ON s.id = c.service_id`;

/** All cautions of a service, in the order citizens see them; those no longer shown at the end. */
export const listCautions = (tx: Tx, serviceId: number): Promise<CautionRecord[]> =>
  tx.rows<CautionRecord>(
    sql`SELECT ${RECORD} WHERE c.service_id = ${serviceId} ORDER BY c.retired_at IS NOT NULL, c.position, c.id`,
  );

export const readCaution = (tx: Tx, id: number, locked: 'locked' | 'read' = 'read'): Promise<CautionRecord | undefined> =>
  tx.row<CautionRecord>(sql`SELECT ${RECORD} WHERE c.id = ${id} ${locked === 'locked' ? sql`FOR NO KEY UPDATE OF c` : sql``}`);

/** One text a caution had; `since` null: since before texts were kept, `by` null: nobody is known to have written it. */
export type CautionVersion = { version: number; concerns: string; body: string; since: Date | null; by: string | null };

/** Every text of a caution, the newest first. */
export const cautionVersions = (tx: Tx, id: number): Promise<CautionVersion[]> =>
  tx.rows<CautionVersion>(sql`
    SELECT v.version, v.concerns, v.body, v.since, a.name AS by FROM services.caution_versions v LEFT JOIN staff.accounts a ON a.id = v.by_staff
    WHERE v.caution_id = ${id} ORDER BY v.version DESC`);
