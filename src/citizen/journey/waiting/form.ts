import { formatsOf, type Language, textsOf } from '../../../languages/index.ts';
import { saidIn } from '../../../languages/names.ts';
import { partsIn } from '../../../languages/parts-of-day.ts';
import { type Form, form, select, ticks } from '../../../lib/form/index.ts';
import { endsBefore } from '../../../lib/values/order.ts';
import { DAY_KINDS, PARTS } from '../../../waiting/acts.ts';
import type { WaitingWish } from '../../acts.ts';
import type { Office } from '../../common.ts';

/** What is waited for, as the boxes give it. */
export type Wish = { offices: string[]; from: string; to: string; kinds: string[]; parts: string[] };

/** A day in a pull-down: without brackets, so that text of twice the size fits a narrow screen. */
const narrow = (day: string): string => day.replace(/（(.+)）$/u, ' $1');

/** Where, on which days (those of `days`, JST), at which times of day (the evening begins with what ends after `usualEnd`): everything that fits is ticked. */
export function wishForm(language: Language, offices: readonly Office[], days: readonly string[], usualEnd: number): Form<Wish> {
  const words = textsOf(language).waiting.form;
  const { errors } = words;
  const say = formatsOf(language);
  const partWords = partsIn(words, say, usualEnd);
  const options = days.map((value) => ({ value, label: narrow(say.shortDay(value)) }));
  const some = (empty: string) => ({ atLeastOne: true, need: 'must', wrong: { empty } }) as const;
  const ofDays = { need: 'must', wrong: { empty: errors.days } } as const;
  return form<Wish>(
    {
      offices: ticks(
        words.offices,
        offices.map((office) => {
          const { text, lang } = saidIn(language, office);
          return { value: office.code, label: text, lang };
        }),
        some(errors.offices),
      ),
      from: select(words.from, options, ofDays),
      to: select(words.to, options, ofDays),
      kinds: ticks(
        words.kinds,
        DAY_KINDS.map((value) => ({ value, label: words.kind[value] })),
        some(errors.kinds),
      ),
      parts: ticks(
        words.parts,
        PARTS.map((value) => ({ value, label: partWords[value] })),
        some(errors.parts),
      ),
    },
    {
      rules: ({ from, to }, sayAt) => {
        if (endsBefore(from, to)) sayAt('to', errors.days);
      },
    },
  );
}

/** What the form read, as the act takes it: kinds of days and parts of the day in their own order. */
export const wishOf = ({ kinds, parts, ...rest }: Wish): WaitingWish => ({
  ...rest,
  kinds: DAY_KINDS.filter((kind) => kinds.includes(kind)),
  parts: PARTS.filter((part) => parts.includes(part)),
});
