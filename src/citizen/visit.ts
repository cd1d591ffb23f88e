import { visitOver } from './parts/problems.tsx';
import { paths } from './paths.ts';
import type { VisitRow } from './read-visits.ts';
import { type Answer, type Ask, go, type VisitAsk } from './route.ts';

type Handle = (ask: VisitAsk) => Promise<Answer>;

/** Reads the visit; without one the page says that it is over and where to begin. */
export const inVisit =
  (handle: Handle) =>
  async (ask: Ask): Promise<Answer> => {
    const visit = ask.cookie === undefined ? undefined : await ask.acts.visit(ask.cookie);
    if (visit === undefined || ask.cookie === undefined) return visitOver(ask);
    return handle({ ...ask, cookie: ask.cookie, visit });
  };

/** The same, once the mail's link was pressed: until then the visit waits for it. */
export const inProvenVisit = (handle: Handle) =>
  inVisit(async (ask) => {
    if (!ask.visit.proven) return go(ask.visit.mail === null ? paths.mail : paths.mailSent);
    return handle(ask);
  });

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
