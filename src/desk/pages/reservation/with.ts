import type { ReservationRow } from '../../../reservations/read.ts';
import type { Answer, SignedAsk } from '../../route.ts';

/** Runs a page on the reservation of its address. */
export type WithReservation = (
  work: (ask: SignedAsk, reservation: ReservationRow) => Promise<Answer>,
) => (ask: SignedAsk) => Promise<Answer>;
