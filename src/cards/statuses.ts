import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { codeOf } from '../lib/fault.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

/**
 * What rules depend on, for statuses of the city's own. 予約済, 交付済 and 廃棄済 are none of them: they follow from booking, handing over and two
 * people's act, and have one status each.
 */
export const OWN_CATEGORIES = [
  'preparing',
  'notified',
  'incomplete',
  'no-show',
  'returned',
  'on-hold',
  'to-destroy',
  'out-of-scope',
] as const;
export type BookableBy = 'citizen' | 'staff' | 'nobody';

/** `category` and `bookableBy` are as the built-in ones have them, or as the city set them for its own. */
export type StatusFacts = { name: string; position: number; category: string; bookableBy: BookableBy };
export type StatusRecord = { id: number; code: string; builtIn: boolean; retiredAt: Date | null; facts: StatusFacts };

const statuses = (tx: Tx, where: Sql): Promise<StatusRecord[]> =>
  tx.rows<StatusRecord>(sql`
    SELECT id, code, built_in AS "builtIn", retired_at AS "retiredAt", jsonb_build_object('name', name, 'position', position, 'category', category, 'bookableBy', bookable_by) AS facts
    FROM cards.statuses WHERE ${where}`);

/** Every status there ever was, those in use first, in the city's order. */
export const listStatusRecords = (tx: Tx): Promise<StatusRecord[]> =>
  statuses(tx, sql`true ORDER BY retired_at IS NOT NULL, position, code`);
export const readStatus = async (tx: Tx, id: number): Promise<StatusRecord | undefined> =>
  (await statuses(tx, sql`id = ${id}`))[0];

/** Open cards that have a status, and those whose booking would give it back to them. */
export const cardsWith = async (tx: Tx, id: number): Promise<number> =>
  (
    await tx.one<{ count: number }>(sql`
      SELECT count(*)::integer AS count FROM cards.statuses s JOIN cards.cards c ON c.is_open AND (c.status = s.code OR (c.status = 'booked' AND EXISTS (
        SELECT FROM cards.status_history h WHERE h.card_id = c.id AND h.from_status = s.code AND h.to_status = 'booked' AND h.at = c.status_at)))
      WHERE s.id = ${id}`)
  ).count;

/** A status is open where its category is: only 対象外 ends a card. */
const isOpen = ({ category }: StatusFacts): boolean => category !== 'out-of-scope';

/** A status more, under a category (§8(2)⑦). Returns its number. */
export async function addStatus(db: Db, actor: Actor, code: string, facts: StatusFacts): Promise<Outcome<number, 'code_taken'>> {
  try {
    return await db.transaction(async (tx) => {
      const { id } = await tx.one<{ id: number }>(sql`
        INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, built_in, position)
        VALUES (${code}, ${facts.name}, ${facts.category}, ${facts.bookableBy}, ${isOpen(facts)}, false, ${facts.position}) RETURNING id`);
      await writeChange(tx, actor, { act: 'card.status-added', of: { code } }, null, facts);
      return done(id);
    });
  } catch (error) {
    if (codeOf(error) === '23505') return refused('code_taken');
    throw error;
  }
}

/** Renames and orders a status; of the city's own also who may book. Its category stays as it began: cards stand in it. */
export const changeStatusRecord = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  facts: StatusFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT 1 FROM cards.statuses WHERE id = ${id} FOR NO KEY UPDATE`);
    const status = await readStatus(tx, id);
    const { category, bookableBy } = status?.facts ?? facts;
    const after = { ...facts, category, bookableBy: status?.builtIn === true ? bookableBy : facts.bookableBy };
    return changeSeen(
      tx,
      actor,
      { act: 'card.status-renamed', of: { code: status?.code ?? '' } },
      { seen, before: status?.retiredAt === null ? status.facts : undefined, after },
      () =>
        tx.run(
          sql`UPDATE cards.statuses SET name = ${after.name}, position = ${after.position}, bookable_by = ${after.bookableBy} WHERE id = ${id}`,
        ),
    );
  });

/** Nobody can be given it any more. Refuses in_the_way: it is built in, or open cards have it. */
export const retireStatus = (db: Db, actor: Actor, id: number): Promise<Outcome<undefined, 'in_the_way'>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT 1 FROM cards.statuses WHERE id = ${id} FOR UPDATE`);
    const status = await readStatus(tx, id);
    if (status === undefined || status.builtIn || (await cardsWith(tx, id)) > 0) return refused('in_the_way');
    if (status.retiredAt !== null) return done(undefined);
    await tx.run(sql`UPDATE cards.statuses SET retired_at = lib.now() WHERE id = ${id}`);
    await writeChange(tx, actor, { act: 'card.status-retired', of: { code: status.code } }, null, null);
    return done(undefined);
  });

export const restoreStatus = (db: Db, actor: Actor, id: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    const back = await tx.row<{ code: string }>(
      sql`UPDATE cards.statuses SET retired_at = NULL WHERE id = ${id} AND retired_at IS NOT NULL RETURNING code`,
    );
    if (back !== undefined) await writeChange(tx, actor, { act: 'card.status-restored', of: { code: back.code } }, null, null);
    return back !== undefined;
  });
