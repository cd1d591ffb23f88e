import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Change } from '../src/calendar/changes.ts';
import { beginDraft } from '../src/calendar/drafts.ts';
import { readDifferences } from '../src/closing/differences.ts';
import { extendHorizon } from '../src/closing/horizon.ts';
import { systemClock } from '../src/lib/clock.ts';
import { connect, type Db } from '../src/lib/db/db.ts';
import { sql } from '../src/lib/db/sql.ts';
import { buildSmallCity, type SmallCity } from '../test/support/small-city.ts';
import { openCitizenDoor } from './parts/door.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { formToken, runLoad, wire } from './parts/load.ts';
import { makeHolds, makeVisitors, reservationId, settle, tokenOf, visitSecret } from './parts/people.ts';
import type { PublisherSays } from './parts/publisher.ts';
import { type Bench, type Measured, quantile, rounded } from './parts/result.ts';

const PREVIEW_SECONDS = 3;
const PUBLISH_SECONDS = 15;
const BOOKING_MS = 300;
const BANDS = (rows: readonly [number, number, number][]) =>
  rows.map(([fromMinute, toMinute, capacity]) => ({
    fromMinute,
    toMinute,
    unitMinutes: 30,
    capacity,
    deskPlaces: 1,
    deskUntilOpenDays: 1,
  }));

type City = SmallCity & { pattern: number };

/** So many offices open every weekday 9:00–17:00 in half hours, laid out as far as the horizon reaches, beside the slots others book meanwhile. */
async function buildOffices(db: Db, count: number, visitors: number): Promise<City> {
  const city = await buildSmallCity(db, 4);
  // Nobody brings anything: there is nothing to tick before the booking.
  await db.run(sql`UPDATE services.services SET bring = '{}'`);
  // Those who book meanwhile: 10 minutes at the branch, a service's own slots that no rule is about, so that each of them has one.
  await db.run(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity)
    SELECT ${city.branch}, ${city.service}, ${city.today}::date + n, m, 10, 4 FROM generate_series(3, ${visitors < 1_000 ? 3 : 30}::integer) AS n, generate_series(0, 1439) AS m WHERE m % 60 <> 0`);
  const { id: pattern } = await db.one<{ id: number }>(sql`INSERT INTO calendar.patterns (name) VALUES ('通常') RETURNING id`);
  await db.run(sql`INSERT INTO calendar.bands VALUES (${pattern}, 540, 720, 30, 6, 1, 1), (${pattern}, 780, 1020, 30, 6, 1, 1)`);
  await db.run(sql`
    WITH fresh AS (
      INSERT INTO offices.offices (code, name, is_storage, position, citizens_from)
      SELECT 'office-' || n, '支所' || n, true, 10 + n, '2020-01-01' FROM generate_series(1, ${count}::integer) n RETURNING id)
    INSERT INTO calendar.week_rules (office_id, service_id, weekday, pattern_id)
    SELECT fresh.id, ${city.service}, d, ${pattern} FROM fresh, generate_series(1, 5) d`);
  await db.transaction((tx) => extendHorizon(tx, systemClock));
  return { ...city, pattern };
}

/** Bookings spread over the offices' coming days, one place of six here, two there. */
const bookAll = (db: Db, city: City, count: number): Promise<number> =>
  db.run(sql`
    WITH places AS (
      SELECT s.id FROM ledger.slots s JOIN offices.offices o ON o.id = s.office_id, generate_series(1, 4) n
      WHERE o.code LIKE 'office-%' AND s.day > ${city.today}::date ORDER BY md5(s.id::text || n) LIMIT ${count}
    ), booked AS (
      INSERT INTO reservations.reservations (id, number, service_id, slot_id, units, state, keys, by_desk, channel, mail, created_at, booked_at)
      SELECT gen_random_uuid(), 'B' || row_number() OVER (), ${city.service}, id, 1, 'booked', 0, false, 'web', 'a@example.jp', lib.now(), lib.now() FROM places
      RETURNING id, slot_id
    ), party AS (
      INSERT INTO reservations.members (reservation_id, position, name) SELECT id, 1, '予約' FROM booked RETURNING 1)
    UPDATE ledger.slots s SET taken = b.n FROM (SELECT slot_id, count(*)::integer AS n FROM booked GROUP BY slot_id) b WHERE s.id = b.slot_id`);

/** Everything changes: an hour less in the evening, one more at noon, five places instead of six. */
const change = (city: City): Change => ({
  kind: 'pattern',
  id: city.pattern,
  name: '通常',
  bands: BANDS([
    [540, 780, 5],
    [780, 960, 5],
  ]),
});

type Published = PublisherSays & { took: number[]; kinds: Record<string, number>; slots: number };

async function published(ground: Ground, city: City, visitors: number): Promise<Published> {
  const desk = connect({ url: ground.urlFor('desk'), max: 2, name: 'bench-desk', queryTimeoutMs: 0 });
  const draftId = await beginDraft(desk, { kind: 'operator' }, { name: 'bench', changes: [change(city)] });
  const { slots } = await desk.one<{ slots: number }>(
    sql`SELECT count(*) AS slots FROM ledger.slots s JOIN offices.offices o ON o.id = s.office_id WHERE o.code LIKE 'office-%' AND s.day >= ${city.today}::date`,
  );
  const door = await openCitizenDoor(ground);
  try {
    const { cookie, token } = await formToken(door.port);
    const worker = new Worker(new URL('./parts/publisher.ts', import.meta.url), {
      workerData: { url: ground.urlFor('desk'), draftId },
    });
    let over = false;
    const says = once(worker, 'message').then(([message]) => {
      over = true;
      return message as PublisherSays;
    });
    function* posts(): Generator<Buffer> {
      for (let person = 0; person < visitors && !over; person += 1)
        yield wire({
          path: '/check',
          cookie: `${cookie}; visit=${visitSecret(person)}`,
          form: { form_token: tokenOf(token, person), id: reservationId(person), version: '0' },
        });
    }
    // Two connections: the machine's two processors also carry the door, the database and the publisher.
    const load = await runLoad(door.port, posts(), { connections: 2 });
    const result = await says;
    const differing = await readDifferences(desk, systemClock);
    if (differing.length > 0) throw new Error('rows and rules differ after the publish');
    return { ...result, took: load.took, kinds: load.kinds, slots };
  } finally {
    await door.close();
    await desk.close();
  }
}

/** Publishes a change of every slot of `offices` offices over the whole horizon, with `reservations` booked, while `visitors` book elsewhere. */
export async function publishes(ground: Ground, offices: number, reservations: number, visitors: number): Promise<Published> {
  const city = await buildOffices(ground.db, offices, visitors);
  await bookAll(ground.db, city, reservations);
  await makeVisitors(ground.db, city, 0, visitors);
  await makeHolds(ground.db, city, 0, visitors);
  await settle(ground.db);
  return published(ground, city, visitors);
}

async function measure(): Promise<Measured> {
  const { previewSeconds, publishSeconds, affected, steps, took, kinds, slots } = await onGround((ground) =>
    publishes(ground, 10, 20_000, 30_000),
  );
  const p99 = quantile(took, 0.99);
  return {
    value: publishSeconds,
    limit: PUBLISH_SECONDS,
    alsoDone: previewSeconds < PREVIEW_SECONDS && p99 < BOOKING_MS,
    detail: {
      previewSeconds: rounded(previewSeconds),
      bookingP50Ms: rounded(quantile(took, 0.5)),
      bookingP99Ms: rounded(p99),
      bookings: took.length,
      kinds: JSON.stringify(kinds),
      affected,
      steps,
      slots,
    },
  };
}

export const publishing: Bench = {
  name: 'publish',
  about: 'a change of every slot of ten offices for a year, with 20,000 reservations, while others book',
  demand: {
    is: 'time',
    unit: 's',
    of: `${PUBLISH_SECONDS} s to publish`,
    must: 1,
    aim: 3,
    also: `preview under ${PREVIEW_SECONDS} s, others' booking p99 under ${BOOKING_MS} ms meanwhile`,
  },
  measure,
};
