import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../test/support/browse.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../test/support/desk.ts';
import { buildSmallCity, makeCard } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let me: Visitor;
let card = 0;
let account = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  const city = await buildSmallCity(fresh.db);
  card = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main, name: '田中 花子' });
  await makeCard(fresh.db, { noticeId: 'A1B-100518', officeId: city.main, name: '田中 花代' });
  desk = await startDesk(fresh);
  account = await desk.account('koga', ['counter'], city.main);
  me = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(async () => {
  await desk.close();
  await fresh.drop();
});

/** What the log gained while this was done. */
async function logged(act: () => Promise<unknown>) {
  const { last } = await fresh.db.one<{ last: number }>(sql`SELECT coalesce(max(id), 0) AS last FROM audit.events`);
  await act();
  return fresh.db.rows(sql`SELECT act, staff_id, card_id, detail FROM audit.events WHERE id > ${last} ORDER BY id`);
}

test('[11(12)a] [11(12)c] who opens a person’s page stands in the log with that card', async () => {
  expect(await logged(() => me.get(`/people/${card}`))).toEqual([
    { act: 'desk.saw-person', staff_id: account, card_id: card, detail: {} },
  ]);
});

test('[11(12)a] a search leaves how many were found, not what was asked', async () => {
  await me.get('/today');
  const lines = await logged(async () => me.follow(await me.post('/search', { q: '田中' })));
  expect(lines).toEqual([{ act: 'desk.saw-search', staff_id: account, card_id: null, detail: { hits: 2 } }]);
});

test('[11(12)a] a day’s board is logged when somebody opens it, not when it fetches itself anew', async () => {
  expect(await logged(() => me.get('/today'))).toMatchObject([{ act: 'desk.saw-day', staff_id: account }]);
  expect(await logged(() => me.get('/today', { 'x-refresh': '1' }))).toEqual([]);
});
