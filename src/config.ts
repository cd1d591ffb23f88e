import type { Kind } from './config/kinds.ts';
import { SETTINGS, type Setting } from './config/settings.ts';
import { ROOT } from './lib/root.ts';
import { Said } from './lib/said.ts';

type Name = keyof typeof SETTINGS;
type Value<N extends Name> = (typeof SETTINGS)[N] extends { kind: Kind<infer T> } ? T : never;
type Settled<N extends Name> = (typeof SETTINGS)[N] extends { fallback: string } ? Value<N> : Value<N> | undefined;

/** All settings; one without a default may be missing. */
export type Config = { readonly [N in Name]: Settled<N> };

/** What each command cannot do without. A command not named needs nothing. */
const NEEDS = {
  citizen: ['citizenDatabaseUrl', 'citizenOrigin', 'cookieSecret'],
  desk: ['deskDatabaseUrl', 'deskOrigin', 'citizenOrigin', 'cookieSecret'],
  worker: ['workerDatabaseUrl', 'sealerDatabaseUrl', 'smtpUrl', 'mailFrom', 'citizenOrigin', 'auditKey'],
  'stand-in': ['citizenDatabaseUrl'],
  migrate: ['databaseUrl'],
  import: ['deskDatabaseUrl'],
  staff: ['deskDatabaseUrl', 'deskOrigin'],
  verify: ['sealerDatabaseUrl', 'auditKey'],
  rekey: ['sealerDatabaseUrl', 'auditKey', 'auditNewKey', 'auditHeads'],
  backup: [],
  restore: [],
  start: [],
  check: [],
  components: [],
  proxy: ['citizenOrigin', 'deskOrigin'],
} as const satisfies Record<string, readonly Name[]>;

export type Command = keyof typeof NEEDS;
/** The settings as a command gets them: what it needs is there. */
export type ConfigFor<C extends Command> = Config & { readonly [N in (typeof NEEDS)[C][number]]: Value<N> };

/** A setting is wrong or missing; the message says which, what was given and what is allowed, a line each. */
export class WrongSettings extends Said {}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and checks every setting, also those this command does not use: a slip should show at the first start.
 * @throws WrongSettings naming all that is wrong at once; secrets are never shown
 */
export function configFor<C extends Command>(command: C, environment: Environment): ConfigFor<C> {
  const complaints: string[] = [];
  const needed: readonly Name[] = NEEDS[command];
  const values = Object.entries(SETTINGS).map(([name, { env, kind, ...rest }]: [string, Setting<unknown>]) => {
    const given = environment[env];
    const raw = given === undefined || given.trim() === '' ? rest.fallback : given;
    if (raw === undefined) {
      if (needed.some((one) => one === name))
        complaints.push(`${env} is missing (needed by "${command}"). Allowed: ${kind.allowed}`);
      return [name, undefined];
    }
    const read = kind.schema.safeParse(raw);
    if (read.success) return [name, read.data];
    const shown =
      kind.secret === true ? 'a value that is not shown' : JSON.stringify(raw.length > 80 ? `${raw.slice(0, 80)}…` : raw);
    complaints.push(`${env} is wrong. Given: ${shown}. Allowed: ${kind.allowed}`);
    return [name, undefined];
  });
  if (complaints.length > 0) throw new WrongSettings(complaints.join('\n'));
  return Object.fromEntries(values) as ConfigFor<C>;
}

/** The commands that cannot do without a setting. */
export const usersOf = (name: string): string[] =>
  Object.entries(NEEDS).flatMap(([command, needs]) => ((needs as readonly string[]).includes(name) ? [command] : []));

/** The manual's table of settings, as markdown. */
export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, { env, kind, means, ...rest }]: [string, Setting<unknown>]) => {
    const fallback = rest.fallback?.replace(ROOT, '.').replace('./.', '.');
    return `| \`${env}\` | ${means} | ${kind.allowed} | ${fallback === undefined ? '' : `\`${fallback}\``} | ${usersOf(name).join(', ')} |`;
  });
  return ['| setting | means | allowed | default | needed by |', '|---|---|---|---|---|', ...rows].join('\n');
}
