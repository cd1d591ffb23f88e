import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { cautionTextsName, cautionToChange } from './planned-cautions.ts';
import type { CautionFacts } from './read-cautions.ts';

/**
 * A caution more: from `since` on (null: from now on) everyone who books must tick it, also those who are at it. Returns its id. Refuses a time that is over.
 */
export const addCaution = (
  db: Db,
  actor: Actor,
  service: { id: number; code: string },
  facts: CautionFacts,
  since: Temporal.Instant | null,
): Promise<Outcome<number, 'past'>> =>
  attempt(['past'], () =>
    db.transaction(async (tx) => {
      const { id } = await tx.one<{ id: number }>(sql`
        INSERT INTO services.cautions (service_id, concerns, ages, need, body, position, changed_by, retired_at)
        VALUES (${service.id}, ${facts.concerns}, ${facts.ages}, ${facts.need}, ${facts.body}, ${facts.position}, ${staffOf(actor)}, ${since === null ? sql`NULL` : sql`lib.now()`}) RETURNING id`);
      if (since !== null)
        await tx.run(sql`
          SELECT site.plan_texts(${cautionTextsName(id)}, '{"texts": {}, "shown": true}', '{}', ${since.toString()}::timestamptz, ${staffOf(actor)}::integer, NULL)`);
      const of = { service: service.code, caution: id, ...(since === null ? {} : { since: since.toString() }) };
      await writeChange(tx, actor, { act: 'service.caution-added', of }, null, facts);
      return id;
    }),
  );

/** Changes a caution. Another text is its next version (`services.caution_versions`): who ticked the one before is asked again before booking (§8(3)⑨). */
export const changeCaution = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  facts: CautionFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    const caution = await cautionToChange(tx, id);
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

/** Shows a caution no longer, or again. Never deleted: bookings keep which text of it was agreed to (`reservations.agreed`). False: it stands so already. */
export const showCaution = (db: Db, actor: Actor, id: number, shown: boolean): Promise<boolean> =>
  db.transaction(async (tx) => {
    const caution = await cautionToChange(tx, id);
    if (caution === undefined || (caution.retiredAt === null) === shown) return false;
    await tx.run(sql`UPDATE services.cautions SET retired_at = CASE WHEN ${shown} THEN NULL ELSE lib.now() END WHERE id = ${id}`);
    const act = shown ? 'service.caution-restored' : 'service.caution-retired';
    await writeChange(tx, actor, { act, of: { service: caution.serviceCode, caution: id } }, null, null);
    return true;
  });
