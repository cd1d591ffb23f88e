// No key, token or password lies in the tree. Reads every text file that could be committed; prints where, never what.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

/** What looks like one. The first group, where there is one, is the value that ALLOWED may name. */
const PATTERNS: readonly [what: string, pattern: RegExp][] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/gu],
  [
    'a token of a service',
    /\b(?:gh[pousr]_\w{30,}|github_pat_\w{30,}|npm_\w{30,}|AKIA[0-9A-Z]{16}|AIza[\w-]{35}|xox[abprs]-[\w-]{10,})/gu,
  ],
  ['a signed token', /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./gu],
  ['a password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@'"`]+:([^\s@'"`/$]+)@/giu],
  ['a password', /(?:password|passwd|passphrase|secret|token|api_?key)["']?\s*[:=]\s*["']([^"'$\n]{8,})["']/giu],
  ['a password in SQL', /\bPASSWORD\s+'([^'$\n]{4,})'/gu],
];

/** Values that look like secrets and are none, each with why. */
const ALLOWED: ReadonlyMap<string, string> = new Map([
  ['demo-admin-kurume', 'the demo prints it; with DATABASE_URL there are no such accounts'],
  ['demo-counter-kurume', 'the same'],
  ['a secret for benches that is long enough', 'of a door that lives as long as a bench'],
  ['a secret for tests that is long enough', 'of a door that lives as long as a test'],
  ['correct horse battery', 'of accounts in tests'],
  ['set by the link 1', 'of accounts in tests'],
  ['PASSWORD', 'the manual’s word for one'],
  ['pw', 'a test of settings, at a host that cannot exist'],
  ['/password', 'a path'],
  ['form_token', 'the name of a field'],
  ['foreign-form', 'the code of a fault'],
]);

const FILES_OF_SECRETS = /(?:^|\/)(?:\.env(?:\..*)?|\.npmrc|\.pgpass|id_(?:rsa|ed25519|ecdsa)|[^/]+\.(?:pem|key|p12|pfx|jks))$/u;

/** Where something lies that looks like a secret, a sentence each. */
export function secretsIn(path: string, text: string, allowed: ReadonlyMap<string, string> = ALLOWED): string[] {
  if (FILES_OF_SECRETS.test(path)) return [`${path}: a file of this name holds secrets`];
  return PATTERNS.flatMap(([what, pattern]) =>
    [...text.matchAll(pattern)]
      .filter(([, value]) => value === undefined || !allowed.has(value))
      .map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}: looks like ${what}`),
  );
}

/** Files below a folder; `skipped` are folders that .gitignore names, and git's own. */
function* filesBelow(folder: string, skipped: ReadonlySet<string>): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && !skipped.has(entry.name)) yield* filesBelow(path, skipped);
  }
}

function main(): number {
  const ignored = readFileSync(join(ROOT, '.gitignore'), 'utf8').matchAll(/^([^*\n]+)\/$/gmu);
  const skipped = new Set(['.git', ...[...ignored].map(([, name = '']) => name)]);
  let count = 0;
  const found = [...filesBelow(ROOT, skipped)].flatMap((file) => {
    const bytes = readFileSync(file);
    if (bytes.includes(0)) return [];
    count += 1;
    return secretsIn(relative(ROOT, file), bytes.toString('utf8'));
  });
  for (const line of found) console.error(line);
  console.log(`${count} files, ${found.length} wrong`);
  return found.length > 0 || count === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
