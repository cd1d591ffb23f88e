import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import type { TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { openDeskAs } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** §8(3)③: a clerk who types a citizen's address one slip from a common one is asked once, as the citizen is. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'koga', ['counter', 'admin']));
});
afterAll(() => desk.close());

const ASKED = '「hanako@gmail.com」の誤りではありませんか';
const card = (n: number) => makeCard(fresh.db, { noticeId: `SLP-00000${n}`, officeId: city.main, name: '電話 花子' });

test('[8(3)③] by telephone: asked once, nothing is booked meanwhile and nothing typed is lost; another slip is asked about again', async () => {
  const slot = await slotAt(fresh.db, city, city.main, 5, 10);
  const chosen = await me.get(`/booking?card=${await card(1)}&office=honcho`);
  const call = await me.follow(
    await me.post('/booking', { ...formFields(chosen, '/booking'), slot: String(slot), act: 'choose' }),
  );
  const typed = { mail: 'hanako@gmial.com', remark: '耳が遠い方。', act: 'confirm' };
  const asked = await good(await me.post('/booking', { ...formFields(call, '/booking'), ...typed }), 422);
  expect(words(asked)).toContain(ASKED);
  expect(formFields(asked, '/booking')).toMatchObject({ mail: 'hanako@gmial.com', remark: '耳が遠い方。' });
  expect(await fresh.db.rows(sql`SELECT FROM reservations.reservations WHERE number IS NOT NULL`)).toEqual([]);
  const other = await good(
    await me.post('/booking', { ...formFields(asked, '/booking'), mail: 'hanako@gmail.con', act: 'confirm' }),
    422,
  );
  expect(words(other)).toContain(ASKED);
  const booked = await me.post('/booking', { ...formFields(other, '/booking'), act: 'confirm' });
  expect(booked.status).toBe(303);
  const { id, mail } = await fresh.db.one<{ id: string; mail: string }>(
    sql`SELECT id, mail FROM reservations.reservations WHERE number IS NOT NULL`,
  );
  expect(mail).toBe('hanako@gmail.con');

  // Where the address of a booking is corrected; to remove one nothing is asked.
  const path = `/reservations/${id}/mail`;
  const page = await good(await me.get(path));
  const again = await good(await me.post(path, { ...formFields(page, path), mail: 'hanako@gmial.com', act: 'send' }), 422);
  expect(words(again)).toContain(ASKED);
  expect((await me.post(path, { ...formFields(again, path), act: 'send' })).location).toContain('done=mail');
});

test('[8(3)③] on the list of who waits it is asked beside what else is wrong, and the address that was meant is taken at once', async () => {
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken`);
  const path = `/waiting/new?card=${await card(2)}`;
  const typed = { ...formFields(await good(await me.get(path)), path), mail: 'hanako@gmial.com', to: addDays(city.today, -3) };
  const asked = await good(await me.post(path, typed), 422);
  expect(words(asked)).toContain(ASKED);
  const entered = await me.post(path, {
    ...formFields(asked, path),
    from: addDays(city.today, 5),
    to: addDays(city.today, 20),
    mail: 'hanako@gmail.com',
  });
  expect(entered.location ?? words(entered)).toContain('done=entered');
});
