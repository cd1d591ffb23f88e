import type { Change } from './changes.ts';
import { type CalendarState, type Counter, counterKey, counterState } from './state.ts';

/** Days that shared an override, so that one change puts all of them back. */
function restoredDays(state: CalendarState, counters: readonly Counter[], days: readonly string[]): Change[] {
  const groups = new Map<
    string,
    { counter: Counter; days: string[]; patternId: number | null; reason: string } | { counter: Counter; days: string[] }
  >();
  for (const counter of counters)
    for (const day of days) {
      const before = counterState(state, counter).overrides.get(day);
      const key = `${counterKey(counter)} ${before === undefined ? '' : JSON.stringify(before)}`;
      const group = groups.get(key);
      if (group !== undefined) group.days.push(day);
      else groups.set(key, { counter, days: [day], ...before });
    }
  return [...groups.values()].map((group) =>
    'reason' in group
      ? { kind: 'days', counters: [group.counter], days: group.days, patternId: group.patternId, reason: group.reason }
      : { kind: 'days-removed', counters: [group.counter], days: group.days },
  );
}

/**
 * What takes a change back, put upon the rules that the change had been put upon. A pattern that is new in the change is retired, not removed:
 * days may follow it by then.
 */
export function inverse(state: CalendarState, change: Change): Change[] {
  switch (change.kind) {
    case 'pattern': {
      const before = state.patterns.get(change.id);
      return before === undefined
        ? [{ kind: 'pattern-retired', id: change.id }]
        : [{ kind: 'pattern', id: before.id, name: before.name, bands: before.bands }];
    }
    case 'pattern-retired': {
      const before = state.patterns.get(change.id);
      return before === undefined || before.retired
        ? []
        : [{ kind: 'pattern', id: before.id, name: before.name, bands: before.bands }];
    }
    case 'week-rule':
    case 'week-rule-removed': {
      const id = change.kind === 'week-rule' ? change.rule.id : change.id;
      const before = counterState(state, change.counter).weekRules.find((rule) => rule.id === id);
      return before === undefined
        ? [{ kind: 'week-rule-removed', counter: change.counter, id }]
        : [{ kind: 'week-rule', counter: change.counter, rule: before }];
    }
    case 'days':
    case 'days-removed':
      return restoredDays(state, change.counters, change.days);
    case 'capacity': {
      const { slotOverrides } = counterState(state, change.counter);
      return change.days.map((day) => ({
        kind: 'capacity',
        counter: change.counter,
        days: [day],
        startMinute: change.startMinute,
        capacity: slotOverrides.get(day)?.get(change.startMinute) ?? null,
      }));
    }
    case 'holiday':
      return [{ kind: 'holiday', day: change.day, name: state.holidays.get(change.day) ?? null }];
    case 'as-ruled':
      return [];
  }
}
