import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { openActs } from '../../../../test/support/open.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { recountDue } from '../../../cards/deadline.ts';
import { noticeReturned } from '../../../cards/returned.ts';
import { readNotReady } from '../../../counter/not-ready.ts';
import type { Db } from '../../../lib/db/db.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';
import { isRight, RIGHTS } from '../../../staff/rights.ts';
import { features, routes } from '../../app.tsx';
import { led } from '../../leads.ts';
import { waitingReader } from '../../menu.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let close: () => Promise<void>;
let staffId = 0;
beforeAll(async () => {
  const open = await openActs('admin', 20);
  ({ fresh, city, db, close } = open);
  staffId = open.actor.staffId;
});
afterAll(() => close());

const reader = waitingReader(
  led(
    routes,
    features.flatMap(({ waits = [] }) => waits),
  ),
);
/** Every count there is, by its words. */
async function counts(seesProtected: boolean): Promise<Record<string, number>> {
  await recountDue(db);
  const everything = { rights: new Set(Object.keys(RIGHTS).filter(isRight)), mustChange: false };
  const all = reader.seenBy(everything, await reader.count(db, { seesProtected }));
  return Object.fromEntries(all.map(({ words, count }) => [words, count]));
}

let n = 0;
const card = (name: string) => {
  n += 1;
  return makeCard(fresh.db, {
    noticeId: `T1D-${100_000 + n}`,
    name,
    protected: true,
    officeId: city.main,
    birthDate: `1950-01-${10 + n}`,
  });
};
const DAYS = sql`lib.day_of(lib.now())`;

/** Somebody whom few may see, in each of the ways in which a person waits at the desk. */
async function hideSome(): Promise<void> {
  const actor = { kind: 'staff', staffId } as const;
  const back = await card('返戻 花子');
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${DAYS} - 20 WHERE id = ${back}`);
  expect((await noticeReturned(db, actor, { cardId: back, why: '転居先不明', on: city.today })).ok).toBe(true);
  const due = await card('期限 花子');
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${DAYS} - 400, expires_on = ${DAYS} + 5 WHERE id = ${due}`);
  const told = await card('住所 花子');
  await fresh.db.run(
    sql`INSERT INTO cards.checked_addresses (card_id, checked_at, told_address, told_at) VALUES (${told}, lib.now(), '久留米市天神町1番地1', lib.now())`,
  );
  const { id: importId } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at) VALUES ('cards', 'x.csv', 'x', 'p', lib.now()) RETURNING id`,
  );
  await fresh.db.run(
    sql`INSERT INTO intake.conflicts (import_id, card_id, line, incoming, fingerprint) VALUES (${importId}, ${told}, 3, '{"name": "住所 花"}'::jsonb, 'x')`,
  );
  const missing = await card('不明 花子');
  const id = await bookFor(db, actor, city, missing, await slotAt(fresh.db, city, city.main, 1, 10), {
    mail: 'hidden@example.jp',
  });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${missing}`);
  await fresh.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('evening-hour', '0', lib.now())`);
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dead' WHERE reservation_id = ${id}::uuid`);
}

test('[8(2)②b] no number at the desk tells of somebody under 支援措置 to who may not see them', async () => {
  const [before, all] = [await counts(false), await counts(true)];
  await hideSome();
  expect(await counts(false)).toEqual(before);
  const grown = Object.entries(await counts(true)).filter(([words, count]) => count > (all[words] ?? 0));
  expect(grown.map(([words]) => words).toSorted()).toEqual(
    [
      '不達のメール',
      'カードがそろっていない来庁',
      '見つからないカード、届いていないカード',
      '交付通知書の返戻',
      '取込みデータの氏名相違',
      '一覧と異なる住所',
      '再通知の対象',
      'カードの有効期限',
    ].toSorted(),
  );
});

test('who is 要振替 for more than a year is counted too, and leads to the list that shows them', async () => {
  const words = '要振替（予約の日から1年を過ぎた方）';
  const old = await makeCard(fresh.db, {
    noticeId: 'T2D-100001',
    name: '振替 待子',
    officeId: city.main,
    birthDate: '1951-02-03',
  });
  const id = randomUUID();
  const slotId = await slotAt(fresh.db, city, city.main, 2, 11);
  const made = { id, serviceId: city.service, slotId, members: [{ cardId: old }], ...BY_PHONE };
  expect((await book(db, { kind: 'staff', staffId }, made)).ok).toBe(true);
  await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now(), day = ${DAYS} - 400 WHERE id = ${slotId}`);
  await fresh.db.run(sql`
    WITH shut AS (INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at)
      VALUES (gen_random_uuid(), ${city.main}, ${DAYS} - 400, ${DAYS} - 400, '停電', lib.now()) RETURNING id)
    INSERT INTO closing.affected (closing_id, reservation_id, slot_id, day, listed_at) SELECT id, ${id}::uuid, ${slotId}, ${DAYS} - 400, lib.now() FROM shut`);
  const counted = async (seesProtected: boolean) => (await counts(seesProtected))[words];
  expect([await counted(false), await counted(true)]).toEqual([1, 1]);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${old}`);
  expect([await counted(false), await counted(true)]).toEqual([0, 1]);
  await fresh.db.run(sql`UPDATE reservations.reservations SET kept_at = lib.now() + interval '1 minute' WHERE id = ${id}::uuid`);
  expect(await counted(true)).toBe(0);
});

test('few people whose card is not there for a visit are named with their time, their number and the next press', async () => {
  const cardId = await makeCard(fresh.db, {
    noticeId: 'T3D-100001',
    name: '所在 不明子',
    officeId: city.main,
    birthDate: '1952-03-04',
    phone: '0942001234',
  });
  const slotId = await slotAt(fresh.db, city, city.main, 0, 23);
  const made = { id: randomUUID(), serviceId: city.service, slotId, members: [{ cardId }], ...BY_PHONE };
  expect((await book(db, { kind: 'staff', staffId }, made)).ok).toBe(true);
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${cardId}`);
  const people = await readNotReady(db, { seesProtected: false }, null);
  expect(people.map(({ who, office, phone, why }) => [who.name, office, phone, why])).toEqual([
    ['所在 不明子', '本庁', '0942001234', 'missing'],
  ]);
});
