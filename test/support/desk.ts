import { argon2Sync } from 'node:crypto';
import { configFor } from '../../src/config.ts';
import { run } from '../../src/desk/main.ts';
import { type WorkOnList, workHere } from '../../src/intake/upload-jobs.ts';
import { type Clock, fixedClock, systemClock } from '../../src/lib/clock.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { invite, setGivenHash } from '../../src/staff/accounts.ts';
import { signedIn, type Visitor } from './browse.ts';
import type { FreshDatabase } from './database.ts';
import { must } from './must.ts';

export const PASSWORD = 'correct horse battery';
/** What its desks sign cookies with. */
export const COOKIES = 'a secret for tests that is long enough';

/** Its hash of the least cost, made once: a hash as the product makes it costs 30 ms, and as much at each sign-in. Tests of passwords make their own. */
const HASH = (() => {
  const [cost, salt] = [{ memory: 8, passes: 1, parallelism: 1 }, Buffer.alloc(16)];
  const tag = argon2Sync('argon2id', { message: PASSWORD, nonce: salt, tagLength: 32, ...cost });
  const [written, hash] = [salt, tag].map((bytes) => bytes.toString('base64').replace(/=+$/u, ''));
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${written}$${hash}`;
})();

export type TestDesk = {
  url: string;
  /** Connected as the desk is. */
  db: Db;
  /** What the desk logged so far. */
  log: string[];
  /** Makes an account with `PASSWORD` and returns its id. */
  account(login: string, roles: readonly string[], officeId?: number | null, name?: string): Promise<number>;
  /** Makes an account with `PASSWORD` and signs it in. */
  clerk(login: string, roles: readonly string[], officeId?: number | null, name?: string): Promise<Visitor>;
  close(): Promise<void>;
};

/** Stops the city's time, in the database and in the desk: what is shown at 10:42 can be looked at at any hour. */
export const stopTime = async (fresh: FreshDatabase, instant: string): Promise<Clock> => {
  await fresh.db.pool.query(
    `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT '${instant}'::timestamptz $$`,
  );
  return fixedClock(instant);
};

/** What a desk on a test's database is set to, also one in a process of its own. */
export const deskSettings = (fresh: FreshDatabase): Record<string, string> => ({
  DESK_DATABASE_URL: fresh.urlFor('desk'),
  DESK_ORIGIN: 'http://127.0.0.1:1',
  CITIZEN_ORIGIN: 'http://127.0.0.1:2',
  COOKIE_SECRET: COOKIES,
  SECURE_COOKIES: 'no',
  DESK_PORT: '0',
});

/** The desk as production runs it, on a free port and this test's database. `workOnList`: lists are worked on here, at once, unless it is said. */
export async function startDesk(
  fresh: FreshDatabase,
  clock: Clock = systemClock,
  settings: Record<string, string> = {},
  workOnList: WorkOnList = workHere,
): Promise<TestDesk> {
  const log: string[] = [];
  const config = configFor('desk', { ...deskSettings(fresh), DESK_POOL: '3', ...settings });
  const desk = await run({ config, clock, logTo: { write: (line) => void log.push(line) }, workOnList, lateMs: 0 });
  const db = fresh.as('desk', 3);
  const url = `http://127.0.0.1:${desk.port}`;
  const account: TestDesk['account'] = async (login, roles, officeId = null, name = '古賀 恵子') => {
    const made = must(await invite(db, { kind: 'operator' }, { login, name, officeId, roles }));
    await setGivenHash(db, { kind: 'operator' }, made.id, HASH, false);
    return made.id;
  };
  return {
    url,
    db,
    log,
    account,
    clerk: async (login, ...who) => {
      await account(login, ...who);
      return signedIn(url, login, PASSWORD);
    },
    close: async () => {
      await desk.close();
      await db.close();
    },
  };
}
