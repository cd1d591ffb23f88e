import { randomUUID } from 'node:crypto';
import { type Actor, actorSql } from '../audit/actor.ts';
import type { Tx } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';
import { type Bounds, rightsWithin, workplace } from './bounds.ts';
import { HELD } from './guard.ts';
import { isRight, type Right } from './rights.ts';
import { looksLikeSecret, newSecret, secretHash } from './secrets.ts';

/** A signed-in browser and whose it is. */
export type Session = {
  id: string;
  accountId: number;
  login: string;
  name: string;
  /** Where they work: of an account that is bound one of its offices. */
  officeId: number | null;
  officeName: string | null;
  /** The offices this account acts for; null: the whole city. */
  bounds: Bounds;
  roleNames: string[];
  rights: ReadonlySet<Right>;
  /** A given password must be changed before anything else. */
  mustChange: boolean;
  /** A second factor must be set up before anything else: until then the account has no right. */
  secondDue: boolean;
};

/** `idle`: nobody pressed anything for `desk-idle-minutes`, the password is asked again. `none`: no session, ended, or over. */
type Found = { state: 'live'; session: Session } | { state: 'idle'; session: Session } | { state: 'none' };

/** Whose browser it is: the masked address, for the log, and what the list of sessions shows. */
export type Browser = { source: string; browser: string };

/** What a session is begun with besides the password (`due`: has to be set up), and when it ends at the latest; null: by the city's number of hours. */
type BegunWith = { second: 'due' | 'app-code' | 'recovery-code' | null; until: Date | null };

/** Begins a session and returns the cookie's secret, which is kept nowhere. */
export async function begin(
  tx: Tx,
  accountId: number,
  { source, browser }: Browser,
  { second, until }: BegunWith,
): Promise<{ id: string; secret: string }> {
  const secret = newSecret();
  const id = randomUUID();
  await tx.run(sql`
    INSERT INTO staff.sessions (id, secret_hash, account_id, created_at, seen_at, expires_at, source, browser, second)
    SELECT ${id}::uuid, ${secretHash(secret)}, ${accountId}, t, t, coalesce(${until}, t + make_interval(hours => site.number('desk-session-hours'))),
      ${source}, ${browser.slice(0, 200)}, ${second}
    FROM (SELECT lib.now() AS t) now`);
  return { id, secret };
}

/**
 * Whose session a cookie is. `touch` keeps it from becoming idle; what the page fetches by itself does not touch.
 * The time of the last press is written once a minute at most.
 */
export async function find(tx: Tx, secret: unknown, touch: boolean): Promise<Found> {
  if (!looksLikeSecret(secret)) return { state: 'none' };
  const row = await tx.row<Omit<Session, 'rights'> & { rights: string[]; idle: boolean; stale: boolean }>(
    prepared(sql`
      SELECT s.id, a.id AS "accountId", a.login, a.name, a.office_id AS "officeId", o.name AS "officeName",
        (SELECT jsonb_agg(jsonb_build_object('id', b.id, 'code', b.code, 'name', b.name) ORDER BY b.position, b.id) FROM staff.account_offices ab JOIN offices.offices b ON b.id = ab.office_id WHERE ab.account_id = a.id) AS bounds,
        a.must_change AS "mustChange", s.second IS NOT DISTINCT FROM 'due' AS "secondDue",
        ARRAY(SELECT r.name FROM staff.account_roles ar JOIN staff.roles r ON r.code = ar.role AND r.retired_at IS NULL WHERE ar.account_id = a.id ORDER BY r.position, r.id) AS "roleNames",
        ARRAY(SELECT DISTINCT rr.right_code FROM ${HELD} WHERE ar.account_id = a.id) AS rights,
        s.seen_at + make_interval(mins => site.number('desk-idle-minutes')) <= t.now AS idle,
        s.seen_at + interval '1 minute' <= t.now AS stale
      FROM (SELECT lib.now() AS now) t, staff.sessions s JOIN staff.accounts a ON a.id = s.account_id LEFT JOIN offices.offices o ON o.id = a.office_id
      WHERE s.secret_hash = ${secretHash(secret)} AND s.ended_at IS NULL AND s.expires_at > t.now AND a.retired_at IS NULL`),
  );
  if (row === undefined) return { state: 'none' };
  const { rights, idle, stale, ...rest } = row;
  const has = rightsWithin(row.bounds, row.secondDue ? [] : rights.filter(isRight));
  const officeId = workplace(row.bounds, row.officeId);
  const officeName = row.bounds?.find(({ id }) => id === officeId)?.name ?? row.officeName;
  const session: Session = { ...rest, officeId, officeName, rights: new Set(has) };
  if (idle) return { state: 'idle', session };
  if (touch && stale) await tx.run(sql`UPDATE staff.sessions SET seen_at = lib.now() WHERE id = ${session.id}::uuid`);
  return { state: 'live', session };
}

/** Ends one session. */
export async function end(tx: Tx, actor: Actor, sessionId: string): Promise<boolean> {
  const ended = await tx.row<{ account_id: number }>(
    sql`UPDATE staff.sessions SET ended_at = lib.now() WHERE id = ${sessionId}::uuid AND ended_at IS NULL RETURNING account_id`,
  );
  if (ended === undefined) return false;
  await tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, 'staff.signed-out', lib.now(), NULL, NULL, NULL, jsonb_build_object('account', ${ended.account_id}::integer))`,
  );
  return true;
}

/** Ends all sessions of an account but one, where one is to stay, and what waits for its second factor. Returns how many sessions. */
export async function endAll(tx: Tx, accountId: number, butId: string | null): Promise<number> {
  await tx.run(sql`DELETE FROM staff.half_sign_ins WHERE account_id = ${accountId}`);
  return tx.run(
    sql`UPDATE staff.sessions SET ended_at = lib.now() WHERE account_id = ${accountId} AND ended_at IS NULL AND id IS DISTINCT FROM ${butId}::uuid`,
  );
}

/** Ends everybody's: of a database that was restored nobody knows who signed out since. Returns how many. */
export async function endEvery(tx: Tx): Promise<number> {
  await tx.run(sql`DELETE FROM staff.half_sign_ins`);
  return tx.run(sql`UPDATE staff.sessions SET ended_at = lib.now() WHERE ended_at IS NULL`);
}

export type OpenSession = { id: string; createdAt: Date; seenAt: Date; source: string; browser: string };

/** The sessions of an account that still stand, newest first. */
export const listOpen = (tx: Tx, accountId: number): Promise<OpenSession[]> =>
  tx.rows<OpenSession>(sql`
    SELECT id, created_at AS "createdAt", seen_at AS "seenAt", coalesce(source, '') AS source, coalesce(browser, '') AS browser
    FROM staff.sessions WHERE account_id = ${accountId} AND ended_at IS NULL AND expires_at > lib.now() ORDER BY created_at DESC`);

/** A session that stands (`endedAt` null), or when it ended: pressed, or over by itself. */
export type AnySession = OpenSession & { endedAt: Date | null };

/** The sessions of an account that are kept, those that stand first, then the newest. */
export const listKept = (tx: Tx, accountId: number, limit: number): Promise<AnySession[]> =>
  tx.rows<AnySession>(sql`
    SELECT s.id, s.created_at AS "createdAt", s.seen_at AS "seenAt", coalesce(s.source, '') AS source, coalesce(s.browser, '') AS browser, e.at AS "endedAt"
    FROM staff.sessions s CROSS JOIN LATERAL (SELECT coalesce(s.ended_at, CASE WHEN s.expires_at <= lib.now() THEN s.expires_at END) AS at) e
    WHERE s.account_id = ${accountId} ORDER BY e.at IS NOT NULL, s.created_at DESC LIMIT ${limit}`);

/** Ends one session of an account for somebody else. False where it stands no more, or is another account's. */
export const endOne = async (tx: Tx, accountId: number, sessionId: string): Promise<boolean> =>
  (await tx.run(
    sql`UPDATE staff.sessions SET ended_at = lib.now() WHERE id = ${sessionId}::uuid AND account_id = ${accountId} AND ended_at IS NULL AND expires_at > lib.now()`,
  )) > 0;
