import { cityDay } from '../../../lib/dates/jst.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { isOwn } from '../../../staff/bounds.ts';
import { can } from '../../../staff/rights.ts';
import { bookedMay, keptMayEnd, peopleOpen } from '../../parts/booked-may.ts';
import type { May } from '../../parts/may.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { type Lists, listHref } from './lists.ts';
import { unreadOf } from './reading.ts';
import { contactOpen } from './words.ts';

/** What may be done with a reservation, in the order a clerk needs it. The acts themselves decide again. */
export function whatMayBeDone(ask: SignedAsk, reservation: ReservationRow, lists: Lists, called: boolean): May[] {
  const live = reservation.state === 'booked';
  // Whether its time stays though it is shut, its counter decides.
  const own = isOwn(ask.session, reservation.officeId);
  const mine = can(ask.session, 'booking.make');
  const { move, cancel, mail } = bookedMay(reservation, '');
  const on = (when: boolean, may: May): May[] => (when ? [may] : []);
  return [
    ...on(mine && live, move),
    ...on(mine && peopleOpen(reservation), { words: '来庁者を追加・取り消しする', href: paths.people(reservation.id) }),
    ...on(mine && peopleOpen(reservation), { words: '来庁の事情・持ち物を確かめる', href: paths.needs(reservation.id) }),
    ...on(mine && reservation.needsMoving && own, { words: 'この日時のまま受け付ける', href: paths.keep(reservation.id) }),
    ...on(mine && own && keptMayEnd(reservation) && reservation.day >= cityDay(ask.now), {
      words: 'この日時のまま受け付けることを取り消す',
      href: paths.keptNoMore(reservation.id),
    }),
    ...lists.map((one) => ({
      words: one.closingId === null ? '開庁時間の変更による要振替の一覧' : '臨時閉庁による要振替の一覧',
      href: listHref(one),
    })),
    ...on(mine && live && 'href' in cancel, cancel),
    ...on(mine && live, mail),
    ...on(mine && contactOpen(reservation, ask.now) && unreadOf(reservation).length > 0, {
      words: 'カナを入力する',
      href: paths.contact(reservation.id),
    }),
    ...on(mine && contactOpen(reservation, ask.now), { words: '電話番号・備考を修正する', href: paths.contact(reservation.id) }),
    ...on(called, { words: '来庁前の電話の記録', href: paths.call(reservation.id) }),
    ...on(!live, { words: '変更・取消', why: 'この予約は、終了または取り消し済みです' }),
  ];
}
