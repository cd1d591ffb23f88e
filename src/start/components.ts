import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import type { Clock } from '../lib/clock.ts';
import { asCycloneDx, type Component, componentsOf, fromCycloneDx, serverVersion } from '../lib/components/list.ts';
import { type Answer, type Vulnerability, vulnerabilitiesIn } from '../lib/components/vulnerabilities.ts';
import { connect } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { ROOT } from '../lib/root.ts';
import { Said } from '../lib/said.ts';

const USAGE = 'components [--json] [--vulnerabilities] [--of FILE]';
const FOUND = 1;
/** Nothing was found, but not every source answered: nothing is known of what it lists. */
const NOT_ASKED = 3;

type Context = { config: Config; clock: Clock; log: (line: string) => void };

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, vulnerabilities: { type: 'boolean' }, of: { type: 'string' } },
    }).values;
  } catch {
    throw new Said(USAGE);
  }
}

/** The server's version, where a connection was given; it is a component like the others. */
async function askServer({ databaseUrl, workerDatabaseUrl, deskDatabaseUrl }: Config): Promise<string | undefined> {
  const url = databaseUrl ?? workerDatabaseUrl ?? deskDatabaseUrl;
  if (url === undefined) return undefined;
  const db = connect({ url, max: 1, name: 'madoguchi-components', queryTimeoutMs: 10_000 });
  try {
    return serverVersion((await db.one<{ version: string }>(sql`SELECT current_setting('server_version') AS version`)).version);
  } finally {
    await db.close();
  }
}

async function listed(file: string | undefined, config: Config): Promise<Component[]> {
  if (file === undefined) return componentsOf(ROOT, await askServer(config));
  const found = fromCycloneDx(await readFile(file, 'utf8').catch(() => ''));
  if (found === undefined) throw new Said(`${file} is no list that "madoguchi components --json" wrote.`);
  return found;
}

const vulnerabilityLine = ({ severity, component, version, id, title, affected, fix, url }: Vulnerability): string =>
  `VULNERABLE  ${severity}  ${component} ${version}  ${id}: ${title} (affected: ${affected}${fix === '' ? '' : `; mended in: ${fix}`}) ${url}`;

function tell(components: readonly Component[], { vulnerabilities, unanswered }: Answer, log: Context['log']): void {
  for (const vulnerability of vulnerabilities) log(vulnerabilityLine(vulnerability));
  for (const { source, why } of unanswered) log(`NOT ASKED  ${source}: ${why}`);
  const known = `${components.length} components, ${vulnerabilities.length} known vulnerabilities`;
  log(
    unanswered.length === 0
      ? `${known}.`
      : `${known} in the sources that answered; ${unanswered.length} did not: what they know is not told here.`,
  );
  process.exitCode = vulnerabilities.length > 0 ? FOUND : unanswered.length > 0 ? NOT_ASKED : 0;
}

/**
 * `madoguchi components`: what runs here, one line a component; `--json` as CycloneDX 1.6; `--vulnerabilities` what is known to be wrong with it.
 * `--of FILE` takes the list from a file that `--json` wrote: a server in a closed network writes the list, a machine that reaches the Internet asks.
 * Ends with 0, with 1 where a vulnerability is known, with 3 where a source did not answer. §11(7)
 */
export async function componentsCommand(args: readonly string[], { config, clock, log }: Context): Promise<void> {
  const { json, vulnerabilities, of } = optionsOf(args);
  const components = await listed(of, config);
  if (vulnerabilities === true) {
    const { advisoriesNpm: npm, advisoriesNode: node, advisoriesPostgresql: postgresql } = config;
    return tell(components, await vulnerabilitiesIn(components, { npm, node, postgresql }), log);
  }
  if (json === true)
    return log(JSON.stringify(asCycloneDx(components, clock.now().toString({ smallestUnit: 'second' })), null, 1));
  for (const { kind, name, version, licence = '' } of components) log([kind, name, version, licence].join('\t'));
}
