import { parseCronItems } from 'graphile-worker';
import { expect } from 'vitest';
import { cityInstant } from '../../../src/lib/dates/jst.ts';
import { sql } from '../../../src/lib/db/sql.ts';
import { JOBS, type JobName } from '../../../src/worker/jobs.ts';
import { shiftTime } from '../../support/time.ts';
import type { World } from './world.ts';

const JOB_MS = 60_000;

/** Whether the worker's schedule has a job at a moment: cron speaks UTC. */
function isDue(name: JobName, at: Temporal.Instant): boolean {
  const { minute, hour, day, month, dayOfWeek } = at.toZonedDateTimeISO('UTC');
  const items = parseCronItems([{ task: name, match: JOBS[name].when, identifier: name, options: { backfillPeriod: 0 } }]);
  return items.some(({ match }) => match({ min: minute, hour, date: day, month, dow: dayOfWeek % 7 }));
}

/**
 * What the worker does by itself at a time of day: the city's clock stands there, the schedule has the job at that minute, and the running worker does it out
 * of its own queue. The clock goes back afterwards.
 * @param minute since midnight in the city
 */
export async function strike<T>(
  { fresh }: Pick<World, 'fresh'>,
  name: JobName,
  day: string,
  minute: number,
  meanwhile?: () => Promise<T>,
): Promise<T | undefined> {
  const at = cityInstant(day, minute);
  expect([name, isDue(name, at)]).toEqual([name, true]);
  const { now } = await fresh.db.one<{ now: Date }>(sql`SELECT clock_timestamp() AS now`);
  try {
    // Not before that moment: rounded down by half a second, a job of ten o'clock found that it was not yet ten.
    await shiftTime(fresh, Math.ceil((at.epochMilliseconds - now.getTime()) / 1_000));
    const { id } = await fresh.db.one<{ id: string }>(
      sql`SELECT id::text FROM graphile_worker.add_job(${name}::text, max_attempts => 1)`,
    );
    // Done, a job is gone from the queue; one that failed stays with its fault.
    const left = () =>
      fresh.db.row<{ fault: string | null }>(sql`SELECT last_error AS fault FROM graphile_worker.jobs WHERE id = ${id}::bigint`);
    await expect.poll(left, { timeout: JOB_MS }).toBeUndefined();
    return await meanwhile?.();
  } finally {
    await shiftTime(fresh, 0);
  }
}
