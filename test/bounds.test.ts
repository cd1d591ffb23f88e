import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginDraft } from '../src/calendar/drafts.ts';
import { openParcel, packCard } from '../src/cards/parcels.ts';
import { close } from '../src/closing/acts.ts';
import { readPreview } from '../src/closing/preview.ts';
import { publish } from '../src/closing/publish.ts';
import { finishPublish } from '../src/closing/steps.ts';
import { features, routes } from '../src/desk/app.tsx';
import { reachOf } from '../src/desk/bounds/reach.ts';
import { systemClock } from '../src/lib/clock.ts';
import { sql } from '../src/lib/db/sql.ts';
import { LISTS } from '../src/lists/all.ts';
import { signedIn, type Visitor } from './support/browse.ts';
import { closeRequest } from './support/closing.ts';
import type { FreshDatabase } from './support/database.ts';
import { demoDatabase } from './support/demo.ts';
import { PASSWORD, startDesk, type TestDesk } from './support/desk.ts';
import { postForms } from './support/forms.ts';
import { must } from './support/must.ts';

/**
 * Bounds on every page: in a made-up city whoever lies, comes or waits at another office than one is called 他所野. Who is bound to that one opens each page their
 * pages lead to, and each list: none of them says that name, and none leads to a page that is not theirs. A new page or list is among them by itself.
 */
let fresh: FreshDatabase;
let desk: TestDesk;
let bound: Visitor;
let own = { id: 0, code: '', name: '' };

/** Everybody who is of another office alone, known again wherever they are named. */
const nameOthers = () =>
  fresh.db.run(sql`
    WITH own AS (
      SELECT c.id FROM cards.cards c WHERE c.office_id = ${own.id}
      UNION SELECT m.card_id FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id WHERE s.office_id = ${own.id}
      UNION SELECT unnest(e.card_ids) FROM waiting.entries e WHERE ${own.id} = ANY (e.office_ids)
      UNION SELECT p.card_id FROM cards.parcel_cards p JOIN cards.parcels l ON l.id = p.parcel_id WHERE ${own.id} IN (l.from_office, l.to_office)
      UNION SELECT e.card_id FROM cards.custody_events e WHERE e.to_office_id = ${own.id})
    UPDATE cards.cards SET name = '他所野　花' || id, kana = 'タショノ ハナ' WHERE id NOT IN (SELECT id FROM own WHERE id IS NOT NULL)`);
const nameVisitors = () =>
  fresh.db.run(sql`
    UPDATE reservations.members m SET name = '他所野　花', kana = 'タショノ ハナ' FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
    WHERE r.id = m.reservation_id AND m.card_id IS NULL AND s.office_id <> ${own.id}`);
const TOLD = /他所野|タショノ|ﾀｼｮﾉ/u;

/** Days on which both offices have visits to come, shortly before the last of which nothing was shut yet. */
const bothVisited = async (other: number): Promise<string[]> =>
  (
    await fresh.db.rows<{ day: string }>(sql`
      SELECT s.day FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
      WHERE s.office_id IN (${own.id}, ${other}) AND s.closed_at IS NULL AND s.day > lib.day_of(lib.now()) + 3
      GROUP BY s.day HAVING count(DISTINCT s.office_id) = 2 ORDER BY s.day`)
  ).map(({ day }) => day);

/**
 * What an office has besides: a draft of its clerk's for two counters, a closing made together with another office, a change of hours that the city published for
 * both, and parcels to another office and from it. Both were visited on the days of the closing and of the change.
 */
async function fillOwn(clerk: number, manager: number): Promise<void> {
  const [by, city] = [{ kind: 'staff', staffId: clerk } as const, { kind: 'staff', staffId: manager } as const];
  const { id: other } = await fresh.db.one<{ id: number }>(sql`
    SELECT s.office_id AS id FROM ledger.slots s JOIN reservations.reservations r ON r.slot_id = s.id AND r.state = 'booked'
    WHERE s.office_id <> ${own.id} AND s.day > lib.day_of(lib.now()) + 3 AND s.closed_at IS NULL GROUP BY 1 ORDER BY count(DISTINCT s.day) DESC, 1 LIMIT 1`);
  const services = (
    await fresh.db.rows<{ id: number }>(
      sql`SELECT DISTINCT service_id AS id FROM ledger.slots WHERE office_id = ${own.id} AND day > lib.day_of(lib.now()) ORDER BY 1`,
    )
  ).map(({ id }) => id);
  const [moved = '', shut = '', drafted = ''] = await bothVisited(other);
  const days = (offices: readonly number[], day: string) => [
    {
      kind: 'days' as const,
      counters: offices.flatMap((officeId) => services.map((serviceId) => ({ officeId, serviceId }))),
      days: [day],
      patternId: null,
      reason: '設備の点検',
    },
  ];
  await beginDraft(fresh.db, by, { name: '本所の変更', changes: days([own.id], drafted) });
  const draftId = await beginDraft(fresh.db, city, { name: '市の変更', changes: days([own.id, other], moved) });
  const { version } = await readPreview(fresh.db, systemClock, draftId);
  const { affected } = must(await publish(fresh.db, systemClock, city, { draftId, draftVersion: 0, previewVersion: version }));
  expect(affected).toBeGreaterThan(1);
  await finishPublish(fresh.db, systemClock);
  const range = { officeIds: [own.id, other], serviceId: null, from: shut, to: shut, hours: null };
  must(await close(fresh.db, city, await closeRequest(fresh.db, range)));
  const parcel = must(await openParcel(fresh.db, by, own.id, other));
  must(await openParcel(fresh.db, city, other, own.id));
  const { card } = await fresh.db.one<{ card: number }>(
    sql`SELECT id AS card FROM cards.cards WHERE is_open AND whereabouts = 'shelf' AND office_id = ${own.id} ORDER BY id LIMIT 1`,
  );
  must(await packCard(fresh.db, by, parcel, card));
}

beforeAll(async () => {
  fresh = await demoDatabase();
  // An office with cards of its own and visits of others' cards.
  own = await fresh.db.one(
    sql`SELECT id, code, name FROM offices.offices WHERE is_pickup AND is_storage AND retired_at IS NULL ORDER BY position OFFSET 1 LIMIT 1`,
  );
  await fresh.db.run(sql`
    UPDATE cards.cards SET office_id = ${own.id} WHERE id IN (
      SELECT c.id FROM cards.cards c WHERE c.is_open AND c.whereabouts = 'shelf' AND c.status = 'notified' AND NOT EXISTS (SELECT FROM reservations.members m WHERE m.card_id = c.id) ORDER BY c.id LIMIT 20)`);
  desk = await startDesk(fresh);
  // It belongs to no office, and is bound to one.
  const account = await desk.account('bound', ['admin']);
  await fresh.db.run(sql`INSERT INTO staff.account_offices (account_id, office_id) VALUES (${account}, ${own.id})`);
  await fillOwn(account, await desk.account('shi', ['admin']));
  await nameOthers();
  await nameVisitors();
  for (const list of LISTS)
    await fresh.db.run(
      sql`INSERT INTO lists.columns (staff_id, list, columns) VALUES (${account}, ${list.code}, ${list.columns.map(({ code }) => code)})`,
    );
  bound = await signedIn(desk.url, 'bound', PASSWORD);
});
afterAll(async () => {
  await desk.close();
  await fresh.drop();
});

const pages = routes.filter(({ method, path, right }) => method === 'GET' && right !== 'anyone' && !path.endsWith('.pdf'));
const shape = (path: string): RegExp => new RegExp(`^${path.replace(/:\w+/gu, '[^/?]+')}$`, 'u');
const routeOf = (address: string): string | undefined => {
  const path = address.split('?')[0] ?? '';
  return (pages.find((route) => route.path === path) ?? pages.find((route) => shape(route.path).test(path)))?.path;
};
/** Of a route so many addresses are opened: of a page that leads to many of its kind not each. */
const OF_A_KIND = 4;

type Opened = { address: string; from: string; status: number; html: string };
async function walk(): Promise<Opened[]> {
  const found = new Map<string, number>();
  const seen = new Set<string>();
  const waiting: { address: string; from: string }[] = [];
  const all: Opened[] = [];
  const add = (address: string, from: string) => {
    const [route, path = ''] = [routeOf(address), address.split('#')[0]];
    // A list is a kind of its own.
    const kind = route === '/lists/:list' ? (path.split('?')[0] ?? '') : route;
    const so = kind === undefined ? OF_A_KIND : (found.get(kind) ?? 0);
    if (kind === undefined || so >= OF_A_KIND || seen.has(path)) return;
    found.set(kind, so + 1);
    seen.add(path);
    waiting.push({ address: path, from });
  };
  // Whoever calls is found: somebody of another office, and a visit there.
  const { card, visit } = await fresh.db.one<{ card: number; visit: string }>(sql`
    SELECT c.id AS card, r.id::text AS visit FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id AND m.removed_at IS NULL
      JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = r.slot_id
    WHERE c.name LIKE '他所野%' AND c.is_open AND s.day > lib.day_of(lib.now()) ORDER BY c.id LIMIT 1`);
  for (const address of [`/people/${card}`, `/reservations/${visit}`]) add(address, 'a search');
  for (const { href } of features.flatMap(({ menu = [] }) => menu)) if (reachOf('GET', href) !== 'city') add(href, 'the menu');
  for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
    const { address, from } = one;
    const { status, html } = await bound.get(address);
    all.push({ address, from, status, html });
    for (const [, link = ''] of html.matchAll(/\shref="(\/[^"#]*)/gu)) add(link.replaceAll('&amp;', '&'), address);
  }
  return all;
}
let walked: Promise<Opened[]> | undefined;
const opened = () => {
  walked ??= walk();
  return walked;
};

test('[8(2)②a] who is bound to an office meets nobody of another on a page of theirs', async () => {
  const all = await opened();
  expect(all.length).toBeGreaterThan(60);
  // Somebody who calls is found wherever they come: those pages show whom one asked for.
  const theirs = all.filter(
    ({ address }) => reachOf('GET', routeOf(address) ?? '') !== 'anyone' || /^\/(?:waiting|closings|todo)$/u.test(address),
  );
  expect(
    theirs
      .filter(({ html }) => TOLD.test(html))
      .map(({ address, html }) => `${address}: ${/.{60}(?:他所野|タショノ).{20}/su.exec(html)?.[0]}`),
  ).toEqual([]);
  expect(all.filter(({ status }) => status >= 500)).toEqual([]);
  // Control: they are shown where they may be, and their own people stand on their pages.
  const shown = (address: RegExp, what: RegExp) => all.some((one) => address.test(one.address) && what.test(one.html));
  expect([shown(/^\/people\//u, TOLD), shown(/^\/lists\/not-booked/u, /href="\/people\//u)]).toEqual([true, true]);
  // Of a change of the city's their own are listed, as they are counted, and called.
  expect(shown(/^\/closings$/u, /市の変更/u)).toBe(true);
  for (const list of [/^\/calendar\/drafts\/\d+\/affected$/u, /^\/lists\/phone\?of=draft-/u])
    expect(
      all.filter(({ address, status }) => list.test(address) && status === 200),
      String(list),
    ).not.toEqual([]);
}, 600_000);

test('[8(2)②a] and no page of theirs leads to one that is not', async () => {
  const all = await opened();
  expect(all.filter(({ status }) => status === 403).map(({ address, from }) => `${from} leads to ${address}`)).toEqual([]);
  // Nor does a form there send to one of the whole city.
  const sends = all.flatMap(({ address, html }) =>
    [...html.matchAll(/<form method="post" action="([^"?#]*)/gu)].map(([, action = '']) => ({ address, action })),
  );
  expect(sends.length).toBeGreaterThan(50);
  const presses = routes.filter(({ method }) => method === 'POST');
  const cityOnes = sends.filter(({ action }) => {
    const route = presses.find(({ path }) => path === action) ?? presses.find(({ path }) => shape(path).test(action));
    return route !== undefined && reachOf('POST', route.path) === 'city';
  });
  expect(cityOnes.map(({ address, action }) => `${address} sends to ${action}`)).toEqual([]);
}, 600_000);

test('[8(2)②a] and what begins a change there leads into it', async () => {
  const all = await opened();
  const begins = new Map(
    all.flatMap(({ address, html }) =>
      postForms({ html })
        .filter(({ action }) => action === '/calendar/drafts')
        .flatMap(({ fields, buttons }) =>
          buttons.map((pressed) => [JSON.stringify([address.split('?')[0], pressed]), { address, fields, pressed }] as const),
        ),
    ),
  );
  expect(begins.size).toBeGreaterThan(8);
  const refused: string[] = [];
  for (const { address, fields, pressed } of begins.values()) {
    await bound.get(address);
    const form = await bound.follow(await bound.post('/calendar/drafts', { ...fields, ...pressed }));
    if (form.status !== 200) refused.push(`${address}: ${JSON.stringify(pressed)} ${form.status}`);
    for (const [, link = ''] of form.html.matchAll(/\shref="(\/calendar\/[^"#]*)/gu)) {
      const { status } = await bound.get(link.replaceAll('&amp;', '&'));
      if (status !== 200) refused.push(`${form.url} leads to ${link}: ${status}`);
    }
  }
  expect(refused).toEqual([]);
}, 600_000);

test('[8(2)②a] nor does a page or a choice there offer another office', async () => {
  const all = await opened();
  const others = await fresh.db.rows<{ code: string }>(sql`SELECT code FROM offices.offices WHERE id <> ${own.id}`);
  const offers = all
    .filter(({ address }) => reachOf('GET', routeOf(address) ?? '') !== 'anyone')
    .flatMap(({ address, html }) =>
      others.flatMap(({ code }) =>
        new RegExp(`[?&;]office=${code}(?:&|"|$)`, 'u').test(html) ? [`${address} leads to ${code}`] : [],
      ),
    );
  expect(offers).toEqual([]);
}, 600_000);
