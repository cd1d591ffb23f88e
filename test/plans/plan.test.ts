import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planDays } from '../../src/calendar/plan.ts';
import type { Band, CalendarRules, Pattern } from '../../src/calendar/rules.ts';
import { DAYS, referenceDays, weekdayOf } from './reference.ts';

/** How many calendars are made up; `PLANS=100000 PLANS_SEED=7` goes on from there. */
const PLANS = Number(process.env['PLANS'] ?? 2_000);
const SEED = Number(process.env['PLANS_SEED'] ?? 1);

const UNITS = [10, 15, 20, 30, 60] as const;
const PATTERN_IDS = [1, 2, 3, 4] as const;

/** Bands one after the other, with or without a break between, until the day is full; handed on in any order. */
const bands: fc.Arbitrary<Band[]> = fc
  .array(
    fc.record({
      gap: fc.constantFrom(0, 0, 5, 60, 480),
      unit: fc.constantFrom(...UNITS),
      slots: fc.integer({ min: 1, max: 6 }),
      capacity: fc.integer({ min: 0, max: 6 }),
      deskPlaces: fc.constantFrom(0, 0, 1, 2, 9),
      deskUntilOpenDays: fc.constantFrom(0, 1, 2, 3, 7, 60),
    }),
    { maxLength: 4 },
  )
  .chain((parts) => {
    let at = 0;
    const made: Band[] = [];
    for (const { gap, unit, slots, ...rest } of parts) {
      const fromMinute = at + gap;
      const toMinute = fromMinute + unit * slots;
      if (toMinute > 1440) break;
      made.push({ fromMinute, toMinute, unitMinutes: unit, ...rest });
      at = toMinute;
    }
    return fc.shuffledSubarray(made, { minLength: made.length });
  });

const patterns = fc
  .tuple(...PATTERN_IDS.map(() => bands))
  .map((all) => new Map(all.map((of, i): [number, Pattern] => [i + 1, { id: i + 1, name: `P${i + 1}`, bands: of }])));

const startsOf = ({ fromMinute, toMinute, unitMinutes }: Band): number[] =>
  Array.from({ length: (toMinute - fromMinute) / unitMinutes }, (_, i) => fromMinute + i * unitMinutes);

/** Days where calendars go wrong: leap days, the ends of years and months, Golden Week with a holiday in lieu, September 2026 with one between two others. */
const CORNERS = ['2028-02-26', '2027-02-26', '2026-12-25', '2027-12-25', '2026-04-27', '2026-09-14', '2027-03-15', '2028-12-28'];
const somewhere = fc.oneof(
  fc.constantFrom(...CORNERS),
  fc.integer({ min: 800, max: 2_500 }).map((n) => DAYS[n] ?? ''),
);

const dayNear = (start: number): fc.Arbitrary<string> => fc.integer({ min: -40, max: 45 }).map((n) => DAYS[start + n] ?? '');

type Case = { rules: CalendarRules; from: string; to: string };

const anyCase: fc.Arbitrary<Case> = somewhere.chain((from) => {
  const start = DAYS.indexOf(from);
  const near = dayNear(start);
  const kind = fc.constantFrom(null, ...PATTERN_IDS);
  const weekRules = fc
    .array(
      fc.record({
        weekday: fc.integer({ min: 1, max: 7 }),
        nth: fc.constantFrom(null, null, 1, 2, 3, 4, 5, -1),
        exceptMonths: fc.oneof(fc.constant([]), fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 })),
        patternId: kind,
        validFrom: fc.option(near, { freq: 3 }),
        validTo: fc.option(near, { freq: 3 }),
      }),
      { maxLength: 12 },
    )
    .chain((rules) =>
      fc.shuffledSubarray(
        rules.map((rule, id) => ({ id, ...rule })),
        { minLength: rules.length },
      ),
    );
  const overrides = fc.array(fc.tuple(near, fc.record({ patternId: kind, reason: fc.constantFrom('', '臨時開庁', '台風') })), {
    maxLength: 6,
  });
  const holidays = fc.array(fc.tuple(near, fc.constantFrom('祝日', '振替休日')), { maxLength: 6 });
  return patterns.chain((made) => {
    const starts = [0, 485, ...[...made.values()].flatMap(({ bands }) => bands.flatMap(startsOf))];
    const capacities = fc.array(fc.tuple(fc.constantFrom(...starts), fc.integer({ min: 0, max: 9 })), {
      minLength: 1,
      maxLength: 12,
    });
    return fc.record({
      from: fc.constant(from),
      to: fc.integer({ min: 0, max: 40 }).map((n) => DAYS[start + n] ?? ''),
      rules: fc.record({
        patterns: fc.constant(made),
        weekRules,
        holidays: holidays.map((all) => new Map(all)),
        overrides: overrides.map((all) => new Map(all)),
        slotOverrides: fc
          .array(
            fc.tuple(
              near,
              capacities.map((all) => new Map(all)),
            ),
            { maxLength: 4 },
          )
          .map((all) => new Map(all)),
      }),
    });
  });
});

test('the reference knows its weekdays', () => {
  // From a printed calendar.
  expect(['2026-11-23', '2028-02-29', '2027-01-01', '2026-02-01'].map(weekdayOf)).toEqual([1, 2, 5, 7]);
});

describe('[8(2)⑤a] [8(2)⑤b] [8(2)⑤c] [8(2)⑤d] [8(2)⑤h] [8(2)⑤i] planning a day', () => {
  test(
    `${PLANS} made-up calendars are planned as a second reading of the specification plans them, and the same again`,
    () => {
      console.log(`PLANS=${PLANS} PLANS_SEED=${SEED}`);
      const came = { open: 0, override: 0, holiday: 0, kept: 0, released: 0, ownCapacity: 0 };
      fc.assert(
        fc.property(anyCase, ({ rules, from, to }) => {
          const expected = referenceDays(rules, from, to);
          expect(planDays(rules, from, to)).toEqual(expected);
          expect(planDays(rules, from, to)).toEqual(expected);
          for (const { day, open, slots } of expected) {
            came.open += Number(open);
            came.override += Number(rules.overrides.has(day));
            came.holiday += Number(rules.holidays.has(day));
            came.kept += slots.filter(({ deskUntil }) => deskUntil === day).length;
            came.released += slots.filter(({ deskUntil }) => deskUntil !== null && deskUntil < day).length;
            came.ownCapacity += slots.filter(({ startMinute }) => rules.slotOverrides.get(day)?.has(startMinute)).length;
          }
        }),
        { numRuns: PLANS, seed: SEED },
      );
      // The made-up calendars have everything in them that they are about.
      for (const [what, count] of Object.entries(came)) expect(count, what).toBeGreaterThan(PLANS / 20);
    },
    Math.max(60_000, PLANS * 20),
  );
});
