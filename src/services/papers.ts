import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen } from '../audit/change.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';
import type { PapersByNeed } from './needs.ts';

/** The papers of a service that depend on what somebody says of how they come (§8(3)⑨). */
export const papersByNeed = async (tx: Pick<Db, 'row'>, serviceId: number): Promise<PapersByNeed> =>
  (await tx.row<{ papers: PapersByNeed }>(sql`SELECT bring_needs AS papers FROM services.services WHERE id = ${serviceId}`))
    ?.papers ?? {};

/** Changes them. Who has ticked others is asked again before booking; who has booked, before the next change. */
export const changePapersByNeed = (
  db: Db,
  actor: Actor,
  service: { id: number; code: string },
  seen: string,
  papers: PapersByNeed,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    const kept = await tx.row<{ papers: PapersByNeed }>(
      sql`SELECT bring_needs AS papers FROM services.services WHERE id = ${service.id} AND retired_at IS NULL FOR NO KEY UPDATE`,
    );
    return changeSeen(
      tx,
      actor,
      { act: 'service.papers-changed', of: { service: service.code } },
      { seen, before: kept?.papers, after: papers },
      () => tx.run(sql`UPDATE services.services SET bring_needs = ${JSON.stringify(papers)}::jsonb WHERE id = ${service.id}`),
    );
  });
