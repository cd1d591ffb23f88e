// What is known to be wrong with the components, asked of those who keep the lists: the registry of npm for packages, the Node project for Node,
// the PostgreSQL project for its server. §11(7)
import semver from 'semver';
import { z } from 'zod';
import type { Component } from './list.ts';

/** A known vulnerability in one component: which versions have it, and what mends it, as far as the source says. */
export type Vulnerability = {
  component: string;
  version: string;
  id: string;
  severity: string;
  title: string;
  url: string;
  affected: string;
  fix: string;
};

/** Where the lists are asked: the public places, or a mirror in the city's own network. */
export type Sources = { npm: string; node: string; postgresql: string };

/** What was asked and what was found; a source that did not answer is named with the reason, for then nothing is known of its components. */
export type Answer = { vulnerabilities: Vulnerability[]; unanswered: { source: keyof Sources; why: string }[] };

const TIMEOUT_MS = 20_000;
const MOST_BYTES = 20_000_000;

const ADVISORY = z.object({
  id: z.union([z.number(), z.string()]),
  url: z.string(),
  title: z.string(),
  severity: z.string(),
  vulnerable_versions: z.string(),
});
const ADVISORIES = z.record(z.string(), z.array(ADVISORY));
const NODE_INDEX = z.record(
  z.string(),
  z.object({
    cve: z.array(z.string()).optional(),
    ref: z.string().optional(),
    vulnerable: z.string(),
    patched: z.string().optional(),
    overview: z.string().optional(),
    description: z.string().optional(),
    severity: z.string().optional(),
  }),
);
const POSTGRESQL = z.array(z.object({ major: z.string(), latestMinor: z.coerce.number(), supported: z.boolean() }));

/** @throws where the source cannot be reached, answers anything but 200, or with more than 20 MB */
async function ask<T>(url: string, schema: z.ZodType<T>, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  const text = await answer.text();
  if (text.length > MOST_BYTES) throw new Error(`an answer of ${text.length} bytes`);
  return schema.parse(JSON.parse(text));
}

async function ofPackages(components: readonly Component[], registry: string): Promise<Vulnerability[]> {
  const versions: Record<string, string[]> = {};
  for (const { kind, name, version } of components) if (kind === 'package') versions[name] = [...(versions[name] ?? []), version];
  if (Object.keys(versions).length === 0) return [];
  const found = await ask(`${registry}/-/npm/v1/security/advisories/bulk`, ADVISORIES, versions);
  return Object.entries(found).flatMap(([name, advisories]) =>
    advisories.flatMap(({ id, url, title, severity, vulnerable_versions: range }) =>
      (versions[name] ?? [])
        .filter((version) => semver.satisfies(version, range, { includePrerelease: true }))
        .map((version) => ({ component: name, version, id: String(id), severity, title, url, fix: '', affected: range })),
    ),
  );
}

async function ofNode(components: readonly Component[], index: string): Promise<Vulnerability[]> {
  const node = components.find(({ kind }) => kind === 'node');
  if (node === undefined) return [];
  const found = await ask(index, NODE_INDEX);
  return Object.entries(found).flatMap(([key, { cve = [], ref = '', vulnerable, patched = '', severity = 'unknown', ...of }]) =>
    semver.satisfies(node.version, vulnerable) && !(patched !== '' && semver.satisfies(node.version, patched))
      ? [
          {
            component: 'node',
            version: node.version,
            id: cve.join(' ') || key,
            severity,
            title: of.overview ?? of.description ?? '',
            url: ref,
            affected: vulnerable,
            fix: patched,
          },
        ]
      : [],
  );
}

/** The PostgreSQL project mends vulnerabilities in minor releases: a server behind the last one, or of a major that gets none, has known ones. */
async function ofServer(components: readonly Component[], versions: string): Promise<Vulnerability[]> {
  const server = components.find(({ kind }) => kind === 'postgresql');
  if (server === undefined) return [];
  const [major = '', minor = ''] = server.version.split('.');
  const known = (await ask(versions, POSTGRESQL)).find((one) => one.major === major);
  const vulnerability = {
    component: 'postgresql',
    version: server.version,
    severity: 'unknown',
    affected: `before the last release of ${major}`,
    url: 'https://www.postgresql.org/support/security/',
  };
  if (known === undefined || !known.supported)
    return [
      { ...vulnerability, id: `postgresql-${major}`, title: `PostgreSQL ${major} gets no more releases`, fix: 'a later major' },
    ];
  if (Number.parseInt(minor, 10) >= known.latestMinor) return [];
  const last = `${major}.${known.latestMinor}`;
  return [{ ...vulnerability, id: `postgresql-${last}`, title: `${last} is the last release of this major`, fix: last }];
}

/** Asks every source at once. A source that fails does not hide what the others say. */
export async function vulnerabilitiesIn(components: readonly Component[], sources: Sources): Promise<Answer> {
  const asked = {
    npm: ofPackages(components, sources.npm),
    node: ofNode(components, sources.node),
    postgresql: ofServer(components, sources.postgresql),
  };
  const names = ['npm', 'node', 'postgresql'] as const;
  const answers = await Promise.allSettled(names.map((name) => asked[name]));
  const found: Answer = { vulnerabilities: [], unanswered: [] };
  for (const [at, answer] of answers.entries()) {
    const source = names[at];
    if (source === undefined) continue;
    if (answer.status === 'fulfilled') found.vulnerabilities.push(...answer.value);
    else found.unanswered.push({ source, why: whyOf(answer.reason) });
  }
  return found;
}

function whyOf(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  if (reason instanceof z.ZodError) return 'the answer is not what this source is known to say';
  return reason.cause instanceof Error ? `${reason.message}: ${reason.cause.message}` : reason.message;
}
