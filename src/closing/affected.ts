import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import { seenSql, type Viewer } from '../cards/viewer.ts';
import { eraDate } from '../lib/dates/format.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { protectedSql } from '../reservations/read.ts';
import type { Bounds } from '../staff/bounds.ts';

/** What took visits their time: a closing, all closings of one act (`formId`), or a change of hours that was published (at offices that somebody is bound to). */
export type TakenBy = { closingId: number } | { formId: string } | { draftId: number; bounds?: Bounds };

/** The condition of a row `x` of `closing.affected`: its time was taken away at an office of who is bound to some. */
export const takenWithin = (bounds: Bounds): Sql =>
  bounds === null
    ? sql`true`
    : sql`x.slot_id IN (SELECT t.id FROM ledger.slots t WHERE t.id = x.slot_id AND t.office_id = ANY (${bounds.map(({ id }) => id)}::integer[]))`;

/** The condition of a row `x` of `closing.affected`. */
function listOf(by: TakenBy): Sql {
  if ('draftId' in by) return sql`x.draft_id = ${by.draftId} AND ${takenWithin(by.bounds ?? null)}`;
  return 'closingId' in by
    ? sql`x.closing_id = ${by.closingId}`
    : sql`x.closing_id IN (SELECT c.id FROM closing.closings c WHERE c.form_id = ${by.formId}::uuid)`;
}

/** Where someone on the list stands now; words: desk/pages/affected. */
export type Standing = 'waiting' | 'moved' | 'cancelled' | 'kept' | 'reopened' | 'came';

/** One visit on the list. */
export type AffectedRow = {
  id: number;
  reservationId: string;
  number: string;
  serviceName: string;
  /** The time that was taken away, and the one it has now. */
  day: string;
  startMinute: number;
  nowDay: string;
  nowMinute: number;
  nowOffice: string;
  /** Where it was taken away. */
  office: string;
  standing: Standing;
  /** null: whom this viewer may not see (支援措置); then nothing tells who they are, and a page shows no time either. */
  names: string[] | null;
  kanas: string[];
  /** Of each of them, 1985-04-01; where it is not known, what is written. */
  births: string[];
  phone: string;
  /** What they booked in; ja too for whom this viewer may not see. */
  language: string;
  /** There is an address to which mails go. */
  hasMail: boolean;
  /** There is one, of who is under 支援措置, that nobody found to be right: no mail goes there. */
  mailHeld: boolean;
  /** How the mail that tells of it fares; null: none was put on its way. */
  mail: 'waiting' | 'sending' | 'sent' | 'dropped' | 'dead' | null;
  reachedAt: Date | null;
  reachedBy: string | null;
  /** Told since that the counter opens after all; and whether somebody must still tell them. */
  recalledAt: Date | null;
  recalledBy: string | null;
  tellOpen: boolean;
  note: string;
  /**
   * Somebody to call, reached or not: no mail tells them (no address, given up, held back), or they were told by phone not to come and the counter opens after all. Only
   * who still stands where they stood.
   */
  mustCall: boolean;
  /** Of those who was not reached yet. */
  leftToCall: boolean;
};

/** A visit on the list whose people this viewer may see. */
export type SeenRow = AffectedRow & { names: string[] };
export const isSeen = (row: AffectedRow): row is SeenRow => row.names !== null;

const anyProtected = sql`coalesce(bool_or(${protectedSql}), false)`;

/** Rows of `AffectedRow` with the list they stand on and the place of its office; `which`: a condition of row `x` of `closing.affected`. */
export const affectedSql = (which: Sql, viewer: Viewer): Sql => sql`
  SELECT y.*, y."mustCall" AND y."reachedAt" IS NULL AND y.standing = 'waiting' OR y."tellOpen" AS "leftToCall"
  FROM (SELECT w.*, CASE w.standing WHEN 'waiting' THEN NOT w."hasMail" OR w.mail IS NULL OR w.mail = 'dead' WHEN 'reopened' THEN w."tellOpen" OR w."recalledAt" IS NOT NULL ELSE false END AS "mustCall"
  FROM (
    SELECT x.id, x.closing_id AS "closingId", x.draft_id AS "draftId", w.position AS office_position, w.code AS "officeCode", r.id AS "reservationId", r.number, sv.name AS "serviceName", was.day, was.start_minute AS "startMinute", s.day AS "nowDay", s.start_minute AS "nowMinute",
      o.name AS "nowOffice", w.name AS office, closing.standing_of(x, r, s) AS standing, p.names, coalesce(p.kanas, '[]') AS kanas, coalesce(p.births, '[]') AS births,
      CASE WHEN p.names IS NULL THEN '' ELSE coalesce(nullif(r.phone, ''), p.phone, '') END AS phone, CASE WHEN p.names IS NULL THEN 'ja' ELSE r.language END AS language,
      r.mail IS NOT NULL AND NOT h.held AS "hasMail", h.held AS "mailHeld", m.state AS mail, x.reached_at AS "reachedAt", a.name AS "reachedBy",
      x.recalled_at AS "recalledAt", b.name AS "recalledBy", closing.must_hear_open(x, r, s) AS "tellOpen", x.note
    FROM closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id JOIN ledger.slots s ON s.id = r.slot_id JOIN ledger.slots was ON was.id = x.slot_id
      JOIN offices.offices o ON o.id = s.office_id JOIN offices.offices w ON w.id = was.office_id JOIN services.services sv ON sv.id = r.service_id LEFT JOIN staff.accounts a ON a.id = x.reached_by
      LEFT JOIN staff.accounts b ON b.id = x.recalled_by
      CROSS JOIN LATERAL (SELECT reservations.mail_held(r) AS held) h
      CROSS JOIN LATERAL (
        SELECT ${seenSql(viewer, anyProtected, sql`coalesce(jsonb_agg(coalesce(c.name, m.name, '') ORDER BY m.position), '[]')`)} AS names,
          ${seenSql(viewer, anyProtected, sql`jsonb_agg(coalesce(c.kana, m.kana, '') ORDER BY m.position)`)} AS kanas,
          ${seenSql(viewer, anyProtected, sql`jsonb_agg(coalesce(coalesce(c.birth_date, m.birth_date)::text, c.birth_text, '') ORDER BY m.position)`)} AS births, max(c.phone) AS phone
        FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = r.id AND m.removed_at IS NULL) p
      LEFT JOIN LATERAL (
        SELECT y.state FROM outbox.mails y WHERE y.reservation_id = r.id AND y.kind IN ('closed-day', 'reopened') AND (y.kind = 'closed-day' OR y.state <> 'dropped') AND y.created_at >= x.listed_at ORDER BY y.id DESC LIMIT 1) m ON true
    WHERE ${which}) w) y`;

/** Everyone on the list of a closing, of all closings of one act or of a published draft, by the time that was taken away. */
export const affectedBy = (tx: Tx, by: TakenBy, viewer: Viewer): Promise<AffectedRow[]> =>
  tx.rows<AffectedRow>(sql`SELECT * FROM (${affectedSql(listOf(by), viewer)}) q ORDER BY day, "startMinute", number`);

/** Rows whose people are called as those of another row and are not the same: only their birthdays tell them apart (§8(1)④b). */
export function twinsAmong(rows: readonly AffectedRow[]): ReadonlySet<number> {
  const alike = Map.groupBy(rows.filter(isSeen), ({ names }) => names.join('、'));
  return new Set(
    [...alike.values()]
      .filter((same) => new Set(same.map(({ births }) => births.join('、'))).size > 1)
      .flatMap((same) => same.map(({ id }) => id)),
  );
}

/** Birthdays as they are said, of all who come. */
export const birthWords = ({ births }: Pick<AffectedRow, 'births'>): string =>
  births.map((birth) => (/^\d{4}-\d{2}-\d{2}$/u.test(birth) ? eraDate(birth) : birth)).join('、');

/**
 * The list for a reader. Whom they may not see stands behind the others of the day, in the order of being listed: between the times around it the
 * line would tell its own.
 */
export const listedFor = (rows: readonly AffectedRow[]): AffectedRow[] =>
  [...Map.groupBy(rows, ({ day }) => day).values()].flatMap((ofDay) => [
    ...ofDay.filter(isSeen),
    ...ofDay.filter((row) => !isSeen(row)).toSorted((one, other) => one.id - other.id),
  ]);

/** A list that a reservation stands on, and the office where its time was taken away. */
export type ListedOn = { id: number; closingId: number | null; draftId: number | null; officeId: number };

/** Those lists, the newest first: the way back to whoever calls one after another. */
export const listsOf = (tx: Tx, reservationId: string): Promise<ListedOn[]> =>
  tx.rows(sql`
    SELECT x.id, x.closing_id AS "closingId", x.draft_id AS "draftId", s.office_id AS "officeId" FROM closing.affected x JOIN ledger.slots s ON s.id = x.slot_id
    WHERE x.reservation_id = ${reservationId}::uuid ORDER BY x.id DESC`);

/** What is noted of someone on a list: told of the shut counter; told that it opens after all; or either of them taken back. */
export type Reached = 'reached' | 'not-reached' | 'recalled' | 'not-recalled';

const REACHED: Record<Reached, { set: (staffId: number | null) => Sql; act: string }> = {
  reached: {
    set: (staffId) => sql`reached_at = coalesce(reached_at, lib.now()), reached_by = ${staffId}::integer`,
    act: 'closing.reached',
  },
  'not-reached': { set: () => sql`reached_at = NULL, reached_by = NULL`, act: 'closing.not-reached' },
  recalled: {
    set: (staffId) => sql`recalled_at = coalesce(recalled_at, lib.now()), recalled_by = ${staffId}::integer`,
    act: 'closing.reached',
  },
  'not-recalled': { set: () => sql`recalled_at = NULL, recalled_by = NULL`, act: 'closing.not-reached' },
};

type ReachRequest = {
  by: TakenBy;
  /** Who is ticked off, or where that is taken back. */
  press: { id: number; to: Reached } | undefined;
  /** What was written down, of anyone on the list. */
  notes: readonly { id: number; note: string }[];
};

/** A row of a list, as the log names it. */
type Listed = { reservation_id: string; slot_id: number; closing_id: number | null; draft_id: number | null };

async function tick(tx: Tx, actor: Actor, by: TakenBy, { id, to }: { id: number; to: Reached }): Promise<void> {
  const { set, act } = REACHED[to];
  const staffId = staffOf(actor);
  const found = await tx.row<Listed>(
    sql`UPDATE closing.affected x SET ${set(staffId)} WHERE x.id = ${id} AND ${listOf(by)} RETURNING reservation_id, slot_id, closing_id, draft_id`,
  );
  if (found === undefined) return;
  // Shut twice and called both times, one call says that it is open: for every list they stand on.
  if (to === 'recalled')
    await tx.run(sql`
      UPDATE closing.affected SET ${set(staffId)}
      WHERE reservation_id = ${found.reservation_id}::uuid AND slot_id = ${found.slot_id} AND reached_at IS NOT NULL AND recalled_at IS NULL`);
  await log(tx, actor, act, found, to === 'recalled' || to === 'not-recalled' ? { reason: '再開の連絡' } : {});
}

/** Whoever was ticked off of a visit is to be called again, on every list where it stands: what they were told is no longer so. In the caller's transaction. */
export async function unreach(tx: Tx, actor: Actor, reservationId: string): Promise<void> {
  const { set, act } = REACHED['not-reached'];
  const ticked = await tx.rows<Listed>(sql`
    UPDATE closing.affected x SET ${set(null)} FROM reservations.reservations r
    WHERE x.reservation_id = ${reservationId}::uuid AND r.id = x.reservation_id AND x.slot_id = r.slot_id AND x.reached_at IS NOT NULL
    RETURNING x.reservation_id, x.slot_id, x.closing_id, x.draft_id`);
  for (const one of ticked) await log(tx, actor, act, one);
}

const log = (tx: Tx, actor: Actor, act: string, listed: Listed, more: Record<string, string> = {}) =>
  tx.run(sql`
    SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), ${listed.reservation_id}::uuid, NULL, NULL,
      ${JSON.stringify({ ...(listed.closing_id === null ? { draft: listed.draft_id } : { closing: listed.closing_id }), ...more })}::jsonb)`);

/** Ticks someone on the list off, or takes that back, and keeps what was written down of anyone on it: a note typed in another row is not lost. */
export const reach = (db: Db, actor: Actor, request: ReachRequest): Promise<void> =>
  db.transaction((tx) => reachWithin(tx, actor, request));

/** The same in the caller's transaction. */
export async function reachWithin(tx: Tx, actor: Actor, { by, press, notes }: ReachRequest): Promise<void> {
  for (const { id, note } of notes) {
    const noted = await tx.row<Listed>(
      sql`UPDATE closing.affected x SET note = ${note} WHERE x.id = ${id} AND x.note <> ${note} AND ${listOf(by)} RETURNING reservation_id, slot_id, closing_id, draft_id`,
    );
    // With a tick its line in the log is enough.
    if (noted !== undefined && id !== press?.id) await log(tx, actor, 'closing.noted', noted);
  }
  if (press !== undefined) await tick(tx, actor, by, press);
}

/** The offices at which a publish left somebody at a shut door. */
export const officesAffected = async (tx: Tx, draftId: number): Promise<number[]> =>
  (
    await tx.rows<{ id: number }>(
      sql`SELECT DISTINCT s.office_id AS id FROM closing.affected x JOIN ledger.slots s ON s.id = x.slot_id WHERE x.draft_id = ${draftId}`,
    )
  ).map(({ id }) => id);

/** How many reservations a publish left at a shut door. */
export const countAffected = async (tx: Tx, draftId: number): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM closing.affected WHERE draft_id = ${draftId}`)).count;
