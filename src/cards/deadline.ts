import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { seenOnly, type Viewer } from './viewer.ts';

/** Until when a card waits: what comes next, from which notice it counts, how long it was on hold, and from which day the step may be done. */
export type Deadline = {
  step: 'renotice' | 'destroy' | 'stopped' | 'returned' | null;
  since: string | null;
  held: number | null;
  dueOn: string | null;
  /** Whoever has a visit is neither noticed again nor is their card destroyed: `cards.due_by` leaves them out. */
  booked: boolean;
};

/** What ends for a card. */
export const DUE_STEPS = ['renotice', 'destroy', 'expires'] as const;
export type DueStep = (typeof DUE_STEPS)[number];

export const readDeadline = (tx: Tx, cardId: number): Promise<Deadline | undefined> =>
  tx.row<Deadline>(
    sql`SELECT d.step, d.since, d.held, d.due_on AS "dueOn", cards.is_booked(c.id, NULL) AS booked FROM cards.cards c, cards.deadline(c) d WHERE c.id = ${cardId}`,
  );

/** How many cards were at an end when they were last counted, of those this viewer may see. */
export const dueCount =
  (step: DueStep) =>
  (viewer: Viewer): Sql =>
    sql`SELECT coalesce(sum(cards), 0)::integer FROM cards.due WHERE step = ${step} AND ${seenOnly(viewer, sql`hidden`)}`;

/** The same at some offices. */
export const dueCountAt = (step: DueStep, viewer: Viewer, offices: Sql): Sql =>
  sql`${dueCount(step)(viewer)} AND office_id = ANY (${offices})`;

/**
 * The same of one office (null: of all, and of cards that are at none), and when they were counted; undefined before the first night.
 */
export const readDue = (
  tx: Tx,
  viewer: Viewer,
  step: DueStep,
  officeId: number | null,
): Promise<{ cards: number; at: Date } | undefined> =>
  tx.row<{ cards: number; at: Date }>(sql`
    SELECT sum(cards)::integer AS cards, min(at) AS at FROM cards.due
    WHERE step = ${step} AND (${officeId}::integer IS NULL OR office_id = ${officeId}::integer) AND ${seenOnly(viewer, sql`hidden`)} HAVING count(*) > 0`);

/** Cards at an end of their time, and those that come to it within four weeks; `ahead` null: not counted yet. */
export type DueRow = { step: DueStep; cards: number; ahead: number | null };

/** By step, as counted in the night or after the last act on many; empty before the first night. */
export async function readDueAhead(tx: Tx, viewer: Viewer, office: string): Promise<DueRow[]> {
  const rows = await tx.rows<DueRow>(sql`
    SELECT d.step, sum(d.cards)::integer AS cards, sum(d.ahead)::integer AS ahead
    FROM cards.due d LEFT JOIN offices.offices o ON o.id = d.office_id
    WHERE (${office} = '' OR o.code = ${office}) AND ${seenOnly(viewer, sql`d.hidden`)} GROUP BY d.step`);
  return DUE_STEPS.flatMap((step) => rows.filter((row) => row.step === step));
}

/** Counts anew how many cards are at an end: each night. */
export const recountDue = (db: Db): Promise<unknown> => db.run(sql`SELECT cards.recount_due()`);

/** The same after an act on many, which is done and answered meanwhile. What fails here is counted anew in the night. */
export function recountAfterAct(db: Db): void {
  recountDue(db).catch(() => {});
}
