import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changesOf, writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';

export type NoticeState = 'shown' | 'coming' | 'past';
export type SiteNotice = { id: number; body: string; shownFrom: Date; shownUntil: Date | null; state: NoticeState };
/** `from` null: from now on; `until` null: until someone ends it. */
export type NoticeFacts = { body: string; from: Temporal.Instant | null; until: Temporal.Instant | null };
/** One text a notice had; `since` null: since before texts were kept. */
export type TextVersion = { version: number; body: string; since: Date | null; by: string | null };

const NOTICES: Sql = sql`
  SELECT n.id, n.body, n.shown_from AS "shownFrom", n.shown_until AS "shownUntil", s.state, row_number() OVER (PARTITION BY s.state ORDER BY n.shown_from DESC, n.id DESC) AS nth
  FROM (SELECT lib.now() AS now) t, site.notices n, LATERAL (SELECT CASE WHEN n.shown_until <= t.now THEN 'past' WHEN n.shown_from > t.now THEN 'coming' ELSE 'shown' END AS state) s`;
const COLUMNS: Sql = sql`id, body, "shownFrom", "shownUntil", state`;

/** お知らせ of the citizens' site: shown now, to come, and the last twenty that are over; the newest first. */
export const listNotices = (tx: Tx): Promise<SiteNotice[]> =>
  tx.rows<SiteNotice>(
    sql`SELECT ${COLUMNS} FROM (${NOTICES}) x WHERE state <> 'past' OR nth <= 20 ORDER BY "shownFrom" DESC, id DESC`,
  );

export const readNotice = (tx: Tx, id: number): Promise<SiteNotice | undefined> =>
  tx.row<SiteNotice>(sql`SELECT ${COLUMNS} FROM (${NOTICES}) x WHERE id = ${id}`);

/** Every text it had, the newest first. */
export const noticeVersions = (tx: Tx, id: number): Promise<TextVersion[]> =>
  tx.rows<TextVersion>(sql`
    SELECT v.version, v.body, v.since, a.name AS by FROM site.notice_versions v LEFT JOIN staff.accounts a ON a.id = v.by_staff
    WHERE v.notice_id = ${id} ORDER BY v.version DESC`);

/** Without seconds, as a form shows it. */
const minute = (at: Date | null): string | null => (at === null ? null : `${at.toISOString().slice(0, 16)}:00Z`);

/** What a form shows of a notice. */
export const noticeFacts = ({ body, shownFrom, shownUntil }: SiteNotice) => ({
  body,
  from: minute(shownFrom),
  until: minute(shownUntil),
});

/** Puts a notice on the site. */
export const addNotice = (db: Db, actor: Actor, notice: NoticeFacts): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO site.notices (body, shown_from, shown_until, created_by)
      VALUES (${notice.body}, coalesce(${notice.from?.toString() ?? null}::timestamptz, lib.now()), ${notice.until?.toString() ?? null}::timestamptz, ${staffOf(actor)})
      RETURNING id`);
    const of = { notice_id: id, from: notice.from?.toString() ?? null, until: notice.until?.toString() ?? null };
    await writeChange(tx, actor, { act: 'site.notice-added', of }, null, null);
    return id;
  });

/** Says a notice otherwise, or for another time; `seen`: fingerprint of `noticeFacts`. The log tells the times and that the text is another, not its words. */
export const changeNotice = (
  db: Db,
  actor: Actor,
  id: number,
  seen: string,
  notice: NoticeFacts,
): Promise<Outcome<'changed' | 'same', ChangeRefusal | 'over'>> =>
  db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM site.notices WHERE id = ${id} FOR UPDATE`);
    const kept = await readNotice(tx, id);
    if (kept === undefined) return refused('unknown');
    if (kept.state === 'past') return refused('over');
    const before = noticeFacts(kept);
    const after = {
      body: notice.body,
      from: notice.from === null ? before.from : notice.from.toString(),
      until: notice.until?.toString() ?? null,
    };
    if (Object.keys(changesOf(before, after)).length === 0) return done('same');
    if (fingerprint(before) !== seen) return refused('changed_meanwhile');
    const { version } = await tx.one<{ version: number }>(sql`
      UPDATE site.notices SET body = ${after.body}, shown_from = ${after.from === before.from ? sql`shown_from` : sql`${after.from}::timestamptz`},
        shown_until = ${after.until}::timestamptz, changed_by = ${staffOf(actor)} WHERE id = ${id} RETURNING version`);
    const of = { notice_id: id, version };
    const times = ({ from, until }: typeof before) => ({ from, until });
    await writeChange(tx, actor, { act: 'site.notice-changed', of }, times(before), times(after));
    return done('changed');
  });

/** Takes a notice off the site; one that was to come never shows. */
export const endNotice = (db: Db, actor: Actor, id: number): Promise<void> =>
  db.transaction(async (tx) => {
    const ended = await tx.run(
      sql`UPDATE site.notices SET shown_until = lib.now() WHERE id = ${id} AND (shown_until IS NULL OR shown_until > lib.now())`,
    );
    if (ended > 0) await writeChange(tx, actor, { act: 'site.notice-ended', of: { notice_id: id } }, null, null);
  });
