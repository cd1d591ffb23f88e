import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { PapersByNeed } from './needs.ts';

/** The papers of a service that depend on what somebody says of how they come (§8(3)⑨). */
export const papersByNeed = async (tx: Pick<Db, 'row'>, serviceId: number): Promise<PapersByNeed> =>
  (await tx.row<{ papers: PapersByNeed }>(sql`SELECT bring_needs AS papers FROM services.services WHERE id = ${serviceId}`))
    ?.papers ?? {};
