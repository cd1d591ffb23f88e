import { type Actor, actorSql } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';
import { foldCode } from '../lib/japanese/width.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { Bound } from './bounds.ts';
import { guarded, HELD } from './guard.ts';
import { endLinks, makeLink } from './links.ts';
import { givenPassword, hashPassword } from './passwords.ts';
import { lockAccount } from './prove-password.ts';
import type { Right } from './rights.ts';
import { endAll, endOne } from './sessions.ts';

export type Account = {
  id: number;
  login: string;
  name: string;
  officeId: number | null;
  officeName: string | null;
  /** The offices it is bound to, in the city's order; none: it acts for the whole city. */
  bounds: Bound[];
  roles: string[];
  roleNames: string[];
  mustChange: boolean;
  /** Until when sign-in rests after wrong passwords. */
  lockedUntil: Date | null;
  retiredAt: Date | null;
  /** Has a second factor. */
  second: boolean;
  sessions: number;
  lastSeen: Date | null;
  /** Until when a one-time link that was handed over and not used lets in; null: there is none. */
  linkUntil: Date | null;
};

/** A login name as typed: lower case letters, digits, dots and hyphens, 3 to 32. */
export function loginName(input: unknown): Outcome<string, 'unreadable'> {
  const text = typeof input === 'string' && input.length < 200 ? foldCode(input).toLowerCase() : '';
  return /^[a-z0-9][a-z0-9.-]{2,31}$/u.test(text) ? done(text) : refused('unreadable');
}

/** The roles an account may be given, in the city's order. */
export const listRoles = (tx: Tx): Promise<{ code: string; name: string }[]> =>
  tx.rows(sql`SELECT code, name FROM staff.roles WHERE retired_at IS NULL ORDER BY position, id`);

const ACCOUNTS = sql`
  SELECT a.id, a.login, a.name, a.office_id AS "officeId", o.name AS "officeName", a.must_change AS "mustChange", a.retired_at AS "retiredAt",
    EXISTS (SELECT FROM staff.second_factors f WHERE f.account_id = a.id) AS second,
    CASE WHEN a.locked_until > lib.now() THEN a.locked_until END AS "lockedUntil",
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', b.id, 'code', b.code, 'name', b.name) ORDER BY b.position, b.id) FROM staff.account_offices ab JOIN offices.offices b ON b.id = ab.office_id WHERE ab.account_id = a.id), '[]') AS bounds,
    ARRAY(SELECT r.code FROM staff.account_roles ar JOIN staff.roles r ON r.code = ar.role AND r.retired_at IS NULL WHERE ar.account_id = a.id ORDER BY r.position, r.id) AS roles,
    ARRAY(SELECT r.name FROM staff.account_roles ar JOIN staff.roles r ON r.code = ar.role AND r.retired_at IS NULL WHERE ar.account_id = a.id ORDER BY r.position, r.id) AS "roleNames",
    s.count::integer AS sessions, s.seen AS "lastSeen",
    (SELECT max(k.expires_at) FROM staff.sign_in_links k WHERE k.account_id = a.id AND k.used_at IS NULL AND k.expires_at > lib.now()) AS "linkUntil"
  FROM staff.accounts a LEFT JOIN offices.offices o ON o.id = a.office_id,
    LATERAL (SELECT count(*) FILTER (WHERE ended_at IS NULL AND expires_at > lib.now()), max(seen_at) AS seen FROM staff.sessions WHERE account_id = a.id) s`;

/** Everyone, those who left at the end. */
export const listAccounts = (tx: Tx): Promise<Account[]> =>
  tx.rows<Account>(sql`${ACCOUNTS} ORDER BY a.retired_at IS NOT NULL, o.position NULLS FIRST, a.login`);

export const readAccount = (tx: Tx, id: number): Promise<Account | undefined> =>
  tx.row<Account>(sql`${ACCOUNTS} WHERE a.id = ${id}`);

const log = (tx: Tx, actor: Actor, act: string, accountId: number, detail: Record<string, unknown> = {}): Promise<number> =>
  tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify({ account: accountId, ...detail })}::jsonb)`,
  );

/** `bounds`: the offices it is bound to; none, or left out: the whole city. */
type NewAccount = {
  login: string;
  name: string;
  officeId: number | null;
  bounds?: readonly number[];
  roles: readonly string[];
};

/** Makes an account without a password and a one-time link to set one. Refused where the login name is taken. */
export async function invite(
  db: Db,
  actor: Actor,
  account: NewAccount,
): Promise<Outcome<{ id: number; secret: string }, 'login_taken'>> {
  try {
    return done(
      await db.transaction(async (tx) => {
        const { id } = await tx.one<{ id: number }>(sql`
          INSERT INTO staff.accounts (login, name, office_id, created_at, must_change)
          VALUES (${account.login}, ${account.name}, ${account.officeId}, lib.now(), true) RETURNING id`);
        await giveRoles(tx, id, account.roles);
        await bind(tx, id, account.bounds ?? []);
        const bound = account.bounds?.length ? { bounds: await namesOf(tx, account.bounds) } : {};
        await log(tx, actor, 'staff.account-made', id, { roles: account.roles, ...bound });
        return { id, secret: await makeLink(tx, actor, id) };
      }),
    );
  } catch (error) {
    if (codeOf(error) === '23505') return refused('login_taken');
    throw error;
  }
}

async function giveRoles(tx: Tx, id: number, roles: readonly string[]): Promise<void> {
  await tx.run(sql`DELETE FROM staff.account_roles WHERE account_id = ${id} AND role <> ALL (${roles})`);
  await tx.run(
    sql`INSERT INTO staff.account_roles (account_id, role) SELECT ${id}, code FROM staff.roles WHERE code = ANY (${roles}) AND retired_at IS NULL ON CONFLICT DO NOTHING`,
  );
}

/** Binds an account to these offices and no others; to none: it acts for the whole city. */
async function bind(tx: Tx, id: number, offices: readonly number[]): Promise<void> {
  await tx.run(sql`DELETE FROM staff.account_offices WHERE account_id = ${id} AND office_id <> ALL (${[...offices]}::integer[])`);
  await tx.run(
    sql`INSERT INTO staff.account_offices (account_id, office_id) SELECT ${id}, id FROM offices.offices WHERE id = ANY (${[...offices]}::integer[]) ON CONFLICT DO NOTHING`,
  );
}

const namesOf = async (tx: Tx, offices: readonly number[]): Promise<string[]> =>
  (
    await tx.rows<{ name: string }>(
      sql`SELECT name FROM offices.offices WHERE id = ANY (${[...offices]}::integer[]) ORDER BY position, id`,
    )
  ).map(({ name }) => name);

/** An account as its page shows it and the log tells a change of it, in words. */
export type AccountFacts = { staffName: string; belongs: string | null; bounds: string[]; roles: string[] };

export const factsOf = ({ name, officeName, bounds, roleNames }: Account): AccountFacts => ({
  staffName: name,
  belongs: officeName,
  bounds: bounds.map((office) => office.name),
  roles: roleNames,
});

/** What was typed, in the same words. */
const typedFacts = async (tx: Tx, { name, officeId, bounds = [], roles }: Omit<NewAccount, 'login'>): Promise<AccountFacts> => ({
  staffName: name,
  bounds: await namesOf(tx, bounds),
  ...(await tx.one<{ belongs: string | null; roles: string[] }>(sql`
    SELECT (SELECT o.name FROM offices.offices o WHERE o.id = ${officeId}) AS belongs,
      ARRAY(SELECT r.name FROM staff.roles r WHERE r.code = ANY (${roles}) AND r.retired_at IS NULL ORDER BY r.position, r.id) AS roles`)),
});

/**
 * Changes name, office, what it is bound to and roles. What is open in their browsers follows at the next press. Refuses changed_meanwhile where the page is older than the
 * account (`seen`: the fingerprint of its facts): it would give back a role that was withdrawn since.
 */
export async function changeAccount(
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  account: Omit<NewAccount, 'login'>,
): Promise<Outcome<'changed' | 'same', ChangeRefusal | 'last_administrator'>> {
  const changed = await guarded(db, async (tx) => {
    const kept = await readAccount(tx, id);
    return changeSeen(
      tx,
      actor,
      { act: 'staff.account-changed', of: { account: id } },
      { seen, before: kept === undefined ? undefined : factsOf(kept), after: await typedFacts(tx, account) },
      async () => {
        await tx.run(sql`UPDATE staff.accounts SET name = ${account.name}, office_id = ${account.officeId} WHERE id = ${id}`);
        await giveRoles(tx, id, account.roles);
        await bind(tx, id, account.bounds ?? []);
      },
    );
  });
  return changed.ok ? changed.value : changed;
}

/** Ends an account: nobody signs in with it, its sessions end; what it did stays under its name. Of one that is ended already nothing is written. Undone by `restore`. */
export const retire = (db: Db, actor: Actor, id: number): Promise<Outcome<void, 'last_administrator'>> =>
  guarded(db, async (tx) => {
    const retired = await tx.run(sql`UPDATE staff.accounts SET retired_at = lib.now() WHERE id = ${id} AND retired_at IS NULL`);
    if (retired === 0) return;
    await endAll(tx, id, null);
    await endLinks(tx, id);
    await log(tx, actor, 'staff.account-retired', id);
  });

/** Takes `retire` back. False: the account is in use. */
export const restore = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const restored = await tx.run(sql`UPDATE staff.accounts SET retired_at = NULL WHERE id = ${id} AND retired_at IS NOT NULL`);
    if (restored > 0) await log(tx, actor, 'staff.account-restored', id);
    return restored > 0;
  });

/** Whether an account may be let in anew; whoever ends it in this moment waits. */
const inUse = async (tx: Tx, id: number): Promise<boolean> =>
  (await tx.row(sql`SELECT FROM staff.accounts WHERE id = ${id} AND retired_at IS NULL FOR UPDATE`)) !== undefined;

/** A one-time link to hand over (`makeLink`). Refuses retired: a page of before would let in whose account was ended since, once it is restored. */
export const linkToHandOver = (db: Db, actor: Actor, id: number): Promise<Outcome<string, 'retired'>> =>
  db.transaction(async (tx) => ((await inUse(tx, id)) ? done(await makeLink(tx, actor, id)) : refused('retired')));

/** A password to hand over, shown once and to be changed at the first sign-in; open sessions and unused one-time links end, a lock is lifted. Refuses retired. */
export async function resetPassword(db: Db, actor: Actor, id: number): Promise<Outcome<string, 'retired'>> {
  const password = givenPassword();
  const hash = await hashPassword(password);
  return db.transaction(async (tx) => {
    if (!(await inUse(tx, id))) return refused('retired');
    await setHash(tx, actor, id, hash, true);
    return done(password);
  });
}

/** The same with a password of the caller's choice: demo accounts and tests. */
export async function setGivenPassword(db: Db, actor: Actor, id: number, password: string, mustChange = true): Promise<void> {
  await setGivenHash(db, actor, id, await hashPassword(password), mustChange);
}

/** The same for whoever has the hash already (`hashPassword`): many accounts of one password. */
export const setGivenHash = (db: Db, actor: Actor, id: number, hash: string, mustChange: boolean): Promise<void> =>
  db.transaction((tx) => setHash(tx, actor, id, hash, mustChange));

async function setHash(tx: Tx, actor: Actor, id: number, hash: string, mustChange: boolean): Promise<void> {
  await tx.run(
    sql`UPDATE staff.accounts SET password_hash = ${hash}, must_change = ${mustChange}, failures = 0, locked_until = NULL WHERE id = ${id}`,
  );
  await endAll(tx, id, null);
  await endLinks(tx, id);
  await log(tx, actor, 'staff.password-given', id);
}

/** Lets someone try again who was locked out, or is on the way to it; of anyone else nothing is written. */
export const unlockAccount = (db: Db, actor: Actor, id: number): Promise<void> =>
  db.transaction(async (tx) => {
    const lifted = await tx.run(
      sql`UPDATE staff.accounts SET failures = 0, locked_until = NULL WHERE id = ${id} AND (failures > 0 OR locked_until IS NOT NULL)`,
    );
    if (lifted > 0) await log(tx, actor, 'staff.lock-lifted', id);
  });

/** Ends every open session of an account, and what else lets in without its password: a link that was not used. Returns how many sessions. */
export const endSessions = (db: Db, actor: Actor, id: number): Promise<number> =>
  db.transaction(async (tx) => {
    await lockAccount(tx, id);
    const ended = await endAll(tx, id, null);
    await endLinks(tx, id);
    await log(tx, actor, 'staff.sessions-ended', id, { ended });
    return ended;
  });

/** Ends one open session of an account: its terminal is lost, the others go on. False where it stands no more. */
export const endSession = (db: Db, actor: Actor, id: number, sessionId: string): Promise<boolean> =>
  db.transaction(async (tx) => {
    await lockAccount(tx, id);
    const ended = await endOne(tx, id, sessionId);
    if (ended) await log(tx, actor, 'staff.sessions-ended', id, { ended: 1 });
    return ended;
  });

/** Names of active accounts with a right, those of an office first, three at most: to whom a clerk without it turns. */
export const whoMay = async (tx: Tx, right: Right, officeId: number | null): Promise<string[]> =>
  (
    await tx.rows<{ name: string; office: string | null }>(
      prepared(sql`
      SELECT a.name, o.name AS office FROM staff.accounts a LEFT JOIN offices.offices o ON o.id = a.office_id
      WHERE a.retired_at IS NULL AND EXISTS (
        SELECT FROM ${HELD} WHERE ar.account_id = a.id AND rr.right_code = ${right})
        AND (NOT EXISTS (SELECT FROM staff.account_offices b WHERE b.account_id = a.id) OR EXISTS (SELECT FROM staff.account_offices b WHERE b.account_id = a.id AND b.office_id = ${officeId}))
      ORDER BY (a.office_id = ${officeId}) IS TRUE DESC, a.id LIMIT 3`),
    )
  ).map(({ name, office }) => (office === null ? name : `${name}（${office}）`));
