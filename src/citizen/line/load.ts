import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { onAnswering } from '../../lib/http/under-way.ts';
import { AT_FIRST, type Limits, LOOKS, type Load, lookAgain, type Saturation } from './saturation.ts';

/** Milliseconds between what the histogram records; what it measures holds them. */
const RESOLUTION = 20;

/** Fewer at once than this wait for something else than each other (an answer to an entry takes 300 ms whatever it says). */
const CROWD = 50;

/**
 * How long who is under way waits, in milliseconds: as many as there are by how many are answered a second. On a machine that answers 400 pages a second,
 * as one does that has just begun, 250 at once wait 0.6 s, and a limit of their number alone sees nothing.
 */
export const waitOf = (underWay: number, answered: number, seconds: number): number =>
  underWay < CROWD ? 0 : (1_000 * underWay * seconds) / Math.max(1, answered);

/** Measures what this process has to do, since it was asked last. */
export function measureLoad(app: FastifyInstance): () => Load {
  const late = monitorEventLoopDelay({ resolution: RESOLUTION });
  late.enable();
  let underWay = 0;
  // The most since the last look: a process that works through what piled up has few left the moment it can look.
  let most = 0;
  let answered = 0;
  let looked = performance.now();
  onAnswering(
    app,
    () => {
      underWay += 1;
      most = Math.max(most, underWay);
    },
    () => {
      underWay -= 1;
      answered += 1;
    },
  );
  app.addHook('onClose', async () => {
    late.disable();
  });
  return () => {
    // Nothing recorded yet: the mean of nothing is no number.
    const delayMs = Number.isFinite(late.mean) ? Math.max(0, late.mean / 1e6 - RESOLUTION) : 0;
    late.reset();
    const now = performance.now();
    const load = { delayMs: Math.max(delayMs, waitOf(most, answered, (now - looked) / 1_000)), underWay: most };
    most = underWay;
    answered = 0;
    looked = now;
    return load;
  };
}

/** Looks at the load while the door is open; gives what the looks say now. */
export function watchLoad(app: FastifyInstance, measure: () => Load, limits: Limits): () => Saturation {
  let state = AT_FIRST;
  const looks = setInterval(() => {
    state = lookAgain(state, measure(), limits);
  }, 1_000 / LOOKS);
  looks.unref();
  app.addHook('onClose', async () => clearInterval(looks));
  return () => state;
}
