import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { LOGGED, type LoggedRow, rowHash, seal, seedOf } from './chain.ts';
import { type Expiry, expiryOf, wrongExpiries } from './expiries.ts';
import type { KeptHead } from './heads.ts';
import type { Head } from './seal.ts';

/** What is wrong with the log, and where. */
export type Finding = {
  kind:
    | 'changed' // a row is not what was sealed
    | 'removed' // a row is gone that no recorded expiry took
    | 'broken' // a seal does not follow from the one before: changed, put in
    | 'detached' // a generation does not follow from the one before, or none of the keys began it
    | 'gap' // seals are missing in the middle
    | 'cut' // seals are missing at the end: a head kept elsewhere reaches further
    | 'forked' // a head kept elsewhere is not in the chain
    | 'unsealed' // a row stands among sealed ones without a seal
    | 'waiting' // a row waits for its seal for too long
    | 'young' // an expiry took rows that were not old enough
    | 'ahead'; // an expiry is dated ahead of the time it was sealed at
  generation: number;
  position: number | null;
  eventId: string | null;
};
export type Verified = {
  rows: number;
  heads: Head[];
  /** Rows written since, that wait for their seal. */
  waiting: number;
  findings: Finding[];
};

type VerifyWith = {
  /** The key, and those before it. */
  keys: readonly string[];
  /** Heads kept elsewhere, in the order they were kept; none: a cut tail and a forged expiry are not noticed. */
  kept: readonly KeptHead[];
  /** By the clock of the machine that verifies, never the database's. */
  now: Temporal.Instant;
  /** Stops looking for more after so many findings. */
  most?: number;
};

type Report = (kind: Finding['kind'], generation: number, position: number | null, eventId: string | null) => void;
type Generation = { generation: number; cluster: string; seed: Buffer };
type Link = Partial<LoggedRow> & { position: number; event_id: string; row_hash: Buffer; hash: Buffer; removed: boolean };
type Walked = { head: Head; rows: number; removedTo: number; expiries: Expiry[] };

const BATCH = 5_000;
/** What is not sealed after so long is not being sealed. */
const LONGEST_WAIT = { minutes: 15 };

const links = (tx: Tx, generation: number, after: number): Promise<Link[]> =>
  tx.rows<Link>(sql`
    SELECT s.position, s.event_id::text, s.row_hash, s.hash, s.removed_at IS NOT NULL AS removed, ${LOGGED}
    FROM audit.seals s LEFT JOIN audit.events e ON e.id = s.event_id
    WHERE s.generation = ${generation} AND s.position > ${after} ORDER BY s.position LIMIT ${BATCH}`);

const isRow = (link: Link): link is Link & LoggedRow => link.id !== undefined && link.id !== null;

/** Walks one generation from its seed. Where no key fits, the seals are not looked at: one finding, not one a row. */
async function walk(tx: Tx, { generation, seed }: Generation, key: string | undefined, report: Report): Promise<Walked> {
  const expiries: Expiry[] = [];
  let before: Buffer = seed;
  let position = 0;
  let rows = 0;
  let removedTo = 0;
  for (let batch = await links(tx, generation, 0); batch.length > 0; batch = await links(tx, generation, position)) {
    for (const link of batch) {
      if (link.position !== position + 1) report('gap', generation, position + 1, null);
      position = link.position;
      if (isRow(link)) {
        if (!rowHash(link).equals(link.row_hash)) report('changed', generation, position, link.event_id);
        const expiry = expiryOf(link);
        if (expiry !== undefined) expiries.push({ ...expiry, sealed: { generation, position } });
      } else if (link.removed) removedTo = position;
      else report('removed', generation, position, link.event_id);
      if (key !== undefined && !seal(key, generation, position, before, link.row_hash).equals(link.hash))
        report('broken', generation, position, link.event_id);
      // Goes on from what stands there: one broken link is one finding.
      before = link.hash;
      rows += 1;
    }
  }
  return { head: { generation, position, hash: before.toString('hex') }, rows, removedTo, expiries };
}

/** Heads kept elsewhere that the chain does not hold, or does not reach. */
async function compareHeads(tx: Tx, kept: readonly KeptHead[], heads: readonly Head[], report: Report): Promise<void> {
  for (const head of kept) {
    const reached = heads.find(({ generation }) => generation === head.generation)?.position ?? 0;
    if (head.position > reached) report('cut', head.generation, head.position, null);
  }
  const places = kept.map(({ generation, position }) => `${generation}/${position}`);
  const there = await tx.rows<{ place: string; hash: Buffer; event_id: string }>(sql`
    SELECT s.generation || '/' || s.position AS place, s.hash, s.event_id::text FROM audit.seals s
    JOIN unnest(${kept.map(({ generation }) => generation)}::integer[], ${kept.map(({ position }) => position)}::bigint[]) AS k (generation, position)
      ON s.generation = k.generation AND s.position = k.position`);
  const byPlace = new Map(there.map((one) => [one.place, one]));
  kept.forEach((head, i) => {
    const here = byPlace.get(places[i] ?? '');
    if (here !== undefined && here.hash.toString('hex') !== head.hash)
      report('forked', head.generation, head.position, here.event_id);
  });
}

/**
 * Walks the whole chain with its keys and compares it with the heads kept elsewhere.
 * @param tx outside a long transaction: read in batches
 */
export async function verifyLog(tx: Tx, { keys, kept, now, most = 50 }: VerifyWith): Promise<Verified> {
  const findings: Finding[] = [];
  const report: Report = (kind, generation, position, eventId) => {
    if (findings.length < most) findings.push({ kind, generation, position, eventId });
  };
  const generations = await tx.rows<Generation>(sql`SELECT generation, cluster, seed FROM audit.generations ORDER BY generation`);
  const walked: Walked[] = [];
  for (const one of generations) {
    const lastHead = walked.at(-1)?.head.hash;
    const before = lastHead === undefined ? null : Buffer.from(lastHead, 'hex');
    const key = keys.find((candidate) => seedOf(candidate, one.generation, one.cluster, before).equals(one.seed));
    if (key === undefined) report('detached', one.generation, null, null);
    walked.push(await walk(tx, one, key, report));
  }
  const heads = walked.map(({ head }) => head);
  await compareHeads(tx, kept, heads, report);

  // The line an expiry writes waits a moment for its own seal.
  const unsealed = await tx.rows<LoggedRow & { below: boolean }>(sql`
    SELECT ${LOGGED}, e.xid < n.sealed_below AS below FROM audit.events e, (SELECT sealed_below FROM audit.generations ORDER BY generation DESC LIMIT 1) n
    WHERE NOT EXISTS (SELECT FROM audit.seals s WHERE s.event_id = e.id) ORDER BY e.id LIMIT ${BATCH}`);
  const last = generations.at(-1)?.generation ?? 0;
  const waiting = unsealed.filter(({ below }) => !below);
  for (const { id } of unsealed.filter(({ below }) => below)) report('unsealed', last, null, id);
  const expiries = [...walked.flatMap((one) => one.expiries), ...waiting.flatMap((row) => expiryOf(row) ?? [])];
  for (const { head, removedTo } of walked) {
    const taken = Math.max(0, ...expiries.flatMap(({ upTo }) => upTo.get(head.generation) ?? []));
    if (removedTo > taken) report('removed', head.generation, removedTo, null);
  }
  for (const { kind, generation, position, eventId } of wrongExpiries(expiries, kept, now))
    report(kind, generation, position, eventId);
  const oldest = waiting[0];
  if (oldest !== undefined && BigInt(oldest.at) * 1_000n < now.subtract(LONGEST_WAIT).epochNanoseconds)
    report('waiting', last, null, oldest.id);
  return { rows: walked.reduce((sum, { rows }) => sum + rows, 0), heads, waiting: waiting.length, findings };
}
