import { sql } from '../src/lib/db/sql.ts';
import { buildSmallCity } from '../test/support/small-city.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { type Answer, formToken, runLoad, wire } from './parts/load.ts';
import { makeVisitors, reservationId, settle, tokenOf, visitSecret } from './parts/people.ts';
import { COOKIE, pgbench, RESERVATION } from './parts/pgbench.ts';
import { type Bench, type Measured, quantile, rounded } from './parts/result.ts';

const PLACES = 200;
const TRIES = 4_000;
const MOST_MS = 2_000;

type Rush = {
  took: number[];
  kinds: Record<string, number>;
  seconds: number;
  doorProcessors: number;
  /** What the slot's own count, the reservations and the standing say. */
  taken: number;
  held: number;
  standing: number;
};

/**
 * How many of the same tries a second PostgreSQL answers alone: pgbench calls citizen.hold twice for each person.
 * A refusal would end its client, so it calls through a function that catches it.
 */
async function triesOfPgbench(ground: Ground, places: number, tries: number): Promise<number> {
  const { db } = ground;
  const city = await buildSmallCity(db, 4);
  await makeVisitors(db, city, 0, tries / 2);
  const { id } = await db.one<{ id: number }>(sql`
    UPDATE ledger.slots SET capacity = ${places} WHERE office_id = ${city.branch} AND day = ${city.today}::date + 5 AND start_minute = 600 RETURNING id`);
  await db.pool.query(`
    CREATE SCHEMA bench; GRANT USAGE ON SCHEMA bench TO PUBLIC;
    CREATE FUNCTION bench.hold(p_cookie bytea, p_id uuid, p_slot bigint) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN
      RETURN citizen.hold(p_cookie, p_id, p_slot, 'bench', '127.0.0.0');
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      RETURN 'refused';
    END $$`);
  await settle(db);
  const call = `SELECT bench.hold(${COOKIE}, ${RESERVATION}, ${id});`;
  return 2 * (await pgbench(ground, `${call}\n${call}`, 0, tries / 2));
}

const whither = ({ status, headers }: Answer): string => {
  const to = /\r\nlocation: ([^\r\n]*)/iu.exec(headers)?.[1] ?? '';
  return `${status} ${to.split('?')[0]}${to.includes('gone=full') ? ' full' : ''}`.trim();
};

/**
 * `tries` POSTs of the same time, each person pressing twice with the same form, over `connections` at once; then what stands in the
 * database.
 */
export async function rush(ground: Ground, places: number, tries: number, connections: number): Promise<Rush> {
  const { db } = ground;
  // Days of 24 times: who finds a time full is told which others are left, and a day of 1,440 (the ground of `booking`) made that most of the work.
  const city = await buildSmallCity(db, 4);
  const people = tries / 2;
  // The last are for warming up, on another slot.
  await makeVisitors(db, city, 0, 2 * people);
  const { hot, cold, day } = await db.one<{ hot: number; cold: number; day: string }>(sql`
      SELECT min(id) AS hot, max(id) AS cold, day FROM ledger.slots
      WHERE office_id = ${city.branch} AND day = ${city.today}::date + 5 AND start_minute IN (600, 660) GROUP BY day`);
  await db.run(sql`UPDATE ledger.slots SET capacity = ${places} WHERE id IN (${hot}, ${cold})`);
  await settle(db);
  const door = await openCitizenDoor(ground);
  try {
    const { cookie, token } = await formToken(door.port);
    function* presses(from: number, slot: number): Generator<Buffer> {
      for (let person = from; person < from + people; person += 1) {
        const request = wire({
          path: '/times',
          cookie: `${cookie}; visit=${visitSecret(person)}`,
          form: { form_token: tokenOf(token, person), office: 'kitano', day, slot: String(slot), id: reservationId(person) },
        });
        yield request;
        yield request;
      }
    }
    await runLoad(door.port, presses(people, cold), { connections: 20 });
    const before = door.processorSeconds();
    const { took, kinds, seconds } = await runLoad(door.port, presses(0, hot), { connections, kindOf: whither });
    const doorProcessors = (door.processorSeconds() - before) / seconds;
    const counted = await db.one<{ taken: number; held: number; standing: number }>(sql`
        SELECT s.taken,
          (SELECT count(*)::integer FROM reservations.reservations r WHERE r.slot_id = s.id AND r.state = 'held') AS held,
          (SELECT count(DISTINCT t.reservation_id)::integer FROM ledger.standing t JOIN reservations.reservations r ON r.id = t.reservation_id
            WHERE r.slot_id = s.id) AS standing
        FROM ledger.slots s WHERE s.id = ${hot}`);
    return { took, kinds, seconds, doorProcessors, ...counted };
  } finally {
    await door.close();
  }
}

/** @throws where a place was given twice, or one stayed empty */
export function mustNotOversell({ taken, held, standing }: Rush, places: number): void {
  if (taken !== places || held !== places || standing !== places)
    throw new Error(`${places} places: taken ${taken}, held ${held}, standing ${standing}`);
}

async function measure(): Promise<Measured> {
  // As many browsers at once as the crowd of people keeps open, and the whole crowd in one moment.
  const crowd = await onGround((ground) => rush(ground, PLACES, TRIES, 400));
  mustNotOversell(crowd, PLACES);
  const moment = await onGround((ground) => rush(ground, PLACES, TRIES, TRIES));
  mustNotOversell(moment, PLACES);
  const limit = await onGround((ground) => triesOfPgbench(ground, PLACES, TRIES));
  const p99 = quantile(crowd.took, 0.99);
  return {
    value: TRIES / crowd.seconds,
    limit,
    alsoDone: p99 < MOST_MS && !Object.keys(crowd.kinds).some((kind) => !kind.startsWith('303')),
    detail: {
      p99Ms: rounded(p99),
      p50Ms: rounded(quantile(crowd.took, 0.5)),
      answers: JSON.stringify(crowd.kinds),
      seconds: rounded(crowd.seconds),
      doorProcessors: rounded(crowd.doorProcessors),
      allInOneMomentP99Ms: rounded(quantile(moment.took, 0.99)),
      allInOneMomentP50Ms: rounded(quantile(moment.took, 0.5)),
      allInOneMomentAnswers: JSON.stringify(moment.kinds),
    },
  };
}

export const hotSlot: Bench = {
  name: 'hot-slot',
  about: '4,000 double-submitted tries for 200 places, over HTTP',
  demand: {
    is: 'rate',
    unit: 'tries/s',
    of: 'pgbench making the same calls one by one over 20 connections',
    must: 0.8,
    aim: 2,
    also: 'none oversold, p99 under 2 s',
  },
  measure,
};
