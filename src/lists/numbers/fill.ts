import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { type Asked, OFFERED, of } from './sources.ts';

/** `weekday`: 1 (Monday) to 7; `hour`: of the beginning of the slots, 0 to 23. */
export type Fill = { weekday: number; hour: number; offered: number; taken: number };

/** Places offered and taken by weekday and hour, as the calendar shows them to everybody. */
export const readFill = (tx: Tx, asked: Asked): Promise<Fill[]> =>
  tx.rows<Fill>(sql`
    SELECT extract(isodow FROM s.day)::integer AS weekday, s.start_minute / 60 AS hour, sum(${OFFERED})::integer AS offered, sum(s.taken)::integer AS taken
    FROM ledger.slots s ${of(asked, sql`s`)} GROUP BY 1, 2 HAVING sum(${OFFERED}) > 0 ORDER BY 1, 2`);
