import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { checkAddress, noticeReturned } from '../../../cards/returned.ts';
import { workOnUploads } from '../../../intake/upload-jobs.ts';
import { systemClock } from '../../../lib/clock.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  clerkId = await desk.account('nomura', ['counter'], city.main);
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk.close());

const OLD = '久留米市城南町15番地3';
const CHECKED = '久留米市諏訪野町9番地8';
const NEW = '久留米市天神町1番地1';

/** Takes a list of one card in at the desk; returns the page of the result. */
async function list(notice: string, address: string, remark = ''): Promise<{ page: string; html: string }> {
  const posted = addDays(city.today, -20).replaceAll('-', '/');
  const text = `交付通知書ID,氏名,生年月日,住所,通知書発送日,電話番号\r\n${notice},住所　変子,昭和60年4月1日,${address},${posted},${remark}\r\n`;
  await clerk.get('/intake');
  const bytes = new Uint8Array(Buffer.from(text));
  const sent = await clerk.upload('/intake', {}, { field: 'file', name: 'address.csv', bytes });
  const path = sent.location ?? '';
  await clerk.post(`${path}/judge`, formFields(await clerk.get(path), `${path}/judge`));
  await workOnUploads(desk.db, systemClock);
  await clerk.post(`${path}/store`, {});
  await workOnUploads(desk.db, systemClock);
  return { page: path, html: words(await good(await clerk.get(path))) };
}
const cardOf = async (notice: string) =>
  fresh.db.one<{ id: number; address: string; phone: string }>(
    sql`SELECT id, address, phone FROM cards.cards WHERE notice_id = ${notice}`,
  );
/** A card whose notice came back and whose address was then found to be another one. */
async function checked(): Promise<{ notice: string; id: number }> {
  n += 1;
  const notice = `A1D-${700_000 + n}`;
  await list(notice, OLD);
  const { id } = await cardOf(notice);
  const actor = { kind: 'staff', staffId: clerkId } as const;
  expect((await noticeReturned(desk.db, actor, { cardId: id, why: '転居先不明', on: city.today })).ok).toBe(true);
  expect((await checkAddress(desk.db, actor, { cardId: id, postalCode: '830-0037', address: CHECKED })).ok).toBe(true);
  return { notice, id };
}
const waits = async () => words(await clerk.get('/todo')).includes('確かめた住所と、取り込んだ一覧の住所が異なります');
const decide = async (id: number, act: string) => {
  const path = `/cards/addresses/${id}`;
  const fields = formFields(await good(await clerk.get('/cards/addresses')), path);
  return clerk.follow(await clerk.post(path, { ...fields, act }));
};

test('[8(2)①] a list does not overwrite an address that staff checked: the old one is passed over, another one is asked about', async () => {
  const { notice, id } = await checked();
  // An older list says again what was found to be wrong; the rest of its row counts.
  expect((await list(notice, OLD, '0942-30-9000')).html).toMatch(/職員が確かめた住所を残したカード\s*1件/u);
  expect(await cardOf(notice)).toMatchObject({ address: CHECKED, phone: '0942309000' });
  expect(await waits()).toBe(false);
  // Another address may be a removal: staff decide, and until then the checked one stands.
  await list(notice, NEW, '0942-30-9001');
  expect(await cardOf(notice)).toMatchObject({ address: CHECKED });
  expect(await waits()).toBe(true);
  const page = words(await good(await clerk.get('/cards/addresses')));
  for (const says of [CHECKED, NEW, '古賀 恵子']) expect(page).toContain(says);
  expect(words(await good(await clerk.get(`/people/${id}`)))).toContain('取り込んだ一覧の住所が異なります');
  expect(words(await good(await decide(id, 'take')))).toContain('一覧の住所に変更しました');
  expect(await cardOf(notice)).toMatchObject({ address: NEW });
  expect(await waits()).toBe(false);
  // Taken back, it is asked again; kept, the same list asks no more.
  await clerk.get('/cards/addresses');
  expect(words(await clerk.follow(await clerk.post(`/cards/addresses/${id}/undo`, {})))).toContain('判断を取り消しました');
  expect(await cardOf(notice)).toMatchObject({ address: CHECKED });
  expect(words(await decide(id, 'keep'))).toContain('確かめた住所を残しました');
  await list(notice, NEW, '0942-30-9002');
  expect([await waits(), (await cardOf(notice)).address]).toEqual([false, CHECKED]);
  const acts = await fresh.db.rows<{ act: string }>(
    sql`SELECT act FROM audit.events WHERE act LIKE 'card.address-settle%' ORDER BY id`,
  );
  expect(acts.map(({ act }) => act)).toEqual(['card.address-settled', 'card.address-settle-undone', 'card.address-settled']);
});

test('a press on what another list said since changes nothing; a list taken back asks nothing any more', async () => {
  const { notice, id } = await checked();
  await list(notice, NEW);
  const stale = formFields(await clerk.get('/cards/addresses'), `/cards/addresses/${id}`);
  const later = await list(notice, '久留米市東櫛原町2番地2');
  const said = words(await clerk.follow(await clerk.post(`/cards/addresses/${id}`, { ...stale, act: 'take' })));
  expect(said).toContain('内容が変わりました');
  expect(await cardOf(notice)).toMatchObject({ address: CHECKED });
  expect(await waits()).toBe(true);
  const undo = `${later.page}/undo`;
  await clerk.post(undo, formFields(await good(await clerk.get(undo)), undo));
  await workOnUploads(desk.db, systemClock);
  expect(await waits()).toBe(false);
});

test('whom a clerk may not see stands on no page of addresses and is decided by nobody without the right', async () => {
  const { notice, id } = await checked();
  await list(notice, NEW);
  const fields = formFields(await clerk.get('/cards/addresses'), `/cards/addresses/${id}`);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${id}`);
  const page = words(await clerk.get('/cards/addresses'));
  expect([page.includes(notice), page.includes(NEW)]).toEqual([false, false]);
  await clerk.post(`/cards/addresses/${id}`, { ...fields, act: 'take' });
  expect(await cardOf(notice)).toMatchObject({ address: CHECKED });
});
