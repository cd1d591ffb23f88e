import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { brokenCustody } from '../../../../test/support/card-faults.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { untilLocked } from '../../../../test/support/locks.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { parcelFaults } from '../../../../test/support/parcel-faults.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { actorSql } from '../../../audit/actor.ts';
import { moveCard, undoMove } from '../../../cards/custody.ts';
import { sendParcel, unsendParcel } from '../../../cards/parcels.ts';
import { cardsLeft } from '../../../counter/expected-cards.ts';
import { cardsOfParcel } from '../../../counter/parcel-cards.ts';
import { longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(3));
  clerkId = await desk.account('koga', ['counter'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(() => desk.close());

/** A card on a shelf of the main hall whose holder comes to the branch the day after tomorrow: it leaves today. */
async function toSend(name: string): Promise<{ cardId: number; noticeId: string }> {
  n += 1;
  const noticeId = `T1P-${100_000 + n}`;
  const cardId = await makeCard(fresh.db, {
    noticeId,
    name,
    birthDate: `1950-01-${String(n).padStart(2, '0')}`,
    officeId: city.main,
  });
  await fresh.db.run(sql`
    WITH put AS (INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.main}, 'T棚', '1箱')
      ON CONFLICT (office_id, cabinet, box) DO UPDATE SET cabinet = excluded.cabinet RETURNING id)
    UPDATE cards.cards SET storage_place_id = put.id, storage_position = ${n} FROM put WHERE cards.id = ${cardId}`);
  await bookFor(desk.db, { kind: 'operator' }, city, cardId, await slotAt(fresh.db, city, city.branch, 2, 9 + (n % 6)));
  return { cardId, noticeId };
}

const actor = () => ({ kind: 'staff' as const, staffId: clerkId });
const whereIs = async (cardId: number): Promise<string> =>
  (await fresh.db.one<{ at: string }>(sql`SELECT whereabouts AS at FROM cards.cards WHERE id = ${cardId}`)).at;

/** A new parcel to the branch; its address. */
async function opened(): Promise<string> {
  await clerk.get('/parcels?office=honcho');
  const made = await clerk.post('/parcels?office=honcho', { to: 'kitano' });
  return made.location?.split('?')[0] ?? '';
}
const scan = async (parcel: string, code: string) => {
  await clerk.get(parcel);
  const answer = await clerk.post(parcel, { code });
  return answer.location === undefined ? answer : clerk.follow(answer);
};
const press = async (parcel: string, act: string, more: Record<string, string> = {}) => {
  const page = await clerk.get(parcel);
  const answer = await clerk.post(`${parcel}/${act}`, { ...formFields(page, `${parcel}/${act}`), ...more });
  return answer.location === undefined ? answer : clerk.follow(answer);
};

test('[8(2)⑩bc] cards are packed by scan, sent as one with a slip, received by scan; what was not packed and what did not arrive is shown', async () => {
  const [one, two, three] = [await toSend('回送 一子'), await toSend('回送 二子'), await toSend('回送 三子')];
  const parcel = await opened();
  expect(words(await good(await clerk.get(parcel)))).toContain('まだ箱に入れていないカード 3枚');
  const packed = words(await good(await scan(parcel, one.noticeId)));
  expect(packed).toContain('✓ 箱に入れました');
  expect(packed).toContain('まだ箱に入れていないカード 2枚');
  expect(await whereIs(one.cardId)).toBe('pulled');
  // Scanned twice it lies there once; in another parcel it does not lie too.
  expect(words(await scan(parcel, one.noticeId))).toContain('回送の箱に入れ済みです');
  const other = await opened();
  expect(words(await scan(other, one.noticeId))).toContain('回送の箱に入れ済みです');
  // Nor is it asked for there.
  expect(words(await clerk.get(other))).toContain('まだ箱に入れていないカード 2枚');
  await press(other, 'drop');
  expect((await clerk.get(other)).status).toBe(404);
  expect(words(await good(await clerk.get(`/people/${one.cardId}`)))).toContain('（北野総合支所へ、未発送）の箱に入っています');
  await scan(parcel, two.noticeId);
  // The list of what is to be sent says which lie in a box.
  await clerk.get('/lists/transfer?office=honcho&state=unpulled');
  const csv = (await clerk.post('/lists/transfer/take', { office: 'honcho', state: 'unpulled', as: 'csv' })).html;
  expect(csv).toMatch(new RegExp(`${one.noticeId}"*,引き抜き済（便 \\d+）`, 'u'));
  expect(csv).toMatch(new RegExp(`${three.noticeId}"*,保管中\\r?$`, 'mu'));

  const sent = words(await good(await press(parcel, 'send')));
  expect(sent).toContain('受領済 0枚、未着 2枚');
  expect([await whereIs(one.cardId), await whereIs(two.cardId), await whereIs(three.cardId)]).toEqual([
    'transit',
    'transit',
    'shelf',
  ]);
  // Both ends and the card's own page say in which parcel it travels, and when it should be there.
  const id = parcel.split('/').at(-1) ?? '';
  const arrives = shortDate(addDays(city.today, 2));
  expect(sent).toContain(`届く予定は、${longDate(addDays(city.today, 2))}です`);
  expect(words(await good(await clerk.get('/scan/receive?office=kitano')))).toContain(`本庁から　便 ${id}`);
  const travels = words(await good(await clerk.get(`/people/${one.cardId}`)));
  for (const part of [`便 ${id}`, `届く予定 ${arrives}`, '北野総合支所へ']) expect(travels).toContain(part);
  const slip = await clerk.get(`${parcel}/slip.pdf`);
  expect(slip.headers.get('content-type')).toBe('application/pdf');

  await clerk.get('/scan/receive?office=kitano');
  await clerk.post('/scan/receive', { office: 'kitano', until: '', to: '', box: '', code: one.noticeId });
  expect(await whereIs(one.cardId)).toBe('counter');
  expect(words(await good(await clerk.get(parcel)))).toContain('受領済 1枚、未着 1枚（2枚のうち）');
  expect(words(await good(await clerk.get('/parcels?office=kitano')))).toContain('未着 1枚（2枚のうち）');
  // Something followed: it is not taken back any more.
  await clerk.get(parcel);
  expect((await clerk.post(`${parcel}/unsend`, {})).status).toBe(409);
  const acts = await fresh.db.rows<{ act: string }>(sql`SELECT act FROM audit.events WHERE act LIKE 'parcel.%' ORDER BY id`);
  expect(acts.map(({ act }) => act)).toEqual([
    'parcel.opened',
    'parcel.packed',
    'parcel.opened',
    'parcel.dropped',
    'parcel.packed',
    'parcel.sent',
  ]);
  expect(await brokenCustody(desk.db)).toEqual([]);
});

test('taken out again, sent and taken back; a card that was moved since is not sent by itself; what was shown is sent, or nothing', async () => {
  const [one, two] = [await toSend('戻し 一男'), await toSend('戻し 二男')];
  const parcel = await opened();
  await scan(parcel, one.noticeId);
  const stale = formFields(await clerk.get(parcel), `${parcel}/send`);
  await scan(parcel, two.noticeId);
  await clerk.get(parcel);
  const refused = await clerk.post(`${parcel}/send`, stale);
  expect([refused.status, words(refused).includes('何も記録していません')]).toEqual([409, true]);
  expect(await whereIs(one.cardId)).toBe('pulled');
  // Back on the shelf by a scan elsewhere: the parcel says so, and goes without it only once it was taken out.
  expect((await moveCard(desk.db, actor(), { cardId: two.cardId, event: 'returned' })).ok).toBe(true);
  expect(words(await clerk.get(parcel))).toContain('！ 箱から出ています');
  expect((await press(parcel, 'send')).status).toBe(409);
  expect(words(await good(await press(parcel, 'unpack', { card: String(two.cardId) })))).toContain('カードを箱から出しました');
  await good(await press(parcel, 'send'));
  expect([await whereIs(one.cardId), await whereIs(two.cardId)]).toEqual(['transit', 'shelf']);
  expect(words(await good(await press(parcel, 'unsend')))).toContain('発送を取り消しました');
  expect(await whereIs(one.cardId)).toBe('pulled');
  expect(words(await good(await press(parcel, 'send')))).toContain('未着 1枚');
  expect(await brokenCustody(desk.db)).toEqual([]);
});

test('[8(2)⑩bc] a parcel is whole only when each card was received: a receipt that was taken back and a card nobody finds do not count', async () => {
  const [one, two] = [await toSend('届き 一枝'), await toSend('届き 二枝')];
  const parcel = await opened();
  await scan(parcel, one.noticeId);
  await scan(parcel, two.noticeId);
  await good(await press(parcel, 'send'));
  const move = (cardId: number, event: 'received' | 'found-missing') =>
    moveCard(desk.db, actor(), { cardId, event, ...(event === 'received' ? { toOfficeId: city.branch } : {}) });
  const said = async () => [words(await clerk.get(parcel)), words(await clerk.get('/parcels?office=kitano'))].join(' ');
  // Scanned by mistake and taken back: it is under way again.
  const received = must(await move(one.cardId, 'received'));
  expect(await said()).toContain('受領済 1枚、未着 1枚（2枚のうち）');
  expect((await undoMove(desk.db, actor(), received)).ok).toBe(true);
  expect(await whereIs(one.cardId)).toBe('transit');
  const again = await said();
  expect(again).toContain('受領済 0枚、未着 2枚（2枚のうち）');
  expect(again).not.toContain('✓ 受領済');
  // Something stands after the sending, so it is not offered to be taken back.
  expect(again).not.toContain('発送を取り消す');
  // One arrives, the other is found missing: the parcel is not whole.
  expect((await move(one.cardId, 'received')).ok).toBe(true);
  expect((await move(two.cardId, 'found-missing')).ok).toBe(true);
  const lost = await said();
  expect(lost).not.toContain('✓ すべて届きました');
  expect(lost).toContain('受領済 1枚、未着 1枚（2枚のうち）。未着のうち1枚は、発送後に別の記録があります');
  expect(lost).toContain('発送後に別の記録があります（所在確認中）');
  // Found where it was to go: now all are there.
  const found = await moveCard(desk.db, actor(), {
    cardId: two.cardId,
    event: 'found-at',
    toOfficeId: city.branch,
    note: '別の箱',
  });
  expect(found.ok).toBe(true);
  expect((await said()).match(/✓ すべて届きました/gu)).toHaveLength(2);
});

test('a wrong card is told at once and nothing is recorded; whom the clerk may not see is named nowhere', async () => {
  const parcel = await opened();
  const stays = await makeCard(fresh.db, { noticeId: 'T1P-300001', name: '予約 なし子', birthDate: null, officeId: city.main });
  expect(words(await scan(parcel, 'T1P-300001'))).toContain('今後の予約がありません');
  expect(words(await scan(parcel, 'ZZZ-999999'))).toContain('読み取れません');
  expect(await whereIs(stays)).toBe('shelf');
  const hidden = await toSend('秘密 花子');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${hidden.cardId}`);
  const page = await scan(parcel, hidden.noticeId);
  expect(page.html).not.toContain('秘密');
  expect((await clerk.get(parcel)).html).not.toContain('秘密');
  expect(words(await clerk.get(parcel))).toContain('支援措置');
});

test('[8(2)②b] when and where a protected person comes stands neither in a parcel nor on its slip for who may not see them', async () => {
  const [one, two] = [await toSend('便　見子'), await toSend('便　隠子')];
  const parcel = await opened();
  for (const { noticeId } of [one, two]) await scan(parcel, noticeId);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${two.cardId}`);
  const row = /<tr>(?:(?!<\/tr>).)*支援措置(?:(?!<\/tr>).)*<\/tr>/su.exec((await good(await clerk.get(parcel))).html)?.[0] ?? '';
  expect(row).toContain('支援措置');
  // The heads of the columns, which a telephone shows, name a birthday and a booking of nobody.
  expect(row.replace(/ data-head="[^"]*"/gu, '')).not.toMatch(/月|予約なし|\d時/u);
  const cards = await cardsOfParcel(desk.db, { seesProtected: false }, Number(parcel.split('/').at(-1)));
  expect(cards.map(({ who, day, minute }) => [who === null, day === null, minute === null])).toEqual([
    [false, false, false],
    [true, true, true],
  ]);
});

test('[8(2)②b] of a protected person’s card on its shelf the place stands where cards are taken out, and not when or where they come', async () => {
  const hidden = await toSend('棚　隠子');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${hidden.cardId}`);
  const left = async (seesProtected: boolean) =>
    (await cardsLeft(desk.db, { seesProtected }, { officeId: city.main, until: null, toOffice: city.branch }, ['shelf'])).find(
      ({ id }) => id === hidden.cardId,
    );
  const nothing = { who: null, officeName: null, day: null, startMinute: null };
  expect(await left(false)).toMatchObject({ ...nothing, cabinet: 'T棚' });
  expect(await left(true)).toMatchObject({
    officeName: '北野総合支所',
    day: expect.any(String),
    startMinute: expect.any(Number),
  });
  const parcel = await opened();
  for (const address of [parcel, '/scan/pull?office=honcho', '/scan/send?office=honcho&to=kitano']) {
    const shelf = /<ol class="scan-left">(.*?)<\/ol>/su.exec((await good(await clerk.get(address))).html)?.[1] ?? '';
    const row = shelf.split('</li>').find((one) => one.includes('支援措置'));
    expect(row, address).toContain('T棚');
    expect(row, address).not.toMatch(/月|北野|\d時|\d:\d/u);
  }
  await press(parcel, 'drop');
  for (const list of ['pull', 'transfer']) {
    await clerk.get(`/lists/${list}?office=honcho&state=unpulled`);
    const csv = (await clerk.post(`/lists/${list}/take`, { office: 'honcho', state: 'unpulled', as: 'csv' })).html;
    const rows = csv.split('\n').filter((row) => row.includes('支援措置'));
    expect(rows.length, list).toBeGreaterThan(0);
    for (const row of rows) expect(row, list).not.toMatch(/月|\d:\d|\d{4}-\d\d/u);
  }
});

test('[8(2)⑩b] a parcel whose sending is taken back locks its boxes by their ids, whatever the order of its cards: who takes boxes so meets no deadlock', async () => {
  const cards = [await toSend('便　先子'), await toSend('便　後子')];
  const boxes = (
    await fresh.db.rows<{ id: number }>(
      sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.main}, 'L棚', '1'), (${city.main}, 'L棚', '2') RETURNING id`,
    )
  ).map(({ id }) => id);
  // The first card lies in the later box.
  for (const [at, { cardId }] of cards.entries())
    await fresh.db.run(
      sql`UPDATE cards.cards SET storage_place_id = ${boxes[1 - at] ?? 0}, storage_position = 1 WHERE id = ${cardId}`,
    );
  const parcel = await opened();
  for (const { noticeId } of cards) await scan(parcel, noticeId);
  await press(parcel, 'send');
  const other = await fresh.db.pool.connect();
  try {
    const lock = (box = 0) => other.query('SELECT FROM cards.storage_places WHERE id = $1 FOR NO KEY UPDATE', [box]);
    await other.query("BEGIN; SET LOCAL deadlock_timeout = '100ms'");
    await lock(boxes[0]);
    const undone = unsendParcel(desk.db, actor(), Number(parcel.split('/').at(-1)));
    await untilLocked(fresh.db);
    await lock(boxes[1]);
    await other.query('COMMIT');
    expect((await undone).ok).toBe(true);
  } finally {
    other.release();
  }
  expect(await whereIs(cards[0]?.cardId ?? 0)).toBe('pulled');
});

test('[8(2)⑩b] a card that is packed into another parcel while its old one is being sent stays in the other', async () => {
  const { cardId, noticeId } = await toSend('便　取子');
  const [old, other] = [await opened(), await opened()].map((parcel) => Number(parcel.split('/').at(-1))) as [number, number];
  await scan(`/parcels/${old}`, noticeId);
  // Back on its shelf: the old parcel says that it lies in it no more.
  expect((await moveCard(desk.db, actor(), { cardId, event: 'returned' })).ok).toBe(true);
  const [sent] = await fresh.db.transaction(async (tx) => {
    await tx.run(sql`SELECT cards.pack_card(${actorSql(actor())}, ${other}, ${cardId}::bigint)`);
    const sending = sendParcel(desk.db, actor(), old, [cardId]);
    await untilLocked(fresh.db);
    return [sending] as const;
  });
  expect(await sent).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
  expect(await whereIs(cardId)).toBe('pulled');
  expect(await parcelFaults(fresh.db)).toEqual([]);
});

test('[8(2)⑩bc] a parcel that does not arrive, or is not sent, is told to the offices at both its ends until it is received, sent or given up', async () => {
  const late = await toSend('遅れ 一子');
  const sent = await opened();
  await scan(sent, late.noticeId);
  await good(await press(sent, 'send'));
  const begun = await opened();
  const there = await desk.clerk('kitano-koga', ['counter'], city.branch);
  const waitsOf = async (me: Visitor) => {
    const todo = words(await good(await me.get('/todo?view=all')));
    const listed = (await good(await me.get('/parcels?state=waiting'))).html;
    const shown = [sent, begun].filter((parcel) => listed.includes(`href="${parcel}"`));
    const count = Number(/(\d+)件\s*届いていない便、発送していない便/u.exec(todo)?.[1] ?? 0);
    expect(count).toBe((listed.match(/href="\/parcels\/\d+"/gu) ?? []).length);
    return shown;
  };
  // The days pass for these two parcels.
  const dayLater = () =>
    fresh.db.run(sql`
      UPDATE cards.parcels SET opened_at = opened_at - interval '1 day', sent_at = sent_at - interval '1 day'
      WHERE id = ANY (${[sent, begun].map((parcel) => Number(parcel.split('/').at(-1)))}::integer[])`);
  expect(await waitsOf(clerk)).toEqual([]);
  // Begun yesterday: it may leave today. The day after that it should have left; what was sent has two open days.
  await dayLater();
  expect(await waitsOf(clerk)).toEqual([]);
  await dayLater();
  expect(await waitsOf(clerk)).toEqual([begun]);
  expect(words(await clerk.get(begun))).toContain('過ぎても、発送していません');
  await dayLater();
  for (const me of [clerk, there]) expect((await waitsOf(me)).toSorted()).toEqual([sent, begun].toSorted());
  expect(words(await clerk.get(sent))).toContain('を過ぎました');
  // A day on which the office that waits for it is shut is no open day.
  const { id: shut } = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at)
    VALUES (gen_random_uuid(), ${city.branch}, ${city.today}::date - 1, ${city.today}::date - 1, '台風のため', lib.now()) RETURNING id`);
  expect(await waitsOf(clerk)).toEqual([begun]);
  await fresh.db.run(sql`DELETE FROM closing.closings WHERE id = ${shut}`);
  await press(begun, 'drop');
  expect(await waitsOf(clerk)).toEqual([sent]);
  // A card that nobody finds is looked for as such; received it is there.
  const missing = await moveCard(desk.db, actor(), { cardId: late.cardId, event: 'found-missing', note: '' });
  expect(await waitsOf(clerk)).toEqual([]);
  expect(missing.ok && (await undoMove(desk.db, actor(), missing.value)).ok).toBe(true);
  expect(await waitsOf(there)).toEqual([sent]);
  expect((await moveCard(desk.db, actor(), { cardId: late.cardId, event: 'received', toOfficeId: city.branch })).ok).toBe(true);
  expect(await waitsOf(there)).toEqual([]);
});
