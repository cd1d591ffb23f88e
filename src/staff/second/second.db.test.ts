import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../test/support/database.ts';
import { must } from '../../../test/support/must.ts';
import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { endSessions, invite, resetPassword } from '../accounts.ts';
import { lookAtLink, makeLink, useLink } from '../links.ts';
import type { Self } from '../prove-password.ts';
import { begin } from '../sessions.ts';
import { giveSecond } from '../sign-in.ts';
import { readSecond, removeSecond, renewCodes, resetSecond, setUpSecond } from './acts.ts';
import { beginHalf } from './half.ts';
import type { FactorKeys } from './keys.ts';
import { codeAt, newAppSecret } from './totp.ts';

const KEYS: FactorKeys = ['a key for tests that is long enough'];
const WHO = { source: '10.0.0.0', browser: 'test' };
const CALLER = { ...WHO, address: '10.0.0.1', requestId: 'r' };
const operator = { kind: 'operator' } as const;

let fresh: FreshDatabase;
let db: Db;
let made = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk', 20);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

/** An account with a second factor; its code of a moment ahead is one nobody gave yet. */
async function owner() {
  const account = must(await invite(db, operator, { login: `koga${++made}`, name: '古賀', officeId: null, roles: ['counter'] }));
  const session = await begin(db, account.id, WHO, { second: null, until: null });
  const self: Self = { accountId: account.id, sessionId: session.id, requestId: 'r', source: 's' };
  const secret = newAppSecret();
  const { now } = await db.one<{ now: number }>(sql`SELECT extract(epoch FROM lib.now())::float8 AS now`);
  const set = must(await setUpSecond(db, self, { secret, code: codeAt(secret, now - 30) }, KEYS));
  return { id: self.accountId, self, secret, codes: set, next: codeAt(secret, now) };
}
const sessions = async (id: number) =>
  (
    await db.one<{ n: number }>(
      sql`SELECT count(*)::integer AS n FROM staff.sessions WHERE account_id = ${id} AND second IN ('app-code', 'recovery-code') AND created_at > (SELECT since FROM staff.second_factors WHERE account_id = ${id})`,
    )
  ).n;

const atOnce = async (id: number, given: { kind: 'app-code' | 'recovery-code'; typed: string }[]) => {
  const halves = await Promise.all(given.map(() => beginHalf(db, id)));
  const results = await Promise.all(given.map((one, at) => giveSecond(db, { half: halves[at], ...one }, KEYS, CALLER)));
  return results.filter((one) => typeof one === 'object').length;
};

test.each(['recovery-code', 'app-code'] as const)('one %s given four times at once lets in once', async (kind) => {
  const { id, codes, next } = await owner();
  const typed = kind === 'app-code' ? next : (codes[0] ?? '');
  expect(
    await atOnce(
      id,
      Array.from({ length: 4 }, () => ({ kind, typed })),
    ),
  ).toBe(1);
  expect(await sessions(id)).toBe(1);
});

test('control: four recovery codes given at once let in four times, and without the look at what was used one code does', async () => {
  const { id, codes } = await owner();
  const four = codes.slice(0, 4).map((typed) => ({ kind: 'recovery-code' as const, typed }));
  expect(await atOnce(id, four)).toBe(4);
  await fresh.db.run(sql`
    CREATE FUNCTION staff.test_unused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.used_at := NULL; RETURN NEW; END $$`);
  await fresh.db.run(
    sql`CREATE TRIGGER test_unused BEFORE UPDATE ON staff.recovery_codes FOR EACH ROW EXECUTE FUNCTION staff.test_unused()`,
  );
  try {
    const [, , , , fifth = ''] = codes;
    expect(
      await atOnce(
        id,
        Array.from({ length: 4 }, () => ({ kind: 'recovery-code' as const, typed: fifth })),
      ),
    ).toBe(4);
  } finally {
    await fresh.db.run(sql`DROP FUNCTION staff.test_unused() CASCADE`);
  }
});

test('forty codes at once from one password are counted before they are looked at: at most five', async () => {
  const { id, self } = await owner();
  const half = await beginHalf(db, id);
  const wrong = Array.from({ length: 40 }, () =>
    giveSecond(db, { half, kind: 'app-code', typed: '000000' }, KEYS, { ...CALLER, address: '10.0.0.9' }),
  );
  expect(new Set(await Promise.all(wrong))).toEqual(new Set(['wrong']));
  const { looked } = await db.one<{ looked: number }>(
    sql`SELECT count(*)::integer AS looked FROM audit.events WHERE staff_id = ${self.accountId} AND act = 'staff.sign-in-failed' AND detail ->> 'why' = 'wrong-code'`,
  );
  expect(looked).toBe(5);
});

test('a process of the release before begins no session by the password alone where there is a second factor; elsewhere it does', async () => {
  const { id } = await owner();
  // As its statement is.
  const before = (account: number) =>
    db.run(sql`
      INSERT INTO staff.sessions (id, secret_hash, account_id, created_at, seen_at, expires_at)
      VALUES (gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), ${account}, lib.now(), lib.now(), lib.now() + interval '1 hour')`);
  await expect(before(id)).rejects.toThrow('second_factor');
  await resetSecond(db, operator, id);
  expect(await before(id)).toBe(1);
});

test('who sets a password by a link owes the code; a given password, an ended account and new codes leave nothing of the step before', async () => {
  const { id, self, codes } = await owner();
  const link = await db.transaction((tx) => makeLink(tx, operator, id));
  const used = await useLink(db, { link, password: 'set by the link 1', ...WHO, requestId: 'r' });
  expect(used?.to).toBe('second');
  const half = used?.secret;
  await resetPassword(db, operator, id);
  expect(await giveSecond(db, { half, kind: 'recovery-code', typed: codes[0] ?? '' }, KEYS, CALLER)).toBe('over');
  const anew = await begin(db, id, WHO, { second: 'app-code', until: null });
  expect(await renewCodes(db, { ...self, sessionId: anew.id })).toHaveLength(10);
  expect(await atOnce(id, [{ kind: 'recovery-code', typed: codes[0] ?? '' }])).toBe(0);
  // A link made while the factor was there would let in by itself once it is gone.
  const before = await db.transaction((tx) => makeLink(tx, operator, id));
  await resetSecond(db, operator, id);
  expect(await lookAtLink(db, before)).toBeUndefined();
  expect(await renewCodes(db, self)).toBeUndefined();
  expect(await resetSecond(db, operator, id)).toEqual({ ok: true, value: false });
  expect(await resetSecond(db, { kind: 'staff', staffId: id }, id)).toEqual({ ok: false, reason: 'own' });
});

test('neither the secret nor a code lies there as it is, and the worker reads neither', async () => {
  const { secret, codes } = await owner();
  const { text } = await fresh.db.one<{ text: string }>(sql`
    SELECT (SELECT string_agg(f::text, '') FROM staff.second_factors f) || (SELECT string_agg(c::text, '') FROM staff.recovery_codes c)
      || (SELECT string_agg(e::text, '') FROM audit.events e) AS text`);
  for (const kept of [secret.toString('hex'), ...codes, ...codes.map((code) => Buffer.from(code).toString('hex'))])
    expect(text.includes(kept)).toBe(false);
  const worker = fresh.as('worker', 1);
  try {
    for (const table of ['second_factors', 'recovery_codes'])
      await expect(worker.pool.query(`SELECT * FROM staff.${table}`)).rejects.toThrow(/permission denied/u);
  } finally {
    await worker.close();
  }
});

test('[8(2)②d] whose session an administrator ends while the password is looked at changes no second factor: neither sets one up, nor makes codes, nor takes it away', async () => {
  const { id, self, codes } = await owner();
  const before = await readSecond(db, id);
  await endSessions(db, operator, id);
  const secret = newAppSecret();
  const { now } = await db.one<{ now: number }>(sql`SELECT extract(epoch FROM lib.now())::float8 AS now`);
  expect(await setUpSecond(db, self, { secret, code: codeAt(secret, now) }, KEYS)).toEqual({ ok: false, reason: 'signed_out' });
  expect(await renewCodes(db, self)).toBeUndefined();
  expect(await removeSecond(db, self)).toEqual({ ok: false, reason: 'signed_out' });
  expect(await readSecond(db, id)).toEqual(before);
  const half = await beginHalf(db, id);
  expect(await giveSecond(db, { half, kind: 'recovery-code', typed: codes[0] ?? '' }, KEYS, CALLER)).toMatchObject({
    accountId: id,
  });
});
