import { plainDate } from '../lib/dates/format.ts';
import { dateAfter, weekday } from '../lib/dates/jst.ts';
import { decide, isYearEnd, nthOfMonth } from './plan.ts';
import { type CalendarState, type Counter, type CounterState, type Override, rulesOf } from './state.ts';

/** How a day found its day of the next year. */
export type CopiedBy = 'year-end' | 'holiday' | 'nth-weekday' | 'same-date';

/** What is other about the next year's day. */
export type CopyDifference =
  /** The pattern may not be chosen any more: not to be copied. */
  | 'pattern-retired'
  /** That day is over: not to be copied. */
  | 'past'
  /** That day is set so already: nothing to do. */
  | 'set'
  /** That day is set otherwise: copying writes over it. */
  | 'set-otherwise'
  /** Two days of this year would fall on it. */
  | 'twice'
  /** It would open a day that the week or a holiday closes, though this year's was none such: 延長 on a Wednesday must not open a Sunday. */
  | 'opens-closed-day'
  /** It would give a day that is open anyway the hours of one that this year opens specially: 休日 hours on a plain Thursday. */
  | 'open-anyway'
  /** It closes a day that is closed anyway. */
  | 'closed-anyway'
  /** No fifth one in that month: the last is taken. */
  | 'last-instead'
  /** 2月29日: the 28th is taken. */
  | 'no-such-date'
  /** The same date on another weekday. */
  | 'other-weekday';

export type CopiedDay = Override & {
  counters: readonly Counter[];
  from: string;
  to: string;
  by: CopiedBy;
  differs: readonly CopyDifference[];
};

const NEVER: readonly CopyDifference[] = ['pattern-retired', 'past', 'set'];
const ASK_FIRST: readonly CopyDifference[] = ['set-otherwise', 'twice', 'opens-closed-day', 'open-anyway', 'closed-anyway'];

/** Whether it may be copied at all. */
export const mayCopy = ({ differs }: CopiedDay): boolean => !differs.some((one) => NEVER.includes(one));
/** Whether it is copied unless somebody takes the tick away; the others only where somebody sets one. */
export const copiesByItself = (day: CopiedDay): boolean => mayCopy(day) && !day.differs.some((one) => ASK_FIRST.includes(one));

const inYear = (days: Iterable<string>, year: number): string[] => [...days].filter((day) => day.startsWith(`${year}-`));

type Target = { to: Temporal.PlainDate; by: CopiedBy; differs: CopyDifference[] };

/** The same nth weekday of the same month; where there is no fifth, the last. */
function sameNth(day: Temporal.PlainDate): Target {
  const first = day.with({ day: 1 }).add({ years: 1 });
  const offset = (day.dayOfWeek - first.dayOfWeek + 7) % 7;
  const to = dateAfter(first, offset + (nthOfMonth(day).nth - 1) * 7);
  return to.month === day.month
    ? { to, by: 'nth-weekday', differs: [] }
    : { to: dateAfter(to, -7), by: 'nth-weekday', differs: ['last-instead'] };
}

function sameDate(day: Temporal.PlainDate, by: 'same-date' | 'year-end'): Target {
  // Where the next year has no 29 February, this is the 28th.
  const to = day.add({ years: 1 });
  const differs: CopyDifference[] = [];
  if (to.day !== day.day) differs.push('no-such-date');
  if (to.dayOfWeek !== day.dayOfWeek && by === 'same-date') differs.push('other-weekday');
  return { to, by, differs };
}

/** The one day of the next year that bears the holiday's name, where either year has just one. */
function sameHoliday(state: CalendarState, day: Temporal.PlainDate): Target | undefined {
  const name = state.holidays.get(day.toString());
  const named = (year: number) => inYear(state.holidays.keys(), year).filter((one) => state.holidays.get(one) === name);
  const [to, ...others] = named(day.year + 1);
  if (name === undefined || to === undefined || others.length > 0 || named(day.year).length !== 1) return undefined;
  return { to: plainDate(to), by: 'holiday', differs: [] };
}

/** A Saturday or Sunday, or the same thing twice and more on this weekday within the year: it is meant for the weekday, not for the date. */
function followsWeekday(one: CounterState, day: Temporal.PlainDate, override: Override): boolean {
  if (day.dayOfWeek > 5) return true;
  const alike = inYear(one.overrides.keys(), day.year).filter((other) => {
    const { patternId, reason } = one.overrides.get(other) ?? {};
    return patternId === override.patternId && reason === override.reason && weekday(other) === day.dayOfWeek;
  });
  return alike.length > 1;
}

function targetOf(state: CalendarState, one: CounterState, day: Temporal.PlainDate, override: Override): Target {
  if (isYearEnd(day)) return sameDate(day, 'year-end');
  return sameHoliday(state, day) ?? (followsWeekday(one, day, override) ? sameNth(day) : sameDate(day, 'same-date'));
}

function differences(state: CalendarState, one: CounterState, from: Temporal.PlainDate, to: Temporal.PlainDate, today: string) {
  const override = one.overrides.get(from.toString());
  const pattern = override?.patternId === null ? null : state.patterns.get(override?.patternId ?? 0);
  const found: CopyDifference[] = [];
  if (pattern === undefined || pattern?.retired === true) found.push('pattern-retired');
  if (to.toString() < today) found.push('past');
  const there = one.overrides.get(to.toString());
  if (there !== undefined)
    found.push(there.patternId === override?.patternId && there.reason === override.reason ? 'set' : 'set-otherwise');
  const usual = { ...rulesOf(state, one.counter), overrides: new Map() };
  const closedHere = decide(usual, from).pattern === null;
  const closedThere = decide(usual, to).pattern === null;
  if (pattern === null && closedThere) found.push('closed-anyway');
  if (pattern !== null && closedThere && !closedHere) found.push('opens-closed-day');
  if (pattern !== null && !closedThere && closedHere) found.push('open-anyway');
  return found;
}

function copiesOf(state: CalendarState, one: CounterState, year: number, today: string): CopiedDay[] {
  const used = new Set<string>();
  return inYear(one.overrides.keys(), year)
    .toSorted()
    .flatMap((from) => {
      const override = one.overrides.get(from);
      if (override === undefined) return [];
      const day = plainDate(from);
      const { to, by, differs } = targetOf(state, one, day, override);
      const target = to.toString();
      const twice: CopyDifference[] = used.has(target) ? ['twice'] : [];
      used.add(target);
      const all = [...differences(state, one, day, to, today), ...twice, ...differs];
      return [{ ...override, counters: [one.counter], from, to: target, by, differs: all }];
    });
}

const keyOf = ({ counters: _, ...rest }: CopiedDay): string => JSON.stringify(rest);

/**
 * A year's single days as they would stand in the next: 12/29–1/3 and what falls on no weekday pattern on the same date, a holiday's on that
 * holiday, weekend days and what recurs on a weekday on the same nth weekday of the month. Reads the rules, changes nothing. By day; counters that
 * copy alike share a row.
 * @param today JST day: days before it are not copied
 */
export function copyYear(state: CalendarState, year: number, today: string): CopiedDay[] {
  const rows = new Map<string, CopiedDay>();
  for (const one of state.counters.values())
    for (const copied of copiesOf(state, one, year, today)) {
      const key = keyOf(copied);
      const known = rows.get(key);
      rows.set(key, known === undefined ? copied : { ...known, counters: [...known.counters, ...copied.counters] });
    }
  return [...rows.values()].toSorted((a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to));
}
