import { setKana } from '../../../reservations/contact.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import type { SignedAsk } from '../../route.ts';
import { givenBy, kanaBox, readableOf } from './reading.ts';

/**
 * Writes the kana that were typed, by their boxes, for who gave theirs in Latin letters; an empty box changes nothing. `version`: of the reservation, as it must stand;
 * each of them is one further. Returns those that are refused: the reason and the box each was typed in; the others are written.
 */
export async function writeKana(ask: SignedAsk, reservation: ReservationRow, version: number, typed: Record<string, string>) {
  let at = version;
  const refused: { reason: string; box: string }[] = [];
  for (const one of readableOf(reservation)) {
    const kana = typed[kanaBox(one)] ?? '';
    if (kana === '' || kana === one.kana) continue;
    const { position, name } = one;
    const request = { id: reservation.id, version: at, position, name, kana, given: givenBy(one) };
    const wrote = await setKana(ask.db, ask.actor, request);
    if (wrote.ok) at += 1;
    else refused.push({ reason: wrote.reason, box: kanaBox(one) });
  }
  return refused;
}
