import type { Change } from './changes.ts';
import { type CalendarState, type Counter, type CounterState, counterKey, counterState } from './state.ts';

const withEntry = <Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value | undefined): Map<Key, Value> => {
  const next = new Map(map);
  if (value === undefined) next.delete(key);
  else next.set(key, value);
  return next;
};

const withCounters = (
  state: CalendarState,
  counters: readonly Counter[],
  change: (one: CounterState) => CounterState,
): CalendarState => {
  const next = new Map(state.counters);
  for (const counter of counters) next.set(counterKey(counter), change(counterState({ ...state, counters: next }, counter)));
  return { ...state, counters: next };
};

function withCapacity(one: CounterState, days: readonly string[], startMinute: number, capacity: number | null): CounterState {
  const slotOverrides = new Map(one.slotOverrides);
  for (const day of days) {
    const slots = withEntry(slotOverrides.get(day) ?? new Map<number, number>(), startMinute, capacity ?? undefined);
    if (slots.size === 0) slotOverrides.delete(day);
    else slotOverrides.set(day, slots);
  }
  return { ...one, slotOverrides };
}

/** The rules after one change; those given stay as they are. */
export function applyChange(state: CalendarState, change: Change): CalendarState {
  switch (change.kind) {
    case 'pattern': {
      const bands = change.bands.toSorted((a, b) => a.fromMinute - b.fromMinute);
      return {
        ...state,
        patterns: withEntry(state.patterns, change.id, { id: change.id, name: change.name, bands, retired: false }),
      };
    }
    case 'pattern-retired': {
      const pattern = state.patterns.get(change.id);
      return pattern === undefined
        ? state
        : { ...state, patterns: withEntry(state.patterns, change.id, { ...pattern, retired: true }) };
    }
    case 'week-rule':
      return withCounters(state, [change.counter], (one) => ({
        ...one,
        weekRules: [...one.weekRules.filter(({ id }) => id !== change.rule.id), change.rule].toSorted((a, b) => a.id - b.id),
      }));
    case 'week-rule-removed':
      return withCounters(state, [change.counter], (one) => ({
        ...one,
        weekRules: one.weekRules.filter(({ id }) => id !== change.id),
      }));
    case 'days':
      return withCounters(state, change.counters, (one) => {
        const overrides = new Map(one.overrides);
        for (const day of change.days) overrides.set(day, { patternId: change.patternId, reason: change.reason });
        return { ...one, overrides };
      });
    case 'days-removed':
      return withCounters(state, change.counters, (one) => {
        const overrides = new Map(one.overrides);
        for (const day of change.days) overrides.delete(day);
        return { ...one, overrides };
      });
    case 'capacity':
      return withCounters(state, [change.counter], (one) => withCapacity(one, change.days, change.startMinute, change.capacity));
    case 'holiday':
      return { ...state, holidays: withEntry(state.holidays, change.day, change.name ?? undefined) };
    case 'as-ruled':
      return state;
  }
}

/** The rules after a draft's changes, in their order. */
export const applyChanges = (state: CalendarState, changes: readonly Change[]): CalendarState =>
  changes.reduce(applyChange, state);
