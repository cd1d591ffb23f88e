import { compareSlots, countDifferences } from '../calendar/compare.ts';
import { planDays } from '../calendar/plan.ts';
import { readState } from '../calendar/read.ts';
import { rulesOf } from '../calendar/state.ts';
import type { Clock } from '../lib/clock.ts';
import { cityDay } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { CounterPreview } from './preview.ts';
import { readLaid, stillToCome } from './slots.ts';

/** Where rows and rules differ although nothing is being changed: what the nightly check tells the desk. */
export async function readDifferences(tx: Tx, clock: Clock): Promise<CounterPreview[]> {
  const now = clock.now();
  const state = await readState(tx);
  const day = cityDay(now);
  const found: CounterPreview[] = [];
  for (const { counter } of state.counters.values()) {
    const { last } = await tx.one<{ last: string | null }>(
      sql`SELECT max(day) AS last FROM calendar.days WHERE office_id = ${counter.officeId} AND service_id = ${counter.serviceId}`,
    );
    if (last === null || last < day) continue;
    const plans = stillToCome(planDays(rulesOf(state, counter), day, last), now);
    const differences = compareSlots(await readLaid(tx, counter, day, last, now), plans);
    if (differences.length > 0) found.push({ counter, counts: countDifferences(differences), differences, days: [], unlike: [] });
  }
  return found;
}
