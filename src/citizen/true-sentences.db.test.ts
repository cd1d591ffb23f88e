import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../test/support/browse.ts';
import { expectTo, KEPT, manageSecret, pressBook, travel, walkToHold } from '../../test/support/citizen.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

/** Where one page may have several causes: what it says is so, cause by cause. */

let here: Journey;
beforeAll(async () => {
  here = await openJourney();
});
afterAll(() => here.door.close());

const day = () => Temporal.PlainDate.from(here.city.today).add({ days: 10 }).toString();
test('[8(3)⑬] maintenance that begins at the last press: nothing was booked, and the page says so; who only looks is not told of a press', async () => {
  const me = await here.newcomer();
  await here.hold(me);
  await me.get('/cautions');
  await me.post('/cautions', here.ticks);
  const check = await me.get('/check');
  await here.fresh.db.run(
    sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now(), lib.now() + interval '1 hour', '', current_date)`,
  );
  await expect.poll(async () => (await me.get('/help')).status, KEPT).toBe(503);
  const pressed = await pressBook(me, check);
  expect(pressed.status).toBe(503);
  expect(words(pressed)).toContain('押された操作は、受け付けていません。');
  expect(words(pressed)).toContain('予約は完了していません。');
  expect(words(pressed)).toContain('完了のお知らせのメールが届いている予約は、そのまま残っています。');
  expect(words(await good(await me.get('/help'), 503))).not.toContain('押された操作');
  await here.fresh.db.run(sql`DELETE FROM site.maintenance`);
  await expect.poll(async () => (await me.get('/help')).status, KEPT).toBe(200);
});

test('[8(3)③] asked for more mails than there are: the page does not say that one was sent', async () => {
  const me = await here.newcomer();
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
  const me = await here.newcomer();
  const slot = await slotAt(here.fresh.db, here.city, here.city.main, 10, 20);
  expectTo(await walkToHold(me, day(), slot), '/cautions');
  for (const path of ['/calendar', `/times?office=kitano&day=${day()}`, '/cautions'])
    expect(words(await good(await me.get(path)))).toContain('確保している日時');
  await here.fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE id = ${slot}`);
  for (const path of ['/cautions', '/check'])
    expect((await me.get(path)).location).toBe(`/times?office=honcho&day=${day()}&gone=closed`);
  const times = words(await good(await me.get(`/times?office=honcho&day=${day()}&gone=closed`)));
  expect(times).not.toContain('確保している日時');
  expect(times).toContain('選ばれた時間は、受け付けを終えました。');
});

test('[8(3)⑩b] the page of a cancellation is shown where something was cancelled, and nowhere else', async () => {
  expect((await visitor(here.door.url).get('/cancelled')).location).toBe('/');
  const { me } = await here.booked();
  expect((await me.get('/cancelled')).location).toBe('/continue');
  const cancel = await me.get('/cancel');
  const version = /name="version" value="(\d+)"/u.exec(cancel.html)?.[1] ?? '';
  expectTo(await me.post('/cancel', { version }), '/cancelled');
  expect(heading(await good(await me.get('/cancelled')))).toBe('予約を取り消しました');
});

test('[8(3)④] a link pressed again once it is booked leads to the booking and does not speak of going on with it', async () => {
  const { me, id } = await here.booked();
  const { secret } = await here.fresh.db.one<{ secret: string }>(
    sql`SELECT reservations.new_link(id, NULL, mail) AS secret FROM reservations.visits WHERE reservation_id = ${id}`,
  );
  const page = await good(await me.get(`/links/${secret}`));
  expect(heading(page)).toBe('予約の確認・変更・取り消し');
  expect(words(page)).not.toContain('完了していません');
});

test('[8(3)④] where a visit is over: by time, by 終了する, in another browser, or never begun; each is told what it was', async () => {
  const idle = await here.newcomer();
  await travel(here.fresh.db, 61);
  expect(heading(await good(await idle.get('/calendar'), 410))).toBe('手続きの時間が過ぎました');
  await travel(here.fresh.db, 0);
  const finished = await here.newcomer();
  await finished.get('/calendar');
  await finished.post('/finish', { sure: 'yes' });
  expect(heading(await good(await finished.get('/calendar'), 410))).toBe('手続きは終了しています');
  expect(heading(await good(await visitor(here.door.url).get('/calendar'), 410))).toBe('進めている手続きがありません');
});

test('[8(3)⑩b] a booking that is over says how it may have come to it; one that is only past its deadline or never changed on the web is told apart', async () => {
  const { me, id } = await here.booked();
  const link = await manageSecret(here.fresh.db, id);
  await here.fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = 11 WHERE audience = 'citizen'`);
  const late = words(await me.get('/cancel'));
  await here.fresh.db.run(sql`DELETE FROM calendar.windows WHERE audience = 'citizen'`);
  const never = words(await me.get('/cancel'));
  expect([late.includes('期限を過ぎました。'), late.includes('お電話で承ります。')]).toEqual([true, false]);
  expect([never.includes('期限を過ぎました。'), never.includes('お電話で承ります。')]).toEqual([false, true]);
  await here.fresh.db.run(
    sql`UPDATE reservations.reservations SET state = 'ended', ended_at = lib.now(), end_reason = 'visit' WHERE id = ${id}`,
  );
  const over = await visitor(here.door.url).get(`/reservations/${link}`);
  expect([over.status, heading(over)]).toEqual([410, 'この予約は、終了または取り消し済みです']);
  expect(words(over)).toContain('手続きが終わったか、予約の日が過ぎたか、予約が取り消されています。');
});
