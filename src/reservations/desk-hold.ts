import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { twiceAtMost } from '../lib/db/faults.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { BOOK_REASONS, type BookRefusal, type HoldRequest, holdSql, MOVE_REASONS, type MoveRefusal } from './acts.ts';
import { type Said, setNeeds } from './needs.ts';

/** Holds places for who is on the telephone and all who come along, or for none of them, for `hold-minutes`. Done: until when. Refused: why, nothing written. */
export const holdForCall = (db: Db, actor: Actor, request: HoldRequest): Promise<Outcome<'held' | 'already', BookRefusal>> =>
  attempt(BOOK_REASONS, async () => {
    const { result } = await db.one<{ result: 'held' | 'already' }>(sql`SELECT ${holdSql(actor, request)} AS result`);
    return result;
  });

/** Another slot for a clerk's own hold, with the whole time again. Refused: why; the place it had is still held, unless `lapsed`. */
export const holdInstead = (db: Db, actor: Actor, id: string, slotId: number): Promise<Outcome<undefined, MoveRefusal>> =>
  attempt(MOVE_REASONS, async () => {
    await db.run(sql`SELECT reservations.hold_instead(${actorSql(actor)}, ${id}::uuid, ${slotId})`);
    return undefined;
  });

/** Goes on with a call that broke off at another seat: what that clerk holds is this one's, with the whole time again. Refused: it is over, booked, or a citizen's on the web. */
export const takeHold = (
  db: Db,
  actor: Actor,
  { id, from }: { id: string; from: number },
): Promise<Outcome<undefined, 'lapsed'>> =>
  attempt(['lapsed'], async () => {
    await db.run(sql`SELECT reservations.take_hold_from(${actorSql(actor)}, ${id}::uuid, ${from}::integer)`);
    return undefined;
  });

/** Books what a clerk holds. `said`: what each said of how they come. Done: the reservation number. `lapsed`: the hold is over; the place may still be free. */
export const confirmCall = (
  db: Db,
  actor: Actor,
  request: { id: string; mail: string | null; phone: string; language: string; said?: readonly Said[] },
): Promise<Outcome<{ number: string }, BookRefusal>> =>
  attempt(BOOK_REASONS, () =>
    db.transaction(async (tx) => {
      await setNeeds(tx, actor, request.id, request.said ?? []);
      return tx.one<{ number: string }>(
        sql`SELECT reservations.confirm_call(${actorSql(actor)}, ${request.id}::uuid, ${request.mail}, ${request.phone}, ${request.language}) AS number`,
      );
    }),
  );

/** Gives back what an account holds by telephone: the call ended, or goes on about somebody else. `but`: the one it goes on with. Returns how many holds. */
export async function letGo(db: Db, actor: Actor, accountId: number, but: string | null = null): Promise<number> {
  const held = await db.rows<{ id: string }>(
    sql`SELECT id FROM reservations.reservations WHERE state = 'held' AND held_until > lib.now() AND registered_by = ${accountId} AND id IS DISTINCT FROM ${but}::uuid ORDER BY id`,
  );
  let gone = 0;
  for (const { id } of held) if (await letOneGo(db, actor, id)) gone += 1;
  return gone;
}

/** Gives back one hold of who acts; true where it did. */
export const letOneGo = async (db: Db, actor: Actor, id: string): Promise<boolean> =>
  (
    await twiceAtMost(() =>
      db.one<{ done: boolean }>(sql`SELECT reservations.let_go(${actorSql(actor)}, ${id}::uuid, '確定せずに終了') AS done`),
    )
  ).done;

/** The cards an account holds a place for by telephone. */
export const heldCards = async (db: Db, accountId: number): Promise<number[]> =>
  (
    await db.rows<{ id: number }>(sql`
      SELECT DISTINCT m.card_id AS id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
      WHERE r.state = 'held' AND r.held_until > lib.now() AND r.registered_by = ${accountId} AND m.removed_at IS NULL AND m.card_id IS NOT NULL`)
  ).map(({ id }) => id);
