import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, signedIn } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { openDesk } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import type { SmallCity } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
beforeAll(async () => {
  ({ fresh, desk, city } = await openDesk());
});
afterAll(() => desk.close());

/** What the menu says of 対応が必要. */
const badgeOf = (page: Page): string =>
  words({ ...page, html: /<li class="desk-nav-todo">.*?<\/li>/su.exec(page.html)?.[0] ?? '' });

test('[8(2)②a] where what waits cannot be counted pages go on, and their menu says so instead of that nothing waits', async () => {
  await desk.account('koga', ['counter'], city.main);
  await fresh.db.run(sql`ALTER FUNCTION intake.stuck() RENAME TO stuck_away`);
  const clerk = await signedIn(desk.url, 'koga', PASSWORD);
  expect(badgeOf(await good(await clerk.get('/today')))).toBe('対応が必要－件数を確認できません');
  await fresh.db.run(sql`ALTER FUNCTION intake.stuck_away() RENAME TO stuck`);
  expect(badgeOf(await good(await clerk.get('/today')))).toMatch(/^対応が必要(?:本日中)?(?:\d+件)?$/u);
});
