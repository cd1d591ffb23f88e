import type { ClosingRow } from '../closing/read.ts';
import { factsOf, formatsOf, type Language, textsOf } from '../languages/index.ts';
import { type Named, type Said, saidIn } from '../languages/names.ts';
import type { Tx } from '../lib/db/db.ts';
import { rubyInLine } from '../lib/language/ruby.ts';
import { plain, put } from '../lib/language/text.ts';
import type { PosterPaper } from '../lib/pdf/paper.ts';
import { showPhone } from '../lib/values/contact.ts';
import { cityNow } from '../site/city.ts';
import { bodiesOf } from '../site/translations.ts';

type Poster = PosterPaper['lines'][number];

/** When it is closed, as the language says it: the days, and the hours of each. */
function whenWords(language: Language, { from, to, fromMinute, toMinute }: ClosingRow): [days: string, hours: string] {
  const [words, say] = [textsOf(language).poster, formatsOf(language)];
  const day = (one: string) => put(words.day, { date: say.date(one), weekday: say.weekday(one) });
  return [
    from === to ? day(from) : put(words.days, { from: day(from), to: day(to) }),
    fromMinute === null || toMinute === null
      ? words.allDay
      : put(words.hours, { from: say.time(fromMinute), to: say.time(toMinute) }),
  ];
}

/** The notice for the door in a language: when, what, why, and what to do about a reservation. What nobody said in it stands there in Japanese. */
export async function closingPoster(tx: Tx, closing: ClosingRow, language: Language): Promise<PosterPaper> {
  const { serviceName, serviceNames, officeName, officeNames, officePhone } = closing;
  const words = textsOf(language).poster;
  const shown = (text: string) => rubyInLine(plain(text));
  const named = async (name: string): Promise<Named> => ({ name, names: await bodiesOf(tx, name) });
  const reason: Said = saidIn(language, await named(closing.reason));
  const service = serviceName === null ? undefined : saidIn(language, { name: serviceName, names: serviceNames ?? {} });
  const city = saidIn(language, await named(cityNow().name)).text;
  const office = saidIn(language, { name: officeName, names: officeNames }).text;
  const [days, hours] = whenWords(language, closing);
  const line = (text: string, size: number, more: Partial<Poster> = {}): Poster => ({ text: shown(text), size, ...more });
  const phone = officePhone === '' ? cityNow().phone : showPhone(officePhone);
  return {
    kind: 'poster',
    lang: factsOf(language).lang,
    title: shown(words.title),
    lines: [
      line(days, 34, { bold: true }),
      line(hours, 34, { bold: true }),
      line(service === undefined ? words.closed : put(words.closedService, { service: service.text }), 26),
      line(put(words.reason, { reason: reason.text }), 22, reason.lang === undefined ? {} : { lang: reason.lang }),
      line(words.booked, 18),
    ],
    foot: [shown(put(words.by, { city, office })), shown(put(words.phone, { phone }))],
  };
}
