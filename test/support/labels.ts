import type { Tx } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';

/** What the label on the sleeve of a card says. */
export const labelOf = async (tx: Tx, cardId: number): Promise<string> =>
  (await tx.one<{ label: string }>(sql`SELECT cards.label_of(${cardId}) AS label`)).label;
