import { formatsOf, type Language, textsOf } from '../../../languages/index.ts';
import { bothIn } from '../../../languages/names.ts';
import { partsIn } from '../../../languages/parts-of-day.ts';
import { type Form, form, select, ticks } from '../../../lib/form/index.ts';
import { put } from '../../../lib/language/text.ts';
import { endsBefore } from '../../../lib/values/order.ts';
import { DAY_KINDS, PARTS } from '../../../waiting/acts.ts';
import { type Opening, opensFor } from '../../../waiting/openings.ts';
import type { WaitingWish } from '../../acts.ts';
import type { Office } from '../../common.ts';

/** What is waited for, as the boxes give it. */
export type Wish = { offices: string[]; from: string; to: string; kinds: string[]; parts: string[] };

/** A day in a pull-down: without brackets, so that text of twice the size fits a narrow screen. */
const narrow = (day: string): string => day.replace(/（(.+)）$/u, ' $1');

/** What an office opens for, by kinds of days, where that is not everything the form has; else empty. */
function opensIn(language: Language, own: readonly Opening[], all: readonly Opening[], usualEnd: number): string {
  const words = textsOf(language).waiting.form;
  const say = formatsOf(language);
  const partWords = partsIn(words, say, usualEnd);
  return opensFor(own, all)
    .map(({ kind, parts }) => put(words.opens, { kind: words.kind[kind], parts: say.list(parts.map((part) => partWords[part])) }))
    .join(' ');
}

/** What a form of waiting is made of: offices, their openings, the days to choose from (JST), kinds of days and parts of the day, and after which minute of a day it is evening. */
type Waitable = {
  offices: readonly Office[];
  openings: readonly Opening[];
  days: readonly string[];
  kinds: WaitingWish['kinds'];
  parts: WaitingWish['parts'];
  usualEnd: number;
};

/** Where, on which days, at which times of day: everything that fits is ticked. What opens nowhere is not asked, and what an office does not open for is said beside it. */
export function wishForm(language: Language, { offices, openings, days, kinds, parts, usualEnd }: Waitable): Form<Wish> {
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
          const { said, japanese } = bothIn(language, office);
          const beside = japanese === undefined ? undefined : { words: japanese, lang: 'ja' };
          const own = openings.filter((one) => one.office === office.code);
          return {
            value: office.code,
            label: said.text,
            lang: said.lang,
            beside,
            more: opensIn(language, own, openings, usualEnd),
          };
        }),
        some(errors.offices),
      ),
      from: select(words.from, options, ofDays),
      to: select(words.to, options, ofDays),
      kinds: ticks(
        words.kinds,
        kinds.map((value) => ({ value, label: words.kind[value] })),
        some(errors.kinds),
      ),
      parts: ticks(
        words.parts,
        parts.map((value) => ({ value, label: partWords[value] })),
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
