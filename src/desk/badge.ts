import type { Viewer } from '../cards/viewer.ts';
import { keep } from '../lib/kept.ts';
import type { Counts } from './menu.ts';

/** How long the badge of who only looks may stand. Counting is the dearest read of most pages: 30 to 50 ms beside 4,000 cards. */
export const BADGE_MS = 3_000;

/** The counts that the badge sums up, for pages that are only looked at. */
export type Badge = {
  /** At most `ms` old, and not older than the last press that this process took. */
  counts(viewer: Viewer): Promise<Counts>;
  /** Something was pressed and is done: what was counted before it, or meanwhile, is not shown any more. */
  pressed(): void;
};

/** @param count counts now; whoever asks while it counts waits for the same */
export function badge(ms: number, count: (viewer: Viewer) => Promise<Counts>): Badge {
  const kept = () => keep(ms, (who: 'sees' | 'blind') => count({ seesProtected: who === 'sees' }));
  let current = kept();
  return {
    counts: ({ seesProtected }) => current(seesProtected ? 'sees' : 'blind'),
    pressed: () => {
      current = kept();
    },
  };
}
