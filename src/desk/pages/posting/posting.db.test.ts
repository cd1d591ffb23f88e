import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { recountDue } from '../../../cards/deadline.ts';
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

const PATH = '/cards/posting';
/** A card whose notice waits to be posted. */
async function waiting({
  lot,
  office = city.main,
  hidden = false,
  address,
}: {
  lot: string;
  office?: number;
  hidden?: boolean;
  address?: string;
}) {
  n += 1;
  const id = await makeCard(fresh.db, {
    noticeId: `P1S-${500_000 + n}`,
    name: `発送　花子${n}`,
    birthDate: null,
    officeId: office,
    protected: hidden,
  });
  await fresh.db.run(sql`
    UPDATE cards.cards SET status = 'preparing', set_up_at = lib.now(), lot = ${lot}, postal_code = '830-0022', address = coalesce(${address ?? null}, address) WHERE id = ${id}`);
  return id;
}
const shown = async (query: Record<string, string>) => good(await clerk.get(`${PATH}?${new URLSearchParams(query)}`));
const pages = (pdf: { html: string }) => pdf.html.match(/\/Type \/Page\b/gu)?.length;
const statusOf = async (id: number) =>
  await fresh.db.one<{ status: string; noticed: string | null }>(
    sql`SELECT status, notice_date AS noticed FROM cards.cards WHERE id = ${id}`,
  );

describe('[8(2)⑦c] notices are posted from the desk', () => {
  test('those that wait are chosen by office, lot and box; whom a clerk may not see is counted as left out and on no label', async () => {
    const mine = await waiting({ lot: 'LP1' });
    await waiting({ lot: 'LP1', office: city.branch });
    await waiting({ lot: 'LP2' });
    await waiting({ lot: 'LP1', hidden: true });
    await waiting({ lot: 'LP1', address: '' });
    const all = words(await shown({ kind: 'first', lot: 'LP1' }));
    expect(all).toContain('ロット LP1　3通');
    expect(all).toContain('支援措置の方が1人います');
    expect(all).toContain('住所のない方が1人います');
    expect(words(await shown({ kind: 'first', lot: 'LP1', office: 'honcho' }))).toContain('ロット LP1　2通');
    const { place } = await fresh.db.one<{ place: number }>(sql`
      INSERT INTO cards.storage_places (office_id, cabinet, box, size, cabinet_order, box_order) VALUES (${city.main}, 'P棚', '3箱', 9, 91, 3) RETURNING id AS place`);
    await fresh.db.run(sql`UPDATE cards.cards SET storage_place_id = ${place}, storage_position = 1 WHERE id = ${mine}`);
    for (const box of ['P棚', 'Ｐ棚 ３箱']) expect(words(await shown({ kind: 'first', box }))).toContain('　1通');
    expect(words(await shown({ kind: 'first', box: 'P棚 4箱' }))).toContain('通知を送る方は、いません');
    // Two of the three have an address; the log says how many, not who.
    const page = await shown({ kind: 'first', lot: 'LP1' });
    const labels = await clerk.post(`${PATH}/labels`, { ...formFields(page, `${PATH}/labels`), printer: '2階', sheet: '24' });
    expect([labels.status, pages(labels)]).toEqual([200, 1]);
    const log = await fresh.db.one<{ detail: { list: string; rows: number } }>(
      sql`SELECT detail FROM audit.events WHERE act = 'list.taken' ORDER BY id DESC LIMIT 1`,
    );
    expect(log.detail).toMatchObject({ list: '宛名ラベル', rows: 2 });
    const slip = await clerk.post(`${PATH}/slip`, formFields(page, `${PATH}/slip`));
    expect([slip.status, slip.html.startsWith('%PDF')]).toEqual([200, true]);
  });

  test('every kind says how many wait: 再通知 as it was counted last, of one office, and nobody whom a clerk may not see', async () => {
    const longAgo = async (made: { office?: number; hidden?: boolean }) => {
      const id = await waiting({ lot: 'LP0', ...made });
      await fresh.db.run(
        sql`UPDATE cards.cards SET status = 'notified', notice_date = lib.day_of(lib.now()) - 400 WHERE id = ${id}`,
      );
    };
    for (const made of [{}, { hidden: true }, { office: city.branch }]) await longAgo(made);
    expect(words(await shown({ kind: 'first', lot: 'none' }))).toContain('再通知夜間に数えます返戻');
    await recountDue(fresh.db);
    expect(words(await shown({ kind: 'first', lot: 'none' }))).toMatch(/再通知2通[^返]*現在返戻/u);
    expect(words(await shown({ kind: 'first', lot: 'none', office: 'honcho' }))).toContain('再通知1通');
    expect(words(await shown({ kind: 'again' }))).toContain('再通知　2通');
  });

  test('cards that are in no box yet are counted with the way there: nobody sets them up a second time', async () => {
    const ids = [await waiting({ lot: 'LP8' }), await waiting({ lot: 'LP8', hidden: true })];
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'expected', office_id = NULL WHERE id = ANY (${ids}::bigint[])`);
    for (const office of ['', 'honcho']) {
      const page = await shown({ kind: 'first', lot: 'LP8', office });
      expect(words(page)).toContain('保管していないカードが2枚あります');
      expect(words(page)).toContain('現在、発送できる通知はありません。');
      expect(words(page)).not.toContain('交付前設定の記録がないカードが');
      expect(page.html).toContain('href="/storage/placing"');
    }
    expect(words(await shown({ kind: 'again', lot: 'LP8' }))).not.toContain('保管していないカード');
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf' WHERE id = ANY (${ids}::bigint[])`);
    expect(words(await shown({ kind: 'first', lot: 'LP8' }))).not.toContain('保管していないカード');
  });

  test('labels go on 24 or 44 a sheet, from where a sheet is free and from the one where the paper jammed', async () => {
    for (let k = 0; k < 26; k += 1) await waiting({ lot: 'LP3' });
    const page = await shown({ kind: 'first', lot: 'LP3' });
    const print = async (more: Record<string, string>) =>
      clerk.post(`${PATH}/labels`, { ...formFields(page, `${PATH}/labels`), printer: '2階', ...more });
    expect(pages(await print({ sheet: '24' }))).toBe(2);
    expect(pages(await print({ sheet: '44' }))).toBe(1);
    expect(pages(await print({ sheet: '44', start: '20' }))).toBe(2);
    expect(pages(await print({ sheet: '24', from: '10' }))).toBe(1);
    const wrong = await print({ sheet: '24', start: '30' });
    expect([wrong.status, words(wrong).includes('24面の用紙では')]).toEqual([422, true]);
    const none = await print({ sheet: '24', from: '100' });
    expect([none.status, words(none).includes('印刷する宛名がありません')]).toEqual([422, true]);
  });

  test('that they were posted is recorded for all with a preview, has its slip, and is taken back', async () => {
    const id = await waiting({ lot: 'LP4' });
    const page = await shown({ kind: 'first', lot: 'LP4' });
    const link = /href="(\/cards\/status\?[^"]+)"/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const asked = await good(await clerk.get(link));
    const preview = await clerk.post('/cards/status', {
      ...formFields(asked, '/cards/status'),
      act: 'preview',
      'change-why': '発送',
    });
    expect(words(preview)).toContain('1枚を「通知発送済」に変更する');
    const forms = preview.html.split('<form').filter((form) => form.includes('name="seen"'));
    const seen = /name="seen" value="([^"]+)"/u.exec(forms[0] ?? '')?.[1] ?? '';
    const done = await clerk.follow(
      await clerk.post('/cards/status', { ...formFields(asked, '/cards/status'), act: 'change', 'change-why': '発送', seen }),
    );
    expect(words(await good(done))).toContain('差出票を印刷する（1通）');
    expect(await statusOf(id)).toEqual({ status: 'notified', noticed: city.today });
    const change = /\/cards\/status\/(\d+)/u.exec(done.url)?.[1];
    const slip = await clerk.get(`/cards/status/${change}/slip`);
    expect(slip.html.startsWith('%PDF')).toBe(true);
    await clerk.get(`/cards/status/${change}`);
    await clerk.post(`/cards/status/${change}/undo`, {});
    expect(await statusOf(id)).toEqual({ status: 'preparing', noticed: null });
    expect(words(await shown({ kind: 'first', lot: 'LP4' }))).toContain('ロット LP4　1通');
  });

  test('a card whose settings before handing over are not recorded is left out, and counted, until somebody says otherwise', async () => {
    await waiting({ lot: 'LP6' });
    const bare = await waiting({ lot: 'LP6' });
    const only = await waiting({ lot: 'LP7' });
    await fresh.db.run(sql`UPDATE cards.cards SET set_up_at = NULL WHERE id IN (${bare}, ${only})`);
    // A city that records them for no card posts as it did.
    const usual = words(await shown({ kind: 'first', lot: 'LP6' }));
    expect(usual).toContain('ロット LP6　2通');
    expect(usual).not.toContain('交付前設定の記録がない');
    await fresh.db.run(sql`INSERT INTO cards.set_ups (at, card_ids) VALUES (lib.now(), '{}')`);
    // Where all of them wait for that, nobody is said to have none to come.
    const none = words(await shown({ kind: 'first', lot: 'LP7' }));
    expect(none).toContain('交付前設定の記録がないカードが1枚あります');
    expect(none).toContain('現在、発送できる通知はありません。');
    expect(none).not.toContain('通知を送る方は、いません');
    const page = await shown({ kind: 'first', lot: 'LP6' });
    expect(words(page)).toContain('ロット LP6　1通');
    expect(words(page)).toContain('交付前設定の記録がないカードが1枚あります');
    expect(words(await good(await clerk.get(`/people/${bare}`)))).toContain('交付前設定記録なし');
    const all = await shown({ kind: 'first', lot: 'LP6', setUp: 'all' });
    expect(words(all)).toContain('交付前設定の記録がないカードを含む・ロット LP6　2通');
    const link = /href="(\/cards\/status\?[^"]+)"/u.exec(all.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const asked = await good(await clerk.get(link));
    const preview = await clerk.post('/cards/status', {
      ...formFields(asked, '/cards/status'),
      act: 'preview',
      'change-why': '発送',
    });
    expect(words(preview)).toContain('2枚を「通知発送済」に変更する');
    expect(words(preview)).toContain('交付前設定の記録がないカードが1枚あります');
    // Posted all the same, its second notice is among the others, and counted too.
    await fresh.db.run(
      sql`SELECT cards.set_status(ROW('clock', NULL, NULL, NULL)::audit.actor, ${bare}, 'notified', '', NULL, lib.now())`,
    );
    await fresh.db.run(sql`UPDATE cards.cards SET notice_date = lib.day_of(lib.now()) - 200 WHERE id = ${bare}`);
    const again = words(await shown({ kind: 'again', lot: 'LP6' }));
    expect(again).toContain('再通知・ロット LP6　1通');
    expect(again).toContain('交付前設定の記録がないカードが1枚あります');
    expect(again).not.toContain('設定済みのカードだけにする');
  });

  test('a notice without an address is on no slip and is not recorded as posted; both pages say so', async () => {
    const [lives, nowhere] = [await waiting({ lot: 'LP5' }), await waiting({ lot: 'LP5', address: '' })];
    const page = await shown({ kind: 'first', lot: 'LP5' });
    expect(words(page)).toContain('差出票のPDFを作成する（1通）');
    expect(words(page)).toContain('住所のない方1人は、差出票の通数に入れていません');
    const link = /href="(\/cards\/status\?[^"]+)"/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const asked = await good(await clerk.get(link));
    const typed = { ...formFields(asked, '/cards/status'), 'change-why': '発送' };
    const preview = await clerk.post('/cards/status', { ...typed, act: 'preview' });
    expect(words(preview)).toContain('1枚を「通知発送済」に変更する');
    expect(words(preview)).toContain('住所のない方1人は、発送していないため、変更しません');
    const seen = /name="seen" value="([^"]+)"/u.exec(preview.html)?.[1] ?? '';
    await good(await clerk.follow(await clerk.post('/cards/status', { ...typed, act: 'change', seen })));
    expect(await statusOf(lives)).toEqual({ status: 'notified', noticed: city.today });
    expect(await statusOf(nowhere)).toEqual({ status: 'preparing', noticed: null });
    // Those alone are left: there is nothing to post.
    const left = await shown({ kind: 'first', lot: 'LP5' });
    expect((await clerk.post(`${PATH}/slip`, formFields(left, `${PATH}/slip`))).status).toBe(422);
  });
});
