import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { seenOnly, type Viewer, type Who, whoSql } from './viewer.ts';

/** What happens to a card of a bulk change (`cards.bulk_judge`). */
export const VERDICTS = ['change', 'already', 'booked', 'closed', 'follows', 'retired'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What a bulk change would do: how many cards by verdict, and the fingerprint that goes back with the press. */
export type BulkPreview = { verdicts: Partial<Record<Verdict, number>>; seen: string };

/** `cards`: their ids. `to`: the status they shall have. */
export async function previewBulk(tx: Tx, cards: readonly number[], to: string): Promise<BulkPreview> {
  // Judged once for both; the fingerprint is that of `cards.bulk_fingerprint`.
  return tx.one<BulkPreview>(sql`
    WITH judged AS MATERIALIZED (SELECT * FROM cards.bulk_judge(${[...cards]}::bigint[], ${to}))
    SELECT (SELECT coalesce(jsonb_object_agg(v.verdict, v.count), '{}') FROM (SELECT verdict, count(*) AS count FROM judged GROUP BY verdict) v) AS verdicts,
      (SELECT md5(coalesce(string_agg(card_id || ':' || from_status || ':' || verdict, ',' ORDER BY card_id), '')) FROM judged) AS seen`);
}

const REASONS = ['changed_meanwhile', 'nothing'] as const;

/** Changes the status of many cards in one transaction and returns the act's id (§8(2)⑦c). */
export const changeMany = (
  db: Db,
  actor: Actor,
  change: { cards: readonly number[]; to: string; why: string; seen: string },
): Promise<Outcome<number, (typeof REASONS)[number]>> =>
  attempt(REASONS, async () => {
    const { id } = await db.one<{ id: number }>(
      sql`SELECT cards.change_many(${actorSql(actor)}, ${[...change.cards]}::bigint[], ${change.to}, ${change.why}, ${change.seen}) AS id`,
    );
    return id;
  });

const DATED_REASONS = [...REASONS, 'ahead', 'follows', 'before_notice'] as const;
type Dated = { cards: readonly number[]; to: string; why: string; seen: string };
const argsOf = (actor: Actor, { cards, to, why, seen }: Dated, day: string) =>
  sql`${actorSql(actor)}, ${[...cards]}::bigint[], ${to}, ${why}, ${seen}, ${day}::date`;

/** Changes many because their notices were posted on a day; `to`: 通知発送済 or 再通知. */
export const postMany = (
  db: Db,
  actor: Actor,
  { posted, ...change }: Dated & { posted: string },
): Promise<Outcome<number, (typeof DATED_REASONS)[number]>> =>
  attempt(
    DATED_REASONS,
    async () => (await db.one<{ id: number }>(sql`SELECT cards.post_many(${argsOf(actor, change, posted)}) AS id`)).id,
  );

/** Changes many because their notices came back on a day; `to`: 通知返戻. */
export const returnMany = (
  db: Db,
  actor: Actor,
  { on, ...change }: Dated & { on: string },
): Promise<Outcome<number, (typeof DATED_REASONS)[number]>> =>
  attempt(
    DATED_REASONS,
    async () => (await db.one<{ id: number }>(sql`SELECT cards.return_many(${argsOf(actor, change, on)}) AS id`)).id,
  );

const UNDO_REASONS = ['unknown', 'undone'] as const;

/** Takes a bulk change back whole: `back` cards stand as before it, `stay` were changed since, or have left for good, and are left alone. */
export const undoMany = (
  db: Db,
  actor: Actor,
  bulk: number,
): Promise<Outcome<{ back: number; stay: number }, (typeof UNDO_REASONS)[number]>> =>
  attempt(UNDO_REASONS, () =>
    db.one<{ back: number; stay: number }>(sql`SELECT back, stay FROM cards.undo_many(${actorSql(actor)}, ${bulk})`),
  );

const ONE_REASONS = ['unknown', 'undone', 'changed_since'] as const;

/** Takes one card out of a bulk change: it stands as before it, the others stay changed. */
export const undoOneOfMany = (
  db: Db,
  actor: Actor,
  { bulk, cardId }: { bulk: number; cardId: number },
): Promise<Outcome<void, (typeof ONE_REASONS)[number]>> =>
  attempt(ONE_REASONS, async () => {
    await db.run(sql`SELECT cards.undo_one_of_many(${actorSql(actor)}, ${bulk}, ${cardId})`);
  });

/** A card of a bulk change. `stands`: it still is as the act left it, and may be taken back. `left`: it has left for good since. */
export type BulkCard = {
  id: number;
  noticeId: string;
  who: Who;
  fromName: string;
  statusName: string;
  stands: boolean;
  left: boolean;
  undone: boolean;
};

/** The cards of a bulk change that this viewer may see, in the order of their names. */
export const cardsOfBulk = (tx: Tx, viewer: Viewer, bulk: number, limit: number, offset: number): Promise<BulkCard[]> =>
  tx.rows<BulkCard>(sql`
    SELECT c.id, c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, f.name AS "fromName", s.name AS "statusName",
      b.undone_at IS NULL AND x.undone_at IS NULL AND c.whereabouts <> 'gone' AND c.status = b.to_status AND cards.stands_since(c.id) = b.at AS stands,
      c.whereabouts = 'gone' AND c.status = b.to_status AS left, x.undone_at IS NOT NULL AS undone
    FROM cards.bulk_changed x JOIN cards.bulk_changes b ON b.id = x.bulk_id JOIN cards.cards c ON c.id = x.card_id JOIN cards.statuses f ON f.code = x.from_status
      JOIN cards.statuses s ON s.code = c.status
    WHERE x.bulk_id = ${bulk} AND ${seenOnly(viewer)} ORDER BY c.kana_key, c.name_key, c.id LIMIT ${limit} OFFSET ${offset}`);

/** How many of its cards this viewer may see. */
export const countOfBulk = async (tx: Tx, viewer: Viewer, bulk: number): Promise<number> =>
  (
    await tx.one<{ count: number }>(sql`
      SELECT count(*) AS count FROM cards.bulk_changed x JOIN cards.cards c ON c.id = x.card_id
      WHERE x.bulk_id = ${bulk} AND ${seenOnly(viewer)}`)
  ).count;

export type BulkChange = {
  id: number;
  toName: string;
  why: string;
  at: Date;
  by: string | null;
  cards: number;
  undoneAt: Date | null;
};

/** `b`: which rows; their cards are counted for those alone. */
const bulksOf = (b: Sql): Sql => sql`
  SELECT b.id, s.name AS "toName", b.why, b.at, a.name AS by, (SELECT count(*) FROM cards.bulk_changed x WHERE x.bulk_id = b.id)::integer AS cards, b.undone_at AS "undoneAt"
  FROM ${b} b JOIN cards.statuses s ON s.code = b.to_status LEFT JOIN staff.accounts a ON a.id = b.staff_id`;

/** Bulk changes, the newest first. */
export const listBulk = (tx: Tx, { limit, offset }: { limit: number; offset: number }): Promise<BulkChange[]> =>
  tx.rows<BulkChange>(
    sql`${bulksOf(sql`(SELECT * FROM cards.bulk_changes ORDER BY id DESC LIMIT ${limit} OFFSET ${offset})`)} ORDER BY b.id DESC`,
  );
export const countBulks = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM cards.bulk_changes`)).count;
export const readBulk = (tx: Tx, id: number): Promise<BulkChange | undefined> =>
  tx.row<BulkChange>(sql`${bulksOf(sql`cards.bulk_changes`)} WHERE b.id = ${id}`);

/** Notices that a bulk change recorded as posted and that were not taken back: by kind, on which day. */
export const postedBy = (tx: Tx, bulk: number): Promise<{ kind: 'first' | 'again'; postedOn: string; count: number }[]> =>
  tx.rows(sql`
    SELECT kind, posted_on AS "postedOn", count(*)::integer AS count FROM cards.notices
    WHERE bulk_id = ${bulk} AND undone_at IS NULL GROUP BY kind, posted_on ORDER BY kind DESC`);
