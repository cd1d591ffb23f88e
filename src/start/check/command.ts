import { risksOf } from '../../config/risks.ts';
import { SETTINGS } from '../../config/settings.ts';
import { type Command, type Config, configFor, type Environment } from '../../config.ts';
import { Said } from '../../lib/said.ts';
import { factorKeysOf } from '../../staff/second/keys.ts';
import { lookAtBackups } from './backups.ts';
import { lookAtDatabase, looked } from './database.ts';
import { lookAtFactors } from './factors.ts';
import { lookAtBuild, lookAtHeads } from './files.ts';
import { care, type Finding, wrong } from './finding.ts';
import { lookAtFolder } from './folders.ts';
import { lookAtKey } from './key.ts';
import { lookAtMail } from './mail.ts';
import { lookAtProxy } from './proxy.ts';

/** `backup`: the command, by timers on a machine of its own; beside a worker its settings are the worker's. */
const PROCESSES = ['citizen', 'desk', 'worker', 'stand-in', 'backup'] as const;
type Process = (typeof PROCESSES)[number];

/** What only this process is given: whoever sets one of them means to run it. */
const OWN: Record<Process, readonly (keyof typeof SETTINGS)[]> = {
  citizen: ['citizenDatabaseUrl'],
  desk: ['deskDatabaseUrl'],
  worker: ['workerDatabaseUrl', 'sealerDatabaseUrl', 'smtpUrl'],
  'stand-in': ['standInDir'],
  backup: ['backupDatabaseUrl', 'backupDirs', 'backupKey'],
};

const isSet = (environment: Environment, name: keyof typeof SETTINGS): boolean =>
  (environment[SETTINGS[name].env] ?? '').trim() !== '';

/** The processes to look at: those named, else those that something was set for. @throws Said where a name is none */
function processesOf(args: readonly string[], environment: Environment): Process[] {
  const unknown = args.find((arg) => !PROCESSES.some((name) => name === arg));
  if (unknown !== undefined) throw new Said(`check [${PROCESSES.join('] [')}]: "${unknown}" is none of them.`);
  if (args.length > 0) return PROCESSES.filter((name) => args.includes(name));
  const set = PROCESSES.filter((name) => OWN[name].some((setting) => isSet(environment, setting)));
  const meant = set.includes('worker') ? set.filter((name) => name !== 'backup') : set;
  // The stand-in signs in as the citizens' door does: its file alone is no door's.
  return meant.includes('stand-in') && !isSet(environment, 'cookieSecret') ? meant.filter((name) => name !== 'citizen') : meant;
}

/** What is missing or cannot be read, each once. */
function complaints(commands: readonly Command[], environment: Environment): Finding[] {
  const lines = commands.flatMap((command) => {
    try {
      configFor(command, environment);
      return [];
    } catch (error) {
      return error instanceof Said ? error.message.split('\n') : [];
    }
  });
  return [...new Set(lines)].map(wrong);
}

const AS_ROOT =
  'This looks as root, who may write everywhere: whether the processes may write their folders (BACKUP_DIRS, LOG_DIR, STAND_IN_DIR, AUDIT_HEADS) is not seen. Look as their account: runuser -u madoguchi -- madoguchi check.';

/** The settings that can be read; a process that lacks one is looked at as far as the rest goes. */
function readable(environment: Environment): Config {
  const kept: Record<string, string | undefined> = { ...environment };
  for (const { env, kind } of Object.values(SETTINGS)) if (!kind.schema.safeParse(kept[env]).success) kept[env] = undefined;
  return configFor('check', kept);
}

/** A port that two of one process would listen at: its door and its health. */
function portsTwice(processes: readonly Process[], config: Config): Finding[] {
  const ports: Partial<Record<Process, number>> = {
    citizen: config.citizenPort,
    desk: config.deskPort,
    'stand-in': config.standInPort,
  };
  return processes
    .filter((name) => config.healthPort !== undefined && config.healthPort !== 0 && ports[name] === config.healthPort)
    .map((name) => wrong(`HEALTH_PORT is ${config.healthPort}, where ${name} itself listens: give it another.`));
}

async function surroundings(processes: readonly Process[], config: Config): Promise<Finding[]> {
  const has = (name: Process): boolean => processes.includes(name);
  const {
    citizenOrigin,
    cookieSecret,
    deskDatabaseUrl,
    deskOrigin,
    factorKeys,
    smtpUrl,
    mailFrom,
    auditHeads,
    auditKey,
    sealerDatabaseUrl,
  } = config;
  const looks: Promise<Finding[]>[] = [];
  const connections = [
    ['migrate', 'DATABASE_URL', config.databaseUrl, true],
    ['citizen', 'CITIZEN_DATABASE_URL', config.citizenDatabaseUrl, has('citizen') || has('stand-in')],
    ['desk', 'DESK_DATABASE_URL', config.deskDatabaseUrl, has('desk')],
    ['worker', 'WORKER_DATABASE_URL', config.workerDatabaseUrl, has('worker')],
    ['sealer', 'SEALER_DATABASE_URL', sealerDatabaseUrl, has('worker')],
  ] as const;
  for (const [command, setting, url, wanted] of connections)
    if (wanted && url !== undefined) looks.push(lookAtDatabase(looked({ command, setting, url }, smtpUrl)));
  if (has('worker') && sealerDatabaseUrl !== undefined && auditKey !== undefined)
    looks.push(lookAtKey(sealerDatabaseUrl, auditKey));
  if (has('desk') && deskDatabaseUrl !== undefined && cookieSecret !== undefined)
    looks.push(lookAtFactors(deskDatabaseUrl, factorKeysOf(factorKeys, cookieSecret)));
  if (has('worker') && smtpUrl !== undefined && mailFrom !== undefined) looks.push(lookAtMail(smtpUrl, mailFrom));
  if (has('citizen') && citizenOrigin !== undefined) looks.push(lookAtProxy('CITIZEN_ORIGIN', citizenOrigin));
  if (has('desk') && deskOrigin !== undefined) looks.push(lookAtProxy('DESK_ORIGIN', deskOrigin));
  if (has('worker') || has('backup')) looks.push(lookAtBackups(config));
  const files = [
    ...(has('citizen') || has('desk') ? lookAtBuild() : []),
    ...(has('worker') && auditHeads !== undefined ? lookAtHeads(auditHeads) : []),
    ...(config.logDir !== undefined ? lookAtFolder('LOG_DIR', config.logDir, 'no process keeps its log there') : []),
    ...(has('stand-in')
      ? lookAtFolder('STAND_IN_DIR', config.standInDir, 'the stand-in forgets planned stops when it starts anew')
      : []),
    ...portsTwice(processes, config),
  ];
  return [...(await Promise.all(looks)).flat(), ...files];
}

/**
 * `madoguchi check [citizen] [desk] [worker] [stand-in] [backup]`: what is wrong with settings, database, roles, clock, pooler, mail, proxy, keys, backups and files, in sentences,
 * before anything starts. `root`: whether this account is root, for whom every folder can be written. Changes nothing, sends nothing. Ends with 1 where something cannot work.
 */
export async function checkCommand(
  args: readonly string[],
  { environment, root, log }: { environment: Environment; root: boolean; log: (line: string) => void },
): Promise<void> {
  const processes = processesOf(args, environment);
  if (processes.length === 0)
    throw new Said(
      'No process has a setting yet: "madoguchi settings" lists what each needs; "madoguchi check citizen desk worker stand-in backup" looks at all.',
    );
  const config = readable(environment);
  const risks = processes.flatMap((name) => risksOf(name, config)).map(({ level, says }) => ({ level, says }));
  const found: Finding[] = [...complaints(processes, environment), ...risks, ...(await surroundings(processes, config))];
  if (config.healthPort === undefined && processes.some((name) => name !== 'backup'))
    found.push(care('HEALTH_PORT is not set: no process tells its health and metrics. Give each a port of its own.'));
  if (root) found.push(care(AS_ROOT));
  const said = new Set<string>();
  for (const level of ['wrong', 'care', 'good'] as const)
    for (const one of found)
      if (one.level === level && !said.has(one.says)) {
        said.add(one.says);
        log(`${level.padEnd(7)}${one.says}`);
      }
  if (found.some(({ level }) => level === 'wrong')) process.exitCode = 1;
}
