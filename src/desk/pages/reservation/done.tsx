import { cityDay } from '../../../lib/dates/jst.ts';
import { Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { Presses } from '../../parts/press.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { type Lists, listHref } from './lists.ts';
import { mailedTo } from './words.ts';

const DONE: Record<string, string> = {
  booked: '予約しました',
  'booked-before': 'すでに予約されています。何も変更していません。日時を確かめてください',
  moved: '予約を変更しました',
  contact: '電話番号・備考を修正しました',
  'remark-withdrawn': '備考を取り消しました。内容は残っていません',
  'remark-withdrawn-not-all':
    '備考を取り消しました。同じ内容がある備考が、ほかにあります。別の方のことなら、それも取り消してください',
  needs: '来庁の事情を変更しました',
  added: '来庁者を追加しました',
  removed: '来庁者を取り消しました',
  cancelled: '予約を取り消しました',
  kept: 'この日時のまま受け付けることにしました',
  'kept-no-more': 'この日時のまま受け付けることを取り消しました',
  mail: 'メールアドレスを登録し、案内を送りました',
  'mail-checked': 'メールアドレスを確かめたことを記録しました。止めていたメールを送ります',
  'mail-removed': 'メールアドレスの登録を削除しました',
  lifted: '予約番号の制限を解除しました。ご本人は、すぐに入力できます',
  'not-limited': '予約番号の制限は、すでに終了していました',
};

/** Who was brought to today is at the counter, as a rule: they are received from here, and the press leads to their row of the board. */
function ReceiveNow({ ask, reservation }: { ask: SignedAsk; reservation: ReservationRow }) {
  const yet = reservation.members.filter(({ outcome, awaits }) => outcome === null && awaits === null);
  const [first] = yet;
  if (first === undefined) return null;
  return (
    <div class="acts">
      <Presses
        token={ask.token}
        reservationId={reservation.id}
        position={first.position}
        outcome={null}
        needsCard={reservation.needsCard}
        asksFirst={null}
        act={null}
        party={yet.map(({ position }) => position)}
        here={[]}
        who={printable(first.name).text}
        begun={false}
        focus
        back={{ office: reservation.officeCode, day: '' }}
      />
    </div>
  );
}

/** What has just been done, and what comes next. */
export function Done({
  ask,
  done,
  reservation,
  remarkLost,
  lists,
  dayEnded,
}: {
  ask: SignedAsk;
  done: string;
  reservation: ReservationRow;
  remarkLost: boolean;
  lists: Lists;
  dayEnded: boolean;
}) {
  const words = DONE[done];
  if (words === undefined) return null;
  const receives =
    done === 'moved' &&
    reservation.state === 'booked' &&
    reservation.day === cityDay(ask.now) &&
    !dayEnded &&
    can(ask.session, 'counter.act');
  const next = receives ? {} : { autoFocus: true };
  return (
    <Notice kind="done" role="status" title={words}>
      {(done === 'booked' || done === 'moved') && (
        <>
          <p>
            予約番号は <b class="code done-number">{reservation.number}</b> です。
          </p>
          <Says>
            {mailedTo(reservation) === null
              ? 'メールは送りません。予約番号をお伝えください。'
              : `案内を ${reservation.mail} へ送ります。`}
          </Says>
        </>
      )}
      {receives && <ReceiveNow ask={ask} reservation={reservation} />}
      {remarkLost && <Says>備考は、ほかの職員が先に書き直したため、残していません。カードの画面で確かめてください。</Says>}
      {lists[0] !== undefined && done !== 'booked' && (
        <p class="acts">
          <a class="button button-second" href={listHref(lists[0])} {...next}>
            要振替の一覧に戻る
          </a>
        </p>
      )}
      {done === 'booked' && can(ask.session, 'booking.make') && (
        <p class="acts">
          <a class="button button-second" href={paths.booking} {...next}>
            次の電話予約
          </a>{' '}
          <a class="button button-second" href={paths.people(reservation.id)}>
            ご家族も一緒に予約する
          </a>
        </p>
      )}
    </Notice>
  );
}
