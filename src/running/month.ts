import type { Actor } from '../audit/actor.ts';
import { actorSql } from '../audit/actor.ts';
import { eraMonth } from '../lib/dates/format.ts';
import { addDays, cityInstant, deskMoment } from '../lib/dates/jst.ts';
import { monthAfter } from '../lib/dates/spans.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { Content } from './content.ts';
import { keptSince } from './kept-since.ts';
import { runningSections, useSections, workSections } from './month-sections.ts';
import { keepPaper } from './papers.ts';

/** What a person writes into the report of a month. */
export type MonthNotes = { security: string; remarks: string; plans: string };
const NONE: MonthNotes = { security: '', remarks: '', plans: '' };

/** The headings of what a person writes. */
export const NOTE_HEADINGS: Readonly<Record<keyof MonthNotes, string>> = {
  security: 'セキュリティ対策の状況',
  remarks: '所見',
  plans: '翌月の予定',
};

/** The report of a month, made of what is kept (§9(4)①, §13(2)). */
export async function monthContent(tx: Tx, month: string, notes: MonthNotes): Promise<Content> {
  const next = monthAfter(month);
  const between = { from: cityInstant(month, 0), to: cityInstant(next, 0) };
  const since = await keptSince(tx);
  return {
    title: `業務運用報告書　${eraMonth(month)}`,
    facts: [
      {
        term: '対象期間',
        value: `${deskMoment(between.from)}から${deskMoment(cityInstant(addDays(next, -1), 24 * 60 - 1))}まで`,
      },
    ],
    sections: [
      ...(await runningSections(tx, between, month, since)),
      ...(await workSections(tx, between)),
      ...(await useSections(tx, between, month, since)),
      { heading: NOTE_HEADINGS.security, text: notes.security === '' ? '特にありません。' : notes.security },
      { heading: NOTE_HEADINGS.remarks, text: notes.remarks === '' ? '特にありません。' : notes.remarks },
      { heading: NOTE_HEADINGS.plans, text: notes.plans === '' ? '特にありません。' : notes.plans },
    ],
  };
}

export const readNotes = async (tx: Tx, month: string): Promise<MonthNotes> =>
  (await tx.row<MonthNotes>(sql`SELECT security, remarks, plans FROM running.months WHERE month = ${month}::date`)) ?? NONE;

export type MonthRow = { month: string; paperId: number | null; version: number | null; at: Date | null; by: string | null };

/** The first minute of which anything says that the system ran: its minutes go after `keep-beats-days`, when its log was first sealed stays. Without minutes null. */
const FIRST_RUN = sql`(SELECT CASE WHEN count(*) > 0 THEN least(min(b.hour), (SELECT min(g.began_at) FROM audit.generations g)) END FROM running.beats b)`;

/**
 * Months that can be reported, the latest first: from the first of which anything is kept to the one before this, two years back at most; and each whose report
 * was submitted, for as long as that is kept.
 */
export const listMonths = (tx: Tx): Promise<MonthRow[]> =>
  tx.rows<MonthRow>(sql`
    WITH first AS (
      SELECT least(${FIRST_RUN}, (SELECT min(received_at) FROM running.entries), (SELECT min(booked_at) FROM reservations.reservations)) AS at)
    SELECT m.month, p.id AS "paperId", p.number AS version, p.at, s.name AS by
    FROM (
        SELECT d::date AS month FROM first, generate_series(
          greatest(date_trunc('month', lib.day_of(first.at)::timestamp), date_trunc('month', lib.day_of(lib.now())::timestamp) - interval '24 months'),
          date_trunc('month', lib.day_of(lib.now())::timestamp) - interval '1 month', interval '1 month') AS d
        UNION SELECT month FROM running.papers WHERE kind = 'month') AS m
      LEFT JOIN running.papers p ON p.kind = 'month' AND p.month = m.month
        AND NOT EXISTS (SELECT FROM running.papers later WHERE later.kind = 'month' AND later.month = p.month AND later.number > p.number)
      LEFT JOIN staff.accounts s ON s.id = p.staff_id
    ORDER BY m.month DESC`);

/**
 * How many months' reports are not submitted (§9(4)①: every month): from the month in which the system first ran, two years back at most, to the last one, which
 * waits from the second day after it on. Where nothing ran none.
 */
export const MONTHS_WAITING = sql`
  SELECT count(*)::integer FROM (SELECT ${FIRST_RUN} AS at) AS first, generate_series(
      date_trunc('month', CASE WHEN first.at IS NOT NULL THEN greatest(lib.day_of(first.at)::timestamp, lib.day_of(lib.now())::timestamp - interval '24 months') END),
      date_trunc('month', (lib.day_of(lib.now()) - 1)::timestamp) - interval '1 month', interval '1 month') AS m
    WHERE NOT EXISTS (SELECT FROM running.papers p WHERE p.kind = 'month' AND p.month = m::date)`;

export type MonthRefusal = 'not_over' | 'submitted' | 'changed_meanwhile';

async function writable(tx: Tx, month: string): Promise<Outcome<undefined, MonthRefusal>> {
  await tx.run(sql`SELECT pg_advisory_xact_lock(hashtext('month report'), hashtext(${month}))`);
  const { over, submitted } = await tx.one<{ over: boolean; submitted: boolean }>(sql`
    SELECT lib.now() >= lib.instant(${monthAfter(month)}::date, 0) AS over, EXISTS (SELECT FROM running.papers WHERE kind = 'month' AND month = ${month}::date) AS submitted`);
  if (!over) return refused('not_over');
  return submitted ? refused('submitted') : done(undefined);
}

/** Keeps what a person writes; nothing after the report was submitted. `seen`: fingerprint of the notes the page showed. */
export const saveNotes = (db: Db, month: string, seen: string, notes: MonthNotes): Promise<Outcome<undefined, MonthRefusal>> =>
  db.transaction(async (tx) => {
    const may = await writable(tx, month);
    if (!may.ok) return may;
    if (fingerprint(await readNotes(tx, month)) !== seen) return refused('changed_meanwhile');
    await tx.run(sql`
      INSERT INTO running.months (month, security, remarks, plans) VALUES (${month}::date, ${notes.security}, ${notes.remarks}, ${notes.plans})
      ON CONFLICT (month) DO UPDATE SET security = excluded.security, remarks = excluded.remarks, plans = excluded.plans`);
    return done(undefined);
  });

/** Submits the report of a month that is over: it stays as it is now, whatever is removed later. `seen`: fingerprint of the content the page showed. Returns its id. */
export const submitMonth = (db: Db, actor: Actor, month: string, seen: string): Promise<Outcome<number, MonthRefusal>> =>
  db.transaction(async (tx) => {
    const may = await writable(tx, month);
    if (!may.ok) return may;
    const content = await monthContent(tx, month, await readNotes(tx, month));
    if (fingerprint(content) !== seen) return refused('changed_meanwhile');
    const paper = await keepPaper(tx, actor, { kind: 'month', month, content });
    await tx.run(sql`
      SELECT audit.write(${actorSql(actor)}, 'running.month-submitted', lib.now(), NULL, NULL, NULL, jsonb_build_object('month', ${month}::text))`);
    return done(paper.id);
  });
