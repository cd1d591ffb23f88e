import type { ConfigFor } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { Said } from '../lib/said.ts';
import { type Followed, followOrTake } from './follow.ts';
import { checkLogFiles, copyLogFiles, countOlderKeys, unpackLogFiles } from './log-files.ts';
import { gapsIn, gapWords } from './reach.ts';
import { bytesOf } from './room.ts';
import { storeOf } from './settings.ts';
import { listBackups, listNames, listPieces } from './store.ts';
import { type Taken, takeBackup } from './take.ts';
import { type BackupVerified, verifyBackup } from './verify.ts';

type Context = {
  config: ConfigFor<'backup'> & { backupDirs: readonly string[]; backupKey: string };
  clock: Clock;
  log: (line: string) => void;
  /** Somebody reads along. A timer runs `follow` every five minutes, and cron mails each word of it. */
  terminal: boolean;
};

const USAGE = `backup                  takes one now
backup follow           copies the database's log since the last time; every few minutes. Takes a backup where it follows none.
                        By a timer it says nothing where all is as it should be
backup list             what is there
backup verify [NAME]    restores it into a scratch cluster, counts and walks the log; the newest where no name is given
backup logs FOLDER      writes the processes' log files out of the backups into an empty folder`;

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

async function asBackup<T>(config: Context['config'], work: (db: Db, url: string) => Promise<T>): Promise<T> {
  const url = config.backupDatabaseUrl;
  if (url === undefined) throw new Said('BACKUP_DATABASE_URL is missing (needed to take a backup): sign in as madoguchi_backup.');
  const db = connect({ url, max: 1, name: 'madoguchi-backup', queryTimeoutMs: 60_000 });
  try {
    return await work(db, url);
  } finally {
    await db.close();
  }
}

/** Log files of days before it are past the city's years. */
const filesBefore = async (db: Db): Promise<string> =>
  (await db.one<{ before: string }>(sql`SELECT audit.files_before()::text AS before`)).before;

function tellTaken({ config, log }: Context, { backup, bytes, removed, copyFault }: Taken): void {
  const store = storeOf(config);
  log(`${backup.name}: ${megabytes(bytes)} in ${store.dirs[0]}, sealed.`);
  for (const name of removed) log(`${name} is older than ${store.keepDays} days and was removed.`);
  notCopied(log, copyFault);
}

function notCopied(log: Context['log'], folder: string | undefined): void {
  if (folder === undefined) return;
  log(`NOT COPIED to ${folder}.`);
  process.exitCode = 1;
}

async function take(context: Context): Promise<void> {
  const { config, clock, log } = context;
  const store = storeOf(config);
  const { taken, logs } = await asBackup(config, async (db, url) => ({
    taken: await takeBackup({ store, url, db, now: () => clock.now(), log }),
    logs: config.logDir === undefined ? undefined : await copyLogFiles(store, config.logDir, await filesBefore(db)),
  }));
  tellTaken(context, taken);
  if (logs === undefined) return;
  log(`${logs.copied} log files copied.`);
  if (logs.fault !== taken.copyFault) notCopied(log, logs.fault);
}

async function follow(context: Context): Promise<void> {
  const { config, clock, log, terminal } = context;
  const store = storeOf(config);
  const followed = await asBackup(config, (db, url) => followOrTake({ store, url, db, now: () => clock.now(), log }));
  if ('taken' in followed) {
    log(`${followed.because}: a backup was taken, the log follows it from now on.`);
    tellTaken(context, followed.taken);
  } else if (terminal) log(asUsual(followed));
}

const asUsual = ({ busy, bytes }: Followed): string => {
  if (busy) return 'A backup is being taken, or the log copied: the next time copies what is new.';
  return bytes === 0 ? 'Nothing new in the log.' : `${megabytes(bytes)} of the log copied.`;
};

async function list({ config, log }: Context): Promise<void> {
  const store = storeOf(config);
  for (const dir of store.dirs) {
    const all = await listBackups(store, dir);
    log(`${dir}: ${all.length === 0 ? 'no backup' : `${all.length} backups, the last ${store.keepDays} days are kept`}`);
    for (const { name, backup, fault } of all)
      log(
        backup === undefined
          ? `  ${name}  UNREADABLE: ${fault}`
          : `  ${name}  ${megabytes(bytesOf(backup)).padStart(10)}  PostgreSQL ${backup.major}, ${backup.database}, ${backup.counts['cards']} cards, ${backup.counts['reservations']} reservations`,
      );
    const systems = new Set(all.flatMap(({ backup }) => backup?.system ?? []));
    for (const system of systems) log(`  log of database ${system}: ${(await listPieces(dir, system)).length} pieces`);
    for (const gap of await gapsIn(store, dir)) log(`  ${gapWords(gap)}`);
    const { files, wrong } = await checkLogFiles(store, dir);
    const older = await countOlderKeys(store, dir);
    if (older > 0) log(`  ${older} files need an earlier key: keep it in BACKUP_OLD_KEYS`);
    if (files > 0) log(`  log files of the processes: ${files}${wrong.length > 0 ? `, ${wrong.length} UNREADABLE` : ''}`);
  }
}

/** The files are what was written; whether they open was not tried. */
const NOT_RESTORED = 3;

const sayings = ({ backup, restored }: BackupVerified): { lines: string[]; whole: boolean } => {
  const files = `${backup.name}: ${backup.files.length} files are what was written.`;
  if (restored === undefined)
    return {
      lines: [
        files,
        `NOT RESTORED: rehearse it with the programs of PostgreSQL ${backup.major}, which do not come with Madoguchi (docs/operations.md, "PostgreSQL 16 and 17").`,
      ],
      whole: true,
    };
  const { counts, fewer, log, reached, seconds } = restored;
  const counted = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
  return {
    lines: [
      files,
      `Restored into a scratch cluster in ${seconds.toFixed(1)} s: ${counted.join(', ')}; the last line of the log is of ${reached?.toISOString() ?? 'never'}.`,
      ...fewer.map((what) => `WRONG  fewer ${what} than when it was taken (${backup.counts[what]})`),
      ...(log === undefined
        ? ['The sealed log was not walked: AUDIT_KEY is not set here.']
        : [
            ...log.findings.map(
              ({ kind, generation, position }) =>
                `WRONG  the log is ${kind} in generation ${generation}, position ${position ?? '-'}`,
            ),
            `The sealed log: ${log.rows} rows, ${log.findings.length} findings.`,
          ]),
    ],
    whole: fewer.length === 0 && (log?.findings.length ?? 0) === 0,
  };
};

async function verify({ config, clock, log }: Context, given: string | undefined): Promise<void> {
  const store = storeOf(config);
  const [dir = ''] = store.dirs;
  const name = given ?? (await listNames(dir)).at(-1);
  if (name === undefined) throw new Said(`${dir} holds no backup.`);
  const auditKeys = config.auditKey === undefined ? [] : [config.auditKey, ...(config.auditOldKeys ?? [])];
  const verified = await verifyBackup({ store, dir, name, auditKeys, now: clock.now() });
  const { lines, whole } = sayings(verified);
  for (const line of lines) log(line);
  const gaps: string[] = [];
  for (const folder of store.dirs)
    for (const gap of await gapsIn(store, folder)) if (gap.name === name) gaps.push(`WRONG  ${folder}: ${gapWords(gap)}`);
  for (const line of gaps) log(line);
  let wrongFiles = 0;
  for (const folder of store.dirs) {
    const files = await checkLogFiles(store, folder);
    wrongFiles += files.wrong.length;
    for (const wrong of files.wrong) log(`WRONG  ${wrong} was changed or damaged, or is another key's`);
    if (files.files > 0) log(`${folder}: ${files.files} log files of the processes, ${files.wrong.length} of them wrong.`);
  }
  const good = whole && gaps.length === 0 && wrongFiles === 0;
  const tried = verified.restored !== undefined;
  log(!good ? 'The backup is NOT proven.' : tried ? 'The backup is good.' : 'Its files are good; it was not restored.');
  if (!good) process.exitCode = 1;
  else if (!tried) process.exitCode = NOT_RESTORED;
}

async function logs({ config, log }: Context, folder: string | undefined): Promise<void> {
  if (folder === undefined) throw new Said(USAGE);
  const store = storeOf(config);
  log(`${await unpackLogFiles(store, store.dirs[0] ?? '', folder)} log files in ${folder}.`);
}

/**
 * `madoguchi backup [follow | list | verify [NAME] | logs FOLDER]`. Ends with 1 where a copy is missing or a backup is not proven, with 3
 * where its files are good and its PostgreSQL is none that comes along.
 * @throws Said in one sentence where it cannot be done
 */
export async function backupCommand(args: readonly string[], context: Context): Promise<void> {
  const [what, name, ...more] = args;
  if (more.length > 0 || (name !== undefined && what !== 'verify' && what !== 'logs')) throw new Said(USAGE);
  switch (what) {
    case undefined:
      return take(context);
    case 'follow':
      return follow(context);
    case 'list':
      return list(context);
    case 'verify':
      return verify(context, name);
    case 'logs':
      return logs(context, name);
    default:
      throw new Said(USAGE);
  }
}
