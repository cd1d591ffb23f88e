import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUp, telephone } from '../../test/support/authenticator.ts';
import { signedIn } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { openDesk } from '../../test/support/open.ts';
import { changeSetting, listSettings, settingSeen } from '../site/change-setting.ts';
import { DEMO_ACCOUNTS, makeAccounts, openToAll } from './accounts.ts';

let desk: TestDesk;
let fresh: FreshDatabase;
beforeAll(async () => {
  ({ desk, fresh } = await openDesk());
});
afterAll(() => desk.close());

test('the printed passwords let in after a start, whoever tried a second factor and asked everybody for one', async () => {
  await makeAccounts(fresh.db);
  const me = await desk.clerk('tsutsumi', ['admin']);
  await setUp(me, await telephone(fresh));
  const now = (await listSettings(fresh.db)).find(({ key }) => key === 'sign-in-second');
  if (now === undefined) throw new Error('no such setting');
  await changeSetting(fresh.db, { kind: 'operator' }, now.key, settingSeen(now), 2);
  const [admin] = DEMO_ACCOUNTS;
  expect((await (await signedIn(desk.url, admin.login, admin.password)).get('/today')).status).toBe(303);

  await openToAll(fresh.db);
  for (const { login, password } of [...DEMO_ACCOUNTS, { login: 'tsutsumi', password: PASSWORD }])
    expect((await (await signedIn(desk.url, login, password)).get('/today')).status).toBe(200);
});
