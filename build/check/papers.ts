// Checks the papers for the city (docs/papers/). Each demand of kind D names a paper that is there. The index lists every paper. The test plan has a line
// for each demand on the software. What is made of the program is current, and so are the defaults that papers name.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { ROOT } from '../../src/lib/root.ts';
import { type Demand, isCoveredByPapers, isShownByTests, readDemands } from '../clauses/demands.ts';
import { LISTS } from '../papers/lists.ts';
import { linksIn } from '../papers/markdown.ts';
import { plannedIn } from '../papers/plan.ts';
import { usualValue } from '../papers/settings.ts';

const FOLDER = 'docs/papers';
const INDEX = `${FOLDER}/README.md`;
const PLAN = `${FOLDER}/test-plan.md`;

/** A paper by its file, as the tree has it. */
type Paper = { file: string; text: string };

/** Demands that a paper must cover and that name none, and papers that demands name and are not there. */
export const wrongDemands = (demands: readonly Demand[], isThere: (file: string) => boolean): string[] =>
  demands.flatMap((demand) => {
    const { clause, papers } = demand;
    const gone = papers
      .filter((file) => !isThere(file))
      .map((file) => `docs/clauses.md: ${clause} names ${file}, which is not there`);
    return isCoveredByPapers(demand) && papers.length === 0
      ? [`docs/clauses.md: ${clause} is of kind D and names no paper`]
      : gone;
  });

const targetsOf = ({ file, text }: Paper): string[] =>
  linksIn(text).map((target) => posix.normalize(posix.join(posix.dirname(file), target)));

/** Papers that the index does not list, and papers of demands that it does not. */
export function notListed(papers: readonly Paper[], demands: readonly Demand[]): string[] {
  const index = papers.find(({ file }) => file === INDEX);
  if (index === undefined) return [`${INDEX} is not there`];
  const listed = new Set([INDEX, ...targetsOf(index)]);
  const asked = new Set([
    ...papers.map(({ file }) => file),
    ...demands.filter(isCoveredByPapers).flatMap(({ papers: own }) => own),
  ]);
  return [...asked].filter((file) => !listed.has(file)).map((file) => `${INDEX} does not list ${file}`);
}

const VALUE = /\[([^\]]+)\]\((?:\.\.\/)?lists\/settings\.md#([\w-]+)\)/gu;

/** Defaults that a paper says, each a link into the list of settings, and that are others in the program. */
export const wrongValues = (papers: readonly Paper[], usual: (key: string) => string | undefined): string[] =>
  papers.flatMap(({ file, text }) =>
    [...text.matchAll(VALUE)].flatMap(([, said = '', key = '']) => {
      const now = usual(key);
      return said === now ? [] : [`${file} says ${said} of ${key}, which is ${now ?? 'no setting'}`];
    }),
  );

/** Demands on the software that the test plan lacks, has twice, or has though there are none such. */
export function wrongPlan(plan: string, demands: readonly Demand[]): string[] {
  const asked = demands.filter(isShownByTests).map(({ clause }) => clause);
  const planned = plannedIn(plan).map(({ clause }) => clause);
  return [
    ...asked.filter((clause) => !planned.includes(clause)).map((clause) => `${PLAN} has no line for ${clause}`),
    ...planned.filter((clause, at) => planned.indexOf(clause) !== at).map((clause) => `${PLAN} has ${clause} twice`),
    ...planned.filter((clause) => !asked.includes(clause)).map((clause) => `${PLAN} has ${clause}, which asks for no test`),
  ];
}

/** Papers made of the program that differ from what it makes now. */
export async function staleLists(lists: typeof LISTS, read: (file: string) => string | undefined): Promise<string[]> {
  const found: string[] = [];
  for (const [file, make] of Object.entries(lists))
    if (read(file) !== (await make())) found.push(`${file} is not current: npm run papers`);
  return found;
}

async function main(): Promise<number> {
  const isThere = (file: string): boolean => existsSync(join(ROOT, file));
  const read = (file: string): string | undefined => (isThere(file) ? readFileSync(join(ROOT, file), 'utf8') : undefined);
  const demands = readDemands(read('docs/clauses.md') ?? '');
  const papers = globSync(`${FOLDER}/**/*.md`, { cwd: ROOT })
    .map((file) => file.replaceAll('\\', '/'))
    .map((file) => ({ file, text: read(file) ?? '' }));
  const found = [
    ...wrongDemands(demands, isThere),
    ...notListed(papers, demands),
    ...wrongValues(papers, usualValue),
    ...wrongPlan(read(PLAN) ?? '', demands),
    ...(await staleLists(LISTS, read)),
  ];
  for (const line of found) console.error(line);
  console.log(`${papers.length} papers, ${demands.filter(isCoveredByPapers).length} demands of kind D, ${found.length} wrong`);
  return found.length > 0 || papers.length === 0 ? 1 : 0;
}

if (import.meta.main) process.exitCode = await main();
