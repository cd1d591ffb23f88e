import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';
import { expirePicked } from '../../../lists/picked.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let clerk: Visitor;
const cards: number[] = [];

beforeAll(async () => {
  const open = await openDesk(2);
  ({ fresh, desk } = open);
  await desk.account('koga', ['counter'], open.city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
  for (let at = 0; at < 103; at += 1)
    cards.push(
      await makeCard(fresh.db, {
        noticeId: `P1C-${String(100_000 + at)}`,
        name: `選択 太郎${at}`,
        birthDate: null,
        officeId: open.city.main,
      }),
    );
  await fresh.db.run(
    sql`UPDATE cards.cards SET status = 'notified', notice_date = lib.day_of(lib.now()) - 40 WHERE id = ANY (${cards}::bigint[])`,
  );
});
afterAll(() => desk.close());

const PATH = '/lists/cards/picked';
const FILTER = 'status-notified=yes';
const list = (more = '') => clerk.get(`/lists/cards?${FILTER}${more}`);
/** Ticks rows of a page as its form does, and presses. */
async function tick(page: string, keys: readonly (number | undefined)[], act: string) {
  const shown = await list(page);
  const bare = Object.entries(formFields(shown, PATH)).filter(([name]) => !name.startsWith('pick-'));
  const fields = { ...Object.fromEntries(bare), ...Object.fromEntries(keys.map((key) => [`pick-${key}`, 'yes'])), act };
  return good(await clerk.follow(await clerk.post(PATH, fields)));
}

test('[8(2)⑦c] rows ticked on one page stay ticked on the next, and one act changes them all and no other', async () => {
  const first = await tick('', [cards[0], cards[2]], 'next');
  expect(words(first)).toContain('2件を選択中');
  // The second page is shown; what was ticked on the first is kept there.
  expect(words(first)).toContain('選択 太郎102');
  const second = await tick('&page=2', [cards[101]], 'keep');
  expect(words(second)).toContain('3件を選択中');
  const again = await list();
  // The first screen is of rows: what is done with them stands below, a script folds the form of the filter to its sentence.
  expect(again.html.indexOf('</table>')).toBeLessThan(again.html.indexOf('選択を記録する'));
  expect(again.html).toContain('<div class="list-fold" data-fold="条件を変更する" data-open="条件を隠す"><form');
  expect(again.html).toMatch(new RegExp(`name="pick-${cards[2]}"[^>]*checked`, 'u'));
  // While ticks are kept the bar stays, though the last is taken off: its buttons are what records that.
  expect(again.html).toContain('data-picks data-kept="3"');
  // A tick that was taken away is gone, those of the other page are not.
  const less = await tick('', [cards[0]], 'keep');
  expect(words(less)).toContain('2件を選択中');

  const alone = words(await good(await list('&picked=yes')));
  expect(alone).toContain('選択した行だけ');
  expect(alone).toContain('選択 太郎101');
  expect(alone).not.toContain('選択 太郎50');
  await list('&picked=yes');
  const csv = await clerk.post('/lists/cards/take', { 'status-notified': 'yes', picked: 'yes', as: 'csv' });
  expect(csv.html.trim().split('\r\n')).toHaveLength(3);

  // What is ticked and not yet kept goes along: the press keeps it first, and leads to the act on those rows alone.
  const listed = await list();
  expect(words(listed)).toContain('一覧の全103件の交付状況をまとめて変更する');
  const fields = { ...formFields(listed, PATH), [`pick-${cards[7]}`]: 'yes', act: 'status' };
  const wide = await good(await clerk.follow(await clerk.post(PATH, fields)));
  expect(words(wide)).toContain('3枚');
  await tick('', [cards[0]], 'keep');
  const bulk = await good(await clerk.get('/cards/status?status-notified=yes&picked=yes'));
  expect(words(bulk)).toContain('2枚');
  const typed = { ...formFields(bulk, '/cards/status'), 'change-to': 'on-hold', 'change-why': '確認のため', act: 'preview' };
  const preview = await good(await clerk.post('/cards/status', typed));
  const press = { ...formFields(preview, '/cards/status', 'seen'), act: 'change' };
  // One more is ticked meanwhile: what was shown is done, or nothing.
  await tick('&page=2', [cards[101], cards[102]], 'keep');
  const changed = await clerk.post('/cards/status', press);
  expect([changed.status, words(changed).includes('対象のカードか選択が変わりました')]).toEqual([409, true]);
  await tick('&page=2', [cards[101]], 'keep');
  await good(await clerk.follow(await clerk.post('/cards/status', press)));
  const held = await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards WHERE status = 'on-hold' ORDER BY id`);
  expect(held.map(({ id }) => id)).toEqual([cards[0], cards[101]]);
  // The ticks were for that act.
  expect(await fresh.db.rows(sql`SELECT key FROM lists.picked`)).toEqual([]);
});

test('an act on ticked rows without a tick begins nothing; turning the page keeps ticks; the ticked rows alone always lead back to all', async () => {
  await tick('', [], 'none');
  expect(words(await tick('', [], 'status'))).toContain('行が選択されていません');
  const turned = await tick('', [cards[2]], 'turn-2');
  expect(turned.html).toContain('<b aria-current="page">2ページ</b>');
  expect(words(turned)).toContain('1件を選択中');
  const none = await tick('&picked=yes', [], 'keep');
  expect(words(none)).toContain('選択 太郎50');
  expect(words(none)).toContain('0件を選択中');
  expect(words(await good(await list('&picked=yes')))).toContain('すべての行を表示する');
});

test('all of a page at once, let go of together; another filter, another sign-in and another day know nothing of it', async () => {
  await tick('', [], 'none');
  expect(words(await tick('', [], 'page'))).toContain('100件を選択中');
  expect(words(await clerk.get('/lists/cards?status-notified=yes&status-preparing=yes'))).toContain('0件を選択中');
  const other = await signedIn(desk.url, 'koga', PASSWORD);
  expect(words(await other.get(`/lists/cards?${FILTER}`))).toContain('0件を選択中');
  expect(words(await tick('', [], 'none'))).toContain('0件を選択中');
  await tick('', [], 'page');
  await fresh.db.run(sql`UPDATE lists.picked SET at = at - interval '13 hours'`);
  expect(words(await list())).toContain('0件を選択中');
  await fresh.db.run(sql`UPDATE lists.picked SET at = at - interval '13 hours'`);
  expect(await expirePicked(fresh.db)).toBe(100);
});

test('what is made up is not kept, and nothing but ids stands there; whom the filter does not choose no act takes', async () => {
  const fields = formFields(await list(), PATH);
  const stranger = await makeCard(fresh.db, { noticeId: 'P1C-200001', name: '別の 人', birthDate: null });
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'preparing' WHERE id = ${stranger}`);
  const rows = `${stranger} x'y 1;2 ${cards[5]} 9223372036854775808`;
  const ticks = Object.fromEntries(rows.split(' ').map((key) => [`pick-${key}`, 'yes']));
  const kept = await clerk.follow(await clerk.post(PATH, { ...fields, rows, ...ticks, act: 'keep' }));
  expect(words(kept)).toContain('1件を選択中');
  const { keys } = await fresh.db.one<{ keys: string[] }>(
    sql`SELECT array_agg(key ORDER BY key::bigint) AS keys FROM lists.picked`,
  );
  expect(keys).toEqual([String(cards[5]), String(stranger)]);
  expect(words(await good(await list('&picked=yes')))).not.toContain('別の 人');
});
