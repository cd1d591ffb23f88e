import { type Actor, actorSql } from '../audit/actor.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';
import { seenOnly, type Viewer, type Who, whoSql } from './viewer.ts';

/** An address that staff checked, and what a list says otherwise. */
export type ToldAddress = {
  cardId: number;
  noticeId: string;
  who: Who;
  postalCode: string;
  address: string;
  checkedAt: Date;
  checkedBy: string | null;
  toldPostal: string;
  toldAddress: string;
  /** The import whose list says so, which a press carries. */
  importId: number;
};

const TOLD = (viewer: Viewer, which: Sql): Sql => sql`
  SELECT c.id AS "cardId", c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, c.postal_code AS "postalCode", c.address,
    k.checked_at AS "checkedAt", a.name AS "checkedBy", coalesce(k.told_postal, '') AS "toldPostal", k.told_address AS "toldAddress", k.told_import AS "importId"
  FROM cards.checked_addresses k JOIN cards.cards c ON c.id = k.card_id AND c.is_open
    LEFT JOIN staff.accounts a ON a.id = k.checked_by
  WHERE k.told_address IS NOT NULL AND ${seenOnly(viewer)} AND ${which} ORDER BY k.told_at, c.id LIMIT 200`;

/** Addresses that a list says otherwise than staff checked, the longest waiting first. */
export const toldAddresses = (tx: Tx, viewer: Viewer): Promise<ToldAddress[]> => tx.rows<ToldAddress>(TOLD(viewer, sql`true`));

/** What a list says of the address of one card, where staff checked another; undefined: nothing this viewer may see. */
export const toldAddressOf = (tx: Tx, viewer: Viewer, cardId: number): Promise<ToldAddress | undefined> =>
  tx.row<ToldAddress>(TOLD(viewer, sql`c.id = ${cardId}`));

/** How many addresses wait for somebody, of those this viewer may see. */
export const toldCount = (viewer: Viewer): Sql => sql`
  SELECT count(*)::integer FROM cards.checked_addresses k JOIN cards.cards c ON c.id = k.card_id AND c.is_open WHERE k.told_address IS NOT NULL
    AND ${seenOnly(viewer)}`;

const REASONS = ['changed_meanwhile'] as const;

/** Decides: `take`, the list is right; else what was checked stays. `importId`: of the list that was shown. */
export const settleAddress = (
  db: Db,
  actor: Actor,
  { cardId, importId, take }: { cardId: number; importId: number; take: boolean },
): Promise<Outcome<void, (typeof REASONS)[number]>> =>
  attempt(REASONS, async () => {
    await db.run(sql`SELECT cards.settle_address(${actorSql(actor)}, ${cardId}, ${importId}, ${take})`);
  });

/** Takes a decision back: it is asked again. */
export const unsettleAddress = (db: Db, actor: Actor, cardId: number): Promise<Outcome<void, (typeof REASONS)[number]>> =>
  attempt(REASONS, async () => {
    await db.run(sql`SELECT cards.unsettle_address(${actorSql(actor)}, ${cardId})`);
  });

export type SettledAddress = { cardId: number; noticeId: string; who: Who; taken: boolean; at: Date; by: string | null };

/** The newest decisions. */
export const lastSettled = (tx: Tx, viewer: Viewer, limit: number): Promise<SettledAddress[]> =>
  tx.rows<SettledAddress>(sql`
    SELECT c.id AS "cardId", c.notice_id AS "noticeId", ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} AS who, (k.settled ->> 'taken')::boolean AS taken,
      k.settled_at AS at, a.name AS by
    FROM cards.checked_addresses k JOIN cards.cards c ON c.id = k.card_id AND c.is_open LEFT JOIN staff.accounts a ON a.id = k.settled_by
    WHERE k.settled IS NOT NULL AND k.told_address IS NULL AND ${seenOnly(viewer)} ORDER BY k.settled_at DESC LIMIT ${limit}`);
