import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../../test/support/browse.ts';
import { KEPT, startCitizenDoor } from '../../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { words } from '../../../test/support/pages.ts';
import { configFor } from '../../config.ts';
import { fixedClock, systemClock } from '../../lib/clock.ts';
import { sql } from '../../lib/db/sql.ts';
import { keepKnown, readKept, stopAt } from './known.ts';
import { run } from './main.ts';

let fresh: FreshDatabase;
const folder = mkdtempSync(join(tmpdir(), 'madoguchi-stand-in-'));
let running: Awaited<ReturnType<typeof run>> | undefined;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  await fresh.db.run(sql`DELETE FROM site.maintenance`);
});
afterAll(async () => {
  await fresh.drop();
  rmSync(folder, { recursive: true, force: true });
});

const DEAD = 'postgres://madoguchi_citizen@127.0.0.1:1/madoguchi';
async function standIn(name: string, url = DEAD, clock = systemClock) {
  const config = configFor('stand-in', {
    CITIZEN_DATABASE_URL: url,
    STAND_IN_PORT: '0',
    STAND_IN_DIR: join(folder, name),
    LOG_LEVEL: 'fatal',
  });
  running = await run({ config, clock, learnMs: 50 });
  return visitor(`http://127.0.0.1:${running.port}`);
}
const plan = (from: string, until: string, cancelled = false) =>
  fresh.db.run(sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on, cancelled_at)
    VALUES (date_trunc('hour', lib.now()) + ${from}::interval, date_trunc('hour', lib.now()) + ${until}::interval, '点検のため', '2026-01-01', ${cancelled ? '2026-01-01T00:00Z' : null}::timestamptz)`);
const stops = () =>
  fresh.db.rows<{ from: number; until: number }>(sql`
    SELECT round(extract(epoch FROM starts_at - date_trunc('hour', lib.now())) / 3600)::integer AS from, round(extract(epoch FROM ends_at - date_trunc('hour', lib.now())) / 3600)::integer AS until FROM citizen.stops()`);

test('[8(1)⑦d] never told anything, it says that the site is hard to reach, and no time', async () => {
  const me = await standIn('nothing');
  const page = await me.get('/');
  expect(page.status).toBe(503);
  expect(words(page)).toContain('つながりにくくなっています');
  expect(words(page)).not.toMatch(/次に使える日時|午[前後]\d/u);
});

test('[8(1)⑦d] the end is said while it is to come; once it has passed nobody knows, and none is said', async () => {
  const startsAt = new Date('2026-12-05T13:00Z');
  const endsAt = new Date('2026-12-05T21:00Z');
  const city = {
    name: '久留米市',
    phone: '0942-30-9000',
    phoneHours: '',
    postalCode: '',
    address: '',
    senderName: '',
    senderAddress: '',
    hasCards: true,
  };
  const texts = [['サーバーの点検', 'en', 'Servers are checked']] as const;
  keepKnown(join(folder, 'kept'), {
    city,
    site: { en: 'Our counters' },
    stops: [{ startsAt, endsAt, reason: 'サーバーの点検' }],
    texts,
    framer: 'https://www.city.example.jp',
  });
  const before = await standIn('kept', DEAD, fixedClock('2026-12-05T20:59:30Z'));
  const during = await before.get('/');
  expect(words(during)).toContain('12月6日（日）午前6時から');
  expect(words(during)).toContain('サーバーの点検');
  expect(words(await before.get('/en'))).toContain('Servers are checked');
  // A language in which the city calls its site nothing keeps the built-in name.
  expect(words(await before.get('/en'))).toContain('Our counters');
  expect(words(during)).toContain('マイナンバーカード窓口予約');
  expect(during.headers.get('retry-after')).toBe('30');
  expect(during.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  // What other programs and the frame on the city's own site are told.
  const framed = await before.get('/easy/embed');
  expect(framed.headers.get('content-security-policy')).toContain('frame-ancestors https://www.city.example.jp');
  const signs = await before.get('/availability.json');
  expect([signs.status, signs.headers.get('access-control-allow-origin')]).toEqual([503, '*']);
  expect(JSON.parse(signs.html)).toEqual({ error: 'stopped', until: '2026-12-06T06:00:00+09:00' });
  await running?.close();
  const after = await (await standIn('kept', DEAD, fixedClock('2026-12-05T21:00:00Z'))).get('/');
  expect(words(after)).not.toContain('午前6時');
  expect(words(after)).toContain('つながりにくくなっています');
  expect(words(after)).toContain('0942-30-9000');
  expect(JSON.parse((await visitor(`http://127.0.0.1:${running?.port}`).get('/availability.json')).html)).toEqual({
    error: 'unavailable',
  });
});

test('a press is told that it may have come to nothing, whatever path it went to', async () => {
  const me = await standIn('kept');
  const page = await fetch(`http://127.0.0.1:${running?.port}/check`, { method: 'POST', body: 'x=1' });
  expect(page.status).toBe(503);
  expect((await page.text()).replace(/[\u200b\ufeff]/gu, '')).toContain('押された操作は、受け付けていないことがあります');
  expect(words(await me.get('/check'))).not.toContain('押された操作');
});

test('what is kept and cannot be read is as if nothing were kept', () => {
  writeFileSync(join(folder, 'known.json'), '{"city":');
  expect(readKept(folder)).toBeUndefined();
});

test('stops that touch are one, with the end of the last; cancelled and past ones are none', async () => {
  await plan('-3 hours', '-1 hours');
  await plan('-1 hours', '2 hours');
  await plan('2 hours', '5 hours');
  await plan('5 hours', '9 hours', true);
  await plan('20 days', '20 days 3 hours');
  expect(await stops()).toEqual([
    { from: -1, until: 5 },
    { from: 480, until: 483 },
  ]);
  await standIn('learned', fresh.urlFor('citizen'));
  const kept = () => readKept(join(folder, 'learned'));
  await expect.poll(kept).toMatchObject({ city: { name: '久留米市' }, stops: [{ reason: '点検のため' }, {}] });
  const known = kept();
  expect(known && stopAt(known, new Date())).toBeDefined();
});

test('[8(3)⑬] the door itself goes on saying the end when its database goes away during a stop', async () => {
  await plan('-1 hours', '5 hours');
  const door = await startCitizenDoor(fresh);
  try {
    const me = visitor(door.url);
    const before = words(await me.get('/'));
    const end = /次に使える日時\s*(\S+?から)/u.exec(before)?.[1] ?? 'none';
    await fresh.db.pool.query(
      `DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC, madoguchi_citizen', current_database()); END $$`,
    );
    await fresh.db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'madoguchi_citizen' AND datname = current_database()`,
    );
    // What was read before is kept for a while: until nothing is, and what is said then is the same.
    await expect.poll(async () => (await me.get('/')).status, KEPT).toBe(503);
    expect(words(await me.get('/'))).toContain(end);
  } finally {
    await door.close();
  }
});
