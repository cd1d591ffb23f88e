import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import { onAnswering } from '../../lib/http/under-way.ts';
import { AT_FIRST, type Limits, LOOKS, type Load, lookAgain, type Saturation } from './saturation.ts';

/** Milliseconds between what the histogram records; what it measures holds them. */
const RESOLUTION = 20;

/** Measures what this process has to do, since it was asked last. */
export function measureLoad(app: FastifyInstance): () => Load {
  const late = monitorEventLoopDelay({ resolution: RESOLUTION });
  late.enable();
  let underWay = 0;
  // The most since the last look: a process that works through what piled up has few left the moment it can look.
  let most = 0;
  onAnswering(
    app,
    () => {
      underWay += 1;
      most = Math.max(most, underWay);
    },
    () => {
      underWay -= 1;
    },
  );
  app.addHook('onClose', async () => {
    late.disable();
  });
  return () => {
    // Nothing recorded yet: the mean of nothing is no number.
    const delayMs = Number.isFinite(late.mean) ? Math.max(0, late.mean / 1e6 - RESOLUTION) : 0;
    late.reset();
    const load = { delayMs, underWay: most };
    most = underWay;
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
