import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

export type NoticeState = 'shown' | 'coming' | 'past';
export type SiteNotice = { id: number; body: string; shownFrom: Date; shownUntil: Date | null; state: NoticeState };

/** お知らせ of the citizens' site: shown now, to come, and the last twenty that are over; the newest first. */
export const listNotices = (tx: Tx): Promise<SiteNotice[]> =>
  tx.rows<SiteNotice>(sql`
    SELECT id, body, "shownFrom", "shownUntil", state FROM (
      SELECT n.id, n.body, n.shown_from AS "shownFrom", n.shown_until AS "shownUntil", s.state, row_number() OVER (PARTITION BY s.state ORDER BY n.shown_from DESC, n.id DESC) AS nth
      FROM (SELECT lib.now() AS now) t, site.notices n, LATERAL (SELECT CASE WHEN n.shown_until <= t.now THEN 'past' WHEN n.shown_from > t.now THEN 'coming' ELSE 'shown' END AS state) s
    ) x WHERE state <> 'past' OR nth <= 20 ORDER BY "shownFrom" DESC, id DESC`);

/** Puts a notice on the site; `from` null: from now on; `until` null: until someone ends it. */
export const addNotice = (
  db: Db,
  actor: Actor,
  notice: { body: string; from: Temporal.Instant | null; until: Temporal.Instant | null },
): Promise<number> =>
  db.transaction(async (tx) => {
    const { id } = await tx.one<{ id: number }>(sql`
      INSERT INTO site.notices (body, shown_from, shown_until, created_by)
      VALUES (${notice.body}, coalesce(${notice.from?.toString() ?? null}::timestamptz, lib.now()), ${notice.until?.toString() ?? null}::timestamptz, ${actor.kind === 'staff' ? actor.staffId : null})
      RETURNING id`);
    const of = { notice_id: id, from: notice.from?.toString() ?? null, until: notice.until?.toString() ?? null };
    await writeChange(tx, actor, { act: 'site.notice-added', of }, null, null);
    return id;
  });

/** Takes a notice off the site; one that was to come never shows. */
export const endNotice = (db: Db, actor: Actor, id: number): Promise<void> =>
  db.transaction(async (tx) => {
    const ended = await tx.run(
      sql`UPDATE site.notices SET shown_until = lib.now() WHERE id = ${id} AND (shown_until IS NULL OR shown_until > lib.now())`,
    );
    if (ended > 0) await writeChange(tx, actor, { act: 'site.notice-ended', of: { notice_id: id } }, null, null);
  });
