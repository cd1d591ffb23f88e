import { grouped } from '../../lib/values/numbers.ts';

const WIDE = 340;

/** How far a job with a scanner is: the number large, the whole beside it, and a bar. Nothing where there is nothing to do. */
export function Progress({ done, all }: { done: number; all: number }) {
  if (all === 0) return null;
  return (
    <p class="progress">
      <span>
        <b>{grouped(done)}</b>／{grouped(all)}枚
      </span>
      <svg viewBox={`0 0 ${WIDE} 16`} width={WIDE} height="16" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <rect class="progress-all" width={WIDE} height="16" />
        <rect class="progress-done" width={Math.round((Math.min(done, all) / all) * WIDE)} height="16" />
      </svg>
    </p>
  );
}
