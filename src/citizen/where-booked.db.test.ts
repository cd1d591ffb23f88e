import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import { readCalendar } from '../../test/support/calendar-file.ts';
import {
  addCautions,
  expectTo,
  KEPT,
  manageSecret,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** A visit at an office that citizens may not choose, or not any more, is still told where it is. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(50));
  cautions = await addCautions(fresh.db, city.service);
  await fresh.db.run(
    sql`UPDATE offices.offices SET phone = '0942-78-3551', address = '北野町中3253番地3' WHERE id = ${city.branch}`,
  );
});
afterAll(() => door.close());

async function atKitano(notice: string): Promise<Visitor> {
  await makeCard(fresh.db, { noticeId: notice, name: `人 ${notice}`, officeId: city.branch });
  const me = await walkToCalendar(door, fresh.db, notice);
  const slot = await slotAt(fresh.db, city, city.branch, 10, 9);
  expectTo(await walkToHold(me, addDays(city.today, 10), slot, 'kitano'), '/cautions');
  return me;
}

test('[8(3)⑩a] [8(3)⑩b] an office whose last day for citizens has passed: who holds or has a place there reads name, address and phone on every page of it', async () => {
  const booked = await atKitano('W1W-000001');
  expectTo(await walkToBooked(booked, cautions), '/reservation');
  const { id } = await fresh.db.one<{ id: string }>(sql`SELECT id FROM reservations.reservations WHERE state = 'booked'`);
  const byMail = visitor(door.url);
  const link = `/reservations/${await manageSecret(fresh.db, id)}`;
  await byMail.get(link);
  await byMail.follow(await byMail.post(link, {}));
  const holding = await atKitano('W1W-000002');
  await holding.get('/cautions');
  await holding.post('/cautions', Object.fromEntries(cautions.map((name) => [name, 'yes'])));
  await fresh.db.run(
    sql`UPDATE offices.offices SET citizens_to = ${addDays(city.today, -1)}, retired_at = lib.now() WHERE id = ${city.branch}`,
  );
  const main = await slotAt(fresh.db, city, city.main, 12, 9);
  await expect.poll(async () => (await booked.get('/calendar')).html.includes('value="kitano"'), KEPT).toBe(false);
  const change = `/change?office=honcho&day=${addDays(city.today, 12)}&slot=${main}`;
  for (const [me, path] of [
    ...['/reservation', '/cancel', change, '/calendar', '/party'].map((path) => [booked, path] as const),
    [byMail, '/reservation'] as const,
    ...['/cautions', '/check'].map((path) => [holding, path] as const),
  ])
    expect([path, words(await good(await me.get(path)))]).toEqual([path, expect.stringContaining('北野総合支所')]);
  expect(words(await booked.get('/reservation'))).toContain('北野町中3253番地3');
  expect(readCalendar((await booked.get('/reservation.ics')).html).get('LOCATION')).toContain('北野総合支所');
  // Its counter is shut besides: the page that says so names it and its own telephone.
  await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE office_id = ${city.branch}`);
  const shut = words(await good(await booked.get('/reservation')));
  expect(shut).toContain('北野総合支所');
  expect(shut).toContain('0942-78-3551');
});
