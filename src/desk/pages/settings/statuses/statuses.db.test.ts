import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../../test/support/forms.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../../test/support/small-city.ts';
import { sql } from '../../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
});
afterAll(() => desk?.close());

const LIST = '/settings/statuses';
const send = async (path: string, changes: Record<string, string>) =>
  admin.post(path, { ...formFields(await admin.get(path), path), ...changes });
const pathOf = async (code: string): Promise<string> =>
  `${LIST}/${(await fresh.db.one<{ id: number }>(sql`SELECT id FROM cards.statuses WHERE code = ${code}`)).id}`;
const changeTo = async (card: number, to: string) => send(`/people/${card}/status`, { to, why: '委任状を待つため' });

test('[8(2)⑦b] a status of the city’s own under a category: chosen for one and for many, in filters, with its rules; renamed, ordered, retired once no card has it', async () => {
  const [one, other] = [
    await makeCard(fresh.db, { noticeId: 'S1T-100001', officeId: city.main }),
    await makeCard(fresh.db, { noticeId: 'S1T-100002', birthDate: '1950-01-01', officeId: city.main }),
  ];
  const typed = { code: 'waiting-proxy', name: '委任状待ち', category: 'on-hold', bookableBy: 'staff', position: '9' };
  const wrong = await send(`${LIST}/new`, { ...typed, category: '' });
  expect([wrong.status, wrongBoxes(wrong)]).toEqual([422, ['category']]);
  expect(wrongBoxes(await send(`${LIST}/new`, { ...typed, category: 'booked' }))).toEqual(['category']);
  expect(wrongBoxes(await send(`${LIST}/new`, { ...typed, category: 'out-of-scope' }))).toEqual(['bookableBy']);
  const added = await admin.follow(await send(`${LIST}/new`, typed));
  expect(words(await good(added))).toContain('交付状況を追加しました');
  expect(words(await good(await admin.get(LIST)))).toContain('委任状待ち保留職員だけが予約を受ける9');
  expect(wrongBoxes(await send(`${LIST}/new`, typed))).toEqual(['code']);

  // For one, for many, and in the filter of the list.
  expect(words(await admin.follow(await changeTo(one, 'waiting-proxy')))).toContain('交付状況委任状待ち');
  const filtered = await admin.get('/lists/cards?office=&status-waiting-proxy=yes&booked=all');
  expect([words(filtered).includes('S1T-100001'), words(filtered).includes('S1T-100002')]).toEqual([true, false]);
  const bulk = await admin.get('/cards/status?office=&status-notified=yes&booked=all');
  const ask = { 'change-to': 'waiting-proxy', 'change-why': '委任状', act: 'preview' };
  const preview = await admin.post('/cards/status', { ...formFields(bulk, '/cards/status'), ...ask });
  await admin.post('/cards/status', { ...formFields(preview, '/cards/status', 'seen'), act: 'change' });
  const held = await fresh.db.rows(
    sql`SELECT step FROM cards.cards c, cards.deadline(c) WHERE c.status = 'waiting-proxy' AND c.is_open`,
  );
  expect(held).toHaveLength(2);

  // The category stays; the name is read everywhere at once.
  const path = await pathOf('waiting-proxy');
  await send(path, { name: '代理人の書類待ち', category: 'notified', position: '20' });
  expect(words(await admin.get(`/people/${one}`))).toContain('代理人の書類待ち');
  expect(await fresh.db.one(sql`SELECT category, position FROM cards.statuses WHERE code = 'waiting-proxy'`)).toEqual({
    category: 'on-hold',
    position: 20,
  });

  expect(words(await good(await admin.get(`${path}/retire`)))).toContain('2枚 あります');
  expect((await admin.post(`${path}/retire`, {})).status).toBe(409);
  for (const card of [one, other]) await changeTo(card, 'notified');
  await admin.get(`${path}/retire`);
  expect((await admin.post(`${path}/retire`, {})).location).toContain('done=retired');
  expect((await admin.get('/lists/cards')).html).not.toContain('代理人の書類待ち');
  expect(words(await admin.get(`/people/${one}`))).toContain('代理人の書類待ち');
  expect(words(await admin.get('/audit'))).toContain('代理人の書類待ち');
  await admin.get(path);
  await admin.post(`${path}/restore`, {});
  expect((await admin.get('/lists/cards')).html).toContain('代理人の書類待ち');
});

test('a built-in status is renamed and ordered, keeps that at the next start, and is not retired', async () => {
  const path = await pathOf('returned');
  await send(path, { name: '通知が戻った', position: '30', bookableBy: 'citizen' });
  await fresh.db.pool.query(readFileSync('src/cards/status.sql', 'utf8'));
  expect(await fresh.db.one(sql`SELECT name, position, bookable_by AS by FROM cards.statuses WHERE code = 'returned'`)).toEqual({
    name: '通知が戻った',
    position: 30,
    by: 'staff',
  });
  expect((await admin.get('/lists/cards')).html).toContain('通知が戻った');
  expect(words(await good(await admin.get(`${path}/retire`)))).toContain('初めからある交付状況は、廃止できません');
  expect((await admin.post(`${path}/retire`, {})).status).toBe(409);
  const clerk = await desk.clerk('koga', ['counter'], city.main);
  expect((await clerk.get(LIST)).status).toBe(403);
});
