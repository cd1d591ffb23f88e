import type { LastNotice } from '../../../cards/returned.ts';
import type { ScannedCard } from '../../../cards/scan.ts';
import type { Stop } from '../../../counter/judge-scan.ts';
import { longDate } from '../../../lib/dates/format.ts';

/** Whether the notice of a scanned card may be recorded as come back on a day. undefined: it may. Pure; the act decides again. */
export function stopOfReturn(card: ScannedCard, notice: LastNotice | undefined, on: string): Stop | undefined {
  // 支援措置: what became of the card is for who may see it.
  if (card.who === null)
    return { sign: '×', first: '権限のある職員に渡してください。', why: 'この方の返戻は、権限のある職員が記録します。' };
  if (!card.isOpen) return { sign: '×', first: '別にしてください。', why: `このカードは、${card.statusName}です。` };
  const posted = notice?.postedOn ?? null;
  if (posted === null) return { sign: '×', first: '別にしてください。', why: '通知を発送した記録がありません。' };
  if (notice?.returnedOn !== undefined && notice.returnedOn !== null)
    return { sign: '！', first: '記録済みです。', why: `${longDate(notice.returnedOn)}の返戻として記録されています。` };
  if (on < posted)
    return { sign: '×', first: '返戻を受け取った日を確かめてください。', why: `この方への発送日は、${longDate(posted)}です。` };
  return undefined;
}
