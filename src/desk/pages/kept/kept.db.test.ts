import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { beginStocktake } from '../../../cards/stocktake.ts';
import { record } from '../../../counter/acts.ts';
import { sql } from '../../../lib/db/sql.ts';
import { routes } from '../../app.tsx';
import { NEVER_KEPT } from '../../route.ts';
import { pageBehind } from './about.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let card = 0;
let city: SmallCity;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  card = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main });
  await desk.account('koga', ['counter'], city.main);
  await desk.account('other', ['counter'], city.main);
});
afterAll(() => desk.close());

/** Everyone leaves their seat for an hour. */
const wait = () => fresh.db.run(sql`UPDATE staff.sessions SET seen_at = seen_at - interval '1 hour'`);
const signIn = async (me: Awaited<ReturnType<typeof signedIn>>, login: string, next: string) =>
  me.follow(await me.post('/sign-in', { login, password: PASSWORD, next }));
const nextIn = (html: string) => /name="next" value="([^"]*)"/u.exec(html)?.[1] ?? '';

test('what was typed while the seat was empty is kept, given back after the password, and sent once asked', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  await me.get(`/people/${card}`);
  await wait();
  const asked = await me.post(`/people/${card}/remark`, { from: '', body: '電話で <b>相談</b> あり' });
  expect(asked.status).toBe(401);
  expect(asked.html).toContain('入力した内容は取ってあります');
  const kept = await signIn(me, 'koga', nextIn(asked.html));
  expect(kept.html).toContain('送信されていない入力があります');
  expect(kept.html).toContain('電話で &lt;b>相談&lt;/b> あり');
  expect(await fresh.db.rows(sql`SELECT FROM cards.remarks`)).toHaveLength(0);
  const sent = await me.follow(await me.post(`/people/${card}/remark`, { from: '', body: '電話で <b>相談</b> あり' }));
  expect(sent.html).toContain('相談');
  expect(await fresh.db.rows(sql`SELECT FROM cards.remarks`)).toHaveLength(1);
});

test('at an empty seat forms can be sent on and on: of an account the newest twenty are kept, and the last is given back', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  await me.get(`/people/${card}`);
  const token = me.token();
  await wait();
  let last = '';
  for (let n = 1; n <= 25; n += 1) {
    const typed = new URLSearchParams({ form_token: token, from: '', body: `${n}回目の相談` }).toString();
    last = nextIn((await me.send('POST', `/people/${card}/remark`, typed, 'application/x-www-form-urlencoded')).html);
  }
  expect(await fresh.db.rows(sql`SELECT FROM staff.kept_forms`)).toHaveLength(20);
  expect((await signIn(me, 'koga', last)).html).toContain('25回目の相談');
  await fresh.db.run(sql`DELETE FROM staff.kept_forms`);
});

test('another account that sits down there does not see it; a password is never kept', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  await me.get(`/people/${card}`);
  await wait();
  const asked = await me.post(`/people/${card}/remark`, { from: '', body: '秘密の相談' });
  const page = await signIn(me, 'other', nextIn(asked.html));
  expect(page.location ?? page.html).toBe('/today');
  await me.get('/password');
  await wait();
  const password = await me.post('/password', { old: PASSWORD, new: 'another long password', again: 'another long password' });
  expect(password.html).toContain('もう一度行ってください');
  expect(await fresh.db.rows(sql`SELECT FROM staff.kept_forms WHERE fields::text LIKE '%password%'`)).toHaveLength(0);
});

test('a form of somebody who signed in there before is not kept for who sits there by now', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  await me.get(`/people/${card}`);
  const theirs = new URLSearchParams({ form_token: me.token(), from: '', body: '前の人の相談' }).toString();
  await me.post('/sign-out', {});
  await me.get('/sign-in');
  await me.post('/sign-in', { login: 'other', password: PASSWORD, next: '' });
  await me.get('/password');
  await wait();
  const asked = await me.send('POST', `/people/${card}/remark`, theirs, 'application/x-www-form-urlencoded');
  expect(asked.status).toBe(401);
  expect(asked.html).toContain('もう一度行ってください');
  expect(await fresh.db.rows(sql`SELECT FROM staff.kept_forms WHERE fields::text LIKE '%前の人の相談%'`)).toEqual([]);
});

test('[8(2)④a] it says which act, for whom, which day and where, and calls each box by its name; a protected person stays unnamed', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  const slot = await slotAt(fresh.db, city, city.main, 4, 10);
  const page = await me.get(`/booking?card=${card}`);
  const chosen = await me.follow(
    await me.post('/booking', { ...formFields(page, '/booking'), slot: String(slot), act: 'choose' }),
  );
  await wait();
  const asked = await me.post('/booking', { ...formFields(chosen, '/booking'), mail: 'sachiko@example.jp', act: 'confirm' });
  const kept = words(await good(await signIn(me, 'koga', nextIn(asked.html))));
  for (const said of ['電話予約の確定', '田中丸 幸子 様', '10:00、本庁', 'メールアドレス', 'sachiko@example.jp'])
    expect(kept).toContain(said);
  expect(kept).not.toContain(String(slot));
  // Sent then, it books what it says.
  const form = formFields(me.last ?? page, '/booking');
  const booked = await me.post('/booking', form);
  const here = booked.location?.split('?')[0] ?? '';
  expect(here).toMatch(/^\/reservations\//u);
  await me.get(`${here}/cancel`);
  await wait();
  const cancel = await me.post(`${here}/cancel`, { version: '0', why: 'ご本人から電話' });
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${card}`);
  const hidden = words(await signIn(me, 'koga', nextIn(cancel.html)));
  expect(hidden).toContain('予約の取消');
  expect(hidden).not.toMatch(/田中丸|10:00/u);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = false WHERE id = ${card}`);
});

test('a form that is not sent from here has a page to lead back to, and one that holds a password is never kept', () => {
  // That each has words the compiler asks: a press without them is no route.
  const never: string[] = [];
  for (const route of routes) {
    if (!('kept' in route)) continue;
    if (route.kept === NEVER_KEPT) never.push(route.path);
    else if (typeof route.kept === 'string') expect(pageBehind(routes, route.path), route.path).toMatch(/^\/[a-z]/u);
  }
  expect(never.sort()).toEqual([
    '/password',
    '/second-factor/codes',
    '/second-factor/remove',
    '/second-factor/set-up',
    '/sign-out',
  ]);
});

/** What was sent at an empty seat, as its account finds it after the password. */
async function setAside(login: string, path: string, fields: Record<string, string>, from = '/password') {
  const me = await signedIn(desk.url, login, PASSWORD);
  await me.get(from);
  await wait();
  const asked = await me.post(path, fields);
  const page = await signIn(me, login, nextIn(asked.html));
  return { me, page, said: words(await good(page)), sends: page.html.includes(`action="${path}"`) };
}

test('[8(2)⑫b] 日締め and its way back are named with the day and the office; one that names neither is not sent from here', async () => {
  await desk.account('chief', ['admin'], city.main, '主任');
  for (const [path, act] of [
    ['/today/end', '日締め'],
    ['/today/end/reopen', '日締めの取り消し'],
  ] as const) {
    const kept = await setAside('chief', path, { office: 'honcho', day: city.today, seen: 'x' });
    expect(kept.said).toContain(`操作${act}日・場所`);
    expect(kept.said).toContain('、本庁');
    expect(kept.sends).toBe(true);
  }
  const without = await setAside('chief', '/today/end', { seen: 'x' });
  expect(without.sends).toBe(false);
  expect(without.page.html).toContain('href="/today/end"');
});

test('[8(2)⑦f] handing over to many names everybody; where one of them may not be seen, nothing is sent from here', async () => {
  const here = async (noticeId: string, name: string, hour: number) => {
    const one = await makeCard(fresh.db, { noticeId, name, officeId: city.main });
    const slotId = await slotAt(fresh.db, city, city.main, 1, hour);
    const id = await bookFor(desk.db, { kind: 'operator' }, city, one, slotId);
    // A visit of today whatever the hour is: what is over cannot be booked.
    const today = await slotAt(fresh.db, city, city.main, 0, hour);
    await fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${today} WHERE id = ${id}::uuid`);
    await record(
      desk.db,
      { kind: 'staff', staffId: 1 },
      { reservationId: id, position: 1, from: null, to: 'arrived', reason: '' },
    );
    return { one, key: `${id}-1`, id };
  };
  const [first, second] = [await here('B1B-100001', '一人目 花子', 15), await here('B1B-100002', '二人目 太郎', 16)];
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  await me.get('/today');
  const send = async () => {
    await wait();
    const body = new URLSearchParams({ form_token: me.token(), office: 'honcho', day: city.today, act: 'hand', seen: 'x' });
    for (const { key } of [first, second]) body.append('who', key);
    const asked = await me.send('POST', '/today/hand-over/many', body.toString(), 'application/x-www-form-urlencoded');
    return signIn(me, 'koga', nextIn(asked.html));
  };
  const page = await send();
  expect(words(page)).toContain('まとめて交付済にする対象の方一人目 花子 様、二人目 太郎 様');
  expect(page.html).toContain('action="/today/hand-over/many"');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${second.one}`);
  const hidden = await send();
  expect(words(hidden)).not.toMatch(/花子|太郎/u);
  expect(hidden.html).not.toContain('action="/today/hand-over/many"');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = false WHERE id = ${second.one}`);
  // A press on the board says of whom of the visit it is.
  const press = await setAside(
    'koga',
    '/today/press',
    { id: first.id, position: '1', from: 'arrived', press: 'handed-over' },
    '/today',
  );
  expect(press.said).toContain('窓口の記録（交付済）対象の方一人目 花子 様');
  // Who leaves a visit, and who joins it.
  const leaves = await setAside('koga', `/reservations/${first.id}/people/remove`, { position: '1', version: '1' }, '/today');
  expect(leaves.said).toContain('来庁者の取り消し予約を取り消す方一人目 花子 様');
  const joins = await setAside('koga', `/reservations/${first.id}/people`, { card: String(card), version: '1' }, '/today');
  expect(joins.said).toContain('来庁者の追加追加する方田中丸 幸子 様対象の方一人目 花子 様');
});

test('[8(2)⑦c] a mailing is no mail that is sent again, and a bulk status says how many cards and which status', async () => {
  const filter = { list: 'visits', from: city.today, to: '', subject: '来庁のお願い', body: '本文', minutes: '10' };
  const mailing = await setAside('chief', '/mails/mailings/new', filter);
  expect(mailing.said).toContain('一斉メールの送信');
  expect(mailing.said).not.toContain('メールの再送');
  expect(mailing.said).toMatch(/送信先[^送]*（予約\d+件）件名来庁のお願い/u);
  const bulk = await setAside('chief', '/cards/status', {
    list: 'cards',
    'change-to': 'returned',
    'change-why': '返戻のため',
    act: 'change',
    seen: 'x',
  });
  expect(bulk.said).toMatch(/交付状況の一括変更対象のカード.*（\d+枚）変更後の交付状況通知返戻/u);
  expect(bulk.sends).toBe(true);
});

test('[8(2)⑩a] explanations of a stock-take are counted, called by their name and sent from there, so that each goes to its own card', async () => {
  const { box } = await fresh.db.one<{ box: number }>(sql`
    INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order) VALUES (${city.main}, '別置き', '1箱', 9, 93, 1) RETURNING id AS box`);
  const begun = must(await beginStocktake(desk.db, { kind: 'operator' }, box));
  const id = begun;
  const typed = { [`why-${id}-2`]: '窓口に出したまま', [`why-${id}-3`]: '', 'why-999-5': 'B棚に戻した' };
  const cards = '説明したカード2枚説明窓口に出したまま説明B棚に戻した';
  const page = `/storage/stocktakes/${id}`;
  const all = await setAside('koga', '/storage/differences', typed);
  expect(all.said).toContain(`棚卸の差異の説明${cards}`);
  const one = await setAside('koga', `${page}/explain`, typed);
  expect(one.said).toContain(`棚卸の差異の説明箱別置き 1箱（本庁）${cards}`);
  expect([all.sends, one.sends]).toEqual([true, true]);
  // With the check of a count they are typed again on its page, where who checks looks at the box first.
  const check = await setAside('koga', `${page}/check`, typed);
  expect(check.said).toContain('棚卸の結果の確認箱別置き 1箱（本庁）説明窓口に出したまま');
  expect(check.sends).toBe(false);
});

test('what says of itself only what it does is pressed on its own page again', async () => {
  for (const [path, act, page] of [
    ['/running/contacts', '障害の報告先の変更', '/running/contacts'],
    ['/parcels', '回送の便の作成', '/parcels'],
    ['/storage/stocktakes', '棚卸の開始', '/storage/stocktakes'],
    ['/cards/destroy', 'カードの廃棄の確認', '/cards/destroy'],
  ] as const) {
    const kept = await setAside('chief', path, { title: '電源の障害' });
    expect(kept.said, path).toContain(act);
    expect(kept.sends, path).toBe(false);
    expect(kept.page.html, path).toContain(`href="${page}"`);
  }
  const added = await setAside('chief', '/running/new', { subject: '電源の障害' });
  expect(added.said).toContain('運用の記録の登録件名電源の障害');
  expect(added.sends).toBe(true);
  // Of which thing, where the address names one; who may not press it is told of nothing.
  const { id: koga } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts WHERE login = 'koga'`);
  const account = await setAside('chief', `/accounts/${koga}/retire`, { seen: 'x' });
  expect(account.said).toContain('アカウントの使用の終了アカウント古賀 恵子（koga）');
  expect([account.sends, account.page.html.includes(`href="/accounts/${koga}"`)]).toEqual([false, true]);
  const clerk = await setAside('koga', `/accounts/${koga}/retire`, { seen: 'x' });
  expect(clerk.said).toContain('アカウントの使用の終了');
  expect(clerk.said).not.toContain('（koga）');
  // About one that is not there nothing is sent.
  const gone = await setAside('chief', '/running/entries/999/answer', { body: '交換した' });
  expect(gone.said).toContain('運用の記録への回答・経過の追記本文交換した');
  expect(gone.sends).toBe(false);
  const protect = await setAside('chief', `/people/${card}/protect`, { since: '令和8年11月1日', why: '申出書を受理' });
  expect(protect.said).toContain('支援措置の登録対象の方田中丸 幸子 様');
});
