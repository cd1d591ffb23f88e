import { type Actor, staffOf } from '../audit/actor.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { readContacts } from './contacts.ts';
import type { Content } from './content.ts';
import { addLine, note } from './entries.ts';
import type { Withdrawn } from './kinds.ts';
import { keepPaper, noticesIn, type PaperKind, reportedSql, submittedSql } from './papers.ts';

/** What the first report says (初報). */
export type FirstReport = {
  beganAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  event: string;
  impact: string;
  handling: string;
};
/** The three parts of the 障害報告書 (§9(1)③). */
export type FaultParts = { cause: string; action: string; prevention: string };

export type Fault = {
  entryId: number;
  subject: string;
  beganAt: Date;
  endedAt: Date | null;
  event: string;
  impact: string;
  handling: string;
  /** What it was instead, and why it is none; null: it is a fault. */
  withdrawnAs: Withdrawn | null;
  withdrawnWhy: string | null;
} & FaultParts;

const FAULT = sql`
  SELECT f.entry_id AS "entryId", e.subject, f.began_at AS "beganAt", f.ended_at AS "endedAt", f.event, f.impact, f.handling, f.cause, f.action, f.prevention, f.withdrawn_as AS "withdrawnAs",
    f.withdrawn_why AS "withdrawnWhy"
  FROM running.faults f JOIN running.entries e ON e.id = f.entry_id`;

export const readFault = (tx: Tx, id: number): Promise<Fault | undefined> =>
  tx.row<Fault>(sql`${FAULT} WHERE f.entry_id = ${id}`);

/** Faults of which no report came to the city yet; those that are over, reported, and whose 障害報告書 is not submitted. */
export const UNREPORTED_COUNT = sql`
  SELECT count(*) FROM running.faults f JOIN running.entries e ON e.id = f.entry_id
  WHERE e.completed_at IS NULL AND NOT ${reportedSql(sql`f.entry_id`)}`;
export const UNSUBMITTED_COUNT = sql`
  SELECT count(*) FROM running.faults f WHERE f.ended_at IS NOT NULL AND f.withdrawn_at IS NULL AND ${reportedSql(sql`f.entry_id`)} AND NOT ${submittedSql(sql`f.entry_id`)}`;

const moments = ({ beganAt, endedAt }: Pick<Fault, 'beganAt' | 'endedAt'>) => [
  { term: '発生日時', value: deskMoment(beganAt) },
  { term: '復旧日時', value: endedAt === null ? '復旧していません' : deskMoment(endedAt) },
];

/** What heads every report of a fault. */
export const headOf = (fault: Fault) => [
  { term: '記録番号', value: String(fault.entryId) },
  { term: '件名', value: fault.subject },
  ...moments(fault),
];

/** 初報, 第2報, … as the city reads it. */
export const firstContent = (fault: Fault, number: number): Content => ({
  title: number === 1 ? '障害の初報' : `障害の第${number}報`,
  facts: headOf(fault),
  sections: [
    { heading: '事象', text: fault.event },
    { heading: '影響', text: fault.impact },
    { heading: '対応状況', text: fault.handling },
  ],
});

/** The 障害報告書. */
export const reportContent = (fault: Fault): Content => ({
  title: '障害報告書',
  facts: headOf(fault),
  sections: [
    { heading: '事象', text: fault.event },
    { heading: '影響', text: fault.impact },
    { heading: '原因', text: fault.cause },
    { heading: '対応内容', text: fault.action },
    { heading: '再発防止策', text: fault.prevention },
  ],
});

export type FaultRefusal = 'unknown' | 'changed_meanwhile' | 'incomplete' | 'submitted' | 'withdrawn';

type Locked = { fault: Fault; papers: { kind: string }[] };
async function locked(tx: Tx, id: number): Promise<Locked | undefined> {
  await tx.run(sql`SELECT FROM running.entries WHERE id = ${id} FOR UPDATE`);
  const fault = await readFault(tx, id);
  if (fault === undefined) return undefined;
  return {
    fault,
    papers: await tx.rows<{ kind: string }>(sql`SELECT kind FROM running.papers WHERE entry_id = ${id} ORDER BY id`),
  };
}

/** What a page of a fault shows, as a press must find it. */
export const seenOfFault = (fault: Fault, papers: readonly { kind: string }[]): string =>
  fingerprint([fault, papers.map(({ kind }) => kind)]);

type Change<T> = (tx: Tx, locked: Locked) => Promise<Outcome<T, FaultRefusal>>;

/** Runs a change of a fault that is as the page showed it. After its 障害報告書 nothing of it changes, nor while it is withdrawn. */
async function changingIn<T>(tx: Tx, id: number, seen: string, work: Change<T>): Promise<Outcome<T, FaultRefusal>> {
  const now = await locked(tx, id);
  if (now === undefined) return refused('unknown');
  if (now.papers.some(({ kind }) => kind === 'fault-report')) return refused('submitted');
  if (now.fault.withdrawnAs !== null) return refused('withdrawn');
  if (seenOfFault(now.fault, now.papers) !== seen) return refused('changed_meanwhile');
  return work(tx, now);
}
export const changing = <T>(db: Db, id: number, seen: string, work: Change<T>): Promise<Outcome<T, FaultRefusal>> =>
  db.transaction((tx) => changingIn(tx, id, seen, work));

/** Keeps what the next report says. */
export const saveFirst = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  first: FirstReport,
): Promise<Outcome<undefined, FaultRefusal>> =>
  changing(db, id, seen, async (tx) => {
    await tx.run(sql`
      UPDATE running.faults SET began_at = ${first.beganAt.toString()}::timestamptz, ended_at = ${first.endedAt?.toString() ?? null}::timestamptz,
        event = ${first.event}, impact = ${first.impact}, handling = ${first.handling} WHERE entry_id = ${id}`);
    await note(tx, actor, 'running.fault-changed', { id, kind: 'fault' });
    return done(undefined);
  });

/** Hands a report to the city: kept for good, a mail to each address set for the city. */
export async function tellCity(tx: Tx, actor: Actor, id: number, kind: PaperKind, content: Content) {
  const { mails } = await readContacts(tx);
  const paper = await keepPaper(tx, actor, { kind, entryId: id, content, mails });
  for (const at of mails.keys()) await tx.run(sql`SELECT outbox.put_report(${paper.id}::integer, ${at + 1}::integer)`);
  await addLine(tx, actor, id, 'notice', `${content.title}（メール ${mails.length}件）`);
  return { paper, mails };
}

/** Hands the report as it is kept to the city: kept for good, a mail to each address set for the city. Returns its id. */
export const sendFirstIn = (tx: Tx, actor: Actor, id: number, seen: string): Promise<Outcome<number, FaultRefusal>> =>
  changingIn(tx, id, seen, async (_, { fault, papers }) => {
    if ([fault.event, fault.impact, fault.handling].some((part) => part === '')) return refused('incomplete');
    const { paper, mails } = await tellCity(tx, actor, id, 'fault-notice', firstContent(fault, noticesIn(papers) + 1));
    await note(tx, actor, 'running.fault-notified', { id, kind: 'fault' }, { report: paper.number, mails: mails.length });
    return done(paper.id);
  });
export const sendFirst = (db: Db, actor: Actor, id: number, seen: string): Promise<Outcome<number, FaultRefusal>> =>
  db.transaction((tx) => sendFirstIn(tx, actor, id, seen));

/** Records that a report whose mails did not leave was told by telephone or on paper. Pressed twice it is once. Refuses: unknown. */
export const tellOtherwise = (db: Db, actor: Actor, paperId: number): Promise<Outcome<undefined, 'unknown'>> =>
  db.transaction(async (tx) => {
    const paper = await tx.row<{ entryId: number; title: string }>(
      sql`SELECT entry_id AS "entryId", content ->> 'title' AS title FROM running.papers WHERE id = ${paperId} AND kind IN ('fault-notice', 'fault-withdrawn')`,
    );
    if (paper === undefined) return refused('unknown');
    const told = await tx.run(
      sql`INSERT INTO running.told (paper_id, at, staff_id) VALUES (${paperId}, lib.now(), ${staffOf(actor)}::integer) ON CONFLICT DO NOTHING`,
    );
    if (told === 0) return done(undefined);
    await addLine(tx, actor, paper.entryId, 'notice', `${paper.title}（電話・紙）`);
    await note(tx, actor, 'running.fault-told', { id: paper.entryId, kind: 'fault' });
    return done(undefined);
  });

/** Keeps the parts of the 障害報告書, whole or not. */
export const saveParts = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  parts: FaultParts,
): Promise<Outcome<undefined, FaultRefusal>> =>
  changing(db, id, seen, async (tx) => {
    await tx.run(
      sql`UPDATE running.faults SET cause = ${parts.cause}, action = ${parts.action}, prevention = ${parts.prevention} WHERE entry_id = ${id}`,
    );
    await note(tx, actor, 'running.fault-changed', { id, kind: 'fault' });
    return done(undefined);
  });

/** Submits the 障害報告書: once, with all three parts, of a fault that is over. It never changes afterwards. */
export const submitReportIn = (tx: Tx, actor: Actor, id: number, seen: string): Promise<Outcome<number, FaultRefusal>> =>
  changingIn(tx, id, seen, async (_, { fault }) => {
    const parts = [fault.event, fault.impact, fault.cause, fault.action, fault.prevention];
    if (parts.some((part) => part === '') || fault.endedAt === null) return refused('incomplete');
    const paper = await keepPaper(tx, actor, { kind: 'fault-report', entryId: id, content: reportContent(fault) });
    await addLine(tx, actor, id, 'report', '');
    await note(tx, actor, 'running.fault-report-submitted', { id, kind: 'fault' });
    return done(paper.id);
  });
export const submitReport = (db: Db, actor: Actor, id: number, seen: string): Promise<Outcome<number, FaultRefusal>> =>
  db.transaction((tx) => submitReportIn(tx, actor, id, seen));
