import { languageOf } from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import { instantOf } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { showPhone } from '../lib/values/contact.ts';
import type { Written } from '../outbox/deliver.ts';
import type { MailFile } from '../outbox/post.ts';
import type { ClaimedMail, MailKind } from '../outbox/queue.ts';
import { type Content, contentText } from '../running/content.ts';
import { mailOfPaper } from '../running/papers.ts';
import { mailOfStop } from '../running/stop-notices.ts';
import { cityNow } from '../site/city.ts';
import { manageLink, registrationLink } from '../site/links.ts';
import { wordsNow, wordsOf } from './compose.ts';
import { newCode, newLink, type ReservationFacts, reservationFacts, visitFacts } from './facts.ts';
import { type CalendarVisit, calendarAttachment, qrAttachment } from './files.ts';
import { mailingText, saidAlready } from './mailings.ts';
import { inLanguage, named, siteIn, startIn } from './speech.ts';
import { entered, offered, over } from './waiting.ts';
import type { Text, Visit, Words } from './words.ts';

/** A visit that waits to be moved (要振替) is not confirmed, changed or reminded of. Looked at again after this long. */
const CLOSED_WAIT_SECONDS = 600;

/** Somebody of the visit is under 支援措置 and staff did not find its address to be right: looked at again after this long, or once they do. */
const HELD_WAIT_SECONDS = 600;

/** Its address was changed at this very moment: looked at anew. */
const ADDRESS_CHANGED: Written = { waitSeconds: 1 };

/** Makes a mail at the moment it is sent. @param origin CITIZEN_ORIGIN */
type Write = (tx: Tx, mail: ClaimedMail, origin: string) => Promise<Written>;

function visitOf(facts: ReservationFacts, number: string): Visit {
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
    bring: inLanguage(facts.bring, facts.language),
    papers: facts.papers.map((group) => ({ ...group, bring: inLanguage(group.bring, facts.language) })),
    phone: facts.phone === '' ? cityNow().phone : showPhone(facts.phone),
    changeUntil: facts.changeableUntil,
  };
}

/** The same visit as it is told to who did not come: theirs alone are the count and the papers, where the others of the party came. */
const absentOf = (visit: Visit, absent: readonly number[]): Visit => ({
  ...visit,
  people: absent.length,
  papers: visit.papers.flatMap((group) => {
    const who = group.who.filter((n) => absent.includes(n));
    return who.length === 0 ? [] : [{ ...group, who }];
  }),
});

function absentStale({ absent, dayClosed, superseded }: ReservationFacts): string | undefined {
  if (absent.length === 0) return 'came';
  // Closed again, the day puts another mail.
  if (!dayClosed) return 'day-open';
  return superseded ? 'newer-mail' : undefined;
}

/** Where a mail leads; null: nowhere, all goes through staff (支援措置). */
type Urls = { manage: string | null; start: string | null };

/** Why a mail does not go to the address of a visit now; undefined: it goes. */
function heldBack({ mail, mailHeld, dayOver }: ReservationFacts): Written | undefined {
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

const aboutReservation =
  ({ stale, waitsWhileShut, words, calendar }: AboutReservation): Write =>
  async (tx, mail, origin) => {
    const facts = await reservationFacts(tx, mail);
    if (facts === undefined || facts.number === null) return { drop: 'no-reservation' };
    const why = stale(facts);
    if (why !== undefined) return { drop: why };
    const held = heldBack(facts);
    if (held !== undefined) return held;
    if (facts.mail === null) return { drop: 'no-address' };
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
    const files = await filesOf(calendar, { ...visit, reservationId, language, minutes, byStaff }, origin, instantOf(facts.now));
    return { letter: { to: facts.mail, ...text, files }, secrets: secret === null ? [] : [secret] };
  };

/** The mail that answers a typed address. */
const aboutVisit: Write = async (tx, mail, origin) => {
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
  return { letter: { to: facts.mail, ...text, files: [] }, secrets: code === null ? [secret] : [secret, code.digits] };
};

/** How long a mail waits for the one of the same mailing and address that is before it. */
const BEHIND_SECONDS = 20;

/** A text by staff to many: sent as it was written, to whoever still has an address; stopped mailings and cancelled visits send nothing. */
const mailing: Write = async (tx, mail, origin) => {
  const facts = await reservationFacts(tx, mail);
  if (facts === undefined || facts.number === null) return { drop: 'no-reservation' };
  const { mailing: id } = facts.about;
  const text = id === undefined ? undefined : await mailingText(tx, id);
  if (id === undefined || text === undefined) return { drop: 'mailing-stopped' };
  if (facts.state === 'cancelled') return { drop: 'no-longer-booked' };
  const held = heldBack(facts);
  if (held !== undefined) return held;
  if (facts.mail === null) return { drop: 'no-address' };
  // Without the visit an address gets the text once, of whichever booking of it still stands.
  const said = text.withVisit ? null : await saidAlready(tx, id, mail.id, facts.mail);
  if (said === 'sent') return { drop: 'same-address' };
  if (said === 'first') return { waitSeconds: BEHIND_SECONDS };
  const visit = text.withVisit ? visitOf(facts, facts.number) : null;
  const start = facts.byStaff ? null : startIn(origin, facts.language);
  const words = wordsOf(facts.language).mailing(text.subject, text.body, visit, start);
  return { letter: { to: facts.mail, ...words, files: [] }, secrets: [] };
};

/** What was told to the city, to one of its addresses, as it was told. `of`: the key of what it is about; `term`: the fact its subject names. */
const toCity =
  (
    of: 'paper' | 'notice',
    term: string,
    read: (tx: Tx, id: number, address: number) => Promise<{ to: string | null; content: Content } | undefined>,
  ): Write =>
  async (tx, mail) => {
    const about = await tx.row<{ id: number; address: number }>(
      sql`SELECT (about ->> ${of})::integer AS id, (about ->> 'address')::integer AS address FROM outbox.mails WHERE id = ${mail.id}`,
    );
    const found = about === undefined ? undefined : await read(tx, about.id, about.address);
    if (found === undefined || found.to === null) return { drop: 'no-paper' };
    const { title, facts } = found.content;
    const subject = facts.find((fact) => fact.term === term)?.value ?? '';
    const text = `${contentText(found.content)}\n\n${cityNow().name} 窓口予約システムの運用から送りました。`;
    return { letter: { to: found.to, subject: `【${title}】${subject}`, text, files: [] }, secrets: [] };
  };

const booked = (facts: ReservationFacts): string | undefined =>
  facts.state === 'booked' && !facts.dayOver ? undefined : 'no-longer-booked';

const reminded = (facts: ReservationFacts): string | undefined => {
  if (facts.state !== 'booked' || facts.begun) return 'no-longer-booked';
  return facts.about.day === facts.day ? undefined : 'moved';
};

/** Every mail there is: when it is no longer so, whether it waits, its words and its files. */
export const LETTERS: Record<MailKind, Write> = {
  link: aboutVisit,
  'manage-link': aboutReservation({
    stale: ({ byStaff, opens }) => (byStaff ? 'by-staff' : opens ? undefined : 'no-longer-booked'),
    waitsWhileShut: false,
    words: (words, visit, { manage }, { needsMoving }) => words['manage-link'](visit, manage, needsMoving),
    calendar: undefined,
  }),
  booked: aboutReservation({
    stale: booked,
    waitsWhileShut: true,
    words: (words, visit, { manage }, { about }) => words.booked(visit, manage, about.again ?? null),
    calendar: 'PUBLISH',
  }),
  changed: aboutReservation({
    stale: (facts) => (facts.superseded ? 'newer-mail' : booked(facts)),
    waitsWhileShut: true,
    words: (words, visit, { manage }) => words.changed(visit, manage),
    calendar: 'PUBLISH',
  }),
  cancelled: aboutReservation({
    stale: ({ state, dayOver }) => (state === 'cancelled' && !dayOver ? undefined : 'not-cancelled'),
    waitsWhileShut: false,
    words: (words, visit, { start }) => words.cancelled(visit, start),
    calendar: 'CANCEL',
  }),
  reminder: aboutReservation({
    stale: reminded,
    waitsWhileShut: true,
    words: (words, visit, { manage }, { daysAhead }) => words.reminder(visit, manage, daysAhead),
    calendar: 'PUBLISH',
  }),
  'no-show': aboutReservation({
    stale: absentStale,
    waitsWhileShut: false,
    words: (words, visit, { start }, { people, absent }) =>
      absent.length === people ? words['no-show'](visit, start, null) : words['no-show'](absentOf(visit, absent), start, people),
    calendar: undefined,
  }),
  'closed-day': aboutReservation({
    stale: ({ needsMoving, dayOver }) => (needsMoving && !dayOver ? undefined : 'not-closed'),
    waitsWhileShut: false,
    words: (words, visit, { manage }, { shutReason, priorityUntil, language }) =>
      words['closed-day'](visit, manage, shutReason === null ? null : textIn(languageOf(language), shutReason), priorityUntil),
    calendar: 'CANCEL',
  }),
  reopened: aboutReservation({
    stale: ({ state, needsMoving, begun }) => (state === 'booked' && !needsMoving && !begun ? undefined : 'not-open'),
    waitsWhileShut: false,
    words: (words, visit, { manage }) => words.reopened(visit, manage),
    calendar: 'PUBLISH',
  }),
  mailing,
  waiting: entered,
  'waiting-offer': offered,
  'waiting-over': over,
  'fault-report': toCity('paper', '件名', mailOfPaper),
  'stop-notice': toCity('notice', '開始', mailOfStop),
};
