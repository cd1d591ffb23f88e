import { randomUUID } from 'node:crypto';
import { type Language, textsOf } from '../../../languages/index.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { Phrase, Says } from '../../../lib/html/index.ts';
import { BackLink, Frame } from '../../frame.tsx';
import { mayNotMove } from '../../manage/change/cannot.tsx';
import { type By, byOf, officesFor } from '../../offers.ts';
import { outlookOf } from '../../outlook.ts';
import { Ended } from '../../parts/ended.tsx';
import { blockedParty } from '../../parts/problems.tsx';
import { SoFar, soFarIn } from '../../parts/so-far.tsx';
import { paths } from '../../paths.ts';
import { type Answer, show, type VisitAsk } from '../../route.ts';
import { fillIn } from '../../speech.tsx';
import { keptOffer, OfferKept } from '../waiting/kept-offer.tsx';
import type { DaysPage } from './drawn-for.ts';
import { whoseCards } from './limited.tsx';
import { NextDays } from './next-days.tsx';

export function noOffices(language: Language, by: By): Answer {
  const words = textsOf(language).calendar;
  return show(<Ended title={words.heading[by]} says={[words.noOffices]} next={[]} finish={false} />, 409);
}

/** `drawings`: of one door (`calendarDrawings`). */
export const calendarPage =
  (drawings: (ask: VisitAsk) => Promise<DaysPage | undefined>) =>
  async (ask: VisitAsk): Promise<Answer> => {
    const { language, visit, common } = ask;
    if (visit.alreadyBooked) return blockedParty({ reason: 'already_booked' }, ask);
    const fixed = mayNotMove(ask);
    if (fixed !== undefined) return fixed;
    const [drawn, offer, offices] = await Promise.all([drawings(ask), keptOffer(ask), common.places('')]);
    if (drawn === undefined) return noOffices(language, byOf(visit));
    const html = fillIn({ language, here: undefined }, drawn.page, {
      ...whoseCards(drawn.limits),
      token: ask.token(),
      form: randomUUID(),
      offer: offer === undefined ? '' : <OfferKept offer={offer} offices={offices} now={ask.clock.now()} />,
      'so-far': soFarIn({ language, here: undefined }, { visit, offices }),
    });
    return { kind: 'bytes', html, shared: false };
  };

/** 次に空いている日 of every office. */
export async function nextDaysPage(ask: VisitAsk): Promise<Answer> {
  const { language, visit } = ask;
  const fixed = mayNotMove(ask);
  if (fixed !== undefined) return fixed;
  const words = textsOf(language).calendar;
  const from = cityDay(ask.clock.now());
  const found = [];
  for (const office of await officesFor(ask.common, visit.serviceCode)) {
    found.push({ office, outlook: await outlookOf(ask, office, from) });
  }
  return show(
    <Frame title={words.nextDaysTitle} token={ask.token()} aside={<SoFar visit={visit} offices={await ask.common.places('')} />}>
      <BackLink href={paths.calendar} />
      <h1>
        <Phrase>{words.nextDaysTitle}</Phrase>
      </h1>
      <Says class="lead">{words.nextDaysLead}</Says>
      <NextDays found={found} counters={await ask.common.counters('')} />
    </Frame>,
  );
}
