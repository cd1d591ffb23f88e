import type { HoursLine } from '../calendar/changed-hours.ts';
import type { OfficeHours } from '../calendar/draft-hours.ts';
import { formatsOf, type Language, textsOf } from '../languages/index.ts';
import { type Named, saidIn } from '../languages/names.ts';
import type { Tx } from '../lib/db/db.ts';
import { put } from '../lib/language/text.ts';
import type { PosterPaper } from '../lib/pdf/paper.ts';
import { onDaysWords, spansWords } from './hours-words.ts';
import { doorPoster, type PosterLine, type PosterOffice, posterDay, posterLine } from './poster-words.ts';

/** As many as can be read on one sheet from before a door: more would make all of them small. */
const MOST_ROWS = 10;
/** As wide as a row of what becomes of a counter is, in letters of Japanese. */
const ROW_WIDTH = 20;

/** How many rows a text takes on the sheet. */
const rowsOf = (text: string): number =>
  text
    .split('\n')
    .reduce(
      (sum, row) =>
        sum + Math.max(1, Math.ceil((row.length + row.replaceAll(/[\u0000-\u024f\u1e00-\u1eff]/gu, '').length) / 2 / ROW_WIDTH)),
      0,
    );

/** The first texts that fit so many rows; one at least. */
function fitting(texts: readonly string[], room: number): string[] {
  let left = room;
  return texts.filter((text, at) => {
    left -= rowsOf(text);
    return at === 0 || left >= 0;
  });
}

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
  let [room, more] = [MOST_ROWS, false];
  const lines = all.flatMap(({ line, service }): PosterLine[] => {
    const what = whatWords(language, line, service);
    const but = 'days' in line.on || !line.on.exceptHolidays ? [] : [words.notHolidays];
    const when = onDaysWords(language, line.on, (day) => posterDay(language, day));
    const after = rowsOf(what) + but.length;
    // The first is said however long it is; none of those that follow one left out.
    if (room < MOST_ROWS && room < after + rowsOf(when.lines[0] ?? '')) room = 0;
    if (room === 0) {
      more = true;
      return [];
    }
    const days = fitting(when.lines, room - after);
    more ||= when.more || days.length < when.lines.length;
    room = Math.max(0, room - after - rowsOf(days.join('\n')));
    return [posterLine(days.join('\n'), 28, { bold: true }), posterLine(what, 24), ...but.map((text) => posterLine(text, 18))];
  });
  return doorPoster(tx, language, office, {
    title: words.changedTitle,
    lines: [...lines, ...(more ? [posterLine(words.more, 18)] : [])],
  });
}
