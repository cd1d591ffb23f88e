import type { ClosingRow } from '../closing/read.ts';
import { formatsOf, type Language, textsOf } from '../languages/index.ts';
import { type Said, saidIn } from '../languages/names.ts';
import type { Tx } from '../lib/db/db.ts';
import { put } from '../lib/language/text.ts';
import type { PosterPaper } from '../lib/pdf/paper.ts';
import { doorPoster, namedText, posterDay, posterLine } from './poster-words.ts';

/** When it is closed, as the language says it: the days, and the hours of each. */
function whenWords(language: Language, { from, to, fromMinute, toMinute }: ClosingRow): [days: string, hours: string] {
  const [words, say] = [textsOf(language).poster, formatsOf(language)];
  return [
    from === to ? posterDay(language, from) : put(words.days, { from: posterDay(language, from), to: posterDay(language, to) }),
    fromMinute === null || toMinute === null
      ? words.allDay
      : put(words.hours, { from: say.time(fromMinute), to: say.time(toMinute) }),
  ];
}

/** The notice for the door in a language: when, what, why, and what to do about a reservation. What nobody said in it stands there in Japanese. */
export async function closingPoster(tx: Tx, closing: ClosingRow, language: Language): Promise<PosterPaper> {
  const { serviceName, serviceNames, officeName, officeNames, officePhone } = closing;
  const words = textsOf(language).poster;
  const reason: Said = saidIn(language, await namedText(tx, closing.reason));
  const service = serviceName === null ? undefined : saidIn(language, { name: serviceName, names: serviceNames ?? {} });
  const [days, hours] = whenWords(language, closing);
  return doorPoster(
    tx,
    language,
    { name: officeName, names: officeNames, phone: officePhone },
    {
      title: words.title,
      lines: [
        posterLine(days, 34, { bold: true }),
        posterLine(hours, 34, { bold: true }),
        posterLine(service === undefined ? words.closed : put(words.closedService, { service: service.text }), 26),
        posterLine(put(words.reason, { reason: reason.text }), 22, reason.lang === undefined ? {} : { lang: reason.lang }),
        posterLine(words.booked, 18),
      ],
    },
  );
}
