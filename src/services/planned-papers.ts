import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { DuePlan } from '../languages/planned.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type PapersByNeed, withCorrected } from './needs.ts';
import { papersByNeed } from './papers.ts';
import { papersTexts, papersTextsName, withPapersTexts } from './papers-texts.ts';
import { readService } from './read.ts';

const CLOCK: Actor = { kind: 'clock' };

/** Papers by how somebody comes are kept, as they were and as they are; `by`: the account that edited it. */
export const keepPapers = (tx: Tx, by: number | null, id: number, before: PapersByNeed, after: PapersByNeed): Promise<unknown> =>
  tx.run(sql`
    SELECT site.keep_texts(${papersTextsName(id)}, ${JSON.stringify(papersTexts(before))}::jsonb, ${JSON.stringify(papersTexts(after))}::jsonb, ${by}::integer)`);

/** What was planned to be left out follows the lines that were corrected since: as `withCorrected` does where such a line stands in the row. */
async function correctedSince(tx: Tx, id: number, at: Date, planned: PapersByNeed): Promise<PapersByNeed> {
  const lists = await tx.rows<{ bring: string[]; under15: string[] }>(sql`
    SELECT b.bring, b.bring_under15 AS under15 FROM services.bring_versions b
    WHERE b.service_id = ${id} AND b.id >= coalesce((
      SELECT max(p.id) FROM services.bring_versions p WHERE p.service_id = ${id} AND (p.since IS NULL OR p.since <= ${at}::timestamptz)), 0)
    ORDER BY b.id`);
  return lists.slice(1).reduce((papers, after, n) => {
    const before = lists[n] ?? after;
    return withCorrected(papers, [
      [before.bring, after.bring],
      [before.under15, after.under15],
    ]);
  }, planned);
}

/** Puts planned papers by how somebody comes into their service, which is locked. False: they stand there already. */
export async function holdPapers(tx: Tx, id: number, plan: DuePlan): Promise<boolean> {
  const service = await readService(tx, id);
  if (service === undefined) return false;
  const before = await papersByNeed(tx, id);
  const planned = await correctedSince(tx, id, plan.at, withPapersTexts({}, plan.said.texts));
  const after = withPapersTexts(
    before,
    Object.fromEntries(Object.entries(papersTexts(planned)).filter(([part]) => part in plan.said.texts)),
  );
  const { held } = await tx.one<{ held: boolean }>(
    sql`SELECT services.hold_papers(${plan.id}::integer, ${id}::integer, ${JSON.stringify(after)}::jsonb) AS held`,
  );
  if (!held) return false;
  await writeChange(tx, CLOCK, { act: 'site.plan-held', of: { service: service.code } }, before, after);
  return true;
}
