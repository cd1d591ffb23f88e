import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { boxLabel, cardNumber } from '../../src/cards/scan.ts';
import { workOnUploads } from '../../src/intake/upload-jobs.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import { ROOT } from '../../src/lib/root.ts';
import { sweepScratch } from '../../src/lib/scratch.ts';
import { otherClock } from '../clocks/moments.ts';
import { type Visitor, visitor } from '../support/browse.ts';
import { cardFaults } from '../support/card-faults.ts';
import type { FreshDatabase } from '../support/database.ts';
import { deskSettings, type TestDesk } from '../support/desk.ts';
import { formFields } from '../support/forms.ts';
import { openDeskAs } from '../support/open.ts';
import { good, words } from '../support/pages.ts';
import { makeCard, type SmallCity } from '../support/small-city.ts';

/**
 * kill -9 of a desk in the middle of an act on many cards, of a list that is taken in, and of one that is written into a file. What it had sent is done
 * whole or not at all, nothing is left locked, and the clerk goes on at another desk with the same session.
 */

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let child: ChildProcess | undefined;
/** Where the desks that are killed keep what is on its way. */
let scratch = '';
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'killed-'));
  ({ fresh, city, desk, clerk } = await openDeskAs(undefined, 'koga', ['counter']));
});
afterEach(() => void child?.kill('SIGKILL'));
afterAll(async () => {
  await desk.close();
  await rm(scratch, { recursive: true, force: true });
});

/** A desk as a process of its own, and the clerk's browser at it. */
async function atAnother(): Promise<Visitor> {
  child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), 'desk'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...otherClock(process.env),
      PATH: process.env['PATH'],
      TMPDIR: scratch,
      ...deskSettings(fresh),
    },
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const there = visitor(`http://127.0.0.1:${port}`);
  for (const [name, value] of clerk.cookies) there.cookies.set(name, value);
  return there;
}

/** Sessions of desks that wait for what is locked, with what they ask. */
const waiting = () =>
  fresh.db.rows<{ pid: number; query: string }>(
    sql`SELECT pid, query FROM pg_stat_activity WHERE datname = current_database() AND usename = 'madoguchi_desk' AND wait_event_type = 'Lock'`,
  );

/**
 * Presses at a desk that waits in the middle for what is locked, in as many sessions as are said, is killed there, and whose statements then find their end.
 * `mayAnswer`: the desk works on after its answer. Returns what the sessions asked.
 */
async function killedIn(lock: Sql, press: () => Promise<unknown>, { sessions = 1, mayAnswer = false } = {}): Promise<string[]> {
  const stuck = await fresh.db.transaction(async (tx) => {
    await tx.run(lock);
    const pressed = press().then(
      () => 'answered',
      () => 'cut off',
    );
    await expect.poll(async () => (await waiting()).length).toBe(sessions);
    const all = await waiting();
    child?.kill('SIGKILL');
    const ended = await pressed;
    if (!mayAnswer) expect(ended).toBe('cut off');
    return all;
  });
  // What the server was still doing for the dead one has its end, one way or the other.
  await expect
    .poll(() =>
      fresh.db.rows(
        sql`SELECT pid FROM pg_stat_activity WHERE pid = ANY (${stuck.map(({ pid }) => pid)}::integer[]) AND state <> 'idle'`,
      ),
    )
    .toEqual([]);
  return stuck.map(({ query }) => query);
}

let made = 0;
async function card(set: Sql): Promise<number> {
  made += 1;
  const id = await makeCard(fresh.db, { noticeId: `K1L-${100_000 + made}`, name: `中断 花子${made}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET ${set} WHERE id = ${id}`);
  return id;
}

test('[8(2)⑦c] killed while the status of many changes: all of them changed or none, and the press again leaves each changed once', async () => {
  const day = Temporal.PlainDate.from(city.today).subtract({ days: 40 }).toString();
  const ids: number[] = [];
  for (let n = 0; n < 30; n += 1) ids.push(await card(sql`notice_date = ${day}::date`));
  const there = await atAnother();
  const path = '/cards/status';
  const filter = new URLSearchParams({ office: '', noticeFrom: day, noticeTo: day, expiresTo: '', booked: 'all' });
  const preview = async (me: Visitor) => {
    const form = await good(await me.get(`${path}?${filter}`));
    return me.post(path, { ...formFields(form, path), act: 'preview', 'change-to': 'on-hold', 'change-why': '住所の確認' });
  };
  const fields = { ...formFields(await preview(there), path, 'seen'), act: 'change' };
  // The act is written by then, and the histories are about to be.
  await killedIn(sql`LOCK TABLE cards.status_history IN SHARE MODE`, () => there.post(path, fields));

  const stand = () =>
    fresh.db.one<{ changed: number; told: number; acts: number; log: number }>(sql`
      SELECT (SELECT count(*)::integer FROM cards.cards WHERE id = ANY (${ids}::bigint[]) AND status = 'on-hold') AS changed,
        (SELECT count(*)::integer FROM cards.status_history WHERE card_id = ANY (${ids}::bigint[])) AS told,
        (SELECT count(*)::integer FROM cards.bulk_changes) AS acts, (SELECT count(*)::integer FROM audit.events WHERE act = 'card.statuses-changed') AS log`);
  const whole = { changed: ids.length, told: ids.length, acts: 1, log: 1 };
  expect([whole, { changed: 0, told: 0, acts: 0, log: 0 }]).toContainEqual(await stand());

  await clerk.get(path);
  const again = await clerk.post(path, fields);
  expect([303, 409]).toContain(again.status);
  expect(await stand()).toEqual(whole);
  expect(words(await good(await clerk.get('/cards/status/all')))).toContain('住所の確認');
  expect(await cardFaults(fresh.db)).toEqual([]);
});

describe('[8(2)⑩a] killed in a stock-take', () => {
  async function begun() {
    const { id: box } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.main}, gen_random_uuid()::text, '1箱') RETURNING id`,
    );
    const cards: number[] = [];
    for (const at of [1, 2, 3, 4])
      cards.push(await card(sql`whereabouts = 'shelf', storage_place_id = ${box}, storage_position = ${at}`));
    const there = await atAnother();
    await there.get('/storage/stocktakes');
    const page = (await there.post('/storage/stocktakes', { code: boxLabel(box) })).location ?? '';
    const scan = async (me: Visitor, id: number) => {
      await me.get(page);
      return me.follow(await me.post(page, { code: cardNumber(id) }));
    };
    const states = async () =>
      (
        await fresh.db.rows<{ is: string }>(
          sql`SELECT whereabouts || ' ' || (SELECT count(*) FROM cards.stocktake_cards d WHERE d.card_id = c.id) AS is FROM cards.cards c WHERE id = ANY (${cards}::bigint[]) ORDER BY id`,
        )
      ).map(({ is }) => is);
    return { cards, there, page, scan, states };
  }
  const MOVEMENTS = sql`LOCK TABLE cards.custody_events IN SHARE MODE`;

  test('while a card is read: what was read before is kept, and the card is read again and counted once', async () => {
    const { cards, there, page, scan, states } = await begun();
    const [one = 0, two = 0] = cards;
    await scan(there, one);
    await killedIn(MOVEMENTS, () => scan(there, two));
    expect(words(await good(await clerk.get(page)))).toMatch(/未確認 [23]枚/u);
    await scan(clerk, two);
    expect(words(await good(await clerk.get(page)))).toContain('未確認 2枚');
    expect(await states()).toEqual(['shelf 1', 'shelf 1', 'shelf 0', 'shelf 0']);
    expect(await cardFaults(fresh.db)).toEqual([]);
  });

  test('while it ends: all that was not seen is missing, or the count goes on; ended again it is the same', async () => {
    const { cards, there, page, scan, states } = await begun();
    for (const id of cards.slice(0, 2)) await scan(there, id);
    const end = async (me: Visitor) => me.post(`${page}/end`, { ...formFields(await me.get(page), `${page}/end`), note: '' });
    await killedIn(MOVEMENTS, () => end(there));
    const ended = ['shelf 1', 'shelf 1', 'missing 1', 'missing 1'];
    expect([ended, ['shelf 1', 'shelf 1', 'shelf 0', 'shelf 0']]).toContainEqual(await states());
    if (words(await good(await clerk.get(page))).includes('未確認')) await end(clerk);
    expect(await states()).toEqual(ended);
    expect(words(await good(await clerk.get(page)))).toContain('見つからない 2枚');
    expect(await cardFaults(fresh.db)).toEqual([]);
  });
});

describe('[8(2)①] killed while a list is taken in', () => {
  const stateOf = async (path: string) =>
    (await fresh.db.one<{ state: string }>(sql`SELECT state FROM intake.uploads WHERE id = ${Number(path.split('/').at(-1))}`))
      .state;

  /** A list of three new people, given and judged at a desk that will be killed. */
  async function judged() {
    const ids = [1, 2, 3].map(() => {
      made += 1;
      return `K1L-${100_000 + made}`;
    });
    const rows = ids.map((id, at) => `${id},取込 花子${at},トリコミ　ハナコ,昭和60年4月${at + 1}日,久留米市城南町15番地3`);
    const bytes = new Uint8Array(Buffer.from(['交付通知書ID,氏名,氏名カナ,生年月日,住所', ...rows, ''].join('\r\n')));
    const there = await atAnother();
    await there.get('/intake');
    const path = (await there.upload('/intake', {}, { field: 'file', name: 'killed.csv', bytes })).location ?? '';
    await there.post(`${path}/judge`, formFields(await there.get(path), `${path}/judge`));
    await expect.poll(() => stateOf(path)).toBe('judged');
    await there.get(path);
    const cards = async () =>
      (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM cards.cards WHERE notice_id = ANY (${ids})`)).n;
    const imports = async () =>
      (
        await fresh.db.rows<{ is: string }>(sql`
          SELECT (i.ended_at IS NOT NULL) || ' ' || (SELECT count(*) FROM cards.cards c WHERE c.import_id = i.id) AS is
          FROM intake.imports i WHERE i.file_name = 'killed.csv' AND NOT i.dry_run AND i.id >= (SELECT min(import_id) FROM cards.cards WHERE notice_id = ANY (${ids})) ORDER BY i.id`)
      ).map(({ is }) => is);
    const store = () => there.post(`${path}/store`, {});
    return { path, cards, imports, store };
  }
  /** Another desk goes on once nothing was heard of the dead one. */
  async function goneOn(path: string): Promise<string> {
    await fresh.db.run(
      sql`UPDATE intake.uploads SET lease_until = lib.now() - interval '1 second' WHERE state IN ('judging', 'storing')`,
    );
    await workOnUploads(desk.db, systemClock);
    return words(await good(await clerk.get(path)));
  }

  test('before it is stored: nothing of it is there, and another desk stores it whole', async () => {
    const { path, cards, imports, store } = await judged();
    await killedIn(sql`LOCK TABLE cards.cards IN SHARE MODE`, store, { mayAnswer: true });
    expect([await cards(), await stateOf(path)]).toEqual([0, 'storing']);
    expect(words(await good(await clerk.get(path)))).not.toContain('登録済');
    expect(await goneOn(path)).toMatch(/登録済.*新しいカード\s*3件/u);
    expect([await cards(), await imports()]).toEqual([3, ['true 3']]);
    expect(await cardFaults(fresh.db)).toEqual([]);
  });

  test('after it is stored and before it could say so: another desk says what was stored, and stores nothing twice', async () => {
    const { path, cards, imports, store } = await judged();
    const upload = Number(path.split('/').at(-1));
    await killedIn(sql`SELECT FROM intake.upload_pieces WHERE upload_id = ${upload} FOR UPDATE`, store, { mayAnswer: true });
    expect([await cards(), await stateOf(path)]).toEqual([3, 'storing']);
    expect(await goneOn(path)).toMatch(/登録済.*新しいカード\s*3件/u);
    expect(await cards()).toBe(3);
    expect((await imports())[0]).toBe('true 3');
    // What lay on its disk names people: the next desk of that machine removes it.
    await sweepScratch(scratch, Date.now() + 2 * 86_400_000);
    expect(await readdir(scratch)).toEqual([]);
  });
});

test('[8(2)⑧c] killed while lists are written into files: no file is left, nothing is locked, and the log tells of none that was taken', async () => {
  await card(sql`notice_date = ${city.today}::date`);
  await clerk.get('/lists/cards/columns');
  await clerk.post('/lists/cards/columns', { 'column-notice': 'yes', 'column-remark': 'yes' });
  const there = await atAnother();
  await there.get('/lists/cards');
  const take = (me: Visitor, as: string) => me.post('/lists/cards/take', { as });
  const taken = () => fresh.db.rows(sql`SELECT detail ->> 'as' AS as FROM audit.events WHERE act = 'list.taken' ORDER BY id`);
  const asked = await killedIn(
    sql`LOCK TABLE cards.remarks IN ACCESS EXCLUSIVE MODE`,
    () => Promise.all(['csv', 'xlsx'].map((as) => take(there, as))),
    { sessions: 2 },
  );
  // Both had read their first rows by then.
  expect(asked.filter((query) => query.includes('cards.last_remarks'))).toHaveLength(2);
  expect([await taken(), await readdir(scratch)]).toEqual([[], []]);
  const left = await fresh.db.rows(
    sql`SELECT l.mode FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid AND a.usename = 'madoguchi_desk' AND a.state LIKE 'idle in transaction%' WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  expect(left).toEqual([]);
  await clerk.get('/lists/cards');
  expect((await take(clerk, 'csv')).html).toContain('K1L-');
  expect(await taken()).toEqual([{ as: 'csv' }]);
});
