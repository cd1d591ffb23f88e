import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/audit/actor.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { type BookRequest, book } from '../../src/reservations/acts.ts';
import { must } from './must.ts';
import { BY_PHONE } from './small-city.ts';

/** What staff send who book for somebody who rings up and leaves nothing to be reached by. */
export const deskRequest = (
  { service }: { service: number },
  card: number | readonly number[],
  slotId: number,
  id: string = randomUUID(),
): BookRequest => ({
  id,
  serviceId: service,
  slotId,
  members: [card].flat().map((cardId) => ({ cardId })),
  ...BY_PHONE,
});

/** Books for a card or a party of cards as staff do by telephone; `more`: what is otherwise. Returns the reservation's id. */
export async function bookFor(
  db: Db,
  by: Actor,
  city: { service: number },
  card: number | readonly number[],
  slotId: number,
  more: Partial<BookRequest> = {},
): Promise<string> {
  const request = { ...deskRequest(city, card, slotId), ...more };
  must(await book(db, by, request));
  return request.id;
}
