import type { Clock } from '../../../lib/clock.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { keep } from '../../../lib/kept.ts';
import type { CitizenActs, DaySign } from '../../acts.ts';
import type { CommonReads, CounterWord, Office, Service } from '../../common.ts';
import { publicDays } from '../../days.ts';
import { offeredServices, officesFor } from '../../offers.ts';
import { lookOn, type Outlook } from '../../outlook.ts';
import { shownDays } from '../../parts/months.tsx';

const MOMENT_MS = 1_000;

export type ServiceSigns = { service: Service; offices: { office: Office; days: DaySign[]; outlook: Outlook }[] };
/** `counters`: what waits at the counters of offices now, by their codes. */
export type PublicSigns = { at: Temporal.Instant; services: ServiceSigns[]; counters: ReadonlyMap<string, CounterWord> };

/** What anyone may know: each service's offices and days with a sign, never a count (§8(3)⑧). Read once a second however many ask. */
export function publicSigns(acts: CitizenActs, common: CommonReads, clock: Clock) {
  const ofService = async (service: Service, from: string): Promise<ServiceSigns> => {
    const offices = await officesFor(common, service.code);
    const read = async (office: Office) => {
      const first = await publicDays(acts, service.code, office.code, from);
      const outlook = await lookOn(
        (page) => (page === from ? Promise.resolve(first) : publicDays(acts, service.code, office.code, page)),
        from,
      );
      return { office, days: shownDays(first.days, first.earliest, first.latest), outlook };
    };
    return { service, offices: await Promise.all(offices.map(read)) };
  };
  return keep<'', PublicSigns>(MOMENT_MS, async () => {
    const at = clock.now();
    const [services, counters] = await Promise.all([offeredServices(common), common.counters('')]);
    return { at, counters, services: await Promise.all(services.map((service) => ofService(service, cityDay(at)))) };
  });
}
