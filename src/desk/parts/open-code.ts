import { searchCards } from '../../cards/search.ts';
import { EVERYBODY } from '../../cards/viewer.ts';
import { foldWidth, trimSpaces } from '../../lib/japanese/width.ts';
import { noticeId, reservationNumber } from '../../lib/values/ids.ts';
import { findAwaiting, findByFormerNumber, findByNumber, type ReservationRow } from '../../reservations/read.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';
import { viewerOf } from './viewer.ts';

/** Whether this account may see who comes: 支援措置 is for named roles only. */
export const seesMembers = (ask: SignedAsk, reservation: ReservationRow): boolean =>
  viewerOf(ask).seesProtected || !reservation.members.some((member) => member.protected);

/** Where a reservation is looked at: the page of its one person, or its own. */
function pageOf(reservation: ReservationRow): string {
  const [first, ...others] = reservation.members;
  return first?.cardId === undefined || first.cardId === null || others.length > 0
    ? paths.reservation(reservation.id)
    : paths.person(first.cardId);
}

/** The page that a scanned or typed code opens: a reservation number (also inside what a QR code says), the number it had before going live, or a notice ID, also of a card that a reservation waits for. Undefined where there is none, or several. */
export async function openCode(ask: SignedAsk, code: string): Promise<string | undefined> {
  const number = reservationNumber(/(?<!\d)\d{4}-\d{4}(?!\d)/u.exec(code)?.[0] ?? code);
  if (number.ok) {
    const reservation = await findByNumber(ask.db, number.value);
    if (reservation !== undefined && seesMembers(ask, reservation)) return pageOf(reservation);
  }
  const former = await findByFormerNumber(ask.db, foldWidth(trimSpaces(code)));
  if (former !== undefined && seesMembers(ask, former)) return pageOf(former);
  const id = noticeId(code);
  if (!id.ok) return undefined;
  // Also counted with those this account may not see: the one it sees may be the other.
  const [only, another] = await searchCards(ask.db, { noticeId: id.value, words: [] }, EVERYBODY, 2);
  if (only === undefined) {
    const awaiting = await findAwaiting(ask.db, id.value);
    return awaiting !== undefined && seesMembers(ask, awaiting) ? pageOf(awaiting) : undefined;
  }
  if (another !== undefined || (only.protected && !viewerOf(ask).seesProtected)) return undefined;
  return paths.person(only.id);
}
