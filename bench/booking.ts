import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from '../src/lib/db/sql.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { formToken, runLoad, wire } from './parts/load.ts';
import { buildCity, makeHolds, makeVisitors, reservationId, settle, tokenOf, visitSecret } from './parts/people.ts';
import { runProgram } from './parts/programs.ts';
import { type Bench, type Measured, median, quantile, rounded } from './parts/result.ts';

/** CoWIN's peak hour, in bookings a second. */
const PEAK = 278;
/** As many as the door has database connections. */
const CLIENTS = 20;
const ROUNDS = 3;

/** One transaction of pgbench: what the final POST runs, for the client's next person. */
const SCRIPT = `\\set i :i + 1
\\set n :first + :client_id * :each + :i
SELECT citizen.confirm(sha256(convert_to('bench-visitor-' || :n, 'UTF8')), md5('bench-reservation-' || :n)::uuid, 0, 'bench', '127.0.0.0');
`;

/** Confirms `count` holds from `first` on straight in the database, as the citizens' role. Bookings a second. */
async function limitOf(ground: Ground, first: number, count: number): Promise<number> {
  const file = join(ground.folder, 'confirm.sql');
  writeFileSync(file, SCRIPT);
  const each = Math.floor(count / CLIENTS);
  const args = ['-n', '-M', 'prepared', '-c', String(CLIENTS), '-j', '2', '-t', String(each)];
  const variables = ['-D', 'i=-1', '-D', `first=${first}`, '-D', `each=${each}`];
  const said = await runProgram('pgbench', [...args, ...variables, '-f', file, ground.urlFor('citizen')]);
  const perSecond = /tps = ([\d.]+) \(without initial/u.exec(said)?.[1];
  if (perSecond === undefined) throw new Error(`pgbench said: ${said}`);
  return Number(perSecond);
}

export type Booked = {
  http: number[];
  limits: number[];
  took: number[];
  kinds: Record<string, number>[];
  processor: number[];
  booked: number;
};

/** Final POSTs of holds on slots of their own, and pgbench in turn on others, `each` of both a round. */
export async function bookings(ground: Ground, each: number, rounds: number, withLimit: boolean): Promise<Booked> {
  const city = await buildCity(ground.db, 4);
  const people = each * (rounds + (withLimit ? rounds : 0)) + each;
  await makeVisitors(ground.db, city, 0, people);
  await makeHolds(ground.db, city, 0, people);
  await settle(ground.db);
  const door = await openCitizenDoor(ground);
  const found: Booked = { http: [], limits: [], took: [], kinds: [], processor: [], booked: 0 };
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
    const kindOf = ({ status, headers }: { status: number; headers: string }) =>
      `${status} ${/\r\nlocation: ([^\r\n]*)/iu.exec(headers)?.[1] ?? ''}`.trim();
    // Warm: the first of everything is compiled and planned.
    let turn = 0;
    const next = (): number => each * turn++;
    await runLoad(door.port, posts(next()), { connections: CLIENTS, kindOf });
    for (let round = 0; round < rounds; round += 1) {
      if (withLimit) found.limits.push(await limitOf(ground, next(), each));
      const before = door.processorSeconds();
      const load = await runLoad(door.port, posts(next()), { connections: 2 * CLIENTS, kindOf });
      found.processor.push((door.processorSeconds() - before) / load.seconds);
      found.http.push(load.perSecond);
      found.took.push(...load.took);
      found.kinds.push(load.kinds);
    }
  } finally {
    await door.close();
  }
  const { booked } = await ground.db.one<{ booked: number }>(
    sql`SELECT count(*)::integer AS booked FROM reservations.reservations r JOIN outbox.mails m ON m.reservation_id = r.id WHERE r.state = 'booked' AND r.number IS NOT NULL`,
  );
  found.booked = booked;
  return found;
}

async function measure(): Promise<Measured> {
  const each = 5_000;
  const { http, limits, took, kinds, processor, booked } = await onGround((ground) => bookings(ground, each, ROUNDS, true));
  const wrong = kinds.flatMap((seen) => Object.keys(seen)).filter((kind) => kind !== '303 /reservation?done=booked');
  if (wrong.length > 0) throw new Error(`not every POST booked: ${JSON.stringify(kinds)}`);
  if (booked !== each * (2 * ROUNDS + 1)) throw new Error(`${booked} bookings with a mail of ${each * (2 * ROUNDS + 1)}`);
  const [value, limit] = [median(http), median(limits)];
  const ratio = value / limit;
  return {
    value: rounded(value),
    limit: rounded(limit),
    ratio: rounded(ratio),
    unit: 'bookings/s',
    reached: ratio >= 0.25 && value > PEAK,
    must: `0.25 of pgbench on the same SQL, over ${PEAK}/s`,
    aim: '0.5',
    detail: {
      rounds: http.map((one) => rounded(one)),
      limits: limits.map((one) => rounded(one)),
      p50Ms: rounded(median(took)),
      p99Ms: rounded(quantile(took, 0.99)),
      doorProcessors: rounded(median(processor)),
    },
  };
}

export const booking: Bench = {
  name: 'booking',
  about: 'the final POST on distinct slots, against pgbench on the same SQL',
  measure,
};
