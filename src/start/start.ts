import { createHmac } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigFor } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { connect } from '../lib/db/db.ts';
import { takeLock } from '../lib/lock.ts';
import { removeFolders } from '../lib/postgres/folders.ts';
import { Said } from '../lib/said.ts';
import { BACKUPS, HEADS } from './backup-settings.ts';
import { openCatcher } from './catcher/catcher.ts';
import { openDatabase } from './database.ts';
import { isReady, openHealth } from './health.ts';
import { mustBeFree } from './ports.ts';
import { keepRunning, type Process } from './processes.ts';
import { secretsIn } from './secrets.ts';

const STAND_IN = 'stand-in';
const LOGS = 'logs';
const OURS = ['mails', 'secrets.json', HEADS, STAND_IN, BACKUPS, LOGS];
const HEALTH_PORT = 3003;

/** Everything this command keeps in its folder, and nothing else that may lie there. */
function forget(dataDir: string): void {
  removeFolders(join(dataDir, 'db'));
  for (const name of OURS) rmSync(join(dataDir, name), { recursive: true, force: true });
}

/**
 * The whole system on one machine with made-up data: embedded database, citizens' door, desk, worker, mail catcher, health.
 * Ctrl-C drains and stops all; a process that falls is started again, the database too.
 * @throws Said with one sentence: a port is taken or named twice, the folder is in use or its disk full, DATABASE_URL is set
 */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: what is opened, in order, and closed in the other: read at once
export async function start(args: readonly string[], config: ConfigFor<'start'>, environment: NodeJS.ProcessEnv): Promise<void> {
  const log = (line: string): void => console.log(line);
  const began = performance.now();
  if (config.databaseUrl !== undefined)
    throw new Said(
      'DATABASE_URL is set: "start" is the demo on a database of its own. Use "madoguchi migrate", "citizen", "desk" and "worker", or unset DATABASE_URL.',
    );
  const practice = args.includes('--practice');
  const unknown = args.find((arg) => arg !== '--fresh' && arg !== '--practice');
  if (unknown !== undefined) throw new Said(`"${unknown}" is not known here; "start" takes --fresh and --practice only.`);

  const lock = takeLock(join(config.dataDir, 'lock'));
  if (lock === undefined)
    throw new Said(`Madoguchi is running on ${config.dataDir} already: end that one first, or set DATA_DIR to another folder.`);
  const healthAt = { host: config.healthHost, port: config.healthPort ?? HEALTH_PORT };
  await mustBeFree([
    { setting: 'CITIZEN_PORT', host: config.citizenHost, port: config.citizenPort },
    { setting: 'DESK_PORT', host: config.deskHost, port: config.deskPort },
    { setting: 'MAIL_PORT', host: config.citizenHost, port: config.mailPort },
    { setting: 'HEALTH_PORT', ...healthAt },
    { setting: 'STAND_IN_PORT', host: config.standInHost, port: config.standInPort },
  ]);
  if (args.includes('--fresh') && existsSync(config.dataDir)) forget(config.dataDir);

  // Last opened, first closed.
  const opened: (() => Promise<void>)[] = [];
  const closeAll = async (): Promise<void> => {
    for (const close of opened.splice(0).reverse()) await close();
    lock.release();
  };
  let leaving = false;
  const leave = (): void => {
    if (leaving) return;
    leaving = true;
    log('\nending: what is under way is finished first …');
    closeAll().then(
      () => process.exit(0),
      (fault: unknown) => {
        console.error(fault);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', leave);
  process.on('SIGTERM', leave);
  process.on('SIGHUP', leave);

  try {
    const secrets = secretsIn(config.dataDir);
    const database = await openDatabase(config.dataDir, secrets, log);
    opened.push(() => database.stop());
    const { fillDemo, demoHints } = await import('../demo/fill.ts');
    const { openToAll } = await import('../demo/accounts.ts');
    const db = connect({ url: database.urls.installer, max: 2, name: 'madoguchi-demo', queryTimeoutMs: 120_000 });
    await fillDemo(db, systemClock, log, config.demoCards);
    if (practice) {
      const { fillPractice } = await import('../demo/practice.ts');
      await fillPractice(db, systemClock);
    }
    await openToAll(db);

    const catcher = await openCatcher(config.dataDir, config.citizenHost, config.mailPort, log);
    opened.push(() => catcher.close());
    const origin = (host: string, port: number): string =>
      `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}`;
    const shared = {
      ...environment,
      CITIZEN_DATABASE_URL: database.urls.citizen,
      DESK_DATABASE_URL: database.urls.desk,
      WORKER_DATABASE_URL: database.urls.worker,
      SEALER_DATABASE_URL: database.urls.sealer,
      CITIZEN_ORIGIN: config.citizenOrigin ?? origin(config.citizenHost, config.citizenPort),
      DESK_ORIGIN: config.deskOrigin ?? origin(config.deskHost, config.deskPort),
      SMTP_URL: `smtp://127.0.0.1:${catcher.smtpPort}`,
      MAIL_FROM: config.mailFrom ?? 'yoyaku@madoguchi.example',
      AUDIT_KEY: environment['AUDIT_KEY'] ?? secrets.audit,
      AUDIT_HEADS: environment['AUDIT_HEADS'] ?? join(config.dataDir, HEADS),
      KNOWN_DATABASE_ROLES: environment['KNOWN_DATABASE_ROLES'] ?? new URL(database.urls.installer).username,
      SECURE_COOKIES: environment['SECURE_COOKIES'] ?? 'no',
      // The terminal shows warnings alone; the files hold what a city would keep.
      LOG_LEVEL: environment['LOG_LEVEL'] ?? 'info',
      LOG_DIR: environment['LOG_DIR'] ?? join(config.dataDir, LOGS),
      DATA_DIR: config.dataDir,
      STAND_IN_DIR: environment['STAND_IN_DIR'] ?? join(config.dataDir, STAND_IN),
      // The supervisor asks them and tells it for all.
      HEALTH_PORT: '',
    };
    const backups = {
      BACKUP_DATABASE_URL: database.urls.backup,
      BACKUP_DIRS: environment['BACKUP_DIRS'] ?? join(config.dataDir, BACKUPS),
      BACKUP_KEY: environment['BACKUP_KEY'] ?? secrets.backup,
    };
    // Each site has a cookie secret of its own: what one signed means nothing to the other.
    const secretOf = (name: string): string =>
      config.cookieSecret ?? createHmac('sha256', secrets.cookie).update(name).digest('base64url');
    const processes: Process[] = (['citizen', 'desk', 'worker', 'stand-in'] as const).map((name) =>
      keepRunning(name, { ...shared, ...(name === 'worker' ? backups : {}), COOKIE_SECRET: secretOf(name) }, log),
    );
    opened.push(async () => void (await Promise.all(processes.map((one) => one.stop()))));
    const health = await openHealth(healthAt, processes);
    opened.push(() => health.close());
    const [[citizenPort = config.citizenPort, deskPort = config.deskPort], hints] = await Promise.all([
      Promise.all(processes.map((one) => one.ready)),
      demoHints(db).finally(() => db.close()),
    ]);
    await Promise.all([
      isReady(config.citizenHost, citizenPort),
      isReady(config.deskHost, deskPort),
      isReady(config.healthHost, health.port),
    ]);

    log(`
Madoguchi is ready (${((performance.now() - began) / 1000).toFixed(1)} s). Everything in it is made up.

  Citizens   ${origin(config.citizenHost, citizenPort)}
  Desk       ${origin(config.deskHost, deskPort)}
  Mails      ${origin(config.citizenHost, catcher.pagePort)}
  Health     ${origin(config.healthHost, health.port)}/readyz
  Stand-in   ${origin(config.standInHost, config.standInPort)} (shown by a proxy where the citizens' site does not answer)
`);
    const { practiceHints } = await import('../demo/practice.ts');
    for (const line of practice ? practiceHints() : hints) log(`  ${line}`);
    log('\nCtrl-C ends it.');
  } catch (error) {
    leaving = true;
    await closeAll();
    throw error;
  }
}
