import { clockOf, formatsOf, type Language } from '../../languages/index.ts';
import { Phrase, placeholder, plain } from '../../lib/html/index.ts';
import { keepSame } from '../../lib/kept.ts';
import { put } from '../../lib/language/text.ts';
import type { Office } from '../common.ts';
import { type By, byOf } from '../offers.ts';
import type { VisitRow } from '../read-visits.ts';
import { BothNames, drawPartIn, fillIn, ServiceName, type Speech, useCount, useSay, useSpeech, useTexts } from '../speech.tsx';
import { standing } from '../visit.ts';

/** Without a place yet: the office that is looked at. */
type SoFarProps = { visit: VisitRow; offices: Office[]; looksAt?: string | undefined };

/** Whether the page is to say when the visit ends: a held place has its own end, and only one that was offered to who waited outlasts the visit. */
export const visitEndsFirst = ({ state, expiresAt, heldUntil }: VisitRow): boolean =>
  state !== 'held' || (heldUntil !== null && expiresAt < heldUntil);

/** How long the visit still lasts if nobody presses anything. */
const secondsLeft = ({ expiresAt, serverNow }: VisitRow): number =>
  Math.max(0, Math.floor((expiresAt.getTime() - serverNow.getTime()) / 1000));

/** When the visit ends where nobody presses anything, with a warning before it. */
export const VisitEnds = ({ visit }: { visit: VisitRow }) => (
  <EndsAt time={clockOf(useSay(), visit.expiresAt)} seconds={secondsLeft(visit)} />
);

function EndsAt({ time, seconds }: { time: string; seconds: number | string }) {
  const texts = useTexts().soFar;
  return (
    <div class="visit-ends no-print" data-visit-seconds={seconds} data-visit-soon={plain(texts.soon)} data-visit-on={texts.goOn}>
      <p class="small">
        <Phrase>{put(texts.ends, { time })}</Phrase>
      </p>
      <div class="visit-told" role="alert" />
    </div>
  );
}

/** What is told of a visit, but for who it is: the same for many. */
type Chosen = {
  language: Language;
  serviceName: string;
  serviceNames: VisitRow['serviceNames'];
  by: By;
  /** Whether the place is booked or only held, and whose words the heading takes. */
  booked: boolean;
  held: boolean;
  people: number;
  /** How many notice IDs are named. */
  cards: number;
  office: Office | undefined;
  /** Its code: drawings of several offices are kept beside each other (`keepSame` names them by words). */
  officeCode: string;
  /** JST day, 2026-11-23, and minutes since midnight; empty without a place. */
  day: string;
  startMinute: number;
  /** At what time the visit ends, in the page's language; empty where the place ends first. */
  ends: string;
};

function chosenOf({ visit, offices, looksAt }: SoFarProps, language: Language): Chosen {
  const stands = standing(visit, 'held', 'booked');
  // A held time that was shut meanwhile is nobody's.
  const place = stands?.state === 'held' && stands.slotClosed ? undefined : stands;
  const office = offices.find(({ code }) => code === (place?.officeCode ?? looksAt));
  return {
    language,
    serviceName: visit.serviceName,
    serviceNames: visit.serviceNames,
    by: byOf(visit),
    booked: visit.state === 'booked',
    held: visit.state === 'held',
    people: visit.people,
    cards: visit.noticeIds.length,
    office,
    officeCode: office?.code ?? '',
    day: place?.day ?? '',
    startMinute: place?.startMinute ?? 0,
    ends: visitEndsFirst(visit) ? clockOf(formatsOf(language), visit.expiresAt) : '',
  };
}

/**
 * What was chosen so far, beside the page; of a booked visit the booking as it is. Office and time are those of one place: what is only looked at
 * for another time is not mixed in. Of the person only the notice ID they typed themselves; names stand on the check page alone.
 */
export function SoFar(props: SoFarProps) {
  const chosen = chosenOf(props, useSpeech().language);
  return <Panel {...chosen} ids={props.visit.noticeIds} seconds={secondsLeft(props.visit)} />;
}

function Panel({
  ids,
  seconds,
  ...chosen
}: Omit<Chosen, 'language' | 'cards'> & { ids: readonly string[]; seconds: number | string }) {
  const texts = useTexts().soFar;
  const say = useSay();
  const count = useCount();
  const { serviceName, serviceNames, people, office, day, startMinute, ends } = chosen;
  return (
    <section class="so-far" aria-labelledby="so-far-title">
      <h2 id="so-far-title">{chosen.booked ? texts.booked : texts.title}</h2>
      <dl>
        <dt>{texts.service}</dt>
        <dd>
          <ServiceName visit={serviceNames === undefined ? { serviceName } : { serviceName, serviceNames }} />
        </dd>
        {(ids.length > 0 || people > 1) && <dt>{texts.who}</dt>}
        {people > 1 && <dd>{count(texts.people, people)}</dd>}
        {ids.map((id) => (
          <dd class="number">{put(texts.notice, { id })}</dd>
        ))}
        {office !== undefined && (
          <>
            <dt>{texts.office[chosen.by]}</dt>
            <dd>
              <BothNames of={office} />
            </dd>
          </>
        )}
        {day !== '' && (
          <>
            <dt>{chosen.held ? texts.held : texts.when}</dt>
            <dd>
              <Phrase>{say.shortWhen(day, startMinute)}</Phrase>
            </dd>
          </>
        )}
      </dl>
      {ends !== '' && <EndsAt time={ends} seconds={seconds} />}
    </section>
  );
}

const idPlaceholder = (n: number): string => `id-${n}`;

/** The panel with placeholders for whose it is: on the pages asked for most it was a tenth of the work. */
const drawing = keepSame(({ language, cards, ...chosen }: Chosen) =>
  drawPartIn(
    { language, here: undefined },
    <Panel
      {...chosen}
      ids={Array.from({ length: cards }, (_, n) => placeholder(idPlaceholder(n)))}
      seconds={placeholder('seconds')}
    />,
  ),
);

/** The same as `SoFar`, to go into the placeholder of a page that is drawn once for many. */
export function soFarIn(speech: Speech, props: SoFarProps): Buffer {
  const ids = props.visit.noticeIds.map((id, n) => [idPlaceholder(n), id] as const);
  return fillIn(speech, drawing(chosenOf(props, speech.language)), {
    ...Object.fromEntries(ids),
    seconds: String(secondsLeft(props.visit)),
  });
}
