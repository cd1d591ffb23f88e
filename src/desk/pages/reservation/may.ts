import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import type { May } from '../../parts/may.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { type Lists, listHref } from './lists.ts';
import { contactOpen } from './words.ts';

/** What may be done with a reservation, in the order a clerk needs it. The acts themselves decide again. */
export function whatMayBeDone(ask: SignedAsk, reservation: ReservationRow, lists: Lists): May[] {
  const live = reservation.state === 'booked';
  const came = reservation.members.some(({ outcome }) => outcome !== null);
  const mine = can(ask.session, 'booking.make');
  const list: May[] = [];
  const add = (when: boolean, may: May) => {
    if (when) list.push(may);
  };
  const move = '日時・場所を変更する';
  add(mine && live && reservation.changeable, { words: move, href: paths.move(reservation.id) });
  add(mine && live && !reservation.changeable, {
    words: move,
    why: came ? '来庁の記録があるため、できません' : '変更できる期限を過ぎています',
  });
  const joins =
    live && !reservation.needsMoving && reservation.members.every(({ outcome }) => outcome === null || outcome === 'arrived');
  add(mine && joins, { words: '来庁者を追加・取り消しする', href: paths.people(reservation.id) });
  add(mine && reservation.needsMoving, { words: 'この日時のまま受け付ける', href: paths.keep(reservation.id) });
  for (const one of lists)
    list.push({
      words: one.closingId === null ? '開庁時間の変更による要振替の一覧' : '臨時閉庁による要振替の一覧',
      href: listHref(one),
    });
  add(mine && live && !came, { words: '取り消す', href: paths.cancel(reservation.id) });
  add(mine && live, {
    words: reservation.mail === null ? 'メールアドレスを登録する' : '案内メールの再送・宛先の変更',
    href: paths.mail(reservation.id),
  });
  add(mine && contactOpen(reservation, ask.now), { words: '電話番号・備考を修正する', href: paths.contact(reservation.id) });
  add(!live, { words: '変更・取消', why: 'この予約は、終了または取り消し済みです' });
  return list;
}
