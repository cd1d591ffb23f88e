import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { must } from '../../test/support/must.ts';
import type { Actor } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import {
  changeAccount,
  endSessions,
  factsOf,
  invite,
  readAccount,
  resetPassword,
  restore,
  retire,
  setGivenPassword,
  unlockAccount,
} from './accounts.ts';
import { endEveryLink, lookAtLink, makeLink, useLink } from './links.ts';
import { can, RIGHTS } from './rights.ts';
import { keepSearch, readSearch } from './searches.ts';
import { find } from './sessions.ts';
import { changePassword, signIn } from './sign-in.ts';

let fresh: FreshDatabase;
let db: Db;
const operator: Actor = { kind: 'operator' };
const PASSWORD = 'correct horse battery';

beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk', 10);
});
afterAll(async () => {
  await db.close();
  await fresh.drop();
});

let login = '';
let id = 0;
let count = 0;
beforeEach(async () => {
  login = `koga.${++count}`;
  await db.run(sql`DELETE FROM staff.sign_in_tries`);
  const made = must(await invite(db, operator, { login, name: '古賀 恵子', officeId: null, roles: ['counter'] }));
  id = made.id;
  await setGivenPassword(db, operator, id, PASSWORD, false);
});

const travel = (by: string) =>
  fresh.db.pool.query(
    `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT clock_timestamp() + interval '${by}' $$`,
  );
const accountCalled = async (name: string): Promise<number> => {
  const made = must(await invite(db, operator, { login: name, name: '城谷 学', officeId: null, roles: ['counter'] }));
  await setGivenPassword(db, operator, made.id, PASSWORD, false);
  return made.id;
};
const tryIn = async (password: string, source = '10.0.0.1', name = login) => {
  const signed = await signIn(db, { login: name, password, address: source, source, browser: 'test', requestId: 'r' });
  if (signed?.to === 'second') throw new Error('asked for a second factor');
  return signed;
};
/** The same database, where something happens after the password was looked at and before what it allows is written. */
const betweenLookAndAct = (act: () => Promise<unknown>): Db => ({
  ...db,
  transaction: async (work) => {
    await act();
    return db.transaction(work);
  },
});

describe('[8(2)②d] signing in', () => {
  test('the right password begins a session that is found by its cookie, the wrong one and an unknown name answer alike', async () => {
    expect(await tryIn('wrong')).toBeUndefined();
    expect(await tryIn(PASSWORD, '10.0.0.1', 'nobody')).toBeUndefined();
    const signed = await tryIn(PASSWORD);
    const found = await find(db, signed?.secret, true);
    expect(found.state).toBe('live');
    if (found.state === 'live') {
      expect(found.session).toMatchObject({ login, name: '古賀 恵子', mustChange: false, roleNames: ['窓口'] });
      expect(can(found.session, 'counter.act')).toBe(true);
      expect(can(found.session, 'accounts.manage')).toBe(false);
    }
    expect((await find(db, 'x', true)).state).toBe('none');
    expect((await find(db, undefined, true)).state).toBe('none');
  });

  test('five wrong passwords lock the account also for the right one, for fifteen minutes or until lifted', async () => {
    for (let i = 0; i < 5; i++) await tryIn('wrong');
    expect(await tryIn(PASSWORD)).toBeUndefined();
    expect((await readAccount(db, id))?.lockedUntil).toBeInstanceOf(Date);
    await unlockAccount(db, operator, id);
    expect(await tryIn(PASSWORD)).toBeDefined();
    for (let i = 0; i < 5; i++) await tryIn('wrong');
    await travel('16 minutes');
    try {
      expect(await tryIn(PASSWORD)).toBeDefined();
    } finally {
      await travel('0');
    }
  });

  test('[11(12)b] a lock that is not there is not lifted, an ended account not ended again: the log says neither', async () => {
    const other = await accountCalled('fukai');
    const lines = async (act: string): Promise<number> =>
      (await db.one<{ n: number }>(sql`SELECT count(*)::int AS n FROM audit.events WHERE act = ${act}`)).n;
    const before = [await lines('staff.lock-lifted'), await lines('staff.account-retired')];
    await unlockAccount(db, operator, other);
    await retire(db, operator, other);
    await retire(db, operator, other);
    expect([await lines('staff.lock-lifted'), await lines('staff.account-retired')]).toEqual([before[0], Number(before[1]) + 1]);
  });

  test('forty tries at once are counted one by one: at most five passwords are looked at', async () => {
    const results = await Promise.all(Array.from({ length: 40 }, (_, i) => tryIn(i === 39 ? PASSWORD : 'wrong', `10.1.0.${i}`)));
    expect(results.filter((result) => result !== undefined).length).toBeLessThanOrEqual(1);
    const { tried } = await db.one<{ tried: number }>(
      sql`SELECT count(*) AS tried FROM audit.events WHERE act IN ('staff.sign-in-failed', 'staff.signed-in') AND staff_id = ${id} AND coalesce(detail ->> 'why', '') <> 'locked'`,
    );
    expect(tried).toBeLessThanOrEqual(10);
  });

  test('[11(12)b] the log says whose sign-in failed and why, also of a locked and a retired account; of an unknown one the beginning of what was typed', async () => {
    const failures = async () =>
      (
        await db.rows<{ who: number | null; detail: unknown }>(
          sql`SELECT staff_id AS who, detail FROM audit.events WHERE act = 'staff.sign-in-failed' AND request_id = 'r' ORDER BY id`,
        )
      ).slice(before);
    let before = 0;
    before = (await failures()).length;
    const [one, other] = [await accountCalled('shirotani'), await accountCalled('eto')];
    for (let i = 0; i < 5; i++) await tryIn('wrong', '10.2.0.1', 'shirotani');
    await tryIn(PASSWORD, '10.2.0.1', 'Shirotani');
    await db.run(sql`UPDATE staff.accounts SET retired_at = lib.now() WHERE id = ${other}`);
    await tryIn(PASSWORD, '10.2.0.1', 'eto');
    await tryIn('wrong', '10.2.0.1', 'hunter2-secret');
    expect(await failures()).toEqual([
      ...Array.from({ length: 5 }, () => ({ who: one, detail: { why: 'wrong' } })),
      { who: one, detail: { why: 'locked' } },
      { who: other, detail: { why: 'retired' } },
      { who: null, detail: { why: 'unknown-login', login: 'hu…' } },
    ]);
  });

  test('an address with fifty tries is refused the right password too; right ones do not count', async () => {
    for (let i = 0; i < 3; i++) expect(await tryIn(PASSWORD, '10.9.9.9')).toBeDefined();
    await db.run(sql`UPDATE staff.sign_in_tries SET failures = 50 WHERE source = '10.9.9.9'`);
    expect(await tryIn(PASSWORD, '10.9.9.9')).toBeUndefined();
    expect(await tryIn(PASSWORD, '10.9.9.8')).toBeDefined();
  });

  test('tries of an address beyond its fifty have a line of the log only where their number is a power of two, which says how many they were', async () => {
    const lines = () =>
      db.rows<{ tries: number | null }>(
        sql`SELECT (detail ->> 'tries')::integer AS tries FROM audit.events WHERE act = 'staff.sign-in-failed' AND staff_id = ${id} ORDER BY id`,
      );
    await tryIn('wrong', '10.9.9.7');
    for (const before of [50, 51, 62, 63, 64, 126, 127]) {
      await db.run(sql`UPDATE staff.sign_in_tries SET failures = ${before} WHERE source = '10.9.9.7'`);
      expect(await tryIn(PASSWORD, '10.9.9.7')).toBeUndefined();
    }
    expect(await lines()).toEqual([null, 51, 64, 128].map((tries) => ({ tries })));
  });

  test('[8(2)②d] a sign-in whose password was right lets nobody in where it is another, or the account ended, before the session begins', async () => {
    const later = 'another long one';
    for (const { why, typed, act } of [
      { why: 'wrong', typed: PASSWORD, act: () => setGivenPassword(db, operator, id, later, false) },
      { why: 'retired', typed: later, act: () => retire(db, operator, id) },
    ]) {
      const who = { login, password: typed, address: '10.0.0.9', source: '10.0.0.9', browser: 'test', requestId: why };
      expect(await signIn(betweenLookAndAct(act), who), why).toBeUndefined();
      expect(
        await db.rows(sql`SELECT act, detail ->> 'why' AS why FROM audit.events WHERE request_id = ${why} AND staff_id = ${id}`),
      ).toEqual([{ act: 'staff.sign-in-failed', why }]);
    }
    expect(await db.one(sql`SELECT count(*)::integer AS n FROM staff.sessions WHERE account_id = ${id}`)).toEqual({ n: 0 });
  });

  test('sessions become idle after half an hour and end after twelve', async () => {
    const secret = (await tryIn(PASSWORD))?.secret;
    try {
      await travel('29 minutes');
      expect((await find(db, secret, true)).state).toBe('live');
      await travel('58 minutes');
      expect((await find(db, secret, false)).state).toBe('live');
      await travel('60 minutes');
      expect((await find(db, secret, true)).state).toBe('idle');
      await travel('12 hours');
      expect((await find(db, secret, true)).state).toBe('none');
    } finally {
      await travel('0');
    }
  });
});

describe('passwords and links', () => {
  test('a given password lets nothing be done until it is changed', async () => {
    const reset = must(await resetPassword(db, operator, id));
    const given = reset;
    const signed = await tryIn(given);
    const found = await find(db, signed?.secret, true);
    if (found.state !== 'live' || signed === undefined) throw new Error('not signed in');
    expect(Object.keys(RIGHTS).some((right) => can(found.session, right as keyof typeof RIGHTS))).toBe(false);
    const change = { accountId: id, sessionId: signed.sessionId, requestId: 'r', source: 's' };
    expect(await changePassword(db, { ...change, old: 'x', fresh: 'a new long password' })).toBe('wrong');
    expect(await changePassword(db, { ...change, old: given, fresh: given })).toBe('same');
    expect(await changePassword(db, { ...change, old: given, fresh: 'a new long password' })).toBe('changed');
    const after = await find(db, signed.secret, true);
    expect(after.state === 'live' && can(after.session, 'today.see')).toBe(true);
  });

  test('[8(2)②d] wrong old passwords are counted before they are looked at, rest like those at the sign-in, and stand in the log', async () => {
    const here = await tryIn(PASSWORD);
    if (here === undefined) throw new Error('not signed in');
    const change = { accountId: id, sessionId: here.sessionId, fresh: 'a new long password', requestId: 'r', source: 's' };
    const results = [];
    for (let n = 0; n < 6; n += 1) results.push(await changePassword(db, { ...change, old: `wrong ${n}` }));
    expect(results).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'rests']);
    // The right one rests too.
    expect(await changePassword(db, { ...change, old: PASSWORD })).toBe('rests');
    expect(
      await db.one(sql`SELECT count(*)::integer AS n FROM audit.events WHERE act = 'staff.password-wrong' AND staff_id = ${id}`),
    ).toEqual({ n: 7 });
    await travel('16 minutes');
    try {
      expect(await changePassword(db, { ...change, old: PASSWORD })).toBe('changed');
    } finally {
      await travel('0');
    }
  });

  test('who changes the own password while an administrator gives another one changes nothing', async () => {
    const here = await tryIn(PASSWORD);
    if (here === undefined) throw new Error('not signed in');
    const self = { accountId: id, sessionId: here.sessionId, requestId: 'r', source: 's' };
    const between = betweenLookAndAct(() => setGivenPassword(db, operator, id, 'given by the office', true));
    expect(await changePassword(between, { ...self, old: PASSWORD, fresh: 'a new long password' })).toBe('wrong');
    expect(await tryIn('a new long password')).toBeUndefined();
    expect(await tryIn('given by the office')).toBeDefined();
  });

  test('changing the password ends the other sessions', async () => {
    const here = await tryIn(PASSWORD);
    const there = await tryIn(PASSWORD);
    if (here === undefined) throw new Error('not signed in');
    await changePassword(db, {
      accountId: id,
      sessionId: here.sessionId,
      old: PASSWORD,
      fresh: 'a new long password',
      requestId: 'r',
      source: 's',
    });
    expect((await find(db, here.secret, true)).state).toBe('live');
    expect((await find(db, there?.secret, true)).state).toBe('none');
  });

  test('a one-time link ends with the password it was made beside: given anew, changed by its owner, or the account signed out or retired', async () => {
    let link = '';
    const ends: Record<string, () => Promise<unknown>> = {
      'given anew': () => resetPassword(db, operator, id),
      'changed by its owner': async () => {
        await setGivenPassword(db, operator, id, PASSWORD, false);
        link = await db.transaction((tx) => makeLink(tx, operator, id));
        const signed = await tryIn(PASSWORD);
        const self = { accountId: id, sessionId: signed?.sessionId ?? '', requestId: 'r', source: 's' };
        expect(await changePassword(db, { ...self, old: PASSWORD, fresh: 'a new long password' })).toBe('changed');
      },
      'signed out by an administrator': () => endSessions(db, operator, id),
      retired: async () => {
        await accountCalled(`shiroya.${count}`);
        await retire(db, operator, id);
        await restore(db, operator, id);
      },
    };
    for (const [what, act] of Object.entries(ends)) {
      link = await db.transaction((tx) => makeLink(tx, operator, id));
      expect(await lookAtLink(db, link), what).toMatchObject({ login });
      await act();
      expect(await lookAtLink(db, link), what).toBeUndefined();
      expect(
        await useLink(db, { link, password: PASSWORD, source: '10.0.0.1', browser: 'test', requestId: 'r' }),
        what,
      ).toBeUndefined();
    }
  });

  test('a link works once, for three days, and only the newest', async () => {
    const first = await db.transaction((tx) => makeLink(tx, operator, id));
    const second = await db.transaction((tx) => makeLink(tx, operator, id));
    expect(await lookAtLink(db, first)).toBeUndefined();
    expect(await lookAtLink(db, second)).toMatchObject({ login });
    const use = { password: 'set by the link 1', source: 's', browser: 'b', requestId: 'r' };
    const both = await Promise.all([useLink(db, { ...use, link: second }), useLink(db, { ...use, link: second })]);
    expect(both.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await lookAtLink(db, second)).toBeUndefined();
    expect(await tryIn('set by the link 1')).toBeDefined();
    const third = await db.transaction((tx) => makeLink(tx, operator, id));
    await travel('73 hours');
    try {
      expect(await lookAtLink(db, third)).toBeUndefined();
    } finally {
      await travel('0');
    }
  });

  test('of a restored database no link of before works, whoever it was made for', async () => {
    await db.transaction((tx) => endEveryLink(tx));
    const link = await db.transaction((tx) => makeLink(tx, operator, id));
    expect(await db.transaction((tx) => endEveryLink(tx))).toBe(1);
    expect(await lookAtLink(db, link)).toBeUndefined();
    expect(await db.transaction((tx) => endEveryLink(tx))).toBe(0);
  });

  test('hashes, cookies and links are not kept as they are', async () => {
    const signed = await tryIn(PASSWORD);
    const link = await db.transaction((tx) => makeLink(tx, operator, id));
    const { text } = await db.one<{ text: string }>(sql`
      SELECT (SELECT string_agg(a::text, '') FROM staff.accounts a) || (SELECT string_agg(s::text, '') FROM staff.sessions s)
        || (SELECT string_agg(l::text, '') FROM staff.sign_in_links l) || (SELECT string_agg(e::text, '') FROM audit.events e) AS text`);
    for (const secret of [PASSWORD, signed?.secret ?? '', link]) expect(text.includes(secret)).toBe(false);
    expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });
});

const seenOf = async (account: number): Promise<string> => {
  const kept = await readAccount(db, account);
  return kept === undefined ? '' : fingerprint(factsOf(kept));
};

describe('accounts', () => {
  test('[8(2)②a] a login name is given once; roles follow at the next press; ended sessions are over', async () => {
    expect(await invite(db, operator, { login, name: 'x', officeId: null, roles: [] })).toEqual({
      ok: false,
      reason: 'login_taken',
    });
    const secret = (await tryIn(PASSWORD))?.secret;
    const admin = await invite(db, operator, { login: `admin.${count}`, name: '井手', officeId: null, roles: ['admin'] });
    expect(admin.ok).toBe(true);
    await changeAccount(db, operator, id, await seenOf(id), { name: '古賀', officeId: null, roles: ['admin'] });
    const found = await find(db, secret, true);
    expect(found.state === 'live' && can(found.session, 'accounts.manage')).toBe(true);
    expect(await endSessions(db, operator, id)).toBe(1);
    expect((await find(db, secret, true)).state).toBe('none');
    await retire(db, operator, id);
    expect(await tryIn(PASSWORD)).toBeUndefined();
  });

  test('the last administrator stays, also when two leave at once', async () => {
    await db.run(sql`UPDATE staff.accounts SET retired_at = lib.now() WHERE id <> ${id}`);
    const other = must(await invite(db, operator, { login: `second.${count}`, name: '大坪', officeId: null, roles: ['admin'] }));
    await changeAccount(db, operator, id, await seenOf(id), { name: '古賀', officeId: null, roles: ['admin'] });
    const both = await Promise.all([retire(db, operator, id), retire(db, operator, other.id)]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
  });

  test('[8(2)②a] the rights in SQL are the rights in code, and what the city takes away stays away over a migrate', async () => {
    const codes = (await db.rows<{ code: string }>(sql`SELECT code FROM staff.rights ORDER BY code`)).map(({ code }) => code);
    expect(codes).toEqual(Object.keys(RIGHTS).sort());
    const { readFile } = await import('node:fs/promises');
    const again = await readFile(new URL('./rights.sql', import.meta.url), 'utf8');
    await fresh.db.run(sql`DELETE FROM staff.role_rights WHERE role = 'counter' AND right_code = 'mails.see'`);
    await fresh.db.pool.query(again);
    const rows = await db.rows(sql`SELECT 1 FROM staff.role_rights WHERE role = 'counter' AND right_code = 'mails.see'`);
    expect(rows).toEqual([]);
  });

  test('a search is read back by its own account only', async () => {
    const search = await keepSearch(db, id, 'たかさき');
    expect(await readSearch(db, id, search)).toBe('たかさき');
    expect(await readSearch(db, id + 1000, search)).toBeUndefined();
  });
});
