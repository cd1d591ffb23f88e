import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { changeMany, previewBulk, undoMany, undoOneOfMany } from '../../../cards/bulk.ts';
import { beginMany, beginUndoMany, nextPart, readBulkWork, stopMany, workOnBulk } from '../../../cards/bulk-work.ts';
import { raw, sql } from '../../../lib/db/sql.ts';
import { ROOT } from '../../../lib/root.ts';
import { book, cancel } from '../../../reservations/acts.ts';
import { bulkFeature } from './index.tsx';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  clerkId = await desk.account('koga', ['counter'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(() => desk.close());

const PATH = '/cards/status';
/** Cards noticed on one day, so that a filter finds exactly these. */
async function cards(day: string, count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let k = 0; k < count; k += 1) {
    n += 1;
    const id = await makeCard(fresh.db, {
      noticeId: `B1K-${100_000 + n}`,
      name: `一括 太郎${n}`,
      birthDate: null,
      officeId: city.main,
    });
    await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${day}::date WHERE id = ${id}`);
    ids.push(id);
  }
  return ids;
}
const dayBefore = (days: number): string => Temporal.PlainDate.from(city.today).subtract({ days }).toString();
const filter = (day: string) => ({ office: '', noticeFrom: day, noticeTo: day, expiresTo: '', booked: 'all' });
const statuses = async (ids: readonly number[]): Promise<string[]> =>
  (
    await fresh.db.rows<{ status: string }>(
      sql`SELECT status FROM cards.cards WHERE id = ANY (${[...ids]}::bigint[]) ORDER BY id`,
    )
  ).map(({ status }) => status);
const history = async (id: number): Promise<string[]> =>
  (
    await fresh.db.rows<{ to: string }>(sql`SELECT to_status AS to FROM cards.status_history WHERE card_id = ${id} ORDER BY id`)
  ).map(({ to }) => to);
const previewed = async (day: string, fields: Record<string, string>) => {
  const page = await clerk.get(`${PATH}?${new URLSearchParams(filter(day))}`);
  return clerk.post(PATH, { ...formFields(page, PATH), act: 'preview', ...fields });
};

test('[8(2)⑦c] [8(2)⑦e] many at once: what changes and what not is shown first, done together, told in each history, taken back whole', async () => {
  const day = dayBefore(40);
  const [one = 0, two = 0, booked = 0, gone = 0, held = 0] = await cards(day, 5);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'handed-over', is_open = false WHERE id = ${gone}`);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'on-hold' WHERE id = ${held}`);
  await bookFor(desk.db, { kind: 'operator' }, city, booked, await slotAt(fresh.db, city, city.main, 3, 9));
  expect(words(await good(await clerk.get(`/lists/cards?${new URLSearchParams(filter(day))}`)))).toContain(
    '交付状況をまとめて変更する',
  );
  const preview = await previewed(day, { 'change-to': 'on-hold', 'change-why': '住所の確認のため' });
  const shown = words(preview);
  expect(shown).toContain('変更します2枚');
  expect(shown).toContain('すでにその交付状況です）1枚');
  expect(shown).toContain('予約があります。先に予約を取り消してください）1枚');
  expect(shown).toContain('交付済、廃棄済、対象外です）1枚');
  const changed = await clerk.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'change' });
  expect(words(await good(await clerk.follow(changed)))).toContain('2枚を変更しました。');
  expect(await statuses([one, two, booked, gone, held])).toEqual(['on-hold', 'on-hold', 'booked', 'handed-over', 'on-hold']);
  expect(await history(one)).toEqual(['on-hold']);
  // Its row of the history leads to the act; only the row that came from it does.
  const act = changed.location?.split('?')[0] ?? '';
  const person = await good(await clerk.get(`/people/${one}`));
  expect(person.html.split(`href="${act}"`)).toHaveLength(2);
  expect((await good(await clerk.get(`/people/${held}`))).html).not.toContain(`href="${act}"`);

  // One was changed since: it stays as it is, the other goes back.
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'returned', status_at = lib.now() WHERE id = ${two}`);
  const page = await clerk.get(changed.location ?? '');
  const undone = await clerk.follow(await clerk.post(`${changed.location?.split('?')[0]}/undo`, {}));
  expect(page.status).toBe(200);
  expect(words(undone)).toContain(
    '1枚を元の交付状況に戻しました。1枚は、その後に変更されたか、返納・送付されたため、そのままです。',
  );
  expect(await statuses([one, two])).toEqual(['notified', 'returned']);
  // Its table says of each what became of it.
  const told = ({ html }: { html: string }) => [html.match(/>取消済</gu)?.length, html.match(/>その後に変更</gu)?.length];
  expect(told(undone)).toEqual([1, 1]);
  // So does that of an act that was taken back before each card said so itself.
  await fresh.db.run(sql`UPDATE cards.bulk_changed SET undone_at = NULL, undone_by = NULL WHERE card_id = ${one}`);
  expect(told(await clerk.get(act))).toEqual([undefined, 2]);
  const migration = readdirSync(join(ROOT, 'migrations')).find((name) => name.endsWith('-undone-with-all.sql')) ?? '';
  await fresh.db.pool.query(readFileSync(join(ROOT, 'migrations', migration), 'utf8'));
  expect(told(await clerk.get(act))).toEqual([1, 1]);
  expect(await history(one)).toEqual(['on-hold', 'notified']);
  await clerk.get(changed.location ?? '');
  await clerk.post(`${changed.location?.split('?')[0]}/undo`, {});
  expect(await statuses([one, two])).toEqual(['notified', 'returned']);
});

test('[8(2)②c] every page of bulk changes asks to see people: its list leads to their cards', () => {
  const open = bulkFeature.routes.filter((route) => !('also' in route && route.also?.includes('people.see') === true));
  expect(open.map(({ path }) => path)).toEqual([]);
});

test('every bulk change is found, however many came after it: page by page, the newest first', async () => {
  const { first } = await fresh.db.one<{ first: number }>(sql`
    WITH made AS (
      INSERT INTO cards.bulk_changes (to_status, why, at, staff_id)
      SELECT 'on-hold', '履歴 ' || k, lib.now() - interval '1 day', ${clerkId} FROM generate_series(1, 51) k ORDER BY k RETURNING id)
    SELECT min(id) AS first FROM made`);
  const newest = await good(await clerk.get(`${PATH}/all`));
  expect(words(newest)).toContain('履歴 51');
  expect(newest.html).not.toContain(`href="${PATH}/${first}"`);
  const pages = await good(await clerk.get(`${PATH}/all?page=99`));
  expect(pages.html).toContain(`href="${PATH}/${first}"`);
  expect(words(await good(await clerk.get(PATH)))).toContain('すべての一括変更を表示する');
});

test('what was shown is done or nothing: a card that changed meanwhile refuses the press', async () => {
  const day = dayBefore(41);
  const [one = 0, two = 0] = await cards(day, 2);
  const preview = await previewed(day, { 'change-to': 'on-hold', 'change-why': '確認' });
  const fields = { ...formFields(preview, PATH, 'seen'), act: 'change' };
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'returned' WHERE id = ${two}`);
  const late = await clerk.post(PATH, fields);
  expect(late.status).toBe(409);
  expect(words(late)).toContain('対象のカードか選択が変わりました。');
  expect(await statuses([one, two])).toEqual(['notified', 'returned']);
});

test('a status and a reason must be there; 予約済, 交付済 and 廃棄済 are no choice, in the form or beside it', async () => {
  const day = dayBefore(42);
  const ids = await cards(day, 1);
  expect(wrongBoxes(await previewed(day, { 'change-to': '', 'change-why': '' }))).toEqual(['change-to', 'change-why']);
  expect(wrongBoxes(await previewed(day, { 'change-to': '', 'change-why': '理由' }))).toEqual(['change-to']);
  for (const to of ['booked', 'handed-over', 'destroyed']) {
    expect((await previewed(day, { 'change-to': to, 'change-why': '理由' })).status).toBe(422);
    const { seen } = await previewBulk(desk.db, ids, to);
    const actor = { kind: 'staff' as const, staffId: clerkId };
    expect(await changeMany(desk.db, actor, { cards: ids, to, why: 'x', seen })).toMatchObject({ reason: 'nothing' });
  }
  expect(await statuses(ids)).toEqual(['notified']);
});

test('two clerks press at once: one act; each card changes once', async () => {
  const ids = await cards(dayBefore(43), 20);
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const { seen } = await previewBulk(desk.db, ids, 'on-hold');
  const press = () => changeMany(desk.db, actor, { cards: ids, to: 'on-hold', why: '同時', seen });
  const pressed = await Promise.all([press(), press(), press()]);
  expect(pressed.filter(({ ok }) => ok)).toHaveLength(1);
  for (const id of ids) expect(await history(id)).toEqual(['on-hold']);
});

test('a filter that cannot be read changes no cards of another: its list says what is wrong', async () => {
  const wrong = await clerk.follow(await clerk.get(`${PATH}?${new URLSearchParams({ ...filter('2月30日') })}`));
  expect(wrong.status).toBe(422);
  expect(words(wrong)).toContain('通知発送日がこの日から');
});

test('[8(2)⑦c] from 期限一覧 the cards whose time is over are noticed again in one act, with the day of posting', async () => {
  const day = dayBefore(150);
  const [one = 0] = await cards(day, 1);
  const list = await good(await clerk.get('/lists/deadlines?step=renotice'));
  expect(words(list)).toContain('一括 太郎');
  const page = await good(await clerk.get(`${PATH}?list=deadlines&office=&step=renotice&until=`));
  expect(formFields(page, PATH)).toMatchObject({ list: 'deadlines', 'change-to': 'renotified' });
  const typed = { ...formFields(page, PATH), act: 'preview', 'change-why': '再通知を発送', 'change-posted': dayBefore(1) };
  const preview = await clerk.post(PATH, typed);
  expect(words(preview)).toContain('通知の発送日');
  await clerk.post(PATH, { ...formFields(preview, PATH, 'name="seen"'), act: 'change' });
  expect(await statuses([one])).toEqual(['renotified']);
  const { posted } = await fresh.db.one<{ posted: string }>(
    sql`SELECT posted_on AS posted FROM cards.notices WHERE card_id = ${one} AND kind = 'again'`,
  );
  expect(posted).toBe(dayBefore(1));
  expect(words(await clerk.get(`/people/${one}`))).toContain('廃棄予定の対象');
  // A day that has not come belongs to no posting.
  const ahead = await clerk.post(PATH, { ...typed, 'change-posted': dayBefore(-3), act: 'change' });
  expect([ahead.status, wrongBoxes(ahead)]).toEqual([422, ['change-posted']]);
});

test('[8(2)⑦c] notices that came back are recorded together with the day they did, and taken back together', async () => {
  const day = dayBefore(43);
  const [one = 0, two = 0] = await cards(day, 2);
  const on = dayBefore(2);
  const ahead = Temporal.PlainDate.from(city.today).add({ days: 1 }).toString();
  const fields = { 'change-to': 'returned', 'change-why': '宛先不明で戻った' };
  const early = await previewed(day, { ...fields, 'change-posted': ahead });
  expect([early.status, wrongBoxes(early)]).toEqual([422, ['change-posted']]);
  const preview = await previewed(day, { ...fields, 'change-posted': on });
  const changed = await clerk.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'change' });
  expect(words(await good(await clerk.follow(changed)))).toContain('2枚を変更しました。');
  const backOn = async () =>
    (
      await fresh.db.rows<{ on: string | null }>(
        sql`SELECT returned_on AS on FROM cards.notices WHERE card_id = ANY (${[one, two]}::bigint[]) ORDER BY card_id`,
      )
    ).map((row) => row.on);
  expect(await backOn()).toEqual([on, on]);
  await clerk.post(`${changed.location?.split('?')[0] ?? ''}/undo`, {});
  // The line that was written down for the return is gone with it: the day stays the list's own.
  expect(await backOn()).toEqual([]);
  expect(await statuses([one, two])).toEqual(['notified', 'notified']);
});

test('[8(2)⑦c] one card of a bulk change is taken back by itself; the whole of it later leaves that one alone', async () => {
  const day = dayBefore(77);
  const ids = await cards(day, 3);
  const [first = 0, second = 0, third = 0] = ids;
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${third}`);
  const preview = await previewBulk(desk.db, ids, 'on-hold');
  const done = await changeMany(
    desk.db,
    { kind: 'staff', staffId: clerkId },
    { cards: ids, to: 'on-hold', why: '確認中', seen: preview.seen },
  );
  const path = `${PATH}/${done.ok ? done.value : 0}`;
  const page = await good(await clerk.get(path));
  expect(page.html.match(/この1枚を取り消す/gu)).toHaveLength(2);
  expect(words(page)).toContain('支援措置の方が1人います');
  const one = (card: number) =>
    clerk.post(`${path}/undo-one`, { card: String(card), page: '1' }).then((answer) => clerk.follow(answer));
  expect(words(await good(await one(first)))).toContain('1枚を元の交付状況に戻しました');
  expect(await statuses(ids)).toEqual(['notified', 'on-hold', 'on-hold']);
  expect(await history(first)).toEqual(['on-hold', 'notified']);
  expect(words(await one(first))).toContain('すでに取り消されています');
  // Whom this clerk may not see they cannot take back by guessing.
  expect(words(await one(third))).toContain('この一括変更にありません');
  await fresh.db.run(
    sql`SELECT cards.set_status(ROW('operator', NULL, NULL, NULL)::audit.actor, ${second}, 'to-destroy', '', NULL, lib.now())`,
  );
  expect(words(await one(second))).toContain('その後に変更されたか、返納・送付されたため');
  await clerk.get(path);
  const whole = await clerk.follow(await clerk.post(`${path}/undo`, {}));
  expect(words(whole)).toContain(
    '1枚を元の交付状況に戻しました。1枚は、その後に変更されたか、返納・送付されたため、そのままです',
  );
  expect(await statuses(ids)).toEqual(['notified', 'to-destroy', 'notified']);
});

test('[8(2)⑦b] what is taken back gives no card a status that went out of use since: the first of its kind takes its place, and the history says so', async () => {
  const day = dayBefore(88);
  const [one = 0, two = 0, visit = 0] = await cards(day, 3);
  await fresh.db.run(sql`
    INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, built_in, position) VALUES
      ('city-hold', '照会中', 'on-hold', 'nobody', true, false, 50), ('city-notified', '窓口案内', 'notified', 'citizen', true, false, 51)`);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'city-hold' WHERE id IN (${one}, ${two})`);
  await fresh.db.run(sql`UPDATE cards.cards SET status = 'city-notified' WHERE id = ${visit}`);
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const { seen } = await previewBulk(desk.db, [one, two], 'to-destroy');
  const changed = await changeMany(desk.db, actor, { cards: [one, two], to: 'to-destroy', why: '確認', seen });
  const id = randomUUID();
  const booked = await book(desk.db, actor, {
    id,
    serviceId: city.service,
    slotId: await slotAt(fresh.db, city, city.main, 4, 9),
    members: [{ cardId: visit }],
    ...BY_PHONE,
  });
  if (!changed.ok || !booked.ok) throw new Error('the cards were not changed');
  await fresh.db.run(sql`UPDATE cards.statuses SET retired_at = lib.now() WHERE code IN ('city-hold', 'city-notified')`);
  expect((await undoOneOfMany(desk.db, actor, { bulk: changed.value, cardId: one })).ok).toBe(true);
  expect(await undoMany(desk.db, actor, changed.value)).toMatchObject({ value: { back: 1, stay: 0 } });
  expect((await cancel(desk.db, actor, { id, version: 0, reason: '' })).ok).toBe(true);
  expect(await statuses([one, two, visit])).toEqual(['on-hold', 'on-hold', 'notified']);
  expect(words(await good(await clerk.get(`/people/${two}`)))).toContain('前の「照会中」は使われていないため、「保留」');
  expect(words(await good(await clerk.get(`/people/${visit}`)))).toContain(
    '前の「窓口案内」は使われていないため、「通知発送済」',
  );
});

/** Does what is under way; where the desk is at it too, until one of both has done the last part. */
async function allDone(bulk: number): Promise<void> {
  while ((await readBulkWork(desk.db, bulk))?.endedAt === null) await nextPart(desk.db);
}

/** One that is done a part at a time and has come to its end. */
async function doneInParts(ids: readonly number[]): Promise<number> {
  const { seen } = await previewBulk(desk.db, ids, 'on-hold');
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const begun = await beginMany(desk.db, actor, { cards: ids, to: 'on-hold', why: '確認', seen, day: null, sure: null });
  if (!begun.ok) throw new Error(begun.reason);
  await allDone(begun.value);
  return begun.value;
}

test('[8(2)⑦c] taking one back a part at a time can be stopped, so that nothing stands in the way of the next one: the rest stays changed and goes back later', async () => {
  const ids = await cards(dayBefore(402), 4);
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const bulk = await doneInParts(ids);
  // A desk that knows of no parts takes it back at once: that too is done a part at a time.
  expect(await undoMany(desk.db, actor, bulk)).toMatchObject({ value: { back: 0, stay: 0 } });
  expect(await nextPart(desk.db, 1)).toBe(3);
  const going = words(await good(await clerk.get(`${PATH}/${bulk}`)));
  expect(going).toContain('に取り消しを始めました。');
  expect(going).not.toContain('に取り消しました。');
  const stopped = await clerk.follow(await clerk.post(`${PATH}/${bulk}/stop`, {}));
  expect(words(await good(stopped))).toContain(
    '取り消しを途中で止めました。1枚を元の交付状況に戻しました。3枚は、戻していません',
  );
  expect(words(stopped)).toContain('取消済');
  expect(await statuses(ids)).toEqual(['notified', 'on-hold', 'on-hold', 'on-hold']);
  expect(await stopMany(desk.db, actor, bulk)).toMatchObject({ reason: 'ended' });
  expect((await undoOneOfMany(desk.db, actor, { bulk, cardId: ids[1] ?? 0 })).ok).toBe(true);
  expect((await beginUndoMany(desk.db, actor, bulk)).ok).toBe(true);
  await allDone(bulk);
  expect(await readBulkWork(desk.db, bulk)).toMatchObject({ cards: 2, done: 2, stayed: 0, stopped: false });
  expect(await statuses(ids)).toEqual(['notified', 'notified', 'notified', 'notified']);
});

test('cards that went back a part at a time, and were told by their history alone, are told as taken back after the migration', async () => {
  const ids = await cards(dayBefore(433), 4);
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const bulk = await doneInParts(ids);
  await fresh.db.run(
    sql`SELECT cards.set_status(ROW('operator', NULL, NULL, NULL)::audit.actor, ${ids[3] ?? 0}, 'notified', '', NULL, lib.now())`,
  );
  expect((await beginUndoMany(desk.db, actor, bulk)).ok).toBe(true);
  await nextPart(desk.db, 2);
  await allDone(bulk);
  const told = () =>
    fresh.db.rows<{ at: Date | null; by: number | null }>(
      sql`SELECT undone_at AS at, undone_by AS by FROM cards.bulk_changed WHERE bulk_id = ${bulk} ORDER BY card_id`,
    );
  const before = await told();
  expect(before.map(({ by }) => by)).toEqual([clerkId, clerkId, clerkId, null]);
  await fresh.db.run(sql`UPDATE cards.bulk_changed SET undone_at = NULL, undone_by = NULL WHERE bulk_id = ${bulk}`);
  await fresh.db.run(raw(readFileSync(join(ROOT, 'migrations/0971-undone-in-parts.sql'), 'utf8')));
  expect(await told()).toEqual(before);
});

test('a press while the run before it counts anew is begun with by the same run', async () => {
  const ids = await cards(dayBefore(403), 2);
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const bulk = await doneInParts(ids);
  const other = await doneInParts(await cards(dayBefore(404), 1));
  expect((await beginUndoMany(desk.db, actor, other)).ok).toBe(true);
  const counts = await fresh.db.pool.connect();
  let run: Promise<void>;
  try {
    await counts.query('BEGIN; LOCK TABLE cards.due IN ACCESS EXCLUSIVE MODE');
    run = workOnBulk(desk.db);
    const waits = sql`SELECT FROM pg_locks WHERE relation = 'cards.due'::regclass AND NOT granted`;
    while ((await fresh.db.rows(waits)).length === 0);
    expect((await beginUndoMany(desk.db, actor, bulk)).ok).toBe(true);
    void workOnBulk(desk.db);
  } finally {
    await counts.query('ROLLBACK');
    counts.release();
  }
  await run;
  expect(await statuses(ids)).toEqual(['notified', 'notified']);
});

/** Cards of one day as one filter chooses them, `more` of them beside the one that is copied. */
async function manyCards(day: string, more: number): Promise<number> {
  const [one = 0] = await cards(day, 1);
  const { columns } = await fresh.db.one<{ columns: string }>(sql`
    SELECT string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns
    WHERE table_schema = 'cards' AND table_name = 'cards' AND column_name NOT IN ('id', 'notice_id') AND is_generated = 'NEVER'`);
  await fresh.db.pool.query(
    `INSERT INTO cards.cards (${columns}, notice_id) SELECT ${columns}, 'M0M-' || lpad(n::text, 6, '0') FROM cards.cards, generate_series(1, ${more}) AS n WHERE id = ${one}`,
  );
  return one;
}

test('[8(2)⑦c] more than ten thousand are one preview and one press, with their number typed; they change a part at a time and go back whole', async () => {
  const day = dayBefore(400);
  const first = await manyCards(day, 10_002);
  const count = async (status: string) =>
    (
      await fresh.db.one<{ n: number }>(
        sql`SELECT count(*)::integer AS n FROM cards.cards WHERE notice_date = ${day}::date AND status = ${status}`,
      )
    ).n;
  const preview = await previewed(day, { 'change-to': 'on-hold', 'change-why': '保留' });
  expect(words(await good(preview))).toContain('枚数が多いため、少しずつ変更します');
  const fields = { ...formFields(preview, PATH, 'seen'), act: 'change' };
  const unsure = await clerk.post(PATH, fields);
  expect([unsure.status, wrongBoxes(unsure)]).toEqual([422, ['change-count']]);
  const typed = { ...formFields(unsure, PATH, 'seen'), act: 'change', 'change-count': '１０，００３' };
  const act = (await clerk.post(PATH, typed)).location ?? '';
  const bulk = Number(act.split('/').at(-1));
  await allDone(bulk);
  expect([await count('on-hold'), await count('notified')]).toEqual([10_003, 0]);
  expect(await history(first)).toEqual(['on-hold']);
  expect(words(await good(await clerk.get(act)))).toContain('10,003枚を変更しました。');
  await clerk.post(`${act}/undo`, {});
  await allDone(bulk);
  expect([await count('on-hold'), await count('notified')]).toEqual([0, 10_003]);
  expect(words(await good(await clerk.get(act)))).toContain('10,003枚を元の交付状況に戻しました');
  const acts = await fresh.db.rows<{ act: string }>(
    sql`SELECT act FROM audit.events WHERE (detail ->> 'bulk')::bigint = ${bulk} AND act LIKE 'card.statuses%' ORDER BY id`,
  );
  expect(acts.map((row) => row.act)).toEqual([
    'card.statuses-begun',
    'card.statuses-changed',
    'card.statuses-undo-begun',
    'card.statuses-undone',
  ]);
});

test('[8(2)⑦c] what a process left in the middle goes on, without who changed meanwhile; nobody begins another beside it; stopped, what it changed is taken back', async () => {
  const ids = await cards(dayBefore(401), 6);
  const [, , , fourth = 0] = ids;
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const begin = async (of: readonly number[], day = dayBefore(1)) =>
    beginMany(desk.db, actor, {
      cards: of,
      to: 'renotified',
      why: '再通知',
      seen: (await previewBulk(desk.db, of, 'renotified')).seen,
      day,
      sure: null,
    });
  expect(await begin(ids, dayBefore(500))).toMatchObject({ ok: false, reason: 'before_notice', detail: '6' });
  const begun = await begin(ids);
  if (!begun.ok) throw new Error(begun.reason);
  expect(await nextPart(desk.db, 2)).toBe(4);
  const page = await good(await clerk.get(`${PATH}/${begun.value}`));
  expect(words(page)).toContain('6枚のうち2枚まで終わりました');
  expect(page.html).toContain('data-progress');
  // How many it changed is told once it is over.
  expect(words(page)).not.toContain('0枚　理由');
  // What is posted is not whole yet: no slip tells of it.
  expect(words(page)).not.toContain('差出票');
  const slip = await clerk.follow(await clerk.get(`${PATH}/${begun.value}/slip`));
  expect(words(await good(slip))).toContain('終わってから、差出票を印刷してください');
  expect(await begin(ids.slice(4))).toMatchObject({ reason: 'busy' });
  await fresh.db.run(
    sql`SELECT cards.set_status(ROW('operator', NULL, NULL, NULL)::audit.actor, ${fourth}, 'on-hold', '', NULL, lib.now())`,
  );
  expect(await nextPart(desk.db, 2)).toBe(2);
  const stopped = await clerk.follow(await clerk.post(`${PATH}/${begun.value}/stop`, {}));
  expect(words(stopped)).toContain('途中で止めました。3枚を変更しました。3枚は、変更していません');
  expect(await statuses(ids)).toEqual(['renotified', 'renotified', 'renotified', 'on-hold', 'notified', 'notified']);
  const posted = async () =>
    (
      await fresh.db.one<{ n: number }>(
        sql`SELECT count(*)::integer AS n FROM cards.notices WHERE card_id = ANY (${ids}::bigint[]) AND kind = 'again' AND undone_at IS NULL`,
      )
    ).n;
  expect(await posted()).toBe(3);
  expect(await beginUndoMany(desk.db, actor, begun.value)).toMatchObject({ ok: true });
  expect(words(await clerk.get(`${PATH}/${begun.value}`))).toMatch(/に取り消しを始めました。(?!.*取り消しました)/su);
  await allDone(begun.value);
  expect(words(await clerk.get(`${PATH}/${begun.value}`))).toContain('に取り消しました。');
  expect(await statuses(ids)).toEqual(['notified', 'notified', 'notified', 'on-hold', 'notified', 'notified']);
  expect(await posted()).toBe(0);
  expect(await nextPart(desk.db)).toBeUndefined();
});

test('[8(2)⑦c] one that nobody goes on with waits in 対応が必要, says what to do, and is gone once it goes on', async () => {
  const ids = await cards(dayBefore(403), 3);
  const { seen } = await previewBulk(desk.db, ids, 'on-hold');
  const actor = { kind: 'staff' as const, staffId: clerkId };
  const begun = await beginMany(desk.db, actor, { cards: ids, to: 'on-hold', why: '確認', seen, day: null, sure: null });
  if (!begun.ok) throw new Error(begun.reason);
  const waits = async () => words(await good(await clerk.get('/todo'))).includes('一括変更か、その取り消しが');
  expect(await nextPart(desk.db, 1)).toBe(2);
  expect(await waits()).toBe(false);
  const past = sql`UPDATE cards.bulk_work SET moved_at = moved_at - interval '4 minutes' WHERE bulk_id = ${begun.value}`;
  await fresh.db.run(past);
  expect(await waits()).toBe(true);
  // The line leads to the page of the one that is stuck; where all of them stand is the way to it too.
  expect((await clerk.get('/todo')).html).toContain(`href="${PATH}/under-way"`);
  expect((await clerk.get(`${PATH}/under-way`)).location).toBe(`${PATH}/${begun.value}`);
  const all = await good(await clerk.get(`${PATH}/all`));
  expect(words(all)).toContain('止まっている一括変更があります');
  expect(all.html).toContain(`href="${PATH}/${begun.value}"`);
  const page = words(await good(await clerk.get(`${PATH}/${begun.value}`)));
  expect(page).toContain('処理が止まっています');
  expect(page).toContain('「残りのカードを変更しない」を押してください');
  // What keeps it from going on is said by its sign, until it goes on.
  expect(page).not.toContain('記号');
  await fresh.db.run(
    sql`CREATE FUNCTION public.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken' USING ERRCODE = 'XX001'; END $$`,
  );
  await fresh.db.run(
    sql`CREATE TRIGGER broken BEFORE INSERT ON cards.bulk_changed FOR EACH ROW EXECUTE FUNCTION public.broken()`,
  );
  await expect(workOnBulk(desk.db)).rejects.toThrow('broken');
  await fresh.db.run(sql`DROP TRIGGER broken ON cards.bulk_changed`);
  const broken = words(await good(await clerk.get(`${PATH}/${begun.value}`)));
  for (const said of ['1分ごとに自動でやり直しています', '記号：XX001']) expect(broken).toContain(said);
  await nextPart(desk.db, 1);
  expect(await waits()).toBe(false);
  expect(await readBulkWork(desk.db, begun.value)).toMatchObject({ failedBy: null, failedAt: null });
  await fresh.db.run(past);
  await clerk.post(`${PATH}/${begun.value}/stop`, {});
  expect(await waits()).toBe(false);
  expect((await clerk.get(`${PATH}/under-way`)).location).toBe(`${PATH}/all`);
  // The same while it is taken back.
  expect((await beginUndoMany(desk.db, actor, begun.value)).ok).toBe(true);
  await fresh.db.run(past);
  expect(await waits()).toBe(true);
  await allDone(begun.value);
  expect(await waits()).toBe(false);
});
