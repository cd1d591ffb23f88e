import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { LOGGED, type LoggedRow, rowHash, seal, seedOf } from './chain.ts';
import type { Head } from './seal.ts';

/** What is wrong with the log, and where. */
export type Finding = {
  kind:
    | 'changed' // a row is not what was sealed
    | 'removed' // a row is gone that no recorded expiry took
    | 'broken' // a seal does not follow from the one before: changed, put in, or another key
    | 'gap' // seals are missing in the middle
    | 'cut' // seals are missing at the end: a head kept elsewhere reaches further
    | 'forked' // a head kept elsewhere is not in the chain
    | 'unsealed'; // a row stands among sealed ones without a seal
  generation: number;
  position: number | null;
  eventId: string | null;
};
export type Verified = { rows: number; heads: Head[]; findings: Finding[] };

type Link = Partial<LoggedRow> & { position: number; event_id: string; row_hash: Buffer; hash: Buffer; removed: boolean };

const BATCH = 5_000;

const links = (tx: Tx, generation: number, after: number): Promise<Link[]> =>
  tx.rows<Link>(sql`
    SELECT s.position, s.event_id::text, s.row_hash, s.hash, s.removed_at IS NOT NULL AS removed, ${LOGGED}
    FROM audit.seals s LEFT JOIN audit.events e ON e.id = s.event_id
    WHERE s.generation = ${generation} AND s.position > ${after} ORDER BY s.position LIMIT ${BATCH}`);

const isRow = (link: Link): link is Link & LoggedRow => link.id !== undefined && link.id !== null;

/** `audit.expired` says up to where rows of each generation were taken out. */
function expiryOf(row: LoggedRow): [number, number][] {
  if (row.act !== 'audit.expired') return [];
  const { upTo } = JSON.parse(row.detail) as { upTo: { generation: number; position: number }[] };
  return upTo.map(({ generation, position }) => [generation, position]);
}

/**
 * Walks the whole chain with the key and compares it with the heads kept elsewhere. Stops looking for more after `most` findings.
 * @param tx outside a long transaction: read in batches
 */
export async function verifyLog(tx: Tx, key: string, kept: readonly Head[], most = 50): Promise<Verified> {
  const findings: Finding[] = [];
  const heads: Head[] = [];
  const expired = new Map<number, number>();
  const removed = new Map<number, number>();
  const wanted = new Map(kept.map((head) => [`${head.generation}/${head.position}`, head]));
  let rows = 0;
  let lastHead: Buffer | null = null;
  const found = (kind: Finding['kind'], generation: number, position: number | null, eventId: string | null): void => {
    if (findings.length < most) findings.push({ kind, generation, position, eventId });
  };

  const generations = await tx.rows<{ generation: number; cluster: string; seed: Buffer }>(
    sql`SELECT generation, cluster, seed FROM audit.generations ORDER BY generation`,
  );
  for (const { generation, cluster, seed } of generations) {
    if (!seedOf(key, generation, cluster, lastHead).equals(seed)) found('broken', generation, 0, null);
    let before: Buffer = seed;
    let position = 0;
    for (let batch = await links(tx, generation, 0); batch.length > 0; batch = await links(tx, generation, position)) {
      for (const link of batch) {
        if (link.position !== position + 1) found('gap', generation, position + 1, null);
        position = link.position;
        if (isRow(link)) {
          if (!rowHash(link).equals(link.row_hash)) found('changed', generation, position, link.event_id);
          for (const [of, upTo] of expiryOf(link)) expired.set(of, Math.max(upTo, expired.get(of) ?? 0));
        } else if (link.removed) removed.set(generation, position);
        else found('removed', generation, position, link.event_id);
        if (!seal(key, generation, position, before, link.row_hash).equals(link.hash))
          found('broken', generation, position, link.event_id);
        // Goes on from what stands there: one broken link is one finding.
        before = link.hash;
        const head = wanted.get(`${generation}/${position}`);
        if (head !== undefined && head.hash !== link.hash.toString('hex')) found('forked', generation, position, link.event_id);
        rows += 1;
      }
    }
    lastHead = before;
    heads.push({ generation, position, hash: before.toString('hex') });
  }

  for (const head of kept) {
    const reached = heads.find(({ generation }) => generation === head.generation)?.position ?? 0;
    if (head.position > reached) found('cut', head.generation, head.position, null);
  }
  // The line an expiry writes waits a moment for its own seal.
  const waiting = await tx.rows<LoggedRow>(sql`
    SELECT ${LOGGED} FROM audit.events e WHERE e.act = 'audit.expired' AND e.xid >= (SELECT sealed_below FROM audit.generations ORDER BY generation DESC LIMIT 1)`);
  for (const [of, upTo] of waiting.flatMap(expiryOf)) expired.set(of, Math.max(upTo, expired.get(of) ?? 0));
  for (const [generation, position] of removed)
    if (position > (expired.get(generation) ?? 0)) found('removed', generation, position, null);
  const strays = await tx.rows<{ id: string }>(sql`
    SELECT e.id::text FROM audit.events e
    WHERE e.xid < (SELECT sealed_below FROM audit.generations ORDER BY generation DESC LIMIT 1)
      AND NOT EXISTS (SELECT FROM audit.seals s WHERE s.event_id = e.id) ORDER BY e.id LIMIT ${most}`);
  for (const { id } of strays) found('unsealed', generations.at(-1)?.generation ?? 0, null, id);
  return { rows, heads, findings };
}
