import { connect } from '../src/lib/db/db.ts';
import { prepared, sql } from '../src/lib/db/sql.ts';
import type { SmallCity } from '../test/support/small-city.ts';
import { type Ground, onGround } from './parts/ground.ts';
import { buildWeekdays, settle } from './parts/people.ts';
import { type Bench, type Measured, median, quantile, rounded } from './parts/result.ts';

const LIMIT_MS = 10;
const DAYS = 60;
const MONTH_OF_VISITS = 20_000;

/** Visits that are over: `count` of them on the days before today, ten to a slot as an office has them. Set-based: the acts would take an hour. */
async function makeHistory(ground: Ground, city: SmallCity, count: number): Promise<void> {
  const { db } = ground;
  await db.run(sql`
    INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity, taken)
    SELECT ${city.branch}, ${city.service}, ${city.today}::date - 4 - n / 96, (n % 96) * 15, 15, 20, 10 FROM generate_series(0, ${Math.ceil(count / 10)}::integer - 1) AS n
    ON CONFLICT DO NOTHING`);
  await db.run(sql`
    INSERT INTO reservations.reservations (id, number, service_id, slot_id, units, state, keys, by_desk, channel, created_at, booked_at, ended_at, end_reason)
    SELECT gen_random_uuid(), NULL, s.service_id, s.id, 1, 'ended', 2, false, 'web', lib.now(), lib.now(), lib.now(), 'visit'
    FROM ledger.slots s, generate_series(1, 10) WHERE s.day < ${city.today}::date - 3 LIMIT ${count}`);
  await settle(db);
}

/** Milliseconds of the query behind an office's calendar of 60 days, as the citizens' role asks it. */
async function asked(ground: Ground, city: SmallCity, times: number): Promise<number[]> {
  const citizens = connect({ url: ground.urlFor('citizen'), max: 1, name: 'bench-calendar' });
  try {
    const took: number[] = [];
    for (let turn = 0; turn < times; turn += 1) {
      const began = performance.now();
      const rows = await citizens.rows(
        prepared(
          sql`SELECT day, sign FROM citizen.public_calendar('card-pickup', 'kitano', ${city.today}::date, ${city.today}::date + ${DAYS}::integer)`,
        ),
      );
      took.push(performance.now() - began);
      if (rows.length !== DAYS + 1) throw new Error(`${rows.length} days instead of ${DAYS + 1}`);
    }
    return took.slice(Math.min(20, Math.floor(times / 10)));
  } finally {
    await citizens.close();
  }
}

/** The same query on a city with a month of history and on one with `history` visits, p95 in milliseconds, asked in turns. */
export async function calendarDb(
  month: Ground,
  years: Ground,
  history: number,
  times: number,
): Promise<{ short: number[]; long: number[] }> {
  const [young, old] = [await buildWeekdays(month.db, DAYS), await buildWeekdays(years.db, DAYS)];
  await makeHistory(month, young, Math.min(MONTH_OF_VISITS, history));
  await makeHistory(years, old, history);
  const [short, long]: [number[], number[]] = [[], []];
  for (let round = 0; round < 3; round += 1) {
    short.push(quantile(await asked(month, young, times), 0.95));
    long.push(quantile(await asked(years, old, times), 0.95));
  }
  return { short, long };
}

async function measure(): Promise<Measured> {
  const { short, long } = await onGround((month) => onGround((years) => calendarDb(month, years, 1_200_000, 400)));
  const [value, limit] = [median(long), median(short)];
  return {
    value,
    limit,
    alsoDone: value < LIMIT_MS,
    detail: { short: short.map((one) => rounded(one)), long: long.map((one) => rounded(one)) },
  };
}

export const calendarQuery: Bench = {
  name: 'calendar-db',
  about: 'the query behind a 60-day calendar beside 1.2 M old reservations, against one month of them',
  demand: {
    is: 'time',
    unit: 'ms p95',
    of: 'the same query with one month of history',
    must: 0.83,
    aim: 0.95,
    also: `p95 under ${LIMIT_MS} ms`,
  },
  measure,
};
