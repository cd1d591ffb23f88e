import { randomUUID } from 'node:crypto';
import { type Actor, actorSql } from '../audit/actor.ts';
import { longDate } from '../lib/dates/format.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { grouped } from '../lib/values/numbers.ts';
import { addLine, note } from './entries.ts';
import { type Finding, readFinding } from './findings.ts';
import { ruleWords, type Verdict, verdictWords } from './rules.ts';

export type ReviewRefusal = 'unknown' | 'changed_meanwhile' | 'own' | 'not_over';
export type Review = { verdict: Verdict; note: string };
type Reviewer = Actor & { kind: 'staff' };

/** What an entry says of the finding it is about: of which day and whom. */
const aboutFinding = ({ day, who, count, most }: Finding): string =>
  `${longDate(day)}　対象：${who}　件数：${grouped(count)}（基準 ${grouped(most)}）`;

/**
 * The book hears of a review: what needs more is an entry of its own, or a line below the one that is open already; what was found to need nothing after all is
 * a line there.
 */
async function tellBook(tx: Tx, actor: Reviewer, finding: Finding, review: Review): Promise<void> {
  const open = await tx.row<{ id: number; kind: string }>(
    sql`SELECT id, kind FROM running.entries WHERE finding_id = ${finding.id} AND completed_at IS NULL ORDER BY id DESC LIMIT 1 FOR UPDATE`,
  );
  if (open !== undefined) {
    await addLine(tx, actor, open.id, 'answer', `操作履歴の点検の結果：${verdictWords(review.verdict)}\n${review.note}`);
    await note(tx, actor, 'running.answered', open);
    return;
  }
  if (review.verdict !== 'follow-up') return;
  const { id } = await tx.one<{ id: number }>(sql`
    INSERT INTO running.entries (form, kind, way, received_at, from_whom, subject, body, written_at, staff_id, finding_id)
    VALUES (${randomUUID()}::uuid, 'security', 'watch', lib.now(), '', ${`操作履歴の点検：${ruleWords(finding.rule)}`},
      ${`${aboutFinding(finding)}\n${review.note}`}, lib.now(), ${actor.staffId}, ${finding.id}) RETURNING id`);
  await note(tx, actor, 'running.entry-added', { id, kind: 'security' });
}

/**
 * Keeps what somebody found out about a finding, once more where they know better: the log says what the verdict was before. `seen`: the finding as the page
 * showed it. Nobody reviews what they did themselves.
 */
export const reviewFinding = (
  db: Db,
  actor: Reviewer,
  id: number,
  seen: string,
  review: Review,
): Promise<Outcome<undefined, ReviewRefusal>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM running.findings WHERE id = ${id} FOR UPDATE`);
    const finding = await readFinding(tx, id);
    if (finding === undefined) return refused('unknown');
    if (finding.staffId === actor.staffId) return refused('own');
    if (!finding.over) return refused('not_over');
    if (fingerprint(finding) !== seen) return refused('changed_meanwhile');
    await tx.run(sql`
      UPDATE running.findings SET reviewed_at = lib.now(), reviewed_by = ${actor.staffId}, verdict = ${review.verdict}, note = ${review.note} WHERE id = ${id}`);
    await tellBook(tx, actor, finding, review);
    await tx.run(sql`
      SELECT audit.write(${actorSql(actor)}, 'running.finding-reviewed', lib.now(), NULL, NULL, NULL,
        jsonb_strip_nulls(jsonb_build_object('finding', ${id}::integer, 'rule', ${finding.rule}::text, 'from', ${finding.verdict}::text, 'verdict', ${review.verdict}::text)))`);
    return done(undefined);
  });
