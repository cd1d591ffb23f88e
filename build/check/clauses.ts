// Checks the clauses that test titles name: each is a row of docs/clauses.md, with its letter, since others count for nothing.
// Each demand the software must show has one test in test/clauses/, in the order of docs/clauses.md. The page that lists them is current.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { type Acceptance, readAcceptance } from '../clauses/acceptance.ts';
import { isShownByTests, readDemands } from '../clauses/demands.ts';
import { SHOWN_PAGE, shownPage } from '../clauses/page.ts';
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

/** What is wrong with the acceptance tests: a demand without one or with two, a title of several, one out of its section's order. */
export function wrongAcceptance(acceptance: readonly Acceptance[], asked: readonly string[]): string[] {
  const found: string[] = [];
  for (const clause of asked) {
    const of = acceptance.filter(({ clauses }) => clauses.includes(clause));
    if (of.length === 0)
      found.push(`${clause} has no acceptance test in test/clauses/: a demand not built stands there as test.todo`);
    if (of.length > 1)
      found.push(`${clause} has ${of.length} acceptance tests: ${of.map(({ file, line }) => `${file}:${line}`).join(', ')}`);
  }
  let [file, last] = ['', -1];
  for (const one of acceptance) {
    if (one.clauses.length > 1) found.push(`${one.file}:${one.line} names several demands: an acceptance test is of one`);
    const place = asked.indexOf(one.clauses[0] ?? '');
    if (place < 0) found.push(`${one.file}:${one.line} names ${one.clauses[0]}, which asks for no test`);
    else if (one.file === file && place < last) found.push(`${one.file}:${one.line} is out of the order of docs/clauses.md`);
    [file, last] = [one.file, place];
  }
  return found;
}

function main(): number {
  const clauses = readFileSync(join(ROOT, 'docs/clauses.md'), 'utf8');
  const demands = readDemands(clauses);
  const known = new Set(demands.map(({ clause }) => clause));
  const sources = globSync(['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'build/**/*.test.ts', 'bench/**/*.test.ts'], {
    cwd: ROOT,
  }).map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  const acceptance = readAcceptance(ROOT);
  const asked = demands.filter(isShownByTests).map(({ clause }) => clause);
  const found = [...namesNothing(sources, known), ...wrongAcceptance(acceptance, asked)];
  if (readFileSync(join(ROOT, SHOWN_PAGE), 'utf8') !== shownPage(clauses, acceptance))
    found.push(`${SHOWN_PAGE} is not current: npm run clauses -- --page`);
  for (const line of found) console.error(line);
  const built = acceptance.filter((one) => one.built).length;
  console.log(
    `${sources.length} test files, ${known.size} demands, ${built} of ${asked.length} built and shown, ${found.length} wrong`,
  );
  return found.length > 0 || sources.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = main();
