import { instantOf } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { showPhone } from '../lib/values/contact.ts';
import type { Written } from '../outbox/deliver.ts';
import type { MailFile } from '../outbox/post.ts';
import type { ClaimedMail } from '../outbox/queue.ts';
import { takesFor } from '../services/takes.ts';
import { cityNow } from '../site/city.ts';
import { manageLink, registrationLink } from '../site/links.ts';
import { wordsNow } from './compose.ts';
import { newCode, newLink, type ReservationFacts, reservationFacts, visitFacts } from './facts.ts';
import { type CalendarVisit, calendarAttachment, qrAttachment } from './files.ts';
import { inLanguage, langIn, named, siteIn, startIn } from './speech.ts';
import type { Text, Visit, Words } from './words.ts';

/** A visit that waits to be moved (要振替) is not confirmed, changed or reminded of. Looked at again after this long. */
const CLOSED_WAIT_SECONDS = 600;

/** Somebody of the visit is under 支援措置 and staff did not find its address to be right: looked at again after this long, or once they do. */
const HELD_WAIT_SECONDS = 600;

/** How long a mail waits for another one whose end decides about it. */
export const BEHIND_SECONDS = 20;

/** Its address was changed at this very moment: looked at anew. */
const ADDRESS_CHANGED: Written = { waitSeconds: 1 };

/** Makes a mail at the moment it is sent. @param origin CITIZEN_ORIGIN */
export type Write = (tx: Tx, mail: ClaimedMail, origin: string) => Promise<Written>;

export function visitOf(facts: ReservationFacts, number: string): Visit {
  return {
    number,
    service: named(facts.serviceNames, facts.service, facts.language),
    needsCard: facts.needsCard,
    office: named(facts.officeNames, facts.office, facts.language),
    address: facts.address,
    day: facts.day,
    startMinute: facts.startMinute,
    arrive: facts.arrive,
    people: facts.people,
    takes: takesFor(facts.takes, facts.people),
    bring: inLanguage(facts.bring, facts.language),
    papers: facts.papers.map((group) => ({ ...group, bring: inLanguage(group.bring, facts.language) })),
    phone: facts.phone === '' ? cityNow().phone : showPhone(facts.phone),
    changeUntil: facts.changeableUntil,
  };
}

/** The same visit as it is told to who did not come: theirs alone are the count and the papers, where the others of the party came. */
export const absentOf = (visit: Visit, absent: readonly number[]): Visit => ({
  ...visit,
  people: absent.length,
  papers: visit.papers.flatMap((group) => {
    const those = group.who.map((n, at) => ({ n, id: group.ids[at] ?? null })).filter(({ n }) => absent.includes(n));
    return those.length === 0 ? [] : [{ ...group, who: those.map(({ n }) => n), ids: those.map(({ id }) => id) }];
  }),
});

export function absentStale({ absent, dayClosed, superseded }: ReservationFacts): string | undefined {
  if (absent.length === 0) return 'came';
  // Closed again, the day puts another mail.
  if (!dayClosed) return 'day-open';
  return superseded ? 'newer-mail' : undefined;
}

/** Where a mail leads; null: nowhere, all goes through staff (支援措置). */
type Urls = { manage: string | null; start: string | null };

/** Why a mail does not go to the address of a visit now; undefined: it goes. */
export function heldBack({ mail, mailHeld, dayOver }: ReservationFacts): Written | undefined {
  if (mail === null) return { drop: 'no-address' };
  if (!mailHeld) return undefined;
  return dayOver ? { drop: 'address-unchecked' } : { waitSeconds: HELD_WAIT_SECONDS };
}

/** What a kind of mail about a reservation is. */
type AboutReservation = {
  /** Why it must not go out any more, in a word of ours; undefined: it is still so. */
  stale: (facts: ReservationFacts) => string | undefined;
  /** Held back while the counter is shut: it would tell of a visit that cannot be. */
  waitsWhileShut: boolean;
  /** Another mail is being sent whose end decides about this one. */
  waitsBehind?: (facts: ReservationFacts) => boolean;
  words: (words: Words, visit: Visit, urls: Urls, facts: ReservationFacts) => Text;
  /** Whether its calendar file puts the visit in or takes it away; undefined: it has none. With the visit goes the QR code for the counter. */
  calendar: 'PUBLISH' | 'CANCEL' | undefined;
};

async function filesOf(
  calendar: AboutReservation['calendar'],
  visit: CalendarVisit,
  origin: string,
  now: Temporal.Instant,
): Promise<MailFile[]> {
  if (calendar === undefined) return [];
  const file = calendarAttachment(calendar, visit, origin, now);
  return calendar === 'CANCEL' ? [file] : [file, await qrAttachment(visit.number)];
}

export const aboutReservation =
  ({ stale, waitsWhileShut, waitsBehind, words, calendar }: AboutReservation): Write =>
  async (tx, mail, origin) => {
    const facts = await reservationFacts(tx, mail);
    if (facts === undefined || facts.number === null) return { drop: 'no-reservation' };
    const why = stale(facts);
    if (why !== undefined) return { drop: why };
    const held = heldBack(facts);
    if (held !== undefined) return held;
    if (facts.mail === null) return { drop: 'no-address' };
    if (waitsBehind?.(facts) === true) return { waitSeconds: BEHIND_SECONDS };
    if (waitsWhileShut && facts.needsMoving) return { waitSeconds: CLOSED_WAIT_SECONDS };
    const visit = visitOf(facts, facts.number);
    const secret = facts.byStaff ? null : await newLink(tx, mail, facts.mail);
    if (secret === null && !facts.byStaff) return ADDRESS_CHANGED;
    const urls: Urls = {
      manage: secret === null ? null : manageLink(siteIn(origin, facts.language), secret),
      start: facts.byStaff ? null : startIn(origin, facts.language),
    };
    const text = words(await wordsNow(tx, mail.kind, facts.language), visit, urls, facts);
    const { reservationId, language, minutes, byStaff } = facts;
    const lasts = visit.takes > 0 ? visit.takes : minutes;
    const files = await filesOf(
      calendar,
      { ...visit, reservationId, language, minutes: lasts, byStaff },
      origin,
      instantOf(facts.now),
    );
    return { letter: { to: facts.mail, ...text, lang: langIn(language), files }, secrets: secret === null ? [] : [secret] };
  };

/** The mail that answers a typed address. */
export const aboutVisit: Write = async (tx, mail, origin) => {
  const facts = await visitFacts(tx, mail);
  if (facts === undefined || facts.mail === null || facts.linkUntil === null || facts.linkOver) return { drop: 'link-over' };
  if (facts.superseded) return { drop: 'newer-mail' };
  const secret = await newLink(tx, mail, facts.mail);
  if (secret === null) return ADDRESS_CHANGED;
  const code = await newCode(tx, mail, facts.mail);
  const words = await wordsNow(tx, mail.kind, facts.language);
  const text = words.link({
    url: registrationLink(siteIn(origin, facts.language), secret),
    service: named(facts.serviceNames, facts.service, facts.language),
    until: facts.linkUntil,
    phone: cityNow().phone,
    code,
  });
  return {
    letter: { to: facts.mail, ...text, lang: langIn(facts.language), files: [] },
    secrets: code === null ? [secret] : [secret, code.digits],
  };
};
