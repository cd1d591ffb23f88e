import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import { formValue, linkSecret, walkToBooked, walkToCalendar } from '../../test/support/citizen.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** A telephone begins an address with a capital letter: it is the same address all the same. */
let here: Journey;
beforeAll(async () => {
  here = await openJourney(1);
});
afterAll(() => here.door.close());

test('[8(3)④] what is held in another browser is found again, and booked, under the same address with capital letters; both browsers see the booking', async () => {
  const notice = await here.person();
  const first = await walkToCalendar(here.door, here.fresh.db, notice, visitor(here.door.url), 'Sachiko@Example.jp');
  await here.hold(first, { hour: 9 });
  const second = visitor(here.door.url);
  await second.get('/notice');
  await second.post('/notice', { notice, month: '3', day: '8' });
  await second.get('/mail');
  await second.post('/mail', { mail: 'sachiko@example.jp', mail_again: 'sachiko@example.jp' });
  const link = `/links/${await linkSecret(here.fresh.db)}`;
  await second.get(link);
  expect((await second.post(link, {})).location).toBe('/cautions');
  expect(words(await good(await second.get('/cautions')))).toContain('を確保しています');
  expect((await walkToBooked(second, here.cautions)).location).toBe('/reservation?done=booked');
  for (const one of [first, second]) await good(await one.get('/reservation'));
});

test('[8(2)⑥c] who waits is found on the list under the same address with capital letters, and changes what they wait for', async () => {
  await here.fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE taken = 0`);
  const notice = await here.person();
  const wish = async (me: Visitor, parts: string, form = '/waiting?office=honcho') =>
    me.post('/waiting', {
      id: formValue(await me.get(form), 'id'),
      'offices-honcho': 'yes',
      from: addDays(here.city.today, 5),
      to: addDays(here.city.today, 20),
      'kinds-weekday': 'yes',
      'kinds-holiday': 'yes',
      [parts]: 'yes',
    });
  const first = await walkToCalendar(here.door, here.fresh.db, notice, visitor(here.door.url), 'Hanako@Example.jp');
  expect((await wish(first, 'parts-morning')).location).toBe('/waiting?done=entered');
  const second = await walkToCalendar(here.door, here.fresh.db, notice, visitor(here.door.url), 'hanako@example.jp');
  expect(heading(await good(await second.get('/waiting')))).toBe('空きを待っています');
  expect((await wish(second, 'parts-afternoon', '/waiting?change=yes')).location).toBe('/waiting?done=changed');
  expect((await here.fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM waiting.entries`)).n).toBe(1);
});
