import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/**
 * Keeps the offices that are in use from going out of use until the end of the transaction: whoever takes one out of use waits, and finds the cards that came
 * meanwhile. Asked before anything looks which office a card comes to, and before any card is locked.
 */
export const keepOffices = (tx: Tx): Promise<number> =>
  tx.run(sql`SELECT FROM offices.offices WHERE retired_at IS NULL ORDER BY id FOR KEY SHARE`);

/** What lists say of an office that is not known or out of use: its code, and how many open cards wait for it. `retired`: it was taken out of use. */
export type UnknownOffice = { code: string; cards: number; retired?: boolean };

/** Codes in `pg_temp.incoming` that no office in use has, the most frequent first. */
export const unknownOffices = (tx: Tx): Promise<UnknownOffice[]> =>
  tx.rows<UnknownOffice>(sql`
    SELECT i.office_code AS code, count(*)::integer AS cards, EXISTS (SELECT FROM offices.offices o WHERE o.code = i.office_code) AS retired FROM pg_temp.incoming i
    WHERE i.office_code <> '' AND NOT EXISTS (SELECT FROM offices.offices o WHERE o.code = i.office_code AND o.retired_at IS NULL)
    GROUP BY i.office_code ORDER BY cards DESC, code LIMIT 20`);

/** How many cards a list names another office in use for that stay where they are, since somebody has them in hand. Asked before they are brought to what it says. */
export const countOfficesKept = async (tx: Tx): Promise<number> =>
  (
    await tx.one<{ kept: number }>(sql`
      SELECT count(*)::integer AS kept FROM pg_temp.met m JOIN pg_temp.incoming i ON i.line = m.line JOIN cards.cards c ON c.id = m.id
        JOIN offices.offices o ON o.code = i.office_code AND o.retired_at IS NULL
      WHERE m.differs AND i.office_code <> c.office_code AND o.id <> c.office_id AND NOT cards.not_in_hand(c)`)
  ).kept;

/**
 * Gives the cards in `pg_temp.met` that came before their office was known that office. Not a change of what a list says of them: an import
 * can still be taken back. Returns how many.
 */
export const officesOfMet = (tx: Tx): Promise<number> =>
  tx.run(sql`
    UPDATE cards.cards c SET office_id = o.id FROM offices.offices o
    WHERE c.id IN (SELECT l.id FROM pg_temp.met m JOIN cards.cards l ON l.id = m.id WHERE l.office_id IS NULL AND l.office_code <> '' ORDER BY l.id FOR NO KEY UPDATE OF l)
      AND o.code = c.office_code AND o.retired_at IS NULL`);

/** An office that is new, or in use again, gets the cards that lists had named it for. The log says how many. */
export async function giveOffice(tx: Tx, actor: Actor, officeId: number): Promise<void> {
  const cards = await tx.run(sql`
    UPDATE cards.cards c SET office_id = o.id FROM offices.offices o
    WHERE o.id = ${officeId} AND c.id IN (
      SELECT l.id FROM cards.cards l JOIN offices.offices n ON n.id = ${officeId} AND l.office_code = n.code
      WHERE l.office_id IS NULL ORDER BY l.id FOR NO KEY UPDATE OF l)`);
  if (cards > 0)
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'card.office-found', lib.now(), NULL, NULL, ${officeId}, ${JSON.stringify({ cards })}::jsonb)`,
    );
}
