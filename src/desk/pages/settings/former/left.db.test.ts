import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, signedIn, type Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { inHandAllTheSame } from '../../../../../test/support/in-hand.ts';
import { invariantFaults } from '../../../../../test/support/invariant.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../../test/support/small-city.ts';
import { stopTimeAt } from '../../../../../test/support/time.ts';
import { searchPairs } from '../../../../cards/search-keys.ts';
import { finishFormer } from '../../../../intake/former/acts.ts';
import { systemClock } from '../../../../lib/clock.ts';
import { addDays, cityInstant } from '../../../../lib/dates/jst.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { nameKey, personKey } from '../../../../lib/japanese/keys.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
/** Where the city's clock stands, of the desk as of its database; it runs before that. */
let standing: Temporal.Instant | undefined;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(undefined, { now: () => standing ?? systemClock.now() }));
  me = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk.close());

test('[8(1)⑬a] whom a file could not book is on its page with whom to call, and in 対応が必要 until somebody has, the day past or not', async () => {
  const { id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, dry_run, counts, pressed_at, ended_at)
    VALUES ('reservations', 'ledger.csv', 'x', 'former', lib.now(), false, '{"rows": 1}', lib.now(), lib.now()) RETURNING id`);
  const member = { notice_id: 'L1F-000001', birth_date: '1950-01-02', name_key: '移行残子' };
  await fresh.db.run(sql`
    INSERT INTO intake.bookings (import_id, line, number, channel, office_id, service_id, day, start_minute, members, phone, remark, state, reason, done_at)
    VALUES (${id}, 2, 'K-9', 'phone', ${city.main}, ${city.service}, ${addDays(city.today, -1)}::date, 540, ${JSON.stringify([member])}::jsonb, '0942319999', '杖を使う', 'failed', 'past', lib.now())`);
  expect(words(await good(await me.get('/todo')))).toContain('登録できなかった稼働前の予約');
  const page = words(await good(await me.get(`/settings/former/${id}`)));
  for (const part of ['登録できなかった予約　1件', '移行残子（L1F-000001）', '0942-31-9999', '杖を使う'])
    expect(page).toContain(part);
  const { id: booking } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM intake.bookings WHERE import_id = ${id}`);
  const settle = () => me.post(`/settings/former/${id}/settle`, { booking: String(booking) });
  const done = words(await good(await me.follow(await settle())));
  expect(done).toContain('対応済みにしました。');
  for (const gone of ['移行残子', '0942-31-9999']) expect(done).not.toContain(gone);
  expect((await settle()).status).toBe(409);
  expect(words(await me.get('/todo'))).toContain('対応が必要なことはありません');
  const { acts } = await fresh.db.one<{ acts: string[] }>(
    sql`SELECT array_agg(act ORDER BY id) AS acts FROM audit.events WHERE detail ->> 'import' = ${String(id)}`,
  );
  expect(acts).toEqual(['desk.saw-former', 'intake.reservation-settled']);
});

test('[8(1)⑬a] a file that no process goes on with says so, in 対応が必要 too, and is begun again by a press; so is taking it back', async () => {
  const { id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, dry_run, counts, pressed_at, staff_id)
    VALUES ('reservations', 'stopped.csv', 'y', 'former', lib.now(), false, '{"rows": 1}', lib.now(), (SELECT min(id) FROM staff.accounts)) RETURNING id`);
  await fresh.db.run(sql`
    INSERT INTO intake.bookings (import_id, line, number, channel, office_id, service_id, day, start_minute, members, state)
    VALUES (${id}, 2, 'K-8', 'phone', ${city.main}, ${city.service}, ${addDays(city.today, -1)}::date, 541, ${JSON.stringify([{ notice_id: 'L0F-000001', birth_date: '1950-01-02', name_key: '止待子' }])}::jsonb, 'queued')`);
  const path = `/settings/former/${id}`;
  const read = async (address: string) => words(await good(await me.get(address)));
  /** What 対応が必要, the list of files and the file's page say of it. */
  const said = async () => {
    const waits = (await read('/todo')).includes('登録か、その取り消しが、3分以上進んでいません');
    const stopped = /(登録|取り消し)が止まっています/u;
    return [waits, stopped.exec(await read('/settings/former'))?.[0], stopped.exec(await read(path))?.[0]];
  };
  const none = [false, undefined, undefined];
  /** Since when nothing was done, of this file or of another one. */
  const idle = (since: string) =>
    fresh.db.run(sql`
      WITH o AS (UPDATE intake.bookings SET done_at = done_at - interval '1 hour' WHERE done_at IS NOT NULL)
      UPDATE intake.imports SET pressed_at = CASE WHEN undone_at IS NULL THEN lib.now() - ${since}::interval ELSE pressed_at - interval '1 hour' END,
        undone_at = CASE WHEN undone_at IS NOT NULL THEN lib.now() - ${since}::interval END
      WHERE id = ${id}`);
  await idle('1 minute');
  expect(await said()).toEqual(none);
  expect(await read(path)).toContain('登録を進めています');
  await me.post(`${path}/retry`, {});
  await idle('4 minutes');
  expect(await said()).toEqual([true, '登録が止まっています', '登録が止まっています']);
  // It has no place, so it is told of.
  await me.post(`${path}/retry`, {});
  expect(await said()).toEqual(none);
  expect(await read(path)).toContain('登録できなかった予約');
  await fresh.db.run(sql`UPDATE intake.imports SET undone_at = lib.now(), ended_at = NULL WHERE id = ${id}`);
  await idle('4 minutes');
  expect(await said()).toEqual([true, '取り消しが止まっています', '取り消しが止まっています']);
  await me.post(`${path}/retry`, {});
  expect(await said()).toEqual(none);
  const { acts } = await fresh.db.one<{ acts: number }>(
    sql`SELECT count(*)::integer AS acts FROM audit.events WHERE act = 'intake.reservations-tried-again' AND detail ->> 'import' = ${String(id)}`,
  );
  expect(acts).toBe(2);
  await fresh.db.run(sql`DELETE FROM intake.bookings WHERE import_id = ${id}`);
});

test('[8(2)②b] of whoever is under 支援措置 an account without the right reads neither when nor where nor a number of now, on the page and in the file, and settles nothing', async () => {
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('sets', '設定')`);
  await fresh.db.run(
    sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'sets', unnest(ARRAY['settings.manage', 'booking.make', 'lists.take'])`,
  );
  const sets = await desk.clerk('sets', ['sets'], city.main, '設定 係');
  const { id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, dry_run, counts, pressed_at, ended_at)
    VALUES ('reservations', 'ledger.csv', 'y', 'former', lib.now(), false, '{"rows": 1}', lib.now(), lib.now()) RETURNING id`);
  const reservation = await awaited('S-1', '秘密　太郎', { day: addDays(city.today, 1), hour: 10 });
  const { number } = await fresh.db.one<{ number: string }>(
    sql`SELECT number FROM reservations.reservations WHERE id = ${reservation}::uuid`,
  );
  const member = { notice_id: 'L1F-000009', birth_date: '1950-01-02', name_key: '秘密残子' };
  await fresh.db.run(sql`
    INSERT INTO intake.bookings (import_id, line, number, channel, office_id, service_id, day, start_minute, members, phone, remark, state, reason, done_at)
    VALUES (${id}, 2, 'S-2', 'phone', ${city.main}, ${city.service}, ${addDays(city.today, 41)}::date, 637, ${JSON.stringify([member])}::jsonb, '0942319998', '', 'failed', 'past', lib.now())`);
  await makeCard(fresh.db, { noticeId: 'L1F-000009', name: '秘密 残子', birthDate: '1950-01-02' });
  const { of } = await fresh.db.one<{ of: number }>(
    sql`SELECT import_id AS of FROM intake.bookings WHERE reservation_id = ${reservation}::uuid`,
  );
  const told = async () =>
    Promise.all(
      [
        `/settings/former/${id}`,
        `/settings/former/${of}`,
        `/settings/former/${id}/report.csv`,
        `/settings/former/${of}/report.csv`,
      ].map(async (path) => {
        const page = await sets.get(path);
        expect(page.status, path).toBe(200);
        return [...['10:37', '10:00', number, reservation].filter((part) => page.html.includes(part))].length > 0;
      }),
    );
  expect(await told()).toEqual([true, true, true, true]);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE notice_id = 'L1F-000009'`);
  await makeCard(fresh.db, { noticeId: 'L1F-000010', name: '秘密　太郎', birthDate: '1950-01-02', protected: true });
  expect(await told()).toEqual([false, false, false, false]);
  const page = await sets.get(`/settings/former/${id}`);
  expect(words(page)).toContain('支援措置');
  expect(page.html).not.toContain('対応済みにする<');
  const { booking } = await fresh.db.one<{ booking: number }>(
    sql`SELECT id AS booking FROM intake.bookings WHERE import_id = ${id}`,
  );
  expect((await sets.post(`/settings/former/${id}/settle`, { booking: String(booking) })).status).toBe(409);
  expect((await me.post(`/settings/former/${id}/settle`, { booking: String(booking) })).status).toBe(303);
});

/** The clock of the city stands at a minute of today; who was signed in before may have been idle for hours then. */
async function standAt(minute: number): Promise<void> {
  standing = cityInstant(city.today, minute);
  await stopTimeAt(fresh, standing.toString());
  me = await signedIn(desk.url, 'ide', PASSWORD);
}

/** A visit of a file whose card is not there yet, today unless said otherwise. Returns the reservation. */
async function awaited(number: string, name: string, { day = city.today, hour = 9 } = {}): Promise<string> {
  const { id } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, dry_run, counts, pressed_at, staff_id)
    VALUES ('reservations', 'ledger.csv', 'x', 'former', lib.now(), false, '{"rows": 1}', lib.now(), 1) RETURNING id`);
  const key = nameKey(name);
  const member = {
    notice_id: noticeOf(number),
    birth_date: '1950-01-02',
    name_key: key,
    name,
    kana: 'ミチャク　マツコ',
    kana_key: 'ミチヤクマツコ',
    person_key: personKey(key, '1950-01-02'),
    pairs: searchPairs(key, 'ミチヤクマツコ'),
  };
  await fresh.db.run(sql`
    INSERT INTO intake.bookings (import_id, line, number, channel, office_id, service_id, day, start_minute, members, phone, state)
    VALUES (${id}, 2, ${number}, 'phone', ${city.main}, ${city.service}, ${day}::date, ${hour * 60}, ${JSON.stringify([member])}::jsonb, '0942318888', 'queued')`);
  await finishFormer(fresh.db);
  return (await fresh.db.one<{ id: string }>(sql`SELECT reservation_id AS id FROM intake.bookings WHERE import_id = ${id}`)).id;
}
/** Where a search lands: its results, or the one it means. */
async function lookFor(who: Visitor, q: string): Promise<Page> {
  const page = await who.follow(await who.post('/search', { q }));
  return page.status === 200 ? page : who.follow(page);
}
const noticeOf = (number: string): string => `L2F-${number.replace(/\D/gu, '').padStart(6, '0')}`;
const arrives = (number: string, name: string): Promise<number> =>
  makeCard(fresh.db, { noticeId: noticeOf(number), name, birthDate: '1950-01-02', officeId: city.main });

/** A visit of today whose card comes after its time: at eight its slot of `hour` is one that began at the minute `begun` of the day. */
async function cameLate(number: string, name: string, { hour, begun }: { hour: number; begun: number }) {
  await standAt(8 * 60);
  const id = await awaited(number, name, { hour });
  await fresh.db.run(
    sql`UPDATE ledger.slots SET start_minute = ${begun} WHERE id = (SELECT slot_id FROM reservations.reservations WHERE id = ${id}::uuid)`,
  );
  const card = await arrives(number, name);
  await finishFormer(fresh.db);
  return { id, card };
}

test('[8(1)⑬a] a visit whose card is not there yet is on the board and in the lists with カード未着, and nothing can be recorded of it until the card comes', async () => {
  await standAt(8 * 60);
  const name = '未着　松子';
  const id = await awaited('A-21', name);
  const board = await good(await me.get('/today'));
  for (const part of [name, 'カード未着', noticeOf('A-21'), 'カードが届くと受付できます', '0942-31-8888'])
    expect(words(board)).toContain(part);
  // No press in its row; one that is sent all the same says why not.
  expect(board.html).not.toContain(`name="id" value="${id}"`);
  const pressed = await me.follow(
    await me.post('/today/press', { id, position: '1', from: '', press: 'arrived', office: 'honcho' }),
  );
  expect(words(pressed)).toContain('カードがまだ届いていないため、記録できません');
  const page = words(await good(await me.get(`/reservations/${id}`)));
  for (const part of ['カード未着', '枠は確保しています', name, noticeOf('A-21'), 'A-21']) expect(page).toContain(part);
  expect(words(await good(await me.get(`/lists/visits?office=honcho&service=&from=${city.today}&state=awaits`)))).toContain(
    'カード未着',
  );
  expect(words(await good(await me.get('/lists/not-ready')))).toContain('カード未着');
  // Its card may still come: closing the day waits for the last visit's time.
  expect(words(await good(await me.get('/today/end')))).toContain('これから始まる予約が1人分あります');
  // Found by what a clerk is told at the telephone.
  for (const query of [noticeOf('A-21'), 'ミチャク', 'A-21']) {
    const found = await lookFor(me, query);
    expect(words(found), query).toContain(name);
  }
  await arrives('A-21', name);
  await finishFormer(fresh.db);
  const joined = words(await good(await me.get('/today')));
  expect(joined).toContain('受付する');
  expect(joined).not.toContain('カード未着');
});

test('[8(1)⑬a] once its time has come no card is joined: the board, the visit and 対応が必要 say so, and what to do', async () => {
  const name = '遅着　松子';
  await standAt(8 * 60);
  const id = await awaited('A-31', name, { hour: 15 });
  const waits = async () => words(await good(await me.get('/todo'))).includes('カードと結び付かない稼働前の予約');
  expect(await waits()).toBe(false);
  // Its time has come for the database, whose clock stands, and for the desk, whose clock goes.
  await fresh.db.run(
    sql`UPDATE ledger.slots SET start_minute = 1 WHERE id = (SELECT slot_id FROM reservations.reservations WHERE id = ${id}::uuid)`,
  );
  for (const address of ['/today', `/reservations/${id}`]) {
    const page = words(await good(await me.get(address)));
    expect(page).toContain('予約の時刻を過ぎたため、カードが届いても結び付きません。予約を取り消して「窓口受付」で受付するか');
    for (const promise of ['カードが届くと受付できます', '自動でこの予約に結び付きます']) expect(page).not.toContain(promise);
  }
  expect(await waits()).toBe(false);
  await arrives('A-31', name);
  await finishFormer(fresh.db);
  expect(await waits()).toBe(true);
  const { file } = await fresh.db.one<{ file: number }>(
    sql`SELECT import_id AS file FROM intake.bookings WHERE reservation_id = ${id}::uuid`,
  );
  expect(words(await good(await me.get(`/settings/former/${file}`)))).toContain(
    '予約の時刻を過ぎてからは、カードが届いても結び付きません',
  );
});

test('[8(1)⑬a] whose card comes on the day after their time is received without a booking once the old one is cancelled, and has the card handed over', async () => {
  const name = '当日　松子';
  const { id, card } = await cameLate('A-41', name, { hour: 14, begun: 2 });
  const address = `/walk-in?card=${card}&office=honcho`;
  const first = await good(await me.get(address));
  // Received beside it, the old visit would be told as one whose card never came.
  expect(words(first)).toContain('この方には、カード未着の予約があります');
  expect(words(first)).toContain('予約を取り消して「窓口受付」で受付するか');
  expect(first.html).toContain(`href="/reservations/${id}"`);
  expect(first.html).not.toContain('value="receive"');
  const cancel = await good(await me.get(`/reservations/${id}/cancel`));
  const gone = await me.post(`/reservations/${id}/cancel`, {
    ...formFields(cancel, `/reservations/${id}/cancel`),
    why: '市の都合',
  });
  expect(words(await good(await me.follow(gone)))).toContain('予約を取り消しました');
  const free = await good(await me.get(address));
  const received = await me.post('/walk-in', formFields(free, '/walk-in'));
  const board = await me.follow(received);
  expect(words(await good(board))).toContain(name);
  const here = new URL(received.location ?? '', 'http://desk').searchParams.get('at') ?? '';
  const pressed = await me.post('/today/press', {
    id: here,
    position: '1',
    from: 'arrived',
    press: 'handed-over',
    office: 'honcho',
  });
  await inHandAllTheSame(me, await me.follow(pressed));
  expect(
    await fresh.db.one(sql`
      SELECT c.status, c.whereabouts, m.outcome, r.channel FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id
        JOIN reservations.reservations r ON r.id = m.reservation_id WHERE c.id = ${card}`),
  ).toEqual({ status: 'handed-over', whereabouts: 'gone', outcome: 'handed-over', channel: 'counter' });
  await finishFormer(fresh.db);
  const { file } = await fresh.db.one<{ file: number }>(
    sql`SELECT import_id AS file FROM intake.bookings WHERE reservation_id = ${id}::uuid`,
  );
  expect(words(await good(await me.get(`/settings/former/${file}`)))).not.toContain('結び付きません');
  expect(await invariantFaults(fresh.db)).toEqual([]);
});

test('[8(1)⑬a] whose card comes on the day after their time gets it at a later time, where the visit is moved to one', async () => {
  const name = '後刻　松子';
  const { id, card } = await cameLate('A-42', name, { hour: 16, begun: 3 });
  const to = await slotAt(fresh.db, city, city.main, 1, 9);
  await good(await me.get(`/reservations/${id}/move`));
  const moved = await me.post(`/reservations/${id}/move`, {
    at: 'honcho',
    slot: String(to),
    shown: String(to),
    act: 'confirm',
    version: '0',
  });
  expect(moved.status).toBe(303);
  await finishFormer(fresh.db);
  expect(
    await fresh.db.rows(sql`SELECT card_id AS card, awaits FROM reservations.members WHERE reservation_id = ${id}::uuid`),
  ).toEqual([{ card, awaits: null }]);
});

test('[8(1)⑬a] a clerk moves and cancels a visit whose card is not there yet; its place is free for others', async () => {
  await standAt(8 * 60);
  const id = await awaited('A-22', '未着　竹子', { hour: 10 });
  const to = await slotAt(fresh.db, city, city.main, 3, 11);
  await good(await me.get(`/reservations/${id}/move`));
  const moved = await me.follow(
    await me.post(`/reservations/${id}/move`, {
      at: 'honcho',
      slot: String(to),
      shown: String(to),
      act: 'confirm',
      version: '0',
    }),
  );
  expect(words(moved)).toContain('11:00');
  const cancelled = await me.follow(await me.post(`/reservations/${id}/cancel`, { why: '市の都合', version: '1' }));
  expect(words(cancelled)).toContain('取消');
  expect(
    await fresh.db.one(
      sql`SELECT r.state, s.taken FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ${id}::uuid`,
    ),
  ).toEqual({
    state: 'cancelled',
    taken: 0,
  });
  await arrives('A-22', '未着　竹子');
  await finishFormer(fresh.db);
  expect(await invariantFaults(fresh.db)).toEqual([]);
});

test('[8(2)②b] who is under 支援措置 stays hidden also while their card is waited for', async () => {
  await standAt(8 * 60);
  const name = '未着　梅子';
  await makeCard(fresh.db, { noticeId: 'L3F-000001', name, birthDate: '1950-01-02', protected: true, officeId: city.main });
  const id = await awaited('A-23', name, { hour: 11 });
  const clerk = await desk.clerk('kido', ['counter'], city.main);
  for (const path of ['/today', '/lists/visits', '/lists/not-ready', '/today/end', `/reservations/${id}`, '/todo']) {
    const page = words(await clerk.follow(await clerk.get(path)));
    for (const hidden of [name, noticeOf('A-23')]) expect(page.replaceAll(`値 ${hidden}`, ''), path).not.toContain(hidden);
  }
  for (const q of [noticeOf('A-23'), name]) expect((await lookFor(clerk, q)).url, q).not.toContain('/reservations/');
  expect(words(await good(await me.get('/lists/not-ready')))).toContain(name);
});
