import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { labelOf } from '../../../../test/support/labels.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, heading, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { sleevesOfBox } from '../../../cards/labels.ts';
import { comesBefore } from '../../../cards/number-order.ts';
import { listPlaces } from '../../../cards/places.ts';
import { boxLabel, cardNumber } from '../../../cards/scan.ts';
import { SCAN_MODES, type ScanMode } from '../../../counter/judge-scan.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let clerk: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk.close());

type Made = {
  lot?: string;
  serial?: string;
  whereabouts?: string;
  placeId?: number | null;
  position?: number;
  protected?: boolean;
};

async function card(made: Made = {}): Promise<{ id: number; noticeId: string }> {
  n += 1;
  const noticeId = `S1T-${100_000 + n}`;
  const id = await makeCard(fresh.db, {
    noticeId,
    name: `保管 太郎${n}`,
    birthDate: `19${String(40 + (n % 50)).padStart(2, '0')}-05-06`,
    officeId: city.main,
    protected: made.protected ?? false,
  });
  await fresh.db.run(sql`
    UPDATE cards.cards SET lot = ${made.lot ?? ''}, serial_no = ${made.serial ?? ''}, office_code = 'honcho', whereabouts = ${made.whereabouts ?? 'expected'},
      storage_place_id = ${made.placeId ?? null}, storage_position = ${made.position ?? null} WHERE id = ${id}`);
  return { id, noticeId };
}

const bookAt = async (cardId: number, daysOn: number, office = city.main) =>
  bookFor(desk.db, { kind: 'operator' }, city, cardId, await slotAt(fresh.db, city, office, daysOn, 9));

const addBoxes = async (fields: Record<string, string>) => {
  const page = await admin.get('/storage/boxes');
  return admin.post('/storage/boxes', { ...formFields(page, '/storage/boxes'), office: 'honcho', ...fields });
};
const boxIds = async (cabinet: string) =>
  (await listPlaces(desk.db, city.main)).filter((place) => place.cabinet === cabinet).map(({ id }) => id);
const day = (days: number): string => longDate(Temporal.PlainDate.from(city.today).add({ days }).toString());
const whereIs = async (id: number) =>
  (await fresh.db.one<{ whereabouts: string }>(sql`SELECT whereabouts FROM cards.cards WHERE id = ${id}`)).whereabouts;

describe('[8(2)⑩a] places of storage', () => {
  test('a cabinet with its boxes is added, seen as a plan, and a box that is empty is taken out of use', async () => {
    expect((await clerk.get('/storage/boxes')).status).toBe(403);
    const done = await addBoxes({ cabinet: 'Z棚', first: '1', count: '3', size: '2' });
    expect(done.location).toBe('/storage?office=honcho&done=added');
    expect(words(await good(await admin.follow(done)))).toContain('棚と箱を追加しました。');
    const page = await good(await clerk.get('/storage?office=honcho'));
    expect(words(page)).toContain('Z棚');
    // Empty boxes that stand together are one line, and each by itself where they are asked for.
    expect(words(page)).toContain('1箱〜3箱 空');
    expect(words(await good(await clerk.get('/storage?office=honcho&empty=shown')))).toContain('0／2 空');
    expect(wrongBoxes(await addBoxes({ cabinet: 'Z棚', first: '3', count: '2', size: '2' }))).toEqual(['first']);
    expect(await boxIds('Z棚')).toHaveLength(3);
    const [first = 0, second = 0] = await boxIds('Z棚');
    const { id } = await card({ placeId: first, position: 1, whereabouts: 'shelf' });
    expect(words(await good(await clerk.get(`/storage/boxes/${first}`)))).toContain('保管 太郎');
    await admin.get(`/storage/boxes/${first}`);
    expect(words(await admin.follow(await admin.post(`/storage/boxes/${first}/retire`, {})))).toContain('カードが残っています');
    await admin.get(`/storage/boxes/${second}`);
    const retired = await admin.follow(await admin.post(`/storage/boxes/${second}/retire`, {}));
    expect(words(retired)).toContain('箱を廃止しました。');
    expect(await boxIds('Z棚')).toHaveLength(2);
    await fresh.db.run(sql`UPDATE cards.cards SET storage_place_id = NULL WHERE id = ${id}`);
  });

  test('a box is opened by its label, its name or a card in it; the plan sums up, and marks what nobody counted for a month', async () => {
    await addBoxes({ cabinet: 'O棚', first: '1', count: '2', size: '40' });
    const [box = 0] = await boxIds('O棚');
    const one = await card({ placeId: box, position: 1, whereabouts: 'shelf' });
    const loose = await card({ whereabouts: 'counter' });
    const open = async (code: string) => {
      await clerk.get('/storage?office=honcho');
      return clerk.post('/storage/open', { office: 'honcho', code });
    };
    for (const code of [boxLabel(box), 'Ｏ棚　1箱', one.noticeId, cardNumber(one.id)])
      expect((await open(code)).location, code).toBe(`/storage/boxes/${box}`);
    const nowhere = await open(loose.noticeId);
    expect(nowhere.location).toBe('/storage?office=honcho&refused=no-box');
    expect(words(await clerk.follow(nowhere))).toContain('箱の記録がありません');
    expect((await open('XYZ-999999')).location).toBe('/storage?office=honcho&refused=unknown');
    // Whom this account may not see it finds here no more than on the page that searches; each look leaves its line.
    const hits = async () =>
      (
        await fresh.db.rows<{ hits: number }>(
          sql`SELECT (detail ->> 'hits')::integer AS hits FROM audit.events WHERE act = 'desk.saw-search' ORDER BY id DESC LIMIT 3`,
        )
      ).map((row) => row.hits);
    const hidden = await card({ placeId: box, position: 2, whereabouts: 'shelf' });
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${hidden.id}`);
    for (const code of [hidden.noticeId, cardNumber(hidden.id), await labelOf(fresh.db, hidden.id)])
      expect((await open(code)).location, code).toBe('/storage?office=honcho&refused=unknown');
    await open(one.noticeId);
    expect(await hits()).toEqual([1, 0, 0]);
    await fresh.db.run(sql`UPDATE cards.cards SET protected = false, storage_place_id = NULL WHERE id = ${hidden.id}`);
    const plan = async () => words(await good(await clerk.get('/storage?office=honcho')));
    expect(await plan()).toMatch(/保管中 ?\d+枚.*空き ?\d+枚分.*所在確認中 ?\d+枚/u);
    const marked = async () => /30日以上、棚卸なし ?(\d+)箱/u.exec(await plan())?.[1];
    const before = Number(await marked());
    for (const [days, more] of [
      [29, 0],
      [30, 1],
    ] as const) {
      await fresh.db.run(sql`UPDATE cards.cards SET arrived_on = lib.day_of(lib.now()) - ${days}::integer WHERE id = ${one.id}`);
      expect(Number(await marked()) - before, `${days}`).toBe(more);
    }
    await fresh.db.run(sql`UPDATE cards.cards SET storage_place_id = NULL WHERE id = ${one.id}`);
  });
});

describe('[8(2)⑩a] from box to box', () => {
  const at = async (id: number) =>
    fresh.db.one<{ place: number; position: number }>(
      sql`SELECT storage_place_id AS place, storage_position AS position FROM cards.cards WHERE id = ${id}`,
    );

  test('a whole box, or the cards that are ticked, are moved in one act; too many for the new box: none', async () => {
    await addBoxes({ cabinet: 'M棚', first: '1', count: '3', size: '3' });
    const [one = 0, two = 0, three = 0] = await boxIds('M棚');
    const lying = [];
    for (const position of [1, 2, 3]) lying.push(await card({ placeId: one, position, whereabouts: 'shelf' }));
    const out = await card({ placeId: two, position: 1, whereabouts: 'pulled' });
    const [first, second, third] = lying.map(({ id }) => id);
    const form = await good(await clerk.get(`/storage/boxes/${one}/move`));
    const fields = formFields(form, `/storage/boxes/${one}/move`);
    const full = await clerk.post(`/storage/boxes/${one}/move`, { ...fields, to: String(two), which: 'all' });
    expect(full.status).toBe(409);
    expect(words(full)).toContain('入りきりません');
    expect((await at(first ?? 0)).place).toBe(one);
    const ticked = await clerk.post(`/storage/boxes/${one}/move`, {
      ...fields,
      to: String(two),
      which: 'ticked',
      [`card-${second}`]: 'yes',
    });
    expect(words(await clerk.follow(ticked))).toContain('この箱へ1枚を移しました');
    expect(await at(second ?? 0)).toEqual({ place: two, position: 2 });
    // The page showed three: somebody took one out meanwhile.
    const old = await clerk.post(`/storage/boxes/${one}/move`, { ...fields, to: String(three), which: 'all' });
    expect(words(old)).toContain('この箱のカードが動きました');
    const again = formFields(await clerk.get(`/storage/boxes/${one}/move`), `/storage/boxes/${one}/move`);
    await clerk.post(`/storage/boxes/${one}/move`, { ...again, to: String(three), which: 'all' });
    expect([await at(first ?? 0), await at(third ?? 0)]).toEqual([
      { place: three, position: 1 },
      { place: three, position: 2 },
    ]);
    expect((await at(out.id)).place).toBe(two);
    const { wrong } = await fresh.db.one<{ wrong: number }>(sql`SELECT count(*)::integer AS wrong FROM cards.custody_broken()`);
    expect(wrong).toBe(0);
  });

  test('by scan: the label of the new box first, then the cards', async () => {
    await addBoxes({ cabinet: 'N棚', first: '1', count: '2', size: '3' });
    const [one = 0, two = 0] = await boxIds('N棚');
    const { id } = await card({ placeId: one, position: 1, whereabouts: 'shelf' });
    await clerk.get('/scan/move?office=honcho');
    const without = await clerk.post('/scan/move', { office: 'honcho', code: cardNumber(id) });
    expect(words(without)).toContain('先に、移す先の箱のラベルを読み取ってください');
    const box = await clerk.follow(await clerk.post('/scan/move', { office: 'honcho', code: boxLabel(two) }));
    const moved = await clerk.follow(await clerk.post('/scan/move', { ...formFields(box, '/scan/move'), code: cardNumber(id) }));
    expect(words(moved)).toContain('✓ 移しました');
    expect(await at(id)).toEqual({ place: two, position: 1 });
    const twice = await clerk.post('/scan/move', { ...formFields(moved, '/scan/move'), code: cardNumber(id) });
    expect(words(twice)).toContain('すでにこの箱にあります');
  });

  test('rules are asked in the order an administrator gives them', async () => {
    await addBoxes({ cabinet: 'O棚', first: '1', count: '2', size: '3' });
    const [one = 0, two = 0] = await boxIds('O棚');
    for (const [lot, place] of [
      ['ORDER1', one],
      ['ORDER2', two],
    ] as const) {
      const page = await admin.get('/storage/rules');
      await admin.post('/storage/rules', {
        ...formFields(page, '/storage/rules'),
        lotFrom: lot,
        lotTo: lot,
        place: String(place),
      });
    }
    const order = async () =>
      (
        await fresh.db.rows<{ id: number; lot: string | null }>(
          sql`SELECT id, lot_from AS lot FROM cards.storage_rules WHERE lot_from LIKE 'ORDER%' ORDER BY position, id`,
        )
      ).map((rule) => rule);
    const [first, second] = await order();
    await admin.get('/storage/rules');
    const all = await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.storage_rules ORDER BY position, id`);
    const to = String(all.findIndex(({ id }) => id === first?.id) + 1);
    const turned = await admin.follow(await admin.post(`/storage/rules/${second?.id}/turn`, { to }));
    expect(words(await good(turned))).toContain('保管規則の順を変更しました');
    expect((await order()).map(({ id }) => id)).toEqual([second?.id, first?.id]);
    for (const rule of [first, second]) await admin.post(`/storage/rules/${rule?.id}/remove`, {});
    const gone = await admin.follow(await admin.post(`/storage/rules/${first?.id}/remove`, {}));
    expect(words(await good(gone))).toContain('この保管規則は、もうありません');
  });
});

describe('[8(2)⑩a] labels', () => {
  test('of boxes, cabinets and sleeves, on both sheets; how a printer prints is kept', async () => {
    await addBoxes({ cabinet: 'L棚', first: '1', count: '2', size: '30' });
    const [one = 0] = await boxIds('L棚');
    await card({ placeId: one, position: 1, whereabouts: 'shelf', protected: true });
    const page = await good(await clerk.get(`/storage/labels?office=honcho&of=sleeves&box=${one}`));
    const fields = {
      ...formFields(page, '/storage/labels?office=honcho'),
      of: 'sleeves',
      sheet: '44',
      printer: '2階の複合機',
      right: '-15',
    };
    for (const of of ['sleeves', 'boxes', 'shelves']) {
      await clerk.get('/storage/labels');
      const pdf = await clerk.post('/storage/labels?office=honcho', { ...fields, of });
      expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    }
    expect((await clerk.get('/storage/labels')).html).toContain('2階の複合機');
    // No label of an account that may not see everybody tells whose is whose: none has the ID.
    const ids = async (seesProtected: boolean) =>
      (await sleevesOfBox(fresh.db, { seesProtected }, one, { from: 1, fresh: false })).map(({ noticeId }) => noticeId);
    await card({ placeId: one, position: 2, whereabouts: 'shelf' });
    expect(await ids(false)).toEqual([null, null]);
    expect(await ids(true)).not.toContain(null);
    await clerk.get('/storage/labels');
    expect(wrongBoxes(await clerk.post('/storage/labels?office=honcho', { ...fields, box: '' }))).toEqual(['box']);
    expect(wrongBoxes(await clerk.post('/storage/labels?office=honcho', { ...fields, sheet: '24', start: '25' }))).toEqual([
      'start',
    ]);
  });
});

describe('[8(2)③] where a card is kept follows from what J-LIS supplies', () => {
  test('by rules over lots and serial numbers, a delivery in one act; what fits no rule or no box is told', async () => {
    await addBoxes({ cabinet: 'R棚', first: '1', count: '2', size: '3' });
    const [one = 0, two = 0] = await boxIds('R棚');
    const rule = async (fields: Record<string, string>) => {
      const page = await admin.get('/storage/rules');
      return admin.post('/storage/rules', { ...formFields(page, '/storage/rules'), ...fields });
    };
    expect(wrongBoxes(await rule({ place: String(one) }))).toEqual(['officeCode']);
    expect(wrongBoxes(await rule({ lotFrom: 'B', lotTo: 'A', place: String(one) }))).toEqual(['lotTo']);
    expect((await rule({ lotFrom: 'L100', lotTo: 'L199', place: String(one) })).location).toBe('/storage/rules?done=added');
    expect((await rule({ serialFrom: '5000', serialTo: '5999', place: String(two) })).location).toBe('/storage/rules?done=added');
    expect(words(await good(await admin.get('/storage/rules')))).toContain('ロット L100からL199まで');

    const late = await card({ lot: 'L150', serial: '0002' });
    const early = await card({ lot: 'L150', serial: '0001' });
    const bySerial = await card({ lot: 'X', serial: '5100' });
    const nowhere = await card({ lot: 'Y', serial: '9999' });
    for (const serial of ['0003', '0004']) await card({ lot: 'L199', serial });

    const plan = await good(await clerk.get('/storage/placing'));
    expect(words(plan)).toContain('保管規則に合わないカードが1枚あります');
    expect(words(plan)).toContain('箱に入りきらないカードが1枚あります');
    const fields = formFields(plan, '/storage/placing');
    const more = await card({ lot: 'X', serial: '5200' });
    expect((await clerk.post('/storage/placing', fields)).status).toBe(409);
    expect(await whereIs(early.id)).toBe('expected');
    const again = await clerk.get('/storage/placing');
    const placed = await clerk.follow(await clerk.post('/storage/placing', formFields(again, '/storage/placing')));
    expect(words(placed)).toContain('5枚を保管しました。');
    const places = await fresh.db.rows<{ id: number; place: number; position: number }>(sql`
      SELECT id, storage_place_id AS place, storage_position AS position FROM cards.cards WHERE id IN (${late.id}, ${early.id}, ${bySerial.id}, ${more.id}) ORDER BY id`);
    expect(places).toEqual([
      { id: late.id, place: one, position: 2 },
      { id: early.id, place: one, position: 1 },
      { id: bySerial.id, place: two, position: 1 },
      { id: more.id, place: two, position: 2 },
    ]);
    expect(await whereIs(nowhere.id)).toBe('expected');
    await fresh.db.run(sql`DELETE FROM cards.storage_rules`);
  });
});

describe('[8(2)③] lot and serial numbers are numbers', () => {
  test('9 to 20 is a stretch and 999 to 000001 is none; leading zeros make no difference, and a box is filled in the order of the numbers', async () => {
    await addBoxes({ cabinet: 'V棚', first: '1', count: '2', size: '5' });
    const [one = 0, two = 0] = await boxIds('V棚');
    const rule = async (fields: Record<string, string>) =>
      admin.post('/storage/rules', { ...formFields(await admin.get('/storage/rules'), '/storage/rules'), ...fields });
    const lot = { lotFrom: 'NM', lotTo: 'NM' };
    expect(wrongBoxes(await rule({ serialFrom: '999', serialTo: '000001', place: String(one) }))).toEqual(['serialTo']);
    expect(wrongBoxes(await rule({ lotFrom: 'L20', lotTo: 'L9', place: String(one) }))).toEqual(['lotTo']);
    expect((await rule({ ...lot, serialFrom: '9', serialTo: '000020', place: String(one) })).location).toBe(
      '/storage/rules?done=added',
    );
    expect((await rule({ lotFrom: 'NL9', lotTo: 'NL20', place: String(two) })).location).toBe('/storage/rules?done=added');
    const first: number[] = [];
    for (const serial of ['000009', '9', '15', '20', '0010']) first.push((await card({ lot: 'NM', serial })).id);
    const second: number[] = [];
    for (const lot of ['NL20', 'NL009', 'NL10']) second.push((await card({ lot, serial: '700' })).id);
    const out = await Promise.all(['8', '21', '100', '1'].map((serial) => card({ lot: 'NM', serial })));
    const page = await good(await clerk.get('/storage/placing'));
    await clerk.post('/storage/placing', formFields(page, '/storage/placing'));
    const lies = async (ids: readonly number[]) =>
      fresh.db.rows<{ box: number | null; at: number | null }>(sql`
        SELECT c.storage_place_id AS box, c.storage_position AS at FROM unnest(${ids}::bigint[]) WITH ORDINALITY AS x (id, n) JOIN cards.cards c USING (id) ORDER BY x.n`);
    expect(await lies(first)).toEqual([1, 2, 4, 5, 3].map((at) => ({ box: one, at })));
    expect(await lies(second)).toEqual([3, 1, 2].map((at) => ({ box: two, at })));
    expect(await lies(out.map(({ id }) => id))).toEqual(out.map(() => ({ box: null, at: null })));
    // One that an earlier version stored, by which L20 came before L9, fits nothing now: its row says so.
    expect((await admin.get('/storage/rules')).html).not.toContain('合うカードのない保管規則');
    await fresh.db.run(
      sql`INSERT INTO cards.storage_rules (position, lot_from, lot_to, storage_place_id) VALUES (9, 'L20', 'L9', ${one})`,
    );
    const rules = words(await good(await admin.get('/storage/rules')));
    expect(rules).toContain('合うカードのない保管規則が、1件あります');
    expect(rules).toMatch(/L20からL9まで ?△「まで」が、「から」より前です/u);
    await fresh.db.run(sql`DELETE FROM cards.storage_rules`);
    await fresh.db.run(sql`UPDATE cards.cards SET is_open = false WHERE id = ANY(${out.map(({ id }) => id)}::bigint[])`);
  });

  test('one order on the form and in the database', async () => {
    const code = fc.string({ unit: fc.constantFrom('0', '0', '1', '9', '２', 'L', '-', '製'), maxLength: 12 });
    const pairs = fc.sample(fc.tuple(code, code), 300);
    const rows = await fresh.db.rows<{ before: boolean }>(sql`
      SELECT cards.number_order(x.one) COLLATE "C" < cards.number_order(x.other) COLLATE "C" AS before
      FROM unnest(${pairs.map(([one]) => one)}::text[], ${pairs.map(([, other]) => other)}::text[]) WITH ORDINALITY AS x (one, other, n) ORDER BY x.n`);
    expect(rows.map(({ before }) => before)).toEqual(pairs.map(([one, other]) => comesBefore(one, other)));
  });
});

describe('[8(2)③] a card of another place than the box of its rule', () => {
  test('stays where it is and is counted apart; the others are put into the box without a gap', async () => {
    await addBoxes({ cabinet: 'E棚', first: '1', count: '1', size: '5' });
    const [box = 0] = await boxIds('E棚');
    await fresh.db.run(
      sql`INSERT INTO cards.storage_rules (position, lot_from, lot_to, storage_place_id) VALUES (1, 'E1', 'E1', ${box})`,
    );
    const away = await card({ lot: 'E1', serial: '0001' });
    await fresh.db.run(sql`UPDATE cards.cards SET office_id = ${city.branch}, office_code = 'kitano' WHERE id = ${away.id}`);
    const own = await card({ lot: 'E1', serial: '0002' });
    const page = await good(await clerk.get('/storage/placing'));
    expect(words(page)).toContain('交付場所と保管規則の箱の場所が違うカードが1枚あります');
    expect(words(page)).not.toContain('箱に入りきらないカード');
    const placed = await clerk.follow(await clerk.post('/storage/placing', formFields(page, '/storage/placing')));
    expect(words(placed)).toContain('枚を保管しました。');
    expect([await whereIs(away.id), await whereIs(own.id)]).toEqual(['expected', 'shelf']);
    const { position } = await fresh.db.one<{ position: number }>(
      sql`SELECT storage_position AS position FROM cards.cards WHERE id = ${own.id}`,
    );
    expect(position).toBe(1);
    await fresh.db.run(sql`DELETE FROM cards.storage_rules`);
    await fresh.db.run(sql`UPDATE cards.cards SET is_open = false WHERE id = ${away.id}`);
  });
});

describe('[8(2)③] free positions', () => {
  test('a card takes the first free position of its rule’s box, never one beyond it; one an earlier version put beyond it is placed anew', async () => {
    await addBoxes({ cabinet: 'F棚', first: '1', count: '1', size: '4' });
    const [box = 0] = await boxIds('F棚');
    await fresh.db.run(
      sql`INSERT INTO cards.storage_rules (position, lot_from, lot_to, storage_place_id) VALUES (1, 'F1', 'F1', ${box})`,
    );
    for (const position of [1, 3]) await card({ placeId: box, position, whereabouts: 'shelf' });
    const beyond = await card({ lot: 'F1', serial: '0002', placeId: box, position: 9 });
    const first = await card({ lot: 'F1', serial: '0001' });
    await card({ lot: 'F1', serial: '0003' });
    const page = await good(await clerk.get('/storage/placing'));
    expect(words(page)).toContain('本庁 F棚 1箱2枚2、4');
    expect(words(page)).toContain('箱に入りきらないカードが1枚あります');
    const placed = await clerk.follow(await clerk.post('/storage/placing', formFields(page, '/storage/placing')));
    expect(words(placed)).toContain('2枚を保管しました。');
    const positions = await fresh.db.rows<{ position: number }>(
      sql`SELECT storage_position AS position FROM cards.cards WHERE id IN (${first.id}, ${beyond.id}) ORDER BY storage_position`,
    );
    expect(positions).toEqual([{ position: 2 }, { position: 4 }]);
    await fresh.db.run(sql`DELETE FROM cards.storage_rules`);
    // By scan too: a position beyond the box is none.
    const scanned = await card({ placeId: box, position: 8 });
    await fresh.db.run(sql`UPDATE cards.storage_places SET size = 5 WHERE id = ${box}`);
    await clerk.get('/scan/shelve?office=honcho');
    await clerk.post('/scan/shelve', { office: 'honcho', code: scanned.noticeId });
    expect(await fresh.db.one(sql`SELECT storage_position AS position FROM cards.cards WHERE id = ${scanned.id}`)).toEqual({
      position: 5,
    });
  });
});

describe('[8(2)⑨b] [8(2)⑩b] with a scanner in hand', () => {
  const scan = async (mode: string, code: string, more: Record<string, string> = {}) => {
    const page = await clerk.get(`/scan/${mode}?${new URLSearchParams(more)}`);
    const answer = await clerk.post(`/scan/${mode}`, { ...formFields(page, `/scan/${mode}`), ...more, code });
    return answer.location === null ? answer : clerk.follow(answer);
  };

  test('a card is put into the box whose label was read, pulled for its visit, and put back', async () => {
    await addBoxes({ cabinet: 'S棚', first: '1', count: '1', size: '9' });
    const [box = 0] = await boxIds('S棚');
    const { id, noticeId } = await card();
    expect(words(await scan('shelve', noticeId))).toContain('保管する箱が決まっていません');
    const boxed = await scan('shelve', boxLabel(box));
    expect(words(boxed)).toContain('保管する箱：S棚 1箱');
    expect(words(await scan('shelve', noticeId.toLowerCase().replace('-', ''), { box: String(box) }))).toContain(
      '✓ 保管しました',
    );
    expect(words(await scan('shelve', cardNumber(id), { box: String(box) }))).toContain('このカードは、保管済みです');

    expect(words(await scan('pull', noticeId))).toContain('今後の予約がありません');
    await bookAt(id, 1);
    const waiting = await clerk.get('/scan/pull');
    expect(words(waiting)).toContain('S棚 1箱 1');
    await good(waiting);
    expect(heading(waiting)).toBe('引き抜く：本庁');
    // The menu says where one is, also where the address is not under its entry's.
    expect(waiting.html).toMatch(/desk-nav-cards"><a [^>]*aria-current/u);
    expect((await clerk.get('/cards/status')).html).toMatch(/desk-nav-lists"><a [^>]*aria-current/u);
    expect(words(await scan('pull', noticeId, { until: day(0) }))).toContain('まだ引き抜く日ではありません');
    const pulled = await scan('pull', noticeId, { until: day(1) });
    expect(words(pulled)).toContain('✓ 引き抜き済');
    expect(await whereIs(id)).toBe('pulled');
    expect(words(await scan('pull', noticeId, { until: day(1) }))).toContain('引き抜き済みです');
    // How far the list is, up to which day, and nobody is sent elsewhere but from the list of those that are not there.
    await bookAt((await card({ placeId: box, position: 20, whereabouts: 'shelf' })).id, 1);
    const list = await good(await clerk.get(`/scan/pull?office=honcho&until=${day(1)}`));
    expect(words(list)).toMatch(/の予約まで.*?[1-9]\d*／[1-9]\d*枚.*次/u);
    expect(list.html).not.toContain('見つからない<');
    const notThere = await good(await clerk.get(`/scan/pull?office=honcho&until=${day(1)}&rows=not-there`));
    expect(notThere.html).toContain('見つからない<');
    const wrong = await scan('pull', (await card({ placeId: box, position: 21, whereabouts: 'shelf' })).noticeId);
    expect(words(wrong)).toMatch(/× 引き抜かないでください。 ?戻す場所.*本庁 S棚 1箱 21/u);

    const page = await clerk.get('/scan/pull');
    const undone = await clerk.follow(await clerk.post('/scan/pull/undo', formFields(page, '/scan/pull/undo')));
    expect(words(undone)).toContain('直前の記録を取り消しました。');
    expect(await whereIs(id)).toBe('shelf');
    await scan('pull', noticeId, { until: day(1) });
    expect(words(await scan('return', noticeId))).toContain('✓ 棚に戻しました');
    expect(await whereIs(id)).toBe('shelf');
  });

  test('what was pulled or sent stays counted when it is handed over or received; put back on its shelf it is to be pulled again', async () => {
    await addBoxes({ cabinet: 'P棚', first: '1', count: '1', size: '20' });
    const [box = 0] = await boxIds('P棚');
    const [here, away, left] = [
      await card({ placeId: box, position: 1, whereabouts: 'shelf' }),
      await card({ placeId: box, position: 2, whereabouts: 'shelf' }),
      await card({ placeId: box, position: 3, whereabouts: 'shelf' }),
    ];
    await bookAt(here.id, 3);
    await bookAt(away.id, 3, city.branch);
    await bookAt(left.id, 3);
    const until = day(3);
    const [pull, send] = [`/scan/pull?office=honcho&until=${until}`, `/scan/send?office=honcho&to=kitano&until=${until}`];
    const doneOf = async (path: string) => {
      const [, done = '0', all = '0'] = /(\d+)／(\d+)枚/u.exec(words(await good(await clerk.get(path)))) ?? [];
      return { done: Number(done), left: Number(all) - Number(done) };
    };
    const [pulled, sent] = [await doneOf(pull), await doneOf(send)];
    await scan('pull', here.noticeId, { until });
    await scan('send', away.noticeId, { to: 'kitano', until });
    const after = { done: pulled.done + 2, left: pulled.left - 2 };
    expect([await doneOf(pull), await doneOf(send)]).toEqual([after, { done: sent.done + 1, left: sent.left - 1 }]);
    await scan('receive', away.noticeId, { office: 'kitano' });
    await fresh.db.run(sql`UPDATE reservations.members SET outcome = 'handed-over' WHERE card_id = ${here.id}`);
    await fresh.db.run(
      sql`UPDATE cards.cards SET whereabouts = 'gone', storage_place_id = NULL, storage_position = NULL WHERE id = ${here.id}`,
    );
    expect([await doneOf(pull), await doneOf(send)]).toEqual([after, { done: sent.done + 1, left: sent.left - 1 }]);
    await scan('pull', left.noticeId, { until });
    await scan('return', left.noticeId);
    expect(await doneOf(pull)).toEqual(after);
    // Without a day, what goes to another office leaves by another day than what is only pulled: the page says so.
    const upTo = async (path: string) => /scan-day">([^<]*)</u.exec((await clerk.get(path)).html)?.[1];
    expect(await upTo('/scan/pull?office=honcho')).toMatch(/の予約まで（回送する分は、送る日が来た予約）$/u);
    expect(await upTo(pull)).toMatch(/の予約まで$/u);
  });

  test('a box that went out of use since its label was read takes no card, nor does another box in its place', async () => {
    await addBoxes({ cabinet: 'G棚', first: '1', count: '2', size: '9' });
    const [own = 0, other = 0] = await boxIds('G棚');
    const { id, noticeId } = await card({ placeId: own, position: 1 });
    const page = await clerk.get(`/scan/shelve?office=honcho&box=${other}`);
    await fresh.db.run(sql`UPDATE cards.storage_places SET retired_at = lib.now() WHERE id = ${other}`);
    const answer = await clerk.post('/scan/shelve', { ...formFields(page, '/scan/shelve'), code: noticeId });
    expect(answer.status).toBe(409);
    expect(words(answer)).toContain('箱は、廃止されています');
    expect(await whereIs(id)).toBe('expected');
    const again = await clerk.post('/scan/shelve', { ...formFields(answer, '/scan/shelve'), code: noticeId });
    expect(again.status).toBe(409);
  });

  test('a card that was missing is found when it is scanned; one without a box goes back into the box whose label was read', async () => {
    const [box = 0] = await boxIds('S棚');
    const lost = await card({ placeId: box, position: 6, whereabouts: 'missing' });
    expect(words(await scan('shelve', lost.noticeId))).toContain('✓ 保管しました');
    expect(await whereIs(lost.id)).toBe('shelf');
    const brought = await card({ whereabouts: 'counter' });
    expect(words(await scan('return', brought.noticeId))).toContain('箱のラベル');
    expect(words(await scan('return', boxLabel(box)))).toContain('S棚 1箱');
    expect(words(await scan('return', brought.noticeId, { box: String(box) }))).toContain('✓ 棚に戻しました');
    expect(await whereIs(brought.id)).toBe('shelf');
  });

  test('a card goes into the box for the office it is wanted at, and is received only there', async () => {
    const [box = 0] = await boxIds('S棚');
    const { id, noticeId } = await card({ placeId: box, position: 7, whereabouts: 'shelf' });
    const here = await card({ placeId: box, position: 8, whereabouts: 'shelf' });
    await bookAt(id, 4, city.branch);
    await bookAt(here.id, 1);
    const task = { to: 'kitano', until: day(5) };
    expect(words(await scan('send', here.noticeId, task))).toContain('希望する交付場所は、本庁です');
    expect(words(await scan('send', noticeId, task))).toContain('✓ 回送に入れました');
    expect(words(await scan('receive', noticeId))).toContain('行き先が、この場所ではありません');
    expect(words(await scan('receive', noticeId, { office: 'kitano' }))).toContain('✓ 受領しました');
    expect(await fresh.db.one(sql`SELECT whereabouts, office_id AS office FROM cards.cards WHERE id = ${id}`)).toEqual({
      whereabouts: 'counter',
      office: city.branch,
    });
  });

  test('[8(2)②b] an ID that somebody types tells nothing of a person under 支援措置: on every page it is one that no card has', async () => {
    const [box = 0] = await boxIds('S棚');
    const hidden = await card({ placeId: box, position: 6, whereabouts: 'shelf', protected: true });
    await bookAt(hidden.id, 6, city.branch);
    // The number of its label too, which anybody can count up, without its letters or with others.
    const label = await labelOf(fresh.db, hidden.id);
    const wrong = `${label.slice(0, -4)}${label.endsWith('BBBB') ? 'CCCC' : 'BBBB'}`;
    const guesses = [
      [hidden.noticeId, 'XYZ-999999'],
      [cardNumber(hidden.id), 'K-999999999'],
      [wrong, 'K-999999999BBBB'],
    ] as const;
    const said = async (mode: ScanMode, code: string) => words(await scan(mode, code, { note: '窓口' })).replaceAll(code, 'ID');
    for (const whereabouts of ['shelf', 'pulled', 'missing', 'transit', 'counter', 'gone']) {
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts} WHERE id = ${hidden.id}`);
      for (const mode of SCAN_MODES)
        for (const [typed, none] of guesses)
          expect(await said(mode, typed), `${mode} ${whereabouts} ${typed}`).toBe(await said(mode, none));
    }
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf' WHERE id = ${hidden.id}`);
    expect(await said('pull', hidden.noticeId)).toContain('ラベルか製造番号を読み取るか、権限のある職員に渡してください');
    // The card in hand is worked with by its label and its serial number, which tell neither when and where they come nor how they stand.
    const early = words(await scan('pull', await labelOf(fresh.db, hidden.id), { until: day(1) }));
    expect(early).toContain('この作業の対象ではありません');
    expect(early).not.toContain(day(6));
    await fresh.db.run(
      sql`UPDATE cards.cards SET is_open = false, status = 'out-of-scope', serial_no = 'sn-7654321' WHERE id = ${hidden.id}`,
    );
    const closed = words(await scan('pull', 'SN-7654321'));
    expect(closed).toContain('この作業の対象ではありません');
    expect(closed).not.toContain('対象外です');
    for (const code of [hidden.noticeId, cardNumber(hidden.id)])
      expect(words(await admin.post('/scan/pull', { office: 'honcho', code }))).toContain('交付状況は「対象外」です');
    const page = await clerk.get(`/storage/boxes/${box}`);
    expect(page.html).not.toContain(hidden.noticeId);
  });

  test('an address shows no card that was not just moved, a box that cannot be is none, a wrong day is said', async () => {
    const [box = 0] = await boxIds('S棚');
    const { id } = await card({ placeId: box, position: 8, whereabouts: 'shelf' });
    const told = await clerk.get(`/scan/pull?last=${id}`);
    expect(words(told)).not.toContain('✓ 引き抜き済');
    expect(told.html).not.toContain(`保管 太郎${n}`);
    expect((await scan('shelve', 'H-999999999999')).status).toBe(409);
    const wrong = await clerk.get('/scan/pull?until=2月30日');
    expect(wrong.status).toBe(422);
    expect(wrongBoxes(wrong)).toEqual(['until']);
    expect(wrong.html).toContain('value="2月30日"');
  });

  test('a clerk takes back what they recorded, and nobody else’s', async () => {
    const [box = 0] = await boxIds('S棚');
    const { id, noticeId } = await card({ placeId: box, position: 9, whereabouts: 'shelf' });
    await bookAt(id, 1);
    await scan('pull', noticeId, { until: day(1) });
    const { event } = await fresh.db.one<{ event: number }>(
      sql`SELECT max(id) AS event FROM cards.custody_events WHERE card_id = ${id}`,
    );
    await admin.get('/scan/pull');
    const refused = await admin.follow(await admin.post('/scan/pull/undo', { event: String(event) }));
    expect(words(refused)).toContain('取り消せるのは、自分で記録したものだけです。');
    expect(await whereIs(id)).toBe('pulled');
  });

  test('what is none of ours, what two cards share, and a person under 支援措置', async () => {
    expect(words(await scan('pull', 'XYZ-999999'))).toContain('登録されたカードにありません');
    expect(words(await scan('pull', '<b>'))).toContain('登録されたカードにありません');
    expect((await scan('pull', '')).status).toBe(200);
    const [box = 0] = await boxIds('S棚');
    const hidden = await card({ placeId: box, position: 5, whereabouts: 'shelf', protected: true });
    const page = await scan('pull', await labelOf(fresh.db, hidden.id));
    expect(words(page)).toContain('支援措置');
    expect(page.html).not.toContain(`保管 太郎${n}`);
    expect(page.html).not.toContain(hidden.noticeId);
    const logged = await fresh.db.rows(
      sql`SELECT card_id FROM audit.events WHERE act = 'desk.saw-card' AND card_id = ${hidden.id}`,
    );
    expect(logged).toHaveLength(1);
    const twin = await card({ placeId: box, position: 3, whereabouts: 'pulled' });
    await fresh.db.run(sql`
      INSERT INTO cards.cards (notice_id, name, name_key, birth_text, status, status_at, office_id, whereabouts, storage_place_id, storage_position, created_at, updated_at)
      SELECT notice_id, '別の 人', '別の人', '1999-01-01', status, status_at, office_id, whereabouts, storage_place_id, 2, created_at, updated_at FROM cards.cards WHERE id = ${twin.id}`);
    expect(words(await scan('return', twin.noticeId))).toContain(
      '同じ交付通知書IDのカードが、2枚あります。何も記録していません。',
    );
    expect(words(await scan('return', cardNumber(twin.id)))).toContain('✓ 棚に戻しました');
  });

  test('[8(1)④b] one ID, two people, one of them booked for tomorrow: nothing is recorded until a person says whose card it is', async () => {
    const [box = 0] = await boxIds('S棚');
    const booked = await card({ placeId: box, position: 7, whereabouts: 'shelf' });
    await bookAt(booked.id, 1);
    const other = await card({ placeId: box, position: 8, whereabouts: 'shelf' });
    await fresh.db.run(sql`UPDATE cards.cards SET notice_id = ${booked.noticeId} WHERE id = ${other.id}`);
    const asked = await scan('pull', booked.noticeId);
    expect(asked.status).toBe(409);
    for (const id of [booked.id, other.id]) expect(await whereIs(id)).toBe('shelf');
    const births = words(asked).match(/昭和\d+年5月6日/gu) ?? [];
    expect(new Set(births).size).toBeGreaterThanOrEqual(2);
    for (const said of ['S棚 1箱 7', 'S棚 1箱 8']) expect(words(asked)).toContain(said);
    expect(words(asked)).not.toContain('✓');
    // The one in hand is chosen by its button: of the other one, what its task says.
    const choose = async (id: number) => {
      const answer = await clerk.post('/scan/pull', {
        ...formFields(await clerk.get('/scan/pull'), '/scan/pull'),
        code: cardNumber(id),
      });
      return answer.location === null ? answer : clerk.follow(answer);
    };
    expect(asked.html).toContain(`value="${await labelOf(fresh.db, other.id)}"`);
    expect(words(await choose(other.id))).toContain('今後の予約がありません');
    const done = words(await choose(booked.id));
    expect(done).toMatch(/✓ 引き抜き済.*昭和\d+年5月6日/u);
    expect(await whereIs(booked.id)).toBe('pulled');
  });
});
