import { type Actor, actorSql } from '../audit/actor.ts';
import { type ChangeRefusal, replaceChoices } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { seenOnly, type Viewer } from './viewer.ts';

const RETURN_REASONS = ['unknown', 'card_closed', 'not_posted', 'already_back', 'ahead', 'before_posted'] as const;
export type ReturnRefusal = (typeof RETURN_REASONS)[number];

/** Records that the last notice of a card came back by the post (`on`: the day, 2026-11-23). Done: the notice's id. */
export const noticeReturned = (
  db: Db,
  actor: Actor,
  { cardId, why, on }: { cardId: number; why: string; on: string },
): Promise<Outcome<number, ReturnRefusal>> =>
  attempt(
    RETURN_REASONS,
    async () =>
      (await db.one<{ id: number }>(sql`SELECT cards.notice_returned(${actorSql(actor)}, ${cardId}, ${why}, ${on}::date) AS id`))
        .id,
  );

const UNDO_REASONS = ['unknown', 'changed_meanwhile', 'card_changed'] as const;

/** Takes that back: the notice counts again, and the card stands as before. */
export const undoReturned = (
  db: Db,
  actor: Actor,
  noticeId: number,
): Promise<Outcome<undefined, (typeof UNDO_REASONS)[number]>> =>
  attempt(UNDO_REASONS, async () => {
    await db.run(sql`SELECT cards.undo_returned(${actorSql(actor)}, ${noticeId})`);
    return undefined;
  });

/** Says that the address of a card whose notice came back was checked, and is this: the notice may be posted again. */
export const checkAddress = (
  db: Db,
  actor: Actor,
  { cardId, postalCode, address }: { cardId: number; postalCode: string; address: string },
): Promise<Outcome<undefined, 'changed_meanwhile'>> =>
  attempt(['changed_meanwhile'] as const, async () => {
    await db.run(sql`SELECT cards.check_address(${actorSql(actor)}, ${cardId}, ${postalCode}, ${address})`);
    return undefined;
  });

/** A posting of a card's notice, and its way back by the post where it came back. */
export type PostedNotice = {
  id: number;
  kind: 'first' | 'again';
  postedOn: string;
  by: string | null;
  returnedOn: string | null;
  why: string;
  returnedBy: string | null;
  /** Its address was checked since. */
  checkedAt: Date | null;
};

/** The notices that were posted for a card, the last one first; those of a change that was taken back are left out. */
export const noticesOf = (tx: Tx, cardId: number): Promise<PostedNotice[]> =>
  tx.rows<PostedNotice>(sql`
    SELECT n.id, n.kind, n.posted_on AS "postedOn", a.name AS by, n.returned_on AS "returnedOn", coalesce(n.returned_why, '') AS why, b.name AS "returnedBy", n.address_at AS "checkedAt"
    FROM cards.notices n LEFT JOIN staff.accounts a ON a.id = n.staff_id LEFT JOIN staff.accounts b ON b.id = n.returned_by
    WHERE n.card_id = ${cardId} AND n.undone_at IS NULL ORDER BY n.id DESC`);

/** When the notice of each card was posted last, and whether that one is back already. `postedOn` null: none was posted. */
export type LastNotice = { cardId: number; postedOn: string | null; returnedOn: string | null };

export const lastNotices = (tx: Tx, cards: readonly number[]): Promise<LastNotice[]> =>
  tx.rows<LastNotice>(sql`
    SELECT c.id AS "cardId", coalesce(n.posted_on, c.notice_date) AS "postedOn", n.returned_on AS "returnedOn"
    FROM cards.cards c LEFT JOIN LATERAL cards.last_notice(c.id) n ON true WHERE c.id = ANY (${[...cards]}::bigint[])`);

/** Whose last notice is back and not posted again, while the card waits: `n` the notice, `c` the card. */
export const backSql: Sql = sql`n.returned_at IS NOT NULL AND n.undone_at IS NULL AND c.is_open AND n.id = (cards.last_notice(c.id)).id`;

/** How many cards wait for their notice to be posted again, of those this viewer may see; those that are booked need none. */
export const backCount = (viewer: Viewer): Sql => sql`
  SELECT count(*)::integer FROM cards.notices n JOIN cards.cards c ON c.id = n.card_id JOIN cards.statuses s ON s.code = c.status AND s.category = 'returned' WHERE ${backSql}
    AND ${seenOnly(viewer)}`;

/** A clerk's own records of today that a notice came back, the newest first. */
export type RecentReturn = { id: number; cardId: number; at: Date; why: string };

export const recentReturns = (tx: Tx, staffId: number, limit: number): Promise<RecentReturn[]> =>
  tx.rows<RecentReturn>(sql`
    SELECT n.id, n.card_id AS "cardId", n.returned_at AS at, coalesce(n.returned_why, '') AS why FROM cards.notices n
    WHERE n.returned_by = ${staffId} AND n.returned_at >= lib.instant(lib.day_of(lib.now()), 0) ORDER BY n.returned_at DESC LIMIT ${limit}`);

/** The reasons offered for a notice that came back, in the city's order. */
export const listReturnReasons = async (tx: Tx): Promise<string[]> =>
  (await tx.rows<{ words: string }>(sql`SELECT words FROM cards.return_reasons ORDER BY position`)).map(({ words }) => words);

/** Replaces them; what was recorded keeps its words. `seen`: the fingerprint of `{ reasons }` as the page showed them. */
export const setReturnReasons = (
  db: Db,
  actor: Actor,
  seen: string,
  reasons: readonly string[],
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  replaceChoices(db, actor, seen, reasons, {
    act: 'card.return-reasons-changed',
    lock: (tx) => tx.run(sql`LOCK TABLE cards.return_reasons IN SHARE ROW EXCLUSIVE MODE`),
    read: listReturnReasons,
    write: async (tx) => {
      await tx.run(sql`DELETE FROM cards.return_reasons`);
      await tx.run(
        sql`INSERT INTO cards.return_reasons (position, words) SELECT n, words FROM unnest(${reasons}::text[]) WITH ORDINALITY AS u (words, n)`,
      );
    },
  });
