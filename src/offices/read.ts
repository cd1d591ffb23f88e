import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

export type Office = { id: number; code: string; name: string; address: string; phone: string };

/** Offices where citizens come, in the city's order. */
export const listPickupOffices = (tx: Tx): Promise<Office[]> =>
  tx.rows<Office>(
    sql`SELECT id, code, name, address, phone FROM offices.offices WHERE is_pickup AND retired_at IS NULL ORDER BY position, id`,
  );

/** Every office still in use: where accounts and cards may belong. */
export const listOffices = (tx: Tx): Promise<Office[]> =>
  tx.rows<Office>(sql`SELECT id, code, name, address, phone FROM offices.offices WHERE retired_at IS NULL ORDER BY position, id`);

/** Names in the site's other languages, by their codes; what is missing is shown in Japanese. */
type Names = { readonly [language: string]: string };

/** What staff set of an office. Days are 2026-12-01, JST. */
export type OfficeFacts = {
  name: string;
  names: Names;
  address: string;
  directions: string;
  phone: string;
  facilities: readonly string[];
  /** 地区: the part of the city it is in, in the city's words; empty: none. */
  area: string;
  isStorage: boolean;
  isPickup: boolean;
  position: number;
  /** Citizens may choose it from … (§8(3)⑦c); null: not offered to them … */
  citizensFrom: string | null;
  /** … to, this day included; null: without an end. */
  citizensTo: string | null;
};
export type OfficeRecord = { id: number; code: string; retiredAt: Date | null; facts: OfficeFacts };

const RECORD = sql`
  id, code, retired_at AS "retiredAt", jsonb_build_object(
    'name', name, 'names', names, 'address', address, 'directions', directions, 'phone', phone, 'facilities', facilities, 'area', coalesce((SELECT a.area FROM offices.areas a WHERE a.office_id = id), ''),
    'isStorage', is_storage, 'isPickup', is_pickup, 'position', position, 'citizensFrom', citizens_from, 'citizensTo', citizens_to) AS facts`;

/** Every office there ever was, those in use first, in the city's order. */
export const listOfficeRecords = (tx: Tx): Promise<OfficeRecord[]> =>
  tx.rows<OfficeRecord>(sql`SELECT ${RECORD} FROM offices.offices ORDER BY retired_at IS NOT NULL, position, id`);

/** What an office is called where one that is out of use may stand. */
export const officeLabel = ({ retiredAt, facts: { name } }: OfficeRecord): string =>
  retiredAt === null ? name : `${name}（廃止）`;

const LOCKED: Sql = sql`FOR NO KEY UPDATE`;

/** One office with all that is set of it; `locked` for whoever is about to change it. */
export const readOffice = (tx: Tx, id: number, locked: 'locked' | 'read' = 'read'): Promise<OfficeRecord | undefined> =>
  tx.row<OfficeRecord>(sql`SELECT ${RECORD} FROM offices.offices WHERE id = ${id} ${locked === 'locked' ? LOCKED : sql``}`);
