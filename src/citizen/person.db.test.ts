import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import {
  addCautions,
  HANAKO,
  KEPT,
  linkSecret,
  manageSecret,
  pressBook,
  type TestCitizenDoor,
  walkAsPerson,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, heading, unrandom, words } from '../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** Services without a card on file: rows of the database, no line of code names one (§9(3)b). */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let renewal: { code: string; city: SmallCity };
let cautions: string[];
let hour = 0;
let people = 0;

beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(2, { asBuilt: true }));
});
beforeEach(async () => {
  hour += 1;
});
afterEach(() => fresh.db.run(sql`DELETE FROM cards.tries`));
afterAll(() => door.close());

const day = () => addDays(city.today, 6);
const place = () => slotAt(fresh.db, renewal.city, city.main, 6, hour);
/** Somebody new. */
const newcomer = (): Record<string, string> => {
  people += 1;
  return { ...HANAKO, name: `新人 ${people}`, kana: 'シンジン', year: String(5 + (people % 55)) };
};

describe('[9(3)b] a service added as a row is booked from the start page to the mail', () => {
  test('the start page offers one service with one press, and two as soon as there are two', async () => {
    const one = await good(await visitor(door.url).get('/'));
    expect(one.html).toContain('予約を始める');
    expect((await visitor(door.url).get('/begin')).location).toBe('/notice?service=card-pickup');
    const id = await addService(fresh.db, city, { code: 'juminhyo-code', name: '住民票コードの変更' });
    renewal = { code: 'juminhyo-code', city: { ...city, service: id } };
    cautions = await addCautions(fresh.db, id);
    await expect.poll(async () => words(await visitor(door.url).get('/')).includes('住民票コードの変更'), KEPT).toBe(true);
    const two = await good(await visitor(door.url).get('/'));
    expect(two.html).toContain('href="/person?service=juminhyo-code"');
    expect(two.html).toContain('href="/notice?service=card-pickup"');
    expect(words(two)).toContain('手数料200円');
    expect((await visitor(door.url).get('/begin')).location).toBe('/');
    expect((await visitor(door.url).get('/begin?service=juminhyo-code')).location).toBe('/person?service=juminhyo-code');
    // The help page tells whom no postcard came for what they will be asked.
    const help = async () => words(await good(await visitor(door.url).get('/help')));
    await expect.poll(help, KEPT).toContain('はがきが不要な手続きでは、お名前、生年月日、電話番号をうかがいます。');
    expect(await help()).toContain('カードを受け取る方は、交付通知書のはがきが');
  });

  test('name, mail, link, office, day, time, cautions, check, done; every page valid', async () => {
    const me = visitor(door.url);
    await good(await me.get('/person?service=juminhyo-code'));
    expect((await me.post('/person', { ...HANAKO, service: renewal.code })).location).toBe('/mail');
    await good(await me.get('/mail'));
    await me.post('/mail', { mail: 'hanako@example.jp', mail_again: 'hanako@example.jp' });
    const secret = await linkSecret(fresh.db);
    const link = await good(await me.get(`/links/${secret}`));
    for (const personal of ['久留米 花子', 'くるめ', '5678']) expect(unrandom(link.html)).not.toContain(personal);
    await me.post(`/links/${secret}`, {});
    const calendar = await good(await me.get('/calendar'));
    expect(heading(calendar)).toBe('場所と日にちを選んでください');
    // Only the main hall has it.
    expect(calendar.html).not.toContain('北野総合支所');
    expect((await me.get(`/times?office=kitano&day=${day()}`)).location).toBe('/calendar');
    await good(await me.get('/calendar/next'));
    await good(await me.get(`/times?office=honcho&day=${day()}`));
    expect((await walkToHold(me, day(), await place())).location).toBe('/cautions');
    await good(await me.get('/cautions'));
    await me.post('/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])));
    const check = await good(await me.get('/check'));
    // What they typed in this very browser.
    for (const typed of ['久留米 花子', 'クルメ ハナコ', '昭和52年（1977年）11月9日', '090-1234-5678', '住民票コードの変更'])
      expect(words(check)).toContain(typed);
    const done = await pressBook(me, check);
    expect(done.location).toBe('/reservation?done=booked');
    const booked = await good(await me.follow(done));
    expect(words(booked)).toContain('手数料200円');
    expect(booked.html).not.toContain('久留米 花子');
    expect(
      await fresh.db.rows(sql`
        SELECT r.state, r.phone, r.mail, r.channel, m.name, m.kana, m.birth_date::text AS birth, m.card_id, m.kana_key, (SELECT count(*) FROM outbox.mails o WHERE o.reservation_id = r.id AND o.kind = 'booked') AS mails
        FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id WHERE r.service_id = ${renewal.city.service}`),
    ).toEqual([
      {
        state: 'booked',
        phone: '09012345678',
        mail: 'hanako@example.jp',
        channel: 'web',
        name: '久留米 花子',
        kana: 'クルメ ハナコ',
        birth: '1977-11-09',
        card_id: null,
        kana_key: 'クルメハナコ',
        mails: 1,
      },
    ]);
    const file = await me.get('/reservation.ics');
    expect(file.html).not.toMatch(/花子|ハナコ/u);
    expect(door.log.join('')).not.toMatch(/花子|1977-11-09|09012345678|hanako/u);
  });

  test('by the mail’s link it is changed and cancelled, and names nobody', async () => {
    const { id } = await fresh.db.one<{ id: string }>(
      sql`SELECT id FROM reservations.reservations WHERE service_id = ${renewal.city.service} AND state = 'booked'`,
    );
    const secret = await manageSecret(fresh.db, id);
    const me = visitor(door.url);
    await good(await me.get(`/reservations/${secret}`));
    expect((await me.post(`/reservations/${secret}`, {})).location).toBe('/reservation');
    const shown = await good(await me.get('/reservation'));
    for (const personal of ['花子', 'はなこ', '1977', '昭和52', '5678']) expect(unrandom(shown.html)).not.toContain(personal);
    const to = await slotAt(fresh.db, renewal.city, city.main, 7, 10);
    await good(await me.get(`/change?office=honcho&day=${addDays(city.today, 7)}&slot=${to}`));
    expect(
      (await me.post('/change', { office: 'honcho', day: addDays(city.today, 7), slot: String(to), version: '0' })).location,
    ).toBe('/reservation?done=changed');
    await good(await me.get('/cancel'));
    const cancelled = await me.post('/cancel', { version: '1' });
    expect(cancelled.location).toBe('/cancelled');
    const end = await good(await me.follow(cancelled));
    expect(words(end)).not.toContain('カードは、あらためて');
    expect(end.html).toContain('/begin?service=juminhyo-code');
  });
});

describe('[8(3)②] the page that asks who comes', () => {
  test('says each mistake at its box and keeps what was typed', async () => {
    const me = visitor(door.url);
    await me.get('/person?service=juminhyo-code');
    const send = (fields: Record<string, string>) => me.post('/person', { ...HANAKO, service: renewal.code, ...fields });
    const cases: [Record<string, string>, string, string][] = [
      [{ name: '' }, 'お名前を入力してください', 'f-name'],
      [{ name: '・・' }, 'お名前に使えない文字があります', 'f-name'],
      [{ kana: 'Hanako' }, 'フリガナに「H」は使えません。カタカナかひらがなで入力してください', 'f-kana'],
      [{ kana: '花子' }, 'フリガナに「花」は使えません。カタカナかひらがなで入力してください', 'f-kana'],
      [{ era: '' }, '元号を選ぶか、西暦を4けたで入力してください', 'f-era'],
      [{ year: '' }, '生年月日の「年」を入力してください', 'f-year'],
      [{ month: '13' }, 'その日付はありません', 'f-month'],
      [{ era: '', year: '1985', month: '2', day: '29' }, 'その日付はありません', 'f-day'],
      [{ era: '令和', year: '80' }, 'その日付はありません', 'f-year'],
      [{ phone: '1234' }, '電話番号は、市外局番から', 'f-phone'],
    ];
    for (const [fields, says, box] of cases) {
      const page = await good(await send(fields), 422);
      expect(words(page), JSON.stringify(fields)).toContain(says);
      expect(page.html, JSON.stringify(fields)).toContain(`href="#${box}"`);
      if (fields['name'] === undefined) expect(page.html).toContain('value="久留米 花子"');
      if (fields['era'] === undefined) expect(page.html).toContain('<option value="昭和" selected');
    }
    // However it is meant: 1977 with any era chosen, 昭和52 in the box, full width.
    for (const fields of [{ year: '1977' }, { era: '', year: 'S52' }, { era: '', year: '昭和５２年' }, { kana: 'ｸﾙﾒ ﾊﾅｺ' }])
      expect((await send({ ...fields, name: `誰か ${Object.keys(fields).length}` })).location).toBe('/mail');
    const { dates } = await fresh.db.one<{ dates: string[] }>(
      sql`SELECT array_agg(DISTINCT person ->> 'birth_date') AS dates FROM reservations.visits WHERE person IS NOT NULL`,
    );
    expect(dates).toEqual(['1977-11-09']);
  });

  test('who goes back finds it in the same browser; another browser with the mail’s link shows nothing of it', async () => {
    const me = await walkAsPerson(door, fresh.db, renewal.code, newcomer());
    expect((await me.get('/person?service=juminhyo-code')).html).toContain(`value="新人 ${people}"`);
    const other = visitor(door.url);
    await other.get('/');
    const secret = await linkSecret(fresh.db);
    await other.get(`/links/${secret}`);
    await other.post(`/links/${secret}`, {});
    await walkToHold(other, day(), await place());
    await other.post('/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])));
    await other.get('/cautions');
    await other.post('/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])));
    const check = await good(await other.get('/check'));
    expect(words(check)).toContain('この画面には表示しません');
    for (const path of ['/check', '/person?service=juminhyo-code', '/calendar', '/cautions'])
      expect(unrandom((await other.get(path)).html), path).not.toMatch(/新人|シンジン|昭和52|1977|5678/u);
    // Back in the first browser the visit is no longer there, and pressing the link again does not show it either.
    expect((await me.get('/check')).status).toBe(410);
    await me.get(`/links/${secret}`);
    await me.post(`/links/${secret}`, {});
    expect((await me.get('/check')).html).not.toContain('新人');
  });

  test('answers what nobody would type in words and stores nothing of it', async () => {
    const before = await fresh.db.one(sql`SELECT count(*) AS n FROM reservations.visits`);
    const me = visitor(door.url);
    await me.get('/person?service=juminhyo-code');
    const bad: (string | string[])[] = [
      '',
      '\u0000',
      '\ud800',
      '😀'.repeat(60),
      "' OR 1=1 --",
      '<script>alert(1)</script>',
      '-1',
      '99999999999999999999',
      '2026-02-30',
      'あ'.repeat(5_000),
      ['a', 'b'],
    ];
    for (const value of bad)
      for (const path of ['/person', '/manage/person']) {
        const all = Object.fromEntries(Object.keys(HANAKO).map((name) => [name, value]));
        for (const fields of [
          { ...all, service: renewal.code },
          { ...HANAKO, birth: value, year: value, service: renewal.code },
        ]) {
          const page = await me.post(path, fields as Record<string, string | string[]>);
          expect([422, 413], `${path} ${String(value).slice(0, 20)}`).toContain(page.status);
          expect(page.html).not.toContain('<script>alert');
        }
      }
    for (const path of ['/person', '/manage/person', '/manage', '/begin', '/offices', '/offices/honcho/calendar', '/notice'])
      for (const one of ['%00', 'a b c d', '%3Cscript%3E', 'juminhyo-code&service=card-pickup'])
        expect((await me.get(`${path}?service=${one}&from=${one}&office=${one}`)).status, `${path} ${one}`).toBeLessThan(500);
    expect(await fresh.db.one(sql`SELECT count(*) AS n FROM reservations.visits`)).toEqual(before);
  });

  test('the citizens’ role itself is refused what no page of ours sends', async () => {
    const identify = (person: unknown) =>
      fresh.db.one<{ said: string }>(
        sql`SELECT citizen.identify('juminhyo-code', ${JSON.stringify(person)}::jsonb, 'a', ${Buffer.from(randomUUID())}, 'ja', '', '') AS said`,
      );
    const key = 'a'.repeat(64);
    const sound = {
      key,
      name: '名',
      kana: 'ナ',
      birth_date: '1977-11-09',
      phone: '0942000000',
      name_key: '名',
      kana_key: 'ナ',
      pairs: [],
    };
    expect((await identify(sound)).said).toBe('ok');
    for (const wrong of [
      { key: 'x' },
      { name: '' },
      { name: 'あ'.repeat(101) },
      { birth_date: '1985-02-30' },
      { birth_date: '3000-01-01' },
      { birth_date: 'x' },
      { phone: '1' },
      { pairs: 'x' },
      { pairs: null },
      { kana_key: null },
    ])
      expect((await identify({ ...sound, ...wrong })).said, JSON.stringify(wrong)).toBe('refused');
    for (const nothing of [null, [], 'x', {}]) expect((await identify(nothing)).said).toBe('refused');
    expect(
      (
        await fresh.db.one<{ said: string }>(
          sql`SELECT citizen.identify('card-pickup', ${JSON.stringify(sound)}::jsonb, 'a', ${Buffer.from('x')}, 'ja', '', '') AS said`,
        )
      ).said,
    ).toBe('refused');
  });
});

describe('[8(3)⑫] the same person', () => {
  const book = async (me: Visitor) => {
    expect((await walkToHold(me, day(), await place())).location).toBe('/cautions');
    return walkToBooked(me, cautions);
  };

  test('is refused a second live booking of that service, however the name is written; another service is another matter', async () => {
    const who = { ...newcomer(), name: '髙橋 桜', kana: 'タカハシ サクラ', year: '52' };
    await book(await walkAsPerson(door, fresh.db, renewal.code, who));
    const again = await walkAsPerson(door, fresh.db, renewal.code, { ...who, name: '高橋　桜', era: '', year: '1977' });
    const told = await good(await again.get('/calendar'), 409);
    expect(heading(told)).toBe('すでに予約があります');
    expect(told.html).toContain('/manage?service=juminhyo-code');
    expect((await walkToHold2(again)).status).toBe(409);
    // The same person with a card: the pickup is booked beside it.
    await makeCard(fresh.db, { noticeId: 'P1P-000001', officeId: city.main, name: '高橋 桜', birthDate: '1977-11-09' });
    const pickup = visitor(door.url);
    await pickup.get('/notice');
    await pickup.post('/notice', { notice: 'P1P-000001', month: '11', day: '9' });
    await pickup.get('/mail');
    await pickup.post('/mail', { mail: 'a@example.jp', mail_again: 'a@example.jp' });
    const secret = await linkSecret(fresh.db);
    await pickup.get(`/links/${secret}`);
    await pickup.post(`/links/${secret}`, {});
    const slot = await slotAt(fresh.db, city, city.main, 6, hour);
    expect((await walkToHold(pickup, day(), slot)).location).toBe('/cautions');
    expect((await walkToBooked(pickup, [])).location).toBe('/reservation?done=booked');
  });
  /** The form of a page that was open before. */
  const walkToHold2 = async (me: Visitor) =>
    me.post('/times', { office: 'honcho', day: day(), slot: String(await place()), id: randomUUID() });

  test('[9(3)b] asks for the link by kana, birthday and phone; the page is the same for a stranger', async () => {
    const who = { ...newcomer(), kana: 'ヤマモト イチロー', phone: '0942001122' };
    await book(await walkAsPerson(door, fresh.db, renewal.code, who));
    await fresh.db.run(sql`DELETE FROM outbox.mails WHERE kind = 'manage-link'`);
    const answers: string[] = [];
    for (const change of [{ kana: 'やまもと　いちろう' }, { phone: '0942001123' }, { day: '6' }, { kana: 'ヤマモト ジロウ' }]) {
      const me = visitor(door.url);
      await good(await me.get('/manage'));
      expect((await me.get('/manage?service=juminhyo-code')).location).toBe('/manage/person?service=juminhyo-code');
      await good(await me.get('/manage/person?service=juminhyo-code'));
      const began = performance.now();
      const sent = await me.post('/manage/person', { ...who, ...change, service: renewal.code });
      expect(performance.now() - began).toBeGreaterThan(280);
      expect(sent.location).toBe('/manage/sent');
      answers.push((await good(await me.get('/manage/sent'))).html);
    }
    expect(new Set(answers).size).toBe(1);
    expect(await fresh.db.rows(sql`SELECT FROM outbox.mails WHERE kind = 'manage-link'`)).toHaveLength(1);
    // The service with a card is still asked for by the postcard.
    await good(await visitor(door.url).get('/manage?service=card-pickup'));
  });
});

describe('[8(3)⑭b] how much one caller and one mail address may begin', () => {
  const set = (key: string, value: number) =>
    fresh.db.run(
      sql`INSERT INTO site.settings (key, value) VALUES (${key}, ${String(value)}::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    );
  afterEach(() => fresh.db.run(sql`DELETE FROM site.settings`));

  test('one caller has begun too many: said in words, what was typed stays, rests and is over', async () => {
    await set('begun-per-address', 2);
    const me = visitor(door.url);
    const send = async () => {
      await me.get('/person?service=juminhyo-code');
      return me.post('/person', { ...newcomer(), service: renewal.code });
    };
    expect((await send()).location).toBe('/mail');
    expect((await send()).location).toBe('/mail');
    const told = await good(await send(), 429);
    expect(heading(told)).toBe('お名前などを入力してください');
    expect(words(told)).toContain('30分ほど待って');
    expect(told.html).toContain(`value="新人 ${people}"`);
    // Who comes with a card from the same address is not held up.
    await makeCard(fresh.db, { noticeId: `Q1Q-${String(people).padStart(6, '0')}`, officeId: city.main });
    await walkToCalendar(door, fresh.db, `Q1Q-${String(people).padStart(6, '0')}`);
  });

  test('one mailbox holds so many places and no more, however its address is written; other addresses go on', async () => {
    await set('live-per-mail', 2);
    const walk = (mail: string) => walkAsPerson(door, fresh.db, renewal.code, newcomer(), visitor(door.url), mail);
    for (const [offset, mail] of [
      [8, 'kazoku@gmail.com'],
      [9, 'kazo.ku+a@googlemail.com'],
    ] as const) {
      const me = await walk(mail);
      const slot = await slotAt(fresh.db, renewal.city, city.main, offset, hour);
      expect((await walkToHold(me, addDays(city.today, offset), slot)).location).toBe('/cautions');
    }
    const third = await walk('Ka.zoku@Gmail.com');
    const told = await good(await walkToHold(third, day(), await place()), 409);
    expect(heading(told)).toBe('このメールアドレスの予約が多くなっています');
    expect((await walkToHold(await walk('ka.zoku@example.jp'), day(), await place())).location).toBe('/cautions');
  });

  test('one mailbox is sent so many links a day, whoever asks and however its address is written', async () => {
    await set('link-mails', 1);
    const ask = async (mail: string) => {
      const me = visitor(door.url);
      await me.get('/person?service=juminhyo-code');
      await me.post('/person', { ...newcomer(), service: renewal.code });
      await me.get('/mail');
      return me.post('/mail', { mail, mail_again: mail });
    };
    for (const mail of ['mato@gmail.com', 'ma.to@gmail.com', 'mato@googlemail.com'])
      expect((await ask(mail)).location).toBe('/mail/sent');
    expect((await ask('m.a.t.o@gmail.com')).status).toBe(429);
    // Elsewhere a dot makes another mailbox.
    expect((await ask('ma.to@example.jp')).location).toBe('/mail/sent');
  });
});

describe('where it is offered', () => {
  test('[8(3)⑦c] a slot of an office that staff closed to citizens is not to be had, also not by who knows its number', async () => {
    const me = await walkAsPerson(door, fresh.db, renewal.code, newcomer());
    const slot = await place();
    await fresh.db.run(sql`UPDATE offices.offices SET citizens_to = '2020-01-02' WHERE code = 'honcho'`);
    await me.get('/calendar');
    const answer = await me.post('/times', { office: 'honcho', day: day(), slot: String(slot), id: randomUUID() });
    expect(answer.location).not.toBe('/cautions');
    await fresh.db.run(sql`UPDATE offices.offices SET citizens_to = NULL WHERE code = 'honcho'`);
    expect(await fresh.db.rows(sql`SELECT FROM reservations.reservations WHERE slot_id = ${slot} AND state = 'held'`)).toEqual(
      [],
    );
  });

  test('no window, no place or no opening: neither on the start page nor in the pull-down', async () => {
    const id = await addService(fresh.db, city, { code: 'other', name: 'ほかの手続き', offices: [city.branch] });
    const offered = async (where: string) => (await visitor(door.url).get(where)).html;
    await expect.poll(async () => (await offered('/')).includes('ほかの手続き'), KEPT).toBe(true);
    await good(await visitor(door.url).get('/offices/kitano/calendar?service=other'));
    expect((await visitor(door.url).get('/offices?service=other&office=honcho')).location).toBe(
      '/offices/kitano/calendar?service=other',
    );
    await fresh.db.run(sql`UPDATE ledger.slots SET opens_at = lib.now() + interval '1 day' WHERE service_id = ${id}`);
    await expect.poll(async () => (await offered('/')).includes('ほかの手続き'), KEPT).toBe(false);
    await fresh.db.run(sql`UPDATE ledger.slots SET opens_at = NULL WHERE service_id = ${id}`);
    await fresh.db.run(sql`DELETE FROM calendar.windows WHERE service_id = ${id}`);
    await expect.poll(async () => (await offered('/offices/kitano/calendar')).includes('ほかの手続き'), KEPT).toBe(false);
    // A form that was open before begins nothing, above all not another service.
    const me = visitor(door.url);
    await me.get('/person?service=juminhyo-code');
    await fresh.db.run(sql`UPDATE services.services SET retired_at = lib.now() WHERE code IN ('other')`);
    const gone = await me.post('/person', { ...newcomer(), service: 'other' });
    expect([gone.status, words(gone)]).toEqual([409, expect.stringContaining('この手続きは、現在、ウェブでは予約できません。')]);
    expect(await fresh.db.rows(sql`SELECT FROM reservations.visits v WHERE v.service_id = ${id}`)).toEqual([]);
  });
});
