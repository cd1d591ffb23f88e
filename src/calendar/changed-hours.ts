import { plainDate } from '../lib/dates/format.ts';
import { addDays, dateAfter, eachDate } from '../lib/dates/jst.ts';
import { decide, isYearEnd } from './plan.ts';
import type { CalendarRules } from './rules.ts';

/** Open from one minute to another. */
type OpenSpan = { from: number; to: number };
/** On which days: each of them, or one weekday from a day on (`to` null: without an end). `exceptHolidays`: not where that weekday is a holiday. */
export type OnDays =
  | { days: readonly string[] }
  | { weekdayOf: string; from: string; to: string | null; exceptHolidays: boolean };
/** How a counter is open on days on which it was open otherwise; no span: it is closed. */
export type HoursLine = { on: OnDays; spans: readonly OpenSpan[] };

/** Bands that touch are one. */
export function openSpans(rules: CalendarRules, day: Temporal.PlainDate): OpenSpan[] {
  const bands = [...(decide(rules, day).pattern?.bands ?? [])].sort((one, other) => one.fromMinute - other.fromMinute);
  const spans: OpenSpan[] = [];
  for (const { fromMinute, toMinute } of bands) {
    const last = spans.at(-1);
    if (last !== undefined && fromMinute <= last.to) last.to = Math.max(last.to, toMinute);
    else spans.push({ from: fromMinute, to: toMinute });
  }
  return spans;
}

/** So often, and it is every week. */
const EVERY_WEEK = 4;

type Run = { days: string[]; to: string | null; exceptHolidays: boolean };

/** Days of one weekday as runs that none of its days between them breaks but holidays; the last has no end (`to` null) where nothing breaks it until `last`. */
function runs(days: readonly string[], last: string, rules: CalendarRules, isSo: (day: Temporal.PlainDate) => boolean): Run[] {
  const all: Run[] = [];
  const changed = new Set(days);
  let run: Run | undefined;
  let free = false;
  for (let day = plainDate(days[0] ?? last); day.toString() <= last; day = dateAfter(day, 7)) {
    const text = day.toString();
    const isFree = rules.holidays.has(text) || isYearEnd(day);
    if (isSo(day)) {
      if (!changed.has(text)) continue;
      if (run === undefined) {
        run = { days: [], to: null, exceptHolidays: false };
        all.push(run);
      } else run.exceptHolidays ||= free;
      run.days.push(text);
      free = false;
    } else if (isFree) free = true;
    else {
      if (run !== undefined) run.to = run.days.at(-1) ?? null;
      run = undefined;
    }
  }
  if (run !== undefined) run.exceptHolidays ||= free;
  return all;
}

/**
 * On which days from `from` to `to` (JST) a counter is open otherwise than before, and how. A weekday that is so for weeks is said once, and
 * once more after a day that breaks it; how many may come is none of it.
 */
export function changedHours(before: CalendarRules, now: CalendarRules, from: string, to: string): HoursLine[] {
  const key = (rules: CalendarRules, day: Temporal.PlainDate) => JSON.stringify(openSpans(rules, day));
  const changed = eachDate(from, to).filter((day) => key(before, day) !== key(now, day));
  const lines = [...Map.groupBy(changed, (day) => key(now, day))].flatMap(([said, ofKey]): HoursLine[] => {
    const spans = JSON.parse(said) as OpenSpan[];
    const rest: string[] = [];
    const weeks: HoursLine[] = [];
    for (const days of Map.groupBy(ofKey, (day) => day.dayOfWeek).values()) {
      for (const { days: ofRun, to: until, exceptHolidays } of runs(days.map(String), to, now, (day) => key(now, day) === said)) {
        const [first = ''] = ofRun;
        if (ofRun.length < EVERY_WEEK) rest.push(...ofRun);
        else weeks.push({ on: { weekdayOf: first, from: first, to: until, exceptHolidays }, spans });
      }
    }
    return rest.length === 0 ? weeks : [...weeks, { on: { days: rest.toSorted() }, spans }];
  });
  const begins = ({ on }: HoursLine) => ('days' in on ? (on.days[0] ?? '') : on.from);
  return lines.toSorted((one, other) => begins(one).localeCompare(begins(other)));
}

/** Days that follow one another, as stretches. */
export function stretches(days: readonly string[]): { from: string; to: string }[] {
  const all: { from: string; to: string }[] = [];
  for (const day of days) {
    const last = all.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day) last.to = day;
    else all.push({ from: day, to: day });
  }
  return all;
}
