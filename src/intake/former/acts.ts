import { type Actor, actorSql, staffOf } from '../../audit/actor.ts';
import type { Db, Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../../lib/outcome.ts';
import { listPickupOffices } from '../../offices/read.ts';
import { listServices } from '../../services/read.ts';
import { readFormerRecord } from './read.ts';
import { readFormer } from './read-file.ts';
import type { FormerRefusal, Verdict } from './words.ts';

/** Several presses one after the other: what one makes live the next one sees. */
const PRESS_LOCK = 7_310_433;

/** Reads a file and keeps what it says, to be looked at and pressed. Nothing is booked. Returns the number of the file's record. */
export async function judgeFile(db: Db, actor: Actor, path: string, fileName: string): Promise<Outcome<number, FormerRefusal>> {
  const [offices, services] = await Promise.all([listPickupOffices(db), listServices(db)]);
  const read = await readFormer(path, offices, services);
  if (!read.ok) {
    const detail = { reason: read.reason };
    await db.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'intake.reservations-refused', lib.now(), NULL, NULL, NULL, ${JSON.stringify(detail)}::jsonb)`,
    );
    return read;
  }
  const { sha256, encoding, rows, phonesMended, visits } = read.value;
  const bookings = visits.map((visit) =>
    'problem' in visit
      ? { line: visit.line, number: visit.number, problem: visit.problem }
      : {
          line: visit.line,
          number: visit.number,
          problem: '',
          channel: visit.channel,
          office_id: visit.officeId,
          service_id: visit.serviceId,
          day: visit.day,
          start_minute: visit.startMinute,
          members: visit.members,
          phone: visit.phone,
          mail: visit.mail,
          remark: visit.remark,
        },
  );
  return db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, dry_run, counts, staff_id)
      VALUES ('reservations', ${fileName.slice(-100)}, ${sha256}, 'former', lib.now(), true, ${JSON.stringify({ rows, encoding, phonesMended })}::jsonb, ${staffOf(actor)}) RETURNING id`);
    await tx.run(sql`
      INSERT INTO intake.bookings (import_id, line, number, problem, channel, office_id, service_id, day, start_minute, members, phone, mail, remark)
      SELECT ${id}, b.line, b.number, b.problem, b.channel, b.office_id, b.service_id, b.day, b.start_minute, b.members, coalesce(b.phone, ''), b.mail, coalesce(b.remark, '')
      FROM jsonb_to_recordset(${JSON.stringify(bookings)}::jsonb) AS b (line integer, number text, problem text, channel text, office_id integer, service_id integer,
        day date, start_minute integer, members jsonb, phone text, mail text, remark text) ORDER BY b.line`);
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'intake.reservations-judged', lib.now(), NULL, NULL, NULL, ${JSON.stringify({ import: id, rows })}::jsonb)`,
    );
    return done(id);
  });
}

/** How many visits of a file have a remark that comes behind one that stands already. */
export const remarksToAdd = async (tx: Tx, importId: number): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT intake.remarks_to_add(${importId}::integer) AS count`)).count;

/** The numbers of those whose remark is not added: with what stands it would be longer than the desk can write. */
export const remarksBeyond = async (tx: Tx, importId: number): Promise<string[]> =>
  (
    await tx.rows<{ number: string }>(
      sql`SELECT number FROM intake.remarks_behind(${importId}::integer) WHERE NOT fits ORDER BY id`,
    )
  ).map(({ number }) => number);

export type Judged = { id: number; verdict: Verdict; reason: string };

/** What would become of each visit now, and the version a press is bound to. */
export async function judge(tx: Tx, importId: number): Promise<{ judged: Judged[]; version: string }> {
  const judged = await tx.rows<Judged>(sql`SELECT id, verdict, reason FROM intake.judge_bookings(${importId}::integer)`);
  return { judged, version: fingerprint(judged) };
}

type Press = { seen: string; exceedReason: string | null; tell: boolean };

/**
 * Takes a file over as its page showed it, also whose card is not there yet: they have their places from now on. Full slots: places above capacity where a reason is given, else those visits are left out.
 * The booking itself is `finishFormer`. Refuses: unknown, pressed_already, changed_meanwhile.
 */
export const pressFile = (
  db: Db,
  actor: Actor,
  importId: number,
  { seen, exceedReason, tell }: Press,
): Promise<Outcome<undefined, 'unknown' | 'pressed_already' | 'changed_meanwhile'>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT pg_advisory_xact_lock(${PRESS_LOCK})`);
    const found = await tx.row<{ pressed: boolean }>(
      sql`SELECT pressed_at IS NOT NULL AS pressed FROM intake.imports WHERE id = ${importId} AND kind = 'reservations' FOR UPDATE`,
    );
    if (found === undefined) return refused('unknown');
    if (found.pressed) return refused('pressed_already');
    const { judged, version } = await judge(tx, importId);
    if (version !== seen) return refused('changed_meanwhile');
    await tx.run(sql`
      UPDATE intake.bookings b SET state = x.state, reason = x.reason, members = CASE WHEN x.kept THEN b.members END, phone = CASE WHEN x.kept THEN b.phone ELSE '' END,
        mail = CASE WHEN x.kept THEN b.mail END, remark = CASE WHEN x.kept THEN b.remark ELSE '' END
      FROM (
        SELECT j.id, j.reason, s.state, s.state = 'queued' AS kept
        FROM jsonb_to_recordset(${JSON.stringify(judged.map((one) => (one.verdict === 'over' && exceedReason === null ? { ...one, verdict: 'refused', reason: 'full' } : one)))}::jsonb)
          AS j (id bigint, verdict text, reason text),
          LATERAL (SELECT CASE WHEN j.verdict IN ('new', 'over', 'waits') THEN 'queued' ELSE j.verdict END AS state) s) x
      WHERE b.id = x.id`);
    await tx.run(
      sql`UPDATE intake.imports SET pressed_at = lib.now(), dry_run = false, exceed_reason = ${exceedReason}, tell = ${tell}, staff_id = ${staffOf(actor)} WHERE id = ${importId}`,
    );
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'intake.reservations-pressed', lib.now(), NULL, NULL, NULL, ${JSON.stringify({ import: importId, exceed: exceedReason, mail: tell })}::jsonb)`,
    );
    return done(undefined);
  });

/**
 * Takes back what nothing has happened to since: booked visits are cancelled, waiting ones wait no more; what was changed or came stays and is
 * counted. The work itself is `finishFormer`. Refuses: unknown, not_pressed, undone_already.
 */
export const undoFile = (
  db: Db,
  actor: Actor,
  importId: number,
): Promise<Outcome<undefined, 'unknown' | 'not_pressed' | 'undone_already'>> =>
  db.transaction(async (tx) => {
    const found = await tx.row<{ pressed: boolean; undone: boolean }>(
      sql`SELECT pressed_at IS NOT NULL AS pressed, undone_at IS NOT NULL AS undone FROM intake.imports WHERE id = ${importId} AND kind = 'reservations' FOR UPDATE`,
    );
    if (found === undefined) return refused('unknown');
    if (!found.pressed) return refused('not_pressed');
    if (found.undone) return refused('undone_already');
    await tx.run(sql`
      UPDATE intake.bookings SET state = CASE state WHEN 'booked' THEN 'undoing' WHEN 'failed' THEN 'failed' ELSE 'undone' END,
        settled_at = CASE state WHEN 'failed' THEN coalesce(settled_at, lib.now()) END, members = NULL, phone = '', mail = NULL, remark = ''
      WHERE import_id = ${importId} AND state IN ('booked', 'queued', 'waiting', 'failed')`);
    await tx.run(
      sql`UPDATE intake.imports SET undone_at = lib.now(), ended_at = NULL, staff_id = ${staffOf(actor)} WHERE id = ${importId}`,
    );
    return done(undefined);
  });

/** Notes that somebody began anew what no process went on with; the work itself is `finishFormer`. Refuses where it goes on, or is over. */
export const tryFormerAgain = (db: Db, actor: Actor, importId: number): Promise<Outcome<undefined, 'goes_on'>> =>
  db.transaction(async (tx) => {
    if ((await readFormerRecord(tx, importId))?.stuckSince == null) return refused('goes_on');
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'intake.reservations-tried-again', lib.now(), NULL, NULL, NULL, ${JSON.stringify({ import: importId })}::jsonb)`,
    );
    return done(undefined);
  });

/** Joins the cards that came to the visits that wait for them, and ends the wait of whose day is over. */
async function joinArrived(db: Db): Promise<void> {
  const arrived = await db.rows<{ id: string; position: number; card: number }>(
    sql`SELECT reservation_id AS id, member_position AS position, card_id AS card FROM intake.arrived()`,
  );
  for (const { id, position, card } of arrived) await db.run(sql`SELECT intake.join_card(${id}::uuid, ${position}, ${card})`);
  const over = await db.rows<{ id: string }>(sql`SELECT intake.overdue() AS id`);
  for (const { id } of over) await db.run(sql`SELECT intake.end_wait(${id}::uuid)`);
}

/**
 * Does what is left of all files, step by step, each its own transaction: books, takes back, joins the cards that came, ends the wait of whose day passed without
 * one. Several may call it at once, and again after any of them died: the end is the same.
 */
export async function finishFormer(db: Db): Promise<void> {
  const { busy } = await db.one<{ busy: boolean }>(sql`
    SELECT EXISTS (SELECT FROM intake.bookings WHERE state IN ('queued', 'undoing', 'waiting')) OR EXISTS (SELECT FROM reservations.awaiting())
      OR EXISTS (SELECT FROM intake.imports WHERE kind = 'reservations' AND pressed_at IS NOT NULL AND ended_at IS NULL) AS busy`);
  if (!busy) return;
  await db.run(sql`SELECT intake.wake_bookings()`);
  const next = () => db.transaction((tx) => tx.one<{ more: boolean }>(sql`SELECT intake.next_booking() AS more`));
  while ((await next()).more);
  await joinArrived(db);
  await db.run(
    sql`SELECT intake.close_bookings(id) FROM intake.imports WHERE kind = 'reservations' AND pressed_at IS NOT NULL AND ended_at IS NULL ORDER BY id`,
  );
}
