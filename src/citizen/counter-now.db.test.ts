import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../test/support/booking.ts';
import { visitor } from '../../test/support/browse.ts';
import { KEPT, startCitizenDoor, type TestCitizenDoor, walkToCalendar } from '../../test/support/citizen.ts';
import { must } from '../../test/support/must.ts';
import { openActs } from '../../test/support/open.ts';
import { words } from '../../test/support/pages.ts';
import { makeCard, slotAt } from '../../test/support/small-city.ts';
import { stopTimeAt } from '../../test/support/time.ts';
import { type OutcomeCode, record, undo } from '../counter/acts.ts';
import { keepWords } from '../counter/busy.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** §8(3)⑥⑧: what waits at a counter now, in words, of an office that keeps its board. Three places an hour. */

let opened: Awaited<ReturnType<typeof openActs>>;
let door: TestCitizenDoor;
let worker: Db;
const visits: string[] = [];
let hidden = '';

/** A moment of the day in the city. */
const at = (time: string) => stopTimeAt(opened.fresh, `${opened.city.today}T${time}+09:00`);
const press = async (reservationId: string, from: OutcomeCode | null, to: OutcomeCode) =>
  must(await record(opened.db, opened.actor, { reservationId, position: 1, from, to, reason: '書類が足りない' })).actId;
const come = async (...who: number[]) => {
  for (const one of who) await press(visits[one] ?? '', null, 'arrived');
};
const leave = async (...who: number[]) => {
  for (const one of who) await press(visits[one] ?? '', 'arrived', 'incomplete');
};
type Told = { office: string; word: string; seen: string };
/** What the site says after the worker came by. */
const told = async () => {
  await keepWords(worker);
  return said();
};
const said = () =>
  opened.fresh.db.rows<Told>(sql`
    SELECT office, word, to_char(seen AT TIME ZONE 'Asia/Tokyo', 'HH24:MI') AS seen FROM citizen.counters() ORDER BY office`);
const main = (word: string, seen: string): Told[] => [{ office: 'honcho', word, seen }];

beforeAll(async () => {
  opened = await openActs('counter', 3);
  const { db, fresh, city } = opened;
  await at('08:00:00');
  await fresh.db.run(sql`UPDATE calendar.windows SET earliest_open_days = 0, same_day_booking = true`);
  for (const [n, hour] of [13, 13, 13, 14, 14, 14, 15, 15].entries()) {
    const card = await makeCard(fresh.db, { noticeId: `CNT-00000${n}`, name: `来庁 ${n}`, officeId: city.main });
    visits.push(await bookFor(db, opened.actor, city, card, await slotAt(db, city, city.main, 0, hour)));
  }
  const card = await makeCard(fresh.db, { noticeId: 'CNT-000009', name: '隠 された', officeId: city.main, protected: true });
  hidden = await bookFor(db, opened.actor, city, card, await slotAt(db, city, city.main, 0, 15));
  door = await startCitizenDoor(fresh);
  worker = fresh.as('worker', 1);
});
afterAll(async () => {
  await worker.close();
  await door.close();
  await opened.close();
});

test('[8(3)⑥] nothing is said until the city wants it, and of an office only while it keeps its board', async () => {
  const { fresh } = opened;
  await at('13:45:00');
  await come(0, 1);
  await at('14:03:00');
  expect(await told()).toEqual([]);
  await fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('counter-word', '1')`);
  // Two visits are on the board, which would say something of them.
  expect(await told()).toEqual([]);
  await at('14:04:00');
  await come(2);
  expect(await told()).toEqual([]);
  await at('14:10:00');
  expect(await told()).toEqual(main('some', '14:10'));
  // Somebody leaves: nothing is seen of it before the next look, and one alone does not change the word.
  await at('14:12:00');
  await leave(0);
  await at('14:19:59');
  expect(await told()).toEqual(main('some', '14:10'));
  await at('14:20:00');
  expect(await told()).toEqual(main('some', '14:20'));
  await at('14:22:00');
  await leave(1);
  await at('14:30:00');
  expect(await told()).toEqual(main('quiet', '14:30'));
  // Those whose time came at 14:00 are not on the board: it is not kept any more.
  await at('15:50:00');
  expect(await told()).toEqual([]);
});

test('[8(3)⑧a] on the pages that ask for a choice, in the frame and for programs: words with a time, never a number', async () => {
  const { fresh } = opened;
  await at('14:32:00');
  await come(3, 4, 5, 6, 7);
  await at('14:41:00');
  expect(await told()).toEqual(main('busy', '14:40'));
  const sentence = '午後2時40分現在、窓口は混んでいます。お待ちいただくことがあります。';
  const anyone = visitor(door.url);
  const page = async (path: string) => words(await anyone.get(path));
  await expect.poll(() => page('/offices/honcho/calendar'), KEPT).toContain(sentence);
  expect(await page('/offices/kitano/calendar')).not.toContain('現在、窓口は');
  expect(await page('/embed')).toContain(sentence);
  expect(await page('/en/embed')).toContain('The counter is busy now (as of 2:40 p.m.). You may have to wait.');
  const json = (await (await fetch(`${door.url}/availability.json`)).json()) as {
    services: { offices: { code: string; counter?: unknown }[] }[];
  };
  expect(json.services[0]?.offices.map(({ counter }) => counter)).toEqual([
    { sign: 'busy', seenAt: `${opened.city.today}T14:40:00+09:00` },
    undefined,
  ]);
  await makeCard(fresh.db, { noticeId: 'CNT-000020', name: '選ぶ 人', officeId: opened.city.main });
  const me = await walkToCalendar(door, fresh.db, 'CNT-000020');
  expect(words(await me.get('/calendar'))).toContain(sentence);
  expect(words(await me.get('/calendar/next'))).toContain(sentence);
  expect(words(await me.get(`/times?office=honcho&day=${opened.city.today}`))).toContain(sentence);
});

test('[8(3)⑧a] a word is left by two at least; who is under 支援措置 is in none, a press that was taken back counts no more', async () => {
  const { db, actor } = opened;
  await at('14:42:00');
  await leave(2);
  await at('14:50:00');
  expect(await told()).toEqual(main('busy', '14:50'));
  await at('14:52:00');
  await leave(3, 4);
  await at('15:00:00');
  expect(await told()).toEqual(main('some', '15:00'));
  await at('15:02:00');
  await leave(5);
  await at('15:10:00');
  expect(await told()).toEqual(main('some', '15:10'));
  await at('15:12:00');
  await press(hidden, null, 'arrived');
  const act = await press(visits[6] ?? '', 'arrived', 'incomplete');
  await at('15:20:00');
  expect(await told()).toEqual(main('quiet', '15:20'));
  await at('15:22:00');
  must(await undo(db, actor, act ?? 0));
  await at('15:30:00');
  expect(await told()).toEqual(main('quiet', '15:30'));
});

test('[8(3)⑥] nothing is said of an office that is shut now, nor of a day that was closed', async () => {
  const { fresh, city } = opened;
  const shut = (closed: boolean) =>
    fresh.db.run(
      sql`UPDATE ledger.slots SET closed_at = CASE WHEN ${closed}::boolean THEN lib.now() END WHERE office_id = ${city.main} AND day = ${city.today}::date AND start_minute = 900`,
    );
  await shut(true);
  expect(await told()).toEqual([]);
  await shut(false);
  expect(await told()).toEqual(main('quiet', '15:30'));
  await fresh.db.run(
    sql`INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) VALUES (${city.main}, ${city.today}::date, lib.now(), 1, 0)`,
  );
  expect(await told()).toEqual([]);
});

test('[8(3)⑧a] the rule by its edges', async () => {
  const word = async (before: string | null, here: number, room: number) =>
    (await opened.fresh.db.one<{ word: string }>(sql`SELECT counter.busy_word(${before}, ${here}, ${room}) AS word`)).word;
  const all = async (before: string | null, room: number) => {
    let line = '';
    for (let here = 0; here <= room * 2 + 1; here += 1) line += ((await word(before, here, room))[0] ?? '').toLowerCase();
    return line;
  };
  expect(await all(null, 4)).toBe('qqqqssssbb');
  expect(await all('quiet', 4)).toBe('qqqqssssbb');
  expect(await all('some', 4)).toBe('qqssssssbb');
  expect(await all('busy', 4)).toBe('qqssssbbbb');
  // Fewer than three places count as three.
  expect([await word(null, 2, 1), await word(null, 3, 1), await word(null, 5, 1), await word(null, 6, 1)]).toEqual([
    'quiet',
    'some',
    'some',
    'busy',
  ]);
  const kept = async (before: boolean, noted: number, due: number, notedDue: number) =>
    (
      await opened.fresh.db.one<{ kept: boolean }>(
        sql`SELECT counter.board_kept(${before}, ${noted}, ${due}, ${notedDue}) AS kept`,
      )
    ).kept;
  expect([
    await kept(false, 2, 0, 0),
    await kept(false, 3, 0, 0),
    await kept(false, 3, 6, 3),
    await kept(false, 3, 7, 3),
  ]).toEqual([false, true, true, false]);
  // Once kept, the oldest of three may pass, and two may be late to be noted.
  expect([await kept(true, 2, 0, 0), await kept(true, 0, 2, 0), await kept(true, 0, 3, 0), await kept(true, 1, 4, 1)]).toEqual([
    true,
    true,
    false,
    true,
  ]);
});

test('[8(3)⑧a] one visitor who comes and goes changes a word once at most, whatever was before and however many can come', async () => {
  const { flips } = await opened.fresh.db.one<{ flips: number }>(sql`
    SELECT count(*)::integer AS flips
    FROM generate_series(0, 12) AS room, generate_series(0, 40) AS here, unnest(ARRAY['quiet', 'some', 'busy']) AS before,
      LATERAL (SELECT counter.busy_word(before, here, room) AS one) a,
      LATERAL (SELECT counter.busy_word(a.one, here + 1, room) AS two) b,
      LATERAL (SELECT counter.busy_word(b.two, here, room) AS three) c
    WHERE b.two <> a.one AND c.three <> b.two`);
  expect(flips).toBe(0);
});
