import type { Viewer } from '../cards/viewer.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { protectedSql } from './read.ts';

/** Whether mail `x` is of a visit whose people this viewer may not see. */
export const mailHiddenSql = ({ seesProtected }: Viewer): Sql =>
  sql`(NOT ${seesProtected} AND EXISTS (
    SELECT FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE m.reservation_id = x.reservation_id AND m.removed_at IS NULL AND ${protectedSql}))`;

/** How many mails were given up, of those this viewer may see. */
export const deadCount = (viewer: Viewer): Sql =>
  sql`SELECT count(*) FROM outbox.mails x WHERE x.state = 'dead' AND NOT ${mailHiddenSql(viewer)}`;
