import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Page, signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { untilLocked } from '../../../../test/support/locks.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import type { Actor } from '../../../audit/actor.ts';
import { moveCard } from '../../../cards/custody.ts';
import { moveBetween } from '../../../cards/move-between.ts';
import { dropParcel, openParcel, packCard, sendParcel, unpackCard, unsendParcel } from '../../../cards/parcels.ts';
import { addPlaces, listPlaces } from '../../../cards/places.ts';
import { beginStocktake } from '../../../cards/stocktake.ts';
import { retireOffice } from '../../../closing/retire.ts';
import { HORIZON_DAYS } from '../../../closing/slots.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { monthOf } from '../../../lib/dates/spans.ts';
import type { Tx } from '../../../lib/db/db.ts';
import { sql } from '../../../lib/db/sql.ts';
import { fingerprint } from '../../../lib/fingerprint.ts';
import { changeOffice } from '../../../offices/acts.ts';
import { readOffice } from '../../../offices/read.ts';
import { monthContent } from '../../../running/month.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let other: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  await desk.account('mori', ['admin'], city.main, '森 直美');
});
beforeEach(async () => {
  me = await signedIn(desk.url, 'ide', PASSWORD);
  other = await signedIn(desk.url, 'mori', PASSWORD);
});
afterAll(() => desk.close());

/** What a preview's button sends: the page between is another test's (text-versions.db.test.ts). */
const SURE = { preview: 'sure' };

/** The form of a page as it stands, changed, and sent. */
async function send(who: Visitor, path: string, changes: Record<string, string>, action = path): Promise<Page> {
  return who.post(action, { ...formFields(await who.get(path), action), ...changes });
}
const errorsOf = (page: Page): string[] =>
  [...(/<ul class="bullets">([\s\S]*?)<\/ul>/u.exec(page.html)?.[1]?.matchAll(/<a href="#f-([^"]*)"/gu) ?? [])].map(
    ([, name = '']) => name,
  );
const kept = async (id: number) => (await readOffice(desk.db, id))?.facts;
const logged = (act: string) =>
  desk.db.row<{ detail: Record<string, unknown>; officeId: number | null; staffId: number | null }>(
    sql`SELECT detail, office_id AS "officeId", staff_id AS "staffId" FROM audit.events WHERE act = ${act} ORDER BY id DESC LIMIT 1`,
  );

/** An office of this test's own, added through the page. */
async function newOffice(changes: Record<string, string> = {}): Promise<number> {
  n += 1;
  const page = await send(me, '/settings/offices/new', {
    code: `branch-${n}`,
    name: `第${n}支所`,
    address: '久留米市城南町',
    phone: '０９４２－３０－９００１',
    ...changes,
  });
  expect([page.status, page.location]).toEqual([303, expect.stringMatching(/^\/settings\/offices\/\d+\?done=added$/u)]);
  return Number(/\d+/u.exec(page.location ?? '')?.[0]);
}

describe('[8(3)⑦c] offices', () => {
  test('added, changed and told in the log with before and after', async () => {
    const id = await newOffice({
      facilities: '車いす対応\n\nだれでもトイレ',
      'name-en': 'Branch',
      from: '令和９年１月４日（月）',
    });
    expect(await kept(id)).toMatchObject({
      phone: '0942-30-9001',
      facilities: ['車いす対応', 'だれでもトイレ'],
      names: { en: 'Branch' },
      citizensFrom: '2027-01-04',
      isPickup: true,
      isStorage: false,
    });
    // Cards that lie elsewhere need time to get there; nobody has to remember that.
    expect(
      await desk.db.rows(
        sql`SELECT from_office, to_office, open_days FROM offices.transfer_times WHERE to_office = ${id} ORDER BY from_office`,
      ),
    ).toEqual([
      { from_office: city.main, to_office: id, open_days: 2 },
      { from_office: city.branch, to_office: id, open_days: 2 },
    ]);
    const changed = await send(me, `/settings/offices/${id}`, { ...SURE, phone: '0942-30-9002', to: '2027-03-31' });
    expect(changed.location).toBe(`/settings/offices/${id}?done=changed`);
    expect(await logged('office.changed')).toMatchObject({
      officeId: id,
      detail: { changes: { phone: ['0942-30-9001', '0942-30-9002'], citizensTo: [null, '2027-03-31'] } },
    });
    expect(words(await me.get('/audit?kind=office.'))).toContain(
      '電話：0942-30-9001 → 0942-30-9002　市民が選べる最後の日：なし → 令和9年3月31日（水）',
    );
    const same = await send(me, `/settings/offices/${id}`, {});
    expect(same.location).toBe(`/settings/offices/${id}?done=same`);
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['nothing typed', { name: '', address: '', phone: '' }, ['name', 'address', 'phone']],
    ['a phone that is none', { phone: '12' }, ['phone']],
    ['a weekday that is not that day’s', { from: '令和8年12月1日（月）' }, ['from']],
    ['the end before the start', { from: '2027-02-01', to: '2027-01-31' }, ['to']],
    ['an end without a start', { from: '', to: '2027-01-31' }, ['from']],
    ['open to citizens but no place to come to', { pickup: '', storage: 'yes', from: '2027-01-04' }, ['from']],
    ['neither a place to come to nor one that keeps cards', { pickup: '' }, ['pickup']],
    ['an order of −1', { position: '-1' }, ['position']],
    ['an order of 10⁹', { position: '1000000000' }, ['position']],
    ['a name of 41 characters', { name: 'あ'.repeat(41) }, ['name']],
    ['two lines for a name', { name: 'あ\nい' }, ['name']],
  ])('refused at the box: %s', async (_title, typed, boxes) => {
    const id = await newOffice();
    const before = await kept(id);
    const page = await send(me, `/settings/offices/${id}`, { directions: 'バス停からすぐ', ...typed });
    expect([page.status, errorsOf(page)]).toEqual([422, boxes]);
    expect(await htmlFaults(page.html)).toEqual([]);
    // What was typed is still there.
    expect(formFields(page, `/settings/offices/${id}`)['directions']).toBe('バス停からすぐ');
    expect(await kept(id)).toEqual(before);
  });

  test('a code already used, and one that is none', async () => {
    const fields = { code: 'honcho', name: '二つ目', address: '久留米市', phone: '0942-30-9000' };
    for (const code of ['honcho', '本庁', '../x', '']) {
      const page = await send(me, '/settings/offices/new', { ...fields, code });
      expect([page.status, errorsOf(page)], code).toEqual([422, ['code']]);
      expect(formFields(page, '/settings/offices/new')['name']).toBe('二つ目');
    }
  });

  test('two administrators on one office: the page that is out of date changes nothing and keeps what was typed', async () => {
    const id = await newOffice();
    const path = `/settings/offices/${id}`;
    const mine = formFields(await me.get(path), path);
    expect((await send(other, path, { ...SURE, phone: '0942-30-1111' })).status).toBe(303);
    const late = await me.post(path, { ...SURE, ...mine, directions: '私の書いた行き方' });
    expect(late.status).toBe(409);
    expect(await htmlFaults(late.html)).toEqual([]);
    expect(words(late)).toContain('何も変更していません');
    expect(await kept(id)).toMatchObject({ phone: '0942-30-1111', directions: '' });
    // The page shows what is kept by now beside what was typed; sent once more, it holds.
    const again: Record<string, string> = { ...SURE, ...formFields(late, path), phone: '0942-30-1111' };
    expect(again['directions']).toBe('私の書いた行き方');
    expect((await me.post(path, again)).status).toBe(303);
    expect(await kept(id)).toMatchObject({ phone: '0942-30-1111', directions: '私の書いた行き方' });
  });

  test('a form that came back for an error does not take over what a colleague saved meanwhile', async () => {
    const id = await newOffice();
    const path = `/settings/offices/${id}`;
    const mine = formFields(await me.get(path), path);
    await send(other, path, { ...SURE, phone: '0942-30-2222' });
    const wrong = await me.post(path, { ...mine, name: '' });
    expect(wrong.status).toBe(422);
    expect((await me.post(path, { ...SURE, ...formFields(wrong, path), name: '新しい名前' })).status).toBe(409);
    expect(await kept(id)).toMatchObject({ phone: '0942-30-2222' });
  });

  test('at the same moment one of two is told, over and over; without the lock both would be (control)', async () => {
    const id = await newOffice();
    const path = `/settings/offices/${id}`;
    for (let round = 0; round < 10; round += 1) {
      const forms = [formFields(await me.get(path), path), formFields(await other.get(path), path)];
      const pages = await Promise.all([
        me.post(path, { ...SURE, ...forms[0], directions: `私 ${round}` }),
        other.post(path, { ...SURE, ...forms[1], address: `同僚 ${round}` }),
      ]);
      expect(pages.map(({ status }) => status).sort()).toEqual([303, 409]);
    }
    const actor: Actor = { kind: 'operator' };
    const facts = await kept(id);
    if (facts === undefined) throw new Error('no office');
    const seen = fingerprint(facts);
    let met = 0;
    let open = () => {};
    const both = new Promise<void>((resolve) => {
      open = resolve;
    });
    const unlocked = (phone: string) =>
      fresh.db.transaction(async (tx: Tx) => {
        const office = await readOffice(tx, id, 'read');
        met += 1;
        if (met === 2) open();
        await both;
        return office === undefined ? undefined : changeOffice(tx, actor, office, seen, { ...facts, phone });
      });
    const answers = await Promise.all([unlocked('0942-30-3333'), unlocked('0942-30-4444')]);
    expect(answers.map((answer) => answer?.ok)).toEqual([true, true]);
  });

  test('the same form sent twice changes once', async () => {
    const id = await newOffice();
    const path = `/settings/offices/${id}`;
    const form = { ...SURE, ...formFields(await me.get(path), path), phone: '0942-30-5555' };
    const pages = await Promise.all([me.post(path, form), me.post(path, form)]);
    expect(pages.map(({ status }) => status)).toEqual([303, 303]);
    const { count } = await desk.db.one<{ count: number }>(
      sql`SELECT count(*) AS count FROM audit.events WHERE act = 'office.changed' AND office_id = ${id}`,
    );
    expect(count).toBe(1);
  });

  test('transfer times move the earliest day, are refused at the box, and two administrators do not write over each other', async () => {
    const id = await newOffice();
    const path = `/settings/offices/${id}/transfers`;
    const mine = formFields(await me.get(path), path);
    expect(mine).toMatchObject({ [`here-${city.main}`]: '2', [`here-${city.branch}`]: '2' });
    const wrong = await me.post(path, { ...mine, [`here-${city.main}`]: '61', [`here-${city.branch}`]: 'すぐ' });
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, [`here-${city.main}`, `here-${city.branch}`]]);
    expect((await send(other, path, { [`here-${city.main}`]: '４開庁日' })).status).toBe(303);
    expect((await me.post(path, { ...mine, [`here-${city.branch}`]: '1' })).status).toBe(409);
    const days = await desk.db.rows(
      sql`SELECT from_office, open_days FROM offices.transfer_times WHERE to_office = ${id} ORDER BY from_office`,
    );
    expect(days).toEqual([
      { from_office: city.main, open_days: 4 },
      { from_office: city.branch, open_days: 2 },
    ]);
    expect(await logged('office.transfers-changed')).toMatchObject({ detail: { changes: { 'honcho.here': [2, 4] } } });
  });

  test('one with visits, slots, rules or cards is not taken out of use; what stands in the way is counted', async () => {
    const id = await newOffice({ storage: 'yes' });
    const path = `/settings/offices/${id}/retire`;
    await fresh.db.run(sql`INSERT INTO calendar.patterns (id, name) VALUES (91, '試験') ON CONFLICT DO NOTHING`);
    await fresh.db.run(
      sql`INSERT INTO calendar.week_rules (office_id, service_id, weekday, pattern_id) VALUES (${id}, ${city.service}, 1, 91)`,
    );
    await fresh.db.run(
      sql`INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity, taken) VALUES (${id}, ${city.service}, ${city.today}::date + 3, 600, 30, 2, 1)`,
    );
    await fresh.db.run(sql`
      INSERT INTO reservations.reservations (id, service_id, slot_id, units, state, by_desk, channel, created_at)
      SELECT gen_random_uuid(), ${city.service}, id, 1, 'booked', true, 'phone', lib.now() FROM ledger.slots WHERE office_id = ${id}`);
    const card = await makeCard(fresh.db, { noticeId: 'R1B-000001', officeId: id });
    await fresh.db.run(sql`
      WITH box AS (INSERT INTO cards.storage_places (office_id, cabinet, box, size) VALUES (${id}, 'R', '1箱', 10) RETURNING id)
      INSERT INTO cards.storage_rules (position, lot_from, lot_to, storage_place_id) SELECT 1, 'R', 'R', id FROM box`);
    const page = await me.get(path);
    expect(words(page)).toContain('これからの予約が 1件 あります');
    expect(words(page)).toContain('予約できる枠が 1個 残っています');
    expect(words(page)).toContain('開庁時間の規則が 1件 残っています');
    expect(words(page)).toContain('交付を待つカードが 1枚 あります');
    expect(words(page)).toContain('棚の箱が 1個 残っています');
    expect(words(page)).toContain('この場所の箱への保管規則が 1件 残っています');
    expect(page.html).toContain(`/today?office=${id}&amp;day=${addDays(city.today, 3)}`);
    expect(page.html).not.toContain(`action="${path}"`);
    expect((await me.post(path, {})).status).toBe(409);
    expect(await kept(id)).toBeDefined();
    // Nor does it stop being a place to come to, or one that keeps cards.
    const noPickup = await send(me, `/settings/offices/${id}`, { pickup: '' });
    expect([noPickup.status, errorsOf(noPickup)]).toEqual([409, ['pickup']]);
    const noStorage = await send(me, `/settings/offices/${id}`, { storage: '' });
    expect([noStorage.status, errorsOf(noStorage)]).toEqual([409, ['storage']]);

    await fresh.db.run(
      sql`UPDATE reservations.reservations SET state = 'cancelled' WHERE slot_id IN (SELECT id FROM ledger.slots WHERE office_id = ${id})`,
    );
    await fresh.db.run(sql`UPDATE ledger.slots SET taken = 0, gone = true, closed_at = lib.now() WHERE office_id = ${id}`);
    await fresh.db.run(sql`UPDATE calendar.week_rules SET valid_to = ${city.today}::date - 1 WHERE office_id = ${id}`);
    await fresh.db.run(sql`UPDATE cards.cards SET office_id = ${city.main} WHERE id = ${card}`);
    // Nor while cards are on their way to it, in a parcel or not.
    const who = { kind: 'operator' } as const;
    const parcel = must(await openParcel(desk.db, who, city.main, id));
    expect(words(await me.get(path))).toContain('発送していない便が 1件 あります');
    expect((await me.post(path, {})).status).toBe(409);
    expect(await packCard(desk.db, who, parcel, card)).toMatchObject({ ok: true });
    // Retired all the same, by a process of before: the parcel stays, with words.
    await fresh.db.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${id}`);
    expect(await sendParcel(desk.db, who, parcel, [card])).toEqual({ ok: false, reason: 'retired_office' });
    await fresh.db.run(sql`UPDATE offices.offices SET retired_at = NULL WHERE id = ${id}`);
    expect(await sendParcel(desk.db, who, parcel, [card])).toMatchObject({ ok: true });
    expect(words(await me.get(path))).toContain('この場所へ回送中のカードが 1枚 あります');
    expect((await me.post(path, {})).status).toBe(409);
    expect(await unsendParcel(desk.db, who, parcel)).toMatchObject({ ok: true });
    expect(await unpackCard(desk.db, who, parcel, card)).toMatchObject({ ok: true });
    expect(await dropParcel(desk.db, who, parcel)).toMatchObject({ ok: true });
    await fresh.db.run(sql`DELETE FROM cards.storage_rules WHERE lot_from = 'R'`);
    expect((await me.post(path, {})).status).toBe(409);
    await fresh.db.run(sql`UPDATE cards.storage_places SET retired_at = lib.now() WHERE office_id = ${id}`);
    expect((await me.get(path)).html).toContain(`action="${path}"`);
    expect((await me.post(path, {})).location).toBe('/settings/offices?done=retired');
    expect(words(await me.get('/settings/offices'))).toContain('廃止した交付場所');
    expect((await me.get('/booking')).html).not.toContain(`value="${id}"`);
    // Back again, but not open to citizens by surprise. What lists named it for meanwhile is its own.
    await fresh.db.run(
      sql`UPDATE cards.cards SET office_id = NULL, office_code = (SELECT code FROM offices.offices WHERE id = ${id}) WHERE id = ${card}`,
    );
    expect((await me.post(`/settings/offices/${id}/restore`, {})).status).toBe(303);
    const again = await me.follow(await me.post(`/settings/offices/${id}/restore`, {}));
    expect(words(again)).toContain('すでに、使用中です');
    expect(words(again)).not.toContain('市民への公開は止めてあります。公開する');
    expect(await desk.db.one(sql`SELECT office_id AS office FROM cards.cards WHERE id = ${card}`)).toEqual({ office: id });
    expect(await desk.db.one(sql`SELECT retired_at, citizens_from FROM offices.offices WHERE id = ${id}`)).toEqual({
      retired_at: null,
      citizens_from: null,
    });
  });

  test('retiring waits for a publish that is under way, and sees its slots; without that lock it would not (control)', async () => {
    const [guarded, unguarded] = [await newOffice(), await newOffice()];
    const actor: Actor = { kind: 'operator' };
    const publishing = async (id: number, lock: boolean) => {
      let answer: Promise<unknown> = Promise.resolve();
      await fresh.db.transaction(async (tx) => {
        if (lock) await tx.run(sql`SELECT FROM closing.publishing FOR UPDATE`);
        await tx.run(
          sql`INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity) VALUES (${id}, ${city.service}, ${city.today}::date + 3, 600, 30, 2)`,
        );
        answer = retireOffice(desk.db, actor, id);
        if (!lock) await answer;
        else await untilLocked(fresh.db, { piece: 'closing.publishing' });
      });
      return answer;
    };
    expect(await publishing(guarded, true)).toMatchObject({ ok: false, reason: 'in_the_way' });
    // The slots' foreign key holds the office's row: taking it out of use must wait too, so the control takes it out before.
    await fresh.db.run(sql`ALTER TABLE ledger.slots DROP CONSTRAINT slots_office_id_fkey`);
    expect(await publishing(unguarded, false)).toMatchObject({ ok: true });
  });
});

/** An office that lies in its row's lock as if it went out of use at this moment, and an act that comes to it meanwhile. */
async function whileRetiring(id: number, act: () => Promise<unknown>): Promise<unknown> {
  let doing: Promise<unknown> = Promise.resolve();
  await fresh.db.transaction(async (tx) => {
    await tx.run(sql`SELECT FROM offices.offices WHERE id = ${id} FOR UPDATE`);
    doing = act();
    await untilLocked(fresh.db);
    await tx.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${id}`);
  });
  return doing;
}

test('[8(2)⑩a] an office that goes out of use at this moment gets no box, no card is sent to it and none found there', async () => {
  const id = await newOffice();
  const actor: Actor = { kind: 'operator' };
  const boxes = { cabinet: 'Q棚', first: 1, count: 1, size: 5 };
  expect(await whileRetiring(id, () => addPlaces(desk.db, actor, id, boxes))).toMatchObject({ reason: 'retired' });
  const again = () => fresh.db.run(sql`UPDATE offices.offices SET retired_at = NULL WHERE id = ${id}`);
  const card = await makeCard(fresh.db, { noticeId: `Q1T-${100_000 + n}`, name: `廃止 太郎${n}`, officeId: city.main });
  for (const [event, whereabouts] of [
    ['sent', 'shelf'],
    ['found-at', 'missing'],
  ] as const) {
    await again();
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts} WHERE id = ${card}`);
    const move = { cardId: card, event, toOfficeId: id, note: '棚の裏' };
    expect(await whileRetiring(id, () => moveCard(desk.db, actor, move))).toMatchObject({ reason: 'no_office' });
  }
});

test('[8(2)⑩a] a box of an office that went out of use before its boxes did takes no card; a card left in it is sent', async () => {
  const [id, actor] = [await newOffice(), { kind: 'operator' } as const];
  await addPlaces(desk.db, actor, id, { cabinet: 'R棚', first: 1, count: 2, size: 5 });
  const [box = 0, next = 0] = (await listPlaces(desk.db, id)).map((place) => place.id);
  const left = await makeCard(fresh.db, { noticeId: `R1T-${100_000 + n}`, name: `残り 太郎${n}`, officeId: id });
  const pulled = await makeCard(fresh.db, { noticeId: `R2T-${100_000 + n}`, name: `残り 花子${n}`, officeId: id });
  await fresh.db.run(
    sql`UPDATE cards.cards SET storage_place_id = ${box}, storage_position = id - ${left} + 1 WHERE id IN (${left}, ${pulled})`,
  );
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'pulled' WHERE id = ${pulled}`);
  await fresh.db.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${id}`);
  expect(await moveCard(desk.db, actor, { cardId: left, event: 'moved', placeId: next })).toMatchObject({ reason: 'retired' });
  expect(await moveCard(desk.db, actor, { cardId: pulled, event: 'returned' })).toMatchObject({ reason: 'retired' });
  expect(await moveBetween(desk.db, actor, { from: box, to: next, cards: [left] })).toMatchObject({ reason: 'unknown' });
  expect(await beginStocktake(desk.db, actor, box)).toMatchObject({ reason: 'unknown' });
  expect(await moveCard(desk.db, actor, { cardId: left, event: 'sent', toOfficeId: city.main })).toMatchObject({ ok: true });
});

describe('windows', () => {
  const usual = { act: 'save' };
  const windowOf = (office: number, audience: string) =>
    desk.db.one<{ earliest: string | null; latest: string | null }>(
      sql`SELECT earliest, latest FROM calendar.window_of(${office}, ${city.service}, ${audience}, NULL, lib.now())`,
    );

  test('[8(2)⑥a] [8(2)⑥b] [8(2)⑥c] [8(2)⑥d] [8(2)⑥e] [8(2)⑥g] a counter without windows is offered the usual; tried, saved, used', async () => {
    const id = await newOffice();
    await fresh.db.run(sql`
      INSERT INTO calendar.days (office_id, service_id, day, open) SELECT ${id}, ${city.service}, ${city.today}::date + n, true FROM generate_series(0, 100) n`);
    const path = `/settings/windows/${id}/${city.service}`;
    expect(words(await me.get('/settings/windows'))).toContain('未設定です。予約できません。');
    const blank = await me.get(path);
    expect(words(blank)).toContain('未設定です');
    expect(await windowOf(id, 'citizen')).toEqual({ earliest: null, latest: null });
    const typed = {
      ...formFields(blank, path),
      'citizen-ahead': '３',
      'citizen-cutoff': '24:00',
      'citizen-days': '40日',
      'staff-ahead': '0',
      'staff-days': '80',
    };
    const tried = await me.post(path, { ...typed, act: 'try' });
    expect([tried.status, tried.location]).toEqual([200, null]);
    expect(await htmlFaults(tried.html)).toEqual([]);
    expect(words(tried)).toContain('試した内容では（まだ保存していません）');
    expect(words(tried)).toContain(
      `申し込むと、${longDate(addDays(city.today, 3))}から${longDate(addDays(city.today, 40))}までの日に予約できます。`,
    );
    expect(words(tried)).toContain(
      `申し込むと、${longDate(city.today)}から${longDate(addDays(city.today, 80))}までの日に予約できます。`,
    );
    expect(words(tried)).toContain(`にあるときは、${longDate(addDays(city.today, 5))}からです。`);
    expect(await windowOf(id, 'citizen')).toEqual({ earliest: null, latest: null });
    // What was tried is what is kept, to the day.
    expect((await me.post(path, { ...formFields(tried, path), ...usual })).location).toBe(`${path}?done=changed`);
    expect(await windowOf(id, 'citizen')).toEqual({ earliest: addDays(city.today, 3), latest: addDays(city.today, 40) });
    expect(await windowOf(id, 'staff')).toEqual({ earliest: city.today, latest: addDays(city.today, 80) });
    expect(await logged('calendar.windows-changed')).toMatchObject({
      officeId: id,
      detail: { service: 'card-pickup', changes: { 'citizen.earliestOpenDays': [null, 3], 'staff.sameDayChange': [null, true] } },
    });
    expect(await windowOf(city.branch, 'citizen')).toEqual({ earliest: addDays(city.today, 2), latest: addDays(city.today, 60) });
  });

  test('[8(2)⑥f] until a fixed day; one that is past says so', async () => {
    const path = `/settings/windows/${city.main}/${city.service}`;
    // How far slots reach is said from what lays them out.
    expect(words(await me.get(path))).toContain(`予約枠は、${HORIZON_DAYS}日先までできます。`);
    const day = addDays(city.today, 20);
    const changes = { 'citizen-kind': 'date', 'citizen-date': longDate(day), 'citizen-days': 'いつでも' };
    expect((await send(me, path, { ...changes, ...usual })).status).toBe(303);
    expect((await windowOf(city.main, 'citizen')).latest).toBe(day);
    const past = await send(me, path, { 'citizen-date': addDays(city.today, -1), act: 'try' });
    expect(words(past)).toContain('予約できる日はありません。最長日が、過ぎています。');
  });

  test('[8(2)⑥f] a fixed day that is near or past is counted among what waits and named in the table; a past one is not saved', async () => {
    const path = `/settings/windows/${city.main}/${city.service}`;
    const waiting = async () => /<b>(\d+)件<\/b>.*?まもなく終わる予約可能期間/su.exec((await me.get('/todo')).html)?.[1];
    const until = (date: string) =>
      fresh.db.run(
        sql`UPDATE calendar.windows SET latest_kind = 'date', latest_date = ${date}::date WHERE office_id = ${city.main} AND audience = 'citizen'`,
      );
    await until(addDays(city.today, 31));
    expect(await waiting()).toBeUndefined();
    await until(addDays(city.today, 20));
    expect(await waiting()).toBe('1');
    expect(words(await me.get('/settings/windows'))).toContain('最長日まで、あと20日です。');
    await until(city.today);
    expect(words(await me.get('/settings/windows'))).toContain('最長日は、本日です。');
    await until(addDays(city.today, -1));
    expect(await waiting()).toBe('1');
    expect(words(await me.get('/settings/windows'))).toContain('最長日が、過ぎています。');
    const saved = await send(me, path, {
      'citizen-kind': 'date',
      'citizen-date': longDate(addDays(city.today, -1)),
      act: 'save',
    });
    expect([saved.status, errorsOf(saved)]).toEqual([422, ['citizen-date']]);
    // Where no day is open after it, nobody is kept from booking.
    await fresh.db.run(sql`UPDATE calendar.days SET open = false WHERE office_id = ${city.main} AND day >= ${city.today}::date`);
    expect(await waiting()).toBeUndefined();
    await fresh.db.run(sql`UPDATE calendar.days SET open = true WHERE office_id = ${city.main} AND day >= ${city.today}::date`);
    expect((await send(me, path, { 'citizen-kind': 'days', 'citizen-days': '60', act: 'save' })).status).toBe(303);
  });

  test('[8(2)⑥a] too few open days within 200 for the earliest day is said as that', async () => {
    const path = `/settings/windows/${city.branch}/${city.service}`;
    const tried = await send(me, path, { 'citizen-ahead': '60', act: 'try' });
    expect(words(tried)).toContain(
      '予約できる日はありません。200日先までの開庁日が、予約可能な最短日の開庁日数より少ないためです。',
    );
    const both = await send(me, path, { 'citizen-ahead': '9', 'citizen-kind': 'days', 'citizen-days': '2', act: 'try' });
    expect(words(both)).toContain('予約できる日はありません。最長日が、最短日より前です。');
  });

  test.each<[string, Record<string, string>, string[]]>([
    ['25:00', { 'citizen-cutoff': '25:00' }, ['citizen-cutoff']],
    ['no time', { 'citizen-cutoff': '夕方' }, ['citizen-cutoff']],
    ['−1 open days', { 'citizen-ahead': '-1' }, ['citizen-ahead']],
    ['10⁹ days', { 'citizen-kind': 'days', 'citizen-days': '1000000000' }, ['citizen-days']],
    ['no number', { 'staff-kind': 'open-days', 'staff-days': '' }, ['staff-days']],
    ['no day', { 'staff-kind': 'date', 'staff-date': '2027-02-29' }, ['staff-date']],
    ['the same day, but two open days before', { 'citizen-ahead': '2', 'citizen-same-day': 'yes' }, ['citizen-ahead']],
    [
      'changes on the day, but a deadline the day before',
      { 'staff-same-day-change': 'yes', 'staff-change-ahead': '1' },
      ['staff-change-ahead'],
    ],
    [
      'an hour on the day, but no changes on the day',
      { 'citizen-change-ahead': '0', 'citizen-change-until': '17:00' },
      ['citizen-change-until'],
    ],
  ])('refused at the box: %s', async (_title, typed, boxes) => {
    const path = `/settings/windows/${city.branch}/${city.service}`;
    const before = await desk.db.rows(sql`SELECT * FROM calendar.windows WHERE office_id = ${city.branch} ORDER BY audience`);
    for (const act of ['try', 'save']) {
      const page = await send(me, path, { ...typed, act });
      expect([page.status, errorsOf(page)]).toEqual([422, boxes]);
      const again = formFields(page, path);
      for (const [name, value] of Object.entries(typed)) expect(again[name]).toBe(value);
    }
    expect(await desk.db.rows(sql`SELECT * FROM calendar.windows WHERE office_id = ${city.branch} ORDER BY audience`)).toEqual(
      before,
    );
  });

  test('two administrators deciding a new counter at once: one of them is told', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await newOffice();
      const path = `/settings/windows/${id}/${city.service}`;
      const forms = [formFields(await me.get(path), path), formFields(await other.get(path), path)];
      const pages = await Promise.all([
        me.post(path, { ...forms[0], 'citizen-ahead': '1', act: 'save' }),
        other.post(path, { ...forms[1], 'citizen-ahead': '9', act: 'save' }),
      ]);
      expect(pages.map(({ status }) => status).sort()).toEqual([303, 409]);
    }
  });

  test('[8(2)⑥g] copied to the offices ticked, and to none where something moved meanwhile', async () => {
    const [a, b, c] = [await newOffice(), await newOffice(), await newOffice()];
    const path = `/settings/windows/${a}/${city.service}`;
    await send(me, path, { 'citizen-ahead': '7', act: 'save' });
    const copy = formFields(await me.get(path), `${path}/copy`);
    const none = await me.post(`${path}/copy`, copy);
    expect([none.status, errorsOf(none).length]).toEqual([422, 1]);
    await send(other, `/settings/windows/${b}/${city.service}`, { 'citizen-ahead': '5', act: 'save' });
    const late = await me.post(`${path}/copy`, { ...copy, [`to-${b}`]: 'yes', [`to-${c}`]: 'yes' });
    expect([late.status, errorsOf(late).length]).toEqual([409, 1]);
    const ahead = () =>
      desk.db.rows<{ office: number; ahead: number }>(
        sql`SELECT office_id AS office, earliest_open_days AS ahead FROM calendar.windows WHERE office_id = ANY (${[a, b, c]}) AND audience = 'citizen' ORDER BY 1`,
      );
    expect(await ahead()).toEqual([
      { office: a, ahead: 7 },
      { office: b, ahead: 5 },
    ]);
    const done = await me.post(`${path}/copy`, { ...formFields(late, `${path}/copy`), [`to-${b}`]: 'yes', [`to-${c}`]: 'yes' });
    expect(done.location).toBe(`${path}?done=copied`);
    expect(await ahead()).toEqual([a, b, c].map((office) => ({ office, ahead: 7 })));
  });
});

describe('services and cautions', () => {
  test('[8(3)⑥] the number of people is the city’s, at most six in all', async () => {
    const path = `/settings/services/${city.service}`;
    for (const party of ['0', '7', '多数']) expect(errorsOf(await send(me, path, { party })), party).toEqual(['party']);
    expect((await send(me, path, { party: '６人' })).status).toBe(303);
    expect(await desk.db.one(sql`SELECT party_max FROM services.services WHERE id = ${city.service}`)).toEqual({ party_max: 6 });
    expect(words(await me.get('/settings/services'))).toContain('ご本人を含めて6人まで');
  });

  test('[9(3)b] how many slots a visit takes is the city’s, eight at most', async () => {
    const path = `/settings/services/${city.service}`;
    for (const long of ['0', '9', '２.５', '']) expect(errorsOf(await send(me, path, { long })), long).toEqual(['long']);
    expect((await send(me, path, { long: '２枠', preview: 'sure' })).status).toBe(303);
    expect(await desk.db.one(sql`SELECT slots_long FROM services.services WHERE id = ${city.service}`)).toEqual({
      slots_long: 2,
    });
    expect(words(await me.get('/settings/services'))).toContain('2枠');
    await send(me, path, { long: '1', preview: 'sure' });
  });

  test('[9(3)b] a service is data: added, changed, no longer offered, offered again', async () => {
    const added = await send(me, '/settings/services/new', {
      code: 'address-change',
      name: '住所の変更',
      counts: 'parties',
      long: '1',
      party: '2',
      bring: 'カード\n本人確認書類',
    });
    const id = Number(/\d+/u.exec(added.location ?? '')?.[0]);
    const path = `/settings/services/${id}`;
    expect(await desk.db.one(sql`SELECT needs_card, counts, bring FROM services.services WHERE id = ${id}`)).toEqual({
      needs_card: false,
      counts: 'parties',
      bring: ['カード', '本人確認書類'],
    });
    // Whether it asks for a card is decided once, whatever a form says.
    await send(me, path, { ...SURE, card: 'yes', name: '住所変更' });
    expect(await desk.db.one(sql`SELECT name, needs_card FROM services.services WHERE id = ${id}`)).toEqual({
      name: '住所変更',
      needs_card: false,
    });
    expect((await me.post(`${path}/retire`, {})).location).toBe('/settings/services?done=retired');
    expect((await me.post(`${path}/restore`, {})).status).toBe(303);
    expect((await me.post(`/settings/services/${city.service}/retire`, {})).status).toBe(409);
    expect(words(await me.get(`/settings/services/${city.service}/retire`))).toContain('予約できる枠が');
  });

  test('[8(3)⑨a] cautions are added, ordered, changed, and shown no longer', async () => {
    const citizens = () =>
      desk.db.rows<{ concerns: string; body: string }>(
        sql`SELECT c.concerns, c.body FROM services.cautions c WHERE c.service_id = ${city.service} AND c.retired_at IS NULL ORDER BY c.position, c.id`,
      );
    const path = `/settings/services/${city.service}/cautions`;
    await send(me, path, {
      ...SURE,
      concerns: 'すべての方',
      body: 'ご本人が来てください。\n窓口でお渡しします。',
      position: '2',
    });
    await send(me, path, { ...SURE, concerns: '15歳未満の方', body: '親権者と一緒に来てください。', position: '1' });
    expect((await citizens()).map(({ body }) => body)).toEqual([
      '親権者と一緒に来てください。',
      'ご本人が来てください。窓口でお渡しします。',
    ]);
    const { id } = await desk.db.one<{ id: number }>(sql`SELECT id FROM services.cautions WHERE concerns = '15歳未満の方'`);
    const mine = formFields(await me.get(`/settings/cautions/${id}`), `/settings/cautions/${id}`);
    await send(other, `/settings/cautions/${id}`, { ...SURE, position: '3' });
    expect((await me.post(`/settings/cautions/${id}`, { ...mine, ...SURE, body: '別の文' })).status).toBe(409);
    const empty = await send(me, `/settings/cautions/${id}`, { body: '　', concerns: '' });
    expect([empty.status, errorsOf(empty)]).toEqual([422, ['concerns', 'body']]);
    expect((await citizens()).map(({ concerns }) => concerns)).toEqual(['すべての方', '15歳未満の方']);
    await send(me, `/settings/cautions/${id}`, {}, `/settings/cautions/${id}/show`);
    expect(await citizens()).toHaveLength(1);
    await send(me, `/settings/cautions/${id}`, {}, `/settings/cautions/${id}/show`);
    expect(await citizens()).toHaveLength(2);
  });
});

describe('numbers of the city, notices, planned stops', () => {
  const number = async (key: string) => (await desk.db.one<{ value: number }>(sql`SELECT site.number(${key}) AS value`)).value;

  test('a number is changed within its range, told in the log, and set back', async () => {
    const path = '/settings/city/hold-minutes';
    for (const value of ['2', '61', '-1', '１０億', '']) expect((await send(me, path, { value })).status, value).toBe(422);
    const mine = formFields(await me.get(path), path);
    expect((await send(other, path, { value: '１５分' })).location).toBe('/settings/city?done=changed');
    expect(await number('hold-minutes')).toBe(15);
    expect(await logged('site.setting-changed')).toMatchObject({
      detail: { setting: 'hold-minutes', changes: { value: [10, 15] } },
    });
    const late = await me.post(path, { ...mine, value: '20' });
    expect([late.status, await number('hold-minutes')]).toEqual([409, 15]);
    expect(words(late)).toContain('現在値は 15分 です');
    expect((await me.post(path, { ...formFields(late, path), act: 'usual' })).status).toBe(303);
    expect(await number('hold-minutes')).toBe(10);
    // Saved as it is, nothing is changed, and that is what is said.
    const same = await send(me, path, {});
    expect(words(await me.get(same.location ?? ''))).toContain('変わったところは、ありませんでした');
  });

  test('a notice shows from when to when, and is ended', async () => {
    const path = '/settings/notices';
    expect(errorsOf(await send(me, path, { body: '', 'from-time': '9:00', 'until-day': 'きのう' }))).toEqual([
      'body',
      'from-day',
      'until-day',
    ]);
    expect(errorsOf(await send(me, path, { body: 'あ', 'until-day': '2020-01-01' }))).toEqual(['until-day']);
    await send(me, path, { ...SURE, body: 'いまから出すお知らせ', 'until-day': addDays(city.today, 3) });
    await send(me, path, {
      ...SURE,
      body: 'あさってから出すお知らせ',
      'from-day': addDays(city.today, 2),
      'from-time': '８時半',
    });
    expect(await fresh.db.rows<{ body: string }>(sql`SELECT body FROM citizen.notices()`)).toEqual([
      { body: 'いまから出すお知らせ' },
    ]);
    const { id } = await desk.db.one<{ id: number }>(sql`SELECT id FROM site.notices WHERE body = 'いまから出すお知らせ'`);
    expect((await me.post(`/settings/notices/${id}/end`, {})).status).toBe(303);
    expect(await fresh.db.rows(sql`SELECT body FROM citizen.notices()`)).toEqual([]);
    // Called off before it began: no span that ends before it begins.
    const { id: coming } = await desk.db.one<{ id: number }>(
      sql`SELECT id FROM site.notices WHERE body = 'あさってから出すお知らせ'`,
    );
    expect((await me.post(`/settings/notices/${coming}/end`, {})).location).toContain('called-off');
    expect(words(await me.get(path)).match(/掲載前に取りやめ/gu)).toHaveLength(1);
    expect(JSON.stringify(await logged('site.notice-added'))).not.toContain('お知らせ');
  });

  test('[8(1)⑦b] a planned stop keeps the day it was presented; two do not overlap; one is called off', async () => {
    const path = '/settings/maintenance';
    const day = addDays(city.today, 20);
    const stop = {
      'starts-day': day,
      'starts-time': '22:00',
      'ends-day': day,
      'ends-time': '24:00',
      reason: '年に一度の点検のため',
    };
    expect(errorsOf(await send(me, path, { ...stop, 'ends-time': '21:00' }))).toEqual(['ends-day']);
    expect(errorsOf(await send(me, path, { ...stop, presented: addDays(city.today, 1) }))).toEqual(['presented']);
    expect(errorsOf(await send(me, path, { ...stop, 'starts-day': '' }))).toContain('starts-day');
    // Without its times it would be a whole day and more: they are asked for, nothing is announced.
    const untimed = await send(me, path, { ...stop, 'starts-time': '', 'ends-time': '' });
    expect(errorsOf(untimed)).toEqual(['starts-time', 'ends-time']);
    expect(words(untimed)).toContain('開始の時刻を「9:00」のように入力してください。');
    expect(await desk.db.row(sql`SELECT 1 FROM site.maintenance`)).toBeUndefined();
    expect((await send(me, path, { ...stop, presented: addDays(city.today, -5) })).location).toBe(`${path}?done=planned`);
    expect(await desk.db.one(sql`SELECT presented_on FROM site.maintenance`)).toEqual({ presented_on: addDays(city.today, -5) });
    expect(errorsOf(await send(me, path, { ...stop, 'starts-time': '23:00' }))).toEqual(['starts-day']);
    // Shown by itself two weeks ahead: not yet on the twentieth day before.
    expect(await fresh.db.rows(sql`SELECT reason FROM citizen.maintenance()`)).toEqual([]);
    const { id } = await desk.db.one<{ id: number }>(sql`SELECT id FROM site.maintenance`);
    expect((await me.get(`${path}/${id}/cancel`)).status).toBe(200);
    expect((await me.post(`${path}/${id}/cancel`, {})).status).toBe(303);
    expect((await me.get(`${path}/${id}/cancel`)).status).toBe(404);
    // Told today of a stop in three days: the page says that it is short, and asks why; the list, the log and the month's report keep it.
    const soon = { ...stop, 'starts-day': addDays(city.today, 3), 'ends-day': addDays(city.today, 3) };
    const short = await send(me, path, soon);
    expect(errorsOf(short)).toEqual(['short']);
    expect(words(short)).toContain('市への提示日から開始まで3日で、14日ありません');
    expect(
      errorsOf(await send(me, path, { ...stop, presented: addDays(city.today, 0), 'starts-day': addDays(city.today, 13) })),
    ).toEqual(['short']);
    expect((await send(me, path, { ...soon, short: '緊急の脆弱性対応のため' })).location).toBe(`${path}?done=late`);
    const list = words(await me.get(path));
    expect(list).toContain('2週間未満（3日前）：緊急の脆弱性対応のため');
    expect(list.match(/2週間未満/gu)).toHaveLength(1);
    expect((await logged('site.stop-planned'))?.detail).toMatchObject({ noticeDays: 3, shortNotice: '緊急の脆弱性対応のため' });
    const report = await monthContent(desk.db, monthOf(addDays(city.today, 3)), { security: '', remarks: '', plans: '' });
    expect(JSON.stringify(report)).toContain('（2週間未満、3日前：緊急の脆弱性対応のため）');
    expect(await fresh.db.rows(sql`SELECT reason FROM citizen.maintenance()`)).toEqual([{ reason: '年に一度の点検のため' }]);
  });
});
