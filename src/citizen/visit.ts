import { foreignForm } from '../lib/http/problems.ts';
import { anotherVisit, visitOver } from './parts/problems.tsx';
import { paths } from './paths.ts';
import type { VisitRow } from './read-visits.ts';
import { type Answer, type Ask, go, type VisitAsk } from './route.ts';

const SOON_MS = 30 * 60_000;

type Handle = (ask: VisitAsk) => Promise<Answer>;

/** The live visit of a cookie, also of the one that was given by the other of two presses of a link at one moment. */
async function visitOf(acts: Ask['acts'], cookie: Buffer): Promise<VisitRow | undefined> {
  const visit = await acts.visit(cookie);
  return visit === undefined && (await acts.takeUp(cookie)) ? acts.visit(cookie) : visit;
}

/** Reads the visit; without one the page says that it is over and where to begin, and a form of another visit that it was not sent for this one. */
export const inVisit =
  (handle: Handle) =>
  async (ask: Ask): Promise<Answer> => {
    const visit = ask.cookie === undefined ? undefined : await visitOf(ask.acts, ask.cookie);
    if (visit === undefined || ask.cookie === undefined) return visitOver(ask);
    if (ask.method === 'POST') {
      const owner = ask.formOwner(visit.id);
      if (owner === 'another') return anotherVisit(ask);
      if (owner === 'free') throw foreignForm();
    }
    // Reading carries it on too; written only when it would end within half an hour.
    if (visit.expiresAt.getTime() - visit.serverNow.getTime() < SOON_MS) {
      const until = await ask.acts.carryOn(ask.cookie);
      if (until.ok) visit.expiresAt = until.value;
    }
    if (ask.language !== visit.language) {
      // Mails and calendar files are in the language that was read last.
      await ask.acts.speak(ask.cookie, ask.language);
      visit.language = ask.language;
    }
    if (ask.language !== 'ja') {
      const names = (await ask.common.services('')).find(({ code }) => code === visit.serviceCode)?.names;
      if (names !== undefined) visit.serviceNames = names;
    }
    return handle({ ...ask, cookie: ask.cookie, visit, token: () => ask.tokenOf(visit.id) });
  };

/** The same, once the mail's link was pressed: until then the visit waits for it. */
export const inProvenVisit = (handle: Handle) =>
  inVisit(async (ask) => {
    if (!ask.visit.proven) return go(ask.visit.mail === null ? paths.mail : paths.mailSent);
    return handle(ask);
  });

/** To the page the visit of this browser stands at; without one to the beginning. */
export async function continuePage({ acts, cookie }: Ask): Promise<Answer> {
  const visit = cookie === undefined ? undefined : await visitOf(acts, cookie);
  if (visit === undefined) return go(paths.start);
  if (!visit.proven) return go(visit.mail === null ? paths.mail : paths.mailSent);
  switch (visit.state) {
    case null:
      return go(paths.calendar);
    // The check page leads on to the cautions that are not ticked yet, and says so where the place is gone.
    case 'held':
    case 'lapsed':
      return go(paths.check);
    default:
      return go(paths.reservation);
  }
}

/** A visit that holds a place: how far it has come decides the page. */
export type Holding = VisitRow & {
  reservationId: string;
  officeCode: string;
  day: string;
  startMinute: number;
  minutes: number;
  slotId: number;
  version: number;
};

const placed = (visit: VisitRow): visit is Holding =>
  visit.reservationId !== null &&
  visit.officeCode !== null &&
  visit.day !== null &&
  visit.startMinute !== null &&
  visit.minutes !== null &&
  visit.slotId !== null &&
  visit.version !== null;

/** A visit with a place in the state asked for, or undefined. */
export const standing = (visit: VisitRow, ...states: VisitRow['state'][]): Holding | undefined =>
  placed(visit) && states.includes(visit.state) ? visit : undefined;
