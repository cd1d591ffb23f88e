import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../../../test/support/desk.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { jobContext } from '../../../../test/support/worker.ts';
import { moveCard } from '../../../cards/custody.ts';
import type { Db } from '../../../lib/db/db.ts';
import { raw, sql } from '../../../lib/db/sql.ts';
import { ROOT } from '../../../lib/root.ts';
import { JOBS } from '../../../worker/jobs.ts';

let fresh: FreshDatabase;
let worker: Db;
let sealer: Db;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let admin: Visitor;
let staffId = 0;
let n = 600_000;

beforeAll(async () => {
  fresh = await freshDatabase();
  worker = fresh.as('worker', 2);
  sealer = fresh.as('sealer', 2);
  city = await buildSmallCity(fresh.db, 50);
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 0`);
  await fresh.db.run(sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.main}, 'A', '1')`);
  desk = await startDesk(fresh);
  staffId = await desk.account('koga', ['counter'], city.main);
  await desk.account('ide', ['admin'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
  admin = await signedIn(desk.url, 'ide', PASSWORD);
});
afterAll(async () => {
  await desk?.close();
  await worker?.close();
  await sealer?.close();
  await fresh?.drop();
});

// Today is shut, whatever hour it is: visits up to the next open day, tomorrow, are looked at.
beforeEach(() => fresh.db.run(sql`UPDATE calendar.days SET open = false WHERE day = ${city.today}::date`));

/** A person who comes tomorrow to an office, with the card on the shelf of the main hall. */
async function coming(name: string, { office = city.main, hidden = false } = {}): Promise<number> {
  const cardId = await makeCard(fresh.db, {
    noticeId: `N2R-${++n}`,
    name,
    birthDate: null,
    officeId: city.main,
    protected: hidden,
    phone: hidden ? '0942308888' : '0942309999',
  });
  await fresh.db.run(sql`UPDATE cards.cards SET storage_place_id = p.id FROM cards.storage_places p WHERE cards.id = ${cardId}`);
  await bookFor(desk.db, { kind: 'staff', staffId }, city, cardId, await slotAt(fresh.db, city, office, 1, 9));
  return cardId;
}
/** As the badge and the alarm lead there: all offices. */
const LIST = '/lists/not-ready';
const job = () => JOBS.ready.run(jobContext(worker, sealer));

test('the alarm stands while somebody’s card is missing, with the list, the number to ring and the next step; found, all are gone', async () => {
  const card = await coming('不足 花子');
  await job();
  expect(words(await admin.get('/alarms'))).toContain('現在、警告はありません。');
  const missing = await moveCard(desk.db, { kind: 'staff', staffId }, { cardId: card, event: 'found-missing', note: '' });
  expect(missing.ok).toBe(true);
  await job();
  const alarms = await good(await admin.get('/alarms'));
  expect(words(alarms)).toContain('カードがそろっていない方がいます');
  expect(alarms.html).toContain('href="/lists/not-ready"');
  expect(words(await clerk.get('/todo'))).toContain('カードがそろっていない来庁');
  const list = await good(await clerk.get(LIST));
  for (const part of ['不足 花子', '0942-30-9999', '所在確認中', 'カードを探す', '本庁', '1件'])
    expect(words(list)).toContain(part);
  expect(list.html).toContain(`href="/people/${card}"`);
  const today = words(await good(await clerk.get('/today?office=honcho')));
  expect(today).toContain('カードがそろっていない来庁　1人');
  expect(today).toContain('来庁前に 0942-30-9999 へ連絡');
  const found = await moveCard(desk.db, { kind: 'staff', staffId }, { cardId: card, event: 'counted' });
  expect(found.ok).toBe(true);
  expect(words(await clerk.get(LIST))).toContain('カードがそろっていない来庁は、ありません。');
  expect(words(await clerk.get('/today?office=honcho'))).not.toContain('カードがそろっていない来庁');
  await job();
  expect(words(await admin.get('/alarms'))).toContain('現在、警告はありません。');
});

test('each row leads to where its next step is done', async () => {
  const far = await coming('遠方 一郎', { office: city.branch });
  const away = await coming('回送 二郎', { office: city.branch });
  const held = await coming('保留 三郎');
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'transit' WHERE id = ${away}`);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE id = ${held}`);
  const { html } = await good(await clerk.get(LIST));
  expect(html).toContain('href="/scan/send?office=honcho&amp;to=kitano"');
  expect(html).toContain('href="/scan/receive?office=kitano"');
  expect(html).toContain(`href="/people/${held}/status"`);
  expect(words(await clerk.get('/lists/not-ready?office=kitano'))).not.toContain('保留 三郎');
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf', office_id = ${city.branch} WHERE id IN (${far}, ${away})`);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'booked' WHERE id = ${held}`);
});

test('支援措置: neither name nor number nor hour of who comes to who may not see them; that somebody must be asked is said', async () => {
  const card = await coming('秘匿 花子', { hidden: true });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${card}`);
  for (const path of [LIST, '/today?office=honcho']) {
    const page = words(await good(await clerk.get(path)));
    expect(page).not.toContain('秘匿');
    expect(page).not.toContain('0942-30-8888');
  }
  expect(words(await clerk.get(LIST))).toContain('支援措置の方が1人います');
  expect((await clerk.post('/lists/not-ready/take', { office: '', as: 'csv' })).html).not.toContain('秘匿');
  expect(words(await admin.get(LIST))).toContain('秘匿 花子');
});

test('who chose the record of the calls before its note had a column goes on seeing the note, behind it; other choices stay as they are', async () => {
  const chosen = { 1: ['day', 'call', 'why'], 2: ['call'], 3: ['day'], 4: ['callNote', 'call'] };
  for (const [staff, columns] of Object.entries(chosen))
    await fresh.db.run(
      sql`INSERT INTO lists.columns (staff_id, list, columns) VALUES (${Number(staff) + 1000}, 'not-ready', ${columns})`,
    );
  await fresh.db.run(sql`INSERT INTO lists.columns (staff_id, list, columns) VALUES (1001, 'visits', ARRAY['call'])`);
  await fresh.db.run(
    sql`INSERT INTO lists.city_columns (list, columns, set_at) VALUES ('not-ready', ARRAY['name', 'call'], lib.now())`,
  );
  for (const name of ['1043-call-note-column', '1044-call-note-city-column'])
    await fresh.db.run(raw(readFileSync(join(ROOT, `migrations/${name}.sql`), 'utf8')));
  const after = await fresh.db.rows<{ columns: string[] }>(
    sql`SELECT columns FROM lists.columns WHERE staff_id > 1000 ORDER BY list, staff_id`,
  );
  expect(after.map(({ columns }) => columns)).toEqual([
    ['day', 'call', 'callNote', 'why'],
    ['call', 'callNote'],
    ['day'],
    ['callNote', 'call'],
    ['call'],
  ]);
  const city = await fresh.db.rows(sql`SELECT columns FROM lists.city_columns`);
  expect(city).toEqual([{ columns: ['name', 'call', 'callNote'] }]);
  await fresh.db.run(sql`DELETE FROM lists.city_columns`);
});
