import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Band, CalendarRules, Pattern, WeekRule } from './rules.ts';

export type Counter = { officeId: number; serviceId: number };

/** Group rows by key, keeping their order. */
function grouped<Row, Key, Value>(rows: readonly Row[], key: (row: Row) => Key, value: (row: Row) => Value): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group === undefined) groups.set(key(row), [value(row)]);
    else group.push(value(row));
  }
  return groups;
}

const at = (counter: Counter): string => `${counter.officeId}:${counter.serviceId}`;

/** The rules of every office and service that has any, as `planDays` reads them. */
export async function readCalendars(tx: Tx): Promise<{ counter: Counter; rules: CalendarRules }[]> {
  const bands = await tx.rows<Band & { patternId: number; name: string }>(sql`
    SELECT p.id AS "patternId", p.name, b.from_minute AS "fromMinute", b.to_minute AS "toMinute", b.unit_minutes AS "unitMinutes",
           b.capacity, b.desk_places AS "deskPlaces", b.desk_until_open_days AS "deskUntilOpenDays"
    FROM calendar.patterns p JOIN calendar.bands b ON b.pattern_id = p.id ORDER BY p.id, b.from_minute`);
  const weekRules = await tx.rows<WeekRule & Counter>(sql`
    SELECT id, office_id AS "officeId", service_id AS "serviceId", weekday, nth, except_months AS "exceptMonths", pattern_id AS "patternId",
           valid_from AS "validFrom", valid_to AS "validTo"
    FROM calendar.week_rules ORDER BY office_id, service_id, id`);
  const holidays = await tx.rows<{ day: string; name: string }>(sql`SELECT day, name FROM calendar.holidays`);
  const overrides = await tx.rows<Counter & { day: string; patternId: number | null; reason: string }>(sql`
    SELECT office_id AS "officeId", service_id AS "serviceId", day, pattern_id AS "patternId", reason FROM calendar.overrides`);
  const slotOverrides = await tx.rows<Counter & { day: string; startMinute: number; capacity: number }>(sql`
    SELECT office_id AS "officeId", service_id AS "serviceId", day, start_minute AS "startMinute", capacity FROM calendar.slot_overrides`);

  const patterns = new Map<number, Pattern>();
  for (const [id, parts] of grouped(
    bands,
    (band) => band.patternId,
    ({ patternId: _, ...band }) => band,
  )) {
    patterns.set(id, { id, name: parts[0]?.name ?? '', bands: parts });
  }
  const holidayNames = new Map(holidays.map((holiday) => [holiday.day, holiday.name]));
  const overridesAt = grouped(overrides, at, (row) => row);
  const slotOverridesAt = grouped(slotOverrides, at, (row) => row);
  return [...grouped(weekRules, at, (rule) => rule)].flatMap(([key, rules]) => {
    const [first] = rules;
    if (first === undefined) return [];
    const days = grouped(
      slotOverridesAt.get(key) ?? [],
      (row) => row.day,
      (row) => [row.startMinute, row.capacity] as const,
    );
    return [
      {
        counter: { officeId: first.officeId, serviceId: first.serviceId },
        rules: {
          patterns,
          weekRules: rules,
          holidays: holidayNames,
          overrides: new Map((overridesAt.get(key) ?? []).map((row) => [row.day, row])),
          slotOverrides: new Map([...days].map(([day, entries]) => [day, new Map(entries)])),
        },
      },
    ];
  });
}
