import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import { lacksLabelSql } from '../cards/labels.ts';
import { lacksSetUpSql } from '../cards/set-up.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { BY_HAND } from './read-one.ts';

/** What J-LIS said of a delivery, and what was counted. */
type Told = {
  /** The number of cards J-LIS gave. */
  cards: number;
  /** How many were counted by hand; null: nobody counted. */
  counted: number | null;
  at: Date;
  by: string | null;
  explanation: string;
  explainedAt: Date | null;
  explainedBy: string | null;
};

/** A delivery on its way from box to post, every figure counted from the cards themselves. */
export type BoxDay = {
  importId: number;
  fileName: string;
  at: Date;
  by: string | null;
  /** Its page among the uploads; null: it was taken in by a command. */
  uploadId: number | null;
  /** Cards its list names, those that could not be taken included. */
  listed: number;
  rejected: number;
  told: Told | null;
  /** Cards it made that are still there. */
  cards: number;
  conflicts: number;
  /** Not in their box yet … */
  unplaced: number;
  unlabelled: number;
  toSetUp: number;
  /** The notice is not posted yet. */
  toPost: number;
  lots: string[];
};

const LISTED = sql`(coalesce((i.counts ->> 'rows')::integer, 0) - coalesce((i.counts ->> 'repeated')::integer, 0))`;
/** Imports that are deliveries: stored, not taken back, of a list. */
const DELIVERY = sql`i.kind = 'cards' AND NOT i.dry_run AND i.ended_at IS NOT NULL AND i.undone_at IS NULL AND i.profile <> ${BY_HAND}
  AND coalesce((i.counts ->> 'fresh')::integer, 0) > 0`;

const UNEXPLAINED = sql`(t.explained_at IS NULL AND (t.cards <> ${LISTED} OR t.counted <> t.cards))`;

/**
 * What waits longest for a hand comes first: a number that differs, then cards or rows that are not done, then a number nobody told, then what is done. Each
 * question is one that an index answers, so that of a delivery that is done no card is read. The last one counts: asked whether there is one, the database
 * expects to meet it soon and walks all cards (40 deliveries of 5,000 cards: 1.8 s).
 */
const URGENCY = sql`
  CASE WHEN EXISTS (SELECT FROM intake.told t WHERE t.import_id = i.id AND ${UNEXPLAINED}) THEN 0
    WHEN EXISTS (SELECT FROM intake.conflicts k WHERE k.import_id = i.id AND k.decided_at IS NULL)
      OR EXISTS (SELECT FROM cards.cards c WHERE c.import_id = i.id AND c.is_open AND c.whereabouts = 'expected')
      OR (SELECT count(*) FROM cards.cards c WHERE c.import_id = i.id AND c.is_open AND c.status = ANY (ARRAY(SELECT st.code FROM cards.statuses st WHERE st.category = 'preparing'))) > 0
      THEN 1
    WHEN NOT EXISTS (SELECT FROM intake.told t WHERE t.import_id = i.id) THEN 2 ELSE 3 END`;

const DAYS = (which: Sql): Sql => sql`
  WITH chosen AS (SELECT i.*, ${URGENCY} AS urgency FROM intake.imports i WHERE ${DELIVERY} AND ${which})
  SELECT i.id AS "importId", i.file_name AS "fileName", i.started_at AS at, a.name AS by, (SELECT min(u.id) FROM intake.uploads u WHERE u.import_id = i.id) AS "uploadId",
    ${LISTED} AS listed, coalesce((i.counts ->> 'rejected')::integer, 0) AS rejected,
    CASE WHEN t.import_id IS NOT NULL THEN jsonb_build_object('cards', t.cards, 'counted', t.counted, 'by', ta.name, 'explanation', t.explanation, 'explainedBy', te.name) END AS told,
    t.at AS "toldAt", t.explained_at AS "explainedAt",
    (SELECT count(*) FROM intake.conflicts k WHERE k.import_id = i.id AND k.decided_at IS NULL)::integer AS conflicts,
    coalesce(n.cards, 0) AS cards, coalesce(n.unplaced, 0) AS unplaced, coalesce(n.unlabelled, 0) AS unlabelled, coalesce(n."toSetUp", 0) AS "toSetUp",
    coalesce(n."toPost", 0) AS "toPost", coalesce(n.lots, '{}') AS lots
  FROM chosen i LEFT JOIN staff.accounts a ON a.id = i.staff_id LEFT JOIN intake.told t ON t.import_id = i.id
    LEFT JOIN staff.accounts ta ON ta.id = t.staff_id LEFT JOIN staff.accounts te ON te.id = t.explained_by
    LEFT JOIN (
      SELECT c.import_id, count(*)::integer AS cards, (count(*) FILTER (WHERE c.is_open AND c.whereabouts = 'expected'))::integer AS unplaced,
        (count(*) FILTER (WHERE c.is_open AND ${lacksLabelSql} AND st.category = 'preparing'))::integer AS unlabelled,
        (count(*) FILTER (WHERE ${lacksSetUpSql}))::integer AS "toSetUp", (count(*) FILTER (WHERE c.is_open AND st.category = 'preparing'))::integer AS "toPost",
        (array_agg(DISTINCT c.lot) FILTER (WHERE c.lot <> ''))[1:5] AS lots
      FROM cards.cards c JOIN cards.statuses st ON st.code = c.status WHERE c.import_id IN (SELECT id FROM chosen) GROUP BY c.import_id
    ) n ON n.import_id = i.id
  ORDER BY i.urgency, i.id DESC`;

type Row = Omit<BoxDay, 'told'> & {
  told: Omit<Told, 'at' | 'explainedAt'> | null;
  toldAt: Date | null;
  explainedAt: Date | null;
};
const dayOf = ({ told, toldAt, explainedAt, ...day }: Row): BoxDay => ({
  ...day,
  told: told === null || toldAt === null ? null : { ...told, at: toldAt, explainedAt },
});

/** Deliveries, those with something left to do first, each time the newest first. */
export const listBoxDays = async (tx: Tx, { limit, offset }: { limit: number; offset: number }): Promise<BoxDay[]> =>
  (
    await tx.rows<Row>(
      DAYS(
        sql`i.id IN (SELECT i.id FROM intake.imports i WHERE ${DELIVERY} ORDER BY ${URGENCY}, i.id DESC LIMIT ${limit} OFFSET ${offset})`,
      ),
    )
  ).map(dayOf);

export const countBoxDays = async (tx: Tx): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*) AS count FROM intake.imports i WHERE ${DELIVERY}`)).count;

export async function readBoxDay(tx: Tx, importId: number): Promise<BoxDay | undefined> {
  const row = await tx.row<Row>(DAYS(sql`i.id = ${importId}`));
  return row === undefined ? undefined : dayOf(row);
}

/** Cards of a delivery that are to be set up: what one press sets up. */
export const cardsToSetUp = async (tx: Tx, importId: number): Promise<number[]> =>
  (
    await tx.rows<{ id: number }>(sql`
      SELECT c.id FROM cards.cards c JOIN cards.statuses st ON st.code = c.status WHERE c.import_id = ${importId} AND ${lacksSetUpSql} ORDER BY c.id`)
  ).map(({ id }) => id);

/** What was told or counted is not what the list names. Pure. */
export const differs = ({ told, listed }: Pick<BoxDay, 'told' | 'listed'>): boolean =>
  told !== null && (told.cards !== listed || (told.counted !== null && told.counted !== told.cards));

/** Deliveries whose numbers differ and that nobody has explained. */
export const unexplainedCount: Sql = sql`
  SELECT count(*) FROM intake.told t JOIN intake.imports i ON i.id = t.import_id
  WHERE i.undone_at IS NULL AND ${UNEXPLAINED}`;

/** Keeps the number J-LIS gave and what was counted; an explanation of other numbers no longer stands. */
export const tellNumber = (
  db: Db,
  actor: Actor,
  importId: number,
  { cards, counted }: { cards: number; counted: number | null },
): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.run(sql`
      INSERT INTO intake.told (import_id, cards, counted, at, staff_id)
      VALUES (${importId}, ${cards}, ${counted}, lib.now(), ${staffOf(actor)})
      ON CONFLICT (import_id) DO UPDATE SET cards = excluded.cards, counted = excluded.counted, at = excluded.at, staff_id = excluded.staff_id,
        explanation = '', explained_at = NULL, explained_by = NULL`);
    await tx.run(sql`
      SELECT audit.write(${actorSql(actor)}, 'intake.number-told', lib.now(), NULL, NULL, NULL, ${JSON.stringify({ import: importId, told: cards, counted })}::jsonb)`);
  });

/** Says why the numbers differ. Refuses where they do not, or somebody has said so already. */
export const explainNumber = (db: Db, actor: Actor, importId: number, why: string): Promise<Outcome<void, 'nothing'>> =>
  db.transaction(async (tx) => {
    const told = await tx.run(sql`
      UPDATE intake.told t SET explanation = ${why}, explained_at = lib.now(), explained_by = ${staffOf(actor)}
      FROM intake.imports i WHERE i.id = t.import_id AND t.import_id = ${importId} AND ${UNEXPLAINED}`);
    if (told === 0) return refused('nothing');
    await tx.run(
      sql`SELECT audit.write(${actorSql(actor)}, 'intake.number-explained', lib.now(), NULL, NULL, NULL, ${JSON.stringify({ import: importId })}::jsonb)`,
    );
    return done(undefined);
  });
