// Reads docs/papers/accessibility.md: each criterion of WCAG 2.2 A and AA stands there once, with a result, and each test it names is there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { readInTree, testsIn, wrongLinks } from './guidelines.ts';

const PAPER = 'docs/papers/accessibility.md';
const RESULTS = new Set(['適合', '一部確認', '該当なし', '未確認']);

/** Level A and AA of WCAG 2.2. */
const CRITERIA =
  `1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13
  2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11 2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8
  3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3`.split(/\s+/u);

type Criterion = { name: string; how: string; shown: string; result: string };

/** The lines of every table. */
const criteriaOf = (text: string): Criterion[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:達成基準|確かめたこと) /u.test(line))
    .map((line) => {
      const [name = '', , how = '', shown = '', result = ''] = line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim());
      return { name, how, shown, result };
    });

/** What is wrong with the paper, a sentence each. */
export function wrongCriteria(text: string, read: (path: string) => string | undefined): string[] {
  const rows = criteriaOf(text);
  const lines = rows.flatMap(({ name, how, shown, result }) => {
    const found = wrongLinks(shown, read);
    if (!RESULTS.has(result)) found.push(`"${result}" is no result`);
    if (how === '') found.push('says not how it was checked');
    // That there is nothing of the kind, no test shows.
    if (result === '適合' && testsIn(shown) === 0 && !how.includes('ない')) found.push('is met, and no test shows it');
    return found.map((one) => `${name}: ${one}`);
  });
  const times = (criterion: string) => rows.filter(({ name }) => name.startsWith(`${criterion} `)).length;
  return [...lines, ...CRITERIA.filter((one) => times(one) !== 1).map((one) => `${one} stands there ${times(one)} times`)].map(
    (one) => `${PAPER}: ${one}`,
  );
}

function main(): number {
  const text = readFileSync(join(ROOT, PAPER), 'utf8');
  const found = wrongCriteria(text, readInTree);
  for (const line of found) console.error(line);
  console.log(`${criteriaOf(text).length} criteria, ${found.length} wrong`);
  return found.length === 0 ? 0 : 1;
}

if (import.meta.main) process.exitCode = main();
