import fc from 'fast-check';
import type { CalendarRules } from '../../src/calendar/rules.ts';
import { extendHorizon } from '../../src/closing/horizon.ts';
import { HORIZON_DAYS } from '../../src/closing/slots.ts';
import { addDays, cityInstant } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import type { FreshDatabase } from '../support/database.ts';
import { stopTime } from '../support/desk.ts';
import { byLaw } from './law.ts';
import { referenceDays } from './reference.ts';

/**
 * Two offices with weekdays of their own for each of two services, special days and holidays; closings of whole days, of hours, of one service, lifted or
 * not, lie over them. Beside it the rule of open days, read once more, day by day.
 */
const BACK = 70;
/** The open days a card needs to the other office. */
export const LEAD = 3;
const HOLIDAYS = new Map([2026, 2027, 2028].flatMap(byLaw).map((day) => [day, '祝日']));

export type Counter = { office: 1 | 2; service: 1 | 2 };
export const COUNTERS: Counter[] = [
  { office: 1, service: 1 },
  { office: 1, service: 2 },
  { office: 2, service: 1 },
  { office: 2, service: 2 },
];
type Closing = { office: 1 | 2; service: 1 | 2 | null; from: number; days: number; hours: boolean; lifted: number | null };

const closing: fc.Arbitrary<Closing> = fc.record({
  office: fc.constantFrom(1 as const, 2 as const),
  service: fc.constantFrom(1 as const, 2 as const, null, null),
  from: fc.integer({ min: -20, max: 20 }),
  days: fc.integer({ min: 1, max: 6 }),
  hours: fc.boolean(),
  // Half days from the first day on.
  lifted: fc.option(fc.integer({ min: -2, max: 14 }), { nil: null }),
});
export const anyCity = fc.record({
  today: fc.constantFrom('2026-12-21', '2027-01-05', '2027-04-27', '2027-09-17', '2027-11-02', '2028-02-28'),
  minute: fc.constantFrom(0, 599, 960, 1020, 1439),
  weekdays: fc.tuple(...COUNTERS.map(() => fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }))),
  special: fc.tuple(
    ...COUNTERS.map(() => fc.dictionary(fc.integer({ min: -15, max: 25 }).map(String), fc.boolean(), { maxKeys: 6 })),
  ),
  closings: fc.array(closing, { maxLength: 6 }),
  ahead: fc.integer({ min: 0, max: 6 }),
});
export type City = typeof anyCity extends fc.Arbitrary<infer T> ? T : never;

export async function makeOffices({ db }: FreshDatabase): Promise<void> {
  await db.run(
    sql`INSERT INTO offices.offices (id, code, name, is_storage, position) VALUES (1, 'honcho', '本庁', true, 1), (2, 'kitano', '北野総合支所', true, 2)`,
  );
  await db.run(
    sql`INSERT INTO services.services (id, code, name, needs_card) VALUES (1, 'card-pickup', '受け取り', true), (2, 'renewal', '更新', true)`,
  );
  await db.run(
    sql`INSERT INTO offices.transfer_times (from_office, to_office, open_days) VALUES (1, 2, ${LEAD}), (2, 1, ${LEAD})`,
  );
  await db.run(sql`INSERT INTO calendar.patterns (id, name) VALUES (1, '通常')`);
  await db.run(sql`INSERT INTO calendar.bands VALUES (1, 540, 600, 60, 2, 0, 0)`);
}

/** Lays the made-up city out as the program does, with its closings as rows: what they shut follows from nothing else. */
export async function layOut(fresh: FreshDatabase, given: City): Promise<void> {
  const { db } = fresh;
  for (const table of [
    'closing.closings',
    'calendar.days',
    'calendar.week_rules',
    'calendar.overrides',
    'calendar.windows',
    'ledger.slots',
  ])
    await db.pool.query(`DELETE FROM ${table}`);
  for (const [at, { office, service }] of COUNTERS.entries()) {
    await db.run(sql`
      INSERT INTO calendar.week_rules (office_id, service_id, weekday, pattern_id) SELECT ${office}, ${service}, n, 1 FROM unnest(${given.weekdays[at] ?? []}::integer[]) n`);
    for (const [on, open] of Object.entries(given.special[at] ?? {}))
      await db.run(
        sql`INSERT INTO calendar.overrides (office_id, service_id, day, pattern_id) VALUES (${office}, ${service}, ${addDays(given.today, Number(on))}::date, ${open ? 1 : null})`,
      );
    await db.run(sql`
      INSERT INTO calendar.windows (office_id, service_id, audience, earliest_open_days, latest_kind, latest_days, same_day_booking, same_day_change, change_open_days)
      VALUES (${office}, ${service}, 'citizen', ${given.ahead}, 'open-days', 60, true, true, ${given.ahead})`);
  }
  const clock = await stopTime(fresh, cityInstant(given.today, given.minute).toString());
  await db.transaction((tx) => extendHorizon(tx, clock, addDays(given.today, -BACK)));
  for (const one of given.closings) {
    const from = addDays(given.today, one.from);
    await db.run(sql`
      INSERT INTO closing.closings (form_id, office_id, service_id, from_day, to_day, from_minute, to_minute, reason, closed_at, reopened_at)
      VALUES (gen_random_uuid(), ${one.office}, ${one.service}, ${from}::date, ${addDays(from, one.days - 1)}::date, ${one.hours ? 0 : null}, ${one.hours ? 720 : null}, '台風のため', lib.now(),
        ${
          one.lifted === null
            ? null
            : cityInstant(from, 0)
                .add({ hours: one.lifted * 12 })
                .toString()
        }::timestamptz)`);
  }
}

/** The rule, read once more: the open days of each counter, in order. */
export function openDaysOf(given: City): string[][] {
  const [from, to] = [addDays(given.today, -BACK), addDays(given.today, HORIZON_DAYS)];
  const shut = ({ office, service }: Counter, day: string): boolean =>
    given.closings.some((one) => {
      const first = addDays(given.today, one.from);
      const whole = !one.hours && one.office === office && (one.service === null || one.service === service);
      const lasts = day >= first && day <= addDays(first, one.days - 1);
      const lifted = one.lifted === null ? null : cityInstant(first, 0).add({ hours: one.lifted * 12 });
      return whole && lasts && (lifted === null || Temporal.Instant.compare(lifted, cityInstant(addDays(day, 1), 0)) >= 0);
    });
  return COUNTERS.map((counter, at) => {
    const rules: CalendarRules = {
      patterns: new Map([
        [
          1,
          {
            id: 1,
            name: '通常',
            bands: [{ fromMinute: 540, toMinute: 600, unitMinutes: 60, capacity: 2, deskPlaces: 0, deskUntilOpenDays: 0 }],
          },
        ],
      ]),
      weekRules: (given.weekdays[at] ?? []).map((weekday, id) => ({
        id,
        weekday,
        nth: null,
        exceptMonths: [],
        patternId: 1,
        validFrom: null,
        validTo: null,
      })),
      holidays: HOLIDAYS,
      overrides: new Map(
        Object.entries(given.special[at] ?? {}).map(([on, open]) => [
          addDays(given.today, Number(on)),
          { patternId: open ? 1 : null, reason: '' },
        ]),
      ),
      slotOverrides: new Map(),
    };
    return referenceDays(rules, from, to).flatMap(({ day, open }) => (open && !shut(counter, day) ? [day] : []));
  });
}
