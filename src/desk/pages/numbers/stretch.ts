import { addDays, daysBetween } from '../../../lib/dates/jst.ts';
import { lastOfMonth, mondayOf, monthBefore, monthOf } from '../../../lib/dates/spans.ts';

/** Days, both included. */
export type Stretch = { from: string; to: string };

/** A span that is asked for by one press. */
type NamedStretch = Stretch & { words: string };

const WEEKS = 4;

/** The four whole weeks, Monday to Sunday, before the one `today` lies in: each weekday as often as the others. */
export const lastWeeks = (today: string): Stretch => {
  const monday = mondayOf(today);
  return { from: addDays(monday, -7 * WEEKS), to: addDays(monday, -1) };
};

/** Stretches that are asked for most; the first is shown where none was asked for. */
export function namedStretches(today: string): NamedStretch[] {
  const monday = mondayOf(today);
  const before = monthBefore(today);
  return [
    { words: '直近の4週間', ...lastWeeks(today) },
    { words: '先月', from: before, to: lastOfMonth(before) },
    { words: '今月', from: monthOf(today), to: lastOfMonth(today) },
    { words: '今週', from: monday, to: addDays(monday, 6) },
    { words: '本日', from: today, to: today },
    { words: '今後の4週間', from: today, to: addDays(today, 7 * WEEKS - 1) },
  ];
}

/** The stretch just before, as long; before a calendar month the month before it. */
export function stretchBefore({ from, to }: Stretch): Stretch {
  if (from === monthOf(from) && to === lastOfMonth(from)) {
    const month = monthBefore(from);
    return { from: month, to: lastOfMonth(month) };
  }
  const days = daysBetween(from, to) + 1;
  return { from: addDays(from, -days), to: addDays(from, -1) };
}

/** Up to so many days and weeks, the chart has a column for each. */
const MOST_DAYS = 31;
const MOST_WEEKS = 26;

export type Step = 'day' | 'week' | 'month';

/** By what the chart of a stretch is drawn. */
export function stepOf({ from, to }: Stretch): Step {
  const days = daysBetween(from, to) + 1;
  return days <= MOST_DAYS ? 'day' : days <= MOST_WEEKS * 7 ? 'week' : 'month';
}

const TREND_WEEKS = 12;

/** The whole weeks that lead up to the end of a stretch, as far as they are over. */
export function trendOf({ to }: Stretch, today: string): Stretch {
  const last = to < today ? to : addDays(today, -1);
  const sunday = addDays(mondayOf(addDays(last, 1)), -1);
  return { from: addDays(sunday, 1 - 7 * TREND_WEEKS), to: sunday };
}
