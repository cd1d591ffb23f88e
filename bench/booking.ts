import { sql } from '../src/lib/db/sql.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { byPlace, formToken, runLoad, wire } from './parts/load.ts';
import { buildCity, makeHolds, makeVisitors, reservationId, settle, tokenOf, visitSecret } from './parts/people.ts';
import { CLIENTS, COOKIE, RESERVATION } from './parts/pgbench.ts';
import { type Bench, type Measured, median, rounded } from './parts/result.ts';
import { inTurns, measuredTurns, peopleOfTurns, type Turns } from './parts/turns.ts';

/** CoWIN's peak hour, in bookings a second. */
const PEAK = 278;
const ROUNDS = 3;

/** What the final POST runs: straight in the database, as the citizens' role. */
const CONFIRM = `SELECT citizen.confirm(${COOKIE}, ${RESERVATION}, 0, 'bench', '127.0.0.0');`;

type Booked = Turns & { processor: number[]; booked: number };

/** Final POSTs of holds on slots of their own, and pgbench in turn on others, `each` of both a round. */
export async function bookings(ground: Ground, each: number, rounds: number, withLimit: boolean): Promise<Booked> {
  const script = withLimit ? CONFIRM : undefined;
  const people = peopleOfTurns({ each, rounds, script });
  const city = await buildCity(ground.db, 4, people);
  await makeVisitors(ground.db, city, 0, people);
  await makeHolds(ground.db, city, 0, people);
  await settle(ground.db);
  const door = await openCitizenDoor(ground);
  const processor: number[] = [];
  let found: Turns;
  try {
    const { cookie, token } = await formToken(door.port);
    function* posts(first: number): Generator<Buffer> {
      for (let person = first; person < first + each; person += 1)
        yield wire({
          path: '/check',
          cookie: `${cookie}; visit=${visitSecret(person)}`,
          form: { form_token: tokenOf(token, person), id: reservationId(person), version: '0' },
        });
    }
    const load = async (first: number) => {
      const before = door.processorSeconds();
      const done = await runLoad(door.port, posts(first), { connections: 2 * CLIENTS, kindOf: byPlace });
      processor.push((door.processorSeconds() - before) / done.seconds);
      return done;
    };
    found = await inTurns(ground, { each, rounds, script, load });
  } finally {
    await door.close();
  }
  const { booked } = await ground.db.one<{ booked: number }>(
    sql`SELECT count(*)::integer AS booked FROM reservations.reservations r JOIN outbox.mails m ON m.reservation_id = r.id WHERE r.state = 'booked' AND r.number IS NOT NULL`,
  );
  return { ...found, processor, booked };
}

async function measure(): Promise<Measured> {
  const each = 5_000;
  const { processor, booked, ...turns } = await onGround((ground) => bookings(ground, each, ROUNDS, true));
  const wrong = turns.kinds.flatMap((seen) => Object.keys(seen)).filter((kind) => kind !== '303 /reservation?done=booked');
  if (wrong.length > 0) throw new Error(`not every POST booked: ${JSON.stringify(turns.kinds)}`);
  if (booked !== each * (2 * ROUNDS + 1)) throw new Error(`${booked} bookings with a mail of ${each * (2 * ROUNDS + 1)}`);
  const measured = measuredTurns(turns);
  return {
    ...measured,
    alsoDone: measured.value > PEAK,
    detail: { ...measured.detail, doorProcessors: rounded(median(processor)) },
  };
}

export const booking: Bench = {
  name: 'booking',
  about: 'the final POST on distinct slots, against pgbench on the same SQL',
  demand: {
    is: 'rate',
    unit: 'bookings/s',
    of: 'pgbench calling the same function one by one',
    must: 0.9,
    aim: 1.3,
    also: `over ${PEAK}/s`,
  },
  measure,
};
