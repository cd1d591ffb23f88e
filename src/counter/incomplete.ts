import type { Actor } from '../audit/actor.ts';
import { type ChangeRefusal, replaceChoices } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { raw, type Sql, sql } from '../lib/db/sql.ts';
import type { Outcome } from '../lib/outcome.ts';

/** What was missing the last time a person came: their latest visit that ended 不備, with the reason that was recorded. */
export type LastIncomplete = { day: string; reason: string };

/**
 * The last time a member `m` came and it ended 不備, as JSON, by card or person; null where there is none, or the visit is `m`'s own.
 * What was taken back does not count: a member's outcome is what stands.
 */
export const lastIncompleteSql: Sql = raw(`(
  SELECT jsonb_build_object('day', lib.day_of(a.at), 'reason', a.reason)
  FROM reservations.members o JOIN counter.acts a ON a.reservation_id = o.reservation_id AND a.position = o.position AND a.to_outcome = 'incomplete' AND a.undone_at IS NULL
  WHERE o.outcome = 'incomplete' AND (o.person_key = m.person_key OR o.card_id = m.card_id) AND o.reservation_id <> m.reservation_id
  ORDER BY a.id DESC LIMIT 1)`);

/** The last time the holder of a card came and it ended 不備. */
export const lastIncompleteOf = (tx: Tx, cardId: number): Promise<LastIncomplete | undefined> =>
  tx.row<LastIncomplete>(sql`
    SELECT lib.day_of(a.at) AS day, a.reason
    FROM cards.cards c JOIN reservations.members o ON o.outcome = 'incomplete' AND (o.person_key = c.person_key OR o.card_id = c.id)
      JOIN counter.acts a ON a.reservation_id = o.reservation_id AND a.position = o.position AND a.to_outcome = 'incomplete' AND a.undone_at IS NULL
    WHERE c.id = ${cardId} ORDER BY a.id DESC LIMIT 1`);

/** The reasons offered for 不備, in the city's order. */
export const listReasons = async (tx: Tx): Promise<string[]> =>
  (await tx.rows<{ words: string }>(sql`SELECT words FROM counter.incomplete_reasons ORDER BY position`)).map(
    ({ words }) => words,
  );

/**
 * Replaces the reasons offered for 不備; what was recorded keeps its words. `seen`: the fingerprint of `{ reasons }` as the page showed them.
 */
export const setReasons = (
  db: Db,
  actor: Actor,
  seen: string,
  reasons: readonly string[],
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  replaceChoices(db, actor, seen, reasons, {
    act: 'counter.reasons-changed',
    lock: (tx) => tx.run(sql`LOCK TABLE counter.incomplete_reasons IN SHARE ROW EXCLUSIVE MODE`),
    read: listReasons,
    write: async (tx) => {
      await tx.run(sql`DELETE FROM counter.incomplete_reasons`);
      await tx.run(
        sql`INSERT INTO counter.incomplete_reasons (position, words) SELECT n, words FROM unnest(${reasons}::text[]) WITH ORDINALITY AS u (words, n)`,
      );
    },
  });
