import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Page, Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { readNotReady } from '../../../counter/not-ready.ts';
import { sql } from '../../../lib/db/sql.ts';
import { addMember } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let koga: Visitor;
let otsubo: Visitor;
let admin: Visitor;
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(50));
  koga = await desk.clerk('koga', ['counter'], city.main, '古賀 恵子');
  otsubo = await desk.clerk('otsubo', ['counter'], city.main, '大坪 誠');
  admin = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk.close());
/** Every card is found: nobody is to be rung. */
afterEach(() => found());

/** A visit of the last hour of today whose card is missing; `hidden`: another of the party, under 支援措置. */
async function lacking(name: string, hidden = false): Promise<string> {
  const cardOf = (who: string, protectedOne: boolean) => {
    made += 1;
    const noticeId = `C1L-${100_000 + made}`;
    return makeCard(fresh.db, {
      noticeId,
      name: who,
      birthDate: null,
      officeId: city.main,
      phone: '0942001234',
      protected: protectedOne,
    });
  };
  const card = await cardOf(name, false);
  const others = hidden ? [await cardOf('秘匿 花子', true)] : [];
  const staffId = (await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts LIMIT 1`)).id;
  const slot = await slotAt(fresh.db, city, city.main, 0, 23);
  const id = await bookFor(desk.db, { kind: 'staff', staffId }, city, [card, ...others], slot, { phone: '09011112222' });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${card}`);
  return id;
}
const found = () => fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf'`);
const carried = ({ html }: Page, name: string): string => new RegExp(`name="${name}" value="(\\d+)"`, 'u').exec(html)?.[1] ?? '';
const PLACES = ['/todo', '/today?office=honcho', '/lists/not-ready'];

/** The page of the card whose visit it is. */
const personOf = async (id: string): Promise<string> =>
  `/people/${(await fresh.db.one<{ card: number }>(sql`SELECT card_id AS card FROM reservations.members WHERE reservation_id = ${id}::uuid`)).card}`;

/** Opens the page of the calls, and presses with what it carries. */
async function open(who: Visitor, id: string) {
  const page = await good(await who.get(`/reservations/${id}/call`));
  return (fields: Record<string, string>) =>
    who.post(`/reservations/${id}/call`, {
      slot: carried(page, 'slot'),
      ...('act' in fields ? { lastTaken: carried(page, 'lastTaken') } : { last: carried(page, 'last') }),
      ...fields,
    });
}

test('[8(2)③] what came of the call stands wherever the visit does, with who and when; another record corrects it', async () => {
  const id = await lacking('池田 健二');
  for (const path of PLACES) expect((await good(await otsubo.get(path))).html).toContain(`/reservations/${id}/call`);
  expect((await (await open(koga, id))({})).status).toBe(422);
  expect(words(await (await open(koga, id))({ what: 'again', note: '' }))).toContain('かけ直す時刻を入力してください');
  const done = await koga.follow(await (await open(koga, id))({ what: 'reached', note: 'ご家族に伝言した' }));
  expect(words(done)).toContain('電話の結果を記録しました。');
  expect(await htmlFaults(done.html)).toEqual([]);
  for (const path of PLACES.slice(1)) {
    const page = await good(await otsubo.get(path));
    expect(words(page)).toMatch(/連絡済「ご家族に伝言した」\s*[^「]*古賀/u);
    expect(await htmlFaults(page.html)).toEqual([]);
  }
  // Told, nobody rings them again: the line stands under 対応済, from where it is taken back.
  expect(words(await good(await otsubo.get('/todo')))).not.toContain('池田 健二');
  expect(words(await good(await otsubo.get('/lists/not-ready?call=to-ring')))).not.toContain('池田 健二');
  const answered = await good(await otsubo.get('/todo?view=done'));
  expect(words(answered)).toMatch(/来庁前の電話の結果を記録した「連絡済」池田 健二さん古賀 恵子対応が必要に戻す/u);
  expect(await htmlFaults(answered.html)).toEqual([]);
  const taken = await otsubo.follow(
    await otsubo.post(`/reservations/${id}/call`, formFields(answered, `/reservations/${id}/call`)),
  );
  expect(words(taken)).toContain('対応が必要に戻りました。');
  expect(words(taken)).toContain('「未連絡（前の記録は誤り）」池田 健二さん大坪 誠');
  expect(taken.html).not.toContain('対応が必要に戻す');
  expect(words(await good(await otsubo.get('/todo?view=all')))).toContain('池田 健二');
  for (const path of PLACES) expect(words(await good(await koga.get(path)))).not.toContain('連絡済');
  const history = words(await good(await koga.get(`/reservations/${id}/call`)));
  expect(history).toContain('未連絡（前の記録は誤り）');
  expect(history).toContain('連絡済「ご家族に伝言した」');
  expect(words(await good(await admin.get('/audit')))).toContain('来庁前の電話の結果を記録した');
  expect(words(await good(await otsubo.get(`/reservations/${id}`)))).toContain('来庁前の電話の記録');
  await found();
  expect(words(await good(await koga.get('/todo')))).not.toContain('池田 健二');
});

test('[8(2)③] who was told waits again once something of the card is recorded; a card that is a clerk’s to mend waits all the same', async () => {
  const id = await lacking('再度 花子');
  await (await open(koga, id))({ what: 'reached', note: '' });
  expect(words(await good(await otsubo.get('/todo')))).not.toContain('再度 花子');
  const card = sql`(SELECT card_id FROM reservations.members WHERE reservation_id = ${id}::uuid)`;
  await fresh.db.run(
    sql`INSERT INTO cards.custody_events (card_id, event, at) VALUES (${card}, 'found-missing', lib.now() + interval '1 millisecond')`,
  );
  expect(words(await good(await otsubo.get('/todo')))).toMatch(/再度 花子.*連絡のあとに、カードの所在が変わりました。/su);
  const done = await good(await otsubo.get('/todo?view=done'));
  expect(words(done)).toContain('再度 花子さん');
  expect(done.html).not.toContain(`action="/reservations/${id}/call"`);
  await fresh.db.run(
    sql`UPDATE cards.cards SET whereabouts = 'shelf', expires_on = lib.day_of(lib.now()) - 1 WHERE id = ${card}`,
  );
  const corrected = await open(koga, id);
  await corrected({ what: 'not-reached', note: '' });
  await (await open(koga, id))({ what: 'reached', note: '' });
  expect(words(await good(await otsubo.get('/todo')))).toContain('再度 花子');
  // Taken back, nothing came back that was not gone.
  const back = words(await koga.follow(await (await open(koga, id))({ what: 'not-called', note: '' })));
  expect(back).toContain('前の電話の記録を取り消しました。');
  expect(back).not.toContain('対応が必要に戻りました');
  await fresh.db.run(sql`UPDATE cards.cards SET expires_on = NULL WHERE id = ${card}`);
});

test('[8(2)③] who joins after the others were told was not told: they are to be rung', async () => {
  const id = await lacking('先着 太郎');
  await (await open(koga, id))({ what: 'reached', note: '' });
  expect(words(await good(await koga.get('/todo')))).not.toContain('先着 太郎');
  made += 1;
  const late = await makeCard(fresh.db, {
    noticeId: `C1L-${100_000 + made}`,
    name: '後着 花子',
    birthDate: null,
    officeId: city.main,
  });
  const staffId = (await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts LIMIT 1`)).id;
  const joins = { id, version: null, member: { cardId: late }, exceedReason: null, personReason: null };
  expect(await addMember(desk.db, { kind: 'staff', staffId }, joins)).toMatchObject({ ok: true });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${late}`);
  const page = words(await good(await koga.get('/todo')));
  expect([page.includes('後着 花子'), page.includes('先着 太郎')]).toEqual([true, false]);
  // The record is of the visit: beside their name it is said why they are to be rung all the same.
  expect(page).toMatch(/後着 花子.*連絡済.*連絡のあとに追加された方です。/su);
  const own = [`/today?office=honcho`, '/lists/not-ready', `/people/${late}`];
  for (const path of own) expect(words(await good(await koga.get(path)))).toContain('連絡のあとに追加された方です');
  const [first] = words(await good(await koga.get('/lists/not-ready'))).split('後着 花子');
  expect(first).toContain('先着 太郎');
  expect(first).not.toContain('連絡のあとに');
});

test('[8(2)③] of two clerks who press at once the second is told who has it, and what came of the call', async () => {
  const id = await lacking('黒岩 美咲');
  const [first, second] = [await open(koga, id), await open(otsubo, id)];
  expect(words(await koga.follow(await first({ act: 'taken' })))).toContain('担当になりました。');
  // The same press again is the first.
  expect(words(await koga.follow(await first({ act: 'taken' })))).toContain('担当になりました。');
  expect(words(await otsubo.follow(await second({ act: 'taken', from: 'todo' })))).toContain(
    'ほかの職員が先に担当を変更しました',
  );
  for (const path of [...PLACES, await personOf(id)]) expect(words(await good(await otsubo.get(path)))).toMatch(/担当\s*古賀/u);
  const [mine, theirs] = [await open(koga, id), await open(otsubo, id)];
  expect(words(await otsubo.follow(await theirs({ act: 'given-up' })))).toContain('担当は、ほかの職員です。');
  await mine({ what: 'not-reached', note: '' });
  const late = await theirs({ what: 'reached', note: '私が伝えた' });
  expect(late.status).toBe(409);
  expect(words(late)).toContain('連絡がつかない');
  expect(late.html).toContain('value="私が伝えた"');
  expect(words(await koga.follow(await mine({ act: 'given-up' })))).toContain('担当を外れました。');
  expect(words(await good(await otsubo.get('/todo')))).toMatch(/担当\s未定/u);
  const rows = await fresh.db.rows<{ what: string }>(
    sql`SELECT what FROM counter.calls WHERE reservation_id = ${id}::uuid ORDER BY id`,
  );
  expect(rows.map(({ what }) => what)).toEqual(['taken', 'not-reached', 'given-up']);
});

test('[8(2)②b] the call of a visit with somebody under 支援措置 is for who may see them alone', async () => {
  const id = await lacking('家族 一郎', true);
  await (await open(admin, id))({ what: 'reached', note: '秘密の伝言' });
  expect((await koga.get(`/reservations/${id}/call`)).status).toBe(404);
  expect((await koga.post(`/reservations/${id}/call`, { act: 'taken', slot: '1', lastTaken: '0' })).status).toBe(404);
  // It does not leave the database, whatever a page would show of it.
  const read = async (seesProtected: boolean) =>
    (await readNotReady(desk.db, { seesProtected }, null)).map(({ called }) => called);
  expect([await read(false), await read(true)]).toEqual([[null], ['reached']]);
  for (const path of [...PLACES.slice(1), '/todo?view=done']) {
    const page = words(await good(await koga.get(path)));
    if (!path.startsWith('/todo')) expect(page).toContain('家族 一郎');
    expect(page).not.toContain('秘密の伝言');
    expect(page).not.toMatch(/連絡済「|「連絡済」家族|連絡済　/u);
    expect(words(await good(await admin.get(path)))).toContain(
      path.startsWith('/todo') ? '「連絡済」家族 一郎さん' : '秘密の伝言',
    );
  }
});

test('[8(2)③] who was rung about a time knows nothing of another, and the record goes with the visit', async () => {
  const id = await lacking('移動 花子');
  await (await open(koga, id))({ what: 'reached', note: '' });
  const other = await slotAt(fresh.db, city, city.main, 0, 22);
  await fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${other} WHERE id = ${id}::uuid`);
  expect(words(await good(await koga.get('/lists/not-ready')))).not.toContain('連絡済');
  expect(words(await good(await koga.get(`/reservations/${id}/call`)))).toContain('（変更前の日時）');
  await fresh.db.run(sql`SELECT counter.forget(ARRAY[${id}]::uuid[])`);
  expect(
    (await fresh.db.one<{ n: number }>(sql`SELECT count(*) AS n FROM counter.calls WHERE reservation_id = ${id}::uuid`)).n,
  ).toBe(0);
});

test('対応が必要 opens at the own office, with what is of none; another office, all and one’s own are a press away and lead back', async () => {
  const id = await lacking('本庁 花子');
  const kitano = await desk.clerk('kitano', ['counter'], city.branch, '北野 太郎');
  await fresh.db.run(sql`
    INSERT INTO cards.tries (scope, key, failures, since, rests_until) VALUES ('notice', 'A1B-100001', 5, lib.now(), lib.now() + interval '1 hour')`);
  const away = await good(await kitano.get('/todo'));
  expect(words(away)).not.toContain('本庁 花子');
  expect(words(away)).toMatch(/件すべての場所\s*Web入力のロック/u);
  expect(await htmlFaults(away.html)).toEqual([]);
  for (const path of ['/todo', '/todo?office=honcho', '/todo?view=all']) {
    const page = words(await good(await (path === '/todo' ? koga : kitano).get(path)));
    expect(page).toMatch(/23:\d\d(?:あと\d+時間|あと\d+分|時刻を過ぎました)/u);
    expect(page).toContain('本庁 花子さん');
  }
  expect(words(await good(await kitano.get('/todo?view=mine')))).toContain('担当している電話はありません。');
  const all = await good(await kitano.get('/todo?view=all'));
  const mine = await kitano.post(`/reservations/${id}/call`, { ...formFields(all, `/reservations/${id}/call`), act: 'taken' });
  expect(mine.location).toMatch(/^\/todo\?view=all&done=taken#today-[\da-f-]+-0$/u);
  expect(words(await good(await kitano.get('/todo?view=mine')))).toContain('本庁 花子さん');
  expect(words(await good(await koga.get('/todo?view=mine')))).not.toContain('本庁 花子さん');
});
