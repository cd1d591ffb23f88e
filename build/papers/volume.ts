import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { rowsOf } from '../clauses/count.ts';
import { readDemands } from '../clauses/demands.ts';
import { areOf, groundOf, readResults } from '../clauses/results.ts';
import { drawPaper, titleOf } from './draw.ts';
import { plannedIn } from './plan.ts';
import { resultsPaper } from './results.ts';

const FOLDERS = ['docs/papers', 'docs/papers/lists', 'docs/manual', 'docs/training'];
const RESULTS = 'docs/papers/results.md';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** A paper's name as a file: its title without what stands in brackets, nothing that a file system refuses. */
export const nameOf = (title: string): string =>
  title
    .replace(/（.*$/u, '')
    .replace(/[\\/:*?"<>|]/gu, '・')
    .trim();

/** Every paper, manual and exercise with the results of the tests on this commit: file → text. */
export function volume(): Map<string, string> {
  const files = FOLDERS.flatMap((folder) => globSync(`${folder}/*.md`, { cwd: ROOT }).sort());
  const { commit } = groundOf(ROOT);
  const results = readResults(ROOT);
  const rows = rowsOf(readDemands(read('docs/clauses.md')), areOf(results, commit) ? results.tests : []);
  return new Map([
    ...files.map((file): [string, string] => [file, read(file)]),
    [RESULTS, resultsPaper(plannedIn(read('docs/papers/test-plan.md')), rows, commit)],
  ]);
}

/**
 * Writes papers as PDFs into a folder, a file each, named by their titles.
 * @throws where two papers have one name: one would be lost
 */
export async function writeVolume(papers: ReadonlyMap<string, string>, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const names = new Set<string>();
  for (const [file, text] of papers) {
    const name = `${nameOf(titleOf(text))}.pdf`;
    if (names.has(name)) throw new Error(`two papers are called ${name}: ${file} is the second`);
    names.add(name);
    writeFileSync(join(folder, name), await drawPaper(text, join(ROOT, file)));
  }
  return [...names];
}
