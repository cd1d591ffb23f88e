import type { ReservationRow } from '../../../reservations/read.ts';
import { readSetting } from '../../../site/settings.ts';
import { entryBeside } from '../../../waiting/read.ts';
import type { SignedAsk } from '../../route.ts';

/** Whether somebody waits for an earlier time beside it: their entry; may: they may enter; no: the city keeps no list, or they cannot. */
export type Waits = { entry: string } | 'may' | 'no';

/** Each of them with a card that citizens may book by; the act decides again. */
export async function waitsOf(ask: SignedAsk, { id, state, members, changeable }: ReservationRow): Promise<Waits> {
  if (state !== 'booked') return 'no';
  const entry = await entryBeside(ask.db, id);
  if (entry !== undefined) return { entry: entry.id };
  if (!changeable || members.some(({ cardId, protected: hidden }) => cardId === null || hidden)) return 'no';
  return (await readSetting(ask.db, 'waiting-hold-hours')) > 0 ? 'may' : 'no';
}
