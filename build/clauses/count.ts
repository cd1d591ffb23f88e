import { type Demand, isShownByTests } from './demands.ts';
import { clausesIn } from './titles.ts';

export type Status = 'passed' | 'failed' | 'skipped' | 'not run';
/** `shows`: this is the acceptance test (test/clauses/) of the demand in its title. Other tests may name a demand and do not show it. */
export type Test = { name: string; status: Status; shows: boolean };
/** A demand with the tests that name it. The shape `--json` prints. */
export type Row = Demand & { tests: Test[] };

/** Each demand with its tests; a test counts only for exactly what its title names, so that a clause with letters is never shown as a whole. */
export function rowsOf(demands: readonly Demand[], tests: readonly Test[]): Row[] {
  const byClause = Map.groupBy(
    tests.flatMap((test) => clausesIn(test.name).map((clause) => ({ clause, test }))),
    ({ clause }) => clause,
  );
  return demands.map((demand) => ({ ...demand, tests: (byClause.get(demand.clause) ?? []).map(({ test }) => test) }));
}

/** Clauses that titles name and docs/clauses.md does not have: a letter missing, or a slip of the pen. Clause → how many tests. */
export function namesOfNothing(demands: readonly Demand[], tests: readonly Test[]): Map<string, number> {
  const known = new Set(demands.map(({ clause }) => clause));
  const found = new Map<string, number>();
  for (const clause of tests.flatMap(({ name }) => clausesIn(name))) {
    if (!known.has(clause)) found.set(clause, (found.get(clause) ?? 0) + 1);
  }
  return found;
}

/** Shown: its acceptance test passes, and no test that names it fails. */
export const isShown = ({ tests }: Row): boolean =>
  tests.some(({ status, shows }) => shows && status === 'passed') && !tests.some(({ status }) => status === 'failed');

/** The demands the software must show and does not. */
export const notShown = (rows: readonly Row[]): Row[] => rows.filter((row) => isShownByTests(row) && !isShown(row));
