import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { manageLinkPath } from '../src/citizen/paths.ts';
import { addDays } from '../src/lib/dates/jst.ts';
import { sql } from '../src/lib/db/sql.ts';
import { bookFor } from './support/booking.ts';
import type { Page, Visitor } from './support/browse.ts';
import { visitor } from './support/browse.ts';
import {
  expectTo,
  formValue,
  HANAKO,
  manageSecret,
  nextMail,
  pressBook,
  type TestCitizenDoor,
  walkAsPerson,
  walkToCalendar,
  walkToHold,
} from './support/citizen.ts';
import type { FreshDatabase } from './support/database.ts';
import { openBothDoors } from './support/open.ts';
import { good, words } from './support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from './support/small-city.ts';
import { boxes, ticking } from './support/ticks.ts';

/** What is new to a booked party (another day, one person more) is read before the press (§8(3)⑨⑩). */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let close: () => Promise<void>;
let clerk: Visitor;
/** One without a card. */
let service: number;
let made = 0;
let hour = 7;
const DAY_ON = 8;
const LATER = 10;
const PAPERS = '親権者の本人確認書類';

beforeAll(async () => {
  ({ fresh, city, door, clerk, close } = await openBothDoors(9, 'koga', ['counter']));
  service = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  await fresh.db.run(sql`UPDATE services.services SET party_max = 3 WHERE id = ${service}`);
  await fresh.db.run(
    sql`UPDATE services.services SET party_max = 4, bring = '{はがき}', bring_under15 = ARRAY[${PAPERS}] WHERE id = ${city.service}`,
  );
  for (const [ages, body] of [
    ['all', '予約した時間に来てください。'],
    ['from-15', '暗証番号を考えておいてください。'],
    ['under-15', '親権者と一緒に来てください。'],
  ])
    await fresh.db.run(
      sql`INSERT INTO services.cautions (service_id, concerns, ages, body) VALUES (${city.service}, 'お願い', ${ages}, ${body})`,
    );
});
afterEach(() => {
  hour += 1;
});
afterAll(() => close());

const day = (on: number) => addDays(city.today, on);
const slot = (on: number) => slotAt(fresh.db, city, city.main, on, hour);

/** A card of who is of that age on the day of the visit; its notice ID. */
async function card(born: string): Promise<string> {
  made += 1;
  const noticeId = `NEW-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, officeId: city.main, name: `人 ${made}`, birthDate: born });
  return noticeId;
}
const bornBefore = (on: number, years: number): string => Temporal.PlainDate.from(day(on)).subtract({ years }).toString();
const ADULT = '1980-03-08';
/** Seven years old whatever the day. */
const child = () => `${Number(city.today.slice(0, 4)) - 7}-03-08`;

/** Books on the web, alone. */
async function books(noticeId: string): Promise<Visitor> {
  const born = (
    await fresh.db.one<{ born: string }>(sql`SELECT birth_date::text AS born FROM cards.cards WHERE notice_id = ${noticeId}`)
  ).born;
  // The walk types one birthday for all.
  await fresh.db.run(sql`UPDATE cards.cards SET birth_date = '1947-03-08' WHERE notice_id = ${noticeId}`);
  const me = await walkToCalendar(door, fresh.db, noticeId);
  await fresh.db.run(sql`UPDATE cards.cards SET birth_date = ${born}::date WHERE notice_id = ${noticeId}`);
  await walkToHold(me, day(DAY_ON), await slot(DAY_ON));
  expectTo(await me.post('/cautions', ticking(await good(await me.get('/cautions')))), '/check');
  expectTo(await pressBook(me, await me.get('/check')), '/reservation');
  return me;
}

async function joins(me: Visitor, notice: string, more: Record<string, string> = {}): Promise<Page> {
  const form = await good(await me.get('/party/add'));
  return me.post('/party/add', { notice, month: '3', day: '8', version: formValue(form, 'version'), ...more });
}

/** The page that asks before a move, and its press. */
async function change(me: Visitor, on: number) {
  const chosen = { office: 'honcho', day: day(on), slot: String(await slot(on)) };
  const page = await good(await me.get(`/change?${new URLSearchParams(chosen)}`));
  return {
    page,
    press: (ticks: Record<string, string>) => me.post('/change', { ...chosen, version: formValue(page, 'version'), ...ticks }),
  };
}
const newest = () =>
  fresh.db.one<{ id: string; day: string; people: number }>(sql`
    SELECT r.id, s.day, (SELECT count(*)::integer FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL) AS people
    FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.state = 'booked' ORDER BY r.booked_at DESC LIMIT 1`);
const deskPage = async () => words(await good(await clerk.get(`/reservations/${(await newest()).id}`)));

test('[8(3)⑩c] a parent who booked alone adds a child: the caution and papers of under 15 are ticked before the press counts', async () => {
  const me = await books(await card(ADULT));
  const mine = await card(child());
  const asked = await joins(me, mine);
  expect(asked.status).toBe(422);
  for (const said of ['新しくお読みいただくことがあります', '親権者と一緒に来てください。', PAPERS])
    expect(words(asked)).toContain(said);
  expect(words(asked)).not.toContain('予約した時間に来てください。');
  expect(words(asked)).not.toContain('はがき・');
  // What was typed stands there; nobody was added.
  expect(asked.html).toContain(`value="${mine}"`);
  expect((await newest()).people).toBe(1);
  const [papers = '', caution = '', ...others] = boxes(asked);
  expect(others).toEqual([]);
  expect((await joins(me, mine, { [caution]: 'yes' })).status).toBe(422);
  expectTo(await joins(me, mine, { [caution]: 'yes', [papers]: 'yes' }), '/party');
  expect((await newest()).people).toBe(2);
  const shown = await deskPage();
  for (const said of ['親権者と一緒に来てください。', '来庁者の追加のとき', '予約のとき']) expect(shown).toContain(said);
});

test('[8(3)⑩c] where nothing is new, one person more is one press as before', async () => {
  const me = await books(await card(ADULT));
  const other = await card('1985-03-08');
  expectTo(await joins(me, other), '/party');
  expect((await newest()).people).toBe(2);
});

test('[8(3)⑨a] another day on which nothing is new: no boxes, one press', async () => {
  const me = await books(await card(ADULT));
  const { page, press } = await change(me, LATER);
  expect(boxes(page)).toEqual([]);
  expectTo(await press({}), '/reservation');
  expect((await newest()).day).toBe(day(LATER));
});

test('[8(3)⑨⑩a] a day on which one is 15: what concerns that age is read first; what the press said before is kept', async () => {
  const me = await books(await card(bornBefore(LATER, 15)));
  const { page, press } = await change(me, LATER);
  expect(words(page)).toContain('暗証番号を考えておいてください。');
  expect(boxes(page)).toHaveLength(1);
  const refused = await press({});
  expect([refused.status, (await newest()).day]).toEqual([422, day(DAY_ON)]);
  expect(words(refused)).toContain('「暗証番号を考えておいてください。」をお読みになったら');
  expectTo(await press(ticking(page)), '/reservation');
  expect((await newest()).day).toBe(day(LATER));
  expect(await deskPage()).toContain('日時の変更のとき');
});

test('[8(3)⑨⑩a] a text that changed since the booking, and a caution added since, are read before another day', async () => {
  const me = await books(await card(ADULT));
  await fresh.db.run(sql`UPDATE services.cautions SET body = '予約した時間の5分前に来てください。' WHERE ages = 'all'`);
  const { id } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO services.cautions (service_id, concerns, body, position) VALUES (${city.service}, 'お願い', '印鑑は要りません。', 9) RETURNING id`,
  );
  const { page, press } = await change(me, LATER);
  for (const said of ['予約した時間の5分前に来てください。', '印鑑は要りません。']) expect(words(page)).toContain(said);
  expect(boxes(page)).toHaveLength(2);
  expect((await press({ [`caution_${id}`]: 'yes' })).status).toBe(422);
  expectTo(await press(ticking(page)), '/reservation');
  // Read once: the next change asks for nothing.
  expect(boxes((await change(me, DAY_ON)).page)).toEqual([]);
});

test('[8(3)⑨⑩a] a paper the service asks for since the booking is read once before another day', async () => {
  const me = await books(await card(ADULT));
  await fresh.db.run(sql`UPDATE services.services SET bring = '{はがき,在留カード}' WHERE id = ${city.service}`);
  const { page, press } = await change(me, LATER);
  expect(words(page)).toContain('在留カード');
  expect(words(page)).not.toContain('はがき');
  expect(boxes(page)).toEqual(['papers_new']);
  expect((await press({})).status).toBe(422);
  expectTo(await press(ticking(page)), '/reservation');
  expect(boxes((await change(me, DAY_ON)).page)).toEqual([]);
});

test('[8(3)⑨⑩] booked by telephone: what stood there then counts as told, what changed since is read', async () => {
  const noticeId = await card(ADULT);
  const { cardId } = await fresh.db.one<{ cardId: number }>(
    sql`SELECT id AS "cardId" FROM cards.cards WHERE notice_id = ${noticeId}`,
  );
  const by = { kind: 'staff', staffId: 1 } as const;
  const id = await bookFor(fresh.db, by, city, cardId, await slot(DAY_ON), { mail: nextMail() });
  const me = visitor(door.url);
  const link = manageLinkPath(await manageSecret(fresh.db, id));
  await me.get(link);
  expectTo(await me.post(link, {}), '/reservation');
  expect(boxes((await change(me, LATER)).page)).toEqual([]);
  await fresh.db.run(sql`UPDATE services.cautions SET body = '暗証番号を2つ考えておいてください。' WHERE ages = 'from-15'`);
  const { page, press } = await change(me, LATER);
  expect(boxes(page)).toHaveLength(1);
  expectTo(await press(ticking(page)), '/reservation');
});

test('[8(3)⑩c] without a card the same: a child who joins brings what concerns it', async () => {
  await fresh.db.run(
    sql`INSERT INTO services.cautions (service_id, concerns, ages, body) VALUES (${service}, 'お願い', 'under-15', '法定代理人が来てください。')`,
  );
  const me = await walkAsPerson(door, fresh.db, 'renewal');
  const { id } = await fresh.db.one<{ id: number }>(
    sql`SELECT id FROM ledger.slots WHERE service_id = ${service} AND office_id = ${city.main} AND day = ${day(DAY_ON)} AND start_minute = 600`,
  );
  await walkToHold(me, day(DAY_ON), id);
  expectTo(await me.post('/cautions', ticking(await good(await me.get('/cautions')))), '/check');
  expectTo(await pressBook(me, await good(await me.get('/check'))), '/reservation');
  const form = await good(await me.get('/party/add'));
  const { phone: _, ...who } = HANAKO;
  const typed = {
    ...who,
    name: '久留米 太郎',
    kana: 'くるめ たろう',
    era: '令和',
    year: '2',
    month: '3',
    day: '8',
    version: formValue(form, 'version'),
  };
  const asked = await me.post('/party/add', typed);
  expect([asked.status, words(asked).includes('法定代理人が来てください。')]).toEqual([422, true]);
  expectTo(await me.post('/party/add', { ...typed, ...ticking(asked) }), '/party');
});

test('[8(3)⑨a] a process of the release before moves and adds as it did', async () => {
  await books(await card(bornBefore(LATER, 15)));
  const { result } = await fresh.db.one<{ result: string }>(
    sql`SELECT citizen.move((SELECT cookie_hash FROM reservations.visits ORDER BY created_at DESC LIMIT 1), ${await slot(LATER)}::bigint, 0, 'request', 'net') AS result`,
  );
  expect(result).toBe('moved');
});
