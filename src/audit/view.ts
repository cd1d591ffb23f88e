import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type Actor, actorSql } from './actor.ts';

/** What of people somebody looked at: one person's page, a card that was scanned, a box of cards, one visit, a day of an office, the hits of a search, the list of a closing or of a published draft, the words of a mail. */
export type View =
  | { saw: 'person'; cardId: number }
  /** A card that was scanned and not moved. */
  | { saw: 'card'; cardId: number }
  /** The cards of a box. */
  | { saw: 'box'; officeId: number; box: string }
  | { saw: 'reservation'; reservationId: string }
  | { saw: 'day'; officeId: number; day: string }
  | { saw: 'search'; hits: number }
  /** The log itself, taken out as a file: from which day on, how many lines. */
  | { saw: 'log'; day: string; hits: number }
  /** The list of those a closing left at a shut door, on a page, as a file or on paper. */
  | { saw: 'closing'; officeId: number; closingId: number }
  /** The same of those whose time a change of hours took away. */
  | { saw: 'moved'; draftId: number }
  /** Those whom a file of former reservations could not book. */
  | { saw: 'former'; importId: number }
  /** `reservationId` null: the mail is of no reservation yet (the link that goes on with a booking). */
  | { saw: 'mail'; mailId: number; reservationId: string | null };

/** Writes who looked at whom (§11(12)①): looking leaves a line as acting does. What was searched for is not written. */
export function recordView(tx: Tx, actor: Actor, view: View): Promise<number> {
  const card = view.saw === 'person' || view.saw === 'card' ? view.cardId : null;
  const reservation = view.saw === 'reservation' || view.saw === 'mail' ? view.reservationId : null;
  const office = view.saw === 'day' || view.saw === 'closing' || view.saw === 'box' ? view.officeId : null;
  const detail = JSON.stringify(
    view.saw === 'day'
      ? { day: view.day }
      : view.saw === 'log'
        ? { day: view.day, hits: view.hits }
        : view.saw === 'search'
          ? { hits: view.hits }
          : view.saw === 'closing'
            ? { closing: view.closingId }
            : view.saw === 'moved'
              ? { draft: view.draftId }
              : view.saw === 'former'
                ? { import: view.importId }
                : view.saw === 'mail'
                  ? { mail: view.mailId }
                  : view.saw === 'box'
                    ? { box: view.box }
                    : {},
  );
  return tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, ${`desk.saw-${view.saw}`}, lib.now(), ${reservation}::uuid, ${card}, ${office}, ${detail}::jsonb)`,
  );
}
