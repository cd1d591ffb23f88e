import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { keyOf, type Person } from './person.ts';

/** The language of the newest booking of a person, by any of their cards or without one; undefined where they have none. */
export async function lastLanguage(tx: Tx, who: { cardId: number } | { person: Person }): Promise<string | undefined> {
  const mine =
    'cardId' in who
      ? sql`m.card_id = ANY (ARRAY(SELECT o.id FROM cards.cards o WHERE o.person_key = (SELECT c.person_key FROM cards.cards c WHERE c.id = ${who.cardId})) || ${who.cardId}::bigint)`
      : sql`m.card_id IS NULL AND m.birth_date = ${who.person.birthDate}::date AND m.person_key = ${keyOf(who.person)}`;
  const found = await tx.row<{ language: string }>(sql`
    SELECT r.language FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id
    WHERE ${mine} AND r.booked_at IS NOT NULL ORDER BY r.booked_at DESC LIMIT 1`);
  return found?.language;
}
