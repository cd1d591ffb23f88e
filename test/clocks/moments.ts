import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CITY_ZONE } from '../../src/lib/clock.ts';

/** When and where the suite is run: the city's time it begins at, and the time zone of the machine. */
export type Moment = { name: string; at: string; zone: string };

/**
 * Edges that tests once broke at, or that calendars are made of: add one when a test fails at another. All are to come: within a signal handler
 * libfaketime tells the real time, and at a moment that has passed PostgreSQL's limits of time ran out as soon as they were looked at (eight seconds
 * for a lock were 50 ms).
 */
export const MOMENTS: readonly Moment[] = [
  { name: '2027-11-29', at: '2027-11-29T09:00', zone: 'UTC' },
  { name: '2027-12-31', at: '2027-12-31T23:50', zone: 'UTC' },
  { name: '2027-03-31', at: '2027-03-31T23:52', zone: 'UTC' },
  { name: '2028-02-29', at: '2028-02-29T10:00', zone: 'UTC' },
  { name: '2031-06-02', at: '2031-06-02T15:00', zone: 'UTC' },
  // The day's last hour, whole: walk-ins met a slot that a test of 23:00 had filled.
  { name: 'last-hour', at: '2027-12-01T23:05', zone: 'UTC' },
  { name: 'noon-tokyo', at: '2027-12-02T11:53', zone: 'Asia/Tokyo' },
  { name: 'noon-los-angeles', at: '2027-12-02T11:53', zone: 'America/Los_Angeles' },
  { name: 'noon-kiritimati', at: '2027-12-02T11:53', zone: 'Pacific/Kiritimati' },
];

/** The instant a moment begins at. */
export const instantOf = ({ at }: Moment): Temporal.Instant =>
  Temporal.PlainDateTime.from(at).toZonedDateTime(CITY_ZONE).toInstant();

/** Whole seconds by which the clock is moved, so that all processes of a run have one and the same clock, whenever each begins. */
export const secondsTo = (moment: Moment, now: Temporal.Instant): number =>
  Math.round(now.until(instantOf(moment)).total('seconds'));

/** libfaketime where Debian's package puts it; undefined where it is not installed. `CLOCKS_LIBRARY` names it elsewhere. */
export function clockLibrary(env: NodeJS.ProcessEnv, folder = '/usr/lib'): string | undefined {
  if (env['CLOCKS_LIBRARY'] !== undefined) return env['CLOCKS_LIBRARY'];
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      try {
        const inside = join(folder, name, 'faketime');
        return readdirSync(inside)
          .filter((file) => file.startsWith('libfaketimeMT.so'))
          .map((file) => join(inside, file));
      } catch {
        return [];
      }
    });
  return found[0];
}

/** Whether the suite cannot be run at it any more. */
export const hasPassed = (moment: Moment, now: Temporal.Instant): boolean => secondsTo(moment, now) <= 0;

/** What a process needs in its environment to live at another time: its timers go on by the real one. */
export const clockSettings = (library: string, seconds: number): Record<string, string> => ({
  LD_PRELOAD: library,
  FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s`,
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
  FAKETIME_NO_CACHE: '1',
});

/** The part of this process's environment that gives it another clock, for programs whose environment is made anew: every program a test starts has it. */
export const otherClock = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (name === 'LD_PRELOAD' || name.startsWith('FAKETIME')) ? [[name, value]] : [],
    ),
  );
