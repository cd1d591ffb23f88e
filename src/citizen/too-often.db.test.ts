import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page, Visitor } from '../../test/support/browse.ts';
import { formFields } from '../../test/support/forms.ts';
import { type Journey, openJourney } from '../../test/support/journey.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** What one person may do over and over leaves lines of the log, mails and rows: each has an end, far beyond what a family does that changes its mind. */
let here: Journey;
beforeAll(async () => {
  here = await openJourney(50);
});
afterAll(() => here.door.close());

const lines = async (act: string): Promise<number> =>
  (await here.fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM audit.events WHERE act = ${act}`)).n;
const mails = async (kind: string): Promise<number> =>
  (await here.fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = ${kind}`)).n;
const slot = (on: number, hour: number) => slotAt(here.fresh.db, here.city, here.city.main, on, hour);
const choose = async (me: Visitor, on: number, hour: number): Promise<Page> => {
  const day = addDays(here.city.today, on);
  const page = await good(await me.get(`/times?office=honcho&day=${day}`));
  return me.post('/times', { ...formFields(page, '/times'), slot: String(await slot(on, hour)) });
};
/** So many turns were taken today by whoever comes next. */
const tired = (turns: number) =>
  here.fresh.db.run(sql`
    INSERT INTO reservations.asked (mailbox, at) SELECT w, lib.now() - interval '23 hours' FROM
      (SELECT unnest(reservations.turns_of(v)) AS w FROM reservations.visits v WHERE v.proven_at IS NOT NULL ORDER BY v.created_at DESC LIMIT 1) x, generate_series(1, ${turns}::integer)`);

test('a hold that is moved to and fro stays the person’s, and the log tells of it in no more lines than it takes', async () => {
  const me = await here.newcomer();
  await here.hold(me);
  const before = await lines('reservation.moved');
  for (let n = 0; n < 60; n += 1) expect((await choose(me, 10, n % 2 === 0 ? 10 : 9)).location).toBe('/cautions');
  expect((await lines('reservation.moved')) - before).toBe(21);
});

test('a family that changes its mind five times a day moves, books again and is told each time; from the 21st time of a day on it is told whom to call', async () => {
  const { me, id } = await here.booked({ on: 11 });
  const move = async (hour: number): Promise<Page> => {
    const asked = await choose(me, 11, hour);
    const page = await good(await me.get(asked.location ?? ''));
    return me.post('/change', formFields(page, '/change'));
  };
  for (let n = 0; n < 5; n += 1) expect((await move(n % 2 === 0 ? 10 : 9)).location).toBe('/reservation?done=changed');
  const sent = await mails('changed');
  await tired(14);
  const stood = await here.fresh.db.one(sql`SELECT slot_id, version FROM reservations.reservations WHERE id = ${id}`);
  const refused = await move(9);
  expect([refused.status, heading(refused)]).toEqual([429, '本日は、ウェブでこれ以上変更できません']);
  expect(words(refused)).toContain('お電話ください');
  expect(await here.fresh.db.one(sql`SELECT slot_id, version FROM reservations.reservations WHERE id = ${id}`)).toEqual(stood);
  expect(await mails('changed')).toBe(sent);
  // To call it off is never refused; to hold another time is.
  const off = await good(await me.get('/cancel'));
  expect((await me.post('/cancel', formFields(off, '/cancel'))).status).toBe(303);
  const again = await choose(me, 12, 9);
  expect([again.status, heading(again)]).toEqual([429, '本日は、ウェブでこれ以上変更できません']);
  // As many as the city says.
  await here.fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('turns-a-day', '40')`);
  expect((await choose(me, 12, 9)).location).toBe('/cautions');
  await here.fresh.db.run(sql`DELETE FROM site.settings WHERE key = 'turns-a-day'`);
  // A day later they go on by themselves.
  await here.fresh.db.run(sql`UPDATE reservations.asked SET at = at - interval '1 day'`);
  expect((await choose(me, 12, 9)).location).toBe('/cautions');
});

test('who enters the waiting list and leaves it over and over is told by mail each time, and after a day’s turns whom to call', async () => {
  await here.fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken`);
  const me = await here.newcomer();
  const enter = async (): Promise<Page> =>
    me.post('/waiting', {
      ...formFields(await good(await me.get('/waiting?office=honcho')), '/waiting'),
      from: addDays(here.city.today, 5),
      to: addDays(here.city.today, 20),
    });
  const leave = async () => me.post('/waiting/leave', formFields(await good(await me.get('/waiting')), '/waiting/leave'));
  for (let n = 0; n < 5; n += 1) {
    expect((await enter()).location).toBe('/waiting?done=entered');
    expect((await leave()).location).toBe('/waiting?done=left');
  }
  expect(await mails('waiting-over')).toBe(5);
  await tired(14);
  expect((await enter()).location).toBe('/waiting?done=entered');
  expect((await leave()).location).toBe('/waiting?done=left');
  const refused = await enter();
  expect([refused.status, words(refused).includes('お電話ください')]).toEqual([429, true]);
  expect(await mails('waiting-over')).toBe(6);
});

test('a link that is pressed over and over, and answers that are given to and fro, have as many lines of the log as are read', async () => {
  const { id } = await here.fresh.db.one<{ id: string }>(
    sql`SELECT id FROM reservations.reservations WHERE number IS NOT NULL LIMIT 1`,
  );
  const before = await lines('reservation.needs-changed');
  await here.fresh.db.run(sql`
    SELECT reservations.write_often(ROW('citizen', NULL, NULL, NULL)::audit.actor, 'reservation.needs-changed', 'needs ' || ${id}::text, ${id}::uuid, NULL, '{}', lib.now())
    FROM generate_series(1, 1000)`);
  expect((await lines('reservation.needs-changed')) - before).toBe(103);
});
