import { textsOf } from '../../../languages/index.ts';
import { siteIn } from '../../../letters/speech.ts';
import { textOf } from '../../../lib/http/fields.ts';
import { byNumberPage } from '../../../site/links.ts';
import { beginPath } from '../../journey/begin/pages.ts';
import { theVisit } from '../../journey/times/the-visit.ts';
import { Ended } from '../../parts/ended.tsx';
import { withoutHold } from '../../parts/lapsed.tsx';
import { mostOf } from '../../parts/most.ts';
import { visitOver } from '../../parts/problems.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, show, type VisitAsk } from '../../route.ts';
import { type Holding, inProvenVisit, standing } from '../../visit.ts';
import { calendarOf } from './file.ts';
import { ShutPage } from './shut.tsx';
import { ReservationPage, type Told } from './view.tsx';

type Booked = Holding & { number: string };

/** The booked reservation of a visit; undefined when there is none any more. */
export function bookedOf(ask: VisitAsk): Booked | undefined {
  const booked = standing(ask.visit, 'booked');
  return booked === undefined || booked.number === null ? undefined : { ...booked, number: booked.number };
}

/** A page of the reservation meets a visit without one. */
export function withoutBooking(ask: VisitAsk): Answer {
  // Its place is held, and not booked yet: on to where it is booked.
  if (standing(ask.visit, 'held') !== undefined) return go(paths.check);
  if (ask.visit.state !== 'cancelled' && ask.visit.state !== 'ended') return withoutHold(ask);
  const words = textsOf(ask.language).reservation;
  return show(
    <Ended
      title={words.overTitle}
      says={words.over}
      token={ask.token()}
      next={[{ text: words.begin, href: beginPath(ask.visit.serviceCode) }]}
    />,
    410,
  );
}

/** A page on the way to a booking: who opened a booking that is over by now books anew from the beginning, since what this visit proved was that booking's. */
export const onTheWay = (handle: Parameters<typeof inProvenVisit>[0]) =>
  inProvenVisit((ask) =>
    ask.visit.purpose === 'manage' && bookedOf(ask) === undefined ? Promise.resolve(withoutBooking(ask)) : handle(ask),
  );

/** What is waited for beside a booking; null: nothing, or the city keeps no waiting list. */
export const waitedFor = async ({ visit, common, acts, cookie }: VisitAsk) =>
  visit.needsCard && (await common.waitingHours('')) > 0 ? acts.waiting(cookie) : null;

const TOLD: readonly Told[] = ['booked', 'changed', 'sent', 'too-many', 'mailbox-full'];

export async function reservationPage(ask: VisitAsk): Promise<Answer> {
  const booked = bookedOf(ask);
  if (booked === undefined) return withoutBooking(ask);
  const [offices, papers, agreed] = await Promise.all([
    ask.common.places(''),
    ask.acts.ownPapers(ask.cookie),
    ask.acts.agreed(ask.cookie),
  ]);
  const office = offices.find(({ code }) => code === booked.officeCode);
  if (booked.slotClosed)
    return show(
      <ShutPage token={ask.token()} booked={booked} office={office} priorityUntil={await ask.acts.priorityUntil(ask.cookie)} />,
    );
  const told = TOLD.find((one) => one === textOf(ask.query, 'done')) ?? 'none';
  return show(
    <ReservationPage
      token={ask.token()}
      booked={booked}
      office={office}
      bring={papers.ok ? papers.value.bring : []}
      papers={papers.ok ? papers.value.each : []}
      agreed={agreed}
      asked={papers.ok && papers.value.asks.length > 0}
      about={await theVisit(ask)}
      page={booked.mail === null ? undefined : byNumberPage(siteIn(ask.origin, ask.language))}
      told={told}
      most={await mostOf(ask)}
      waiting={await waitedFor(ask)}
      offices={offices}
      now={ask.clock.now()}
    />,
  );
}

/** For the citizen's own calendar: puts the visit in, or takes it away where its counter was shut. */
export async function reservationFile(ask: VisitAsk): Promise<Answer> {
  const booked = bookedOf(ask);
  return booked === undefined ? withoutBooking(ask) : calendarOf(ask, booked, booked.slotClosed ? 'CANCEL' : 'PUBLISH');
}

export async function resendMail(ask: VisitAsk): Promise<Answer> {
  const sent = await ask.acts.resend(ask.cookie, ask.caller);
  if (sent.ok) return go(withQuery(paths.reservation, { done: sent.value.replace('_', '-') }));
  return sent.reason === 'no_visit' ? visitOver(ask) : withoutBooking(ask);
}
