import type { LaidSlot } from '../calendar/compare.ts';
import type { DayPlan, PlannedSlot } from '../calendar/rules.ts';
import type { Counter } from '../calendar/state.ts';
import { cityDay, cityMinute } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

/** How far ahead days and slots exist: past the longest window in use, so that "open days ahead" can be counted and next year can be planned. */
export const HORIZON_DAYS = 400;

/** The slots of one counter that have not begun at `now`. `from`, `to`: JST days, inclusive. One instant for rows and plans, or a slot beginning this minute would seem to go. */
export const readLaid = (tx: Tx, counter: Counter, from: string, to: string, now: Temporal.Instant): Promise<LaidSlot[]> =>
  tx.rows<LaidSlot>(sql`
    SELECT id, day, start_minute AS "startMinute", minutes, capacity, desk_places AS "deskPlaces", desk_until AS "deskUntil", taken, gone
    FROM ledger.slots
    WHERE office_id = ${counter.officeId} AND service_id = ${counter.serviceId} AND day BETWEEN ${from}::date AND ${to}::date
      AND (day > ${cityDay(now)}::date OR (day = ${cityDay(now)}::date AND start_minute > ${cityMinute(now)}::integer))
    ORDER BY day, start_minute`);

/** Plans without the slots that have begun: those are history and nobody's to change. */
export function stillToCome(plans: readonly DayPlan[], now: Temporal.Instant): DayPlan[] {
  const day = cityDay(now);
  const minute = cityMinute(now);
  return plans
    .filter((plan) => plan.day >= day)
    .map((plan) => (plan.day > day ? plan : { ...plan, slots: plan.slots.filter(({ startMinute }) => startMinute > minute) }));
}

/** A planned slot as `ledger.lay_out` and `ledger.replan` take it. */
export const slotRow = (slot: PlannedSlot, more: { day: string } | { id: number }, opensAt: string | null = null) => ({
  ...more,
  start_minute: slot.startMinute,
  minutes: slot.minutes,
  capacity: slot.capacity,
  desk_places: slot.deskPlaces,
  desk_until: slot.deskUntil,
  opens_at: opensAt,
});

const planned = (plans: readonly DayPlan[]): Sql => sql`
  unnest(${plans.map(({ day }) => day)}::date[], ${plans.map(({ open }) => open)}::boolean[], ${plans.map(({ weekOpen }) => weekOpen)}::boolean[],
    ${plans.map(({ note }) => note)}::text[]) AS p (day, open, week_open, note)`;

/** Writes which days are open, over what stood there. Nothing is written where it is so already. */
export const writeDays = (tx: Tx, counter: Counter, plans: readonly DayPlan[]): Promise<number> =>
  tx.run(sql`
    INSERT INTO calendar.days AS d (office_id, service_id, day, open, week_open, note)
    SELECT ${counter.officeId}, ${counter.serviceId}, p.day, p.open, p.week_open, p.note
    FROM ${planned(plans)}
    ON CONFLICT (office_id, service_id, day) DO UPDATE SET open = excluded.open, week_open = excluded.week_open, note = excluded.note
    WHERE (d.open, d.week_open, d.note) IS DISTINCT FROM (excluded.open, excluded.week_open, excluded.note)`);

/** Lays out days that no plan covered yet. Returns which they are. */
export async function layDays(tx: Tx, counter: Counter, plans: readonly DayPlan[]): Promise<Set<string>> {
  const fresh = await tx.rows<{ day: string }>(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open, week_open, note)
    SELECT ${counter.officeId}, ${counter.serviceId}, p.day, p.open, p.week_open, p.note FROM ${planned(plans)}
    ON CONFLICT DO NOTHING RETURNING day`);
  return new Set(fresh.map(({ day }) => day));
}

/** Days laid out of which something else is kept than is planned: days may differ where no slot does. Whether the week opens a day is not kept of old days: the night says it of them (`levelDays`), not a publish that is about another day. */
export const unlikeDays = async (tx: Tx, counter: Counter, plans: readonly DayPlan[]): Promise<string[]> =>
  (
    await tx.rows<{ day: string }>(sql`
      SELECT p.day FROM ${planned(plans)} JOIN calendar.days d ON d.day = p.day
      WHERE d.office_id = ${counter.officeId} AND d.service_id = ${counter.serviceId}
        AND (d.open, coalesce(d.week_open, p.week_open), d.note) IS DISTINCT FROM (p.open, p.week_open, p.note)
      ORDER BY p.day`)
  ).map(({ day }) => day);

/** Brings level what is only said of days. Whether a day is open stays: that is for publishing, with its slots. */
export const levelDays = (tx: Tx, counter: Counter, plans: readonly DayPlan[]): Promise<number> =>
  tx.run(sql`
    UPDATE calendar.days d SET week_open = p.week_open, note = p.note FROM ${planned(plans)}
    WHERE d.office_id = ${counter.officeId} AND d.service_id = ${counter.serviceId} AND d.day = p.day AND d.open = p.open
      AND (d.week_open, d.note) IS DISTINCT FROM (p.week_open, p.note)`);
