import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { Change } from './changes.ts';
import { writeHoliday } from './holidays.ts';
import type { Counter } from './state.ts';

const officesOf = (counters: readonly Counter[]): number[] => counters.map(({ officeId }) => officeId);
const servicesOf = (counters: readonly Counter[]): number[] => counters.map(({ serviceId }) => serviceId);

async function writePattern(tx: Tx, change: Extract<Change, { kind: 'pattern' }>): Promise<void> {
  await tx.run(sql`
    INSERT INTO calendar.patterns (id, name) VALUES (${change.id}, ${change.name})
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, retired_at = NULL`);
  await tx.run(sql`DELETE FROM calendar.bands WHERE pattern_id = ${change.id}`);
  await tx.run(sql`
    INSERT INTO calendar.bands (pattern_id, from_minute, to_minute, unit_minutes, capacity, desk_places, desk_until_open_days)
    SELECT ${change.id}, b."fromMinute", b."toMinute", b."unitMinutes", b.capacity, b."deskPlaces", b."deskUntilOpenDays"
    FROM jsonb_to_recordset(${JSON.stringify(change.bands)}::jsonb) AS b ("fromMinute" smallint, "toMinute" smallint, "unitMinutes" smallint, capacity integer,
      "deskPlaces" integer, "deskUntilOpenDays" integer)`);
}

async function writeWeekRule(tx: Tx, { counter, rule }: Extract<Change, { kind: 'week-rule' }>): Promise<void> {
  await tx.run(sql`
    INSERT INTO calendar.week_rules (id, office_id, service_id, weekday, nth, except_months, pattern_id, valid_from, valid_to)
    VALUES (${rule.id}, ${counter.officeId}, ${counter.serviceId}, ${rule.weekday}, ${rule.nth}, ${[...rule.exceptMonths]}::smallint[], ${rule.patternId}, ${rule.validFrom}, ${rule.validTo})
    ON CONFLICT (id) DO UPDATE SET weekday = excluded.weekday, nth = excluded.nth, except_months = excluded.except_months, pattern_id = excluded.pattern_id,
      valid_from = excluded.valid_from, valid_to = excluded.valid_to`);
}

/** Writes one change into the rules. What it does to slots is the business of publishing. */
export async function writeChange(tx: Tx, change: Change): Promise<void> {
  switch (change.kind) {
    case 'pattern':
      return writePattern(tx, change);
    case 'pattern-retired':
      return void (await tx.run(
        sql`UPDATE calendar.patterns SET retired_at = lib.now() WHERE id = ${change.id} AND retired_at IS NULL`,
      ));
    case 'week-rule':
      return writeWeekRule(tx, change);
    case 'week-rule-removed':
      return void (await tx.run(sql`DELETE FROM calendar.week_rules WHERE id = ${change.id}`));
    case 'days':
      return void (await tx.run(sql`
        INSERT INTO calendar.overrides (office_id, service_id, day, pattern_id, reason)
        SELECT c.office, c.service, d, ${change.patternId}::integer, ${change.reason}
        FROM unnest(${officesOf(change.counters)}::integer[], ${servicesOf(change.counters)}::integer[]) AS c (office, service), unnest(${[...change.days]}::date[]) AS d
        ON CONFLICT (office_id, service_id, day) DO UPDATE SET pattern_id = excluded.pattern_id, reason = excluded.reason`));
    case 'days-removed':
      return void (await tx.run(sql`
        DELETE FROM calendar.overrides o USING unnest(${officesOf(change.counters)}::integer[], ${servicesOf(change.counters)}::integer[]) AS c (office, service)
        WHERE o.office_id = c.office AND o.service_id = c.service AND o.day = ANY (${[...change.days]}::date[])`));
    case 'capacity':
      if (change.capacity === null)
        return void (await tx.run(sql`
          DELETE FROM calendar.slot_overrides WHERE office_id = ${change.counter.officeId} AND service_id = ${change.counter.serviceId}
            AND start_minute = ${change.startMinute} AND day = ANY (${[...change.days]}::date[])`));
      return void (await tx.run(sql`
        INSERT INTO calendar.slot_overrides (office_id, service_id, day, start_minute, capacity)
        SELECT ${change.counter.officeId}, ${change.counter.serviceId}, d, ${change.startMinute}, ${change.capacity} FROM unnest(${[...change.days]}::date[]) AS d
        ON CONFLICT (office_id, service_id, day, start_minute) DO UPDATE SET capacity = excluded.capacity`));
    case 'holiday':
      return void (await writeHoliday(tx, change.day, change.name));
    case 'as-ruled':
      return undefined;
  }
}
