import type { Viewer } from '../../cards/viewer.ts';
import type { Tx } from '../../lib/db/db.ts';
import { join, type Sql, sql } from '../../lib/db/sql.ts';
import { CHANNEL_WORDS } from '../../reservations/words.ts';
import { type Asked, sources } from './sources.ts';

/**
 * What a day, a place or a service came to. `visits`: booked and not cancelled. `people`: of those visits. `lead`: median days from booking to visit.
 * `openDays`: days up to today with places.
 */
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
  openDays: number;
};

/** What figures are summed up by: a month is its first day, a week its Monday, a weekday 1 (Monday) to 7; the others are codes of their rows. */
export type By = 'day' | 'week' | 'month' | 'weekday' | 'hour' | 'office' | 'service' | 'channel';

/** `key`: null where it is not kept: the hour of visits that were removed. */
export type FiguresRow = Figures & { by: By; key: string | null };

const KEYS: Readonly<Record<By, Sql>> = {
  day: sql`u.day`,
  week: sql`date_trunc('week', u.day::timestamp)::date`,
  month: sql`date_trunc('month', u.day::timestamp)::date`,
  weekday: sql`extract(isodow FROM u.day)::integer`,
  hour: sql`u.hour`,
  office: sql`u.office_id`,
  service: sql`u.service_id`,
  channel: sql`u.channel`,
};

const SUMS = sql`
    sum(u.offered)::integer AS offered, sum(u.taken)::integer AS taken, sum(u.visits)::integer AS visits,
    coalesce(sum(u.visits) FILTER (WHERE u.channel = 'web'), 0)::integer AS web, coalesce(sum(u.visits) FILTER (WHERE u.channel = 'phone'), 0)::integer AS phone,
    coalesce(sum(u.visits) FILTER (WHERE u.channel = 'counter'), 0)::integer AS counter, coalesce(sum(u.visits) FILTER (WHERE u.channel = 'migrated'), 0)::integer AS former,
    sum(u.cancelled)::integer AS cancelled, sum(u.people)::integer AS people, sum(u.arrived + u.handed_over + u.incomplete)::integer AS came,
    sum(u.handed_over)::integer AS "handedOver", sum(u.incomplete)::integer AS incomplete, sum(u.no_show)::integer AS "noShow",
    percentile_disc(0.5) WITHIN GROUP (ORDER BY u.lead) AS lead,
    count(DISTINCT u.day) FILTER (WHERE u.offered > 0 AND u.day <= lib.day_of(lib.now()))::integer AS "openDays"`;

/** The figures by each of `by`, one below the other, and in all where `all` says so: one statement. Places have no channel: by channel they are left out. */
export function figuresSql(viewer: Viewer, asked: Asked, by: readonly [By, ...By[]], all = false): Sql {
  const column = (one: By): Sql => sql`(${KEYS[one]})`;
  const sets = join([...(all ? [sql`()`] : []), ...by.map((one) => sql`(${column(one)})`)]);
  const which = join(by.map((one) => sql`CASE WHEN GROUPING(${column(one)}) = 0 THEN ${one} END`));
  const key = join(by.map((one) => sql`CASE WHEN GROUPING(${column(one)}) = 0 THEN ${column(one)}::text END`));
  const places = by.includes('channel')
    ? sql`CASE WHEN GROUPING(${column('channel')}) = 0 THEN 0 ELSE sum(u.offered) END`
    : sql`sum(u.offered)`;
  return sql`
  SELECT coalesce(${which}) AS by, coalesce(${key}) AS key, ${SUMS}
  FROM (${sources(viewer, asked)}) u
  GROUP BY GROUPING SETS (${sets}) HAVING ${places} + sum(u.visits) + sum(u.cancelled) > 0`;
}

/** The figures of what was asked in all (undefined: there are none) and by each of `by`, by their keys. */
export type Found = { all: Figures | undefined; by: (one: By) => FiguresRow[] };

export async function readFigures(tx: Tx, viewer: Viewer, asked: Asked, by: readonly [By, ...By[]]): Promise<Found> {
  const rows = await tx.rows<FiguresRow | (Figures & { by: null; key: null })>(sql`
    SELECT f.* FROM (${figuresSql(viewer, asked, by, true)}) f ORDER BY f.by, f.key`);
  return {
    all: rows.find((row) => row.by === null),
    by: (one) => rows.filter((row): row is FiguresRow => row.by === one),
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

const WAYS: Readonly<Record<string, string>> = { ...CHANNEL_WORDS, migrated: '稼働前の予約' };

/** How a booking was made, by the key of figures by channel; a booking taken before going live is that alone. */
export const wayWords = (channel: string | null): string => WAYS[channel ?? ''] ?? '';
