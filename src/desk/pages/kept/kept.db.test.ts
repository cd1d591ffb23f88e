import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let card = 0;
let city: SmallCity;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  card = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main });
  await desk.account('koga', ['counter'], city.main);
  await desk.account('other', ['counter'], city.main);
});
afterAll(() => desk.close());

/** Everyone leaves their seat for an hour. */
const wait = () => fresh.db.run(sql`UPDATE staff.sessions SET seen_at = seen_at - interval '1 hour'`);
const signIn = async (me: Awaited<ReturnType<typeof signedIn>>, login: string, next: string) =>
  me.follow(await me.post('/sign-in', { login, password: PASSWORD, next }));
const nextIn = (html: string) => /name="next" value="([^"]*)"/u.exec(html)?.[1] ?? '';

test('what was typed while the seat was empty is kept, given back after the password, and sent once asked', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  await me.get(`/people/${card}`);
  await wait();
  const asked = await me.post(`/people/${card}/remark`, { from: '', body: '電話で <b>相談</b> あり' });
  expect(asked.status).toBe(401);
  expect(asked.html).toContain('入力した内容は取ってあります');
  const kept = await signIn(me, 'koga', nextIn(asked.html));
  expect(kept.html).toContain('送信されていない入力があります');
  expect(kept.html).toContain('電話で &lt;b>相談&lt;/b> あり');
  expect(await fresh.db.rows(sql`SELECT FROM cards.remarks`)).toHaveLength(0);
  const sent = await me.follow(await me.post(`/people/${card}/remark`, { from: '', body: '電話で <b>相談</b> あり' }));
  expect(sent.html).toContain('相談');
  expect(await fresh.db.rows(sql`SELECT FROM cards.remarks`)).toHaveLength(1);
});

test('another account that sits down there does not see it; a password is never kept', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  await me.get(`/people/${card}`);
  await wait();
  const asked = await me.post(`/people/${card}/remark`, { from: '', body: '秘密の相談' });
  const page = await signIn(me, 'other', nextIn(asked.html));
  expect(page.location ?? page.html).toBe('/today');
  await me.get('/password');
  await wait();
  const password = await me.post('/password', { old: PASSWORD, new: 'another long password', again: 'another long password' });
  expect(password.html).toContain('もう一度行ってください');
  expect(await fresh.db.rows(sql`SELECT FROM staff.kept_forms WHERE fields::text LIKE '%password%'`)).toHaveLength(0);
});

test('[8(2)④a] it says which act, for whom, which day and where, and calls each box by its name; a protected person stays unnamed', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  const slot = await slotAt(fresh.db, city, city.main, 4, 10);
  const page = await me.get(`/booking?card=${card}`);
  const chosen = await me.follow(
    await me.post('/booking', { ...formFields(page, '/booking'), slot: String(slot), act: 'choose' }),
  );
  await wait();
  const asked = await me.post('/booking', { ...formFields(chosen, '/booking'), mail: 'sachiko@example.jp', act: 'confirm' });
  const kept = words(await good(await signIn(me, 'koga', nextIn(asked.html))));
  for (const said of ['電話予約の確定', '田中丸 幸子 様', '10:00、本庁', 'メールアドレス', 'sachiko@example.jp'])
    expect(kept).toContain(said);
  expect(kept).not.toContain(String(slot));
  // Sent then, it books what it says.
  const form = formFields(me.last ?? page, '/booking');
  const booked = await me.post('/booking', form);
  const here = booked.location?.split('?')[0] ?? '';
  expect(here).toMatch(/^\/reservations\//u);
  await me.get(`${here}/cancel`);
  await wait();
  const cancel = await me.post(`${here}/cancel`, { version: '0', why: 'ご本人から電話' });
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  const hidden = words(await signIn(me, 'koga', nextIn(cancel.html)));
  expect(hidden).toContain('予約の取消');
  expect(hidden).not.toMatch(/田中丸|10:00/u);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = false WHERE id = ${card}`);
});
