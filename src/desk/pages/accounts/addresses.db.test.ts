import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
beforeAll(async () => {
  const open = await openDesk();
  ({ fresh, desk } = open);
  await desk.account('admin', ['admin'], open.city.main);
  await desk.account('counter', ['counter'], open.city.main);
});
afterAll(() => desk.close());

test('[8(2)②a] an address from which nobody signs in any more stands with the accounts, and is let in again there', async () => {
  const admin = await signedIn(desk.url, 'admin', PASSWORD);
  expect((await admin.get('/accounts')).html).not.toContain('ログインできない接続元');
  const tries = async () => {
    const clerk = visitor(desk.url);
    await clerk.get('/sign-in');
    return clerk.post('/sign-in', { login: 'counter', password: PASSWORD });
  };
  expect((await tries()).status).toBe(303);
  await fresh.db.run(sql`UPDATE staff.sign_in_tries SET failures = 50, since = lib.now()`);
  expect((await tries()).status).not.toBe(303);
  const page = await good(await admin.get('/accounts'));
  expect(words(page)).toContain('ログインできない接続元');
  const { address = '' } = formFields(page, '/accounts/lift-address');
  expect(address).not.toContain('127.0.0.1');
  const lift = () => admin.post('/accounts/lift-address', { address });
  expect(words(await admin.follow(await lift()))).toContain('接続元の制限を解除しました');
  expect((await tries()).status).toBe(303);
  expect(words(await admin.follow(await lift()))).toContain('すでに終了していました');
  expect(
    await fresh.db.rows(sql`SELECT staff_id IS NOT NULL AS by FROM audit.events WHERE act = 'staff.address-lifted'`),
  ).toEqual([{ by: true }]);
  const clerk = await signedIn(desk.url, 'counter', PASSWORD);
  await clerk.get('/today');
  expect((await clerk.post('/accounts/lift-address', { address })).status).toBe(403);
});
