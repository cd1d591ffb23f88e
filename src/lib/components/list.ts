import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '../json.ts';

/** One thing the product is made of and runs with. */
export type Component = {
  kind: 'package' | 'node' | 'postgresql';
  name: string;
  version: string;
  licence?: string;
};

type Lock = { packages: Record<string, { version?: string; license?: string; dev?: boolean; link?: boolean }> };

const FOLDER = 'node_modules/';

/** The package's name in a path of package-lock.json: what stands after the last `node_modules/`. */
const nameIn = (path: string): string => path.slice(path.lastIndexOf(FOLDER) + FOLDER.length);

const byName = (a: Component, b: Component): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : a.version > b.version ? 1 : 0;

/**
 * What runs here: the packages of package-lock.json that are installed and are not for building and testing alone, each version once, and Node.
 * @param root the product's folder: package-lock.json and node_modules lie in it
 * @param server the version of the PostgreSQL server, where one was asked (`18.4`)
 */
export function componentsOf(root: string, server?: string): Component[] {
  const { packages }: Lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map<string, Component>();
  for (const [path, { version, license, dev = false, link = false }] of Object.entries(packages)) {
    if (!path.startsWith(FOLDER) || dev || link || version === undefined || !existsSync(join(root, path))) continue;
    const name = nameIn(path);
    found.set(`${name}@${version}`, { kind: 'package', name, version, ...(license === undefined ? {} : { licence: license }) });
  }
  const own: Component[] = [{ kind: 'node', name: 'node', version: process.versions.node }];
  if (server !== undefined) own.push({ kind: 'postgresql', name: 'postgresql', version: server });
  return [...own, ...[...found.values()].toSorted(byName)];
}

/** `18.4` of what the server says of itself (`18.4 (Debian 18.4-1)`, `18beta1`). */
export const serverVersion = (said: string): string => /^\d+(?:\.\d+)?/u.exec(said)?.[0] ?? said;

/** Package URL (purl-spec): names a component in every tool that reads a list of them. */
const purl = ({ kind, name, version }: Component): string =>
  kind === 'package' ? `pkg:npm/${name.replace('@', '%40')}@${version}` : `pkg:generic/${name}@${version}`;

/** The list as CycloneDX 1.6, for tools of whoever watches the servers. */
export const asCycloneDx = (components: readonly Component[], at: string) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { timestamp: at, component: { type: 'application', name: 'madoguchi' } },
  components: components.map((component) => ({
    type: component.kind === 'package' ? 'library' : 'platform',
    name: component.name,
    version: component.version,
    purl: purl(component),
    ...(component.licence === undefined ? {} : { licenses: [{ expression: component.licence }] }),
  })),
});

const KINDS = ['package', 'node', 'postgresql'] as const;

/**
 * Reads the list again from what `asCycloneDx` wrote: it may have been written on a machine that cannot reach the Internet.
 * @returns undefined where the text is no such list
 */
export function fromCycloneDx(text: string): Component[] | undefined {
  const read = parsed(text);
  if (!Array.isArray(read?.components)) return undefined;
  const found: Component[] = [];
  for (const one of read.components as { name?: unknown; version?: unknown; purl?: unknown }[]) {
    const { name, version } = one;
    if (typeof name !== 'string' || typeof version !== 'string' || typeof one.purl !== 'string') return undefined;
    const kind = one.purl.startsWith('pkg:npm/') ? 'package' : KINDS.find((known) => known === name);
    if (kind === undefined) return undefined;
    found.push({ kind, name, version });
  }
  return found;
}

function parsed(text: string): { components?: unknown } | undefined {
  const value = readJson(text);
  return typeof value === 'object' && value !== null ? value : undefined;
}
