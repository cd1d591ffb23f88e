import { addDays } from '../lib/dates/jst.ts';
import type { Change } from './changes.ts';
import { moreSpecific } from './plan.ts';
import type { WeekRule } from './rules.ts';
import { type Counter, type CounterState, counterKey } from './state.ts';

/** The every-week rule (or that of an nth weekday) that a weekday follows on `day` (JST); undefined where none does: closed. */
export const weeklyRule = (
  rules: readonly WeekRule[],
  weekday: number,
  day: string,
  nth: number | null = null,
): WeekRule | undefined =>
  rules
    .filter(
      (rule) => rule.weekday === weekday && rule.nth === nth && (rule.validFrom ?? day) <= day && (rule.validTo ?? day) >= day,
    )
    .toSorted(moreSpecific)[0];

/** What a clerk chose for a week. */
export type WeekChoice = {
  /** Weekday → pattern or closed, of the weekdays that shall be other than they are. */
  weekly: ReadonlyMap<number, number | null>;
  /** 第2木曜日 and the like: each nth becomes a rule. */
  nth: { nths: readonly number[]; weekday: number; exceptMonths: readonly number[]; patternId: number | null } | undefined;
  /** For all of these; both null: from now on and without an end, in place of what is followed now and after it. */
  validFrom: string | null;
  validTo: string | null;
};

/**
 * The rules of a weekday that a choice without days replaces: the one of today, and where it ends the next one, up to a rule without an end.
 * A last undefined says that no rule follows. A rule that begins after today was made for its own days and stays.
 */
function followedOn(rules: readonly WeekRule[], weekday: number, nth: number | null, today: string): (WeekRule | undefined)[] {
  const found: (WeekRule | undefined)[] = [];
  for (let day = today; ; ) {
    const rule = weeklyRule(rules, weekday, day, nth);
    if (rule === undefined || (rule.validFrom ?? today) <= today) found.push(rule);
    if (rule === undefined || rule.validTo === null) return found;
    day = addDays(rule.validTo, 1);
  }
}

/**
 * The changes that make a week what was chosen. A rule of the same weekday and the same days is replaced, so that saving twice makes no second one;
 * one with other days is put before it.
 * @param today JST day
 * @param drawId ids for new rules
 */
export async function weekChanges(
  one: CounterState,
  choice: WeekChoice,
  today: string,
  drawId: () => Promise<number>,
): Promise<Change[]> {
  const { validFrom, validTo } = choice;
  const changes: Change[] = [];
  const put = async (rule: Omit<WeekRule, 'id'>, inPlaceOf: WeekRule | undefined) =>
    changes.push({ kind: 'week-rule', counter: one.counter, rule: { id: inPlaceOf?.id ?? (await drawId()), ...rule } });
  const sameDays = (weekday: number, nth: number | null, since: string | null) =>
    one.weekRules.find(
      (rule) => rule.weekday === weekday && rule.nth === nth && rule.validFrom === since && rule.validTo === validTo,
    );
  /** `except` left out: the months that a rule leaves out stay. */
  const follow = async (weekday: number, nth: number | null, patternId: number | null, except?: readonly number[]) => {
    const now = weeklyRule(one.weekRules, weekday, today, nth);
    if (validFrom !== null || validTo !== null) {
      // Of two rules the one that began last is followed: one without a beginning would be followed by nobody.
      const since = validFrom ?? (now === undefined || now.validFrom === null ? null : today);
      await put(
        { weekday, nth, exceptMonths: except ?? [], patternId, validFrom: since, validTo },
        sameDays(weekday, nth, since),
      );
      return;
    }
    for (const rule of followedOn(one.weekRules, weekday, nth, today)) {
      // Where no rule of every week is followed it is closed; without one of the nth the day is as every week.
      const so = nth === null ? (rule?.patternId ?? null) === patternId : rule?.patternId === patternId;
      const exceptMonths = except ?? rule?.exceptMonths ?? [];
      if (rule !== now && so && String(exceptMonths) === String(rule?.exceptMonths ?? [])) continue;
      await put(
        { weekday, nth, exceptMonths, patternId, validFrom: rule?.validFrom ?? null, validTo: rule?.validTo ?? null },
        rule,
      );
    }
  };
  for (const [weekday, patternId] of choice.weekly) await follow(weekday, null, patternId);
  if (choice.nth !== undefined) {
    const { nths, weekday, exceptMonths, patternId } = choice.nth;
    for (const nth of nths) await follow(weekday, nth, patternId, exceptMonths);
  }
  return changes;
}

/** Rules of a counter that still decide a day from `today` (JST) on. Those that ended may follow a pattern that is no more. */
export const lastingRules = ({ weekRules }: CounterState, today: string): WeekRule[] =>
  weekRules.filter(({ validTo }) => (validTo ?? today) >= today);

/** The changes that give `to` the week of `from` and nothing else of its own. Single days, and rules that have ended, stay. */
export async function copiedWeek(
  from: CounterState,
  to: CounterState,
  today: string,
  drawId: () => Promise<number>,
): Promise<Change[]> {
  const copied = lastingRules(from, today);
  if (counterKey(from.counter) === counterKey(to.counter) || copied.length === 0) return [];
  const counter: Counter = to.counter;
  const changes: Change[] = lastingRules(to, today).map(({ id }) => ({ kind: 'week-rule-removed', counter, id }));
  for (const rule of copied) changes.push({ kind: 'week-rule', counter, rule: { ...rule, id: await drawId() } });
  return changes;
}
