import type { Ground } from './ground.ts';
import type { Load } from './load.ts';
import { pgbench } from './pgbench.ts';
import { type Measured, median, quantile, rounded } from './result.ts';

/** Rates a second of the door and of pgbench, a round each; milliseconds and answers of the door. */
export type Turns = { http: number[]; limits: number[]; took: number[]; kinds: Record<string, number>[] };

type Asked = {
  /** People a round: each turn takes others. */
  each: number;
  rounds: number;
  /** What pgbench runs for a person (`pgbench`); undefined: no limit is measured. */
  script: string | undefined;
  /** The same at the door, for `each` people from `first` on. */
  load(first: number): Promise<Pick<Load, 'perSecond' | 'took' | 'kinds'>>;
};

/** How many people `inTurns` takes. */
export const peopleOfTurns = ({ each, rounds, script }: Pick<Asked, 'each' | 'rounds' | 'script'>): number =>
  each * (1 + rounds * (script === undefined ? 1 : 2));

/** pgbench and the door in turn. First the door alone: the first of everything is compiled and planned. */
export async function inTurns(ground: Ground, { each, rounds, script, load }: Asked): Promise<Turns> {
  const found: Turns = { http: [], limits: [], took: [], kinds: [] };
  let turn = 0;
  const next = (): number => each * turn++;
  await load(next());
  for (let round = 0; round < rounds; round += 1) {
    if (script !== undefined) found.limits.push(await pgbench(ground, script, next(), each));
    const { perSecond, took, kinds } = await load(next());
    found.http.push(perSecond);
    found.took.push(...took);
    found.kinds.push(kinds);
  }
  return found;
}

/** What a bench in turns says: the medians of its rounds. */
export const measuredTurns = ({ http, limits, took }: Turns): Measured => ({
  value: median(http),
  limit: median(limits),
  detail: {
    rounds: http.map((one) => rounded(one)),
    limits: limits.map((one) => rounded(one)),
    p50Ms: rounded(median(took)),
    p99Ms: rounded(quantile(took, 0.99)),
  },
});
