import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/support/database.ts';
import { demoDatabase } from '../../test/support/demo.ts';
import { cityDay } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { listOffices, type Office } from '../offices/read.ts';
import { features } from './app.tsx';
import { type AtOffices, countAt } from './menu.ts';
import { ofListAtOffice } from './parts/list-wait.ts';

let fresh: FreshDatabase;
let offices: Office[] = [];
const today = cityDay(Temporal.Now.instant());
const kinds = features.flatMap(({ waits = [] }) =>
  waits.flatMap((wait) => {
    const where = wait.ofOffice ?? wait.atOwn;
    return where === undefined ? [] : [{ ...wait, where }];
  }),
);
const at = (some: readonly Office[], of: readonly AtOffices[], seesProtected = true) =>
  countAt(fresh.db, of, { viewer: { seesProtected }, offices: some, today });

beforeAll(async () => {
  fresh = await demoDatabase();
  offices = await listOffices(fresh.db);
  // A parcel that was not sent for weeks, and a window that ends: of the made-up city nothing of the kind waits.
  await fresh.db.run(sql`UPDATE cards.parcels SET opened_at = lib.now() - interval '30 days' WHERE sent_at IS NULL`);
  await fresh.db.run(
    sql`UPDATE calendar.windows SET latest_kind = 'date', latest_date = lib.day_of(lib.now()) + 5 WHERE office_id = ${offices[1]?.id ?? 0}`,
  );
  await fresh.db.run(sql`SELECT cards.recount_due()`);
});
afterAll(() => fresh.drop());

describe('[8(2)②a] what waits at offices', () => {
  test('is, of all of them together, what waits in the city: nothing twice and nothing but what is at none', async () => {
    expect(kinds.length).toBeGreaterThan(15);
    for (const seesProtected of [true, false]) {
      const counted = await at(
        offices,
        kinds.map(({ where }) => where),
        seesProtected,
      );
      const city = await Promise.all(
        kinds.map(({ count }) => fresh.db.one<{ n: number }>(sql`SELECT (${count({ seesProtected })})::integer AS n`)),
      );
      const said = (numbers: readonly number[]) => kinds.map(({ words }, n) => `${words}: ${numbers[n]}`);
      // A card that is not there yet has an end of its time and is at no office.
      const none = await fresh.db.one<{ n: number }>(
        sql`SELECT coalesce(sum(cards), 0)::integer AS n FROM cards.due WHERE office_id IS NULL AND step = 'expires' AND (${seesProtected} OR NOT hidden)`,
      );
      const atNone = kinds.map(({ words }) => (words === 'カードの有効期限' ? none.n : 0));
      expect(said(counted)).toEqual(said(city.map(({ n }, k) => n - (atNone[k] ?? 0))));
      expect(counted.filter((count) => count > 0).length).toBeGreaterThan(6);
    }
  });

  test('a card between two of them is one of both and one of each', async () => {
    const [one, other] = offices;
    if (one === undefined || other === undefined) throw new Error('there are no two offices');
    const { card } = await fresh.db.one<{ card: number }>(
      sql`UPDATE cards.cards SET whereabouts = 'transit', office_id = ${one.id}, storage_place_id = NULL, storage_position = NULL
        WHERE id = (SELECT id FROM cards.cards WHERE is_open AND whereabouts = 'shelf' ORDER BY id LIMIT 1) RETURNING id AS card`,
    );
    const under = [ofListAtOffice('under-way', { state: 'attention' })];
    const count = async () => (await Promise.all([[one], [other], [one, other]].map((some) => at(some, under)))).flat();
    const before = await count();
    await fresh.db.run(
      sql`INSERT INTO cards.custody_events (card_id, event, at, office_id, to_office_id) VALUES (${card}, 'sent', lib.now() - interval '40 days', ${one.id}, ${other.id})`,
    );
    expect((await count()).map((now, n) => now - (before[n] ?? 0))).toEqual([1, 1, 1]);
  });
});
