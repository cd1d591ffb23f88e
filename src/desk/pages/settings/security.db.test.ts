import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
});
afterAll(() => desk?.close());

const GUARDED = ['/settings/city', '/settings/approvals', '/settings/recovery', '/settings/recovery/approve'];

test('[8(2)②b] who sets offices and services does not by that set what guards the data, approve changes or restore', async () => {
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('sets', '設定係')`);
  await fresh.db.run(
    sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'sets', unnest(ARRAY['settings.manage', 'people.see'])`,
  );
  const sets = await desk.clerk('sato', ['sets'], city.main);
  const admin = await desk.clerk('ide', ['admin'], city.main);
  const page = words(await good(await sets.get('/settings')));
  for (const words of ['交付場所', '計画停止', '文面']) expect(page).toContain(words);
  for (const words of ['市の設定', '市の承認', 'バックアップと復元']) expect(page).not.toContain(words);
  for (const path of GUARDED) expect([(await sets.get(path)).status, (await admin.get(path)).status], path).toEqual([403, 200]);
  expect((await sets.post('/settings/city/desk-second-factor', {})).status).toBe(403);
  expect((await sets.get('/settings/offices')).status).toBe(200);
});
