// The floors of docs/architecture.md: imports run down only, no circles. Reads every import of src/, types too, by a pattern; the compiler is not asked.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** From the top; a folder may import those on lines below it. Folders on one line do not import each other, but for KNOW. */
const FLOORS = [
  ['main.ts'],
  ['commands.ts'],
  ['start'],
  ['citizen', 'desk', 'worker', 'demo'],
  ['recovery'],
  ['lists', 'letters', 'keeping'],
  ['counter', 'closing', 'waiting', 'intake', 'running'],
  ['reservations'],
  ['ledger'],
  ['calendar'],
  ['cards'],
  ['offices', 'services', 'staff', 'site', 'approvals'],
  ['outbox', 'audit', 'languages'],
  ['config.ts', 'config', 'schema'],
  ['style', 'lib'],
];

/** Arrows along a line, each with why. */
const ALONG = new Map([
  ['config.ts → config', 'the kinds of settings are a part of it'],
  ['outbox → audit', 'a retried mail is recorded by whom'],
]);

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']+)'/gu;

export function importsOf(root) {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name) && !/\.test\.tsx?$/u.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    files.map((file) => [
      relative(root, file),
      [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, to]) => relative(root, join(dirname(file), to))),
    ]),
  );
}

const folderOf = (file) => file.split('/')[0];

/** Everything wrong with a graph of imports, a sentence each. */
export function wrongs(graph, floors = FLOORS) {
  const level = new Map(floors.flatMap((line, i) => line.map((name) => [name, i])));
  const found = [];
  for (const [file, imports] of graph) {
    const from = folderOf(file);
    if (!level.has(from)) found.push(`${file}: "${from}" has no floor in build/floors.mjs`);
    for (const to of imports) {
      const at = folderOf(to);
      if (at === from || at === '..' || ALONG.has(`${from} → ${at}`)) continue;
      if ((level.get(at) ?? -1) <= (level.get(from) ?? 0)) found.push(`${file} → ${to}: arrows run down only`);
    }
  }
  return [...found, ...circles(graph)];
}

function circles(graph) {
  const done = new Set();
  const found = [];
  const walk = (file, path) => {
    if (path.includes(file)) return found.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    if (done.has(file)) return undefined;
    for (const to of graph.get(file) ?? []) walk(to, [...path, file]);
    return done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return found;
}
