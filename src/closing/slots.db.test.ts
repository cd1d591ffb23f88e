import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { unlikeDays } from './slots.ts';

let base: FreshDatabase;
let city: SmallCity;

beforeAll(async () => {
  base = await freshDatabase();
  city = await buildSmallCity(base.db);
});
afterAll(() => base.drop());

test('a day laid out before it was kept whether its week opens it is unlike by what else is said of it alone', async () => {
  const counter = { officeId: city.main, serviceId: city.service };
  const on = (n: number): string => addDays(city.today, 300 + n);
  const kept = (day: string, open: boolean, weekOpen: boolean | null, note = '') =>
    base.db.run(sql`
      INSERT INTO calendar.days (office_id, service_id, day, open, week_open, note)
      VALUES (${counter.officeId}, ${counter.serviceId}, ${day}::date, ${open}, ${weekOpen}::boolean, ${note})
      ON CONFLICT (office_id, service_id, day) DO UPDATE SET open = excluded.open, week_open = excluded.week_open, note = excluded.note`);
  await kept(on(0), true, null);
  await kept(on(1), false, null);
  await kept(on(2), true, null, '前の理由');
  await kept(on(3), true, false);
  const plans = [0, 1, 2, 3].map(on).map((day) => ({ day, open: true, weekOpen: true, note: '', slots: [] }));
  expect(await base.db.transaction((tx) => unlikeDays(tx, counter, plans))).toEqual([on(1), on(2), on(3)]);
});
