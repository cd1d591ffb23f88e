import { JOBS, type JobName } from './jobs.ts';

const MINUTE_MS = 60_000;
/** What runs for longer when its time comes again hangs. */
const HANGS_MS = 10 * MINUTE_MS;
/** The first backup of a large database takes hours, and how old the copies are has alarms of its own. */
const MAY_TAKE: Partial<Record<JobName, number>> = { follow: 24 * 60 * MINUTE_MS };
/** After so long a daily job is tried again where one that hangs was in its way: another worker may take it. */
export const AGAIN_MS = 5 * MINUTE_MS;

type TurnsWith = {
  run(name: JobName): Promise<void>;
  /** A run hangs and was in the way of the next one; or, told so before, has ended after all. */
  hangs(name: JobName, stands: boolean): Promise<void>;
  /** Milliseconds of a clock that nobody sets. */
  now?: () => number;
};

/** Takes one turn of a job. `again`: has it tried once more after AGAIN_MS, by whichever worker. */
export type TakeTurn = (name: JobName, again: () => Promise<unknown>) => Promise<void>;

/**
 * One run of each job at a time in a process: one that hangs does not take every place, minute by minute. Its next times are let pass here, and told once it has
 * run for too long; what was missed the next time of a job of each minute does, and that of a daily one is tried again.
 */
export function takeTurns({ run, hangs, now = () => performance.now() }: TurnsWith): TakeTurn {
  const running = new Map<JobName, { since: number; told: boolean }>();
  return async (name, again) => {
    const before = running.get(name);
    if (before === undefined) {
      const mine = { since: now(), told: false };
      running.set(name, mine);
      try {
        await run(name);
      } finally {
        running.delete(name);
        if (mine.told) await hangs(name, false);
      }
      return;
    }
    if (now() - before.since < (MAY_TAKE[name] ?? HANGS_MS)) return;
    before.told = true;
    if (JOBS[name].makeUpMs > 0) await again();
    await hangs(name, true);
  };
}
