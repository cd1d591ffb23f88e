import { type Actor, actorSql } from '../audit/actor.ts';
import { forgetTold, putBack, removeCards } from '../cards/take-out.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { standsAsLeft, type Undone, undoSeen, untouched } from './undo-preview.ts';

export type UndoRefusal = 'unknown' | 'nothing_stored' | 'undone_already' | 'changed_meanwhile';

type UndoHow = {
  /** What a preview showed; anything else is refused. Left out: nothing was shown. */
  seen?: string;
  /** Hears how far it is, 0 to 1. */
  onPart?: (part: number) => void;
};

/**
 * Takes an import back, card by card, as far as nothing has happened since: new cards go, changed ones become what they were, questions for
 * staff that nobody answered go, and those whose answer had made a card that goes. What was touched stays and is counted. The same file may be taken in anew afterwards.
 */
export const undoImport = (db: Db, actor: Actor, importId: number): Promise<Outcome<Undone, UndoRefusal>> =>
  db.transaction((tx) => undoIn(tx, actor, importId));

/** The same in a transaction of the caller's, which throws it away where this refuses. */
export async function undoIn(
  tx: Tx,
  actor: Actor,
  importId: number,
  { seen, onPart = () => {} }: UndoHow = {},
): Promise<Outcome<Undone, UndoRefusal>> {
  const found = await tx.row<{ undone: boolean; stored: boolean }>(sql`
    SELECT undone_at IS NOT NULL AS undone, ended_at IS NOT NULL AND NOT dry_run AND counts ? 'fresh' AND NOT counts ? 'before' AS stored
    FROM intake.imports WHERE id = ${importId} AND kind = 'cards' FOR UPDATE`);
  if (found === undefined) return refused('unknown');
  if (found.undone) return refused('undone_already');
  if (!found.stored) return refused('nothing_stored');

  const undone = await choose(tx, importId);
  if (seen !== undefined && undoSeen(undone) !== seen) return refused('changed_meanwhile');

  await tx.run(sql`DELETE FROM intake.conflicts WHERE import_id = ${importId} AND decided_at IS NULL`);
  await putBack(tx, actor, `取込${importId}を取り消した`);
  await forgetTold(tx, importId);
  // What lists that were taken back had changed of them.
  await tx.run(sql`DELETE FROM intake.changes WHERE card_id IN (SELECT id FROM pg_temp.taken_out)`);
  await removeCards(tx, onPart);
  // A decision that had made one of them (a card of this list, as its row was) speaks of a card that is no more.
  await tx.run(sql`
    DELETE FROM intake.conflicts WHERE import_id = ${importId} AND made_card IN (SELECT id FROM pg_temp.taken_out)`);
  await tx.run(sql`UPDATE intake.imports SET undone_at = lib.now() WHERE id = ${importId}`);
  await tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, 'intake.cards-undone', lib.now(), NULL, NULL, NULL, ${JSON.stringify({ import: importId, ...undone })}::jsonb)`,
  );
  return done(undone);
}

/** Locks what goes back (`former`) and what goes (`taken_out`), in tables of the transaction's own. */
async function choose(tx: Tx, importId: number): Promise<Undone> {
  const back = await tx.run(sql`
    CREATE TEMP TABLE former ON COMMIT DROP AS
    SELECT c.id, k.before FROM intake.changes k JOIN cards.cards c ON c.id = k.card_id
    WHERE k.import_id = ${importId} AND ${standsAsLeft} ORDER BY c.id FOR NO KEY UPDATE OF c`);
  const found = await tx.run(sql`
    CREATE TEMP TABLE taken_out ON COMMIT DROP AS
    SELECT c.id FROM cards.cards c WHERE c.import_id = ${importId} AND ${untouched(importId)} ORDER BY c.id FOR UPDATE OF c`);
  // Looked at again now that nobody can name them any more: who chose a time with one of them while we waited keeps it.
  const named = await tx.run(sql`
    DELETE FROM pg_temp.taken_out t WHERE NOT EXISTS (SELECT FROM cards.cards c WHERE c.id = t.id AND ${untouched(importId)})`);
  const removed = found - named;
  const { changed, made } = await tx.one<{ changed: number; made: number }>(sql`
    SELECT (SELECT count(*) FROM intake.changes WHERE import_id = ${importId})::integer AS changed,
      (SELECT count(*) FROM cards.cards WHERE import_id = ${importId})::integer AS made`);
  return { removed, kept: made - removed, putBack: back, leftAsIs: changed - back };
}
