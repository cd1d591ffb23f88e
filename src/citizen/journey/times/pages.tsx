import { randomUUID } from 'node:crypto';
import { type Texts, textsOf } from '../../../languages/index.ts';
import { ErrorSummary, Notice, Phrase, Says } from '../../../lib/html/index.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { dayParam } from '../../../lib/values/days.ts';
import { slotId, uuid } from '../../../lib/values/ids.ts';
import { type When, whenOf } from '../../earliest.ts';
import { BackLink, Frame, Step } from '../../frame.tsx';
import { officesFor } from '../../offers.ts';
import { blockedParty, visitOver } from '../../parts/problems.tsx';
import { SoFar } from '../../parts/so-far.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { standing } from '../../visit.ts';
import { choosable, Times, timesHeading } from './view.tsx';

type Why = keyof Texts['calendar']['gone'];
const isWhy = (text: string): text is Why => text === 'full' || text === 'closed' || text === 'past' || text === 'other';

async function page(ask: VisitAsk, officeCode: string, dayText: string, more: { error?: string } = {}): Promise<Answer> {
  const { language, visit } = ask;
  const office = (await officesFor(ask.common, visit.serviceCode)).find(({ code }) => code === officeCode);
  const day = dayParam(dayText);
  const asked = textOf(ask.query, 'gone');
  const gone = isWhy(asked) ? asked : undefined;
  if (office === undefined || !day.ok) return go(withQuery(paths.calendar, gone === undefined ? {} : { gone }));
  const words = textsOf(language).times;
  const booked = standing(visit, 'booked');
  const [times, { holdMinutes }] = await Promise.all([
    ask.acts.times(ask.cookie, office.code, day.value),
    ask.common.numbers(''),
  ]);
  // The day has nothing left either: other days are what helps.
  if (gone !== undefined && !times.some(choosable)) return go(withQuery(paths.calendar, { office: office.code, gone }));
  const token = ask.token();
  return show(
    <Frame
      title={words.title}
      token={token}
      wrong={more.error !== undefined}
      aside={<SoFar visit={visit} offices={await ask.common.offices('')} looksAt={office.code} />}
    >
      <BackLink href={withQuery(paths.calendar, { office: office.code })} />
      {booked === undefined && <Step name="time" />}
      {gone !== undefined && (
        <Notice kind="stop" role="alert">
          <Says>{textsOf(language).calendar.gone[gone]}</Says>
        </Notice>
      )}
      <ErrorSummary errors={more.error === undefined ? {} : { slot: more.error }} />
      <h1>
        <Phrase>{timesHeading(day.value, times, language)}</Phrase>
      </h1>
      {times.some(choosable) && <Says class="lead">{words.lead}</Says>}
      <Times
        token={token}
        office={office.code}
        day={day.value}
        times={times}
        id={randomUUID()}
        chosen={visit.slotId ?? undefined}
        error={more.error}
        moving={booked !== undefined}
        holdMinutes={holdMinutes}
      />
    </Frame>,
    more.error === undefined ? 200 : 422,
  );
}

export const timesPage = (ask: VisitAsk): Promise<Answer> => page(ask, textOf(ask.query, 'office'), textOf(ask.query, 'day'));

/** Holds the chosen time for as long as the city set; a booked visit goes on to the page that asks once more. */
export async function timesSubmit(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  const [office, day] = [textOf(ask.body, 'office'), textOf(ask.body, 'day')];
  const slot = slotId(textOf(ask.body, 'slot'));
  if (!slot.ok) return page(ask, office, day, { error: textsOf(language).times.choose });
  const booked = standing(visit, 'booked');
  if (booked?.slotId === slot.value) return go(paths.reservation);
  if (booked !== undefined) return go(withQuery(paths.change, { office, day, slot: String(slot.value) }));
  const id = uuid(textOf(ask.body, 'id'));
  const held = await ask.acts.hold(ask.cookie, id.ok ? id.value : randomUUID(), slot.value, ask.caller);
  if (held.ok) return go(paths.cautions);
  switch (held.reason) {
    case 'no_visit':
      return visitOver(ask);
    case 'card_not_bookable':
    case 'already_booked':
    case 'held_elsewhere':
    case 'twice_in_party':
    case 'too_many_for_mail':
    case 'too_many_held':
      return blockedParty({ ...held, reason: held.reason }, ask);
    case 'party_full':
      return go(withQuery(paths.party, { why: 'many' }));
    default: {
      const earliest = textOf(ask.body, 'earliest');
      return earliest === '' ? goneTo(office, day, held.reason) : goneToNext(whenOf(earliest), slot.value, held.reason);
    }
  }
}

/** The earliest place is not to be had: back to where the next earliest one is offered. */
function goneToNext(when: When, lost: number, reason: string): Answer {
  const query = { when: when === 'any' ? '' : when, lost: String(lost), gone: isWhy(reason) ? reason : 'other' };
  return go(withQuery(paths.calendar, query));
}

/** The place is not to be had: back to the day's times, which leads on to the calendar where the day has none left; all else is kept. */
export function goneTo(office: string, day: string, reason: string): Answer {
  const gone = isWhy(reason) ? reason : 'other';
  return go(dayParam(day).ok ? withQuery(paths.times, { office, day, gone }) : withQuery(paths.calendar, { office, gone }));
}
