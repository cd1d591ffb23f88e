import type { Tx } from '../lib/db/db.ts';
import { join, type Sql, sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { BY_HAND } from './read-one.ts';

export type Undone = {
  /** New cards removed again. */
  removed: number;
  /** New cards that stay: something has happened to them since (a booking, a movement, a remark …). */
  kept: number;
  /** Changed cards put back. */
  putBack: number;
  /** Changed cards that stay: they were changed again since. */
  leftAsIs: number;
};

/** Why a new card stays, the first that holds. */
export const STAYS = ['booked', 'waits', 'moved', 'protected', 'remarked', 'asked', 'listed', 'changed'] as const;
export type Stays = (typeof STAYS)[number];

/** What may have happened to a card `c` since its list made it. Questions of that list that nobody answered go with it. */
const touched = (importId: number): Readonly<Record<Stays, Sql>> => ({
  booked: sql`EXISTS (SELECT FROM reservations.members m WHERE m.card_id = c.id)`,
  waits: sql`EXISTS (SELECT FROM waiting.entries w WHERE w.card_ids @> ARRAY[c.id] AND w.ended_at IS NULL)`,
  // Found in a box where it does not belong: somebody has it in hand.
  moved: sql`(EXISTS (SELECT FROM cards.custody_events e WHERE e.card_id = c.id) OR EXISTS (SELECT FROM cards.stocktake_cards d WHERE d.card_id = c.id))`,
  protected: sql`EXISTS (SELECT FROM cards.protections p WHERE p.card_id = c.id)`,
  // What was withdrawn was of somebody else: its empty line goes with the card.
  remarked: sql`EXISTS (SELECT FROM cards.remarks r WHERE r.card_id = c.id AND r.withdrawn_at IS NULL)`,
  asked: sql`EXISTS (SELECT FROM intake.conflicts k WHERE k.card_id = c.id AND (k.import_id <> ${importId} OR k.decided_at IS NOT NULL))`,
  // A list that was taken back has put the card back.
  listed: sql`EXISTS (
    SELECT FROM intake.changes k WHERE k.card_id = c.id AND k.import_id <> ALL (ARRAY(SELECT u.id FROM intake.imports u WHERE u.undone_at IS NOT NULL)))`,
  changed: sql`(c.updated_at <> c.created_at OR EXISTS (SELECT FROM cards.status_history h WHERE h.card_id = c.id))`,
});

/** A card `c` of an import that nothing has happened to. */
export const untouched = (importId: number): Sql => {
  const is = touched(importId);
  return join(
    STAYS.map((why) => sql`NOT ${is[why]}`),
    ' AND ',
  );
};

/** Why a card `c` of an import stays; null: it goes. Made of the same reasons, or the press would refuse what its page counted. */
const whyStays = (importId: number): Sql => {
  const is = touched(importId);
  return sql`CASE ${join(
    STAYS.map((why) => sql`WHEN ${is[why]} THEN ${why}::text`),
    ' ',
  )} END`;
};

/** A card `c` stands as the import left it (`k`, its change): it can be put back. */
export const standsAsLeft = sql`c.updated_at = k.left_at AND c.is_open`;

export type UndoPreview = Undone & {
  /** Of the new cards that stay: how many for which reason. */
  stays: Partial<Record<Stays, number>>;
  /** Questions for staff that go because nobody answered them: names that differ … */
  questions: number;
  /** … and addresses that differ from what staff checked. */
  addresses: number;
  /** Goes back with the press. */
  seen: string;
};

/** What a press is bound to. */
export const undoSeen = ({ removed, kept, putBack, leftAsIs }: Undone): string => fingerprint([removed, kept, putBack, leftAsIs]);

/** Lists that were stored after an import, the oldest first, as far as they stand: what they say of the cards that go is lost with them. */
export const listsStoredAfter = (tx: Tx, importId: number): Promise<{ fileName: string; at: Date }[]> =>
  tx.rows<{ fileName: string; at: Date }>(sql`
    SELECT l.file_name AS "fileName", l.ended_at AS at FROM intake.imports l JOIN intake.imports i ON i.id = ${importId} AND l.ended_at > i.ended_at
    WHERE l.kind = 'cards' AND NOT l.dry_run AND l.undone_at IS NULL AND l.counts ? 'fresh' AND NOT l.counts ? 'before' AND l.profile <> ${BY_HAND}
    ORDER BY l.id LIMIT 20`);

/** What taking an import back would do. */
export async function previewUndo(tx: Tx, importId: number): Promise<UndoPreview> {
  const [made, { putBack, changed }, { questions, addresses }] = await Promise.all([
    tx.rows<{ why: Stays | null; count: number }>(sql`
      SELECT why, count(*)::integer AS count FROM (SELECT ${whyStays(importId)} AS why FROM cards.cards c WHERE c.import_id = ${importId}) judged GROUP BY why`),
    tx.one<{ putBack: number; changed: number }>(sql`
      SELECT (count(*) FILTER (WHERE ${standsAsLeft}))::integer AS "putBack", count(*)::integer AS changed
      FROM intake.changes k JOIN cards.cards c ON c.id = k.card_id WHERE k.import_id = ${importId}`),
    tx.one<{ questions: number; addresses: number }>(sql`
      SELECT (SELECT count(*) FROM intake.conflicts WHERE import_id = ${importId} AND decided_at IS NULL)::integer AS questions,
        (SELECT count(*) FROM cards.checked_addresses WHERE told_import = ${importId} AND told_address IS NOT NULL)::integer AS addresses`),
  ]);
  const removed = made.find(({ why }) => why === null)?.count ?? 0;
  const stays: Partial<Record<Stays, number>> = Object.fromEntries(
    made.flatMap(({ why, count }) => (why === null ? [] : [[why, count]])),
  );
  const kept = made.reduce((sum, { why, count }) => (why === null ? sum : sum + count), 0);
  const undone = { removed, kept, putBack, leftAsIs: changed - putBack };
  return { ...undone, stays, questions, addresses, seen: undoSeen(undone) };
}
