import DataLoader from 'dataloader';
import type { Db } from '../../lib/db/db.ts';
import { prepared, sql } from '../../lib/db/sql.ts';
import { keep } from '../../lib/kept.ts';

/** Where the line stands: the number given last, and up to which one they may come in. Alike: nobody waits. */
type Standing = { last: number; admitted: number };

/** The line of all processes, in the database. */
export type Line = {
  /** Where it stands, a second old at most. Asking lets the next ones in, at the rate this process can bear. */
  standing(): Promise<Standing>;
  /** A number at the end. */
  take(): Promise<number>;
  /** Whether who shows this number may come in: admitted, and nobody came in with it. `address`: a keyed hash. */
  enter(number: number, address: string): Promise<boolean>;
};

const MOMENT_MS = 1_000;

/** @param rate newcomers a second that this process lets in now */
export function lineOf(db: Db, rate: () => number): Line {
  // Who comes in one moment is one statement, in the order in which they came; no key is asked for twice.
  const numbers = new DataLoader<symbol, number>(
    async (asked) => {
      const { first } = await db.one<{ first: string }>(prepared(sql`SELECT citizen.line_take(${asked.length}) AS first`));
      return asked.map((_, n) => Number(first) + n);
    },
    { cache: false, maxBatchSize: 1_000, batchScheduleFn: (take) => setImmediate(take) },
  );
  const standing = keep<'', Standing>(MOMENT_MS, async () => {
    const { last, admitted } = await db.one<{ last: string; admitted: string }>(
      prepared(sql`SELECT o_last AS last, o_admitted AS admitted FROM citizen.line_step(${Math.round(rate())})`),
    );
    return { last: Number(last), admitted: Number(admitted) };
  });
  return {
    standing: () => standing(''),
    take: () => numbers.load(Symbol('newcomer')),
    enter: async (number, address) =>
      (await db.one<{ may: boolean }>(prepared(sql`SELECT citizen.line_enter(${number}, ${address}) AS may`))).may,
  };
}
