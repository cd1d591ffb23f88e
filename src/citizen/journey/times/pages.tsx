import { randomUUID } from 'node:crypto';
import { type Language, type Texts, textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { ErrorSummary, Notice, Phrase, placeholder, Says, typedSheet } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { keepSame } from '../../../lib/kept.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { slotId, uuid } from '../../../lib/values/ids.ts';
import { type City, cityNow } from '../../../site/city.ts';
import type { TimeSign } from '../../acts.ts';
import type { Office } from '../../common.ts';
import { whenOf } from '../../earliest.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { mayNotMove } from '../../manage/change/cannot.tsx';
import { officesFor } from '../../offers.ts';
import { CounterLine, type CounterNow, counterNow } from '../../parts/counter-now.tsx';
import { onlySpeaks } from '../../parts/keep-typed.tsx';
import { blockedParty, visitOver } from '../../parts/problems.tsx';
import { soFarIn } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type VisitAsk } from '../../route.ts';
import { drawIn, fillIn } from '../../speech.tsx';
import { type StopAhead, stopAhead } from '../../stops.ts';
import { standing } from '../../visit.ts';
import { keptOffer, OfferKept } from '../waiting/kept-offer.tsx';
import { theVisit } from './the-visit.ts';
import { choosable, HowLong, Times, timesHeading } from './view.tsx';

type Why = keyof Texts['calendar']['gone'];
const isWhy = (text: string): text is Why => text === 'full' || text === 'closed' || text === 'past' || text === 'other';

const whyIn = (reason: string): Why => (isWhy(reason) ? reason : 'other');

type Drawing = CounterNow & {
  language: Language;
  /** The page's own address, for its languages. */
  here: string;
  office: Office;
  day: string;
  times: TimeSign[];
  gone: Why | undefined;
  error: string | undefined;
  /** The slot that was picked, or the one the visit has. */
  chosen: number | undefined;
  /** A booked visit looks for another time. */
  moving: boolean;
  holdMinutes: number;
  /** How long it takes at the counter, for how many, and when they come: spread out, it is compared by value. */
  takes: number;
  people: number;
  arrive: number;
  /** Head and foot speak of it; of another city a page is drawn anew. */
  city: City;
  /** Every page tells of it; from another one on a page is drawn anew. */
  stop: StopAhead | undefined;
  /** Every page names it; a drawing that names an older one is drawn anew. */
  sheet: string | undefined;
};

/** All of the page but what is the person's own: drawn once for as long as the day's times stay the same. */
const drawing = keepSame(
  ({ language, here, office, day, times, gone, error, chosen, moving, holdMinutes, ...about }: Drawing) => {
    const words = textsOf(language).times;
    return drawIn(
      { language, here },
      <Frame title={words.title} token={placeholder('token')} wrong={error !== undefined} aside={placeholder('so-far')}>
        <BackLink href={withQuery(paths.calendar, { office: office.code })} />
        {!moving && <Step name="time" />}
        {gone !== undefined && (
          <Notice kind="stop" role="alert">
            <Says>{textsOf(language).calendar.gone[gone]}</Says>
          </Notice>
        )}
        <ErrorSummary errors={error === undefined ? {} : { slot: error }} />
        {placeholder('offer')}
        <h1>
          <Phrase>{timesHeading(day, times, language)}</Phrase>
        </h1>
        {times.some(choosable) && <Says class="lead">{words.lead}</Says>}
        {times.some(choosable) && <HowLong {...about} />}
        {times.some(choosable) && <CounterLine {...about} />}
        <Times
          token={placeholder('token')}
          office={office.code}
          day={day}
          times={times}
          id={placeholder('form')}
          chosen={chosen}
          error={error}
          moving={moving}
          holdMinutes={holdMinutes}
        />
      </Frame>,
    );
  },
);

/** `picked`: what a form chose and did not send; else what the visit has. */
async function page(
  ask: VisitAsk,
  officeCode: string,
  dayText: string,
  { error, picked }: { error?: string; picked?: number } = {},
): Promise<Answer> {
  const { language, visit } = ask;
  const fixed = mayNotMove(ask);
  if (fixed !== undefined) return fixed;
  const office = (await officesFor(ask.common, visit.serviceCode)).find(({ code }) => code === officeCode);
  const day = dayParam(dayText);
  const asked = textOf(ask.query, 'gone');
  const gone = isWhy(asked) ? asked : undefined;
  if (office === undefined || !day.ok) return go(withQuery(paths.calendar, gone === undefined ? {} : { gone }));
  const [times, { holdMinutes }, offices, about, offer, counters] = await Promise.all([
    ask.times(ask.cookie, visit, office.code, day.value, gone !== undefined),
    ask.common.numbers(''),
    ask.common.places(''),
    theVisit(ask),
    keptOffer(ask),
    ask.common.counters(''),
  ]);
  // The day has nothing left either: other days are what helps.
  if (gone !== undefined && !times.some(choosable)) return go(withQuery(paths.calendar, { office: office.code, gone }));
  const drawn = drawing({
    language,
    here: withQuery(paths.times, { office: office.code, day: day.value }),
    office,
    day: day.value,
    times,
    gone,
    error,
    chosen: picked ?? visit.slotId ?? undefined,
    moving: standing(visit, 'booked') !== undefined,
    holdMinutes,
    ...about,
    // Of another day it says nothing.
    ...counterNow(day.value === cityDay(ask.clock.now()) ? counters.get(office.code) : undefined),
    city: cityNow(),
    stop: stopAhead(),
    sheet: typedSheet(),
  });
  const html = fillIn({ language, here: undefined }, drawn, {
    token: ask.token(),
    form: randomUUID(),
    offer: offer === undefined ? '' : <OfferKept offer={offer} offices={offices} now={ask.clock.now()} />,
    'so-far': soFarIn({ language, here: undefined }, { visit, offices, looksAt: office.code }),
  });
  return { kind: 'bytes', html, shared: false, status: error === undefined ? 200 : 422 };
}

export const timesPage = (ask: VisitAsk): Promise<Answer> => page(ask, textOf(ask.query, 'office'), textOf(ask.query, 'day'));

/** Holds the chosen time for as long as the city set; a booked visit goes on to the page that asks once more. */
export async function timesSubmit(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  const [office, day] = [textOf(ask.body, 'office'), textOf(ask.body, 'day')];
  const slot = slotId(textOf(ask.body, 'slot'));
  if (onlySpeaks(ask.body)) return page(ask, office, day, slot.ok ? { picked: slot.value } : {});
  if (!slot.ok) return page(ask, office, day, { error: textsOf(language).times.choose });
  const booked = standing(visit, 'booked');
  if (booked?.slotId === slot.value) return go(paths.reservation);
  if (booked !== undefined) return go(withQuery(paths.change, { office, day, slot: String(slot.value), ...soughtIn(ask.body) }));
  const id = uuid(textOf(ask.body, 'id'));
  const held = await ask.acts.hold(ask.cookie, id.ok ? id.value : randomUUID(), slot.value, ask.caller);
  // Who was adding somebody goes on with that.
  if (held.ok && textOf(ask.body, 'adds') === 'yes') return go(paths.partyAdd);
  // What was ticked for a hold that lapsed may stand still: the last page leads back to what does not. Where nothing was, its questions were not answered either.
  if (held.ok) return go(visit.state === 'lapsed' && visit.cautions.length > 0 ? paths.check : paths.cautions);
  switch (held.reason) {
    case 'no_visit':
      return visitOver(ask);
    case 'held_elsewhere':
      // What is in the way may be what is offered to more of them: there they let it go.
      return (await ask.acts.waiting(ask.cookie))?.same === false
        ? go(paths.waiting)
        : blockedParty({ ...held, reason: held.reason }, ask);
    case 'card_not_bookable':
    case 'already_booked':
    case 'twice_in_party':
    case 'too_many_for_mail':
    case 'too_many_held':
    case 'too_often':
      return blockedParty({ ...held, reason: held.reason }, ask);
    case 'party_full':
      return go(withQuery(paths.party, { why: 'many' }));
    default:
      return goneFrom(ask.body, held.reason);
  }
}

/** What a form, or an address, carries of the earliest place it took: how it was looked for; empty: it was chosen among the times of a day. */
export const soughtIn = (asked: unknown): { earliest: string; area: string } => ({
  earliest: textOf(asked, 'earliest'),
  area: textOf(asked, 'area'),
});

/** To the days, where the earliest place is looked for as it was. */
export function soughtAgain(asked: unknown, more: Record<string, string> = {}): string {
  const { earliest, area } = soughtIn(asked);
  const when = whenOf(earliest);
  return withQuery(paths.calendar, { when: when === 'any' ? '' : when, area, ...more });
}

/** The place that was asked for is not to be had: back to where the next earliest one is offered, where it was that. */
export function goneFrom(asked: unknown, reason: string): Answer {
  if (soughtIn(asked).earliest === '') return goneTo(textOf(asked, 'office'), textOf(asked, 'day'), reason);
  return go(soughtAgain(asked, { lost: textOf(asked, 'slot'), gone: whyIn(reason) }));
}

/** Back to the day's times, which leads on to the calendar where the day has none left; all else is kept. */
export function goneTo(office: string, day: string, reason: string): Answer {
  const gone = whyIn(reason);
  return go(dayParam(day).ok ? withQuery(paths.times, { office, day, gone }) : withQuery(paths.calendar, { office, gone }));
}
