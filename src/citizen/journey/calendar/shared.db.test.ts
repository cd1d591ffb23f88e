import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import { addCautions, type TestCitizenDoor, walkToBooked, walkToCalendar, walkToHold } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';

/** The calendar is drawn once for many: what is one person's own must never show on another's page. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(1));
});
afterAll(() => door.close());

const ids = Array.from({ length: 12 }, (_, n) => `SHR-${String(n).padStart(6, '0')}`);
const DAY_ON = 8;

test('[8(3)⑤a] [8(3)⑭b] twelve people who ask in one moment each get their own calendar: notice ID, window by where the card lies, visit booked before, form that works', async () => {
  const cautions = await addCautions(fresh.db, city.service);
  const people: { id: string; me: Visitor; booked: boolean; elsewhere: boolean }[] = [];
  for (const [n, id] of ids.entries()) {
    const elsewhere = n % 2 === 1;
    await makeCard(fresh.db, { noticeId: id, officeId: elsewhere ? city.branch : city.main, name: `人 ${n}` });
    const me = await walkToCalendar(door, fresh.db, id);
    const booked = n % 3 === 0;
    if (booked) {
      await walkToHold(me, addDays(city.today, DAY_ON), await slotAt(fresh.db, city, city.main, DAY_ON, 9 + n / 3));
      await walkToBooked(me, cautions);
    }
    people.push({ id, me, booked, elsewhere });
  }
  for (let round = 0; round < 3; round += 1) {
    const pages = await Promise.all(people.map(({ me }) => me.get('/calendar?office=honcho')));
    for (const [n, page] of pages.entries()) {
      const { id, booked, elsewhere } = people[n] ?? { id: '', booked: false, elsewhere: false };
      expect(page.status).toBe(200);
      expect(await htmlFaults(page.html)).toEqual([]);
      expect(ids.filter((one) => page.html.includes(one))).toEqual([id]);
      expect([page.html.includes('新しい'), page.html.includes('運ぶため')]).toEqual([booked, elsewhere]);
      // The token of a form has a sign of its own.
      expect(page.html.replace(/name="form_token" value="[^"]*"/gu, '')).not.toMatch(/~|\[object|undefined/u);
    }
    // Each page has a form token of its own.
    expect(new Set(people.map(({ me }) => me.token())).size).toBe(people.length);
  }
  // The token that stands in a drawn page is good: the visit ends by its button.
  const [first] = people;
  expect((await first?.me.post('/finish', { sure: 'yes' }))?.location).toBe('/finished');
  expect((await first?.me.get('/calendar'))?.html).not.toContain(first?.id);
});
