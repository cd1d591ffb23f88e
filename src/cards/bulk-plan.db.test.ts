import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { must } from '../../test/support/must.ts';
import { buildSmallCity, makeCard } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { postMany, previewBulk } from './bulk.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  await buildSmallCity(fresh.db, 1);
});
afterAll(() => fresh.drop());

/** A join whose every row searches an array again: its time grows with the square of the cards. */
const SEARCHES_AGAIN = /= \w+\.\w+\) AND \(\w+ = ANY/u;

test('[8(2)⑦c] a posting of many is taken back in time that grows with its cards: no array is searched anew for each', async () => {
  const made = Array.from({ length: 40 }, (_, n) =>
    makeCard(fresh.db, { noticeId: `P1P-${String(n).padStart(6, '0')}`, name: `発送 ${n}` }),
  );
  const cards = await Promise.all(made);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE id = ANY (${cards}::bigint[])`);
  const { day } = await fresh.db.one<{ day: string }>(sql`SELECT lib.day_of(lib.now()) AS day`);
  const { seen } = await previewBulk(fresh.db, cards, 'notified');
  const posted = must(
    await postMany(fresh.db, { kind: 'staff', staffId: 1 }, { cards, to: 'notified', why: '発送', seen, posted: day }),
  );
  const client = await fresh.db.pool.connect();
  const plans: string[] = [];
  client.on('notice', ({ message }) => plans.push(message ?? ''));
  await client.query(
    "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET client_min_messages = log",
  );
  const { rows } = await client.query("SELECT back, stay FROM cards.undo_many(ROW('staff', 1, NULL, NULL)::audit.actor, $1)", [
    posted,
  ]);
  client.release(true);
  expect(rows).toEqual([{ back: cards.length, stay: 0 }]);
  expect(plans.filter((plan) => /UPDATE cards\.cards c SET notice_date/u.test(plan))).toHaveLength(1);
  expect(plans.filter((plan) => SEARCHES_AGAIN.test(plan))).toEqual([]);
});
