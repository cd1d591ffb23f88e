// `npm run clauses [-- --json] [--no-run] [--page]`: every demand of docs/clauses.md with the tests that name it in their title, and their results
// on this commit. Runs the tests where this commit has no results, but not with uncommitted changes.
// --no-run: runs no tests. --page: writes docs/clauses-shown.md. Only acceptance tests (test/clauses/) show a demand.
// Exit code: 0 when every S row's acceptance test passes and no test that names it fails; 1 otherwise; 2 for wrong arguments.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../src/lib/root.ts';
import { isAcceptance, readAcceptance } from './clauses/acceptance.ts';
import { namesOfNothing, notShown, rowsOf, type Test } from './clauses/count.ts';
import { isShownByTests, readDemands } from './clauses/demands.ts';
import { SHOWN_PAGE, shownPage } from './clauses/page.ts';
import { areOf, groundOf, readResults } from './clauses/results.ts';
import { table } from './clauses/table.ts';

const OPTIONS = ['--json', '--no-run', '--page'];
/** Words go to stderr: stdout is the list. */
const say = (words: string): void => void process.stderr.write(`${words}\n`);

/** Titles as they stand in the files, none of them run. A title with %s counts once. */
function titlesOnly(): Test[] {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-clauses-'));
  try {
    const file = join(folder, 'list.json');
    const { status } = spawnSync(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'list', `--json=${file}`], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (status !== 0) throw new Error('the tests could not be listed');
    const titles: { name: string; file: string }[] = JSON.parse(readFileSync(file, 'utf8'));
    const others = titles.filter((one) => !isAcceptance(one.file));
    return [
      ...readAcceptance(ROOT).map(({ title, built }): Test => ({ name: title, status: 'not run', shows: built })),
      ...others.map(({ name }): Test => ({ name, status: 'not run', shows: false })),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function testsOnThisCommit(mayRun: boolean): Test[] {
  const { commit, dirty } = groundOf(ROOT);
  let results = readResults(ROOT);
  if (!areOf(results, commit) && mayRun && !dirty) {
    say(`no results of ${commit.slice(0, 7)}: running the tests`);
    spawnSync(process.execPath, [join(ROOT, 'build/test.mjs')], { cwd: ROOT, stdio: ['ignore', process.stderr.fd, 'inherit'] });
    results = readResults(ROOT);
  }
  if (areOf(results, commit)) return results.tests;
  say(dirty ? 'uncommitted changes: no test has run on a commit' : `no results of ${commit.slice(0, 7)}`);
  return titlesOnly();
}

function main(args: readonly string[]): number {
  const unknown = args.filter((arg) => !OPTIONS.includes(arg));
  if (unknown.length > 0) {
    say(`Not an option: ${unknown.join(', ')}. There are ${OPTIONS.join(', ')}.`);
    return 2;
  }
  const papers = readFileSync(join(ROOT, 'docs/clauses.md'), 'utf8');
  if (args.includes('--page')) {
    writeFileSync(join(ROOT, SHOWN_PAGE), shownPage(papers, readAcceptance(ROOT)));
    return 0;
  }
  const demands = readDemands(papers);
  const tests = testsOnThisCommit(!args.includes('--no-run'));
  const rows = rowsOf(demands, tests);
  const missing = notShown(rows);
  process.stdout.write(args.includes('--json') ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
  for (const [clause, count] of namesOfNothing(demands, tests)) {
    say(`${count} title(s) name ${clause}, which is no row of docs/clauses.md: they count for nothing`);
  }
  const asked = rows.filter(isShownByTests).length;
  say(
    `${asked - missing.length} of ${asked} S rows are shown; missing: ${missing.map(({ clause }) => clause).join(' ') || 'none'}`,
  );
  return missing.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
