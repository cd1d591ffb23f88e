import { describe, expect, test } from 'vitest';
import { readDemands } from '../clauses/demands.ts';
import { LISTS } from '../papers/lists.ts';
import { linksIn, tableOf } from '../papers/markdown.ts';
import { grantsIn, revokesIn, usualRoles } from '../papers/rights.ts';
import { usualValue } from '../papers/settings.ts';
import { namedPackages } from '../papers/software.ts';
import { notListed, staleLists, wrongDemands, wrongPlan, wrongValues } from './papers.ts';

const demands = readDemands(
  `| demand | kind | what must be true | papers |
|---|---|---|---|
| 6 | D | People and roles | [a](papers/a.md) |
| 7 | D | Schedule |  |
| 8(3)⑥ | S | Several book |  |
| 9(3)a | S D | Explained | [b](papers/b.md), [c](manual/c.md) |
| 11(2) | O | Who enters |  |
`,
);
const there =
  (...files: string[]) =>
  (file: string) =>
    files.includes(file);

describe('a demand of a paper', () => {
  test('that names none is told, and a paper that is not there', () => {
    expect(wrongDemands(demands, there('docs/papers/a.md', 'docs/papers/b.md', 'docs/manual/c.md'))).toEqual([
      'docs/clauses.md: 7 is of kind D and names no paper',
    ]);
    expect(wrongDemands(demands, there('docs/papers/b.md'))).toEqual([
      'docs/clauses.md: 6 names docs/papers/a.md, which is not there',
      'docs/clauses.md: 7 is of kind D and names no paper',
      'docs/clauses.md: 9(3)a names docs/manual/c.md, which is not there',
    ]);
  });
  test('is read with its papers; a row without a column of them has none', () => {
    expect(demands.map(({ papers }) => papers.length)).toEqual([1, 0, 0, 2, 0]);
    expect(readDemands('| 8(3)⑥ | S | Several \\| book |')).toEqual([
      { clause: '8(3)⑥', kind: 'S', sentence: 'Several \\| book', papers: [] },
    ]);
  });
});

describe('links of papers', () => {
  test('lead from the paper’s folder; to other sites and within code they are left alone', () => {
    expect(linksIn('[a](a.md#b) ![c](figures/c.svg) [d](https://x.jp/) `[e](e.md)` [f](../f.md "title")')).toEqual([
      'a.md',
      'figures/c.svg',
      '../f.md',
    ]);
  });
  test('the index lists each paper, and each that a demand names', () => {
    const index = { file: 'docs/papers/README.md', text: '[a](a.md) [c](../manual/c.md)' };
    expect(notListed([index, { file: 'docs/papers/a.md', text: '' }, { file: 'docs/papers/z.md', text: '' }], demands)).toEqual([
      'docs/papers/README.md does not list docs/papers/z.md',
      'docs/papers/README.md does not list docs/papers/b.md',
    ]);
    expect(notListed([], demands)).toEqual(['docs/papers/README.md is not there']);
  });
});

test('a default that a paper says is the program’s', () => {
  const says = (text: string) => wrongValues([{ file: 'a.md', text }], usualValue);
  expect(says('[10分](lists/settings.md#hold-minutes)、[3001](../lists/settings.md#DESK_PORT)')).toEqual([]);
  expect(says('[9分](lists/settings.md#hold-minutes) [x](lists/settings.md#NO_SUCH) [別紙1](lists/settings.md)')).toEqual([
    'a.md says 9分 of hold-minutes, which is 10分',
    'a.md says x of NO_SUCH, which is no setting',
  ]);
});

test('the test plan has one line for each demand on the software', () => {
  const plan = (...clauses: string[]) =>
    `## 3 x\n| 6 | no |\n## 4 y\n${clauses.map((clause) => `| ${clause} | words |\n`).join('')}`;
  expect(wrongPlan(plan('8(3)⑥', '9(3)a'), demands)).toEqual([]);
  expect(wrongPlan(plan('8(3)⑥', '8(3)⑥', '6'), demands)).toEqual([
    'docs/papers/test-plan.md has no line for 9(3)a',
    'docs/papers/test-plan.md has 8(3)⑥ twice',
    'docs/papers/test-plan.md has 6, which asks for no test',
  ]);
});

describe('papers made of the program', () => {
  test('are refused where they differ or are missing', async () => {
    const lists = { 'a.md': () => 'now', 'b.md': () => Promise.resolve('now') };
    expect(await staleLists(lists, (file) => (file === 'a.md' ? 'now' : 'before'))).toEqual([
      'b.md is not current: npm run papers',
    ]);
    expect(await staleLists(lists, () => undefined)).toHaveLength(2);
  });
  test('hold what the program has: settings, rights of roles, acts, packages', async () => {
    const made = async (name: string) => (await LISTS[`docs/papers/lists/${name}.md`]?.()) ?? '';
    for (const part of ['`AUDIT_KEY`', '`BACKUP_KEEP_DAYS`', '`hold-minutes`']) expect(await made('settings')).toContain(part);
    for (const part of [
      '`cards.protected`',
      '| cards | statuses | INSERT, UPDATE |',
      '| SELECT | cards.label_seed',
      '| madoguchi_citizen | 50%',
    ])
      expect(await made('rights')).toContain(part);
    expect(await made('log')).toContain('| 予約した | `reservation.booked` |');
    expect(await made('software')).toMatch(/\| fastify \| \d+\.\d+\.\d+ \| MIT \|/u);
  });
  test('grants, what is taken back and usual roles are read from SQL', () => {
    expect(grantsIn("('site', NULL, 'INSERT', ''),\n ('site',   'city',  '',  'UPDATE')")).toEqual([
      { schema: 'site', table: '', desk: 'INSERT', worker: '' },
      { schema: 'site', table: 'city', desk: '', worker: 'UPDATE' },
    ]);
    expect(revokesIn('REVOKE UPDATE, DELETE ON a.b, c.d FROM x;\nREVOKE EXECUTE ON FUNCTION f() FROM x;')).toEqual([
      ['UPDATE, DELETE', 'a.b, c.d', 'x'],
    ]);
    expect(usualRoles("('a.see', '{counter,admin}'::text[]), ('b', '{admin}')").get('a.see')).toEqual(['counter', 'admin']);
  });
  test('a package whose use nobody wrote is told; a bar in a cell is escaped', () => {
    expect(() => namedPackages(['x'], { packages: {} }, {})).toThrow('does not say what x is for');
    expect(tableOf(['a'], [['b|c']])).toBe('| a |\n| --- |\n| b\\|c |');
  });
});
