import { clockTime, longDate } from '../dates/format.ts';
import { dayLying, dayTyped, type Lies } from '../values/days.ts';
import { wholeNumber } from '../values/numbers.ts';
import { freeText } from '../values/texts.ts';
import { timeOfDay } from '../values/times.ts';
import { type About, type Leavable, leavable, REFUSED } from './field.ts';
import { oneBox } from './kinds.ts';

type Range = { least: number; most: number; unit: string };

/** A whole number in a box with its unit behind it; the unit may be typed along. `behind`: the words behind the box, where the unit is not enough. */
export const number = (
  label: string,
  { least, most, unit }: Range,
  { behind = unit, wide = false, ...about }: About & { behind?: string; wide?: boolean } = {},
) =>
  oneBox<number>(
    {
      label,
      look: { as: 'unit', unit: behind, wide },
      parse: () => wholeNumber(least, most, unit),
      wrong: ({ sentences }, called) => sentences.number(called, least, most, unit),
      show: String,
    },
    about,
  );

/**
 * A day as staff type days → 2026-11-23. `countedFrom`: the box of an earlier day; a day without a year is counted from that one. `lies`: where a day
 * without a year lies.
 */
export const day = (
  label: string,
  { countedFrom, lies = 'ahead', ...about }: About & { countedFrom?: string; lies?: Lies } = {},
) =>
  oneBox<string>(
    {
      label,
      look: { as: 'text', size: 'id' },
      parse: ({ today }, input) => {
        const first = countedFrom === undefined ? undefined : dayTyped(today)(input[countedFrom]);
        const from = first?.ok === true ? first.value : today;
        return dayLying(from, lies);
      },
      wrong: ({ sentences }, called) => sentences.day(called),
      asks: ({ sentences }, called, meant) => sentences.nextYear(called, meant),
      show: longDate,
    },
    about,
  );

/** Days, one a line, at most `most` → in order, each once. Says which of them is none. */
export const days = (
  label: string,
  most: number,
  { rows = 4, ...about }: About & { rows?: number } = {},
): Leavable<readonly string[]> =>
  leavable<readonly string[]>({
    ...about,
    label,
    need: about.need ?? 'must',
    look: { as: 'area', rows },
    read: ({ box, input, context, say }) => {
      const { sentences, today } = context;
      const read = freeText(most * 30)(input[box]);
      if (!read.ok) {
        say(box, read.reason === 'too-long' ? sentences.manyDays(label, most) : sentences.text(label, most)[read.reason]);
        return REFUSED;
      }
      const lines = read.value.split(/[\n、,，]/u).filter((one) => one.trim() !== '');
      if (lines.length > most) say(box, sentences.manyDays(label, most));
      const found: string[] = [];
      for (const [index, one] of lines.slice(0, most).entries()) {
        const typed = dayTyped(today)(one);
        const called = sentences.dayOfSeveral(index + 1, one.trim().slice(0, 20));
        if (typed.ok) found.push(typed.value);
        else
          say(box, typed.detail === undefined ? sentences.day(called)[typed.reason] : sentences.nextYear(called, typed.detail));
      }
      return lines.length > found.length ? REFUSED : [...new Set(found)].toSorted();
    },
    show: (box, value) => ({ [box]: value.map(longDate).join('\n') }),
  });

/** A time of day → minutes since midnight, 0 to 1440. `behind`: words behind the box, where there are any. */
export const time = (label: string, { behind, ...about }: About & { behind?: string } = {}) =>
  oneBox<number>(
    {
      label,
      look: behind === undefined ? { as: 'text', size: 'code' } : { as: 'unit', unit: behind, wide: true },
      parse: () => timeOfDay,
      wrong: ({ sentences }, called) => sentences.time(called),
      show: clockTime,
    },
    about,
  );
