import { seenOnly, type Viewer } from '../cards/viewer.ts';
import type { Tx } from '../lib/db/db.ts';
import { join, raw, type Sql, sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';
import { keptSince } from '../running/kept-since.ts';

/** Days, both included, of an office and a service by their codes; '' for all. */
type Asked = { from: string; to: string; office: string; service: string };

/** What a day, a place or a service came to. `visits`: booked and not cancelled. `people`: of those visits. `lead`: median days from booking to visit. */
export type Figures = {
  offered: number;
  taken: number;
  visits: number;
  web: number;
  phone: number;
  counter: number;
  former: number;
  cancelled: number;
  people: number;
  came: number;
  handedOver: number;
  incomplete: number;
  noShow: number;
  lead: number | null;
};

export type FiguresRow = Figures & { day: string | null; officeId: number | null; serviceId: number | null };

const of = (asked: Asked, what: Sql): Sql => sql`
  JOIN offices.offices o ON o.id = ${what}.office_id AND (${asked.office} = '' OR o.code = ${asked.office})
  JOIN services.services v ON v.id = ${what}.service_id AND (${asked.service} = '' OR v.code = ${asked.service})
  WHERE ${what}.day BETWEEN ${asked.from}::date AND ${asked.to}::date`;

/** Places: those of a shut slot are not offered, save what was taken of them. */
const places = (asked: Asked): Sql => sql`
  SELECT s.day, s.office_id, s.service_id, NULL AS channel, CASE WHEN s.closed_at IS NULL THEN greatest(s.capacity, s.taken) ELSE s.taken END AS offered, s.taken,
    0 AS visits, 0 AS cancelled, 0 AS people, 0 AS arrived, 0 AS handed_over, 0 AS incomplete, 0 AS no_show, NULL::integer AS lead
  FROM ledger.slots s ${of(asked, sql`s`)}`;

/** Visits that stand in the books, without what staff took back; one taken before going live counts as that, however it was made. Persons this viewer may not see are in no figure; a visit of such persons alone is none. */
const standing = (viewer: Viewer, asked: Asked): Sql => sql`
  SELECT s.day, s.office_id, s.service_id, CASE WHEN r.former_number IS NULL THEN r.channel ELSE 'migrated' END, 0, 0, (r.state <> 'cancelled')::integer, (r.state = 'cancelled')::integer,
    CASE WHEN r.state = 'cancelled' THEN 0 ELSE p.people END, p.arrived, p.handed_over, p.incomplete, p.no_show,
    CASE WHEN r.state <> 'cancelled' AND r.former_number IS NULL THEN s.day - lib.day_of(r.booked_at) END
  FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.number IS NOT NULL AND r.state IN ('booked', 'ended', 'cancelled') AND NOT r.taken_back
    CROSS JOIN LATERAL (
      SELECT count(*) AS people, count(*) FILTER (WHERE m.outcome = 'arrived') AS arrived, count(*) FILTER (WHERE m.outcome = 'handed-over') AS handed_over,
        count(*) FILTER (WHERE m.outcome = 'incomplete') AS incomplete, count(*) FILTER (WHERE m.outcome = 'no-show') AS no_show
      FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
      WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND ${seenOnly(viewer, protectedSql)}) p
  ${of(asked, sql`s`)} AND (${viewer.seesProtected} OR p.people > 0)`;

/** Visits whose years are over: of them the figures alone are left (§8(1)⑧), which do not tell when they were booked, with how much of each is of persons whom named roles see only. */
const removed = ({ seesProtected }: Viewer, asked: Asked): Sql => {
  const seen = (figure: 'visits' | 'cancelled' | 'people' | 'arrived' | 'handed_over' | 'incomplete' | 'no_show') =>
    seesProtected ? sql`f.${raw(figure)}` : sql`f.${raw(figure)} - f.${raw(`unseen_${figure}`)}`;
  return sql`
  SELECT f.day, f.office_id, f.service_id, f.channel, 0, 0, ${seen('visits')}, ${seen('cancelled')}, ${seen('people')}, ${seen('arrived')}, ${seen('handed_over')},
    ${seen('incomplete')}, ${seen('no_show')}, NULL
  FROM keeping.figures f ${of(asked, sql`f`)}`;
};

const SUMS = sql`
    sum(u.offered)::integer AS offered, sum(u.taken)::integer AS taken, sum(u.visits)::integer AS visits,
    coalesce(sum(u.visits) FILTER (WHERE u.channel = 'web'), 0)::integer AS web, coalesce(sum(u.visits) FILTER (WHERE u.channel = 'phone'), 0)::integer AS phone,
    coalesce(sum(u.visits) FILTER (WHERE u.channel = 'counter'), 0)::integer AS counter, coalesce(sum(u.visits) FILTER (WHERE u.channel = 'migrated'), 0)::integer AS former,
    sum(u.cancelled)::integer AS cancelled, sum(u.people)::integer AS people, sum(u.arrived + u.handed_over + u.incomplete)::integer AS came,
    sum(u.handed_over)::integer AS "handedOver", sum(u.incomplete)::integer AS incomplete, sum(u.no_show)::integer AS "noShow",
    percentile_disc(0.5) WITHIN GROUP (ORDER BY u.lead) AS lead`;

export type By = 'day' | 'office' | 'service';
const KEYS: Readonly<Record<By, { column: Sql; none: Sql }>> = {
  day: { column: sql`u.day`, none: sql`NULL::date` },
  office: { column: sql`u.office_id`, none: sql`NULL::integer` },
  service: { column: sql`u.service_id`, none: sql`NULL::integer` },
};

/** The figures by each of `by`, one below the other, and in all where `all` says so: one statement. */
export function figuresSql(viewer: Viewer, asked: Asked, by: readonly [By, ...By[]], all = false): Sql {
  const key = (one: By) => (by.includes(one) ? KEYS[one].column : KEYS[one].none);
  const sets = join([...(all ? [sql`()`] : []), ...by.map((one) => sql`(${KEYS[one].column})`)]);
  return sql`
  SELECT ${key('day')} AS day, ${key('office')} AS "officeId", ${key('service')} AS "serviceId", ${SUMS}
  FROM (${places(asked)} UNION ALL ${standing(viewer, asked)} UNION ALL ${removed(viewer, asked)}) u
  GROUP BY GROUPING SETS (${sets}) HAVING sum(u.offered) + sum(u.visits) + sum(u.cancelled) > 0`;
}

/** By day, by office and in all, of one statement. */
export async function readFigures(
  tx: Tx,
  viewer: Viewer,
  asked: Asked,
): Promise<{ all: FiguresRow | undefined; days: FiguresRow[]; offices: FiguresRow[] }> {
  const rows = await tx.rows<FiguresRow>(sql`
    SELECT f.* FROM (${figuresSql(viewer, asked, ['day', 'office'], true)}) f`);
  return {
    all: rows.find(({ day, officeId }) => day === null && officeId === null),
    days: rows.filter(({ day }) => day !== null),
    offices: rows.filter(({ officeId }) => officeId !== null),
  };
}

/** A share in percent with one decimal; null: of nothing. */
export const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((1_000 * part) / whole) / 10;

/** What is said of figures in percent: of places, of people whose visit has an outcome, of bookings. */
export const shares = (of: Figures) => ({
  use: share(of.taken, of.offered),
  came: share(of.came, of.came + of.noShow),
  noShow: share(of.noShow, of.came + of.noShow),
  cancelled: share(of.cancelled, of.visits + of.cancelled),
});

/** `mailsSince`: mails of days before it are not counted, for they are not kept any longer; null: of all that was asked. */
export type Now = { waiting: number; sent: number; dead: number; mailsSince: string | null };

/** Cards that wait now at the office, and how the mails of these days fared, of the whole city. */
export async function readNow(tx: Tx, viewer: Viewer, { from, to, office }: Asked): Promise<Now> {
  const { mails } = await keptSince(tx);
  const counted = await tx.one<Omit<Now, 'mailsSince'>>(sql`
    SELECT (SELECT count(*) FROM cards.cards c LEFT JOIN offices.offices o ON o.id = c.office_id
        WHERE c.is_open AND c.whereabouts NOT IN ('expected', 'gone') AND (${office} = '' OR o.code = ${office}) AND ${seenOnly(viewer)}) AS waiting, m.sent, m.dead
    FROM (SELECT count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'dead') AS dead FROM outbox.mails
      WHERE state IN ('sent', 'dropped', 'dead') AND created_at >= lib.instant(${from}::date, 0) AND created_at < lib.instant(${to}::date + 1, 0)) m`);
  return { ...counted, mailsSince: from < mails ? mails : null };
}

/** National holidays among days, with their names. */
export const readHolidays = async (tx: Tx, { from, to }: Pick<Asked, 'from' | 'to'>): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await tx.rows<{ day: string; name: string }>(
        sql`SELECT day, name FROM calendar.holidays WHERE NOT retired AND day BETWEEN ${from}::date AND ${to}::date`,
      )
    ).map(({ day, name }) => [day, name]),
  );
