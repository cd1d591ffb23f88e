import type { Band, CalendarRules, Pattern, WeekRule } from './rules.ts';

/** One office and one service: what has a calendar of its own. */
export type Counter = { officeId: number; serviceId: number };
export const counterKey = ({ officeId, serviceId }: Counter): string => `${officeId}:${serviceId}`;

export type Override = { patternId: number | null; reason: string };

/** What one counter has of its own. */
export type CounterState = {
  counter: Counter;
  weekRules: readonly WeekRule[];
  /** Day → what it follows instead. */
  overrides: ReadonlyMap<string, Override>;
  /** Day → start minute → capacity. */
  slotOverrides: ReadonlyMap<string, ReadonlyMap<number, number>>;
};

/** A pattern with whether it may still be chosen; days that follow a retired one keep it. */
export type KeptPattern = Pattern & { bands: readonly Band[]; retired: boolean };

/** Everything that decides every day of the city: what a change is put upon, and what `planDays` reads a part of. */
export type CalendarState = {
  patterns: ReadonlyMap<number, KeptPattern>;
  /** Day → name. */
  holidays: ReadonlyMap<string, string>;
  /** By `counterKey`. */
  counters: ReadonlyMap<string, CounterState>;
};

const emptyCounter = (counter: Counter): CounterState => ({
  counter,
  weekRules: [],
  overrides: new Map(),
  slotOverrides: new Map(),
});

export const counterState = (state: CalendarState, counter: Counter): CounterState =>
  state.counters.get(counterKey(counter)) ?? emptyCounter(counter);

/** The rules of one counter, as `planDays` reads them. */
export function rulesOf(state: CalendarState, counter: Counter): CalendarRules {
  const { weekRules, overrides, slotOverrides } = counterState(state, counter);
  return { patterns: state.patterns, holidays: state.holidays, weekRules, overrides, slotOverrides };
}
