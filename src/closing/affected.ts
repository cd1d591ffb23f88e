import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** How many reservations a publish left at a shut door. */
export const countAffected = async (tx: Tx, draftId: number): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM closing.affected WHERE draft_id = ${draftId}`)).count;
