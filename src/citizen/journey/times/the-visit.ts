import type { VisitAsk } from '../../route.ts';
import type { TheVisit } from './view.tsx';

/** How long a visit of so many takes at the counter and how long before its time one comes, as the city set it; 0: it says nothing. */
export async function theVisit({ common, visit }: Pick<VisitAsk, 'common' | 'visit'>): Promise<TheVisit> {
  const [all, arrive] = await Promise.all([common.takes(''), common.arrive('')]);
  const takes = all.get(visit.serviceCode);
  return { takes: takes === undefined ? 0 : takes.minutes + takes.more * (visit.people - 1), people: visit.people, arrive };
}
