import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** What is kept of an upload: the list itself, the rows of it that cannot be taken, and those that judging found good (kept-rows.ts). */
type Holds = 'list' | 'rejected' | 'rows';

/**
 * A piece is in memory some five times over: as it was read, as a parameter, as a message, and on its way back as twice as many letters. Pieces of a MiB lay
 * about until the next collection of garbage: a list of 18 MiB that was given held 89 MiB.
 */
const PIECE = 2 ** 17;

/** Where the release before kept it. */
const COLUMN = { list: sql`bytes`, rejected: sql`rejected` } as const;

/** Whether something of it is kept. `upload`: the row of intake.uploads it is asked of. */
export const isHeld = (upload: Sql, holds: keyof typeof COLUMN): Sql => sql`
  (${upload}.${COLUMN[holds]} IS NOT NULL OR EXISTS (SELECT FROM intake.upload_pieces p WHERE p.upload_id = ${upload}.id AND p.holds = ${holds}))`;

/** Keeps a file that lies on disk, a piece at a time. Within the transaction that makes it known. */
export async function keepPieces(tx: Tx, id: number, holds: Holds, path: string): Promise<void> {
  let n = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: PIECE })) {
    await tx.run(sql`INSERT INTO intake.upload_pieces (upload_id, holds, n, bytes) VALUES (${id}, ${holds}, ${n}, ${bytes})`);
    n += 1;
  }
}

/**
 * Keeps a list a second time, where a desk of the release before looks for it while both run: it would work on a list given here and find nothing. It goes
 * with the pieces. Dropped by the next release (docs/decisions/0006-life-of-sql.md).
 */
export const keepWhole = async (tx: Tx, id: number): Promise<void> => {
  await tx.run(sql`
    UPDATE intake.uploads SET bytes = (SELECT string_agg(p.bytes, ''::bytea ORDER BY p.n) FROM intake.upload_pieces p WHERE p.upload_id = ${id} AND p.holds = 'list')
    WHERE id = ${id}`);
};

/** What is kept, piece by piece; nothing where nothing is. */
export async function* readPieces(tx: Tx, id: number, holds: Holds): AsyncGenerator<Buffer> {
  for (let n = 0; ; n += 1) {
    const piece = await tx.row<{ bytes: Buffer }>(
      sql`SELECT bytes FROM intake.upload_pieces WHERE upload_id = ${id} AND holds = ${holds} AND n = ${n}`,
    );
    if (piece !== undefined) yield piece.bytes;
    else if (n > 0) return;
    else break;
  }
  if (holds === 'rows') return;
  const whole = await tx.row<{ bytes: Buffer | null }>(
    sql`SELECT ${COLUMN[holds]} AS bytes FROM intake.uploads WHERE id = ${id}`,
  );
  if (whole?.bytes != null) yield whole.bytes;
}

/** Lays what is kept on disk, for its owner's eyes only. */
export const layPieces = (tx: Tx, id: number, holds: Holds, path: string): Promise<void> =>
  pipeline(Readable.from(readPieces(tx, id, holds)), createWriteStream(path, { mode: 0o600 }));

/**
 * Runs a statement that changes uploads and forgets pieces of those it changed, as one. `change`: an UPDATE of `intake.uploads u` with `RETURNING u.id`.
 * Returns how many it changed.
 */
export const changeAndForget = (tx: Tx, change: Sql, forgets: readonly Holds[]): Promise<number> =>
  tx.run(sql`
    WITH changed AS (${change}),
      gone AS (DELETE FROM intake.upload_pieces p USING changed c WHERE p.upload_id = c.id AND p.holds = ANY(${forgets}::text[]))
    SELECT FROM changed`);
