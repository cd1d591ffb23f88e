import { seenOnly, seenSql, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Whereabouts } from '../cards/whereabouts.ts';
import { placeSql } from '../cards/whereabouts.ts';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';
import { newestRemarkSql } from '../reservations/remarks.ts';
import { type LatestAct, latestActSql, type OutcomeCode } from './acts.ts';
import type { AsksFirst } from './handing.ts';
import { type LastIncomplete, lastIncompleteSql } from './incomplete.ts';

/** One person of a visit, as the day's board shows them; of whom this viewer may not see, only that somebody comes and how far they are. */
export type BoardMember = {
  position: number;
  cardId: number | null;
  who: Who;
  noticeId: string | null;
  /** Their card is in no list yet: until it comes nothing can be recorded of them (§8(1)⑬). */
  awaits: boolean;
  protected: boolean;
  /** null, as `place` and `cardOfficeId`: hidden from this viewer, or without a card. */
  whereabouts: Whereabouts | null;
  place: string | null;
  cardOfficeId: number | null;
  remark: string | null;
  outcome: OutcomeCode | null;
  outcomeAt: Date | null;
  /** The press that may be taken back. */
  act: LatestAct | null;
  /** Why it is 不備, or what was collected, paid and by whom received. */
  reason: string;
  /** What was missing the last time, on an earlier visit. */
  lastIncomplete: LastIncomplete | null;
  /** Under fifteen on the day of the visit. */
  isChild: boolean;
  /** What is asked before their card is handed over. */
  asksFirst: AsksFirst;
  /** Their card has expired by the day of the visit. */
  expired: boolean;
  /** null: hidden from this viewer, or not known. */
  birthDate: string | null;
  birthText: string | null;
  /** Whom to ring of them: the number given with the booking, else that of their own card; null and '' as of the visit. */
  phone: string | null;
  /** Somebody else on this board has their name: the birthday tells them apart (§8(1)④b). */
  alike: boolean;
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
  /** null, as `mail`: of a party with somebody this viewer may not see. '': none is recorded. */
  phone: string | null;
  mail: string | null;
  /** A code: what it was booked in. */
  language: string;
  members: BoardMember[];
};

type Row = Omit<BoardVisit, 'members'> & BoardMember;

/** Who comes to an office on a day, by time; cancelled visits are not on it. */
export async function readBoard(tx: Tx, viewer: Viewer, officeId: number, day: string): Promise<BoardVisit[]> {
  const seen = (column: Sql) => seenSql(viewer, protectedSql, column);
  const rows = await tx.rows<Row>(sql`
    SELECT r.id, r.number, sv.name AS "serviceName", sv.needs_card AS "needsCard", sl.start_minute AS "startMinute", reservations.minutes_of(r, sl) AS minutes, reservations.needs_moving(r, sl) AS "needsMoving",
      coalesce(nullif(r.phone, ''), c.phone, '') AS phone, r.mail, r.language, m.position, c.id AS "cardId",
      ${whoSql(viewer, protectedSql, "coalesce(c.name, m.name, '')", "coalesce(c.kana, m.kana, '')")} AS who,
      ${seen(sql`coalesce(c.notice_id, m.awaits)`)} AS "noticeId", m.awaits IS NOT NULL AS awaits, ${protectedSql} AS protected, ${seen(sql`c.whereabouts`)} AS whereabouts, ${seen(sql`nullif(${placeSql}, '')`)} AS place, ${seen(sql`c.office_id`)} AS "cardOfficeId",
      ${seen(newestRemarkSql)} AS remark,
      m.outcome, m.outcome_at AS "outcomeAt",
      ${latestActSql} AS act, ${seen(lastIncompleteSql)} AS "lastIncomplete", ${seen(sql`services.under_15(coalesce(c.birth_date, m.birth_date), sl.day)`)} IS TRUE AS "isChild",
      ${seen(sql`CASE WHEN m.card_id IS NOT NULL THEN counter.asks_first(c.birth_date, sl.day, m.needs) END`)} AS "asksFirst",
      ${seen(sql`c.expires_on < sl.day`)} IS TRUE AS expired,
      ${seen(sql`coalesce(c.birth_date, m.birth_date)`)} AS "birthDate", ${seen(sql`coalesce(c.birth_text, '')`)} AS "birthText",
      ${seen(sql`count(*) OVER (PARTITION BY ${seenOnly(viewer, protectedSql)}, coalesce(c.name_key, m.name_key, '')) > 1`)} IS TRUE AS alike,
      coalesce(CASE WHEN m.outcome IN ('incomplete', 'handed-over') THEN
        ${seen(sql`(SELECT a.reason FROM counter.acts a WHERE a.reservation_id = r.id AND a.position = m.position AND a.undone_at IS NULL ORDER BY a.id DESC LIMIT 1)`)} END, '') AS reason
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
  for (const { id, number, serviceName, needsCard, startMinute, minutes, needsMoving, mail, language, ...member } of rows) {
    const visit = visits.get(id);
    if (visit === undefined)
      visits.set(id, {
        ...{ id, number, serviceName, needsCard, startMinute, minutes, needsMoving, phone: member.phone, mail, language },
        members: [member],
      });
    else visit.members.push(member);
  }
  return [...visits.values()].map((visit) =>
    visit.members.every(({ who }) => who !== null)
      ? visit
      : { ...visit, phone: null, mail: null, members: visit.members.map((member) => ({ ...member, phone: null })) },
  );
}

/** Nothing more is recorded of this person on this visit. */
export const isFinal = (outcome: OutcomeCode | null): boolean => outcome !== null && outcome !== 'arrived';

const has = (visit: BoardVisit, outcome: OutcomeCode | null): boolean =>
  visit.members.some((member) => member.outcome === outcome);

/** Where a visit stands on the board: at the counter, over, left at a shut door, or yet to come. */
export type Section = 'here' | 'over' | 'moving' | 'list';

/** The section of a visit. The worst state of a party's people is the party's; at the counter outranks all. */
export function sectionOf(visit: BoardVisit): Section {
  if (has(visit, 'arrived')) return 'here';
  if (visit.members.every(({ outcome }) => isFinal(outcome))) return 'over';
  return visit.needsMoving ? 'moving' : 'list';
}

/** Since when the longest waiting person of a visit is at the counter; JST does not matter, it is only compared. */
export const waitsSince = (visit: BoardVisit): number =>
  Math.min(...visit.members.map(({ outcome, outcomeAt }) => (outcome === 'arrived' ? (outcomeAt?.getTime() ?? 0) : Infinity)));

type BoardFigures = {
  visits: number;
  toCome: number;
  here: number;
  done: number;
  incomplete: number;
  noShow: number;
  needsMoving: number;
  missing: number;
};

/** The one figure a visit that is over counts in: the worst that became of its people. */
function overAs(visit: BoardVisit): Exclude<OutcomeCode, 'arrived'> | undefined {
  if (sectionOf(visit) !== 'over') return undefined;
  return has(visit, 'incomplete') ? 'incomplete' : has(visit, 'no-show') ? 'no-show' : 'handed-over';
}

/** The figures above the board, counted in visits, each in one of them beside `visits`; `missing` in cards, of those the board's viewer may see. */
export function figures(visits: readonly BoardVisit[]): BoardFigures {
  const count = (test: (visit: BoardVisit) => boolean) => visits.filter(test).length;
  return {
    visits: visits.length,
    here: count((visit) => sectionOf(visit) === 'here'),
    toCome: count((visit) => sectionOf(visit) === 'list'),
    done: count((visit) => overAs(visit) === 'handed-over'),
    incomplete: count((visit) => overAs(visit) === 'incomplete'),
    noShow: count((visit) => overAs(visit) === 'no-show'),
    needsMoving: count((visit) => sectionOf(visit) === 'moving'),
    missing: visits
      .flatMap((visit) => visit.members)
      .filter((member) => member.whereabouts === 'missing' && !isFinal(member.outcome)).length,
  };
}
