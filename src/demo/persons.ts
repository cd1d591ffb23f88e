import type { Actor } from '../audit/actor.ts';
import { type Clock, today } from '../lib/clock.ts';
import { addDays, cityInstant } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { asIf } from './as-if.ts';
import { bookByPhone } from './book.ts';
import { personNamed } from './names.ts';
import { seeded } from './random.ts';

const CLERK: Actor = { kind: 'staff', staffId: 1 };
const SEED = 20_261_124;
/** Booked so many days ago, for visits until so many days on; one place in so many. */
const BOOKED_DAYS_AGO = 5;
const DAYS_ON = 21;
const ONE_IN = 9;

/** Visits for services without a card on file, booked by telephone with made-up names. Returns how many. */
export async function fillPersons(tx: Tx, clock: Clock): Promise<number> {
  const random = seeded(SEED);
  const day = today(clock).toString();
  const slots = await tx.rows<{ id: number; service: number }>(sql`
    SELECT s.id, s.service_id AS service FROM ledger.slots s JOIN services.services v ON v.id = s.service_id AND NOT v.needs_card
    WHERE s.day BETWEEN ${day}::date AND ${day}::date + ${DAYS_ON}::integer AND s.capacity > 1 ORDER BY s.id`);
  const chosen = slots.filter(() => random.below(ONE_IN) === 0);
  await asIf(tx, cityInstant(addDays(day, -BOOKED_DAYS_AGO), 14 * 60), async () => {
    for (const { id, service } of chosen) {
      const year = 1940 + random.below(70);
      const { text, kana } = personNamed(random, year);
      const birthDate = `${year}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;
      const phone = `0942${String(random.below(1_000_000)).padStart(6, '0')}`;
      const members = [{ person: { name: text, kana, birthDate, phone } }];
      await bookByPhone(tx, CLERK, { serviceId: service, slotId: id, members, phone });
    }
  });
  return chosen.length;
}
