import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { BIRTHDAY, formValue, travel } from '../../../../test/support/citizen.ts';
import { type Booked, type Journey, openJourney } from '../../../../test/support/journey.ts';
import { good, heading, words } from '../../../../test/support/pages.ts';
import { sql } from '../../../lib/db/sql.ts';

/** 来所扱い: the slot is shut and staff receive the visit all the same. Its people have the usual deadline. */

let here: Journey;
beforeAll(async () => {
  here = await openJourney();
});
afterEach(() => travel(here.fresh.db, 0));
afterAll(() => here.door.close());

const ACTOR = sql`ROW('staff', 1, NULL, NULL)::audit.actor`;

async function shut(one: Booked, keep: boolean): Promise<void> {
  const { db } = here.fresh;
  await db.run(
    sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE id = (SELECT slot_id FROM reservations.reservations WHERE id = ${one.id})`,
  );
  if (keep) await db.run(sql`SELECT reservations.keep(${ACTOR}, ${one.id}::uuid, 0, '')`);
}

/** The booked day's morning, an hour before: its deadline, the evening before, is over. The visit lives on. */
async function toTheDay(one: Booked): Promise<void> {
  const { db } = here.fresh;
  const { ahead } = await db.one<{ ahead: number }>(sql`
    SELECT extract(epoch FROM lib.instant(s.day, s.start_minute) - clock_timestamp())::float8 / 60 - 60 AS ahead
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ${one.id}`);
  await db.run(sql`UPDATE reservations.visits SET expires_at = lib.now() + interval '20 days' WHERE reservation_id = ${one.id}`);
  await travel(db, ahead);
}

test('[8(2)⑥b] [8(3)⑩b] after its deadline a kept visit is neither changed nor cancelled on the web; one that waits to be moved is', async () => {
  const [kept, moving] = [await here.booked({ hour: 9 }), await here.booked({ hour: 10 })];
  await shut(kept, true);
  await shut(moving, false);
  // Before the deadline each can be cancelled and changed.
  expect(heading(await good(await kept.me.get('/cancel')))).toContain('取り消');
  const form = { version: formValue(await kept.me.get('/cancel'), 'version') };
  await toTheDay(kept);
  for (const path of ['/cancel', '/party']) expect((await kept.me.get(path)).status).toBe(409);
  expect((await kept.me.post('/cancel', form)).status).toBe(409);
  await toTheDay(moving);
  const cancelled = await moving.me.post('/cancel', {
    version: formValue(await good(await moving.me.get('/cancel')), 'version'),
  });
  expect(cancelled.status).toBe(303);
  expect(
    await here.fresh.db.rows(
      sql`SELECT state FROM reservations.reservations WHERE id = ANY (${[kept.id, moving.id]}::uuid[]) ORDER BY slot_id`,
    ),
  ).toEqual(expect.arrayContaining([{ state: 'booked' }, { state: 'cancelled' }]));
});

test('[8(3)⑥] who would join a kept visit is told that it is received as it is, and to call', async () => {
  const one = await here.booked({ hour: 11 });
  await shut(one, true);
  await good(await one.me.get('/party'));
  const form = await good(await one.me.get('/party/add'));
  const joined = await one.me.post('/party/add', {
    notice: await here.person(),
    ...BIRTHDAY,
    version: formValue(form, 'version'),
  });
  expect(joined.status).toBe(409);
  expect(words(joined)).toContain('予約はそのままお受けします。人数を増やす方は、お電話ください。');
});
