import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type Room, withRoom } from './room.ts';

/** A slot as staff see it (§8(2)④): how many may come, how many are booked, held, kept for the desk, above capacity. */
export type GridSlot = Room & {
  id: number;
  day: string;
  startMinute: number;
  minutes: number;
  capacity: number;
  allowance: number;
  /** Live bookings and holds; lapsed holds are not counted. */
  taken: number;
  held: number;
  /** Booked places of the visits that begin here, and those held: a visit longer than a slot stands in several, and begins in one. */
  begins: number;
  heldBegins: number;
  /** Places only the desk may still take; part of what is free. */
  deskPlaces: number;
  /** Places set aside after a closing for those it took the visit from; part of what is free. The desk may give them to anyone. */
  aside: number;
  closed: boolean;
  /** No plan holds it any more; somebody still stands in it. */
  gone: boolean;
  /** Before the window, behind it, or over. */
  outside: boolean;
};

export type Grid = {
  /** First and last day staff may book this card here; null when none. */
  earliest: string | null;
  latest: string | null;
  slots: GridSlot[];
};

/**
 * The slots of an office and service from day to day with what stands in them; `outside` says whether a window (null, null: none) leaves them out.
 * One that no plan holds any more shows only while somebody still stands in it. `people`: how many come together, which says how many slots they take; left out: one.
 * `moving`: the visit or the hold that is looked for another time; what it has of the slots counts as free for it.
 */
export async function readSlots(
  tx: Tx,
  ask: { officeId: number; serviceId: number; from: string; to: string; people?: number; moving?: string | undefined },
  window: { earliest: string | null; latest: string | null },
): Promise<GridSlot[]> {
  const slots = await tx.rows<Omit<GridSlot, keyof Room> & { long: number; own: number }>(sql`
    SELECT s.id, s.day, s.start_minute AS "startMinute", s.minutes, s.capacity, s.allowance, s.taken - coalesce(h.lapsed, 0) AS taken, coalesce(h.held, 0) AS held,
      coalesce((SELECT sum(r.units)::integer FROM reservations.reservations r WHERE r.slot_id = s.id AND r.state IN ('booked', 'ended')), 0) AS begins,
      coalesce(h.begins, 0) AS "heldBegins",
      ledger.desk_kept(s.desk_until, s.desk_places, s.taken_desk, t.now) AS "deskPlaces",
      least(ledger.aside_kept(s.aside, s.aside_for, s.aside_until, NULL, t.now), greatest(0, s.capacity - s.taken)) AS aside,
      s.closed_at IS NOT NULL AS closed, s.gone,
      (${window.earliest}::date IS NULL OR s.day < ${window.earliest}::date OR s.day > ${window.latest}::date) AND s.day IS DISTINCT FROM t.own_day
        OR lib.instant(s.day, s.start_minute + s.minutes) <= t.now AS outside, l.slots AS long, coalesce(own.units, 0) AS own
    FROM (SELECT lib.now() AS now, reservations.own_day(${ask.moving ?? null}::uuid, ${ask.officeId}) AS own_day) t, ledger.slots s CROSS JOIN LATERAL services.length_of(s.service_id, s.office_id, ${ask.people ?? 1}) l
      LEFT JOIN LATERAL (
        SELECT sum(r.units) FILTER (WHERE r.held_until <= t.now)::integer AS lapsed, sum(r.units) FILTER (WHERE r.held_until > t.now)::integer AS held,
          sum(r.units) FILTER (WHERE r.held_until > t.now AND r.slot_id = s.id)::integer AS begins
        FROM reservations.standing_in(ARRAY[s.id]) r WHERE r.state = 'held') h ON true
      LEFT JOIN reservations.reservations own ON own.id = ${ask.moving ?? null}::uuid AND s.id = ANY (reservations.slots_of(own))
    WHERE s.office_id = ${ask.officeId} AND s.service_id = ${ask.serviceId} AND s.day BETWEEN ${ask.from}::date AND ${ask.to}::date
      AND NOT (s.gone AND s.taken = coalesce(h.lapsed, 0))
    ORDER BY s.start_minute, s.day`);
  return withRoom(slots, slots[0]?.long ?? 1);
}

/** The day on which a booked visit comes to an office; null at another: whatever the window says, it may come at another time of that day. */
export const ownDay = async (tx: Tx, reservation: string, officeId: number): Promise<string | null> =>
  (await tx.one<{ day: string | null }>(sql`SELECT reservations.own_day(${reservation}::uuid, ${officeId}) AS day`)).day;

/** Where the cards of a visit's people lie; null: one that needs none, or whose office is not known. */
export const officesOfParty = async (tx: Tx, reservation: string): Promise<(number | null)[]> =>
  (
    await tx.rows<{ office: number | null }>(sql`
      SELECT DISTINCT c.office_id AS office FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
      WHERE m.reservation_id = ${reservation}::uuid AND m.removed_at IS NULL ORDER BY 1`)
  ).map(({ office }) => office);

/** First and last day on which staff may book cards lying in `cardOffices` at an office: the slowest card says from when. Null, null: none. */
export function staffWindow(
  tx: Tx,
  ask: { officeId: number; serviceId: number; cardOffices: readonly (number | null)[] },
): Promise<Pick<Grid, 'earliest' | 'latest'>> {
  const cards = ask.cardOffices.length === 0 ? [null] : [...ask.cardOffices];
  return tx.one<{ earliest: string | null; latest: string | null }>(sql`
    SELECT CASE WHEN fits THEN earliest END AS earliest, CASE WHEN fits THEN latest END AS latest FROM (
      SELECT max(w.earliest) AS earliest, min(w.latest) AS latest, bool_and(w.earliest IS NOT NULL) AND max(w.earliest) <= min(w.latest) AS fits
      FROM unnest(${cards}::integer[]) AS c (office) CROSS JOIN LATERAL calendar.window_of(${ask.officeId}, ${ask.serviceId}, 'staff', c.office, lib.now()) w) all_of_them`);
}

/** The slots of an office and service from day to day, as staff may book them for cards lying in `cardOffices`: the slowest card says from when. */
export async function readGrid(
  tx: Tx,
  ask: {
    officeId: number;
    serviceId: number;
    cardOffices: readonly (number | null)[];
    from: string;
    to: string;
    people?: number;
    moving?: string | undefined;
  },
): Promise<Grid> {
  const window = await staffWindow(tx, ask);
  const slots = await readSlots(tx, ask, window);
  return { ...window, slots };
}

/** The next days from `from` on that have slots at all, `count` at most. */
export const nextOpenDays = async (tx: Tx, officeId: number, serviceId: number, from: string, count: number): Promise<string[]> =>
  (
    await tx.rows<{ day: string }>(
      sql`SELECT DISTINCT day FROM ledger.slots WHERE NOT gone AND office_id = ${officeId} AND service_id = ${serviceId} AND day >= ${from}::date AND day < ${from}::date + 200 ORDER BY day LIMIT ${count}`,
    )
  ).map(({ day }) => day);

/** The last `count` days with slots before `before`: a page back. */
export const previousOpenDays = async (
  tx: Tx,
  officeId: number,
  serviceId: number,
  before: string,
  count: number,
): Promise<string[]> =>
  (
    await tx.rows<{ day: string }>(
      sql`SELECT DISTINCT day FROM ledger.slots WHERE NOT gone AND office_id = ${officeId} AND service_id = ${serviceId} AND day < ${before}::date AND day >= ${before}::date - 200 ORDER BY day DESC LIMIT ${count}`,
    )
  )
    .map(({ day }) => day)
    .reverse();

/** Ids of the offices that have slots of a service from a day on. */
export const officesWithSlots = async (tx: Tx, serviceId: number, from: string): Promise<Set<number>> =>
  new Set(
    (
      await tx.rows<{ id: number }>(
        sql`SELECT o.id FROM offices.offices o WHERE EXISTS (SELECT FROM ledger.slots s WHERE s.office_id = o.id AND s.service_id = ${serviceId} AND s.day >= ${from}::date AND NOT s.gone)`,
      )
    ).map(({ id }) => id),
  );

/** Services that have slots at an office on a day: with several the board says which. */
export const servicesOfDay = async (tx: Tx, officeId: number, day: string): Promise<number> =>
  (
    await tx.one<{ count: number }>(
      sql`SELECT count(DISTINCT service_id)::integer AS count FROM ledger.slots WHERE office_id = ${officeId} AND day = ${day}::date`,
    )
  ).count;

/** The slots of one day in which so many may be put who came without a reservation. `outside`: it is over. */
export const slotsToCome = async (
  tx: Tx,
  ask: { officeId: number; serviceId: number; day: string; people: number },
): Promise<GridSlot[]> =>
  (await readSlots(tx, { ...ask, from: ask.day, to: ask.day }, { earliest: ask.day, latest: ask.day })).filter(
    ({ closed, gone, fits }) => !closed && !gone && fits,
  );

/** Whether anything of an office's day is open still and not over: what a closing could shut. */
export const anyOpenSlot = async (tx: Tx, officeId: number, day: string): Promise<boolean> =>
  (
    await tx.one<{ open: boolean }>(sql`
      SELECT EXISTS (SELECT FROM ledger.slots s WHERE s.office_id = ${officeId} AND s.day = ${day}::date AND s.closed_at IS NULL AND NOT s.gone
        AND lib.instant(s.day, s.start_minute + s.minutes) > lib.now()) AS open`)
  ).open;
