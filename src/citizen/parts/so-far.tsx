import { clockOf } from '../../languages/index.ts';
import { Phrase, plain } from '../../lib/html/index.ts';
import { put } from '../../lib/language/text.ts';
import type { Office } from '../common.ts';
import { byOf } from '../offers.ts';
import type { VisitRow } from '../read-visits.ts';
import { Name, ServiceName, useCount, useSay, useTexts } from '../speech.tsx';
import { standing } from '../visit.ts';

/** Without a place yet: the office that is looked at. */
type SoFarProps = { visit: VisitRow; offices: Office[]; looksAt?: string | undefined };

/** Whether the page is to say when the visit ends: a held place has its own end, and only one that was offered to who waited outlasts the visit. */
export const visitEndsFirst = ({ state, expiresAt, heldUntil }: VisitRow): boolean =>
  state !== 'held' || (heldUntil !== null && expiresAt < heldUntil);

/** When the visit ends where nobody presses anything, with a warning before it. */
export function VisitEnds({ visit }: { visit: VisitRow }) {
  const texts = useTexts().soFar;
  const say = useSay();
  return (
    <div
      class="visit-ends no-print"
      data-visit-seconds={Math.max(0, Math.floor((visit.expiresAt.getTime() - visit.serverNow.getTime()) / 1000))}
      data-visit-soon={plain(texts.soon)}
      data-visit-on={texts.goOn}
    >
      <p class="small">
        <Phrase>{put(texts.ends, { time: clockOf(say, visit.expiresAt) })}</Phrase>
      </p>
      <div class="visit-told" role="alert" />
    </div>
  );
}

/**
 * What was chosen so far, beside the page; of a booked visit the booking as it is. Office and time are those of one place: what is only looked at
 * for another time is not mixed in. Of the person only the notice ID they typed themselves; names stand on the check page alone.
 */
export function SoFar({ visit, offices, looksAt }: SoFarProps) {
  const texts = useTexts().soFar;
  const say = useSay();
  const count = useCount();
  const stands = standing(visit, 'held', 'booked');
  // A held time that was shut meanwhile is nobody's.
  const place = stands?.state === 'held' && stands.slotClosed ? undefined : stands;
  const office = offices.find(({ code }) => code === (place?.officeCode ?? looksAt));
  return (
    <section class="so-far" aria-labelledby="so-far-title">
      <h2 id="so-far-title">{visit.state === 'booked' ? texts.booked : texts.title}</h2>
      <dl>
        <dt>{texts.service}</dt>
        <dd>
          <ServiceName visit={visit} />
        </dd>
        {(visit.noticeIds.length > 0 || visit.people > 1) && <dt>{texts.who}</dt>}
        {visit.people > 1 && <dd>{count(texts.people, visit.people)}</dd>}
        {visit.noticeIds.map((id) => (
          <dd class="number">{put(texts.notice, { id })}</dd>
        ))}
        {office !== undefined && (
          <>
            <dt>{texts.office[byOf(visit)]}</dt>
            <dd>
              <Name of={office} />
            </dd>
          </>
        )}
        {place !== undefined && (
          <>
            <dt>{visit.state === 'held' ? texts.held : texts.when}</dt>
            <dd>
              <Phrase>{say.shortWhen(place.day, place.startMinute)}</Phrase>
            </dd>
          </>
        )}
      </dl>
      {visitEndsFirst(visit) && <VisitEnds visit={visit} />}
    </section>
  );
}
