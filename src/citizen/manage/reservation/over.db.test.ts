import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../../../test/support/browse.ts';
import { manageSecret } from '../../../../test/support/citizen.ts';
import { type Journey, openJourney } from '../../../../test/support/journey.ts';
import { good, heading, words } from '../../../../test/support/pages.ts';
import { slotAt } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let here: Journey;
beforeAll(async () => {
  here = await openJourney();
});
afterAll(() => here.door.close());

test('[8(3)⑩b] after its booking was cancelled a visit that opened it walks no further: every page on the way says so and leads to the beginning', async () => {
  const { id } = await here.booked({ hour: 9 });
  const link = `/reservations/${await manageSecret(here.fresh.db, id)}`;
  const me = visitor(here.door.url);
  await me.get(link);
  expect((await me.post(link, {})).location).toBe('/reservation');
  // While it stands the same pages look for another time.
  await good(await me.get('/calendar'));
  const cancel = await me.get('/cancel');
  await me.post('/cancel', { version: /name="version" value="(\d+)"/u.exec(cancel.html)?.[1] ?? '' });
  const day = addDays(here.city.today, 10);
  const form = { office: 'honcho', day, slot: String(await slotAt(here.fresh.db, here.city, here.city.main, 10, 11)) };
  const answers = [
    await me.get('/calendar'),
    await me.get('/calendar/next?office=honcho'),
    await me.get(`/times?office=honcho&day=${day}`),
    await me.post('/times', form),
    await me.get('/waiting?office=honcho'),
    await me.get('/cautions'),
    await me.get('/check'),
  ];
  for (const page of answers) {
    expect([page.url, page.status, heading(page)]).toEqual([page.url, 410, 'この予約は、終了または取り消し済みです']);
    expect(words(page)).toContain('あらためて予約する');
  }
});

test('[8(3)⑭b] a link of a booking that is opened over and over leaves ten visits and no more: the newest go on', async () => {
  const { id } = await here.booked({ hour: 10 });
  const link = `/reservations/${await manageSecret(here.fresh.db, id)}`;
  const all = Array.from({ length: 13 }, () => visitor(here.door.url));
  for (const one of all) {
    await one.get(link);
    expect((await one.post(link, {})).location).toBe('/reservation');
  }
  const rows = await here.fresh.db.rows(
    sql`SELECT 1 FROM reservations.visits WHERE reservation_id = ${id}::uuid AND purpose = 'manage'`,
  );
  expect(rows).toHaveLength(10);
  const states = await Promise.all([all[0], all[12]].map(async (one) => (await one?.get('/reservation'))?.status));
  expect(states[1]).toBe(200);
  expect(states[0]).not.toBe(200);
});

test('[8(3)⑭b] a link that is opened again waits for none of its visits that go on: only those that go are locked', async () => {
  const { id } = await here.booked({ hour: 11 });
  const link = `/reservations/${await manageSecret(here.fresh.db, id)}`;
  const open = async () => {
    const one = visitor(here.door.url);
    await one.get(link);
    return (await one.post(link, {})).location;
  };
  for (let n = 0; n < 10; n += 1) expect(await open()).toBe('/reservation');
  await here.fresh.db.transaction(async (tx) => {
    await tx.rows(sql`
      SELECT id FROM reservations.visits WHERE reservation_id = ${id}::uuid AND purpose = 'manage' ORDER BY created_at DESC, id DESC LIMIT 9 FOR UPDATE`);
    expect(await open()).toBe('/reservation');
  });
});
