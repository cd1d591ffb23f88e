import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

export type AuditEvent = {
  id: number;
  at: Date;
  actorKind: string;
  staffId: number | null;
  source: string | null;
  act: string;
  reservationId: string | null;
  cardId: number | null;
  officeId: number | null;
  detail: Record<string, unknown>;
};

export type AuditFilter = {
  /** JST days, both included. */
  from: string;
  to: string;
  staffId: number | null;
  officeId: number | null;
  /** Acts that begin so: `counter.`, `reservation.`; empty: all. */
  kind: string;
  before: number | null;
  /** Only what is about a card or its visits. */
  about: { cardId: number; reservationIds: readonly string[] } | null;
};

/** The log, newest first (§11(12)); pages by `before`. */
export const listEvents = (tx: Tx, filter: AuditFilter, limit: number): Promise<AuditEvent[]> =>
  tx.rows<AuditEvent>(sql`
    SELECT id, at, actor_kind AS "actorKind", staff_id AS "staffId", source, act, reservation_id AS "reservationId", card_id AS "cardId", office_id AS "officeId", detail
    FROM audit.events
    WHERE at >= lib.instant(${filter.from}::date, 0) AND at < lib.instant(${filter.to}::date + 1, 0)
      AND (${filter.staffId}::integer IS NULL OR staff_id = ${filter.staffId}::integer)
      AND (${filter.officeId}::integer IS NULL OR office_id = ${filter.officeId}::integer)
      AND (${filter.about === null} OR card_id = ${filter.about?.cardId ?? null}::bigint OR reservation_id = ANY (${filter.about?.reservationIds ?? []}::uuid[]))
      AND starts_with(act, ${filter.kind}) AND (${filter.before}::bigint IS NULL OR id < ${filter.before}::bigint)
    ORDER BY at DESC, id DESC LIMIT ${limit}`);
