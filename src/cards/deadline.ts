import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Until when a card waits: what comes next, from which notice it counts, how long it was on hold, and from which day the step may be done. */
export type Deadline = {
  step: 'renotice' | 'destroy' | 'stopped' | 'returned' | null;
  since: string | null;
  held: number;
  dueOn: string | null;
};

/** What ends for a card. */
export const DUE_STEPS = ['renotice', 'destroy', 'expires'] as const;
export type DueStep = (typeof DUE_STEPS)[number];

export const readDeadline = (tx: Tx, cardId: number): Promise<Deadline | undefined> =>
  tx.row<Deadline>(
    sql`SELECT d.step, d.since, d.held, d.due_on AS "dueOn" FROM cards.cards c, cards.deadline(c) d WHERE c.id = ${cardId}`,
  );

/** Counts anew how many cards are at an end: each night. */
export const recountDue = (db: Db): Promise<unknown> => db.run(sql`SELECT cards.recount_due()`);

/** The same after an act on many, which is done and answered meanwhile. What fails here is counted anew in the night. */
export function recountAfterAct(db: Db): void {
  recountDue(db).catch(() => {});
}
