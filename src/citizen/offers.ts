import { keepSame } from '../lib/kept.ts';
import type { CommonReads, Offer, Office, Service } from './common.ts';

/** How one comes for a service: by a card on file, or by saying who one is. Words that speak of cards are kept by it. */
export type By = 'card' | 'person';
export const byOf = ({ needsCard }: { needsCard: boolean }): By => (needsCard ? 'card' : 'person');

const servicesOffered = keepSame(({ services, offers }: { services: Service[]; offers: Offer[] }) =>
  services.filter(({ code }) => offers.some(({ service }) => service === code)),
);

/** Services that citizens can book somewhere now, in the city's order. */
export async function offeredServices(common: CommonReads): Promise<Service[]> {
  const [services, offers] = await Promise.all([common.services(''), common.offers('')]);
  return servicesOffered({ services, offers });
}

/** The same list for as long as nothing changed, so that what is drawn from it can be kept. */
const officesOffering = keepSame(({ offices, offers, service }: { offices: Office[]; offers: Offer[]; service: string }) =>
  offices.filter(({ code }) => offers.some((offer) => offer.service === service && offer.office === code)),
);

/** Offices where citizens can book the service now (§8(3)⑦c), in the city's order. */
export async function officesFor(common: CommonReads, service: string): Promise<Office[]> {
  const [offices, offers] = await Promise.all([common.offices(''), common.offers('')]);
  return officesOffering({ offices, offers, service });
}

/** The service asked for by its code, of that kind and on offer; without a code the first one. Undefined where there is none: never another than was asked for. */
export async function serviceAsked(common: CommonReads, code: string, by?: By): Promise<Service | undefined> {
  const offered = (await offeredServices(common)).filter((service) => by === undefined || byOf(service) === by);
  return code === '' ? offered[0] : offered.find((service) => service.code === code);
}
