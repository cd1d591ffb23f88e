import { type Actor, actorSql } from '../audit/actor.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { Content } from './content.ts';
import { addLine, note } from './entries.ts';
import { type FaultParts, type FirstReport, readFault, reportContent } from './faults.ts';
import { type MonthNotes, monthContent, NOTE_HEADINGS } from './month.ts';
import { keepPaper, newestPaper, type SentPaper } from './papers.ts';

/** A report that was submitted is corrected by another version (第2版, …); those before stay as they were handed over. */
export type CorrectRefusal = 'unknown' | 'changed_meanwhile';

const REASON = '訂正の理由';
const VERSION = '版';

/** What a version says besides that it is one. */
const plain = (content: Content): Content => ({
  title: content.title.replace(/（第\d+版）$/u, ''),
  facts: content.facts.filter(({ term }) => term !== VERSION),
  sections: content.sections.filter(({ heading }) => heading !== REASON),
});

const asVersion = (content: Content, { number, at }: SentPaper, why: string): Content => ({
  title: `${content.title}（第${number + 1}版）`,
  facts: [...content.facts, { term: VERSION, value: `第${number + 1}版（第${number}版、${deskMoment(at)} 提出を訂正）` }],
  sections: [{ heading: REASON, text: why }, ...content.sections],
});

/** How the figures of a month are corrected: as they were submitted, or counted anew from what is kept by now. */
export type Figures = 'kept' | 'anew';
export type MonthCorrection = MonthNotes & { why: string; figures: Figures };

const NOTHING = '特にありません。';

/** What a person wrote into a version of a month's report: what the next one begins with. */
export function notesIn({ sections }: Content): MonthNotes {
  const text = (heading: string): string => {
    const said = sections.find((section) => section.heading === heading)?.text ?? '';
    return said === NOTHING ? '' : said;
  };
  return {
    security: text(NOTE_HEADINGS.security),
    remarks: text(NOTE_HEADINGS.remarks),
    plans: text(NOTE_HEADINGS.plans),
  };
}

const withNotes = (content: Content, notes: MonthNotes): Content => {
  const said = new Map([
    [NOTE_HEADINGS.security, notes.security],
    [NOTE_HEADINGS.remarks, notes.remarks],
    [NOTE_HEADINGS.plans, notes.plans],
  ]);
  const textOf = (heading: string, text: string): string => {
    const typed = said.get(heading);
    return typed === undefined ? text : typed === '' ? NOTHING : typed;
  };
  return {
    ...content,
    sections: content.sections.map((section) =>
      section.text === undefined ? section : { ...section, text: textOf(section.heading, section.text) },
    ),
  };
};

/** The next version of a month's report, as it would be submitted. */
export async function nextOfMonth(tx: Tx, before: SentPaper, month: string, typed: MonthCorrection): Promise<Content> {
  const { why, figures, ...notes } = typed;
  const content = figures === 'anew' ? await monthContent(tx, month, notes) : withNotes(plain(before.content), notes);
  return asVersion(content, before, why);
}

/** Submits another version of a month's report. `seen`: fingerprint of the content the page showed. Returns its id. */
export const correctMonth = (
  db: Db,
  actor: Actor,
  month: string,
  typed: MonthCorrection,
  seen: string,
): Promise<Outcome<number, CorrectRefusal>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT pg_advisory_xact_lock(hashtext('month report'), hashtext(${month}))`);
    const before = await newestPaper(tx, { kind: 'month', month });
    if (before === undefined) return refused('unknown');
    const content = await nextOfMonth(tx, before, month, typed);
    if (fingerprint(content) !== seen) return refused('changed_meanwhile');
    const paper = await keepPaper(tx, actor, { kind: 'month', month, content });
    await tx.run(sql`
      SELECT audit.write(${actorSql(actor)}, 'running.month-corrected', lib.now(), NULL, NULL, NULL,
        jsonb_build_object('month', ${month}::text, 'version', ${paper.number}::integer))`);
    return done(paper.id);
  });

export type FaultCorrection = Omit<FirstReport, 'handling' | 'endedAt'> & FaultParts & { endedAt: Temporal.Instant; why: string };

/** The next version of a 障害報告書, as it would be submitted; undefined where the fault is none. */
export async function nextOfFault(tx: Tx, before: SentPaper, id: number, typed: FaultCorrection): Promise<Content | undefined> {
  const fault = await readFault(tx, id);
  if (fault === undefined) return undefined;
  const { why, beganAt, endedAt, ...parts } = typed;
  const moments = { beganAt: new Date(beganAt.epochMilliseconds), endedAt: new Date(endedAt.epochMilliseconds) };
  return asVersion(reportContent({ ...fault, ...parts, ...moments }), before, why);
}

/** Submits another version of a 障害報告書, and keeps what it says of the fault. `seen` as above. Returns its id. */
export const correctFault = (
  db: Db,
  actor: Actor,
  id: number,
  typed: FaultCorrection,
  seen: string,
): Promise<Outcome<number, CorrectRefusal>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM running.entries WHERE id = ${id} FOR UPDATE`);
    const before = await newestPaper(tx, { kind: 'fault-report', entryId: id });
    const content = before === undefined ? undefined : await nextOfFault(tx, before, id, typed);
    if (content === undefined) return refused('unknown');
    if (fingerprint(content) !== seen) return refused('changed_meanwhile');
    await tx.run(sql`
      UPDATE running.faults SET began_at = ${typed.beganAt.toString()}::timestamptz, ended_at = ${typed.endedAt.toString()}::timestamptz, event = ${typed.event},
        impact = ${typed.impact}, cause = ${typed.cause}, action = ${typed.action}, prevention = ${typed.prevention} WHERE entry_id = ${id}`);
    const paper = await keepPaper(tx, actor, { kind: 'fault-report', entryId: id, content });
    await addLine(tx, actor, id, 'report', `第${paper.number}版：${typed.why}`);
    await note(tx, actor, 'running.fault-report-corrected', { id, kind: 'fault' }, { version: paper.number });
    return done(paper.id);
  });
