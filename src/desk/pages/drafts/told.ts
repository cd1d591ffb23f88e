import type { Db } from '../../../lib/db/db.ts';
import { fingerprint } from '../../../lib/fingerprint.ts';
import {
  draftNoticeForm,
  draftNotices,
  type NoticeFacts,
  noticeAfter,
  noticeFacts,
  readNotice,
  type SiteNotice,
} from '../../../site/notices.ts';
import { field, type SignedAsk } from '../../route.ts';

/** On the site, or to come. */
export const isStanding = (notice: SiteNotice | undefined): boolean => notice !== undefined && notice.state !== 'past';

/** Whether a notice that tells of a draft is on the site, or is to come. */
export const isTold = async (db: Db, draftId: number): Promise<boolean> => {
  const [notice] = await draftNotices(db, draftId);
  return isStanding(notice);
};

/** The form that was sent: one of this draft's; of a page that carries none, the first. */
export function sentForm(ask: SignedAsk, draftId: number, earlier: number): string {
  const sent = field(ask.body, 'form');
  const known = Array.from({ length: earlier + 1 }, (_, n) => draftNoticeForm(draftId, n));
  return known.find((one) => one === sent) ?? draftNoticeForm(draftId, 0);
}

/** Whether a notice stands on the site with this text and these times. */
export async function stands(ask: SignedAsk, id: number, facts: NoticeFacts): Promise<boolean> {
  const notice = await readNotice(ask.db, id);
  if (notice === undefined || !isStanding(notice)) return false;
  const kept = noticeFacts(notice);
  return fingerprint(noticeAfter(kept, facts)) === fingerprint(kept);
}
