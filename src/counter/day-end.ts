import { type Actor, actorSql } from '../audit/actor.ts';
import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { protectedSql } from '../reservations/read.ts';
import { SETTINGS } from '../site/settings.ts';
import { type DecidedDay, decidedDay, leftByRestore } from './decided.ts';
import { type Fees, feesOf } from './handing.ts';

/** Somebody of a day whose visit nothing has become of yet. */
type OpenVisit = {
  reservationId: string;
  number: string;
  startMinute: number;
  who: Who;
  birthDate: string | null;
  birthText: string | null;
  /** Came and is not done with. */
  here: boolean;
  /** To be moved, which is not the end of the day's to decide. */
  waits: boolean;
  /** Their card is not there yet: the day's passing ends the visit. */
  awaits: boolean;
  begun: boolean;
  mail: DayMail;
};

/**
 * What closing the day sends for somebody of it: a mail, nothing for want of an address, because one left before, because they have come since or are booked
 * (`needless`), nothing until its address is found to be right (`held`), or nothing any more (`late`).
 */
export type DayMail = 'goes' | 'none' | 'left' | 'needless' | 'held' | 'late';

/** For so many days who did not come is written to (counter.writes_of). */
export const WRITES_DAYS = SETTINGS['keep-mails-days'].least;

/** Somebody of a day who is recorded as 未来庁 already, by a press. */
export type AbsentVisit = Pick<
  OpenVisit,
  'reservationId' | 'number' | 'startMinute' | 'who' | 'birthDate' | 'birthText' | 'mail'
>;

/** `by`: null where the clock closed it. */
type DayEnd = { at: Date; by: string | null; noShows: number };
export type DayState = {
  open: OpenVisit[];
  /** Recorded as 未来庁 by a press: written to when the day is closed. */
  absent: AbsentVisit[];
  /** Goes back with the press. */
  seen: string;
  /** Fees that were paid, and how many are exempt. */
  fees: Fees;
  /** The day is closed. */
  ended: DayEnd | undefined;
  /** What the clock decided of a day that no clerk closed. */
  decided: DecidedDay | undefined;
  /** It was open when the database was restored: its mails may have left in the hours that are lost. */
  restored: boolean;
};

/** What closing `day` sends for who of it did not come: a `DayMail` of the member `m`, with their visit `r` and its slot `s`. */
export const dayMailSql = (day: Sql): Sql =>
  sql`CASE WHEN r.mail IS NULL THEN 'none' WHEN counter.told_absent(r.id, ${day}) THEN 'left'
    WHEN NOT counter.writes_of(${day}) THEN 'late'
    WHEN counter.needs_no_word(m, r.service_id, s.day) THEN 'needless' WHEN reservations.mail_held(r) THEN 'held' ELSE 'goes' END`;
const peopleSql = (viewer: Viewer) =>
  sql`${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who,
    ${seenSql(viewer, protectedSql, sql`coalesce(c.birth_date, m.birth_date)`)} AS "birthDate", ${seenSql(viewer, protectedSql, sql`coalesce(c.birth_text, '')`)} AS "birthText"`;

/** How a day of an office stands at its end. */
export async function readDay(tx: Tx, viewer: Viewer, officeId: number, day: string): Promise<DayState> {
  const [open, absent, { seen }, ended, decided, restored, fees] = await Promise.all([
    tx.rows<OpenVisit>(sql`
      SELECT r.id AS "reservationId", r.number, s.start_minute AS "startMinute", ${peopleSql(viewer)},
        o.outcome IS NOT DISTINCT FROM 'arrived' AS here, o.waits, o.begun, m.awaits IS NOT NULL AS awaits, ${dayMailSql(sql`${day}::date`)} AS mail
      FROM counter.day_open(${officeId}, ${day}::date) o JOIN reservations.reservations r ON r.id = o.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
        JOIN reservations.members m ON m.reservation_id = r.id AND m.position = o.member_position LEFT JOIN cards.cards c ON c.id = m.card_id
      ORDER BY s.start_minute, r.number, m.position`),
    tx.rows<AbsentVisit>(sql`
      SELECT r.id AS "reservationId", r.number, s.start_minute AS "startMinute", ${peopleSql(viewer)}, ${dayMailSql(sql`${day}::date`)} AS mail
      FROM counter.day_absent(${officeId}, ${day}::date) o JOIN reservations.reservations r ON r.id = o.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
        JOIN reservations.members m ON m.reservation_id = r.id AND m.position = o.member_position LEFT JOIN cards.cards c ON c.id = m.card_id
      ORDER BY s.start_minute, r.number, m.position`),
    tx.one<{ seen: string }>(sql`SELECT counter.day_fingerprint(${officeId}, ${day}::date) AS seen`),
    tx.row<DayEnd>(sql`
      SELECT e.at, a.name AS by, e.no_shows AS "noShows" FROM counter.day_ends e LEFT JOIN staff.accounts a ON a.id = e.staff_id
      WHERE e.office_id = ${officeId} AND e.day = ${day}::date AND e.reopened_at IS NULL`),
    decidedDay(tx, officeId, day),
    leftByRestore(tx, officeId, day),
    feesOf(tx, officeId, day),
  ]);
  return { open, absent, seen, ended, decided, restored, fees };
}

/** Whether a day of an office is closed: nothing is recorded of it any more. */
export const isDayEnded = async (tx: Tx, officeId: number, day: string): Promise<boolean> =>
  (await tx.one<{ ended: boolean }>(sql`SELECT counter.day_ended(${officeId}, ${day}::date) AS ended`)).ended;

const END_REASONS = ['ended', 'not_yet', 'still_here', 'changed_meanwhile', 'card_closed'] as const;
export type EndRefusal = (typeof END_REASONS)[number];

/**
 * Closes a day (§8(2)⑫b): who did not come, by this or by a press before, is recorded and mailed later where there is an address. `seen`: what the page showed.
 * `write`: false where they were written to in hours that a restore lost.
 */
export const endDay = (
  db: Db,
  actor: Actor,
  { officeId, day, seen, write = true }: { officeId: number; day: string; seen: string; write?: boolean },
): Promise<Outcome<undefined, EndRefusal>> =>
  attempt(END_REASONS, async () => {
    await db.run(sql`SELECT counter.end_day(${actorSql(actor)}, ${officeId}, ${day}::date, ${seen}, ${write})`);
    return undefined;
  });

/** Opens a closed day again: `back` people stand as before it, `stay` were dealt with since. */
export const reopenDay = (
  db: Db,
  actor: Actor,
  { officeId, day }: { officeId: number; day: string },
): Promise<Outcome<{ back: number; stay: number }, 'unknown'>> =>
  attempt(['unknown'], () =>
    db.one<{ back: number; stay: number }>(
      sql`SELECT back, stay FROM counter.reopen_day(${actorSql(actor)}, ${officeId}, ${day}::date)`,
    ),
  );

export type UnclosedDay = {
  officeId: number;
  officeCode: string;
  officeName: string;
  day: string;
  visits: number;
  /** Why the clock did not close it: somebody waits for a clerk, or no visit has a record. */
  decided: 'part' | 'quiet' | null;
  /** It is closed, and visits were put into it since. */
  ended: boolean;
};

/** Days before today that wait to be closed, or to be closed again (counter.unclosed), however old, the oldest first. */
export const unclosedDays = (tx: Tx): Promise<UnclosedDay[]> =>
  tx.rows<UnclosedDay>(sql`
    SELECT o.id AS "officeId", o.code AS "officeCode", o.name AS "officeName", u.day, u.visits, d.result AS decided, counter.day_ended(u.office_id, u.day) AS ended
    FROM counter.unclosed(NULL) u JOIN offices.offices o ON o.id = u.office_id
      LEFT JOIN counter.decided_days d ON d.office_id = u.office_id AND d.day = u.day AND d.result IN ('part', 'quiet')
    ORDER BY u.day, o.position`);

/** How many such days there are: a number for the badge; of some offices. */
export const UNCLOSED_COUNT = sql`SELECT count(*)::integer FROM counter.unclosed(NULL)`;
export const unclosedCount = (offices: Sql): Sql => sql`${UNCLOSED_COUNT} u WHERE u.office_id = ANY (${offices})`;
