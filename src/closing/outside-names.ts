import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';

/** The first of a party and its telephone ('': none is recorded); of a party with somebody this viewer may not see, neither. */
export type OutsideName = { reservationId: string; who: Who; phone: string | null };

const partyHidden = sql`EXISTS (SELECT FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
  WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND ${protectedSql})`;

/** Who a change would leave outside, by reservation. */
export async function readOutsideNames(
  tx: Tx,
  viewer: Viewer,
  reservations: readonly string[],
): Promise<ReadonlyMap<string, OutsideName>> {
  const rows = await tx.rows<OutsideName>(sql`
    SELECT r.id AS "reservationId", ${whoSql(viewer, partyHidden, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who, ${seenSql(viewer, partyHidden, sql`r.phone`)} AS phone
    FROM reservations.reservations r
      LEFT JOIN reservations.members m ON m.reservation_id = r.id
        AND m.position = (SELECT min(f.position) FROM reservations.members f WHERE f.reservation_id = r.id AND f.removed_at IS NULL)
      LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE r.id = ANY (${[...reservations]}::uuid[])`);
  return new Map(rows.map((row) => [row.reservationId, row]));
}
