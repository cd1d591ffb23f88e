import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../../test/support/desk.ts';
import { formFields } from '../../../test/support/forms.ts';
import { openRuledCity, type RuledCity } from '../../../test/support/ruled-city.ts';
import { makeCard, slotAt } from '../../../test/support/small-city.ts';
import { addDays } from '../../lib/dates/jst.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';

/** Who is bound to 本庁 names 本庁 and, in another field of the same press, a thing of 北野. */
let fresh: FreshDatabase;
let city: RuledCity;
let desk: TestDesk;
let bound: Visitor;
let boundId = 0;

const id = async (query: Sql): Promise<number> => Number((await fresh.db.one<{ id: number | string }>(query)).id);
let n = 0;
const cardAt = (officeId: number) => {
  n += 1;
  return makeCard(fresh.db, {
    noticeId: `F1D-${100_000 + n}`,
    name: `持主 ${n}`,
    birthDate: `1950-02-${String(n).padStart(2, '0')}`,
    officeId,
  });
};
const draftBy = (account: number | null, change?: object) =>
  id(sql`
    WITH d AS (INSERT INTO calendar.drafts (name, created_at, created_by, changed_at, version) VALUES ('変更', lib.now(), ${account}::integer, lib.now(), 1) RETURNING id),
      c AS (INSERT INTO calendar.draft_changes (draft_id, position, change) SELECT d.id, 1, ${JSON.stringify(change ?? null)}::jsonb FROM d WHERE ${change !== undefined})
    SELECT id FROM d`);
const changesOf = (draft: number) => id(sql`SELECT count(*) AS id FROM calendar.draft_changes WHERE draft_id = ${draft}`);
const NOT_THEIRS = '担当していない場所の画面です';

beforeAll(async () => {
  ({ fresh, city } = await openRuledCity());
  desk = await startDesk(fresh);
  boundId = await desk.account('bound', ['admin'], city.main);
  await fresh.db.run(sql`INSERT INTO staff.account_offices (account_id, office_id) VALUES (${boundId}, ${city.main})`);
  bound = await signedIn(desk.url, 'bound', PASSWORD);
});
afterAll(async () => {
  await desk.close();
  await fresh.drop();
});

describe('[8(2)②a] who is bound to offices, by the fields of a press', () => {
  test('a movement of a card of another office is neither listed nor taken back', async () => {
    const card = await cardAt(city.branch);
    const event = await id(
      sql`INSERT INTO cards.custody_events (card_id, event, at, office_id, staff_id) VALUES (${card}, 'pulled', lib.now(), ${city.branch}, ${boundId}) RETURNING id`,
    );
    expect((await bound.get('/scan/pull?office=honcho')).html).not.toContain('持主 1');
    const undone = await bound.post('/scan/pull/undo', { office: 'honcho', event: String(event) });
    expect([undone.status, undone.html.includes(NOT_THEIRS)]).toEqual([403, true]);
  });

  test('a box of another office is not counted', async () => {
    const box = await id(
      sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${city.branch}, 'C棚', '1箱') RETURNING id`,
    );
    expect((await bound.post('/storage/stocktakes', { office: 'honcho', box: String(box) })).status).toBe(403);
  });

  test('a closing is not made where a tick names another office', async () => {
    const closing = await bound.post('/closings/new', { office: 'honcho', 'office-honcho': 'yes', 'office-kitano': 'yes' });
    expect(closing.status).toBe(403);
  });

  test('special days of another office are neither shown nor put back', async () => {
    const day = addDays(city.today, 30);
    for (const [office, reason] of [
      [city.main, '本庁の点検'],
      [city.branch, '北野の点検'],
    ] as const)
      await fresh.db.run(
        sql`INSERT INTO calendar.overrides (office_id, service_id, day, reason) VALUES (${office}, ${city.service}, ${day}::date, ${reason})`,
      );
    const draft = await draftBy(boundId);
    const at = `/calendar/drafts/${draft}/days-removed`;
    const page = await bound.get(at);
    expect([page.html.includes('本庁の点検'), page.html.includes('北野の点検')]).toEqual([true, false]);
    // What all offices share is no tab of theirs.
    for (const what of ['pattern', 'holiday', 'year']) expect(page.html).not.toContain(`/calendar/drafts/${draft}/${what}"`);
    expect(page.html).toContain(`/calendar/drafts/${draft}/week"`);
    const press = (office: number) =>
      bound.post(at, { ...formFields(page, at), 'pick-0': `${day} ${office}:${city.service}`, office: '' });
    expect((await press(city.branch)).status).toBe(409);
    expect(await changesOf(draft)).toBe(0);
    expect((await press(city.main)).location).toContain('done=added');
    expect((await bound.get(`/calendar/drafts/${draft}`)).status).toBe(200);
  });

  test('the week of another office is not copied', async () => {
    const draft = await draftBy(boundId);
    const press = { office: 'honcho', service: String(city.service), version: '1', act: 'copy' };
    const copied = await bound.post(`/calendar/drafts/${draft}/week`, { ...press, copied: `${city.branch}:${city.service}` });
    expect(copied.status).toBe(422);
    expect(await changesOf(draft)).toBe(0);
  });

  test('an empty draft is of the offices of who began it, or of the city', async () => {
    const admin = await desk.account('kanri', ['admin']);
    const other = await desk.account('kitano', ['admin'], city.branch);
    await fresh.db.run(sql`INSERT INTO staff.account_offices (account_id, office_id) VALUES (${other}, ${city.branch})`);
    const opens = async (draft: number) => (await bound.get(`/calendar/drafts/${draft}`)).status;
    expect(await opens(await draftBy(boundId))).toBe(200);
    for (const account of [admin, other, null]) expect(await opens(await draftBy(account))).toBe(403);
  });

  test('a draft of theirs is not compared with one of another office', async () => {
    const change = (officeId: number) => ({ kind: 'as-ruled', counters: [{ officeId, serviceId: city.service }] });
    const [own, foreign] = [await draftBy(boundId, change(city.main)), await draftBy(null, change(city.branch))];
    expect((await bound.get(`/calendar/drafts/${own}/compare?with=${foreign}`)).status).toBe(403);
  });

  test('a card that lies at another office stays its own though it is booked here', async () => {
    const card = await cardAt(city.branch);
    await bookFor(fresh.db, { kind: 'staff', staffId: boundId }, city, card, await slotAt(fresh.db, city, city.main, 8, 10));
    const page = await bound.get(`/people/${card}`);
    expect([page.status, page.html.includes(`/people/${card}/missing`)]).toEqual([200, false]);
    for (const act of ['missing', 'status', 'status/undo', 'notice-back', 'found'])
      expect((await bound.post(`/people/${card}/${act}`, { office: 'honcho' })).status, act).toBe(403);
  });

  test('a card on its way to them may be missing at either end', async () => {
    const card = await cardAt(city.branch);
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'transit' WHERE id = ${card}`);
    await fresh.db.run(
      sql`INSERT INTO cards.custody_events (card_id, event, at, office_id, to_office_id) VALUES (${card}, 'sent', lib.now(), ${city.branch}, ${city.main})`,
    );
    expect((await bound.get(`/people/${card}/missing`)).status).toBe(200);
  });

  test('what every clerk of the city sees of a list is not set by them', async () => {
    expect((await bound.get('/lists/visits/columns')).html).not.toContain('市の標準にする');
    await bound.post('/lists/visits/columns', { office: 'honcho', act: 'city', 'column-time': 'yes' });
    expect(await id(sql`SELECT count(*) AS id FROM lists.city_columns`)).toBe(0);
    // They choose for themselves alone.
    expect(await id(sql`SELECT count(*) AS id FROM lists.columns WHERE staff_id = ${boundId}`)).toBe(1);
  });

  test('a draft of the city whose last change they take out is left with a word that it was', async () => {
    const admin = await desk.account('shi', ['admin']);
    const draft = await draftBy(admin, { kind: 'as-ruled', counters: [{ officeId: city.main, serviceId: city.service }] });
    const page = await bound.get(`/calendar/drafts/${draft}`);
    const action = `/calendar/drafts/${draft}/remove`;
    const removed = await bound.follow(await bound.post(action, formFields(page, action)));
    expect(await changesOf(draft)).toBe(0);
    expect([removed.status, removed.html.includes('変更を取りやめました'), removed.html.includes(`drafts/${draft}"`)]).toEqual([
      200,
      true,
      false,
    ]);
  });

  test('a booking leads to the list of a closing of their own, wherever it was moved, and to no other', async () => {
    const slots = [await slotAt(fresh.db, city, city.main, 9, 10), await slotAt(fresh.db, city, city.branch, 9, 10)] as const;
    const listed = async (visit: string, officeId: number, slot: number) => {
      const closing = await id(
        sql`INSERT INTO closing.closings (form_id, office_id, from_day, to_day, reason, closed_at) VALUES (gen_random_uuid(), ${officeId}, ${city.today}::date, ${city.today}::date, '点検', lib.now()) RETURNING id`,
      );
      await fresh.db.run(
        sql`INSERT INTO closing.affected (closing_id, reservation_id, slot_id, day, listed_at) VALUES (${closing}, ${visit}::uuid, ${slot}, ${city.today}::date, lib.now())`,
      );
      return (await bound.get(`/reservations/${visit}`)).html.includes(`"/closings/${closing}#`);
    };
    const by = { kind: 'staff', staffId: boundId } as const;
    const [here, there] = [
      await bookFor(fresh.db, by, city, await cardAt(city.main), slots[0]),
      await bookFor(fresh.db, by, city, await cardAt(city.main), slots[1]),
    ];
    expect([await listed(here, city.branch, slots[1]), await listed(there, city.main, slots[0])]).toEqual([false, true]);
  });

  test('who waits for a place of theirs is listed, however many wait at other offices', async () => {
    const wait = (card: number, office: number, many: number) =>
      fresh.db.run(sql`
        INSERT INTO waiting.entries (id, service_id, card_ids, phone, channel, office_ids, from_day, to_day, day_kinds, parts, entered_at)
        SELECT gen_random_uuid(), ${city.service}, ARRAY[${card}::bigint], '0942000000', 'phone', ARRAY[${office}]::integer[], ${city.today}::date, ${addDays(city.today, 30)}::date,
          '{weekday}', '{morning}', lib.now() - make_interval(hours => n) FROM generate_series(1, ${many}::integer) n`);
    const [here, there] = [await cardAt(city.main), await cardAt(city.branch)];
    await wait(there, city.branch, 501);
    await fresh.db.run(sql`UPDATE waiting.entries SET entered_at = entered_at - interval '1 year'`);
    await wait(here, city.main, 1);
    const { html } = await bound.get('/waiting');
    expect((html.match(/持主/gu) ?? []).length).toBe(1);
  });

  test('differences of a stock-take are explained in boxes of their own', async () => {
    const [here, there] = [await cardAt(city.main), await cardAt(city.branch)];
    const missing = async (office: number, card: number, box: string) => {
      const place = await id(
        sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${office}, 'D棚', ${box}) RETURNING id`,
      );
      await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing', storage_place_id = ${place} WHERE id = ${card}`);
      const taken = await id(
        sql`INSERT INTO cards.stocktakes (storage_place_id, begun_at, state, ended_at) VALUES (${place}, lib.now(), 'counted', lib.now()) RETURNING id`,
      );
      await fresh.db.run(
        sql`INSERT INTO cards.stocktake_cards (stocktake_id, card_id, result, at) VALUES (${taken}, ${card}, 'missing', lib.now())`,
      );
      return taken;
    };
    const [own, foreign] = [await missing(city.main, here, '1箱'), await missing(city.branch, there, '2箱')];
    const page = await bound.get('/storage/differences');
    expect([page.status, page.html.includes(`/stocktakes/${own}"`), page.html.includes(`/stocktakes/${foreign}"`)]).toEqual([
      200,
      true,
      false,
    ]);
    expect((await bound.post('/storage/differences', { [`why-${foreign}-${there}`]: '見つかった' })).status).toBe(403);
    expect((await bound.get('/todo')).html).toMatch(/棚卸の差異/u);
  });

  test('where a notice went is the city’s', async () => {
    const card = await cardAt(city.main);
    for (const act of ['address', 'post-again', 'posted/1'])
      expect((await bound.get(`/people/${card}/${act}`)).html, act).toContain('市全体の画面です');
  });
});
