/**
 * One row of docs/clauses.md: `clause` with its letter (`8(2)⑤c`), `kind` as written there (`S`, `D`, `O`, `S D`), what must be true, and the files
 * that its last column links, from the root of the tree.
 */
export type Demand = { clause: string; kind: string; sentence: string; papers: readonly string[] };

/** A table may have a fourth column, of papers. A bar in a cell is escaped. */
const ROW = /^\| *(\d\S*) *\| *([SDO](?: [SDO])*) *\| *((?:[^|\\]|\\.)*?) *\|(?: *((?:[^|\\]|\\.)*?) *\|)?$/u;
const LINK = /\]\(([^)\s]+)\)/gu;

/**
 * The demands of docs/clauses.md, in its order.
 * @throws where one stands twice or a row reads like a demand and is none: a list that loses rows would say all is well
 */
export function readDemands(markdown: string): Demand[] {
  const demands: Demand[] = [];
  for (const line of markdown.split('\n').filter((text) => /^\| *\d/u.test(text))) {
    const demand = demandOf(line);
    if (demand === undefined) throw new Error(`not a demand: ${line}`);
    if (demands.some((known) => known.clause === demand.clause)) throw new Error(`${demand.clause} stands twice`);
    demands.push(demand);
  }
  return demands;
}

/** The demand of a row; undefined for a line that is none. */
export function demandOf(line: string): Demand | undefined {
  const [, clause, kind, sentence = '', links = ''] = ROW.exec(line) ?? [];
  if (clause === undefined || kind === undefined) return undefined;
  return { clause, kind, sentence, papers: [...links.matchAll(LINK)].map(([, target = '']) => `docs/${target}`) };
}

/** Whether the software must show it by a test. */
export const isShownByTests = ({ kind }: Demand): boolean => kind.split(' ').includes('S');

/** Whether a paper must cover it. */
export const isCoveredByPapers = ({ kind }: Demand): boolean => kind.split(' ').includes('D');
