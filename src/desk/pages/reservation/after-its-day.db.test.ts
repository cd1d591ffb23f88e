import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { statusHistory } from '../../../cards/read.ts';
import { expire } from '../../../ledger/expire.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(50));
  clerkId = await desk.account('koga', ['counter'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await desk.close();
});

const card = () => {
  n += 1;
  return makeCard(fresh.db, {
    noticeId: `P4D-${100_000 + n}`,
    name: `期日 太郎${n}`,
    kana: `キジツ タロウ${'イ'.repeat(n)}`,
    officeId: city.main,
  });
};
const placeAt = (daysOn: number, hour = 9) => slotAt(fresh.db, city, city.main, daysOn, hour);

async function booked(cards: number[], daysOn: number, hour = 9): Promise<string> {
  return bookFor(desk.db, { kind: 'staff', staffId: clerkId }, city, cards, await placeAt(daysOn, hour));
}

/** A visit of three days ago that nothing became of, two nights later: the row goes to its slot, the counts and who stood with it. */
async function longPast(cards: number[]): Promise<string> {
  const id = await booked(cards, 1);
  const [from, to] = [await placeAt(1), await placeAt(-3)];
  await fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${to} WHERE id = ${id}::uuid`);
  for (const [slot, more] of [
    [from, -cards.length],
    [to, cards.length],
  ])
    await fresh.db.run(
      sql`UPDATE ledger.slots SET taken = taken + ${more}::integer, taken_desk = taken_desk + ${more}::integer WHERE id = ${slot}`,
    );
  await fresh.db.run(
    sql`UPDATE ledger.standing SET until = lib.instant(lib.day_of(lib.now()) - 2, 0) WHERE reservation_id = ${id}::uuid`,
  );
  await expire(fresh.db);
  return id;
}

const pathOf = (id: string) => `/reservations/${id}`;
async function moveTo(id: string, slot: number) {
  const path = `${pathOf(id)}/move`;
  const page = await good(await clerk.get(path));
  const chosen = await clerk.follow(await clerk.post(path, { ...formFields(page, path), slot: String(slot), act: 'choose' }));
  return clerk.post(path, { ...formFields(chosen, path), act: 'confirm' });
}
async function cancelAt(id: string) {
  const path = `${pathOf(id)}/cancel`;
  return clerk.follow(await clerk.post(path, { ...formFields(await clerk.get(path), path), why: 'ご本人から電話' }));
}
const statusOf = async (cardId: number) =>
  (await fresh.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${cardId}`)).status;

describe('[8(2)⑥d] a visit that nothing became of, nights after its day', () => {
  test('can be moved, and stands for its people again', async () => {
    const cardId = await card();
    const id = await longPast([cardId]);
    const moved = await moveTo(id, await placeAt(5));
    expect(moved.location).toContain('done=moved');
    expect(words(await good(await clerk.follow(moved)))).toContain('予約を変更しました');
    // Nobody books the same person beside it.
    await expect(booked([cardId], 6)).rejects.toThrow('already_booked');
  });

  test('is not moved where its people have another visit by now, and the page says so; cancelled, it leaves that one alone', async () => {
    const cardId = await card();
    const old = await longPast([cardId]);
    const later = await booked([cardId], 7);
    const page = await clerk.follow(await moveTo(old, await placeAt(6)));
    expect(words(page)).toContain('この方には、ほかに予約があります。');
    await cancelAt(old);
    expect(await statusOf(cardId)).toBe('booked');
    await cancelAt(later);
    // The later booking found it 予約済: it goes back to what it was before the first.
    expect(await statusOf(cardId)).toBe('notified');
  });

  test('[8(2)⑦b] cancelled, its card is what it was before the booking', async () => {
    const cardId = await card();
    const page = await cancelAt(await longPast([cardId]));
    expect(words(page)).toContain('取り消しました');
    expect(await statusOf(cardId)).toBe('notified');
    expect((await statusHistory(fresh.db, cardId)).map(({ toName }) => toName)).toEqual(['通知発送済', '予約済']);
  });

  test('[8(3)⑩c] who leaves its party leaves it with their card; the others are moved', async () => {
    const [first, second] = [await card(), await card()];
    const id = await longPast([first, second]);
    const path = `${pathOf(id)}/people`;
    const form = formFields(await good(await clerk.get(path)), `${path}/remove`);
    const done = await clerk.post(`${path}/remove`, { ...form, position: '2' });
    expect(done.status).toBe(303);
    expect([await statusOf(first), await statusOf(second)]).toEqual(['booked', 'notified']);
    expect((await moveTo(id, await placeAt(8))).location).toContain('done=moved');
  });
});
