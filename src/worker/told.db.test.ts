import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../test/support/browse.ts';
import { startCitizenDoor } from '../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../test/support/desk.ts';
import { htmlFaults } from '../../test/support/html.ts';
import { AUDIT_KEY, jobContext, startWorker } from '../../test/support/worker.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { metricsText } from '../lib/http/metrics.ts';
import { runJob } from './clockwork.ts';
import type { JobContext } from './job.ts';
import { startLogFiles } from './log-files.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let folder: string;
let db: Db;
let sealer: Db;
const lines: string[] = [];
beforeAll(async () => {
  fresh = await freshDatabase();
  desk = await startDesk(fresh);
  await desk.account('ide', ['admin']);
  db = fresh.as('worker', 2);
  sealer = fresh.as('sealer', 2);
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-told-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.close();
  await sealer.close();
  await desk.close();
  await fresh.drop();
});

const line = (...of: unknown[]): void => void lines.push(JSON.stringify(of));
const context = (auditHeads?: string): JobContext => ({
  ...jobContext(db, sealer),
  config: { auditKey: AUDIT_KEY, auditHeads },
  log: { info: line, warn: line, error: line } as JobContext['log'],
});
async function alarms(): Promise<string> {
  const page = await (await signedIn(desk.url, 'ide', PASSWORD)).get('/alarms');
  expect(await htmlFaults(page.html)).toEqual([]);
  return page.html;
}

test('heads of the log that cannot be kept: alarm and log name the file and the fault', async () => {
  const file = join(folder, 'nowhere', 'heads');
  // Transactions of other tests in the same cluster hold sealing back for a moment.
  const told = async () => {
    await runJob('seal', context(file));
    return alarms();
  };
  await expect.poll(told).toContain(`${file}（ENOENT）`);
  expect(lines.find((one) => one.includes('could not be kept'))).toContain(`"file":"${file}","fault":"ENOENT"`);
});

test('[11(12)d] log files that are not sealed, or have no copy: an alarm names folder and fault, and ends with the next whole run', async () => {
  const words = 'アプリケーションログのファイルを、封印・圧縮・複写できていません';
  const [logs, first, second] = [join(folder, 'logs'), join(folder, 'first'), join(folder, 'second')];
  mkdirSync(logs);
  writeFileSync(join(logs, 'desk.machine-a.2026-11-20.log'), 'one\n');
  writeFileSync(second, 'in the way');
  const store = { dirs: [first, second], key: 'a key for tests that seals what is copied', oldKeys: [], keepDays: 14 };
  const given = { ...context(), backups: { store, url: '', db } };
  const kept = startLogFiles(given, logs, 20);
  await expect.poll(alarms).toContain(words);
  expect(await alarms()).toMatch(new RegExp(`${logs}（${second} \\(E\\w+\\)）`, 'u'));
  rmSync(second);
  const stands = async () =>
    (await fresh.db.rows(sql`SELECT FROM site.alarms WHERE kind = 'log-files-not-kept' AND ended_at IS NULL`)).length;
  await expect.poll(stands).toBe(0);
  // A folder that cannot be read is told as well, and since when no run was whole.
  renameSync(logs, `${logs}-away`);
  writeFileSync(logs, '');
  await expect.poll(alarms).toContain(`${logs}（ENOTDIR）`);
  await kept.stop();
  // A worker that keeps no files any more has nothing to tell.
  const none = startLogFiles(given, undefined, 20);
  await expect.poll(stands).toBe(0);
  await none.stop();
  expect(await metricsText()).toMatch(/madoguchi_log_files_kept_seconds [\d.e-]+/u);
});

test('a proxy that is not believed: a warning in the log, an alarm at the desk, gone half an hour after it was last seen', async () => {
  const site = await startCitizenDoor(fresh);
  const words = '中継サーバーの知らせる接続元が、使われていません';
  expect(await alarms()).not.toContain(words);
  await fetch(`${site.url}/`, { headers: { 'x-forwarded-for': '203.0.113.1' } });
  expect(site.log.filter((one) => one.includes('TRUSTED_PROXIES'))).toHaveLength(1);
  await expect.poll(alarms).toContain(words);
  await runJob('watch', context());
  expect(await alarms()).toContain(words);
  await fresh.db.run(sql`UPDATE site.alarms SET seen_at = seen_at - interval '31 minutes' WHERE kind = 'proxy-not-trusted'`);
  await runJob('watch', context());
  const { acts } = await fresh.db.one<{ acts: string[] }>(
    sql`SELECT array_agg(act ORDER BY id) AS acts FROM audit.events WHERE detail ->> 'kind' = 'proxy-not-trusted'`,
  );
  expect(acts).toEqual(['alarm.began', 'alarm.ended']);
  await site.close();
});

test('[11(12)b] days on which no worker ran are analysed when one is back; then those since', async () => {
  const wrong = (days: number) =>
    fresh.db.run(sql`
      INSERT INTO audit.events (at, actor_kind, act, source, detail)
      SELECT lib.now() - make_interval(days => ${days}::integer), 'staff', 'staff.sign-in-failed', '203.0.113.0', '{}' FROM generate_series(1, 12)`);
  const days = async () =>
    (
      await fresh.db.rows<{ ago: number }>(
        sql`SELECT lib.day_of(lib.now()) - day AS ago FROM running.findings WHERE day < lib.day_of(lib.now()) ORDER BY day`,
      )
    ).map(({ ago }) => ago);
  await wrong(20);
  await wrong(6);
  await runJob('analyse', context());
  expect(await days()).toEqual([6]);
  await wrong(1);
  await runJob('analyse', context());
  expect(await days()).toEqual([6, 1]);
});

test('what the analysis found of a day that is not over is no alarm yet: nobody can review it before', async () => {
  const stands = async () =>
    (await fresh.db.rows(sql`SELECT FROM site.alarms WHERE kind = 'log-finding' AND ended_at IS NULL`)).length === 1;
  await runJob('analyse', context());
  expect(await stands()).toBe(true);
  await fresh.db.run(sql`UPDATE running.findings SET reviewed_at = lib.now(), verdict = 'fine'`);
  await fresh.db.run(
    sql`INSERT INTO audit.events (at, actor_kind, act, source, detail) SELECT lib.now(), 'staff', 'staff.sign-in-failed', '203.0.113.0', '{}' FROM generate_series(1, 12)`,
  );
  await runJob('analyse', context());
  expect(await fresh.db.rows(sql`SELECT FROM running.findings WHERE reviewed_at IS NULL`)).not.toEqual([]);
  expect(await stands()).toBe(false);
});

test('the worker says at its start what it does and where mails go', async () => {
  const worker = await startWorker(fresh, 'smtp://127.0.0.1:9');
  await worker.close();
  const said = worker.log.find((one) => one.includes('worker started')) ?? '';
  for (const part of ['"mailServer":"127.0.0.1:9"', '"seal"', '"remind"', 'sends mails']) expect(said).toContain(part);
});
