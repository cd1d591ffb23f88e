import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { undoIn } from './undo.ts';

/** Nobody has heard of a process for so long: another one goes on with its list. */
export const LEASE = '90 seconds';
/** How often a process says how far it is. */
export const TELL_MS = 1_000;

export type UndoJob = { id: number; importId: number; seen: string; by: number | null };

/**
 * Takes the import of a list back, as it was shown; its state says so in the same transaction, so that whoever dies in the middle leaves all of
 * it to be done. While one statement takes long the lease is kept by another connection.
 */
export async function undoUpload(db: Db, { id, importId, seen, by }: UndoJob): Promise<void> {
  let part = 0;
  const tell = () =>
    db.run(
      sql`UPDATE intake.uploads SET part = ${part}, lease_until = lib.now() + ${LEASE}::interval WHERE id = ${id} AND state = 'undoing'`,
    );
  const telling = setInterval(() => void tell().catch(() => {}), TELL_MS);
  try {
    await db.transaction(async (tx) => {
      const undone = await undoIn(tx, by === null ? { kind: 'operator' } : { kind: 'staff', staffId: by }, importId, {
        seen,
        onPart: (gone) => {
          part = gone;
        },
      });
      // Taken back by somebody else is taken back; what has changed meanwhile is said, and shown anew.
      const reason = !undone.ok && undone.reason === 'changed_meanwhile' ? undone.reason : '';
      await tx.run(sql`
        UPDATE intake.uploads SET state = 'done', reason = ${reason}, undone = ${undone.ok ? JSON.stringify(undone.value) : null}::jsonb, part = 1, lease_until = lib.now()
        WHERE id = ${id}`);
    });
  } finally {
    clearInterval(telling);
  }
}
