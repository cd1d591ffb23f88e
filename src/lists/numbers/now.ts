import { seenOnly, type Viewer } from '../../cards/viewer.ts';
import type { Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { mailHiddenSql } from '../../reservations/dead-mails.ts';
import { keptSince } from '../../running/kept-since.ts';
import type { Asked } from './sources.ts';

/** `mailsSince`: mails of days before it are not counted, for they are not kept any longer; null: of all that was asked. */
export type Now = { waiting: number; sent: number; dead: number; mailsSince: string | null };

/** Cards that wait now at the office, and how the mails of these days fared, of the whole city; both without those of persons this viewer may not see. */
export async function readNow(tx: Tx, viewer: Viewer, { from, to, office }: Asked): Promise<Now> {
  const { mails } = await keptSince(tx);
  const counted = await tx.one<Omit<Now, 'mailsSince'>>(sql`
    SELECT (SELECT count(*) FROM cards.cards c LEFT JOIN offices.offices o ON o.id = c.office_id
        WHERE c.whereabouts NOT IN ('expected', 'gone') AND (${office} = '' OR o.code = ${office}) AND ${seenOnly(viewer)}) AS waiting, m.sent, m.dead
    FROM (SELECT count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'dead') AS dead FROM outbox.mails x
      WHERE state IN ('sent', 'dropped', 'dead') AND created_at >= lib.instant(${from}::date, 0) AND created_at < lib.instant(${to}::date + 1, 0) AND NOT ${mailHiddenSql(viewer)}) m`);
  return { ...counted, mailsSince: from < mails ? mails : null };
}

/** National holidays among days, with their names. */
export const readHolidays = async (tx: Tx, { from, to }: Pick<Asked, 'from' | 'to'>): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (
      await tx.rows<{ day: string; name: string }>(
        sql`SELECT day, name FROM calendar.holidays WHERE NOT retired AND day BETWEEN ${from}::date AND ${to}::date`,
      )
    ).map(({ day, name }) => [day, name]),
  );
