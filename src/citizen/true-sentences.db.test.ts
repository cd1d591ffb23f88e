import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import {
  addCautions,
  expectTo,
  KEPT,
  manageSecret,
  nextMail,
  pressBook,
  type TestCitizenDoor,
  travel,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

/** Where one page may have several causes: what it says is so, cause by cause. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(50));
  cautions = await addCautions(fresh.db, city.service);
});
afterAll(() => door.close());

let made = 0;
async function newcomer(mail = nextMail()): Promise<Visitor> {
  made += 1;
  const notice = `S1S-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: notice, name: `人 ${made}`, officeId: city.main });
  return walkToCalendar(door, fresh.db, notice, visitor(door.url), mail);
}
const day = () => Temporal.PlainDate.from(city.today).add({ days: 10 }).toString();
const ticks = () => Object.fromEntries(cautions.map((name) => [name, 'yes']));
async function newest(): Promise<string> {
  return (await fresh.db.one<{ id: string }>(sql`SELECT id FROM reservations.reservations ORDER BY created_at DESC LIMIT 1`)).id;
}
async function booked(): Promise<{ me: Visitor; id: string }> {
  const me = await newcomer();
  expectTo(await walkToHold(me, day(), await slotAt(fresh.db, city, city.main, 10, 9)), '/cautions');
  expectTo(await walkToBooked(me, cautions), '/reservation');
  return { me, id: await newest() };
}

test('[8(3)⑬] maintenance that begins at the last press: nothing was booked, and the page says so; who only looks is not told of a press', async () => {
  const me = await newcomer();
  expectTo(await walkToHold(me, day(), await slotAt(fresh.db, city, city.main, 10, 9)), '/cautions');
  await me.get('/cautions');
  await me.post('/cautions', ticks());
  const check = await me.get('/check');
  await fresh.db.run(
    sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now(), lib.now() + interval '1 hour', '', current_date)`,
  );
  await expect.poll(async () => (await me.get('/help')).status, KEPT).toBe(503);
  const pressed = await pressBook(me, check);
  expect(pressed.status).toBe(503);
  expect(words(pressed)).toContain('押された操作は、受け付けていません。');
  expect(words(pressed)).toContain('予約は完了していません。');
  expect(words(pressed)).toContain('完了のお知らせのメールが届いている予約は、そのまま残っています。');
  expect(words(await good(await me.get('/help'), 503))).not.toContain('押された操作');
  await fresh.db.run(sql`DELETE FROM site.maintenance`);
  await expect.poll(async () => (await me.get('/help')).status, KEPT).toBe(200);
});

test('[8(3)③] asked for more mails than there are: the page does not say that one was sent', async () => {
  const me = await newcomer();
  await me.get('/mail/sent');
  for (let turn = 0; turn < 6; turn += 1) await me.post('/mail/again', {});
  const page = await good(await me.get('/mail/sent?told=too-many'));
  expect(heading(page)).toBe('メールは、これ以上お送りできません');
  expect(words(page)).not.toContain('メールをお送りしました');
  expect(words(page)).not.toContain('メールを再送する');
  const sent = await good(await me.get('/mail/sent?told=again'));
  expect(heading(sent)).toBe('メールをお送りしました');
});

test('[8(3)⑤a] while another time is chosen, the one that is held is called so; one that was shut is not shown as theirs', async () => {
  const me = await newcomer();
  const slot = await slotAt(fresh.db, city, city.main, 10, 20);
  expectTo(await walkToHold(me, day(), slot), '/cautions');
  for (const path of ['/calendar', `/times?office=kitano&day=${day()}`, '/cautions'])
    expect(words(await good(await me.get(path)))).toContain('確保している日時');
  await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE id = ${slot}`);
  for (const path of ['/cautions', '/check'])
    expect((await me.get(path)).location).toBe(`/times?office=honcho&day=${day()}&gone=closed`);
  const times = words(await good(await me.get(`/times?office=honcho&day=${day()}&gone=closed`)));
  expect(times).not.toContain('確保している日時');
  expect(times).toContain('選ばれた時間は、受け付けを終えました。');
});

test('[8(3)⑩b] the page of a cancellation is shown where something was cancelled, and nowhere else', async () => {
  expect((await visitor(door.url).get('/cancelled')).location).toBe('/');
  const { me } = await booked();
  expect((await me.get('/cancelled')).location).toBe('/continue');
  const cancel = await me.get('/cancel');
  const version = /name="version" value="(\d+)"/u.exec(cancel.html)?.[1] ?? '';
  expectTo(await me.post('/cancel', { version }), '/cancelled');
  expect(heading(await good(await me.get('/cancelled')))).toBe('予約を取り消しました');
});

test('[8(3)④] a link pressed again once it is booked leads to the booking and does not speak of going on with it', async () => {
  const { me } = await booked();
  const { secret } = await fresh.db.one<{ secret: string }>(
    sql`SELECT reservations.new_link(id, NULL, mail) AS secret FROM reservations.visits WHERE reservation_id = ${await newest()}`,
  );
  const page = await good(await me.get(`/links/${secret}`));
  expect(heading(page)).toBe('予約の確認・変更・取り消し');
  expect(words(page)).not.toContain('完了していません');
});

test('[8(3)④] where a visit is over: by time, by 終了する, in another browser, or never begun; each is told what it was', async () => {
  const idle = await newcomer();
  await travel(fresh.db, 61);
  expect(heading(await good(await idle.get('/calendar'), 410))).toBe('手続きの時間が過ぎました');
  await travel(fresh.db, 0);
  const finished = await newcomer();
  await finished.get('/calendar');
  await finished.post('/finish', {});
  expect(heading(await good(await finished.get('/calendar'), 410))).toBe('手続きは終了しています');
  expect(heading(await good(await visitor(door.url).get('/calendar'), 410))).toBe('進めている手続きがありません');
});

test('[8(3)⑩b] a booking that is over says how it may have come to it; one that is only past its deadline or never changed on the web is told apart', async () => {
  const { me, id } = await booked();
  const link = await manageSecret(fresh.db, id);
  await fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = 11 WHERE audience = 'citizen'`);
  const late = words(await me.get('/cancel'));
  await fresh.db.run(sql`DELETE FROM calendar.windows WHERE audience = 'citizen'`);
  const never = words(await me.get('/cancel'));
  expect([late.includes('期限を過ぎました。'), late.includes('お電話で承ります。')]).toEqual([true, false]);
  expect([never.includes('期限を過ぎました。'), never.includes('お電話で承ります。')]).toEqual([false, true]);
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET state = 'ended', ended_at = lib.now(), end_reason = 'visit' WHERE id = ${id}`,
  );
  const over = await visitor(door.url).get(`/reservations/${link}`);
  expect([over.status, heading(over)]).toEqual([410, 'この予約は、終了または取り消し済みです']);
  expect(words(over)).toContain('手続きが終わったか、予約の日が過ぎたか、予約が取り消されています。');
});
