import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import { brokenCustody } from '../../../../test/support/card-faults.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { labelOf } from '../../../../test/support/labels.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import type { Actor } from '../../../audit/actor.ts';
import { changeStatus } from '../../../cards/acts.ts';
import { type Move, moveCard } from '../../../cards/custody.ts';
import { openParcel, packCard, sendParcel } from '../../../cards/parcels.ts';
import { addPlaces, listPlaces } from '../../../cards/places.ts';
import { boxLabel } from '../../../cards/scan.ts';
import { sql } from '../../../lib/db/sql.ts';

/** Cards whose matter is over (対象外) while they lie in a box or travel: they are kept like any other until they are gone. */
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let clerk: Visitor;
let box = 0;
let next = 0;
let n = 500_000;
const actor: Actor = { kind: 'operator' };

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await desk.clerk('koga', ['counter'], city.main);
  await addPlaces(desk.db, actor, city.main, { cabinet: 'A棚', first: 1, count: 2, size: 10 });
  [box = 0, next = 0] = (await listPlaces(desk.db, city.main)).map(({ id }) => id);
});
afterAll(() => desk.close());

const move = async (cardId: number, event: Move['event'], more: Partial<Move> = {}) =>
  must(await moveCard(desk.db, actor, { cardId, event, ...more }));
const close = async (cardId: number) =>
  must(await changeStatus(desk.db, actor, { cardId, from: 'notified', to: 'out-of-scope', why: '転出' }));
async function card(): Promise<{ id: number; noticeId: string; name: string }> {
  const noticeId = `C2L-${++n}`;
  const name = `転出 太郎${n}`;
  const id = await makeCard(fresh.db, { noticeId, name, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'expected' WHERE id = ${id}`);
  await move(id, 'shelved', { placeId: box });
  return { id, noticeId, name };
}
const where = (id: number) =>
  fresh.db.one<{ whereabouts: string; box: number | null; at: number | null }>(
    sql`SELECT whereabouts, storage_place_id AS box, storage_position AS at FROM cards.cards WHERE id = ${id}`,
  );
const scan = async (mode: string, id: number, more: Record<string, string> = {}) => {
  const path = `/scan/${mode}`;
  await clerk.get(path);
  return clerk.follow(await clerk.post(path, { office: 'honcho', code: await labelOf(fresh.db, id), ...more }));
};

describe('[8(2)③] [8(2)⑩a] a card whose matter is over is kept until it is gone', () => {
  test('its box lists it, its position is nobody else’s, its box stays in use, and the stock-take expects and sees it', async () => {
    const { id, name } = await card();
    const before = await where(id);
    await close(id);
    expect(words(await good(await clerk.get(`/storage/boxes/${box}`)))).toContain(name);
    const { id: after } = await card();
    expect((await where(after)).at).not.toBe(before.at);
    await admin.get(`/storage/boxes/${box}`);
    expect(words(await admin.follow(await admin.post(`/storage/boxes/${box}/retire`, {})))).toContain('カードが残っています');

    await clerk.get('/storage/stocktakes');
    const page = (await clerk.post('/storage/stocktakes', { office: 'honcho', box: String(box) })).location ?? '';
    const counting = await good(await clerk.get(page));
    expect(words(counting)).toContain(name);
    await clerk.post(page, { ...formFields(counting, page), code: await labelOf(fresh.db, id) });
    expect(await fresh.db.rows(sql`SELECT result FROM cards.stocktake_cards WHERE card_id = ${id}`)).toEqual([
      { result: 'seen' },
    ]);
    await clerk.get(page);
    await clerk.post(page, { code: await labelOf(fresh.db, after) });
    expect(await where(id)).toEqual(before);
    expect(await brokenCustody(fresh.db)).toEqual([]);
  });

  test('pulled when it was closed, it is put back by scan; it is moved from box to box, and taken out for no visit', async () => {
    const { id } = await card();
    await move(id, 'pulled');
    await close(id);
    expect(words(await good(await clerk.get('/lists/card-tasks')))).toContain('棚へ戻す');
    expect(words(await scan('return', id))).toContain('棚に戻しました');
    expect(words(await scan('pull', id))).toContain('交付状況は「対象外」です');
    await clerk.get('/scan/move');
    expect(words(await scan('move', id, { box: String(next) }))).toContain('移しました');
    expect(await where(id)).toMatchObject({ whereabouts: 'shelf', box: next });
    expect(boxLabel(next)).toContain(String(next));
  });

  test('closed on its way, it stands among what arrives and what is late, and is received by scan', async () => {
    const { id, name, noticeId } = await card();
    const parcel = must(await openParcel(desk.db, actor, city.main, city.branch));
    must(await packCard(desk.db, actor, parcel, id));
    must(await sendParcel(desk.db, actor, parcel, [id]));
    await close(id);
    expect(words(await good(await clerk.get('/scan/receive?office=kitano')))).toContain(name);
    expect(words(await good(await clerk.get('/lists/under-way')))).toContain(noticeId);
    expect(await fresh.db.rows(sql`SELECT task, at_office FROM counter.card_tasks(${id})`)).toEqual([
      { task: 'send-back', at_office: city.branch },
    ]);
    await fresh.db.run(sql`UPDATE cards.parcels SET sent_at = sent_at - interval '20 days' WHERE id = ${parcel}`);
    expect(await fresh.db.rows(sql`SELECT why FROM counter.late_parcels() WHERE parcel_id = ${parcel}`)).toEqual([
      { why: 'late' },
    ]);
    expect(words(await scan('receive', id, { office: 'kitano' }))).toContain('受領しました');
    expect(await where(id)).toMatchObject({ whereabouts: 'counter' });
    expect(words(await good(await admin.get('/cards/departures')))).toContain(noticeId);
  });

  test('not found, it stands among what is looked for; found, it waits to leave again', async () => {
    const { id, noticeId } = await card();
    await close(id);
    await move(id, 'found-missing');
    expect(words(await good(await clerk.get('/lists/under-way')))).toContain(noticeId);
    expect(words(await good(await admin.get('/cards/departures')))).not.toContain(noticeId);
    expect(words(await scan('shelve', id))).toContain('保管しました');
    expect(words(await good(await admin.get('/cards/departures')))).toContain(noticeId);
  });

  test('[8(1)④b] an ID that a closed card here and an open one bear is asked about: either may be in hand', async () => {
    const { id, noticeId } = await card();
    await close(id);
    const again = await makeCard(fresh.db, { noticeId, name: '転出 次郎', birthDate: '1988-02-29', officeId: city.main });
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'counter' WHERE id = ${again}`);
    await clerk.get('/scan/return');
    const asked = await clerk.post('/scan/return', { office: 'honcho', code: noticeId });
    expect(words(asked)).toContain('同じ交付通知書IDのカードが、2枚あります');
  });

  test('it is offered for no booking, and its page leads to where its leaving is recorded', async () => {
    const { id, noticeId } = await card();
    await close(id);
    const page = await good(await admin.get(`/people/${id}`));
    expect(page.html).not.toContain(`/booking?card=${id}`);
    expect(page.html).toContain('href="/cards/departures"');
    expect(words(page)).toContain('返納・送付を記録する');
    expect(
      await fresh.db.rows(sql`
      SELECT FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
      WHERE c.notice_id = ${noticeId} AND cards.not_bookable(true, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) IS NULL`),
    ).toEqual([]);
  });

  test('a box for which a card waited that was closed before it came goes out of use', async () => {
    await addPlaces(desk.db, actor, city.main, { cabinet: 'B棚', first: 1, count: 1, size: 10 });
    const empty = (await listPlaces(desk.db, city.main)).find(({ cabinet }) => cabinet === 'B棚')?.id ?? 0;
    const id = await makeCard(fresh.db, { noticeId: `C2L-${++n}`, name: '未着 太郎', officeId: city.main });
    await fresh.db.run(
      sql`UPDATE cards.cards SET whereabouts = 'expected', storage_place_id = ${empty}, storage_position = 1 WHERE id = ${id}`,
    );
    await close(id);
    await admin.get(`/storage/boxes/${empty}`);
    expect(words(await admin.follow(await admin.post(`/storage/boxes/${empty}/retire`, {})))).toContain('箱を廃止しました');
    expect(await where(id)).toEqual({ whereabouts: 'expected', box: null, at: null });
  });

  test('a position that waited for a card which was closed before it came is free; comes the card after all, it gets another', async () => {
    await addPlaces(desk.db, actor, city.main, { cabinet: 'C棚', first: 1, count: 1, size: 2 });
    const small = (await listPlaces(desk.db, city.main)).find(({ cabinet }) => cabinet === 'C棚')?.id ?? 0;
    const waiting = [++n, ++n, ++n].map((at) => ({
      noticeId: `C2L-${at}`,
      name: `未着 花子${at}`,
      officeId: city.main,
    }));
    const ids = await Promise.all(waiting.map((who) => makeCard(fresh.db, who)));
    const [gone = 0, here = 0, third = 0] = ids;
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'expected' WHERE id = ANY (${ids}::bigint[])`);
    await fresh.db.run(sql`UPDATE cards.cards SET storage_place_id = ${small}, storage_position = 1 WHERE id = ${gone}`);
    await close(gone);
    expect(words(await good(await clerk.get(`/storage/boxes/${small}`)))).not.toContain(waiting[0]?.name ?? '?');
    expect((await listPlaces(desk.db, city.main)).find(({ id }) => id === small)).toMatchObject({ cards: 0 });

    await move(here, 'shelved', { placeId: small });
    expect(await where(here)).toEqual({ whereabouts: 'shelf', box: small, at: 1 });
    await move(gone, 'shelved');
    expect(await where(gone)).toEqual({ whereabouts: 'shelf', box: small, at: 2 });
    expect(await moveCard(desk.db, actor, { cardId: third, event: 'shelved', placeId: small })).toMatchObject({
      ok: false,
      reason: 'full',
    });
    expect(await brokenCustody(fresh.db)).toEqual([]);
  });
});
