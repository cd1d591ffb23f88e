import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { unclosedDays } from '../../../counter/day-end.ts';
import { decideDays } from '../../../counter/decided.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(20, 'koga', ['counter']));
});
afterAll(() => desk.close());

const PATH = '/today/end';
const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();
const pageOf = (path: string, daysOn: number) => clerk.get(`${path}?office=honcho&day=${dayOn(daysOn)}`);

async function waiting(): Promise<{ cardId: number; name: string }> {
  n += 1;
  const name = `追加 花子${n}`;
  return {
    name,
    cardId: await makeCard(fresh.db, { noticeId: `P1S-${100_000 + n}`, name, birthDate: null, officeId: city.main }),
  };
}

/** A visit put into a slot without asking whether its day is closed, as every act that books does. */
async function bookedInto(slotId: number, cardId: number): Promise<string> {
  return bookFor(desk.db, { kind: 'operator' }, city, cardId, slotId);
}
/** The same of a day that is past by now. */
async function wasBooked(daysOn: number): Promise<{ id: string; name: string; cardId: number }> {
  const one = await waiting();
  const id = await bookedInto(await slotAt(fresh.db, city, city.main, 1, 9), one.cardId);
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, daysOn, 9)} WHERE id = ${id}::uuid`,
  );
  return { id, ...one };
}
const closeDay = async (daysOn: number) => clerk.post(PATH, formFields(await good(await pageOf(PATH, daysOn)), PATH));
const left = async () => (await unclosedDays(fresh.db)).map(({ day, visits, ended }) => ({ day, visits, ended }));

test('[8(2)⑫b] who was put into a day after its end is asked after: on its page, on the day’s board and on 対応が必要, until the day is closed again', async () => {
  await wasBooked(-2);
  await closeDay(-2);
  await decideDays(fresh.db);
  expect(await left()).toEqual([]);
  const late = await wasBooked(-2);
  await decideDays(fresh.db);
  expect(await left()).toEqual([{ day: dayOn(-2), visits: 1, ended: true }]);
  expect(words(await clerk.get('/todo'))).toContain('日締めが終わっていない日');
  expect(words(await pageOf(PATH, 0))).toContain('日締めのあとに入った予約があります');
  const page = words(await good(await pageOf(PATH, -2)));
  for (const part of ['日締めのあとに入った予約が1人分あります', late.name]) expect(page).toContain(part);
  const board = await good(await pageOf('/today', -2));
  expect(words(board)).toContain('来庁を記録するときは、先に日締めを取り消してください。');
  expect(board.html).toContain(`${PATH}?office=honcho&amp;day=${dayOn(-2)}`);
  // The board offers nothing that would be refused; the clock records nobody of whom nothing could be recorded.
  expect(board.html).not.toContain('action="/today/press"');
  expect(await fresh.db.row(sql`SELECT outcome FROM reservations.members WHERE reservation_id = ${late.id}::uuid`)).toEqual({
    outcome: null,
  });

  await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-2) });
  expect(words(await closeDay(-2).then((answer) => clerk.follow(answer)))).toContain('未来庁 2人');
  await decideDays(fresh.db);
  expect(await left()).toEqual([]);
  expect(await fresh.db.one(sql`SELECT status FROM cards.cards WHERE id = ${late.cardId}`)).toEqual({ status: 'no-show' });
});

test('[8(2)⑫b] a visit of a closed day that waits to be moved asks for nothing more: it has a list of its own', async () => {
  const shut = await wasBooked(-3);
  const slot = await slotAt(fresh.db, city, city.main, -3, 9);
  await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE id = ${slot}`);
  await closeDay(-3);
  await decideDays(fresh.db);
  expect(await left()).toEqual([]);
  // Kept by a clerk after all, it is asked after.
  await fresh.db.run(sql`UPDATE reservations.reservations SET kept_at = lib.now() WHERE id = ${shut.id}::uuid`);
  await decideDays(fresh.db);
  expect(await left()).toEqual([{ day: dayOn(-3), visits: 1, ended: true }]);
});

test('[8(2)④a] by telephone and by a change of the time, a day whose end was confirmed says so before the press', async () => {
  const SAID = 'この日は、日締めが終わっています';
  const { cardId } = await waiting();
  const slot = await slotAt(fresh.db, city, city.main, 0, 23);
  const call = async () => words(await good(await clerk.get(`/booking?card=${cardId}&office=honcho&slot=${slot}`)));
  expect(await call()).not.toContain(SAID);
  await fresh.db.run(
    sql`INSERT INTO counter.day_ends (office_id, day, at, no_shows) VALUES (${city.main}, ${city.today}::date, lib.now(), 0)`,
  );
  expect(await call()).toContain(SAID);
  const id = await bookedInto(await slotAt(fresh.db, city, city.main, 2, 9), cardId);
  expect(words(await good(await clerk.get(`/reservations/${id}/move?office=honcho&slot=${slot}`)))).toContain(SAID);
});
