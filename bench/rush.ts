import { setTimeout as pause } from 'node:timers/promises';
import { sql } from '../src/lib/db/sql.ts';
import { signedIn } from '../test/support/browse.ts';
import { buildSmallCity } from '../test/support/small-city.ts';
import { account, clerkBeside } from './parts/desk.ts';
import { openCitizenDoor, openDeskDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { type Answer, Connection, formToken, wire } from './parts/load.ts';
import { makeVisitors, reservationId, settle, tokenOf, visitSecret } from './parts/people.ts';
import { type Bench, type Measured, quantile, rounded } from './parts/result.ts';

const PEOPLE = 10_000;
const PLACES = 2_000;
const SECONDS = 60;
const FAMILY = 3;
/** How often somebody chooses another time before giving up. */
const TRIES = 5;
const PAGE_MS = 1_000;
const DESK_MS = 300;

type Rushed = {
  pages: number[];
  desk: number[];
  /** How each journey ended. */
  ends: Record<string, number>;
  /** Answers of 500 and above that are no page of the line. */
  faults: number;
  /** How often somebody was asked to wait in line. */
  waits: number;
  /** Places taken, as the slots count them and as the bookings add up. */
  taken: number;
  booked: number;
  seconds: number;
};

/** Places in twenty hours of ten days, and visits whose mail was proven: one in ten is a family of three. */
async function arrange({ db }: Ground, people: number, places: number): Promise<string[]> {
  const city = await buildSmallCity(db, 0);
  // Nobody brings anything: there is nothing to tick before the booking.
  await db.run(sql`UPDATE services.services SET bring = '{}'`);
  const families = Math.floor(people / 10);
  await makeVisitors(db, city, 0, people + families * (FAMILY - 1));
  await db.run(sql`UPDATE services.services SET party_max = 6`);
  await db.run(sql`
    UPDATE reservations.visits v SET card_ids = v.card_ids || ARRAY(
        SELECT c.id FROM generate_series(1, ${FAMILY - 1}::integer) AS k JOIN cards.cards c ON c.person_key = md5('bench-person-' || (${people}::integer + f * ${FAMILY - 1}::integer + k - 1)))
    FROM generate_series(0, ${families}::integer - 1) AS f WHERE v.cookie_hash = sha256(convert_to('bench-visitor-' || f * 10, 'UTF8'))`);
  const rows = await db.rows<{ day: string }>(sql`
    UPDATE ledger.slots SET capacity = ${Math.ceil(places / 20)}
    WHERE office_id = ${city.branch} AND day BETWEEN ${city.today}::date + 5 AND ${city.today}::date + 14 AND start_minute IN (600, 840) RETURNING day`);
  await settle(db);
  return [...new Set(rows.map(({ day }) => day))];
}

type Shared = { port: number; days: readonly string[]; cookie: string; token: string; found: Rushed };

/** One person's way from the first page to a booking, or to there being none. */
async function journey({ port, days, cookie, token, found }: Shared, person: number): Promise<string> {
  let connection = new Connection(port);
  const own = new Map<string, string>();
  const ask = async (path: string, form?: Record<string, string>): Promise<Answer> => {
    for (;;) {
      const sent = performance.now();
      const cookies = [cookie, ...[...own].map(([name, value]) => `${name}=${value}`)].join('; ');
      const answer = await connection.ask(wire({ path, cookie: cookies, ...(form === undefined ? {} : { form }) }));
      found.pages.push(performance.now() - sent);
      for (const [, name = '', value = ''] of answer.headers.matchAll(/\r\nset-cookie: ([^=;]+)=([^;]*)/giu))
        if (name !== 'form') own.set(name, value);
      const again = /\r\nretry-after: (\d+)/iu.exec(answer.headers)?.[1];
      if (answer.status !== 503 || again === undefined) {
        if (answer.status >= 500) found.faults += 1;
        return answer;
      }
      found.waits += 1;
      // Who waits comes back on another connection: an idle one is closed after some seconds.
      connection.close();
      await pause(Number(again) * 1_000);
      connection = new Connection(port);
    }
  };
  try {
    await ask('/');
    await ask('/notice');
    own.set('visit', visitSecret(person));
    await ask('/calendar?office=kitano');
    const common = { form_token: tokenOf(token, person), id: reservationId(person) };
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const day = days[(person + attempt * 3) % days.length] ?? '';
      const page = (await ask(`/times?office=kitano&day=${day}`)).body.toString('utf8');
      const slots = [...page.matchAll(/name="slot"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="slot"/gu)].map(([, a, b]) => a ?? b);
      const slot = slots[person % Math.max(1, slots.length)];
      if (slot === undefined) continue;
      const held = await ask('/times', { ...common, office: 'kitano', day, slot });
      if (!/\r\nlocation: \/cautions/iu.test(held.headers)) continue;
      const done = await ask('/check', { ...common, version: '0' });
      return /done=booked/u.test(done.headers) ? 'booked' : 'held only';
    }
    return 'no place';
  } finally {
    connection.close();
  }
}

/** Rounds before the rush, to each of those who come: 300 for the 10,000. */
const WARM_PART = 0.03;

/** The site has been up since the night before: its code is compiled and its pages were drawn once. Counted nowhere. */
async function warm({ port, days, cookie }: Shared, rounds: number): Promise<void> {
  const connection = new Connection(port);
  const visit = `${cookie}; visit=${visitSecret(0)}`;
  try {
    for (let round = 0; round < rounds; round += 1)
      for (const path of [
        '/',
        '/notice',
        '/calendar?office=kitano',
        `/times?office=kitano&day=${days[round % days.length] ?? ''}`,
      ])
        await connection.ask(wire({ path, cookie: visit }));
  } finally {
    connection.close();
  }
}

/** `people` come in `seconds` for `places`, whole journeys from the first page on; a clerk looks at the board meanwhile. */
export async function rushes(ground: Ground, people: number, places: number, seconds: number): Promise<Rushed> {
  const found: Rushed = { pages: [], desk: [], ends: {}, faults: 0, waits: 0, taken: 0, booked: 0, seconds: 0 };
  const days = await arrange(ground, people, places);
  const password = await account(ground, 'bench', null);
  const [door, desk] = [await openCitizenDoor(ground), await openDeskDoor(ground)];
  try {
    const me = await signedIn(`http://127.0.0.1:${desk.port}`, 'bench', password);
    const shared = { port: door.port, days, found, ...(await formToken(door.port)) };
    await warm(shared, Math.ceil(people * WARM_PART));
    const began = performance.now();
    const comes = async (person: number): Promise<void> => {
      await pause((person / people) * seconds * 1_000);
      const end = await journey(shared, person).catch((error: Error) => error.message);
      found.ends[end] = (found.ends[end] ?? 0) + 1;
    };
    const all = Promise.all(Array.from({ length: people }, (_, person) => comes(person)));
    [found.desk] = await Promise.all([clerkBeside(me, `http://127.0.0.1:${desk.port}/today`, all), all]);
    found.seconds = (performance.now() - began) / 1_000;
  } finally {
    await door.close();
    await desk.close();
  }
  const { taken, booked } = await ground.db.one<{ taken: number; booked: number }>(sql`
    SELECT (SELECT sum(taken) FROM ledger.slots)::integer AS taken,
      (SELECT coalesce(sum(units), 0) FROM reservations.reservations WHERE state = 'booked')::integer AS booked`);
  return Object.assign(found, { taken, booked });
}

async function measure(): Promise<Measured> {
  const { pages, desk, ends, faults, waits, taken, booked, seconds } = await onGround((ground) =>
    rushes(ground, PEOPLE, PLACES, SECONDS),
  );
  if (taken > PLACES || booked !== taken)
    throw new Error(`${PLACES} places: taken ${taken}, booked ${booked}, ${JSON.stringify(ends)}`);
  return {
    value: quantile(pages, 0.95),
    limit: PAGE_MS,
    alsoDone: booked === PLACES && faults === 0 && quantile(desk, 0.95) < DESK_MS,
    detail: {
      booked,
      ends: JSON.stringify(ends),
      faults,
      waits,
      pages: pages.length,
      p50Ms: rounded(quantile(pages, 0.5)),
      p99Ms: rounded(quantile(pages, 0.99)),
      deskP95Ms: rounded(quantile(desk, 0.95)),
      seconds: rounded(seconds),
    },
  };
}

export const rushing: Bench = {
  name: 'rush',
  about:
    '10,000 people in a minute for 2,000 places, whole journeys from the first page on, families among them; the site has been up for a while',
  demand: {
    is: 'time',
    unit: 'ms p95',
    of: `${PAGE_MS} ms a page`,
    must: 1,
    aim: 3.3,
    also: `every place sold once, desk p95 under ${DESK_MS} ms, no fault`,
  },
  measure,
};
