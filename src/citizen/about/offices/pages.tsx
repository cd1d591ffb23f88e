import { languageOf, textsOf } from '../../../languages/index.ts';
import type { Clock } from '../../../lib/clock.ts';
import { today } from '../../../lib/clock.ts';
import { Phrase, Says } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { keep } from '../../../lib/kept.ts';
import { dayParam } from '../../../lib/values/days.ts';
import type { CitizenActs } from '../../acts.ts';
import type { CommonReads, Service } from '../../common.ts';
import { publicDays } from '../../days.ts';
import { Frame, WayBack } from '../../frame.tsx';
import { firstPage } from '../../journey/begin/pages.ts';
import { laterFrom } from '../../journey/calendar/drawing.tsx';
import { beginsAt, officeOf } from '../../journey/calendar/drawn-for.ts';
import { noOffices } from '../../journey/calendar/pages.tsx';
import { OfficeCalendar } from '../../journey/calendar/view.tsx';
import { byOf, offeredServices, officesFor, serviceAsked } from '../../offers.ts';
import { lookOn } from '../../outlook.ts';
import { CounterLine, counterNow } from '../../parts/counter-now.tsx';
import { keptMonths } from '../../parts/months-kept.tsx';
import { News } from '../../parts/news.tsx';
import { officeCalendarPath, paths, sessionsPath, withQuery } from '../../paths.ts';
import { type Answer, type Ask, go } from '../../route.ts';
import { siteKind } from '../../site-name.ts';
import { BothNames, drawIn, fillIn } from '../../speech.tsx';

/** A second at most: what is gone is not offered for longer. */
const MOMENT_MS = 1_000;

/**
 * Anyone's view of an office's calendar, drawn once a second however many ask. The bytes are kept, not only what was read:
 * drawing is most of the work.
 */
export function officeCalendars(acts: CitizenActs, common: CommonReads, clock: Clock) {
  return keep<string, Buffer | undefined>(MOMENT_MS, async (key) => {
    const [code = '', serviceCode = '', asked = '', spoken = ''] = key.split(' ');
    const language = languageOf(spoken);
    const services = await offeredServices(common);
    const service = services.find((one) => one.code === serviceCode);
    const offices = await officesFor(common, serviceCode);
    const office = offices.find((one) => one.code === code);
    if (office === undefined || service === undefined) return undefined;
    const now = today(clock).toString();
    const from = beginsAt(asked, now);
    const [calendar, news, counters] = await Promise.all([
      publicDays(acts, service.code, code, from),
      common.notices(''),
      common.counters(''),
    ]);
    const outlook = await lookOn(
      (page) => (page === from ? Promise.resolve(calendar) : publicDays(acts, service.code, code, page)),
      now,
    );
    const words = textsOf(language).offices;
    const later = laterFrom(calendar, from);
    const hidden = services.length > 1 ? { service: service.code } : {};
    const here = withQuery(officeCalendarPath(code), hidden);
    const speech = { language, here: asked === '' ? here : withQuery(officeCalendarPath(code), { ...hidden, from: asked }) };
    const page = drawIn(
      speech,
      <Frame title={words.title} indexed finish={false}>
        <WayBack />
        <News news={news} />
        <h1>
          <Phrase>{words.heading}</Phrase>
        </h1>
        {services.length > 1 && <ServiceTabs services={services} current={service} label={words.services} />}
        <Says class="lead">{words.lead[byOf(service)]}</Says>
        <OfficeCalendar
          by={byOf(service)}
          offices={offices}
          office={office}
          calendar={calendar}
          outlook={outlook}
          pageHref={(page) => withQuery(officeCalendarPath(code), { ...hidden, from: page === now ? '' : page })}
          action={paths.offices}
          hidden={hidden}
          leads={{ begin: firstPage(service) }}
          counter={<CounterLine {...counterNow(counters.get(code))} />}
          laterHref={later === undefined ? undefined : withQuery(officeCalendarPath(code), { ...hidden, from: later })}
          earlierHref={from === now ? undefined : here}
        />
        <p>
          <a class="link-alone" href={sessionsPath(code)}>
            {words.feed}
          </a>
        </p>
      </Frame>,
      keptMonths,
    );
    return fillIn(speech, page);
  });
}

function ServiceTabs({ services, current, label }: { services: Service[]; current: Service; label: string }) {
  return (
    <nav aria-label={label}>
      <ul class="service-tabs">
        {services.map(({ code, name, names }) => (
          <li>
            <a
              href={withQuery(paths.offices, { service: code })}
              {...(code === current.code ? { 'aria-current': 'page' as const } : {})}
            >
              <BothNames of={{ name, names }} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export const officeCalendarPage =
  (calendars: ReturnType<typeof officeCalendars>) =>
  async ({ common, language, params, query }: Ask): Promise<Answer> => {
    const service = await serviceAsked(common, textOf(query, 'service'));
    const from = dayParam(textOf(query, 'from'));
    const code = params['code'] ?? '';
    const known = /^[a-z0-9-]{1,40}$/u.test(code) && service !== undefined;
    const html = known ? await calendars(`${code} ${service.code} ${from.ok ? from.value : ''} ${language}`) : undefined;
    return html === undefined ? go(paths.offices) : { kind: 'bytes', html, shared: true };
  };

/** The pull-down's address: on to the office's own page. An office that does not have the service leads to the first that has. */
export async function officesPage({ common, language, query }: Ask): Promise<Answer> {
  const [service, offered] = await Promise.all([serviceAsked(common, textOf(query, 'service')), offeredServices(common)]);
  if (service === undefined) return offered.length > 0 ? go(paths.offices) : noOffices(language, siteKind());
  const office = officeOf(await officesFor(common, service.code), textOf(query, 'office'), null);
  if (office === undefined) return noOffices(language, byOf(service));
  return go(withQuery(officeCalendarPath(office.code), offered.length > 1 ? { service: service.code } : {}));
}
