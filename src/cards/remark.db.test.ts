import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/support/database.ts';
import { must } from '../../test/support/must.ts';
import { openActs } from '../../test/support/open.ts';
import { makeCard } from '../../test/support/small-city.ts';
import type { Actor } from '../audit/actor.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { withdrawRemark, writeRemark } from './acts.ts';
import { readCard, remarkOfPerson, remarks } from './read.ts';
import { lastRemarks } from './remark.ts';

let fresh: FreshDatabase;
let db: Db;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ fresh, db, close } = await openActs('counter'));
});
afterAll(() => close());

let n = 0;
const staff = async (login: string): Promise<Actor> => ({
  kind: 'staff',
  staffId: (
    await fresh.db.one<{ id: number }>(
      sql`INSERT INTO staff.accounts (login, name, password_hash, created_at) VALUES (${login}, ${login}, '', lib.now()) RETURNING id`,
    )
  ).id,
});
const card = (name: string, birthDate: string | null, isProtected = false) =>
  makeCard(fresh.db, { noticeId: `REM-${400_000 + ++n}`, name, birthDate, protected: isProtected });
const remarked = (cardId: number | null, key: string | null, body: string) =>
  fresh.db.run(sql`
    INSERT INTO cards.remarks (card_id, person_key, body, at, staff_id)
    VALUES (${cardId}, ${key}, ${body}, lib.now(), (SELECT min(id) FROM staff.accounts))`);

test('[8(2)⑬a] the last remark of many rows is that of each by itself: of the card, its holder, who comes without one, and not of the protected', async () => {
  const key = async (id: number) =>
    (await fresh.db.one<{ key: string | null }>(sql`SELECT person_key AS key FROM cards.cards WHERE id = ${id}`)).key;
  const [old, anew] = [await card('備考 一', '1950-01-01'), await card('備考 一', '1950-01-01')];
  const [open, hidden] = [await card('備考 二', '1951-01-01'), await card('備考 二', '1951-01-01', true)];
  const [nobody, unknown] = [await card('備考 三', '1952-01-01'), await card('備考 四', null)];
  await remarked(old, null, '前の備考');
  await remarked(old, null, '後の備考');
  await remarked(open, null, '先に書いた備考');
  await remarked(hidden, null, '支援措置の備考');
  await remarked(unknown, null, '生年月日のない方');
  await remarked(null, await key(nobody), 'カードなしで書いた備考');
  await remarked(null, 'カードのない方', '窓口の備考');

  const rows = [
    ...(await Promise.all(
      [old, anew, open, hidden, nobody, unknown].map(async (id) => ({ card: id, personKey: await key(id) })),
    )),
    { card: null, personKey: 'カードのない方' },
    { card: null, personKey: '備考のない方' },
    { card: null, personKey: null },
  ];
  const each: (string | undefined)[] = [];
  for (const { card: id, personKey } of rows) {
    const found = await db.row<{ body: string }>(
      sql`SELECT x.body FROM cards.remarks_of(${id}::bigint, ${personKey}::text) x ORDER BY x.id DESC LIMIT 1`,
    );
    each.push(found?.body);
  }
  expect(await lastRemarks(db, rows)).toEqual(each);
  expect(each).toEqual([
    '後の備考',
    '後の備考',
    '先に書いた備考',
    '支援措置の備考',
    'カードなしで書いた備考',
    '生年月日のない方',
    '窓口の備考',
    undefined,
    undefined,
  ]);
  expect(await lastRemarks(db, [])).toEqual([]);
});

test('[8(2)②b] somebody whose mark stands though their card is gone is protected here too: neither their card of now nor a call says what was written of them', async () => {
  const [old, now] = [await card('備考 五', '1953-01-01'), await card('備考 五', '1953-01-01')];
  await remarked(old, null, '避難先から来られる方');
  const { key } = await fresh.db.one<{ key: string }>(sql`SELECT person_key AS key FROM cards.cards WHERE id = ${now}`);
  const shown = async () => [
    (await lastRemarks(db, [{ card: now, personKey: key }]))[0],
    (
      await db.row<{ body: string }>(
        sql`SELECT x.body FROM cards.remarks_of(${now}::bigint, ${key}::text) x ORDER BY x.id DESC LIMIT 1`,
      )
    )?.body,
    (await remarkOfPerson(db, { seesProtected: false }, key))?.body,
  ];
  expect(await shown()).toEqual(Array(3).fill('避難先から来られる方'));
  await fresh.db.run(
    sql`INSERT INTO cards.protections (card_id, person_key, since, why, at) VALUES (NULL, ${key}, lib.day_of(lib.now()), '申出', lib.now())`,
  );
  expect(await shown()).toEqual([undefined, undefined, undefined]);
  expect(await remarkOfPerson(db, { seesProtected: true }, key)).toMatchObject({ body: '避難先から来られる方' });
});

test('[8(2)⑬b] a remark that was written of the wrong person is withdrawn: its words are kept nowhere, the one before holds again', async () => {
  const id = await card('備考 五', '1953-01-01');
  const [mine, other] = [await staff('shimoda'), await staff('ueda')];
  const write = async (actor: Actor, from: number | null, body: string) => {
    return must(await writeRemark(db, actor, { of: { cardId: id }, from, body }));
  };
  const first = await write(mine, null, '車いす');
  const wrong = await write(mine, first, '別の方の相談の内容');
  const shown = async () => (await readCard(db, id))?.remark?.body;
  const withdraw = (actor: Actor, any: boolean, remark = wrong) => withdrawRemark(db, actor, { cardId: id, remark, any });
  expect(await withdraw(other, false)).toMatchObject({ reason: 'not_yours' });
  expect(await withdraw(mine, false, 99_999_999)).toMatchObject({ reason: 'unknown' });
  await fresh.db.run(sql`INSERT INTO cards.kept (card_id, why, at, staff_id) VALUES (${id}, '訴え', lib.now(), 1)`);
  expect(await withdraw(mine, false)).toMatchObject({ reason: 'kept' });
  await fresh.db.run(sql`UPDATE cards.kept SET lifted_at = lib.now() WHERE card_id = ${id}`);
  expect(await shown()).toBe('別の方の相談の内容');
  expect((await withdraw(mine, false)).ok).toBe(true);
  expect((await withdraw(mine, false)).ok).toBe(true);
  expect(await shown()).toBe('車いす');
  expect((await lastRemarks(db, [{ card: id, personKey: null }]))[0]).toBe('車いす');
  const history = await remarks(db, id);
  expect(history.map(({ body, withdrawnAt }) => [body, withdrawnAt !== null])).toEqual([
    ['', true],
    ['車いす', false],
  ]);
  expect(await fresh.db.rows(sql`SELECT FROM cards.remarks WHERE body LIKE '%相談の内容%'`)).toHaveLength(0);
  const acts = await fresh.db.rows(sql`SELECT FROM audit.events WHERE act = 'card.remark-withdrawn' AND card_id = ${id}`);
  expect(acts).toHaveLength(1);
  // A page that still shows the withdrawn one writes over nothing.
  expect(await writeRemark(db, mine, { of: { cardId: id }, from: wrong, body: 'x' })).toMatchObject({
    reason: 'changed_meanwhile',
  });
  expect((await withdraw(other, true, first)).ok).toBe(true);
  expect(await shown()).toBeUndefined();
});

test('[8(2)⑬b] nothing goes that was written of somebody of whom any card is kept', async () => {
  const [old, anew] = [await card('備考 七', '1957-01-01'), await card('備考 七', '1957-01-01')];
  const mine = await staff('harada');
  const written = must(await writeRemark(db, mine, { of: { cardId: anew }, from: null, body: '訴えのある方' }));
  await fresh.db.run(sql`INSERT INTO cards.kept (card_id, why, at, staff_id) VALUES (${old}, '訴え', lib.now(), 1)`);
  expect(await withdrawRemark(db, mine, { cardId: anew, remark: written, any: true })).toMatchObject({ reason: 'kept' });
  expect((await readCard(db, anew))?.remark?.body).toBe('訴えのある方');
});
