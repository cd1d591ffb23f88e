import { takenByRules } from '../calendar/taken.ts';
import { languageOf } from '../languages/index.ts';
import { textIn } from '../languages/names.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ClaimedMail } from '../outbox/queue.ts';
import { aboutReservation, type Write } from './about-reservation.ts';
import { reservationFacts } from './facts.ts';
import type { WhyShut } from './words.ts';

/** Why the slot of a mail's visit is shut: the reason of its closing, else what the rules say of its day since they were changed. */
async function whyShut(tx: Tx, { reservationId }: ClaimedMail): Promise<WhyShut> {
  const at = await tx.row<{ officeId: number; serviceId: number; day: string; reason: string | null }>(sql`
    SELECT s.office_id AS "officeId", s.service_id AS "serviceId", s.day, x.reason
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id LEFT JOIN closing.closings x ON x.id = reservations.shut_by(r, s)
    WHERE r.id = ${reservationId}::uuid`);
  if (at === undefined) return { by: 'hours' };
  return at.reason === null ? takenByRules(tx, at, at.day) : { by: 'closing', reason: at.reason };
}

/** What staff wrote in it, in the reader's language. */
function inLanguageOf(why: WhyShut, language: string): WhyShut {
  const say = (text: string) => textIn(languageOf(language), text);
  switch (why.by) {
    case 'closing':
      return { ...why, reason: say(why.reason) };
    case 'holiday':
      return { ...why, name: say(why.name) };
    case 'day':
    case 'hours':
      return why;
  }
}

/** The counter is shut: the visit is taken out of calendars, its link leads to another time. */
const shutDay = (why: WhyShut): Write =>
  aboutReservation({
    stale: ({ needsMoving, dayOver }) => (needsMoving && !dayOver ? undefined : 'not-closed'),
    waitsWhileShut: false,
    words: (words, visit, { manage }, { priorityUntil, language }) =>
      words['closed-day'](visit, manage, inLanguageOf(why, language), priorityUntil),
    calendar: 'CANCEL',
  });

/** Asked for again, or by a new address, while the counter was shut, and found open: that address has no mail yet, and a confirmation follows in its stead. */
export const closedDay: Write = async (tx, mail, origin) => {
  const written = await shutDay(await whyShut(tx, mail))(tx, mail, origin);
  if (!('drop' in written) || written.drop !== 'not-closed') return written;
  const facts = await reservationFacts(tx, mail);
  if (facts?.about.again !== undefined && facts.state === 'booked' && !facts.dayOver)
    await tx.run(sql`
      SELECT outbox.put_all('booked', ARRAY[${facts.reservationId}::uuid], ${`again-${mail.id}`}, ${JSON.stringify(facts.about)}::jsonb, lib.now())`);
  return written;
};
