import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigFor } from '../config.ts';
import { systemClock } from '../lib/clock.ts';
import { connect } from '../lib/db/db.ts';
import { takeLock } from '../lib/lock.ts';
import { removeFolders } from '../lib/postgres/folders.ts';
import { openCatcher } from './catcher/catcher.ts';
import { openDatabase } from './database.ts';
import { isReady, openHealth } from './health.ts';
import { CannotStart, mustBeFree } from './ports.ts';
import { keepRunning, type Process } from './processes.ts';
import { secretsIn } from './secrets.ts';

const OURS = ['mails', 'secrets.json'];

/** Everything this command keeps in its folder, and nothing else that may lie there. */
function forget(dataDir: string): void {
  removeFolders(join(dataDir, 'db'));
  for (const name of OURS) rmSync(join(dataDir, name), { recursive: true, force: true });
}

/**
 * The whole system on one machine with made-up data: embedded database, citizens' door, desk, worker, mail catcher, health.
 * Ctrl-C drains and stops all; a process that falls is started again.
 * @throws CannotStart with one sentence: a port is taken, the folder is in use, DATABASE_URL is set
 */
export async function start(args: readonly string[], config: ConfigFor<'start'>, environment: NodeJS.ProcessEnv): Promise<void> {
  const log = (line: string): void => console.log(line);
  const began = performance.now();
  if (config.databaseUrl !== undefined)
    throw new CannotStart(
      'DATABASE_URL is set: "start" is the demo on a database of its own. Use "madoguchi migrate", "citizen", "desk" and "worker", or unset DATABASE_URL.',
    );
  const unknown = args.find((arg) => arg !== '--fresh');
  if (unknown !== undefined) throw new CannotStart(`"${unknown}" is not known here; "start" takes --fresh only.`);

  const lock = takeLock(join(config.dataDir, 'lock'));
  if (lock === undefined)
    throw new CannotStart(
      `Madoguchi is running on ${config.dataDir} already: end that one first, or set DATA_DIR to another folder.`,
    );
  for (const [setting, host, port] of [
    ['CITIZEN_PORT', config.citizenHost, config.citizenPort],
    ['DESK_PORT', config.deskHost, config.deskPort],
    ['MAIL_PORT', config.citizenHost, config.mailPort],
    ['HEALTH_PORT', config.healthHost, config.healthPort],
  ] as const)
    await mustBeFree(setting, host, port);
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
    opened.push(() => database.server.stop());
    void database.server.ended.then(() => {
      if (leaving) return;
      console.error('the database ended; start again, nothing that was confirmed is lost');
      leave();
    });
    const { fillDemo, demoHints } = await import('../demo/fill.ts');
    const db = connect({ url: database.urls.installer, max: 2, name: 'madoguchi-demo', queryTimeoutMs: 120_000 });
    await fillDemo(db, systemClock, log);

    const catcher = await openCatcher(config.dataDir, config.citizenHost, config.mailPort);
    opened.push(() => catcher.close());
    const origin = (host: string, port: number): string =>
      `http://${host === '127.0.0.1' || host === '0.0.0.0' ? 'localhost' : host}:${port}`;
    const shared = {
      ...environment,
      CITIZEN_DATABASE_URL: database.urls.citizen,
      DESK_DATABASE_URL: database.urls.desk,
      CITIZEN_ORIGIN: config.citizenOrigin ?? origin(config.citizenHost, config.citizenPort),
      DESK_ORIGIN: config.deskOrigin ?? origin(config.deskHost, config.deskPort),
      COOKIE_SECRET: config.cookieSecret ?? secrets.cookie,
      SMTP_URL: `smtp://127.0.0.1:${catcher.smtpPort}`,
      MAIL_FROM: config.mailFrom ?? '久留米市マイナンバーカード予約 <yoyaku@madoguchi.example>',
      AUDIT_KEY: environment['AUDIT_KEY'] ?? secrets.audit,
      SECURE_COOKIES: environment['SECURE_COOKIES'] ?? 'no',
      LOG_LEVEL: environment['LOG_LEVEL'] ?? 'warn',
      DATA_DIR: config.dataDir,
    };
    const processes: Process[] = (['citizen', 'desk', 'worker'] as const).map((name) => keepRunning(name, shared, log));
    opened.push(async () => void (await Promise.all(processes.map((one) => one.stop()))));
    const health = await openHealth(config.healthHost, config.healthPort, processes);
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
`);
    for (const line of hints) log(`  ${line}`);
    log('\nCtrl-C ends it.');
  } catch (error) {
    leaving = true;
    await closeAll();
    throw error;
  }
}
