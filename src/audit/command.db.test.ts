import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { otherClock } from '../../test/clocks/moments.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { AUDIT_KEY, startWorker } from '../../test/support/worker.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { logHost } from '../lib/http/log-files.ts';
import { ROOT } from '../lib/root.ts';
import { keepHead } from './heads.ts';
import { sealLog } from './seal.ts';

/** `madoguchi verify` and `rekey` as an operator runs them: what they say and what they end with. */
const NEW_KEY = 'another key that is long enough to seal!';
let fresh: FreshDatabase;
let sealer: Db;
let folder = '';
let heads = '';
beforeEach(async () => {
  fresh = await freshDatabase();
  sealer = fresh.as('sealer', 2);
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-verify-'));
  heads = join(folder, 'heads.jsonl');
});
afterEach(async () => {
  await sealer.close();
  await fresh.drop();
  rmSync(folder, { recursive: true });
});

async function madoguchi(args: string[], settings: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...otherClock(process.env),
      PATH: process.env['PATH'],
      SEALER_DATABASE_URL: fresh.urlFor('sealer'),
      AUDIT_KEY,
      ...settings,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, said };
}

/** Writes lines and seals until none waits: other tests' open transactions in this cluster hold it back for a moment. */
async function writeAndSeal(key: string): Promise<void> {
  await fresh.db.run(
    sql`SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'entry', lib.now()) FROM generate_series(1, 5)`,
  );
  const waiting = async () => {
    const { head } = await sealLog(sealer, key);
    if (head !== undefined) await keepHead(heads, head, Temporal.Now.instant());
    return (await sealer.one<{ since: Date | null }>(sql`SELECT audit.unsealed_since() AS since`)).since;
  };
  await expect.poll(waiting).toBeNull();
}

test('[11(12)d] verify ends with 0 only where the log is whole and was compared with heads kept elsewhere', async () => {
  await writeAndSeal(AUDIT_KEY);
  expect(await madoguchi(['verify'], { AUDIT_HEADS: heads })).toMatchObject({
    code: 0,
    said: expect.stringContaining('The log is whole: 5 rows.'),
  });
  for (const settings of [{}, { AUDIT_HEADS: join(folder, 'nowhere') }] as Record<string, string>[])
    expect(await madoguchi(['verify'], settings)).toMatchObject({ code: 3, said: expect.stringContaining('NOT COMPARED') });
  // A head that a full disk cut is named, and the others are compared.
  const whole = readFileSync(heads, 'utf8');
  writeFileSync(heads, `{"generation":1,"posi\n${whole}`);
  const cut = await madoguchi(['verify'], { AUDIT_HEADS: heads });
  expect(cut).toMatchObject({ code: 1, said: expect.stringContaining('The log is whole: 5 rows.') });
  expect(cut.said).toContain(`WRONG  line 1 of ${heads} ends in the middle`);
  writeFileSync(heads, whole);
  // The files of the processes' logs, where they lie.
  const logs = join(folder, 'logs');
  mkdirSync(logs);
  const file = join(logs, `desk.${logHost()}.2026-11-20.log`);
  writeFileSync(file, 'one\n');
  await fresh.db.run(
    sql`SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'logs.sealed', lib.now(), NULL, NULL, NULL, ${JSON.stringify(
      {
        host: logHost(),
        files: [
          { name: basename(file), day: '2026-11-20', bytes: 4, sha256: createHash('sha256').update('one\n').digest('hex') },
        ],
      },
    )}::jsonb)`,
  );
  await writeAndSeal(AUDIT_KEY);
  expect(await madoguchi(['verify'], { AUDIT_HEADS: heads, LOG_DIR: logs })).toMatchObject({
    code: 0,
    said: expect.stringContaining('1 log files compared with their seals, 0 of them wrong.'),
  });
  expect(await madoguchi(['verify'], { AUDIT_HEADS: heads })).toMatchObject({
    code: 0,
    said: expect.stringContaining(`The log files of ${logHost()} were NOT COMPARED`),
  });
  writeFileSync(file, 'ONE\n');
  expect(await madoguchi(['verify'], { AUDIT_HEADS: heads, LOG_DIR: logs })).toMatchObject({
    code: 1,
    said: expect.stringContaining(`WRONG  ${basename(file)}: this file is not what was sealed`),
  });
  // The whole log emptied, seals and all.
  await fresh.db.pool.query('DELETE FROM audit.events; DELETE FROM audit.seals; DELETE FROM audit.generations');
  expect(await madoguchi(['verify'], { AUDIT_HEADS: heads })).toMatchObject({
    code: 1,
    said: expect.stringContaining('the log ends before this head'),
  });
  expect((await madoguchi(['verify'])).code).toBe(3);
});

test('[11(12)d] the key is changed by a command: old workers stop in a sentence, verify takes both keys, the heads are kept', async () => {
  await writeAndSeal(AUDIT_KEY);
  const keys = { AUDIT_HEADS: heads, AUDIT_NEW_KEY: NEW_KEY };
  expect(await madoguchi(['rekey'], { ...keys, AUDIT_KEY: NEW_KEY, AUDIT_NEW_KEY: AUDIT_KEY })).toMatchObject({
    code: 1,
    said: expect.stringContaining('AUDIT_KEY does not fit the last seal of the log'),
  });
  expect(await madoguchi(['rekey'], keys)).toMatchObject({ code: 0, said: expect.stringContaining('The key is changed.') });
  await expect(startWorker(fresh, 'smtp://127.0.0.1:1')).rejects.toThrow('AUDIT_KEY does not fit');
  await writeAndSeal(NEW_KEY);
  const verify = (settings: Record<string, string>) => madoguchi(['verify'], { AUDIT_HEADS: heads, ...settings });
  expect(await verify({ AUDIT_KEY: NEW_KEY, AUDIT_OLD_KEYS: AUDIT_KEY })).toMatchObject({ code: 0 });
  const alone = await verify({ AUDIT_KEY: NEW_KEY });
  expect(alone).toMatchObject({ code: 1, said: expect.stringContaining('AUDIT_OLD_KEYS') });
  for (const { said } of [alone]) expect(said).not.toContain(AUDIT_KEY);
  expect(readFileSync(heads, 'utf8')).toContain('"generation":2');
  writeFileSync(heads, 'nonsense\n');
  expect(await verify({ AUDIT_KEY: NEW_KEY })).toMatchObject({ code: 1, said: expect.stringContaining('Line 1') });
});
