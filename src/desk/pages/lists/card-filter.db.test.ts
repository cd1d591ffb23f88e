import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { wrongBoxes } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { type Sql, sql } from '../../../lib/db/sql.ts';
import { book, cancel } from '../../../reservations/acts.ts';
import { filterCarried } from './query.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;

const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();

/** Cards that differ in one thing each. */
const CARDS = ['plain', 'posted', 'old', 'arrived', 'phone', 'remarked', 'again', 'boxed', 'booked'] as const;
type Name = (typeof CARDS)[number];
const ids = {} as Record<Name, number>;
const idOf = (name: Name): string => `CFT-${100_001 + CARDS.indexOf(name)}`;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(9));
  clerk = await desk.clerk('koga', ['counter'], city.main, '古賀 修');
  ({ id: clerkId } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`));
  for (const [at, name] of CARDS.entries())
    ids[name] = await makeCard(fresh.db, {
      noticeId: idOf(name),
      name: `絞込 ${name}`,
      birthDate: `1960-03-${String(at + 1).padStart(2, '0')}`,
      ...(name === 'phone' ? { phone: '0942305678' } : {}),
      // The same person as of the remark.
      ...(name === 'again'
        ? { name: '絞込 remarked', birthDate: `1960-03-${String(CARDS.indexOf('remarked') + 1).padStart(2, '0')}` }
        : {}),
    });
  const set = (name: Name, what: Sql) => fresh.db.run(sql`UPDATE cards.cards SET ${what} WHERE id = ${ids[name]}`);
  await set('posted', sql`notice_date = ${dayOn(-3)}::date`);
  await set('old', sql`notice_date = ${dayOn(-900)}::date`);
  await set('arrived', sql`arrived_on = ${dayOn(-10)}::date`);
  await fresh.db.run(
    sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${ids.remarked}, '耳が遠い', lib.now(), ${clerkId})`,
  );
  await fresh.db.run(
    sql`WITH put AS (INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.main}, 'A棚', '3箱') RETURNING id)
      UPDATE cards.cards SET storage_place_id = put.id, lot = 'L77' FROM put WHERE cards.id = ${ids.boxed}`,
  );
  await bookFor(desk.db, { kind: 'staff', staffId: clerkId }, city, ids.booked, await slotAt(fresh.db, city, city.main, 4, 9), {
    mail: 'a@example.jp',
  });
});
afterAll(() => desk.close());

const address = (fields: Record<string, string>) => `/lists/cards?${new URLSearchParams({ every: 'yes', ...fields })}`;
async function found(fields: Record<string, string>): Promise<Name[]> {
  await clerk.get(address(fields));
  const { html } = await clerk.post('/lists/cards/take', { every: 'yes', ...fields, as: 'csv' });
  return CARDS.filter((name) => html.includes(idOf(name)));
}
const all = (...but: Name[]): Name[] => CARDS.filter((name) => !but.includes(name));

test('[8(2)⑧b] a status out of use is offered while open cards have it', async () => {
  await fresh.db.run(
    sql`INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, built_in, position, retired_at) VALUES ('past', '旧い状況', 'on-hold', 'staff', true, false, 95, lib.now())`,
  );
  expect(words(await good(await clerk.get(address({}))))).not.toContain('旧い状況');
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'past' WHERE id = ${ids.plain}`);
  expect(words(await good(await clerk.get(address({}))))).toContain('旧い状況（廃止）');
  expect(await found({ 'status-past': 'yes' })).toEqual(['plain']);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'notified' WHERE id = ${ids.plain}`);
});

test('[8(2)⑧b] cards are narrowed down by all that the list says of them', async () => {
  expect(await found({})).toEqual(all());
  expect(await found({ dueTo: dayOn(0) })).toEqual(['old']);
  expect(await found({ dueTo: dayOn(2000) })).toEqual(['posted', 'old']);
  expect(await found({ notified: 'yes' })).toEqual(['posted', 'old']);
  expect(await found({ notified: 'no' })).toEqual(all('posted', 'old'));
  expect(await found({ arrivedFrom: dayOn(-10), arrivedTo: dayOn(-10) })).toEqual(['arrived']);
  expect(await found({ arrivedFrom: dayOn(-9) })).toEqual([]);
  expect(await found({ statusFrom: dayOn(0), statusTo: dayOn(0) })).toEqual(all());
  expect(await found({ statusTo: dayOn(-1) })).toEqual([]);
  expect(await found({ bookedFrom: dayOn(4), bookedTo: dayOn(4) })).toEqual(['booked']);
  expect(await found({ bookedFrom: dayOn(5) })).toEqual([]);
  expect(await found({ mail: 'yes' })).toEqual(['booked']);
  expect(await found({ mail: 'no' })).toEqual(all('booked'));
  expect(await found({ phone: 'yes' })).toEqual(['phone']);
  expect(await found({ phone: 'no' })).toEqual(all('phone'));
  // A remark is of a person: both cards show it.
  expect(await found({ remark: 'yes' })).toEqual(['remarked', 'again']);
  expect(await found({ remark: 'no' })).toEqual(all('remarked', 'again'));
  // One that was emptied is none, for whoever is not in a version of it.
  await fresh.db.run(
    sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${ids.remarked}, '', lib.now(), ${clerkId})`,
  );
  expect(await found({ remark: 'yes' })).toEqual([]);
  expect(await found({ remark: 'no' })).toEqual(all());
  await fresh.db.run(
    sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${ids.remarked}, '耳が遠い', lib.now(), ${clerkId})`,
  );
  expect(await found({ lot: 'L77' })).toEqual(['boxed']);
  expect(await found({ box: 'Ａ棚 3箱' })).toEqual(['boxed']);
  expect(await found({ box: 'B棚' })).toEqual([]);
});

test('what is seldom asked for stands behind a link, and is there where something of it is chosen or wrong; the sentence says it', async () => {
  const usual = await good(await clerk.get('/lists/cards'));
  expect(usual.html).not.toContain('id="f-remark"');
  const link = /href="(\/lists\/cards\?[^"]*more=yes)"/u.exec(usual.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect((await good(await clerk.get(link))).html).toContain('id="f-remark"');
  const chosen = await good(await clerk.get(address({ remark: 'yes', arrivedFrom: dayOn(-3) })));
  expect(chosen.html).toContain('id="f-box"');
  expect(words(chosen)).toContain('備考あり');
  expect(words(chosen)).toContain('到着日：');
  const wrong = await clerk.get(address({ arrivedFrom: dayOn(-3), arrivedTo: dayOn(-4) }));
  expect(wrong.status).toBe(422);
  expect(wrongBoxes(wrong)).toEqual(['arrivedTo']);
});

test('the end of the time that runs stands in a column for who asks for it', async () => {
  await clerk.get('/lists/cards/columns');
  await clerk.post('/lists/cards/columns', { 'column-notice': 'yes', 'column-due': 'yes' });
  const { html } = await clerk.post('/lists/cards/take', { every: 'yes', notified: 'yes', as: 'csv' });
  const [head, ...rows] = html.trim().split('\r\n');
  expect(head).toContain('交付通知書ID,再通知・廃棄の期限');
  expect(rows.find((row) => row.startsWith(idOf('old')))).toMatch(/,\d{4}-\d{2}-\d{2}$/u);
  expect(rows).toHaveLength(2);
});

test('[8(2)⑧b] who left an address with the last booking is found after it was cancelled too', async () => {
  expect(await found({ mail: 'before' })).toEqual([]);
  const id = randomUUID();
  const by = { kind: 'staff' as const, staffId: clerkId };
  const slotId = await slotAt(fresh.db, city, city.main, 5, 9);
  const made = await book(desk.db, by, {
    ...{ id, serviceId: city.service, slotId, members: [{ cardId: ids.phone }] },
    ...BY_PHONE,
    mail: 'b@example.jp',
  });
  expect(made.ok).toBe(true);
  expect((await cancel(desk.db, by, { id, version: 0, reason: '' })).ok).toBe(true);
  expect(await found({ mail: 'before' })).toEqual(['phone']);
  expect(words(await good(await clerk.get(address({ mail: 'before' }))))).toContain('メールは前回の予約にあり');
});

/** Types whom to look for, and opens what the press leads to. */
const narrowed = async (fields: Record<string, string>, list = '/lists/cards') => {
  await clerk.get(list === '/lists/cards' ? address({}) : list);
  const answer = await clerk.post(`${list}/narrow`, fields);
  return { at: answer.location ?? '', page: await clerk.get(answer.location ?? '') };
};
const shown = (html: string): Name[] => CARDS.filter((name) => html.includes(idOf(name)));

test('[8(2)⑧b] cards are narrowed down by name, kana, notice ID and words of a remark, and no address, log or paper says which', async () => {
  await fresh.db.run(sql`UPDATE cards.cards SET kana = 'シボリコミ ハナ', kana_key = 'シボリコミハナ' WHERE id = ${ids.old}`);
  const byName = await narrowed({ 'typed-who': '絞込 phone' });
  expect(shown((await good(byName.page)).html)).toEqual(['phone']);
  expect(words(byName.page)).toContain('氏名などで絞り込み');
  expect(byName.page.html).toContain('value="絞込 phone"');
  expect(decodeURIComponent(byName.at)).not.toContain('絞込');
  expect(shown((await narrowed({ 'typed-who': idOf('boxed') })).page.html)).toEqual(['boxed']);
  expect(shown((await narrowed({ 'typed-who': idOf('boxed').slice(-6) })).page.html)).toEqual(['boxed']);
  expect(shown((await narrowed({ 'typed-who': '絞込', notified: 'yes' })).page.html)).toEqual(['posted', 'old']);
  // Both cards of the person show the remark.
  expect(shown((await narrowed({ 'typed-said': '耳が' })).page.html)).toEqual(['remarked', 'again']);
  expect(shown((await narrowed({ 'typed-said': '耳が　遠い', 'typed-who': idOf('again') })).page.html)).toEqual(['again']);
  expect(shown((await narrowed({ 'typed-said': '目が' })).page.html)).toEqual([]);
  expect(shown((await narrowed({ 'typed-said': '耳%い' })).page.html)).toEqual([]);
  // Only the remark that is shown counts, no version before it.
  const { id } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${ids.remarked}, 'ＴＥＬ済', lib.now(), ${clerkId}) RETURNING id`,
  );
  expect(shown((await narrowed({ 'typed-said': '耳が' })).page.html)).toEqual([]);
  expect(shown((await narrowed({ 'typed-said': 'tel' })).page.html)).toEqual(['remarked', 'again']);
  await fresh.db.run(sql`DELETE FROM cards.remarks WHERE id = ${id}`);
  // What is taken out is what is seen; the log says that it was narrowed down, and not by what.
  const { typed = '' } = Object.fromEntries(new URL(byName.at, 'http://desk').searchParams);
  await clerk.get(byName.at);
  const csv = await clerk.post('/lists/cards/take', { every: 'yes', typed, as: 'csv' });
  expect(shown(csv.html)).toEqual(['phone']);
  const { said } = await fresh.db.one<{ said: string }>(
    sql`SELECT string_agg(e.detail::text, ' ') AS said FROM audit.events e WHERE e.act IN ('list.shown', 'list.taken')`,
  );
  expect(said).toContain('氏名などで絞り込み');
  expect(said).not.toContain('絞込 ');
  expect(said).not.toContain('耳が');
});

test('[8(2)⑧b] visits are narrowed down in the same way', async () => {
  const list = `/lists/visits?${new URLSearchParams({ office: '', service: '', from: dayOn(4), to: '', state: 'all' })}`;
  const form = { from: dayOn(4), state: 'all' };
  const of = async (fields: Record<string, string>) => {
    await clerk.get(list);
    const answer = await clerk.post('/lists/visits/narrow', { ...form, ...fields });
    return shown((await good(await clerk.get(answer.location ?? ''))).html);
  };
  expect(await of({ 'typed-who': '絞込 booked' })).toEqual(['booked']);
  expect(await of({ 'typed-who': '絞込 phone' })).toEqual([]);
  expect(await of({ 'typed-said': '耳が' })).toEqual([]);
  await fresh.db.run(
    sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) VALUES (${ids.booked}, '車いす', lib.now(), ${clerkId})`,
  );
  expect(await of({ 'typed-said': '車いす' })).toEqual(['booked']);
  await fresh.db.run(sql`DELETE FROM cards.remarks WHERE card_id = ${ids.booked}`);
});

test('[8(2)②b] whom a clerk may not see is neither found nor counted by a name or a remark', async () => {
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id IN (${ids.phone}, ${ids.remarked}, ${ids.again})`);
  const told = async (fields: Record<string, string>) => words((await narrowed(fields)).page);
  const meant = await told({ 'typed-who': '絞込 phone' });
  const nobody = await told({ 'typed-who': '絞込 nobody' });
  expect(meant.replaceAll('絞込 phone', '')).toBe(nobody.replaceAll('絞込 nobody', ''));
  expect(meant).toContain('支援措置の方は、氏名や備考では絞り込めません');
  expect(meant).toContain('入力した氏名や言葉に当てはまる行は、ありません。');
  expect(await told({ 'typed-said': '耳が' })).not.toMatch(/支援措置の方が\d/u);
  expect(shown((await narrowed({ 'typed-said': '耳が' })).page.html)).toEqual([]);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = false WHERE id IN (${ids.phone}, ${ids.remarked}, ${ids.again})`);
});

test('what cannot be read, or is kept no more, chooses nobody and changes nothing', async () => {
  for (const [who, says] of [
    ['森', '1文字の氏名では'],
    ['0942-30-5678', '電話番号、メールアドレス、予約番号では絞り込めません'],
    ['123456789018', '個人番号（マイナンバー）では絞り込めません'],
  ] as const) {
    const { page } = await narrowed({ 'typed-who': who });
    expect([who, page.status, words(page).includes(says)]).toEqual([who, 422, true]);
  }
  const lapsed = `${address({})}&typed=${randomUUID()}`;
  const page = await clerk.get(lapsed);
  expect([page.status, words(page).includes('入力してから時間がたちました')]).toEqual([422, true]);
  expect(shown(page.html)).toEqual([]);
  // Another clerk's is nobody's here.
  const { at } = await narrowed({ 'typed-who': '絞込 phone' });
  const other = await desk.clerk('nomura', ['counter'], city.main, '野村 一郎');
  expect(shown((await other.get(at)).html)).toEqual([]);
  const { typed = '' } = Object.fromEntries(new URL(lapsed, 'http://desk').searchParams);
  await clerk.get(address({}));
  const bulk = await clerk.post('/cards/status', { every: 'yes', typed, list: 'cards', 'change-to': 'on-hold', act: 'preview' });
  expect([bulk.status >= 300, bulk.location?.includes('/lists/cards')]).toEqual([true, true]);
});

test('what was typed goes with the whole filter: a long box is not cut into another, every card stays every card, and a list that narrows nothing has no such address', async () => {
  const lot = 'L'.repeat(45);
  const boxed = await narrowed({ 'typed-who': '絞込', lot }, '/lists/to-post');
  expect([boxed.page.status, boxed.at.includes(lot)]).toEqual([200, true]);
  expect((await narrowed({ 'typed-who': '絞込', lot: 'L'.repeat(200) }, '/lists/to-post')).page.status).toBe(422);
  expect(filterCarried({ prepared: { boxes: { office: '', typed: 'id' } } })).toMatchObject({ every: 'yes' });
  for (const list of ['/lists/sessions', '/lists/numbers']) {
    await clerk.get('/lists/transfer');
    expect((await clerk.post(`${list}/narrow`, { 'typed-who': '絞込' })).status).toBe(404);
  }
});

test('the page of posting counts each kind of all persons, also where it was opened for some', async () => {
  const { at } = await narrowed({ 'typed-who': '絞込 nobody', kind: 'again' }, '/lists/to-post');
  const page = words(await good(await clerk.get(at.replace('/lists/to-post', '/cards/posting'))));
  // Who is to be noticed again the night counts: what was typed is no number of it.
  expect(page).toContain('再通知夜間に数えます');
  expect(page).toContain('入力した氏名や言葉に当てはまる行は、ありません。');
});

test('a filter under a name holds nothing that was typed of a person', async () => {
  const { at } = await narrowed({ 'typed-who': '絞込 phone', notified: 'no' });
  const filters = at.replace('/lists/cards', '/lists/cards/filters');
  expect(words(await good(await clerk.get(filters)))).toContain('氏名などと備考の言葉は、条件に保存しません');
  await clerk.post(filters, { act: 'keep', name: '未発送', whose: 'mine', moving: '' });
  const { boxes } = await fresh.db.one<{ boxes: string }>(
    sql`SELECT boxes::text AS boxes FROM lists.filters WHERE name = '未発送'`,
  );
  expect(boxes).not.toContain('typed');
});

test('[8(2)②c] who may not look people up finds nobody by what is typed in a list of mails: it asks for nothing, and no id chooses everybody', async () => {
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('mailer', 'メール係')`);
  await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) VALUES ('mailer', 'mails.see')`);
  const mailer = await desk.clerk('mori', ['mailer'], city.main, '森 一');
  const page = await good(await mailer.get('/mails?show=all'));
  expect([page.html.includes('typed-who'), words(page).includes('絞込 booked')]).toEqual([false, true]);
  expect((await mailer.post('/mails/narrow', { show: 'all', 'typed-who': '絞込' })).status).toBe(404);
  const other = await mailer.get(`/mails?show=all&typed=${randomUUID()}`);
  expect([other.status, words(other).includes('絞込 booked')]).toEqual([422, false]);
});
