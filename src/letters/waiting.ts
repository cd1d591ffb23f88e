import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { showPhone } from '../lib/values/contact.ts';
import type { Written } from '../outbox/deliver.ts';
import type { ClaimedMail } from '../outbox/queue.ts';
import { cityNow } from '../site/city.ts';
import { managePage, waitingLink } from '../site/links.ts';
import type { DayKind, Part } from '../waiting/acts.ts';
import { wordsNow } from './compose.ts';
import { langIn, named, siteIn, startIn } from './speech.ts';
import type { WaitEnd } from './words.ts';

type Names = { name: string; names: Record<string, string> };

/** An entry at the moment a letter about it is written. */
type EntryFacts = {
  id: string;
  mail: string | null;
  language: string;
  service: Names;
  offices: Names[];
  from: string;
  to: string;
  kinds: DayKind[];
  parts: Part[];
  usualEnd: number;
  people: number;
  why: WaitEnd | 'booked' | null;
  /** Somebody of it is under 支援措置 by now: whose address it is, staff know. */
  hidden: boolean;
  /** One or several of the party have a booking now: the others wait on. */
  rest: boolean;
  /** What they wait for, or how they are reached, was changed. */
  changed: boolean;
  /** A newer mail of the same kind is on its way. */
  superseded: boolean;
  booking: Booked;
};

/** When the booking is beside which they wait; null: they have none, or not any more. */
type Booked = { day: string; startMinute: number } | null;
const BOOKING = sql`(SELECT jsonb_build_object('day', b.day, 'startMinute', b.start_minute) FROM waiting.beside(e.id) b WHERE b.live) AS booking`;

const entryFacts = (tx: Tx, mail: ClaimedMail): Promise<EntryFacts | undefined> =>
  tx.row<EntryFacts>(sql`
    SELECT e.id, waiting.address_of(e) AS mail, e.language, jsonb_build_object('name', sv.name, 'names', sv.names) AS service,
      (SELECT jsonb_agg(jsonb_build_object('name', o.name, 'names', o.names) ORDER BY o.position, o.id) FROM offices.offices o WHERE o.id = ANY (e.office_ids)) AS offices,
      e.from_day AS "from", waiting.last_day(e) AS "to", e.day_kinds AS kinds, e.parts, calendar.usual_end() AS "usualEnd", cardinality(e.card_ids) AS people, e.end_reason AS why,
      waiting.has_protected(e) AS hidden,
      m.about ? 'rest' AS rest, m.about ? 'changed' AS changed,
      EXISTS (SELECT FROM outbox.mails n WHERE n.kind = m.kind AND n.about ->> 'entry' = m.about ->> 'entry' AND n.id > m.id) AS superseded, ${BOOKING}
    FROM outbox.mails m JOIN waiting.entries e ON e.id = (m.about ->> 'entry')::uuid JOIN services.services sv ON sv.id = e.service_id
    WHERE m.id = ${mail.id}`);

/** An offer at the moment its letter is written. */
type OfferFacts = {
  id: number;
  entry: string;
  mail: string;
  language: string;
  stands: boolean;
  until: Date;
  service: Names;
  office: Names & { address: string; phone: string };
  day: string;
  startMinute: number;
  people: number;
  booking: Booked;
};

const offerFacts = (tx: Tx, mail: ClaimedMail): Promise<OfferFacts | undefined> =>
  tx.row<OfferFacts>(sql`
    SELECT o.id, e.id AS entry, e.mail, e.language, r.held_until AS until, s.day, s.start_minute AS "startMinute", cardinality(e.card_ids) AS people,
      e.ended_at IS NULL AND r.id = waiting.open_hold(e.id, lib.now()) AND reservations.closed_at(r, s) IS NULL AND waiting.address_of(e) = e.mail
        AND NOT EXISTS (SELECT FROM waiting.links l WHERE l.offer_id = o.id AND l.used_at >= (SELECT m.created_at FROM outbox.mails m WHERE m.id = ${mail.id}))
        AND NOT waiting.has_protected(e) AS stands,
      jsonb_build_object('name', sv.name, 'names', sv.names) AS service,
      jsonb_build_object('name', f.name, 'names', f.names, 'address', f.address, 'phone', f.phone) AS office, ${BOOKING}
    FROM waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id JOIN reservations.reservations r ON r.id = o.reservation_id
      JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices f ON f.id = s.office_id JOIN services.services sv ON sv.id = e.service_id
    WHERE o.reservation_id = ${mail.reservationId}::uuid AND e.mail IS NOT NULL`);

/** The secret of a link for this mail alone; null where its entry is over. */
const newLink = async (tx: Tx, entry: string, offer: number | null, address: string): Promise<string | null> =>
  (await tx.one<{ secret: string | null }>(sql`SELECT waiting.new_link(${entry}::uuid, ${offer}::bigint, ${address}) AS secret`))
    .secret;

const said = ({ name, names }: Names, language: string): string => named(names, name, language);

/** Somebody waits, or waits for something else now: what for, and how to leave. */
export async function entered(tx: Tx, mail: ClaimedMail, origin: string): Promise<Written> {
  const facts = await entryFacts(tx, mail);
  if (facts === undefined || facts.why !== null || facts.hidden) return { drop: 'waiting-over' };
  if (facts.superseded) return { drop: 'newer-mail' };
  if (facts.mail === null) return { drop: 'no-address' };
  const secret = await newLink(tx, facts.id, null, facts.mail);
  if (secret === null) return { drop: 'waiting-over' };
  const { language } = facts;
  const wait = {
    ...facts,
    service: said(facts.service, language),
    offices: facts.offices.map((office) => said(office, language)),
    phone: cityNow().phone,
  };
  const words = await wordsNow(tx, mail.kind, language);
  const text = words.waiting(wait, waitingLink(siteIn(origin, language), secret));
  return { letter: { to: facts.mail, ...text, lang: langIn(facts.language), files: [] }, secrets: [secret] };
}

/** A place is held for them: until when, and the one button's page. */
export async function offered(tx: Tx, mail: ClaimedMail, origin: string): Promise<Written> {
  const facts = await offerFacts(tx, mail);
  if (facts === undefined || !facts.stands) return { drop: 'offer-over' };
  const secret = await newLink(tx, facts.entry, facts.id, facts.mail);
  if (secret === null) return { drop: 'offer-over' };
  const { language } = facts;
  const offer = {
    ...facts,
    service: said(facts.service, language),
    office: said(facts.office, language),
    address: facts.office.address,
    phone: facts.office.phone === '' ? cityNow().phone : showPhone(facts.office.phone),
  };
  const words = await wordsNow(tx, mail.kind, language);
  const text = words['waiting-offer'](offer, waitingLink(siteIn(origin, language), secret), facts.until);
  return { letter: { to: facts.mail, ...text, lang: langIn(facts.language), files: [] }, secrets: [secret] };
}

/** Waiting ended, and nothing else says so. */
export async function over(tx: Tx, mail: ClaimedMail, origin: string): Promise<Written> {
  const facts = await entryFacts(tx, mail);
  if (facts === undefined || facts.why === null || facts.why === 'booked' || facts.hidden) return { drop: 'not-over' };
  if (facts.mail === null) return { drop: 'no-address' };
  const { language, booking } = facts;
  const about = { service: said(facts.service, language), phone: cityNow().phone, booking };
  const onward = booking === null ? startIn(origin, language) : managePage(siteIn(origin, language));
  const words = await wordsNow(tx, mail.kind, language);
  const text = words['waiting-over'](facts.why, about, onward);
  return { letter: { to: facts.mail, ...text, lang: langIn(facts.language), files: [] }, secrets: [] };
}
