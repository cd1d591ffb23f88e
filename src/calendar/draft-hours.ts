import { plainDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { applyChanges } from './apply.ts';
import { changedHours, type HoursLine, openSpans } from './changed-hours.ts';
import { readUndo } from './drafts.ts';
import { readState } from './read.ts';
import { counterState, rulesOf } from './state.ts';

/** How far ahead is looked: a year, beyond which nobody books. */
const DAYS = 365;

/** Lines of an office: of some of its services, or of all that anybody may come for (null). */
export type OfficeHours = { officeId: number; parts: { serviceIds: readonly number[] | null; lines: readonly HoursLine[] }[] };

/**
 * When each office is open otherwise than before a draft was published, from today (JST) on: the rules as they stand beside those that taking it back would
 * make. None of what was changed again since, or taken back.
 */
export async function readDraftHours(tx: Tx, draftId: number, today: string): Promise<OfficeHours[]> {
  const now = await readState(tx);
  const before = applyChanges(now, await readUndo(tx, draftId, today));
  const last = addDays(today, DAYS);
  const counters = [...new Map([...before.counters, ...now.counters]).values()].map(({ counter }) => counter);
  const opens = (rules: ReturnType<typeof rulesOf>): boolean =>
    rules.weekRules.some(({ patternId }) => patternId !== null) ||
    [...rules.overrides.keys()].some((day) => day >= today && openSpans(rules, plainDate(day)).length > 0);
  return [...Map.groupBy(counters, ({ officeId }) => officeId)].flatMap(([officeId, ofOffice]): OfficeHours[] => {
    const all = ofOffice
      .filter((counter) => opens(rulesOf(before, counter)) || opens(rulesOf(now, counter)))
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
