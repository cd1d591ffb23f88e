import { recordLook } from '../../../audit/view.ts';
import { askedFirst } from '../../../counter/handing.ts';
import { cardsNotInHand, type NotInHand } from '../../../counter/in-hand.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { type ReservationRow, readReservation } from '../../../reservations/read.ts';
import { remarksOfParty } from '../../../reservations/remarks.ts';
import { seesMembers } from '../../parts/open-code.ts';
import { memberPosition } from '../../parts/position.ts';
import { viewerOf } from '../../parts/viewer.ts';
import type { SignedAsk } from '../../route.ts';

export type PressFields = Readonly<Record<string, unknown>>;
/** Somebody of a visit, whom a page of the counter asks about. */
export type PressedPerson = {
  reservation: ReservationRow;
  member: ReservationRow['members'][number];
  /** What staff wrote of them; empty: nothing. */
  remark: string;
  /** Their card, where the records do not have it in hand at the office of the visit. */
  notInHand: NotInHand[];
  /** What is asked of them before their card is handed over, as they said. */
  asked: Awaited<ReturnType<typeof askedFirst>>;
};

/** The person of the address or form whose visit is spoken of; undefined where this account may not see them. */
export async function personOf(ask: SignedAsk, fields: PressFields): Promise<PressedPerson | undefined> {
  const [id, position] = [uuid(fields['id']), memberPosition(fields['position'])];
  const reservation = id.ok ? await readReservation(ask.db, id.value) : undefined;
  const member = reservation?.members.find((one) => position.ok && one.position === position.value);
  if (reservation === undefined || member === undefined || !seesMembers(ask, reservation)) return undefined;
  if (ask.looks) await recordLook(ask.db, ask.actor, { saw: 'reservation', reservationId: reservation.id });
  const remarks = await remarksOfParty(ask.db, reservation.id);
  const notInHand = await cardsNotInHand(ask.db, viewerOf(ask), reservation.id, [member.position]);
  const asked = await askedFirst(ask.db, reservation.id, member.position);
  return { reservation, member, notInHand, asked, remark: remarks.find((one) => one.position === member.position)?.body ?? '' };
}
