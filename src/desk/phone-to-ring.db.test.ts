import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { openDeskAs } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let made = 0;

const LISTS = '0942000001';
const OTHERS = '0942000002';
const GIVEN = '09011112222';

beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'koga', ['counter']));
});
afterAll(() => desk.close());

/** Two cards with a number each that are booked for the last hour of today and missing; `phone`: given with the booking. */
async function missing(phone: string): Promise<number[]> {
  const cards = await Promise.all(
    [LISTS, OTHERS].map(async (number) => {
      made += 1;
      const id = await makeCard(fresh.db, {
        noticeId: `R1N-${100_000 + made}`,
        name: `電話 人${made}`,
        birthDate: null,
        officeId: city.main,
      });
      await fresh.db.run(sql`UPDATE cards.cards SET phone = ${number} WHERE id = ${id}`);
      return id;
    }),
  );
  const staffId = (await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts LIMIT 1`)).id;
  const slot = await slotAt(fresh.db, city, city.main, 0, 23);
  await bookFor(desk.db, { kind: 'staff', staffId }, city, cards, slot, { phone });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ANY (${cards}::bigint[])`);
  return cards;
}
const numbersIn = async (path: string): Promise<string[]> =>
  [...words(await good(await me.get(path))).matchAll(/来庁前に (0[\d-]+) へ連絡/gu)].map(([, number]) =>
    (number ?? '').replaceAll('-', ''),
  );

test('[8(2)③] who is called before their visit, as their card is missing, is called by one number on every page: the one given with the booking', async () => {
  const [card] = await missing(GIVEN);
  expect(new Set(await numbersIn('/today?office=honcho'))).toEqual(new Set([GIVEN]));
  expect(await numbersIn(`/people/${card}`)).toEqual([GIVEN]);
  const page = words(await good(await me.get(`/people/${card}`)));
  expect(page).toMatch(/090-1111-2222\s*予約の連絡先/u);
  expect(page).toMatch(/0942-00-0001\s*カードの登録/u);
  for (const path of ['/todo', '/lists/not-ready']) {
    const there = words(await good(await me.get(path)));
    expect(there).toContain('090-1111-2222');
    expect(there).not.toContain('0942-00-0001');
  }
});

test('[8(2)③] where none was given, each of a family is called by the number of their own card', async () => {
  await fresh.db.run(sql`UPDATE reservations.reservations SET phone = ''`);
  const cards = await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards WHERE whereabouts = 'missing' ORDER BY phone`);
  expect(new Set(await numbersIn('/today?office=honcho'))).toEqual(new Set([LISTS, OTHERS]));
  expect(await Promise.all(cards.map(({ id }) => numbersIn(`/people/${id}`)))).toEqual([[LISTS], [OTHERS]]);
});

test('[8(2)②a] whom somebody took on to ring stands among theirs, wherever that visit is and whichever office they are bound to', async () => {
  const account = await desk.account('kitano', ['counter'], city.branch);
  await fresh.db.run(sql`INSERT INTO staff.account_offices (account_id, office_id) VALUES (${account}, ${city.branch})`);
  const bound = await signedIn(desk.url, 'kitano', PASSWORD);
  const { visit, name } = await fresh.db.one<{ visit: string; name: string }>(sql`
    SELECT r.id AS visit, c.name FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id
    WHERE c.whereabouts = 'missing' ORDER BY c.id LIMIT 1`);
  expect((await good(await bound.get('/todo?view=mine'))).html).not.toContain(name);
  const action = `/reservations/${visit}/call`;
  const fields = formFields(await good(await bound.get(action)), action, 'name="lastTaken"');
  expect((await bound.post(action, { ...fields, act: 'taken' })).status).toBe(303);
  expect((await good(await bound.get('/todo?view=mine'))).html).toContain(name);
});
