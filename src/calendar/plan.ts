import { plainDate } from '../lib/dates/format.ts';
import { dateAfter, eachDate } from '../lib/dates/jst.ts';
import type { CalendarRules, DayPlan, Pattern, PlannedSlot, WeekRule } from './rules.ts';

/** 12/29–1/3: municipal offices are closed (地方自治法 第4条の2). */
const YEAR_END = '年末年始';
export const isYearEnd = (day: Temporal.PlainDate): boolean =>
  (day.month === 12 && day.day >= 29) || (day.month === 1 && day.day <= 3);

/** Which one of its weekday in the month: 1–5, and whether it is the last. */
export function nthOfMonth(day: Temporal.PlainDate): { nth: number; last: boolean } {
  return { nth: Math.ceil(day.day / 7), last: day.day + 7 > day.daysInMonth };
}

function applies(rule: WeekRule, day: Temporal.PlainDate): boolean {
  const { nth, last } = nthOfMonth(day);
  const text = day.toString();
  return (
    rule.weekday === day.dayOfWeek &&
    (rule.nth === null || rule.nth === nth || (rule.nth === -1 && last)) &&
    !rule.exceptMonths.includes(day.month) &&
    (rule.validFrom === null || rule.validFrom <= text) &&
    (rule.validTo === null || rule.validTo >= text)
  );
}

/** The nth weekday goes before every week; of equals the one that began last, then the one entered last. */
export function moreSpecific(a: WeekRule, b: WeekRule): number {
  const nth = Number(b.nth !== null) - Number(a.nth !== null);
  if (nth !== 0) return nth;
  const from = (b.validFrom ?? '').localeCompare(a.validFrom ?? '');
  return from !== 0 ? from : b.id - a.id;
}

type Decided = { pattern: Pattern | null; note: string };

const patternOf = ({ patterns }: CalendarRules, id: number | null): Pattern | null =>
  id === null ? null : (patterns.get(id) ?? null);

/** What a day follows where nothing is decided for it alone. */
function ofTheWeek(rules: CalendarRules, day: Temporal.PlainDate): Decided {
  const holiday = rules.holidays.get(day.toString()) ?? (isYearEnd(day) ? YEAR_END : undefined);
  if (holiday !== undefined) return { pattern: null, note: holiday };
  const [rule] = rules.weekRules.filter((candidate) => applies(candidate, day)).sort(moreSpecific);
  return { pattern: rule === undefined ? null : patternOf(rules, rule.patternId), note: '' };
}

/** Which pattern a day follows (null: closed), and why it is unlike its week where it is. */
export function decide(rules: CalendarRules, day: Temporal.PlainDate): Decided {
  const override = rules.overrides.get(day.toString());
  return override === undefined
    ? ofTheWeek(rules, day)
    : { pattern: patternOf(rules, override.patternId), note: override.reason };
}

/** The day's slots in order, before the desk's release days are known; how many open days before rides along. */
function cut(
  pattern: Pattern,
  capacities: ReadonlyMap<number, number> | undefined,
): (PlannedSlot & { deskUntilOpenDays: number })[] {
  const bands = [...pattern.bands].sort((a, b) => a.fromMinute - b.fromMinute);
  return bands.flatMap((band) =>
    Array.from({ length: Math.floor((band.toMinute - band.fromMinute) / band.unitMinutes) }, (_, i) => {
      const startMinute = band.fromMinute + i * band.unitMinutes;
      const capacity = capacities?.get(startMinute) ?? band.capacity;
      return {
        startMinute,
        minutes: band.unitMinutes,
        capacity,
        deskPlaces: Math.min(band.deskPlaces, capacity),
        deskUntil: null,
        deskUntilOpenDays: band.deskUntilOpenDays,
      };
    }),
  );
}

/**
 * How far before a day its release day is looked for. Nobody's window reaches further (`calendar.windows.latest_days`), so places released
 * before that were never kept from anyone.
 */
const LOOK_BACK_DAYS = 730;

const opens = (pattern: Pattern | null): boolean => pattern !== null && cut(pattern, undefined).length > 0;

/**
 * Knows the open days before the one planned. Leafs back beyond `first` only as far as somebody asks: an office open one day a month has its
 * sixth open day half a year ago, and must not keep the desk's places to the end because of that.
 */
function openDays(rules: CalendarRules, first: Temporal.PlainDate) {
  const known: string[] = [];
  let since = first;
  const leafBack = (): void => {
    since = dateAfter(since, -1);
    const { pattern } = decide(rules, since);
    if (opens(pattern)) known.unshift(since.toString());
  };
  return {
    add: (day: string) => known.push(day),
    /** The nth open day before a day whose predecessors have all been added; the day itself for 0. */
    before: (day: Temporal.PlainDate, n: number): string => {
      if (n === 0) return day.toString();
      const furthest = dateAfter(day, -LOOK_BACK_DAYS);
      while (known.length < n && Temporal.PlainDate.compare(since, furthest) > 0) leafBack();
      const found = known.at(-n) ?? '';
      return found > furthest.toString() ? found : furthest.toString();
    },
  };
}

/**
 * The plan of every day from `from` to `to` (inclusive, JST): the one function that the citizens' calendar, the desk's grid, the preview of a
 * change and the nightly check read (§8(2)⑤). Override before holiday and year's end before the most specific week rule; a day no rule names is closed.
 * Slots come in the order of their start. The desk's places of a new office, with too few open days behind it, are released from the beginning.
 */
export function planDays(rules: CalendarRules, from: string, to: string): DayPlan[] {
  const open = openDays(rules, plainDate(from));
  return eachDate(from, to).map((day) => {
    const text = day.toString();
    const { pattern, note } = decide(rules, day);
    const slots = (pattern === null ? [] : cut(pattern, rules.slotOverrides.get(text))).map(({ deskUntilOpenDays, ...slot }) => ({
      ...slot,
      deskUntil: slot.deskPlaces === 0 ? null : open.before(day, deskUntilOpenDays),
    }));
    const isOpen = slots.length > 0;
    if (isOpen) open.add(text);
    return {
      day: text,
      open: isOpen,
      weekOpen: rules.overrides.has(text) ? opens(ofTheWeek(rules, day).pattern) : isOpen,
      note,
      slots,
    };
  });
}
