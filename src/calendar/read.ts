import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { readHolidays } from './holidays.ts';
import type { Band, WeekRule } from './rules.ts';
import { type CalendarState, type Counter, counterKey, type KeptPattern, type Override } from './state.ts';

const readPatterns = async (tx: Tx): Promise<Map<number, KeptPattern>> => {
  const patterns = await tx.rows<{ id: number; name: string; retired: boolean; bands: Band[] }>(sql`
    SELECT p.id, p.name, p.retired_at IS NOT NULL AS retired, coalesce(jsonb_agg(jsonb_build_object(
      'fromMinute', b.from_minute, 'toMinute', b.to_minute, 'unitMinutes', b.unit_minutes, 'capacity', b.capacity,
      'deskPlaces', b.desk_places, 'deskUntilOpenDays', b.desk_until_open_days) ORDER BY b.from_minute) FILTER (WHERE b.pattern_id IS NOT NULL), '[]') AS bands
    FROM calendar.patterns p LEFT JOIN calendar.bands b ON b.pattern_id = p.id GROUP BY p.id ORDER BY p.id`);
  return new Map(patterns.map((pattern) => [pattern.id, pattern]));
};

/** The rules of the whole city as they stand: patterns, holidays, and of each office and service its week, its days, its slots. */
export async function readState(tx: Tx): Promise<CalendarState> {
  const patterns = await readPatterns(tx);
  const holidays = await readHolidays(tx);
  const weekRules = await tx.rows<WeekRule & Counter>(sql`
    SELECT id, office_id AS "officeId", service_id AS "serviceId", weekday, nth, except_months AS "exceptMonths", pattern_id AS "patternId",
           valid_from AS "validFrom", valid_to AS "validTo"
    FROM calendar.week_rules ORDER BY office_id, service_id, id`);
  const overrides = await tx.rows<Counter & { day: string; patternId: number | null; reason: string }>(sql`
    SELECT office_id AS "officeId", service_id AS "serviceId", day, pattern_id AS "patternId", reason FROM calendar.overrides`);
  const capacities = await tx.rows<Counter & { day: string; startMinute: number; capacity: number }>(sql`
    SELECT office_id AS "officeId", service_id AS "serviceId", day, start_minute AS "startMinute", capacity FROM calendar.slot_overrides`);

  type Growing = {
    counter: Counter;
    weekRules: WeekRule[];
    overrides: Map<string, Override>;
    slotOverrides: Map<string, Map<number, number>>;
  };
  const counters = new Map<string, Growing>();
  const at = ({ officeId, serviceId }: Counter): Growing => {
    const counter = { officeId, serviceId };
    const known = counters.get(counterKey(counter));
    if (known !== undefined) return known;
    const fresh: Growing = { counter, weekRules: [], overrides: new Map(), slotOverrides: new Map() };
    counters.set(counterKey(counter), fresh);
    return fresh;
  };
  for (const { officeId, serviceId, ...rule } of weekRules) at({ officeId, serviceId }).weekRules.push(rule);
  for (const { patternId, reason, ...row } of overrides) at(row).overrides.set(row.day, { patternId, reason });
  for (const row of capacities) {
    const days = at(row).slotOverrides;
    days.set(row.day, (days.get(row.day) ?? new Map<number, number>()).set(row.startMinute, row.capacity));
  }
  return { patterns, holidays, counters };
}
