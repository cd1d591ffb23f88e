import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Where reception usually ends, in minutes: what ends after it is of the evening. */
export const readUsualEnd = async (tx: Tx): Promise<number> =>
  (await tx.one<{ end: number }>(sql`SELECT calendar.usual_end() AS "end"`)).end;
