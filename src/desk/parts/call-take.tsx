import type { CallState } from '../../counter/calls.ts';
import { Button, PostForm } from '../../lib/html/index.ts';
import { can } from '../../staff/rights.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';

type Props = {
  ask: SignedAsk;
  reservationId: string;
  call: Pick<CallState, 'takenById' | 'slotId' | 'lastTaken'>;
  who: string;
  /** The page the press leads back to, beside that of the call. */
  from?: string;
};

/** Takes a call on, also from who has it, or gives it up: so that two clerks never ring one citizen. */
export function CallTake({ ask, reservationId, call: { takenById, slotId, lastTaken }, who, from }: Props) {
  if (!can(ask.session, 'booking.make')) return null;
  const mine = takenById === ask.session.accountId;
  return (
    <PostForm
      action={paths.call(reservationId)}
      token={ask.token}
      class="inline-form"
      hidden={{ slot: String(slotId), lastTaken: String(lastTaken), from: from ?? '' }}
    >
      <Button kind="second" name="act" value={mine ? 'given-up' : 'taken'}>
        {mine ? '担当を外れる' : takenById === null ? '担当になる' : '担当を替わる'}
        <span class="unseen">：{who}さん</span>
      </Button>
    </PostForm>
  );
}
