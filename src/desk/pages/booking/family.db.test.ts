import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page, Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { undo } from '../../../counter/acts.ts';
import { sql } from '../../../lib/db/sql.ts';
import { holdForCall } from '../../../reservations/desk-hold.ts';
import { withoutFirst } from './contact.ts';

/** A family in one call: slots of four places. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let clerk: Visitor;
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(4, 'koga', ['counter']));
});
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await desk.close();
});

async function card(name: string, more: Partial<Parameters<typeof makeCard>[1]> = {}) {
  made += 1;
  const noticeId = `F1F-${String(made).padStart(6, '0')}`;
  return { noticeId, name, id: await makeCard(fresh.db, { noticeId, name, officeId: city.main, ...more }) };
}
type Made = Awaited<ReturnType<typeof card>>;

const calls = async ({ id }: Made) => good(await clerk.get(`/booking?card=${id}&office=honcho`));
const press = async (page: Page, typed: Record<string, string>) =>
  clerk.follow(await clerk.post('/booking', { ...formFields(page, '/booking'), ...typed }));
const along = async (page: Page, one: Made) => good(await press(page, { q: one.noticeId, act: 'find' }));
const choose = async (page: Page, slot: number) => press(page, { slot: String(slot), act: 'choose' });
const slot = (day: number, hour: number) => slotAt(fresh.db, city, city.main, day, hour);
const taken = async (id: number) =>
  (await fresh.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${id}`)).taken;
const visitOf = (one: Made) =>
  fresh.db.row<{ id: string; state: string; cards: number[]; units: number; mail: string | null }>(sql`
    SELECT r.id, r.state, r.units, r.mail, array_agg(o.card_id::integer ORDER BY o.position) AS cards FROM reservations.reservations r
      JOIN reservations.members m ON m.reservation_id = r.id AND m.card_id = ${one.id} AND m.removed_at IS NULL
      JOIN reservations.members o ON o.reservation_id = r.id AND o.removed_at IS NULL
    GROUP BY r.id ORDER BY max(r.created_at) DESC LIMIT 1`);

const received = async (page: Page, typed: Record<string, string>) =>
  clerk.follow(await clerk.post('/walk-in', { ...formFields(page, '/walk-in'), ...typed }));
/** A service without a card on file, and the first page of a call about somebody for it. */
async function typedFirst(code: string) {
  const service = await addService(fresh.db, city, { code, name: `手続き ${code}`, offices: [city.main], capacity: 4 });
  const open = await good(await clerk.get(`/booking?service=${service}&office=honcho`));
  const typed = { name: `${code} 一`, kana: 'コウシン イチ', birth: 'S40.1.2', phone: '0942000003' };
  const page = await clerk.follow(await clerk.post('/booking/person', { ...formFields(open, '/booking/person'), ...typed }));
  const at = (hour: number) => slotAt(fresh.db, { ...city, service }, city.main, 6, hour);
  return { service, page, at };
}
const TYPED = { 'more-kana': 'コウシン ニ', 'more-birth': 'H20.3.4' };

describe('[8(3)⑥] [8(2)④a] a family in one call', () => {
  test('all are named before a place is held; one who cannot be booked is said with the reason, and nothing is held with them', async () => {
    const [first, second, third, closed] = [
      await card('家族 一'),
      await card('家族 二'),
      await card('家族 三'),
      await card('家族 四'),
    ];
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${third.id}`);
    await fresh.db.run(
      sql`UPDATE cards.cards SET status = (SELECT code FROM cards.statuses WHERE bookable_by = 'nobody' AND is_open ORDER BY code LIMIT 1) WHERE id = ${closed.id}`,
    );
    let page = await calls(first);
    for (const one of [second, third, closed]) page = await along(page, one);
    for (const said of ['家族 二', third.noticeId, 'カードが所在確認中です', 'のため、予約を受けられません', 'この方を外すと'])
      expect(words(page)).toContain(said);
    expect(page.html).not.toContain('name="slot"');
    const at = await slot(5, 10);
    expect((await press(page, { slot: String(at), act: 'choose' })).status).toBe(409);
    expect(await taken(at)).toBe(0);
    page = await good(await press(page, { act: `out:${closed.id}` }));
    expect(words(page)).not.toContain('家族 四');
    page = await good(await choose(page, at));
    expect(words(page)).toContain('家族 一 様、家族 二 様、家族 三 様');
    expect([await taken(at), (await visitOf(second))?.state]).toEqual([3, 'held']);
    const done = await good(await press(page, { mail: 'kazoku@example.jp', act: 'confirm' }));
    expect(words(done)).toContain('予約しました');
    expect(await visitOf(third)).toMatchObject({
      state: 'booked',
      units: 3,
      mail: 'kazoku@example.jp',
      cards: [first.id, second.id, third.id],
    });
    // The log names each of the cards.
    const { cards } = await fresh.db.one<{ cards: unknown }>(
      sql`SELECT detail -> 'cards' AS cards FROM audit.events WHERE act = 'reservation.booked' AND reservation_id = ${(await visitOf(first))?.id ?? ''}::uuid`,
    );
    expect(cards).toEqual([first, second, third].map(({ id }) => id));
    // Cancelled, it is taken back whole.
    const cancel = `/reservations/${(await visitOf(first))?.id}/cancel`;
    const asked = await clerk.get(cancel);
    await clerk.post(cancel, { ...formFields(asked, cancel), why: '電話' });
    expect(await taken(at)).toBe(0);
  });

  test('who joins while a place is held takes one more of it, or it stays held for those it was and that is said; who leaves frees theirs', async () => {
    const [first, second, third] = [await card('途中 一'), await card('途中 二'), await card('途中 三')];
    const [small, large] = [await slot(6, 10), await slot(6, 11)];
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 2 WHERE id = ${small}`);
    let page = await choose(await calls(first), small);
    page = await press(page, { mail: 'tochu@example.jp', q: second.noticeId, act: 'enter' });
    expect([await taken(small), (await visitOf(second))?.state]).toEqual([2, 'held']);
    expect(formFields(page, '/booking')['mail']).toBe('tochu@example.jp');
    page = await good(await press(page, { q: third.noticeId, act: 'find' }));
    expect(words(page)).toMatch(/枠は、3人全員では予約できません.*3人分の空きがありません.*2人分を確保したままです/su);
    expect((await press(page, { act: 'confirm' })).status).toBe(409);
    expect(await visitOf(third)).toBeUndefined();
    page = await good(await choose(page, large));
    expect([await taken(small), await taken(large)]).toEqual([0, 3]);
    expect(formFields(page, '/booking')['mail']).toBe('tochu@example.jp');
    // The first does not come: the next is the first then.
    page = await good(await press(page, { act: `out:${first.id}` }));
    expect([await taken(large), formFields(page, '/booking')['card']]).toEqual([2, String(second.id)]);
    await press(page, { act: 'confirm' });
    expect(await visitOf(third)).toMatchObject({ state: 'booked', cards: [second.id, third.id] });
  });

  test('a slot that has too few is no place to choose; the earliest day is that of the slowest card', async () => {
    const [first, second] = [await card('遠方 一'), await card('遠方 二', { officeId: city.branch })];
    const [near, late, few] = [await slot(1, 10), await slot(7, 10), await slot(7, 11)];
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${few}`);
    const offers = (page: Page) => [near, late, few].map((id) => page.html.includes(`id="s-${id}"`));
    let page = await calls(first);
    expect(offers(page)).toEqual([true, true, true]);
    page = await along(page, second);
    expect(offers(page)).toEqual([false, true, false]);
    expect(words(page)).toContain('2人分の空きなし');
    page = await choose(page, late);
    // Gone meanwhile: said, with what was typed, and the place before stays theirs.
    const other = await slot(7, 12);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1 WHERE id = ${other}`);
    const lost = await press(page, { mail: 'enpo@example.jp', slot: String(other), act: 'choose' });
    expect(lost.status).toBe(409);
    expect(words(lost)).toMatch(/2人分の空きがありません.*確保したままです/su);
    expect(formFields(lost, '/booking')).toMatchObject({ mail: 'enpo@example.jp', with: String(second.id) });
    expect(await taken(late)).toBe(2);
  });

  test('a person under 支援措置 cannot be found to come along, nor be put in by a number', async () => {
    const [first, hidden] = [await card('秘匿 一'), await card('秘匿 二', { protected: true })];
    let page = await calls(first);
    page = await along(page, hidden);
    expect(words(page)).not.toContain('秘匿 二');
    page = await press(page, { act: `join:${hidden.id}` });
    expect(words(page)).not.toContain('秘匿 二');
    const address = await good(await clerk.get(`/booking?card=${first.id}&with=${hidden.id}`));
    expect(words(address)).not.toContain('秘匿 二');
  });

  test('whoever comes along under 支援措置 is told of like the first: in a call, at the counter, and where the visit is moved', async () => {
    const admin = await desk.clerk('ide', ['admin'], city.main);
    const [first, second] = [await card('保護 一'), await card('保護 二', { protected: true })];
    const note = '支援措置の対象者がいます（保護 二）';
    const call = await good(await admin.get(`/booking?card=${first.id}&with=${second.id}&office=honcho`));
    expect(words(call)).toContain(note);
    expect(words(await good(await admin.get(`/walk-in?card=${first.id}&with=${second.id}&office=honcho`)))).toContain(note);
    const push = async (page: Page, typed: Record<string, string>) =>
      good(await admin.follow(await admin.post('/booking', { ...formFields(page, '/booking'), ...typed })));
    const chosen = await push(call, { slot: String(await slot(10, 11)), act: 'choose' });
    // The press stands beside what is read aloud, and again behind the last box and all that is read.
    expect(chosen.html.match(/value="confirm"/gu)).toHaveLength(2);
    expect(chosen.html.lastIndexOf('value="confirm"')).toBeGreaterThan(chosen.html.lastIndexOf('name="language"'));
    await push(chosen, { mail: '', act: 'confirm' });
    const visit = await visitOf(second);
    const move = `/reservations/${visit?.id}/move`;
    const moving = await admin.get(move);
    const other = await admin.post(move, { ...formFields(moving, move), slot: String(await slot(11, 11)), act: 'choose' });
    expect(words(await good(await admin.follow(other)))).toMatch(
      /メールは送りません。口頭でお伝えください。.*この日時に変更する/u,
    );
    for (const page of ['move', 'people'])
      expect(words(await good(await admin.get(`/reservations/${visit?.id}/${page}`)))).toContain(note);
  });

  test('at the counter all who came are received into the slot of this moment, or none; the press is taken back whole', async () => {
    const [first, second] = [await card('窓口 一'), await card('窓口 二')];
    const open = await good(await clerk.get(`/walk-in?card=${first.id}&office=honcho`));
    const page = await good(
      await clerk.follow(await clerk.post('/walk-in', { ...formFields(open, '/walk-in'), q: second.noticeId, act: 'enter' })),
    );
    expect(words(page)).toContain('窓口 一さん、窓口 二さん');
    const now = Number(formFields(page, '/walk-in')['slot']);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 1 WHERE id = ${now}`);
    const short = await good(await clerk.get(`/walk-in?card=${first.id}&with=${second.id}&office=honcho`));
    expect(words(short)).toContain('2人分の空きがありません');
    expect((await clerk.post('/walk-in', formFields(page, '/walk-in'))).status).toBe(409);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 2 WHERE id = ${now}`);
    expect((await clerk.post('/walk-in', formFields(page, '/walk-in'))).status).toBe(303);
    expect(await visitOf(second)).toMatchObject({ state: 'booked', units: 2, cards: [first.id, second.id] });
    const { act } = await fresh.db.one<{ act: number }>(
      sql`SELECT max(id)::integer AS act FROM counter.acts WHERE reservation_id = ${(await visitOf(first))?.id ?? ''}::uuid`,
    );
    const { id: account } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`);
    expect((await undo(fresh.db, { kind: 'staff', staffId: account }, act)).ok).toBe(true);
    expect((await visitOf(second))?.state).toBe('cancelled');
  });

  test('what the clerk holds on the telephone gives way to the same person at the counter alone, and only once they are received', async () => {
    const [here, caller] = [await card('来庁 前田'), await card('電話 後藤')];
    for (const one of [here, caller]) await choose(await calls(one), await slot(8, 9));
    // Held by another page of the same account.
    const { id: account } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`);
    const by = { kind: 'staff', staffId: account } as const;
    const held = { id: randomUUID(), serviceId: city.service, slotId: await slot(8, 10), members: [{ cardId: here.id }] };
    expect((await holdForCall(desk.db, by, held)).ok).toBe(true);
    const states = async () => [
      (await fresh.db.one<{ state: string }>(sql`SELECT state FROM reservations.reservations WHERE id = ${held.id}::uuid`)).state,
      (await visitOf(caller))?.state,
    ];
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 4 WHERE day = ${city.today}::date`);
    const page = await good(await clerk.get(`/walk-in?card=${here.id}&office=honcho`));
    // The day was closed meanwhile: refused in the same act that books.
    await fresh.db.run(
      sql`INSERT INTO counter.day_ends (office_id, day, at, no_shows) VALUES (${city.main}, ${city.today}::date, lib.now(), 0)`,
    );
    expect((await clerk.post('/walk-in', formFields(page, '/walk-in'))).status).toBe(409);
    expect(await states()).toEqual(['held', 'held']);
    await fresh.db.run(sql`DELETE FROM counter.day_ends`);
    expect((await clerk.post('/walk-in', formFields(page, '/walk-in'))).status).toBe(303);
    expect(await states()).toEqual(['cancelled', 'held']);
  });

  test('without a card on file they are typed; the first one’s boxes are corrected in the same form', async () => {
    const service = await addService(fresh.db, city, {
      code: 'renewal',
      name: '電子証明書の更新',
      offices: [city.main],
      capacity: 4,
    });
    const open = await good(await clerk.get(`/booking?service=${service}&office=honcho`));
    const typed = { name: '更新 一', kana: 'コウシン イチ', birth: 'S40.1.2', phone: '0942000003' };
    let page = await clerk.follow(await clerk.post('/booking/person', { ...formFields(open, '/booking/person'), ...typed }));
    page = await good(await press(page, { act: 'more' }));
    const wrong = await press(page, { 'more-name': '更新 二', act: 'more' });
    expect([wrong.status, words(wrong).includes('カナ')]).toEqual([422, true]);
    page = await good(
      await press(page, { 'more-name': '更新 二', 'more-kana': 'コウシン ニ', 'more-birth': 'H20.3.4', act: 'enter' }),
    );
    expect(words(page)).toContain('ご本人を含めて2人');
    page = await good(await press(page, { kana: 'コウシン イチロウ', act: 'enter' }));
    expect([formFields(page, '/booking')['kana'], words(page).includes('更新 二')]).toEqual(['コウシン イチロウ', true]);
    const [{ at } = { at: 0 }] = await fresh.db.rows<{ at: number }>(
      sql`SELECT id AS at FROM ledger.slots WHERE service_id = ${service} AND office_id = ${city.main} AND day = ${city.today}::date + 6 ORDER BY start_minute OFFSET 3 LIMIT 1`,
    );
    page = await good(await choose(page, at));
    await good(await press(page, { act: 'confirm' }));
    expect(
      await fresh.db.rows(
        sql`SELECT m.name, r.units FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id WHERE r.slot_id = ${at} AND r.state = 'booked' ORDER BY m.position`,
      ),
    ).toEqual([
      { name: '更新 一', units: 2 },
      { name: '更新 二', units: 2 },
    ]);
  });
});

describe('[8(3)⑥] nothing typed in a call about several is lost, and none of it passes to another', () => {
  test('who leaves first takes their number and remark along; the next keeps their own answers', async () => {
    const [first, second] = [await card('交代 一'), await card('交代 二')];
    let page = await choose(await along(await calls(first), second), await slot(8, 10));
    const own = formFields(page, '/booking')['phone'];
    page = await good(
      await press(page, { phone: '0942-77-7777', remark: '一の備考', mail: 'kotai@example.jp', act: `out:${first.id}` }),
    );
    expect(formFields(page, '/booking')).toMatchObject({ card: String(second.id), mail: 'kotai@example.jp' });
    expect(page.html).not.toContain('一の備考');
    expect([page.html.includes('0942-77-7777'), own === undefined]).toEqual([false, false]);
    expect(formFields(page, '/booking')['phone']).toBe(own);
    const party = ['7', '8'].map((key) => ({ key })) as unknown as Parameters<typeof withoutFirst>[1];
    const body = {
      mail: 'm',
      comes: 'agent',
      'lost-lost-card': 'on',
      phone: '1',
      'of-8-comes': 'self',
      'of-8-lost-lost-notice': 'on',
    };
    expect(withoutFirst(body, party)).toMatchObject({ mail: 'm', comes: 'self', 'lost-lost-notice': 'on' });
    expect(Object.keys(withoutFirst(body, party))).not.toContain('lost-lost-card');
    expect(Object.keys(withoutFirst(body, party))).not.toContain('phone');
  });

  test('a correction that was typed is shown before anything is booked, and the place is held for it', async () => {
    const { page: open, at } = await typedFirst('correct');
    const ten = await at(10);
    let page = await good(await choose(open, ten));
    page = await good(await press(page, { name: '訂正 花子', mail: 'teisei@example.jp', act: 'confirm' }));
    expect(words(page)).not.toContain('予約しました');
    expect(formFields(page, '/booking')).toMatchObject({ name: '訂正 花子', mail: 'teisei@example.jp', shown: String(ten) });
    expect([words(page).includes('確保の期限が過ぎました'), await taken(ten)]).toEqual([false, 1]);
    // Another place with a correction: for who is meant now.
    const eleven = await at(11);
    page = await good(await press(page, { name: '訂正 花代', slot: String(eleven), act: 'choose' }));
    expect(words(page)).toContain('訂正 花代 様');
    expect([await taken(ten), await taken(eleven)]).toEqual([0, 1]);
    expect((await press(page, { kana: 'abc', act: 'confirm' })).status).toBe(422);
    expect(words(await good(await press(page, { act: 'confirm' })))).toContain('予約しました');
  });

  test('one typed to come along joins before a place is chosen; the same one typed twice does not', async () => {
    const { page: open, at } = await typedFirst('twice');
    let page = await good(await press(open, { act: 'more' }));
    const ten = await at(10);
    page = await good(await press(page, { 'more-name': '追加 二', ...TYPED, slot: String(ten), act: 'choose' }));
    expect([words(page).includes('ご本人を含めて2人'), await taken(ten)]).toEqual([true, 0]);
    page = await good(await press(page, { act: 'more' }));
    const twice = await press(page, { 'more-name': '追加 二', ...TYPED, act: 'more' });
    expect([twice.status, words(twice).includes('すでに入っています')]).toEqual([409, true]);
  });

  test('what is held for fewer is said truly, and stays theirs where all cannot have another place', async () => {
    const [first, second, far, other] = [
      await card('正直 一'),
      await card('正直 二'),
      await card('正直 三', { officeId: city.branch }),
      await card('正直 四'),
    ];
    const [late, near, small] = [await slot(9, 10), await slot(1, 11), await slot(9, 12)];
    let page = await choose(await along(await calls(first), second), late);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 2 WHERE id = ${late}`);
    page = await along(page, far);
    expect(words(page)).toContain('3人分の空きがありません');
    expect(words(page)).not.toContain('確保の期限が過ぎました');
    // Too early for the third's card: refused, and the two keep their place.
    const lost = await press(page, { slot: String(near), act: 'choose' });
    expect([lost.status, await taken(late), (await visitOf(second))?.state]).toEqual([409, 2, 'held']);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 4 WHERE id = ${late}`);
    page = await good(await clerk.get(`/booking?card=${first.id}&with=${far.id}&office=honcho`));
    expect(words(page)).not.toMatch(/人分の空きがありません|全員では予約できません/u);
    expect(words(page)).toContain('2人分を確保したままです');
    // Booked elsewhere: that is what is said.
    const booked = await choose(await calls(other), small);
    await press(booked, { act: 'confirm' });
    page = await choose(await calls(first), late);
    page = await along(page, other);
    expect(words(page)).toContain('の予約があります');
    expect(words(page)).not.toContain('人分の空きがありません');
    // Taken out again, the page shows the place it showed.
    page = await good(await press(page, { act: `out:${other.id}` }));
    expect(formFields(page, '/booking')).toMatchObject({ at: 'honcho', shown: String(late) });
  });

  test('a search without a hit stays in its box, and keeps nobody from a place', async () => {
    const first = await card('検索 一');
    let page = await good(await press(await calls(first), { q: '不存在 花子', act: 'find' }));
    expect(words(page)).toContain('見つかりませんでした');
    expect(formFields(page, '/booking')['q']).toBe('不存在 花子');
    const at = await slot(10, 10);
    page = await good(await choose(page, at));
    expect(await taken(at)).toBe(1);
  });

  test('at the counter a correction and one typed to come along are shown first; reasons stay, and an own hold is no hindrance', async () => {
    const { service } = await typedFirst('counter');
    const open = await good(await clerk.get(`/walk-in?service=${service}&office=honcho`));
    const typed = { name: '来庁 一', kana: 'ライチョウ イチ', birth: 'S40.1.2', phone: '0942000009' };
    let page = await clerk.follow(await clerk.post('/walk-in/person', { ...formFields(open, '/walk-in/person'), ...typed }));
    page = await good(await received(page, { act: 'more' }));
    page = await good(await received(page, { 'more-name': '来庁 二', ...TYPED, language: 'en', act: 'receive' }));
    expect(words(page)).toContain('来庁 一さん、来庁 二さん');
    expect(formFields(page, '/walk-in')['language']).toBe('en');
    const wrong = await received(page, { kana: 'abc', act: 'correct' });
    expect([wrong.status, words(wrong).includes('来庁 二')]).toEqual([422, true]);
    page = await good(await received(wrong, { kana: 'ライチョウ イチロウ', act: 'correct' }));
    expect([formFields(page, '/walk-in')['kana'], words(page).includes('来庁 二さん')]).toEqual(['ライチョウ イチロウ', true]);

    const first = await card('自分 一');
    await choose(await calls(first), await slot(11, 10));
    page = await good(await clerk.get(`/walk-in?card=${first.id}&office=honcho`));
    const now = Number(formFields(page, '/walk-in')['slot']);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken + 1 WHERE id = ${now}`);
    page = await good(await clerk.get(`/walk-in?card=${first.id}&office=honcho`));
    expect((await clerk.post('/walk-in', formFields(page, '/walk-in'))).status).toBe(303);
    expect((await visitOf(first))?.state).toBe('booked');
  });
});
