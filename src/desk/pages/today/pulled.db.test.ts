import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(50, 'koga', ['counter']));
});
afterAll(() => desk?.close());

/** Somebody who comes today, whose card is there. */
async function comes(noticeId: string, name: string, whereabouts: string): Promise<number> {
  const cardId = await makeCard(fresh.db, { noticeId, name, birthDate: null, officeId: city.main });
  const slotId = await slotAt(fresh.db, city, city.main, 0, 23);
  const staff = { kind: 'staff' as const, staffId: 1 };
  await bookFor(desk.db, staff, city, cardId, slotId);
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts} WHERE id = ${cardId}`);
  return cardId;
}

test('the board of a day says of each card whether it is pulled; one that is missing is looked for before its visitor is received', async () => {
  await comes('P1L-000001', '棚田 一郎', 'shelf');
  await comes('P1L-000002', '抜田 二郎', 'pulled');
  const missing = await comes('P1L-000003', '不明 三郎', 'missing');
  const away = await comes('P1L-000004', '遠田 四郎', 'pulled');
  await fresh.db.run(sql`UPDATE cards.cards SET office_id = ${city.branch} WHERE id = ${away}`);
  const board = await good(await clerk.get('/today'));
  const row = (name: string) => board.html.split('<tr').find((one) => one.includes(name)) ?? '';
  expect(row('棚田 一郎')).toContain('未引き抜き');
  expect(row('抜田 二郎')).toContain('引き抜き済');
  // Pulled in another office it is not here.
  expect(words(board)).toContain('△北野総合支所で引き抜き済（未回送）');
  expect(row('不明 三郎')).toMatch(
    new RegExp(`<a class="button button-stop[^"]*" href="/people/${missing}">\\s*カードを探す`, 'u'),
  );
  expect(words(board)).toContain('カードを探す：不明 三郎さん');
  expect(row('棚田 一郎')).not.toContain('カードを探す');
  expect(words(board)).toContain('不明 三郎さんのカードは、所在確認中です。電話番号の記録がありません');
  // Who is there already is not rung before they come: their card is looked for.
  await fresh.db.run(sql`UPDATE reservations.members SET outcome = 'arrived', outcome_at = lib.now() WHERE card_id = ${missing}`);
  const here = await good(await clerk.get('/today'));
  expect(words(here)).toContain('不明 三郎さんのカードは、所在確認中です。受付中です。カードを探してください。');
  const own = here.html.split('<tr').findLast((one) => one.includes('不明 三郎')) ?? '';
  expect(own).toMatch(new RegExp(`href="/people/${missing}">\\s*カードを探す`, 'u'));
  expect(own).toContain('不備');
  expect(own).not.toContain('電話番号の記録');
  expect(words(await good(await clerk.get(`/people/${missing}`)))).toContain(
    'このカードは、所在確認中です。ご本人は、受付中です。',
  );
});

test('what was recorded afterwards says on which day: the board is of another', async () => {
  const cardId = await comes('P1L-000005', '昨日 五郎', 'shelf');
  const before = addDays(city.today, -1);
  await fresh.db.run(sql`
    UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, -1, 9)}
    WHERE id = (SELECT reservation_id FROM reservations.members WHERE card_id = ${cardId})`);
  const since = async (at: string) => {
    await fresh.db.run(
      sql`UPDATE reservations.members SET outcome = 'arrived', outcome_at = lib.instant(${at}::date, 191) WHERE card_id = ${cardId}`,
    );
    return words(await good(await clerk.get(`/today?office=honcho&day=${before}`)));
  };
  expect(await since(city.today)).toContain(`${shortDate(city.today)} 3:11`);
  const then = await since(before);
  expect(then).toContain('3:11');
  expect(then).not.toContain(`${shortDate(before)} 3:11`);
});

test('[8(2)②b] the card of whom a clerk may not see is in no figure and marks no row, however it stands', async () => {
  const count = (html: string) => [
    /所在確認中[^0-9]*(\d+)/u.exec(html.replace(/<[^>]*>/gu, ''))?.[1],
    html.match(/board-stop/gu)?.length,
  ];
  const before = count((await clerk.get('/today')).html);
  const hidden = await comes('P1L-000005', '秘密 五郎', 'missing');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${hidden}`);
  const board = await good(await clerk.get('/today'));
  expect(board.html).toContain('表示を制限している方');
  expect(count(board.html)).toEqual(before);
});
