import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import { readCalendar } from '../../test/support/calendar-file.ts';
import { KEPT, manageSecret, walkToCalendar } from '../../test/support/citizen.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { good, words } from '../../test/support/pages.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** A visit at an office that citizens may not choose, or not any more, is still told where it is. */

let here: Journey;
beforeAll(async () => {
  here = await openJourney();
  await here.fresh.db.run(
    sql`UPDATE offices.offices SET phone = '0942-78-3551', address = '北野町中3253番地3' WHERE id = ${here.city.branch}`,
  );
});
afterAll(() => here.door.close());

const atKitano = async (): Promise<Visitor> => {
  const me = await walkToCalendar(here.door, here.fresh.db, await here.person({ officeId: here.city.branch }));
  await here.hold(me, { office: 'kitano' });
  return me;
};

test('[8(3)⑩a] [8(3)⑩b] an office whose last day for citizens has passed: who holds or has a place there reads name, address and phone on every page of it', async () => {
  const { me: booked, id } = await here.booked({ office: 'kitano' });
  const byMail = visitor(here.door.url);
  const link = `/reservations/${await manageSecret(here.fresh.db, id)}`;
  await byMail.get(link);
  await byMail.follow(await byMail.post(link, {}));
  const holding = await atKitano();
  await holding.get('/cautions');
  await holding.post('/cautions', here.ticks);
  await here.fresh.db.run(
    sql`UPDATE offices.offices SET citizens_to = ${addDays(here.city.today, -1)}, retired_at = lib.now() WHERE id = ${here.city.branch}`,
  );
  const main = await slotAt(here.fresh.db, here.city, here.city.main, 12, 9);
  await expect.poll(async () => (await booked.get('/calendar')).html.includes('value="kitano"'), KEPT).toBe(false);
  const change = `/change?office=honcho&day=${addDays(here.city.today, 12)}&slot=${main}`;
  for (const [me, path] of [
    ...['/reservation', '/cancel', change, '/calendar', '/party'].map((path) => [booked, path] as const),
    [byMail, '/reservation'] as const,
    ...['/cautions', '/check'].map((path) => [holding, path] as const),
  ])
    expect([path, words(await good(await me.get(path)))]).toEqual([path, expect.stringContaining('北野総合支所')]);
  expect(words(await booked.get('/reservation'))).toContain('北野町中3253番地3');
  expect(readCalendar((await booked.get('/reservation.ics')).html).get('LOCATION')).toContain('北野総合支所');
  // Its counter is shut besides: the page that says so names it and its own telephone.
  await here.fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE office_id = ${here.city.branch}`);
  const shut = words(await good(await booked.get('/reservation')));
  expect(shut).toContain('北野総合支所');
  expect(shut).toContain('0942-78-3551');
});
