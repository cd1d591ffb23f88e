import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

export type Office = { id: number; code: string; name: string; address: string; phone: string };

/** Offices where citizens come, in the city's order. */
export const listPickupOffices = (tx: Tx): Promise<Office[]> =>
  tx.rows<Office>(
    sql`SELECT id, code, name, address, phone FROM offices.offices WHERE is_pickup AND retired_at IS NULL ORDER BY position, id`,
  );

/** Every office still in use: where accounts and cards may belong. */
export const listOffices = (tx: Tx): Promise<Office[]> =>
  tx.rows<Office>(sql`SELECT id, code, name, address, phone FROM offices.offices WHERE retired_at IS NULL ORDER BY position, id`);
