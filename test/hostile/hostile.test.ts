import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { citizenActs, cookieHash } from '../../src/citizen/acts.ts';
import { routes as citizenRoutes } from '../../src/citizen/app.tsx';
import { VISIT_COOKIE } from '../../src/citizen/begin.ts';
import { commonReads } from '../../src/citizen/common.ts';
import { type Random, seeded } from '../../src/demo/random.ts';
import { routes as deskRoutes } from '../../src/desk/app.tsx';
import { systemClock } from '../../src/lib/clock.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { invite } from '../../src/staff/accounts.ts';
import { begin } from '../../src/staff/sessions.ts';
import { type Page, type Visitor, visitor } from '../support/browse.ts';
import { addCautions, startCitizenDoor, type TestCitizenDoor } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { startDesk, type TestDesk } from '../support/desk.ts';
import { invariantFaults } from '../support/invariant.ts';
import { must } from '../support/must.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../support/small-city.ts';
import { hostileForm, hostileSegment, hostileValue, type Known, learn, MARK, ownForm, strangeBody } from './values.ts';

/** How many requests at both doors together, and what they are drawn from: `HOSTILE=100000 HOSTILE_SEED=7` goes on from there. */
const REQUESTS = Number(process.env['HOSTILE'] ?? 5_000);
const SEED = Number(process.env['HOSTILE_SEED'] ?? 1);
const ACTORS = 8;
/** After so many requests somebody is somebody else: sessions end, visits are over. */
const TURN = 60;
/** Once in so many, somebody goes on through the forms a page has, so many requests far. */
const WALK = 15;
const STEPS = 12;

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let door: TestCitizenDoor;
let made = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 5);
  await addCautions(fresh.db, city.service);
  const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' };
  desk = await startDesk(fresh, undefined, behindProxy);
  door = await startCitizenDoor(fresh, undefined, behindProxy);
});
afterAll(async () => {
  await desk.close();
  await door.close();
  await fresh.drop();
});

type Address = { method: 'GET' | 'POST'; path: string };

/** Every address of both doors, from their own tables of contents: a new page is tried without anyone adding it here. */
async function addresses(): Promise<{ citizen: Address[]; desk: Address[] }> {
  const db = fresh.as('citizen', 1);
  try {
    const citizen = citizenRoutes(citizenActs(db), commonReads(db), systemClock);
    return { citizen, desk: [...deskRoutes] };
  } finally {
    await db.close();
  }
}

const newCard = (): Promise<number> => {
  made += 1;
  return makeCard(fresh.db, { noticeId: `H0S-${String(made).padStart(6, '0')}`, name: `人 ${made}`, officeId: city.main });
};

/** Somebody on the way through the citizens' site: before their mail's link, or after it. */
async function citizen(random: Random, address: string): Promise<Visitor> {
  const me = visitor(door.url, { 'x-forwarded-for': address });
  await me.get('/notice');
  if (random.chance(0.1)) return me;
  const secret = randomBytes(32).toString('base64url');
  await fresh.db.run(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, created_at, expires_at)
    VALUES (${cookieHash(secret)}, 'book', ${city.service}, ARRAY[${await newCard()}::bigint], 'a@example.jp', ${random.chance(0.9) ? new Date() : null}, lib.now(), lib.now() + interval '1 hour')`);
  me.cookies.set(VISIT_COOKIE, secret);
  return me;
}

/** Somebody signed in at the desk with all rights, with an account of their own: what they do to it harms nobody else. */
async function clerk(random: Random, address: string): Promise<Visitor> {
  if (random.chance(0.05)) {
    const stranger = visitor(desk.url, { 'x-forwarded-for': address });
    await stranger.get('/sign-in');
    return stranger;
  }
  made += 1;
  // Without a password, and past the sign-in that checks one: each takes a tenth of a second.
  const account = must(
    await invite(
      desk.db,
      { kind: 'operator' },
      { login: `staff${made}`, name: '古賀 恵子', officeId: city.main, roles: ['admin'] },
    ),
  );
  await fresh.db.run(sql`UPDATE staff.accounts SET must_change = false WHERE id = ${account.id}`);
  const { secret } = await begin(desk.db, account.id, { source: '10.0.0.0/24', browser: 'test' }, { second: null, until: null });
  const me = visitor(desk.url, { 'x-forwarded-for': address });
  me.cookies.set('desk', secret);
  await me.get('/password');
  return me;
}

type World = {
  known: Known;
  /** What stood in the place of `:card`, `:id`, `:secret`, `:code` in links. */
  places: Map<string, Set<string>>;
  statuses: Map<number, number>;
  /** Every address is tried once before any is drawn by lot. */
  unmet: Address[];
  met: Set<string>;
  wrong: string[];
};

/** Learns from a page which addresses lead somewhere. */
function learnPlaces(world: World, all: readonly Address[], html: string): void {
  const patterned = all.filter(({ path }) => path.includes('/:'));
  const hrefs = new Set([...html.matchAll(/(?:href|action)="(\/[^"?#]*)/gu)].map(([, href = '']) => href));
  for (const { path } of patterned) {
    const names = [...path.matchAll(/:(\w+)/gu)].map(([, name = '']) => name);
    const pattern = new RegExp(`^${path.replace(/:\w+/gu, '([^/]+)')}$`, 'u');
    for (const href of hrefs)
      pattern
        .exec(href)
        ?.slice(1)
        .forEach((value, n) => {
          const key = `${path.split('/:')[0]} ${names[n]}`;
          const values = world.places.get(key) ?? new Set();
          if (values.size < 40) values.add(value);
          world.places.set(key, values);
        });
  }
}

/** The address with something in its places: mostly what stood there in a link, else what nobody would write. */
function fill(world: World, random: Random, path: string): string {
  return path.replace(/:(\w+)/gu, (_, name: string) => {
    const seen = [...(world.places.get(`${path.split('/:')[0]} ${name}`) ?? [])];
    return seen.length > 0 && random.chance(0.7) ? (seen[random.below(seen.length)] ?? '') : hostileSegment(random);
  });
}

/** Everything that is wrong with an answer. */
function faultsOf(page: Page): string[] {
  const faults: string[] = [];
  if (page.status >= 500) faults.push(`answers ${page.status}`);
  // The mark as a tag, an attribute of its own, or a script. A list holds texts as they are, so it must be one that a browser saves and never shows.
  const header = (name: string) => page.headers.get(name) ?? '';
  const isList = header('content-type').startsWith('text/csv');
  if (isList && !(header('content-disposition').startsWith('attachment') && header('x-content-type-options') === 'nosniff'))
    faults.push('is a list that a browser may show');
  if (!isList && new RegExp(`<script>${MARK}|<${MARK}|onerror="${MARK}|['"]${MARK}=|href="javascript:`, 'u').test(page.html))
    faults.push('says it back as markup');
  if (page.location !== null && !/^\/(?![/\\])/u.test(page.location)) faults.push(`leads to ${page.location}`);
  if ([...page.headers.getSetCookie()].some((cookie) => cookie.startsWith('a='))) faults.push('sets a cookie of theirs');
  if (page.html !== '' && !(page.headers.get('content-security-policy') ?? '').includes("default-src 'self'"))
    faults.push('has no policy');
  return faults;
}

/** Faults in a log. */
const levelsOf = (log: readonly string[]): string[] => log.filter((line) => /"level":(?:50|60)/u.test(line));

/** One request. Returns whether this visitor can go on: their session still stands. */
async function attack(world: World, random: Random, me: Visitor, all: readonly Address[]): Promise<boolean> {
  const unmet = world.unmet.pop();
  const { method, path } = unmet ?? all[random.below(all.length)] ?? { method: 'GET', path: '/' };
  // A password costs a tenth of a second to check; one try in ten is enough.
  if (unmet === undefined && path === '/sign-in' && random.chance(0.9)) return true;
  const address = fill(world, random, path);
  let page: Page;
  const links = [...world.known.links];
  if (method === 'GET' && links.length > 0 && random.chance(0.25)) {
    page = await me.get(links[random.below(links.length)] ?? '/');
  } else if (method === 'GET') {
    const names = [...world.known.values.keys()];
    const query = Array.from({ length: random.below(6) }, () => {
      const name = names[random.below(names.length)] ?? 'q';
      const seen = [...(world.known.values.get(name) ?? [])];
      const value =
        seen.length > 0 && random.chance(0.5)
          ? encodeURIComponent(seen[random.below(seen.length)] ?? '')
          : hostileValue(random).slice(0, 5_000);
      return `${encodeURIComponent(name)}=${value}`;
    });
    page = await me.get(query.length === 0 ? address : `${address}?${query.join('&')}`);
  } else {
    const { type, body } = random.chance(0.04) ? strangeBody(random, me.token()) : hostileForm(random, world.known, me.token());
    page = await me.send('POST', address, body, type);
  }
  world.met.add(`${method} ${path}`);
  // Where a link was followed instead, the address that was asked is the link's.
  judge(world, `${method} ${path} (${page.url.slice(0, 120)})`, page);
  if (random.chance(0.1)) {
    learn(world.known, page.html);
    learnPlaces(world, all, page.html);
  }
  return page.status !== 410 && page.location?.startsWith('/sign-in') !== true;
}

/** Goes on from a page as people do, form by form, so that some of it comes all the way in. Returns how many requests it took. */
async function goOn(world: World, random: Random, me: Visitor, begin: string): Promise<number> {
  const links = [...world.known.links];
  // Every second one begins where a booking does: from anywhere, chance books nothing in some runs.
  let page = await me.get(random.chance(0.5) ? begin : (links[random.below(links.length)] ?? '/'));
  for (let sent = 1; ; sent += 2) {
    judge(world, `a walk through ${page.url.slice(0, 120)}`, page);
    const form = sent < STEPS ? ownForm(random, page.html) : undefined;
    if (form === undefined) return sent;
    const answer = await me.send('POST', form.action, form.body, 'application/x-www-form-urlencoded');
    judge(world, `a walk to ${form.action.slice(0, 120)}`, answer);
    page = await me.follow(answer);
  }
}

/** Counts an answer, and notes what is wrong with it. */
function judge(world: World, asked: string, page: Page): void {
  world.statuses.set(page.status, (world.statuses.get(page.status) ?? 0) + 1);
  // What the door wrote in its log, beside the answer: a fault at one press in 10,000 is not met again.
  const written = page.status >= 500 ? (levelsOf([...door.log, ...desk.log]).at(-1) ?? '') : '';
  for (const fault of faultsOf(page)) world.wrong.push(`${asked} ${fault} ${written}`);
}

/** So many requests at one door by several at once, each drawn from a seed of their own. */
async function siege(
  all: readonly Address[],
  requests: number,
  seed: number,
  come: (random: Random, address: string) => Promise<Visitor>,
  begin: string,
): Promise<World> {
  const world: World = {
    known: { values: new Map(), links: new Set() },
    places: new Map(),
    statuses: new Map(),
    unmet: [...all],
    met: new Set(),
    wrong: [],
  };
  // Once through every page as it is meant, to learn its fields.
  const guide = await come(seeded(3), '10.0.0.1');
  const look = async (path: string): Promise<void> => {
    const page = await guide.get(path);
    learn(world.known, page.html);
    learnPlaces(world, all, page.html);
  };
  for (const { path } of all.filter(({ method }) => method === 'GET')) await look(fill(world, seeded(1), path));
  for (const link of [...world.known.links].slice(0, 40)) await look(link);
  await Promise.all(
    Array.from({ length: ACTORS }, async (_, actor) => {
      const random = seeded(seed + actor * 7_919);
      let me: Visitor | undefined;
      for (let n = 0; n < requests / ACTORS; n += 1) {
        if (me === undefined || n % TURN === 0) me = await come(random, `10.1.${random.below(250)}.${random.below(250)}`);
        if (n % WALK === 0) {
          n += await goOn(world, random, me, begin);
          if (me.last?.url.startsWith('/sign-in') === true)
            me = await come(random, `10.1.${random.below(250)}.${random.below(250)}`);
        }
        if (!(await attack(world, random, me, all))) me = undefined;
      }
    }),
  );
  return world;
}

/** What is done to a place on the way through the site. */
const WAY = ['reservation.held', 'reservation.booked', 'reservation.released'];
const ofTheWay = async (): Promise<number> =>
  (
    await fresh.db.one<{ n: number }>(
      sql`SELECT count(DISTINCT act)::integer AS n FROM audit.events WHERE act = ANY (${WAY}::text[])`,
    )
  ).n;

/** More kinds of acts than these are done besides looks and sign-ins. */
const KINDS = 12;
const kindsDone = async (): Promise<number> =>
  (await fresh.db.rows<{ act: string }>(sql`SELECT DISTINCT act FROM audit.events`)).filter(
    ({ act }) => !/^(?:desk|list)\.|^staff\.sign|^citizen\./u.test(act),
  ).length;

async function nothingHalfStored(): Promise<void> {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  // A slot or a card in a state that no act leaves behind.
  expect(
    await fresh.db.rows(sql`
      SELECT r.id, r.state FROM reservations.reservations r
      WHERE NOT EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = r.id) OR (r.state = 'booked') <> (r.booked_at IS NOT NULL AND r.ended_at IS NULL)`),
  ).toEqual([]);
}

test(
  `[8(3)⑭b] ${REQUESTS} hostile requests at every address of both doors: an answer in words each time, nothing said back as markup, nothing half stored`,
  async () => {
    console.log(`HOSTILE=${REQUESTS} HOSTILE_SEED=${SEED}`);
    const all = await addresses();
    expect([all.citizen.length, all.desk.length].every((count) => count > 30)).toBe(true);
    const began = performance.now();
    const web = await siege(all.citizen, REQUESTS / 2, SEED, citizen, '/calendar');
    await nothingHalfStored();
    const office = await siege(all.desk, REQUESTS / 2, SEED + 1, clerk, '/today');
    await nothingHalfStored();
    for (const [name, { statuses, known }] of [
      ['citizens', web],
      ['desk', office],
    ] as const)
      console.log(
        name,
        known.values.size,
        'fields',
        [...statuses]
          .sort(([a], [b]) => a - b)
          .map(([status, count]) => `${status}: ${count}`)
          .join(', '),
      );
    console.log(`${Math.round(performance.now() - began)} ms`);
    // Who meets whom differs from run to run: walks go on until some came all the way.
    const random = seeded(SEED + 2);
    for (let n = 0; n < 1_000 && (await ofTheWay()) < WAY.length; n += 1)
      await goOn(web, random, await citizen(random, `10.2.${n % 250}.1`), '/calendar');
    // So does which of the desk's many forms chance fills in right.
    for (let n = 0; n < 1_000 && (await kindsDone()) <= KINDS; n += 1)
      await goOn(office, random, await clerk(random, `10.3.${n % 250}.1`), '/today');
    await nothingHalfStored();
    expect([...web.wrong, ...office.wrong].slice(0, 20)).toEqual([]);
    expect(levelsOf([...door.log, ...desk.log]).slice(0, 5)).toEqual([]);
    expect([...door.log, ...desk.log].filter((line) => line.includes(MARK)).slice(0, 5)).toEqual([]);
    expect([web.met.size, office.met.size]).toEqual([all.citizen.length, all.desk.length]);
    // Some of it went all the way in: places were held, booked and freed, and much else was changed; forms were accepted, not only refused at the gate.
    for (const { statuses } of [web, office]) {
      expect(statuses.get(303) ?? 0).toBeGreaterThan(REQUESTS / 50);
      expect(statuses.get(429) ?? 0).toBeLessThan(REQUESTS / 100);
    }
    expect(await ofTheWay()).toBe(WAY.length);
    expect(await kindsDone()).toBeGreaterThan(KINDS);
    expect((await visitor(door.url, { 'x-forwarded-for': '10.9.9.9' }).get('/')).status).toBe(200);
  },
  Math.max(300_000, REQUESTS * 20),
);

test('[8(3)⑭b] control: a page that says back what it was sent is noticed', () => {
  const page = (html: string, location: string | null = null): Page => ({
    status: 200,
    url: '/',
    html,
    raw: Buffer.from(html),
    bytes: Buffer.byteLength(html),
    location,
    headers: new Headers({ 'content-security-policy': "default-src 'self'" }),
  });
  expect(faultsOf(page(`<p>&lt;script&gt;${MARK}&lt;/script&gt;</p>`))).toEqual([]);
  for (const html of [`<script>${MARK}</script>`, `<input value=""><img src=x onerror="${MARK}">">`, `<p title=''"${MARK}='>`])
    expect(faultsOf(page(html))).toEqual(['says it back as markup']);
  expect(faultsOf(page('', '//evil.example/'))).toEqual(['leads to //evil.example/']);
});
