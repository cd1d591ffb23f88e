import { outcomeWords } from '../../counter/words.ts';
import { IconDone, IconHere, IconIncomplete, IconNotCome, IconYet } from '../../lib/html/index.ts';
import type { ReservationRow } from '../../reservations/read.ts';
import { STATE_WORDS } from '../../reservations/words.ts';
import { State } from './state.tsx';

/** Where a reservation stands: what became of the visit where there is an outcome, 要振替 where its slot was closed. */
export function ReservationState({ reservation }: { reservation: ReservationRow }) {
  const outcomes = reservation.members.map(({ outcome }) => outcome);
  if (reservation.state === 'cancelled')
    return (
      <State icon={<IconNotCome />} look="plain">
        {STATE_WORDS.cancelled}
      </State>
    );
  if (reservation.needsMoving)
    return (
      <State icon={<IconIncomplete />} look="few">
        要振替
      </State>
    );
  if (outcomes.includes('arrived')) return <State icon={<IconHere />}>{outcomeWords('arrived', reservation.needsCard)}</State>;
  if (outcomes.every((outcome) => outcome === 'handed-over'))
    return (
      <State icon={<IconDone />} look="plain">
        {outcomeWords('handed-over', reservation.needsCard)}
      </State>
    );
  if (outcomes.includes('incomplete'))
    return (
      <State icon={<IconIncomplete />} look="few">
        {outcomeWords('incomplete', reservation.needsCard)}
      </State>
    );
  if (outcomes.includes('no-show'))
    return (
      <State icon={<IconNotCome />} look="plain">
        {outcomeWords('no-show', reservation.needsCard)}
      </State>
    );
  return <State icon={<IconYet />}>{STATE_WORDS[reservation.state]}</State>;
}
