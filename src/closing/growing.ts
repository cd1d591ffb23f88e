import type { SlotDifference } from '../calendar/compare.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** What becomes of slots whose capacity grows: how many a running closing keeps shut, with the places they would add, and how many citizens may book as soon as it is published. */
export type Growing = { shut: number; shutPlaces: number; atOnce: number };

type Kept = { id: number; shut: boolean };

/** Of those that grow: which are shut now, or are not shown to citizens before an hour of their own. Publishing changes neither. */
export async function readGrowing(
  tx: Tx,
  now: Temporal.Instant,
  counters: readonly { differences: readonly SlotDifference[] }[],
): Promise<Growing> {
  const by = new Map(
    counters
      .flatMap(({ differences }) => differences)
      .flatMap((one): [number, number][] =>
        one.kind === 'changes' && one.slot.capacity > one.row.capacity
          ? [[one.row.id, one.slot.capacity - one.row.capacity]]
          : [],
      ),
  );
  if (by.size === 0) return { shut: 0, shutPlaces: 0, atOnce: 0 };
  const kept = await tx.rows<Kept>(sql`
    SELECT id, closed_at IS NOT NULL AS shut FROM ledger.slots
    WHERE id = ANY (${[...by.keys()]}::bigint[]) AND (closed_at IS NOT NULL OR opens_at > ${now.toString()}::timestamptz)`);
  const shut = kept.filter((one) => one.shut);
  return {
    shut: shut.length,
    shutPlaces: shut.reduce((total, { id }) => total + (by.get(id) ?? 0), 0),
    atOnce: by.size - kept.length,
  };
}
