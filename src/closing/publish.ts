import { type Actor, actorSql } from '../audit/actor.ts';
import { applyChange } from '../calendar/apply.ts';
import { type DraftState, keepUndo, markPublishing } from '../calendar/drafts.ts';
import { keepHolidays } from '../calendar/holidays.ts';
import { inverse } from '../calendar/inverse.ts';
import { writeChange } from '../calendar/write.ts';
import type { Clock } from '../lib/clock.ts';
import { lastOfMonth } from '../lib/dates/spans.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { type Outside, readOutside } from './outside.ts';
import { type CounterPreview, type Preview, readPreview } from './preview.ts';

export type PublishRefusal =
  | 'unknown'
  | 'not_open'
  /** Somebody changed the draft since. */
  | 'changed_meanwhile'
  /** Another draft is being published. */
  | 'publishing'
  /** Slots or reservations moved since the preview. */
  | 'moved'
  /** A change no longer fits the rules. */
  | 'faults';

/** What a preview said, as far as a refusal needs to name what moved. */
type Shown = { outside: string[]; counts: Record<string, CounterPreview['counts']> };

const shownOf = (preview: Preview): Shown => ({
  outside: preview.outside.map(({ reservationId }) => reservationId),
  counts: Object.fromEntries(preview.counters.map(({ counter, counts }) => [`${counter.officeId}:${counter.serviceId}`, counts])),
});

/** Keeps what a preview showed, the newest of each draft: a publish that is refused says what moved since. */
export const rememberPreview = (tx: Tx, draftId: number, preview: Preview): Promise<number> =>
  tx.run(sql`
    INSERT INTO closing.previews (draft_id, version, shown, at) VALUES (${draftId}, ${preview.version}, ${JSON.stringify(shownOf(preview))}::jsonb, lib.now())
    ON CONFLICT (draft_id) DO UPDATE SET version = excluded.version, shown = excluded.shown, at = excluded.at`);

export type Moved = { newlyOutside: Outside[]; noLonger: number; counters: CounterPreview['counter'][] };

/** What is other than the preview of that version showed; undefined where that preview is not known any more. */
export async function whatMoved(tx: Tx, draftId: number, version: string, preview: Preview): Promise<Moved | undefined> {
  const row = await tx.row<{ shown: Shown }>(
    sql`SELECT shown FROM closing.previews WHERE draft_id = ${draftId} AND version = ${version}`,
  );
  if (row === undefined) return undefined;
  const was = new Set(row.shown.outside);
  const is = new Set(preview.outside.map(({ reservationId }) => reservationId));
  return {
    newlyOutside: preview.outside.filter(({ reservationId }) => !was.has(reservationId)),
    noLonger: row.shown.outside.filter((id) => !is.has(id)).length,
    counters: preview.counters
      .filter(
        ({ counter, counts }) =>
          JSON.stringify(row.shown.counts[`${counter.officeId}:${counter.serviceId}`]) !== JSON.stringify(counts),
      )
      .map(({ counter }) => counter),
  };
}

/** Writes the changes into the rules, each with what takes it back. */
async function writeRules(tx: Tx, draftId: number, preview: Preview): Promise<void> {
  let state = preview.before;
  for (const { position, change } of preview.changes) {
    await keepUndo(tx, draftId, { position, change }, inverse(state, change));
    await writeChange(tx, change);
    state = applyChange(state, change);
  }
}

/** Whom the publish leaves at a shut door: listed, logged and mailed, in its own transaction. A mail that is held back waits for its address to be checked. */
async function listAffected(tx: Tx, actor: Actor, draftId: number, outside: readonly Outside[]): Promise<void> {
  const ids = outside.map(({ reservationId }) => reservationId);
  await tx.run(sql`SELECT closing.list(${actorSql(actor)}, NULL, ${draftId}, ${ids}::uuid[], lib.now())`);
  const mailed = outside.filter(({ mail, held }) => mail || held).map(({ reservationId }) => reservationId);
  await tx.run(sql`SELECT outbox.put_all('closed-day', ${mailed}::uuid[], ${`draft-${draftId}`}, '{}', lib.now())`);
}

/** What is left to do, in steps so short that nobody who books waits for one: a counter's slots of one month each. */
async function putSteps(tx: Tx, draftId: number, counters: readonly CounterPreview[]): Promise<number> {
  const steps = counters.flatMap(({ counter, differences, unlike }) =>
    [...new Set([...differences.map(({ day }) => day), ...unlike].map((day) => day.slice(0, 7)))].map((month) => ({
      office: counter.officeId,
      service: counter.serviceId,
      from: `${month}-01`,
      to: lastOfMonth(`${month}-01`),
    })),
  );
  await tx.run(sql`
    INSERT INTO closing.publish_steps (draft_id, office_id, service_id, from_day, to_day)
    SELECT ${draftId}, s.office, s.service, s."from", s."to"
    FROM jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) AS s (office integer, service integer, "from" date, "to" date)`);
  return steps.length;
}

/** Rolls the publish back: a booking got in between the look and the lock. */
class MovedMeanwhile extends Error {}

/**
 * Publishes a draft as previewed: rules are written, slots that go are shut, those left outside are listed and mailed, all in one transaction; what
 * appears, grows or shrinks follows by `finishPublish`, which anyone may call again. Refused as a whole when anything is other than the preview said
 * (`previewVersion`). With nothing to change it writes nothing to any slot. Done: how many are 要振替, and how many steps follow.
 */
export const publish = (
  db: Db,
  clock: Clock,
  actor: Actor,
  request: { draftId: number; draftVersion: number; previewVersion: string },
): Promise<Outcome<{ affected: number; steps: number }, PublishRefusal>> =>
  db
    .transaction(async (tx) => {
      const { draftId } = request;
      const { busy } = await tx.one<{ busy: number | null }>(sql`SELECT draft_id AS busy FROM closing.publishing FOR UPDATE`);
      if (busy !== null && busy !== draftId) return refused('publishing');
      const draft = await tx.row<{ state: DraftState; version: number }>(
        sql`SELECT state, version FROM calendar.drafts WHERE id = ${draftId} FOR UPDATE`,
      );
      if (draft === undefined) return refused('unknown');
      if (draft.state !== 'open') return refused('not_open');
      if (draft.version !== request.draftVersion) return refused('changed_meanwhile');
      const preview = await readPreview(tx, clock, draftId);
      if (preview.faults.length > 0) return refused('faults');
      if (preview.version !== request.previewVersion) return refused('moved');

      const going = preview.counters.flatMap(({ differences }) =>
        differences.flatMap((one) => (one.kind === 'goes' ? [one.row.id] : [])),
      );
      // Shut first, then looked at again: who was booking in at this moment is in the list, or the publish is refused. Before anything is written,
      // so that a refusal may be returned; the shut slots are opened again by the rollback.
      await tx.run(sql`SELECT ledger.retire(${going}::bigint[], lib.now())`);
      const outside = await readOutside(tx, going);
      if (
        outside.length !== preview.outside.length ||
        outside.some(({ reservationId }, i) => reservationId !== preview.outside[i]?.reservationId)
      )
        throw new MovedMeanwhile();

      await keepHolidays(tx);
      await writeRules(tx, draftId, preview);
      await listAffected(tx, actor, draftId, outside);
      const steps = await putSteps(tx, draftId, preview.counters);
      await markPublishing(tx, actor, draftId);
      await tx.run(sql`UPDATE closing.publishing SET draft_id = ${draftId}`);
      await tx.run(sql`
      SELECT audit.write(${actorSql(actor)}, 'calendar.published', lib.now(), NULL, NULL, NULL,
        ${JSON.stringify({ draft: draftId, affected: outside.length, ...preview.total })}::jsonb)`);
      return done({ affected: outside.length, steps });
    })
    .catch((error: unknown) => {
      if (error instanceof MovedMeanwhile) return refused('moved' as const);
      throw error;
    });
