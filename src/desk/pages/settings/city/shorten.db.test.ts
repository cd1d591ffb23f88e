import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Page, signedIn, type Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../../test/support/html.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { words } from '../../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../../test/support/small-city.ts';
import { shiftTime } from '../../../../../test/support/time.ts';
import { longDate } from '../../../../lib/dates/format.ts';
import { addDays } from '../../../../lib/dates/jst.ts';
import type { Db } from '../../../../lib/db/db.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { KEEPING } from '../../../../site/settings/keeping.ts';
import { SHORTER_AFTER_DAYS } from '../../../../site/shortening.ts';
import { expireAll } from '../../../../worker/expire.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let worker: Db;
let sealer: Db;
let n = 0;

const CARDS = '/settings/city/keep-cards-years';
const DAY = 86_400;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  worker = fresh.as('worker', 2);
  sealer = fresh.as('sealer', 1);
});
beforeEach(async () => {
  await shiftTime(fresh, 0);
  await fresh.db.run(sql`DELETE FROM site.settings`);
  me = await signedIn(desk.url, 'ide', PASSWORD);
});
afterAll(async () => {
  await worker.close();
  await sealer.close();
  await desk.close();
});

/** A card that was closed two years ago. */
async function oldCard(): Promise<number> {
  n += 1;
  const id = await makeCard(fresh.db, { noticeId: `S0R-${100_000 + n}`, name: `人 ${n}`, officeId: city.main });
  await fresh.db.run(sql`
    UPDATE cards.cards SET status = 'handed-over', is_open = false, whereabouts = 'gone', storage_place_id = NULL, status_at = lib.now() - interval '2 years' WHERE id = ${id}`);
  return id;
}
const stands = async (id: number) => (await fresh.db.row(sql`SELECT 1 FROM cards.cards WHERE id = ${id}`)) !== undefined;
const night = () => expireAll(worker, sealer);
const ask = async (path: string, value: string): Promise<Page> =>
  me.post(path, { ...formFields(await me.get(path), path, 'f-value'), value });
const shorten = async (path: string, value: string): Promise<Page> => me.post(path, formFields(await ask(path, value), path));

test('[8(1)⑧] fewer years show what would go and from when; nothing is set until the second press, and a press on other counts is refused', async () => {
  const one = await oldCard();
  const shown = await ask(CARDS, '1');
  expect(shown.status).toBe(200);
  expect(await htmlFaults(shown.html)).toEqual([]);
  const said = words(shown);
  const { before } = await fresh.db.one<{ before: string }>(
    sql`SELECT (lib.day_of(lib.now()) - interval '1 year')::date AS before`,
  );
  expect(said).toContain(`${longDate(before)}より前`);
  expect(said).toContain('1件');
  expect(await fresh.db.row(sql`SELECT 1 FROM site.settings`)).toBeUndefined();
  await oldCard();
  const stale = await me.post(CARDS, formFields(shown, CARDS));
  expect([stale.status, words(stale).includes('件数が変わったため'), words(stale).includes('2件')]).toEqual([409, true, true]);
  expect((await me.post(CARDS, formFields(stale, CARDS))).location).toBe('/settings/city?done=later');
  expect(await stands(one)).toBe(true);
});

test('[8(1)⑧] the night after a slip removes nothing; after the days it removes what was shown', async () => {
  await night();
  const one = await oldCard();
  const shown = await ask(CARDS, '1');
  const count = Number(/(\d+)件/u.exec(words(shown))?.[1]);
  await me.post(CARDS, formFields(shown, CARDS));
  await night();
  expect(await stands(one)).toBe(true);
  const page = await me.get(CARDS);
  expect(words(page)).toContain(`${longDate(addDays(city.today, SHORTER_AFTER_DAYS))}から 1年 になります`);
  expect(words(await me.get('/settings/city'))).toContain(`${SHORTER_AFTER_DAYS}日後から反映されます`);
  expect(words(await me.get('/settings/city'))).toContain(`${longDate(addDays(city.today, SHORTER_AFTER_DAYS))}から 1年`);
  expect(words(await me.get('/settings/keeping'))).toContain(`${longDate(addDays(city.today, SHORTER_AFTER_DAYS))}から 1年`);
  await shiftTime(fresh, 5 * DAY);
  await night();
  expect(await stands(one)).toBe(true);
  await shiftTime(fresh, 8 * DAY);
  const { cards } = await night();
  expect([await stands(one), cards]).toEqual([false, count]);
  expect(
    await fresh.db.row(
      sql`SELECT detail -> 'changes' AS changes FROM audit.events WHERE act = 'site.setting-changed' ORDER BY id DESC LIMIT 1`,
    ),
  ).toEqual({ changes: { next: [null, 1] } });
});

test('[8(1)⑧] made longer again before the day comes, nothing goes', async () => {
  const one = await oldCard();
  await shorten(CARDS, '1');
  const page = await me.get(CARDS);
  expect((await me.post(CARDS, formFields(page, CARDS, 'のまま残す'))).location).toBe('/settings/city?done=changed');
  expect(words(await me.get(CARDS))).not.toContain('になります');
  await shiftTime(fresh, 30 * DAY);
  await night();
  expect(await stands(one)).toBe(true);
});

test('[8(1)⑧] every length of keeping asks before it is shortened and says of what kind how many', async () => {
  for (const [key, { least, unit, usual }] of Object.entries(KEEPING)) {
    const path = `/settings/city/${key}`;
    const shown = await ask(path, String(least));
    expect([key, shown.status, /\d+件/u.test(words(shown))]).toEqual([key, 200, true]);
    expect((await me.post(path, formFields(shown, path))).location, key).toBe('/settings/city?done=later');
    expect(await fresh.db.one(sql`SELECT site.number(${key}) AS value`), `${key} ${unit}`).toEqual({ value: usual });
  }
});
