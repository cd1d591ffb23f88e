import { keepHolidays } from '../calendar/holidays.ts';
import { planDays } from '../calendar/plan.ts';
import { readState } from '../calendar/read.ts';
import { rulesOf } from '../calendar/state.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { HORIZON_DAYS, layDays, levelDays, slotRow } from './slots.ts';

/**
 * The nightly step of the horizon: days that no plan covered yet get their rows from the rules. Of days already laid out only
 * what is said of them is brought level; changing them is publishing. While a publish is under way nothing is laid out: its steps are, or the next night does it.
 * `from` (JST day) lets the demo lay out days past. Returns how many days and slots are new.
 */
export async function extendHorizon(tx: Tx, clock: Clock, from?: string): Promise<{ days: number; slots: number }> {
  const { publishing } = await tx.one<{ publishing: boolean }>(
    sql`SELECT draft_id IS NOT NULL AS publishing FROM closing.publishing FOR UPDATE`,
  );
  if (publishing) return { days: 0, slots: 0 };
  await keepHolidays(tx);
  const start = from ?? today(clock).toString();
  const end = addDays(today(clock), HORIZON_DAYS);
  const state = await readState(tx);
  let days = 0;
  let slots = 0;
  for (const { counter } of state.counters.values()) {
    const plans = planDays(rulesOf(state, counter), start, end);
    const fresh = await layDays(tx, counter, plans);
    await levelDays(tx, counter, plans);
    const rows = plans.flatMap(({ day, slots: planned }) =>
      fresh.has(day) ? planned.map((slot) => slotRow(slot, { day })) : [],
    );
    const { laid } = await tx.one<{ laid: number }>(
      sql`SELECT ledger.lay_out(${counter.officeId}, ${counter.serviceId}, ${JSON.stringify(rows)}::jsonb) AS laid`,
    );
    if (laid > 0)
      await tx.run(sql`SELECT closing.shut_new(${counter.officeId}, ${counter.serviceId}, ${start}::date, ${end}::date)`);
    days += fresh.size;
    slots += laid;
  }
  return { days, slots };
}
