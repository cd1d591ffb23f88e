import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Page, visitor } from '../../test/support/browse.ts';
import { readCalendar } from '../../test/support/calendar-file.ts';
import {
  addCautions,
  BIRTHDAY,
  formValue,
  KEPT,
  linkSecret,
  manageSecret,
  pressBook,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, heading, unrandom, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { shortDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];

beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor());
  cautions = await addCautions(fresh.db, city.service);
});
afterAll(() => door.close());

describe('a visit is booked without a script', () => {
  test('[8(3)②] [8(3)③] [8(3)④] [8(3)⑤a] [8(3)⑨a] from the postcard to the number, every page valid', async () => {
    await makeCard(fresh.db, { noticeId: 'A1B-000001', officeId: city.main });
    const me = visitor(door.url);
    const start = words(await good(await me.get('/')));
    // The same as the questions and the cautions say: who cannot come may have somebody come for them.
    expect(start).toContain('ご本人が来られないときは、代わりの方が受け取れることがあります');
    expect(start).not.toContain('代理人');
    await good(await me.get('/notice'));
    // Full width, a long mark for the hyphen, lower case, 月 behind the number.
    const proven = await me.post('/notice', { notice: ' ａ1bー000001 ', month: '３月', day: '8' });
    expect(proven.location).toBe('/mail');
    await good(await me.get('/mail'));
    const sent = await me.post('/mail', { mail: 'Old..Carrier.@docomo.ne.jp', mail_again: 'Old..Carrier.@DOCOMO.ne.jp ' });
    expect(sent.location).toBe('/mail/sent');
    await good(await me.get('/mail/sent'));
    // Until the mail's button is pressed nothing can be chosen.
    expect((await me.get('/calendar')).location).toBe('/mail/sent');

    const secret = await linkSecret(fresh.db);
    const before = await fresh.db.rows(sql`SELECT * FROM reservations.visits`);
    const link = await good(await me.get(`/links/${secret}`));
    expect(await fresh.db.rows(sql`SELECT * FROM reservations.visits`)).toEqual(before);
    expect(link.html).not.toContain('A1B-000001');
    expect((await me.post(`/links/${secret}`, {})).location).toBe('/calendar');
    await good(await me.get('/calendar'));
    const day = addDays(city.today, 6);
    await good(await me.get('/calendar?office=kitano'));
    const times = await good(await me.get(`/times?office=honcho&day=${day}`));
    const slot = await slotAt(fresh.db, city, city.main, 6, 10);
    const held = await me.post('/times', { office: 'honcho', day, slot: String(slot), id: formValue(times, 'id') });
    expect(held.location).toBe('/cautions');
    expect(words(await good(await me.get('/cautions')))).toContain('1つずつチェックをつけてください');
    // §8(3)⑨: not on to the check before each is ticked.
    await good(await me.post('/cautions', { [cautions[0] ?? '']: 'yes' }), 422);
    expect((await me.get('/check')).location).toBe('/cautions');
    expect((await me.post('/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])))).location).toBe('/check');
    const check = await good(await me.get('/check'));
    expect(heading(check)).toBe('予約の内容をご確認ください');
    const booked = await pressBook(me, check);
    expect(booked.location).toBe('/reservation?done=booked');
    const done = await good(await me.get('/reservation?done=booked'));
    // Who has the paper alone: the page it names asks for what it says, number and mail address.
    const where = /class="on-paper-page">([^<]*)</u.exec(done.html)?.[1] ?? '';
    const asks = (await good(await visitor(door.url).get(new URL(where).pathname))).html;
    expect([asks.includes('name="number"'), asks.includes('name="mail"')]).toEqual([true, true]);
    expect(heading(done)).toBe('予約が完了しました');
    const { number, mails, status } = await fresh.db.one<{ number: string; mails: number; status: string }>(sql`
      SELECT r.number, (SELECT count(*) FROM outbox.mails o WHERE o.reservation_id = r.id AND o.kind = 'booked') AS mails,
        (SELECT c.status FROM cards.cards c WHERE c.notice_id = 'A1B-000001') AS status
      FROM reservations.reservations r WHERE r.state = 'booked'`);
    expect(done.html).toContain(number);
    expect([mails, status]).toEqual([1, 'booked']);
  });

  test('[8(2)⑬a] of the person only the notice ID they typed is ever shown, and nothing of what staff remarked', async () => {
    await makeCard(fresh.db, {
      noticeId: 'A1B-000002',
      name: '秘密 花子',
      kana: 'ヒミツ ハナコ',
      phone: '0942111111',
      officeId: city.main,
    });
    await fresh.db.run(
      sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) SELECT id, '耳が遠い方', lib.now(), 1 FROM cards.cards WHERE notice_id = 'A1B-000002'`,
    );
    const me = await walkToCalendar(door, fresh.db, 'A1B-000002');
    const day = addDays(city.today, 7);
    const pages = [await me.get('/calendar')];
    await walkToHold(me, day, await slotAt(fresh.db, city, city.main, 7, 10));
    pages.push(await me.get('/cautions'));
    await walkToBooked(me, cautions);
    pages.push(await me.get('/reservation'), await me.get('/reservation.ics'), await me.get('/cancel'));
    for (const { html } of pages)
      for (const personal of ['秘密', '花子', 'ヒミツ', '1947', '昭和22', '0942111111', '0942-11', '耳が遠い'])
        expect(unrandom(html)).not.toContain(personal);
  });

  test('the calendar file gives UTC times and folds its lines', async () => {
    const me = await bookedVisitor('A1B-000003', 8, 9);
    const file = await me.get('/reservation.ics');
    expect(file.headers.get('content-type')).toContain('text/calendar');
    expect(file.html).toMatch(/DTSTART:\d{8}T000000Z\r\n/u);
    for (const line of file.html.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const entry = readCalendar(file.html);
    expect(entry.get('METHOD')).toBe('PUBLISH');
    expect(entry.get('TRIGGER')).toBe('-PT1440M');
    expect(entry.get('DESCRIPTION')).toMatch(/予約番号：\d{4}-\d{4}\n持ち物：\n・/u);
    // Nothing was cancelled: there is no file that takes it away.
    expect((await me.get('/cancelled.ics')).location).toBe('/reservation');
    await fresh.db.run(sql`UPDATE ledger.slots s SET closed_at = lib.now() FROM reservations.reservations r, reservations.members m, cards.cards c
      WHERE r.slot_id = s.id AND m.reservation_id = r.id AND c.id = m.card_id AND c.notice_id = 'A1B-000003'`);
    // Its counter is shut: the entry is taken away by the same address.
    expect((await good(await me.get('/reservation'))).html).toContain('href="/reservation.ics"');
    const taken = readCalendar((await me.get('/reservation.ics')).html);
    expect([taken.get('METHOD'), taken.get('UID')]).toEqual(['CANCEL', entry.get('UID')]);
  });
});

/** Somebody with a card, who has not booked. */
async function newcomer(notice: string): Promise<string> {
  await makeCard(fresh.db, { noticeId: notice, officeId: city.main, name: `人 ${notice}` });
  return notice;
}

/** Someone with a booking in this browser. */
async function bookedVisitor(notice: string, daysOn: number, hour: number) {
  await makeCard(fresh.db, { noticeId: notice, officeId: city.main, name: `人 ${notice}` });
  const me = await walkToCalendar(door, fresh.db, notice);
  const held = await walkToHold(me, addDays(city.today, daysOn), await slotAt(fresh.db, city, city.main, daysOn, hour));
  expect(held.location).toBe('/cautions');
  expect((await walkToBooked(me, cautions)).location).toBe('/reservation?done=booked');
  return me;
}

const stateOf = (notice: string) =>
  fresh.db.rows<{ state: string; slotId: number }>(sql`
    SELECT r.state, r.slot_id AS "slotId" FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id
    WHERE c.notice_id = ${notice} ORDER BY r.created_at`);

describe('a booked visit is changed and cancelled', () => {
  test('[8(3)⑩a] to another office and time, asked about once', async () => {
    const me = await bookedVisitor('C1C-000001', 9, 9);
    const day = addDays(city.today, 12);
    await good(await me.get('/calendar?office=kitano'));
    // What stands beside the new office's times is the booking as it is, whole.
    const booked = `現在の予約手続きマイナンバーカードの受け取り来られる方交付通知書ID C1C-000001受け取る場所本庁日時${shortDate(addDays(city.today, 9))}午前9時`;
    for (const path of ['/calendar?office=kitano', `/times?office=kitano&day=${day}`, '/calendar/next'])
      expect(words(await good(await me.get(path)))).toContain(booked);
    const slot = await slotAt(fresh.db, city, city.branch, 12, 15);
    const chosen = await me.post('/times', { office: 'kitano', day, slot: String(slot) });
    expect(chosen.location).toContain('/change?');
    const check = await good(await me.get(chosen.location ?? ''));
    expect(heading(check)).toBe('この内容に変更します');
    const fields = { office: 'kitano', day, slot: String(slot), version: formValue(check, 'version') };
    expect((await me.post('/change', fields)).location).toBe('/reservation?done=changed');
    // Pressed twice: the same answer, one change.
    expect((await me.post('/change', fields)).location).toBe('/reservation?done=changed');
    const seen = await good(await me.get('/reservation?done=changed'));
    expect(heading(seen)).toBe('予約を変更しました');
    expect(seen.html).toContain('北野総合支所');
    expect(await stateOf('C1C-000001')).toEqual([{ state: 'booked', slotId: slot }]);
    const changed = await fresh.db.rows(sql`SELECT FROM outbox.mails WHERE kind = 'changed'`);
    expect(changed).toHaveLength(1);
  });

  test('[8(3)⑩a] [8(3)⑩b] until when is told before it is booked, when it is booked, and afterwards', async () => {
    await makeCard(fresh.db, { noticeId: 'C1C-000009', officeId: city.main, name: '人 C1C-000009' });
    await fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = 1, change_minute = 1020 WHERE audience = 'citizen'`);
    const me = await walkToCalendar(door, fresh.db, 'C1C-000009');
    const slot = await slotAt(fresh.db, city, city.main, 9, 20);
    await walkToHold(me, addDays(city.today, 9), slot);
    await me.post('/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])));
    const until = `${shortDate(addDays(city.today, 8))}の午後5時までできます`;
    const check = await good(await me.get('/check'));
    expect(words(check)).toContain(until);
    await pressBook(me, check);
    for (const path of ['/reservation?done=booked', '/reservation'])
      expect(words(await good(await me.get(path)))).toContain(`変更・取り消しは、${until}。`);
    await fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = 11 WHERE audience = 'citizen'`);
    const late = words(await good(await me.get('/reservation')));
    expect(late).toContain('期限を過ぎました。お電話ください。');
    expect(late).not.toContain('までできます');
    await fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = 0, change_minute = NULL WHERE audience = 'citizen'`);
  });

  test('[8(3)⑩ab] through the manage link from another browser, then cancelled once however often it is pressed', async () => {
    await bookedVisitor('C1C-000002', 9, 10);
    const { id } = await fresh.db.one<{ id: string }>(
      sql`SELECT r.id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id WHERE c.notice_id = 'C1C-000002'`,
    );
    const secret = await manageSecret(fresh.db, id);
    const other = visitor(door.url);
    const link = await good(await other.get(`/reservations/${secret}`));
    expect(link.html).not.toContain('C1C-000002');
    expect((await other.post(`/reservations/${secret}`, {})).location).toBe('/reservation');
    const page = await good(await other.get('/cancel'));
    // Who only wants another time finds the way there instead.
    expect(page.html).toMatch(/<a class="[^"]*button[^"]*" href="\/calendar\?office=honcho"[^>]*>場所や日時を変更する<\/a>/u);
    const fields = { version: formValue(page, 'version') };
    expect((await other.post('/cancel', fields)).location).toBe('/cancelled');
    expect((await other.post('/cancel', fields)).location).toBe('/cancelled');
    expect((await good(await other.get('/cancelled'))).html).toContain('href="/cancelled.ics"');
    const file = await other.get('/cancelled.ics');
    expect(file.headers.get('content-type')).toContain('text/calendar');
    expect(readCalendar(file.html).get('STATUS')).toBe('CANCELLED');
    await good(await other.get('/reservation'), 410);
    expect((await stateOf('C1C-000002')).map(({ state }) => state)).toEqual(['cancelled']);
    expect(await fresh.db.rows(sql`SELECT FROM outbox.mails WHERE kind = 'cancelled'`)).toHaveLength(1);
    await good(await visitor(door.url).get(`/reservations/${secret}`), 410);
  });

  test('a change the desk made meanwhile is not overwritten', async () => {
    const me = await bookedVisitor('C1C-000003', 9, 11);
    const page = await me.get('/cancel');
    await fresh.db.run(
      sql`UPDATE reservations.reservations r SET version = version + 1 FROM reservations.members m, cards.cards c WHERE m.reservation_id = r.id AND c.id = m.card_id AND c.notice_id = 'C1C-000003'`,
    );
    const answer = await good(await me.post('/cancel', { version: formValue(page, 'version') }), 409);
    expect(heading(answer)).toBe('予約が変わっています');
  });

  test('the mail is sent again three times a day at most', async () => {
    const me = await bookedVisitor('C1C-000004', 9, 12);
    const answers = [];
    for (let turn = 0; turn < 4; turn += 1) answers.push((await me.post('/reservation/mail', {})).location);
    expect(answers).toEqual([
      '/reservation?done=sent',
      '/reservation?done=sent',
      '/reservation?done=sent',
      '/reservation?done=too-many',
    ]);
    await good(await me.get('/reservation?done=too-many'));
  });

  test('[8(3)⑩a] a mailbox that was sent enough by other ways is not told to have been written to three times from here', async () => {
    const me = await bookedVisitor('C1C-000014', 9, 14);
    await fresh.db.run(sql`
      INSERT INTO reservations.asked (mailbox, at)
      SELECT reservations.hash_of('own ' || reservations.inbox(r.mail)), lib.now() FROM generate_series(1, 3 * site.number('link-mails')), reservations.reservations r
      JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id WHERE c.notice_id = 'C1C-000014'`);
    const full = await good(await me.follow(await me.post('/reservation/mail', {})));
    expect(words(full)).toContain('これ以上は、お送りできません');
    expect(words(full)).not.toContain('1日に3回まで');
    await fresh.db.run(sql`DELETE FROM reservations.asked`);
  });

  test('the start page leads to a link in the registered mail, and tells nobody whether there is one', async () => {
    await bookedVisitor('C1C-000005', 9, 13);
    await makeCard(fresh.db, { noticeId: 'C1C-000006', officeId: city.main, name: '予約 無し' });
    const answers = [];
    for (const notice of ['C1C-000005', 'C1C-000006']) {
      const me = visitor(door.url);
      await good(await me.get('/manage'));
      const sent = await me.post('/manage', { notice, ...BIRTHDAY });
      expect(sent.location).toBe('/manage/sent');
      answers.push((await good(await me.get('/manage/sent'))).html);
    }
    expect(answers[0]).toBe(answers[1]);
    expect(await fresh.db.rows(sql`SELECT FROM outbox.mails WHERE kind = 'manage-link'`)).toHaveLength(1);
  });
});

describe('offices and signs', () => {
  test('[8(3)⑦c] only offices that staff opened are in the pull-down', async () => {
    await fresh.db.run(sql`UPDATE offices.offices SET citizens_from = NULL WHERE code = 'kitano'`);
    await makeCard(fresh.db, { noticeId: 'D1D-000001', officeId: city.main, name: '場所 選' });
    const me = await walkToCalendar(door, fresh.db, 'D1D-000001');
    await expect.poll(async () => (await me.get('/calendar')).html.includes('北野総合支所'), KEPT).toBe(false);
    expect((await me.get('/calendar')).html).toContain('本庁');
    await fresh.db.run(sql`UPDATE offices.offices SET citizens_from = '2020-01-01' WHERE code = 'kitano'`);
    await expect.poll(async () => (await me.get('/calendar')).html.includes('北野総合支所'), KEPT).toBe(true);
  });

  test('[8(3)⑧a] a page is the same, byte for byte, with one place left as with all of them', async () => {
    const { html } = await good(await visitor(door.url).get('/offices/kitano/calendar'));
    await fresh.db.run(sql`UPDATE ledger.slots SET taken = 1 WHERE office_id = ${city.branch} AND start_minute > 0`);
    // Another process of the door has nothing kept.
    const another = await startCitizenDoor(fresh);
    expect((await visitor(another.url).get('/offices/kitano/calendar')).html === html).toBe(true);
    await another.close();
    await fresh.db.run(sql`UPDATE ledger.slots SET taken = 0 WHERE office_id = ${city.branch} AND start_minute > 0`);
  });

  test('[8(3)⑤b] [8(3)⑦ab] the calendar is that of the office chosen from the pull-down', async () => {
    const offset = 20;
    const day = addDays(city.today, offset);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE office_id = ${city.branch} AND day = ${day}`);
    const me = await walkToCalendar(door, fresh.db, await newcomer('D1D-000002'));
    const pages = {
      kitano: await good(await me.get('/calendar?office=kitano')),
      honcho: await good(await me.get('/calendar?office=honcho')),
    };
    for (const { html } of Object.values(pages)) expect(html).toMatch(/<select[^>]*name="office"/u);
    const leads = (page: Page) => page.html.includes(`day=${day}`);
    expect([leads(pages.kitano), leads(pages.honcho)]).toEqual([false, true]);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL WHERE office_id = ${city.branch} AND day = ${day}`);
  });

  test('[8(3)⑧b] every sign is a mark and a word beside its colour: free, few left, full and closed', async () => {
    const at = (offset: number, change: ReturnType<typeof sql>) =>
      fresh.db.run(
        sql`UPDATE ledger.slots SET ${change} WHERE office_id = ${city.main} AND day = ${addDays(city.today, offset)}`,
      );
    await at(21, sql`capacity = 20, taken = 19`);
    await at(22, sql`taken = capacity`);
    await at(23, sql`closed_at = lib.now()`);
    const me = await walkToCalendar(door, fresh.db, await newcomer('D1D-000003'));
    const signs = async () => {
      const { html } = await good(await me.get('/calendar?office=honcho'));
      const days = [...html.matchAll(/<li class="(?:day |day-run).*?<\/li>/gu)].map(([day]) => day);
      const found = days.map((day) => /class="sign sign-(\w+)">(.*)/u.exec(day) ?? []);
      return [
        ...new Set(
          found.map(
            ([, colour, inside = '']) =>
              `${colour} ${inside
                .replace(/<span class="day-(?:note|short).*?<\/span>/gu, '')
                .replace(/<[^>]*>/gu, ' ')
                .trim()}`,
          ),
        ),
      ].sort();
    };
    await expect.poll(signs, KEPT).toEqual(['closed －  受付なし', 'few △  残りわずか', 'full ×  満員', 'open ○  空きあり']);
  });

  test('[8(3)⑤b] on the calendar anyone may look at a day is words, not a link that would forget it; one button begins a booking', async () => {
    const looked = await good(await visitor(door.url).get('/offices/honcho/calendar'));
    expect(words(looked)).toContain('空きあり');
    expect([...looked.html.matchAll(/href="([^"]*)"/gu)].filter(([, href]) => href?.startsWith('/notice'))).toHaveLength(1);
    expect(looked.html).not.toMatch(/<a class="day-in"/u);
    const me = await walkToCalendar(door, fresh.db, await newcomer('D1D-000009'));
    expect((await me.get('/calendar?office=honcho')).html).toMatch(/<a class="day-in" href="\/times\?office=honcho/u);
  });

  test('a page anyone may keep sets no cookie and holds no token', async () => {
    for (const path of ['/', '/help', '/questions', '/privacy', '/using', '/accessibility', '/offices/honcho/calendar']) {
      const page = await good(await visitor(door.url).get(path));
      expect([path, page.headers.get('cache-control'), page.headers.getSetCookie()]).toEqual([
        path,
        'public, max-age=1, stale-while-revalidate=1',
        [],
      ]);
      expect(page.html).not.toContain('form_token');
    }
  });
});

test('[8(1)⑦c] [8(2)⑤c] a planned stop and what the city makes known stand before all else, the latter on the calendar anyone may see too', async () => {
  await fresh.db.run(
    sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now() + interval '3 days', lib.now() + interval '4 days', '', '2026-01-01')`,
  );
  await fresh.db.run(
    sql`SELECT site.put_notice('台風のため、本庁の窓口を閉じます。', lib.now() + interval '1 day', NULL, lib.now())`,
  );
  const order = async (path: string) => {
    const text = words(await good(await visitor(door.url).get(path)));
    return ['お休みします', '予約サイトを停止します', '台風のため', '受け取りを予約する', '窓口の空き状況', '日ごとの空き状況']
      .map((piece) => ({ piece, at: text.indexOf(piece) }))
      .filter(({ at }) => at >= 0)
      .toSorted((one, other) => one.at - other.at)
      .map(({ piece }) => piece);
  };
  await expect.poll(() => order('/'), KEPT).toEqual(['お休みします', '台風のため', '受け取りを予約する', '窓口の空き状況']);
  await expect
    .poll(() => order('/offices/honcho/calendar'), KEPT)
    .toEqual(['窓口の空き状況', '予約サイトを停止します', '台風のため', '日ごとの空き状況']);
  await fresh.db.run(sql`DELETE FROM site.maintenance`);
  await fresh.db.run(sql`DELETE FROM site.notices`);
});

test('[8(3)①] from a page that is the same for everyone one comes back to where the visit stands, and without one to the beginning', async () => {
  const me = visitor(door.url);
  for (const path of ['/help', '/questions', '/privacy', '/using', '/accessibility', '/offices/honcho/calendar']) {
    const page = await good(await me.get(path));
    expect([path, words(page).includes('前のページへ戻る')]).toEqual([path, false]);
    expect(words(page)).toMatch(/トップページへ予約の途中の方は、 続きへ戻る 終了する/u);
    expect(page.html.match(/href="\/finish"/gu)).toHaveLength(1);
  }
  const stands = async () => {
    const { location } = await me.get('/continue');
    return location;
  };
  expect(await stands()).toBe('/');
  await makeCard(fresh.db, { noticeId: 'F1F-000001', officeId: city.main, name: '人 F1F' });
  await me.get('/notice');
  await me.post('/notice', { notice: 'F1F-000001', ...BIRTHDAY });
  expect(await stands()).toBe('/mail');
  await me.get('/mail');
  await me.post('/mail', { mail: 'f1f@example.jp', mail_again: 'f1f@example.jp' });
  expect(await stands()).toBe('/mail/sent');
  const secret = await linkSecret(fresh.db);
  await me.get(`/links/${secret}`);
  await me.post(`/links/${secret}`, {});
  expect(await stands()).toBe('/calendar');
  await walkToHold(me, addDays(city.today, 11), await slotAt(fresh.db, city, city.main, 11, 9));
  expect(await stands()).toBe('/check');
  expect((await me.get('/check')).location).toBe('/cautions');
  await walkToBooked(me, cautions);
  expect(await stands()).toBe('/reservation');
  await good(await me.get('/finish'));
  // Booked: nothing is left to be asked.
  await me.post('/finish', {});
  expect(await stands()).toBe('/');
});

test('[8(3)①] [8(3)⑤a] errors of the times stand above the heading, and a day without any says so in it', async () => {
  const me = await walkToCalendar(door, fresh.db, await newcomer('G1G-000001'));
  const day = addDays(city.today, 14);
  await me.get(`/times?office=honcho&day=${day}`);
  const wrong = (await good(await me.post('/times', { office: 'honcho', day }), 422)).html;
  expect(wrong.indexOf('id="errors"')).toBeGreaterThan(0);
  expect(wrong.indexOf('id="errors"')).toBeLessThan(wrong.indexOf('<h1>'));
  // Whoever comes to the first time by the list of errors hears what is missing.
  expect(wrong.match(/<input[^>]*id="f-slot"[^>]*>/u)?.[0]).toContain('aria-describedby="f-slot-error"');
  const far = addDays(city.today, 50);
  const none = await good(await me.get(`/times?office=honcho&day=${far}`));
  expect(heading(none)).toBe(`${shortDate(far)}は、予約できる時間がありません`);
  expect(words(none)).not.toMatch(/時間を、?1?つ?選んで/u);
});

test('[8(3)⑪a] how long to wait for the mail is said right after booking, not on a later look', async () => {
  const me = await bookedVisitor('G1G-000002', 14, 9);
  expect(words(await good(await me.get('/reservation?done=booked')))).toContain('10分たっても');
  const later = words(await good(await me.get('/reservation')));
  expect(later).toContain('ご案内をお送りしました。');
  expect(later).not.toContain('10分たっても');
});

describe('pages speak of the numbers the city set', () => {
  test('[8(3)③] [8(3)⑤a] [8(3)⑭a] how long a place is held and prolonged, how long entries rest, how long a link works', async () => {
    const set = (key: string, value: number) =>
      fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES (${key}, ${String(value)}::jsonb)`);
    await set('hold-minutes', 3);
    await set('hold-extensions', 12);
    await set('tries-rest-minutes', 90);
    await set('link-hours', 48);
    try {
      const about = async () => words(await good(await visitor(door.url).get('/accessibility')));
      await expect.poll(about, KEPT).toContain('12回まで');
      const me = visitor(door.url);
      await me.get('/notice');
      const refused = words(await good(await me.post('/notice', { notice: 'ZZZ-999999', ...BIRTHDAY }), 422));
      expect(refused).toContain('1時間30分ほど待って');
      await walkToCalendar(door, fresh.db, await newcomer('E1E-000001'), me);
      expect(words(await good(await me.get('/mail/sent')))).toContain('リンクは48時間、一度だけ使えます');
      const day = addDays(city.today, 10);
      const times = words(await good(await me.get(`/times?office=honcho&day=${day}`)));
      expect(times).toContain('選んだ時間を3分間、確保します');
      expect(times).not.toMatch(/10分|30分ほど/u);
      await walkToHold(me, day, await slotAt(fresh.db, city, city.main, 10, 9));
      expect(words(await good(await me.get('/cautions')))).toContain('3分延長する');
      // Pressed at once nothing else on the page changes: until when is said all the same.
      const pressed = await me.post('/hold/extend', { page: 'cautions' });
      expect(pressed.location).toBe('/cautions?held=longer#hold');
      expect(words(await good(await me.get('/cautions?held=longer')))).toMatch(/午[前後]\d+時(?:\d+分)?まで延長しました。/u);
      // As often as the city allows: then there is nothing to press any more.
      for (let turn = 0; turn < 11; turn += 1) await me.post('/hold/extend', { page: 'cautions' });
      expect((await me.post('/hold/extend', { page: 'check' })).location).toBe('/check?held=enough#hold');
      expect(words(await good(await me.get('/cautions?held=enough')))).toContain('これ以上は、延長できません。');
      expect(words(await good(await me.get('/cautions')))).not.toContain('延長する');
    } finally {
      await fresh.db.run(sql`DELETE FROM site.settings`);
    }
  });
});

describe('[8(1)⑦c] [8(3)⑬] maintenance', () => {
  test('is announced from two weeks before, then shown in place of every page with when it ends', async () => {
    const stop = (from: string, to: string) =>
      fresh.db.run(
        sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now() + ${from}::interval, lib.now() + ${to}::interval, '', '2026-01-01')`,
      );
    const announced = async () => (await visitor(door.url).get('/')).html.includes('お休みします');
    await stop('13 days 23 hours', '15 days');
    await expect.poll(announced, KEPT).toBe(true);
    // Two weeks before, by itself; not earlier.
    await fresh.db.run(sql`UPDATE site.maintenance SET starts_at = lib.now() + interval '14 days 1 hour'`);
    await expect.poll(announced, KEPT).toBe(false);
    const last = addDays(city.today, 160);
    await fresh.db.run(
      sql`UPDATE site.maintenance SET starts_at = lib.now() - interval '1 minute', ends_at = lib.instant(${last}::date, 360)`,
    );
    await expect.poll(async () => (await visitor(door.url).get('/')).status, KEPT).toBe(503);
    for (const path of ['/', '/notice', '/offices/honcho/calendar']) {
      const page = await good(await visitor(door.url).get(path), 503);
      expect(heading(page)).toBe('ただいま、予約をお休みしています');
      expect(words(page)).toContain(`${shortDate(last)}午前6時から`);
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await fresh.db.run(sql`DELETE FROM site.maintenance`);
    await expect.poll(async () => (await visitor(door.url).get('/')).status, KEPT).toBe(200);
  });
});
