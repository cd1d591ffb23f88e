import { day, form, line, select } from '../../../lib/form/index.ts';
import type { Known } from '../../../lists/list-types.ts';

/** Statuses a bulk change may lead to: what follows from booking, handing over and destroying is no choice. */
const NOT_BY_HAND = new Set(['booked', 'handed-over', 'destroyed']);

export type BulkFields = { to: string; why: string; posted: string | null };

/** Whether a status says that a notice was posted, or came back: then the day is kept. */
export const isDated = ({ statuses }: Known, to: string, category: 'notified' | 'returned'): boolean =>
  statuses.some((status) => status.code === to && status.category === category);

export const bulkForm = ({ statuses }: Known) =>
  form<BulkFields>({
    to: select(
      '変更後の交付状況',
      statuses
        .filter(({ code, retired }) => !retired && !NOT_BY_HAND.has(code))
        .map(({ code, name }) => ({ value: code, label: name })),
      { unchosen: true, box: 'change-to', need: 'must' },
    ),
    posted: day('通知の発送日、返戻を受け取った日', {
      box: 'change-posted',
      lies: 'behind',
      hint: '「通知発送済」「再通知」「通知返戻」に変更するときに入力します。空欄のときは本日です。',
    }).optional(),
    why: line('理由', 100, { box: 'change-why', hint: '履歴に残ります。例：再通知を発送したため' }),
  });
