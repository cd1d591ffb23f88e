import { endsBefore, lastsNoTime } from '../lib/values/order.ts';
import type { Change } from './changes.ts';
import { planDays } from './plan.ts';
import type { Band } from './rules.ts';
import { type CalendarState, type Counter, rulesOf } from './state.ts';

export const UNITS = [60, 30, 20, 15, 10] as const;
export const MOST_CAPACITY = 1_000;
const DAY_MINUTES = 1_440;

/** What is wrong with a band where it stands; `band` counts from 0 in the order given. */
export type BandFault = {
  band: number;
  fault: 'outside-day' | 'ends-before' | 'unit' | 'not-divided' | 'overlaps' | 'capacity' | 'desk-places' | 'desk-days';
};

function bandFault(band: Band): BandFault['fault'] | undefined {
  if (band.fromMinute < 0 || band.toMinute > DAY_MINUTES) return 'outside-day';
  // A night that crosses midnight is two bands on two days; a band that ends before it begins is a slip.
  if (lastsNoTime(band.fromMinute, band.toMinute)) return 'ends-before';
  if (!UNITS.some((unit) => unit === band.unitMinutes)) return 'unit';
  if ((band.toMinute - band.fromMinute) % band.unitMinutes !== 0) return 'not-divided';
  if (!Number.isInteger(band.capacity) || band.capacity < 0 || band.capacity > MOST_CAPACITY) return 'capacity';
  if (!Number.isInteger(band.deskPlaces) || band.deskPlaces < 0 || band.deskPlaces > band.capacity) return 'desk-places';
  if (!Number.isInteger(band.deskUntilOpenDays) || band.deskUntilOpenDays < 0 || band.deskUntilOpenDays > 60) return 'desk-days';
  return undefined;
}

/** Bands as typed, each with what is wrong; the later of two that overlap is named. */
export function bandFaults(bands: readonly Band[]): BandFault[] {
  return bands.flatMap((band, index) => {
    const fault = bandFault(band);
    if (fault !== undefined) return [{ band: index, fault }];
    const overlaps = bands.slice(0, index).some((other) => other.fromMinute < band.toMinute && band.fromMinute < other.toMinute);
    return overlaps ? [{ band: index, fault: 'overlaps' as const }] : [];
  });
}

/** Where a pattern is followed: counters by their week, and how many single days. */
export type PatternUse = { weeks: Counter[]; days: { counter: Counter; day: string }[] };

/** @param from JST day: single days before it are past and no use any more */
export function usesOf(state: CalendarState, patternId: number, from: string): PatternUse {
  const all = [...state.counters.values()];
  return {
    weeks: all
      .filter(({ weekRules }) => weekRules.some((rule) => rule.patternId === patternId && (rule.validTo ?? from) >= from))
      .map(({ counter }) => counter),
    days: all.flatMap(({ counter, overrides }) =>
      [...overrides]
        .filter(([day, override]) => override.patternId === patternId && day >= from)
        .map(([day]) => ({ counter, day }))
        .toSorted((a, b) => a.day.localeCompare(b.day)),
    ),
  };
}

export type ChangeFault =
  | 'no-bands'
  | 'bands'
  | 'name-taken'
  | 'no-pattern'
  | 'pattern-retired'
  | 'in-use'
  | 'no-rule'
  | 'ends-before'
  | 'past'
  | 'no-days'
  | 'no-counters'
  | 'no-slot'
  | 'capacity';

/**
 * Why a change cannot be put upon these rules; undefined where it can.
 * @param today JST day: what is past is not changed
 */
export function changeFault(state: CalendarState, change: Change, today: string): ChangeFault | undefined {
  const chosen = (id: number | null): ChangeFault | undefined => {
    if (id === null) return undefined;
    const pattern = state.patterns.get(id);
    if (pattern === undefined) return 'no-pattern';
    return pattern.retired ? 'pattern-retired' : undefined;
  };
  switch (change.kind) {
    case 'pattern':
      if (change.bands.length === 0) return 'no-bands';
      if (bandFaults(change.bands).length > 0) return 'bands';
      return [...state.patterns.values()].some(({ id, name }) => id !== change.id && name === change.name)
        ? 'name-taken'
        : undefined;
    case 'pattern-retired': {
      if (!state.patterns.has(change.id)) return 'no-pattern';
      const { weeks, days } = usesOf(state, change.id, today);
      return weeks.length > 0 || days.length > 0 ? 'in-use' : undefined;
    }
    case 'week-rule': {
      const { patternId, validFrom, validTo } = change.rule;
      if (endsBefore(validFrom, validTo)) return 'ends-before';
      return chosen(patternId);
    }
    case 'week-rule-removed':
      return rulesOf(state, change.counter).weekRules.some(({ id }) => id === change.id) ? undefined : 'no-rule';
    case 'days':
    case 'days-removed':
      if (change.counters.length === 0) return 'no-counters';
      if (change.days.length === 0) return 'no-days';
      if (change.days.some((day) => day < today)) return 'past';
      return change.kind === 'days' ? chosen(change.patternId) : undefined;
    case 'capacity': {
      if (change.days.length === 0) return 'no-days';
      if (change.days.some((day) => day < today)) return 'past';
      if (change.capacity !== null && (change.capacity < 0 || change.capacity > MOST_CAPACITY)) return 'capacity';
      const rules = rulesOf(state, change.counter);
      const missing = change.days.some(
        (day) => !planDays(rules, day, day)[0]?.slots.some(({ startMinute }) => startMinute === change.startMinute),
      );
      return change.capacity !== null && missing ? 'no-slot' : undefined;
    }
    case 'holiday':
      return change.day < today ? 'past' : undefined;
    case 'as-ruled':
      return change.counters.length === 0 ? 'no-counters' : undefined;
  }
}
