import { cityInstant } from '../../../lib/dates/jst.ts';
import { cancel } from '../../../reservations/acts.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { offerFreed } from '../../../waiting/offers.ts';
import { paths } from '../../paths.ts';
import type { ReasonedAct } from './with-reason.tsx';
import { mailedTo } from './words.ts';

/** Whether somebody else can come in its place: nobody where the counter is shut; once its time has begun that is not said. */
function freedWords({ needsMoving, kept, closingId, day, startMinute }: ReservationRow, now: Temporal.Instant): string {
  if (needsMoving || kept || closingId !== null) return '閉庁の枠のため、空きにはなりません。';
  return Temporal.Instant.compare(now, cityInstant(day, startMinute)) < 0 ? '枠はすぐに空きます。' : '';
}

export const CANCEL: ReasonedAct = {
  path: paths.cancel,
  kept: '予約の取消',
  title: '予約の取り消し',
  heading: 'この予約を取り消しますか',
  says: (reservation, now) => {
    const mail = mailedTo(reservation);
    return `${freedWords(reservation, now)}取り消すと、元には戻せません。${mail === null ? 'メールは送りません。' : `${mail} へ、取り消しの案内を送ります。`}`;
  },
  example: 'ご本人から電話',
  preset: true,
  button: { words: '取り消す', kind: 'danger' },
  needless: ({ state, members }) =>
    state === 'ended' || members.some(({ outcome }) => outcome !== null) ? 'over' : state === 'booked' ? undefined : 'not_live',
  act: async (db, actor, request) => {
    const cancelled = await cancel(db, actor, request);
    if (cancelled.ok) await offerFreed(db);
    return cancelled;
  },
  done: 'cancelled',
};
