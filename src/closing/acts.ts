import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/** What is to be shut: offices, one of their services or all (null), days, and hours in minutes since midnight (null: the whole day). */
export type Range = {
  officeIds: readonly number[];
  serviceId: number | null;
  /** JST days, both included. */
  from: string;
  to: string;
  hours: { from: number; to: number } | null;
};

export type CloseRequest = Range & {
  /** The form's UUID: sent twice, it is one act. */
  formId: string;
  /** Stands on the poster and in the notice that is proposed: citizens read it there. No mail names it. */
  reason: string;
  /** お知らせ on the citizens' site until the last day is over; null: none. */
  notice: string | null;
  /** Places a slot to set aside on other days, at each office for those affected there, for so many hours. */
  aside: readonly { day: string; places: number }[];
  priorityHours: number;
  /** `version` of the preview that was shown. */
  seen: string;
};

const CLOSE_REASONS = ['nothing_to_close', 'changed_meanwhile'] as const;
type CloseRefusal = (typeof CLOSE_REASONS)[number];

/**
 * Shuts the slots and lists, mails and tells in one transaction: a closing for every office where there is something to shut. The first one's id.
 * `changed_meanwhile`: slots or bookings are not what was shown.
 */
export const close = (db: Db, actor: Actor, request: CloseRequest): Promise<Outcome<number, CloseRefusal>> =>
  attempt(CLOSE_REASONS, () =>
    // A transaction for its one retry: whole days of slots are locked.
    db.transaction(async (tx) => {
      const { id } = await tx.one<{ id: number }>(sql`
        SELECT closing.close_offices(${actorSql(actor)}, ${request.formId}::uuid, ${request.officeIds}::integer[], ${request.serviceId}::integer, ${request.from}::date, ${request.to}::date,
          ${request.hours?.from ?? null}::integer, ${request.hours?.to ?? null}::integer, ${request.reason}, ${request.notice}, ${request.priorityHours},
          ${JSON.stringify(request.aside)}::jsonb, ${request.seen}) AS id`);
      return id;
    }),
  );

const REOPEN_REASONS = ['unknown', 'over'] as const;
type ReopenRefusal = (typeof REOPEN_REASONS)[number];

/**
 * Opens again what is still to come of a closing. `over`: nothing of it is.
 * @param together also of those that were shut in the same act
 */
export const reopen = (
  db: Db,
  actor: Actor,
  closingId: number,
  together = false,
): Promise<Outcome<'reopened' | 'already', ReopenRefusal>> =>
  attempt(REOPEN_REASONS, () =>
    db.transaction(async (tx) => {
      const { result } = await tx.one<{ result: 'reopened' | 'already' }>(
        together
          ? sql`SELECT closing.reopen_together(${actorSql(actor)}, ${closingId}) AS result`
          : sql`SELECT closing.reopen(${actorSql(actor)}, ${closingId}) AS result`,
      );
      return result;
    }),
  );
