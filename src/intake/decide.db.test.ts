import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openActs } from '../../test/support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { type Actor, actorSql } from '../audit/actor.ts';
import { readCard } from '../cards/read.ts';
import { EVERYBODY } from '../cards/viewer.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { kanaKey, nameKey, personKey } from '../lib/japanese/keys.ts';
import { book } from '../reservations/acts.ts';
import { decide, lastDecided, listConflicts, undecide } from './decide.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let close: () => Promise<void>;
let actor: Actor;
let n = 200_000;
let card = 0;

beforeAll(async () => {
  ({ fresh, city, db, actor, close } = await openActs('admin', 20));
});
afterAll(() => close());
beforeEach(async () => {
  card = await makeCard(fresh.db, { noticeId: `A1B-${++n}`, name: `山田 花子${n}`, kana: 'ヤマダ ハナコ' });
});

const bookFor = async (id: number, hour: number) =>
  book(db, actor, {
    id: randomUUID(),
    serviceId: city.service,
    slotId: await slotAt(db, city, city.main, 5, hour),
    members: [{ cardId: id }],
    channel: 'phone',
    mail: null,
    phone: '',
    language: 'ja',
    exceedReason: null,
    personReason: null,
  });

/** A row of a list that says another name for the card's notice ID and birthday. */
async function ask(name: string): Promise<number> {
  const { id: importId } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at) VALUES ('cards', 'list.csv', 'x', 'p', lib.now()) RETURNING id`,
  );
  const key = nameKey(name);
  const told = {
    notice_id: `A1B-${n}`,
    name,
    kana: 'サトウ ハナコ',
    name_key: key,
    kana_key: kanaKey('サトウ ハナコ'),
    birth_date: '1947-03-08',
    birth_text: '1947-03-08',
    person_key: personKey(key, '1947-03-08'),
    address: '久留米市日吉町1番地',
  };
  const { id } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO intake.conflicts (import_id, card_id, line, incoming, fingerprint) VALUES (${importId}, ${card}, 3, ${JSON.stringify(told)}::jsonb, ${name}) RETURNING id`,
  );
  return id;
}

test('[8(3)⑫] the same person under a corrected name: card, visit and standing follow, nobody is booked twice', async () => {
  const name = `佐藤 花子${n}`;
  expect(await bookFor(card, 10)).toMatchObject({ ok: true });
  const id = await ask(name);
  expect((await listConflicts(db, { seesProtected: false }, 50)).map((one) => one.told.name)).toContain(name);
  expect(await decide(db, EVERYBODY, actor, id, 'corrected-name')).toEqual({ ok: true, value: card });
  expect(await decide(db, EVERYBODY, actor, id, 'dropped')).toEqual({ ok: true, value: null });
  expect(await readCard(db, card)).toMatchObject({
    name,
    kana: 'サトウ ハナコ',
    address: '久留米市日吉町1番地',
    status: 'booked',
  });
  const another = await makeCard(fresh.db, { noticeId: `B2C-${n}`, name });
  expect(await bookFor(another, 11)).toMatchObject({ ok: false, reason: 'already_booked' });
  const under = await makeCard(fresh.db, { noticeId: `C3D-${n}`, name: `山田 花子${n}` });
  expect(await bookFor(under, 11)).toMatchObject({ ok: true });
});

test('[8(3)⑫] a correction that would book one person twice is refused whole', async () => {
  const name = `佐藤 花子${n}`;
  const other = await makeCard(fresh.db, { noticeId: `D4E-${n}`, name });
  await bookFor(other, 10);
  await bookFor(card, 11);
  expect(await decide(db, EVERYBODY, actor, await ask(name), 'corrected-name')).toMatchObject({
    ok: false,
    reason: 'booked_twice',
  });
  expect(await readCard(db, card)).toMatchObject({ name: `山田 花子${n}` });
});

test('[8(3)⑫] a visit whose day is over stands in no correction’s way, whichever of the two cards it is of', async () => {
  const name = `佐藤 花子${n}`;
  const other = await makeCard(fresh.db, { noticeId: `D5E-${n}`, name });
  await bookFor(other, 12);
  await bookFor(card, 13);
  await fresh.db.run(
    sql`UPDATE ledger.standing SET until = lib.now() - interval '1 hour' WHERE reservation_id IN (SELECT reservation_id FROM reservations.members WHERE card_id = ${card})`,
  );
  expect(await decide(db, EVERYBODY, actor, await ask(name), 'corrected-name')).toEqual({ ok: true, value: card });
  expect(await readCard(db, card)).toMatchObject({ name });
});

test('another person gets a card of their own; dropped changes nothing', async () => {
  const name = `佐藤 花子${n}`;
  const id = await ask(name);
  const decided = await decide(db, EVERYBODY, actor, id, 'another-person');
  expect(decided.ok && decided.value !== card).toBe(true);
  expect(await readCard(db, card)).toMatchObject({ name: `山田 花子${n}` });
  expect(await decide(db, EVERYBODY, actor, await ask(`鈴木 花子${n}`), 'dropped')).toEqual({ ok: true, value: card });
  expect(await readCard(db, card)).toMatchObject({ name: `山田 花子${n}` });
  expect(await decide(db, EVERYBODY, actor, 999_999, 'dropped')).toMatchObject({ reason: 'unknown' });
});

const row = async (id: number) => {
  const { found } = await fresh.db.one<{ found: string }>(
    sql`SELECT (to_jsonb(c) - 'updated_at')::text AS found FROM cards.cards c WHERE id = ${id}`,
  );
  return found;
};

test('a decision is taken back: card, visit and standing are what they were, and the question is asked again', async () => {
  const name = `佐藤 花子${n}`;
  expect(await bookFor(card, 10)).toMatchObject({ ok: true });
  const before = await row(card);
  const id = await ask(name);
  await decide(db, EVERYBODY, actor, id, 'corrected-name');
  expect(await row(card)).not.toBe(before);
  expect((await lastDecided(db, { seesProtected: false }, 5))[0]).toMatchObject({
    id,
    decision: 'corrected-name',
    before: `山田 花子${n}`,
    told: name,
  });
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ ok: true });
  expect(await row(card)).toBe(before);
  expect((await listConflicts(db, { seesProtected: false }, 500)).map((one) => one.id)).toContain(id);
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ reason: 'unknown' });
  // Who stands there is the former person again: nobody under that name is booked twice.
  const twin = await makeCard(fresh.db, { noticeId: `E5F-${n}`, name: `山田 花子${n}` });
  expect(await bookFor(twin, 11)).toMatchObject({ ok: false, reason: 'already_booked' });
});

test('a decision is not taken back over what happened since', async () => {
  const name = `佐藤 花子${n}`;
  const id = await ask(name);
  const made = await decide(db, EVERYBODY, actor, id, 'another-person');
  const other = made.ok ? (made.value ?? 0) : 0;
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ ok: true });
  expect(await readCard(db, other)).toBeUndefined();
  const again = await decide(db, EVERYBODY, actor, id, 'another-person');
  const kept = again.ok ? (again.value ?? 0) : 0;
  await fresh.db.run(sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${kept}, '車いす', lib.now(), 1)`);
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ reason: 'changed_since' });
  expect(await readCard(db, kept)).toBeDefined();

  const corrected = await ask(`鈴木 花子${n}`);
  await decide(db, EVERYBODY, actor, corrected, 'corrected-name');
  await fresh.db.run(
    sql`UPDATE cards.cards SET phone = '0942000001', updated_at = lib.now() + interval '1 second' WHERE id = ${card}`,
  );
  expect(await undecide(db, EVERYBODY, actor, corrected)).toMatchObject({ reason: 'changed_since' });
  const dropped = await ask(`高橋 花子${n}`);
  await decide(db, EVERYBODY, actor, dropped, 'dropped');
  expect(await undecide(db, EVERYBODY, actor, dropped)).toMatchObject({ ok: true });
});

test('[8(1)④a] a card of another person that somebody is choosing a time with stays, and the clerk is told so', async () => {
  const made = await decide(db, EVERYBODY, actor, await ask(`近藤 花子${n}`), 'another-person');
  if (!made.ok || made.value === null) throw new Error('not made');
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM intake.conflicts WHERE made_card = ${made.value}`);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'notified' WHERE id = ${made.value}`);
  const [hold, slot] = [randomUUID(), await slotAt(db, city, city.main, 6, 10)];
  await db.run(sql`
    SELECT reservations.hold(${actorSql(actor)}, ${hold}::uuid, ${city.service}, ${slot}, ${JSON.stringify([{ card_id: made.value }])}::jsonb, 'staff', 'phone', NULL, '', 'ja', NULL, NULL)`);
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ reason: 'changed_since' });
  expect(await readCard(db, made.value)).toBeDefined();
});

test('[8(1)④a] a card of another person that a stock-take found, or that somebody waits for a place with, stays', async () => {
  const id = await ask(`内田 花子${n}`);
  const made = await decide(db, EVERYBODY, actor, id, 'another-person');
  const found = made.ok ? (made.value ?? 0) : 0;
  const { take } = await fresh.db.one<{ take: number }>(sql`
    WITH box AS (INSERT INTO cards.storage_places (office_id, cabinet, box, size) VALUES (${city.main}, '判断棚', '1箱', 10) RETURNING id)
    INSERT INTO cards.stocktakes (storage_place_id, begun_at, begun_by) SELECT id, lib.now(), 1 FROM box RETURNING id AS take`);
  await db.run(sql`SELECT cards.see_in_stocktake(${actorSql(actor)}, ${take}, ${found}, false)`);
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ reason: 'changed_since' });
  expect(await fresh.db.rows(sql`SELECT FROM cards.stocktake_cards WHERE card_id = ${found}`)).toHaveLength(1);

  const waits = await ask(`江口 花子${n}`);
  const other = await decide(db, EVERYBODY, actor, waits, 'another-person');
  const waiting = other.ok ? (other.value ?? 0) : 0;
  await fresh.db.run(sql`
    INSERT INTO waiting.entries (id, service_id, card_ids, phone, channel, office_ids, from_day, to_day, day_kinds, parts, entered_at)
    VALUES (gen_random_uuid(), ${city.service}, ARRAY[${waiting}::bigint], '0942-31-0001', 'phone', ARRAY[${city.main}]::integer[], ${city.today}::date, ${city.today}::date + 9,
      '{weekday}', '{morning}', lib.now())`);
  expect(await undecide(db, EVERYBODY, actor, waits)).toMatchObject({ reason: 'changed_since' });
  expect(await readCard(db, waiting)).toBeDefined();
});

test('[8(1)④a] a decision whose card is gone is taken back like one whose card is removed with it', async () => {
  const id = await ask(`江藤 花子${n}`);
  const made = await decide(db, EVERYBODY, actor, id, 'another-person');
  await fresh.db.run(sql`DELETE FROM cards.cards WHERE id = ${made.ok ? made.value : 0}`);
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ ok: true });
  expect((await listConflicts(db, { seesProtected: false }, 500)).map((one) => one.id)).toContain(id);
});

test('[8(2)②b] nobody decides or takes back what their page hides: to them the question is unknown', async () => {
  const id = await ask(`佐藤 花子${n}`);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  const blind = { seesProtected: false };
  const before = await row(card);
  expect(await decide(db, blind, actor, id, 'corrected-name')).toMatchObject({ reason: 'unknown' });
  expect(await row(card)).toBe(before);
  expect(await decide(db, EVERYBODY, actor, id, 'corrected-name')).toMatchObject({ ok: true });
  expect(await undecide(db, blind, actor, id)).toMatchObject({ reason: 'unknown' });
  expect(await undecide(db, EVERYBODY, actor, id)).toMatchObject({ ok: true });
  expect(await row(card)).toBe(before);
});
