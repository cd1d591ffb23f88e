import { readReservation } from '../../reservations/read.ts';
import { paths, withQuery } from '../paths.ts';
import { type Answer, go, type SignedAsk } from '../route.ts';
import { seesMembers } from './open-code.ts';

/** Said on the booking page to who booked for somebody they may not see. */
export const BOOKED_UNSEEN =
  '予約を受け付けました。この方の情報は表示を制限しているため、予約番号や内容を確かめられるのは、権限のある職員だけです。お客様へのご案内は、その職員に引き継いでください。';

/**
 * From a booking to its page. Who typed a person under 支援措置 and may not see such people would find no page there (§8(2)②b): they are told that
 * it is booked, and nothing else of it. `query`: what the reservation's page is to say.
 */
export async function afterBooking(ask: SignedAsk, id: string, query: Readonly<Record<string, string>>): Promise<Answer> {
  const booked = await readReservation(ask.db, id);
  return booked !== undefined && seesMembers(ask, booked)
    ? go(withQuery(paths.reservation(id), query))
    : go(withQuery(paths.booking, { done: 'unseen' }));
}
