import { cityDay } from '../../../src/lib/dates/jst.ts';
import { monthBefore, monthOf } from '../../../src/lib/dates/spans.ts';
import type { Db } from '../../../src/lib/db/db.ts';
import { sql } from '../../../src/lib/db/sql.ts';

/** As if the doors had begun to run in the last hour of last month: the desk was away for three of its minutes. */
export async function lastMonth(db: Db): Promise<{ month: string; day: string }> {
  const begins = monthOf(cityDay(Temporal.Now.instant()));
  const last = monthBefore(begins);
  await db.run(sql`
    INSERT INTO running.beats (door, hour, minutes)
    SELECT door, lib.instant(${begins}::date, 0) - interval '1 hour', (1::bigint << 60) - 1 - CASE door WHEN 'desk' THEN 56 ELSE 0 END
    FROM unnest(ARRAY['citizen', 'desk', 'worker']) AS door ON CONFLICT DO NOTHING`);
  return { month: last.slice(0, 7), day: last };
}
