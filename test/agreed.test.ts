import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../src/lib/dates/jst.ts';
import { sql } from '../src/lib/db/sql.ts';
import { agreedFor } from '../src/reservations/agreed.ts';
import type { Visitor } from './support/browse.ts';
import { expectTo, formValue, pressBook, type TestCitizenDoor, walkToCalendar, walkToHold } from './support/citizen.ts';
import type { FreshDatabase } from './support/database.ts';
import { formFields } from './support/forms.ts';
import { openBothDoors } from './support/open.ts';
import { good, words } from './support/pages.ts';
import { makeCard, type SmallCity, slotAt } from './support/small-city.ts';
import { boxes, ticking } from './support/ticks.ts';

/** Which text of a caution was agreed to, from the citizen's page to the desk's (§8(3)⑨). */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let close: () => Promise<void>;
let admin: Visitor;
let caution: number;
let hour = 7;
let made = 0;
const DAY_ON = 8;

beforeAll(async () => {
  ({ fresh, city, door, clerk: admin, close } = await openBothDoors(5, 'ide', ['admin']));
  ({ id: caution } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO services.cautions (service_id, concerns, body) VALUES (${city.service}, 'すべての方', '古い文です。') RETURNING id`,
  ));
});
afterAll(() => close());

/** Somebody who holds a place of an hour of their own. */
async function holds(): Promise<Visitor> {
  made += 1;
  hour += 1;
  const notice = `AGR-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: notice, officeId: city.main, name: `人 ${made}` });
  const me = await walkToCalendar(door, fresh.db, notice);
  await walkToHold(me, addDays(city.today, DAY_ON), await slotAt(fresh.db, city, city.main, DAY_ON, hour));
  return me;
}

/** A clerk writes another text at the desk. */
async function rewrites(body: string): Promise<void> {
  const path = `/settings/cautions/${caution}`;
  const page = await good(await admin.get(path));
  expect((await admin.post(path, { ...formFields(page, path), body, preview: 'sure' })).status).toBe(303);
}

const newest = () =>
  fresh.db.one<{ id: string; state: string }>(
    sql`SELECT r.id, r.state FROM reservations.reservations r ORDER BY r.created_at DESC LIMIT 1`,
  );

test('[8(3)⑨a] what was agreed to is kept with the booking as it read, and the desk shows text, time and language', async () => {
  const me = await holds();
  const page = await good(await me.get('/cautions'));
  expectTo(await me.post('/cautions', ticking(page)), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  await rewrites('新しい文です。');
  // The visit goes after its days; what was agreed to does not.
  await fresh.db.run(sql`DELETE FROM reservations.visits`);
  const { id } = await newest();
  const shown = words(await good(await admin.get(`/reservations/${id}`)));
  for (const said of ['ご本人が確かめた注意', '古い文です。', '第1版（現在は別の文、または非表示です）', '日本語', '予約のとき'])
    expect(shown).toContain(said);
  expect(shown).not.toContain('新しい文です。');
  const { detail } = await fresh.db.one<{ detail: unknown }>(
    sql`SELECT detail FROM audit.events WHERE act = 'citizen.agreed' AND reservation_id = ${id}::uuid`,
  );
  expect(detail).toEqual({ cautions: [`${caution}-1`], language: 'ja' });
});

test('[8(3)⑨a] a text changed between the tick and the press is not booked on: the page says which, the rest stays ticked', async () => {
  const { id: other } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO services.cautions (service_id, concerns, body, position) VALUES (${city.service}, 'すべての方', 'はがきをお持ちください。', 5) RETURNING id`,
  );
  const me = await holds();
  const page = await good(await me.get('/cautions'));
  expectTo(await me.post('/cautions', ticking(page)), '/check');
  const check = await good(await me.get('/check'));
  await rewrites('もっと新しい文です。');
  expectTo(await pressBook(me, check), '/cautions');
  expect((await newest()).state).toBe('held');
  const again = await good(await me.get('/cautions'));
  for (const said of ['お願いの内容が変わりました', 'もっと新しい文です。', '内容が変わりました'])
    expect(words(again)).toContain(said);
  const box = (name: string) => new RegExp(`<input[^>]*name="${name}"[^>]*>`, 'u').exec(again.html)?.[0] ?? '';
  expect(box(`caution_${other}`)).toContain('checked');
  const changed = boxes(again).find((name) => name.startsWith(`caution_${caution}_`)) ?? '';
  expect(box(changed)).not.toContain('checked');
  // A page that was open with the text of before ticks that text, not this one.
  const stale = await me.post('/cautions', { ...ticking(page) });
  expect([stale.status, words(stale).includes('お願いの内容が変わりました')]).toEqual([422, true]);
  expectTo(await me.post('/cautions', ticking(again)), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  expect(words(await good(await admin.get(`/reservations/${(await newest()).id}`)))).toContain('もっと新しい文です。');
  await fresh.db.run(sql`UPDATE services.cautions SET retired_at = lib.now() WHERE id = ${other}`);
});

test('[8(3)⑨a] read in another language: kept as it was said', async () => {
  const source = (await fresh.db.one<{ body: string }>(sql`SELECT body FROM services.cautions WHERE id = ${caution}`)).body;
  await fresh.db.run(sql`INSERT INTO site.translations VALUES (${source}, 'en', 'Come yourself, please.', lib.now())`);
  const me = await holds();
  const page = await good(await me.get('/en/cautions'));
  expectTo(await me.post('/en/cautions', ticking(page)), '/en/check');
  const check = await good(await me.get('/en/check'));
  await me.post('/en/check', { id: formValue(check, 'id'), version: formValue(check, 'version') });
  const shown = words(await good(await admin.get(`/reservations/${(await newest()).id}`)));
  for (const said of ['Come yourself, please.', '英語']) expect(shown).toContain(said);
});

test('[8(3)⑨a] a process of the release before ticks by caution alone, and writes texts in place: both are kept as versions', async () => {
  const me = await holds();
  await fresh.db.run(sql`UPDATE services.cautions SET body = '以前の版の画面から書いた文です。' WHERE id = ${caution}`);
  await fresh.db.run(
    sql`SELECT citizen.accept_cautions((SELECT cookie_hash FROM reservations.visits ORDER BY created_at DESC LIMIT 1), ${[caution]}::integer[])`,
  );
  // This release asks for what to bring besides.
  const page = await good(await me.get('/cautions'));
  expect(page.html).toMatch(new RegExp(`name="caution_${caution}_\\d+"[^>]*checked`, 'u'));
  expectTo(await me.post('/cautions', ticking(page)), '/check');
  expectTo(await pressBook(me, await good(await me.get('/check'))), '/reservation');
  expect(words(await good(await admin.get(`/reservations/${(await newest()).id}`)))).toContain(
    '以前の版の画面から書いた文です。',
  );
});

test('[8(3)⑨a] no role can change what a caution said, or what was agreed to', async () => {
  for (const table of ['services.caution_versions', 'reservations.agreed'])
    for (const right of ['INSERT', 'UPDATE', 'DELETE'])
      for (const role of ['madoguchi_desk', 'madoguchi_worker', 'madoguchi_citizen'])
        expect([
          table,
          right,
          role,
          (await fresh.db.one<{ may: boolean }>(sql`SELECT has_table_privilege(${role}, ${table}, ${right}) AS may`)).may,
        ]).toEqual([table, right, role, false]);
});

test('[8(3)⑨a] a booking without any record says so', async () => {
  await fresh.db.run(sql`DELETE FROM reservations.agreed`);
  expect(words(await good(await admin.get(`/reservations/${(await newest()).id}`)))).toContain(
    '記録を始める前の予約には、記録がありません',
  );
});

test('[8(1)⑧] what was agreed to goes with its booking, and not before', async () => {
  const { id } = await newest();
  await fresh.db.run(sql`INSERT INTO reservations.agreed VALUES (${id}::uuid, ${caution}, 1, 'booked', lib.now(), 'ja', NULL)`);
  await fresh.db.run(sql`SELECT reservations.expire()`);
  expect(await agreedFor(fresh.db, id)).toHaveLength(1);
  await expect(
    fresh.db.transaction(async (tx) => {
      await tx.run(sql`SELECT FROM reservations.remove_past(ARRAY[${id}]::uuid[])`);
      expect(await agreedFor(tx, id)).toEqual([]);
      throw new Error('taken back');
    }),
  ).rejects.toThrow('taken back');
});
