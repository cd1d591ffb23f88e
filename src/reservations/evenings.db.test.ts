import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
beforeAll(async () => {
  ({ fresh, city } = await openSmallCity());
});
afterAll(() => fresh.drop());

test('[8(2)⑤b] where reception usually ends is the city’s to say: the calendar, the earliest free time and the parts of the day follow it', async () => {
  const day = addDays(city.today, 5);
  const evenings = async () => ({
    ...(await fresh.db.one<{ half: string; later: string }>(
      sql`SELECT waiting.part_of(990, 30) AS half, waiting.part_of(1020, 60) AS later`,
    )),
    ...(await fresh.db.one<{ words: boolean }>(
      sql`SELECT evening AS words FROM citizen.day_words('card-pickup', 'kitano', ${day}::date, ${day}::date)`,
    )),
    ...(await fresh.db.one<{ first: number | null }>(
      sql`SELECT min(start_minute) AS first FROM citizen.first_times('card-pickup', 'kitano', 1, ${day}::date, ${day}::date) WHERE evening`,
    )),
  });
  await fresh.db.run(
    sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE office_id = ${city.branch} AND day = ${day}::date AND start_minute >= 1080`,
  );
  expect(await evenings()).toEqual({ half: 'afternoon', later: 'evening', words: true, first: 1020 });
  const ends = (choice: number) =>
    fresh.db.run(sql`
      INSERT INTO site.settings (key, value, changed_at) VALUES ('usual-end', to_jsonb(${choice}::integer), lib.now())
      ON CONFLICT (key) DO UPDATE SET value = excluded.value`);
  // 18:00: what ends then is no evening yet; 16:45: half past four is.
  await ends(8);
  expect(await evenings()).toEqual({ half: 'afternoon', later: 'afternoon', words: false, first: null });
  await ends(3);
  expect(await evenings()).toEqual({ half: 'evening', later: 'evening', words: true, first: 960 });
  await fresh.db.run(sql`DELETE FROM site.settings WHERE key = 'usual-end'`);
});
