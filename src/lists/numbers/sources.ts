import { seenOnly, type Viewer } from '../../cards/viewer.ts';
import { raw, type Sql, sql } from '../../lib/db/sql.ts';
import { protectedSql } from '../../reservations/read.ts';

/** Days, both included, of an office and a service by their codes; '' for all. */
export type Asked = { from: string; to: string; office: string; service: string };

/** The days, the office and the service that are asked for, of rows `what` that have them. */
export const of = (asked: Asked, what: Sql): Sql => sql`
  JOIN offices.offices o ON o.id = ${what}.office_id AND (${asked.office} = '' OR o.code = ${asked.office})
  JOIN services.services v ON v.id = ${what}.service_id AND (${asked.service} = '' OR v.code = ${asked.service})
  WHERE ${what}.day BETWEEN ${asked.from}::date AND ${asked.to}::date`;

/** Places of a slot `s`: those of a shut one are not offered, save what was taken of them. */
export const OFFERED = sql`CASE WHEN s.closed_at IS NULL THEN greatest(s.capacity, s.taken) ELSE s.taken END`;

const places = (asked: Asked): Sql => sql`
  SELECT s.day, s.start_minute / 60 AS hour, s.office_id, s.service_id, NULL AS channel, ${OFFERED} AS offered, s.taken,
    0 AS visits, 0 AS cancelled, 0 AS people, 0 AS arrived, 0 AS handed_over, 0 AS incomplete, 0 AS no_show, NULL::integer AS lead
  FROM ledger.slots s ${of(asked, sql`s`)}`;

/** Who came of a visit `r`, of those this viewer may see. */
const party = (viewer: Viewer): Sql => sql`
  SELECT count(*) AS people, count(*) FILTER (WHERE m.outcome = 'arrived') AS arrived, count(*) FILTER (WHERE m.outcome = 'handed-over') AS handed_over,
    count(*) FILTER (WHERE m.outcome = 'incomplete') AS incomplete, count(*) FILTER (WHERE m.outcome = 'no-show') AS no_show
  FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
  WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND ${seenOnly(viewer, protectedSql)}`;

/** One taken before going live counts as that, however it was made. */
const CHANNEL = sql`CASE WHEN r.former_number IS NULL THEN r.channel ELSE 'migrated' END`;

/** Visits that stand in the books. Persons this viewer may not see are in no figure; a visit of such persons alone is none. */
const standing = (viewer: Viewer, asked: Asked): Sql => sql`
  SELECT s.day, s.start_minute / 60, s.office_id, s.service_id, ${CHANNEL}, 0, 0, 1, 0, p.people, p.arrived, p.handed_over, p.incomplete, p.no_show,
    CASE WHEN r.former_number IS NULL THEN s.day - lib.day_of(r.booked_at) END
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.number IS NOT NULL AND r.state IN ('booked', 'ended') AND NOT r.taken_back
    CROSS JOIN LATERAL (${party(viewer)}) p
  ${of(asked, sql`s`)} AND (${viewer.seesProtected} OR p.people > 0)`;

/** Those that were cancelled, without what staff took back. On its own: no index is of both, and without one every visit there ever was is read. */
const cancelled = (viewer: Viewer, asked: Asked): Sql => sql`
  SELECT s.day, s.start_minute / 60, s.office_id, s.service_id, ${CHANNEL}, 0, 0, 0, 1, 0, p.arrived, p.handed_over, p.incomplete, p.no_show, NULL
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.number IS NOT NULL AND r.state = 'cancelled' AND NOT r.taken_back
    CROSS JOIN LATERAL (${party(viewer)}) p
  ${of(asked, sql`s`)} AND (${viewer.seesProtected} OR p.people > 0)`;

/** Visits whose years are over: of them the figures alone are left (§8(1)⑧), which tell neither when they were booked nor for which time, with how much of each is of persons whom named roles see only. */
const removed = ({ seesProtected }: Viewer, asked: Asked): Sql => {
  const seen = (figure: 'visits' | 'cancelled' | 'people' | 'arrived' | 'handed_over' | 'incomplete' | 'no_show') =>
    seesProtected ? sql`f.${raw(figure)}` : sql`f.${raw(figure)} - f.${raw(`unseen_${figure}`)}`;
  return sql`
  SELECT f.day, NULL, f.office_id, f.service_id, f.channel, 0, 0, ${seen('visits')}, ${seen('cancelled')}, ${seen('people')}, ${seen('arrived')},
    ${seen('handed_over')}, ${seen('incomplete')}, ${seen('no_show')}, NULL
  FROM keeping.figures f ${of(asked, sql`f`)}`;
};

/** Places, visits that stand and those that were removed, one below the other. */
export const sources = (viewer: Viewer, asked: Asked): Sql =>
  sql`${places(asked)} UNION ALL ${standing(viewer, asked)} UNION ALL ${cancelled(viewer, asked)} UNION ALL ${removed(viewer, asked)}`;
