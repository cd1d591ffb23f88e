import { sql } from '../lib/db/sql.ts';

/** Of an entry `e`: somebody of it is under 支援措置; then all of it is hidden from who may not see them. */
export const ENTRY_HIDDEN = sql`EXISTS (
  SELECT FROM cards.cards p WHERE p.id = ANY (e.card_ids) AND (p.protected OR cards.is_protected_key(p.person_key)))`;
