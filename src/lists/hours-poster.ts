import type { HoursLine } from '../calendar/changed-hours.ts';
import type { OfficeHours } from '../calendar/draft-hours.ts';
import { formatsOf, type Language, textsOf } from '../languages/index.ts';
import { type Named, saidIn } from '../languages/names.ts';
import type { Tx } from '../lib/db/db.ts';
import { put } from '../lib/language/text.ts';
import type { PosterPaper } from '../lib/pdf/paper.ts';
import { onDaysWords, spansWords } from './hours-words.ts';
import { doorPoster, type PosterLine, type PosterOffice, posterDay, posterLine } from './poster-words.ts';

/** As many as can be read on one sheet from before a door. */
const MOST_LINES = 6;

/** What becomes of the counter on those days. */
function whatWords(language: Language, { spans }: HoursLine, service: string | undefined): string {
  const words = textsOf(language).poster;
  if (spans.length === 0) return service === undefined ? words.closed : put(words.closedService, { service });
  const hours = spansWords(language, spans);
  return service === undefined ? put(words.open, { hours }) : put(words.openService, { service, hours });
}

type Changed = { office: PosterOffice; parts: OfficeHours['parts']; services: ReadonlyMap<number, Named> };

/** The notice for a door of what a published change makes of an office's hours, in a language: which days, which hours. */
export async function hoursPoster(tx: Tx, language: Language, { office, parts, services }: Changed): Promise<PosterPaper> {
  const [words, say] = [textsOf(language).poster, formatsOf(language)];
  const all = parts.flatMap(({ serviceIds, lines }) => {
    const names = serviceIds?.flatMap((id) => services.get(id) ?? []).map((named) => saidIn(language, named).text);
    return lines.map((line) => ({ line, service: names === undefined ? undefined : say.list(names) }));
  });
  let more = all.length > MOST_LINES;
  const lines = all.slice(0, MOST_LINES).flatMap(({ line, service }): PosterLine[] => {
    const when = onDaysWords(language, line.on, (day) => posterDay(language, day));
    more ||= when.more;
    return [
      posterLine(when.lines.join('\n'), 28, { bold: true }),
      posterLine(whatWords(language, line, service), 24),
      ...('days' in line.on || !line.on.exceptHolidays ? [] : [posterLine(words.notHolidays, 18)]),
    ];
  });
  return doorPoster(tx, language, office, {
    title: words.changedTitle,
    lines: [...lines, ...(more ? [posterLine(words.more, 18)] : [])],
  });
}
