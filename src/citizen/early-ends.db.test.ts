import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Page, visitor } from '../../test/support/browse.ts';
import {
  BIRTHDAY,
  formValue,
  linkSecret,
  pressBook,
  travel,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import { formFields } from '../../test/support/forms.ts';
import { htmlFaults } from '../../test/support/html.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { makeCard, slotAt } from '../../test/support/small-city.ts';
import { halfDayTime } from '../lib/dates/format.ts';
import { addDays, cityMinute } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { nextMinute } from './parts/problems.tsx';

/** Every way a journey ends early: a clear page, at most one reservation, nothing typed lost. */
let here: Journey;

beforeAll(async () => {
  here = await openJourney(1, { asBuilt: true });
});
afterEach(() => travel(here.fresh.db, 0));
afterAll(() => here.door.close());

const DAY_ON = 8;
const day = () => addDays(here.city.today, DAY_ON);
let hour = 0;
/** A free place of its own for each test. */
const place = async () => {
  hour += 1;
  return slotAt(here.fresh.db, here.city, here.city.main, DAY_ON, hour);
};
const reservations = (slot: number) =>
  here.fresh.db.rows<{ state: string }>(
    sql`SELECT state FROM reservations.reservations WHERE slot_id = ${slot} AND state IN ('held', 'booked')`,
  );
async function clear(page: Page, status: number, title: string): Promise<void> {
  expect([page.status, heading(page)]).toEqual([status, title]);
  expect(await htmlFaults(page.html)).toEqual([]);
}

describe('[8(3)⑤a] the place is gone', () => {
  test('taken meanwhile: back to the day, with a sentence, office and day kept', async () => {
    const [first, second] = [await here.newcomer(), await here.newcomer()];
    const slot = await place();
    const shown = await second.get(`/times?office=honcho&day=${day()}`);
    expect((await walkToHold(first, day(), slot)).location).toBe('/cautions');
    const answer = await second.post('/times', { office: 'honcho', day: day(), slot: String(slot), id: formValue(shown, 'id') });
    expect(answer.location).toBe(`/times?office=honcho&day=${day()}&gone=full`);
    const page = await second.follow(answer);
    expect(words(page)).toContain('ほかの方の予約が先に入りました。');
    expect(await reservations(slot)).toHaveLength(1);
  });
  test('the last of the day: on to the calendar of the same office', async () => {
    const [first, second] = [await here.newcomer(), await here.newcomer()];
    const slot = await slotAt(here.fresh.db, here.city, here.city.branch, 15, 10);
    await here.fresh.db.run(
      sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE office_id = ${here.city.branch} AND day = ${addDays(here.city.today, 15)} AND id <> ${slot}`,
    );
    const shown = await second.get(`/times?office=kitano&day=${addDays(here.city.today, 15)}`);
    await walkToHold(first, addDays(here.city.today, 15), slot, 'kitano');
    const answer = await second.post('/times', {
      office: 'kitano',
      day: addDays(here.city.today, 15),
      slot: String(slot),
      id: formValue(shown, 'id'),
    });
    expect((await second.follow(answer)).location).toBe('/calendar?office=kitano&gone=full');
    const page = await second.follow(second.last ?? answer);
    expect([page.status, page.html.includes('先に')]).toEqual([200, true]);
  });
  test('closed by staff between the check and the press', async () => {
    const me = await here.newcomer();
    const slot = await place();
    await walkToHold(me, day(), slot);
    await me.post('/cautions', here.ticks);
    const check = await me.get('/check');
    await here.fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE id = ${slot}`);
    const answer = await pressBook(me, check);
    expect(answer.location).toBe(`/times?office=honcho&day=${day()}&gone=closed`);
    expect(
      await here.fresh.db.rows(sql`SELECT FROM reservations.reservations WHERE slot_id = ${slot} AND state = 'booked'`),
    ).toEqual([]);
  });
  test('a place that never was, another office, a day that is none', async () => {
    const me = await here.newcomer();
    await me.get('/calendar');
    for (const fields of [
      { slot: '999999999', day: day(), office: 'honcho' },
      { slot: '1', day: '2026-02-30', office: 'nowhere' },
      { slot: '1', day: 'x'.repeat(500), office: '<b>' },
    ]) {
      const answer = await me.post('/times', { ...fields, id: randomUUID() });
      expect(answer.status).toBe(303);
      expect((await me.follow(answer)).status).toBeLessThan(500);
    }
  });
  test('none chosen: said at the list', async () => {
    const me = await here.newcomer();
    await me.get('/calendar');
    const page = await me.post('/times', { office: 'honcho', day: day(), id: randomUUID() });
    expect([page.status, page.html.includes('href="#f-slot"')]).toEqual([422, true]);
    expect(await htmlFaults(page.html)).toEqual([]);
  });
});

describe('the hold lapsed', () => {
  test.each(['/cautions', '/check'])('at %s: one press takes the same place again where it is free', async (path) => {
    const me = await here.newcomer();
    const slot = await place();
    await walkToHold(me, day(), slot);
    await travel(here.fresh.db, 11);
    const page = await me.get(path);
    await clear(page, 409, '確保の期限が過ぎました');
    const again = await me.post('/times', {
      office: formValue(page, 'office'),
      day: formValue(page, 'day'),
      slot: formValue(page, 'slot'),
      id: formValue(page, 'id'),
    });
    // Nothing was ticked for it.
    expect(again.location).toBe('/cautions');
    expect(
      await here.fresh.db.rows(
        sql`SELECT FROM reservations.reservations WHERE slot_id = ${slot} AND state = 'held' AND held_until > lib.now()`,
      ),
    ).toHaveLength(1);
  });
  test('while confirming, and someone else has the place', async () => {
    const [me, other] = [await here.newcomer(), await here.newcomer()];
    const slot = await place();
    await walkToHold(me, day(), slot);
    await me.post('/cautions', here.ticks);
    const check = await me.get('/check');
    await travel(here.fresh.db, 11);
    expect((await walkToHold(other, day(), slot)).location).toBe('/cautions');
    await clear(await pressBook(me, check), 409, '確保の期限が過ぎました');
    expect((await walkToBooked(other, here.cautions)).location).toBe('/reservation?done=booked');
    expect(await reservations(slot)).toEqual([{ state: 'booked' }]);
  });
  test('a page of the reservation before it is booked leads on to where it is booked, and nothing is called lapsed', async () => {
    const me = await here.newcomer();
    await walkToHold(me, day(), await place());
    for (const path of ['/reservation', '/change', '/cancel', '/needs'])
      expect([path, (await me.get(path)).location]).toEqual([path, '/check']);
    await travel(here.fresh.db, 11);
    await clear(await me.get('/reservation'), 409, '確保の期限が過ぎました');
  });
  test('said how long, and kept longer by one press, ten times', async () => {
    const me = await here.newcomer();
    await walkToHold(me, day(), await place());
    const page = await me.get('/cautions');
    expect(page.html).toMatch(/data-hold-seconds="(59\d|600)"/u);
    for (let turn = 0; turn < 10; turn += 1)
      expect((await me.post('/hold/extend', { page: 'check' })).location).toBe('/check?held=longer#hold');
    await travel(here.fresh.db, 109);
    expect((await me.post('/hold/extend', { page: 'cautions' })).location).toBe('/cautions?held=enough#hold');
    await travel(here.fresh.db, 111);
    await clear(await me.post('/hold/extend', { page: 'cautions' }), 409, '確保の期限が過ぎました');
  });
});

describe('[8(3)⑫] twice', () => {
  test('double click on the last button: one reservation, the same page', async () => {
    const me = await here.newcomer();
    const slot = await place();
    await walkToHold(me, day(), slot);
    await me.post('/cautions', here.ticks);
    const check = await me.get('/check');
    const answers = await Promise.all([1, 2, 3].map(() => pressBook(me, check)));
    expect(answers.map(({ location }) => location)).toEqual(Array(3).fill('/reservation?done=booked'));
    expect(await reservations(slot)).toEqual([{ state: 'booked' }]);
  });
  test('double click on the time: one hold', async () => {
    const me = await here.newcomer();
    const slot = await place();
    const id = formValue(await me.get(`/times?office=honcho&day=${day()}`), 'id');
    const answers = await Promise.all(
      [1, 2, 3].map(() => me.post('/times', { office: 'honcho', day: day(), slot: String(slot), id })),
    );
    expect(answers.map(({ location }) => location)).toEqual(Array(3).fill('/cautions'));
    expect(await reservations(slot)).toEqual([{ state: 'held' }]);
  });
  test('two tabs: the second choice moves the hold, the first tab shows what stands', async () => {
    const me = await here.newcomer();
    const [one, two] = [await place(), await place()];
    await walkToHold(me, day(), one);
    await walkToHold(me, day(), two);
    expect([await reservations(one), await reservations(two)]).toEqual([[], [{ state: 'held' }]]);
    expect((await walkToBooked(me, here.cautions)).location).toBe('/reservation?done=booked');
    expect([await reservations(one), await reservations(two)]).toEqual([[], [{ state: 'booked' }]]);
  });
  test('two tabs: what the first one shows to be booked was picked anew in the second: nothing is booked, the new place is shown to be checked', async () => {
    const me = await here.newcomer();
    const [one, two] = [await place(), await place()];
    await walkToHold(me, day(), one);
    await me.post('/cautions', here.ticks);
    const first = await me.get('/check');
    await walkToHold(me, day(), two);
    const pressed = await pressBook(me, first);
    expect(pressed.location).toBe('/check?changed=yes');
    const anew = await me.follow(pressed);
    await clear(anew, 200, '予約の内容をご確認ください');
    expect(words(anew)).toContain('選び直されて');
    expect([await reservations(one), await reservations(two)]).toEqual([[], [{ state: 'held' }]]);
    expect((await pressBook(me, anew)).location).toBe('/reservation?done=booked');
    // The old page's button, once more: what stands is shown.
    expect((await pressBook(me, first)).location).toBe('/reservation?done=booked');
    expect([await reservations(one), await reservations(two)]).toEqual([[], [{ state: 'booked' }]]);
  });
  test('back after booking: every page of the way leads to the reservation, none books again', async () => {
    const me = await here.newcomer();
    const slot = await place();
    await walkToHold(me, day(), slot);
    await walkToBooked(me, here.cautions);
    for (const path of ['/cautions', '/check']) expect((await me.get(path)).location).toBe('/reservation');
    expect((await me.post('/cautions', {})).location).toBe('/reservation');
    expect((await me.post('/check', { id: randomUUID(), version: '0' })).location).toBe('/reservation');
    expect(await reservations(slot)).toEqual([{ state: 'booked' }]);
  });
  test('the same person in another browser while the first is on the way', async () => {
    const notice = await here.person();
    const first = await walkToCalendar(here.door, here.fresh.db, notice);
    await walkToHold(first, day(), await place());
    const second = await walkToCalendar(here.door, here.fresh.db, notice, visitor(here.door.url), 'other@example.jp');
    await clear(await walkToHold(second, day(), await place()), 409, '別の画面で手続き中です');
    // A hold that was prolonged lasts longer than a new one: it is none the less a hold.
    await first.get('/cautions');
    await first.post('/hold/extend', { page: 'cautions' });
    const { ends } = await here.fresh.db.one<{ ends: Date }>(sql`
      SELECT r.held_until AS ends FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id
      WHERE c.notice_id = ${notice} AND r.state = 'held'`);
    const told = await walkToHold(second, day(), await place());
    await clear(told, 409, '別の画面で手続き中です');
    expect(words(told)).toContain(halfDayTime(cityMinute(nextMinute(ends))));
    await walkToBooked(first, here.cautions);
    await clear(await second.get('/calendar'), 409, 'すでに予約があります');
    await clear(await walkToHold(second, day(), await place()).catch(() => second.get('/calendar')), 409, 'すでに予約があります');
  });
});

describe('[8(3)④] the mail’s link', () => {
  test('pressed twice goes on where the visit stands', async () => {
    const me = await here.newcomer();
    const secret = await linkSecret(here.fresh.db);
    await walkToHold(me, day(), await place());
    await me.get(`/links/${secret}`);
    expect((await me.post(`/links/${secret}`, {})).location).toBe('/cautions');
    await walkToBooked(me, here.cautions);
    await me.get(`/links/${secret}`);
    expect((await me.post(`/links/${secret}`, {})).location).toBe('/reservation');
  });
  test('in another browser: the visit follows, the first browser is told', async () => {
    const first = await here.newcomer();
    const secret = await linkSecret(here.fresh.db);
    const second = visitor(here.door.url);
    await second.get(`/links/${secret}`);
    expect((await second.post(`/links/${secret}`, {})).location).toBe('/calendar');
    expect((await second.get('/calendar')).status).toBe(200);
    await clear(await first.get('/calendar'), 410, '別のブラウザーで続けられています');
  });
  test('expired after a day', async () => {
    const me = await here.newcomer();
    const secret = await linkSecret(here.fresh.db);
    await travel(here.fresh.db, 24 * 60 + 1);
    await clear(await me.get(`/links/${secret}`), 410, 'リンクの期限が過ぎました');
    await clear(await me.post(`/links/${secret}`, {}), 410, 'リンクの期限が過ぎました');
  });
  test.each(['x', randomUUID(), "1'; DROP TABLE x", '%00', 'ａ'.repeat(90)])('made up: %s', async (secret) => {
    const me = visitor(here.door.url);
    const page = await me.get(`/links/${encodeURIComponent(secret)}`);
    await clear(page, 404, secret.includes('%') ? heading(page) : 'このリンクは使えません');
  });
  test('cut through a change of address: the newer link works, the older does not', async () => {
    const me = await here.newcomer();
    const older = await linkSecret(here.fresh.db);
    await me.get('/mail');
    expect((await me.post('/mail', { mail: 'new@example.jp', mail_again: 'new@example.jp' })).location).toBe('/mail/sent');
    expect((await me.get('/calendar')).location).toBe('/mail/sent');
    await clear(await me.get(`/links/${older}`), 404, 'このリンクは使えません');
    const newer = await linkSecret(here.fresh.db);
    await me.get(`/links/${newer}`);
    expect((await me.post(`/links/${newer}`, {})).location).toBe('/calendar');
  });
});

describe('the visit is over', () => {
  test('after an hour without a press: a page that says so, and the mail’s link goes on', async () => {
    const me = await here.newcomer();
    const secret = await linkSecret(here.fresh.db);
    await travel(here.fresh.db, 61);
    for (const path of ['/calendar', '/times', '/cautions', '/check', '/reservation', '/cancel', '/mail'])
      await clear(await me.get(path), 410, '手続きの時間が過ぎました');
    await me.get(`/links/${secret}`);
    expect((await me.post(`/links/${secret}`, {})).location).toBe('/calendar');
  });
  test('終了する lets go of the place and forgets the browser', async () => {
    const me = await here.newcomer();
    const slot = await place();
    await walkToHold(me, day(), slot);
    await me.get('/cautions');
    // Not booked: it may be taken for the end of the booking, so it is asked first, and nothing is lost by asking.
    const asked = await good(await me.post('/finish', {}));
    expect(words(asked)).toContain('予約はまだ完了していません。');
    expect(await reservations(slot)).toHaveLength(1);
    expect((await me.post('/finish', formFields(asked, '/finish', 'sure'))).location).toBe('/finished');
    expect(await reservations(slot)).toEqual([]);
    await clear(await me.get('/check'), 410, '手続きは終了しています');
  });
  test('begun anew in the same browser: the earlier hold goes', async () => {
    const notice = await here.person();
    const me = await walkToCalendar(here.door, here.fresh.db, notice);
    const slot = await place();
    await walkToHold(me, day(), slot);
    await walkToCalendar(here.door, here.fresh.db, notice, me);
    expect(await reservations(slot)).toEqual([]);
  });
});

describe('a wrong entry', () => {
  test('[8(3)⑭a] reads the same whatever is wrong, and takes the same time at least', async () => {
    const known = await here.person();
    await makeCard(here.fresh.db, { noticeId: 'F1F-000001', officeId: here.city.main, name: '支援 措置', protected: true });
    const pages: string[] = [];
    const attempts = [
      { notice: 'ZZZ-000000', ...BIRTHDAY },
      { notice: known, month: '12', day: '31' },
      { notice: 'F1F-000001', ...BIRTHDAY },
    ];
    const typed = (html: string) => html.replace(/value="[^"]*"/gu, '');
    for (const attempt of attempts) {
      const me = visitor(here.door.url);
      await me.get('/notice');
      const began = performance.now();
      const page = await me.post('/notice', attempt);
      expect(performance.now() - began).toBeGreaterThanOrEqual(295);
      expect(page.status).toBe(422);
      expect(await htmlFaults(page.html)).toEqual([]);
      pages.push(typed(page.html));
    }
    // Five wrong ones, and the right one rests too: with the same words.
    const me = visitor(here.door.url);
    await me.get('/notice');
    for (let turn = 0; turn < 5; turn += 1) await me.post('/notice', { notice: known, month: '1', day: '1' });
    pages.push(typed((await me.post('/notice', { notice: known, ...BIRTHDAY })).html));
    expect(new Set(pages).size).toBe(1);
    await travel(here.fresh.db, 31);
    expect((await me.post('/notice', { notice: known, ...BIRTHDAY })).location).toBe('/mail');
  });
  test('what was typed comes back, escaped; each box says what is wrong', async () => {
    const me = visitor(here.door.url);
    await me.get('/notice');
    const page = await me.post('/notice', { notice: '"><script>alert(1)</script>', month: '13', day: '' });
    expect(page.status).toBe(422);
    expect(page.html).not.toContain('<script>alert');
    expect(page.html).toContain('href="#f-notice"');
    expect(await htmlFaults(page.html)).toEqual([]);
    const short = await me.post('/notice', { notice: 'A1B-12345', month: '4', day: '5' });
    expect(words(short)).toContain('交付通知書IDの数字が1つ足りません。');
  });
  test('two open cards with one ID and birthday: the year is asked, never chosen silently', async () => {
    await makeCard(here.fresh.db, { noticeId: 'G1G-000001', officeId: here.city.main, name: '双子 一', birthDate: '1990-03-08' });
    await makeCard(here.fresh.db, { noticeId: 'G1G-000001', officeId: here.city.main, name: '双子 二', birthDate: '1985-03-08' });
    const me = visitor(here.door.url);
    await me.get('/notice');
    const asked = await me.post('/notice', { notice: 'G1G-000001', ...BIRTHDAY });
    expect([asked.status, asked.html.includes('name="year"')]).toEqual([422, true]);
    expect(await htmlFaults(asked.html)).toEqual([]);
    expect((await me.post('/notice', { notice: 'G1G-000001', ...BIRTHDAY, ask_year: 'yes', year: '昭和60' })).location).toBe(
      '/mail',
    );
  });
  test('addresses typed differently, or none', async () => {
    const me = visitor(here.door.url);
    const notice = await here.person();
    await me.get('/notice');
    await me.post('/notice', { notice, ...BIRTHDAY });
    await me.get('/mail');
    for (const [mail, again] of [
      ['a@b.jp', 'a@c.jp'],
      ['', ''],
      ['not an address', 'not an address'],
      ['a@b.jp\nBcc: x@y.jp', 'a@b.jp'],
    ]) {
      const page = await me.post('/mail', { mail: mail ?? '', mail_again: again ?? '' });
      expect(page.status).toBe(422);
      expect(await htmlFaults(page.html)).toEqual([]);
    }
    expect(
      await here.fresh.db.rows(
        sql`SELECT FROM reservations.visits v JOIN cards.cards c ON c.id = ANY (v.card_ids) WHERE c.notice_id = ${notice} AND v.mail IS NOT NULL`,
      ),
    ).toEqual([]);
  });
});

test('[11(12)d] after all of this the log names nobody and no secret', () => {
  const log = here.door.log.join('');
  expect(log).toContain('/links/:secret');
  expect(log).not.toMatch(/E1E-|example\.jp|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}.{0,40}links\/[0-9a-f]/u);
  expect(log).not.toMatch(/"level":(?:50|60)/u);
});
