import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { fileMoment } from '../lib/dates/jst.ts';
import { takeLock } from '../lib/lock.ts';
import { postgresAccount } from '../lib/postgres/account.ts';
import { COMPLETE, openFolders, SERVER_LOG } from '../lib/postgres/folders.ts';
import { Said } from '../lib/said.ts';
import { type Approval, readApproval, recordPaper, useApproval } from '../recovery/approval.ts';
import { finishRestore } from '../recovery/finish.ts';
import { latestOf } from '../recovery/reach.ts';
import { type Report, reportRows } from '../recovery/report.ts';
import { revive } from '../recovery/revive.ts';
import { storeOf } from '../recovery/settings.ts';
import { type Backup, isBackupName, listNames, readBackup, type Store } from '../recovery/store.ts';
import { FETCHED, unpack } from '../recovery/unpack.ts';
import { withDemoSettings } from './backup-settings.ts';

type Context = { config: ConfigFor<'restore'>; clock: Clock; log: (line: string) => void };
type Ready = Context & { store: Store; dir: string; auditKeys: readonly string[] };

const USAGE = `restore approve --by WHO --reason WHY [--backup NAME] [--until TIME]   records that the city approved, where the desk cannot
restore APPROVAL                    into the embedded database in DATA_DIR; --aside moves the one that is there aside
restore APPROVAL --to FOLDER        into an empty folder, for your own PostgreSQL; then start it, and:
restore finish                      makes the restored database fit to work, and prints the report
Everywhere: --from FOLDER, one of BACKUP_DIRS that is not the first. TIME: 2026-11-28T09:00+09:00`;

const OPTIONS = {
  by: { type: 'string' },
  reason: { type: 'string' },
  backup: { type: 'string' },
  until: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  aside: { type: 'boolean' },
} as const;

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch {
    throw new Said(USAGE);
  }
}

function instantOf(text: string): string {
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    throw new Said(`"${text}" is no moment: write it as 2026-11-28T09:00+09:00.`);
  }
}

async function approve({ store, dir, clock, log }: Ready, given: ReturnType<typeof read>['values']): Promise<void> {
  const { by = '', reason = '', backup = '', until } = given;
  if (by.trim() === '' || reason.trim() === '') throw new Said('Who of the city approved, and why: --by and --reason.');
  if (backup !== '') await readBackup(store, dir, backup);
  const wanted = until === undefined ? null : instantOf(until);
  const id = await recordPaper(store, dir, { backup, until: wanted, approver: by.trim(), reason: reason.trim() }, clock.now());
  log(`Recorded: ${id}. Restore with "madoguchi restore ${id}".`);
}

type Chosen = { approval: Approval; backup: Backup; until: Temporal.Instant | undefined };

/** The backup the approval speaks of: its own, or the newest from before the moment that is wanted. @throws Said where there is none, or its log ends before that */
async function choose({ store, dir, config }: Ready, id: string): Promise<Chosen> {
  const approval = await readApproval(store, dir, config.backupDatabaseUrl, id);
  const until = approval.until === null ? undefined : Temporal.Instant.from(approval.until);
  const fits = async (name: string): Promise<boolean> => {
    if (until === undefined) return true;
    const { endedAt } = await readBackup(store, dir, name);
    return Temporal.Instant.compare(Temporal.Instant.from(endedAt), until) <= 0;
  };
  let name: string | undefined = approval.backup;
  if (name === '') {
    name = undefined;
    for (const one of (await listNames(dir)).reverse()) if (name === undefined && (await fits(one))) name = one;
  }
  if (name === undefined || !isBackupName(name)) throw new Said(`${dir} holds no backup from before ${approval.until ?? 'now'}.`);
  const backup = await readBackup(store, dir, name);
  const latest = await latestOf(dir, backup);
  if (until !== undefined && Temporal.Instant.compare(until, latest) > 0)
    throw new Said(
      `The log copied behind ${name} reaches ${fileMoment(latest)} at the latest, not ${fileMoment(until)}: have an earlier moment approved, or all there is (without --until).`,
    );
  return { approval, backup, until };
}

const order = ({ clock }: Ready, { approval, backup }: Chosen, token: string) => ({
  token,
  backup: backup.name,
  startedAt: clock.now().toString(),
  approval,
});

async function tell({ log }: Ready, report: Report): Promise<void> {
  log('\n復元の報告');
  for (const [what, says] of reportRows(report)) log(`  ${what}：${says}`);
}

/** What lies in the folder of the embedded database: moved aside where that was asked for, never removed. */
function clear(dataDir: string, aside: boolean, log: Context['log']): void {
  const home = join(dataDir, 'db');
  if (!existsSync(home)) return;
  // A disk that came back empty left our own files alone.
  const whole = existsSync(join(home, 'cluster', COMPLETE)) || existsSync(join(home, 'cluster-is-at'));
  if (!whole) {
    rmSync(join(home, SERVER_LOG), { force: true });
    return;
  }
  if (!aside)
    throw new Said(`A database lies in ${home}: nothing is written over it. With --aside it is moved aside first, and stays.`);
  const { cluster } = openFolders(home, postgresAccount());
  const to = `${cluster}.aside-${Temporal.Now.instant().epochMilliseconds}`;
  renameSync(cluster, to);
  for (const name of ['cluster-is-at', SERVER_LOG]) rmSync(join(home, name), { force: true });
  log(`The database that was there lies in ${to} now.`);
}

async function intoOurs(ready: Ready, chosen: Chosen, aside: boolean): Promise<void> {
  const { config, store, dir, auditKeys, clock, log } = ready;
  const lock = takeLock(join(config.dataDir, 'lock'));
  if (lock === undefined) throw new Said(`Madoguchi is running on ${config.dataDir}: end it first.`);
  try {
    clear(config.dataDir, aside, log);
    const token = crypto.randomUUID();
    await useApproval(store, dir, order(ready, chosen, token));
    const { backup, until } = chosen;
    const server = await revive({ store, dir, backup, until, token, log, dataDir: join(config.dataDir, 'db') });
    try {
      const url = server.url(backup.database);
      await tell(ready, await finishRestore({ url, store, auditKeys, auditHeads: config.auditHeads, alone: true, clock, log }));
    } finally {
      await server.stop();
    }
    const { cluster } = openFolders(join(config.dataDir, 'db'), postgresAccount());
    rmSync(join(cluster, FETCHED), { recursive: true, force: true });
  } finally {
    lock.release();
  }
}

async function intoFolder(ready: Ready, chosen: Chosen, cluster: string): Promise<void> {
  const { store, dir, log } = ready;
  const token = crypto.randomUUID();
  await unpack({ store, dir, backup: chosen.backup, until: chosen.until, cluster, token, log });
  await useApproval(store, dir, order(ready, chosen, token));
  log(
    `${chosen.backup.name} lies in ${cluster}. Give the folder to PostgreSQL's account, start PostgreSQL ${chosen.backup.major} on it (not Patroni), wait until it`,
  );
  log(
    'takes writes, then run "madoguchi restore finish" with its DATABASE_URL, BACKUP_DIRS and BACKUP_KEY. No process of Madoguchi may run before that.',
  );
}

async function finish(ready: Ready): Promise<void> {
  const { config, store, auditKeys, clock, log } = ready;
  if (config.databaseUrl === undefined)
    throw new Said('DATABASE_URL is missing: the installer’s connection to the restored database.');
  await tell(
    ready,
    await finishRestore({ url: config.databaseUrl, store, auditKeys, auditHeads: config.auditHeads, clock, log }),
  );
  log(`\n${FETCHED} in PostgreSQL's data folder holds the log that was played, and is needed no more: remove it.`);
}

/**
 * `madoguchi restore`: brings a backup back, with the city's recorded approval and into an empty place only (§9(1)②, 11(4)).
 * @throws Said in one sentence where it is refused or cannot be done
 */
export async function restoreCommand(args: readonly string[], { config: given, clock, log }: Context): Promise<void> {
  const { values, positionals } = read(args);
  const [what, ...more] = positionals;
  if (what === undefined || more.length > 0) throw new Said(USAGE);
  const config = withDemoSettings(given);
  const store = storeOf(config);
  const dir = values.from ?? store.dirs[0] ?? '';
  const auditKeys = config.auditKey === undefined ? [] : [config.auditKey, ...(config.auditOldKeys ?? [])];
  const ready: Ready = { config, clock, log, store, dir, auditKeys };
  if (what === 'approve') return approve(ready, values);
  if (what === 'finish') return finish(ready);
  const chosen = await choose(ready, what);
  if (values.to === undefined) return intoOurs(ready, chosen, values.aside === true);
  return intoFolder(ready, chosen, values.to);
}
