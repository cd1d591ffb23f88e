import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book, cancel, removeMember } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(9));
  clerk = await desk.clerk('koga', ['counter'], city.main, '古賀 修');
  ({ id: clerkId } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`));
});
afterAll(() => desk.close());

const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();
const staff = () => ({ kind: 'staff' as const, staffId: clerkId });

async function booked(daysOn: number, names: string[]) {
  const cards = [];
  for (const name of names) {
    n += 1;
    cards.push(
      await makeCard(fresh.db, { noticeId: `C1S-${100_000 + n}`, name, birthDate: `1960-03-${String(n).padStart(2, '0')}` }),
    );
  }
  const slotId = await slotAt(fresh.db, city, city.main, daysOn, 9);
  const id = await bookFor(desk.db, staff(), city, cards, slotId, { phone: '0942305678' });
  return { id, cards };
}

async function csv(fields: Record<string, string>): Promise<string[]> {
  await clerk.get(`/lists/cancelled?${new URLSearchParams(fields)}`);
  const { html } = await clerk.post('/lists/cancelled/take', { ...fields, as: 'csv' });
  return html.trim().split('\r\n').slice(1);
}

test('[8(2)⑨a] cancellations: when, by whom and why; by their day or the day of the visit; who did not book again', async () => {
  const byStaff = await booked(5, ['電話 取消']);
  const byCitizen = await booked(6, ['自分 取消']);
  const family = await booked(7, ['家族 残る', '家族 外れる']);
  expect((await cancel(desk.db, staff(), { id: byStaff.id, version: 0, reason: '入院のため' })).ok).toBe(true);
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('citizen', NULL, NULL, NULL)::audit.actor, ${byCitizen.id}::uuid, 0, 'citizen', 'citizen')`,
  );
  must(await removeMember(desk.db, staff(), { id: family.id, version: 0, position: 2, reason: '来られなくなった' }));

  const page = words(await good(await clerk.get('/lists/cancelled')));
  for (const said of ['3件', '入院のため', '古賀 修', 'ご本人', '来られなくなった', '0942-30-5678']) expect(page).toContain(said);
  expect(page).not.toContain('家族 残る');

  const span = { office: '', from: dayOn(0), to: dayOn(0) };
  expect(await csv({ ...span, by: 'citizen' })).toEqual([expect.stringContaining('ご本人,,')]);
  expect(await csv({ ...span, by: 'staff' })).toHaveLength(2);
  const visit = { office: '', days: 'visit', from: dayOn(5), to: dayOn(6) };
  expect(await csv(visit)).toHaveLength(2);
  expect(await csv({ ...visit, from: dayOn(8), to: dayOn(20) })).toEqual([]);
  expect(await csv({ ...span, days: 'visit' })).toEqual([]);

  // Whoever booked again needs no call.
  const cardId = byStaff.cards[0] ?? 0;
  const again = await book(desk.db, staff(), {
    id: randomUUID(),
    serviceId: city.service,
    slotId: await slotAt(fresh.db, city, city.main, 9, 10),
    members: [{ cardId }],
    ...BY_PHONE,
  });
  expect(again.ok).toBe(true);
  expect(await csv({ ...span, again: 'yes' })).toEqual([expect.stringContaining(dayOn(9))]);
  expect((await csv({ ...span, again: 'no' })).join()).not.toContain('電話 取消');
});

test('a hold that was let go is no cancellation', async () => {
  const before = (await csv({ office: '', from: dayOn(0) })).length;
  const slotId = await slotAt(fresh.db, city, city.main, 8, 9);
  const cardId = await makeCard(fresh.db, { noticeId: 'C1S-199999', name: '仮押 さえ', birthDate: '1961-01-01' });
  const id = randomUUID();
  await fresh.db.run(sql`
    SELECT reservations.hold(ROW('staff', ${clerkId}::integer, NULL, NULL)::audit.actor, ${id}::uuid, ${city.service}, ${slotId}, ${JSON.stringify([{ card_id: cardId }])}::jsonb, 'staff', 'phone', NULL, '', 'ja', NULL, NULL)`);
  await fresh.db.run(
    sql`SELECT reservations.cancel(ROW('staff', ${clerkId}::integer, NULL, NULL)::audit.actor, ${id}::uuid, NULL, 'staff', '')`,
  );
  expect(await csv({ office: '', from: dayOn(0) })).toHaveLength(before);
});

test('the day that stands above leaves out the column whose days it is of, and no other that happens to say the same', async () => {
  const { id } = await booked(8, ['同日 一郎']);
  expect((await cancel(desk.db, staff(), { id, version: 0, reason: '都合' })).ok).toBe(true);
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET ended_at = lib.instant(${dayOn(8)}::date, 600) WHERE id = ${id}::uuid`,
  );
  const list = async (days: string) =>
    (await good(await clerk.get(`/lists/cancelled?${new URLSearchParams({ days, from: dayOn(8), by: 'all', again: 'all' })}`)))
      .html;
  const ofCancelling = await list('cancelled');
  expect(ofCancelling).toContain('同日 一郎');
  expect(ofCancelling).toContain('sort=day"');
  const ofVisits = await list('visit');
  expect(ofVisits).toContain('同日 一郎');
  expect(ofVisits).not.toContain('sort=day"');
});
