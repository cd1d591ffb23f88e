import { Phrase, placeholder, Says } from '../../../lib/html/index.ts';
import { put } from '../../../lib/language/text.ts';
import type { CalendarRows } from '../../acts.ts';
import { useSay, useTexts } from '../../speech.tsx';
import type { Limits } from './limits.ts';

/** What limits the days, as a drawing compares it: whose cards do is filled in for each reader. */
export type Limited = { until: string; isDelayed: boolean; isEnded: boolean };
export const limitedOf = ({ until, delayedBy, endedBy }: Limits): Limited => ({
  until,
  isDelayed: delayedBy.length > 0,
  isEnded: endedBy.length > 0,
});
export const UNLIMITED: Limited = { until: '', isDelayed: false, isEnded: false };

const DELAYED = 'delayed-by';
const ENDED = 'ended-by';

/** From when and until when the cards let one come, and why. */
export function FromAndUntil({ calendar, limited }: { calendar: CalendarRows; limited: Limited }) {
  const { calendar: words } = useTexts();
  const say = useSay();
  const { until, isDelayed, isEnded } = limited;
  return (
    <>
      {calendar.liesElsewhere && calendar.earliest !== null && (
        <Says class="lead">
          {isDelayed
            ? put(words.liesOf, { from: say.shortDay(calendar.earliest), who: placeholder(DELAYED) })
            : put(words.lies, { from: say.shortDay(calendar.earliest) })}
        </Says>
      )}
      {until !== '' && (
        <Says class="lead">
          {isEnded
            ? put(words.untilOf, { to: say.shortDay(until), who: placeholder(ENDED) })
            : put(words.until, { to: say.shortDay(until) })}
        </Says>
      )}
    </>
  );
}

/** Of a party that finds no day: whose card it is. */
export function WhoseCard({ why, limited }: { why: 'far' | 'expires'; limited: Limited }) {
  const { calendar: words } = useTexts();
  if (why === 'far' ? !limited.isDelayed : !limited.isEnded) return null;
  return <Says>{put(words.whose, { who: placeholder(why === 'far' ? DELAYED : ENDED) })}</Says>;
}

/** No line parts an ID at its hyphen. */
const whole = (id: string): string => id.replace('-', '-\ufeff');

function Cards({ ids }: { ids: readonly string[] }) {
  const { soFar } = useTexts();
  const say = useSay();
  return <Phrase>{say.list(ids.map((id) => put(soFar.notice, { id: whole(id) })))}</Phrase>;
}

/** What goes into those placeholders. */
export const whoseCards = ({ delayedBy, endedBy }: Limits) => ({
  [DELAYED]: <Cards ids={delayedBy} />,
  [ENDED]: <Cards ids={endedBy} />,
});
