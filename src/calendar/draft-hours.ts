import { plainDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { applyChanges } from './apply.ts';
import { changedHours, type HoursLine, openSpans } from './changed-hours.ts';
import type { Change } from './changes.ts';
import { readChanges, readUndo } from './drafts.ts';
import { readState } from './read.ts';
import type { CalendarRules } from './rules.ts';
import { counterState, rulesOf } from './state.ts';

/** As far as any window may reach (`calendar.windows.latest_days`). */
const FURTHEST_DAYS = 730;
/** Past the last day that is named: a weekday that ends there is seen to end, also where holidays follow. */
const PAST_DAYS = 28;

/** Lines of an office: of some of its services, or of all that anybody may come for (null). */
export type OfficeHours = { officeId: number; parts: { serviceIds: readonly number[] | null; lines: readonly HoursLine[] }[] };

/** The days a change names, with the ends of its rule of the week. */
function namedDays(change: Change): readonly string[] {
  if ('days' in change) return change.days;
  if (change.kind === 'holiday') return [change.day];
  return change.kind === 'week-rule' ? [change.rule.validFrom, change.rule.validTo].flatMap((day) => day ?? []) : [];
}

/** How far ahead is looked: `atLeast`, and past the last day a draft names, as far as anybody may book. */
function lastDay(changes: readonly Change[], today: string, atLeast: string): string {
  const furthest = addDays(today, FURTHEST_DAYS);
  const named = changes.flatMap(namedDays).map((day) => (day < furthest ? addDays(day, PAST_DAYS) : furthest));
  return [...named, atLeast].reduce((last, day) => (day > last ? day : last));
}

/** Open on some day from today on, as far as one can see without looking at each. */
const opens = (rules: CalendarRules, today: string): boolean =>
  rules.weekRules.some(({ patternId, validTo }) => patternId !== null && (validTo ?? today) >= today) ||
  [...rules.overrides.keys()].some((day) => day >= today && openSpans(rules, plainDate(day)).length > 0);

type Looked = {
  /** JST. */
  today: string;
  /** How far ahead days exist. */
  horizon: string;
  /** Of services in use. */
  services: ReadonlySet<number>;
};

/**
 * When each office is open otherwise than before a draft was published, from today on: the rules as they stand beside those that taking it back would make.
 * What was taken back is none of it; a day that was changed again since is told as it stands now.
 */
export async function readDraftHours(tx: Tx, draftId: number, { today, horizon, services }: Looked): Promise<OfficeHours[]> {
  const now = await readState(tx);
  const undo = await readUndo(tx, draftId, today);
  const before = applyChanges(now, undo);
  const made = (await readChanges(tx, draftId)).map(({ change }) => change);
  const last = lastDay([...made, ...undo], today, horizon);
  const counters = [...new Map([...before.counters, ...now.counters]).values()]
    .map(({ counter }) => counter)
    .filter(({ serviceId }) => services.has(serviceId));
  return [...Map.groupBy(counters, ({ officeId }) => officeId)].flatMap(([officeId, ofOffice]): OfficeHours[] => {
    const all = ofOffice
      .filter((counter) => opens(rulesOf(before, counter), today) || opens(rulesOf(now, counter), today))
      .map((counter) => ({
        serviceId: counterState(now, counter).counter.serviceId,
        lines: changedHours(rulesOf(before, counter), rulesOf(now, counter), today, last),
      }));
    const alike = [...Map.groupBy(all, ({ lines }) => JSON.stringify(lines)).values()];
    const parts = alike.flatMap((group) => {
      const lines = group[0]?.lines ?? [];
      return lines.length === 0
        ? []
        : [{ serviceIds: group.length === all.length ? null : group.map(({ serviceId }) => serviceId), lines }];
    });
    return parts.length === 0 ? [] : [{ officeId, parts }];
  });
}
