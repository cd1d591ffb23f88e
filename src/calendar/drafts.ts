import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { Bounds } from '../staff/bounds.ts';
import { applyChanges } from './apply.ts';
import type { Change } from './changes.ts';
import { stillToChange } from './from-today.ts';
import { type ChangeFault, changeFault } from './judge.ts';
import { readState } from './read.ts';
import type { CalendarState } from './state.ts';

export type DraftState = 'open' | 'publishing' | 'published' | 'dropped';

export type Draft = {
  id: number;
  name: string;
  state: DraftState;
  /** Counts changes to the draft: what a page showed is refused when it is no longer so. */
  version: number;
  /** New slots open to citizens from then on; null: at once. */
  opensAt: Date | null;
  undoes: number | null;
  createdAt: Date;
  createdBy: string | null;
  changedAt: Date;
  changedBy: string | null;
  publishedAt: Date | null;
  publishedBy: string | null;
  changeCount: number;
};

const SELECT = sql`
  SELECT d.id, d.name, d.state, d.version, d.opens_at AS "opensAt", d.undoes, d.created_at AS "createdAt", c.name AS "createdBy", d.changed_at AS "changedAt",
    h.name AS "changedBy", d.published_at AS "publishedAt", p.name AS "publishedBy",
    (SELECT count(*) FROM calendar.draft_changes x WHERE x.draft_id = d.id) AS "changeCount"
  FROM calendar.drafts d LEFT JOIN staff.accounts c ON c.id = d.created_by LEFT JOIN staff.accounts h ON h.id = d.changed_by
    LEFT JOIN staff.accounts p ON p.id = d.published_by`;

export const readDraft = (tx: Tx, id: number): Promise<Draft | undefined> => tx.row<Draft>(sql`${SELECT} WHERE d.id = ${id}`);

/** Open, and nobody put anything into it or named it: somebody looked at a form. */
const UNTOUCHED = sql`
  d.state = 'open' AND d.version = 0 AND d.undoes IS NULL AND NOT EXISTS (SELECT FROM calendar.draft_changes x WHERE x.draft_id = d.id)`;

/** Of which offices the changes of the draft `d` are; NULL: it changes what all share, a pattern or a holiday. One without changes is of the offices of who began it; NULL: of the city. */
const OFFICES_OF_DRAFT = sql`
  (SELECT CASE WHEN count(*) = 0 THEN (SELECT array_agg(b.office_id) FROM staff.account_offices b WHERE b.account_id = d.created_by)
    WHEN bool_or(x.change->>'kind' IN ('pattern', 'pattern-retired', 'holiday')) THEN NULL ELSE
    ARRAY(SELECT DISTINCT (o #>> '{}')::integer FROM calendar.draft_changes y, jsonb_path_query(y.change, 'lax $.**.officeId') o WHERE y.draft_id = d.id) END
  FROM calendar.draft_changes x WHERE x.draft_id = d.id)`;

/** The same of one; undefined: there is no such draft. */
export const officesOfDraft = (tx: Tx, id: number): Promise<{ offices: number[] | null } | undefined> =>
  tx.row(sql`SELECT ${OFFICES_OF_DRAFT} AS offices FROM calendar.drafts d WHERE d.id = ${id}`);

/** Those that are of nothing but the offices of who is bound to them. */
const draftsWithin = (bounds: Bounds): Sql =>
  bounds === null ? sql`true` : sql`${OFFICES_OF_DRAFT} <@ ${bounds.map(({ id }) => id)}::integer[]`;

/** Whether a draft is of nothing but these; the whole city's are whoever's is bound to none. */
export const isDraftWithin = async (tx: Tx, id: number, bounds: Bounds): Promise<boolean> =>
  bounds === null ||
  (await tx.row(sql`SELECT d.id FROM calendar.drafts d WHERE d.id = ${id} AND ${draftsWithin(bounds)}`)) !== undefined;

/** Drafts still open first, then the newest; a hundred at most. One that nobody put anything into is none yet. */
export const listDrafts = (tx: Tx, bounds: Bounds = null): Promise<Draft[]> =>
  tx.rows<Draft>(
    sql`${SELECT} WHERE NOT (${UNTOUCHED}) AND ${draftsWithin(bounds)} ORDER BY d.state IN ('open', 'publishing') DESC, d.changed_at DESC LIMIT 100`,
  );

export type DraftChange = { position: number; change: Change };

/** A draft's changes in the order they are put upon the rules. */
export const readChanges = (tx: Tx, draftId: number): Promise<DraftChange[]> =>
  tx.rows<DraftChange>(sql`SELECT position, change FROM calendar.draft_changes WHERE draft_id = ${draftId} ORDER BY position`);

/** The rules as they stand with a draft's changes upon them: what the draft's pages show and judge by. */
export async function readDraftedState(tx: Tx, draftId: number): Promise<{ before: CalendarState; after: CalendarState }> {
  const before = await readState(tx);
  const changes = await readChanges(tx, draftId);
  return {
    before,
    after: applyChanges(
      before,
      changes.map(({ change }) => change),
    ),
  };
}

const audit = (tx: Tx, actor: Actor, act: string, draftId: number, detail: Record<string, unknown> = {}) =>
  tx.run(
    sql`SELECT audit.write(${actorSql(actor)}, ${act}, lib.now(), NULL, NULL, NULL, ${JSON.stringify({ draft: draftId, ...detail })}::jsonb)`,
  );

/** Begins a draft. `changes`: what it begins with (an undo, a copied year). Returns its id. */
export const beginDraft = (
  db: Db,
  actor: Actor,
  request: { name: string; changes?: readonly Change[]; undoes?: number },
): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO calendar.drafts (name, undoes, created_at, created_by, changed_at, changed_by)
      VALUES (${request.name}, ${request.undoes ?? null}, lib.now(), ${staffOf(actor)}, lib.now(), ${staffOf(actor)}) RETURNING id`);
    await tx.run(sql`
      INSERT INTO calendar.draft_changes (draft_id, position, change)
      SELECT ${id}, n, c FROM jsonb_array_elements(${JSON.stringify(request.changes ?? [])}::jsonb) WITH ORDINALITY AS u (c, n)`);
    await audit(tx, actor, 'calendar.draft-begun', id, { undoes: request.undoes ?? null });
    return id;
  });

/**
 * The draft for a form that somebody opens: their own that is still as it was begun, under the new name, else a new one. Looking leaves at most one a
 * person, and no list shows it.
 */
export async function beginOrReuse(db: Db, actor: Actor, name: string): Promise<number> {
  const own = await db.row<{ id: number }>(sql`
    UPDATE calendar.drafts SET name = ${name}, created_at = lib.now(), changed_at = lib.now()
    WHERE id = (SELECT d.id FROM calendar.drafts d WHERE ${UNTOUCHED} AND d.created_by = ${staffOf(actor)}::integer ORDER BY d.id DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING id`);
  return own?.id ?? beginDraft(db, actor, { name });
}

/** An id for a pattern or a week rule that a draft brings in. Drawn from the table's own numbers, so that it stays the same when published. */
export const drawId = async (tx: Tx, table: 'patterns' | 'week_rules'): Promise<number> =>
  (await tx.one<{ id: number }>(sql`SELECT nextval(pg_get_serial_sequence(${`calendar.${table}`}, 'id')) AS id`)).id;

export type DraftRefusal = 'unknown' | 'not_open' | 'changed_meanwhile';

async function lockOpen(tx: Tx, id: number, version: number): Promise<DraftRefusal | undefined> {
  const draft = await tx.row<{ state: DraftState; version: number }>(
    sql`SELECT state, version FROM calendar.drafts WHERE id = ${id} FOR UPDATE`,
  );
  if (draft === undefined) return 'unknown';
  if (draft.state !== 'open') return 'not_open';
  return draft.version === version ? undefined : 'changed_meanwhile';
}

const touch = (tx: Tx, actor: Actor, id: number) =>
  tx.run(
    sql`UPDATE calendar.drafts SET version = version + 1, changed_at = lib.now(), changed_by = ${staffOf(actor)} WHERE id = ${id}`,
  );

/** Puts changes at a draft's end, all or none; each is judged upon the rules with all before it. `version`: what the page showed. */
export const addChanges = (
  db: Db,
  clock: Clock,
  actor: Actor,
  request: { draftId: number; version: number; changes: readonly Change[] },
): Promise<Outcome<undefined, DraftRefusal | ChangeFault>> =>
  db.transaction(async (tx) => {
    const refusal = await lockOpen(tx, request.draftId, request.version);
    if (refusal !== undefined) return refused(refusal);
    let { after } = await readDraftedState(tx, request.draftId);
    for (const change of request.changes) {
      const fault = changeFault(after, change, today(clock).toString());
      if (fault !== undefined) return refused(fault);
      after = applyChanges(after, [change]);
    }
    await tx.run(sql`
      INSERT INTO calendar.draft_changes (draft_id, position, change)
      SELECT ${request.draftId}, n + (SELECT coalesce(max(position), 0) FROM calendar.draft_changes WHERE draft_id = ${request.draftId}), c
      FROM jsonb_array_elements(${JSON.stringify(request.changes)}::jsonb) WITH ORDINALITY AS u (c, n)`);
    await touch(tx, actor, request.draftId);
    await audit(tx, actor, 'calendar.draft-changed', request.draftId, {
      added: request.changes.map(({ kind }) => kind).join(' '),
    });
    return done(undefined);
  });

/** Takes one change out of a draft. Later ones that stood upon it show as faults in the preview. */
export const removeChange = (
  db: Db,
  actor: Actor,
  request: { draftId: number; version: number; position: number },
): Promise<Outcome<undefined, DraftRefusal>> =>
  db.transaction(async (tx) => {
    const refusal = await lockOpen(tx, request.draftId, request.version);
    if (refusal !== undefined) return refused(refusal);
    await tx.run(sql`DELETE FROM calendar.draft_changes WHERE draft_id = ${request.draftId} AND position = ${request.position}`);
    await touch(tx, actor, request.draftId);
    await audit(tx, actor, 'calendar.draft-changed', request.draftId, { removed: request.position });
    return done(undefined);
  });

/** Name, and from when citizens see new slots (null: at once). */
export const setDraft = (
  db: Db,
  actor: Actor,
  request: { draftId: number; version: number; name: string; opensAt: Temporal.Instant | null },
): Promise<Outcome<undefined, DraftRefusal>> =>
  db.transaction(async (tx) => {
    const refusal = await lockOpen(tx, request.draftId, request.version);
    if (refusal !== undefined) return refused(refusal);
    const opensAt = request.opensAt?.toString() ?? null;
    await tx.run(
      sql`UPDATE calendar.drafts SET name = ${request.name}, opens_at = ${opensAt}::timestamptz WHERE id = ${request.draftId}`,
    );
    await touch(tx, actor, request.draftId);
    await audit(tx, actor, 'calendar.draft-changed', request.draftId, { opens: opensAt });
    return done(undefined);
  });

/** Gives a draft up. It stays readable. */
export const dropDraft = (
  db: Db,
  actor: Actor,
  request: { draftId: number; version: number },
): Promise<Outcome<undefined, DraftRefusal>> =>
  db.transaction(async (tx) => {
    const refusal = await lockOpen(tx, request.draftId, request.version);
    if (refusal !== undefined) return refused(refusal);
    await tx.run(sql`UPDATE calendar.drafts SET state = 'dropped' WHERE id = ${request.draftId}`);
    await touch(tx, actor, request.draftId);
    await audit(tx, actor, 'calendar.draft-dropped', request.draftId);
    return done(undefined);
  });

/** Keeps a change as it was published, and what takes it back. */
export const keepUndo = (tx: Tx, draftId: number, { position, change }: DraftChange, back: readonly Change[]): Promise<number> =>
  tx.run(sql`
    UPDATE calendar.draft_changes SET change = ${JSON.stringify(change)}::jsonb, before = ${JSON.stringify(back)}::jsonb
    WHERE draft_id = ${draftId} AND position = ${position}`);

/** What a new draft must hold to take a published one back: its changes undone, the last first, without days before today (JST). */
export async function readUndo(tx: Tx, draftId: number, today: string): Promise<Change[]> {
  const rows = await tx.rows<{ before: Change[] | null }>(
    sql`SELECT before FROM calendar.draft_changes WHERE draft_id = ${draftId} ORDER BY position DESC`,
  );
  return stillToChange(
    rows.flatMap(({ before }) => before ?? []),
    today,
  );
}

/** The draft is being published: nobody changes it any more. */
export const markPublishing = (tx: Tx, actor: Actor, draftId: number): Promise<number> =>
  tx.run(sql`
    UPDATE calendar.drafts SET state = 'publishing', version = version + 1, published_at = lib.now(), published_by = ${staffOf(actor)} WHERE id = ${draftId}`);

export const markPublished = (tx: Tx, draftId: number): Promise<number> =>
  tx.run(sql`UPDATE calendar.drafts SET state = 'published' WHERE id = ${draftId}`);
