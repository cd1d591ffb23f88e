import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/**
 * The offices a card lies at: whose it is to say that it is missing, found or of another status. One that is on its way, or was lost there, is at both ends. None: it
 * lies nowhere yet, or is handed over and kept by nobody.
 */
export const officesOfCard = async (tx: Tx, cardId: number): Promise<number[]> =>
  (
    await tx.rows<{ id: number }>(sql`
      SELECT DISTINCT at.id FROM cards.cards c
        LEFT JOIN LATERAL (
          SELECT e.event, e.to_office_id FROM cards.custody_events e
          WHERE e.card_id = c.id AND e.event NOT IN ('counted', 'found-missing', 'undone') AND NOT EXISTS (SELECT FROM cards.custody_events u WHERE u.card_id = c.id AND u.undoes = e.id)
          ORDER BY e.id DESC LIMIT 1) last ON c.whereabouts IN ('transit', 'missing') AND last.event = 'sent'
        CROSS JOIN LATERAL (VALUES (c.office_id), (last.to_office_id)) at (id)
      WHERE c.id = ${cardId}::bigint AND at.id IS NOT NULL`)
  ).map(({ id }) => id);
