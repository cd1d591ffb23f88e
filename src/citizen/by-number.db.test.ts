import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../test/support/browse.ts';
import { BIRTHDAY, travel } from '../../test/support/citizen.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { written } from '../../test/support/log.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, slotAt } from '../../test/support/small-city.ts';
import { startSmtp, type TestSmtp } from '../../test/support/smtp.ts';
import { CITIZEN_ORIGIN, startWorker, type TestWorker } from '../../test/support/worker.ts';
import { sql } from '../lib/db/sql.ts';
import { kanaKey, nameKey, personKey } from '../lib/japanese/keys.ts';

/** The way back to a booking for who threw the postcard away: 予約番号 and the address it was booked with. */
let here: Journey;
let smtp: TestSmtp;
let worker: TestWorker;

beforeAll(async () => {
  here = await openJourney(50, { asBuilt: true });
  smtp = await startSmtp();
  worker = await startWorker(here.fresh, smtp.url);
});
afterEach(async () => {
  await travel(here.fresh.db, 0);
  await here.fresh.db.run(sql`DELETE FROM cards.tries`);
});
afterAll(async () => {
  await worker?.close();
  await smtp?.close();
  await here?.door.close();
});

/** What is shown to somebody who types this, and whether they waited for it as long as all do. */
async function ask(number: string, mail: string): Promise<string> {
  const me = visitor(here.door.url);
  await good(await me.get('/manage/number'));
  const began = performance.now();
  const sent = await me.post('/manage/number', { number, mail });
  expect(performance.now() - began).toBeGreaterThan(280);
  expect(sent.location).toBe('/manage/sent');
  return (await good(await me.get('/manage/sent'))).html;
}
const links = async (): Promise<number> =>
  (await here.fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = 'manage-link'`)).n;

test('[8(3)⑩a] [8(3)⑩b] without the postcard: booking number and address, however typed, bring a mail whose link opens the booking', async () => {
  const one = await here.booked();
  const way = await good(await visitor(here.door.url).get('/manage?service=card-pickup'));
  expect(way.html).toContain('href="/manage/number"');
  await ask(
    one.number.replace('-', '').replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
    one.mail.toUpperCase(),
  );
  const caught = await smtp.next(({ to, parsed }) => to.includes(one.mail) && (parsed.text ?? '').includes('/reservations/'));
  const url = new RegExp(`${CITIZEN_ORIGIN}(/reservations/[0-9a-f-]{36})`, 'u');
  // The booking's own mail has a link too: the one that was asked for is a mail of its own.
  const mails = async () => smtp.mails.filter(({ to, parsed }) => to.includes(one.mail) && url.test(parsed.text ?? '')).length;
  await expect.poll(mails).toBe(2);
  const path = url.exec(smtp.mails.filter(({ to }) => to.includes(one.mail)).at(-1)?.parsed.text ?? '')?.[1] ?? '';
  expect(caught.to).toEqual([one.mail]);
  const phone = visitor(here.door.url);
  await good(await phone.get(path));
  expect((await phone.post(path, {})).location).toBe('/reservation');
  expect(words(await good(await phone.get('/reservation')))).toContain(one.number);
});

test('[8(3)⑩a] [8(3)⑩b] [8(3)⑭b] right or wrong, without an address or under 支援措置: one page, as late, and a mail for the right one alone', async () => {
  const [right, wrong, without, hidden] = [await here.booked(), await here.booked(), await here.booked(), await here.booked()];
  await here.fresh.db.run(sql`UPDATE reservations.reservations SET mail = NULL WHERE number = ${without.number}`);
  await here.fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = ${hidden.notice}`);
  const before = await links();
  const answers = [
    await ask('0000-0001', wrong.mail),
    await ask(wrong.number, right.mail),
    await ask(without.number, without.mail),
    await ask(hidden.number, hidden.mail),
  ];
  expect(await links()).toBe(before);
  answers.push(await ask(right.number, right.mail));
  expect(await links()).toBe(before + 1);
  expect(new Set(answers).size).toBe(1);
  const { log } = await here.fresh.db.one<{ log: string }>(
    sql`SELECT string_agg(row_to_json(e)::text, ' ') AS log FROM audit.events e WHERE act = 'citizen.asked-for-link'`,
  );
  for (const { mail } of [right, wrong, without, hidden]) {
    expect(log).not.toContain(mail);
    expect(written(here.door.log)).not.toContain(mail);
  }
});

test('[8(3)⑭b] tries are counted per number before they are judged: after many at once the right address sends nothing, until the rest is over', async () => {
  const [one, other] = [await here.booked(), await here.booked()];
  const before = await links();
  await Promise.all(Array.from({ length: 6 }, (_, n) => ask(one.number, `guess-${n}@example.jp`)));
  await ask(one.number, one.mail);
  expect(await links()).toBe(before);
  await ask(other.number, other.mail);
  expect(await links()).toBe(before + 1);
  await travel(here.fresh.db, 31);
  await ask(one.number, one.mail);
  expect(await links()).toBe(before + 2);
});

test('[8(3)⑭b] wrong ones count with what the caller’s address asks of these pages, not with the wrong entries of who books', async () => {
  const one = await here.booked();
  const before = await links();
  await ask('0000-0002', one.mail);
  expect(
    await here.fresh.db.rows(
      sql`SELECT scope, failures FROM cards.tries WHERE scope LIKE '%address' OR scope = 'site' ORDER BY scope`,
    ),
  ).toEqual([{ scope: 'manage-address', failures: 1 }]);
  await here.fresh.db.run(
    sql`UPDATE cards.tries SET rests_until = lib.now() + interval '10 minutes' WHERE scope = 'manage-address'`,
  );
  await ask(one.number, one.mail);
  expect(await links()).toBe(before);
});

test('[8(3)⑩a] [8(3)⑩b] what is no number, or a slip of an address, is said before anything is asked of the database', async () => {
  const me = visitor(here.door.url);
  await me.get('/manage/number');
  const empty = await good(await me.post('/manage/number', { number: '123', mail: '' }), 422);
  expect(words(empty)).toContain('予約番号は、数字8文字です');
  const slip = await good(await me.post('/manage/number', { number: '1234-5678', mail: 'hanako@gmail.con' }), 422);
  expect(words(slip)).toContain('「hanako@gmail.com」ではありませんか');
  expect(slip.html).toContain('name="number" value="1234-5678"');
  expect(await here.fresh.db.rows(sql`SELECT FROM cards.tries`)).toEqual([]);
});

test('[8(2)⑥b] [8(3)⑩a] after a day that was shut the way back brings a mail that opens the booking, for a month, by number and by notice ID; after any other day none', async () => {
  const { db } = here.fresh;
  const way = {
    byNumber: await here.booked({ hour: 8 }),
    byNotice: await here.booked({ hour: 7 }),
    late: await here.booked({ hour: 6 }),
    open: await here.booked({ hour: 5 }),
  };
  const shift = (id: string, days: number, shut: boolean) =>
    db.run(
      sql`UPDATE ledger.slots SET day = day - ${days}::integer, closed_at = CASE WHEN ${shut} THEN lib.now() END WHERE id = (SELECT slot_id FROM reservations.reservations WHERE id = ${id})`,
    );
  await shift(way.byNumber.id, 15, true);
  await shift(way.byNotice.id, 15, true);
  await shift(way.late.id, 41, true);
  await shift(way.open.id, 15, false);
  // As it is once the day is over.
  await db.run(
    sql`UPDATE ledger.standing SET until = lib.now() - interval '1 second' WHERE reservation_id = ANY (${Object.values(way).map(({ id }) => id)}::uuid[])`,
  );
  const before = await links();
  for (const { number, mail } of [way.late, way.open]) await ask(number, mail);
  expect(await links()).toBe(before);
  await ask(way.byNumber.number, way.byNumber.mail);
  const other = visitor(here.door.url);
  await other.get('/manage?service=card-pickup');
  await other.post('/manage', { service: 'card-pickup', notice: way.byNotice.notice, ...BIRTHDAY });
  expect(await links()).toBe(before + 2);
  for (const { number, mail } of [way.byNumber, way.byNotice]) {
    const asked = await smtp.next(
      ({ to, parsed }) => to.includes(mail) && (parsed.subject ?? '').includes('予約の確認、変更、取り消しのページ'),
    );
    expect(asked.parsed.text).not.toContain('変更・取り消しは、お電話でお受けします。');
    const path = new RegExp(`${CITIZEN_ORIGIN}(/reservations/[0-9a-f-]{36})`, 'u').exec(asked.parsed.text ?? '')?.[1] ?? '';
    const me = visitor(here.door.url);
    await good(await me.get(path));
    expect((await me.post(path, {})).location).toBe('/reservation');
    expect(words(await good(await me.get('/reservation')))).toContain(number);
  }
});

/** A visit taken before going live for somebody whose card is not there yet; returns its number. */
async function takeAwaited(name: string, mail: string, kana = '', phone = ''): Promise<string> {
  const { db } = here.fresh;
  const [key, slot] = [nameKey(name), await slotAt(db, here.city, here.city.main, 12, 9)];
  const member = {
    awaits: 'W9W-000001',
    person_key: personKey(key, '1950-01-02'),
    name,
    kana,
    kana_key: kanaKey(kana),
    name_key: key,
    birth_date: '1950-01-02',
    pairs: [],
  };
  const { id } = await db.one<{ id: string }>(sql`SELECT gen_random_uuid() AS id`);
  await db.run(
    sql`SELECT reservations.take_over(ROW('operator', NULL, NULL, NULL)::audit.actor, ${id}::uuid, ${id}, ${here.city.service}, ${slot}, ${JSON.stringify([member])}::jsonb, 'web', ${mail}, ${phone}, NULL, true)`,
  );
  return (await db.one<{ number: string }>(sql`SELECT number FROM reservations.reservations WHERE id = ${id}::uuid`)).number;
}
/** The path of the link in the mail that was asked for. */
async function linkOf(mail: string): Promise<string> {
  const url = new RegExp(`${CITIZEN_ORIGIN}(/reservations/[0-9a-f-]{36})`, 'u');
  const { parsed } = await smtp.next(({ to, parsed }) => to.includes(mail) && url.test(parsed.text ?? ''));
  return url.exec(parsed.text ?? '')?.[1] ?? '';
}

test('[8(3)⑩a] [8(1)⑬a] a booking taken before going live whose card is not there yet is found by number and address, and shown and cancelled without a word of who comes; under 支援措置 by staff alone', async () => {
  const { db } = here.fresh;
  const number = await takeAwaited('未着　桃子', 'momo@example.jp');
  await ask(number, 'momo@example.jp');
  const path = await linkOf('momo@example.jp');
  const me = visitor(here.door.url);
  await good(await me.get(path));
  expect((await me.post(path, {})).location).toBe('/reservation');
  const page = await good(await me.get('/reservation'));
  expect(words(page)).toContain(number);
  for (const hidden of ['未着', '桃子', 'W9W-000001']) expect(page.html).not.toContain(hidden);
  for (const other of ['/calendar', '/party', '/cancel']) await good(await me.get(other));
  const cancelled = await me.post('/cancel', { version: '0' });
  expect(words(await good(await me.follow(cancelled)))).toContain('取り消し');
  expect(await db.one(sql`SELECT state FROM reservations.reservations WHERE number = ${number}`)).toEqual({ state: 'cancelled' });

  await makeCard(db, { noticeId: 'W9W-000002', name: '未着　李子', birthDate: '1950-01-02', protected: true });
  const before = await links();
  await ask(await takeAwaited('未着　李子', 'sumomo@example.jp'), 'sumomo@example.jp');
  expect(await links()).toBe(before);
});

test('[8(2)②b] [8(1)⑬a] 支援措置 recorded for somebody whose card is not there yet ends the web session of their visit at once, and no link is sent to who knows them', async () => {
  const { db } = here.fresh;
  const who = { name: '未着　杏子', mail: 'anzu@example.jp', kana: 'ミチャク アンズ', phone: '09000000321' };
  const number = await takeAwaited(who.name, who.mail, who.kana, who.phone);
  const find = async () =>
    (
      await db.one<{ result: string }>(
        sql`SELECT citizen.find_person('card-pickup', ${kanaKey(who.kana)}, '1950-01-02'::date, ${who.phone}, '192.0.2.7', 'r', 's') AS result`,
      )
    ).result;
  await ask(number, who.mail);
  const path = await linkOf(who.mail);
  const me = visitor(here.door.url);
  await good(await me.get(path));
  expect((await me.post(path, {})).location).toBe('/reservation');
  expect(words(await good(await me.get('/reservation')))).toContain(number);
  expect(await find()).toBe('link_sent');

  await makeCard(db, { noticeId: 'W9W-000003', name: who.name, birthDate: '1950-01-02', protected: true });
  const before = await links();
  expect((await me.get('/reservation')).html).not.toContain(number);
  await me.post('/cancel', { version: '0' });
  expect(await db.one(sql`SELECT state FROM reservations.reservations WHERE number = ${number}`)).toEqual({ state: 'booked' });
  expect(await find()).toBe('no_mail');
  expect(await links()).toBe(before);
});

test('[8(3)⑩a] the link that is asked for on a page in another language comes in it, and the booking keeps its own', async () => {
  const [byNumber, byNotice] = [await here.booked(), await here.booked()];
  const me = visitor(here.door.url);
  await good(await me.get('/vi/manage/number'));
  expect((await me.post('/vi/manage/number', { number: byNumber.number, mail: byNumber.mail })).location).toBe('/vi/manage/sent');
  await good(await me.get('/ko/manage'));
  expect((await me.post('/ko/manage', { notice: byNotice.notice, ...BIRTHDAY })).location).toBe('/ko/manage/sent');
  for (const [booked, language] of [
    [byNumber, 'vi'],
    [byNotice, 'ko'],
  ] as const) {
    const mail = await smtp.next(
      ({ to, parsed }) => to.includes(booked.mail) && (parsed.text ?? '').includes(`${CITIZEN_ORIGIN}/${language}/reservations/`),
    );
    expect(mail.parsed.text).not.toContain('予約番号：');
    const { kept } = await here.fresh.db.one<{ kept: string }>(
      sql`SELECT language AS kept FROM reservations.reservations WHERE number = ${booked.number}`,
    );
    expect(kept).toBe('ja');
  }
});

test('[8(3)⑩a] asked again in another language within the ten minutes, the link comes in that one', async () => {
  const one = await here.booked();
  const me = visitor(here.door.url);
  const asked = async (language: string) => {
    await good(await me.get(`/${language}/manage/number`));
    await me.post(`/${language}/manage/number`, { number: one.number, mail: one.mail });
  };
  const comes = (language: string) =>
    smtp.next(
      ({ to, parsed }) => to.includes(one.mail) && (parsed.text ?? '').includes(`${CITIZEN_ORIGIN}/${language}/reservations/`),
    );
  await asked('vi');
  await comes('vi');
  await asked('ko');
  await comes('ko');
  // What has not left yet changes its language; each language is mailed once.
  const other = await here.booked();
  await here.fresh.db.transaction(async (tx) => {
    const { at } = await tx.one<{ at: Date }>(sql`SELECT lib.now() AS at`);
    const ask = (language: string) =>
      tx.run(
        sql`SELECT reservations.mail_link(r.id, r.mail, ${at}, ${language}) FROM reservations.reservations r WHERE r.number = ${other.number}`,
      );
    const put = async () =>
      (
        await tx.rows<{ language: string | null }>(sql`
          SELECT m.about ->> 'language' AS language FROM outbox.mails m JOIN reservations.reservations r ON r.id = m.reservation_id
          WHERE m.kind = 'manage-link' AND r.number = ${other.number} ORDER BY m.id`)
      ).map(({ language }) => language);
    for (const language of ['en', 'zh', 'zh']) await ask(language);
    expect(await put()).toEqual(['zh']);
    await tx.run(sql`UPDATE outbox.mails SET state = 'sent' WHERE kind = 'manage-link'`);
    for (const language of ['ja', 'zh', 'ja']) await ask(language);
    expect(await put()).toEqual(['zh', 'ja']);
  });
});
