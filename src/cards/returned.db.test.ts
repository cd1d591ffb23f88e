import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/support/database.ts';
import { must } from '../../test/support/must.ts';
import { openActs } from '../../test/support/open.ts';
import { makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { shiftTime } from '../../test/support/time.ts';
import type { Actor } from '../audit/actor.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { changeStatus } from './acts.ts';
import { postMany, previewBulk, returnMany, undoMany } from './bulk.ts';
import { undoStatus } from './by-hand.ts';
import { readDeadline } from './deadline.ts';
import { checkAddress, noticeReturned, noticesOf, undoReturned } from './returned.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let close: () => Promise<void>;
let actor: Actor;
let n = 300_000;

const later = (day: string, months: number): string => Temporal.PlainDate.from(day).add({ months }).toString();
const afterDays = (days: number) => shiftTime(fresh, days * 86_400);

beforeAll(async () => {
  ({ fresh, city, db, actor, close } = await openActs('counter'));
});
afterAll(() => close());
beforeEach(() => afterDays(0));

/** A card whose notice a list told of, posted on a day. */
async function noticed(day: string | null): Promise<number> {
  const id = await makeCard(fresh.db, { noticeId: `R1B-${++n}`, name: `人 ${n}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${day}::date WHERE id = ${id}`);
  return id;
}
const back = (cardId: number, on = city.today) => noticeReturned(db, actor, { cardId, why: '転居先不明', on });
async function post(cards: number[], to: string, posted: string) {
  const { seen } = await previewBulk(db, cards, to);
  return postMany(db, actor, { cards, to, why: '発送', seen, posted });
}
const statusOf = async (id: number): Promise<string> =>
  (await fresh.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${id}`)).status;
const lines = async (id: number, act: string): Promise<number> =>
  (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM audit.events WHERE card_id = ${id} AND act = ${act}`))
    .n;
const due = async (step: string, day: string): Promise<number[]> =>
  (await fresh.db.rows<{ id: number }>(sql`SELECT card_id AS id FROM cards.due_by(${step}, ${day}::date)`)).map(({ id }) => id);

describe('a notice that came back', () => {
  test('counts as if it had not been posted: no time runs until it is posted again, then from that day on', async () => {
    const id = await noticed(city.today);
    await afterDays(5);
    expect((await back(id, addDays(city.today, 5))).ok).toBe(true);
    expect(await statusOf(id)).toBe('returned');
    expect(await readDeadline(db, id)).toMatchObject({ step: 'returned', since: null, dueOn: null });
    expect(await due('renotice', later(city.today, 30))).not.toContain(id);
    await afterDays(20);
    const again = addDays(city.today, 20);
    expect((await post([id], 'notified', again)).ok).toBe(true);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: again, dueOn: later(again, 3) });
    // A list taken in again tells the day of the notice that came back.
    await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${city.today}::date WHERE id = ${id}`);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: again });
    expect((await noticesOf(db, id)).map(({ kind, returnedOn }) => [kind, returnedOn])).toEqual([
      ['first', null],
      ['first', addDays(city.today, 5)],
    ]);
  });

  test('posted again as 再通知, it is the first notice all the same: the second one is still to come before destruction', async () => {
    const id = await noticed(city.today);
    expect((await back(id)).ok).toBe(true);
    expect((await post([id], 'renotified', city.today)).ok).toBe(true);
    expect(await statusOf(id)).toBe('renotified');
    const second = later(city.today, 3);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: city.today, dueOn: second });
    await afterDays(100);
    expect(await due('renotice', second)).toContain(id);
    expect((await previewBulk(db, [id], 'renotified')).verdicts).toEqual({ change: 1 });
    const posted = addDays(city.today, 100);
    const done = must(await post([id], 'renotified', posted));
    expect(await readDeadline(db, id)).toMatchObject({ step: 'destroy', since: posted, dueOn: later(posted, 3) });
    expect((await previewBulk(db, [id], 'renotified')).verdicts).toEqual({ already: 1 });
    expect((await undoMany(db, actor, done)).ok).toBe(true);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: city.today });
  });

  test('the second one: 廃棄予定 goes back too, and the time to destruction runs from the one that is posted anew', async () => {
    const id = await noticed(city.today);
    await afterDays(100);
    expect((await post([id], 'renotified', addDays(city.today, 100))).ok).toBe(true);
    await afterDays(200);
    expect((await changeStatus(db, actor, { cardId: id, from: 'renotified', to: 'to-destroy', why: '期限' })).ok).toBe(true);
    expect((await back(id, addDays(city.today, 200))).ok).toBe(true);
    expect(await statusOf(id)).toBe('returned');
    expect(await readDeadline(db, id)).toMatchObject({ step: 'returned', dueOn: null });
    const again = addDays(city.today, 200);
    expect((await post([id], 'renotified', again)).ok).toBe(true);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'destroy', since: again, dueOn: later(again, 3) });
  });

  test('taken back, one or many, it leaves nothing beside the day a list tells, which a later list corrects to an earlier one', async () => {
    const [one, two] = [await noticed(addDays(city.today, -10)), await noticed(addDays(city.today, -10))];
    const done = must(await back(one));
    expect((await undoReturned(db, actor, done)).ok).toBe(true);
    const { seen } = await previewBulk(db, [two], 'returned');
    const many = must(await returnMany(db, actor, { cards: [two], to: 'returned', why: '誤り', seen, on: city.today }));
    expect((await undoMany(db, actor, many)).ok).toBe(true);
    await fresh.db.run(
      sql`UPDATE cards.cards SET notice_date = ${addDays(city.today, -40)}::date WHERE id = ANY (${[one, two]}::bigint[])`,
    );
    for (const id of [one, two]) expect(await readDeadline(db, id)).toMatchObject({ since: addDays(city.today, -40) });
  });

  test('a line of a list that an earlier release left goes too where it was said not to be posted, and that is taken back', async () => {
    const day = addDays(city.today, -10);
    const id = await noticed(day);
    await fresh.db.run(
      sql`INSERT INTO cards.notices (card_id, kind, posted_on, before, at) VALUES (${id}, 'first', ${day}::date, ${day}::date, lib.now())`,
    );
    expect(await changeStatus(db, actor, { cardId: id, from: 'notified', to: 'preparing', why: '未発送' })).toMatchObject({
      ok: true,
    });
    expect(await readDeadline(db, id)).not.toMatchObject({ since: day });
    const { change } = await fresh.db.one<{ change: number }>(
      sql`SELECT max(id) AS change FROM cards.status_history WHERE card_id = ${id}`,
    );
    expect(await undoStatus(db, actor, { cardId: id, change })).toMatchObject({ ok: true });
    expect(await noticesOf(db, id)).toEqual([]);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: day });
  });

  test('taken back, the card stands as before and the notice counts again; the history tells both', async () => {
    const id = await noticed(addDays(city.today, -10));
    const done = must(await back(id));
    expect((await undoReturned(db, actor, done)).ok).toBe(true);
    expect(await statusOf(id)).toBe('notified');
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: addDays(city.today, -10) });
    expect(await undoReturned(db, actor, done)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    expect(await lines(id, 'card.notice-returned')).toBe(1);
    expect(await lines(id, 'card.notice-return-undone')).toBe(1);
    const history = await fresh.db.rows<{ to: string; why: string }>(
      sql`SELECT to_status AS to, why FROM cards.status_history WHERE card_id = ${id} ORDER BY id`,
    );
    expect(history).toEqual([
      { to: 'returned', why: '転居先不明' },
      { to: 'notified', why: '返戻の記録を取り消した' },
    ]);
  });

  test('posted again or changed since, it is not taken back', async () => {
    const id = await noticed(addDays(city.today, -10));
    const done = must(await back(id));
    expect((await changeStatus(db, actor, { cardId: id, from: 'returned', to: 'on-hold', why: '確認' })).ok).toBe(true);
    expect(await undoReturned(db, actor, done)).toMatchObject({ ok: false, reason: 'card_changed' });
    expect((await changeStatus(db, actor, { cardId: id, from: 'on-hold', to: 'notified', why: '送り直し' })).ok).toBe(true);
    expect(await undoReturned(db, actor, done)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: city.today });
  });

  test('refused: never posted, back already, a day to come, a day before it was posted, a card that is over', async () => {
    const never = await noticed(null);
    expect(await back(never)).toMatchObject({ ok: false, reason: 'not_posted' });
    const id = await noticed(addDays(city.today, -10));
    expect(await back(id, addDays(city.today, 1))).toMatchObject({ ok: false, reason: 'ahead' });
    expect(await back(id, addDays(city.today, -11))).toMatchObject({ ok: false, reason: 'before_posted' });
    expect((await back(id)).ok).toBe(true);
    expect(await back(id)).toMatchObject({ ok: false, reason: 'already_back' });
    const gone = await noticed(addDays(city.today, -10));
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'handed-over', is_open = false WHERE id = ${gone}`);
    expect(await back(gone)).toMatchObject({ ok: false, reason: 'card_closed' });
    expect(await back(999_999_999)).toMatchObject({ ok: false, reason: 'unknown' });
  });

  test('two who record the same notice at once: it is back once, and the other is told', async () => {
    const id = await noticed(addDays(city.today, -10));
    const both = await Promise.all([back(id), back(id)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ reason: 'already_back' });
    expect(await lines(id, 'card.notice-returned')).toBe(1);
  });

  test('a card that is booked or on hold stays so; its notice is back all the same', async () => {
    const id = await noticed(addDays(city.today, -10));
    expect((await changeStatus(db, actor, { cardId: id, from: 'notified', to: 'on-hold', why: '確認' })).ok).toBe(true);
    expect((await back(id)).ok).toBe(true);
    expect(await statusOf(id)).toBe('on-hold');
    expect((await noticesOf(db, id))[0]).toMatchObject({ returnedOn: city.today, why: '転居先不明' });
  });

  test('many at once by the list, with their day, taken back whole; by hand it is the same', async () => {
    const cards = [await noticed(addDays(city.today, -10)), await noticed(addDays(city.today, -9))];
    const { seen } = await previewBulk(db, cards, 'returned');
    const on = addDays(city.today, -1);
    const done = must(await returnMany(db, actor, { cards, to: 'returned', why: '返戻', seen, on }));
    for (const id of cards) expect((await noticesOf(db, id))[0]).toMatchObject({ returnedOn: on, why: '返戻' });
    expect((await undoMany(db, actor, done)).ok).toBe(true);
    for (const id of cards) {
      expect(await noticesOf(db, id)).toEqual([]);
      expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice' });
    }
    const [one = 0] = cards;
    expect((await changeStatus(db, actor, { cardId: one, from: 'notified', to: 'returned', why: '不明' })).ok).toBe(true);
    expect((await noticesOf(db, one))[0]).toMatchObject({ returnedOn: city.today, why: '不明' });
  });

  test('its address is checked, and kept where it was corrected; without a notice that is back there is none to check', async () => {
    const id = await noticed(addDays(city.today, -10));
    const at = { cardId: id, postalCode: '830-0022', address: '久留米市城南町1番地' };
    expect(await checkAddress(db, actor, at)).toMatchObject({ ok: false, reason: 'changed_meanwhile' });
    await back(id);
    expect((await checkAddress(db, actor, at)).ok).toBe(true);
    expect((await noticesOf(db, id))[0]?.checkedAt).toBeInstanceOf(Date);
    const { address } = await fresh.db.one<{ address: string }>(sql`SELECT address FROM cards.cards WHERE id = ${id}`);
    expect(address).toBe('久留米市城南町1番地');
  });
});
