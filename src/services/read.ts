import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

export type Service = { id: number; code: string; name: string; needsCard: boolean; bring: string[] };

/** Services on offer, in the city's order. */
export const listServices = (tx: Tx): Promise<Service[]> =>
  tx.rows<Service>(
    sql`SELECT id, code, name, needs_card AS "needsCard", bring FROM services.services WHERE retired_at IS NULL ORDER BY position, id`,
  );
