import { takesFor } from '../../../services/takes.ts';
import type { VisitAsk } from '../../route.ts';
import type { TheVisit } from './view.tsx';

/** How long a visit of so many takes at the counter and how long before its time one comes, as the city set it; 0: it says nothing. */
export async function theVisit({ common, visit }: Pick<VisitAsk, 'common' | 'visit'>): Promise<TheVisit> {
  const [all, arrive] = await Promise.all([common.takes(''), common.arrive('')]);
  return { takes: takesFor(all.get(visit.serviceCode), visit.people), people: visit.people, arrive };
}
