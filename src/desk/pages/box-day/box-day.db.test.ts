import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { workOnUploads } from '../../../intake/upload-jobs.ts';
import { systemClock } from '../../../lib/clock.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(20, 'koga', ['counter']));
});
afterAll(() => desk.close());

const WAITS = 'J-LISの枚数、一覧の枚数、数えた枚数が一致していません';
const HEAD = '交付通知書ID,氏名,氏名カナ,生年月日,住所,ロット番号,製造番号,保管場所コード';
/** A list given and stored at the desk; returns its import and the notice IDs. */
async function delivery(count: number): Promise<{ id: number; notices: string[] }> {
  const notices = Array.from({ length: count }, () => `B1D-${600_000 + ++n}`);
  const rows = notices.map(
    (notice, at) =>
      `${notice},箱　${'一二三四五'[at]}${n},ハコ,昭和60年4月${at + 1}日,久留米市城南町15番地3,LB${n},S${n}-${at},honcho`,
  );
  await clerk.get('/intake');
  const sent = await clerk.upload(
    '/intake',
    {},
    { field: 'file', name: `box${n}.csv`, bytes: new Uint8Array(Buffer.from([HEAD, ...rows, ''].join('\r\n'))) },
  );
  const path = sent.location ?? '';
  await clerk.post(`${path}/judge`, formFields(await clerk.get(path), `${path}/judge`));
  await workOnUploads(desk.db, systemClock);
  await clerk.post(`${path}/store`, {});
  await workOnUploads(desk.db, systemClock);
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM intake.imports`);
  return { id, notices };
}
const page = async (id: number) => good(await clerk.get(`/storage/days/${id}`));
const press = async (id: number, act: string, fields: Record<string, string> = {}) => {
  const path = `/storage/days/${id}/${act}`;
  return clerk.post(path, { ...formFields(await page(id), path), ...fields });
};

describe("[8(2)③] a box's day in order", () => {
  test('each step is counted from the cards, with what is left and where it is done, until all are done', async () => {
    const { id, notices } = await delivery(3);
    const list = await good(await clerk.get('/storage/days'));
    expect(words(list)).toContain('枚数の確認、保管 3、交付前設定 3、通知の発送 3');
    const begun = await page(id);
    const flow = /<ol class="flow".*?<\/ol>/su.exec(begun.html)?.[0] ?? '';
    expect([flow.match(/<li/gu)?.length, /aria-current="step"[^>]*>(?:<[^>]+>)*1\. 枚数の確認/u.test(flow)]).toEqual([6, true]);
    expect(words(list)).toContain('枚数を入力する');
    for (const says of [
      '次の作業：枚数の確認',
      '3. 保管！ 残り3枚',
      '4. 袋のラベル－ 任意 残り3枚',
      '一覧は3枚です',
      'カード3枚',
      '残り3枚',
      '残っている作業は4つです',
      '先に、保管（3枚）と交付前設定（3枚）をしてください',
    ])
      expect(words(begun)).toContain(says);
    for (const href of ['/storage/placing', '/cards/set-up', `/cards/posting?kind=first&amp;file=${id}`])
      expect(begun.html).toContain(`href="${href}"`);
    await press(id, 'told', { cards: '3', counted: '3' });
    const counted = await page(id);
    expect(words(counted)).toContain('一致しています');
    for (const says of ['1. 枚数の確認✓ 済', '次の作業：保管']) expect(words(counted)).toContain(says);
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf' WHERE import_id = ${id}`);
    await press(id, 'set-up');
    expect(words(await page(id))).toContain('すべて設定しています（3枚）');
    await fresh.db.run(
      sql`UPDATE cards.cards SET status = 'notified', notice_date = lib.day_of(lib.now()) WHERE notice_id = ANY (${notices}::text[])`,
    );
    const all = words(await page(id));
    expect([all.includes('すべての作業が済みました'), all.includes('次の作業')]).toEqual([true, false]);
    expect(words(await clerk.get('/storage/days'))).toContain('✓ すべて済みました');
  });

  test('a number of J-LIS that differs waits in 対応が必要 until it is put right or explained', async () => {
    const { id } = await delivery(2);
    const wrong = await press(id, 'told', { cards: 'たくさん' });
    expect([wrong.status, words(wrong).includes('J-LISの枚数は、0から1000000まで')]).toEqual([422, true]);
    await press(id, 'told', { cards: '3', counted: '' });
    for (const says of ['J-LIS 3枚、一覧 2枚。一致していません', '1. 枚数の確認！ 不一致'])
      expect(words(await page(id))).toContain(says);
    expect(words(await good(await clerk.get('/todo')))).toContain(WAITS);
    await press(id, 'told', { why: '1枚は破損のため返送' });
    expect(words(await page(id))).toContain('説明：1枚は破損のため返送（古賀 恵子）');
    expect(words(await clerk.get('/todo'))).not.toContain(WAITS);
    // Other numbers want another explanation; given with them, one press keeps both.
    await press(id, 'told', { cards: '2', counted: '1', why: '' });
    expect(words(await clerk.get('/todo'))).toContain(WAITS);
    await press(id, 'told', { cards: '2', counted: '0', why: '2枚は返送' });
    expect(words(await page(id))).toContain('説明：2枚は返送（古賀 恵子）');
    const same = await clerk.follow(await press(id, 'told', { cards: '2', counted: '2', why: '返送' }));
    expect(words(same)).toContain('理由は記録していません');
    expect(words(await clerk.get('/todo'))).not.toContain(WAITS);
  });

  test('however many deliveries came after it, one that is not done stands first; those that are done follow page by page', async () => {
    const { id } = await delivery(2);
    await press(id, 'told', { cards: '9', counted: '' });
    const { done } = await fresh.db.one<{ done: number }>(sql`
      WITH made AS (
        INSERT INTO intake.imports (kind, file_name, sha256, profile, started_at, ended_at, counts)
        SELECT 'cards', '済み' || k || '.csv', '', 'test', lib.now(), lib.now(), '{"fresh": 1, "rows": 0}' FROM generate_series(1, 25) k RETURNING id
      ), told AS (INSERT INTO intake.told (import_id, cards, at) SELECT id, 0, lib.now() FROM made)
      SELECT min(id) AS done FROM made`);
    const list = await good(await clerk.get('/storage/days'));
    const order = [...list.html.matchAll(/href="\/storage\/days\/(\d+)"/gu)].map(([, found]) => Number(found));
    expect(order[0]).toBe(id);
    expect(order).not.toContain(done);
    expect(order).toHaveLength(20);
    const last = await good(await clerk.get('/storage/days?page=99'));
    expect(last.html).toContain(`href="/storage/days/${done}"`);
  });

  test('交付前設定 is recorded for all that are left, bound to what was shown, and taken back; or card by card with a scanner', async () => {
    const { id, notices } = await delivery(3);
    const [first = '', second = ''] = notices;
    const old = formFields(await page(id), `/storage/days/${id}/set-up`);
    await clerk.get('/cards/set-up');
    const scan = (code: string) => clerk.post('/cards/set-up', { code });
    const done = await clerk.follow(await scan(first));
    expect(words(await good(done))).toContain('✓ 設定済みにしました');
    expect(words(await scan(first))).toContain('！ 記録済みです');
    expect(words(await scan('X9X-000000'))).toContain('× 読み取れません');
    expect(words(await page(id))).toContain('残り2枚を設定済みにする');
    // The page of before the scan showed three.
    expect(words(await clerk.follow(await clerk.post(`/storage/days/${id}/set-up`, old)))).toContain('内容が変わりました');
    await press(id, 'set-up');
    const all = await page(id);
    expect(words(all)).toContain('すべて設定しています');
    await clerk.post(`/storage/days/${id}/undo`, formFields(all, `/storage/days/${id}/undo`));
    expect(words(await page(id))).toContain('残り2枚を設定済みにする');
    const scanned = await clerk.get('/cards/set-up');
    expect(
      words(await clerk.follow(await clerk.post('/cards/set-up/undo', formFields(scanned, '/cards/set-up/undo')))),
    ).toContain('記録を取り消しました');
    expect(words(await page(id))).toContain('残り3枚を設定済みにする');
    // A notice that went out all the same makes nothing of it: the card cannot be handed over.
    await fresh.db.run(sql`
      WITH posted AS (UPDATE cards.cards SET status = 'notified', notice_date = lib.day_of(lib.now()) WHERE notice_id = ${first} RETURNING id)
      INSERT INTO cards.status_history (card_id, from_status, to_status, at, actor_kind) SELECT id, 'preparing', 'notified', lib.now(), 'clock' FROM posted`);
    await fresh.db.run(sql`INSERT INTO cards.set_ups (at, card_ids) VALUES (lib.now(), '{}')`);
    expect(words(await page(id))).toContain('残り3枚を設定済みにする');
    // A card of another office is put aside.
    await fresh.db.run(sql`UPDATE cards.cards SET office_id = ${city.branch} WHERE notice_id = ${second}`);
    expect(words(await scan(second))).toContain('× 別にしてください');
    const acts = await fresh.db.rows<{ act: string }>(
      sql`SELECT act FROM audit.events WHERE act LIKE 'card.set-up%' ORDER BY id DESC LIMIT 2`,
    );
    expect(acts.map(({ act }) => act)).toEqual(['card.set-up-undone', 'card.set-up-undone']);
  });

  test('labels printed for the sleeves of a box are counted', async () => {
    const { id, notices } = await delivery(2);
    const { place } = await fresh.db.one<{ place: number }>(sql`
      INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order) VALUES (${city.main}, 'L棚', '1箱', 9, 92, 1) RETURNING id AS place`);
    await fresh.db.run(sql`
      UPDATE cards.cards SET storage_place_id = ${place}, storage_position = id % 1000, whereabouts = 'shelf' WHERE notice_id = ANY (${notices}::text[])`);
    expect(words(await page(id))).toContain('印刷していないカード 2枚');
    const form = await clerk.get('/storage/labels?office=honcho');
    const fields = formFields(form, '/storage/labels?office=honcho');
    await clerk.post('/storage/labels?office=honcho', { ...fields, of: 'sleeves', box: String(place), printer: '2階' });
    expect(words(await page(id))).toContain('すべて印刷したか、発送しています');
    // Labelled before labels said letters, by which whoever holds the card finds it: it lacks its label, which alone can be printed of the box.
    await fresh.db.run(
      sql`UPDATE cards.cards SET labelled_at = cards.labels_since() - interval '1 day' WHERE notice_id = ${notices[0] ?? ''}`,
    );
    expect(words(await page(id))).toContain('印刷していないカード 1枚');
    const rows = async () =>
      (
        await fresh.db.one<{ rows: number }>(
          sql`SELECT (detail ->> 'rows')::integer AS rows FROM audit.events WHERE act = 'storage.labels-printed' ORDER BY id DESC LIMIT 1`,
        )
      ).rows;
    await clerk.post('/storage/labels?office=honcho', {
      ...fields,
      of: 'sleeves',
      box: String(place),
      printer: '2階',
      fresh: 'yes',
    });
    expect(await rows()).toBe(1);
    expect(words(await page(id))).toContain('すべて印刷したか、発送しています');
  });

  test('[8(2)③] labels for all cards of a delivery, in whichever boxes they lie, are one act; those printed are not printed again', async () => {
    const { id, notices } = await delivery(3);
    const boxes = await fresh.db.rows<{ id: number }>(sql`
      INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order)
      VALUES (${city.main}, 'M棚', '1箱', 9, 93, 1), (${city.branch}, 'M棚', '2箱', 9, 93, 2) RETURNING id`);
    for (const [at, notice] of notices.entries())
      await fresh.db.run(sql`
        UPDATE cards.cards SET storage_place_id = ${boxes[at % 2]?.id ?? 0}, storage_position = ${at + 1}, whereabouts = 'shelf' WHERE notice_id = ${notice}`);
    const link = /href="(\/storage\/labels[^"]*)"/u.exec((await page(id)).html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const form = await good(await clerk.get(link));
    const path = /action="(\/storage\/labels[^"]*)"/u.exec(form.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const fields = { ...formFields(form, path), printer: '2階' };
    const printed = await clerk.post(path, { ...fields, sheet: '44' });
    expect(printed.headers.get('content-type')).toBe('application/pdf');
    const [act] = await fresh.db.rows<{ detail: unknown }>(
      sql`SELECT detail FROM audit.events WHERE act = 'storage.labels-printed' ORDER BY id DESC LIMIT 1`,
    );
    expect(act?.detail).toMatchObject({ rows: 3 });
    expect(words(await page(id))).toContain('すべて印刷したか、発送しています');
    // What jammed is printed again from where it stopped.
    expect(words(await clerk.get(link))).toContain('のカードは3枚です。ラベルを印刷していないカードが0枚あります');
    const jammed = await clerk.post(path, { ...fields, fresh: '', first: '2', sheet: '44' });
    expect(decodeURIComponent(jammed.headers.get('content-disposition') ?? '')).toContain(`取込み${id}番_2枚目から2枚`);
    await clerk.get(link);
    const none = await clerk.post(path, { ...fields, fresh: 'yes' });
    expect([none.status, words(none).includes('印刷するラベルがありません')]).toEqual([422, true]);
    const both = await clerk.post(path, { ...fields, box: String(boxes[0]?.id) });
    expect([both.status, words(both).includes('どちらかだけ')]).toEqual([422, true]);
  });
});
