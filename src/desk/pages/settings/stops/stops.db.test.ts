import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import { KEPT } from '../../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../../test/support/small-city.ts';
import { type CaughtMail, startSmtp, type TestSmtp } from '../../../../../test/support/smtp.ts';
import { startWorker, type TestWorker } from '../../../../../test/support/worker.ts';
import { addDays } from '../../../../lib/dates/jst.ts';
import { sql } from '../../../../lib/db/sql.ts';

/** A planned stop, and what the city is told of it. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let smtp: TestSmtp;
let worker: TestWorker;
beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'ide', ['admin']));
  smtp = await startSmtp();
  worker = await startWorker(fresh, smtp.url);
});
afterAll(async () => {
  await worker.close();
  await smtp.close();
  await desk.close();
});

const LIST = '/settings/maintenance';
const stopOn = (days: number) => ({
  'starts-day': addDays(city.today, days),
  'starts-time': '22:00',
  'ends-day': addDays(city.today, days),
  'ends-time': '24:00',
  reason: '年に一度の点検のため',
});
const send = async (path: string, changes: Record<string, string>) =>
  me.post(path, { ...formFields(await good(await me.get(path)), path), ...changes });
const listed = async () => words(await good(await me.get(LIST)));
const named = (subject: string) => (mail: CaughtMail) => mail.parsed.subject?.startsWith(subject) ?? false;
const stopId = async () => (await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM site.maintenance`)).id;

test('[8(1)⑦b] where the city set no address nothing is mailed, and the page says so; what would have been told is kept', async () => {
  expect(await listed()).toContain('市の連絡先のメールアドレスが登録されていないため');
  expect((await send(LIST, stopOn(40))).location).toBe(`${LIST}?done=planned`);
  expect(await listed()).toContain('予定：市の連絡先が登録されていないため、送っていません');
  expect(await fresh.db.rows(sql`SELECT what, mails FROM running.stop_notices`)).toEqual([{ what: 'planned', mails: [] }]);
  expect(await fresh.db.rows(sql`SELECT FROM outbox.mails`)).toEqual([]);
});

test('[8(1)⑦b] each address of the city gets a mail when a stop is planned, changed and called off, with its times and reason; when it left is kept though the mail itself is removed', async () => {
  await fresh.db.run(sql`UPDATE running.contacts SET mails = '{jimu@city.example.jp,kacho@city.example.jp}'`);
  expect(await listed()).toContain('jimu@city.example.jp、kacho@city.example.jp');
  expect((await send(LIST, stopOn(20))).location).toBe(`${LIST}?done=planned`);
  const planned = await smtp.next(named('【計画停止の予定のお知らせ】'));
  await smtp.next((mail) => named('【計画停止の予定')(mail) && mail.to.join() !== planned.to.join());
  expect(planned.parsed.text).toMatch(
    /開始：.* 22:00\n終了：.* 0:00\n理由：年に一度の点検のため\n市への提示日：.*（開始の20日前）/u,
  );
  const path = `${LIST}/${await stopId()}`;
  // Nothing changed: nothing is told.
  expect((await send(path, {})).location).toBe(`${LIST}?done=same`);
  const stale = formFields(await good(await me.get(path)), path);
  expect((await send(path, { 'ends-time': '23:00', reason: '部品の交換のため' })).location).toBe(`${LIST}?done=changed-coming`);
  expect(words(await me.get(`${LIST}?done=changed-coming`))).toContain('始まる2週間前から、変更した内容が');
  expect((await me.post(path, { ...stale, reason: '古い画面から' })).status).toBe(409);
  const changed = await smtp.next(named('【計画停止の変更のお知らせ】'));
  expect(changed.parsed.text).toMatch(/終了：.* 23:00\n理由：部品の交換のため.*■ 変更前.*理由：年に一度の点検のため/su);
  // Not into the time of another; not into the past.
  expect(wrongBoxes(await send(path, stopOn(40)))).toEqual(['starts-day']);
  expect(wrongBoxes(await send(path, { ...stopOn(-2), presented: addDays(city.today, -30) }))).toEqual(['ends-day']);
  expect(words(await me.get(`${path}/cancel`))).toContain('jimu@city.example.jp');
  expect((await me.post(`${path}/cancel`, {})).location).toBe(`${LIST}?done=cancelled`);
  // Pressed again on the page of before: nothing happens, and that is what is said.
  expect(words(await good(await me.get((await me.post(`${path}/cancel`, {})).location ?? '')))).toContain(
    '取りやめられていました',
  );
  await smtp.next(named('【計画停止の取りやめのお知らせ】'));
  expect((await me.get(path)).status).toBe(404);
  const told = () => fresh.db.rows(sql`SELECT what FROM running.stop_notices WHERE sent_at IS NOT NULL ORDER BY id`);
  await expect.poll(told, KEPT).toEqual([{ what: 'planned' }, { what: 'changed' }, { what: 'cancelled' }]);
  await fresh.db.run(sql`DELETE FROM outbox.mails`);
  const list = await listed();
  for (const what of ['予定', '変更', '取りやめ'])
    expect(list).toMatch(new RegExp(`${what}：令和[^：]* \\d+:\\d\\dに送信済`, 'u'));
  const lines = await fresh.db.rows<{ act: string }>(sql`SELECT act FROM audit.events WHERE act LIKE 'site.stop-%' ORDER BY id`);
  expect(lines.map(({ act }) => act)).toEqual([
    'site.stop-planned',
    'site.stop-planned',
    'site.stop-changed',
    'site.stop-cancelled',
  ]);
});

test('[8(1)⑦b] another time is shown to the city anew: the day of the old one does not stand for it, nor does a reason go unasked; made shorter it was shown already', async () => {
  await fresh.db.run(sql`UPDATE site.maintenance SET cancelled_at = lib.now() WHERE cancelled_at IS NULL`);
  await fresh.db.run(sql`UPDATE running.contacts SET mails = '{}'`);
  const long = addDays(city.today, -30);
  expect((await send(LIST, { ...stopOn(25), presented: long })).location).toBe(`${LIST}?done=planned`);
  const path = `${LIST}/${await stopId()}`;
  const kept = () =>
    fresh.db.one<{ presented: string; short: string | null }>(
      sql`SELECT presented_on AS presented, short_notice AS short FROM site.maintenance WHERE id = ${Number(path.split('/').at(-1))}`,
    );
  // Shorter at both ends, and its reason: inside what was shown.
  expect((await send(path, { ...stopOn(25), 'starts-time': '22:30', 'ends-time': '23:30' })).location).toBe(
    `${LIST}?done=changed-coming`,
  );
  expect((await send(path, { reason: '部品の交換のため' })).location).toBe(`${LIST}?done=changed-coming`);
  expect(await kept()).toEqual({ presented: long, short: null });
  // Later by a day: today, in time.
  expect((await send(path, { 'starts-day': addDays(city.today, 26), 'ends-day': addDays(city.today, 26) })).location).toBe(
    `${LIST}?done=changed-coming`,
  );
  expect(await kept()).toEqual({ presented: city.today, short: null });
  expect(await listed()).not.toContain('掲載しました');
  // A day on which the old time was shown, or before, is none of the new one; one after it is what the clerk says.
  await fresh.db.run(sql`UPDATE site.maintenance SET presented_on = ${long}::date WHERE cancelled_at IS NULL`);
  const later = { 'starts-day': addDays(city.today, 27), 'ends-day': addDays(city.today, 27) };
  expect(wrongBoxes(await send(path, { ...later, presented: addDays(long, -1) }))).toEqual(['presented']);
  expect((await send(path, { ...later, presented: addDays(city.today, -1) })).location).toBe(`${LIST}?done=changed-coming`);
  expect(await kept()).toEqual({ presented: addDays(city.today, -1), short: null });
  // Into the next days: why is asked, and the site tells of it at once.
  const soon = { 'starts-day': addDays(city.today, 3), 'ends-day': addDays(city.today, 3) };
  const asked = await send(path, soon);
  expect(wrongBoxes(asked)).toEqual(['short']);
  expect(words(asked)).toContain('新しい日時の市への提示日（本日）から開始まで3日で、14日ありません');
  const moved = await me.follow(await send(path, { ...soon, short: '故障の前触れがあったため' }));
  expect(words(moved)).toContain('計画停止を変更しました。2週間前の案内に間に合わないため、すぐに予約サイトへ掲載しました');
  expect(words(moved)).toContain('2週間未満（3日前）：故障の前触れがあったため');
  expect(await kept()).toEqual({ presented: city.today, short: '故障の前触れがあったため' });
});

test('[8(1)⑦b] an address reads no older notice of a stop after a newer one, and at what time each was so', async () => {
  await fresh.db.run(sql`UPDATE site.maintenance SET cancelled_at = lib.now() WHERE cancelled_at IS NULL`);
  await fresh.db.run(sql`UPDATE running.contacts SET mails = '{late@city.example.jp}'`);
  await worker.close();
  expect((await send(LIST, stopOn(33))).location).toBe(`${LIST}?done=planned`);
  const path = `${LIST}/${await stopId()}`;
  expect((await me.post(`${path}/cancel`, {})).location).toBe(`${LIST}?done=cancelled`);
  // The newer one waits still, and the older one will not be sent: nothing of it was given up.
  expect(await listed()).toContain('予定：次のお知らせに代えて、送信していません');
  // As after a fault of the mail server: the older one would be tried first no more.
  await fresh.db.run(
    sql`UPDATE outbox.mails SET next_at = next_at + interval '1 second' WHERE id = (SELECT min(id) FROM outbox.mails WHERE kind = 'stop-notice' AND state = 'waiting')`,
  );
  worker = await startWorker(fresh, smtp.url);
  const mail = await smtp.next((one) => one.to.includes('late@city.example.jp'));
  expect(mail.parsed.subject).toContain('計画停止の取りやめ');
  expect(mail.parsed.text).toMatch(/令和\d+年\d+月\d+日 \d+:\d\d 現在/u);
  const last = () =>
    fresh.db.rows(sql`SELECT state, last_error FROM outbox.mails WHERE kind = 'stop-notice' ORDER BY id DESC LIMIT 2`);
  await expect.poll(last, KEPT).toEqual([
    { state: 'sent', last_error: null },
    { state: 'dropped', last_error: 'newer-mail' },
  ]);
  expect(await listed()).toContain('予定：次のお知らせに代えて、送信していません');
});

test('[8(1)⑦b] what was told can be changed by nobody at the desk', async () => {
  await expect(desk.db.run(sql`UPDATE running.stop_notices SET at = now()`)).rejects.toThrow();
  await expect(desk.db.run(sql`DELETE FROM running.stop_notices`)).rejects.toThrow();
});
