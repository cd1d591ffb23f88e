import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { otherClock } from '../../test/clocks/moments.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { type RoughSmtp, startRoughSmtp } from '../../test/support/rough-smtp.ts';
import { buildSmallCity, makeCard, slotAt } from '../../test/support/small-city.ts';
import { shiftTime } from '../../test/support/time.ts';
import { AUDIT_KEY, CITIZEN_ORIGIN, jobContext, startWorker } from '../../test/support/worker.ts';
import { verifyFiles } from '../audit/files/verify.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { logHost } from '../lib/http/log-files.ts';
import { ROOT } from '../lib/root.ts';
import { openAlarms } from '../site/alarms.ts';
import { runJob } from './clockwork.ts';
import type { JobContext } from './job.ts';
import { JOBS } from './jobs.ts';
import { startLogFiles } from './log-files.ts';
import { watchHere } from './watch.ts';

let fresh: FreshDatabase;
let db: Db;
let sealer: Db;
let smtp: RoughSmtp;
beforeEach(async () => {
  fresh = await freshDatabase();
  db = fresh.as('worker');
  sealer = fresh.as('sealer', 2);
  smtp = await startRoughSmtp();
});
afterEach(async () => {
  await smtp.close();
  await db.close();
  await sealer.close();
  await fresh.drop();
});

/** So many booked visits, each with its confirmation waiting to be sent. */
async function bookMany(count: number): Promise<void> {
  const city = await buildSmallCity(fresh.db, 1_000);
  const slot = await slotAt(fresh.db, city, city.main, 9, 10);
  for (let n = 0; n < count; n += 1) {
    const card = await makeCard(fresh.db, {
      noticeId: `A1B-${String(n).padStart(6, '0')}`,
      name: `試験 ${n}`,
      birthDate: '1950-01-01',
    });
    await fresh.db.run(sql`
      SELECT reservations.hold(a, r, ${city.service}, ${slot}, jsonb_build_array(jsonb_build_object('card_id', ${card}::bigint)), 'staff', 'phone',
        ${`m${n}@example.jp`}, '', 'ja', NULL, NULL), reservations.confirm(a, r)
      FROM (SELECT ROW('operator', NULL, NULL, NULL)::audit.actor AS a, gen_random_uuid() AS r) x`);
  }
}

/** The worker as its own process, as in production. */
async function spawnWorker(settings: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), 'worker'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...otherClock(process.env),
      PATH: process.env['PATH'],
      WORKER_DATABASE_URL: fresh.urlFor('worker'),
      SEALER_DATABASE_URL: fresh.urlFor('sealer'),
      SMTP_URL: smtp.url,
      MAIL_FROM: 'yoyaku@city.example.jp',
      CITIZEN_ORIGIN,
      AUDIT_KEY,
      ...settings,
    },
  });
  return child;
}

const states = async () =>
  (await fresh.db.rows<{ state: string }>(sql`SELECT state FROM outbox.mails`)).map(({ state }) => state);
const allSent = () => expect.poll(async () => (await states()).every((state) => state === 'sent')).toBe(true);

const context = (relayDownSeconds?: number, machine = 'machine-a'): JobContext =>
  jobContext(db, sealer, { relayDownSeconds, machine });
const alarms = async () => (await openAlarms(db)).map(({ kind }) => kind);

describe('the worker as a process', () => {
  test('kill -9 while it sends: every mail arrives, and one that arrives twice carries the same Message-ID', async () => {
    await bookMany(60);
    const reached = Promise.withResolvers<void>();
    smtp.onData(async () => {
      if (smtp.taken.length === 15) reached.resolve();
      return '250 ok';
    });
    const first = await spawnWorker();
    await reached.promise;
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(await states()).toContain('sending');
    // The leases of the dead run out.
    await shiftTime(fresh, 60);
    const second = await spawnWorker();
    await allSent();
    second.kill('SIGTERM');
    await once(second, 'exit');
    const ids = new Map<string, Set<string>>();
    for (const { rcpt, messageId } of smtp.taken) ids.set(rcpt, (ids.get(rcpt) ?? new Set()).add(messageId));
    expect(ids.size).toBe(60);
    expect([...ids.values()].every((one) => one.size === 1)).toBe(true);
    expect(smtp.taken.length - 60).toBeLessThanOrEqual(10);
  });

  test('[11(12)d] with LOG_DIR its log is a file, which is sealed by itself and compared by verify; a change of it is an alarm', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-logs-'));
    const child = await spawnWorker({ LOG_DIR: folder });
    const text = () => readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
    await expect.poll(() => text().join('')).toContain('worker started');
    child.kill('SIGTERM');
    await once(child, 'exit');
    const file = join(folder, readdirSync(folder)[0] ?? '');
    const wrong = async () => (await db.one<{ wrong: number }>(sql`SELECT audit.files_wrong() AS wrong`)).wrong;
    const keeping = startLogFiles(context(), folder, 20);
    const sealed = async () => (await fresh.db.rows(sql`SELECT FROM audit.log_files WHERE bytes > 0`)).length;
    await expect.poll(sealed).toBe(1);
    expect(await verifyFiles(sealer, folder, logHost())).toMatchObject({ compared: 1, findings: [] });
    writeFileSync(file, `${readFileSync(file, 'utf8').replace('worker started', 'nothing began')}more\n`);
    await expect.poll(wrong).toBe(1);
    await keeping.stop();
    await runJob('watch', context());
    expect(await alarms()).toContain('logs-changed');
    expect((await verifyFiles(sealer, folder, logHost())).findings).toMatchObject([{ kind: 'changed' }]);
    rmSync(folder, { recursive: true });
  });

  test('SIGTERM: what is under way is finished, the rest is left for the next', async () => {
    await bookMany(40);
    const reached = Promise.withResolvers<void>();
    smtp.onData(async () => {
      reached.resolve();
      return '250 ok';
    });
    const worker = await spawnWorker();
    await reached.promise;
    worker.kill('SIGTERM');
    const [code] = await once(worker, 'exit');
    expect(code).toBe(0);
    expect(await states()).not.toContain('sending');
    expect((await states()).filter((state) => state === 'sent')).toHaveLength(smtp.taken.length);
  });

  test('without a database it starts neither mails nor jobs, and says so', async () => {
    await expect(
      startWorker({ ...fresh, urlFor: () => fresh.urlFor('worker').replace(/test_\w+$/u, 'test_nowhere') }, smtp.url),
    ).rejects.toThrow('test_nowhere');
  });
});

describe('jobs by the clock', () => {
  test('times of day are the city’s', () => {
    expect(JOBS.horizon.when).toBe('10 16 * * *');
    expect(JOBS.expire.when).toBe('30 17 * * *');
  });

  test('several workers share one queue of jobs', async () => {
    const workers = await Promise.all([startWorker(fresh, smtp.url), startWorker(fresh, smtp.url)]);
    const known = await fresh.db.rows<{ identifier: string }>(
      sql`SELECT identifier FROM graphile_worker._private_known_crontabs ORDER BY identifier`,
    );
    expect(known.map(({ identifier }) => identifier)).toEqual(Object.keys(JOBS).sort());
    await Promise.all(workers.map((worker) => worker.close()));
  });

  test('each runs as the worker’s role, and twice', async () => {
    await bookMany(2);
    for (const name of [...Object.keys(JOBS), ...Object.keys(JOBS)]) await runJob(name as keyof typeof JOBS, context());
    // Cards of tests are laid out by hand: the nightly look tells that no movement brought them there.
    expect(await alarms()).toEqual(['custody-differs']);
  });

  test('the night finds which cards lie where they were sent although nothing could be counted', async () => {
    await bookMany(1);
    await fresh.db.run(sql`INSERT INTO counter.shelved_away SELECT id FROM cards.cards ORDER BY id LIMIT 1`);
    await fresh.db.run(sql`ALTER FUNCTION cards.recount_due() RENAME TO recount_gone`);
    try {
      await expect(JOBS.due.run(context())).rejects.toThrow('recount_due');
    } finally {
      await fresh.db.run(sql`ALTER FUNCTION cards.recount_gone() RENAME TO recount_due`);
    }
    expect(await fresh.db.rows(sql`SELECT FROM counter.shelved_away`)).toEqual([]);
  });

  test('[8(3)⑭b] a birthday that somebody walks through IDs with raises an alarm, which does not tell the birthday', async () => {
    await fresh.db.run(sql`INSERT INTO cards.tries (scope, key, failures, since) VALUES ('birthday', '3-8', 50, lib.now())`);
    await runJob('watch', context());
    expect(await openAlarms(fresh.db)).toMatchObject([{ kind: 'ids-walked', detail: { birthdays: 1, addresses: 0 } }]);
    await fresh.db.run(sql`DELETE FROM cards.tries`);
    await runJob('watch', context());
    expect(await openAlarms(fresh.db)).toEqual([]);
  });

  test('an address from which no staff sign in any more raises an alarm, which does not tell the address', async () => {
    await fresh.db.run(
      sql`INSERT INTO staff.sign_in_tries (source, failures, since) VALUES ('f00dcafe', 50, lib.now()), ('beef', 49, lib.now())`,
    );
    await runJob('watch', context());
    expect(await openAlarms(fresh.db)).toMatchObject([{ kind: 'sign-ins-rest', detail: { addresses: 1 } }]);
    await fresh.db.run(sql`DELETE FROM staff.sign_in_tries`);
    await runJob('watch', context());
    expect(await openAlarms(fresh.db)).toEqual([]);
  });

  test('[8(3)⑭b] pressure of wrong entries over the whole site raises an alarm that ends by itself', async () => {
    await fresh.db.run(sql`INSERT INTO cards.tries (scope, key, failures, since) VALUES ('site', '', 1000, lib.now())`);
    await runJob('watch', context());
    await runJob('watch', context());
    expect(await openAlarms(db)).toMatchObject([{ kind: 'try-pressure', detail: { failures: 1000 } }]);
    await shiftTime(fresh, 31 * 60);
    await runJob('watch', context());
    expect(await alarms()).not.toContain('try-pressure');
    const logged = await fresh.db.rows<{ act: string }>(
      sql`SELECT act FROM audit.events WHERE act LIKE 'alarm.%' AND detail ->> 'kind' = 'try-pressure' ORDER BY id`,
    );
    expect(logged.map(({ act }) => act)).toEqual(['alarm.began', 'alarm.ended']);
  });

  test('[11(12)d] a writing transaction left open holds sealing back and raises an alarm', async () => {
    const idle = new pg.Client({ connectionString: fresh.url });
    await idle.connect();
    await idle.query('BEGIN');
    await idle.query(`INSERT INTO site.settings (key, value) VALUES ('x', '1')`);
    await fresh.db.run(sql`SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'held back', lib.now())`);
    await runJob('seal', context());
    expect(await alarms()).toEqual([]);
    await shiftTime(fresh, 11 * 60);
    await runJob('seal', context());
    expect(await alarms()).toEqual(['sealing-held-back']);
    await idle.query('COMMIT');
    await idle.end();
    // Transactions of other tests in the same cluster hold it back for a moment more.
    const sealed = async () => {
      await runJob('seal', context());
      return alarms();
    };
    await expect.poll(sealed).toEqual([]);
  });

  test('a mail server that stays away raises an alarm', async () => {
    await watchHere(context(299));
    expect(await alarms()).toEqual([]);
    await watchHere(context(301));
    expect(await alarms()).toEqual(['mails-stuck']);
    // A second worker of the same machine met it only now, and a third one did not.
    await watchHere({ ...context(), worker: 'third' });
    await watchHere({ ...context(2), worker: 'another' });
    expect(await alarms()).toEqual(['mails-stuck']);
    await watchHere(context());
    expect(await alarms()).toEqual([]);
  });

  test('a mail server that answers and takes nothing raises an alarm, and so does what cannot be written; one full mailbox does not', async () => {
    const tried = (error: string, minutes: number) =>
      fresh.db.run(sql`
        INSERT INTO outbox.mails (kind, reservation_id, once, about, attempts, last_error, due_at, next_at, created_at)
        SELECT 'booked', gen_random_uuid(), gen_random_uuid()::text, '{}', 3, ${error}, n - make_interval(mins => ${minutes}), n + interval '2 hours', n - make_interval(mins => ${minutes})
        FROM (SELECT lib.now() AS n) t`);
    const { measures } = context();
    const look = () => runJob('watch', { ...context(), measures });
    await tried('452 4.2.2 mailbox full', 300);
    await tried('454 4.7.1 relaying denied', 9);
    await look();
    expect(await alarms()).toEqual([]);
    // One mail alone is greylisted, or cannot be written: of the server it says nothing.
    await tried('554 5.7.1 relaying denied', 11);
    await look();
    expect(await alarms()).toEqual([]);
    await tried('554 5.7.1 relaying denied', 11);
    await look();
    expect(await alarms()).toEqual(['mails-stuck']);
    expect((await measures.overdue.get()).values[0]?.value).toBeGreaterThan(600);
    // Another was taken since: the server takes mails.
    await fresh.db.run(sql`
      INSERT INTO outbox.mails (kind, reservation_id, once, about, state, attempts, sent_at, due_at, next_at, created_at)
      SELECT 'booked', gen_random_uuid(), 'sent', '{}', 'sent', 1, n, n, n, n FROM (SELECT lib.now() AS n) t`);
    await look();
    expect(await alarms()).toEqual([]);
    await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dropped' WHERE state = 'sent'`);
    await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dropped' WHERE last_error LIKE '%5.7.1%'`);
    await tried('could not be written', 11);
    await tried('could not be written', 12);
    await look();
    expect(await alarms()).toEqual(['mails-stuck']);
  });

  test('two mails that wait for one mailbox do not make the mail server one that takes nothing', async () => {
    await bookMany(2);
    await fresh.db.run(
      sql`UPDATE outbox.mails SET attempts = 3, last_error = '451 4.3.0 try later', due_at = lib.now() - interval '1 hour', next_at = lib.now() + interval '1 hour'`,
    );
    await runJob('watch', context());
    expect(await alarms()).toEqual(['mails-stuck']);
    await fresh.db.run(sql`UPDATE reservations.reservations SET mail = 'one@example.jp'`);
    await runJob('watch', context());
    expect(await alarms()).toEqual([]);
  });

  test('a job that fails raises an alarm until it works again', async () => {
    await fresh.db.pool.query('ALTER FUNCTION reservations.sweep(bigint) RENAME TO sweep_away');
    await fresh.db.pool.query('ALTER TABLE reservations.reservations RENAME COLUMN held_until TO held_away');
    await expect(runJob('sweep', context())).rejects.toThrow();
    expect(await alarms()).toEqual(['job-failed']);
    await fresh.db.pool.query('ALTER TABLE reservations.reservations RENAME COLUMN held_away TO held_until');
    await fresh.db.pool.query('ALTER FUNCTION reservations.sweep_away(bigint) RENAME TO sweep');
    await runJob('sweep', context());
    expect(await alarms()).toEqual([]);
  });

  test('[9(1)a] [11(1)a] of two workers, what one finds in order ends no alarm of the other: a job that fails, a mail server that one of them does not reach', async () => {
    // The second worker has connections of its own, as another process has.
    const [otherDb, otherSealer] = [fresh.as('worker', 2), fresh.as('sealer', 2)];
    const other = () => jobContext(otherDb, otherSealer, { machine: 'machine-b' });
    await fresh.db.pool.query('ALTER TABLE reservations.reservations RENAME COLUMN held_until TO held_away');
    await expect(runJob('sweep', context())).rejects.toThrow();
    await fresh.db.pool.query('ALTER TABLE reservations.reservations RENAME COLUMN held_away TO held_until');
    await runJob('watch', other());
    expect(await alarms()).toEqual(['job-failed']);
    await runJob('sweep', other());
    expect(await alarms()).toEqual([]);

    await watchHere(context(301));
    await watchHere(other());
    expect(await alarms()).toEqual(['mails-stuck']);
    const began = await fresh.db.rows(sql`SELECT FROM site.alarms WHERE kind = 'mails-stuck'`);
    expect(began).toHaveLength(1);
    await watchHere(context());
    expect(await alarms()).toEqual([]);

    // A machine that went while it was the cause is the cause no longer.
    await watchHere(context(301));
    await shiftTime(fresh, 16 * 60);
    await watchHere(other());
    expect(await alarms()).toEqual([]);
    await Promise.all([otherDb.close(), otherSealer.close()]);
  });

  test('lapsed holds give their places back', async () => {
    const city = await buildSmallCity(fresh.db);
    const slot = await slotAt(fresh.db, city, city.main, 9, 10);
    const card = await makeCard(fresh.db, { noticeId: 'A1B-000001' });
    await fresh.db.run(sql`
      SELECT reservations.hold(ROW('operator', NULL, NULL, NULL)::audit.actor, gen_random_uuid(), ${city.service}, ${slot},
        jsonb_build_array(jsonb_build_object('card_id', ${card}::bigint)), 'staff', 'phone', NULL, '', 'ja', NULL, NULL)`);
    const taken = async () =>
      (await fresh.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).taken;
    await runJob('sweep', context());
    expect(await taken()).toBe(1);
    await shiftTime(fresh, 601);
    await runJob('sweep', context());
    expect(await taken()).toBe(0);
  });

  test('[8(1)⑧] what the city does not keep any longer goes: visits with their addresses, holds, tries, mails', async () => {
    await bookMany(1);
    await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent'`);
    await fresh.db.run(sql`
      INSERT INTO reservations.visits (cookie_hash, purpose, service_id, mail, created_at, expires_at) SELECT '\\x01', 'book', id, 'a@example.jp', lib.now(), lib.now() FROM services.services`);
    await fresh.db.run(sql`INSERT INTO cards.tries (scope, key, failures, since) VALUES ('notice', 'A1B-000001', 1, lib.now())`);
    const counts = () =>
      fresh.db.one(sql`
        SELECT (SELECT count(*) FROM reservations.visits) AS visits, (SELECT count(*) FROM cards.tries) AS tries,
          (SELECT count(*) FROM outbox.mails) AS mails, (SELECT count(*) FROM reservations.reservations) AS reservations`);
    await runJob('expire', context());
    expect(await counts()).toEqual({ visits: 1, tries: 1, mails: 1, reservations: 1 });
    await shiftTime(fresh, 8 * 86_400);
    await runJob('expire', context());
    expect(await counts()).toEqual({ visits: 0, tries: 0, mails: 1, reservations: 1 });
    await shiftTime(fresh, 731 * 86_400);
    await runJob('expire', context());
    expect(await counts()).toEqual({ visits: 0, tries: 0, mails: 0, reservations: 1 });
  });

  test('[8(1)⑧] what cannot be removed one night keeps nothing else, and the job says that it failed', async () => {
    await fresh.db.run(sql`INSERT INTO cards.tries (scope, key, failures, since) VALUES ('notice', 'A1B-000001', 1, lib.now())`);
    await shiftTime(fresh, 8 * 86_400);
    await fresh.db.pool.query('ALTER FUNCTION reservations.expire() RENAME TO expire_away');
    await expect(runJob('expire', context())).rejects.toThrow('1 of');
    expect(await fresh.db.rows(sql`SELECT FROM cards.tries`)).toEqual([]);
    expect(await alarms()).toEqual(['job-failed']);
  });
});
