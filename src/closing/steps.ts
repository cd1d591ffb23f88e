import { type Actor, actorSql } from '../audit/actor.ts';
import { compareSlots, type SlotDifference } from '../calendar/compare.ts';
import { markPublished } from '../calendar/drafts.ts';
import { planDays } from '../calendar/plan.ts';
import { readState } from '../calendar/read.ts';
import { type CalendarState, rulesOf } from '../calendar/state.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { HORIZON_DAYS, readLaid, slotRow, stillToCome, writeDays } from './slots.ts';

type Step = { draftId: number; officeId: number; serviceId: number; fromDay: string; toDay: string; opensAt: string | null };

const CLOCK: Actor = { kind: 'clock' };

/** Brings the rows of one step to what is planned. What goes was shut by the publish itself. */
async function bring(tx: Tx, step: Step, differences: readonly SlotDifference[]): Promise<number> {
  const opensAt = step.opensAt;
  const fresh = differences.flatMap((one) => (one.kind === 'appears' ? [slotRow(one.slot, { day: one.day }, opensAt)] : []));
  await tx.run(sql`SELECT ledger.lay_out(${step.officeId}, ${step.serviceId}, ${JSON.stringify(fresh)}::jsonb)`);
  const kept = differences.flatMap((one) =>
    one.kind === 'changes' || one.kind === 'returns' ? [slotRow(one.slot, { id: one.row.id }, opensAt)] : [],
  );
  const { opened } = await tx.one<{ opened: number[] }>(sql`SELECT ledger.replan(${JSON.stringify(kept)}::jsonb) AS opened`);
  // What lies in a day that is shut is shut from the beginning.
  await tx.run(sql`SELECT closing.shut_new(${step.officeId}, ${step.serviceId}, ${step.fromDay}::date, ${step.toDay}::date)`);
  // Who was told that the counter is shut is told that it is open after all.
  await tx.run(sql`
    SELECT outbox.put_all('reopened', array_agg(r.id ORDER BY r.id), ${`draft-${step.draftId}`}, '{}', lib.now())
    FROM reservations.standing_in(${opened}::bigint[]) r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.state = 'booked' AND r.mail IS NOT NULL AND reservations.closed_at(r, s) IS NULL HAVING count(*) > 0`);
  return fresh.length + kept.length;
}

async function doStep(tx: Tx, clock: Clock, state: CalendarState): Promise<boolean> {
  // A closing at this moment either sees what the step lays out, or is seen by it.
  await tx.run(sql`SELECT FROM closing.publishing FOR SHARE`);
  const step = await tx.row<Step>(sql`
    SELECT s.draft_id AS "draftId", s.office_id AS "officeId", s.service_id AS "serviceId", s.from_day AS "fromDay", s.to_day AS "toDay", d.opens_at::text AS "opensAt"
    FROM closing.publish_steps s JOIN calendar.drafts d ON d.id = s.draft_id
    WHERE s.done_at IS NULL ORDER BY s.from_day, s.office_id, s.service_id LIMIT 1 FOR UPDATE OF s SKIP LOCKED`);
  if (step === undefined) return false;
  const now = clock.now();
  const day = today(clock);
  const from = step.fromDay > day.toString() ? step.fromDay : day.toString();
  const last = addDays(day, HORIZON_DAYS);
  const to = step.toDay < last ? step.toDay : last;
  if (from <= to) {
    const plans = stillToCome(planDays(rulesOf(state, step), from, to), now);
    await bring(tx, step, compareSlots(await readLaid(tx, step, from, to, now), plans));
    await writeDays(tx, step, plans);
  }
  await tx.run(sql`
    UPDATE closing.publish_steps SET done_at = lib.now()
    WHERE draft_id = ${step.draftId} AND office_id = ${step.officeId} AND service_id = ${step.serviceId} AND from_day = ${step.fromDay}`);
  return true;
}

/** The last word of a publish, once, when every step is done. */
const close = (db: Db): Promise<boolean> =>
  db.transaction(async (tx) => {
    const { draftId } = await tx.one<{ draftId: number | null }>(
      sql`SELECT draft_id AS "draftId" FROM closing.publishing FOR UPDATE`,
    );
    if (draftId === null) return true;
    const { open } = await tx.one<{ open: boolean }>(
      sql`SELECT EXISTS (SELECT FROM closing.publish_steps WHERE draft_id = ${draftId} AND done_at IS NULL) AS open`,
    );
    if (open) return false;
    await tx.run(sql`UPDATE closing.publishing SET draft_id = NULL, version = version + 1`);
    await markPublished(tx, draftId);
    await tx.run(
      sql`SELECT audit.write(${actorSql(CLOCK)}, 'calendar.publish-finished', lib.now(), NULL, NULL, NULL, jsonb_build_object('draft', ${draftId}::integer))`,
    );
    return true;
  });

/**
 * Does what is left of a publish, step by step, each its own transaction; nothing where none is under way. Several may call it at once, and again
 * after any of them died: the end is the same. Returns whether it is at its end.
 */
export async function finishPublish(db: Db, clock: Clock): Promise<boolean> {
  const { busy } = await db.one<{ busy: boolean }>(sql`SELECT draft_id IS NOT NULL AS busy FROM closing.publishing`);
  if (!busy) return true;
  // The rules stand still while a publish is under way: read once for all steps.
  const state = await readState(db);
  while (await db.transaction((tx) => doStep(tx, clock, state)));
  return close(db);
}

/** How far a publish is. */
export const publishProgress = (tx: Tx, draftId: number): Promise<{ done: number; all: number }> =>
  tx.one(sql`SELECT count(done_at) AS done, count(*) AS all FROM closing.publish_steps WHERE draft_id = ${draftId}`);
