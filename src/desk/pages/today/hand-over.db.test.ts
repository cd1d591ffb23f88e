import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { latestAct, receive, undo } from '../../../counter/acts.ts';
import { feesOf, type Handing, handingWords, handOver } from '../../../counter/handing.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let admin: Visitor;
let staffId = 0;
let n = 700_000;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(50));
  staffId = await desk.account('koga', ['counter'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
  admin = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk?.close());

const actor = () => ({ kind: 'staff' as const, staffId });

/** Somebody who is at the counter now, for the last hour of today. */
async function here(
  name: string,
  hidden = false,
  more: { birthDate?: string; needs?: string[] } = {},
): Promise<{ id: string; card: number }> {
  const card = await makeCard(fresh.db, {
    noticeId: `H1O-${++n}`,
    name,
    birthDate: more.birthDate ?? null,
    officeId: city.main,
    protected: hidden,
  });
  const id = await bookFor(desk.db, actor(), city, card, await slotAt(fresh.db, city, city.main, 0, 23));
  await fresh.db.run(sql`UPDATE reservations.members SET needs = ${more.needs ?? []}::text[] WHERE reservation_id = ${id}::uuid`);
  expect((await receive(desk.db, actor(), { reservationId: id, positions: [1] })).ok).toBe(true);
  await lies(card, 'pulled');
  return { id, card };
}
const lies = (card: number, whereabouts: string, office = city.main) =>
  fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts}, office_id = ${office} WHERE id = ${card}`);
const LOST: Handing = {
  collected: ['notice-card'],
  lost: ['old-card'],
  fee: { due: 1000, paid: 1000 },
  receiver: 'proxy',
  proxy: { name: '筑後 恵', relation: '長女' },
};
const stands = (card: number) =>
  fresh.db.one<{ status: string; whereabouts: string }>(sql`SELECT status, whereabouts FROM cards.cards WHERE id = ${card}`);
const PAGE = '/today/hand-over';
const LIST = '/lists/handed-over';

test('a handing-over in words: nothing where the holder received it and nothing else is to be said; no name ever', () => {
  expect(handingWords({ collected: [], lost: [], fee: { due: 0, paid: 0 }, receiver: 'holder', proxy: null })).toBe('');
  expect(handingWords(LOST)).toBe(
    '通知カードを回収、旧マイナンバーカードは紛失、手数料1,000円を受領、任意代理人（長女）が受け取り',
  );
  expect(handingWords({ ...LOST, collected: [], fee: { due: 1000, paid: 0 }, receiver: 'holder', proxy: null })).toBe(
    '旧マイナンバーカードは紛失、手数料は免除',
  );
});

describe('[8(2)⑦d] handing over', () => {
  test('what was collected, the fee and who received it are kept with the card, the list and the day; taken back, all of it is', async () => {
    const { id, card } = await here('紛失 花子');
    const before = await feesOf(desk.db, city.main, city.today);
    const asked = await good(await clerk.get(`${PAGE}?id=${id}&position=1&office=honcho`));
    const fields = formFields(asked, PAGE);
    // It begins at who received the card; what is asked of a proxy is said to be asked of them, and not to be left out as one likes.
    expect([...asked.html.matchAll(/<[^>]* autofocus[^>]*>/gu)].map(([tag]) => tag)).toEqual([
      expect.stringMatching(/name="receiver" value="holder"/u),
    ]);
    expect(words(asked)).toContain('代理人のとき必須');
    expect(asked.html).not.toContain('class="may"');
    expect(fields).toMatchObject({ 'old-card': 'none', fee: 'none', receiver: 'holder' });
    const lost = { ...fields, 'old-card': 'lost', 'notice-card': 'collected' };
    const noFee = await good(await clerk.post(PAGE, lost), 422);
    expect(wrongBoxes(noFee)).toEqual(['fee']);
    expect(formFields(noFee, PAGE)).toMatchObject({ 'old-card': 'lost', 'notice-card': 'collected' });
    const noName = await good(await clerk.post(PAGE, { ...lost, fee: 'paid-1000', receiver: 'proxy' }), 422);
    expect(wrongBoxes(noName)).toEqual(['proxy', 'relation']);
    expect(wrongBoxes(await good(await clerk.post(PAGE, { ...fields, proxy: '筑後 恵' }), 422))).toEqual(['receiver']);
    // The city changed the fee while the page was open.
    expect(wrongBoxes(await good(await clerk.post(PAGE, { ...lost, fee: 'paid-800' }), 422))).toEqual(['fee']);
    const whole = { ...lost, fee: 'paid-1000', receiver: 'proxy', proxy: '筑後 恵', relation: '長女' };
    const board = await clerk.follow(await clerk.post(PAGE, whole));
    expect(words(await good(board))).toContain(handingWords(LOST));
    expect(await stands(card)).toEqual({ status: 'handed-over', whereabouts: 'gone' });
    expect(words(await good(await clerk.get(`/people/${card}`)))).toContain(handingWords(LOST));
    const list = words(await good(await clerk.get(LIST)));
    for (const part of ['紛失 花子', '通知カード', '旧マイナンバーカード', '1,000', '任意代理人（長女）', '筑後 恵'])
      expect(list).toContain(part);
    expect(await feesOf(desk.db, city.main, city.today)).toEqual({ ...before, paid: before.paid + 1, yen: before.yen + 1000 });
    const end = await good(await clerk.get('/today/end?office=honcho'));
    expect(words(end)).toContain('手数料　1,000円');
    expect(end.html).toContain('only=fee');
    const log = await fresh.db.one<{ detail: object }>(
      sql`SELECT detail FROM audit.events WHERE act = 'counter.handing-noted' AND card_id = ${card}`,
    );
    expect(log.detail).toEqual({ collected: ['notice-card'], lost: ['old-card'], due: 1000, paid: 1000, receiver: 'proxy' });
    const act = await latestAct(desk.db, id, 1);
    expect((await undo(desk.db, actor(), act?.id ?? 0)).ok).toBe(true);
    expect(await stands(card)).toMatchObject({ status: 'booked' });
    expect(await feesOf(desk.db, city.main, city.today)).toEqual(before);
    expect(words(await clerk.get(LIST))).not.toContain('紛失 花子');
  });

  test('of a child, and of whom a proxy comes for, who receives the card is asked first; what nobody recorded is said to be none', async () => {
    const child = await here('幼い 花子', false, { birthDate: `${Number(city.today.slice(0, 4)) - 5}-01-15` });
    const away = await here('遠い 花子', false, { needs: ['proxy-away'] });
    const plain = await here('記録 花子');
    const board = await good(await clerk.get('/today?office=honcho'));
    expect(board.html.match(/受け取る方を選ぶ/gu)).toHaveLength(2);
    for (const { id, card } of [child, away]) {
      const pressed = await clerk.post('/today/press', {
        id,
        position: '1',
        press: 'handed-over',
        from: 'arrived',
        office: 'honcho',
      });
      expect(words(await good(await clerk.follow(pressed)))).toContain('15歳未満の方か、代理人が来ると答えた方です');
      expect(await stands(card)).toMatchObject({ status: 'booked' });
      expect((await good(await clerk.get(`/people/${card}`))).html).toContain('受け取る方を選ぶ');
    }
    const many = await good(await clerk.get(`/today/hand-over/many?office=honcho&day=${city.today}`));
    expect(words(many)).toContain('代理人が来る方2人は、ここに載せていません');
    const asked = formFields(await good(await clerk.get(`${PAGE}?id=${child.id}&position=1&office=honcho`)), PAGE);
    expect(asked).toMatchObject({ receiver: 'legal' });
    // A child who is ill and does not come: it is their parent who is proposed all the same.
    await fresh.db.run(sql`UPDATE reservations.members SET needs = '{proxy-care}' WHERE reservation_id = ${child.id}::uuid`);
    const ill = formFields(await good(await clerk.get(`${PAGE}?id=${child.id}&position=1&office=honcho`)), PAGE);
    expect(ill).toMatchObject({ receiver: 'legal' });
    await fresh.db.run(sql`UPDATE reservations.members SET needs = '{}' WHERE reservation_id = ${child.id}::uuid`);
    const other = formFields(await good(await clerk.get(`${PAGE}?id=${away.id}&position=1&office=honcho`)), PAGE);
    expect(other).toMatchObject({ receiver: 'proxy' });
    await clerk.post(PAGE, { ...asked, proxy: '幼い 母子', relation: '母' });
    await clerk.post('/today/press', { id: plain.id, position: '1', press: 'handed-over', from: 'arrived', office: 'honcho' });
    expect(await stands(child.card)).toMatchObject({ status: 'handed-over' });
    const list = words(await good(await clerk.get(LIST)));
    expect(list).toContain('法定代理人（母）');
    expect(list).toContain('記録なし');
    const unsaid = words(await clerk.get(`${LIST}?office=honcho&from=${city.today}&only=unsaid`));
    expect([unsaid.includes('記録 花子'), unsaid.includes('幼い 花子')]).toEqual([true, false]);
  });

  test('of whom said that the card they had is lost, that and the fee are answered first: on the board, the page of the card, and with many', async () => {
    const { id, card } = await here('届出 花子', false, { needs: ['lost-card'] });
    const board = await good(await clerk.get('/today?office=honcho'));
    expect(words(board)).toContain('紛失・手数料を記録する：届出 花子さん');
    expect(words(board)).not.toContain('交付済にする：届出 花子さん');
    expect((await good(await clerk.get(`/people/${card}`))).html).toContain('紛失・手数料を記録する');
    const pressed = { id, position: '1', press: 'handed-over', from: 'arrived', office: 'honcho' };
    const refused = await clerk.follow(await clerk.post('/today/press', pressed));
    expect(words(refused)).toContain('なくしたものと手数料を記録してください');
    expect(await stands(card)).toMatchObject({ status: 'booked' });
    const many = words(await good(await clerk.get(`/today/hand-over/many?office=honcho&day=${city.today}`)));
    expect(many).toContain('以前のカードをなくした方1人は、ここに載せていません');
    expect(many).not.toContain('届出 花子');
    const asked = await good(await clerk.get(`${PAGE}?id=${id}&position=1&office=honcho`));
    expect(words(asked)).toContain('「通知カードや以前のカードをなくした」と答えた方です');
    const fields = formFields(asked, PAGE);
    expect(fields).toMatchObject({ 'old-card': 'lost', receiver: 'holder' });
    expect(fields).not.toHaveProperty('fee');
    expect(wrongBoxes(await good(await clerk.post(PAGE, fields), 422))).toEqual(['fee']);
    await clerk.post(PAGE, { ...fields, fee: 'paid-1000' });
    expect(words(await good(await clerk.get(`/people/${card}`)))).toContain('旧マイナンバーカードは紛失、手数料1,000円を受領');
    // It was the notification card alone: no fee.
    const notice = await here('通知 花子', false, { needs: ['lost-card'] });
    const form = formFields(await clerk.get(`${PAGE}?id=${notice.id}&position=1&office=honcho`), PAGE);
    await clerk.post(PAGE, { ...form, 'old-card': 'none', 'notice-card': 'lost', fee: 'none' });
    expect(await stands(notice.card)).toMatchObject({ status: 'handed-over' });
  });

  test('who is exempt is counted apart; a press without more stays one press', async () => {
    const [exempt, plain] = [await here('免除 花子'), await here('通常 花子')];
    const before = await feesOf(desk.db, city.main, city.today);
    const handing: Handing = { collected: [], lost: ['old-card'], fee: { due: 1000, paid: 0 }, receiver: 'holder', proxy: null };
    expect((await handOver(desk.db, actor(), { reservationId: exempt.id, position: 1, handing })).ok).toBe(true);
    await clerk.get('/today?office=honcho');
    await clerk.post('/today/press', { id: plain.id, position: '1', press: 'handed-over', from: 'arrived' });
    expect(await stands(plain.card)).toMatchObject({ status: 'handed-over' });
    expect(await feesOf(desk.db, city.main, city.today)).toEqual({ ...before, exempt: before.exempt + 1 });
    const fees = words(await clerk.get(`${LIST}?office=&from=${encodeURIComponent(city.today)}&only=fee`));
    expect(fees).toContain('免除 花子');
    expect(fees).not.toContain('通常 花子');
    expect(words(await clerk.get(LIST))).toContain('通常 花子');
  });

  test('nobody is handed a card who is not at the counter, twice, or after the day was closed', async () => {
    const { id, card } = await here('二度 花子');
    expect((await handOver(desk.db, actor(), { reservationId: id, position: 1, handing: LOST })).ok).toBe(true);
    expect(await handOver(desk.db, actor(), { reservationId: id, position: 1, handing: LOST })).toEqual({
      ok: true,
      value: { actId: null },
    });
    const { count } = await fresh.db.one<{ count: number }>(
      sql`SELECT count(*)::integer AS count FROM counter.handings h JOIN counter.acts a ON a.id = h.act_id WHERE a.card_id = ${card}`,
    );
    expect(count).toBe(1);
    expect((await clerk.get(`${PAGE}?id=${id}&position=1&office=honcho`)).location).toContain('refused=changed_meanwhile');
    const closed = await here('日締め 花子');
    await fresh.db.run(
      sql`INSERT INTO counter.day_ends (office_id, day, at, staff_id, no_shows) VALUES (${city.main}, ${city.today}::date, lib.now(), ${staffId}, 0)`,
    );
    expect(await handOver(desk.db, actor(), { reservationId: closed.id, position: 1, handing: LOST })).toMatchObject({
      ok: false,
      reason: 'day_ended',
    });
    await fresh.db.run(sql`DELETE FROM counter.day_ends WHERE office_id = ${city.main}`);
  });

  test('two clerks press at once: the card is handed over once, with one fee', async () => {
    const { id } = await here('同時 花子');
    const before = await feesOf(desk.db, city.main, city.today);
    const request = { reservationId: id, position: 1, handing: LOST };
    const both = await Promise.all([handOver(desk.db, actor(), request), handOver(desk.db, actor(), request)]);
    expect(both.filter((one) => one.ok && one.value.actId !== null)).toHaveLength(1);
    expect(await feesOf(desk.db, city.main, city.today)).toEqual({ ...before, paid: before.paid + 1, yen: before.yen + 1000 });
  });

  test('支援措置: page and list are for who may see them', async () => {
    const { id } = await here('秘匿 花子', true);
    expect((await clerk.get(`${PAGE}?id=${id}&position=1&office=honcho`)).status).toBe(404);
    expect((await handOver(desk.db, actor(), { reservationId: id, position: 1, handing: LOST })).ok).toBe(true);
    expect(words(await good(await clerk.get(LIST)))).not.toContain('秘匿');
    expect(words(await good(await admin.get(LIST)))).toContain('秘匿 花子');
  });

  test('what a city sets as no fee is not asked for', async () => {
    await fresh.db.run(sql`INSERT INTO site.settings (key, value, changed_at) VALUES ('lost-card-fee', '0', lib.now())`);
    const { id } = await here('無料 花子');
    const asked = await good(await clerk.get(`${PAGE}?id=${id}&position=1&office=honcho`));
    expect(words(asked)).not.toContain('免除');
    const done = await clerk.follow(await clerk.post(PAGE, { ...formFields(asked, PAGE), 'old-card': 'lost' }));
    expect(words(await good(done))).toContain('旧マイナンバーカードは紛失');
    await fresh.db.run(sql`DELETE FROM site.settings WHERE key = 'lost-card-fee'`);
  });
});

test('[8(3)⑩c] whoever joined a visit of which many had left before is handed a card and recorded as anybody: by the row, together, and on pages of their own', async () => {
  const joined = async (name: string) => {
    const one = await here(name);
    await fresh.db.run(sql`UPDATE reservations.members SET position = 25 WHERE reservation_id = ${one.id}::uuid`);
    return one;
  };
  const [row, together, page] = [await joined('行の 方'), await joined('一緒の 方'), await joined('画面の 方')];
  await clerk.get('/today');
  const back = await clerk.post('/today/press', {
    id: row.id,
    position: '25',
    from: 'arrived',
    press: 'handed-over',
    office: 'honcho',
  });
  expect(back.location).toContain(`position=25#p-${row.id}-25`);
  await clerk.post('/today/press', { id: together.id, position: '25', handed: '25', office: 'honcho' });
  const asked = await good(await clerk.get(`${PAGE}?id=${page.id}&position=25&office=honcho`));
  await clerk.post(PAGE, formFields(asked, PAGE));
  for (const { card } of [row, together, page]) expect(await stands(card)).toMatchObject({ status: 'handed-over' });
});

describe('[8(2)③] handing over a card that the records do not have in hand', () => {
  const press = (id: string, more: Record<string, string> = {}) =>
    clerk.post('/today/press', { id, position: '1', from: 'arrived', press: 'handed-over', office: 'honcho', ...more });
  const movement = (card: number) =>
    fresh.db.one<{ office: number; note: string }>(
      sql`SELECT office_id AS office, note FROM cards.custody_events WHERE card_id = ${card} AND event = 'handed-over' ORDER BY id DESC LIMIT 1`,
    );

  test('of which no record was made is not asked about at an office without boxes in use', async () => {
    const box = (office: number) =>
      fresh.db.run(sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${office}, 'A棚', '1箱')`);
    await box(city.branch);
    const { id, card } = await here('箱のない 花子');
    await lies(card, 'expected');
    await press(id);
    expect(await movement(card)).toEqual({ office: city.main, note: '' });
    await box(city.main);
  });

  test('is asked about once, where it is; the movement is at the office of the visit and says so; taken back, it is where it was', async () => {
    const cases = [
      ['shelf', city.main, '保管中（引き抜きの記録がありません）', '引き抜きの記録がないまま交付'],
      ['pulled', city.branch, '北野総合支所で引き抜き済', '北野総合支所にある記録のまま交付'],
      ['transit', city.branch, '回送中', '受領の記録がないまま交付'],
      ['missing', city.main, '所在確認中', '所在確認中の記録のまま交付'],
      ['expected', city.main, '保管の記録がありません', '保管の記録がないまま交付'],
    ] as const;
    for (const [whereabouts, office, said, note] of cases) {
      const { id, card } = await here(`所在 ${whereabouts}`);
      await lies(card, whereabouts, office);
      const asked = await good(await clerk.follow(await press(id)));
      expect(words(asked)).toContain('「手元のカードで交付済にする」を押してください');
      expect(words(asked)).toContain(said);
      expect(await stands(card)).toEqual({ status: 'booked', whereabouts });
      const { seen = '' } = formFields(asked, '/today/press', 'name="seen"');
      await press(id, { seen });
      expect(await stands(card)).toEqual({ status: 'handed-over', whereabouts: 'gone' });
      expect(await movement(card)).toEqual({ office: city.main, note });
      expect(words(await good(await clerk.get(`/people/${card}`)))).toContain(`注記：${note}`);
      const act = await latestAct(desk.db, id, 1);
      expect((await undo(desk.db, actor(), act?.id ?? 0)).ok).toBe(true);
      expect(await fresh.db.one(sql`SELECT whereabouts, office_id AS office FROM cards.cards WHERE id = ${card}`)).toEqual({
        whereabouts,
        office,
      });
    }
  });

  test('one that was moved since it was asked about is asked about anew; one that is pulled here takes one press', async () => {
    const { id, card } = await here('動いた 花子');
    await lies(card, 'shelf');
    const { seen = '' } = formFields(await clerk.follow(await press(id)), '/today/press', 'name="seen"');
    await lies(card, 'missing');
    expect(words(await clerk.follow(await press(id, { seen })))).toContain('所在確認中');
    expect(await stands(card)).toMatchObject({ whereabouts: 'missing' });
    await lies(card, 'pulled');
    await press(id);
    expect(await movement(card)).toEqual({ office: city.main, note: '' });
  });

  test('on the page of the card, and on the page that keeps the fee and the receiver, as on the board', async () => {
    const [page, fee] = [await here('画面で 花子'), await here('手数料 花子')];
    await lies(page.card, 'shelf');
    await lies(fee.card, 'shelf');
    const asked = await good(await clerk.follow(await press(page.id, { card: String(page.card) })));
    const { seen = '' } = formFields(asked, '/today/press', 'name="seen"');
    expect(words(asked)).toContain('引き抜きの記録がありません');
    expect(words(await clerk.follow(await press(page.id, { card: String(page.card), seen })))).toContain('交付済');
    const form = await good(await clerk.get(`${PAGE}?id=${fee.id}&position=1&office=honcho`));
    expect(words(form)).toContain('引き抜きの記録がありません');
    await lies(fee.card, 'missing');
    const moved = await good(await clerk.post(PAGE, { ...formFields(form, PAGE), 'notice-card': 'collected' }), 409);
    expect(words(moved)).toContain('所在確認中');
    const kept = formFields(moved, PAGE);
    expect(kept).toMatchObject({ 'notice-card': 'collected' });
    await clerk.post(PAGE, kept);
    expect(await stands(fee.card)).toMatchObject({ whereabouts: 'gone' });
    expect(await movement(fee.card)).toMatchObject({ note: '所在確認中の記録のまま交付' });
  });
});
