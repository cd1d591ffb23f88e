// A title that names a clause without its letter, or one that is none, counts for nothing: said here, where it is written.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { readDemands } from '../clauses/demands.ts';
import { clausesIn } from '../clauses/titles.ts';

/** Lines of test files that name in brackets what docs/clauses.md does not have. */
export function namesNothing(sources: readonly { path: string; text: string }[], known: ReadonlySet<string>): string[] {
  return sources.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, at) =>
      clausesIn(line)
        .filter((clause) => !known.has(clause))
        .map((clause) => {
          const lettered = [...known].filter((one) => one.slice(0, -1) === clause);
          const which = lettered.length > 0 ? `which of ${lettered.join(' ')} does it show?` : 'docs/clauses.md has no such row';
          return `${path}:${at + 1} names ${clause}: ${which}`;
        }),
    ),
  );
}

function main(): number {
  const known = new Set(readDemands(readFileSync(join(ROOT, 'docs/clauses.md'), 'utf8')).map(({ clause }) => clause));
  const sources = globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'build/**/*.test.ts', 'bench/**/*.test.ts'], {
    cwd: ROOT,
  }).map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  const found = namesNothing(sources, known);
  for (const line of found) console.error(line);
  console.log(`${sources.length} test files, ${known.size} demands, ${found.length} wrong`);
  return found.length > 0 || sources.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
