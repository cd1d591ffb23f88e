import { type NumberRest, unlock } from '../../../cards/acts.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { can } from '../../../staff/rights.ts';
import { paths, withQuery } from '../../paths.ts';
import { go, post, type Route, type SignedAsk } from '../../route.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';

/** That its number brings no mail at this moment, however right it is entered; who may unlock it does so here. */
export const RestNotice = ({ ask, reservation, rest }: { ask: SignedAsk; reservation: ReservationRow; rest: NumberRest }) => (
  <Notice kind="care" title="予約番号を制限しています">
    <Says>
      {`「予約番号で確認する」の入力が続いたため（${rest.failures}回）、${deskMoment(rest.restsUntil)}まで、この予約番号では、正しく入力してもメールを送りません。`}
    </Says>
    {can(ask.session, 'locks.lift') && (
      <PostForm action={paths.unlockNumber(reservation.id)} token={ask.token} class="row-form lift">
        <label class="radio">
          <input type="checkbox" name="checked" value="yes" />
          氏名・生年月日・住所で、ご本人を確かめた
        </label>
        <Button kind="second">制限を解除する</Button>
      </PostForm>
    )}
  </Notice>
);

export const restRoutes = (withReservation: WithReservation): Route[] => [
  post(
    paths.unlockNumber(':id'),
    'locks.lift',
    { words: '予約番号の制限の解除', of: visit },
    withReservation(async (ask, reservation) => {
      const here = paths.reservation(reservation.id);
      if (ask.body['checked'] !== 'yes') return go(withQuery(here, { refused: 'unchecked' }));
      const lifted = reservation.number !== null && (await unlock(ask.db, ask.actor, 'number', reservation.number));
      return go(withQuery(here, { done: lifted ? 'lifted' : 'not-limited' }));
    }),
  ),
];
