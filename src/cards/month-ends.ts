import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { seenOnly, type Viewer } from './viewer.ts';

/** Counts the cards that are kept this month, and those of months that ended since they were counted last: each night. */
export const countMonthEnds = (db: Db): Promise<unknown> => db.run(sql`SELECT cards.count_month_ends()`);

/** Cards that were kept at the end of a month (its first day), of them for more than six months; of a month that runs, when they were counted. */
export type MonthEnd = { month: string; cards: number; keptLong: number; at: Date };

/** The last twelve months of an office by its code; '' for all, and cards that were at none. Empty before the first night. */
export const readMonthEnds = (tx: Tx, viewer: Viewer, office: string): Promise<MonthEnd[]> =>
  tx.rows<MonthEnd>(sql`
    SELECT e.month, sum(e.cards)::integer AS cards, sum(e.kept_long)::integer AS "keptLong", min(e.at) AS at
    FROM cards.month_ends e LEFT JOIN offices.offices o ON o.id = e.office_id
    WHERE e.month > lib.day_of(lib.now()) - interval '12 months' AND (${office} = '' OR o.code = ${office}) AND ${seenOnly(viewer, sql`e.hidden`)}
    GROUP BY e.month ORDER BY e.month`);
