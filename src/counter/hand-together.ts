import { type Actor, actorSql } from '../audit/actor.ts';
import { seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import { type CardPlace, cardPlaceSql } from '../cards/whereabouts.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { protectedSql } from '../reservations/read.ts';
import { newestRemarkSql } from '../reservations/remarks.ts';
import { pressInHand, type RecordRefusal } from './acts.ts';
import { recordedPlace } from './in-hand.ts';

/**
 * Hands over to several persons of a party in one press (§8(2)⑦f). `positions`: who were shown as at the counter.
 * Done: the act that takes the whole press back; null where they had their cards already.
 */
export const handOverParty = (
  db: Db,
  actor: Actor,
  { reservationId, positions, seen }: { reservationId: string; positions: readonly number[]; seen?: string },
): Promise<Outcome<{ actId: number | null }, RecordRefusal>> =>
  pressInHand(db, seen, sql`counter.hand_over_party(${actorSql(actor)}, ${reservationId}::uuid, ${[...positions]}::integer[])`);

/** What handing over to many does to somebody of a day (`counter.hand_judge`). */
export const HAND_VERDICTS = ['change', 'receiver', 'lost-card', 'not-here', 'waits', 'closed', 'comes-again'] as const;
export type HandVerdict = (typeof HAND_VERDICTS)[number];
/** Those of people who came. */
const AT_COUNTER: ReadonlySet<HandVerdict> = new Set(['change', 'receiver', 'lost-card', 'closed', 'comes-again']);

/** Somebody of a day who is not done with. */
export type HandRow = {
  reservationId: string;
  position: number;
  number: string;
  startMinute: number;
  who: Who;
  noticeId: string | null;
  /** 支援措置. */
  protected: boolean;
  /** Their card has expired by that day. */
  expired: boolean;
  /** What staff wrote of them; null: nothing, or of somebody this viewer may not see. */
  remark: string | null;
  verdict: HandVerdict;
  /** Where the records have the card, unless that is in hand here; null also of somebody this viewer may not see. */
  elsewhere: string | null;
};

/** Everybody of a day of an office who is not done with, by time. `hidden`: how many more are at the counter whose visits this viewer may not press on. */
export async function readHandable(
  tx: Tx,
  viewer: Viewer,
  officeId: number,
  day: string,
): Promise<{ rows: HandRow[]; hidden: number }> {
  const read = await tx.rows<Omit<HandRow, 'elsewhere'> & CardPlace & { inHand: boolean; officeName: string | null }>(sql`
    SELECT r.id AS "reservationId", m.position, r.number, s.start_minute AS "startMinute", ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who,
      ${protectedSql} AS protected, ${seenSql(viewer, protectedSql, sql`c.notice_id`)} AS "noticeId", c.expires_on < s.day IS TRUE AS expired,
      ${seenSql(viewer, protectedSql, newestRemarkSql)} AS remark, j.verdict,
      cards.in_hand_at(c.whereabouts, c.office_id, s.office_id) AS "inHand", o.name AS "officeName", ${cardPlaceSql}
    FROM counter.hand_judge(${officeId}, ${day}::date) j JOIN reservations.reservations r ON r.id = j.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
      JOIN reservations.members m ON m.reservation_id = r.id AND m.position = j.member_position LEFT JOIN cards.cards c ON c.id = m.card_id
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    ORDER BY s.start_minute, r.number, m.position`);
  const all = read.map(({ inHand, officeName, whereabouts, place, towards = null, ...row }) => ({
    ...row,
    elsewhere: inHand || row.who === null ? null : recordedPlace({ whereabouts, place, towards, officeName }),
  }));
  // A visit with somebody whom this viewer may not see is pressed on by others: as on the board.
  const closed = new Set(all.filter(({ who }) => who === null).map(({ reservationId }) => reservationId));
  const rows = all.filter(({ reservationId }) => !closed.has(reservationId));
  const hidden = all.filter(({ reservationId, verdict }) => closed.has(reservationId) && AT_COUNTER.has(verdict)).length;
  return { rows, hidden };
}

/** Who is chosen of a day. */
type Chosen = { officeId: number; day: string; people: readonly { reservationId: string; position: number }[] };
const argsOf = ({ officeId, day, people }: Chosen) => {
  const [ids, positions] = [people.map(({ reservationId }) => reservationId), people.map(({ position }) => position)];
  return sql`${officeId}, ${day}::date, ${ids}::uuid[], ${positions}::integer[]`;
};

/** The fingerprint of what a preview shows of those chosen; goes back with the press. */
export const seenOfChosen = async (tx: Tx, chosen: Chosen): Promise<string> =>
  (await tx.one<{ seen: string }>(sql`SELECT counter.hand_fingerprint(${argsOf(chosen)}) AS seen`)).seen;

const MANY_REASONS = ['day_ended', 'changed_meanwhile', 'nothing', 'card_closed', 'needs_moving'] as const;
export type ManyRefusal = (typeof MANY_REASONS)[number];

/** Hands over to all who are chosen and at the counter, in one transaction (§8(2)⑦f). Done: the id of the whole, by which it is taken back. */
export const handOverMany = (db: Db, actor: Actor, chosen: Chosen & { seen: string }): Promise<Outcome<number, ManyRefusal>> =>
  attempt(MANY_REASONS, async () => {
    const { id } = await db.one<{ id: number }>(
      sql`SELECT counter.hand_over_many(${actorSql(actor)}, ${argsOf(chosen)}, ${chosen.seen}) AS id`,
    );
    return id;
  });

const UNDO_REASONS = ['unknown', 'undone', 'day_ended'] as const;
export type UndoManyRefusal = (typeof UNDO_REASONS)[number];

/** Takes such a press back whole: `back` people stand at the counter again, `stay` were dealt with since. */
export const undoHandedMany = (
  db: Db,
  actor: Actor,
  id: number,
): Promise<Outcome<{ back: number; stay: number }, UndoManyRefusal>> =>
  attempt(UNDO_REASONS, () =>
    db.one<{ back: number; stay: number }>(sql`SELECT back, stay FROM counter.undo_handed_many(${actorSql(actor)}, ${id})`),
  );

/** A press by which many were handed over to. */
export type HandedTogether = {
  id: number;
  officeCode: string;
  officeName: string;
  day: string;
  at: Date;
  by: string | null;
  people: number;
  undoneAt: Date | null;
};

const TOGETHER = sql`
  SELECT t.id, o.code AS "officeCode", o.name AS "officeName", t.day, t.at, a.name AS by, t.people, t.undone_at AS "undoneAt"
  FROM counter.handed_together t JOIN offices.offices o ON o.id = t.office_id LEFT JOIN staff.accounts a ON a.id = t.staff_id`;

export const readTogether = (tx: Tx, id: number): Promise<HandedTogether | undefined> =>
  tx.row<HandedTogether>(sql`${TOGETHER} WHERE t.id = ${id}`);
/** Those of a day, the newest first. */
export const togetherOfDay = (tx: Tx, officeId: number, day: string): Promise<HandedTogether[]> =>
  tx.rows<HandedTogether>(sql`${TOGETHER} WHERE t.office_id = ${officeId} AND t.day = ${day}::date ORDER BY t.id DESC`);

/** Somebody whom such a press handed over to. `stands`: nothing happened to them since. */
type TogetherPerson = { reservationId: string; number: string; startMinute: number; who: Who; stands: boolean };

export const peopleOfTogether = (tx: Tx, viewer: Viewer, id: number): Promise<TogetherPerson[]> =>
  tx.rows<TogetherPerson>(sql`
    SELECT r.id AS "reservationId", r.number, s.start_minute AS "startMinute", ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who,
      counter.is_latest(a) AS stands
    FROM counter.acts a JOIN reservations.reservations r ON r.id = a.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
      JOIN reservations.members m ON m.reservation_id = r.id AND m.position = a.position LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE a.together_id = ${id} ORDER BY s.start_minute, r.number, m.position`);
