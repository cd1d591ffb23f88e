import { callWords, type PersonCall, untoldWords } from '../../counter/calls.ts';
import { can } from '../../staff/rights.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';

type Props = { ask: SignedAsk; reservationId: string; call: PersonCall | undefined; name: string; phone: string | null };

/** On the board: what came of ringing somebody before their visit, who has it, and the way to record it. Nothing to who is not told whom to ring. */
export function CalledLine({ ask, reservationId, call, name, phone }: Props) {
  if (phone === null) return null;
  const called = call === undefined ? '' : callWords(call);
  const untold = call === undefined ? '' : untoldWords(call);
  const taken = call?.takenBy ?? '';
  return (
    <span class="called-line">
      {called !== '' && <b>{called}</b>} {untold !== '' && <b>{untold}。</b>} {taken !== '' && <>担当　{taken}</>}{' '}
      {can(ask.session, 'people.see') && (
        <a href={paths.call(reservationId)}>
          電話の記録<span class="unseen">：{name}さん</span>
        </a>
      )}
    </span>
  );
}
