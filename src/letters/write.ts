import { deadline } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { showPhone } from '../lib/values/contact.ts';
import type { Written } from '../outbox/deliver.ts';
import type { ClaimedMail, MailKind } from '../outbox/queue.ts';
import { CITY } from '../site/city.ts';
import { manageLink, registrationLink } from '../site/links.ts';
import { type ReservationFacts, reservationFacts, type VisitFacts, visitFacts } from './facts.ts';
import { wordsOf } from './languages.ts';
import type { Text, Visit } from './words.ts';

/** A visit that waits to be moved (要振替) is not confirmed, changed or reminded of. Looked at again after this long. */
const CLOSED_WAIT_SECONDS = 600;

const isAbout = (kind: MailKind, facts: ReservationFacts, mail: ClaimedMail): string | undefined => {
  switch (kind) {
    case 'booked':
    case 'manage-link':
      return facts.state === 'booked' && !facts.dayOver ? undefined : 'no-longer-booked';
    case 'changed':
      if (facts.superseded) return 'newer-mail';
      return facts.state === 'booked' && !facts.dayOver ? undefined : 'no-longer-booked';
    case 'reminder':
      if (facts.state !== 'booked' || facts.begun) return 'no-longer-booked';
      return mail.once.includes(`:${facts.day}`) ? undefined : 'moved';
    case 'cancelled':
      return facts.state === 'cancelled' && !facts.dayOver ? undefined : 'not-cancelled';
    case 'no-show':
      return facts.noShow ? undefined : 'came';
    case 'closed-day':
      return facts.needsMoving && !facts.dayOver ? undefined : 'not-closed';
    case 'reopened':
      return facts.state === 'booked' && !facts.needsMoving && !facts.begun ? undefined : 'not-open';
    default:
      return 'unknown-kind';
  }
};

const WAITS_WHILE_CLOSED: readonly MailKind[] = ['booked', 'changed', 'reminder'];

function visitOf(facts: ReservationFacts): Visit {
  const named = (names: Record<string, string>, name: string): string => names[facts.language] ?? name;
  return {
    number: facts.number ?? '',
    service: named(facts.serviceNames, facts.service),
    needsCard: facts.needsCard,
    office: named(facts.officeNames, facts.office),
    address: facts.address,
    day: facts.day,
    startMinute: facts.startMinute,
    people: facts.people,
    bring: facts.bring,
    phone: facts.phone === '' ? CITY.phone : showPhone(facts.phone),
    changeUntil: facts.changeableUntil === null ? null : deadline(facts.changeableUntil),
  };
}

const priorityOf = ({ priorityDay, priorityMinute }: ReservationFacts) =>
  priorityDay === null || priorityMinute === null ? null : { day: priorityDay, minute: priorityMinute };

function textOf(kind: MailKind, facts: ReservationFacts, origin: string): Text | undefined {
  const words = wordsOf(facts.language);
  const visit = visitOf(facts);
  const manage = manageLink(origin, facts.manageSecret);
  const start = `${origin}/`;
  switch (kind) {
    case 'manage-link':
      return words['manage-link']({ url: manage, phone: visit.phone, changeUntil: visit.changeUntil });
    case 'booked':
    case 'changed':
    case 'reopened':
      return words[kind](visit, manage);
    case 'closed-day':
      return words[kind](visit, manage, priorityOf(facts));
    case 'reminder':
      return words.reminder(visit, manage, facts.daysAhead);
    case 'cancelled':
    case 'no-show':
      return words[kind](visit, start);
    default:
      return undefined;
  }
}

function aboutReservation(mail: ClaimedMail, facts: ReservationFacts | undefined, origin: string): Written {
  if (facts === undefined || facts.number === null) return { drop: 'no-reservation' };
  const stale = isAbout(mail.kind, facts, mail);
  if (stale !== undefined) return { drop: stale };
  if (facts.mail === null) return { drop: 'no-address' };
  if (facts.needsMoving && WAITS_WHILE_CLOSED.includes(mail.kind)) return { waitSeconds: CLOSED_WAIT_SECONDS };
  const text = textOf(mail.kind, facts, origin);
  return text === undefined ? { drop: 'unknown-kind' } : { letter: { to: facts.mail, ...text } };
}

function aboutVisit(mail: ClaimedMail, facts: VisitFacts | undefined, origin: string): Written {
  if (mail.kind !== 'link') return { drop: 'unknown-kind' };
  if (facts === undefined || facts.mail === null || facts.linkSecret === null || facts.linkOver) return { drop: 'link-over' };
  if (facts.superseded) return { drop: 'newer-mail' };
  const text = wordsOf(facts.language).link({
    url: registrationLink(origin, facts.linkSecret),
    until: { day: facts.untilDay ?? '', minute: facts.untilMinute ?? 0 },
    phone: CITY.phone,
  });
  return { letter: { to: facts.mail, ...text } };
}

/**
 * Makes a mail's words from what is so at this moment; says why there are none where what it was to tell is no longer so.
 * @param origin CITIZEN_ORIGIN
 */
export async function writeLetter(tx: Tx, mail: ClaimedMail, origin: string): Promise<Written> {
  return mail.visitId === null
    ? aboutReservation(mail, await reservationFacts(tx, mail), origin)
    : aboutVisit(mail, await visitFacts(tx, mail), origin);
}
