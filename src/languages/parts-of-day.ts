import { put } from '../lib/language/text.ts';
import type { Formats, Texts } from './index.ts';

/** The times of day one may wait for, as they are told. The evening is what ends after reception usually does (`usualEnd`, in minutes: the city's number, whatever hours an office keeps). */
export const partsIn = ({ part }: Texts['waiting']['form'], say: Formats, usualEnd: number) => ({
  ...part,
  evening: put(part.evening, { time: say.time(usualEnd) }),
});
