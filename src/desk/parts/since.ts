import { form, moment, type SayOf } from '../../lib/form/index.ts';

/** From when something holds; null: from now on. */
export type Since = { since: Temporal.Instant | null };

export const sinceField = (hint: string, label = '使い始める日時') => moment(label, { hint }).optional();

export const SINCE_OVER = '日時が、過ぎています。すぐに行うときは、空欄にしてください。';

/** A time that is over is refused: what is to hold at once leaves it empty. */
export const sinceRule =
  (now: Temporal.Instant) =>
  ({ since }: Readonly<Partial<Since>>, say: SayOf<Since>): void => {
    if (since instanceof Temporal.Instant && Temporal.Instant.compare(since, now) <= 0) say('since', SINCE_OVER, 'day');
  };

/** The boxes alone, below a form whose texts may hold from a time on. */
export const sinceForm = (now: Temporal.Instant, hint: string, label?: string) =>
  form<Since>({ since: sinceField(hint, label) }, { rules: sinceRule(now) });
