import type { Clock } from '../../../lib/clock.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { keep } from '../../../lib/kept.ts';
import type { CitizenActs, DaySign } from '../../acts.ts';
import type { CommonReads, Office, Service } from '../../common.ts';
import { publicDays } from '../../days.ts';
import { offeredServices, officesFor } from '../../offers.ts';
import { shownDays } from '../../parts/months.tsx';

const MOMENT_MS = 1_000;

export type ServiceSigns = { service: Service; offices: { office: Office; days: DaySign[] }[] };
export type PublicSigns = { at: Temporal.Instant; services: ServiceSigns[] };

/** What anyone may know: each service's offices and days with a sign, never a count (§8(3)⑧). Read once a second however many ask. */
export function publicSigns(acts: CitizenActs, common: CommonReads, clock: Clock) {
  const ofService = async (service: Service, from: string): Promise<ServiceSigns> => {
    const offices = await officesFor(common, service.code);
    const days = await Promise.all(offices.map(({ code }) => publicDays(acts, service.code, code, from)));
    return {
      service,
      offices: offices.map((office, n) => {
        const read = days[n];
        return { office, days: read === undefined ? [] : shownDays(read.days, read.earliest, read.latest) };
      }),
    };
  };
  return keep<'', PublicSigns>(MOMENT_MS, async () => {
    const at = clock.now();
    const services = await offeredServices(common);
    return { at, services: await Promise.all(services.map((service) => ofService(service, cityDay(at)))) };
  });
}
