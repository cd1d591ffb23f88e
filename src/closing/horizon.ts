import { fillHolidays } from '../calendar/holidays.ts';
import { planDays } from '../calendar/plan.ts';
import { readCalendars } from '../calendar/read.ts';
import type { DayPlan } from '../calendar/rules.ts';
import { type Clock, today } from '../lib/clock.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** How far ahead days and slots exist: past the longest window in use, so that "open days ahead" can be counted. */
const HORIZON_DAYS = 183;

const slotRows = (plans: readonly DayPlan[]): string =>
  JSON.stringify(
    plans.flatMap((plan) =>
      plan.slots.map((slot) => ({
        day: plan.day,
        start_minute: slot.startMinute,
        minutes: slot.minutes,
        capacity: slot.capacity,
        desk_places: slot.deskPlaces,
        desk_until: slot.deskUntil,
      })),
    ),
  );

/**
 * The nightly step of the horizon: days that no plan covered yet get their rows from the rules. Days already laid out are left alone;
 * changing those is publishing. `from` (JST day) lets the demo lay out days past. Returns how many days and slots are new.
 */
export async function extendHorizon(tx: Tx, clock: Clock, from?: string): Promise<{ days: number; slots: number }> {
  const start = from ?? today(clock).toString();
  const end = today(clock).add({ days: HORIZON_DAYS }).toString();
  await fillHolidays(tx, Number(start.slice(0, 4)), Number(end.slice(0, 4)) + 1);
  let days = 0;
  let slots = 0;
  for (const { counter, rules } of await readCalendars(tx)) {
    const plans = planDays(rules, start, end);
    const fresh = await tx.rows<{ day: string }>(sql`
      INSERT INTO calendar.days (office_id, service_id, day, open, note)
      SELECT ${counter.officeId}, ${counter.serviceId}, d.day, d.open, d.note
      FROM unnest(${plans.map((plan) => plan.day)}::date[], ${plans.map((plan) => plan.open)}::boolean[], ${plans.map((plan) => plan.note)}::text[]) AS d (day, open, note)
      ON CONFLICT DO NOTHING RETURNING day`);
    const isFresh = new Set(fresh.map((row) => row.day));
    const { laid } = await tx.one<{ laid: number }>(sql`
      SELECT ledger.lay_out(${counter.officeId}, ${counter.serviceId}, ${slotRows(plans.filter((plan) => isFresh.has(plan.day)))}::jsonb) AS laid`);
    days += fresh.length;
    slots += laid;
  }
  return { days, slots };
}
