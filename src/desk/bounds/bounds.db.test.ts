import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../test/support/desk.ts';
import { formFields } from '../../../test/support/forms.ts';
import { openDesk } from '../../../test/support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../../../test/support/small-city.ts';
import { longDate } from '../../lib/dates/format.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { routes } from '../app.tsx';
import type { Route, SignedRoute } from '../route.ts';
import { reachOf } from './reach.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let bound: Visitor;
let boundId = 0;
/** An office that is none of theirs, beside the branch. */
let third = 0;

/** Of the things an address may name, one at an office: by the beginning of the route. */
type Things = Readonly<Record<string, string>>;
let own: Things;
let foreign: Things;

const id = async (query: Sql): Promise<string> => String((await fresh.db.one<{ id: number | string }>(query)).id);
let n = 0;

/** One of each at an office; a parcel goes from there to `to`. */
async function thingsAt(office: number, to: number): Promise<Things> {
  n += 1;
  const actor = { kind: 'staff', staffId: boundId } as const;
  const noticeId = (last: number) => `B1N-${100_000 + n * 10 + last}`;
  const card = await makeCard(fresh.db, { noticeId: noticeId(0), name: `場所 ${n}`, officeId: office });
  const booked = await makeCard(fresh.db, {
    noticeId: noticeId(1),
    name: `予約 ${n}`,
    birthDate: `1950-02-0${n}`,
    officeId: office,
  });
  const visit = await bookFor(fresh.db, actor, city, booked, await slotAt(fresh.db, city, office, 1, 9 + n));
  const box = await id(
    sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${office}, 'B棚', '1箱') RETURNING id`,
  );
  const draft = await id(
    sql`INSERT INTO calendar.drafts (name, created_at, changed_at, version) VALUES ('変更', lib.now(), lib.now(), 1) RETURNING id`,
  );
  const change = { kind: 'as-ruled', counters: [{ officeId: office, serviceId: city.service }] };
  await fresh.db.run(
    sql`INSERT INTO calendar.draft_changes (draft_id, position, change) VALUES (${Number(draft)}, 1, ${JSON.stringify(change)}::jsonb)`,
  );
  return {
    '/people/': String(card),
    '/reservations/': visit,
    '/today/hand-over/many/': await id(
      sql`INSERT INTO counter.handed_together (office_id, day, at, staff_id, people) VALUES (${office}, ${city.today}::date, lib.now(), ${boundId}, 1) RETURNING id`,
    ),
    '/storage/boxes/': box,
    '/storage/stocktakes/': await id(
      sql`INSERT INTO cards.stocktakes (storage_place_id, begun_at) VALUES (${Number(box)}, lib.now()) RETURNING id`,
    ),
    '/parcels/': await id(
      sql`INSERT INTO cards.parcels (from_office, to_office, opened_at) VALUES (${office}, ${to}, lib.now()) RETURNING id`,
    ),
    '/closings/': await id(
      sql`INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at) VALUES (${randomUUID()}::uuid, ${office}, ${city.today}::date, ${city.today}::date, '点検', lib.now()) RETURNING id`,
    ),
    '/calendar/drafts/': draft,
    '/settings/offices/': String(office),
    '/settings/windows/': `${office}/${city.service}`,
    '/scan/': 'pull',
    '/lists/': 'visits',
  };
}

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  third = (
    await fresh.db.one<{ id: number }>(
      sql`INSERT INTO offices.offices (code, name, address, phone, is_storage, position, citizens_from) VALUES ('jojima', '城島総合支所', '久留米市', '0942-00-0000', true, 3, '2020-01-01') RETURNING id`,
    )
  ).id;
  boundId = await desk.account('bound', ['admin'], city.main);
  await fresh.db.run(sql`INSERT INTO staff.account_offices (account_id, office_id) VALUES (${boundId}, ${city.main})`);
  own = await thingsAt(city.main, city.branch);
  foreign = await thingsAt(city.branch, third);
  bound = await signedIn(desk.url, 'bound', PASSWORD);
});
afterAll(() => desk.close());

const isSigned = (route: Route): route is SignedRoute => route.right !== 'anyone';
const signed = routes.filter(isSigned);
const called = ({ method, path }: Pick<Route, 'method' | 'path'>) => `${method} ${path}`;

/** The address of a route with one of the things in it; undefined: it names none of them. */
function addressOf(path: string, things: Things): string | undefined {
  const begins = Object.keys(things)
    .filter((begin) => path.startsWith(`${begin}:`))
    .toSorted((one, other) => other.length - one.length)[0];
  const thing = begins === undefined ? undefined : things[begins];
  if (begins === undefined || thing === undefined) return path.includes(':') ? undefined : path;
  const [first = '', ...more] = thing.split('/');
  return more.length > 0
    ? path.replace(/:\w+/u, first).replace(/:\w+/u, more.join('/'))
    : path.replace(/:\w+/u, first).replaceAll(/:\w+/gu, '1');
}

const send = (route: SignedRoute, address: string, fields: Record<string, string> = {}) =>
  route.method === 'GET' ? bound.get(`${address}?${new URLSearchParams(fields)}`) : bound.post(address, fields);
const lastRefused = () =>
  fresh.db.row<{ outside: string | null }>(
    sql`SELECT detail ->> 'outside' AS outside FROM audit.events WHERE act = 'desk.refused' AND staff_id = ${boundId} ORDER BY id DESC LIMIT 1`,
  );
/** Each press there leads out of the desk, or ends what the test sits at. */
const LEAVES = new Set(['POST /sign-out', 'POST /password', 'POST /second-factor/set-up']);

describe('[8(2)②a] who is bound to offices', () => {
  test('how far a page goes is decided for every page there is', () => {
    expect(signed.filter(({ method, path }) => reachOf(method, path) === undefined).map(called)).toEqual([]);
  });

  test('is refused every page of the whole city, with a sentence that says why and a line of the log', async () => {
    const pages = signed.filter(({ method, path }) => reachOf(method, path) === 'city');
    expect(pages.length).toBeGreaterThan(150);
    for (const route of pages) {
      const page = await send(route, route.path.replaceAll(/:\w+/gu, '1'));
      expect(page.status, called(route)).toBe(403);
      expect(page.html, called(route)).toMatch(/権限がありません|扱うのは、本庁です。/u);
      // A page that is only opened changes nothing anyway.
      if (!page.html.includes('権限がありません'))
        expect(page.html.includes('何も変更していません'), called(route)).toBe(route.method === 'POST');
    }
    expect(await lastRefused()).not.toBeUndefined();
  });

  test('is bound and let go on the page of the account, which the log tells; the last administrator of the city is not bound', async () => {
    const clerkId = await desk.account('shisho', ['counter'], city.branch);
    const admin = await desk.clerk('kanri', ['admin']);
    const kanri = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'kanri'`);
    const at = (account: number) => `/accounts/${account}`;
    const save = async (account: number, more: Record<string, string>) => {
      const { [`bounds-${city.branch}`]: _, ...fields } = formFields(await admin.get(at(account)), at(account), 'name="name"');
      return admin.post(at(account), { ...fields, ...more });
    };
    const clerk = await signedIn(desk.url, 'shisho', PASSWORD);
    expect((await clerk.get('/today?office=honcho')).status).toBe(200);
    expect((await save(clerkId, { [`bounds-${city.branch}`]: 'yes' })).location).toContain('done=changed');
    // From their next press on, without signing in anew.
    expect((await clerk.get('/today?office=honcho')).html).toContain('このアカウントで扱うのは、北野総合支所です');
    expect((await clerk.get('/today')).status).toBe(200);
    expect((await admin.get('/accounts')).html).toContain('担当：北野総合支所');
    expect(
      await fresh.db.one(
        sql`SELECT detail -> 'changes' -> 'bounds' AS bounds FROM audit.events WHERE act = 'staff.account-changed' ORDER BY id DESC LIMIT 1`,
      ),
    ).toEqual({ bounds: [[], ['北野総合支所']] });
    // The other one who could is bound already.
    const refused = await save(kanri.id, { [`bounds-${city.main}`]: 'yes' });
    expect(refused.location).toContain('refused=last_administrator');
    expect((await save(clerkId, {})).location).toContain('done=changed');
    expect((await clerk.get('/today?office=honcho')).status).toBe(200);
  });

  test('finds their own cards, visits and counts on a list, whatever its address leaves out, and no others', async () => {
    for (const address of ['/lists/cards', '/lists/cards?every=yes', '/lists/cards?office=honcho', '/lists/cards?office=']) {
      const { html } = await bound.get(address);
      expect([html.includes('場所 1'), html.includes('場所 2'), html.includes('すべての場所')], address).toEqual([
        true,
        false,
        false,
      ]);
    }
    const tomorrow = addDays(city.today, 1);
    const { html } = await bound.get(`/lists/visits?from=${longDate(tomorrow)}`);
    expect([html.includes('予約 1'), html.includes('予約 2')]).toEqual([true, false]);
    expect((await bound.get('/lists')).html).not.toContain('/lists/log');
    expect((await bound.get('/lists/destroyed')).status).toBe(403);
  });

  test('books, moves and cancels for every office, as whoever has the telephone does', async () => {
    const visit = foreign['/reservations/'] ?? '';
    for (const page of [
      `/reservations/${visit}`,
      `/reservations/${visit}/move`,
      `/reservations/${visit}/cancel`,
      '/booking?office=kitano',
    ])
      expect((await bound.get(page)).status, page).toBe(200);
    expect((await bound.get(`/reservations/${visit}/move`)).html).toContain('北野総合支所');
  });

  test('is refused every page and press of another office, and none of their own', async () => {
    const pages = signed.filter(({ method, path }) => typeof reachOf(method, path) === 'object');
    expect(pages.length).toBeGreaterThan(100);
    const wrong: string[] = [];
    for (const route of pages) {
      const [theirs, others] = [addressOf(route.path, own), addressOf(route.path, foreign)];
      if (theirs === undefined || others === undefined) {
        wrong.push(`${called(route)}: names what this test does not know`);
        continue;
      }
      // What names nothing in its address names the office in its fields; a press of a visit the visit.
      const fields: Record<string, string>[] =
        theirs === others
          ? [
              { office: 'kitano' },
              ...(/press|hand-over$|incomplete/u.test(route.path) ? [{ id: foreign['/reservations/'] ?? '' }] : []),
            ]
          : [{}];
      for (const named of fields) {
        const page = await send(route, others, named);
        if (page.status !== 403) wrong.push(`${called(route)} of another office: ${page.status}`);
        else if (!page.html.includes('担当していない場所の画面です'))
          wrong.push(`${called(route)} of another office is refused without a reason`);
        else if ((await lastRefused())?.outside === null) wrong.push(`${called(route)} has no line of the log`);
      }
      if (LEAVES.has(called(route))) continue;
      const page = await send(route, theirs, theirs === others ? { office: 'honcho' } : {});
      if (page.status === 403 || page.status >= 500) wrong.push(`${called(route)} of their own office: ${page.status}`);
    }
    expect(wrong).toEqual([]);
  }, 240_000);
});
