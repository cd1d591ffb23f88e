import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';
import { readOffice } from './read.ts';

/** What a pair of offices begins with. Where a pair has no number the card would count as being there already. */
const USUAL_OPEN_DAYS = 2;

/** Gives every pair this office is part of (card kept at one, picked up at the other) the usual number where it has none. */
export async function fillTransferTimes(tx: Tx, actor: Actor, officeId: number): Promise<void> {
  const filled = await tx.run(sql`
    INSERT INTO offices.transfer_times (from_office, to_office, open_days)
    SELECT a.id, b.id, ${USUAL_OPEN_DAYS} FROM offices.offices a, offices.offices b
    WHERE a.id <> b.id AND a.is_storage AND b.is_pickup AND ${officeId}::integer IN (a.id, b.id)
    ORDER BY a.id, b.id ON CONFLICT DO NOTHING`);
  if (filled > 0)
    await writeChange(
      tx,
      actor,
      { act: 'office.transfers-filled', officeId, of: { pairs: filled, days: USUAL_OPEN_DAYS } },
      null,
      null,
    );
}

/** Open days to and from another office; null where the pair moves no card. Keys are that office's code. */
export type TransferFacts = { readonly [code: string]: { readonly here: number | null; readonly there: number | null } };

export type TransferPair = {
  officeId: number;
  code: string;
  name: string;
  /** Cards come from there: it keeps cards, and this is where they are picked up. */
  comes: boolean;
  /** Cards go there. */
  goes: boolean;
  here: number | null;
  there: number | null;
};

/** This office and every other in use: which way cards travel between them, and in how many open days. */
export const listTransfers = (tx: Tx, officeId: number): Promise<TransferPair[]> =>
  tx.rows<TransferPair>(sql`
    SELECT o.id AS "officeId", o.code, o.name, o.is_storage AND me.is_pickup AS comes, me.is_storage AND o.is_pickup AS goes,
      CASE WHEN o.is_storage AND me.is_pickup THEN h.open_days END AS here, CASE WHEN me.is_storage AND o.is_pickup THEN t.open_days END AS there
    FROM offices.offices me JOIN offices.offices o ON o.id <> me.id AND o.retired_at IS NULL
    LEFT JOIN offices.transfer_times h ON h.from_office = o.id AND h.to_office = me.id
    LEFT JOIN offices.transfer_times t ON t.from_office = me.id AND t.to_office = o.id
    WHERE me.id = ${officeId} AND ((o.is_storage AND me.is_pickup) OR (me.is_storage AND o.is_pickup)) ORDER BY o.position, o.id`);

export const transferFacts = (pairs: readonly TransferPair[]): TransferFacts =>
  Object.fromEntries(pairs.map(({ code, here, there }) => [code, { here, there }]));

/** Sets the transfer times of one office. `typed` holds the offices of `listTransfers`; `seen` the fingerprint of its facts. */
export const setTransfers = (
  db: Db,
  actor: Actor,
  officeId: number,
  seen: string,
  typed: TransferFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    // The pairs of two offices belong to both: all offices are locked, in their order, so that the facts compared below stand still.
    await tx.run(sql`SELECT FROM offices.offices ORDER BY id FOR NO KEY UPDATE`);
    const office = await readOffice(tx, officeId);
    const pairs = await listTransfers(tx, officeId);
    return changeSeen(
      tx,
      actor,
      { act: 'office.transfers-changed', officeId },
      { seen, before: office === undefined ? undefined : transferFacts(pairs), after: typed },
      async () => {
        for (const pair of pairs) {
          const days = typed[pair.code];
          await put(tx, pair.officeId, officeId, pair.comes ? (days?.here ?? null) : null);
          await put(tx, officeId, pair.officeId, pair.goes ? (days?.there ?? null) : null);
        }
      },
    );
  });

async function put(tx: Tx, from: number, to: number, days: number | null): Promise<void> {
  if (days === null) return;
  await tx.run(sql`
    INSERT INTO offices.transfer_times (from_office, to_office, open_days) VALUES (${from}, ${to}, ${days})
    ON CONFLICT (from_office, to_office) DO UPDATE SET open_days = excluded.open_days`);
}
