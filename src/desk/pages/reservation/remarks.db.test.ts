import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page, Visitor } from '../../../../test/support/browse.ts';
import { travel } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { forgetPersons } from '../../../reservations/expire.ts';

/** A remark is of a person (§8(2)⑬): on each card of theirs, and of who comes without one. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let clerk: Visitor;
let admin: Visitor;
let service: number;
let hour = 8;
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(9));
  service = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  clerk = await desk.clerk('koga', ['counter'], city.main);
  admin = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk.close());

async function card(name: string, more: Partial<Parameters<typeof makeCard>[1]> = {}) {
  made += 1;
  const noticeId = `R1M-${String(made).padStart(6, '0')}`;
  return { noticeId, id: await makeCard(fresh.db, { noticeId, name, officeId: city.main, ...more }) };
}

async function remarks(who: Visitor, cardId: number, body: string): Promise<Page> {
  const action = `/people/${cardId}/remark`;
  return who.post(action, { ...formFields(await good(await who.get(`/people/${cardId}`)), action), body });
}

/** Books by telephone from the page as it stands; the reservation's page. */
async function calls(who: Visitor, here: string, typed: Record<string, string>): Promise<{ asked: Page; page: Page }> {
  hour += 1;
  const asked = await good(await who.get(here));
  const page = await good(
    await who.follow(await who.post('/booking', { ...formFields(asked, '/booking'), ...typed, act: 'confirm' })),
  );
  return { asked, page };
}
const byCard = async (who: Visitor, id: number, typed: Record<string, string> = {}) =>
  calls(who, `/booking?card=${id}&office=honcho&slot=${await slotAt(fresh.db, city, city.main, 1, hour)}`, typed);

/** Somebody without a card, by name and birthday. */
async function asPerson(who: Visitor, name: string, typed: Record<string, string>) {
  const page = await good(await who.get(`/booking?service=${service}&office=honcho`));
  const named = await who.post('/booking/person', {
    ...formFields(page, '/booking/person'),
    name,
    kana: 'サトウ ハナコ',
    birth: 'S33.5.4',
    phone: '0942-30-0000',
  });
  expect(named.status).toBe(303);
  const { id: slot } = await fresh.db.one<{ id: number }>(
    sql`SELECT id FROM ledger.slots WHERE service_id = ${service} AND office_id = ${city.main} AND day = ${city.today}::date + 1 AND start_minute = ${hour * 60}`,
  );
  return calls(who, `${named.location}&slot=${slot}`, typed);
}
const idOf = async (name: string) =>
  (
    await fresh.db.one<{ id: string }>(
      sql`SELECT r.id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id LEFT JOIN cards.cards c ON c.id = m.card_id
        WHERE coalesce(c.name, m.name) = ${name} ORDER BY r.created_at DESC LIMIT 1`,
    )
  ).id;

test('[8(2)⑬a] a card made anew under another ID keeps its holder’s remark: page, telephone, board and history', async () => {
  const old = await card('再交付 花子');
  await remarks(clerk, old.id, '耳が遠い方です。');
  const anew = await card('再交付 花子');
  const shown = words(await good(await clerk.get(`/people/${anew.id}`)));
  expect(shown).toContain('耳が遠い方です。');
  expect(shown).toContain(`別のカード（${old.noticeId}）で記入`);
  const { asked, page } = await byCard(clerk, anew.id);
  expect(formFields(asked, '/booking')['remark']).toBe('耳が遠い方です。');
  expect(words(page)).toContain('耳が遠い方です。');
  expect(words(await good(await clerk.get(`/today?office=honcho&day=${addDays(city.today, 1)}`)))).toContain('耳が遠い方です。');
  // Written anew on the new card it is the old one's too; what was there stays below.
  const stale = formFields(await good(await clerk.get(`/people/${old.id}`)), `/people/${old.id}/remark`);
  await remarks(clerk, anew.id, '筆談をご用意ください。');
  const before = words(await good(await clerk.get(`/people/${old.id}`)));
  for (const said of ['筆談をご用意ください。', '耳が遠い方です。', `別のカード（${anew.noticeId}）で記入`])
    expect(before).toContain(said);
  // Nobody writes over what they have not read, on either card.
  expect((await clerk.post(`/people/${old.id}/remark`, { ...stale, body: '読んでいない備考' })).status).toBe(409);
  // Somebody of the same name born on another day is another person.
  const other = await card('再交付 花子', { birthDate: '1950-01-01' });
  expect(words(await good(await clerk.get(`/people/${other.id}`)))).toContain('備考はありません。');
});

test('[8(2)⑬a] who books without a card has a remark: from the call to the board, the next booking and a card that comes later', async () => {
  const { page } = await asPerson(clerk, '佐藤 花子', { mail: '', remark: '車いすで来られます。' });
  expect(words(page)).toContain('車いすで来られます。');
  const id = await idOf('佐藤 花子');
  const contact = `/reservations/${id}/contact`;
  const form = await good(await clerk.get(contact));
  expect(formFields(form, contact)['remark-p1']).toBe('車いすで来られます。');
  await clerk.post(contact, { ...formFields(form, contact), 'remark-p1': '車いすと付き添いの方。' });
  expect(words(await good(await clerk.get(`/reservations/${id}`)))).toContain('車いすと付き添いの方。');
  // The form of before is refused with what stands now.
  const late = await clerk.post(contact, {
    ...formFields(await good(await clerk.get(contact)), contact),
    'from-p1': formFields(form, contact)['from-p1'] ?? '',
    'remark-p1': '別の備考',
  });
  expect([late.status, words(late).includes('車いすと付き添いの方。')]).toEqual([409, true]);
  const { day } = await fresh.db.one<{ day: string }>(
    sql`SELECT s.day FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ${id}::uuid`,
  );
  expect(words(await good(await clerk.get(`/today?office=honcho&day=${day}`)))).toContain('車いすと付き添いの方。');
  // Kept, not written over.
  const versions = await fresh.db.rows<{ body: string }>(sql`SELECT body FROM cards.remarks WHERE card_id IS NULL ORDER BY id`);
  expect(versions.map(({ body }) => body)).toEqual(['車いすで来られます。', '車いすと付き添いの方。']);
  const { act } = await fresh.db.one<{ act: string }>(
    sql`SELECT act FROM audit.events WHERE reservation_id = ${id}::uuid AND act = 'card.remarked' LIMIT 1`,
  );
  expect(act).toBe('card.remarked');
  const later = await card('佐藤 花子', { birthDate: '1958-05-04' });
  const shown = words(await good(await clerk.get(`/people/${later.id}`)));
  for (const said of ['車いすと付き添いの方。', 'カードのない予約で記入']) expect(shown).toContain(said);
  await fresh.db.run(sql`UPDATE cards.cards SET person_key = NULL WHERE id = ${later.id}`);
});

test('[8(2)⑬b] words that later versions repeat are said to stand there too, until each is withdrawn', async () => {
  const { id } = await card('繰返 花子');
  const here = `/people/${id}`;
  const withdraw = `${here}/remark/withdraw`;
  await remarks(clerk, id, '別の方の事情');
  await remarks(clerk, id, '別の方の事情\n午後に来庁');
  const page = await good(await clerk.get(here));
  expect(words(page)).toContain('同じ内容が、ほかの備考（');
  const versions = await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.remarks WHERE card_id = ${id} ORDER BY id`);
  const press = async (remark: number | undefined) =>
    words(
      await good(
        await clerk.follow(await clerk.post(withdraw, { ...formFields(page, withdraw), remark: String(remark), checked: 'yes' })),
      ),
    );
  const first = await press(versions[0]?.id);
  expect(first).toContain('同じ内容がある備考が、ほかにあります。');
  expect(first).toContain('別の方の事情');
  const second = await press(versions[1]?.id);
  expect(second).toContain('内容は残っていません。');
  expect(second).not.toContain('別の方の事情');
});

test('[8(2)⑬b] a remark of who comes without a card is withdrawn on the page of their visit', async () => {
  const { id } = await fresh.db.one<{ id: string }>(
    sql`SELECT reservation_id AS id FROM reservations.members WHERE name = '佐藤 花子' LIMIT 1`,
  );
  const here = `/reservations/${id}`;
  const withdraw = `${here}/remark/withdraw`;
  const page = await good(await clerk.get(here));
  expect(words(page)).toContain('備考の履歴');
  const { remark } = await fresh.db.one<{ remark: number }>(
    sql`SELECT max(id) AS remark FROM cards.remarks WHERE card_id IS NULL AND body = '車いすと付き添いの方。'`,
  );
  const typed = { ...formFields(page, withdraw), remark: String(remark) };
  expect(words(await clerk.follow(await clerk.post(withdraw, typed)))).toContain('別の方に書いた備考かを確かめて');
  const stranger = await desk.clerk('oda', ['counter'], city.main);
  expect(words(await good(await stranger.get(here)))).not.toContain('この備考を取り消す');
  const others = await stranger.post(withdraw, {
    ...formFields(await good(await stranger.get(`${here}/contact`)), `${here}/contact`),
    ...typed,
    checked: 'yes',
  });
  expect(words(await stranger.follow(others))).toContain('カードを残す権限のある職員が取り消せます');
  expect(words(await good(await clerk.get(here)))).toContain('車いすと付き添いの方。');
  const gone = words(await good(await clerk.follow(await clerk.post(withdraw, { ...typed, checked: 'yes' }))));
  expect(gone).toContain('備考を取り消しました。');
  expect(gone).not.toContain('車いすと付き添いの方。');
  expect(gone).toContain('車いすで来られます。');
  expect(
    await fresh.db.rows(sql`SELECT FROM audit.events WHERE act = 'card.remark-withdrawn' AND reservation_id = ${id}::uuid`),
  ).toHaveLength(1);
});

test('[8(2)⑬a] what was written of somebody under 支援措置 is on no card, and in no call, of who may not see them', async () => {
  const secret = await card('支援 太郎', { protected: true });
  await remarks(admin, secret.id, '避難先から来られます。');
  const plain = await card('支援 太郎');
  for (const who of [clerk, admin]) expect(words(await good(await who.get(`/people/${plain.id}`)))).not.toContain('避難先');
  // A remark may be written there all the same, and is not the hidden one's successor.
  await remarks(clerk, plain.id, '午後に来られます。');
  expect(words(await good(await clerk.get(`/people/${plain.id}`)))).toContain('午後に来られます。');
  const here = words(await good(await admin.get(`/people/${secret.id}`)));
  for (const said of ['避難先から来られます。', '午後に来られます。']) expect(here).toContain(said);
  // By name and birthday, without a card.
  await fresh.db.run(
    sql`UPDATE cards.cards SET birth_date = '1958-05-04', person_key = (SELECT person_key FROM reservations.members WHERE name = '佐藤 花子' LIMIT 1) WHERE id = ${secret.id}`,
  );
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET state = 'cancelled', ended_at = lib.now() WHERE id = ${await idOf('佐藤 花子')}::uuid`,
  );
  await fresh.db.run(sql`DELETE FROM ledger.standing`);
  const page = await good(await clerk.get(`/booking?service=${service}&office=honcho`));
  const typed = {
    ...formFields(page, '/booking/person'),
    name: '佐藤 花子',
    kana: 'サトウ ハナコ',
    birth: 'S33.5.4',
    phone: '0942-30-0000',
  };
  const named = await clerk.follow(await clerk.post('/booking/person', typed));
  expect(words(named)).not.toMatch(/避難先|車いす/u);
  await fresh.db.run(sql`UPDATE cards.cards SET person_key = NULL WHERE id = ${secret.id}`);
});

test('[8(1)⑧] what was written of who came without a card goes with them', async () => {
  expect(await fresh.db.rows(sql`SELECT FROM cards.remarks WHERE card_id IS NULL`)).not.toHaveLength(0);
  try {
    await travel(fresh.db, 24 * 60 * 4000);
    await forgetPersons(fresh.db);
    expect(await fresh.db.rows(sql`SELECT FROM cards.remarks WHERE card_id IS NULL`)).toHaveLength(0);
  } finally {
    await travel(fresh.db, 0);
  }
});
