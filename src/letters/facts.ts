import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ClaimedMail } from '../outbox/queue.ts';
import type { PaperGroup } from '../reservations/papers.ts';
import type { Takes } from '../services/takes.ts';
import type { Again } from './words.ts';

/** What a reservation is at the moment a letter about it is written. */
export type ReservationFacts = {
  reservationId: string;
  state: 'held' | 'booked' | 'lapsed' | 'cancelled' | 'ended';
  number: string | null;
  mail: string | null;
  /** Somebody of it is under 支援措置: it is looked at, changed and cancelled by staff alone. */
  byStaff: boolean;
  /** And nobody found its address to be right since: nothing is sent there. */
  mailHeld: boolean;
  /** The booking's, or that of the page on which the mail was asked for. */
  language: string;
  people: number;
  /** Who did not come, and has neither come since nor booked again, by their number in the party: one is the first. */
  absent: number[];
  /** The day of its office is closed (日締め): only then is anybody told that they did not come. */
  dayClosed: boolean;
  day: string;
  startMinute: number;
  minutes: number;
  /** How long so many take at the counter, as the city set it. */
  takes: Takes;
  now: Date;
  /** 要振替 */
  needsMoving: boolean;
  /** Of a mail that the counter opens after all: the reader was told that it is shut, or is being told at this moment; null: neither. */
  toldShut: 'told' | 'telling' | null;
  /** Places are set aside for this visit until then; null: none. */
  priorityUntil: Date | null;
  /** Until when it may be changed or cancelled on the web; null: no longer, or not at all. */
  changeableUntil: Date | null;
  /** The visit's time has begun; its day is over. */
  begun: boolean;
  dayOver: boolean;
  /** A link opens it: a booking whose day is not over, or 要振替 and not long over. */
  opens: boolean;
  daysAhead: number;
  office: string;
  officeNames: Record<string, string>;
  address: string;
  phone: string;
  service: string;
  serviceNames: Record<string, string>;
  needsCard: boolean;
  /** How many minutes before their time citizens are asked to come. */
  arrive: number;
  bring: string[];
  /** Each one's own. */
  papers: PaperGroup[];
  /** A newer mail of the same kind is on its way. */
  superseded: boolean;
  about: About;
};

/** What a mail is about besides whom it is to (src/outbox/outbox.sql). */
type About = {
  /** The day of the visit a reminder was put for. */
  day?: string;
  again?: Again;
  /** Which of the texts to many it is. */
  mailing?: number;
  /** Of the page on which somebody asked for it. */
  language?: string;
};

const about = (mail: ClaimedMail) => sql`(SELECT outbox.about(m) FROM outbox.mails m WHERE m.id = ${mail.id})`;

const superseded = (mail: ClaimedMail, of: 'reservation_id' | 'visit_id') => {
  const reference =
    of === 'reservation_id' ? sql`m.reservation_id = ${mail.reservationId}::uuid` : sql`m.visit_id = ${mail.visitId}::uuid`;
  // What a citizen said over and over is told an hour later (reservations/needs.sql): a mail that is due now does not wait for that one.
  return sql`EXISTS (
    SELECT FROM outbox.mails m WHERE ${reference} AND m.kind = ${mail.kind} AND m.id > ${mail.id} AND m.state IN ('waiting', 'sending', 'sent')
      AND (m.kind <> 'changed' OR m.state <> 'waiting' OR m.due_at <= lib.now()))`;
};

export const reservationFacts = (tx: Tx, mail: ClaimedMail): Promise<ReservationFacts | undefined> =>
  tx.row<ReservationFacts>(sql`
    SELECT r.id AS "reservationId", r.state, r.number, r.mail, reservations.has_protected(r.id) AS "byStaff", reservations.mail_held(r) AS "mailHeld", coalesce(${about(mail)} ->> 'language', r.language) AS language, s.day, s.start_minute AS "startMinute",
      (SELECT count(*) FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS people,
      ARRAY(
        SELECT x.n::integer FROM (
          SELECT row_number() OVER (ORDER BY m.position) AS n, m FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL) x
        WHERE (x.m).outcome = 'no-show' AND NOT counter.needs_no_word(x.m, r.service_id, s.day) ORDER BY x.n) AS absent, counter.absence_stands(s.office_id, s.day) AS "dayClosed",
      reservations.needs_moving(r, s) AS "needsMoving",
      CASE WHEN ${mail.kind}::text = 'reopened' THEN coalesce(closing.told_by_mail(r.id, r.slot_id, ${mail.id}), CASE WHEN closing.told_by_phone(r.id, r.slot_id) THEN 'told' END) END AS "toldShut", p.until AS "priorityUntil", reservations.minutes_of(r, s) AS minutes, t.now,
      CASE WHEN c.until > t.now THEN c.until END AS "changeableUntil",
      lib.instant(s.day, s.start_minute) <= t.now AS begun, s.day < lib.day_of(t.now) AS "dayOver",
      reservations.opens_still(r, s, t.now) AS opens, s.day - lib.day_of(t.now) AS "daysAhead", o.name AS office, o.names AS "officeNames", o.address, o.phone,
      sv.name AS service, sv.names AS "serviceNames", sv.needs_card AS "needsCard", jsonb_build_object('minutes', sv.takes_minutes, 'more', sv.takes_more) AS takes, site.number('arrive-minutes') AS arrive, reservations.bring_for(sv.id, r.id) AS bring, reservations.papers_of(sv.id, r.id) AS papers, ${superseded(mail, 'reservation_id')} AS superseded, ${about(mail)} AS about
    FROM (SELECT lib.now() AS now) t, reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
      JOIN offices.offices o ON o.id = s.office_id JOIN services.services sv ON sv.id = r.service_id
      LEFT JOIN LATERAL (
        SELECT max(x.aside_until) AS until FROM ledger.slots x
        WHERE x.aside_for = reservations.shut_by(r, s) AND x.service_id = s.service_id AND x.aside > 0 AND x.aside_until > t.now) p ON true
      CROSS JOIN LATERAL (SELECT calendar.changeable_until(s.office_id, r.service_id, 'citizen', s.day, s.start_minute) AS until) c
    WHERE r.id = ${mail.reservationId}::uuid`);

/** What a citizen's visit is at the moment its letter is written. */
type VisitFacts = {
  mail: string | null;
  language: string;
  /** Until when the link works. */
  linkUntil: Date | null;
  service: string;
  serviceNames: Record<string, string>;
  linkOver: boolean;
  superseded: boolean;
};

export const visitFacts = (tx: Tx, mail: ClaimedMail): Promise<VisitFacts | undefined> =>
  tx.row<VisitFacts>(sql`
    SELECT v.mail, v.language, v.link_until AS "linkUntil", sv.name AS service, sv.names AS "serviceNames",
      v.link_until IS NULL OR v.link_until <= lib.now() OR v.finished_at IS NOT NULL OR NOT reservations.admits(v) AS "linkOver", ${superseded(mail, 'visit_id')} AS superseded
    FROM reservations.visits v JOIN services.services sv ON sv.id = v.service_id WHERE v.id = ${mail.visitId}::uuid`);

/**
 * The secret of a link for this mail alone, good for as long as `address` is that of its visit or reservation; null where it no longer is. Only
 * its hash is kept, so a mail that is tried again has another one.
 */
export const newLink = async (tx: Tx, mail: ClaimedMail, address: string): Promise<string | null> =>
  (
    await tx.one<{ secret: string | null }>(
      sql`SELECT reservations.new_link(${mail.visitId}::uuid, ${mail.reservationId}::uuid, ${address}) AS secret`,
    )
  ).secret;

/** The six digits of this try of this mail, and until when they work; those of its try before work too, the mail before has none any more. Null where the visit was proven since. */
export async function newCode(tx: Tx, mail: ClaimedMail, address: string): Promise<{ digits: string; until: Date } | null> {
  const { code, until } = await tx.one<{ code: string | null; until: Date | null }>(
    sql`SELECT code, until FROM reservations.new_code(${mail.visitId}::uuid, ${address}, ${mail.id})`,
  );
  return code === null || until === null ? null : { digits: code, until };
}
