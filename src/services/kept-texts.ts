import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import { type DuePlan, holdDue } from '../languages/planned.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type PapersByNeed, withCorrected } from './needs.ts';
import { papersByNeed } from './papers.ts';
import { papersTextsName } from './papers-texts.ts';
import { holdPapers } from './planned-papers.ts';
import { readService, type ServiceFacts, type ServiceRecord } from './read.ts';
import { serviceTexts, serviceTextsName, withServiceTexts } from './texts.ts';

const CLOCK: Actor = { kind: 'clock' };

/** What citizens read of a service is kept, as it was and as it is; `by`: the account that edited it. */
export const keepServiceTexts = (
  tx: Tx,
  by: number | null,
  id: number,
  before: ServiceFacts | null,
  after: ServiceFacts,
): Promise<unknown> =>
  tx.run(sql`
    SELECT site.keep_texts(${serviceTextsName(id)}, ${before === null ? null : JSON.stringify(serviceTexts(before))}::jsonb, ${JSON.stringify(serviceTexts(after))}::jsonb,
      ${by}::integer)`);

/** A line of what to bring that is corrected is still not brought by who need not bring it: papers by how somebody comes name lines by their words. */
export async function correctedPapers(
  tx: Tx,
  service: ServiceRecord,
  after: ServiceFacts,
): Promise<{ before: PapersByNeed; papers: PapersByNeed }> {
  const before = await papersByNeed(tx, service.id);
  const papers = withCorrected(before, [
    [service.facts.bring, after.bring],
    [service.facts.bringUnder15, after.bringUnder15],
  ]);
  return { before, papers };
}

async function holdOne(tx: Tx, id: number, plan: DuePlan): Promise<boolean> {
  const service = await readService(tx, id);
  if (service === undefined) return false;
  const after = withServiceTexts(service.facts, plan.said.texts);
  const { before, papers } = await correctedPapers(tx, service, after);
  const { held } = await tx.one<{ held: boolean }>(sql`
    SELECT services.hold_service(${plan.id}::integer, ${id}::integer, ${JSON.stringify(papers)}::jsonb) AS held`);
  if (!held) return false;
  const of = { service: service.code };
  await writeChange(tx, CLOCK, { act: 'site.plan-held', of }, service.facts, after);
  if (papers !== before) await writeChange(tx, CLOCK, { act: 'service.papers-changed', of }, before, papers);
  return true;
}

/** Puts into a service what was planned of it and is due: its texts, and its papers by how somebody comes. Returns how many plans. */
export const holdServiceTexts = (tx: Tx, id: number): Promise<number> =>
  holdDue(tx, [serviceTextsName(id), papersTextsName(id)], sql`SELECT services.lock_texts(${id}::integer)`, (plan) =>
    plan.name === papersTextsName(id) ? holdPapers(tx, id, plan) : holdOne(tx, id, plan),
  );

/** A service to be changed, read under a lock, with what was due in it. */
export async function serviceToChange(tx: Tx, id: number): Promise<ServiceRecord | undefined> {
  await holdServiceTexts(tx, id);
  return readService(tx, id, 'locked');
}
