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
import { postMany, previewBulk, undoMany } from './bulk.ts';
import { correctPosted, undoStatus } from './by-hand.ts';
import { readDeadline } from './deadline.ts';
import { statusHistory } from './read.ts';
import { noticeReturned, noticesOf } from './returned.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let close: () => Promise<void>;
let actor: Actor;
let n = 610_000;

beforeAll(async () => {
  ({ fresh, city, db, actor, close } = await openActs('counter'));
});
afterAll(() => close());
beforeEach(() => shiftTime(fresh, 0));

async function card(day: string | null, status = day === null ? 'preparing' : 'notified'): Promise<number> {
  const id = await makeCard(fresh.db, { noticeId: `A1B-${++n}`, name: `人 ${n}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${day}::date, status = ${status} WHERE id = ${id}`);
  return id;
}
const set = (cardId: number, from: string, to: string, on: string | null = null) =>
  changeStatus(db, actor, { cardId, from, to, why: '確認', on });
async function turn(cardId: number, from: string, to: string, on: string | null = null): Promise<void> {
  must(await set(cardId, from, to, on));
}
const standing = (id: number) =>
  fresh.db.one<{ status: string; notice: string | null }>(
    sql`SELECT status, notice_date AS notice FROM cards.cards WHERE id = ${id}`,
  );
const posted = async (id: number) => (await noticesOf(db, id)).map(({ kind, postedOn }) => [kind, postedOn]);
const takeBack = async (cardId: number, change?: number) =>
  undoStatus(db, actor, { cardId, change: change ?? (await statusHistory(db, cardId))[0]?.id ?? 0 });

describe('a wrong posting by hand', () => {
  test('[8(2)⑦b] set back to 通知発送済, a 再通知 that was never posted brings no card nearer to destruction; a true one later counts', async () => {
    const first = addDays(city.today, -30);
    const id = await card(first);
    await turn(id, 'notified', 'renotified');
    expect(await readDeadline(db, id)).toMatchObject({ step: 'destroy', since: city.today });
    await turn(id, 'renotified', 'notified');
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: first });
    expect(await posted(id)).toEqual([]);
    await turn(id, 'notified', 'renotified', addDays(city.today, -1));
    expect(await readDeadline(db, id)).toMatchObject({ step: 'destroy', since: addDays(city.today, -1) });
  });

  test('[8(2)⑦b] set back to 準備中, a card has no day of notice any more', async () => {
    const id = await card(null);
    await turn(id, 'preparing', 'notified', addDays(city.today, -3));
    expect(await standing(id)).toEqual({ status: 'notified', notice: addDays(city.today, -3) });
    await turn(id, 'notified', 'preparing');
    expect(await standing(id)).toEqual({ status: 'preparing', notice: null });
    await turn(id, 'preparing', 'renotified');
    await turn(id, 'renotified', 'preparing');
    expect(await standing(id)).toEqual({ status: 'preparing', notice: null });
  });

  test('[8(2)⑦b] 準備中 leaves no day of a list that a notice by hand had taken the place of; taken back, the one by hand stands', async () => {
    const id = await card(addDays(city.today, -40));
    await turn(id, 'notified', 'on-hold');
    await turn(id, 'on-hold', 'notified', addDays(city.today, -10));
    expect(await standing(id)).toEqual({ status: 'notified', notice: addDays(city.today, -10) });
    await turn(id, 'notified', 'preparing');
    expect(await standing(id)).toEqual({ status: 'preparing', notice: null });
    expect((await takeBack(id)).ok).toBe(true);
    expect(await standing(id)).toEqual({ status: 'notified', notice: addDays(city.today, -10) });
  });

  test('[8(2)⑦b] 準備中 withdraws the notice that a list told, and those of a card on hold or 未来庁; taken back, they stand again', async () => {
    const first = addDays(city.today, -30);
    const id = await card(first);
    await turn(id, 'notified', 'preparing');
    expect(await standing(id)).toEqual({ status: 'preparing', notice: null });
    expect((await takeBack(id)).ok).toBe(true);
    expect(await standing(id)).toEqual({ status: 'notified', notice: first });
    expect(await posted(id)).toEqual([]);
    await turn(id, 'notified', 'renotified', addDays(city.today, -2));
    await turn(id, 'renotified', 'no-show');
    await turn(id, 'no-show', 'preparing');
    expect(await posted(id)).toEqual([]);
    expect(await standing(id)).toEqual({ status: 'preparing', notice: null });
    expect((await takeBack(id)).ok).toBe(true);
    expect(await posted(id)).toEqual([['again', addDays(city.today, -2)]]);
    expect(await standing(id)).toEqual({ status: 'no-show', notice: first });
    await turn(id, 'no-show', 'on-hold');
    await turn(id, 'on-hold', 'preparing');
    // Posted anew without a day told: today.
    await turn(id, 'preparing', 'notified');
    expect(await standing(id)).toEqual({ status: 'notified', notice: city.today });
  });

  test('[8(2)⑦b] a day of posting that has not come stays with a card in preparation', async () => {
    const day = addDays(city.today, 5);
    const id = await card(day, 'on-hold');
    await turn(id, 'on-hold', 'preparing');
    expect(await standing(id)).toEqual({ status: 'preparing', notice: day });
  });

  test('[8(2)⑦b] on hold, no notice is taken back: it was posted', async () => {
    const id = await card(addDays(city.today, -30));
    await turn(id, 'notified', 'renotified', addDays(city.today, -2));
    await turn(id, 'renotified', 'on-hold');
    await turn(id, 'on-hold', 'renotified');
    expect(await posted(id)).toEqual([['again', addDays(city.today, -2)]]);
  });

  test('[8(2)⑦b] a day that is told is always recorded; one that has not come, or lies before the posting that came back, is refused', async () => {
    const id = await card(addDays(city.today, -30));
    await turn(id, 'notified', 'on-hold');
    expect(await set(id, 'on-hold', 'notified', addDays(city.today, 1))).toEqual({ ok: false, reason: 'ahead' });
    await turn(id, 'on-hold', 'notified', addDays(city.today, -4));
    expect(await posted(id)).toEqual([['first', addDays(city.today, -4)]]);
    expect(await set(id, 'notified', 'returned', addDays(city.today, -5))).toEqual({ ok: false, reason: 'before_posted' });
    await turn(id, 'notified', 'returned', addDays(city.today, -2));
    expect((await noticesOf(db, id))[0]).toMatchObject({ returnedOn: addDays(city.today, -2) });
    expect(await set(id, 'returned', 'notified', addDays(city.today, -3))).toEqual({ ok: false, reason: 'before_back' });
    await turn(id, 'returned', 'notified', addDays(city.today, -1));
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: addDays(city.today, -1) });
  });
});

describe('a wrong change that others followed', () => {
  test('[8(2)⑦e] is reached by taking back what followed, the newest first: each press undoes what its change recorded, and no other is offered', async () => {
    const first = addDays(city.today, -30);
    const id = await card(first);
    await turn(id, 'notified', 'renotified', addDays(city.today, -2));
    await turn(id, 'renotified', 'on-hold');
    await turn(id, 'on-hold', 'to-destroy');
    const [third = 0, second = 0, wrong = 0] = (await statusHistory(db, id)).map((line) => line.id);
    const offered = async () => (await statusHistory(db, id)).filter(({ undoable }) => undoable).map((line) => line.id);
    expect(await offered()).toEqual([third]);
    expect(await takeBack(id, wrong)).toMatchObject({ reason: 'changed_meanwhile' });
    expect((await takeBack(id, third)).ok).toBe(true);
    expect(await offered()).toEqual([second]);
    expect((await takeBack(id, second)).ok).toBe(true);
    // Pressed again it is done.
    expect((await takeBack(id, second)).ok).toBe(true);
    expect(await offered()).toEqual([wrong]);
    expect((await takeBack(id, wrong)).ok).toBe(true);
    expect(await standing(id)).toEqual({ status: 'notified', notice: first });
    expect(await posted(id)).toEqual([]);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: first });
    expect(await offered()).toEqual([]);
    await turn(id, 'notified', 'on-hold');
    expect(await takeBack(id, wrong)).toMatchObject({ reason: 'changed_meanwhile' });
  });
});

describe('a notice that would have been posted before the one before it', () => {
  test('[8(2)⑦b] is refused by hand and for many, and so is a correction to before it or to after the next', async () => {
    const first = addDays(city.today, -30);
    const id = await card(null);
    await turn(id, 'preparing', 'notified', first);
    expect(await set(id, 'notified', 'renotified', addDays(first, -365))).toEqual({ ok: false, reason: 'before_notice' });
    const other = await card(first);
    expect(await set(other, 'notified', 'renotified', addDays(first, -1))).toEqual({ ok: false, reason: 'before_notice' });
    const many = await previewBulk(db, [id, other], 'renotified');
    const change = { cards: [id, other], to: 'renotified', why: '発送', seen: many.seen };
    const early = await postMany(db, actor, { ...change, posted: addDays(first, -1) });
    expect(early).toEqual({ ok: false, reason: 'before_notice', detail: '2' });
    expect(await standing(id)).toEqual({ status: 'notified', notice: first });
    expect((await postMany(db, actor, { ...change, posted: first })).ok).toBe(true);
    const [again, one] = await noticesOf(db, id);
    const correct = (notice: number, from: string, posted: string) =>
      correctPosted(db, actor, { cardId: id, notice, from, posted });
    expect(await correct(again?.id ?? 0, first, addDays(first, -1))).toEqual({ ok: false, reason: 'before_notice' });
    expect(await correct(one?.id ?? 0, first, addDays(first, 1))).toEqual({ ok: false, reason: 'after_next' });
    const [only] = await noticesOf(db, other);
    const listed = { cardId: other, notice: only?.id ?? 0, from: first, posted: addDays(first, -1) };
    expect(await correctPosted(db, actor, listed)).toEqual({ ok: false, reason: 'before_notice' });
  });

  test('[8(2)⑦b] a wrong 再通知 that is set to 通知発送済 stands in no day’s way', async () => {
    const id = await card(addDays(city.today, -30));
    await turn(id, 'notified', 'renotified');
    await turn(id, 'renotified', 'notified', addDays(city.today, -3));
    expect(await posted(id)).toEqual([['first', addDays(city.today, -3)]]);
  });

  test('[8(2)⑦b] the day of the first is corrected before many are taken back: the right day stands', async () => {
    const [day, right] = [addDays(city.today, -30), addDays(city.today, -40)];
    const id = await card(null);
    await turn(id, 'preparing', 'notified', day);
    await turn(id, 'notified', 'returned', addDays(city.today, -20));
    await turn(id, 'returned', 'notified', addDays(city.today, -10));
    const wrong = (await noticesOf(db, id)).find(({ postedOn }) => postedOn === day);
    expect((await correctPosted(db, actor, { cardId: id, notice: wrong?.id ?? 0, from: day, posted: right })).ok).toBe(true);
    expect((await takeBack(id)).ok).toBe(true);
    expect(await standing(id)).toEqual({ status: 'returned', notice: right });
  });
});

describe('a change by hand that is taken back', () => {
  test('[8(2)⑦b] 再通知 goes, and what it recorded; the history and the log tell both', async () => {
    const first = addDays(city.today, -30);
    const id = await card(first);
    await turn(id, 'notified', 'renotified');
    expect(await takeBack(id)).toMatchObject({ ok: true });
    expect(await standing(id)).toEqual({ status: 'notified', notice: first });
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: first });
    const history = await statusHistory(db, id);
    expect(history.map(({ why, undoable }) => [why, undoable])).toEqual([
      ['変更を取り消した', false],
      ['確認', false],
    ]);
    const acts = await fresh.db.rows<{ act: string }>(
      sql`SELECT act FROM audit.events WHERE card_id = ${id} AND act LIKE 'card.status-%' ORDER BY id`,
    );
    expect(acts.map(({ act }) => act)).toEqual(['card.status-changed', 'card.status-undone']);
    // A second press finds it done, and does nothing.
    expect(await takeBack(id, history[1]?.id)).toMatchObject({ ok: true });
    expect((await statusHistory(db, id)).length).toBe(2);
    await turn(id, 'notified', 'on-hold');
    expect(await takeBack(id, history[1]?.id)).toEqual({ ok: false, reason: 'changed_meanwhile' });
  });

  test('[8(2)⑦b] a status that is used no more is not set again by taking back', async () => {
    await fresh.db.run(
      sql`INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, position) VALUES ('asks', '照会中', 'on-hold', 'nobody', true, 50)`,
    );
    const id = await card(addDays(city.today, -30), 'asks');
    await turn(id, 'asks', 'notified');
    await fresh.db.run(sql`UPDATE cards.statuses SET retired_at = lib.now() WHERE code = 'asks'`);
    expect((await statusHistory(db, id))[0]).toMatchObject({ undoable: false });
    expect(await takeBack(id)).toEqual({ ok: false, reason: 'retired' });
  });

  test('[8(2)⑦b] 通知返戻 by hand goes, and the notice counts again; setting back goes, and the notice stands again', async () => {
    const day = addDays(city.today, -30);
    const id = await card(null);
    await turn(id, 'preparing', 'notified', day);
    await turn(id, 'notified', 'returned');
    expect((await takeBack(id)).ok).toBe(true);
    expect((await noticesOf(db, id))[0]).toMatchObject({ postedOn: day, returnedOn: null });
    await turn(id, 'notified', 'preparing');
    expect(await posted(id)).toEqual([]);
    expect((await takeBack(id)).ok).toBe(true);
    expect(await posted(id)).toEqual([['first', day]]);
    expect(await standing(id)).toEqual({ status: 'notified', notice: day });
  });

  test('[8(2)⑦b] refused: not the newest, a notice that came back since, a card out of 廃棄済, another card’s', async () => {
    const id = await card(addDays(city.today, -30));
    await turn(id, 'notified', 'on-hold');
    const [one] = await statusHistory(db, id);
    await turn(id, 'on-hold', 'renotified');
    expect(await takeBack(id, one?.id)).toEqual({ ok: false, reason: 'changed_meanwhile' });
    await turn(id, 'renotified', 'on-hold');
    expect((await noticeReturned(db, actor, { cardId: id, why: '不明', on: city.today })).ok).toBe(true);
    expect(await takeBack(id)).toEqual({ ok: false, reason: 'card_changed' });
    expect(await takeBack(await card(null), one?.id)).toEqual({ ok: false, reason: 'unknown' });
    const over = await card(addDays(city.today, -30), 'destroyed');
    await fresh.db.run(sql`UPDATE cards.cards SET is_open = false WHERE id = ${over}`);
    await turn(over, 'destroyed', 'notified');
    expect(await takeBack(over)).toEqual({ ok: false, reason: 'follows' });
  });

  test('[8(2)⑦c] many taken back: a card that never had a notice has no day of one either, set to 再通知 at that', async () => {
    const id = await card(null);
    const { seen } = await previewBulk(db, [id], 'renotified');
    const done = must(await postMany(db, actor, { cards: [id], to: 'renotified', why: '発送', seen, posted: city.today }));
    expect((await undoMany(db, actor, done)).ok).toBe(true);
    expect(await standing(id)).toEqual({ status: 'preparing', notice: null });
  });
});

describe('the day of a posting that was wrong', () => {
  test('[8(2)⑦b] is corrected, and the time counts from the right one', async () => {
    const id = await card(null);
    await turn(id, 'preparing', 'notified');
    const [notice] = await noticesOf(db, id);
    const correct = (to: string) =>
      correctPosted(db, actor, { cardId: id, notice: notice?.id ?? 0, from: city.today, posted: to });
    expect(await correct(addDays(city.today, 1))).toEqual({ ok: false, reason: 'ahead' });
    expect((await correct(addDays(city.today, -9))).ok).toBe(true);
    expect(await standing(id)).toEqual({ status: 'notified', notice: addDays(city.today, -9) });
    expect(await readDeadline(db, id)).toMatchObject({ step: 'renotice', since: addDays(city.today, -9) });
    // Another clerk's page still shows the day before.
    expect(await correct(addDays(city.today, -8))).toEqual({ ok: false, reason: 'changed_meanwhile' });
    await turn(id, 'notified', 'returned', addDays(city.today, -5));
    const later = { cardId: id, notice: notice?.id ?? 0, from: addDays(city.today, -9), posted: addDays(city.today, -4) };
    expect(await correctPosted(db, actor, later)).toEqual({ ok: false, reason: 'after_back' });
    const { count } = await fresh.db.one<{ count: number }>(
      sql`SELECT count(*)::integer AS count FROM audit.events WHERE card_id = ${id} AND act = 'card.posted-corrected'`,
    );
    expect(count).toBe(1);
  });
});
