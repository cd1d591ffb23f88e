import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../src/lib/root.ts';
import { namesOfNothing, notShown, rowsOf, type Test } from './count.ts';
import { readDemands } from './demands.ts';
import { areOf, isDirty, type Results, testsOf } from './results.ts';
import { table } from './table.ts';
import { clausesIn } from './titles.ts';

const HEAD = '| demand | kind | what must be true |\n|---|---|---|\n';
const row = (clause: string, kind: string) => `| ${clause} | ${kind} | words |\n`;
const demands = readDemands(
  HEAD + row('8(2)⑤a', 'S') + row('8(2)⑤b', 'S') + row('8(3)⑥', 'S') + row('9(1)', 'S D') + row('14', 'D'),
);
/** Brackets put together here: these titles are examples, and this file's own titles must name nothing. */
const named = (clause: string, status: Test['status'] = 'passed', shows = true): Test => ({
  name: `${'['}${clause}] does it`,
  status,
  shows,
});

describe('a title', () => {
  test('names what stands in its brackets, letter by letter', () => {
    expect(clausesIn(named('8(2)⑤cd').name)).toEqual(['8(2)⑤c', '8(2)⑤d']);
    expect(clausesIn(`${named('8(3)⑥').name} ${named('11(12)d').name} ${named('8(3)⑥').name}`)).toEqual(['8(3)⑥', '11(12)d']);
    expect(clausesIn(named('8(3)⑪a, 9(4)①').name)).toEqual(['8(3)⑪a', '9(4)①']);
    expect(clausesIn(named('§10').name)).toEqual(['10']);
  });
  test('names nothing by a number, a list or words in brackets', () => {
    for (const words of ['10', '1,2,3', 'x', '8(3)⑥?', '"8(3)⑥"']) expect(clausesIn(named(words).name)).toEqual([]);
  });
});

describe('a demand', () => {
  test('with a letter is not shown by a title without one', () => {
    const tests = [named('8(2)⑤'), named('8(2)⑤b'), named('8(3)⑥')];
    expect(notShown(rowsOf(demands, tests)).map(({ clause }) => clause)).toEqual(['8(2)⑤a', '9(1)']);
    expect([...namesOfNothing(demands, tests)]).toEqual([['8(2)⑤', 1]]);
  });
  test.each<[string, Test['status'][], boolean]>([
    ['no test', [], false],
    ['a test that passed', ['passed'], true],
    ['one that passed and one that failed', ['passed', 'failed'], false],
    ['one that passed and one that was skipped', ['passed', 'skipped'], true],
    ['one that was skipped', ['skipped'], false],
    ['one that has not run', ['not run'], false],
  ])('with %s', (_, statuses, shown) => {
    const rows = rowsOf(
      demands,
      statuses.map((status) => named('8(3)⑥', status)),
    );
    expect(notShown(rows).some(({ clause }) => clause === '8(3)⑥')).toBe(!shown);
    expect(table(rows)).toContain(`8(3)⑥      S    ${shown ? 'shown' : 'NOT SHOWN'}\n`);
  });
  test('is shown by its acceptance test alone; one that fails elsewhere hides it, one that passes elsewhere shows nothing', () => {
    const shown = (...tests: Test[]) => !notShown(rowsOf(demands, tests)).some(({ clause }) => clause === '8(3)⑥');
    expect(shown(named('8(3)⑥', 'passed', false))).toBe(false);
    expect(shown(named('8(3)⑥', 'passed', true), named('8(3)⑥', 'passed', false))).toBe(true);
    expect(shown(named('8(3)⑥', 'passed', true), named('8(3)⑥', 'failed', false))).toBe(false);
  });
  test('that a paper covers asks for no test', () => {
    expect(notShown(rowsOf(demands, [])).map(({ clause }) => clause)).not.toContain('14');
  });
});

describe('docs/clauses.md', () => {
  test('holds every clause, and every clause has either letters or none', () => {
    const all = readDemands(readFileSync(join(ROOT, 'docs/clauses.md'), 'utf8')).map(({ clause }) => clause);
    expect(all.length).toBeGreaterThan(110);
    for (const clause of all.filter((name) => /[a-z]$/u.test(name))) expect(all).not.toContain(clause.slice(0, -1));
    for (const clause of all) expect(clausesIn(named(/^\d+$/u.test(clause) ? `§${clause}` : clause).name)).toEqual([clause]);
  });
  test('is refused where a row is broken or stands twice', () => {
    expect(() => readDemands(HEAD + row('8(1)①', 'X'))).toThrow('not a demand');
    expect(() => readDemands(HEAD + row('8(1)①', 'S') + row('8(1)①', 'O'))).toThrow('twice');
  });
});

describe('results', () => {
  const of = (commit: string, dirty: boolean, whole: boolean): Results => ({ ground: { commit, dirty }, whole, tests: [] });
  test('count for the very commit they were run on, whole and with nothing changed', () => {
    expect(areOf(of('aaa', false, true), 'aaa')).toBe(true);
    expect(areOf(undefined, 'aaa')).toBe(false);
    expect(areOf(of('bbb', false, true), 'aaa')).toBe(false);
    expect(areOf(of('aaa', true, true), 'aaa')).toBe(false);
    expect(areOf(of('aaa', false, false), 'aaa')).toBe(false);
    expect(areOf(of('', false, true), '')).toBe(false);
  });
  test('are of no commit where a file that tests read was changed or is new', () => {
    expect(isDirty('')).toBe(false);
    expect(isDirty('?? clauses.json\n')).toBe(false);
    expect(isDirty('?? src/new.ts\n')).toBe(true);
    expect(isDirty(' M README.md\n')).toBe(true);
  });
  test('of neither passed nor failed tests are skipped ones', () => {
    const report = ['passed', 'failed', 'pending', 'todo'].map((status) => ({ fullName: status, status }));
    const testsIn = (name: string) => testsOf({ testResults: [{ name, assertionResults: report }] });
    // Of the acceptance tests a todo shows nothing: what it asks for is not built.
    expect(testsIn('/x/test/clauses/8-1.test.ts').map(({ shows }) => shows)).toEqual([true, true, true, false]);
    expect(testsIn('/x/src/a.test.ts').some(({ shows }) => shows)).toBe(false);
    expect(testsIn('').map(({ status }) => status)).toEqual(['passed', 'failed', 'skipped', 'skipped']);
  });
});
