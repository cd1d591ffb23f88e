// The owner of a table is the folder of src/ its schema is named after; nobody else writes it. An import check does not see SQL, so this reads the
// statements themselves: in *.sql and in the sql tags of *.ts.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';

type Source = { path: string; text: string };

/** Folder → schemas, or single tables, that it writes besides its own, with why. */
type Allowed = ReadonlyMap<string, { writes: readonly string[]; why: string }>;
const ALLOWED: Allowed = new Map([
  [
    'demo',
    { writes: ['calendar', 'cards', 'offices', 'running', 'services', 'site'], why: 'makes a city up before anyone works in it' },
  ],
  ['closing', { writes: ['calendar.days'], why: 'a day is laid out together with its slots, or not at all' }],
]);

const VERB = String.raw`\b(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|COPY)\s+(?:ONLY\s+)?`;
const WRITE = new RegExp(String.raw`${VERB}"?([a-z_]+)"?\s*\.\s*"?([a-z_]+)"?`, 'giu');
/** A table put in as a value could be any. In capitals only: prose in a template may well update ${something}. */
const UNNAMED = new RegExp(String.raw`${VERB}\$\{`, 'gu');

const withoutComments = ({ path, text }: Source): string =>
  path.endsWith('.sql') ? text.replace(/--[^\n]*/gu, '') : text.replace(/^\s*(?:\/\/|\*)[^\n]*/gmu, '');

/** The schemas that numbered migrations make. */
export const schemasOf = (migrations: string): Set<string> =>
  new Set([...migrations.matchAll(/^CREATE SCHEMA (\w+)/gmu)].map(([, name = '']) => name));

/** Every write to a table by a folder that does not own it, a sentence each. `path` is relative to src/. */
export function foreignWrites(sources: readonly Source[], schemas: ReadonlySet<string>, allowed: Allowed = ALLOWED): string[] {
  return sources.flatMap((source) => {
    const folder = source.path.split('/')[0] ?? '';
    const text = withoutComments(source);
    const own = [folder, ...(allowed.get(folder)?.writes ?? [])];
    const foreign = [...text.matchAll(WRITE)].flatMap(([, schema = '', table = '']) =>
      !schemas.has(schema) || own.includes(schema) || own.includes(`${schema}.${table}`)
        ? []
        : [`src/${source.path} writes ${schema}.${table}, which only src/${schema}/ may: call an act of it`],
    );
    const unnamed = [...text.matchAll(UNNAMED)].map(
      () => `src/${source.path} writes a table whose name is not in the statement: nobody can tell whose it is`,
    );
    return [...foreign, ...unnamed];
  });
}

function main(): number {
  const sources = globSync(['**/*.sql', '**/*.ts', '**/*.tsx'], { cwd: join(ROOT, 'src') })
    .filter((path) => !/\.test\.tsx?$/u.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, 'src', path), 'utf8') }));
  const migrations = globSync('migrations/*.sql', { cwd: ROOT }).map((path) => readFileSync(join(ROOT, path), 'utf8'));
  const schemas = schemasOf(migrations.join('\n'));
  const found = foreignWrites(sources, schemas);
  for (const line of found) console.error(line);
  console.log(`${sources.length} files, ${schemas.size} schemas, ${found.length} wrong`);
  return found.length > 0 || sources.length === 0 || schemas.size === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
