import type { Acceptance } from './acceptance.ts';
import { type Demand, demandOf, isCoveredByPapers, isShownByTests, readDemands } from './demands.ts';

/** The page that says which demands are shown; written by `npm run clauses -- --page`, held current by `npm run check`. */
export const SHOWN_PAGE = 'docs/clauses-shown.md';

const HEAD = `# Which demands are shown

Made by \`npm run clauses -- --page\` from [clauses.md](clauses.md) and the acceptance tests in [test/clauses/](../test/clauses/); \`npm run check\` refuses it where it is not
current. Each demand of kind S has one acceptance test there, in the order of the specification: it comes in by the front door (page, file, mail, command), does what the
sentence asks and fails without it: \`npm run rehearse -- clauses\` takes each demand's route or act away and sees its test fail. **Not built** says what is missing. What the
tests came to on a commit says \`npm run clauses\`. Each demand of kind D has its papers ([all of them](papers/README.md)); that a paper is there says nothing of blanks that
contractor and city have still to fill in. Demands of kind O alone are met by contract and data centre: [papers/evidence.md](papers/evidence.md).
`;

const SECTION = /^## (.+)$/u;

const withoutClause = (title: string): string => title.replace(/^\[[^\]]*\] */u, '');
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** What shows a demand: its acceptance test, its papers, or both. */
function shownBy(demand: Demand, test: Acceptance | undefined): string {
  const shown: string[] = [];
  if (isShownByTests(demand)) {
    if (test === undefined) shown.push('**no test**');
    else shown.push(test.built ? cell(withoutClause(test.title)) : `**Not built**: ${cell(withoutClause(test.title))}`);
  }
  if (isCoveredByPapers(demand)) {
    const links = demand.papers.map((paper) => `[${paper.replace(/^docs\//u, '')}](${paper.replace(/^docs\//u, '')})`);
    shown.push(links.length === 0 ? '**no paper**' : `paper: ${links.join(', ')}`);
  }
  return shown.join('; ');
}

/** How many of each kind there are, and how many of them are shown. */
function counted(demands: readonly Demand[], isBuilt: (clause: string) => boolean): string {
  const asked = demands.filter(isShownByTests);
  const built = asked.filter(({ clause }) => isBuilt(clause)).length;
  const written = demands.filter(isCoveredByPapers);
  const there = written.filter(({ papers }) => papers.length > 0).length;
  return `${built} of ${asked.length} demands on the software have an acceptance test; ${asked.length - built} are not built. ${there} of ${written.length} demands of a paper name one.`;
}

/** The page: every S and D row of docs/clauses.md with the title of its acceptance test and its papers. */
export function shownPage(clauses: string, acceptance: readonly Acceptance[]): string {
  const byClause = new Map(acceptance.flatMap((one) => one.clauses.map((clause) => [clause, one] as const)));
  const sections: { heading: string; rows: string[] }[] = [];
  for (const line of clauses.split('\n')) {
    const heading = SECTION.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, rows: [] });
    const demand = demandOf(line);
    if (demand === undefined || !(isShownByTests(demand) || isCoveredByPapers(demand))) continue;
    const { clause, sentence } = demand;
    sections.at(-1)?.rows.push(`| ${clause} | ${sentence} | ${shownBy(demand, byClause.get(clause))} |`);
  }
  const tables = sections
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ heading, rows }) => `\n## ${heading}\n| demand | what must be true | shown by |\n|---|---|---|\n${rows.join('\n')}\n`,
    );
  const said = counted(readDemands(clauses), (clause) => byClause.get(clause)?.built === true);
  return `${HEAD}\n${said}\n${tables.join('')}`;
}
