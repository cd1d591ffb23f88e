import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { correctedPapers, keepServiceTexts, serviceToChange } from './kept-texts.ts';
import type { ServiceFacts } from './read.ts';

const UNIQUE_VIOLATION = '23505';

/** A service more; nobody can book it before it has windows and slots. Returns its id. */
export async function addService(
  db: Db,
  actor: Actor,
  code: string,
  facts: ServiceFacts,
): Promise<Outcome<number, 'code_taken'>> {
  try {
    return await db.transaction(async (tx) => {
      const { id } = await tx.one<{ id: number }>(sql`
        INSERT INTO services.services (code, name, names, needs_card, counts, slots_long, slot_every, takes_minutes, takes_more, party_max, who, bring, bring_under15, position)
        VALUES (${code}, ${facts.name}, ${JSON.stringify(facts.names)}::jsonb, ${facts.needsCard}, ${facts.counts}, ${facts.slotsLong}, ${facts.slotEvery}, ${facts.takesMinutes}, ${facts.takesMore}, ${facts.partyMax}, ${[...facts.who]}, ${[...facts.bring]}, ${[...facts.bringUnder15]}, ${facts.position})
        RETURNING id`);
      await keepServiceTexts(tx, staffOf(actor), id, null, facts);
      await writeChange(tx, actor, { act: 'service.added', of: { service: code } }, null, facts);
      return done(id);
    });
  } catch (error) {
    if (codeOf(error) === UNIQUE_VIOLATION) return refused('code_taken');
    throw error;
  }
}

/** Changes a service. Whether it asks for a card stays as it began: its visits know who comes by that. */
export const changeService = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  facts: ServiceFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    const service = await serviceToChange(tx, id);
    const after = { ...facts, needsCard: service?.facts.needsCard ?? facts.needsCard };
    return changeSeen(
      tx,
      actor,
      { act: 'service.changed', of: { service: service?.code ?? '' } },
      { seen, before: service?.retiredAt === null ? service.facts : undefined, after },
      async () => {
        await tx.run(sql`
          UPDATE services.services SET name = ${after.name}, names = ${JSON.stringify(after.names)}::jsonb, counts = ${after.counts}, slots_long = ${after.slotsLong}, slot_every = ${after.slotEvery}, takes_minutes = ${after.takesMinutes}, takes_more = ${after.takesMore}, party_max = ${after.partyMax},
            who = ${[...after.who]}, bring = ${[...after.bring]}, bring_under15 = ${[...after.bringUnder15]}, position = ${after.position}
          WHERE id = ${id}`);
        await keepServiceTexts(tx, staffOf(actor), id, service?.facts ?? null, after);
        if (service === undefined) return;
        const { before, papers } = await correctedPapers(tx, service, after);
        if (papers === before) return;
        await tx.run(sql`UPDATE services.services SET bring_needs = ${JSON.stringify(papers)}::jsonb WHERE id = ${id}`);
        await writeChange(tx, actor, { act: 'service.papers-changed', of: { service: service.code } }, before, papers);
      },
    );
  });

/** No longer on offer. What may stand in the way is closing's to ask. */
export async function markServiceRetired(tx: Tx, actor: Actor, id: number): Promise<void> {
  const ended = await tx.row<{ code: string }>(
    sql`UPDATE services.services SET retired_at = lib.now() WHERE id = ${id} AND retired_at IS NULL RETURNING code`,
  );
  if (ended !== undefined) await writeChange(tx, actor, { act: 'service.retired', of: { service: ended.code } }, null, null);
}

export const restoreService = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const back = await tx.row<{ code: string }>(
      sql`UPDATE services.services SET retired_at = NULL WHERE id = ${id} AND retired_at IS NOT NULL RETURNING code`,
    );
    if (back !== undefined) await writeChange(tx, actor, { act: 'service.restored', of: { service: back.code } }, null, null);
    return back !== undefined;
  });
