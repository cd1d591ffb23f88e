import { seenOnly, seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';
import { type CallState, callColumns, callJoins, type PersonCall, toldSql } from './calls.ts';

/** Why a card will not be there for its visit (`not-ready.sql`). */
export type NotReadyWhy =
  | 'closed'
  | 'missing'
  | 'on-hold'
  | 'status'
  | 'expected'
  | 'transit'
  | 'elsewhere'
  | 'gone'
  | 'not-set-up'
  | 'expired'
  | 'awaited';

export const NOT_READY_WORDS: Readonly<Record<NotReadyWhy, string>> = {
  closed: '交付の対象外',
  missing: '所在確認中',
  'on-hold': '保留',
  status: '交付できない交付状況',
  expected: '未着・保管前',
  transit: '回送中',
  elsewhere: '別の場所にある',
  gone: '交付済か廃棄済',
  'not-set-up': '交付前設定の記録なし',
  expired: 'カードの有効期限切れ',
  awaited: 'カード未着',
};

/** What is done about it first. */
export const NOT_READY_STEPS: Readonly<Record<NotReadyWhy, string>> = {
  closed: '予約を確かめる',
  missing: 'カードを探す',
  'on-hold': '交付状況を確かめる',
  status: '交付状況を確かめる',
  expected: '届いていれば保管する',
  transit: '届いたら受領する',
  elsewhere: '回送する',
  gone: '予約を確かめる',
  'not-set-up': '設定して記録する',
  expired: '予約を確かめる',
  awaited: '予約を確かめる',
};

/** Of a row `n` of `counter.visits_not_ready`: nobody told them yet what holds still, or there is more to do than to tell them. */
export const toRingSql: Sql = sql`NOT counter.is_told(n.reservation_id, n.card_id, n.why)`;

/** How many people of the next days lack their card and are still to be rung or seen to, of all offices, of those this viewer may see. */
export const toRingCount = (viewer: Viewer): Sql =>
  viewer.seesProtected
    ? sql`SELECT count(*)::integer FROM counter.visits_not_ready() n WHERE ${toRingSql}`
    : sql`SELECT count(*)::integer FROM counter.visits_not_ready() n LEFT JOIN cards.cards c ON c.id = n.card_id
        JOIN reservations.members m ON m.reservation_id = n.reservation_id AND m.position = n.member_position WHERE ${toRingSql} AND NOT ${protectedSql}`;

/** How many lack their card, whoever it is and whether they were rung or not. */
export const countNotReady = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*)::integer FROM counter.visits_not_ready()`)).count;

/** A visit that lacks its card, of those this viewer may see. */
export type NotReady = {
  reservationId: string;
  /** null: it is in no list yet. */
  cardId: number | null;
  office: string;
  day: string;
  startMinute: number;
  who: Exclude<Who, null>;
  /** Under 支援措置. */
  protected: boolean;
  why: NotReadyWhy;
  /** Empty: none; null: hidden, as others of the visit are. */
  phone: string | null;
  /** What they booked in; ja too where the telephone is hidden. */
  language: string;
  /** They were told, and nothing is left to do until the card is there. */
  told: boolean;
} & CallState &
  PersonCall;

/** The visits of an office (null: of all) that lack their card, by time. Whom this viewer may not see is left out: when and where they come is nothing for who may not. */
export const readNotReady = (tx: Tx, viewer: Viewer, officeId: number | null): Promise<NotReady[]> =>
  tx.rows<NotReady>(sql`
    SELECT n.reservation_id AS "reservationId", n.card_id AS "cardId", f.name AS office, n.day, n.start_minute AS "startMinute", ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who, ${protectedSql} AS protected, n.why,
      ${seenSql(viewer, sql`reservations.has_protected(r.id)`, sql`coalesce(nullif(r.phone, ''), c.phone, '')`)} AS phone,
      coalesce(${seenSql(viewer, sql`reservations.has_protected(r.id)`, sql`r.language`)}, 'ja') AS language, NOT ${toRingSql} AS told, ${toldSql(sql`n.card_id`)}, ${callColumns}
    FROM counter.visits_not_ready() n JOIN offices.offices f ON f.id = n.office_id JOIN reservations.reservations r ON r.id = n.reservation_id LEFT JOIN cards.cards c ON c.id = n.card_id
      JOIN reservations.members m ON m.reservation_id = r.id AND m.position = n.member_position ${callJoins(viewer)}
    WHERE (${officeId}::integer IS NULL OR n.office_id = ${officeId}) AND ${seenOnly(viewer, protectedSql)} ORDER BY n.day, n.start_minute, r.number, n.member_position`);
