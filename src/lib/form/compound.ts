import { clockTime, longDate } from '../dates/format.ts';
import { addDays, cityDay, cityInstant, cityMinute } from '../dates/jst.ts';
import type { Lies } from '../values/days.ts';
import { lineOfText } from '../values/texts.ts';
import { DAY_END } from '../values/times.ts';
import { type About, type Field, type Leavable, REFUSED, type Read, type Reading } from './field.ts';
import { day, time } from './kinds-numbers.ts';

/** A text in each of several languages → { en: '…' }; what is left empty is left out. */
export const perLanguage = (
  label: string,
  languages: readonly (readonly [code: string, label: string])[],
  most: number,
  about: About = {},
): Field<Record<string, string>> => ({
  ...about,
  label,
  need: 'may',
  look: { as: 'lines', items: languages },
  read: ({ box, input, context, say }) => {
    const texts: Record<string, string> = {};
    for (const [code, words] of languages) {
      const value = lineOfText(most)(input[`${box}-${code}`]);
      if (value.ok) texts[code] = value.value;
      else if (value.reason !== 'empty')
        say(`${box}-${code}`, context.sentences.text(`${label}（${words}）`, most)[value.reason]);
    }
    return texts;
  },
  show: (box, value) => Object.fromEntries(languages.map(([code]) => [`${box}-${code}`, value[code] ?? ''])),
});

type MomentAbout = About & {
  /** A day without a time is the day's end, not its beginning. */
  end?: boolean;
  /** The time must be there: a whole day more or less is not a thing to guess. */
  timed?: boolean;
  /** Where a day without a year lies. */
  lies?: Lies;
};

function readMoment(
  reading: Reading,
  label: string,
  { end = false, timed = false, lies = 'ahead' }: MomentAbout,
): Read<Temporal.Instant | null> {
  const { box, context, say } = reading;
  const called = { day: `${box}-day`, time: `${box}-time` };
  const dayRead = day(label, { lies })
    .optional()
    .read({ ...reading, box: called.day });
  const ofTime: string[] = [];
  const minute = time(`${label}の時刻`)
    .optional()
    .read({ ...reading, box: called.time, say: (_, words) => ofTime.push(words) });
  if (dayRead === null && minute === null) return null;
  // What is wrong with either box is said at once, of the day first.
  if (dayRead === null) say(called.day, context.sentences.dayMissing(label));
  const untimed = timed && minute === null;
  if (untimed) ofTime.push(context.sentences.timeMissing(label));
  for (const words of ofTime) say(called.time, words);
  if (dayRead === null || dayRead === REFUSED || minute === REFUSED || untimed) return REFUSED;
  return cityInstant(dayRead, minute ?? (end ? DAY_END : 0));
}

const showMoment = (box: string, value: Temporal.Instant | null): Record<string, string> => ({
  [`${box}-day`]: value === null ? '' : longDate(cityDay(value)),
  [`${box}-time`]: value === null ? '' : clockTime(cityMinute(value)),
});

/** The end of a day is shown as it is typed: the day alone. */
const showEnd = (box: string, value: Temporal.Instant | null): Record<string, string> =>
  value === null || cityMinute(value) > 0
    ? showMoment(box, value)
    : { [`${box}-day`]: longDate(addDays(cityDay(value), -1)), [`${box}-time`]: '' };

/** An instant in two boxes, `BOX-day` and `BOX-time`. */
export function moment(label: string, about: MomentAbout = {}): Omit<Leavable<Temporal.Instant>, 'or'> {
  const called = about.called ?? label;
  const { timed = false, end = false } = about;
  const shared = { ...about, label, look: { as: 'moment', timed } as const, show: end && !timed ? showEnd : showMoment };
  return {
    ...shared,
    need: 'must',
    read: (reading) => {
      const value = readMoment(reading, called, about);
      if (value !== null) return value;
      reading.say(`${reading.box}-day`, reading.context.sentences.day(called).empty);
      if (about.timed === true) reading.say(`${reading.box}-time`, reading.context.sentences.timeMissing(called));
      return REFUSED;
    },
    optional: () => ({ ...shared, need: 'may', read: (reading) => readMoment(reading, called, about) }),
  };
}
