import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { cookieHash } from '../../src/citizen/acts.ts';
import { VISIT_COOKIE } from '../../src/citizen/begin.ts';
import { fixedClock } from '../../src/lib/clock.ts';
import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Page, visitor } from '../support/browse.ts';
import { addCautions, startCitizenDoor, type TestCitizenDoor } from '../support/citizen.ts';
import { invariantFaults } from '../support/invariant.ts';
import { must } from '../support/must.ts';
import { ticked } from '../support/ticks.ts';
import { stopTimeAt } from '../support/time.ts';
import { type Arena, CALLER, openArena } from './arena.ts';

/**
 * Somebody outside who wants to know how many places are taken (§8(3)⑧). They prove themselves with parties of several sizes, look, book, and cancel,
 * and keep all that reaches them: addresses, statuses, headers, pages, sizes, numbers. They may learn the sign ○△×－ for their party and nothing
 * more. How long answers take is not watched here: it follows what else the machine does, and no answer waits for anything that counts places.
 */

const DAYS_ON = 10;
const HOUR = 9;
/** Parties of one to so many; `OUTSIDER=6` is as many as a city allows. */
const MOST = Number(process.env['OUTSIDER'] ?? 4);
const PARTIES = Array.from({ length: MOST }, (_, n) => n + 1);

let arena: Arena;
let door: TestCitizenDoor;
afterEach(async () => {
  vi.restoreAllMocks();
  await door.close();
  await arena.close();
});

type Stage = { slot: number; day: string; cautions: string[]; mine: number[] };

/**
 * A city whose time stands still, and one slot of a day that is open; the outsider has a card for each of the largest party.
 * `every`: so many who come along take the slot after it too (services.length_of), which is open then, with the one after that.
 */
async function stage(capacity: number, { every = 0 } = {}): Promise<Stage> {
  arena = await openArena(capacity);
  const { at } = await arena.db.one<{ at: Date }>(sql`SELECT date_trunc('minute', lib.now()) AS at`);
  await stopTimeAt(arena.fresh, at.toISOString());
  door = await startCitizenDoor(arena.fresh, fixedClock(at.toISOString()));
  // What the door keeps for a second has always just run out.
  let asked = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    asked += 1_001;
    return asked;
  });
  const slot = await arena.slot(HOUR);
  const day = addDays(arena.city.today, DAYS_ON);
  await arena.db.run(
    sql`UPDATE ledger.slots SET gone = true, closed_at = lib.now() WHERE day = ${day} AND id <> ${slot} AND NOT (${every > 0} AND start_minute BETWEEN ${HOUR * 60} AND ${HOUR * 60 + 120})`,
  );
  await arena.db.run(sql`UPDATE services.services SET party_max = 6, slot_every = ${every}`);
  const mine = [];
  for (const n of PARTIES) mine.push(await arena.card(`探り ${n}郎`));
  return { slot, day, cautions: await addCautions(arena.db, arena.city.service), mine };
}

/** What may differ between two answers that say the same: secrets drawn by lot. Their length must not. */
const lots = (text: string): string =>
  text
    .replace(/(name="form_token" value=")[^"]*/gu, '$1token')
    // Of the papers to tick and of the hold, whose id is drawn.
    .replace(/(name="mark" value=")[0-9a-f]{32}"/gu, '$1mark"')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gu, 'uuid')
    .replace(/\b\d{4}-\d{4}\b/gu, 'number');

/** The number once more, drawn: as long as the number's black squares. */
const QR = /<svg\b[^>]* role="img".*?<\/svg>/gsu;
/** The sheet of the typed texts' characters: it comes a moment after the first page that needs it, whoever asks. */
const TYPED_SHEET = /<link rel="stylesheet" href="\/assets\/typed\/[^>]*>/gu;

/** As it was written: what is packed is as long as its lots make it. */
const PLAIN = { 'accept-encoding': 'identity' };

/** All of an answer that an outsider can see. */
function seen(page: Page): string {
  expect(page.headers.get('content-length') ?? '0').toBe(String(page.bytes));
  const html = page.html.replace(QR, '').replace(TYPED_SHEET, '');
  const headers = [...page.headers]
    .filter(([name]) => name !== 'date' && name !== 'content-length')
    .map(([name, value]) =>
      name === 'set-cookie' ? `${name}: ${value.replace(/=[^;]*/u, '=secret')}` : `${name}: ${lots(value)}`,
    );
  return [page.status, headers.join('\n'), Buffer.byteLength(html), lots(html)].join('\n');
}

/** A whole walk with a party: to the calendar, the times, a hold; where it succeeds to the booking, and back by cancelling. */
async function probe({ slot, day, cautions, mine }: Stage, party: number): Promise<string[]> {
  const secret = randomBytes(32).toString('base64url');
  // Each walk is one of another day: more than a day allows are refused, and what they are told then says nothing of a slot.
  await arena.db.run(sql`DELETE FROM reservations.asked`);
  await arena.db.run(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, created_at, expires_at)
    VALUES (${cookieHash(secret)}, 'book', ${arena.city.service}, ${mine.slice(0, party)}::bigint[], 'saguri@example.jp', lib.now(), lib.now(), lib.now() + interval '1 hour')`);
  const me = visitor(door.url, PLAIN);
  me.cookies.set(VISIT_COOKIE, secret);
  const all: string[] = [];
  const keep = async (answer: Promise<Page>): Promise<Page> => {
    const page = await answer;
    all.push(seen(page));
    return page;
  };
  await keep(me.get('/offices/honcho/calendar'));
  await keep(me.get('/calendar/next'));
  await keep(me.get('/calendar?office=honcho'));
  await keep(me.get(`/times?office=honcho&day=${day}`));
  const id = randomUUID();
  const held = await keep(me.post('/times', { office: 'honcho', day, slot: String(slot), id }));
  await keep(me.follow(held));
  if (held.location !== '/cautions') return all;
  await keep(me.post('/hold/extend', { page: 'cautions' }));
  await keep(me.post('/cautions', ticked(cautions)));
  await keep(me.get('/check'));
  await keep(me.post('/check', { id, version: '0' }));
  await keep(me.get('/reservation'));
  await keep(me.get('/calendar?office=honcho'));
  await keep(me.get(`/times?office=honcho&day=${day}`));
  await keep(me.get('/cancel'));
  await keep(me.post('/cancel', { version: '0' }));
  await keep(me.get('/cancelled'));
  return all;
}

/** ○ △ × as docs/settings.md says: △ where fewer than two are left behind the party, in a slot of five or more, and of three more than the party. */
const signFor = (free: number, party: number, capacity: number): string =>
  free < party ? '×' : free - party < 2 && capacity >= Math.max(5, party + 3) ? '△' : '○';
/**
 * What the outsider may know of a walk: the sign for their party before and, while they stand there themselves, after; and the sign that anyone
 * sees on the public calendar.
 */
const mayKnow = (free: number, party: number, capacity: number): string =>
  [signFor(free, party, capacity), free >= party ? signFor(free - party, party, capacity) : '', signFor(free, 1, capacity)].join(
    ' ',
  );

/** Somebody else books on the web; the number they were given. */
async function bookOnTheWeb(set: Stage, name: string): Promise<string> {
  const one = await arena.citizen(await arena.card(name));
  await arena.citizens.hold(one.cookie, one.id, set.slot, CALLER);
  await arena.citizens.tickCautions(
    one.cookie,
    Object.fromEntries(set.cautions.map((caution) => [caution.replace('caution_', ''), 1])),
    { mark: '', boxes: [] },
  );
  return must(await arena.citizens.confirm(one.cookie, one.id, 0, CALLER));
}
const bookByPhone = async (set: Stage, name: string): Promise<void> => {
  must(await arena.bookByDesk(await arena.card(name), set.slot));
};

type Watched = Map<string, { seen: Set<string>; free: Set<number> }>;

/**
 * Fills the slot one by one, and has the outsider walk with every party each time. What was seen, by what they may know.
 * `toFirst`: ends where two answers differ.
 */
async function watch(set: Stage, capacity: number, { parties = PARTIES, toFirst = false } = {}): Promise<Watched> {
  const known: Watched = new Map();
  for (let free = capacity; free >= 0; free -= 1) {
    for (const party of parties) {
      const key = `a party of ${party}: ${mayKnow(free, party, capacity)}`;
      const entry = known.get(key) ?? { seen: new Set(), free: new Set() };
      entry.seen.add((await probe(set, party)).join('\n————\n'));
      entry.free.add(free);
      known.set(key, entry);
      if (toFirst && entry.seen.size > 1) return known;
    }
    if (free === 0) break;
    // Others come by phone and on the web in turn.
    await (free % 2 === 0 ? bookByPhone : bookOnTheWeb)(set, `他人 ${free}`);
  }
  expect(await invariantFaults(arena.db)).toEqual([]);
  return known;
}

/** The first line in which two answers differ. */
function difference([one = '', other = '']: string[]): string {
  const lines = other.split('\n');
  const [at, line] = [...one.split('\n').entries()].find(([n, text]) => text !== lines[n]) ?? [0, ''];
  return `${line.slice(0, 300)} ≠ ${lines[at]?.slice(0, 300)}`;
}

/** What an outsider found out beyond the signs: where the same signs came with answers that differ. */
const foundOut = (known: Watched): string[] =>
  [...known]
    .filter(([, { seen: answers }]) => answers.size > 1)
    .map(([key, { seen: answers }]) => `${key}: ${difference([...answers])}`);

test(`[8(3)⑧a] an outsider with parties of one to ${MOST} learns from no answer more than the sign`, async () => {
  console.log(`OUTSIDER=${MOST}`);
  const set = await stage(8);
  const known = await watch(set, 8);
  expect(foundOut(known)).toEqual([]);
  // It was watched where signs stay the same while the count does not.
  expect([...known.values()].filter(({ free }) => free.size > 1).length).toBeGreaterThan(5);
});

test('[8(3)⑧a] nor from parties that take a slot more', async () => {
  const set = await stage(6, { every: 2 });
  const known = await watch(set, 6, { parties: [1, 3] });
  expect(foundOut(known)).toEqual([]);
  expect([...known.values()].filter(({ free }) => free.size > 1).length).toBeGreaterThan(1);
});

const TIMES = 'citizen.times(bytea,text,date)';
const LEAKS = [
  {
    leak: 'a refusal that depends on the count',
    signature: 'reservations.hold(audit.actor,uuid,integer,bigint,jsonb,text,text,text,text,text,text,text)',
    piece: "PERFORM lib.refuse('full')",
    into: "PERFORM lib.refuse(CASE WHEN v_slot.taken % 2 = 1 THEN 'past' ELSE 'full' END)",
  },
  {
    leak: 'an id that depends on the count',
    signature: TIMES,
    piece: 'SELECT s.slot_id,',
    into: 'SELECT s.slot_id + 1000 * s.free,',
  },
  {
    leak: 'an id that depends on the count, where a party takes two slots',
    every: 2,
    signature: TIMES,
    piece: 'SELECT s.slot_id,',
    into: 'SELECT s.slot_id + CASE WHEN s.minutes > 60 THEN 1000 * s.free ELSE 0 END,',
  },
  {
    leak: 'a sign that begins later for larger slots',
    signature: 'reservations.sign(integer,integer,integer,integer,integer)',
    piece: 'p_free - p_units < greatest(p_few, 2)',
    into: 'p_free <= p_capacity / 2',
  },
];
for (const { leak, signature, piece, into, every = 0 } of LEAKS)
  test(`[8(3)⑧a] control: the same outsider finds out by ${leak}`, async () => {
    const set = await stage(6, { every });
    await arena.break(signature, piece, into);
    expect(foundOut(await watch(set, 6, { parties: [1, 3], toFirst: true })).length).toBeGreaterThan(0);
  });

/** A page that says the sign for a party, as who only looks sees it: the public calendar, and the times of a visit. */
async function look({ day, mine }: Stage, party: number): Promise<string> {
  const me = visitor(door.url, PLAIN);
  if (party === 1) return seen(await me.get('/offices/honcho/calendar'));
  const secret = randomBytes(32).toString('base64url');
  await arena.db.run(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, created_at, expires_at)
    VALUES (${cookieHash(secret)}, 'book', ${arena.city.service}, ${mine.slice(0, party)}::bigint[], 'saguri@example.jp', lib.now(), lib.now(), lib.now() + interval '1 hour')`);
  me.cookies.set(VISIT_COOKIE, secret);
  return seen(await me.get(`/times?office=honcho&day=${day}`));
}

/** Which counts the outsider can name, other than 0, who only looks: an answer that only one count gives. */
async function namedBySign(set: Stage, capacity: number, party = 1): Promise<number[]> {
  const answers = new Map<string, number[]>();
  for (let free = capacity; free >= 0; free -= 1) {
    const page = await look(set, party);
    answers.set(page, [...(answers.get(page) ?? []), free]);
    if (free > 0) await bookByPhone(set, `他人 ${free}`);
  }
  return [...answers.values()].filter((counts) => counts.length === 1 && counts[0] !== 0).flat();
}

for (const party of [1, 2, 3, 4])
  test(`[8(3)⑧a] a party of ${party} that only looks can name no count in a slot of six`, async () => {
    const set = await stage(6);
    // Kept from a time when it could be set.
    await arena.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('few-places', '1', lib.now())`);
    expect(await namedBySign(set, 6, party)).toEqual([]);
  });

test('[8(3)⑧a] control: with △ that does not count the party, a party of two can say that two are left', async () => {
  const set = await stage(6);
  await arena.break(
    'reservations.sign(integer,integer,integer,integer,integer)',
    'p_free - p_units < greatest(p_few, 2)',
    'p_free <= p_few',
  );
  expect(await namedBySign(set, 6, 2)).toEqual([2]);
});

test('[8(3)⑧a] in a slot of three places △ would name the count: it is not shown there', async () => {
  expect(await namedBySign(await stage(3), 3)).toEqual([]);
});

test('[8(3)⑧a] control: with △ in small slots too, who only looks can say that nobody has booked', async () => {
  const set = await stage(3);
  await arena.break(
    'reservations.sign(integer,integer,integer,integer,integer)',
    ' AND p_capacity >= greatest(p_few_min, greatest(p_few, 2) + p_units + 1)',
    '',
  );
  expect(await namedBySign(set, 3)).toEqual([3]);
});

/** How often the outsider is right who books, lets others book, books again, and takes the difference of the two numbers for the others' count. */
async function rightByNumbers(before = async () => {}): Promise<number> {
  const set = await stage(1_000);
  await before();
  let right = 0;
  let last: number | undefined;
  let between = 0;
  for (let turn = 0; turn < 20; turn += 1) {
    const number = Number((await bookOnTheWeb(set, `探り ${turn}回`)).replace('-', ''));
    if (last !== undefined && Math.abs(number - last) - 1 === between) right += 1;
    last = number;
    between = turn % 4;
    for (let n = 0; n < between; n += 1) await bookByPhone(set, `他人 ${turn}の${n}`);
  }
  return right;
}

test('[8(3)⑧a] reservation numbers do not tell how many were booked between two', async () => {
  expect(await rightByNumbers()).toBe(0);
});

test('[8(3)⑧a] control: numbers given one after the other tell it every time', async () => {
  const byLot = "(('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint) % 100000000";
  const counted = '(SELECT count(*) FROM reservations.reservations WHERE number IS NOT NULL)';
  expect(await rightByNumbers(() => arena.break('reservations.confirm(audit.actor,uuid,integer)', byLot, counted))).toBe(19);
});
