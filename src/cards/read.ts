import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { type NotBookable, notBookableSql } from './bookable.ts';
import { lacksSetUpSql } from './set-up.ts';
import type { BookableBy } from './statuses.ts';
import { seenOnly, type Viewer } from './viewer.ts';
import type { Whereabouts } from './whereabouts.ts';
import { cardPlaceSql } from './whereabouts.ts';

export type Card = {
  id: number;
  noticeId: string;
  name: string;
  kana: string;
  birthDate: string | null;
  birthText: string;
  postalCode: string;
  address: string;
  phone: string;
  expiresOn: string | null;
  noticeDate: string | null;
  /** When its settings before handing over were recorded. */
  setUpAt: Date | null;
  /** They are still to be made. */
  lacksSetUp: boolean;
  protected: boolean;
  status: string;
  statusName: string;
  statusCategory: string;
  statusAt: Date;
  /** It has a visit that nothing became of yet: its status is not changed by hand. */
  isBooked: boolean;
  /** Why staff may not book it; null: they may. `reservations.hold` asks the same. */
  notBookable: NotBookable | null;
  /** Why citizens may not; null: they may. */
  notOnTheWeb: NotBookable | null;
  isOpen: boolean;
  whereabouts: Whereabouts;
  place: string | null;
  towards: string | null;
  officeId: number | null;
  officeName: string | null;
  /** The remark shown, and the version it is. */
  remark: { id: number; body: string } | null;
};

/** One card with where it is and its newest remark. */
export const readCard = (tx: Tx, id: number): Promise<Card | undefined> =>
  tx.row<Card>(sql`
    SELECT c.id, c.notice_id AS "noticeId", c.name, c.kana, c.birth_date AS "birthDate", c.birth_text AS "birthText", c.postal_code AS "postalCode", c.address, c.phone,
      c.expires_on AS "expiresOn", c.notice_date AS "noticeDate", c.protected, c.status, st.name AS "statusName", st.category AS "statusCategory",
      c.set_up_at AS "setUpAt", ${lacksSetUpSql} AS "lacksSetUp",
      c.status_at AS "statusAt", cards.is_booked(c.id, NULL) AS "isBooked", ${notBookableSql}, c.is_open AS "isOpen", ${cardPlaceSql},
      c.office_id AS "officeId", o.name AS "officeName",
      (SELECT jsonb_build_object('id', r.id, 'body', r.body) FROM cards.remarks_of(c.id, c.person_key) r ORDER BY r.id DESC LIMIT 1) AS remark
    FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
      LEFT JOIN offices.offices o ON o.id = c.office_id LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    WHERE c.id = ${id}`);

export type StatusChange = {
  id: number;
  at: Date;
  toName: string;
  why: string;
  actorKind: string;
  staffName: string | null;
  reservationId: string | null;
  /** The bulk change it came from. */
  bulkId: number | null;
  /** The one by which the card stands, made by hand: it may be taken back, and then the one before it (`cards.undo_status`). */
  undoable: boolean;
};

/** Where the handing-over stood, newest first (§8(2)⑦). */
export const statusHistory = (tx: Tx, cardId: number): Promise<StatusChange[]> =>
  tx.rows<StatusChange>(sql`
    SELECT h.id, h.at, coalesce(s.name, h.to_status) AS "toName", h.why, h.actor_kind AS "actorKind", a.name AS "staffName", h.reservation_id AS "reservationId",
      (SELECT b.id FROM cards.bulk_changed x JOIN cards.bulk_changes b ON b.id = x.bulk_id WHERE x.card_id = h.card_id AND b.at = h.at AND b.to_status = h.to_status LIMIT 1) AS "bulkId",
      h.by_hand AND f.category NOT IN ('booked', 'handed-over', 'destroyed') AND f.retired_at IS NULL AND h.id = (SELECT cards.stands_by(${cardId})) AS undoable
    FROM cards.status_history h LEFT JOIN cards.statuses s ON s.code = h.to_status LEFT JOIN cards.statuses f ON f.code = h.from_status LEFT JOIN staff.accounts a ON a.id = h.staff_id
    WHERE h.card_id = ${cardId} ORDER BY h.id DESC LIMIT 200`);

export type CustodyEvent = {
  at: Date;
  event: string;
  place: string | null;
  /** Where it was sent. */
  toName: string | null;
  note: string;
  staffName: string | null;
  secondName: string | null;
};

/** 入出庫記録, newest first. */
export const custodyHistory = (tx: Tx, cardId: number): Promise<CustodyEvent[]> =>
  tx.rows<CustodyEvent>(sql`
    SELECT e.at, e.event, e.note, nullif(concat_ws(' ', o.name, p.cabinet, p.box, e.storage_position::text), '') AS place, CASE WHEN e.event = 'sent' THEN t.name END AS "toName",
      a.name AS "staffName", b.name AS "secondName"
    FROM cards.custody_events e LEFT JOIN offices.offices t ON t.id = e.to_office_id LEFT JOIN offices.offices o ON o.id = e.office_id LEFT JOIN cards.storage_places p ON p.id = e.storage_place_id
      LEFT JOIN staff.accounts a ON a.id = e.staff_id LEFT JOIN staff.accounts b ON b.id = e.second_staff_id
    WHERE e.card_id = ${cardId} ORDER BY e.id DESC LIMIT 200`);

/** `writtenOn`: the ID of another card of the same person, where it was written there; '' without a card; null on this one. */
export type Remark = {
  id: number;
  /** Empty: the one before no longer holds; or its words were withdrawn. */
  body: string;
  at: Date;
  staffId: number;
  staffName: string;
  writtenOn: string | null;
  /** When it was withdrawn, and by whom; null: it stands. */
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
};

/** A version `r` of a remark with who wrote it; `writtenOn` is asked of the card `x`. */
export const remarkSql: Sql = sql`r.id, r.body, r.at, a.name AS "staffName", r.staff_id AS "staffId", r.withdrawn_at AS "withdrawnAt", w.name AS "withdrawnBy"`;
export const remarkBySql: Sql = sql`JOIN staff.accounts a ON a.id = r.staff_id LEFT JOIN staff.accounts w ON w.id = r.withdrawn_by LEFT JOIN cards.cards x ON x.id = r.card_id`;

/** Every version of the remark of a card's holder, newest first (§8(2)⑬): those written on another card of theirs, or without one, stand among them. */
export const remarks = (tx: Tx, cardId: number): Promise<Remark[]> =>
  tx.rows<Remark>(sql`
    SELECT ${remarkSql}, CASE WHEN r.card_id IS DISTINCT FROM c.id THEN coalesce(x.notice_id, '') END AS "writtenOn"
    FROM cards.cards c CROSS JOIN LATERAL cards.all_remarks_of(c.id, c.person_key) r ${remarkBySql}
    WHERE c.id = ${cardId} ORDER BY r.id DESC`);

/** The remark of who comes without a card, by their person key: the version that stands, null where there is none; undefined where this viewer may not see who it is. */
export const remarkOfPerson = (
  tx: Tx,
  viewer: Viewer,
  personKey: string,
): Promise<{ id: number | null; body: string } | undefined> =>
  tx.row<{ id: number | null; body: string }>(sql`
    SELECT x.id, coalesce(x.body, '') AS body
    FROM (VALUES (1)) AS one LEFT JOIN LATERAL (SELECT r.id, r.body FROM cards.remarks_of(NULL, ${personKey}) r ORDER BY r.id DESC LIMIT 1) x ON true
    WHERE ${seenOnly(viewer, sql`cards.is_protected_key(${personKey})`)}`);

export type Status = { code: string; name: string; category: string; bookableBy: BookableBy };

export const listStatuses = (tx: Tx): Promise<Status[]> =>
  tx.rows<Status>(
    sql`SELECT code, name, category, bookable_by AS "bookableBy" FROM cards.statuses WHERE retired_at IS NULL ORDER BY position, code`,
  );
