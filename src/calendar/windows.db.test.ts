import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { stopTimeAt } from '../../test/support/time.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { foresee, readWindows, saveWindows, type WindowRules, windowsAt } from './windows.ts';

let fresh: FreshDatabase;
let city: SmallCity;

beforeAll(async () => {
  fresh = await freshDatabase();
  await stopTimeAt(fresh, '2026-12-01T10:00:00+09:00');
  city = await buildSmallCity(fresh.db);
  await fresh.db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open)
    SELECT ${city.main}, ${city.service}, d::date, extract(isodow FROM d) < 6 FROM generate_series('2026-12-01'::timestamp, '2027-03-31', '1 day') d
    ON CONFLICT (office_id, service_id, day) DO UPDATE SET open = excluded.open`);
});
afterAll(() => fresh.drop());

const minute = fc.option(fc.integer({ min: 0, max: 1440 }), { nil: null });
const latest = fc.oneof(
  fc.record({
    latestKind: fc.constantFrom('days' as const, 'open-days' as const),
    latestDays: fc.integer({ min: 0, max: 90 }),
    latestDate: fc.constant(null),
  }),
  fc.record({
    latestKind: fc.constant('date' as const),
    latestDays: fc.constant(null),
    latestDate: fc.constantFrom('2026-11-30', '2026-12-10', '2027-01-29'),
  }),
);
const rules: fc.Arbitrary<WindowRules> = fc
  .tuple(
    fc.record({
      earliestOpenDays: fc.integer({ min: 0, max: 12 }),
      cutoffMinute: minute,
      sameDayBooking: fc.boolean(),
      sameDayChange: fc.boolean(),
      changeOpenDays: fc.integer({ min: 0, max: 5 }),
      changeMinute: minute,
    }),
    latest,
  )
  .map(([rest, last]) => ({ ...rest, ...last }));

test('[8(2)⑥a] [8(2)⑥e] [8(2)⑥f] what a typed window would do is what it does once kept', async () => {
  const counter = { officeId: city.main, serviceId: city.service, serviceCode: 'card-pickup' };
  for (const [citizen, staff] of fc.sample(fc.tuple(rules, rules), { numRuns: 60, seed: 20_261_124 })) {
    for (const at of ['2026-12-01T09:00', '2026-12-04T17:30', '2026-12-05T00:00']) {
      await stopTimeAt(fresh, `${at}:00+09:00`);
      const seen = fingerprint(windowsAt(await readWindows(fresh.db), counter));
      const foreseen = await foresee(fresh.db, counter, 'citizen', citizen, true);
      expect((await saveWindows(fresh.db, { kind: 'operator' }, counter, seen, { citizen, staff })).ok).toBe(true);
      const kept = (office: number | null) =>
        fresh.db.one<{ earliest: string | null; latest: string | null }>(
          sql`SELECT * FROM calendar.window_of(${city.main}, ${city.service}, 'citizen', ${office}::integer, lib.now())`,
        );
      expect(await kept(null)).toEqual({ earliest: foreseen.earliest, latest: foreseen.latest });
      expect(foreseen.elsewhere).toEqual([{ name: '北野総合支所', earliest: (await kept(city.branch)).earliest }]);
      const { first } = await fresh.db.one<{ first: string | null }>(sql`
        SELECT min(d.day) AS first FROM calendar.days d WHERE d.office_id = ${city.main} AND d.open AND d.day >= lib.day_of(lib.now())
          AND calendar.changeable(${city.main}, ${city.service}, 'citizen', d.day, 1439, lib.now())`);
      expect(foreseen.changeableFrom).toBe(first);
      expect(windowsAt(await readWindows(fresh.db), counter)).toEqual({ citizen, staff });
    }
  }
});
