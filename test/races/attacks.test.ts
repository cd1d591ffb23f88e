import { afterEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { visitor } from '../support/browse.ts';
import { BIRTHDAY, startCitizenDoor, type TestCitizenDoor } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../support/small-city.ts';

/** What is told by counting many answers: a few here, hundreds with `npm run rehearse -- attacks`. */
const MUCH = Number(process.env['ATTACKS'] ?? 4);
/** How often each kind of refusal is timed. */
const REFUSALS = Number(process.env['REFUSALS'] ?? 4);
const AT_ONCE = 40;
const LIMIT = 5;
const PROVE = 'cards.prove(text,integer,integer,integer,text,text,text,boolean,timestamptz)';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
afterEach(async () => {
  await door.close();
  await fresh.drop();
});
async function begin(): Promise<void> {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
  const behindProxy = { TRUSTED_PROXIES: '127.0.0.1', CITIZEN_POOL: '20' };
  door = await startCitizenDoor(fresh, undefined, behindProxy, undefined, { asBuilt: true });
  await fresh.db.run(
    sql`INSERT INTO site.settings (key, value) VALUES ('tries-site-pressure', '1000000'), ('work-per-address', '1000000'), ('work-per-birthday', '1000000')`,
  );
}
const noticeOf = (n: number): string => `B1B-${String(n).padStart(6, '0')}`;

test(`[8(3)⑭a] ${AT_ONCE} birthdays at once at each of many IDs, the right one among them: no more come in than five tries let in`, async () => {
  await begin();
  let opened = 0;
  for (let n = 0; n < MUCH; n += 1) {
    await makeCard(fresh.db, { noticeId: noticeOf(n), name: `人 ${n}`, officeId: city.main });
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, turn) => {
        const me = visitor(door.url, { 'x-forwarded-for': `10.${turn}.${n % 250}.1` });
        await me.get('/notice');
        const right = turn === (n * 7) % AT_ONCE;
        return me.post('/notice', {
          notice: noticeOf(n),
          month: right ? BIRTHDAY.month : '5',
          day: right ? BIRTHDAY.day : String(1 + (turn % 31)),
        });
      }),
    );
    opened += answers.filter(({ location }) => location === '/mail').length;
  }
  // Each is let in with five in forty; four standard deviations more happen once in 30,000 runs.
  const share = LIMIT / AT_ONCE;
  expect(opened).toBeLessThanOrEqual(Math.ceil(MUCH * share + 4 * Math.sqrt(MUCH * share * (1 - share))));
}, 3_600_000);

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How many of each kind are on their way at once: fewer than an ID takes before it rests. One alone where few are timed: a queue would be timed with them. */
const SIDE_BY_SIDE = REFUSALS >= 100 ? 4 : 1;

/** How often a machine with too much to do may answer 503 before a refusal comes. */
const PATIENCE = 10;

/** How long a refusal takes. A 503 is none: it is asked again. */
async function took(notice: string, address: string, left = PATIENCE): Promise<number> {
  const me = visitor(door.url, { 'x-forwarded-for': address });
  await me.get('/notice');
  const began = performance.now();
  const { status } = await me.post('/notice', { notice, ...BIRTHDAY });
  if (status === 503 && left > 0) return took(notice, address, left - 1);
  expect(status).toBe(422);
  return performance.now() - began;
}

/** How long refusals took, kind by kind, in ms. */
type Taken = Map<string, number[]>;
const KINDS = Object.entries({ unknown: 'Z9Z-000001', wrong: noticeOf(1), hidden: noticeOf(2) });

/** Times so many of each kind, in turns and mixed, so that whatever else the machine does meets all alike. */
async function time(each: number, taken: Taken): Promise<void> {
  for (let turn = 0; turn * SIDE_BY_SIDE < each; turn += 1) {
    await fresh.db.run(sql`DELETE FROM cards.tries`);
    // Each kind is the first as often as the others.
    const order = Array.from(
      { length: SIDE_BY_SIDE * KINDS.length },
      (_, n) => KINDS[(n + turn) % KINDS.length] ?? (['', ''] as const),
    );
    await Promise.all(
      order.map(async ([kind, notice], n) => {
        const one = await took(notice, `10.0.${n}.1`);
        taken.set(kind, [...(taken.get(kind) ?? []), one]);
      }),
    );
  }
}

/** The largest median over the smallest. A stall of the machine differs for a few of many: where kinds differ, more are timed, so many times as many at most. */
async function spread(each: number, most: number): Promise<number> {
  const taken: Taken = new Map();
  for (let n = 1; ; n += 1) {
    await time(each, taken);
    const medians = Object.fromEntries([...taken].map(([kind, all]) => [kind, median(all)]));
    const all = Object.values(medians);
    const found = Math.max(...all) / Math.min(...all);
    console.log(`refusals timed ${n * each} times each, medians in ms: ${JSON.stringify(medians)}`);
    if (found < ALIKE || n === most) return found;
  }
}

/** A few samples on a busy machine tell a long leak alone; thousands tell five per cent, and a leak a little longer than the wait. */
const [ALIKE, LEAK_SECONDS] = REFUSALS >= 100 ? [1.05, 0.36] : [1.6, 1];

test('[8(3)⑭a] the time of a refusal does not tell its kind; control: a leak over the wait is found', async () => {
  await begin();
  await makeCard(fresh.db, { noticeId: noticeOf(1), name: '人 一', birthDate: '1950-12-31', officeId: city.main });
  await makeCard(fresh.db, { noticeId: noticeOf(2), name: '人 二', officeId: city.main, protected: true });
  expect(await spread(REFUSALS, REFUSALS >= 100 ? 1 : 8)).toBeLessThan(ALIKE);
  const { body } = await fresh.db.one<{ body: string }>(sql`SELECT pg_get_functiondef(${PROVE}::regprocedure) AS body`);
  expect(body).toContain('outcome := CASE');
  await fresh.db.pool.query(
    body.replace(
      'outcome := CASE',
      `IF EXISTS (SELECT FROM cards.cards WHERE notice_id = p_notice) THEN PERFORM pg_sleep(${LEAK_SECONDS}); END IF; outcome := CASE`,
    ),
  );
  expect(await spread(Math.min(REFUSALS, 200), REFUSALS >= 100 ? 1 : 2)).toBeGreaterThan(ALIKE);
}, 3_600_000);
