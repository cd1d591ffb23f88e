import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { LOGGED, type LoggedRow, rowHash, seal, seedOf } from './chain.ts';
import { checkKey } from './key.ts';

/** How far the chain reaches. Kept outside the database too: only so is a cut tail noticed. */
export type Head = { generation: number; position: number; hash: string };
type Sealed = { rows: number; head: Head | undefined; newGeneration: boolean };

type Chain = { generation: number; cluster: string; sealedBelow: string; position: number; head: Buffer };

const BATCH = 5_000;

const lockChain = (tx: Tx): Promise<Chain | undefined> =>
  tx.row<Chain>(sql`SELECT generation, cluster, sealed_below AS "sealedBelow", position, head FROM audit.lock_chain()`);

/** The newest generation of this cluster; begins one where there is none, after a restore and in a copied cluster. */
async function openChain(tx: Tx, key: string): Promise<Chain & { isNew: boolean }> {
  const { here } = await tx.one<{ here: string }>(sql`SELECT audit.cluster() AS here`);
  const last = await lockChain(tx);
  // Also what a worker with another key would add: it must not spoil the chain.
  await checkKey(tx, key);
  if (last?.cluster === here) return { ...last, isNew: false };
  const generation = (last?.generation ?? 0) + 1;
  const seed = seedOf(key, generation, here, last?.head ?? null);
  const { began } = await tx.one<{ began: boolean }>(sql`SELECT audit.open_generation(${generation}, ${seed}) AS began`);
  if (!began) return openChain(tx, key);
  return { generation, cluster: here, sealedBelow: '0', position: 0, head: seed, isNew: true };
}

type Candidate = Partial<LoggedRow> & { xmin: string; xid: string | null };

/**
 * Rows to seal, in the order of their transactions, and the oldest transaction still running, **read in the same statement**: ids and times
 * commit out of order, and a limit fetched later skips rows that commit in between. In a new generation rows may carry transaction ids of the
 * cluster they were copied from, that lie ahead of this one's: they are taken at once.
 */
const candidates = (tx: Tx, chain: Chain, foreign: boolean): Promise<Candidate[]> =>
  tx.rows<Candidate>(sql`
    WITH cut AS MATERIALIZED (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin, pg_snapshot_xmax(pg_current_snapshot()) AS xmax)
    SELECT cut.xmin::text AS xmin, r.* FROM cut LEFT JOIN LATERAL (
      SELECT e.xid::text AS xid, ${LOGGED} FROM audit.events e
      WHERE ${foreign ? sql`e.xid >= cut.xmax` : sql`e.xid >= ${chain.sealedBelow}::text::xid8 AND e.xid < cut.xmin`}
        AND NOT EXISTS (SELECT FROM audit.seals s WHERE s.event_id = e.id)
      ORDER BY e.xid, e.id LIMIT ${BATCH}
    ) r ON true`);

const isRow = (row: Candidate): row is LoggedRow & { xmin: string; xid: string } => row.id !== undefined && row.id !== null;

/** Seals one batch; the chain as it stands after it, and whether there may be more. */
async function sealBatch(tx: Tx, key: string, chain: Chain, foreign: boolean): Promise<{ chain: Chain; rows: number }> {
  const found = await candidates(tx, chain, foreign);
  const rows = found.filter(isRow);
  const full = rows.length === BATCH;
  const last = rows.at(-1);
  const limit = full && last !== undefined ? last.xid : (found[0]?.xmin ?? chain.sealedBelow);
  const sealedBelow = foreign ? chain.sealedBelow : limit;
  if (rows.length === 0 && sealedBelow === chain.sealedBelow) return { chain, rows: 0 };
  let head = chain.head;
  const rowHashes: Buffer[] = [];
  const hashes: Buffer[] = [];
  for (const [index, row] of rows.entries()) {
    const hashed = rowHash(row);
    head = seal(key, chain.generation, chain.position + index + 1, head, hashed);
    rowHashes.push(hashed);
    hashes.push(head);
  }
  await tx.run(sql`
    SELECT audit.add_seals(${chain.generation}, ${chain.position}, ${rows.map(({ id }) => id)}::bigint[], ${rowHashes}::bytea[], ${hashes}::bytea[],
      ${sealedBelow}::text::xid8)`);
  return { chain: { ...chain, sealedBelow, head, position: chain.position + rows.length }, rows: rows.length };
}

/** Seals everything that can be sealed now. Several at once wait for each other. @throws WrongAuditKey */
export async function sealLog(db: Db, key: string): Promise<Sealed> {
  let total = 0;
  let isNew = false;
  for (;;) {
    const step = await db.transaction(async (tx) => {
      const opened = await openChain(tx, key);
      let chain: Chain = opened;
      let rows = 0;
      if (opened.isNew)
        for (let batch = BATCH; batch === BATCH; rows += batch) ({ chain, rows: batch } = await sealBatch(tx, key, chain, true));
      const own = await sealBatch(tx, key, chain, false);
      return { chain: own.chain, rows: rows + own.rows, more: own.rows === BATCH, isNew: opened.isNew };
    });
    total += step.rows;
    isNew ||= step.isNew;
    if (step.more) continue;
    const { generation, position, head } = step.chain;
    return {
      rows: total,
      head: position === 0 ? undefined : { generation, position, hash: head.toString('hex') },
      newGeneration: isNew,
    };
  }
}

/**
 * Seals what there is with the old key and goes on with the new one: a generation of the chain that hangs on the last head. From then on a worker
 * with the old key does not seal. `verify` needs both (AUDIT_OLD_KEYS). Returns the heads of both, to be kept elsewhere.
 * @throws WrongAuditKey where the old key is not the log's
 */
export async function changeKey(sealer: Db, old: string, fresh: string): Promise<Head[]> {
  const before = await sealLog(sealer, old);
  await sealer.transaction(async (tx) => {
    const { generation, cluster, head } = await openChain(tx, old);
    const seed = seedOf(fresh, generation + 1, cluster, head);
    await tx.run(sql`SELECT audit.change_key(${generation + 1}, ${seed})`);
  });
  const after = await sealLog(sealer, fresh);
  return [before.head, after.head].filter((head) => head !== undefined);
}
