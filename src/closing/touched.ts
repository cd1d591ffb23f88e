import type { Change } from '../calendar/changes.ts';
import { type CalendarState, type Counter, counterKey } from '../calendar/state.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Counters that a draft is about at all: those whose plans it changes, and those it names to be brought back to their rules. */
export function touched(before: CalendarState, after: CalendarState, changes: readonly Change[]): Counter[] {
  const named = new Set(changes.flatMap((change) => (change.kind === 'as-ruled' ? change.counters.map(counterKey) : [])));
  const patterns = new Set(changes.flatMap((change) => (change.kind === 'pattern' ? [change.id] : [])));
  const holidays = changes.some(({ kind }) => kind === 'holiday');
  return [...after.counters.values()]
    .filter(({ counter, weekRules, overrides }) => {
      const key = counterKey(counter);
      const was = before.counters.get(key);
      if (named.has(key) || holidays || was !== after.counters.get(key)) return true;
      return (
        weekRules.some(({ patternId }) => patternId !== null && patterns.has(patternId)) ||
        [...overrides.values()].some(({ patternId }) => patternId !== null && patterns.has(patternId))
      );
    })
    .map(({ counter }) => counter)
    .toSorted((a, b) => a.officeId - b.officeId || a.serviceId - b.serviceId);
}

/** Offices and services that changes name and that are no longer in use. */
export async function retiredNamed(tx: Tx): Promise<(counter: Counter) => 'office-retired' | 'service-retired' | undefined> {
  const offices = await tx.rows<{ id: number }>(sql`SELECT id FROM offices.offices WHERE retired_at IS NULL`);
  const services = await tx.rows<{ id: number }>(sql`SELECT id FROM services.services WHERE retired_at IS NULL`);
  const hasOffice = new Set(offices.map(({ id }) => id));
  const hasService = new Set(services.map(({ id }) => id));
  return ({ officeId, serviceId }) => {
    if (!hasOffice.has(officeId)) return 'office-retired';
    return hasService.has(serviceId) ? undefined : 'service-retired';
  };
}

export const countersOf = (change: Change): readonly Counter[] => {
  switch (change.kind) {
    case 'week-rule':
    case 'capacity':
      return [change.counter];
    case 'days':
    case 'as-ruled':
      return change.counters;
    default:
      return [];
  }
};
