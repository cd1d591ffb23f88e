import { keep } from '../lib/kept.ts';

/** How long the badge of who only looks may stand. Counting is the dearest read of most pages: 30 to 50 ms beside 4,000 cards. */
export const BADGE_MS = 3_000;

/** What was counted for the badge, for pages that are only looked at. */
type Badge<Ask, Counted> = {
  /** At most `ms` old, and not older than the last press that this process took. */
  latest(ask: Ask): Promise<Counted>;
  /** Something was pressed and is done: what was counted before it, or meanwhile, is not shown any more. */
  pressed(): void;
};

/**
 * @param of who may be shown the same counts: one word for all of them
 * @param count counts now; whoever of the same word asks while it counts waits for the same
 */
export function badge<Ask, Counted>(
  ms: number,
  of: (ask: Ask) => string,
  count: (ask: Ask) => Promise<Counted>,
): Badge<Ask, Counted> {
  const kept = () => keep<string, Counted, [Ask]>(ms, (_, ask) => count(ask));
  let current = kept();
  return {
    latest: (ask) => current(of(ask), ask),
    pressed: () => {
      current = kept();
    },
  };
}
