import type { Acceptance } from './acceptance.ts';
import { isShownByTests, readDemands } from './demands.ts';

/** The page that says which demands are shown; written by `npm run clauses -- --page`, held current by `npm run check`. */
export const SHOWN_PAGE = 'docs/clauses-shown.md';

const HEAD = `# Which demands are shown

Made by \`npm run clauses -- --page\` from [clauses.md](clauses.md) and the acceptance tests in [test/clauses/](../test/clauses/); \`npm run check\` refuses it where it is not
current. Each demand of kind S has one acceptance test there, in the order of the specification: it comes in by the front door (page, file, mail, command), does what the
sentence asks and fails without it: \`npm run rehearse -- clauses\` takes each demand's route or act away and sees its test fail. **Not built** says what is missing. What the
tests came to on a commit says \`npm run clauses\`.
`;

const SECTION = /^## (.+)$/u;
const ROW = /^\| *(\d\S*) *\| *[SDO](?: [SDO])* *\| *(.*?) *\|$/u;

const withoutClause = (title: string): string => title.replace(/^\[[^\]]*\] */u, '');
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The page: every S row of docs/clauses.md with the title of its acceptance test. */
export function shownPage(clauses: string, acceptance: readonly Acceptance[]): string {
  const asked = new Set(readDemands(clauses).flatMap((demand) => (isShownByTests(demand) ? [demand.clause] : [])));
  const byClause = new Map(acceptance.flatMap((one) => one.clauses.map((clause) => [clause, one] as const)));
  const sections: { heading: string; rows: string[] }[] = [];
  for (const line of clauses.split('\n')) {
    const heading = SECTION.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading, rows: [] });
    const [, clause = '', sentence = ''] = ROW.exec(line) ?? [];
    if (!asked.has(clause)) continue;
    const test = byClause.get(clause);
    const shown =
      test === undefined
        ? '**no test**'
        : test.built
          ? cell(withoutClause(test.title))
          : `**Not built**: ${cell(withoutClause(test.title))}`;
    sections.at(-1)?.rows.push(`| ${clause} | ${sentence} | ${shown} |`);
  }
  const built = [...asked].filter((clause) => byClause.get(clause)?.built === true).length;
  const tables = sections
    .filter(({ rows }) => rows.length > 0)
    .map(
      ({ heading, rows }) => `\n## ${heading}\n| demand | what must be true | shown by |\n|---|---|---|\n${rows.join('\n')}\n`,
    );
  return `${HEAD}\n${built} of ${asked.size} demands have an acceptance test; ${asked.size - built} are not built.\n${tables.join('')}`;
}
