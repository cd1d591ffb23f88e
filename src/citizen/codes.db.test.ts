import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import { BIRTHDAY, linkSecret, startCitizenDoor, type TestCitizenDoor, travel } from '../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { written } from '../../test/support/log.ts';
import { good, words } from '../../test/support/pages.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { writeLetter } from '../letters/write.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import type { ClaimedMail } from '../outbox/queue.ts';

/** The six digits of a registration mail, typed where the citizen began. */

const WRONG = '番号を確認できませんでした';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let worker: Db;

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
  door = await startCitizenDoor(fresh);
  worker = fresh.as('worker', 3);
});
afterAll(async () => {
  await worker.close();
  await door.close();
  await fresh.drop();
});

let people = 0;
/** Somebody who waits for their mail. */
async function waitsForMail(): Promise<{ me: Visitor; mail: string }> {
  people += 1;
  const notice = `C0D-${String(people).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: notice, name: `番号 花子${people}`, officeId: city.main });
  const me = visitor(door.url);
  const mail = `bango-${people}@example.jp`;
  await me.get('/notice');
  await me.post('/notice', { notice, ...BIRTHDAY });
  await me.get('/mail');
  await me.post('/mail', { mail, mail_again: mail });
  await me.get('/mail/sent');
  return { me, mail };
}

/** The last mail, as the worker writes it: its digits stand on a line of their own. */
async function digits(): Promise<string> {
  const mail = await fresh.db.one<ClaimedMail>(sql`
    SELECT id, kind, reservation_id AS "reservationId", visit_id AS "visitId", 1 AS attempts, message_id AS "messageId", message_id AS lease, due_at AS "dueAt", false AS "leftBehind"
    FROM outbox.mails WHERE kind = 'link' ORDER BY id DESC LIMIT 1`);
  const written = await writeLetter(worker, mail, 'https://yoyaku.example.jp');
  if (!('letter' in written)) throw new Error(JSON.stringify(written));
  const found = /^\d{6}$/mu.exec(written.letter.text)?.[0] ?? '';
  // What is kept of the mail at the desk has none of it.
  expect(written.secrets).toContain(found);
  return found;
}

const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const type = (me: Visitor, code: string) => me.post('/mail/code', { code });

test('the digits of the mail lead on in the browser one began in, once, however they are typed; what lies in the database is a hash', async () => {
  const { me } = await waitsForMail();
  const code = await digits();
  expect(words(await good(await me.get('/mail/sent')))).toContain('メールに書いてある6桁の番号');
  expect(words(await good(await type(me, '12345'), 422))).toContain('6桁の番号を入力してください');
  const { row } = await fresh.db.one<{ row: string }>(sql`SELECT row_to_json(c)::text AS row FROM reservations.codes c`);
  expect(row).not.toContain(code);
  const wide = `${code.slice(0, 3)}-${code.slice(3)}`.replace(/\d/gu, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  expect((await type(me, wide)).location).toBe('/calendar');
  await good(await me.get('/calendar'));
  expect(await fresh.db.rows(sql`SELECT FROM reservations.codes`)).toEqual([]);
  expect(written(door.log)).not.toContain(code);
});

test('wrong, over, used up by the link, of an older mail, of another’s visit: one answer for all', async () => {
  const answers: string[] = [];
  const refused = async (me: Visitor, code: string) => answers.push(words(await good(await type(me, code), 422)));
  const [one, two] = [await waitsForMail(), await waitsForMail()];
  const code = await digits();
  await refused(two.me, other(code));
  await refused(one.me, code);
  // The newest mail's alone.
  await two.me.post('/mail/again', {});
  await two.me.get('/mail/sent');
  const newer = await digits();
  if (newer !== code) await refused(two.me, code);
  // Another address: the mail that went to the first one opens nothing.
  await two.me.get('/mail');
  await two.me.post('/mail', { mail: 'x-bango@example.jp', mail_again: 'x-bango@example.jp' });
  await two.me.get('/mail/sent');
  await refused(two.me, newer);
  const last = await digits();
  await travel(fresh.db, 31);
  await refused(two.me, last);
  await travel(fresh.db, 0);
  const secret = await linkSecret(fresh.db);
  const phone = visitor(door.url);
  await phone.get(`/links/${secret}`);
  expect((await phone.post(`/links/${secret}`, {})).location).toBe('/calendar');
  expect(
    await fresh.db.rows(
      sql`SELECT FROM reservations.codes c JOIN reservations.visits v ON v.id = c.visit_id AND v.mail = 'x-bango@example.jp'`,
    ),
  ).toEqual([]);
  for (const answer of answers) expect(answer).toContain(WRONG);
});

test('a mail that was left behind and written anew may have arrived before: the digits of either try are good, of an older one they are not', async () => {
  const { me } = await waitsForMail();
  const [first, second, third] = [await digits(), await digits(), await digits()];
  if (first !== second && first !== third) expect((await type(me, first)).status).toBe(422);
  expect((await type(me, second)).location).toBe('/calendar');
});

/** Twelve guesses at once, then the right one: where it leads. */
async function guessed(): Promise<string | null> {
  const { me } = await waitsForMail();
  const code = await digits();
  const guesses = Array.from({ length: 12 }, (_, n) => String((Number(code) + n + 1) % 1_000_000).padStart(6, '0'));
  const answers = await Promise.all(guesses.map((guess) => type(me, guess)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]));
  return (await type(me, code)).location;
}

test('[8(3)⑭b] five tries, counted before they are judged: after twelve at once the right one opens nothing', async () => {
  expect(await guessed()).toBeNull();
});

test('[8(3)⑭b] control: tries that are not counted can be made until one is right', async () => {
  const { body } = await fresh.db.one<{ body: string }>(
    sql`SELECT pg_get_functiondef('citizen.type_code(bytea,text,text,text,text)'::regprocedure) AS body`,
  );
  expect(body).toContain('SET tries = tries + 1');
  await fresh.db.pool.query(body.replace('SET tries = tries + 1', 'SET tries = tries'));
  try {
    expect(await guessed()).toBe('/calendar');
  } finally {
    await fresh.db.pool.query(body);
  }
});

test('from an address that has typed too much wrong, no digits are believed', async () => {
  const { me } = await waitsForMail();
  const code = await digits();
  await fresh.db.run(sql`UPDATE cards.tries SET rests_until = lib.now() + interval '10 minutes' WHERE scope = 'address'`);
  expect(words(await good(await type(me, code), 422))).toContain(WRONG);
  await fresh.db.run(sql`DELETE FROM cards.tries`);
  expect((await type(me, code)).location).toBe('/calendar');
});

test('wrong digits that are sent over and over are counted, hashed no more and have no line of the log each; the right ones of a new mail open as ever', async () => {
  const { me, mail } = await waitsForMail();
  const before = await fresh.db.one<{ n: number }>(
    sql`SELECT count(*)::integer AS n FROM audit.events WHERE act = 'citizen.code-refused'`,
  );
  await fresh.db.run(sql`
    SELECT citizen.type_code(v.cookie_hash, '000000', 'a caller', '', '') FROM reservations.visits v, generate_series(1, 600) WHERE v.mail = ${mail}`);
  const after = await fresh.db.one<{ n: number; told: number }>(
    sql`SELECT count(*)::integer AS n, max((detail ->> 'tries')::integer) AS told FROM audit.events WHERE act = 'citizen.code-refused'`,
  );
  expect([after.n - before.n, after.told]).toEqual([103, 512]);
  await me.post('/mail', { mail, mail_again: mail });
  expect((await me.post('/mail/code', { code: await digits() })).status).toBe(303);
});
