import { createHash } from 'node:crypto';
import { formatsOf, type Language, prefixOf, textsOf } from '../../../languages/index.ts';
import { bothText, type Named, saidIn } from '../../../languages/names.ts';
import { calendarFeed } from '../../../lib/calendar-file/feed.ts';
import { CITY_ZONE } from '../../../lib/clock.ts';
import { instantOf } from '../../../lib/dates/jst.ts';
import { plain } from '../../../lib/html/index.ts';
import { withPrefix } from '../../../lib/language/links.ts';
import { withoutRuby } from '../../../lib/language/ruby.ts';
import { put } from '../../../lib/language/text.ts';
import { cityNow } from '../../../site/city.ts';
import type { DaySign } from '../../acts.ts';
import type { CounterWord } from '../../common.ts';
import { noteOf } from '../../parts/months.tsx';
import { officeCalendarPath, withQuery } from '../../paths.ts';
import type { PublicSigns } from './read.ts';

/** A name for files, which know no ruby. */
const nameIn = (language: Language, of: Named): string => withoutRuby(saidIn(language, of).text);

/** The same where one is to go, with the Japanese name behind it. */
const bothNames = (language: Language, of: Named): string => withoutRuby(bothText(language, of));

/** A text of the site for files, which know neither ruby nor where a line may break. */
export const fileText = (text: string): string => withoutRuby(plain(text));

/** A moment as programs read it, in the city's time. */
export const cityTime = (at: Temporal.Instant): string =>
  at.toZonedDateTimeISO(CITY_ZONE).toString({ smallestUnit: 'second', timeZoneName: 'never' });

/** The signs as JSON. `calendar`: the page on which anyone sees the same days. */
export const signsJson = ({ at, services, counters }: PublicSigns, language: Language, origin: string): string =>
  JSON.stringify({
    generatedAt: cityTime(at),
    services: services.map(({ service, offices }) => ({
      code: service.code,
      name: nameIn(language, service),
      offices: offices.map(({ office, days }) => ({
        code: office.code,
        name: nameIn(language, office),
        calendar: pageOf(office.code, service.code, language, origin),
        ...counterOf(counters.get(office.code)),
        days: days.map(({ day, sign }) => ({ day, sign })),
      })),
    })),
  });

/** What waits at an office's counter; where nothing can be said, there is no such field. */
const counterOf = (told: CounterWord | undefined) =>
  told === undefined ? {} : { counter: { sign: told.word, seenAt: cityTime(instantOf(told.seen)) } };

const pageOf = (office: string, service: string, language: Language, origin: string): string =>
  `${origin}${withPrefix(prefixOf(language), withQuery(officeCalendarPath(office), { service }))}`;

const uidOf = (office: string, service: string, day: string): string =>
  `${createHash('sha256').update(`sessions\0${office}\0${service}\0${day}`).digest('hex').slice(0, 32)}@madoguchi`;

/** From when to when an office is open on a day. */
const hoursOf = ({ note }: DaySign): { begins: number; ends: number } | undefined =>
  note === undefined || note.begins === null || note.ends === null ? undefined : { begins: note.begins, ends: note.ends };

/** The days an office opens out of the ordinary (weekends, holidays, evenings) as a feed; undefined for an office that nobody can book at. */
export function sessionsFeed(
  { at, services }: PublicSigns,
  code: string,
  language: Language,
  origin: string,
): string | undefined {
  const texts = textsOf(language);
  const here = services.flatMap(({ service, offices }) =>
    offices.filter(({ office }) => office.code === code).map((found) => ({ service, ...found })),
  );
  const office = here[0]?.office;
  if (office === undefined) return undefined;
  const name = bothNames(language, office);
  const whatOf = (day: DaySign): string => (day.sign === 'closed' ? '' : fileText(noteOf(day, texts.months, language)));
  return calendarFeed(
    fileText(put(texts.offices.feedName, { city: nameIn(language, cityNow()), office: name })),
    at,
    here.flatMap(({ service, days }) =>
      days
        .filter((day) => whatOf(day) !== '')
        .map((day) => ({
          uid: uidOf(code, service.code, day.day),
          day: day.day,
          hours: hoursOf(day),
          summary: fileText(put(texts.offices.session, { office: name, what: whatOf(day) })),
          place: office.address,
          notes: bothNames(language, service),
          url: pageOf(code, service.code, language, origin),
        })),
    ),
  );
}

export const asOf = (at: Temporal.Instant, language: Language): string => {
  const { hour, minute } = at.toZonedDateTimeISO(CITY_ZONE);
  return put(textsOf(language).offices.asOf, { time: formatsOf(language).time(hour * 60 + minute) });
};
