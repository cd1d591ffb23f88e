import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { cookieHash } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import type { Person } from '../../src/reservations/person.ts';
import { addService, slotAt } from '../support/small-city.ts';
import { type Arena, CALLER, openArena } from './arena.ts';

/** §8(3)⑭: what is limited is counted where it happens, also when it comes all at once or under another name. */

let arena: Arena;
afterEach(() => arena.close());

const NOTICE = 'G1G-000001';
const LIMIT = 5;

const prove = (day: number, address = 'a') =>
  arena.citizens.verify(
    { service: 'card-pickup', noticeId: NOTICE, month: 3, day, year: null, address, language: 'ja' },
    'book',
    cookieHash(randomUUID()),
    CALLER,
  );

const PROVE = 'cards.prove(text,integer,integer,integer,text,text,text,boolean,timestamptz)';

/** Fifteen birthdays, all on their way before the first is looked at. How many were judged, with one that was tried before. */
async function burst(): Promise<number> {
  await arena.db.pool.query('CREATE SEQUENCE test.judged; GRANT USAGE ON SEQUENCE test.judged TO PUBLIC');
  await arena.break(PROVE, 'outcome := CASE', "IF NOT v_rests THEN PERFORM nextval('test.judged'); END IF; outcome := CASE");
  expect(await prove(30)).toBe('refused');
  const client = await arena.db.pool.connect();
  try {
    await client.query('BEGIN; LOCK TABLE cards.cards IN ACCESS EXCLUSIVE MODE');
    const tries: Promise<string>[] = [];
    for (const day of [9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]) {
      tries.push(prove(day));
      await arena.waiting(tries.length);
    }
    await client.query('COMMIT');
    expect(new Set(await Promise.all(tries))).toEqual(new Set(['refused']));
    return (await arena.db.one<{ n: number }>(sql`SELECT last_value AS n FROM test.judged`)).n;
  } finally {
    client.release();
  }
}

async function openWithCard(): Promise<void> {
  arena = await openArena(20);
  await arena.card('田中 花子', NOTICE);
}

test('[8(3)⑭a] of wrong entries that come at once as many are judged as the city sets, and the right one behind them is not let in', async () => {
  await openWithCard();
  expect(await burst()).toBe(LIMIT);
  expect(await prove(8)).toBe('refused');
});

test('[8(3)⑭a] control: where the count is looked at and not taken first, all of them are', async () => {
  await openWithCard();
  await arena.break(
    PROVE,
    "v_try := cards.take_try(p_notice, p_at, v_of || 'notice');",
    "SELECT CASE WHEN cards.rests('notice', p_notice, p_at) THEN 99 ELSE 0 END AS counted, NULL::cards.tries AS before INTO v_try;",
  );
  expect(await burst()).toBe(16);
});

test('[8(3)⑭a] a rest ends when it said: neither right nor wrong entries meanwhile prolong it', async () => {
  await openWithCard();
  for (let n = 0; n < LIMIT; n += 1) await prove(30);
  const until = async () =>
    (await arena.db.one<{ until: Date }>(sql`SELECT rests_until AS until FROM cards.tries WHERE scope = 'notice'`)).until;
  const first = await until();
  await arena.pass(20);
  for (const day of [8, 9, 8, 8, 8, 8, 8]) expect(await prove(day)).toBe('refused');
  expect(await until()).toEqual(first);
  await arena.pass(11);
  expect(await prove(8)).toBe('ok');
});

test('[8(3)⑭a] a right entry gives its count back, and one that is asked the year counts nothing', async () => {
  await openWithCard();
  for (let n = 0; n < 3; n += 1) {
    expect(await prove(30)).toBe('refused');
    expect(await prove(8)).toBe('ok');
  }
  expect(await arena.db.rows(sql`SELECT FROM cards.tries WHERE scope = 'notice'`)).toEqual([]);
  await arena.db.run(sql`UPDATE cards.tries SET failures = 1000 WHERE scope = 'site'`);
  for (let n = 0; n < 10; n += 1) expect(await prove(8)).toBe('year_needed');
  expect(await arena.db.rows(sql`SELECT FROM cards.tries WHERE scope = 'notice'`)).toEqual([]);
});

let service = 0;
const person = (n: number): Person => ({
  name: `別人 ${n}`,
  kana: 'ベツジン',
  // Of one sound, so each of another day.
  birthDate: Temporal.PlainDate.from('1977-11-09').add({ days: n }).toString(),
  phone: `090${String(n).padStart(8, '0')}`,
});

async function openWithService(): Promise<void> {
  arena = await openArena(60);
  service = await addService(arena.db, arena.city, { code: 'renewal', name: '電子証明書の更新', capacity: 60, bring: [] });
}

/** Somebody who typed who they are, from an address of the network. */
async function begin(n: number, address = `from ${n}`): Promise<Buffer> {
  const cookie = cookieHash(randomBytes(16).toString('hex'));
  expect(await arena.citizens.identify({ service: 'renewal', person: person(n), address, language: 'ja' }, cookie, CALLER)).toBe(
    'ok',
  );
  return cookie;
}
const ask = async (cookie: Buffer, mail: string) => {
  const asked = await arena.citizens.requestLink(cookie, mail, CALLER);
  return asked.ok ? asked.value : asked.reason;
};
/** Presses the mail's button. */
async function proveMail(cookie: Buffer): Promise<void> {
  const { secret } = await arena.db.one<{ secret: string }>(
    sql`SELECT reservations.new_link(id, NULL, mail) AS secret FROM reservations.visits WHERE cookie_hash = ${cookie}`,
  );
  expect(await arena.citizens.openLink(secret, cookie, cookie, CALLER)).toBe('ready');
}
const hold = async (cookie: Buffer, id = randomUUID()) => {
  const slot = await slotAt(arena.db, { ...arena.city, service }, arena.city.main, 10, 9);
  const held = await arena.citizens.hold(cookie, id, slot, CALLER);
  return held.ok ? 'held' : held.reason;
};
async function book(cookie: Buffer): Promise<string> {
  const id = randomUUID();
  const held = await hold(cookie, id);
  if (held !== 'held') return held;
  const booked = await arena.citizens.confirm(cookie, id, 0, CALLER);
  return booked.ok ? 'booked' : booked.reason;
}

test('[8(3)⑭b] a mailbox is sent fifteen such mails a day, whatever is typed afterwards and with whatever tag', async () => {
  await openWithService();
  let delivered = 0;
  for (let n = 0; n < 12; n += 1) {
    const cookie = await begin(n);
    for (let turn = 0; turn < 4; turn += 1) {
      const typed = ['t@victim.example', `T+${n}@Victim.example`, `t+${turn}+x@victim.example`][turn % 3] ?? '';
      if ((await ask(cookie, typed)) === 'sent') delivered += 1;
    }
    await ask(cookie, `mine${n}@example.jp`);
  }
  expect(delivered).toBe(15);
  expect(await ask(await begin(99), 'another@victim.example')).toBe('sent');
});

test('[8(3)⑭b] the same holds for those who come by card: many cards, one mailbox', async () => {
  arena = await openArena(5);
  let delivered = 0;
  for (let n = 0; n < 6; n += 1) {
    const one = await arena.citizen(await arena.card(`田中 花子${n}`));
    for (let turn = 0; turn < 4; turn += 1) if ((await ask(one.cookie, `t+${turn}@victim.example`)) === 'sent') delivered += 1;
  }
  expect(delivered).toBe(15);
});

test('[8(3)⑭b] asked for all at once, no more leave than are counted', async () => {
  await openWithService();
  const cookies = await Promise.all(Array.from({ length: 30 }, (_, n) => begin(n)));
  const asked = await Promise.all(cookies.map((cookie) => ask(cookie, 't@victim.example')));
  expect(asked.filter((one) => one === 'sent')).toHaveLength(15);
});

test('[8(3)⑭b] [9(3)b] one mailbox books as many places as the city sets, counted by the address that the reservation has', async () => {
  await openWithService();
  const results: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    const cookie = await begin(n);
    expect(await ask(cookie, `me+${n}@example.jp`)).toBe('sent');
    await proveMail(cookie);
    results.push(await book(cookie));
    // Afterwards something else is typed: what is booked stays this mailbox's.
    await ask(cookie, `else${n}@example.jp`);
  }
  expect(results).toEqual([
    ...Array.from({ length: 6 }, () => 'booked'),
    ...Array.from({ length: 4 }, () => 'too_many_for_mail'),
  ]);
});

test('[8(3)⑭b] [9(3)b] an address typed anew while a place is held counts for that address when it is booked', async () => {
  await openWithService();
  await arena.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('live-per-mail', '1')`);
  const first = await begin(1);
  await ask(first, 'me@example.jp');
  await proveMail(first);
  expect(await book(first)).toBe('booked');
  const second = await begin(2);
  await ask(second, 'other@example.jp');
  await proveMail(second);
  const id = randomUUID();
  expect(await hold(second, id)).toBe('held');
  await ask(second, 'me@example.jp');
  await proveMail(second);
  expect(await arena.citizens.confirm(second, id, 0, CALLER)).toMatchObject({ ok: false, reason: 'too_many_for_mail' });
});

test('[8(3)⑭b] [9(3)b] twenty-five invented persons from one address hold no more places than the city sets; from a carrier’s many, who book at once, all pass', async () => {
  await openWithService();
  await arena.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('held-per-address', '10', lib.now())`);
  const invented: Buffer[] = [];
  for (let n = 0; n < 25; n += 1) {
    const cookie = await begin(n, 'one address');
    await ask(cookie, `invented${n}@example.jp`);
    await proveMail(cookie);
    invented.push(cookie);
  }
  const held = await Promise.all(invented.map((cookie) => hold(cookie)));
  expect(held.filter((one) => one === 'held')).toHaveLength(10);
  expect(new Set(held)).toEqual(new Set(['held', 'too_many_held']));
  const honest: string[] = [];
  for (let n = 100; n < 125; n += 1) {
    const cookie = await begin(n, 'a carrier');
    await ask(cookie, `honest${n}@example.jp`);
    await proveMail(cookie);
    honest.push(await book(cookie));
  }
  expect(new Set(honest)).toEqual(new Set(['booked']));
  // What the ten let go of lapses, and others of that address may.
  await arena.pass(11);
  expect(await hold(invented.at(held.indexOf('too_many_held')) ?? Buffer.from(''))).toBe('held');
});
