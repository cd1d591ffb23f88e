import { sharedSigns } from '../../days.ts';
import type { VisitRow } from '../../read-visits.ts';
import type { VisitAsk } from '../../route.ts';

/** All that a page of days takes of a visit that sees what everyone sees and has no place yet. Many visits are alike in it. */
type Alike = Pick<VisitRow, 'serviceCode' | 'needsCard' | 'cardOffices' | 'cardsExpireOn'>;

/** A key longer than what pages lead to is not kept: it may be anybody's. */
const LONGEST_KEY = 300;

/** What those have in common who are shown the same page of days but for what is their own; undefined: this visit's page is its own. `now`: today. */
export function alikeKey({ language, query, visit }: VisitAsk, now: string): string | undefined {
  if (visit.state !== null || sharedSigns(visit) === undefined) return undefined;
  const { serviceCode, needsCard, cardOffices, cardsExpireOn } = visit;
  const key = JSON.stringify([language, now, serviceCode, needsCard, cardOffices, cardsExpireOn, query]);
  return key.length > LONGEST_KEY ? undefined : key;
}

const NO_COOKIE = Buffer.alloc(0);
const NEVER = new Date(0);

/** A visit that is nobody's and alike: whatever is drawn for it holds nothing of a person. */
const nobodys = ({ serviceCode, needsCard, cardOffices, cardsExpireOn }: Alike): VisitRow => ({
  serviceCode,
  needsCard,
  cardOffices,
  cardsExpireOn,
  id: '',
  expiresAt: NEVER,
  purpose: 'book',
  serviceName: '',
  noticeIds: [],
  person: null,
  language: '',
  mail: null,
  mailsSent: 0,
  proven: true,
  cautions: [],
  state: null,
  number: null,
  heldUntil: null,
  extended: 0,
  version: null,
  slotId: null,
  officeCode: null,
  day: null,
  startMinute: null,
  minutes: null,
  long: false,
  slotClosed: false,
  changeable: false,
  changeableUntil: null,
  reservationId: null,
  alreadyBooked: false,
  people: 1,
  serverNow: NEVER,
});

/** The same question, asked for all who are alike. */
export const askAlike = (ask: VisitAsk): VisitAsk => ({ ...ask, cookie: NO_COOKIE, visit: nobodys(ask.visit) });
