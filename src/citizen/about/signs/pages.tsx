import { type Language, languageOf } from '../../../languages/index.ts';
import type { Clock } from '../../../lib/clock.ts';
import { Phrase } from '../../../lib/html/index.ts';
import { keep } from '../../../lib/kept.ts';
import type { CitizenActs } from '../../acts.ts';
import type { CommonReads } from '../../common.ts';
import { NextDays } from '../../journey/calendar/next-days.tsx';
import { StopLine } from '../../parts/news.tsx';
import { officeCalendarPath, paths, withQuery } from '../../paths.ts';
import { type Answer, get, go, type Route } from '../../route.ts';
import { BothNames, drawIn, fillIn, useSpeech, useTexts } from '../../speech.tsx';
import { JSON_TYPE, SmallPage } from './away.tsx';
import { asOf, sessionsFeed, signsJson } from './data.ts';
import { type PublicSigns, publicSigns, type ServiceSigns } from './read.ts';

const MOMENT_MS = 1_000;

/** Small enough for a frame on the city's own site: each office's next free day, each link leaves the frame. */
function EmbedPage({ at, services, counters }: PublicSigns) {
  const words = useTexts();
  const { language } = useSpeech();
  return (
    <SmallPage title={words.offices.title}>
      <StopLine />
      <div class="wrap embed">
        <h1>
          <Phrase>{words.calendar.nextDaysTitle}</Phrase>
        </h1>
        <p class="soft">{asOf(at, language)}</p>
        {services.map((one) => (
          <ServicePart {...one} counters={counters} />
        ))}
        {services.length === 0 && <p>{words.calendar.nextDaysNone}</p>}
      </div>
    </SmallPage>
  );
}

function ServicePart({ service, offices, counters }: ServiceSigns & Pick<PublicSigns, 'counters'>) {
  return (
    <section>
      <h2>
        <BothNames of={service} />
      </h2>
      <NextDays
        found={offices}
        counters={counters}
        href={({ code }) => withQuery(officeCalendarPath(code), { service: service.code })}
        target="_top"
      />
    </section>
  );
}

/** The public signs for programs (`/availability.json`), calendars (`sessions.ics`) and the city's own site (`/embed`): made once a second, no cookies. */
export function signRoutes(acts: CitizenActs, common: CommonReads, clock: Clock): Route[] {
  const signs = publicSigns(acts, common, clock);
  const json = keep<string, Buffer>(MOMENT_MS, async (key) => {
    const [language = '', origin = ''] = key.split(' ');
    return Buffer.from(signsJson(await signs(''), languageOf(language), origin));
  });
  const feed = keep<string, Buffer | undefined>(MOMENT_MS, async (key) => {
    const [code = '', language = '', origin = ''] = key.split(' ');
    const file = sessionsFeed(await signs(''), code, languageOf(language), origin);
    return file === undefined ? undefined : Buffer.from(file);
  });
  const embed = keep<Language, Buffer>(MOMENT_MS, async (language) => {
    const speech = { language, here: paths.embed };
    return fillIn(speech, drawIn(speech, <EmbedPage {...(await signs(''))} />));
  });
  const sessions = async (code: string, language: Language, origin: string): Promise<Answer> => {
    const content = /^[a-z0-9-]{1,40}$/u.test(code) ? await feed(`${code} ${language} ${origin}`) : undefined;
    return content === undefined ? go(paths.offices) : { kind: 'data', type: 'text/calendar; charset=utf-8', content };
  };
  return [
    get(paths.signs, async ({ language, origin }) => ({
      kind: 'data',
      type: JSON_TYPE,
      content: await json(`${language} ${origin}`),
    })),
    get(paths.sessions, ({ params, language, origin }) => sessions(params['code'] ?? '', language, origin)),
    get(paths.embed, async ({ language }) => ({ kind: 'framed', html: await embed(language), by: await common.embedder('') })),
  ];
}
