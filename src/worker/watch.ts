import { sql } from '../lib/db/sql.ts';
import { stuckSeconds } from '../outbox/stuck.ts';
import { foreignSessions } from '../running/sessions.ts';
import { BACKUP_ROLE, ROLES } from '../schema/roles.ts';
import { endUnseen } from '../site/alarms.ts';
import { alarm, alarmCause, alarmOwn } from './alarm.ts';
import { tellFolders } from './backups.ts';
import { watchClocks } from './clocks.ts';
import type { Job, JobContext } from './job.ts';

/** A mail not looked at or tried in vain, a mail server away for longer than this: somebody should look. */
export const OVERDUE_SECONDS = 600;
const RELAY_SECONDS = 300;
/** A site tells every ten minutes that its proxy is not believed. */
const PROXY_MINUTES = 30;
/** While newcomers wait in line their browsers ask again within a minute. */
const LINE_MINUTES = 2;

type State = {
  pressure: boolean;
  failures: number;
  waiting: number;
  dead: number;
  /** Of the mail that waits longest since it should have been tried, or was tried in vain. */
  overdue: number;
};

/** The last good backup may be this old: a day, and the time it takes. */
export const BACKUP_HOURS = 26;
const BACKUP_SECONDS = BACKUP_HOURS * 3_600;

/** Whoever takes the backups, the database knows how old the last one is (§11(4)). */
async function watchBackups(context: JobContext): Promise<void> {
  const { db, measures } = context;
  const { age, loss, failed, limit } = await db.one<{ age: number; loss: number; failed: boolean; limit: number }>(sql`
    SELECT backup_seconds AS age, loss_seconds AS loss, failed, 60 * site.number('recovery-loss-minutes') AS limit FROM recovery.standing()`);
  measures.backupAge.set(age);
  measures.loss.set(loss);
  const hours = Math.floor(age / 3_600);
  await alarm(context, 'backup-old', age > BACKUP_SECONDS, { hours });
  await alarm(context, 'backup-failed', failed);
  await alarm(context, 'log-copy-old', age <= BACKUP_SECONDS && loss > limit, { minutes: Math.floor(loss / 60) });
}

/** Whoever keeps the files of a machine notes what is wrong with them (`log-files.ts`); one job tells it for all. */
async function watchLogFiles(context: JobContext): Promise<void> {
  const { wrong } = await context.db.one<{ wrong: number }>(sql`SELECT audit.files_wrong() AS wrong`);
  await alarm(context, 'logs-changed', wrong > 0, { files: wrong });
}

/** The queue is one, whoever looks at it. */
const watchQueue = (context: JobContext, { waiting, overdue }: State): Promise<void> =>
  alarmCause(
    context,
    'mails-stuck',
    { name: 'queue', stands: overdue > OVERDUE_SECONDS },
    { waiting, seconds: Math.round(overdue) },
  );

/**
 * What each worker sees for itself, told by itself each minute: which of several gets the job is chance, and a mail server that was away for one stayed so
 * at the desk for a quarter of an hour, or was told as late.
 */
export async function watchHere(context: JobContext): Promise<void> {
  const seconds = context.relayDownSeconds() ?? 0;
  const { waiting } = await context.db.one<{ waiting: number }>(
    sql`SELECT count(*)::integer AS waiting FROM outbox.mails WHERE state IN ('waiting', 'sending')`,
  );
  await alarmOwn(context, 'mails-stuck', seconds > RELAY_SECONDS, { waiting, seconds: Math.round(seconds) });
  await tellFolders(context);
}

/** Looks at what should raise an alarm, and at the numbers of the queue. */
export const watch: Job = async (context) => {
  const { db, measures } = context;
  const state = await db.one<State>(sql`
    SELECT cards.under_pressure(t.now) AS pressure,
      coalesce((SELECT failures FROM cards.tries WHERE scope = 'site' AND key = ''), 0) AS failures,
      count(m.id) FILTER (WHERE m.state <> 'dead') AS waiting, count(m.id) FILTER (WHERE m.state = 'dead') AS dead,
      coalesce(extract(epoch FROM t.now - min(m.next_at) FILTER (WHERE m.state <> 'dead')), 0)::double precision AS overdue
    FROM (SELECT lib.now() AS now) t LEFT JOIN outbox.mails m ON m.state IN ('waiting', 'sending', 'dead')
    GROUP BY t.now`);
  measures.mailsWaiting.set(state.waiting);
  measures.mailsDead.set(state.dead);
  const overdue = Math.max(0, state.overdue, await stuckSeconds(db));
  measures.overdue.set(overdue);
  await alarm(context, 'try-pressure', state.pressure, { failures: state.failures });
  const walked = await db.one<{ birthdays: number; addresses: number }>(sql`SELECT birthdays, addresses FROM cards.walked()`);
  await alarm(context, 'ids-walked', walked.birthdays + walked.addresses > 0, walked);
  const { addresses } = await db.one<{ addresses: number }>(sql`SELECT staff.resting_addresses() AS addresses`);
  await alarm(context, 'sign-ins-rest', addresses > 0, { addresses });
  await watchBackups(context);
  await watchLogFiles(context);
  await watchClocks(context);
  await endUnseen(db, 'proxy-not-trusted', PROXY_MINUTES);
  await endUnseen(db, 'line-stands', LINE_MINUTES);
  const roles = await foreignSessions(db, [...Object.values(ROLES), BACKUP_ROLE, ...(context.config.knownDatabaseRoles ?? [])]);
  await alarm(context, 'database-session', roles.length > 0, roles.length === 0 ? {} : { roles: roles.join(' ') });
  await watchQueue(context, { ...state, overdue });
};
