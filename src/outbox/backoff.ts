import type { Fault } from './faults.ts';

/** Seconds until the next try: greylisting lets in after some minutes, a full mailbox after hours. */
const LATER = [60, 300, 1_800, 7_200, 21_600] as const;
/** An unreachable server is asked more often: it comes back for all mails at once. */
const RELAY = [2, 10, 30, 60, 300, 900] as const;
/** Even a fault of the relay is given up some day: it may be one mail that breaks every connection. */
const RELAY_GIVE_UP_HOURS = 168;
const HOUR = 3_600;
/** Spread around the step, so that what failed together does not come back together. */
const SPREAD = 0.2;

type Verdict = { dead: true } | { dead: false; seconds: number };

/**
 * What becomes of a mail after a failed try.
 * @param attempts tries so far, this one included
 * @param ageSeconds since it was due
 * @param giveUpHours setting `mail-give-up-hours`
 * @param chance 0 to 1, evenly spread
 */
export function afterFault(
  fault: Fault,
  attempts: number,
  ageSeconds: number,
  giveUpHours: number,
  chance = Math.random(),
): Verdict {
  if (fault.kind === 'refused') return { dead: true };
  const steps = fault.kind === 'later' ? LATER : RELAY;
  const step = steps[Math.min(attempts, steps.length) - 1] ?? steps[0];
  const seconds = step * (1 + SPREAD * (2 * chance - 1));
  const limit = (fault.kind === 'later' ? giveUpHours : RELAY_GIVE_UP_HOURS) * HOUR;
  return ageSeconds + seconds > limit ? { dead: true } : { dead: false, seconds };
}
