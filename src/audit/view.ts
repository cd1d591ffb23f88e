import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type Actor, actorSql, staffOf } from './actor.ts';

/** What of people somebody looked at: one person's page, a card that was scanned, a box of cards, one visit, a day of an office, the hits of a search, the list of a closing or of a published draft, the words of a mail. */
type View =
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
  /** The list of those whose time a change of hours took away. */
  | { saw: 'moved'; draftId: number }
  /** Those whom a file of former reservations could not book. */
  | { saw: 'former'; importId: number }
  /** `reservationId` null: the mail is of no reservation yet (the link that goes on with a booking). */
  | { saw: 'mail'; mailId: number; reservationId: string | null };

type Line = { act: string; reservation: string | null; card: number | null; office: number | null; detail: string };

function lineOf(view: View): Line {
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
  return {
    act: `desk.saw-${view.saw}`,
    reservation: view.saw === 'reservation' || view.saw === 'mail' ? view.reservationId : null,
    card: view.saw === 'person' || view.saw === 'card' ? view.cardId : null,
    office: view.saw === 'day' || view.saw === 'closing' || view.saw === 'box' ? view.officeId : null,
    detail,
  };
}

/** Writes who looked at whom (§11(12)①): looking leaves a line as acting does. What was searched for is not written. */
export function recordView(tx: Tx, actor: Actor, view: View): Promise<number> {
  const { act, reservation, card, office, detail } = lineOf(view);
  return tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), ${reservation}::uuid, ${card}, ${office}, ${detail}::jsonb)`,
  );
}

/** One look, however many pages it goes over: a form that is read again, its confirmation, its result. */
const SAME_LOOK_MINUTES = 10;

/** The same of pages that lead on about somebody: written where this account has no such line of the last minutes. */
export function recordLook(tx: Tx, actor: Actor, view: View): Promise<number> {
  const { act, reservation, card, office, detail } = lineOf(view);
  return tx.run(sql`
    SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), ${reservation}::uuid, ${card}, ${office}, ${detail}::jsonb)
    WHERE NOT EXISTS (
      SELECT FROM audit.events e WHERE e.staff_id = ${staffOf(actor)} AND e.act = ${act} AND e.at > lib.now() - make_interval(mins => ${SAME_LOOK_MINUTES}::integer)
        AND e.card_id IS NOT DISTINCT FROM ${card}::bigint AND e.reservation_id IS NOT DISTINCT FROM ${reservation}::uuid
        AND e.office_id IS NOT DISTINCT FROM ${office}::integer AND e.detail = ${detail}::jsonb)`);
}
