import { keepUsed } from '../approvals/acts.ts';
import { type Actor, actorSql } from '../audit/actor.ts';
import { type KeptHeads, readHeads } from '../audit/heads.ts';
import { verifyLog } from '../audit/verify.ts';
import { custodyFaults } from '../cards/custody.ts';
import { leaveToClerks } from '../counter/decided.ts';
import { queueReminders } from '../letters/reminders.ts';
import type { Clock } from '../lib/clock.ts';
import { instantOf } from '../lib/dates/jst.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { Said } from '../lib/said.ts';
import { holdAfterRestore } from '../outbox/restored.ts';
import { sweepLapsed } from '../reservations/expire.ts';
import { migrate } from '../schema/migrate.ts';
import { ROLES } from '../schema/roles.ts';
import { readSetting } from '../site/settings.ts';
import { endEveryLink } from '../staff/links.ts';
import { endEvery } from '../staff/sessions.ts';
import { type Order, readOrder } from './approval.ts';
import type { Report } from './report.ts';
import type { Counts, Store } from './store.ts';
import { RESTORE_ONLY, WAITED_FOR } from './unpack.ts';

type FinishWith = {
  /** Of the installer: it migrates. */
  url: string;
  store: Store;
  auditKeys: readonly string[];
  auditHeads: string | undefined;
  /** It is the embedded database, which has no standby whatever the one it was copied from had. */
  alone?: boolean;
  clock: Clock;
  log: (line: string) => void;
};

const OPERATOR: Actor = { kind: 'operator' };

/** By the text: a URL may name several machines, which no parser of URLs takes. */
const asOwner = (url: string): string =>
  `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c role=${ROLES.owner}`)}`;

async function withDb<T>(url: string, work: (db: Db) => Promise<T>): Promise<T> {
  const db = connect({ url, max: 2, name: 'madoguchi-restore', queryTimeoutMs: 0 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

type Came = { token: string | null; reached: Date | null; recovering: boolean };

/** Which restore the database came from, and the moment it reaches. @throws Said where it came from none */
async function whereFrom(url: string): Promise<Came & { token: string }> {
  const came = await withDb(url, (db) =>
    db.one<Came>(sql`
      SELECT nullif(current_setting('madoguchi.restored', true), '') AS token, pg_last_xact_replay_timestamp() AS reached, pg_is_in_recovery() AS recovering`),
  );
  if (came.recovering) throw new Said('PostgreSQL is still playing the log: wait until it takes writes, then run this again.');
  if (came.token === null) throw new Said('This database was not restored by "madoguchi restore": there is nothing to finish.');
  return { ...came, token: came.token };
}

/** The heads kept elsewhere. A file that cannot be read goes into the report: the city waits for its counters. */
async function headsOf({ auditHeads, log }: FinishWith): Promise<KeptHeads & { unread: boolean }> {
  if (auditHeads === undefined) return { heads: [], cut: [], unread: false };
  try {
    return { ...(await readHeads(auditHeads)), unread: false };
  } catch (error) {
    log(
      `The heads kept in ${auditHeads} could not be read, the log was not compared: ${error instanceof Error ? error.message : String(error)}`,
    );
    return { heads: [], cut: [], unread: true };
  }
}

/** The log's chain, and what the heads kept elsewhere know beyond it. */
async function lookAtLog(db: Db, given: FinishWith): Promise<Pick<Report, 'findings' | 'lost' | 'headsUnread' | 'headsCut'>> {
  const { auditKeys, clock } = given;
  const { heads: kept, cut, unread } = await headsOf(given);
  const about = { headsUnread: unread, headsCut: cut.length };
  const last = kept.at(-1);
  const reached = async (generation: number): Promise<number> =>
    (
      await db.one<{ position: number }>(
        sql`SELECT coalesce(max(position), 0) AS position FROM audit.seals WHERE generation = ${generation}`,
      )
    ).position;
  const lost =
    last === undefined ? null : { lines: Math.max(0, last.position - (await reached(last.generation))), at: last.at.toString() };
  if (auditKeys.length === 0) return { findings: null, lost, ...about };
  const { findings } = await verifyLog(db, { keys: auditKeys, kept, now: clock.now() });
  // What waited for its seal when the old database ended waits still: the worker seals it.
  return { findings: findings.map(({ kind }) => kind).filter((kind) => kind !== 'waiting'), lost, ...about };
}

/** Makes the restored database fit to work: nothing goes out twice, nobody is signed in, and what was done stands in the log. */
const settle = (db: Db, came: { token: string }, order: Order, report: Report): Promise<void> =>
  db.transaction(async (tx) => {
    const { approval } = order;
    const one = /^\d+$/u.test(approval.id) ? Number(approval.id) : undefined;
    const known =
      one === undefined
        ? 0
        : await tx.run(
            sql`SELECT FROM approvals.matters WHERE id = ${one} AND kind = 'restore' AND date_trunc('milliseconds', decided_at) = ${approval.at}::timestamptz`,
          );
    if (known === 0) await keepUsed(tx, approval);
    else await tx.run(sql`SELECT approvals.used(${one}::integer)`);
    // It was still being taken in the state that it holds.
    await tx.run(
      sql`UPDATE recovery.backups SET state = 'good', ended_at = coalesce(ended_at, began_at), fault = NULL WHERE name = ${order.backup}`,
    );
    await tx.run(sql`
      INSERT INTO recovery.restores (token, backup, approval, reached, unpacked_at, finished_at, report)
      VALUES (${came.token}::uuid, ${order.backup}, ${JSON.stringify(approval)}::jsonb, ${report.reached}::timestamptz, ${order.startedAt}::timestamptz,
        ${report.finishedAt}::timestamptz, ${JSON.stringify(report)}::jsonb)`);
    const facts = { backup: order.backup, held: report.mailsHeld, lost: report.lost?.lines ?? null };
    await tx.run(
      sql`SELECT audit.write(${actorSql(OPERATOR)}, 'backup.restored', lib.now(), NULL, NULL, NULL, ${JSON.stringify(facts)}::jsonb)`,
    );
  });

/**
 * The cluster forgets how it was restored, from its next start on: a setting of two machines that shows again would let no commit end while it is alone.
 * Only a superuser may; where the installer is none, what is left to do is said, and has to be done before any standby.
 */
async function forgetSettings({ url, alone = false, log }: FinishWith): Promise<void> {
  const names = RESTORE_ONLY.filter((name) => !(alone && name === WAITED_FOR));
  const resets = names.map((name) => `ALTER SYSTEM RESET ${name}`);
  await withDb(url, async ({ pool }) => {
    for (const reset of resets) await pool.query(reset);
  }).catch(() => {
    log('As a superuser, then start PostgreSQL anew, before any standby is made (else commits would not wait for it):');
    for (const reset of resets) log(`  ${reset};`);
  });
}

/**
 * The second half of a restore, on the database that PostgreSQL opened from it: brought to this version, mails that were due are held back, everybody is
 * signed out and no one-time link of before works, holds that are over are released, days of which records may be lost are left to a clerk, the log's chain is walked and compared with the heads kept elsewhere. Keeps the report and returns it.
 * @throws Said where the database was not restored, is still recovering, or was finished already
 */
export async function finishRestore(given: FinishWith): Promise<Report> {
  const { url, store, clock, log } = given;
  const came = await whereFrom(url);
  const { order } = await readOrder(store, came.token);
  await migrate({ url, log });
  return withDb(asOwner(url), async (db) => {
    const { open } = await db.one<{ open: boolean }>(sql`SELECT recovery.unfinished() IS NOT NULL AS open`);
    if (!open) throw new Said('This restore was finished already.');
    const { at } = await db.one<{ at: Date | null }>(sql`SELECT max(at) AS at FROM audit.events`);
    const logFound = await lookAtLog(db, given);
    const reached = came.reached ?? at;
    const finishedAt = clock.now();
    const { mailsHeld, sessionsEnded, linksEnded, daysLeft } = await db.transaction(async (tx) => {
      // What the lost database may have reminded of today is not reminded of again.
      await queueReminders(tx);
      return {
        mailsHeld: await holdAfterRestore(tx),
        sessionsEnded: await endEvery(tx),
        linksEnded: await endEveryLink(tx),
        // Who came in the hours that are lost has no record, and is neither 未来庁 nor written to by the clock.
        daysLeft: reached === null ? [] : await leaveToClerks(tx, instantOf(reached), finishedAt),
      };
    });
    const holdsReleased = await sweepLapsed(db);
    const { counts } = await db.one<{ counts: Counts }>(sql`SELECT recovery.counts() AS counts`);
    const report: Report = {
      backup: order.backup,
      approver: order.approval.approver,
      reason: order.approval.reason,
      reached: reached?.toISOString() ?? null,
      startedAt: order.startedAt,
      finishedAt: finishedAt.toString(),
      counts,
      mailsHeld,
      sessionsEnded,
      linksEnded,
      holdsReleased,
      daysLeft,
      custodyWrong: (await custodyFaults(db)).length,
      ...logFound,
      objectiveHours: await readSetting(db, 'recovery-hours'),
      objectiveMinutes: await readSetting(db, 'recovery-loss-minutes'),
    };
    await settle(db, came, order, report);
    await forgetSettings(given);
    return report;
  });
}
