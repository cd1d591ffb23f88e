import type { VisitAsk } from '../route.ts';

/** How many citizens may book at once for the visit's service, the first person included (§8(3)⑥). */
export async function mostOf({ common, visit }: VisitAsk): Promise<number> {
  return (await common.services('')).find(({ code }) => code === visit.serviceCode)?.partyMax ?? 1;
}
