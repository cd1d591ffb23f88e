import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome, refused } from '../lib/outcome.ts';

const STATUS_REASONS = [
  ...(['unknown', 'changed_meanwhile', 'booked', 'follows', 'retired', 'superseded'] as const),
  ...(['ahead', 'before_posted', 'before_back', 'before_notice'] as const),
] as const;
type StatusRefusal = (typeof STATUS_REASONS)[number];

/** Changes where a card stands, by hand and with a reason. `from`: what the page showed. `on`: the day its notice was posted or came back, where one is told. `handed`: a press at the counter made it 交付済, and is taken back. */
export const changeStatus = async (
  db: Db,
  actor: Actor,
  { cardId, from, to, why, on = null }: { cardId: number; from: string; to: string; why: string; on?: string | null },
): Promise<Outcome<'changed' | 'already', StatusRefusal | 'handed'>> => {
  const outcome = await attempt(STATUS_REASONS, async () => {
    const { result } = await db.one<{ result: 'changed' | 'already' }>(
      sql`SELECT cards.change_status_on(${actorSql(actor)}, ${cardId}, ${from}, ${to}, ${why}, ${on}::date) AS result`,
    );
    return result;
  });
  return !outcome.ok && outcome.detail === 'handed' ? refused('handed') : outcome;
};

/** The visit at which a card became 交付済 by a press that stands (`cards.handed_by`): only there is it taken back. */
export const handedAt = (
  tx: Tx,
  cardId: number,
): Promise<{ reservationId: string; position: number; officeCode: string; day: string } | undefined> =>
  tx.row(sql`
    SELECT a.reservation_id AS "reservationId", a.position, o.code AS "officeCode", s.day
    FROM counter.acts a JOIN reservations.reservations r ON r.id = a.reservation_id JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
    WHERE a.id = cards.handed_by(${cardId})`);

const REMARK_REASONS = ['unknown', 'changed_meanwhile'] as const;

/** Writes a new version of the remark of a card's holder, or of who has no card. `from`: the version the page showed. */
export const writeRemark = (
  db: Db,
  actor: Actor,
  { of, from, body }: { of: { cardId: number } | { personKey: string | null }; from: number | null; body: string },
): Promise<Outcome<number, (typeof REMARK_REASONS)[number]>> =>
  attempt(REMARK_REASONS, async () => {
    const { id } = await db.one<{ id: number }>(
      'cardId' in of
        ? sql`SELECT cards.remark(${actorSql(actor)}, ${of.cardId}, ${from}, ${body}) AS id`
        : sql`SELECT cards.remark_person(${actorSql(actor)}, ${of.personKey}, ${from}, ${body}, NULL) AS id`,
    );
    return id;
  });

export const WITHDRAW_REASONS = ['unknown', 'not_yours', 'kept'] as const;
export type WithdrawRefusal = (typeof WITHDRAW_REASONS)[number];

/** Withdraws a remark that a card shows and that was written of the wrong person: its words go. `any`: also one that somebody else wrote. */
export const withdrawRemark = (
  db: Db,
  actor: Actor,
  { cardId, remark, any }: { cardId: number; remark: number; any: boolean },
): Promise<Outcome<void, WithdrawRefusal>> =>
  attempt(WITHDRAW_REASONS, async () => {
    await db.run(sql`SELECT cards.withdraw_remark(${actorSql(actor)}, ${cardId}, ${remark}, ${any})`);
  });

/** A page of a list. */
type Stretch = { limit: number; offset: number };

/** `mails`: what rests is asking for the mail of a booking, right or wrong; else booking, after wrong entries. */
export type Rest = { noticeId: string; mails: boolean; failures: number; restsUntil: Date };

const NOTICE_RESTS = sql`
  SELECT key AS "noticeId", scope = 'manage-notice' AS mails, failures, rests_until AS "restsUntil" FROM cards.tries
  WHERE scope IN ('notice', 'manage-notice') AND rests_until > lib.now()`;

/** Notice IDs whose entry on the web rests now (§8(3)⑭): those that a card has, then the last to end first. */
export const listRests = (tx: Tx, { limit, offset }: Stretch): Promise<Rest[]> =>
  tx.rows<Rest>(sql`
    ${NOTICE_RESTS} ORDER BY EXISTS (SELECT FROM cards.cards c WHERE c.notice_id = key) DESC, rests_until DESC, key, scope LIMIT ${limit} OFFSET ${offset}`);

/** The rests of one notice ID. */
export const readRests = (tx: Tx, noticeId: string): Promise<Rest[]> =>
  tx.rows<Rest>(sql`${NOTICE_RESTS} AND key = ${noticeId} ORDER BY scope`);

export type NumberRest = { number: string; failures: number; restsUntil: Date };

/** Any eight digits that somebody types are counted; those that no booking has are nobody's who may call. */
const NUMBER_BOOKED = sql`EXISTS (SELECT FROM reservations.reservations r WHERE r.number = t.key)`;
const NUMBER_RESTS = sql`
  SELECT t.key AS number, t.failures, t.rests_until AS "restsUntil" FROM cards.tries t WHERE t.scope = 'number' AND t.rests_until > lib.now()`;

/** 予約番号 of bookings for which no mail goes out now, after they were entered again and again. */
export const listNumberRests = (tx: Tx, { limit, offset }: Stretch): Promise<NumberRest[]> =>
  tx.rows<NumberRest>(
    sql`${NUMBER_RESTS} AND ${NUMBER_BOOKED} ORDER BY t.rests_until DESC, t.key LIMIT ${limit} OFFSET ${offset}`,
  );

/** The rest of one 予約番号, where it has one. */
export const readNumberRest = (tx: Tx, number: string): Promise<NumberRest | undefined> =>
  tx.row<NumberRest>(sql`${NUMBER_RESTS} AND t.key = ${number}`);

export type AddressRest = { key: string; failures: number; restsUntil: Date };

const ADDRESS_RESTS = sql`
  SELECT key, max(failures) AS failures, max(rests_until) AS "restsUntil" FROM cards.tries
  WHERE scope IN ('address', 'begun', 'manage-address') AND rests_until > lib.now() GROUP BY key`;

/** Connections whose entry rests now; `key` is a keyed hash and tells nobody's address. */
export const listAddressRests = (tx: Tx, { limit, offset }: Stretch): Promise<AddressRest[]> =>
  tx.rows<AddressRest>(sql`${ADDRESS_RESTS} ORDER BY max(rests_until) DESC, key LIMIT ${limit} OFFSET ${offset}`);

/** How many rows each of the three lists has. */
export const countEachRests = (tx: Tx): Promise<{ notices: number; numbers: number; addresses: number }> =>
  tx.one<{ notices: number; numbers: number; addresses: number }>(sql`
    SELECT (SELECT count(*) FROM (${NOTICE_RESTS}) n)::integer AS notices, (SELECT count(*) FROM (${NUMBER_RESTS} AND ${NUMBER_BOOKED}) n)::integer AS numbers,
      (SELECT count(*) FROM (${ADDRESS_RESTS}) a)::integer AS addresses`);

/** How many rests the page of them lists: a notice ID or a connection is one, whatever it was limited in. */
export const countRests = (): Sql => sql`
  SELECT count(DISTINCT (CASE scope WHEN 'begun' THEN 'address' ELSE replace(scope, 'manage-', '') END, key)) FROM cards.tries t
  WHERE scope IN ('notice', 'manage-notice', 'number', 'address', 'begun', 'manage-address') AND rests_until > lib.now()
    AND (scope <> 'number' OR ${NUMBER_BOOKED})`;

/** Unlocks it after the caller was checked; `key`: a notice ID, a 予約番号, or an address's hash. False where there was none any more. */
export const unlock = async (db: Db, actor: Actor, scope: 'notice' | 'number' | 'address', key: string): Promise<boolean> =>
  (await db.one<{ lifted: boolean }>(sql`SELECT cards.lift_rest(${actorSql(actor)}, ${scope}, ${key}) AS lifted`)).lifted;
