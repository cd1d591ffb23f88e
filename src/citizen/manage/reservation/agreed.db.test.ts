import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCautions, type TestCitizenDoor, walkToBooked, walkToCalendar, walkToHold } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
});
afterAll(() => door.close());

/** Each line of the section with its language, without the marks where a line may break. */
const linesIn = (html: string): string[] =>
  [
    ...(/<section class="section agreed">.*?<\/section>/su.exec(html)?.[0].matchAll(/<li(?: lang="(\w+)")?>(.*?)<\/li>/gsu) ??
      []),
  ].map(([, lang = '', text = '']) => `${lang} ${text.replace(/<[^>]*>|[\u200b\ufeff]/gu, '')}`.trim());

test('[8(3)⑨a] the reservation carries for paper the cautions as they were agreed to, whatever they say since; in another language as they were read', async () => {
  const boxes = await addCautions(fresh.db, city.service);
  const texts = (await fresh.db.rows<{ body: string }>(sql`SELECT body FROM services.cautions ORDER BY position, id`)).map(
    ({ body }) => body,
  );
  await makeCard(fresh.db, { noticeId: 'AGR-000001', officeId: city.main });
  const me = await walkToCalendar(door, fresh.db, 'AGR-000001');
  await walkToHold(me, addDays(city.today, 8), await slotAt(fresh.db, city, city.main, 8, 10));
  await walkToBooked(me, boxes);
  const shown = async (path: string) => linesIn((await good(await me.get(path))).html);
  expect(texts.length).toBeGreaterThan(1);
  expect(await shown('/reservation')).toEqual(texts);
  await fresh.db.run(sql`UPDATE services.cautions SET body = body || '（改めました）', version = version + 1`);
  expect(await shown('/reservation')).toEqual(texts);
  expect(await shown('/en/reservation')).toEqual(texts.map((text) => `ja ${text}`));
  await fresh.db.run(sql`UPDATE reservations.agreed SET language = 'en', said = 'As it was read'`);
  expect(new Set(await shown('/en/reservation'))).toEqual(new Set(['As it was read']));
  expect(new Set(await shown('/reservation'))).toEqual(new Set(['en As it was read']));
  // Booked by telephone, nothing was ticked.
  await fresh.db.run(sql`DELETE FROM reservations.agreed`);
  expect((await good(await me.get('/reservation'))).html).not.toContain('section agreed');
});
