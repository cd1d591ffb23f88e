import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { longDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { keptBoxes, openedBoxes } from '../../../lists/filters.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let colleague: Visitor;
let other: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  await makeCard(fresh.db, { noticeId: 'F1L-100001', officeId: city.branch });
  clerk = await desk.clerk('koga', ['counter'], city.main);
  colleague = await desk.clerk('nomura', ['counter'], city.main, '野村 一郎');
  other = await desk.clerk('mori', ['counter', 'admin'], city.branch, '森 花子');
});
afterAll(() => desk.close());

const LIST = '/lists/cards';
const QUERY = '?office=kitano&status-notified=yes&booked=no&sort=-notice';
const press = async (who: Visitor, act: string, fields: Record<string, string>) => {
  await who.get(`${LIST}/filters${QUERY}`);
  return who.follow(await who.post(`${LIST}/filters${QUERY}`, { act, ...fields }));
};
const refusedPress = async (who: Visitor, act: string, fields: Record<string, string>) => {
  await who.get(`${LIST}/filters${QUERY}`);
  const page = await who.post(`${LIST}/filters${QUERY}`, { act, ...fields });
  return [page.status, words(page)] as const;
};
const idOf = async (name: string) =>
  (await fresh.db.one<{ id: number }>(sql`SELECT id FROM lists.filters WHERE name = ${name}`)).id;

describe('[8(2)⑧c] filters under a name', () => {
  test('are kept for oneself or for the office, opened as they were, renamed and removed; the log says so', async () => {
    await good(await clerk.get(`${LIST}/filters${QUERY}`));
    expect(words(await good(await press(clerk, 'keep', { name: '北野の未予約', whose: 'mine', moving: 'yes' })))).toContain(
      '条件を保存しました',
    );
    await press(clerk, 'keep', { name: '所属の条件', whose: 'office', moving: '' });
    const list = await good(await clerk.get(LIST));
    const link = /href="([^"]+)">北野の未予約/u.exec(list.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(words(await good(await clerk.get(link)))).toContain('北野総合支所・通知発送済・予約なし');
    expect(link).toContain('sort=-notice');
    // The office's is seen by a colleague, one's own by nobody else, neither by another office.
    const seen = async (who: Visitor) => {
      const page = words(await who.get(LIST));
      return [page.includes('北野の未予約'), page.includes('所属の条件')];
    };
    expect([await seen(clerk), await seen(colleague), await seen(other)]).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
    const [own, office] = [await idOf('北野の未予約'), await idOf('所属の条件')];
    expect(words(await press(colleague, 'rename', { filter: String(own), rename: '奪う' }))).toContain(
      'その条件は、もうありません',
    );
    await press(colleague, 'rename', { filter: String(office), rename: 'みんなの条件' });
    expect(words(await clerk.get(LIST))).toContain('みんなの条件');
    await press(other, 'remove', { filter: String(office) });
    expect(words(await clerk.get(LIST))).toContain('みんなの条件');
    expect(words(await press(clerk, 'remove', { filter: String(office) }))).toContain('条件を削除しました');
    expect(words(await clerk.get(LIST))).not.toContain('みんなの条件');
    const acts = await fresh.db.rows<{ act: string }>(
      sql`SELECT act FROM audit.events WHERE act LIKE 'list.filter%' ORDER BY id`,
    );
    expect(acts.map(({ act }) => act)).toEqual([
      'list.filter-kept',
      'list.filter-kept',
      'list.filter-renamed',
      'list.filter-removed',
    ]);
  });

  test('a name that is taken, missing or a 個人番号 is refused with a sentence, and so is a thirty-first', async () => {
    await press(clerk, 'keep', { name: '重なる', whose: 'mine' });
    const said = async (fields: Record<string, string>) => refusedPress(clerk, 'keep', { whose: 'mine', ...fields });
    for (const [name, says] of [
      ['重なる', '同じ名称の条件があります'],
      ['', '条件の名称を入力してください'],
      ['123456789018', '個人番号、申請書ID、暗証番号は記録できません'],
    ] as const) {
      const [status, page] = await said({ name });
      expect([name, status, page.includes(says)]).toEqual([name, 422, true]);
    }
    await press(clerk, 'keep', { name: 'もう一つ', whose: 'mine' });
    const [status, page] = await refusedPress(clerk, 'rename', { filter: String(await idOf('もう一つ')), rename: '重なる' });
    expect([status, page.includes('同じ名称の条件があります')]).toEqual([422, true]);
    await fresh.db.run(sql`
      INSERT INTO lists.filters (list, name, staff_id, boxes, made_at, made_by)
      SELECT 'cards', 'n' || n, f.staff_id, '{}', lib.now(), f.made_by FROM generate_series(1, 40) n, lists.filters f WHERE f.name = 'もう一つ'`);
    expect((await said({ name: '三十一' }))[1]).toContain('30件まで');
  });

  test('days move on with the day they are opened on, or stay as they are', () => {
    const on = (days: number) => addDays(city.today, days);
    const boxes = { office: 'honcho', from: longDate(on(1)), to: '' };
    expect(openedBoxes(keptBoxes(boxes, city.today, true), on(40))).toEqual({ ...boxes, from: longDate(on(41)) });
    expect(openedBoxes(keptBoxes(boxes, city.today, false), on(40))).toEqual(boxes);
  });
});

describe('[8(2)⑧c] columns and their order', () => {
  const columns = async (who: Visitor, fields: Record<string, string>) => {
    await who.get(`${LIST}/columns${QUERY}`);
    return who.follow(await who.post(`${LIST}/columns${QUERY}`, fields));
  };
  const head = async (who: Visitor) => {
    await who.get(`${LIST}${QUERY}`);
    const csv = await who.post(`${LIST}/take`, { office: 'kitano', 'status-notified': 'yes', booked: 'no', as: 'csv' });
    return csv.html.split('\r\n')[0]?.replace('\ufeff', '');
  };

  test("are each clerk's own, on screen and in files; the city sets what others see first, and everybody can go back to it", async () => {
    const usual = await head(clerk);
    const chosen = {
      'column-name': 'yes',
      'order-name': '2',
      'column-notice': 'yes',
      'order-notice': '1',
      'column-lot': 'yes',
      'order-lot': '3',
    };
    const page = await good(await columns(clerk, chosen));
    const heads = page.html.slice(page.html.indexOf('<thead'));
    expect(heads.indexOf('交付通知書ID')).toBeLessThan(heads.indexOf('氏名'));
    expect(await head(clerk)).toBe('交付通知書ID,氏名,ロット番号');
    await columns(clerk, { ...chosen, 'order-name': '9', 'order-lot': '１' });
    expect(await head(clerk)).toBe('交付通知書ID,ロット番号,氏名');
    expect(await head(colleague)).toBe(usual);
    // A counter clerk has no say in what the city sets.
    await columns(colleague, { act: 'city', 'column-lot': 'yes' });
    expect(await head(other)).toBe(usual);
    await columns(colleague, { act: 'usual' });
    expect(words(await columns(other, { act: 'city', 'column-name': 'yes', 'column-lot': 'yes' }))).toContain(
      '市の標準の列を変更しました',
    );
    expect([await head(colleague), await head(other)]).toEqual(['氏名,ロット番号', '氏名,ロット番号']);
    expect(await head(clerk)).toBe('交付通知書ID,ロット番号,氏名');
    await columns(clerk, { act: 'usual' });
    expect(await head(clerk)).toBe('氏名,ロット番号');
  });
});
