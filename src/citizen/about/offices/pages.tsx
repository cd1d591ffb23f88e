import type { Clock } from '../../../lib/clock.ts';
import { today } from '../../../lib/clock.ts';
import { Phrase, Says } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { keep } from '../../../lib/kept.ts';
import type { CitizenActs } from '../../acts.ts';
import type { CommonReads } from '../../common.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { beginsAt, laterFrom, noOffices, officeOf } from '../../journey/calendar/pages.tsx';
import { OfficeCalendar } from '../../journey/calendar/view.tsx';
import type { Language, Words } from '../../language.ts';
import { reach } from '../../parts/months.tsx';
import { renderBytes } from '../../parts/months-kept.tsx';
import { officeCalendarPath, paths, withQuery } from '../../paths.ts';
import { type Answer, type Ask, go } from '../../route.ts';

export const texts: Words<{ title: string; heading: string; lead: string }> = {
  ja: {
    title: '窓口の空き状況',
    heading: '窓口の|空き状況',
    lead: '予約するには、|交付通知書IDと|誕生日が|必要です。|カードが|別の場所に|あるときは、|受け取れる日が|遅くなります。',
  },
};

/** A second at most: what is gone is not offered for longer (issue 3 §8). */
const MOMENT_MS = 1_000;

/**
 * Anyone's view of an office's calendar, drawn once a second however many ask. The bytes are kept, not only what was read:
 * drawing is most of the work.
 */
export function officeCalendars(acts: CitizenActs, common: CommonReads, clock: Clock) {
  return keep<string, Buffer | undefined>(MOMENT_MS, async (key) => {
    const [code = '', asked = '', language = 'ja'] = key.split(' ') as [string, string, Language];
    const offices = await common.offices('');
    const office = offices.find((one) => one.code === code);
    const [service] = await common.services('');
    if (office === undefined || service === undefined) return undefined;
    const now = today(clock).toString();
    const from = beginsAt(asked, now);
    const calendar = await acts.publicCalendar(service.code, code, from, reach(from));
    const words = texts[language];
    const later = laterFrom(calendar, from);
    const here = officeCalendarPath(code);
    return renderBytes(
      <Frame language={language} title={words.title} indexed>
        <BackLink href={paths.start} language={language} />
        <h1>
          <Phrase>{words.heading}</Phrase>
        </h1>
        <Says class="lead">{words.lead}</Says>
        <OfficeCalendar
          language={language}
          offices={offices}
          office={office}
          calendar={calendar}
          action={paths.offices}
          dayHref={() => paths.notice}
          looking
          laterHref={later === undefined ? undefined : withQuery(here, { from: later })}
          earlierHref={from === now ? undefined : here}
        />
      </Frame>,
    );
  });
}

export const officeCalendarPage =
  (calendars: ReturnType<typeof officeCalendars>) =>
  async ({ language, params, query }: Ask): Promise<Answer> => {
    const html = await calendars(`${params['code'] ?? ''} ${textOf(query, 'from')} ${language}`.slice(0, 80));
    return html === undefined ? go(paths.offices) : { kind: 'bytes', html };
  };

/** The pull-down's address: on to the office's own page. */
export async function officesPage({ common, language, query }: Ask): Promise<Answer> {
  const office = officeOf(await common.offices(''), textOf(query, 'office'), null);
  return office === undefined ? noOffices(language) : go(officeCalendarPath(office.code));
}
