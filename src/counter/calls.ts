import { type Actor, actorSql } from '../audit/actor.ts';
import { seenOnly, type Viewer } from '../cards/viewer.ts';
import { clockTime, shortDate } from '../lib/dates/format.ts';
import { cityDay, cityMinute } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

/** What came of ringing somebody before their visit. `not-called`: the record before was wrong. */
export const CALL_WORDS = {
  reached: '連絡済',
  'not-reached': '連絡がつかない',
  again: 'かけ直し',
  'not-called': '未連絡（前の記録は誤り）',
} as const;
export type Called = keyof typeof CALL_WORDS;

/** Who has the call: they took it on, or gave it up. */
export const TAKE_WORDS = { taken: '担当になった', 'given-up': '担当を外れた' } as const;
export type Taken = keyof typeof TAKE_WORDS;

/** What stands on the line of a visit. Nothing of a visit with somebody this viewer may not see. */
type CallLine = {
  /** null: nobody rang. */
  called: Called | null;
  calledAt: Date | null;
  calledBy: string | null;
  /** When they asked to be rung again. */
  againAt: Date | null;
  callNote: string | null;
  /** Who has it, and since when; null: nobody. */
  takenBy: string | null;
  takenById: number | null;
  takenAt: Date | null;
};

/** Why who comes with a visit that was reached is to be rung all the same. */
const UNTOLD_WORDS = {
  joined: '連絡のあとに追加された方です',
  moved: '連絡のあとに、カードの所在が変わりました',
  status: '連絡のあとに、交付状況が変わりました',
} as const;

/** The call of a visit as one who comes with it has it; `byCall` null: nobody was reached. */
export type PersonCall = CallLine & { byCall: 'told' | keyof typeof UNTOLD_WORDS | null };

/** Of visit `r`, and the card of who comes. */
export const toldSql = (card: Sql): Sql => sql`counter.told_by_call(r.id, ${card}) AS "byCall"`;

/** Why the call that reached somebody did not tell this person; empty: it did, or nobody was reached. */
export const untoldWords = ({ called, byCall }: Pick<PersonCall, 'called' | 'byCall'>): string =>
  called !== 'reached' || byCall === null || byCall === 'told' ? '' : UNTOLD_WORDS[byCall];

/** The same with the visit's time and the newest row of either kind (0: none), which go back with a press. */
export type CallState = CallLine & { slotId: number; lastCall: number; lastTaken: number };

const TAKEN = sql`took.what = 'taken'`;
/** The columns of `CallState`, of what `callJoins` joined to a visit. */
export const callColumns: Sql = sql`
  called.what AS called, called.at AS "calledAt", called.by AS "calledBy", called.again_at AS "againAt", called.note AS "callNote",
  CASE WHEN ${TAKEN} THEN coalesce(took.by, '') END AS "takenBy", CASE WHEN ${TAKEN} THEN took.staff_id END AS "takenById", CASE WHEN ${TAKEN} THEN took.at END AS "takenAt",
  r.slot_id AS "slotId", coalesce(called.id, 0) AS "lastCall", coalesce(took.id, 0) AS "lastTaken"`;

const lastSql = (viewer: Viewer, call: boolean): Sql => sql`
  LEFT JOIN LATERAL (
    SELECT k.id, k.what, k.at, k.again_at, k.note, k.staff_id, a.name AS by FROM counter.last_call(r.id, r.slot_id, ${call}) k LEFT JOIN staff.accounts a ON a.id = k.staff_id
    WHERE k.id IS NOT NULL AND ${seenOnly(viewer, sql`reservations.has_protected(r.id)`)})`;

/** Joins the newest call and who has it to visit `r`. */
export const callJoins = (viewer: Viewer): Sql =>
  sql`${lastSql(viewer, true)} called ON true ${lastSql(viewer, false)} took ON true`;

/** A call is made within days of the visit: 12月1日（火） 10:30. */
const momentWords = (at: Date): string => `${shortDate(cityDay(at))} ${clockTime(cityMinute(at))}`;

type Call = Pick<CallLine, 'called' | 'againAt' | 'callNote'>;
/** What came of a call; empty: nobody rang, or the record was wrong. */
export function resultWords({ called, againAt, callNote }: Call): string {
  if (called === null || called === 'not-called') return '';
  return `${CALL_WORDS[called]}${againAt === null ? '' : `（${momentWords(againAt)}）`}${callNote ? `「${callNote}」` : ''}`;
}

/** When it was recorded, and by whom: 12月1日（火） 10:20 大坪. */
export const calledBy = ({ calledAt, calledBy: by }: Pick<CallLine, 'calledAt' | 'calledBy'>): string =>
  calledAt === null ? '' : `${momentWords(calledAt)} ${by ?? ''}`;

/** The same with when and by whom, in a line: 連絡済 12月1日（火） 10:20 大坪. */
export function callWords(line: CallLine): string {
  const result = resultWords(line);
  return result === '' || line.calledAt === null ? '' : `${result}　${calledBy(line)}`;
}

/** Who has it, and since when; empty: nobody. */
export const takenWords = ({ takenBy, takenAt }: Pick<CallLine, 'takenBy' | 'takenAt'>): string =>
  takenBy === null || takenAt === null ? '' : `${takenBy}　${momentWords(takenAt)}から`;

/** A visit this viewer may see. */
export const readCallState = (tx: Tx, viewer: Viewer, reservationId: string): Promise<CallState | undefined> =>
  tx.row<CallState>(sql`
    SELECT ${callColumns} FROM reservations.reservations r ${callJoins(viewer)} WHERE r.id = ${reservationId}::uuid`);

/** The same, as one who comes with it has it: by their card. */
export const readCallOf = (
  tx: Tx,
  viewer: Viewer,
  { reservationId, cardId }: { reservationId: string; cardId: number },
): Promise<PersonCall | undefined> =>
  tx.row<PersonCall>(sql`
    SELECT ${callColumns}, ${toldSql(sql`${cardId}`)} FROM reservations.reservations r ${callJoins(viewer)} WHERE r.id = ${reservationId}::uuid`);

/** One row of what was recorded of a visit. `stands`: of the time it has now. */
export type CallRow = { at: Date; by: string | null; what: Called | Taken; againAt: Date | null; note: string; stands: boolean };

/** All that was recorded of a visit, the newest first: for who may see its people. */
export const callsOf = (tx: Tx, reservationId: string): Promise<CallRow[]> =>
  tx.rows<CallRow>(sql`
    SELECT k.at, a.name AS by, k.what, k.again_at AS "againAt", k.note, k.slot_id = r.slot_id AS stands
    FROM counter.calls k JOIN reservations.reservations r ON r.id = k.reservation_id LEFT JOIN staff.accounts a ON a.id = k.staff_id
    WHERE k.reservation_id = ${reservationId}::uuid ORDER BY k.id DESC`);

const CALL_REASONS = ['unknown', 'not_booked', 'changed_meanwhile', 'called_meanwhile', 'not_yours'] as const;
type CallRefusal = (typeof CALL_REASONS)[number];

/** What is added. `slotId` and `last` (the newest row of its kind, 0: none) as the page showed them. */
type CallRequest = {
  reservationId: string;
  slotId: number;
  last: number;
  what: Called | Taken;
  againAt: Temporal.Instant | null;
  note: string;
};

/** Adds what came of a call, or who has it (§8(2)③); a second press of the same is the first. Nothing recorded is changed: another row corrects it. */
export const recordCall = (db: Db, actor: Actor, request: CallRequest): Promise<Outcome<number, CallRefusal>> =>
  attempt(CALL_REASONS, async () => {
    const { reservationId, slotId, last, what, againAt, note } = request;
    const { id } = await db.one<{ id: number }>(
      sql`SELECT counter.record_call(${actorSql(actor)}, ${reservationId}::uuid, ${slotId}, ${last}, ${what}, ${againAt}::timestamptz, ${note}) AS id`,
    );
    return id;
  });
