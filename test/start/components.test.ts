import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { configFor } from '../../src/config.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { openAlarms, setAlarm } from '../../src/site/alarms.ts';
import { componentsCommand } from '../../src/start/components.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { type AdvisoryServer, startAdvisories } from '../support/advisories.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { jobContext } from '../support/worker.ts';

let fresh: FreshDatabase;
let db: Db;
let folder: string;
let advisories: AdvisoryServer;
beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('worker', 2);
  folder = mkdtempSync(join(tmpdir(), 'madoguchi-components-'));
});
beforeEach(async () => {
  advisories = await startAdvisories();
});
afterEach(async () => {
  process.exitCode = 0;
  await advisories.close();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await db.close();
  await fresh.drop();
});

const settings = () => ({
  ADVISORIES_NPM: advisories.sources.npm,
  ADVISORIES_NODE: advisories.sources.node,
  ADVISORIES_POSTGRESQL: advisories.sources.postgresql,
});

async function command(args: string[], more: Record<string, string> = {}) {
  const lines: string[] = [];
  const config = configFor('components', { ...settings(), ...more });
  process.exitCode = 0;
  await componentsCommand(args, { config, clock: systemClock, log: (line) => void lines.push(line) });
  return { rc: process.exitCode, says: lines.join('\n') };
}

const FASTIFY = {
  id: 1234,
  url: 'https://github.com/advisories/GHSA-test',
  title: 'a made-up vulnerability',
  severity: 'high',
  vulnerable_versions: '>=5.0.0 <6.0.0',
};

test('[11(7)] what runs is listed: packages with version and licence, Node, and the server of the database', async () => {
  const { rc, says } = await command([], { DESK_DATABASE_URL: fresh.urlFor('desk') });
  expect(rc).toBe(0);
  expect(says).toMatch(/^package\tfastify\t5\.\d+\.\d+\tMIT$/mu);
  expect(says).toContain(`node\tnode\t${process.versions.node}`);
  expect(says).toMatch(/^postgresql\tpostgresql\t1\d/mu);
  // What only builds and tests does not run.
  expect(says).not.toContain('\tvitest\t');
});

test('[11(7)] nothing is known: the command asks about what runs and ends with 0', async () => {
  const { rc, says } = await command(['--vulnerabilities']);
  expect([rc, says]).toEqual([0, expect.stringMatching(/^\d+ components, 0 known vulnerabilities\.$/u)]);
  expect(advisories.asked()['fastify']).toEqual([expect.stringMatching(/^5\./u)]);
});

test('[11(7)] known vulnerabilities of a package, of Node and of the server are said; those of other versions are not', async () => {
  advisories.said.npm = {
    fastify: [FASTIFY, { ...FASTIFY, id: 99, title: 'an old vulnerability', vulnerable_versions: '<5.0.0' }],
  };
  advisories.said.node = {
    1: {
      cve: ['CVE-2026-1'],
      vulnerable: `<=${process.versions.node}`,
      patched: '',
      overview: 'a vulnerability in Node',
      severity: 'low',
    },
    2: { cve: ['CVE-2020-1'], vulnerable: '<14', patched: '^14.1.0' },
  };
  advisories.said.postgresql = ['15', '16', '17', '18'].map((major) => ({ major, latestMinor: '99', supported: true }));
  const { rc, says } = await command(['--vulnerabilities'], { DESK_DATABASE_URL: fresh.urlFor('desk') });
  expect(rc).toBe(1);
  expect(says).toContain('a made-up vulnerability');
  expect(says).toContain('CVE-2026-1: a vulnerability in Node');
  expect(says).toMatch(/VULNERABLE {2}unknown {2}postgresql \S+ {2}postgresql-1\d\.99/u);
  expect(says).not.toMatch(/an old vulnerability|CVE-2020-1/u);
});

test('[11(7)] a source that does not answer, or answers with something else, is named: nothing is called whole', async () => {
  advisories.said.npm = undefined;
  advisories.said.node = [{ unlike: 'a list' }];
  const { rc, says } = await command(['--vulnerabilities']);
  expect(rc).toBe(3);
  expect(says).toContain('NOT ASKED  npm: HTTP 503');
  expect(says).toContain('NOT ASKED  node: the answer is not what this source is known to say');
});

test('[11(7)] a server in a closed network writes the list, another machine asks', async () => {
  const file = join(folder, 'list.json');
  writeFileSync(file, (await command(['--json'], { DESK_DATABASE_URL: fresh.urlFor('desk') })).says);
  advisories.said.npm = { fastify: [FASTIFY] };
  const { rc, says } = await command(['--vulnerabilities', '--of', file]);
  expect(rc).toBe(1);
  expect(says).toContain('a made-up vulnerability');
  writeFileSync(file, '{"components":[{"name":1}]}');
  await expect(command(['--of', file])).rejects.toThrow(`${file} is no list`);
  await expect(command(['--unlike'])).rejects.toThrow('components [--json]');
});

const ASKED = ['known-vulnerabilities', 'advisories-not-asked'] as const;

test('[11(7)] asked every morning: an alarm while a vulnerability is known, none after; one source away takes no alarm back', async () => {
  const config = configFor('components', { ...settings(), ADVISORIES_DAILY: 'yes' });
  const context = { ...jobContext(db, db), config: { ...jobContext(db, db).config, ...advised(config) } };
  const stand = async () => {
    await runJob('components', context);
    return (await openAlarms(db)).map(({ kind }) => kind).filter((kind) => ASKED.some((one) => one === kind));
  };
  expect(await stand()).toEqual([]);
  advisories.said.npm = { fastify: [FASTIFY] };
  expect(await stand()).toEqual(['known-vulnerabilities']);
  advisories.said.npm = undefined;
  expect(await stand()).toEqual(['known-vulnerabilities', 'advisories-not-asked']);
  advisories.said.npm = {};
  expect(await stand()).toEqual([]);
});

test('[11(7)] what was told ends three days after the last question where nobody is to ask any more', async () => {
  const stand = async () => (await openAlarms(db)).map(({ kind }) => kind).filter((kind) => ASKED.some((one) => one === kind));
  for (const kind of ASKED) await setAlarm(db, kind, true);
  await runJob('components', jobContext(db, db));
  expect(await stand()).toHaveLength(2);
  await db.run(sql`UPDATE site.alarms SET seen_at = lib.now() - interval '4 days' WHERE ended_at IS NULL`);
  await runJob('components', jobContext(db, db));
  expect(await stand()).toEqual([]);
});

test('[11(7)] a city that did not ask for it: nobody is asked', async () => {
  advisories.said.npm = { fastify: [FASTIFY] };
  await runJob('components', jobContext(db, db));
  expect(
    await db.one(sql`SELECT count(*) AS n FROM site.alarms WHERE kind = 'known-vulnerabilities' AND ended_at IS NULL`),
  ).toEqual({
    n: 0,
  });
  expect(advisories.asked()).toEqual({});
});

const advised = ({
  advisoriesDaily,
  advisoriesNpm,
  advisoriesNode,
  advisoriesPostgresql,
}: ReturnType<typeof configFor<'components'>>) => ({
  advisoriesDaily,
  advisoriesNpm,
  advisoriesNode,
  advisoriesPostgresql,
});
