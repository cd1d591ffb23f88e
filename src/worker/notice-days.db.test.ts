import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { jobContext } from '../../test/support/worker.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { runJob } from './clockwork.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let db: Db;
let n = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 1);
  db = fresh.as('worker', 2);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

/** A card 準備中 since a day, with the day on which its notice is posted; both counted from today. */
async function preparing(since: number, postedOn: number): Promise<number> {
  n += 1;
  const id = await makeCard(fresh.db, { noticeId: `N1D-${100_000 + n}`, name: `発送 待子${n}`, officeId: city.main });
  await fresh.db.run(sql`
    UPDATE cards.cards SET status = 'preparing', status_at = lib.now() + ${since}::integer * interval '1 day', notice_date = ${addDays(city.today, postedOn)}::date WHERE id = ${id}`);
  return id;
}
const statusOf = async (id: number) =>
  (await fresh.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${id}`)).status;

test('[8(2)⑦a] [8(2)⑦e] a card whose list told the day of posting ahead is 通知発送済 on that day by itself, with history and log; others stay', async () => {
  const [today, missed, tomorrow, setBack] = [
    await preparing(-5, 0),
    await preparing(-9, -3),
    await preparing(-5, 1),
    // Somebody made it 準備中 after the notice had gone out.
    await preparing(-1, -3),
  ];
  await runJob('posted', jobContext(db, db));
  expect(await Promise.all([today, missed, tomorrow, setBack].map(statusOf))).toEqual([
    'notified',
    'notified',
    'preparing',
    'preparing',
  ]);
  expect(
    await fresh.db.rows(
      sql`SELECT from_status AS was, to_status AS becomes, actor_kind AS by, why FROM cards.status_history WHERE card_id = ${today}`,
    ),
  ).toEqual([{ was: 'preparing', becomes: 'notified', by: 'clock', why: '通知書発送日になった' }]);
  const logged = () => fresh.db.rows(sql`SELECT detail FROM audit.events WHERE act = 'card.notice-day-came'`);
  expect(await logged()).toEqual([{ detail: { rows: 2 } }]);
  await runJob('posted', jobContext(db, db));
  expect(await logged()).toHaveLength(1);
});
