import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addCautions,
  formValue,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good, heading, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { OFFERED } from '../../../languages/index.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(2));
});
afterAll(() => door.close());

const deadline = (openDays: number) =>
  fresh.db.run(sql`UPDATE calendar.windows SET change_open_days = ${openDays}, change_minute = 1020 WHERE audience = 'citizen'`);

test('[8(3)⑩b] who changes a booking reads until when it may be; after that no page invites to choose another day, and a cancellation is called one', async () => {
  const cautions = await addCautions(fresh.db, city.service);
  await makeCard(fresh.db, { noticeId: 'LAT-000001', officeId: city.main, name: '遅 花子' });
  const me = await walkToCalendar(door, fresh.db, 'LAT-000001');
  await walkToHold(me, addDays(city.today, 6), await slotAt(fresh.db, city, city.main, 6, 10));
  await walkToBooked(me, cautions);
  await deadline(1);
  const paths = ['/calendar', '/calendar?office=kitano', '/calendar/next', `/times?office=honcho&day=${addDays(city.today, 8)}`];
  for (const path of paths) await good(await me.get(path));
  expect(words(await me.get('/calendar'))).toMatch(/新しい場所と日にちを選んでください.*午後5時まで、ウェブで変更できます。/u);
  for (const language of OFFERED.filter((one) => one !== 'ja')) await good(await me.get(`/${language}/calendar`));
  await me.get('/calendar');
  const version = formValue(await me.get('/cancel'), 'version');
  await deadline(8);
  for (const path of paths)
    expect([path, heading(await good(await me.get(path), 409))]).toEqual([path, 'ウェブでは変更できません']);
  expect(heading(await good(await me.get('/cancel'), 409))).toBe('ウェブでは取り消せません');
  expect(heading(await good(await me.post('/cancel', { version }), 409))).toBe('ウェブでは取り消せません');
});
