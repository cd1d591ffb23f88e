import { put } from '../lib/language/text.ts';
import { formatsOf, type Language, textsOf } from './index.ts';

/** When to be at the counter, as the city set it (`arrive-minutes`): on pages, in mails, calendar files and on the telephone. Undefined where it says nothing. */
export const arrivalIn = (language: Language, minutes: number): string | undefined =>
  minutes > 0 ? put(textsOf(language).times.arrive, { time: formatsOf(language).duration(minutes) }) : undefined;
