import { plainDate } from '../lib/dates/format.ts';
import { addDays, eachDate } from '../lib/dates/jst.ts';
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

const isFree = (rules: CalendarRules, day: Temporal.PlainDate): boolean => rules.holidays.has(day.toString()) || isYearEnd(day);

/** The days of that weekday that are otherwise. */
const unlikeOf = (first: string, last: string, isSo: (day: Temporal.PlainDate) => boolean): Temporal.PlainDate[] =>
  eachDate(first, last).filter((day) => day.dayOfWeek === plainDate(first).dayOfWeek && !isSo(day));

/** Days of one weekday, parted where a day between them is otherwise and no holiday. */
function runs(days: readonly string[], rules: CalendarRules, isSo: (day: Temporal.PlainDate) => boolean): string[][] {
  const all: string[][] = [];
  for (const day of days) {
    const run = all.at(-1);
    const before = run?.at(-1);
    if (run === undefined || before === undefined || unlikeOf(before, day, isSo).some((one) => !isFree(rules, one)))
      all.push([day]);
    else run.push(day);
  }
  return all;
}

/** Such days as a rule of every week; undefined: they are too few. */
function weekly(days: readonly string[], last: string, rules: CalendarRules, isSo: (day: Temporal.PlainDate) => boolean) {
  const [first = '', until = ''] = [days[0], days.at(-1)];
  if (days.length < EVERY_WEEK) return undefined;
  const unlike = unlikeOf(first, last, isSo);
  const free = (day: Temporal.PlainDate) => isFree(rules, day);
  const ends = unlike.some((day) => day.toString() > until && !free(day));
  const exceptHolidays = unlike.some((day) => (!ends || day.toString() < until) && free(day));
  return { weekdayOf: first, from: first, to: ends ? until : null, exceptHolidays };
}

/**
 * On which days from `from` to `to` (JST) a counter is open otherwise than before, and how. A weekday that is so for weeks is said once; how many may come is
 * none of it.
 */
export function changedHours(before: CalendarRules, now: CalendarRules, from: string, to: string): HoursLine[] {
  const key = (rules: CalendarRules, day: Temporal.PlainDate) => JSON.stringify(openSpans(rules, day));
  const changed = eachDate(from, to).filter((day) => key(before, day) !== key(now, day));
  const lines = [...Map.groupBy(changed, (day) => key(now, day))].flatMap(([said, ofKey]): HoursLine[] => {
    const spans = JSON.parse(said) as OpenSpan[];
    const rest: string[] = [];
    const weeks: HoursLine[] = [];
    for (const days of Map.groupBy(ofKey, (day) => day.dayOfWeek).values()) {
      const isSo = (day: Temporal.PlainDate) => key(now, day) === said;
      for (const run of runs(days.map(String), now, isSo)) {
        const on = weekly(run, to, now, isSo);
        if (on === undefined) rest.push(...run);
        else weeks.push({ on, spans });
      }
    }
    return rest.length === 0 ? weeks : [...weeks, { on: { days: rest.toSorted() }, spans }];
  });
  const begins = ({ on }: HoursLine) => ('days' in on ? (on.days[0] ?? '') : on.from);
  return lines.toSorted((one, other) => begins(one).localeCompare(begins(other)));
}

/** The last day of which there is something to tell; what has no end is news for so many days after it began. */
export const lastNews = (lines: readonly HoursLine[], days: number): string | undefined =>
  lines
    .flatMap(({ on }) => ('days' in on ? on.days : [on.to ?? addDays(on.from, days)]))
    .toSorted()
    .at(-1);

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
