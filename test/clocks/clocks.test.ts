import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { clockLibrary, clockSettings, hasPassed, instantOf, MOMENTS, otherClock, secondsTo } from './moments.ts';

let fresh: FreshDatabase;
let older: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
  older = await freshDatabase({ version: 15 });
});
afterAll(async () => {
  await fresh.drop();
  await older.drop();
});

/** Longer than the suite takes anywhere, shorter than between two moments. */
const HOURS = 3;

test('the databases tell the time this process tells, and in a rehearsal of clocks both tell that one', async () => {
  const wanted = process.env['CLOCKS_AT'];
  for (const { db } of [fresh, older]) {
    const before = Temporal.Now.instant();
    const { now } = await db.one<{ now: Date }>(sql`SELECT lib.now() AS now`);
    const told = Temporal.Instant.fromEpochMilliseconds(now.getTime());
    expect(Math.abs(before.until(told).total('seconds'))).toBeLessThan(30);
    if (wanted === undefined) continue;
    const since = Temporal.Instant.from(wanted).until(told).total('hours');
    expect(since).toBeGreaterThan(-0.01);
    expect(since).toBeLessThan(HOURS);
  }
});

test('a moment is one of the city’s time, wherever the machine stands; the way to it is the same for every process', () => {
  const named = new Map(MOMENTS.map((moment) => [moment.name, moment]));
  const moment = named.get('2028-02-29') ?? { name: '', at: '', zone: '' };
  expect(instantOf(moment).toString()).toBe('2028-02-29T01:00:00Z');
  expect(secondsTo(moment, Temporal.Instant.from('2028-02-28T00:59:59.6Z'))).toBe(86_400);
  expect(hasPassed(moment, Temporal.Instant.from('2028-02-29T00:59:59Z'))).toBe(false);
  expect(hasPassed(moment, Temporal.Instant.from('2028-02-29T01:00:00Z'))).toBe(true);
  expect(clockSettings('/lib/x.so', 5)).toMatchObject({ LD_PRELOAD: '/lib/x.so', FAKETIME: '+5s' });
  expect(clockSettings('/lib/x.so', -5)['FAKETIME']).toBe('-5s');
  expect(otherClock({ PATH: '/bin', LD_PRELOAD: '/lib/x.so', FAKETIME: '+5s' })).toEqual({
    LD_PRELOAD: '/lib/x.so',
    FAKETIME: '+5s',
  });
});

test('the library is found where Debian puts it, or where it is said to be; else there is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-clocks-'));
  try {
    mkdirSync(join(folder, 'other'));
    expect(clockLibrary({}, folder)).toBeUndefined();
    mkdirSync(join(folder, 'x86_64-linux-gnu', 'faketime'), { recursive: true });
    const file = join(folder, 'x86_64-linux-gnu', 'faketime', 'libfaketimeMT.so.1');
    writeFileSync(file, '');
    expect(clockLibrary({}, folder)).toBe(file);
    expect(clockLibrary({ CLOCKS_LIBRARY: '/opt/x.so' }, folder)).toBe('/opt/x.so');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
