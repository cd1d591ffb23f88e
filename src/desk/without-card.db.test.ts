import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Page, signedIn, type Visitor } from '../../test/support/browse.ts';
import { travel } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { openDesk } from '../../test/support/open.ts';
import { unrandom, words } from '../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { forgetPersons } from '../reservations/expire.ts';

/** A service without a card on file at the desk: booked by phone, as a walk-in, on the board, found again, forgotten. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let service = 0;

const SAKURA = { name: '髙橋 桜', kana: 'タカハシ サクラ', birth: 'S52.11.9', phone: '0942-00-1122' };

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(3));
  service = await addService(fresh.db, city, { code: 'code-change', name: '住民票コードの変更', capacity: 3 });
  await desk.account('admin', ['admin'], city.main, '井手 誠');
  me = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk.close());

const id = (page: Page): string => /name="id" value="([0-9a-f-]{36})"/u.exec(page.html)?.[1] ?? '';

/** Types who comes; the page with the places. */
async function typed(who: Record<string, string>, page = '/booking'): Promise<{ path: string; personId: string }> {
  await me.get(`${page}?service=${service}`);
  const answer = await me.post(`${page}/person`, { ...who, service: String(service), office: 'honcho' });
  expect(answer.status).toBe(303);
  const path = answer.location ?? '';
  for (const personal of ['髙橋', 'サクラ', '1977', '0942']) expect(unrandom(decodeURIComponent(path))).not.toContain(personal);
  return { path, personId: /person_id=([0-9a-f-]{36})/u.exec(path)?.[1] ?? '' };
}

/** By phone: on to the booking; the answer of the last press. */
async function bookByPhone(who: Record<string, string>, slot: number, more: Record<string, string> = {}): Promise<Page> {
  const { path, personId } = await typed(who);
  const given = { person_id: personId, service: String(service), at: 'honcho', office: 'honcho' };
  await me.get(path);
  const page = await me.follow(await me.post('/booking', { ...given, slot: String(slot), act: 'choose' }));
  return me.post('/booking', { ...formFields(page, '/booking'), ...given, mail: '', act: 'confirm', ...more });
}

describe('[9(3)b] [8(2)④a] booking by phone without a card', () => {
  test('the service first, then who, then the place; nothing personal in an address', async () => {
    const page = await me.get('/booking');
    expect(page.html).toContain(`/booking?service=${service}`);
    const form = await me.get(`/booking?service=${service}`);
    expect(words(form)).toContain('来庁者');
    expect(form.html).not.toContain('id="who"');
    const wrong = await me.post('/booking/person', { ...SAKURA, birth: 'S52.2', kana: 'Sakura', service: String(service) });
    expect(wrong.status).toBe(422);
    expect(words(wrong)).toContain('カタカナかひらがな');
    expect(words(wrong)).toContain('年月日まで');
    expect(wrong.html).toContain('value="髙橋 桜"');
    const slot = await slotAt(desk.db, { ...city, service }, city.main, 3, 10);
    const booked = await bookByPhone(SAKURA, slot, { mail: 'sakura@example.jp' });
    expect(booked.location).toMatch(/^\/reservations\/[0-9a-f-]{36}\?done=booked/u);
    const shown = words(await me.follow(booked));
    for (const said of ['髙橋 桜', 'タカハシ サクラ', '昭和52年11月9日', '0942-00-1122', '住民票コードの変更', '受付場所'])
      expect(shown).toContain(said);
    expect(await invariantFaults(fresh.db)).toEqual([]);
    expect(desk.log.join('')).not.toMatch(/髙橋|サクラ|1977-11-09|0942001122/u);
  });

  test('[8(3)⑫] the same person: a warning with the reservation, and a reason to book it all the same', async () => {
    const { path } = await typed({ ...SAKURA, name: '高橋　桜', birth: '19771109' });
    expect(words(await me.get(path))).toContain('この方には予約があります');
    const slot = await slotAt(desk.db, { ...city, service }, city.main, 4, 10);
    const refused = await bookByPhone({ ...SAKURA, name: '高橋桜' }, slot);
    expect(refused.status).toBe(422);
    expect(words(refused)).toContain('重ねて予約する理由');
    const booked = await bookByPhone({ ...SAKURA, name: '高橋桜' }, slot, { person: 'お子さまの分と二つの手続き' });
    expect(booked.location).toContain('done=booked');
    // What stands for the service with a card is another matter.
    const card = await makeCard(fresh.db, {
      noticeId: 'A1B-000009',
      name: '高橋 桜',
      birthDate: '1977-11-09',
      officeId: city.main,
    });
    expect(words(await me.get(`/booking?card=${card}`))).not.toContain('この方には予約があります');
  });

  test('another account’s person, a search’s id and nonsense are nobody', async () => {
    const { path, personId } = await typed(SAKURA);
    const other = await signedIn(desk.url, 'admin', PASSWORD);
    expect((await other.get(path)).html).not.toContain('髙橋');
    await me.get('/booking');
    const found = await me.post('/booking/find', { q: '髙橋', service: '' });
    const search = /search=([0-9a-f-]{36})/u.exec(found.location ?? '')?.[1] ?? '';
    for (const wrong of [search, 'x', '', personId.replaceAll(/[0-9]/gu, '0')])
      expect((await me.get(`/booking?service=${service}&person_id=${wrong}`)).status).toBe(200);
  });
});

describe('[9(3)b] the day at the counter', () => {
  test('a walk-in without a card is received and done; the board says which service, and 完了', async () => {
    const { path, personId } = await typed({ ...SAKURA, name: '窓口 次郎', kana: 'マドグチ ジロウ', phone: '' }, '/walk-in');
    const page = await me.get(path);
    expect(words(page)).toContain('窓口 次郎さん');
    const slot = /name="slot" value="(\d+)"/u.exec(page.html)?.[1] ?? '';
    const received = await me.post('/walk-in', {
      id: id(page),
      person_id: personId,
      slot,
      service: String(service),
      office: 'honcho',
    });
    const board = await me.follow(received);
    expect(words(board)).toContain('住民票コードの変更');
    expect(words(board)).toContain('受付済');
    expect(words(board)).toContain('完了にする');
    const reservation = /href="\/reservations\/([0-9a-f-]{36})"/u.exec(board.html)?.[1] ?? '';
    const done = await me.follow(
      await me.post('/today/press', { id: reservation, position: '1', from: 'arrived', press: 'handed-over', office: 'honcho' }),
    );
    expect(words(done)).toContain('完了にしました');
    expect(words(done)).not.toContain('交付済にしました');
    expect(words(await me.get(`/reservations/${reservation}`))).toContain('完了');
    expect(await invariantFaults(fresh.db)).toEqual([]);
  });
});

describe('found again', () => {
  test('[8(2)⑧b] by name, variant kanji, kana, birthday, phone and number; none of it in the address', async () => {
    const slot = await slotAt(desk.db, { ...city, service }, city.main, 5, 11);
    const who = { name: '渡邉 和夫', kana: 'ワタナベ カズオ', birth: '昭和26年2月3日', phone: '0942-00-0777' };
    const booked = await bookByPhone(who, slot);
    const here = booked.location?.split('?')[0] ?? '';
    const { number } = await desk.db.one<{ number: string }>(
      sql`SELECT number FROM reservations.reservations WHERE phone = '0942000777'`,
    );
    for (const q of ['渡辺', 'わたなべ', 'ﾜﾀﾅﾍﾞ ｶｽﾞｵ', 'S26.2.3', '渡辺 S26.2.3', '0942000777', number]) {
      await me.get('/locks');
      const pressed = await me.post('/search', { q });
      // A number opens at once; a search that means one is led on by the page that looked.
      const led = pressed.location?.startsWith('/search/') === true ? await me.follow(pressed) : pressed;
      expect(led.location, q).toBe(here);
    }
    await makeCard(fresh.db, { noticeId: 'A1B-000010', name: '渡部 和夫', kana: 'ワタナベ カズオ', officeId: city.main });
    const several = await me.post('/search', { q: 'わたなべ' });
    expect(several.location).toMatch(/^\/search\/[0-9a-f-]{36}$/u);
    const list = words(await me.follow(several));
    expect(list).toContain('カード1枚、カードの登録がない予約1件');
    for (const said of ['渡邉 和夫', '渡部 和夫', '住民票コードの変更']) expect(list).toContain(said);
    expect(words(await me.follow(await me.post('/search', { q: '存在しない' })))).toContain('見つかりませんでした');
  });

  test('[8(2)②b] 支援措置: whoever has a protected card is kept from who may not see them here too', async () => {
    const slot = await slotAt(desk.db, { ...city, service }, city.main, 0, 23);
    const who = { name: '保護 花子', kana: 'ホゴ ハナコ', birth: '1980-01-02', phone: '' };
    const booked = await bookByPhone(who, slot);
    const here = booked.location?.split('?')[0] ?? '';
    expect((await me.get(here)).status).toBe(200);
    await makeCard(fresh.db, { noticeId: 'A1B-000011', name: '保護 花子', birthDate: '1980-01-02', protected: true });
    expect((await me.get(here)).status).toBe(404);
    expect(words(await me.get('/today'))).not.toContain('保護 花子');
    expect(words(await me.get('/today'))).toContain('表示を制限している方');
    expect(words(await me.follow(await me.post('/search', { q: 'ほごはなこ' })))).not.toContain('保護 花子');
  });

  test('[8(2)②b] 支援措置: whoever types them again learns neither day, place nor number, and hands them over', async () => {
    const who = { name: '保護 次郎', kana: 'ホゴ ジロウ', birth: '1981-01-02', phone: '' };
    const slot = await slotAt(desk.db, { ...city, service }, city.main, 1, 10);
    const booked = await bookByPhone(who, slot);
    const other = await bookByPhone({ ...SAKURA, name: '別 三郎', kana: 'ベツ サブロウ' }, slot);
    await makeCard(fresh.db, { noticeId: 'A1B-000012', name: '保護 次郎', birthDate: '1981-01-02', protected: true });
    const { number } = await fresh.db.one<{ number: string }>(
      sql`SELECT number FROM reservations.reservations WHERE id = ${booked.location?.slice(14, 50) ?? ''}::uuid`,
    );
    const people = `${other.location?.split('?')[0] ?? ''}/people`;
    await me.get(people);
    const along = (await me.post(`${people}/person`, who)).location ?? '';
    for (const path of [(await typed(who)).path, (await typed(who, '/walk-in')).path, along]) {
      const page = await me.get(path);
      for (const told of ['10:00、', '10:00の予約', number, booked.location?.slice(14, 50) ?? '', '重ねて'])
        expect(page.html, path).not.toContain(told);
      expect(words(page), path).toContain('用件を聞き取らずに');
    }
    const elsewhere = await slotAt(desk.db, { ...city, service }, city.main, 2, 10);
    const refused = await bookByPhone(who, elsewhere, { person: 'もう一つの手続き' });
    expect(refused.status).toBe(409);
    expect(refused.html).not.toContain(number);
    const added = await me.post(people, {
      ...Object.fromEntries(new URL(along, 'http://desk').searchParams),
      version: '0',
      person: '理由',
    });
    expect(added.status).toBe(409);
    expect(added.html).not.toContain(number);
  });

  test('[8(2)②b] 支援措置: who books for somebody typed whom they may not see is told that it is booked, on a page that is there', async () => {
    await makeCard(fresh.db, { noticeId: 'A1B-000013', name: '保護 四郎', birthDate: '1982-01-02', protected: true });
    const who = { name: '保護 四郎', kana: 'ホゴ シロウ', birth: '1982-01-02', phone: '' };
    const booked = await bookByPhone(who, await slotAt(desk.db, { ...city, service }, city.main, 2, 11));
    const told = await me.follow(booked);
    expect([told.status, words(told).includes('予約を受け付けました')]).toEqual([200, true]);
    const { number } = await fresh.db.one<{ number: string }>(sql`
      SELECT r.number FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
      WHERE m.name = '保護 四郎'`);
    for (const hidden of [number, '保護', '11:00']) expect(words(told)).not.toContain(hidden);
  });
});

test('[8(1)⑧] names, birthdays and contacts go after the days the city sets; what was booked stays', async () => {
  const slot = await slotAt(desk.db, { ...city, service }, city.main, 6, 9);
  const booked = await bookByPhone({ ...SAKURA, name: '忘れ 一郎', kana: 'ワスレ イチロウ' }, slot, {
    mail: 'wasure@example.jp',
  });
  const here = booked.location?.split('?')[0] ?? '';
  const worker = fresh.as('worker', 1);
  expect(await forgetPersons(worker)).toBe(0);
  await travel(fresh.db, 1_840 * 24 * 60);
  try {
    expect(await forgetPersons(worker)).toBeGreaterThan(0);
    expect(await forgetPersons(worker)).toBe(0);
  } finally {
    await travel(fresh.db, 0);
    await worker.close();
  }
  const left = await fresh.db.one(sql`
    SELECT r.phone, r.mail, m.name, m.kana, m.birth_date AS birth, m.person_key AS key, m.name_key AS "nameKey", m.search, r.number IS NOT NULL AS booked
    FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id WHERE r.slot_id = ${slot}`);
  expect(left).toEqual({
    phone: '',
    mail: null,
    name: null,
    kana: null,
    birth: null,
    key: null,
    nameKey: null,
    search: null,
    booked: true,
  });
  expect(words(await me.get(here))).toContain('氏名などは消えています');
});
