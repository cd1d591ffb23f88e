import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { cookieHash } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { type Arena, CALLER, openArena, walk } from './arena.ts';
import { heldUpIn } from './held-up.ts';

/** How many mails a day somebody is sent by pressing: as many as the city says, also where several browsers press at one moment. */

let arena: Arena;
afterEach(() => arena.close());

const PRESSES = 6;
/** All have asked how many there are before the first mail is put. */
const atOnce = (press: (n: number) => Promise<unknown>) =>
  heldUpIn(
    arena,
    sql`LOCK TABLE outbox.mails IN SHARE MODE`,
    () => Promise.all(Array.from({ length: PRESSES }, (_, n) => press(n))),
    { waiters: PRESSES },
  );
const put = async (kind: string): Promise<number> =>
  (await arena.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = ${kind}`)).n;

/** A booking, and browsers that each opened it by a link of one of its mails, which press for its mail once more. */
async function pressAgain(): Promise<number> {
  const one = await arena.citizen(await arena.card('田中 花子'));
  expect(await walk(arena, one, await arena.slot(10))).toMatchObject({ id: one.id });
  const cookies = Array.from({ length: PRESSES }, () => cookieHash(randomBytes(16).toString('hex')));
  for (const cookie of cookies)
    await arena.db.run(sql`
      INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, mail, proven_at, reservation_id, created_at, expires_at)
      VALUES (${cookie}, 'manage', ${arena.city.service}, ARRAY[${one.card}::bigint], 'a@example.jp', lib.now(), ${one.id}, lib.now(), lib.now() + interval '1 day')`);
  const before = await put('booked');
  await atOnce((n) => arena.alone.resend(cookies[n] ?? one.cookie, CALLER));
  return (await put('booked')) - before;
}

/** Browsers that each proved the same card, and type an address each. One mail a visit, three a card. */
async function pressForLinks(): Promise<number> {
  await arena.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('link-mails', '1')`);
  const card = await arena.card('田中 花子');
  const visits = await Promise.all(Array.from({ length: PRESSES }, () => arena.citizen(card)));
  await atOnce((n) => arena.alone.requestLink(visits[n]?.cookie ?? Buffer.of(), `a${n}@example.jp`, CALLER));
  return put('link');
}

test('[8(3)⑩a] a booking’s mail is sent again three times a day, however many browsers press', async () => {
  arena = await openArena(2);
  expect(await pressAgain()).toBe(3);
  // Counted with whatever else somebody asks to be sent there.
  expect(
    await arena.db.one(
      sql`SELECT count(*)::integer AS n FROM reservations.asked a, reservations.reservations r WHERE a.mailbox = reservations.hash_of('own ' || reservations.inbox(r.mail))`,
    ),
  ).toEqual({ n: 3 });
});

test('[8(3)⑩a] control: counted without the booking’s lock all of them are sent', async () => {
  arena = await openArena(2);
  await arena.break('citizen.send_again(bytea,text,text)', 'mail IS NOT NULL FOR UPDATE;', 'mail IS NOT NULL;');
  expect(await pressAgain()).toBe(PRESSES);
});

test('[8(3)③] a card’s visits are written to as often as the city says, however many begin', async () => {
  arena = await openArena(2);
  expect(await pressForLinks()).toBe(3);
});

test('[8(3)③] control: counted without the card’s lock all of them are written to', async () => {
  arena = await openArena(2);
  await arena.break(
    'reservations.put_link(reservations.visits,text,timestamptz,text,text)',
    "PERFORM cards.count_try('mail', 'card ' || u.id, 2147483647, p_at)",
    'PERFORM',
  );
  expect(await pressForLinks()).toBe(PRESSES);
});
