import { type Actor, actorSql } from '../audit/actor.ts';
import { searchPairs } from '../cards/search-keys.ts';
import { seenOnly, type Viewer } from '../cards/viewer.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { attempt, type Outcome } from '../lib/outcome.ts';

export const DECISIONS = ['corrected-name', 'another-person', 'dropped'] as const;
export type Decision = (typeof DECISIONS)[number];

/** A row of a list that contradicts an open card, and that card, side by side. */
export type Conflict = {
  id: number;
  line: number;
  fileName: string;
  at: Date;
  cardId: number;
  noticeId: string;
  protected: boolean;
  isOpen: boolean;
  card: { name: string; kana: string; birthDate: string | null; birthText: string; address: string; statusName: string };
  told: { name: string; kana: string; birthDate: string | null; birthText: string; address: string };
};

const undecided = (viewer: Viewer, which: Sql): Sql => sql`
    SELECT k.id, k.line, i.file_name AS "fileName", i.started_at AS at, c.id AS "cardId", c.notice_id AS "noticeId", c.protected, c.is_open AS "isOpen",
      jsonb_build_object('name', c.name, 'kana', c.kana, 'birthDate', c.birth_date, 'birthText', c.birth_text, 'address', c.address, 'statusName', s.name) AS card,
      jsonb_build_object('name', k.incoming ->> 'name', 'kana', coalesce(k.incoming ->> 'kana', ''), 'birthDate', k.incoming ->> 'birth_date',
        'birthText', coalesce(k.incoming ->> 'birth_text', ''), 'address', coalesce(k.incoming ->> 'address', '')) AS told
    FROM intake.conflicts k JOIN intake.imports i ON i.id = k.import_id JOIN cards.cards c ON c.id = k.card_id JOIN cards.statuses s ON s.code = c.status
    WHERE k.decided_at IS NULL AND ${seenOnly(viewer)} AND ${which} ORDER BY k.id`;

/** What is not decided yet, oldest first. Protected people only for who may see them. */
export const listConflicts = (tx: Tx, viewer: Viewer, limit: number): Promise<Conflict[]> =>
  tx.rows<Conflict>(sql`${undecided(viewer, sql`true`)} LIMIT ${limit}`);

/** How many are not decided yet, of those this viewer may see. */
export const openConflicts = (viewer: Viewer): Sql => sql`
  SELECT count(*) FROM intake.conflicts k JOIN cards.cards c ON c.id = k.card_id WHERE k.decided_at IS NULL AND ${seenOnly(viewer)}`;

/** One of them; undefined where it is decided by now, or of somebody this reader may not see. */
export const readConflict = (tx: Tx, id: number, viewer: Viewer): Promise<Conflict | undefined> =>
  tx.row<Conflict>(undecided(viewer, sql`k.id = ${id}`));

const REASONS = ['unknown', 'card_closed', 'taken', 'booked_twice'] as const;
export type DecideRefusal = (typeof REASONS)[number];

/** The row `id`, NULL where it is of somebody this viewer may not see: to who cannot read the question it is unknown. */
const seenId = (viewer: Viewer, id: number): Sql =>
  sql`(SELECT k.id FROM intake.conflicts k JOIN cards.cards c ON c.id = k.card_id WHERE k.id = ${id} AND ${seenOnly(viewer)})`;

/** Decides one. Done: the card it is about now, null where another clerk decided first. */
export const decide = (
  db: Db,
  viewer: Viewer,
  actor: Actor,
  id: number,
  decision: Decision,
): Promise<Outcome<number | null, DecideRefusal>> =>
  attempt(REASONS, async () => {
    const keys = await db.row<{ name: string; kana: string }>(sql`
      SELECT k.incoming ->> 'name_key' AS name, coalesce(nullif(k.incoming ->> 'kana_key', ''), c.kana_key) AS kana
      FROM intake.conflicts k JOIN cards.cards c ON c.id = k.card_id WHERE k.id = ${id}`);
    const search = keys === undefined ? [] : searchPairs(keys.name, keys.kana);
    const { card } = await db.one<{ card: number | null }>(
      sql`SELECT intake.decide(${actorSql(actor)}, ${seenId(viewer, id)}, ${decision}, ${search}) AS card`,
    );
    return card;
  });

/** A decision as the page lists it.  */
export type Decided = {
  id: number;
  at: Date;
  by: string | null;
  decision: Decision;
  noticeId: string;
  cardId: number;
  before: string;
  told: string;
};

const decidedSql = (viewer: Viewer): Sql => sql`
    FROM intake.conflicts k JOIN cards.cards c ON c.id = k.card_id LEFT JOIN staff.accounts a ON a.id = k.decided_by
    WHERE k.decided_at IS NOT NULL AND ${seenOnly(viewer)}`;

/** Decisions, to be taken back, the newest first. Protected people only for who may see them. */
export const lastDecided = (tx: Tx, viewer: Viewer, limit: number, offset = 0): Promise<Decided[]> =>
  tx.rows<Decided>(sql`
    SELECT k.id, k.decided_at AS at, a.name AS by, k.decision, k.card_id AS "cardId", c.notice_id AS "noticeId",
      coalesce(k.before ->> 'name', c.name) AS before, k.incoming ->> 'name' AS told
    ${decidedSql(viewer)} ORDER BY k.decided_at DESC, k.id DESC LIMIT ${limit} OFFSET ${offset}`);

/** How many decisions there are, of those this viewer may see. */
export const countDecided = async (tx: Tx, viewer: Viewer): Promise<number> =>
  (await tx.one<{ count: number }>(sql`SELECT count(*)::integer AS count ${decidedSql(viewer)}`)).count;

const UNDO_REASONS = ['unknown', 'too_old', 'asked_again', 'changed_since', 'taken', 'booked_twice'] as const;
export type UndecideRefusal = (typeof UNDO_REASONS)[number];

/** Takes a decision back: its question is asked again. */
export const undecide = (db: Db, viewer: Viewer, actor: Actor, id: number): Promise<Outcome<void, UndecideRefusal>> =>
  attempt(UNDO_REASONS, async () => {
    const keys = await db.row<{ name: string | null; kana: string | null }>(
      sql`SELECT before ->> 'name_key' AS name, before ->> 'kana_key' AS kana FROM intake.conflicts WHERE id = ${id}`,
    );
    const search = keys === undefined || keys.name === null ? [] : searchPairs(keys.name, keys.kana ?? '');
    await db.run(sql`SELECT intake.undecide(${actorSql(actor)}, ${seenId(viewer, id)}, ${search})`);
  });
