import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk, clerk: admin } = await openDeskAs(undefined, 'ide', ['admin']));
});
afterAll(() => desk?.close());

test('[8(1)⑧] [8(2)②a] of an account that is signed in on two terminals the lost one is ended alone; both stay to be read', async () => {
  const lost = await desk.clerk('koga', ['counter'], city.main);
  const other = await signedIn(desk.url, 'koga', PASSWORD);
  const { id: account } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`);
  const { id: session } = await fresh.db.one<{ id: string }>(
    sql`SELECT id FROM staff.sessions WHERE account_id = ${account} ORDER BY created_at LIMIT 1`,
  );
  const path = `/accounts/${account}`;
  expect((await good(await admin.get(path))).html.match(/end-one/gu)).toHaveLength(2);
  const ended = await good(await admin.follow(await admin.post(`${path}/end-one`, { session })));
  expect(words(ended)).toContain('端末のログインを終わらせました。ほかの端末は、そのままです。');
  expect(ended.html.match(/end-one/gu)).toHaveLength(1);
  expect([(await lost.get('/today')).status, (await other.get('/today')).status]).toEqual([303, 200]);
  expect(words(await admin.follow(await admin.post(`${path}/end-one`, { session })))).toContain('すでに終わっています。');
  const lines = await fresh.db.rows<{ detail: object }>(
    sql`SELECT detail FROM audit.events WHERE act = 'staff.sessions-ended' ORDER BY id`,
  );
  expect(lines.map(({ detail }) => detail)).toEqual([{ account, ended: 1 }]);
  // One's own terminal is signed out where everybody signs out; another account's session is none of this one.
  const { id: mine } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'ide'`);
  expect(words(await good(await admin.get(`/accounts/${mine}`)))).toContain('この端末');
  const { id: still } = await fresh.db.one<{ id: string }>(
    sql`SELECT id FROM staff.sessions WHERE account_id = ${account} AND ended_at IS NULL`,
  );
  await admin.post(`/accounts/${mine}/end-one`, { session: still });
  expect((await other.get('/today')).status).toBe(200);
});
