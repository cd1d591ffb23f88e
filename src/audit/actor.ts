import { type Sql, sql } from '../lib/db/sql.ts';

/** Who acts, as the log keeps it. `source` is a masked address; no names. */
export type Actor =
  | { kind: 'staff'; staffId: number; requestId?: string; source?: string }
  | { kind: 'clock' | 'operator'; requestId?: string; source?: string };

/** The actor as the acts in SQL take it. */
export const actorSql = (actor: Actor): Sql =>
  sql`ROW(${actor.kind}::text, ${actor.kind === 'staff' ? actor.staffId : null}::integer, ${actor.requestId ?? null}::text, ${actor.source ?? null}::text)::audit.actor`;

/** Whose account it was; null where no clerk acts. */
export const staffOf = (actor: Actor): number | null => (actor.kind === 'staff' ? actor.staffId : null);
