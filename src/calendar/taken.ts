import { plainDate } from '../lib/dates/format.ts';
import type { Tx } from '../lib/db/db.ts';
import { decide } from './plan.ts';
import { readState } from './read.ts';
import { type Counter, rulesOf } from './state.ts';

/** What the rules say of a day on which a slot is no more: it is a holiday, nobody is received at all, or only at other hours. */
export type TakenDay = { by: 'holiday'; name: string } | { by: 'day' } | { by: 'hours' };

/** Why the rules of an office and a service leave no slot at a time of a day, in what citizens may read: the reason that staff typed for a day is not among it. */
export async function takenByRules(tx: Tx, counter: Counter, day: string): Promise<TakenDay> {
  const rules = rulesOf(await readState(tx), counter);
  if (decide(rules, plainDate(day)).pattern !== null) return { by: 'hours' };
  const name = rules.overrides.has(day) ? undefined : rules.holidays.get(day);
  return name === undefined ? { by: 'day' } : { by: 'holiday', name };
}
