import { placeSql } from '../cards/search.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';
import type { OutcomeCode } from './acts.ts';

/** One person of a visit, as the day's board shows them. */
export type BoardMember = {
  position: number;
  cardId: number | null;
  name: string;
  kana: string;
  noticeId: string | null;
  protected: boolean;
  whereabouts: string | null;
  place: string | null;
  cardOfficeId: number | null;
  remark: string | null;
  outcome: OutcomeCode | null;
  outcomeAt: Date | null;
  /** The press that may be taken back. */
  actId: number | null;
};

export type BoardVisit = {
  id: string;
  number: string;
  serviceName: string;
  /** Its service needs a card on file. */
  needsCard: boolean;
  startMinute: number;
  minutes: number;
  /** 要振替: its slot was shut, and nobody moved, cancelled or kept it. */
  needsMoving: boolean;
  phone: string;
  members: BoardMember[];
};

type Row = Omit<BoardVisit, 'members'> & BoardMember;

/** Who comes to an office on a day, by time; cancelled visits are not on it. */
export async function readBoard(tx: Tx, officeId: number, day: string): Promise<BoardVisit[]> {
  const rows = await tx.rows<Row>(sql`
    SELECT r.id, r.number, sv.name AS "serviceName", sv.needs_card AS "needsCard", sl.start_minute AS "startMinute", reservations.minutes_of(r, sl) AS minutes, reservations.needs_moving(r, sl) AS "needsMoving",
      coalesce(nullif(r.phone, ''), c.phone, '') AS phone, m.position, c.id AS "cardId", coalesce(c.name, m.name, '') AS name, coalesce(c.kana, m.kana, '') AS kana,
      c.notice_id AS "noticeId", ${protectedSql} AS protected, c.whereabouts, nullif(${placeSql}, '') AS place, c.office_id AS "cardOfficeId",
      (SELECT x.body FROM cards.remarks x WHERE x.card_id = c.id ORDER BY x.id DESC LIMIT 1) AS remark,
      m.outcome, m.outcome_at AS "outcomeAt",
      (SELECT max(a.id) FROM counter.acts a WHERE a.reservation_id = r.id AND a.position = m.position AND a.undone_at IS NULL) AS "actId"
    FROM ledger.slots sl
      JOIN reservations.reservations r ON r.slot_id = sl.id AND r.state IN ('booked', 'ended')
      JOIN services.services sv ON sv.id = r.service_id
      JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL
      LEFT JOIN cards.cards c ON c.id = m.card_id
      LEFT JOIN offices.offices o ON o.id = c.office_id
      LEFT JOIN cards.storage_places p ON p.id = c.storage_place_id
    WHERE sl.office_id = ${officeId} AND sl.day = ${day}::date
    ORDER BY sl.start_minute, r.number, m.position`);
  const visits = new Map<string, BoardVisit>();
  for (const { id, number, serviceName, needsCard, startMinute, minutes, needsMoving, phone, ...member } of rows) {
    const visit = visits.get(id);
    if (visit === undefined)
      visits.set(id, { id, number, serviceName, needsCard, startMinute, minutes, needsMoving, phone, members: [member] });
    else visit.members.push(member);
  }
  return [...visits.values()];
}

/** What stands in the way of an act with the visit of a day: shared by the board and the person's page. */
export const isFinal = (outcome: OutcomeCode | null): boolean => outcome !== null && outcome !== 'arrived';

export type BoardFigures = {
  visits: number;
  toCome: number;
  here: number;
  done: number;
  incomplete: number;
  noShow: number;
  missing: number;
};

/** The figures above the board, counted in visits; the worst state of a party's people is the party's. */
export function figures(visits: readonly BoardVisit[]): BoardFigures {
  const has = (visit: BoardVisit, outcome: OutcomeCode | null) => visit.members.some((member) => member.outcome === outcome);
  const count = (test: (visit: BoardVisit) => boolean) => visits.filter(test).length;
  return {
    visits: visits.length,
    here: count((visit) => has(visit, 'arrived')),
    toCome: count((visit) => has(visit, null) && !has(visit, 'arrived')),
    done: count((visit) => visit.members.every((member) => member.outcome === 'handed-over')),
    incomplete: count((visit) => has(visit, 'incomplete')),
    noShow: count((visit) => has(visit, 'no-show')),
    missing: visits
      .flatMap((visit) => visit.members)
      .filter((member) => member.whereabouts === 'missing' && !isFinal(member.outcome)).length,
  };
}
