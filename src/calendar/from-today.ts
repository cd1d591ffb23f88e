import type { Change } from './changes.ts';

/** Days of a change that are past: nothing is changed there any more. */
export const pastDays = (change: Change, today: string): string[] => {
  const days = 'days' in change ? change.days : change.kind === 'holiday' ? [change.day] : [];
  return days.filter((day) => day < today);
};

/** A change without its days that are past. Where no other is left it stays as it is, and is judged as past. */
export function fromToday(change: Change, today: string): Change {
  if (!('days' in change)) return change;
  const days = change.days.filter((day) => day >= today);
  return days.length === 0 || days.length === change.days.length ? change : { ...change, days };
}

/** Changes as far as they are still to come. */
export const stillToChange = (changes: readonly Change[], today: string): Change[] =>
  changes.map((change) => fromToday(change, today)).filter((change) => pastDays(change, today).length === 0);
