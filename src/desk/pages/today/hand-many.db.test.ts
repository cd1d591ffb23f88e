import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { writeRemark } from '../../../cards/acts.ts';
import { receive } from '../../../counter/acts.ts';
import { endDay, readDay } from '../../../counter/day-end.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let admin: Visitor;
let n = 300_000;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(50, 'koga', ['counter']));
  admin = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk?.close());

type Visit = { id: string; cards: number[]; names: string[] };

/** A visit of a day, `people` of whom came; booked for tomorrow and laid into that day, since nobody books a day that is past. */
async function visit(daysOn: number, people: number, { here = people, hidden = false } = {}): Promise<Visit> {
  const names = Array.from({ length: people }, () => `交付 太郎${++n}`);
  const cards = await Promise.all(
    names.map((name, at) =>
      makeCard(fresh.db, {
        noticeId: `H2O-${n - people + at + 1}`,
        name,
        birthDate: null,
        officeId: city.main,
        protected: hidden,
      }),
    ),
  );
  const staff = { kind: 'staff' as const, staffId: 1 };
  const id = await bookFor(desk.db, staff, city, cards, await slotAt(fresh.db, city, city.main, 1, 9));
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, daysOn, 9)} WHERE id = ${id}::uuid`,
  );
  const positions = Array.from({ length: here }, (_, at) => at + 1);
  if (here > 0) expect((await receive(desk.db, staff, { reservationId: id, positions })).ok).toBe(true);
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'pulled' WHERE id = ANY (${cards}::bigint[])`);
  return { id, cards, names };
}
const statuses = async (...visits: Visit[]): Promise<string[]> =>
  (
    await fresh.db.rows<{ status: string }>(
      sql`SELECT c.status FROM unnest(${visits.flatMap(({ cards }) => cards)}::bigint[]) WITH ORDINALITY AS u (id, nth) JOIN cards.cards c ON c.id = u.id ORDER BY u.nth`,
    )
  ).map(({ status }) => status);
const PATH = '/today/hand-over/many';
const on = (days: number) => addDays(city.today, days);
const pageOf = (who: Visitor, days: number) => who.get(`${PATH}?office=honcho&day=${on(days)}`);
const previewOf = async (who: Visitor, days: number) =>
  who.post(PATH, { ...formFields(await pageOf(who, days), PATH), act: 'preview' });

test('[8(2)⑦f] a party is handed over to with one press on the board, and taken back with one', async () => {
  const family = await visit(-1, 2);
  const board = await clerk.get(`/today?office=honcho&day=${on(-1)}`);
  expect(words(board)).toContain('2人を交付済にする');
  expect(words(board)).toContain('この方だけ交付済');
  const fields = { id: family.id, position: '1', from: 'arrived', office: 'honcho', day: on(-1) };
  const done = await clerk.follow(await clerk.post('/today/press', { ...fields, handed: '1 2' }));
  expect(await statuses(family)).toEqual(['handed-over', 'handed-over']);
  expect(words(await good(done)).match(/2人の交付済を元に戻す/gu)).toHaveLength(1);
  const act = /name="undo" value="(\d+)"/u.exec(done.html)?.[1] ?? '';
  await clerk.post('/today/press', { ...fields, undo: act });
  expect(await statuses(family)).toEqual(['booked', 'booked']);
  await clerk.post('/today/press', { ...fields, handed: '1 2' });
});

test('[8(2)⑦f] those of a day who are at the counter are handed over to with one press; it says who is skipped and why', async () => {
  const [one, family, absent, hidden] = [
    await visit(-2, 1),
    await visit(-2, 2, { here: 1 }),
    await visit(-2, 1, { here: 0 }),
    await visit(-2, 1, { hidden: true }),
  ];
  const page = await good(await pageOf(clerk, -2));
  expect(words(page)).toContain(one.names[0]);
  expect(words(page)).not.toContain(hidden.names[0]);
  const preview = await previewOf(clerk, -2);
  expect(words(await good(preview))).toContain('変更しません（受付していません）2人');
  expect(words(preview)).toContain('2人を交付済にする');
  const done = await clerk.follow(await clerk.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'hand' }));
  expect(words(await good(done))).toContain('2人を交付済にしました。');
  expect(await statuses(one, family, absent, hidden)).toEqual(['handed-over', 'handed-over', 'booked', 'booked', 'booked']);
  const log = await fresh.db.one<{ detail: object }>(sql`SELECT detail FROM audit.events WHERE act = 'counter.handed-many'`);
  expect(log.detail).toEqual({ day: on(-2), rows: 2 });

  // One of the cards was set otherwise since: its press is taken back, and the card stays as it was set.
  const [, second] = await fresh.db.rows<{ id: number }>(
    sql`SELECT id FROM counter.acts WHERE together_id IS NOT NULL ORDER BY reservation_id`,
  );
  await fresh.db.run(
    sql`UPDATE cards.cards SET status = 'out-of-scope' WHERE id = (SELECT card_id FROM counter.acts WHERE id = ${second?.id ?? 0})`,
  );
  const undo = /action="([^"]*\/undo)"/u.exec(done.html)?.[1] ?? '';
  const back = await clerk.follow(await clerk.post(undo, {}));
  expect(words(await good(back))).toContain('2人を受付中に戻しました。');
  expect(await statuses(one, family)).toContain('out-of-scope');
  expect(words(await clerk.follow(await clerk.post(undo, {})))).toContain('すでに取り消されています');
});

test('[8(2)②b] of people under 支援措置 only those at the counter are said to be left out: who is booked for later is not looked for there', async () => {
  await visit(0, 1);
  await visit(0, 2, { hidden: true, here: 0 });
  expect(words(await good(await pageOf(clerk, 0)))).not.toContain('支援措置の方が');
  await visit(0, 2, { hidden: true, here: 1 });
  expect(words(await good(await pageOf(clerk, 0)))).toContain('支援措置の方が1人います。この画面には載せていません。');
});

test('before a card under 支援措置 is handed over, it is said at length whose it is: on the board, for several and for one', async () => {
  const hidden = await visit(-1, 1, { hidden: true });
  await visit(-1, 1);
  const note = `支援措置の対象者がいます（${hidden.names[0]}）`;
  expect(words(await good(await admin.get(`/today?office=honcho&day=${on(-1)}`)))).toContain(note);
  expect(words(await good(await pageOf(admin, -1)))).toContain(note);
  const alone = await good(await admin.get(`/today/hand-over?id=${hidden.id}&position=1&office=honcho&day=${on(-1)}`));
  expect(words(alone)).toContain('支援措置の対象者です');
  for (const page of [await clerk.get(`/today?office=honcho&day=${on(-1)}`), await pageOf(clerk, -1)])
    expect(words(await good(page))).not.toContain('支援措置の対象者');
});

test('[8(2)⑬b] a remark stands beside each press that records somebody: handed over to alone and with many, and where something was missing', async () => {
  const { id, cards } = await visit(0, 2);
  const actor = { kind: 'staff', staffId: 1 } as const;
  const written = await writeRemark(desk.db, actor, { of: { cardId: cards[1] ?? 0 }, from: null, body: '筆談を希望' });
  expect(written.ok).toBe(true);
  expect(words(await good(await pageOf(clerk, 0)))).toContain('備考：筆談を希望');
  const own = `id=${id}&position=2&office=honcho&day=${on(0)}`;
  for (const path of [`/today/hand-over?${own}`, `/today/incomplete?${own}`]) {
    const page = words(await good(await clerk.get(path)));
    expect(page).toContain('備考筆談を希望');
    expect(words(await good(await clerk.get(path.replace('position=2', 'position=1'))))).not.toContain('筆談を希望');
  }
});

test('somebody went on after the preview, or nobody is ticked: nobody is handed over to', async () => {
  const two = [await visit(-3, 1), await visit(-3, 1)] as const;
  const preview = await previewOf(admin, -3);
  await admin.post('/today/press', {
    id: two[0].id,
    position: '1',
    from: 'arrived',
    press: 'handed-over',
    office: 'honcho',
    day: on(-3),
  });
  const late = await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'hand' });
  expect([late.status, await statuses(two[1])]).toEqual([409, ['booked']]);
  const none = await admin.post(PATH, { office: 'honcho', day: on(-3), act: 'preview' });
  expect(none.status).toBe(422);
  const forged = await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), day: '2月30日', act: 'hand' });
  expect([forged.status, await statuses(two[1])]).toEqual([409, ['booked']]);
});

test('a closed day is handed over to and taken back by nobody', async () => {
  await visit(0, 1, { here: 0 });
  const one = await visit(-3, 1);
  const preview = await previewOf(admin, -3);
  const done = await admin.follow(await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'hand' }));
  const undo = /action="([^"]*\/undo)"/u.exec(done.html)?.[1] ?? '';
  const { seen } = await readDay(desk.db, { seesProtected: true }, city.main, on(-3));
  const ended = await endDay(desk.db, { kind: 'staff', staffId: 1 }, { officeId: city.main, day: on(-3), seen });
  expect(ended.ok).toBe(true);
  const refused = await admin.post(undo, {});
  expect([refused.status, await statuses(one)]).toEqual([409, ['handed-over']]);
  expect(words(refused)).toContain('日締めが終わっています');
  expect(words(await good(await pageOf(admin, -3)))).toContain('受付中の方は、いません。');
});

test('[8(2)③] cards that the records do not have in hand are named before the press, of a party and of a day; one that moved since stops it', async () => {
  const lies = (card: number | undefined, whereabouts: string) =>
    fresh.db.run(sql`UPDATE cards.cards SET whereabouts = ${whereabouts} WHERE id = ${card ?? 0}`);
  const family = await visit(-1, 2);
  await lies(family.cards[1], 'shelf');
  const fields = { id: family.id, position: '1', from: 'arrived', office: 'honcho', day: on(-1), handed: '1 2' };
  const asked = await good(await clerk.follow(await clerk.post('/today/press', fields)));
  expect(words(asked)).toContain(`${family.names[1]} 様のカード`);
  expect(words(asked)).not.toContain(`${family.names[0]} 様のカード`);
  expect(await statuses(family)).toEqual(['booked', 'booked']);
  await clerk.post('/today/press', { ...fields, seen: formFields(asked, '/today/press', 'name="seen"')['seen'] ?? '' });
  expect(await statuses(family)).toEqual(['handed-over', 'handed-over']);
  const [pulled, shelved] = [await visit(-1, 1), await visit(-1, 1)];
  await lies(shelved.cards[0], 'shelf');
  const preview = await good(await previewOf(clerk, -1));
  expect(words(preview)).toContain('カードがこの窓口に出た記録のない方1人');
  expect(words(preview)).toContain(`${shelved.names[0]} 様：`);
  await lies(shelved.cards[0], 'missing');
  const late = await clerk.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'hand' });
  expect([late.status, await statuses(pulled)]).toEqual([409, ['booked']]);
  const again = await good(await previewOf(clerk, -1));
  expect(words(again)).toContain('所在確認中');
  await clerk.post(PATH, { ...formFields(again, PATH, 'seen'), act: 'hand' });
  expect(await statuses(pulled, shelved)).toEqual(['handed-over', 'handed-over']);
});
