import { createHash, createHmac } from 'node:crypto';
import { type Sql, sql } from '../lib/db/sql.ts';

/** A line of the log as it is hashed: everything as text that does not depend on a session's settings. */
export type LoggedRow = {
  id: string;
  /** Microseconds since 1970 UTC. */
  at: string;
  actor_kind: string;
  staff_id: string | null;
  request_id: string | null;
  source: string | null;
  act: string;
  reservation_id: string | null;
  card_id: string | null;
  office_id: string | null;
  detail: string;
};

/** The columns of `LoggedRow`, from audit.events e. */
export const LOGGED: Sql = sql`e.id::text, (extract(epoch FROM e.at) * 1000000)::bigint::text AS at, e.actor_kind, e.staff_id::text, e.request_id, e.source, e.act,
  e.reservation_id::text, e.card_id::text, e.office_id::text, e.detail::text`;

/** What a line of the log hashes to. */
export const rowHash = (row: LoggedRow): Buffer =>
  createHash('sha256')
    .update(
      JSON.stringify([
        row.id,
        row.at,
        row.actor_kind,
        row.staff_id,
        row.request_id,
        row.source,
        row.act,
        row.reservation_id,
        row.card_id,
        row.office_id,
        row.detail,
      ]),
    )
    .digest();

/** The seal at `position`: binds the row to all before it. Who does not have the key cannot make it. */
export function seal(key: string, generation: number, position: number, before: Buffer, row: Buffer): Buffer {
  const place = Buffer.alloc(12);
  place.writeUInt32BE(generation, 0);
  place.writeBigUInt64BE(BigInt(position), 4);
  return createHmac('sha256', key).update(place).update(before).update(row).digest();
}

/** What the first seal of a generation is chained to: the last head of the one before. */
export const seedOf = (key: string, generation: number, cluster: string, lastHead: Buffer | null): Buffer =>
  createHmac('sha256', key)
    .update(`madoguchi log ${generation} ${cluster}\n`)
    .update(lastHead ?? Buffer.alloc(0))
    .digest();
