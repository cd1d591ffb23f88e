import { languageOf } from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import { sql } from '../lib/db/sql.ts';
import { aboutReservation, type Write } from './about-reservation.ts';
import { reservationFacts } from './facts.ts';

/** The counter is shut: the visit is taken out of calendars, its link leads to another time. */
const shutDay = aboutReservation({
  stale: ({ needsMoving, dayOver }) => (needsMoving && !dayOver ? undefined : 'not-closed'),
  waitsWhileShut: false,
  words: (words, visit, { manage }, { shutReason, priorityUntil, language }) =>
    words['closed-day'](visit, manage, shutReason === null ? null : textIn(languageOf(language), shutReason), priorityUntil),
  calendar: 'CANCEL',
});

/** Asked for again, or by a new address, while the counter was shut, and found open: that address has no mail yet, and a confirmation follows in its stead. */
export const closedDay: Write = async (tx, mail, origin) => {
  const written = await shutDay(tx, mail, origin);
  if (!('drop' in written) || written.drop !== 'not-closed') return written;
  const facts = await reservationFacts(tx, mail);
  if (facts?.about.again !== undefined && facts.state === 'booked' && !facts.dayOver)
    await tx.run(sql`
      SELECT outbox.put_all('booked', ARRAY[${facts.reservationId}::uuid], ${`again-${mail.id}`}, ${JSON.stringify(facts.about)}::jsonb, lib.now())`);
  return written;
};
