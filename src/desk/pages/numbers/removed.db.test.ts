import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shiftTime, stopTimeAt } from '../../../../test/support/time.ts';
import { receive, receiveWalkIn, record, undo } from '../../../counter/acts.ts';
import { removePast } from '../../../keeping/remove.ts';
import { addDays, cityInstant } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { readFigures } from '../../../lists/numbers/index.ts';
import { book, cancel } from '../../../reservations/acts.ts';
import { officeCounts } from '../../../running/month-counts.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerkId = 0;
let n = 300_000;
/** Each test has a day of its own, on which it stands. */
let day = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  clerkId = await desk.account('koga', ['counter'], city.main);
});
afterAll(() => desk.close());
beforeEach(async () => {
  day += 1;
  await stopTimeAt(fresh, onDay(9).toString());
});

const onDay = (hour: number) => cityInstant(addDays(city.today, day), hour * 60);

const staff = () => ({ kind: 'staff' as const, staffId: clerkId });
const card = (isProtected = false) => {
  n += 1;
  return makeCard(fresh.db, { noticeId: `R1M-${n}`, name: `集計 ${n}`, officeId: city.main, protected: isProtected });
};

async function request(cards: number[], on = day) {
  const slotId = await slotAt(fresh.db, city, city.main, on, 23);
  return { id: randomUUID(), serviceId: city.service, slotId, members: cards.map((cardId) => ({ cardId })), ...BY_PHONE };
}
async function booked(cards: number[]): Promise<string> {
  const asked = await request(cards);
  must(await book(desk.db, staff(), asked));
  return asked.id;
}
async function handedOver(reservationId: string, position: number): Promise<void> {
  const press = { reservationId, position, reason: '' };
  must(await record(desk.db, staff(), { ...press, from: null, to: 'arrived' }));
  must(await record(desk.db, staff(), { ...press, from: 'arrived', to: 'handed-over' }));
}
const cancelled = async (id: string) => must(await cancel(desk.db, staff(), { id, version: 0, reason: 'ご本人の電話' }));
/** One taken by telephone before the city went live. */
async function former(): Promise<string> {
  const id = randomUUID();
  const slot = await slotAt(fresh.db, city, city.main, day, 23);
  await fresh.db.run(
    sql`SELECT reservations.take_over(ROW('operator', NULL, NULL, NULL)::audit.actor, ${id}::uuid, ${`F-${id}`}, ${city.service}, ${slot}, ${JSON.stringify([{ card_id: await card() }])}::jsonb, 'phone', NULL, '', NULL, false)`,
  );
  return id;
}

const figures = async (seesProtected: boolean) => {
  const on = addDays(city.today, day);
  const asked = { from: on, to: on, office: '', service: '' };
  const { all, by } = await readFigures(desk.db, { seesProtected }, asked, ['day', 'office', 'service', 'channel', 'weekday']);
  // When a removed visit was booked is not kept; which days were open by now goes by the hour.
  return [all, ...by('day'), ...by('office'), ...by('service'), ...by('channel'), ...by('weekday')].map((row) => ({
    ...row,
    lead: null,
    openDays: 0,
  }));
};
const sums = async (seesProtected = true) => (await figures(seesProtected))[0];

/** All cards are closed, the years go by, and the night removes what nothing needs. */
async function removed(): Promise<number> {
  const worker = fresh.as('worker', 2);
  try {
    await fresh.db.run(
      sql`UPDATE cards.cards SET status = 'handed-over', is_open = false, whereabouts = 'gone', status_at = lib.now()`,
    );
    await shiftTime(fresh, Math.round(6 * 366 * 86_400));
    return (await removePast(worker)).reservations;
  } finally {
    await worker.close();
    await shiftTime(fresh, 0);
  }
}

test('[8(1)⑧] [8(2)⑧c] the figures are the same before and after the removal: also of a party half of which was served, of who was received only, and of a visit nobody ended', async () => {
  const half = await booked([await card(), await card(), await card()]);
  await handedOver(half, 1);
  must(await receive(desk.db, staff(), { reservationId: half, positions: [2] }));
  await booked([await card()]);
  await cancelled(await booked([await card()]));
  await former();
  expect(await sums()).toMatchObject({ visits: 3, people: 5, came: 2, handedOver: 1, cancelled: 1, former: 1, phone: 2 });
  const before = [await figures(true), await figures(false)];
  expect(await removed()).toBe(4);
  expect([await figures(true), await figures(false)]).toEqual(before);
});

test('[8(1)⑧] [8(2)⑧c] who may not see persons under 支援措置 has them in no figure of removed visits either', async () => {
  await handedOver(await booked([await card(true)]), 1);
  await handedOver(await booked([await card(), await card(true)]), 2);
  await cancelled(await booked([await card(true)]));
  expect(await sums(true)).toMatchObject({ visits: 2, people: 3, handedOver: 2, cancelled: 1 });
  expect(await sums(false)).toMatchObject({ visits: 1, people: 1, handedOver: 0, cancelled: 0 });
  const before = [await figures(true), await figures(false)];
  expect(await removed()).toBe(3);
  expect([await figures(true), await figures(false)]).toEqual(before);
});

test('[8(2)⑧c] what staff took back is no cancellation: a walk-in received by mistake, a booking of a file of bookings taken back', async () => {
  const kept = await booked([await card()]);
  const walkIn = await request([await card()]);
  const { actId } = must(await receiveWalkIn(desk.db, staff(), walkIn));
  must(await undo(desk.db, staff(), actId ?? 0));
  const { back } = await fresh.db.one<{ back: boolean }>(
    sql`SELECT reservations.undo_take_over(ROW('operator', NULL, NULL, NULL)::audit.actor, ${await former()}::uuid, 'test', false) AS back`,
  );
  expect(back).toBe(true);
  expect(await sums()).toMatchObject({ visits: 1, cancelled: 0, former: 0 });
  const month = async () => {
    const rows = await officeCounts(desk.db, { from: onDay(0), to: onDay(24) });
    return rows.find(({ cancelled: gone, phone }) => gone + phone > 0);
  };
  const { cancelled: gone = 0 } = (await month()) ?? {};
  await cancelled(kept);
  expect((await month())?.cancelled).toBe(gone + 1);
  expect(await fresh.db.rows(sql`SELECT id FROM reservations.reservations WHERE taken_back`)).toHaveLength(2);
  const before = await figures(true);
  expect(await removed()).toBe(3);
  expect(await figures(true)).toEqual(before);
});

test('[8(2)⑧c] [8(1)⑬a] a booking taken before going live is one of those, however it was made, and none of the month in which its file was taken in', async () => {
  const phone = async () =>
    (await officeCounts(desk.db, { from: onDay(0), to: onDay(24) })).reduce((sum, row) => sum + row.phone, 0);
  const before = await phone();
  await shiftTime(fresh, 0);
  await former();
  await former();
  await stopTimeAt(fresh, onDay(9).toString());
  await booked([await card()]);
  expect(await phone()).toBe(before + 1);
  expect(await sums()).toMatchObject({ visits: 3, phone: 1, former: 2, web: 0 });
  const on = addDays(city.today, day);
  const { all } = await readFigures(desk.db, { seesProtected: true }, { from: on, to: on, office: '', service: '' }, ['day']);
  // Of the one booking alone, made on its day; the files were taken in days before.
  expect(all?.lead).toBe(0);
});
