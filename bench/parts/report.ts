import { type Demand, type Result, rounded } from './result.ts';

const BEGIN = '<!-- figures: written by `npm run bench` -->';
const END = '<!-- end of figures -->';

/** A demand in words: `0.9 of pgbench …`. */
export const inWords = ({ must, of, also }: Demand): string => `${must} of ${of}${also === undefined ? '' : `; ${also}`}`;

const row = ({ bench, machine, commit, at, ...result }: Result): string =>
  [
    `\`${bench}\``,
    inWords(result),
    String(result.aim),
    `${rounded(result.value)} ${result.unit}`,
    String(rounded(result.limit)),
    String(result.ratio),
    result.reached ? 'reached' : '**missed**',
    `${machine.loadBefore} → ${machine.loadAfter} on ${machine.cores} cores`,
    `${commit}, ${at.slice(0, 10)}`,
  ].join(' | ');

/** The table of docs/performance.md: a row each in the order of `names`; one that has no result says so. */
export function figures(names: readonly string[], results: readonly Result[]): string {
  const rows = names.map((name) => {
    const result = results.find(({ bench }) => bench === name);
    return `| ${result === undefined ? `\`${name}\` | not run yet | | | | | | |` : `${row(result)} |`}`;
  });
  const head = '| bench | must | aim | value | limit | ratio | | load | commit |\n|---|---|---|---|---|---|---|---|---|';
  return [head, ...rows].join('\n');
}

/** The text with its table anew. @throws where the text has no place for it */
export function withFigures(text: string, table: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/performance.md has no "${BEGIN}" before "${END}"`);
  return `${text.slice(0, begin + BEGIN.length)}\n${table}\n${text.slice(end)}`;
}
