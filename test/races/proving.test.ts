import { afterEach, expect, test, vi } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { bookFor } from '../support/booking.ts';
import { type Page, type Visitor, visitor } from '../support/browse.ts';
import { BIRTHDAY, startCitizenDoor, type TestCitizenDoor } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

/** Proving oneself with ID and birthday while others try to guess (§8(3)⑭): over HTTP, as many as come at once. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
afterEach(async () => {
  vi.restoreAllMocks();
  await door.close();
  await fresh.drop();
});

/** The door as it stands behind its proxy, with the limits it has by itself; `asBuilt`: and with its waits. */
async function begin(asBuilt = false): Promise<void> {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
  door = await startCitizenDoor(fresh, undefined, { TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT: '' }, undefined, { asBuilt });
  // The counts and the year alone: work, which is asked much earlier, is tried in src/citizen/work.
  await fresh.db.run(
    sql`INSERT INTO site.settings (key, value) VALUES ('work-per-address', '1000000'), ('work-per-birthday', '1000000')`,
  );
}

const CARRIER = '203.0.113.7';
const from = (address: string): Visitor => visitor(door.url, { 'x-forwarded-for': address });
const breakFunction = async (signature: string, piece: string, into: string): Promise<void> => {
  const { body } = await fresh.db.one<{ body: string }>(sql`SELECT pg_get_functiondef(${signature}::regprocedure) AS body`);
  expect(body).toContain(piece);
  await fresh.db.pool.query(body.replaceAll(piece, into));
};
const PROVE = 'cards.prove(text,integer,integer,integer,text,text,text,boolean,timestamptz)';

/** Runs so many things, `width` of them at a time. */
async function atATime<T>(count: number, width: number, act: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) {
        const n = next;
        next += 1;
        results[n] = await act(n);
      }
    }),
  );
  return results;
}

const noticeOf = (letters: string, n: number): string => `${letters}-${String(n).padStart(6, '0')}`;

/** So many people behind one address, every fifth of whom first types another day: where each of them came to. */
async function honestPeople(count: number): Promise<Set<string | null>> {
  await atATime(count, 8, (n) => makeCard(fresh.db, { noticeId: noticeOf('H0N', n), name: `人 ${n}`, officeId: city.main }));
  const places = await atATime(count, 50, async (n) => {
    const me = from(CARRIER);
    await me.get('/notice');
    if (n % 5 === 0) expect((await me.post('/notice', { notice: noticeOf('H0N', n), month: '4', day: '8' })).status).toBe(422);
    const proved = await me.post('/notice', { notice: noticeOf('H0N', n), ...BIRTHDAY });
    if (proved.location !== '/mail') return `${proved.status}`;
    await me.follow(proved);
    return (await me.post('/mail', { mail: `a${n}@example.jp`, mail_again: `a${n}@example.jp` })).location;
  });
  return new Set(places);
}

test('[8(3)⑭a] 500 honest people behind one carrier’s address get through, also when a hundred of them mistype first', async () => {
  await begin();
  expect(await honestPeople(500)).toEqual(new Set(['/mail/sent']));
});

test('[8(3)②] who mistyped once and then presses twice at one moment with what is right goes on by either press', async () => {
  await begin();
  await makeCard(fresh.db, { noticeId: 'TW1-000001', name: '二度 押す', officeId: city.main });
  const presses = [from(CARRIER), from(CARRIER)];
  for (const me of presses) await me.get('/notice');
  expect((await presses[0]?.post('/notice', { notice: 'TW1-000001', month: '4', day: '8' }))?.status).toBe(422);
  const lock = await fresh.db.pool.connect();
  try {
    await lock.query("BEGIN; SELECT FROM cards.tries WHERE key = 'TW1-000001' FOR UPDATE");
    const both = presses.map((me) => me.post('/notice', { notice: 'TW1-000001', ...BIRTHDAY }));
    await expect
      .poll(() =>
        fresh.db.rows(
          sql`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%verify%'`,
        ),
      )
      .toHaveLength(2);
    await lock.query('COMMIT');
    expect((await Promise.all(both)).map(({ location }) => location)).toEqual(['/mail', '/mail']);
  } finally {
    lock.release();
  }
});

test('[8(3)⑭a] control: with a limit for an address as low as that for an ID they do not', async () => {
  await begin();
  await breakFunction(PROVE, "site.number('tries-per-address')", "site.number('tries-per-notice')");
  // Twelve of them mistype, more than the five that an ID is let.
  expect(await honestPeople(60)).toContain('422');
});

const WALKED = 400;
/** Ten cards that wait, spread over the IDs; two of them have the birthday that the walker tries. */
const WAITING = [30, 70, 110, 150, 190, 230, 270, 310, 350, 390];
const FITTING = [310, 390];

/**
 * Somebody tries one birthday on one ID after the other, each time from another address. What each try came to: `/mail` is a card found.
 * `first`: where they begin; `pressure`: after how many the site asks the year.
 */
async function walkIds(first = 0, pressure = 200): Promise<(string | null)[]> {
  await fresh.db.run(
    sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('tries-site-pressure', ${String(pressure)}, now())`,
  );
  for (const n of WAITING)
    await makeCard(fresh.db, {
      noticeId: noticeOf('W4L', n),
      name: `人 ${n}`,
      birthDate: FITTING.includes(n) ? '1947-03-08' : '1947-11-23',
      officeId: city.main,
    });
  const page = from('198.51.100.1');
  await page.get('/notice');
  return atATime(WALKED - first, 20, async (turn) => {
    const n = first + turn;
    const me = visitor(door.url, { 'x-forwarded-for': `10.${n % 200}.${Math.floor(n / 200)}.9` });
    await me.get('/notice');
    return (await me.post('/notice', { notice: noticeOf('W4L', n), ...BIRTHDAY })).location;
  });
}

test('[8(3)⑭a] who walks through IDs with one birthday from many addresses fills a counter for each ID and finds nothing once the site asks the year', async () => {
  await begin();
  expect((await walkIds()).filter((location) => location !== null)).toEqual([]);
  const counted = await fresh.db.one<{
    notices: number;
    addresses: number;
    site: number;
    resting: number;
    pressure: boolean;
  }>(sql`
    SELECT count(*) FILTER (WHERE scope = 'notice') AS notices, count(*) FILTER (WHERE scope = 'address') AS addresses,
      sum(failures) FILTER (WHERE scope = 'site') AS site, count(*) FILTER (WHERE rests_until IS NOT NULL) AS resting, cards.under_pressure(lib.now()) AS pressure FROM cards.tries`);
  // Unknown IDs are counted as well as those that exist; whom the year is asked of is not counted.
  expect(counted).toMatchObject({ pressure: true, resting: 0 });
  expect(counted.site).toBeGreaterThanOrEqual(200);
  expect(counted.notices).toBe(Number(counted.site));
  expect(counted.addresses).toBe(Number(counted.site));

  // Nobody is locked out: the honest are asked one thing more, whatever address they come from.
  await makeCard(fresh.db, { noticeId: 'H0N-000001', name: '人 真', officeId: city.main });
  const me = from('10.0.0.9');
  await me.get('/notice');
  const asked = await me.post('/notice', { notice: 'H0N-000001', ...BIRTHDAY });
  expect([asked.status, asked.html.includes('name="year"')]).toEqual([422, true]);
  expect((await me.post('/notice', { notice: 'H0N-000001', ...BIRTHDAY, ask_year: 'yes', year: '昭和22' })).location).toBe(
    '/mail',
  );
});

test('[8(3)⑭a] control: without the count over the whole site the walker finds both', async () => {
  await begin();
  await breakFunction(PROVE, "PERFORM cards.count_try('site', '', 2147483647, p_at);", 'NULL;');
  // The second of them comes long after the site would have asked.
  expect((await walkIds(300, 50)).filter((location) => location === '/mail')).toHaveLength(FITTING.length);
});

test('[8(3)⑭a] many addresses that try one ID make it rest, and only that one', async () => {
  await begin();
  for (const noticeId of ['A1B-000001', 'A1B-000002'])
    await makeCard(fresh.db, { noticeId, name: noticeId, officeId: city.main });
  const tried = (n: number, notice: string, day: string) => async () => {
    const me = from(`10.1.${n}.1`);
    await me.get('/notice');
    return me.post('/notice', { notice, month: '3', day });
  };
  for (let n = 0; n < 5; n += 1) await tried(n, 'A1B-000001', '9')();
  expect((await tried(50, 'A1B-000001', '8')()).status).toBe(422);
  expect((await tried(51, 'A1B-000002', '8')()).location).toBe('/mail');
});

/** Every way not to be let in. All are told the same, after the same while. */
async function refusals(path: '/notice' | '/manage' = '/notice'): Promise<Record<string, () => Promise<Page>>> {
  const card = (noticeId: string, more: object = {}) =>
    makeCard(fresh.db, { noticeId, name: `人 ${noticeId}`, officeId: city.main, ...more });
  await card('R0R-000001');
  await card('R0R-000002');
  await card('R0R-000003', { protected: true });
  await card('R0R-000004', { birthDate: null });
  const handed = await card('R0R-000005');
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'handed-over', is_open = false WHERE id = ${handed}`);
  const missing = await card('R0R-000006');
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${missing}`);
  const onHold = await card('R0R-000007');
  await fresh.db.run(
    sql`UPDATE cards.cards SET status = (SELECT code FROM cards.statuses WHERE bookable_by = 'staff' LIMIT 1) WHERE id = ${onHold}`,
  );
  await fresh.db.run(sql`SELECT cards.count_try('notice', 'R0R-000002', 1, lib.now())`);
  const stranger = from('10.9.0.1');
  await stranger.get('/notice');
  await stranger.post('/notice', { notice: 'Z9Z-999999', ...BIRTHDAY });
  await fresh.db.run(sql`UPDATE cards.tries SET rests_until = lib.now() + interval '1 hour' WHERE scope = 'address'`);
  const ask =
    (notice: string, birthday = BIRTHDAY, address = '10.9.1.1') =>
    async (): Promise<Page> => {
      const me = from(address);
      await me.get('/notice');
      return me.post(path, { notice, ...birthday });
    };
  return {
    'an ID nobody has': ask('Z9Z-000001'),
    'another birthday': ask('R0R-000001', { month: '12', day: '31' }),
    'an ID that rests': ask('R0R-000002'),
    'an address that rests': ask('R0R-000001', BIRTHDAY, '10.9.0.1'),
    'a person under protection': ask('R0R-000003'),
    'a birthday nobody knows': ask('R0R-000004'),
    'a card handed over': ask('R0R-000005'),
    'a card found missing': ask('R0R-000006'),
    'a status that only staff book': ask('R0R-000007'),
  };
}

const SAME_TIME_MS = 300;

/** Status, headers and words of an answer, but for what is another's at each. */
function told({ status, headers, html }: Page): string {
  const lines = [...headers]
    .filter(([name]) => name !== 'date' && name !== 'content-length')
    .map(([name, value]) => `${name}: ${value.replace(/=[^;]*/u, '=')}`);
  return [status, ...lines, html.replace(/ value="[^"]*"/gu, '')].join('\n');
}

/** Takes the door's wait into the test's own hand: it ends when the test says so. */
function holdTheWait(): { held: () => number; release: () => void } {
  const real = setTimeout;
  let waiting: (() => void)[] = [];
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void, ms?: number, ...rest: unknown[]) => {
    if (ms !== SAME_TIME_MS) return real(act, ms, ...rest);
    waiting.push(act);
    return real(() => {}, 0);
  }) as typeof setTimeout);
  return {
    held: () => waiting.length,
    release: () => {
      for (const act of waiting) act();
      waiting = [];
    },
  };
}

/** Whether an answer waits for that while although all else is done: the refusal stands in the log, and other pages come meanwhile. */
async function waitsForIt(ask: () => Promise<Page>, wait: ReturnType<typeof holdTheWait>): Promise<boolean> {
  const counted = () => fresh.db.one<{ n: number }>(sql`SELECT count(*) AS n FROM audit.events WHERE act = 'citizen.refused'`);
  const before = (await counted()).n;
  let answered = false;
  const page = ask().then((found) => {
    answered = true;
    return found;
  });
  while ((await counted()).n === before);
  for (let turn = 0; turn < 5; turn += 1) await (await fetch(`${door.url}/help`)).text();
  const waited = !answered && wait.held() === 1;
  wait.release();
  await page;
  return waited;
}

test('[8(3)⑭a] an unknown ID, a wrong birthday, a rest and a card not to be booked read the same, down to the headers', async () => {
  await begin();
  const pages = new Map<string, string>();
  for (const [what, ask] of Object.entries(await refusals())) {
    // The sheet of staff's texts comes to every page as soon as its font is cut: when, says nothing of who is asked about.
    pages.set(what, told(await ask()).replace(/<link rel="stylesheet" href="\/assets\/typed\/[^"]+"\/>/u, ''));
  }
  const first = pages.get('an ID nobody has');
  for (const [what, page] of pages) expect(page, what).toBe(first);
});

test('[8(3)⑭a] who asks for the link of a booking is told the same whether the card is known, hidden, over, without a booking or has one', async () => {
  await begin(true);
  const all = await refusals('/manage');
  for (const [noticeId, birthDate] of [
    ['R0R-000008', '1947-03-08'],
    ['R0R-000009', '1947-03-08'],
    ['R0R-000009', '1950-03-08'],
  ] as const)
    await makeCard(fresh.db, { noticeId, birthDate, name: `人 ${noticeId} ${birthDate}`, officeId: city.main });
  for (const { id } of await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id > 'R0R-000007'`)) {
    const slot = await slotAt(fresh.db, city, city.main, 5, 9 + (id % 10));
    await bookFor(fresh.db, { kind: 'operator' }, city, id, slot, { mail: `a${id}@example.jp` });
  }
  const asked = (notice: string) => async (): Promise<Page> => {
    const me = from('10.9.2.1');
    await me.get('/notice');
    return me.post('/manage', { notice, ...BIRTHDAY });
  };
  const pages = new Map<string, string>();
  const wait = holdTheWait();
  for (const [what, ask] of Object.entries({ ...all, 'a booking': asked('R0R-000008'), 'two of one ID': asked('R0R-000009') })) {
    let page: string | undefined;
    const answer = ask().then((one) => {
      page = told(one);
    });
    while (wait.held() === 0) await (await fetch(`${door.url}/help`)).text();
    // All of them wait out the same while, and none is answered before.
    expect(page, what).toBeUndefined();
    wait.release();
    await answer;
    pages.set(what, page ?? '');
  }
  const first = pages.get('an ID nobody has');
  expect(first).toContain('location: /manage/sent');
  for (const [what, page] of pages) expect(page, what).toBe(first);
  // Whose booking it was is mailed all the same, each of two with one ID at their own address.
  await expect
    .poll(() => fresh.db.one(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = 'manage-link'`))
    .toEqual({ n: 3 });
});

test('[8(3)⑭a] every kind of refusal waits out the same while, which the work it took is part of', async () => {
  await begin(true);
  const all = Object.entries(await refusals());
  const wait = holdTheWait();
  for (const [what, ask] of all) expect([what, await waitsForIt(ask, wait)]).toEqual([what, true]);
});

test('[8(3)⑭a] control: where nothing is waited for, the answer comes with the work', async () => {
  await begin(true);
  const all = Object.entries(await refusals());
  const real = setTimeout;
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void, ms?: number, ...rest: unknown[]) =>
    real(act, ms === SAME_TIME_MS ? 0 : ms, ...rest)) as typeof setTimeout);
  for (const [what, ask] of all)
    expect([what, await waitsForIt(ask, { held: () => 1, release: () => {} })]).toEqual([what, false]);
});
