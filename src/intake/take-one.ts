import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { type Actor, actorSql, staffOf } from '../audit/actor.ts';
import { COPY_INCOMING, openIncoming } from '../cards/incoming.ts';
import { keepOffices } from '../cards/offices.ts';
import type { PlaceSql } from '../cards/place-by-rule.ts';
import { EVERYBODY, seenOnly, type Viewer, type Who, whoSql } from '../cards/viewer.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { empty, type Sql, sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { attempt, done, type Outcome, refused } from '../lib/outcome.ts';
import { copyLine } from './copy-text.ts';
import type { Decision } from './decide.ts';
import { finishFormer } from './former/acts.ts';
import { type NearCard, nearCards } from './near.ts';
import { BY_HAND } from './read-one.ts';
import type { IncomingCard } from './row.ts';
import { onlyImport, store } from './store.ts';
import { type UndoRefusal, undoIn } from './undo.ts';

export type OneRefusal = 'known' | 'over' | 'near' | 'other_import_running' | 'no_such_place' | 'full';

/** What became of it: a card, a question for staff because it contradicts an open card, or nothing since that question waits already. */
type TakenOne = { importId: number; cardId: number | null; became: 'card' | 'asked' | 'waiting' };

type OneRequest = {
  card: IncomingCard;
  /** The box it is put into; null: the rules of storage decide. */
  placeId: number | null;
  /** The fingerprint of the near cards its page showed; `''`: it showed none. */
  seen: string;
};

const REASONS = ['known', 'over', 'near', 'other_import_running', 'no_such_place', 'full'] as const;

/** What a press is bound to: the near cards that were shown. `''` where there are none. */
export const nearSeen = (near: readonly NearCard[]): string =>
  near.length === 0 ? '' : fingerprint(near.map(({ id, near: how }) => [id, how]));

/** The chosen box and its first free position. */
async function placeOf(tx: Tx, placeId: number): Promise<PlaceSql | 'no_such_place' | 'full'> {
  const box = await tx.row<{ office: number; position: number | null }>(sql`
    SELECT office_id AS office, cards.free_position(id) AS position FROM cards.storage_places p WHERE id = ${placeId} AND cards.box_in_use(id)`);
  if (box === undefined) return 'no_such_place';
  if (box.position === null) return 'full';
  return { columns: sql`${placeId}::integer, ${box.position}::integer, ${box.office}::integer`, from: empty };
}

/**
 * Takes one card in that a person typed (§8(2)①): an import of one row, so that judging, contradictions and the way back are those of a list; only a question that staff have answered is asked anew, since who types it does so on purpose. Refuses:
 * `known` (it is there and open), `over` (the same card was handed over or destroyed), `near` (cards like it that `seen` does not know of; those
 * this viewer may not see are not asked about), `full` and `no_such_place` of the box, `other_import_running`.
 */
export async function takeOne(
  db: Db,
  actor: Actor,
  viewer: Viewer,
  { card, placeId, seen }: OneRequest,
): Promise<Outcome<TakenOne, OneRefusal>> {
  const taken = await attempt<TakenOne, OneRefusal>(REASONS, () =>
    db.transaction(async (tx, client) => {
      const refuse = (reason: OneRefusal) => tx.run(sql`SELECT lib.refuse(${reason})`);
      if (!(await onlyImport(tx))) await refuse('other_import_running');
      const all = await nearCards(tx, EVERYBODY, card);
      if (all.some(({ near }) => near === 'same')) await refuse('known');
      if (all.some(({ near }) => near === 'over')) await refuse('over');
      const shown = (await nearCards(tx, viewer, card)).filter(({ who }) => who !== null);
      if (nearSeen(shown) !== seen) await refuse('near');
      await keepOffices(tx);
      const place = placeId === null ? undefined : await placeOf(tx, placeId);
      if (typeof place === 'string') await refuse(place);
      const { id } = await tx.one<{ id: number }>(sql`
        INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, ended_at, staff_id)
        VALUES ('cards', '手入力', '', ${BY_HAND}, lib.now(), lib.now(), ${staffOf(actor)}) RETURNING id`);
      await openIncoming(tx);
      await pipeline(Readable.from([Buffer.from(copyLine(1, 0, card))]), client.query(copyFrom(COPY_INCOMING)));
      const stored = await store(tx, actor, id, { rows: 1, anew: true, ...(typeof place === 'object' ? { place } : {}) });
      await tx.run(
        sql`UPDATE intake.imports SET counts = ${JSON.stringify({ rows: 1, taken: 1, ...stored })}::jsonb WHERE id = ${id}`,
      );
      const made = await tx.row<{ id: number }>(
        sql`SELECT id FROM cards.cards WHERE notice_id = ${card.noticeId} AND import_id = ${id}`,
      );
      const cardId = made?.id ?? null;
      await tx.run(sql`
        SELECT audit.write(${actorSql(actor)}, 'intake.card-by-hand', lib.now(), NULL, ${cardId}, NULL, ${JSON.stringify({ import: id, conflicts: stored.conflicts })}::jsonb)`);
      return { importId: id, cardId, became: cardId !== null ? 'card' : stored.waiting > 0 ? 'waiting' : 'asked' };
    }),
  );
  // Reservations taken before going live that waited for this card; what fails here the worker does within a minute.
  if (taken.ok) await finishFormer(db).catch(() => {});
  return taken;
}

/** A card taken in by hand, as it is listed. `who` null: hidden from this viewer. */
export type OneTaken = {
  importId: number;
  at: Date;
  by: string | null;
  cardId: number | null;
  noticeId: string | null;
  who: Who;
  /** It contradicts an open card: the question waits, what staff answered, or it waited already and nothing was noted. Null: a card. */
  question: 'open' | Decision | 'known' | null;
  undoneAt: Date | null;
};

/** Cards that were taken in by hand, also those taken out again; protected people only for who may see them. */
const onesSql = (viewer: Viewer): Sql => sql`
    SELECT i.id AS "importId", i.started_at AS at, a.name AS by, c.id AS "cardId", c.notice_id AS "noticeId",
      CASE WHEN c.id IS NOT NULL THEN ${whoSql(viewer, sql`c.protected`, 'c.name', 'c.kana')} END AS who,
      CASE WHEN k.id IS NOT NULL THEN coalesce(k.decision, 'open') WHEN (i.counts ->> 'waiting')::integer > 0 THEN 'known' END AS question, i.undone_at AS "undoneAt"
    FROM intake.imports i LEFT JOIN staff.accounts a ON a.id = i.staff_id LEFT JOIN cards.cards c ON c.import_id = i.id LEFT JOIN intake.conflicts k ON k.import_id = i.id
    WHERE i.kind = 'cards' AND i.profile = ${BY_HAND} AND ${seenOnly(viewer, sql`coalesce(c.protected, false)`)}`;

/** The newest of them. */
export const listOnes = (tx: Tx, viewer: Viewer, limit: number): Promise<OneTaken[]> =>
  tx.rows<OneTaken>(sql`${onesSql(viewer)} ORDER BY i.id DESC LIMIT ${limit}`);

/** One of them, as long as it can be taken out again; undefined: not there, hidden from this viewer, or taken out or decided already. */
export const openOne = (tx: Tx, viewer: Viewer, importId: number): Promise<OneTaken | undefined> =>
  tx.row<OneTaken>(
    sql`${onesSql(viewer)} AND i.id = ${importId} AND i.undone_at IS NULL AND (c.id IS NOT NULL OR k.id IS NOT NULL AND k.decision IS NULL)`,
  );

/**
 * Takes a card out again that was taken in by hand. Refuses `touched` where something has happened to it since, and `decided` where it was a question
 * that staff have answered by now: then it stays.
 */
export async function undoOne(
  db: Db,
  actor: Actor,
  importId: number,
): Promise<Outcome<void, UndoRefusal | 'touched' | 'decided'>> {
  const undone = await attempt<Outcome<void, UndoRefusal>, 'touched' | 'decided'>(['touched', 'decided'], () =>
    db.transaction(async (tx) => {
      const byHand = await tx.row(sql`SELECT FROM intake.imports WHERE id = ${importId} AND profile = ${BY_HAND}`);
      if (byHand === undefined) return refused('unknown');
      const back = await undoIn(tx, actor, importId);
      if (back.ok && back.value.kept > 0) await tx.run(sql`SELECT lib.refuse('touched')`);
      const decided = await tx.row(sql`SELECT FROM intake.conflicts WHERE import_id = ${importId}`);
      if (decided !== undefined) await tx.run(sql`SELECT lib.refuse('decided')`);
      return back.ok ? done(undefined) : back;
    }),
  );
  return undone.ok ? undone.value : undone;
}
