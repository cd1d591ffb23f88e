import { afterAll, beforeAll, expect, test } from 'vitest';
import { features } from '../src/desk/app.tsx';
import { sql } from '../src/lib/db/sql.ts';
import { LISTS } from '../src/lists/all.ts';
import { RIGHTS } from '../src/staff/rights.ts';
import { signedIn, type Visitor } from './support/browse.ts';
import type { FreshDatabase } from './support/database.ts';
import { demoDatabase } from './support/demo.ts';
import { PASSWORD, startDesk, type TestDesk } from './support/desk.ts';
import { unrandom, words } from './support/pages.ts';

/**
 * 支援措置 behind figures, signs and orders: in a made-up city everybody is protected, and what a figure could count of their cards and visits is
 * made otherwise and put back. A page of the desk that says something else meanwhile, to who may not see them, told of them.
 */
let fresh: FreshDatabase;
let desk: TestDesk;
let blind: Visitor;

beforeAll(async () => {
  fresh = await demoDatabase();
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true`);
  desk = await startDesk(fresh);
  const rights = Object.keys(RIGHTS).filter((right) => right !== 'cards.protected');
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('blind', '支援措置以外のすべて')`);
  await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'blind', unnest(${rights}::text[])`);
  const { office } = await fresh.db.one<{ office: number }>(
    sql`SELECT id AS office FROM offices.offices ORDER BY position LIMIT 1`,
  );
  await desk.account('blind', ['blind'], office);
  blind = await signedIn(desk.url, 'blind', PASSWORD);
});
afterAll(async () => {
  await desk?.close();
  await fresh?.drop();
});

/** Makes the cards of the next days' visits missing, expired, at another office and of children, and their visits without a mail. Returns how it is put back. */
async function otherwise(): Promise<() => Promise<unknown>> {
  await fresh.db.pool.query(`
    CREATE TABLE public.was AS SELECT id, whereabouts, expires_on, birth_date, office_id FROM cards.cards
      WHERE id IN (SELECT m.card_id FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id WHERE r.state IN ('booked', 'ended'));
    CREATE TABLE public.mailed AS SELECT id, mail FROM reservations.reservations WHERE mail IS NOT NULL;
    UPDATE cards.cards c SET whereabouts = 'missing', expires_on = lib.day_of(lib.now()) - 1, birth_date = lib.day_of(lib.now()) - 3000,
      office_id = (SELECT max(id) FROM offices.offices WHERE id <> c.office_id) FROM public.was w WHERE w.id = c.id;
    UPDATE reservations.reservations SET mail = NULL`);
  return () =>
    fresh.db.pool.query(`
      UPDATE cards.cards c SET whereabouts = w.whereabouts, expires_on = w.expires_on, birth_date = w.birth_date, office_id = w.office_id FROM public.was w WHERE w.id = c.id;
      UPDATE reservations.reservations r SET mail = w.mail FROM public.mailed w WHERE w.id = r.id;
      DROP TABLE public.was, public.mailed`);
}

/** Where a card lies for who takes it from its place, whoever's it is: a thing without a name; 対応が必要 counts these too. */
const THINGS = [/^\/storage/u, /^\/scan/u, /^\/parcels/u, /^\/todo/u, /^\/lists\/(?:pull|transfer|card-tasks)\b/u];

/** The menu's pages, the lists, and the boards of the days with the most visits. */
async function addresses(): Promise<string[]> {
  const days = await fresh.db.rows<{ office: string; day: string }>(sql`
    SELECT o.code AS office, s.day FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
    WHERE r.state IN ('booked', 'ended') AND s.day BETWEEN lib.day_of(lib.now()) - 7 AND lib.day_of(lib.now()) + 7
    GROUP BY o.code, s.day ORDER BY count(*) DESC, 1, 2 LIMIT 6`);
  const boards = days.flatMap(({ office, day }) => [
    `/today?office=${office}&day=${day}&all=1`,
    `/day-end?office=${office}&day=${day}`,
  ]);
  const menu = features.flatMap(({ menu = [] }) => menu).map(({ href }) => href);
  const all = [...boards, ...menu, ...LISTS.map(({ code }) => `/lists/${code}?every=yes`)];
  return [...new Set(all)].filter((address) => !THINGS.some((one) => one.test(address)));
}

/** What a page says and how it marks it; how many a list leaves out is said by its filter, of whoever they are. */
async function saysOf(address: string): Promise<string> {
  const page = await blind.get(address);
  const html = page.html.slice(page.html.indexOf('<main')).replace(LEFT_OUT, '');
  const marks = [...html.matchAll(/ class="([^"]*)"/gu)].map(([, name]) => name).join(' ');
  // The second at which it was read is another each time, and so may be the minute.
  return unrandom(`${words({ ...page, html })} ${marks}`).replace(/現在 \d{1,2}:\d\d|\d{1,2}:\d\d:\d\d/gu, '');
}
const LEFT_OUT = /<p class="soft">\s*支援措置の方が.*?<\/p>/gsu;

/** Where two texts first differ. */
function differs(one: string, other: string): string {
  const at = [...one].findIndex((sign, i) => sign !== other[i]);
  const near = (text: string) => text.slice(Math.max(0, at - 60), at + 160).replaceAll(/\s+/gu, ' ');
  return `…${near(one)}… was …${near(other)}…`;
}

test('[8(2)②b] who may not see a protected person reads the same on every page, however their card and visit stand', async () => {
  const asked = await addresses();
  const before = new Map<string, string>();
  for (const address of asked) before.set(address, await saysOf(address));
  const back = await otherwise();
  const during = new Map<string, string>();
  for (const address of asked) during.set(address, await saysOf(address));
  await back();
  const told: string[] = [];
  const moving: string[] = [];
  for (const address of asked) {
    const [then, now] = [before.get(address) ?? '', during.get(address) ?? ''];
    if (then === now) continue;
    // What says something else also when all is as it was only tells that time passed, or what was looked at.
    const again = await saysOf(address);
    if (then === again) told.push(`${address}: ${differs(then, now)}`);
    else moving.push(`${address}: ${differs(then, again)}`);
  }
  expect(told).toEqual([]);
  // Control: the boards are not among those.
  expect(moving.filter((address) => address.startsWith('/today'))).toEqual([]);
  expect(
    [...before].filter(([address, said]) => address.startsWith('/today') && said.includes('表示を制限している方')).length,
  ).toBeGreaterThan(2);
}, 600_000);
