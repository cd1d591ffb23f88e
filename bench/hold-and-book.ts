import { sql } from '../src/lib/db/sql.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { byPlace, formToken, runLoad, wire } from './parts/load.ts';
import { buildCity, makeVisitors, reservationId, settle, tokenOf, visitSecret } from './parts/people.ts';
import { CLIENTS, COOKIE, RESERVATION } from './parts/pgbench.ts';
import type { Bench, Measured } from './parts/result.ts';
import { inTurns, measuredTurns, peopleOfTurns, type Turns } from './parts/turns.ts';

const ROUNDS = 3;
/** As in the pages: the time is chosen, then booked. bench.slots says which slot is whose. */
const BOTH = `SELECT citizen.hold(${COOKIE}, ${RESERVATION}, (SELECT slot FROM bench.slots WHERE person = :n), 'bench', '127.0.0.0');
SELECT citizen.confirm(${COOKIE}, ${RESERVATION}, 0, 'bench', '127.0.0.0');`;

type Held = Turns & { booked: number };

/** A slot for each person from 0 on, in no order, and the day it is on. */
async function giveSlots(ground: Ground, office: number, from: string, people: number) {
  await ground.db.pool.query('CREATE SCHEMA bench; GRANT USAGE ON SCHEMA bench TO PUBLIC');
  await ground.db.pool.query('CREATE TABLE bench.slots (person integer PRIMARY KEY, slot bigint NOT NULL, day date NOT NULL)');
  await ground.db.pool.query('GRANT SELECT ON bench.slots TO PUBLIC');
  await ground.db.run(sql`
    INSERT INTO bench.slots SELECT row_number() OVER (ORDER BY md5(id::text)) - 1, id, day FROM ledger.slots
    WHERE office_id = ${office} AND day >= ${from}::date + 3 ORDER BY md5(id::text) LIMIT ${people}`);
  const rows = await ground.db.rows<{ slot: number; day: string }>(sql`SELECT slot, day FROM bench.slots ORDER BY person`);
  if (rows.length < people) throw new Error(`${people} people want a slot each; there are ${rows.length}`);
  return rows;
}

/** Both POSTs of `each` people a round on slots of their own, and pgbench in turn with others. People a second. */
export async function holdsAndBookings(ground: Ground, each: number, rounds: number, withLimit: boolean): Promise<Held> {
  const script = withLimit ? BOTH : undefined;
  const people = peopleOfTurns({ each, rounds, script });
  const city = await buildCity(ground.db, 4, people);
  await makeVisitors(ground.db, city, 0, people);
  const slots = await giveSlots(ground, city.branch, city.today, people);
  await settle(ground.db);
  const door = await openCitizenDoor(ground);
  let found: Turns;
  try {
    const { cookie, token } = await formToken(door.port);
    const common = (person: number) => ({ form_token: tokenOf(token, person), id: reservationId(person) });
    const visit = (person: number) => `${cookie}; visit=${visitSecret(person)}`;
    function* times(first: number): Generator<Buffer> {
      for (let person = first; person < first + each; person += 1) {
        const { slot, day } = slots[person] ?? { slot: 0, day: '' };
        yield wire({
          path: '/times',
          cookie: visit(person),
          form: { ...common(person), office: 'kitano', day, slot: String(slot) },
        });
      }
    }
    function* checks(first: number): Generator<Buffer> {
      for (let person = first; person < first + each; person += 1)
        yield wire({ path: '/check', cookie: visit(person), form: { ...common(person), version: '0' } });
    }
    /** Everyone chooses, then everyone books: nobody books before they were answered. */
    const load = async (first: number) => {
      const held = await runLoad(door.port, times(first), { connections: 2 * CLIENTS, kindOf: byPlace });
      const booked = await runLoad(door.port, checks(first), { connections: 2 * CLIENTS, kindOf: byPlace });
      return {
        perSecond: each / (held.seconds + booked.seconds),
        took: [...held.took, ...booked.took],
        kinds: { ...held.kinds, ...booked.kinds },
      };
    };
    found = await inTurns(ground, { each, rounds, script, load });
  } finally {
    await door.close();
  }
  const { booked } = await ground.db.one<{ booked: number }>(
    sql`SELECT count(*)::integer AS booked FROM reservations.reservations WHERE state = 'booked' AND number IS NOT NULL`,
  );
  return { ...found, booked };
}

async function measure(): Promise<Measured> {
  const each = 4_000;
  const { booked, ...turns } = await onGround((ground) => holdsAndBookings(ground, each, ROUNDS, true));
  if (booked !== each * (2 * ROUNDS + 1))
    throw new Error(`${booked} bookings of ${each * (2 * ROUNDS + 1)}: ${JSON.stringify(turns.kinds)}`);
  return measuredTurns(turns);
}

export const holdAndBook: Bench = {
  name: 'hold-and-book',
  about: 'choosing a time and booking it, two POSTs on distinct slots, against pgbench calling both functions',
  demand: { is: 'rate', unit: 'people/s', of: 'pgbench calling both functions one by one', must: 0.6, aim: 1 },
  measure,
};
