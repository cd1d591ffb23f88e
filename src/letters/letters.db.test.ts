import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decode } from '../../build/pictures/shrink.ts';
import { readCalendar } from '../../test/support/calendar-file.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { must } from '../../test/support/must.ts';
import { readQr } from '../../test/support/qr.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { type CaughtMail, startSmtp, type TestSmtp } from '../../test/support/smtp.ts';
import { shiftTime, stopTimeAt } from '../../test/support/time.ts';
import { CITIZEN_ORIGIN, startWorker, type TestWorker } from '../../test/support/worker.ts';
import { EVERYBODY } from '../cards/viewer.ts';
import { close, reopen } from '../closing/acts.ts';
import { previewClosing } from '../closing/close-preview.ts';
import { halfDayTime, longDate, shortDate } from '../lib/dates/format.ts';
import { cityDay, cityInstant, cityMinute } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { book, cancel, keep, move } from '../reservations/acts.ts';
import { setMail } from '../reservations/contact.ts';
import { sayOtherwise } from '../site/wordings/acts.ts';
import { readRecipients, sendMailing } from './mailings.ts';
import { queueReminders } from './reminders.ts';

const STAFF = { kind: 'operator' } as const;
const MAIL = 'sachiko@example.jp';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let smtp: TestSmtp;
let worker: TestWorker;

beforeEach(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk');
  city = await buildSmallCity(fresh.db);
  smtp = await startSmtp();
  worker = await startWorker(fresh, smtp.url);
});
afterEach(async () => {
  await worker.close();
  await smtp.close();
  await db.close();
  await fresh.drop();
});

/** The main hall closed today. */
const closedToday = () =>
  fresh.db.run(
    sql`INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) VALUES (${city.main}, ${city.today}::date, lib.now(), 1, 1)`,
  );

type Booked = { id: string; number: string; cardId: number };
let cards = 0;

async function bookAt(daysOn: number, hour: number, mail: string | null = MAIL): Promise<Booked> {
  cards += 1;
  const cardId = await makeCard(fresh.db, {
    noticeId: `A1B-${String(cards).padStart(6, '0')}`,
    name: `試験 太郎${cards}`,
    birthDate: `19${10 + (cards % 80)}-03-08`,
    officeId: city.main,
  });
  const id = randomUUID();
  const booked = must(
    await book(db, STAFF, {
      id,
      serviceId: city.service,
      slotId: await slotAt(fresh.db, city, city.main, daysOn, hour),
      members: [{ cardId }],
      channel: 'phone',
      mail,
      phone: '',
      language: 'ja',
      exceedReason: null,
      personReason: null,
    }),
  );
  return { id, number: booked.number, cardId };
}

const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();
const urlsIn = (mail: CaughtMail): string[] => mail.parsed.text?.match(/https?:\/\/\S+/gu) ?? [];
/** The secret at the end of the mail's only link. */
const secretIn = (mail: CaughtMail): string => {
  const [url = ''] = urlsIn(mail);
  expect(url.slice(-36)).toMatch(/^[0-9a-f-]{36}$/u);
  return url.slice(-36);
};
/** Where the links of a mail lead, and of which reservation or visit their secret is the key; the database knows its hash alone. */
const ledTo = (mail: CaughtMail): Promise<string[]> =>
  Promise.all(
    urlsIn(mail).map(async (url) => {
      const row = await fresh.db.row<{ id: string }>(
        sql`SELECT coalesce(reservation_id, visit_id) AS id FROM reservations.links WHERE hash = sha256(convert_to(${url.slice(-36)}, 'UTF8'))`,
      );
      return `${url.slice(0, -36)}${row?.id}`;
    }),
  );
const managed = (id: string): string[] => [`${CITIZEN_ORIGIN}/reservations/${id}`];
const about = (words: string) => (mail: CaughtMail) => mail.parsed.subject?.includes(words) ?? false;
const states = () =>
  fresh.db.rows<{ kind: string; state: string; last_error: string | null }>(
    sql`SELECT kind, state, last_error FROM outbox.mails ORDER BY id`,
  );

/** What every letter about a visit must say (§8(3)⑪). */
function saysTheVisit(mail: CaughtMail, booked: Booked, daysOn: number, time: string): void {
  const text = mail.parsed.text ?? '';
  expect(mail.to).toEqual([MAIL]);
  expect(text).toContain(`予約番号：${booked.number}`);
  expect(text).toContain('手続き：マイナンバーカードの受け取り');
  expect(text).toContain('受け取る場所：本庁');
  expect(text).toContain('所在地：久留米市');
  expect(text).toContain(`日時：${longDate(dayOn(daysOn))}${time}`);
  expect(text).toContain('人数：1人');
  expect(text).toContain('電話：0942-00-0000');
  expect(text).not.toContain('試験');
  expect(urlsIn(mail)).toHaveLength(1);
  expect(text).toMatch(/^[^\r]*$/u);
}

const calendarIn = (mail: CaughtMail): Map<string, string> | undefined => {
  const file = mail.parsed.attachments.find(({ contentType }) => contentType === 'text/calendar');
  return file === undefined ? undefined : readCalendar(file.content.toString());
};
const sequenceIn = (mail: CaughtMail): number => Number(calendarIn(mail)?.get('SEQUENCE'));
const namesOfFiles = (mail: CaughtMail) => mail.parsed.attachments.map(({ filename }) => filename);

describe('letters', () => {
  test('[8(3)⑪a] a booking is confirmed with what was booked', async () => {
    const booked = await bookAt(5, 10);
    const mail = await smtp.next(about('予約を受け付けました'));
    saysTheVisit(mail, booked, 5, '午前10時');
    // The words of the site: 受け取る場所, and no hour before which one must be there that the site does not name.
    expect(mail.parsed.text).not.toMatch(/交付場所|分前/u);
    expect(mail.parsed.text).toContain('持ち物：\n・交付通知書のはがき\n・本人確認書類');
    expect(await ledTo(mail)).toEqual(managed(booked.id));
  });

  test('[8(3)⑪b] a change says the new time', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    const moved = await move(db, STAFF, {
      id: booked.id,
      slotId: await slotAt(fresh.db, city, city.main, 6, 13),
      version: 0,
      exceedReason: null,
    });
    expect(moved.ok).toBe(true);
    saysTheVisit(await smtp.next(about('予約を変更しました')), booked, 6, '午後1時');
  });

  test('[8(3)⑪c] a cancellation says what was cancelled, and leads to a new booking', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    expect((await cancel(db, STAFF, { id: booked.id, version: 0, reason: 'phone' })).ok).toBe(true);
    const mail = await smtp.next(about('予約を取り消しました'));
    saysTheVisit(mail, booked, 5, '午前10時');
    expect(urlsIn(mail)).toEqual([`${CITIZEN_ORIGIN}/`]);
  });

  test('[8(3)③] the registration link goes to the typed address and says how long it works', async () => {
    const day = dayOn(200);
    const until = cityInstant(day, 12 * 60 + 30).toString();
    const { id } = await fresh.db.one<{ id: string }>(sql`
      INSERT INTO reservations.visits (cookie_hash, purpose, service_id, mail, link_until, created_at, expires_at)
      VALUES ('\\x01', 'book', ${city.service}, 'a..b@docomo.ne.jp', ${until}::timestamptz, lib.now(), ${until}::timestamptz)
      RETURNING id`);
    await fresh.db.run(sql`SELECT outbox.put('link', NULL, ${id}::uuid, '1', '{}', lib.now())`);
    const mail = await smtp.next(about('予約の続き'));
    expect(mail.to).toEqual(['a..b@docomo.ne.jp']);
    expect(await ledTo(mail)).toEqual([`${CITIZEN_ORIGIN}/links/${id}`]);
    expect(mail.parsed.text).toContain(`${longDate(day)}午後0時30分まで`);
    expect(mail.parsed.text).toContain('この時点では、予約はまだ完了していません。');
  });

  test('the manage link goes to the registered address', async () => {
    const booked = await bookAt(5, 10);
    await fresh.db.run(sql`SELECT outbox.put('manage-link', ${booked.id}::uuid, NULL, '1', '{}', lib.now())`);
    const mail = await smtp.next(about('確認、変更、取り消しのページ'));
    expect(mail.to).toEqual([MAIL]);
    expect(await ledTo(mail)).toEqual(managed(booked.id));
  });

  test('[8(3)⑭b] asking again within ten minutes puts no mail, and uses up none of those a mailbox may ask for in a day', async () => {
    const booked = await bookAt(5, 10);
    const asks = () => fresh.db.run(sql`SELECT reservations.mail_link(${booked.id}::uuid, ${MAIL}, '2031-12-01 10:01+09')`);
    for (let n = 0; n < 3; n += 1) await asks();
    expect(await fresh.db.rows(sql`SELECT FROM reservations.asked`)).toHaveLength(1);
    expect((await states()).filter(({ kind }) => kind === 'manage-link')).toHaveLength(1);
  });

  test('[8(2)⑫b] no-show: who did not come is asked to book again; who came is not', async () => {
    const absent = await bookAt(0, 23);
    const came = await bookAt(0, 23, 'came@example.jp');
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = 'no-show' WHERE reservation_id = ${absent.id}::uuid`);
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = 'handed-over' WHERE reservation_id = ${came.id}::uuid`);
    await closedToday();
    for (const { id } of [absent, came])
      await fresh.db.run(sql`SELECT outbox.put('no-show', ${id}::uuid, NULL, ${city.today}, '{}', lib.now())`);
    const mail = await smtp.next(about('あらためて予約'));
    saysTheVisit(mail, absent, 0, '午後11時');
    expect(mail.parsed.text).toContain('お越しが確認できませんでした。\nカードは、引き続きお預かりしています。');
    await expect
      .poll(async () => (await states()).filter(({ kind }) => kind === 'no-show').map(({ state }) => state))
      .toEqual(['sent', 'dropped']);
  });

  test('[8(2)⑫b] no-show: of a family of whom some came, the mail counts and instructs only those who did not', async () => {
    const family = await bookAt(0, 23);
    await fresh.db.run(
      sql`UPDATE services.services SET party_max = 6, bring_under15 = '{保護者の本人確認書類}' WHERE id = ${city.service}`,
    );
    await fresh.db.run(sql`
      INSERT INTO reservations.members (reservation_id, position, name, birth_date, outcome)
      VALUES (${family.id}::uuid, 2, '試験 次郎', lib.day_of(lib.now()) - 3650, 'no-show'), (${family.id}::uuid, 3, '試験 三郎', '1980-01-01', 'handed-over')`);
    await fresh.db.run(
      sql`UPDATE reservations.members SET outcome = 'incomplete' WHERE reservation_id = ${family.id}::uuid AND position = 1`,
    );
    await closedToday();
    await fresh.db.run(sql`SELECT outbox.put('no-show', ${family.id}::uuid, NULL, ${city.today}, '{}', lib.now())`);
    const { text = '' } = (await smtp.next(about('あらためて予約'))).parsed;
    for (const said of [
      '次の予約の3人のうち、1人の方のお越しが確認できませんでした。',
      'お越しのなかった方のカードは、引き続きお預かりしています。',
      '人数：1人',
      '持ち物（2人目、15歳未満の方）：',
      '保護者の本人確認書類',
    ])
      expect(text).toContain(said);
    expect(text).not.toMatch(/3人目|1人目|人数：3人|次の予約の日に/u);
  });

  test('no-show: while its day is open again nobody is told that they did not come', async () => {
    const absent = await bookAt(0, 23);
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = 'no-show' WHERE reservation_id = ${absent.id}::uuid`);
    await fresh.db.run(sql`SELECT outbox.put('no-show', ${absent.id}::uuid, NULL, ${city.today}, '{}', lib.now())`);
    await expect.poll(async () => (await states()).find(({ kind }) => kind === 'no-show')?.state).toBe('dropped');
  });

  test('a closed day: told not to come, with the link to choose again', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${dayOn(5)}::date`);
    await fresh.db.run(sql`SELECT outbox.put('closed-day', ${booked.id}::uuid, NULL, ${dayOn(5)}, '{}', lib.now())`);
    const mail = await smtp.next(about('窓口をお休みします'));
    saysTheVisit(mail, booked, 5, '午前10時');
    expect(mail.parsed.text).toContain('お越しにならないでください');
    expect(await ledTo(mail)).toEqual(managed(booked.id));
  });

  test('[8(2)⑤f] a published change says what it is: a holiday by its name, a day without hours, other hours', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    const day = dayOn(5);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${day}::date`);
    const told = async (once: string): Promise<string> => {
      await fresh.db.run(sql`SELECT outbox.put('closed-day', ${booked.id}::uuid, NULL, ${once}, '{}', lib.now())`);
      return /理由：(.*)/u.exec((await smtp.next(about('窓口をお休みします'))).parsed.text ?? '')?.[1] ?? '';
    };
    await fresh.db.run(sql`INSERT INTO calendar.holidays (day, name, staff_edited) VALUES (${day}::date, '市の記念日', true)`);
    expect(await told('holiday')).toBe('祝日（市の記念日）のため');
    // What staff typed for a day of one office is theirs alone.
    await fresh.db.run(
      sql`INSERT INTO calendar.overrides (office_id, service_id, day, reason) VALUES (${city.main}, ${city.service}, ${day}::date, '職員の都合')`,
    );
    expect(await told('shut')).toBe('閉庁日の変更');
    await fresh.db.run(sql`
      WITH p AS (INSERT INTO calendar.patterns (name) VALUES ('午後') RETURNING id)
      UPDATE calendar.overrides SET pattern_id = p.id FROM p WHERE day = ${day}::date`);
    expect(await told('hours')).toBe('受付時間の変更');
    await fresh.db.run(sql`DELETE FROM calendar.overrides`);
    await fresh.db.run(sql`DELETE FROM calendar.holidays WHERE name = '市の記念日'`);
  });

  test('[8(2)⑤c] a closing: told until when places are set aside; reopened or kept: told to come as planned, who was not told is not', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    const range = { officeIds: [city.main], serviceId: null, from: dayOn(5), to: dayOn(5), hours: null };
    const shut = async () => {
      return must(
        await close(
          db,
          { kind: 'staff', staffId: 1 },
          {
            ...range,
            formId: randomUUID(),
            reason: '台風のため',
            notice: null,
            aside: [{ day: dayOn(7), places: 1 }],
            priorityHours: 48,
            seen: (await previewClosing(db, range, EVERYBODY)).version,
          },
        ),
      );
    };
    const first = await shut();
    const told = await smtp.next(about('窓口をお休みします'));
    saysTheVisit(told, booked, 5, '午前10時');
    expect(told.parsed.text).toContain('理由：台風のため');
    const taken = calendarIn(told);
    expect(taken?.get('METHOD')).toBe('CANCEL');
    const { until } = await fresh.db.one<{ until: Date }>(
      sql`SELECT max(aside_until) AS until FROM ledger.slots WHERE aside > 0`,
    );
    expect(told.parsed.text).toContain(
      `${longDate(cityDay(until))}${halfDayTime(cityMinute(until))}までは、ほかの方より先に選んでいただける時間を`,
    );
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['sent', 'sent']);
    await reopen(db, { kind: 'staff', staffId: 1 }, first);
    const back = await smtp.next(about('予定どおりお越しください'));
    saysTheVisit(back, booked, 5, '午前10時');
    // The entry that was taken away is put in anew.
    expect(calendarIn(back)?.get('METHOD')).toBe('PUBLISH');
    expect(calendarIn(back)?.get('UID')).toBe(taken?.get('UID'));
    // Counted in seconds, and both may be sent in one.
    expect(sequenceIn(back)).toBeGreaterThanOrEqual(sequenceIn(told));
    // Shut and opened before the worker came to it: nothing is told at all.
    await expect.poll(async () => (await states()).every(({ state }) => state === 'sent')).toBe(true);
    await worker.close();
    await reopen(db, { kind: 'staff', staffId: 1 }, await shut());
    worker = await startWorker(fresh, smtp.url);
    await expect
      .poll(async () => (await states()).at(-1))
      .toEqual({ kind: 'closed-day', state: 'dropped', last_error: 'not-closed' });
    // Kept: the window stays shut, this visit comes.
    await shut();
    await smtp.next(about('窓口をお休みします'));
    const { version } = await fresh.db.one<{ version: number }>(
      sql`SELECT version FROM reservations.reservations WHERE id = ${booked.id}::uuid`,
    );
    expect(await keep(db, { kind: 'staff', staffId: 1 }, { id: booked.id, version, reason: '' })).toMatchObject({ ok: true });
    saysTheVisit(await smtp.next(about('予定どおりお越しください')), booked, 5, '午前10時');
  });

  test('[8(2)⑤c] who was never told that the counter is shut is not told that it is open after all; who was called is', async () => {
    const [never, called] = [await bookAt(5, 10), await bookAt(5, 10, 'called@example.jp')];
    await smtp.next(about('予約を受け付けました'));
    await expect.poll(async () => (await states()).every(({ state }) => state === 'sent')).toBe(true);
    await worker.close();
    const by = { kind: 'staff', staffId: 1 } as const;
    const range = { officeIds: [city.main], serviceId: null, from: dayOn(5), to: dayOn(5), hours: null };
    const about5 = { formId: randomUUID(), reason: '台風のため', notice: null, aside: [], priorityHours: 48 };
    expect(
      await close(db, by, { ...range, ...about5, seen: (await previewClosing(db, range, EVERYBODY)).version }),
    ).toMatchObject({ ok: true });
    await fresh.db.run(
      sql`UPDATE closing.affected SET reached_at = lib.now(), reached_by = 1 WHERE reservation_id = ${called.id}::uuid`,
    );
    for (const { id } of [never, called]) expect(await keep(db, by, { id, version: 0, reason: 'x' })).toMatchObject({ ok: true });
    worker = await startWorker(fresh, smtp.url);
    expect((await smtp.next(about('予定どおりお越しください'))).to).toEqual(['called@example.jp']);
    await expect
      .poll(async () => (await states()).filter(({ kind }) => kind === 'reopened'))
      .toEqual([
        { kind: 'reopened', state: 'dropped', last_error: 'not-told' },
        { kind: 'reopened', state: 'sent', last_error: null },
      ]);
  });

  test('[8(3)⑪abc] the calendar’s entry follows: put in, changed, taken away, each by the file that goes with the mail', async () => {
    const booked = await bookAt(5, 10);
    const first = await smtp.next(about('予約を受け付けました'));
    expect(first.parsed.subject).toBe(`【久留米市】予約を受け付けました：${shortDate(dayOn(5))} マイナンバーカードの受け取り`);
    expect(namesOfFiles(first)).toEqual(['yoyaku.ics', 'yoyaku-qr.png']);
    const entry = calendarIn(first);
    expect(entry?.get('METHOD')).toBe('PUBLISH');
    expect(entry?.get('DTSTART')).toBe(`${dayOn(5).replaceAll('-', '')}T010000Z`);
    expect(entry?.get('SUMMARY')).toBe('マイナンバーカードの受け取り（本庁）');
    expect(entry?.get('DESCRIPTION')).toContain(booked.number);
    expect(entry?.get('DESCRIPTION')).toContain('・交付通知書のはがき');
    expect(entry?.get('TRIGGER')).toBe('-PT1440M');
    // Calendars are shared: nothing in it opens the booking by itself.
    expect(entry?.get('URL')).toBe(`${CITIZEN_ORIGIN}/manage`);
    expect([...(entry?.values() ?? [])].join()).not.toContain(secretIn(first));

    const png = first.parsed.attachments.find(({ contentType }) => contentType === 'image/png')?.content;
    expect(png === undefined ? png : readQr(decode(png))).toBe(booked.number);

    const slotId = await slotAt(fresh.db, city, city.main, 6, 13);
    await move(db, STAFF, { id: booked.id, slotId, version: 0, exceedReason: null });
    const second = await smtp.next(about('予約を変更しました'));
    expect(calendarIn(second)?.get('UID')).toBe(entry?.get('UID'));
    expect(calendarIn(second)?.get('DTSTART')).toBe(`${dayOn(6).replaceAll('-', '')}T040000Z`);
    expect(sequenceIn(second)).toBeGreaterThanOrEqual(sequenceIn(first));

    await cancel(db, STAFF, { id: booked.id, version: 1, reason: 'phone' });
    const third = await smtp.next(about('予約を取り消しました'));
    expect(third.parsed.text).toContain('当日お越しいただく必要はありません。');
    expect(namesOfFiles(third)).toEqual(['torikeshi.ics']);
    expect(calendarIn(third)?.get('METHOD')).toBe('CANCEL');
    expect(calendarIn(third)?.get('STATUS')).toBe('CANCELLED');
    expect(calendarIn(third)?.get('UID')).toBe(entry?.get('UID'));
    expect(sequenceIn(third)).toBeGreaterThanOrEqual(sequenceIn(second));
  });

  test('what was sent is kept word for word, but for the link', async () => {
    await bookAt(5, 10);
    const mail = await smtp.next(about('予約を受け付けました'));
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['sent']);
    const kept = await fresh.db.one<{ subject: string; body: string }>(sql`SELECT subject, body FROM outbox.mails`);
    const secret = secretIn(mail);
    expect(kept.subject).toBe(mail.parsed.subject);
    expect(kept.body.trim()).toBe(mail.parsed.text?.replace(secret, '（省略）').trim());
    expect(kept.body).not.toContain(secret);
    expect(kept.body).not.toContain(MAIL);
  });

  test('what a version before this one put is told too: which day a reminder is of stands in its key', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    await fresh.db.run(
      sql`SELECT outbox.put_all('reminder', ${[booked.id]}::uuid[], ${`${dayOn(5)}-1`}, lib.now()), outbox.put_all('booked', ${[booked.id]}::uuid[], 'again-1', lib.now())`,
    );
    saysTheVisit(await smtp.next(about('予約のお知らせ')), booked, 5, '午前10時');
    const again = await smtp.next(about('予約のご案内（再送）'));
    expect(again.parsed.text).toContain('新しい予約ではありません');
  });

  test('a mail of a kind this version does not know is tried again, never dropped in silence', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    await fresh.db.run(sql`SELECT outbox.put('of-next-year', ${booked.id}::uuid, NULL, '1', '{}', lib.now())`);
    await expect
      .poll(async () => (await states()).find(({ kind }) => kind === 'of-next-year'))
      .toEqual({ kind: 'of-next-year', state: 'waiting', last_error: 'could not be written' });
    expect(worker.log.join()).toContain('no letter for mails of kind of-next-year');
  });

  test('a corrected address gets the confirmation under a new link', async () => {
    const booked = await bookAt(5, 10, 'wrong@example.jp');
    const wrong = await smtp.next(about('予約を受け付けました'));
    await setMail(db, STAFF, { id: booked.id, version: 0, mail: MAIL, send: true });
    const right = await smtp.next(about('予約のご案内：'));
    expect(right.to).toEqual([MAIL]);
    expect(right.parsed.text).toContain('新しい予約ではありません');
    expect(await ledTo(right)).toEqual(managed(booked.id));
    // The old one is nobody's any more, also where its mail was opened before.
    expect(await ledTo(wrong)).toEqual([`${CITIZEN_ORIGIN}/reservations/undefined`]);
  });

  test('[8(2)⑤c] an address registered for a visit whose counter is shut is told so, with the link to choose another time; a day too late it still gets the link', async () => {
    const booked = await bookAt(5, 10, null);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${dayOn(5)}::date`);
    expect(await setMail(db, STAFF, { id: booked.id, version: 0, mail: MAIL, send: true })).toMatchObject({ ok: true });
    const mail = await smtp.next(about('窓口をお休みします'));
    saysTheVisit(mail, booked, 5, '午前10時');
    expect(await ledTo(mail)).toEqual(managed(booked.id));
    // Asked for again, it is mailed again.
    expect(await setMail(db, STAFF, { id: booked.id, version: 1, mail: MAIL, send: true })).toMatchObject({ ok: true });
    expect((await smtp.next(about('窓口をお休みします'))).to).toEqual([MAIL]);
    await stopTimeAt(fresh, cityInstant(dayOn(7), 10 * 60).toString());
    expect(await setMail(db, STAFF, { id: booked.id, version: 2, mail: MAIL, send: true })).toMatchObject({ ok: true });
    expect(await ledTo(await smtp.next(about('確認、変更、取り消しのページ')))).toEqual(managed(booked.id));
  });

  test('[8(2)⑤c] an address registered while the counter was shut, which opens before the mail is written, gets the confirmation', async () => {
    const booked = await bookAt(5, 10, null);
    await worker.close();
    const range = { officeIds: [city.main], serviceId: null, from: dayOn(5), to: dayOn(5), hours: null };
    const closed = must(
      await close(
        db,
        { kind: 'staff', staffId: 1 },
        {
          ...range,
          formId: randomUUID(),
          reason: '台風のため',
          notice: null,
          aside: [],
          priorityHours: 48,
          seen: (await previewClosing(db, range, EVERYBODY)).version,
        },
      ),
    );
    expect(await setMail(db, STAFF, { id: booked.id, version: 0, mail: MAIL, send: true })).toMatchObject({ ok: true });
    await reopen(db, { kind: 'staff', staffId: 1 }, closed);
    worker = await startWorker(fresh, smtp.url);
    await expect.poll(states).toEqual([
      { kind: 'closed-day', state: 'dropped', last_error: 'not-closed' },
      { kind: 'booked', state: 'sent', last_error: null },
    ]);
    const mail = await smtp.next(about('予約のご案内：'));
    saysTheVisit(mail, booked, 5, '午前10時');
    expect(await ledTo(mail)).toEqual(managed(booked.id));
  });

  test('[8(2)⑤c] whom only a text by staff told not to come, below which their visit stands, is told that the counter opens after all', async () => {
    const [told, quiet] = [await bookAt(5, 10, null), await bookAt(5, 10, null)];
    const range = { officeIds: [city.main], serviceId: null, from: dayOn(5), to: dayOn(5), hours: null };
    const by = { kind: 'staff', staffId: 1 } as const;
    const text = { reason: '台風のため', notice: null, aside: [], priorityHours: 48 };
    const { version } = await previewClosing(db, range, EVERYBODY);
    const closed = must(await close(db, by, { ...range, ...text, formId: randomUUID(), seen: version }));
    for (const [{ id }, mail] of [[told, MAIL] as const, [quiet, 'quiet@example.jp'] as const])
      expect(await setMail(db, STAFF, { id, version: 0, mail, send: false })).toMatchObject({ ok: true });
    const send = async ({ id }: Booked, withVisit: boolean) => {
      const { seen } = await readRecipients(db, [id], { withVisit, cancelled: false });
      const words = { subject: '台風のお知らせ', body: '強い風が吹きます。', texts: {}, sentence: 'x', minutes: 0 };
      expect(
        await sendMailing(db, by, { ...words, form: randomUUID(), withVisit, cancelled: false, reservations: [id], seen }),
      ).toMatchObject({ ok: true });
    };
    await send(told, true);
    await send(quiet, false);
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect((await smtp.next(({ to }) => to.includes(MAIL))).parsed.text).toContain('お越しにならないでください');
    await reopen(db, by, closed);
    saysTheVisit(await smtp.next(about('予定どおりお越しください')), told, 5, '午前10時');
    await expect
      .poll(async () => (await states()).map(({ kind, state }) => `${kind} ${state}`))
      .toEqual(['mailing sent', 'mailing sent', 'reopened sent']);
    // Shut again, and its day over: nobody is told to stay away from a day that was.
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${dayOn(5)}::date`);
    await stopTimeAt(fresh, cityInstant(dayOn(7), 10 * 60).toString());
    await send(told, true);
    const after = await smtp.next((mail) => mail.to.includes(MAIL) && about('台風のお知らせ')(mail));
    expect(after.parsed.text).toContain(told.number);
    expect(after.parsed.text).not.toContain('お越しにならないでください');
  });

  test('each mail of a reservation has a link of its own, and the database holds none of them in clear', async () => {
    const booked = await bookAt(5, 10);
    const first = await smtp.next(about('予約を受け付けました'));
    await fresh.db.run(sql`SELECT outbox.put('manage-link', ${booked.id}::uuid, NULL, '1', '{}', lib.now())`);
    const second = await smtp.next(about('確認、変更、取り消しのページ'));
    expect(await ledTo(second)).toEqual(await ledTo(first));
    expect(urlsIn(second)).not.toEqual(urlsIn(first));
    const { held } = await fresh.db.one<{ held: string }>(sql`
      SELECT (SELECT jsonb_agg(to_jsonb(l)) FROM reservations.links l)::text || (SELECT jsonb_agg(to_jsonb(r)) FROM reservations.reservations r)::text
        || (SELECT jsonb_agg(to_jsonb(m)) FROM outbox.mails m)::text || (SELECT jsonb_agg(to_jsonb(e)) FROM audit.events e)::text AS held`);
    for (const url of [...urlsIn(first), ...urlsIn(second)]) expect(held).not.toContain(url.slice(-36));
  });

  test('without an address nothing is put on its way', async () => {
    await bookAt(5, 10, null);
    expect(await states()).toEqual([]);
  });

  test('the log of the worker names no address, number or link', async () => {
    const booked = await bookAt(5, 10);
    const mail = await smtp.next(about('予約を受け付けました'));
    await worker.close();
    const log = worker.log.join('\n');
    worker = await startWorker(fresh, smtp.url);
    expect(log).toContain('"kind":"booked"');
    expect(log).not.toContain(MAIL);
    expect(log).not.toContain(booked.number);
    expect(log).not.toContain(secretIn(mail));
  });
});

describe('until when a visit may be changed or cancelled on the web', () => {
  const openDaysBefore = (days: number, minute: number) =>
    fresh.db.run(
      sql`UPDATE calendar.windows SET change_open_days = ${days}, change_minute = ${minute} WHERE audience = 'citizen'`,
    );
  const put = (kind: string, { id }: Booked, key = dayOn(5)) =>
    fresh.db.run(
      sql`SELECT outbox.put(${kind}, ${id}::uuid, NULL, ${`${key}-1`}, jsonb_build_object('day', ${key}::text), lib.now())`,
    );

  test('[8(3)⑪a] [8(3)⑪b] [8(3)⑪d] stands in each mail that leads to it', async () => {
    await openDaysBefore(1, 1020);
    const booked = await bookAt(5, 10);
    const until = (daysOn: number) => `変更・取り消しは、${shortDate(dayOn(daysOn))}の午後5時までできます。`;
    expect((await smtp.next(about('予約を受け付けました'))).parsed.text).toContain(until(4));
    await put('reminder', booked);
    const reminder = (await smtp.next(about('予約のお知らせ'))).parsed.text;
    expect(reminder).toContain('次のページから変更または取り消しを');
    expect(reminder).toContain(until(4));
    await put('manage-link', booked);
    expect((await smtp.next(about('変更、取り消しのページ'))).parsed.text).toContain(until(4));
    const slotId = await slotAt(fresh.db, city, city.main, 6, 13);
    expect((await move(db, STAFF, { id: booked.id, slotId, version: 0, exceedReason: null })).ok).toBe(true);
    expect((await smtp.next(about('予約を変更しました'))).parsed.text).toContain(until(5));
  });

  test('[8(3)⑪a] [8(3)⑪d] once it has passed the mail says to telephone, and invites to no change', async () => {
    // By open days the deadline lies before today, though the visit is days away: as on a Sunday for a Monday.
    await openDaysBefore(7, 1020);
    const booked = await bookAt(5, 10);
    const confirmed = (await smtp.next(about('予約を受け付けました'))).parsed.text;
    expect(confirmed).toContain('変更・取り消しは、お電話でお受けします。');
    await put('reminder', booked);
    const mail = await smtp.next(about('予約のお知らせ'));
    expect(mail.parsed.text).toContain('お越しになれないときは、お電話ください。');
    expect(mail.parsed.text).toContain('電話：0942-00-0000');
    expect(mail.parsed.text).not.toMatch(/変更または取り消しをお願い|までできます/u);
    expect(await ledTo(mail)).toEqual(managed(booked.id));
    await put('manage-link', booked);
    expect((await smtp.next(about('変更、取り消しのページ'))).parsed.text).toContain('お電話でお受けします');
  });
});

test('[8(3)⑪a] a sentence of the city’s stands in the mail from its time on, beside everything that was booked; the confirmation sent again says that it is one', async () => {
  const said = {
    texts: { opening: { ja: 'ご予約ありがとうございます。' }, closing: { ja: '駐車場は、混み合います。' } },
    hidden: false,
  };
  expect((await sayOtherwise(db, STAFF, 'mail.booked', '0', said, null)).ok).toBe(true);
  const later = { texts: { opening: { ja: '来月からの文。' } }, hidden: false };
  const nextMonth = Temporal.Now.instant().add({ hours: 24 * 30 });
  expect((await sayOtherwise(db, STAFF, 'mail.booked', '1', later, nextMonth)).ok).toBe(true);
  const booked = await bookAt(5, 10);
  const mail = await smtp.next(about('予約を受け付けました'));
  saysTheVisit(mail, booked, 5, '午前10時');
  expect(mail.parsed.text).toMatch(/^ご予約ありがとうございます。\n予約の時間に.*\n\n駐車場は、混み合います。\n\nこのメールは/su);
  await fresh.db.run(sql`SELECT outbox.put('booked', ${booked.id}::uuid, NULL, 'again-1', '{"again": "resent"}', lib.now())`);
  const again = await smtp.next(about('再送'));
  expect(again.parsed.text).toMatch(/^先にお送りした.*駐車場は/su);
});

describe('what is no longer so is not told', () => {
  /** Keeps mails waiting until the test lets them go. */
  const later = () => fresh.db.run(sql`UPDATE outbox.mails SET next_at = 'infinity' WHERE state = 'waiting'`);
  const now = () => fresh.db.run(sql`UPDATE outbox.mails SET next_at = lib.now() WHERE state = 'waiting'`);
  const quietly = async <T>(act: () => Promise<T>): Promise<T> => {
    await worker.close();
    const result = await act();
    worker = await startWorker(fresh, smtp.url);
    return result;
  };

  test('a booking cancelled before its confirmation left: only the cancellation is sent', async () => {
    await quietly(async () => {
      const booked = await bookAt(5, 10);
      await cancel(db, STAFF, { id: booked.id, version: 0, reason: 'phone' });
    });
    await smtp.next(about('予約を取り消しました'));
    await expect.poll(states).toEqual([
      { kind: 'booked', state: 'dropped', last_error: 'no-longer-booked' },
      { kind: 'cancelled', state: 'sent', last_error: null },
    ]);
  });

  test('changed twice before the first mail left: told once', async () => {
    await quietly(async () => {
      const booked = await bookAt(5, 10);
      for (const [version, hour] of [11, 12].entries())
        await move(db, STAFF, {
          id: booked.id,
          slotId: await slotAt(fresh.db, city, city.main, 5, hour),
          version,
          exceedReason: null,
        });
    });
    await expect.poll(async () => (await states()).map(({ state }) => state)).toEqual(['sent', 'dropped', 'sent']);
    expect(smtp.mails.filter(about('予約を変更しました'))).toHaveLength(1);
  });

  test('[8(3)⑪b] what a citizen says a fourth time in a day is mailed an hour later, whatever was mailed between: a move by another mail, and what is said after it', async () => {
    const booked = await bookAt(5, 10);
    await smtp.next(about('予約を受け付けました'));
    let lost = false;
    const says = async () => {
      lost = !lost;
      await fresh.db.run(
        sql`SELECT reservations.set_needs(ROW('citizen', NULL, NULL, NULL)::audit.actor, ${booked.id}::uuid, jsonb_build_object('1', ${lost ? ['lost-notice'] : []}::text[]))`,
      );
    };
    const changes = async () =>
      (
        await fresh.db.rows<{ state: string; later: boolean }>(
          sql`SELECT state, once LIKE '%:needs-late-%' AS later FROM outbox.mails WHERE kind = 'changed' ORDER BY id`,
        )
      ).map(({ state, later }) => `${later ? 'later ' : ''}${state}`);
    const version = async () =>
      (await fresh.db.one<{ version: number }>(sql`SELECT version FROM reservations.reservations WHERE id = ${booked.id}::uuid`))
        .version;
    for (let n = 0; n < 3; n += 1) {
      await says();
      await expect.poll(async () => (await changes()).at(-1)).toBe('sent');
    }
    await says();
    expect(await changes()).toEqual(['sent', 'sent', 'sent', 'later waiting']);
    // A move is told at once, also where the other one waits.
    const slotId = await slotAt(fresh.db, city, city.main, 6, 13);
    expect((await move(db, STAFF, { id: booked.id, slotId, version: await version(), exceedReason: null })).ok).toBe(true);
    await expect.poll(changes).toEqual(['sent', 'sent', 'sent', 'later waiting', 'sent']);
    // Said after it, it is told by one that comes after it.
    await says();
    await says();
    expect(await changes()).toEqual(['sent', 'sent', 'sent', 'later waiting', 'sent', 'later waiting']);
    // A move whose mail has not left yet: the later one does not stand for it.
    await worker.close();
    const back = await slotAt(fresh.db, city, city.main, 5, 10);
    expect((await move(db, STAFF, { id: booked.id, slotId: back, version: await version(), exceedReason: null })).ok).toBe(true);
    await says();
    worker = await startWorker(fresh, smtp.url);
    await expect
      .poll(changes)
      .toEqual(['sent', 'sent', 'sent', 'later waiting', 'sent', 'later waiting', 'sent', 'later waiting']);
    await shiftTime(fresh, 3_700);
    await expect.poll(changes).toEqual(['sent', 'sent', 'sent', 'later dropped', 'sent', 'later dropped', 'sent', 'later sent']);
  });

  test('[8(3)⑪d] a reminder whose visit was moved, cancelled or closed meanwhile does not go out', async () => {
    const moved = await bookAt(5, 10);
    const closed = await bookAt(5, 11);
    const cancelled = await bookAt(5, 12);
    await expect.poll(() => smtp.mails.length).toBe(3);
    for (const { id } of [moved, closed, cancelled])
      await fresh.db.run(
        sql`SELECT outbox.put('reminder', ${id}::uuid, NULL, ${`${dayOn(5)}-1`}, jsonb_build_object('day', ${dayOn(5)}::text), 'infinity')`,
      );
    await later();
    await move(db, STAFF, {
      id: moved.id,
      slotId: await slotAt(fresh.db, city, city.main, 7, 10),
      version: 0,
      exceedReason: null,
    });
    await cancel(db, STAFF, { id: cancelled.id, version: 0, reason: 'phone' });
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${dayOn(5)}::date AND start_minute = 660`);
    await now();
    await expect
      .poll(async () =>
        (await states()).filter(({ kind }) => kind === 'reminder').map(({ state, last_error }) => `${state} ${last_error}`),
      )
      .toEqual(['dropped moved', 'waiting null', 'dropped no-longer-booked']);
    expect(smtp.mails.filter(about('お知らせ'))).toEqual([]);
  });
});

describe('reminders', () => {
  /** Stands at this hour of a day so many days from today. */
  const standAt = (daysOn: number, hour: number) =>
    stopTimeAt(
      fresh,
      Temporal.PlainDateTime.from(`${dayOn(daysOn)}T00:00`)
        .add({ hours: hour })
        .toZonedDateTime('Asia/Tokyo')
        .toInstant()
        .toString(),
    );
  const queue = () => db.transaction(queueReminders);

  test('[8(3)⑪d] the day before, from the city’s hour on, once however often the clock strikes, and says tomorrow', async () => {
    const booked = await bookAt(5, 10);
    await bookAt(5, 11, null);
    await bookAt(6, 10, 'later@example.jp');
    await expect.poll(() => smtp.mails.length).toBe(2);
    await standAt(3, 23);
    expect(await queue()).toBe(0);
    await standAt(4, 9);
    expect(await queue()).toBe(0);
    await standAt(4, 10);
    expect(await Promise.all([queue(), queue()])).toContain(1);
    expect(await queue()).toBe(0);
    await standAt(4, 17);
    expect(await queue()).toBe(0);
    const mail = await smtp.next(about('明日の予約のお知らせ'));
    saysTheVisit(mail, booked, 5, '午前10時');
    expect((await states()).filter(({ kind }) => kind === 'reminder')).toHaveLength(1);
  });

  test('[8(3)⑪d] not for a visit whose slot was closed (要振替), nor right after the booking itself', async () => {
    const closed = await bookAt(5, 10);
    await expect.poll(() => smtp.mails.length).toBe(1);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE day = ${dayOn(5)}::date AND start_minute = 600`);
    await standAt(4, 15);
    await bookAt(5, 11);
    expect(await queue()).toBe(0);
    await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL`);
    expect(await queue()).toBe(1);
    expect(await fresh.db.rows(sql`SELECT reservation_id AS id FROM outbox.mails WHERE kind = 'reminder'`)).toEqual([
      { id: closed.id },
    ]);
  });

  test('[8(3)⑪d] a worker that was down the whole day makes up for it once, as long as the visit is to come, and says today', async () => {
    const booked = await bookAt(5, 10);
    await bookAt(5, 8, 'over@example.jp');
    await bookAt(6, 10, 'tomorrow@example.jp');
    await expect.poll(() => smtp.mails.length).toBe(3);
    // Back in the night before: nobody is woken.
    await standAt(5, 3);
    expect(await queue()).toBe(0);
    await standAt(5, 9);
    expect(await queue()).toBe(1);
    expect(await queue()).toBe(0);
    const mail = await smtp.next(about('本日の予約のお知らせ'));
    saysTheVisit(mail, booked, 5, '午前10時');
    // The others have theirs at their hour.
    await standAt(5, 10);
    expect(await queue()).toBe(1);
    await smtp.next(about('明日の予約のお知らせ'));
  });

  test('[8(3)⑪d] of two reminders that were missed the later one alone is made up for; who has had theirs gets no other', async () => {
    await bookAt(5, 10);
    await fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('reminder-days', '3'), ('second-reminder-days', '1')`);
    // Day 2 was missed.
    await standAt(3, 12);
    expect(await queue()).toBe(1);
    await smtp.next(about('2日後の予約のお知らせ'));
    // Day 4 too; and the city set a day more since.
    await fresh.db.run(sql`UPDATE site.settings SET value = '4' WHERE key = 'reminder-days'`);
    await standAt(5, 8);
    expect(await queue()).toBe(1);
    expect(await queue()).toBe(0);
    await bookAt(8, 10);
    await standAt(8, 7);
    expect(await queue()).toBe(1);
  });

  test('[8(3)⑪d] the city may choose the hour, the days and a second reminder', async () => {
    await bookAt(5, 10);
    await fresh.db.run(
      sql`INSERT INTO site.settings (key, value) VALUES ('reminder-hour', '18'), ('reminder-days', '3'), ('second-reminder-days', '1')`,
    );
    await standAt(2, 17);
    expect(await queue()).toBe(0);
    await standAt(2, 18);
    expect(await queue()).toBe(1);
    await standAt(4, 18);
    expect(await queue()).toBe(1);
  });
});
