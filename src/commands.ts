import { constants, getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { type Config, configFor, settingsTable } from './config.ts';
import { systemClock } from './lib/clock.ts';
import { ROOT } from './lib/root.ts';
import { Said } from './lib/said.ts';

type Entry = { about: string; run(args: readonly string[]): Promise<void> };

const log = (line: string): void => console.log(line);

type Door = 'citizen' | 'desk' | 'worker' | 'stand-in';

/** @throws Said where the settings cannot work together; what is only risky goes to the log */
async function tellRisks(command: Door, config: Config): Promise<void> {
  if (command === 'stand-in') return;
  const { risksOf } = await import('./config/risks.ts');
  const risks = risksOf(command, config);
  const wrong = risks.filter(({ level }) => level === 'wrong');
  if (wrong.length > 0) throw new Said(wrong.map(({ says }) => says).join('\n'));
  if (risks.length === 0) return;
  const { logTarget } = await import('./lib/http/log-files.ts');
  const files = logTarget(config.logDir, command);
  const log = (await import('./lib/http/log.ts')).doorLogger(command, config.logLevel, files);
  for (const { setting, says } of risks) log.warn({ setting }, says);
  files?.close();
}

/** Steps of priority (nice) that the citizens' door stands below the others. */
const GIVES_WAY = 5;

/** In a rush the desk, on the same processors, goes first (§8(1)⑩): a clerk has somebody before them. Where the machine forbids it nothing is lost. */
function giveWay(): void {
  try {
    setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + GIVES_WAY));
  } catch {
    // As it was.
  }
}

/** A long-running door or the worker: says when it is ready, drains on SIGTERM, and ends when the supervisor is gone. */
const door = (command: Door, about: string): Entry => ({
  about,
  run: async () => {
    const { answerSupervisor } = await import('./start/child.ts');
    const config = configFor(command, process.env);
    const { healthHost, healthPort } = config;
    await tellRisks(command, config);
    if (command === 'citizen') giveWay();
    const health = healthPort === undefined ? undefined : { host: healthHost, port: healthPort };
    const logTo = (await import('./lib/http/log-files.ts')).logTarget(config.logDir, command);
    const given = { clock: systemClock, ...(logTo === undefined ? {} : { logTo }) };
    await answerSupervisor(command, health, async (ends) => {
      if (command === 'citizen')
        return (await import('./citizen/main.ts')).run({ config: configFor(command, process.env), ...given });
      if (command === 'desk') return (await import('./desk/main.ts')).run({ config: configFor(command, process.env), ...given });
      if (command === 'stand-in')
        return (await import('./citizen/stand-in/main.ts')).run({ config: configFor(command, process.env), ...given });
      return (await import('./worker/main.ts')).run({ config: configFor(command, process.env), ends, ...given });
    });
  },
});

/** A practice city stands beside the demo: ports and a folder of its own, unless they are set. */
const practiceEnvironment = (given: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  CITIZEN_PORT: '3100',
  DESK_PORT: '3101',
  MAIL_PORT: '3102',
  HEALTH_PORT: '3103',
  STAND_IN_PORT: '3104',
  DATA_DIR: join(ROOT, '.data-practice'),
  ...given,
});

/** Every command, in the order a newcomer meets them. Each loads its part only when called. */
export const COMMANDS: Record<string, Entry> = {
  start: {
    about: 'the whole system with made-up data on one machine; --fresh begins anew',
    run: async (args) => (await import('./start/start.ts')).start(args, configFor('start', process.env), process.env),
  },
  practice: {
    about: 'a city to practise in, marked on every page; --fresh begins anew',
    run: async (args) => {
      const environment = practiceEnvironment(process.env);
      return (await import('./start/start.ts')).start(['--practice', ...args], configFor('start', environment), environment);
    },
  },
  citizen: door('citizen', 'the citizens’ door'),
  desk: door('desk', 'the staff’s door'),
  worker: door('worker', 'mails and jobs by the clock'),
  'stand-in': door('stand-in', 'what the proxy shows when the citizens’ door does not answer'),
  migrate: {
    about: 'brings the database at DATABASE_URL to this version',
    run: async () =>
      (await import('./approvals/command.ts')).migrateCommand({ url: configFor('migrate', process.env).databaseUrl, log }),
  },
  change: {
    about: 'change present --title TITLE --file TEXT: puts this version before the city, before it is applied',
    run: async (args) =>
      (await import('./approvals/command.ts')).changeCommand(args, { url: configFor('migrate', process.env).databaseUrl, log }),
  },
  city: {
    about: 'city real --name NAME: takes 【練習】 off the name of a real city, whose mails reach nobody with it',
    run: async (args) =>
      (await import('./start/city.ts')).cityCommand(args, { url: configFor('migrate', process.env).databaseUrl, log }),
  },
  import: {
    about:
      'import cards|reservations FILE [--dry-run] …, undo|undo-reservations NUMBER, profiles: cards, and reservations taken before going live',
    run: async (args) =>
      (await import('./intake/command.ts')).importCommand(args, {
        config: configFor('import', process.env),
        clock: systemClock,
        log,
      }),
  },
  demo: {
    about: 'demo cards N [--out FILE]: a made-up list of cards',
    run: async (args) => (await import('./demo/command.ts')).demoCommand(args, { clock: systemClock, log }),
  },
  staff: {
    about: 'staff invite|link|reset-second LOGIN …, list: accounts, the first administrator',
    run: async (args) =>
      (await import('./staff/command.ts')).staffCommand(args, {
        config: configFor('staff', process.env),
        clock: systemClock,
        log,
      }),
  },
  verify: {
    about: 'checks the sealed log from its first line to its head',
    run: async (args) =>
      (await import('./audit/command.ts')).verifyCommand(args, {
        config: configFor('verify', process.env),
        clock: systemClock,
        log,
      }),
  },
  rekey: {
    about: 'goes on sealing the log with another key',
    run: async (args) =>
      (await import('./audit/command.ts')).rekeyCommand(args, {
        config: configFor('rekey', process.env),
        clock: systemClock,
        log,
      }),
  },
  backup: {
    about:
      'backup [follow | list | verify [NAME] | logs FOLDER]: the whole database, sealed, its log since, and the processes’ log files',
    run: async (args) =>
      (await import('./recovery/command.ts')).backupCommand(args, {
        config: (await import('./start/backup-settings.ts')).withDemoSettings(configFor('backup', process.env)),
        clock: systemClock,
        log,
        terminal: process.stdout.isTTY,
      }),
  },
  restore: {
    about: 'restore approve|APPROVAL|finish: brings a backup back, with the city’s approval',
    run: async (args) =>
      (await import('./start/restore.ts')).restoreCommand(args, {
        config: configFor('restore', process.env),
        clock: systemClock,
        log,
      }),
  },
  check: {
    about: 'check [citizen] [desk] [worker] [stand-in] [backup]: what is wrong before anything starts, in sentences',
    run: async (args) =>
      (await import('./start/check/command.ts')).checkCommand(args, {
        environment: process.env,
        root: process.getuid?.() === 0,
        log,
      }),
  },
  components: {
    about: 'components [--json] [--vulnerabilities] [--of FILE]: what runs here, and what is known to be wrong with it',
    run: async (args) =>
      (await import('./start/components.ts')).componentsCommand(args, {
        config: configFor('components', process.env),
        clock: systemClock,
        log,
      }),
  },
  proxy: {
    about: 'proxy [--machines A,B] [--certificates FOLDER]: the configuration of nginx for both sites',
    run: async (args) =>
      (await import('./start/proxy/command.ts')).proxyCommand(args, { config: configFor('proxy', process.env), log }),
  },
  logs: {
    about: 'logs report FILE… [--from DAY] [--to DAY] [--slow MS]: what the processes’ logs say, counted',
    run: async (args) => (await import('./running/logs/command.ts')).logsCommand(args, { log }),
  },
  settings: { about: 'the table of settings', run: async () => log(settingsTable()) },
};
