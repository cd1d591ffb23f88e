import { formatsOf, type Language, textsOf } from '../../languages/index.ts';
import { cityMinute } from '../../lib/dates/jst.ts';
import { Says } from '../../lib/html/index.ts';
import { put } from '../../lib/language/text.ts';
import type { CounterWord } from '../common.ts';
import { useSpeech } from '../speech.tsx';

/** How busy a counter is and as of which minute of the day, spread out: a drawing compares it by value. Empty: nothing is said. */
export type CounterNow = { counterWord: CounterWord['word'] | ''; counterMinute: number };

export const counterNow = (told: CounterWord | undefined): CounterNow =>
  told === undefined ? { counterWord: '', counterMinute: 0 } : { counterWord: told.word, counterMinute: cityMinute(told.seen) };

const counterIn = (language: Language, word: CounterWord['word'], minute: number): string =>
  put(textsOf(language).calendar.counter[word], { time: formatsOf(language).time(minute) });

/** What waits now at an office, where one chooses it or a time of today. */
export function CounterLine({ counterWord, counterMinute }: CounterNow) {
  const { language } = useSpeech();
  return counterWord === '' ? null : <Says class="counter-now">{counterIn(language, counterWord, counterMinute)}</Says>;
}
