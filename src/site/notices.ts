import { createHash } from 'node:crypto';
import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';

export type NoticeState = 'shown' | 'coming' | 'past';
export type SiteNotice = {
  id: number;
  body: string;
  shownFrom: Date;
  shownUntil: Date | null;
  state: NoticeState;
  /** Within its time, and not on the site: newer ones take all the places there are. */
  crowdedOut: boolean;
};
/** As many as `citizen.notices` gives. */
export const MOST_SHOWN = 5;
/** `from` null: from now on; `until` null: until someone ends it. */
export type NoticeFacts = { body: string; from: Temporal.Instant | null; until: Temporal.Instant | null };
/** One text a notice had; `since` null: since before texts were kept. */
type TextVersion = { version: number; body: string; since: Date | null; by: string | null };

const NOTICES: Sql = sql`
  SELECT n.id, n.body, n.shown_from AS "shownFrom", n.shown_until AS "shownUntil", s.state, row_number() OVER (PARTITION BY s.state ORDER BY n.shown_from DESC, n.id DESC) AS nth
  FROM (SELECT lib.now() AS now) t, site.notices n, LATERAL (SELECT CASE WHEN n.shown_until <= t.now THEN 'past' WHEN n.shown_from > t.now THEN 'coming' ELSE 'shown' END AS state) s`;
const COLUMNS: Sql = sql`id, body, "shownFrom", "shownUntil", state, state = 'shown' AND nth > ${MOST_SHOWN}::integer AS "crowdedOut"`;

/** お知らせ of the citizens' site: shown now, to come, and the last twenty that are over; the newest first. */
export const listNotices = (tx: Tx): Promise<SiteNotice[]> =>
  tx.rows<SiteNotice>(
    sql`SELECT ${COLUMNS} FROM (${NOTICES}) x WHERE state <> 'past' OR nth <= 20 ORDER BY "shownFrom" DESC, id DESC`,
  );

export const readNotice = (tx: Tx, id: number): Promise<SiteNotice | undefined> =>
  tx.row<SiteNotice>(sql`SELECT ${COLUMNS} FROM (${NOTICES}) x WHERE id = ${id}`);

/** The form whose notice tells of a published draft, once however often it is sent. `earlier`: how many were told of it before, and are over. */
export const draftNoticeForm = (draftId: number, earlier: number): string =>
  createHash('md5')
    .update(`notice of draft ${draftId}${earlier === 0 ? '' : `, after ${earlier}`}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

/** More than these nobody puts on the site of one draft. */
const MOST_OF_DRAFT = 100;

/** The notices that tell, or told, of a published draft: the newest first. Only the newest may stand. */
export const draftNotices = (tx: Tx, draftId: number): Promise<SiteNotice[]> => {
  const forms = Array.from({ length: MOST_OF_DRAFT }, (_, earlier) => draftNoticeForm(draftId, earlier));
  return tx.rows<SiteNotice>(sql`
    SELECT ${COLUMNS} FROM (${NOTICES}) x WHERE id IN (SELECT f.id FROM site.notices f WHERE f.form_id = ANY(${forms}::uuid[])) ORDER BY id DESC`);
};

/** Every text it had, the newest first. */
export const noticeVersions = (tx: Tx, id: number): Promise<TextVersion[]> =>
  tx.rows<TextVersion>(sql`
    SELECT v.version, v.body, v.since, a.name AS by FROM site.notice_versions v LEFT JOIN staff.accounts a ON a.id = v.by_staff
    WHERE v.notice_id = ${id} ORDER BY v.version DESC`);

/** Without seconds, as a form shows it. */
const minute = (at: Date | null): string | null => (at === null ? null : `${at.toISOString().slice(0, 16)}:00Z`);

/** What is kept of a notice, as the log and fingerprints take it; `from` null: never, for one that is there. */
export type NoticeKept = { body: string; from: string | null; until: string | null };

/** What a form shows of a notice. */
export const noticeFacts = ({ body, shownFrom, shownUntil }: SiteNotice): NoticeKept => ({
  body,
  from: minute(shownFrom),
  until: minute(shownUntil),
});

/** The same once what was typed stands in it. */
export const noticeAfter = (before: NoticeKept, { body, from, until }: NoticeFacts): NoticeKept => ({
  body,
  from: from === null ? before.from : from.toString(),
  until: until?.toString() ?? null,
});

/** What the log tells of a notice: its times. That its text is another, the version says. */
export const noticeTimes = ({ from, until }: NoticeKept) => ({ from, until });
