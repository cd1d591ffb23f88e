import { type HoursLine, type OnDays, stretches } from '../calendar/changed-hours.ts';
import { formatsOf, type Language, textsOf } from '../languages/index.ts';
import { put } from '../lib/language/text.ts';

/** More stretches of days than these are no reading on a door. */
const MOST_STRETCHES = 6;

/** On which days, each stretch a line; `more`: not all of them are named. */
export function onDaysWords(language: Language, on: OnDays, day: (one: string) => string): { lines: string[]; more: boolean } {
  const [words, say] = [textsOf(language).poster, formatsOf(language)];
  if ('days' in on) {
    const all = stretches(on.days);
    return {
      lines: all
        .slice(0, MOST_STRETCHES)
        .map(({ from, to }) => (from === to ? day(from) : put(words.days, { from: day(from), to: day(to) }))),
      more: all.length > MOST_STRETCHES,
    };
  }
  const days = put(words.everyWeek, { weekday: say.weekdayLong(on.weekdayOf) });
  const from = day(on.from);
  const said = on.to === null ? put(words.since, { from, days }) : put(words.between, { from, to: day(on.to), days });
  return { lines: [said], more: false };
}

/** 午前9時から正午まで、午後1時から午後5時まで */
export const spansWords = (language: Language, spans: HoursLine['spans']): string => {
  const [words, say] = [textsOf(language).poster, formatsOf(language)];
  return say.list(spans.map(({ from, to }) => put(words.hoursWithin, { from: say.time(from), to: say.time(to) })));
};
