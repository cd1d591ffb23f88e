import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { unreach } from './affected.ts';

const UNDO_KEEP_REASONS = ['unknown', 'changed_meanwhile', 'not_kept', 'visit_over'] as const;
type UndoKeepRefusal = (typeof UNDO_KEEP_REASONS)[number];

/**
 * Takes back that a visit stays though its slot is shut: it is 要振替 again, who was mailed to come is mailed that the counter is shut, and who was called
 * is to be called again (§8(2)⑤c). `not_kept`: it was moved, cancelled, or its slot is open; `visit_over`: somebody came, or its day is over.
 */
export const undoKeep = (
  db: Db,
  actor: Actor,
  request: { id: string; version: number; reason: string },
): Promise<Outcome<undefined, UndoKeepRefusal>> =>
  attempt(UNDO_KEEP_REASONS, () =>
    db.transaction(async (tx) => {
      await tx.run(
        sql`SELECT reservations.undo_keep(${actorSql(actor)}, ${request.id}::uuid, ${request.version}, ${request.reason})`,
      );
      await unreach(tx, actor, request.id);
      return undefined;
    }),
  );
