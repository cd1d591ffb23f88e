import { OUTCOMES, type OutcomeCode } from '../../counter/acts.ts';
import { IconIncomplete, IconNotCome, IconYet } from '../../lib/html/index.ts';
import type { ReservationRow } from '../../reservations/read.ts';
import { STATE_WORDS } from '../../reservations/words.ts';
import { OutcomeState, State } from './state.tsx';

/** What is asked of a visit to say where it stands. */
export type StateOfVisit = Pick<ReservationRow, 'state' | 'needsMoving' | 'needsCard'> & {
  members: readonly Pick<ReservationRow['members'][number], 'cardId' | 'outcome'>[];
};

/** In which order the people of a visit are told who came out differently. */
const ORDER: readonly (OutcomeCode | null)[] = ['arrived', null, 'handed-over', 'incomplete', 'no-show'];

const outcomeOf = (text: string | null): OutcomeCode | null => OUTCOMES.find((outcome) => outcome === text) ?? null;

/**
 * Where a reservation stands: what became of its people, each with how many where they came out differently; 要振替 where its slot was closed.
 * `cardId`: on the page of one of them, what became of that one.
 */
export function ReservationState({ reservation, cardId }: { reservation: StateOfVisit; cardId?: number }) {
  const { state, needsMoving, needsCard } = reservation;
  const own = cardId === undefined ? [] : reservation.members.filter((member) => member.cardId === cardId);
  const people = own.length === 0 ? reservation.members : own;
  const counted = ORDER.flatMap((outcome) => {
    const count = people.filter((member) => outcomeOf(member.outcome) === outcome).length;
    return count === 0 ? [] : [{ outcome, count }];
  });
  if (state === 'cancelled')
    return (
      <State icon={<IconNotCome />} look="plain">
        {STATE_WORDS.cancelled}
      </State>
    );
  if (needsMoving && counted.some(({ outcome }) => outcome === null))
    return (
      <State icon={<IconIncomplete />} look="few">
        要振替
      </State>
    );
  const [only, ...others] = counted;
  if (only === undefined || (only.outcome === null && others.length === 0))
    return <State icon={<IconYet />}>{STATE_WORDS[state]}</State>;
  if (others.length === 0) return <OutcomeState outcome={only.outcome} needsCard={needsCard} />;
  return (
    <>
      {counted.map(({ outcome, count }, at) => (
        <>
          {at > 0 && '、'}
          <span class="whole">
            <OutcomeState outcome={outcome} needsCard={needsCard} /> {count}人
          </span>
        </>
      ))}
    </>
  );
}
