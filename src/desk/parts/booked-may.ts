import type { ReservationRow } from '../../reservations/read.ts';
import { paths } from '../paths.ts';
import type { May } from './may.tsx';

const CAME = '来庁の記録があるため、できません';

const hasCome = ({ members }: ReservationRow): boolean => members.some(({ outcome }) => outcome !== null);

/** Whether anybody may join or leave: booked, its counter open, and nobody seen to yet. */
export const peopleOpen = ({ state, needsMoving, members }: ReservationRow): boolean =>
  state === 'booked' && !needsMoving && members.every(({ outcome }) => outcome === null || outcome === 'arrived');

/** Whether 「この日時のまま受け付ける」 may be taken back as far as people tell; the act asks for the day too. */
export const keptMayEnd = (reservation: ReservationRow): boolean => reservation.kept && !hasCome(reservation);

/** What may be done with a booked visit, wherever it is listed. `of`: 予約の where the page is about more than the visit. */
export function bookedMay(live: ReservationRow, of: '' | '予約の'): Record<'move' | 'cancel' | 'mail', May> {
  const [move, cancel] = [`${of}日時・場所を変更する`, of === '' ? '取り消す' : '予約を取り消す'];
  const came = hasCome(live);
  return {
    move: live.changeable
      ? { words: move, href: paths.move(live.id) }
      : { words: move, why: came ? CAME : '変更できる期限を過ぎています' },
    cancel: came ? { words: cancel, why: CAME } : { words: cancel, href: paths.cancel(live.id) },
    mail: {
      words: live.mail === null ? 'メールアドレスを登録する' : '案内メールの再送・宛先の変更',
      href: paths.mail(live.id),
    },
  };
}
