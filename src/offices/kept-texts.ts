import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import { type DuePlan, holdDue } from '../languages/planned.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type OfficeFacts, type OfficeRecord, readOffice } from './read.ts';
import { officeTexts, officeTextsName, withOfficeTexts } from './texts.ts';

const CLOCK: Actor = { kind: 'clock' };

/** What citizens read of an office is kept, as it was and as it is; `by`: the account that edited it. */
export const keepOfficeTexts = (
  tx: Tx,
  by: number | null,
  id: number,
  before: OfficeFacts | null,
  after: OfficeFacts,
): Promise<unknown> =>
  tx.run(sql`
    SELECT site.keep_texts(${officeTextsName(id)}, ${before === null ? null : JSON.stringify(officeTexts(before))}::jsonb, ${JSON.stringify(officeTexts(after))}::jsonb,
      ${by}::integer)`);

async function holdOne(tx: Tx, id: number, plan: DuePlan): Promise<boolean> {
  const office = await readOffice(tx, id);
  if (office === undefined) return false;
  const after = withOfficeTexts(office.facts, plan.said.texts);
  const { held } = await tx.one<{ held: boolean }>(sql`SELECT offices.hold_texts(${plan.id}::integer, ${id}::integer) AS held`);
  if (!held) return false;
  await writeChange(tx, CLOCK, { act: 'site.plan-held', officeId: id }, office.facts, after);
  return true;
}

/** Puts texts into an office that were planned and are due. Returns how many plans. */
export const holdOfficeTexts = (tx: Tx, id: number): Promise<number> =>
  holdDue(tx, [officeTextsName(id)], sql`SELECT offices.lock_texts(${id}::integer)`, (plan) => holdOne(tx, id, plan));

/** An office to be changed, read under a lock, with what was due in it. */
export async function officeToChange(tx: Tx, id: number): Promise<OfficeRecord | undefined> {
  await holdOfficeTexts(tx, id);
  return readOffice(tx, id, 'locked');
}
