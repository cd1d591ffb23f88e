import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { TextsByPart } from '../languages/by-language.ts';
import { type DuePlan, holdDue } from '../languages/planned.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type NoticeKept, noticeFacts, noticeTimes, readNotice, type SiteNotice } from './notices.ts';

const CLOCK: Actor = { kind: 'clock' };

/** Under which name what is planned of a notice is kept (`site.planned_texts`). Its versions are `site.notice_versions`. */
export const noticeTextsName = (id: number): string => `notice.${id}`;

/** What citizens read of a notice. */
export const noticeTexts = ({ body }: NoticeKept): TextsByPart => ({ body: { ja: body } });

/** The same notice with another text. */
export const withNoticeTexts = (kept: NoticeKept, texts: TextsByPart): NoticeKept => ({
  ...kept,
  body: texts['body']?.['ja'] ?? kept.body,
});

async function holdOne(tx: Tx, id: number, { id: plan, said }: DuePlan): Promise<boolean> {
  const notice = await readNotice(tx, id);
  if (notice === undefined) return false;
  const kept = noticeFacts(notice);
  const after = withNoticeTexts(kept, said.texts);
  const { held } = await tx.one<{ held: boolean }>(sql`SELECT site.hold_notice(${plan}::integer, ${id}::integer) AS held`);
  if (held) await writeChange(tx, CLOCK, { act: 'site.plan-held', of: { notice_id: id } }, noticeTimes(kept), noticeTimes(after));
  return held;
}

/** Puts texts into a notice that were planned and are due; one that is over keeps its text. Returns how many plans. */
export const holdNoticeTexts = (tx: Tx, id: number): Promise<number> =>
  holdDue(tx, [noticeTextsName(id)], sql`SELECT site.lock_notice(${id}::integer)`, (plan) => holdOne(tx, id, plan));

/** A notice to be changed, under a lock, with what was due in it. */
export async function noticeToChange(tx: Tx, id: number): Promise<SiteNotice | undefined> {
  await holdNoticeTexts(tx, id);
  await tx.run(sql`SELECT site.lock_notice(${id}::integer)`);
  return readNotice(tx, id);
}
