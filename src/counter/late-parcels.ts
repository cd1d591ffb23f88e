import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** Why a parcel waits for somebody: it has not arrived, or was not sent. `byDay`: until when it should have (`late-parcels.sql`). */
export type ParcelWait = { parcelId: number; why: 'late' | 'open'; byDay: string };

/** The parcels of all offices that wait, the longest first. */
export const lateParcels = (tx: Tx): Promise<ParcelWait[]> =>
  tx.rows<ParcelWait>(
    sql`SELECT parcel_id AS "parcelId", why, by_day AS "byDay" FROM counter.late_parcels() ORDER BY by_day, parcel_id`,
  );

/** How many; a parcel names nobody, and its page shows nobody to who may not see them. */
export const lateParcelsCount = (): Sql => sql`SELECT count(*)::integer FROM counter.late_parcels()`;
/** The same from or to some offices: either end asks the other. */
export const lateParcelsAt = (offices: Sql): Sql => sql`
  ${lateParcelsCount()} l JOIN cards.parcels p ON p.id = l.parcel_id WHERE p.from_office = ANY (${offices}) OR p.to_office = ANY (${offices})`;
