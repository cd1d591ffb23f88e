import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changesOf, writeChange } from '../audit/change.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { type NoticeFacts, noticeAfter, noticeFacts, noticeTimes } from './notices.ts';
import { noticeToChange } from './planned-notices.ts';

/** Puts a notice on the site, once however often its form is sent. */
export const addNotice = (db: Db, actor: Actor, form: string, notice: NoticeFacts): Promise<number> =>
  db.transaction(async (tx) => {
    const added = await tx.row<{ id: number }>(sql`
      INSERT INTO site.notices (form_id, body, shown_from, shown_until, created_by)
      VALUES (${form}::uuid, ${notice.body}, coalesce(${notice.from?.toString() ?? null}::timestamptz, lib.now()), ${notice.until?.toString() ?? null}::timestamptz, ${staffOf(actor)})
      ON CONFLICT (form_id) DO NOTHING RETURNING id`);
    if (added === undefined)
      return (await tx.one<{ id: number }>(sql`SELECT id FROM site.notices WHERE form_id = ${form}::uuid`)).id;
    const { id } = added;
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
    const kept = await noticeToChange(tx, id);
    if (kept === undefined) return refused('unknown');
    if (kept.state === 'past') return refused('over');
    const before = noticeFacts(kept);
    const after = noticeAfter(before, notice);
    if (Object.keys(changesOf(before, after)).length === 0) return done('same');
    if (fingerprint(before) !== seen) return refused('changed_meanwhile');
    const { version } = await tx.one<{ version: number }>(sql`
      UPDATE site.notices SET body = ${after.body}, shown_from = ${after.from === before.from ? sql`shown_from` : sql`${after.from}::timestamptz`},
        shown_until = ${after.until}::timestamptz, changed_by = ${staffOf(actor)} WHERE id = ${id} RETURNING version`);
    const of = { notice_id: id, version };
    await writeChange(tx, actor, { act: 'site.notice-changed', of }, noticeTimes(before), noticeTimes(after));
    return done('changed');
  });

/** Takes a notice off the site (`ended`); one that was to come never shows (`called-off`). `over`: it was off already. */
export const endNotice = (db: Db, actor: Actor, id: number): Promise<'ended' | 'called-off' | 'over'> =>
  db.transaction(async (tx) => {
    const ended = await tx.row<{ coming: boolean }>(sql`
      UPDATE site.notices SET shown_until = lib.now() WHERE id = ${id} AND (shown_until IS NULL OR shown_until > lib.now())
      RETURNING shown_from > lib.now() AS coming`);
    if (ended === undefined) return 'over';
    await writeChange(tx, actor, { act: 'site.notice-ended', of: { notice_id: id } }, null, null);
    return ended.coming ? 'called-off' : 'ended';
  });
