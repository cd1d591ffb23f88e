import type { CommonReads, Office, Service } from './common.ts';

/** How one comes for a service: by a card on file, or by saying who one is. Words that speak of cards are kept by it. */
export type By = 'card' | 'person';
export const byOf = ({ needsCard }: { needsCard: boolean }): By => (needsCard ? 'card' : 'person');
export type ByKind<T> = Record<By, T>;

/** Services that citizens can book somewhere now, in the city's order. */
export async function offeredServices(common: CommonReads): Promise<Service[]> {
  const [services, offers] = await Promise.all([common.services(''), common.offers('')]);
  return services.filter(({ code }) => offers.some(({ service }) => service === code));
}

/** Offices where citizens can book the service now (§8(3)⑦c), in the city's order. */
export async function officesFor(common: CommonReads, serviceCode: string): Promise<Office[]> {
  const [offices, offers] = await Promise.all([common.offices(''), common.offers('')]);
  return offices.filter(({ code }) => offers.some(({ service, office }) => service === serviceCode && office === code));
}

/** The service asked for by its code, of that kind and on offer; without a code the first one. Undefined where there is none: never another than was asked for. */
export async function serviceAsked(common: CommonReads, code: string, by?: By): Promise<Service | undefined> {
  const offered = (await offeredServices(common)).filter((service) => by === undefined || byOf(service) === by);
  return code === '' ? offered[0] : offered.find((service) => service.code === code);
}
