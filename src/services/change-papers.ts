import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';
import { serviceToChange } from './kept-texts.ts';
import type { PapersByNeed } from './needs.ts';
import { papersByNeed } from './papers.ts';
import { keepPapers } from './planned-papers.ts';

/** The papers by how somebody comes of a service that is on offer, under its lock and with what was due in them. */
export async function papersToChange(tx: Tx, serviceId: number): Promise<PapersByNeed | undefined> {
  const service = await serviceToChange(tx, serviceId);
  return service?.retiredAt === null ? papersByNeed(tx, serviceId) : undefined;
}

/** Changes them. Who has ticked others is asked again before booking; who has booked, before the next change. */
export const changePapersByNeed = (
  db: Db,
  actor: Actor,
  service: { id: number; code: string },
  seen: string,
  papers: PapersByNeed,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    const before = await papersToChange(tx, service.id);
    return changeSeen(
      tx,
      actor,
      { act: 'service.papers-changed', of: { service: service.code } },
      { seen, before, after: papers },
      async () => {
        await tx.run(sql`UPDATE services.services SET bring_needs = ${JSON.stringify(papers)}::jsonb WHERE id = ${service.id}`);
        await keepPapers(tx, staffOf(actor), service.id, before ?? {}, papers);
      },
    );
  });
