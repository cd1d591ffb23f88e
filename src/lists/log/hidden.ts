import { type Sql, sql } from '../../lib/db/sql.ts';

/** Whether the line `e` is about somebody under 支援措置: it would say when and where they come. Asked of the lines of a page alone, in what is shown and not in what is found. */
export const HIDDEN_LINE: Sql = sql`(CASE WHEN e.reservation_id IS NOT NULL AND reservations.has_protected(e.reservation_id) THEN true
  WHEN e.card_id IS NOT NULL THEN EXISTS (SELECT FROM cards.cards c WHERE c.id = e.card_id AND c.protected) ELSE false END)`;
