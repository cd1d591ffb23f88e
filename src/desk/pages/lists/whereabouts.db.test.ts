import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { type Movement, moveCard } from '../../../cards/custody.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(9));
  clerkId = await desk.account('koga', ['counter'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
  await fresh.db.run(sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.main}, 'C棚', '7箱')`);
});
afterAll(() => desk?.close());

const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();
const staff = () => ({ kind: 'staff' as const, staffId: clerkId });

/** A card in its box, booked `daysOn` days from today, and moved since. */
async function card(name: string, moves: readonly Movement[] = [], daysOn?: number, office = city.main) {
  n += 1;
  const noticeId = `W1H-${100_000 + n}`;
  const id = await makeCard(fresh.db, {
    noticeId,
    name,
    birthDate: `19${String(40 + n).padStart(2, '0')}-07-08`,
    officeId: city.main,
  });
  await fresh.db.run(sql`
    UPDATE cards.cards SET storage_place_id = (SELECT id FROM cards.storage_places WHERE cabinet = 'C棚'), storage_position = ${n} WHERE id = ${id}`);
  if (daysOn !== undefined) {
    await bookFor(desk.db, staff(), city, id, await slotAt(fresh.db, city, office, daysOn, 9));
  }
  for (const event of moves) {
    must(
      await moveCard(desk.db, staff(), {
        cardId: id,
        event,
        ...(event === 'sent' ? { toOfficeId: city.branch } : {}),
      }),
    );
  }
  return { id, noticeId, position: n };
}

const take = async (list: string, fields: Record<string, string>, as = 'csv') => {
  await clerk.get(`/lists/${list}?${new URLSearchParams(fields)}`);
  return (await clerk.post(`/lists/${list}/take`, { ...fields, as })).html;
};

test('[8(2)③] [8(2)⑧c] a list names the box alone only of a card that lies in it: lost, pulled and sent ones are said to be so, on screen and in files', async () => {
  const lies = await card('保管 一郎');
  const lost = await card('不明 二郎', ['found-missing']);
  const pulled = await card('引抜 三郎', ['pulled']);
  const sent = await card('回送 四郎', ['sent']);
  const said = {
    [lies.noticeId]: `本庁 C棚 7箱 ${lies.position}`,
    [lost.noticeId]: `所在確認中（最後の記録 本庁 C棚 7箱 ${lost.position}）`,
    [pulled.noticeId]: `引き抜き済（元の棚 本庁 C棚 7箱 ${pulled.position}）`,
    [sent.noticeId]: '回送中（北野総合支所行き）',
  };
  const page = words(await good(await clerk.get('/lists/cards?office=')));
  const csv = (await take('cards', { office: '' })).split('\r\n');
  for (const [noticeId, place] of Object.entries(said)) {
    expect(page).toContain(place);
    expect(csv.find((line) => line.startsWith(noticeId))).toContain(`,${place},`);
  }
  // Narrowed down by where they are, which the list says of itself.
  const lostOnly = words(await good(await clerk.get('/lists/cards?office=&whereabouts-missing=yes&whereabouts-transit=yes')));
  expect(lostOnly).toContain('回送中・所在確認中　2件');
  for (const name of ['保管 一郎', '引抜 三郎']) expect(lostOnly).not.toContain(name);
});

test('[8(2)③] [8(2)⑨a] so do the list of bookings and the lists of notices', async () => {
  const lost = await card('不明 五郎', ['found-missing'], 3);
  const place = `所在確認中（最後の記録 本庁 C棚 7箱 ${lost.position}）`;
  await clerk.get('/lists/visits/columns');
  await clerk.post('/lists/visits/columns', { 'column-name': 'yes', 'column-place': 'yes' });
  const csv = (await take('visits', { office: '', service: '', from: dayOn(3), to: '', state: 'all' })).split('\r\n');
  expect(csv.find((line) => line.includes('不明 五郎'))).toContain(place);
  const unbooked = await card('不明 六郎', ['found-missing']);
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${dayOn(-60)}::date WHERE id = ${unbooked.id}`);
  expect(await take('not-booked', { office: '', weeks: '4' })).toContain(
    `所在確認中（最後の記録 本庁 C棚 7箱 ${unbooked.position}）`,
  );
});

/** Shuts days of an office, `daysOn` from today. */
const shut = (office: number, ...daysOn: number[]) =>
  fresh.db.run(sql`UPDATE calendar.days SET open = NOT (day = ANY (${daysOn.map(dayOn)}::date[])) WHERE office_id = ${office}`);

test('[8(2)⑨b] without a day the list of cards to pull begins with today: it names the cards that the page of the scan names, a visit booked for today too', async () => {
  const names = ['当日 予約', '翌日 予約', '後日 予約'];
  const [sameDay] = [await card('当日 予約', [], 1), await card('翌日 予約', [], 1), await card('後日 予約', [], 2)];
  await fresh.db.run(sql`
    UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, 0, 23)}
    WHERE id = (SELECT reservation_id FROM reservations.members WHERE card_id = ${sameDay.id})`);
  const named = (page: string) => names.filter((name) => page.includes(name));
  expect(named(await take('pull', { office: 'honcho', state: 'unpulled' }))).toEqual(['当日 予約', '翌日 予約']);
  expect(named(words(await good(await clerk.get('/scan/pull?office=honcho'))))).toEqual(['当日 予約', '翌日 予約']);
});

test('[8(2)⑨b] [8(2)⑩b] before closed days, the lists and the scan take the next open day, and what must leave today is counted', async () => {
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 2`);
  // The main hall is shut for two days, the branch for the next one.
  await shut(city.main, 1, 2);
  await shut(city.branch, 1);
  const own = await card('休み明けの 人', [], 3);
  await card('その次の 人', [], 4);
  const page = words(await good(await clerk.get('/lists/pull')));
  expect(page).toContain('休み明けの 人');
  expect(page).not.toContain('その次の 人');
  const pull = words(await good(await clerk.get('/scan/pull?office=honcho')));
  expect(pull).toContain('休み明けの 人');
  const scan = async (code: string) => {
    const at = { office: 'honcho', until: '', to: '', box: '', code };
    const answer = await clerk.post('/scan/pull', at);
    return words(answer.location === null ? answer : await clerk.follow(answer));
  };
  expect(await scan(own.noticeId)).toContain('✓ 引き抜き済');

  // Two open days to the branch, which opens on the second day: sent today, and no later, for the third and the fourth. The main hall is shut tomorrow and the day after.
  const soon = await card('北野へ 本日', [], 4, city.branch);
  const later = await card('北野へ 後日', [], 6, city.branch);
  const sending = async () => words(await good(await clerk.get('/lists/transfer')));
  expect(await sending()).toContain('北野へ 本日');
  expect(await sending()).not.toContain('北野へ 後日');
  const csv = (await take('transfer', { office: '', from: dayOn(4), to: dayOn(6), state: 'unpulled' })).split('\r\n');
  const lineOf = (noticeId: string) => csv.find((line) => line.includes(noticeId));
  expect(csv[0]).toContain('送る日,予約日');
  expect(lineOf(soon.noticeId)).toContain(`,${dayOn(0)},${dayOn(4)},`);
  expect(lineOf(later.noticeId)).toContain(`,${dayOn(4)},${dayOn(6)},`);
  const todo = await good(await clerk.get('/todo'));
  expect(words(todo)).toContain('本日までに送るカード');
  const href = /href="(\/lists\/transfer[^"]*)"/u.exec(todo.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(words(await good(await clerk.get(href)))).toContain('本日までに送る分・未発送　1件');
  expect(words(await good(await clerk.get('/scan/send?office=honcho&to=kitano')))).toContain('北野へ 本日');

  const sent = await moveCard(desk.db, staff(), { cardId: soon.id, event: 'sent', toOfficeId: city.branch });
  expect(sent.ok).toBe(true);
  expect(words(await good(await clerk.get('/todo')))).not.toContain('本日までに送るカード');
  // A last day alone is no choice.
  expect(words(await clerk.get(`/lists/pull?office=&to=${dayOn(3)}&state=all`))).toContain('予約日も入力してください');
});

test('[8(2)⑩a] what is under way stands beside 受領, what is overdue or lost on a list that 対応が必要 counts, without box and visit too', async () => {
  const badge = async (): Promise<number> =>
    Number(/(\d+)件見つからないカード、届いていないカード/u.exec(words(await good(await clerk.get('/todo?view=all'))))?.[1] ?? 0);
  const before = await badge();
  const sent = await card('回送 七郎', ['sent']);
  const arriving = words(await good(await clerk.get('/scan/receive?office=kitano')));
  expect(arriving).toMatch(/届いていないカード　\d+枚/u);
  expect(arriving).toMatch(/回送 七郎　昭和\d+年7月8日本庁から/u);
  expect(words(await good(await clerk.get('/scan/receive?office=honcho')))).not.toContain('回送 七郎');
  expect(await badge()).toBe(before);
  // Sent long ago: it should be there.
  await fresh.db.run(
    sql`UPDATE cards.custody_events SET at = at - interval '3 days' WHERE card_id = ${sent.id} AND event = 'sent'`,
  );
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 1`);
  await shut(city.branch);
  expect(words(await good(await clerk.get('/scan/receive?office=kitano')))).toContain('届く予定の日を過ぎています');
  expect(await badge()).toBe(before + 1);
  const lost = await makeCard(fresh.db, { noticeId: 'W1H-999999', name: '行方 不明', birthDate: null });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${lost}`);
  expect(await badge()).toBe(before + 2);
  const todo = await clerk.get('/todo');
  const href = /href="(\/lists\/under-way[^"]*)"/u.exec(todo.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const list = words(await good(await clerk.get(href)));
  for (const said of ['行方 不明', '回送 七郎', '回送中（届いていません）', `${before + 2}件`]) expect(list).toContain(said);
  // Received, it is gone from all.
  const received = await moveCard(desk.db, staff(), { cardId: sent.id, event: 'received', toOfficeId: city.branch });
  expect(received.ok).toBe(true);
  expect(await badge()).toBe(before + 1);
});

test('[8(1)④b] two people of one ID and one name are told apart by their birthdays on lists, in their files, on board, box and end of day', async () => {
  const one = await card('同姓 同名', [], 5);
  const alone = await take('pull', { office: '', from: dayOn(5), to: '', state: 'all' });
  expect(alone).toContain('同姓 同名');
  expect(alone).not.toContain('生年月日');
  const other = await card('同姓 同名', [], 5);
  await fresh.db.run(sql`UPDATE cards.cards SET notice_id = ${one.noticeId} WHERE id = ${other.id}`);
  const births = [one, other].map(({ position }) => `19${String(40 + position).padStart(2, '0')}-07-08`);
  const said = births.map((birth) => `昭和${Number(birth.slice(0, 4)) - 1925}年7月8日`);
  const day = { office: '', from: dayOn(5), to: '', state: 'all' };
  const csv = await take('pull', day);
  for (const birth of births) expect(csv).toContain(`同姓 同名,${birth}`);
  const visits = words(await good(await clerk.get(`/lists/visits?${new URLSearchParams({ ...day, service: '' })}`)));
  for (const birth of said) expect(visits).toContain(birth);
  const box = await fresh.db.one<{ id: number }>(sql`SELECT id FROM cards.storage_places WHERE cabinet = 'C棚'`);
  for (const path of [
    `/today?office=honcho&day=${dayOn(5)}`,
    `/storage/boxes/${box.id}`,
    `/scan/pull?office=honcho&until=${dayOn(5)}`,
  ]) {
    const page = words(await good(await clerk.get(path)));
    for (const birth of said) expect([path, page]).toEqual([path, expect.stringContaining(birth)]);
  }
  await fresh.db.run(sql`
    UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, -1, 9)}
    WHERE id IN (SELECT reservation_id FROM reservations.members WHERE card_id IN (${one.id}, ${other.id}))`);
  const end = words(await good(await clerk.get(`/today/end?office=honcho&day=${dayOn(-1)}`)));
  for (const birth of said) expect(end).toContain(birth);
});
