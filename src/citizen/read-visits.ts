import DataLoader from 'dataloader';
import type { Db } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';
import type { Person } from '../reservations/person.ts';

/** A visit and all its pages show. */
export type VisitRow = {
  id: string;
  /** When it ends if nobody does anything more. */
  expiresAt: Date;
  purpose: 'book' | 'manage';
  serviceCode: string;
  serviceName: string;
  /** What it is called in other languages; read where the page is in one. */
  serviceNames?: Record<string, string>;
  /** By card; else by what the person said of themselves. */
  needsCard: boolean;
  noticeIds: string[];
  /** As it was typed, in the browser it was typed in; null elsewhere, and for who comes by card. */
  person: Person | null;
  language: string;
  mail: string | null;
  mailsSent: number;
  proven: boolean;
  cautions: number[];
  /** null: nothing held yet. */
  state: 'held' | 'lapsed' | 'booked' | 'cancelled' | 'ended' | null;
  number: string | null;
  heldUntil: Date | null;
  extended: number;
  version: number | null;
  slotId: number | null;
  officeCode: string | null;
  /** JST day, 2026-11-23. */
  day: string | null;
  startMinute: number | null;
  minutes: number | null;
  /** It stands in more than one slot: in some of them another time may begin. */
  long: boolean;
  /** The city shut this slot: a booked visit was neither moved nor kept (要振替), a held place cannot be booked. */
  slotClosed: boolean;
  changeable: boolean;
  /** Until when it may be changed or cancelled on the web, or might be once booked; null: not at all. A shut slot has no deadline. */
  changeableUntil: Date | null;
  reservationId: string | null;
  alreadyBooked: boolean;
  /** Codes of the offices where its cards lie, null where that is not known; null before the mail is proven. */
  cardOffices: (string | null)[] | null;
  /** The last day on which all of its cards are valid; null where none of them says, and before the mail is proven. */
  cardsExpireOn: string | null;
  /** How many come together. */
  people: number;
  serverNow: Date;
};

/** A rush reads its visits in few statements, and no statement reads so many that those who came first wait for it. */
const MOST_AT_ONCE = 25;

/**
 * Reads live visits by the hash of their cookie; undefined where there is none. All that is asked for while the process goes round once is one
 * statement: under load its way to the database and back was a third of a personal page. Nothing is kept: each answer was read after it was asked for.
 */
export function visitsOf(db: Db): (cookie: Buffer) => Promise<VisitRow | undefined> {
  const reads = new DataLoader<Buffer, VisitRow | undefined>(
    async (cookies) => {
      const rows = await db.rows<VisitRow & { cookie: string }>(
        prepared(sql`
          SELECT encode(cookie, 'hex') AS cookie, id, expires_at AS "expiresAt", purpose, service_code AS "serviceCode", service_name AS "serviceName", needs_card AS "needsCard", notice_ids AS "noticeIds", person,
            language, mail, mails_sent AS "mailsSent", proven, cautions, state, number, held_until AS "heldUntil", extended, version, slot_id AS "slotId",
            office_code AS "officeCode", day, start_minute AS "startMinute", minutes, long, slot_closed AS "slotClosed", changeable, changeable_until AS "changeableUntil", reservation_id AS "reservationId",
            already_booked AS "alreadyBooked", card_offices AS "cardOffices", cards_expire_on AS "cardsExpireOn", people, server_now AS "serverNow"
          FROM citizen.visits(${cookies}::bytea[])`),
      );
      const found = new Map(rows.map((row) => [row.cookie, row]));
      return cookies.map((cookie) => found.get(cookie.toString('hex')));
    },
    { cache: false, maxBatchSize: MOST_AT_ONCE, batchScheduleFn: (read) => setImmediate(read) },
  );
  return (cookie) => reads.load(cookie);
}
