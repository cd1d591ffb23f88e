import type { Rest } from '../../../cards/acts.ts';
import type { ToldAddress } from '../../../cards/addresses.ts';
import type { Deadline } from '../../../cards/deadline.ts';
import type { Kept } from '../../../cards/keep.ts';
import type { Protection } from '../../../cards/protect.ts';
import type { Card, CustodyEvent, Remark, StatusChange } from '../../../cards/read.ts';
import type { PostedNotice } from '../../../cards/returned.ts';
import type { LatestAct, OutcomeCode } from '../../../counter/acts.ts';
import type { PersonCall } from '../../../counter/calls.ts';
import type { CardTask } from '../../../counter/card-tasks.ts';
import type { AsksFirst } from '../../../counter/handing.ts';
import type { LastIncomplete } from '../../../counter/incomplete.ts';
import type { ParcelOfCard } from '../../../counter/parcel-cards.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import type { Mail } from '../../../outbox/desk.ts';
import type { OtherCard } from '../../../reservations/other-cards.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import type { AskedInHand } from '../../parts/asked-in-hand.tsx';

/** A visit of the card; `hidden`: somebody else of it is under 支援措置 and not for this account, so it has no page, press, address or mails here. */
export type VisitOfCard = ReservationRow & { hidden: boolean };

/** Whom to ring before the visit, as the board and its lists have it: the number given with the booking, else the card's; null: not for this account. */
export const phoneToRing = (card: Card, live: VisitOfCard): string | null =>
  live.hidden ? null : live.phone === '' ? card.phone : live.phone;

/** All that a person's page shows. */
export type PersonProps = {
  card: Card;
  live: VisitOfCard | undefined;
  /** What came of ringing them before that visit, and who has it. */
  call: PersonCall | undefined;
  /** The visit of today or before whose person may be pressed on, with the press that may be taken back. */
  visit:
    | { reservation: VisitOfCard; position: number; outcome: OutcomeCode | null; act: LatestAct | null; asksFirst: AsksFirst }
    | undefined;
  /** What was missing the last time the holder came. */
  lastIncomplete: LastIncomplete | undefined;
  /** Until when the card waits. */
  deadline: Deadline | undefined;
  /** The city keeps a waiting list. */
  waits: boolean;
  /** What is to be done with the card since its visit changed. */
  task: CardTask | undefined;
  /** The parcel in which it lies or travels. */
  parcel: ParcelOfCard | undefined;
  /** The order to keep the card beyond its years. */
  kept: Kept | undefined;
  /** The notices that were posted for the card, the last one first. */
  notices: PostedNotice[];
  /** What a list says of the address otherwise than staff checked. */
  toldAddress: ToldAddress | undefined;
  /** Times under 支援措置; none for who may not see such people. */
  protections: Protection[];
  reservations: VisitOfCard[];
  history: StatusChange[];
  custody: CustodyEvent[];
  mails: Mail[];
  remarks: Remark[];
  rests: readonly Rest[];
  /** Cards that could be taken for this one. */
  others: OtherCard[];
  refused: string;
  /** The card that a press was refused for, which the records do not have in hand, and the press once more. */
  inHand: AskedInHand | undefined;
  done: string;
  /** What is wrong with the remark that was typed. */
  errors: FormErrors;
};
