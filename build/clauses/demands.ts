/** One row of docs/clauses.md: `clause` with its letter (`8(2)⑤c`), `kind` as written there (`S`, `D`, `O`, `S D`). */
export type Demand = { clause: string; kind: string };

const ROW = /^\| *(\d\S*) *\| *([SDO](?: [SDO])*) *\|/u;

/**
 * The demands of docs/clauses.md, in its order.
 * @throws where one stands twice or a row reads like a demand and is none: a list that loses rows would say all is well
 */
export function readDemands(markdown: string): Demand[] {
  const demands: Demand[] = [];
  for (const line of markdown.split('\n').filter((text) => /^\| *\d/u.test(text))) {
    const [, clause, kind] = ROW.exec(line) ?? [];
    if (clause === undefined || kind === undefined) throw new Error(`not a demand: ${line}`);
    if (demands.some((known) => known.clause === clause)) throw new Error(`${clause} stands twice`);
    demands.push({ clause, kind });
  }
  return demands;
}

/** Whether the software must show it by a test. */
export const isShownByTests = ({ kind }: Demand): boolean => kind.split(' ').includes('S');
