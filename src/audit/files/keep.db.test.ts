import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { stopTimeAt } from '../../../test/support/time.ts';
import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { expireFiles, keepFiles } from './keep.ts';
import { verifyFiles } from './verify.ts';

const HOST = 'machine-a';
let fresh: FreshDatabase;
let sealer: Db;
let folder = '';
beforeEach(async () => {
  fresh = await freshDatabase();
  sealer = fresh.as('sealer', 2);
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-logs-'));
});
afterEach(async () => {
  await sealer.close();
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

const at = (day: string, time = '10:00') => stopTimeAt(fresh, `${day}T${time}:00+09:00`);
const path = (day: string, door = 'desk') => join(folder, `${door}.${HOST}.${day}.log`);
const keep = () => keepFiles({ sealer, folder, host: HOST });
const verify = () => verifyFiles(sealer, folder, HOST);
const lines = (act: string) =>
  fresh.db.rows<{ detail: unknown }>(sql`SELECT detail FROM audit.events WHERE act = ${act} ORDER BY id`);

test('[11(12)d] a file is sealed as far as it reaches; what was changed, cut or removed below is found by the worker and by verify', async () => {
  await at('2026-11-20');
  writeFileSync(path('2026-11-20'), 'one\n');
  writeFileSync(path('2026-11-20', 'citizen'), 'a\nb\n');
  writeFileSync(join(folder, 'notes.txt'), 'not a log');
  expect(await keep()).toMatchObject({ sealed: 2, wrong: [] });
  // Nothing new, nothing written.
  expect(await keep()).toMatchObject({ sealed: 0, wrong: [] });
  appendFileSync(path('2026-11-20'), 'two\n');
  expect(await keep()).toMatchObject({ sealed: 1, wrong: [] });
  expect(await lines('logs.sealed')).toHaveLength(2);
  expect(await verify()).toEqual({ compared: 2, elsewhere: [], findings: [] });

  // Changed below what was sealed, and gone on with so that it is longer again.
  writeFileSync(path('2026-11-20'), 'ONE\ntwo\nthree\n');
  expect((await keep()).wrong).toEqual([`desk.${HOST}.2026-11-20.log`]);
  expect((await verify()).findings).toEqual([{ name: `desk.${HOST}.2026-11-20.log`, kind: 'changed' }]);
  writeFileSync(path('2026-11-20'), 'one\n');
  expect((await verify()).findings).toEqual([{ name: `desk.${HOST}.2026-11-20.log`, kind: 'cut' }]);
  expect((await keep()).wrong).toHaveLength(1);
  rmSync(path('2026-11-20'));
  expect((await keep()).wrong).toHaveLength(1);
  expect((await verify()).findings).toEqual([{ name: `desk.${HOST}.2026-11-20.log`, kind: 'gone' }]);
  expect(
    (
      await sealer.one<{ wrong: number }>(
        sql`SELECT count(*)::integer AS wrong FROM audit.log_files WHERE wrong_since IS NOT NULL`,
      )
    ).wrong,
  ).toBe(1);
  // Brought back from a backup it is whole again.
  writeFileSync(path('2026-11-20'), 'one\ntwo\n');
  expect((await keep()).wrong).toEqual([]);
  expect((await verify()).findings).toEqual([]);
});

test('[11(12)d] a change that the table beside the log was changed for too is found by verify: it asks the sealed lines', async () => {
  await at('2026-11-20');
  writeFileSync(path('2026-11-20'), 'one\n');
  await keep();
  writeFileSync(path('2026-11-20'), 'ONE\n');
  await fresh.db.run(sql`DELETE FROM audit.log_files`);
  expect((await keep()).wrong).toEqual([]);
  expect((await verify()).findings).toEqual([{ name: `desk.${HOST}.2026-11-20.log`, kind: 'changed' }]);
});

test('[11(12)d] a day that is over is compressed and holds what was sealed; a damaged one is found', async () => {
  await at('2026-11-20');
  writeFileSync(path('2026-11-20'), 'one\n');
  await keep();
  await at('2026-11-21');
  appendFileSync(path('2026-11-20'), 'the last of the day\n');
  // Sealed first, compressed with the next look.
  expect(await keep()).toMatchObject({ sealed: 1 });
  expect(readdirSync(folder)).toEqual([`desk.${HOST}.2026-11-20.log`]);
  await keep();
  expect(readdirSync(folder)).toEqual([`desk.${HOST}.2026-11-20.log.gz`]);
  expect(gunzipSync(readFileSync(`${path('2026-11-20')}.gz`)).toString()).toBe('one\nthe last of the day\n');
  expect(await keep()).toMatchObject({ sealed: 0, wrong: [] });
  expect((await verify()).findings).toEqual([]);
  writeFileSync(`${path('2026-11-20')}.gz`, gzipSync('one\nanother\n'));
  expect((await verify()).findings).toMatchObject([{ kind: 'cut' }]);
  writeFileSync(`${path('2026-11-20')}.gz`, 'not gzip');
  expect((await verify()).findings).toMatchObject([{ kind: 'changed' }]);
});

test('[8(1)⑧] files are kept for the years the city sets, then removed with a line that counts them; what is left is whole', async () => {
  await at('2026-11-20');
  await fresh.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('keep-app-logs-years', '2', lib.now())`);
  for (const day of ['2026-11-19', '2026-11-20']) writeFileSync(path(day), `${day}\n`);
  await keep();
  await keep();
  // Before the line that seals them goes with its own years, they are sealed anew, and looked at whole.
  await at('2027-10-20');
  expect(await keep()).toMatchObject({ sealed: 2, wrong: [] });
  await at('2028-11-19');
  expect(await expireFiles(sealer)).toBe(0);
  // Past its years at midnight; the night says so hours later, and until then verify asks for it.
  await at('2028-11-20', '00:30');
  expect(await keep()).toMatchObject({ removed: 0, wrong: [] });
  expect((await verify()).findings).toEqual([]);
  await at('2028-11-20', '02:30');
  expect(await expireFiles(sealer)).toBe(1);
  expect(await keep()).toMatchObject({ removed: 1, wrong: [] });
  expect(readdirSync(folder)).toHaveLength(1);
  expect(await lines('logs.expired')).toEqual([{ detail: { until: '2026-11-19', rows: 1 } }]);
  expect(await verify()).toEqual({ compared: 1, elsewhere: [], findings: [] });
});

test('[11(12)d] an expiry that took less than a year excuses nothing; files of another machine are named', async () => {
  await at('2026-11-20');
  writeFileSync(path('2026-11-20'), 'one\n');
  await keep();
  rmSync(path('2026-11-20'));
  await fresh.db.run(sql`
    SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'logs.expired', lib.now(), NULL, NULL, NULL, '{"until": "2026-11-20"}')`);
  expect((await verify()).findings).toMatchObject([{ kind: 'gone' }]);
  expect(await verifyFiles(sealer, folder, 'machine-b')).toEqual({ compared: 0, elsewhere: [HOST], findings: [] });
  expect(await verifyFiles(sealer, undefined, HOST)).toEqual({ compared: 0, elsewhere: [HOST], findings: [] });
});

test('[11(12)d] files fetched from a machine that has no worker are sealed every hour like our own; where it gets a worker they are left to that', async () => {
  await at('2026-11-20');
  const fetched = join(folder, 'citizen.door.2026-11-20.log');
  writeFileSync(fetched, 'one\n');
  expect(await keep()).toMatchObject({ sealed: 1, wrong: [] });
  await at('2026-11-20', '11:00');
  appendFileSync(fetched, 'two\n');
  expect(await keep()).toMatchObject({ sealed: 1, wrong: [] });
  // Changed on that machine below what was sealed, and fetched again.
  writeFileSync(fetched, 'ONE\ntwo\nthree\n');
  expect(await keep()).toMatchObject({ sealed: 0, wrong: ['citizen.door.2026-11-20.log'] });
  writeFileSync(fetched, 'one\ntwo\nthree\n');
  await keepFiles({ sealer, folder, host: 'door' });
  appendFileSync(fetched, 'four\n');
  expect(await keep()).toMatchObject({ sealed: 0, wrong: [] });
});

test('[11(12)d] a fetched file is compressed a day later than our own: it is fetched no more, and what came late of it is sealed', async () => {
  await at('2026-11-20');
  const fetched = join(folder, 'citizen.door.2026-11-20.log');
  writeFileSync(path('2026-11-20'), 'one\n');
  writeFileSync(fetched, 'one\n');
  await keep();
  await at('2026-11-21', '05:00');
  await keep();
  expect(readdirSync(folder)).toEqual(['citizen.door.2026-11-20.log', `desk.${HOST}.2026-11-20.log.gz`]);
  // The machine was not reached over midnight.
  appendFileSync(fetched, 'the last of the day\n');
  expect(await keep()).toMatchObject({ sealed: 1, wrong: [] });
  await at('2026-11-22', '00:10');
  await keep();
  expect(readdirSync(folder)).toEqual(['citizen.door.2026-11-20.log.gz', `desk.${HOST}.2026-11-20.log.gz`]);
});

test('[8(1)⑧] files of a machine that nobody keeps, or of an earlier name of this one, are sealed, compressed and removed like its own; those of one that has a worker are left to it', async () => {
  await at('2026-11-20');
  for (const other of ['old-name', 'machine-b']) writeFileSync(join(folder, `desk.${other}.2026-11-20.log`), 'one\n');
  await keepFiles({ sealer, folder, host: 'machine-b' });
  // Its files are here from now on; machine-b sealed its own a moment ago, and goes on.
  expect(await keep()).toMatchObject({ sealed: 0, wrong: [] });
  const sealed = () =>
    sealer.rows<{ host: string; n: number }>(
      sql`SELECT host, count(*)::integer AS n FROM audit.log_files GROUP BY host ORDER BY host COLLATE "C"`,
    );
  expect(await sealed()).toEqual([
    { host: 'machine-b', n: 1 },
    { host: 'old-name', n: 1 },
  ]);
  appendFileSync(join(folder, 'desk.machine-b.2026-11-20.log'), 'two\n');
  expect(await keep()).toMatchObject({ sealed: 0, wrong: [] });
  await at('2026-11-22');
  expect(await keep()).toMatchObject({ sealed: 1, wrong: [] });
  expect(readdirSync(folder)).toContain('desk.old-name.2026-11-20.log.gz');
  await at('2033-01-05', '02:30');
  await keep();
  await expireFiles(sealer);
  await keep();
  expect(readdirSync(folder)).toEqual([]);
});
