import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import { ageOn } from '../lib/dates/age.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';
import type { Condition } from './needs.ts';

/** Whom by age on the day of the visit a caution concerns. */
export type Ages = 'all' | 'under-15' | 'from-15';

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

/** A caution more: from now on everyone who books must tick it, also those who are at it. Returns its id. */
export const addCaution = (db: Db, actor: Actor, service: { id: number; code: string }, facts: CautionFacts): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(
      sql`INSERT INTO services.cautions (service_id, concerns, ages, need, body, position, changed_by) VALUES (${service.id}, ${facts.concerns}, ${facts.ages}, ${facts.need}, ${facts.body}, ${facts.position}, ${staffOf(actor)}) RETURNING id`,
    );
    await writeChange(tx, actor, { act: 'service.caution-added', of: { service: service.code, caution: id } }, null, facts);
    return id;
  });

/** Changes a caution. Another text is its next version (`services.caution_versions`): who ticked the one before is asked again before booking (§8(3)⑨). */
export const changeCaution = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  facts: CautionFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    const caution = await readCaution(tx, id, 'locked');
    return changeSeen(
      tx,
      actor,
      { act: 'service.caution-changed', of: { service: caution?.serviceCode ?? '', caution: id } },
      { seen, before: caution?.facts, after: facts },
      () =>
        tx.run(
          sql`UPDATE services.cautions SET concerns = ${facts.concerns}, ages = ${facts.ages}, need = ${facts.need}, body = ${facts.body}, position = ${facts.position}, changed_by = ${staffOf(actor)} WHERE id = ${id}`,
        ),
    );
  });

/** Shows a caution no longer, or again. Never deleted: bookings keep which text of it was agreed to (`reservations.agreed`). */
export const showCaution = (db: Db, actor: Actor, id: number, shown: boolean): Promise<void> =>
  db.transaction(async (tx) => {
    const caution = await readCaution(tx, id, 'locked');
    if (caution === undefined || (caution.retiredAt === null) === shown) return;
    await tx.run(sql`UPDATE services.cautions SET retired_at = CASE WHEN ${shown} THEN NULL ELSE lib.now() END WHERE id = ${id}`);
    const act = shown ? 'service.caution-restored' : 'service.caution-retired';
    await writeChange(tx, actor, { act, of: { service: caution.serviceCode, caution: id } }, null, null);
  });
