import type { Band, CalendarRules, DayPlan, Pattern, PlannedSlot, WeekRule } from '../../src/calendar/rules.ts';

/**
 * A second reading of §8(2)⑤⑥: slow, day by day and minute by minute, so that anyone sees what it says. It shares nothing with
 * src/calendar/plan.ts but the types, not even the arithmetic of days.
 */

const two = (n: number): string => String(n).padStart(2, '0');
const leap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const lengthOf = (year: number, month: number): number =>
  [31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;

/** Every day from Monday 2024-01-01 to the end of 2036 in order, by turning one leaf after the other. */
export const DAYS: string[] = [];
const place = new Map<string, number>();
for (let year = 2024; year <= 2036; year += 1)
  for (let month = 1; month <= 12; month += 1)
    for (let date = 1; date <= lengthOf(year, month); date += 1) {
      const day = `${year}-${two(month)}-${two(date)}`;
      place.set(day, DAYS.length);
      DAYS.push(day);
    }

const at = (day: string): number => {
  const found = place.get(day);
  if (found === undefined) throw new Error(`not a day of the reference: ${day}`);
  return found;
};
/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: string): number => (at(day) % 7) + 1;
const months = Map.groupBy(DAYS, (day) => day.slice(0, 7));

function isNth(day: string, nth: number): boolean {
  const alike = (months.get(day.slice(0, 7)) ?? []).filter((other) => weekdayOf(other) === weekdayOf(day));
  return nth === -1 ? alike.at(-1) === day : alike[nth - 1] === day;
}

function applies(rule: WeekRule, day: string): boolean {
  if (rule.weekday !== weekdayOf(day)) return false;
  if (rule.exceptMonths.includes(Number(day.slice(5, 7)))) return false;
  if (rule.validFrom !== null && day < rule.validFrom) return false;
  if (rule.validTo !== null && day > rule.validTo) return false;
  return rule.nth === null || isNth(day, rule.nth);
}

/**
 * What the week says of a day. 「第2木曜」 says more than 「木曜」; of two that say as much the one that began later (the specification is silent;
 * hours "from April on" are meant to follow the older ones), then the one written later.
 */
function ruleOf(rules: CalendarRules, day: string): WeekRule | undefined {
  const all = rules.weekRules.filter((rule) => applies(rule, day));
  const nths = all.filter(({ nth }) => nth !== null);
  let best: WeekRule | undefined;
  for (const rule of nths.length > 0 ? nths : all) {
    const began = rule.validFrom ?? '0000';
    const before = best?.validFrom ?? '0000';
    if (best === undefined || began > before || (began === before && rule.id > best.id)) best = rule;
  }
  return best;
}

/** 12/29–1/3. */
const yearsEnd = (day: string): boolean => ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'].includes(day.slice(5));

type Kind = { pattern: Pattern | undefined; note: string };

function kindOf(rules: CalendarRules, day: string): Kind {
  const named = (id: number | null): Pattern | undefined => (id === null ? undefined : rules.patterns.get(id));
  const override = rules.overrides.get(day);
  if (override !== undefined) return { pattern: named(override.patternId), note: override.reason };
  const holiday = rules.holidays.get(day);
  if (holiday !== undefined) return { pattern: undefined, note: holiday };
  if (yearsEnd(day)) return { pattern: undefined, note: '年末年始' };
  return { pattern: named(ruleOf(rules, day)?.patternId ?? null), note: '' };
}

const startsAt = (minute: number) => (band: Band) =>
  minute >= band.fromMinute && (minute - band.fromMinute) % band.unitMinutes === 0 && minute + band.unitMinutes <= band.toMinute;

/** Says of a day whether it is open, and remembers it. */
function openBook(rules: CalendarRules): (day: string) => boolean {
  const said = new Map<string, boolean>();
  return (day) => {
    const open = said.get(day) ?? (kindOf(rules, day).pattern?.bands.length ?? 0) > 0;
    said.set(day, open);
    return open;
  };
}

/** The nth open day before a day, leafing back one day at a time; two years back where there are not so many: nobody books earlier than that. */
function openDaysBefore(isOpen: (day: string) => boolean, day: string, n: number): string {
  let left = n;
  let here = at(day);
  while (left > 0 && at(day) - here < 730) {
    here -= 1;
    if (isOpen(DAYS[here] ?? '')) left -= 1;
  }
  return DAYS[here] ?? '';
}

function slotsOf(rules: CalendarRules, isOpen: (day: string) => boolean, day: string, pattern: Pattern): PlannedSlot[] {
  const slots: PlannedSlot[] = [];
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    const band = pattern.bands.find(startsAt(minute));
    if (band === undefined) continue;
    const capacity = rules.slotOverrides.get(day)?.get(minute) ?? band.capacity;
    // The desk cannot keep more than there is.
    const deskPlaces = band.deskPlaces > capacity ? capacity : band.deskPlaces;
    slots.push({
      startMinute: minute,
      minutes: band.unitMinutes,
      capacity,
      deskPlaces,
      deskUntil: deskPlaces === 0 ? null : openDaysBefore(isOpen, day, band.deskUntilOpenDays),
    });
  }
  return slots;
}

/** Every day from `from` to `to`, as src/calendar/plan.ts should plan it. */
export function referenceDays(rules: CalendarRules, from: string, to: string): DayPlan[] {
  const isOpen = openBook(rules);
  return DAYS.filter((day) => from <= day && day <= to).map((day) => {
    const { pattern, note } = kindOf(rules, day);
    const usual = kindOf({ ...rules, overrides: new Map() }, day);
    const weekOpen = (usual.pattern?.bands.length ?? 0) > 0;
    return { day, open: isOpen(day), weekOpen, note, slots: pattern === undefined ? [] : slotsOf(rules, isOpen, day, pattern) };
  });
}
