import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { brokenCustody } from '../../../../test/support/card-faults.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { labelOf } from '../../../../test/support/labels.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { moveCard, undoMove } from '../../../cards/custody.ts';
import { boxLabel, cardNumber } from '../../../cards/scan.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let koga: Visitor;
let otsubo: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  await desk.account('reader', [], city.main, '閲覧 者');
  koga = await desk.clerk('koga', ['counter'], city.main, '古賀 恵子');
  otsubo = await desk.clerk('otsubo', ['counter'], city.main, '大坪 健');
});
afterAll(() => desk.close());

async function box(cabinet: string): Promise<number> {
  const { id } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO cards.storage_places (office_id, cabinet, box, size) VALUES (${city.main}, ${cabinet}, '1箱', 10) RETURNING id`,
  );
  return id;
}

async function card(placeId: number | null, position: number | null, whereabouts = 'shelf', hidden = false) {
  n += 1;
  const noticeId = `T2K-${200_000 + n}`;
  const name = `棚卸 太郎${n}`;
  const id = await makeCard(fresh.db, {
    noticeId,
    name,
    birthDate: `19${40 + (n % 50)}-05-06`,
    officeId: city.main,
    protected: hidden,
  });
  await fresh.db.run(
    sql`UPDATE cards.cards SET whereabouts = ${whereabouts}, storage_place_id = ${placeId}, storage_position = ${position} WHERE id = ${id}`,
  );
  return { id, noticeId, name };
}

const whereIs = async (id: number) =>
  (await fresh.db.one<{ whereabouts: string }>(sql`SELECT whereabouts FROM cards.cards WHERE id = ${id}`)).whereabouts;
const begin = async (me: Visitor, code: string): Promise<string> => {
  await me.get('/storage/stocktakes');
  return (await me.post('/storage/stocktakes', { code })).location ?? '';
};
const scan = async (me: Visitor, page: string, code: string) => {
  await me.get(page);
  return me.follow(await me.post(page, { code }));
};
const press = async (me: Visitor, page: string, act: string, fields: Record<string, string | string[]> = {}) => {
  const seen = await me.get(page);
  const form = act === 'end' ? formFields(seen, `${page}/end`) : {};
  return me.follow(await me.post(`${page}/${act}`, { ...form, ...fields }));
};

describe('[8(2)⑩a] stock-take of a box', () => {
  test('seen, missing and foreign are answered at once and kept; a second person checks; a difference waits until it is explained', async () => {
    const [place, other] = [await box('棚卸A'), await box('棚卸B')];
    const [one, two, lost] = [await card(place, 1), await card(place, 2), await card(place, 3)];
    const pulled = await card(place, 4, 'pulled');
    const strange = await card(other, 1);
    const page = await begin(koga, boxLabel(place));
    expect(page).toMatch(/^\/storage\/stocktakes\/\d+$/u);
    const first = await good(await koga.get(page));
    expect(words(first)).toContain('未確認 3枚');
    expect(words(first)).toContain('このうち1枚は、引き抜きなどで箱の外にあります。');

    expect(words(await scan(koga, page, cardNumber(one.id)))).toContain('✓ 確認済');
    const again = await scan(koga, page, cardNumber(one.id));
    expect(words(again)).toContain('！ 確認済です');
    const foreign = await scan(koga, page, cardNumber(strange.id));
    expect(words(foreign)).toContain('× 箱から出して、棚卸B 1箱 1 に戻してください。');
    expect(foreign.html).toContain('data-sound="wrong"');
    expect(words(await scan(koga, page, cardNumber(pulled.id)))).toContain('記録では、引き抜き済です。');
    const nothing = await scan(koga, page, 'K-99999999');
    expect(nothing.status).toBe(409);
    expect(words(nothing)).toContain('登録されたカードにありません');

    // A colleague joins, and ticks by hand.
    expect(await begin(otsubo, boxLabel(place))).toBe(page);
    expect(words(await press(otsubo, page, 'tick', { [`card-${two.id}`]: 'yes' }))).toContain('確認済にしました');
    // A note that may not be kept stands in its box again, with what is wrong with it.
    const refused = await good(await koga.post(`${page}/end`, { note: 'あ'.repeat(201), seen: '' }), 422);
    expect(refused.html).toContain(`value="${'あ'.repeat(201)}"`);
    expect(words(refused)).toContain('200文字');
    const ended = await press(koga, page, 'end', { note: '' });
    expect(words(ended)).toContain('見つからない 1枚');
    expect([await whereIs(lost.id), await whereIs(one.id), await whereIs(pulled.id)]).toEqual(['missing', 'shelf', 'pulled']);

    // Who counted does not check: neither who ended it nor who ticked.
    for (const me of [koga, otsubo]) expect(words(await press(me, page, 'check'))).toContain('数えていない職員が行ってください');
    await desk.account('ide', ['counter'], city.main, '井手 真由美');
    const ide = await signedIn(desk.url, 'ide', PASSWORD);
    const todo = await good(await ide.get('/todo'));
    expect(words(todo)).toContain('棚卸の確認');
    expect(words(todo)).toContain('棚卸の差異');
    expect(words(await press(ide, page, 'check'))).toContain('棚卸が完了しました');

    // The foreign one is put back where it belongs by a scan there, the pulled one is explained, the lost one found.
    const open = await good(await koga.get('/storage/differences'));
    for (const { name } of [lost, strange, pulled]) expect(words(open)).toContain(name);
    const of = Number(page.split('/').at(-1));
    const why = ({ id }: { id: number }) => `why-${of}-${id}`;
    expect((await koga.post(`${page}/explain`, { [why(pulled)]: '' })).status).toBe(422);
    const wrong = await koga.post(`${page}/explain`, { [why(pulled)]: '番号は1234-5678-9018', [why(strange)]: 'B棚に戻した' });
    expect([wrong.status, wrong.html.includes('value="B棚に戻した"')]).toEqual([422, true]);
    // Whatever was typed of any of them is kept, whichever page and button it was.
    await koga.post('/storage/differences', { [why(pulled)]: '引き抜きの記録の取消し漏れ', [why(strange)]: 'B棚に戻した' });
    expect(words(await koga.get('/storage/differences'))).not.toContain(strange.name);
    await koga.get('/scan/shelve?office=honcho');
    await koga.post('/scan/shelve', { office: 'honcho', code: cardNumber(lost.id) });
    expect(await whereIs(lost.id)).toBe('shelf');
    const left = await good(await koga.get('/storage/differences'));
    expect(words(left)).toContain('説明が必要な差異はありません');
    const history = await good(await koga.get(page));
    expect(words(history)).toContain('引き抜きの記録の取消し漏れ');
    expect(words(history)).toContain('見つかりました（保管中）');
    const paper = await koga.get(`${page}/count.pdf`);
    expect(paper.headers.get('content-type')).toContain('application/pdf');
    expect(await brokenCustody(desk.db)).toEqual([]);
  });

  test('an explanation that is refused takes none of the others with it', async () => {
    const [place, again] = [await box('棚卸H'), await box('棚卸I')];
    const [one, two] = [await card(place, 1), await card(again, 1)];
    const [kept, reopened] = [await begin(koga, boxLabel(place)), await begin(koga, boxLabel(again))];
    for (const page of [kept, reopened]) await press(koga, page, 'end', { note: '' });
    // The first in the form is refused: a colleague counts that box again meanwhile.
    await press(koga, reopened, 'reopen');
    const why = (page: string, { id }: { id: number }) => `why-${page.split('/').at(-1)}-${id}`;
    const told = await koga.follow(
      await koga.post('/storage/differences', { [why(reopened, two)]: '机の上にあった', [why(kept, one)]: '窓口に出したまま' }),
    );
    expect(words(told)).toContain('ほかの説明は記録しました');
    expect(words(await koga.get(kept))).toContain('窓口に出したまま');
    expect(words(await koga.get(reopened))).not.toContain('机の上にあった');
  });

  test('a card found where it does not belong waits again once the movement that put it right was taken back', async () => {
    const [place, other] = [await box('棚卸V'), await box('棚卸W')];
    await card(place, 1);
    const strange = await card(other, 1);
    const page = await begin(koga, boxLabel(place));
    await scan(koga, page, cardNumber(strange.id));
    await press(koga, page, 'end', { note: '' });
    const waits = async () => words(await koga.get('/storage/differences')).includes(strange.name);
    const actor = { kind: 'operator' as const };
    expect(await waits()).toBe(true);
    const moved = await moveCard(desk.db, actor, {
      cardId: strange.id,
      event: 'moved',
      placeId: place,
      toOfficeId: null,
      note: '',
    });
    expect([moved.ok, await waits()]).toEqual([true, false]);
    expect((await undoMove(desk.db, actor, moved.ok ? moved.value : 0)).ok).toBe(true);
    expect(await waits()).toBe(true);
  });

  test('whose holder comes is looked for first: a difference shows the coming visit, to whom it may', async () => {
    const place = await box('棚卸来庁');
    const [one, two] = [await card(place, 1), await card(place, 2)];
    const slot = await slotAt(fresh.db, city, city.main, 2, 11);
    const id = randomUUID();
    const request = {
      id,
      serviceId: city.service,
      slotId: slot,
      members: [{ cardId: two.id }],
      ...BY_PHONE,
    };
    expect((await book(desk.db, { kind: 'operator' }, request)).ok).toBe(true);
    const page = await begin(koga, boxLabel(place));
    const ended = await press(koga, page, 'end', { note: '' });
    expect(ended.html).toContain(`href="/reservations/${id}"`);
    const open = await good(await koga.get('/storage/differences'));
    expect(open.html).toContain(`href="/reservations/${id}"`);
    expect(open.html.indexOf(two.noticeId)).toBeLessThan(open.html.indexOf(one.noticeId));
    // However many wait, whose holder comes first is on the first page.
    await fresh.db.pool.query(`
      DO $$ DECLARE c cards.cards; d cards.stocktake_cards; names text; BEGIN
        SELECT * INTO c FROM cards.cards WHERE id = ${one.id};
        SELECT * INTO d FROM cards.stocktake_cards WHERE card_id = ${one.id} ORDER BY stocktake_id DESC LIMIT 1;
        SELECT string_agg(quote_ident(attname), ', ') INTO names FROM pg_attribute WHERE attrelid = 'cards.cards'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
        FOR n IN 1..120 LOOP
          c.id := 900000 + n; c.notice_id := 'Q1Q-' || 900000 + n; c.storage_position := NULL;
          EXECUTE format('INSERT INTO cards.cards (%1$s) OVERRIDING SYSTEM VALUE SELECT %1$s FROM (SELECT ($1::cards.cards).*) x', names) USING c;
          d.card_id := c.id; INSERT INTO cards.stocktake_cards SELECT d.*;
        END LOOP;
      END $$`);
    const first = await good(await koga.get('/storage/differences'));
    expect(first.html).toContain(`href="/reservations/${id}"`);
    expect(first.html.split('name="why-').length).toBeLessThan(110);
    expect(first.html).toContain('page=2');
    await fresh.db.run(sql`DELETE FROM cards.stocktake_cards WHERE card_id > 900000`);
    await fresh.db.run(sql`DELETE FROM cards.cards WHERE id > 900000`);
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${two.id}`);
    expect((await good(await koga.get('/storage/differences'))).html).not.toContain(`/reservations/${id}`);
  });

  test('a scan is taken back; what was put here stays here; a count that ended too early goes on with nothing lost', async () => {
    const [place, other] = [await box('棚卸C'), await box('棚卸D')];
    const [one, two] = [await card(place, 1), await card(place, 2)];
    const moved = await card(other, 1);
    const page = await begin(koga, boxLabel(place));
    await scan(koga, page, one.noticeId);
    expect(words(await press(koga, page, 'unsee', { card: String(one.id) }))).toContain('記録を取り消しました');
    expect(words(await good(await koga.get(page)))).toContain('未確認 2枚');
    await scan(koga, page, one.noticeId);
    await scan(koga, page, moved.noticeId);
    expect(words(await press(koga, page, 'put', { card: String(moved.id) }))).toContain('この箱に入れたことを記録しました');
    const { place: now } = await fresh.db.one<{ place: number }>(
      sql`SELECT storage_place_id AS place FROM cards.cards WHERE id = ${moved.id}`,
    );
    expect(now).toBe(place);

    // Whoever saw an older page is told, nothing is written.
    const old = formFields(await koga.get(page), `${page}/end`);
    await scan(otsubo, page, two.noticeId);
    expect(words(await press(otsubo, page, 'unsee', { card: String(two.id) }))).toContain('記録を取り消しました');
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'pulled' WHERE id = ${two.id}`);
    expect(words(await koga.follow(await koga.post(`${page}/end`, old)))).toContain('カードの記録が変わりました');
    await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'shelf' WHERE id = ${two.id}`);
    await press(koga, page, 'end');
    expect(await whereIs(two.id)).toBe('missing');
    expect(words(await press(koga, page, 'reopen'))).toContain('棚卸を再開しました');
    expect(await whereIs(two.id)).toBe('shelf');
    await scan(koga, page, two.noticeId);
    expect(words(await press(koga, page, 'end'))).toContain('見つからない 0枚');
    expect(await brokenCustody(desk.db)).toEqual([]);
  });

  test('支援措置 is counted like every card, and named only to who may see it', async () => {
    const place = await box('棚卸E');
    const hidden = await card(place, 1, 'shelf', true);
    const page = await begin(koga, boxLabel(place));
    expect((await koga.get(page)).html).not.toContain(hidden.name);
    const seen = await scan(koga, page, await labelOf(desk.db, hidden.id));
    expect(words(seen)).toContain('✓ 確認済');
    expect(seen.html).not.toContain(hidden.name);
    expect(seen.html).not.toContain(hidden.noticeId);
    expect(words(await press(koga, page, 'drop'))).toContain('棚卸を取りやめました');
    expect((await koga.post(page, { code: await labelOf(desk.db, hidden.id) })).status).toBe(409);
  });

  test('who may not move cards sees none of it', async () => {
    const reader = await signedIn(desk.url, 'reader', PASSWORD);
    for (const path of ['/storage/stocktakes', '/storage/stocktakes/1', '/storage/differences'])
      expect((await reader.get(path)).status, path).toBe(403);
  });
});

describe('[8(2)⑩a] a card that is not where it should be', () => {
  test('is reported missing on its page, with where one looked, and found by reading it', async () => {
    const place = await box('棚卸F');
    const lost = await card(place, 1);
    const page = await good(await koga.get(`/people/${lost.id}`));
    expect(page.html).toContain(`/people/${lost.id}/missing`);
    const form = await good(await koga.get(`/people/${lost.id}/missing`));
    expect(words(form)).toContain('棚卸F 1箱 1');
    const told = await koga.follow(await koga.post(`/people/${lost.id}/missing`, { note: '前後の箱' }));
    expect(words(told)).toContain('所在確認中にしました');
    expect(words(told)).toContain('探した場所：前後の箱');
    expect(words(await koga.follow(await koga.post(`/people/${lost.id}/missing`, { note: '' })))).toContain(
      'その操作はできません',
    );
    await koga.get('/scan/shelve?office=honcho');
    await koga.post('/scan/shelve', { office: 'honcho', code: lost.noticeId });
    expect(await whereIs(lost.id)).toBe('shelf');
  });

  test('lost at one office and found at another, it is recorded as it was, by hand and by scan, with where; the list of lost cards lets go of it', async () => {
    const place = await box('棚卸G');
    const stands = (id: number) =>
      fresh.db.one<{ whereabouts: string; office: number; place: number | null; note: string; event: string }>(sql`
        SELECT c.whereabouts, c.office_id AS office, c.storage_place_id AS place, e.note, e.event FROM cards.cards c
          JOIN LATERAL (SELECT * FROM cards.custody_events x WHERE x.card_id = c.id ORDER BY x.id DESC LIMIT 1) e ON true WHERE c.id = ${id}`);
    const lose = async (position: number) => {
      const lost = await card(place, position);
      await koga.get(`/people/${lost.id}/missing`);
      await koga.post(`/people/${lost.id}/missing`, { note: '' });
      return lost;
    };
    const byHand = await lose(1);
    const path = `/people/${byHand.id}/found`;
    expect((await good(await koga.get(`/people/${byHand.id}`))).html).toContain(path);
    const form = formFields(await good(await koga.get(path)), path);
    const empty = await good(await koga.post(path, { ...form, office: 'kitano', note: '' }), 422);
    expect(words(empty)).toContain('見つかった所');
    expect(await whereIs(byHand.id)).toBe('missing');
    const done = words(await koga.follow(await koga.post(path, { ...form, office: 'kitano', note: '窓口の引出し' })));
    for (const said of ['見つかったことを記録しました', '見つかった所：窓口の引出し']) expect(done).toContain(said);
    const found = { whereabouts: 'counter', office: city.branch, place: null, note: '窓口の引出し', event: 'found-at' };
    expect(await stands(byHand.id)).toEqual(found);
    expect(words(await good(await koga.get('/lists/under-way')))).not.toContain(byHand.name);
    // It belongs to the main hall: it is to be sent back.
    expect(words(await good(await koga.get('/lists/card-tasks?office=&task=')))).toContain(byHand.name);
    expect(words(await good(await otsubo.get(`/people/${byHand.id}`)))).toContain('別の場所で見つかった');
    // Only a missing card is found.
    expect(words(await koga.follow(await koga.post(path, { ...form, office: 'kitano', note: 'もう一度' })))).toContain(
      'その操作はできません',
    );

    const byScan = await lose(2);
    const scanFound = async (fields: Record<string, string>) => {
      const at = '/scan/found?office=kitano';
      const answer = await koga.post('/scan/found', { ...formFields(await koga.get(at), '/scan/found'), ...fields });
      return answer.location === null ? answer : koga.follow(answer);
    };
    expect(words(await good(await scanFound({ code: byScan.noticeId }), 422))).toContain('見つかった所');
    expect(await whereIs(byScan.id)).toBe('missing');
    const read = words(await good(await scanFound({ code: byScan.noticeId, note: '窓口の引出し' })));
    expect(read).toContain('✓ 見つかったことを記録しました');
    expect(await stands(byScan.id)).toEqual(found);
    expect(
      await fresh.db.rows(sql`SELECT FROM audit.events WHERE act = 'card.found-at' AND card_id IN (${byHand.id}, ${byScan.id})`),
    ).toHaveLength(2);
    // Taken back, it is missing from its box again.
    const { event } = await fresh.db.one<{ event: number }>(
      sql`SELECT max(id) AS event FROM cards.custody_events WHERE card_id = ${byScan.id}`,
    );
    await koga.get('/scan/found?office=kitano');
    await koga.follow(await koga.post('/scan/found/undo', { event: String(event) }));
    expect(await stands(byScan.id)).toMatchObject({ whereabouts: 'missing', office: city.main, place });
    expect((await brokenCustody(desk.db)).filter((id) => id === byHand.id || id === byScan.id)).toEqual([]);
  });
});
