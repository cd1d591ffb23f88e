import { type Actor, actorSql } from '../audit/actor.ts';
import { forgetTold, putBack, removeCards } from '../cards/take-out.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

export type Undone = {
  /** New cards removed again. */
  removed: number;
  /** New cards that stay: something has happened to them since (a booking, a movement, a remark …). */
  kept: number;
  /** Changed cards put back. */
  putBack: number;
  /** Changed cards that stay: they were changed again since. */
  leftAsIs: number;
};

export type UndoRefusal = 'unknown' | 'nothing_stored' | 'undone_already';

/**
 * Takes an import back, card by card, as far as nothing has happened since: new cards go, changed ones become what they were, questions for
 * staff that nobody answered go. What was touched stays and is counted. The same file may be taken in anew afterwards.
 */
export const undoImport = (db: Db, actor: Actor, importId: number): Promise<Outcome<Undone, UndoRefusal>> =>
  db.transaction((tx) => undoIn(tx, actor, importId));

/** The same in a transaction of the caller's. */
export async function undoIn(tx: Tx, actor: Actor, importId: number): Promise<Outcome<Undone, UndoRefusal>> {
  const found = await tx.row<{ undone: boolean; stored: boolean }>(sql`
    SELECT undone_at IS NOT NULL AS undone, ended_at IS NOT NULL AND NOT dry_run AND counts ? 'fresh' AND NOT counts ? 'before' AS stored
    FROM intake.imports WHERE id = ${importId} AND kind = 'cards' FOR UPDATE`);
  if (found === undefined) return refused('unknown');
  if (found.undone) return refused('undone_already');
  if (!found.stored) return refused('nothing_stored');

  await tx.run(sql`DELETE FROM intake.conflicts WHERE import_id = ${importId} AND decided_at IS NULL`);
  await tx.run(sql`
    CREATE TEMP TABLE former ON COMMIT DROP AS
    SELECT c.id, k.before FROM intake.changes k JOIN cards.cards c ON c.id = k.card_id
    WHERE k.import_id = ${importId} AND c.updated_at = k.left_at AND c.is_open ORDER BY c.id FOR NO KEY UPDATE OF c`);
  const { changed } = await tx.one<{ changed: number }>(
    sql`SELECT count(*)::integer AS changed FROM intake.changes WHERE import_id = ${importId}`,
  );
  const back = await putBack(tx, actor, `取込${importId}を取り消した`);

  await forgetTold(tx, importId);

  const { made } = await tx.one<{ made: number }>(
    sql`SELECT count(*)::integer AS made FROM cards.cards WHERE import_id = ${importId}`,
  );
  await tx.run(sql`
    CREATE TEMP TABLE taken_out ON COMMIT DROP AS
    SELECT c.id FROM cards.cards c
    WHERE c.import_id = ${importId} AND c.updated_at = c.created_at
      AND NOT EXISTS (SELECT FROM cards.status_history h WHERE h.card_id = c.id)
      AND NOT EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = c.id)
      AND NOT EXISTS (SELECT FROM cards.remarks r WHERE r.card_id = c.id)
      AND NOT EXISTS (SELECT FROM cards.protections p WHERE p.card_id = c.id)
      AND NOT EXISTS (SELECT FROM reservations.members m WHERE m.card_id = c.id)
      AND NOT EXISTS (SELECT FROM intake.conflicts k WHERE k.card_id = c.id)
      AND NOT EXISTS (SELECT FROM intake.changes k WHERE k.card_id = c.id)
    ORDER BY c.id FOR UPDATE OF c`);
  const removed = await removeCards(tx);

  const undone = { removed, kept: made - removed, putBack: back, leftAsIs: changed - back };
  await tx.run(sql`UPDATE intake.imports SET undone_at = lib.now() WHERE id = ${importId}`);
  await tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, 'intake.cards-undone', lib.now(), NULL, NULL, NULL, ${JSON.stringify({ import: importId, ...undone })}::jsonb)`,
  );
  return done(undone);
}
