import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
});
afterAll(() => desk?.close());

test('[8(2)②b] who may see lists and not take them out is offered neither paper nor file, and gets none', async () => {
  await makeCard(fresh.db, { noticeId: 'T1K-000001', name: '取出 花子', officeId: city.main });
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('looks', '閲覧')`);
  await fresh.db.run(
    sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'looks', unnest(ARRAY['people.see', 'audit.see', 'calendar.see'])`,
  );
  const [looks, clerk] = [await desk.clerk('mite', ['looks'], city.main), await desk.clerk('koga', ['counter'], city.main)];
  const list = '/lists/cards?office=&booked=all';
  expect((await good(await clerk.get(list))).html).toContain('name="as" value="csv"');
  const page = await good(await looks.get(list));
  expect(page.html).toContain('T1K-000001');
  expect(page.html).not.toContain('name="as"');
  for (const path of ['/lists/cards/take', '/audit/take']) {
    expect((await looks.post(path, { office: '', as: 'csv' })).status, path).toBe(403);
  }
  // What is no list of the menu, but taken out as one.
  await fresh.db.run(
    sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'looks', unnest(ARRAY['intake.take', 'cards.move', 'settings.manage'])`,
  );
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'preparing', postal_code = '830-0022'`);
  const posting = await good(await looks.get('/cards/posting'));
  expect(posting.html).not.toContain('action="/cards/posting/labels"');
  expect((await good(await clerk.get('/cards/posting'))).html).toContain('action="/cards/posting/labels"');
  expect((await looks.post('/cards/posting/labels', { office: '' })).status).toBe(403);
  for (const path of [
    '/intake/1/rejected.csv',
    '/storage/stocktakes/1/count.pdf',
    '/parcels/1/slip.pdf',
    '/settings/former/1/report.csv',
  ])
    expect((await looks.get(path)).status, path).toBe(403);
  const { right } = await fresh.db.one<{ right: string }>(
    sql`SELECT detail ->> 'right' AS "right" FROM audit.events WHERE act = 'desk.refused' ORDER BY id DESC LIMIT 1`,
  );
  expect(right).toBe('lists.take');
});
