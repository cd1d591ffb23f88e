import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAcceptance } from './acceptance.ts';
import type { Status, Test } from './count.ts';

/** What a run of the tests was run on. */
type Ground = {
  /** The commit's full name; '' outside a repository. */
  commit: string;
  /** Something that the tests read differs from the commit. */
  dirty: boolean;
};

/** What `npm test` leaves in .clauses/results.json. */
export type Results = { ground: Ground; whole: boolean; tests: Test[] };

/** New files elsewhere (`npm run clauses -- --json > list.json`) change nothing that a test sees. */
const READ_BY_TESTS = /^(?:src|test|build|bench|bin|docs|migrations)\//u;

/** Whether `git status --porcelain` tells of a change to anything tracked, or of a new file that tests read. */
export const isDirty = (porcelain: string): boolean =>
  porcelain
    .split('\n')
    .filter((line) => line !== '')
    .some((line) => !line.startsWith('?? ') || READ_BY_TESTS.test(line.slice(3)));

/** The commit a working folder stands on. */
export function groundOf(root: string): Ground {
  const git = (...args: string[]) => spawnSync('git', ['-c', 'core.quotePath=off', ...args], { cwd: root, encoding: 'utf8' });
  const head = git('rev-parse', 'HEAD');
  if (head.status !== 0) return { commit: '', dirty: true };
  const status = git('status', '--porcelain', '--untracked-files=all');
  return { commit: head.stdout.trim(), dirty: status.status !== 0 || isDirty(status.stdout) };
}

export const resultsFile = (root: string): string => join(root, '.clauses', 'results.json');

type Reported = { testResults?: { name?: string; assertionResults?: { fullName: string; status: string }[] }[] };

const STATUSES: Record<string, Status> = { passed: 'passed', failed: 'failed' };

/** The tests of vitest's JSON report; what is neither passed nor failed was skipped. */
export const testsOf = ({ testResults = [] }: Reported): Test[] =>
  testResults.flatMap(({ name = '', assertionResults = [] }) =>
    assertionResults.map(({ fullName, status }) => ({
      name: fullName,
      status: STATUSES[status] ?? 'skipped',
      // What is not built stands there too, as a todo: it shows nothing.
      shows: isAcceptance(name) && status !== 'todo',
    })),
  );

/**
 * Writes into vitest's report what it was run on. `whole`: every test was asked for. Where the folder changed while the tests ran, they ran
 * on no commit.
 */
export function stampResults(root: string, before: Ground, whole: boolean): void {
  const file = resultsFile(root);
  const after = groundOf(root);
  const ground: Ground = { commit: before.commit, dirty: before.dirty || after.dirty || after.commit !== before.commit };
  const report: object = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify({ ground, whole, ...report }));
}

/** The last run's results; undefined where there are none. */
export function readResults(root: string): Results | undefined {
  const file = resultsFile(root);
  if (!existsSync(file)) return undefined;
  const { ground, whole, ...report }: Partial<Results> & Reported = JSON.parse(readFileSync(file, 'utf8'));
  if (ground === undefined || whole === undefined) return undefined;
  return { ground, whole, tests: testsOf(report) };
}

/** Whether these are results of this very commit, all of it and nothing else. */
export const areOf = (results: Results | undefined, commit: string): results is Results =>
  results !== undefined && commit !== '' && results.ground.commit === commit && !results.ground.dirty && results.whole;
