import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile, person } from '../../../../test/clauses/support/people.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { readNotReady } from '../../../counter/not-ready.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let clerk: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
  clerk = await desk.clerk('koga', ['counter'], city.main);
});
afterAll(() => desk?.close());

const press = async (path: string, typed: Record<string, string>, action = path) =>
  admin.post(action, { ...formFields(await admin.get(path), action), ...typed });
const hidden = async (): Promise<number[]> =>
  (await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards WHERE protected ORDER BY id`)).map(({ id }) => id);
const isOn = async (who: Visitor, path: string, name: string) => words(await who.get(path)).includes(name);
const foundBy = async (who: Visitor, id: string, name: string): Promise<boolean> => {
  await who.get('/today');
  const answer = await who.post('/search', { q: id });
  return words(answer.status === 303 ? await who.follow(answer) : answer).includes(name);
};

test('[8(2)②b] a person marked on their page is gone at once for who may not see them, with their next card too, and back when it is lifted', async () => {
  const one = person();
  await importFile(fresh, [one]);
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM cards.cards WHERE notice_id = ${one.noticeId}`);
  const list = '/lists/cards?office=&booked=all';
  const given = one.name.split('　')[1] ?? one.name;
  expect(await foundBy(clerk, one.noticeId, given)).toBe(true);
  expect([await isOn(clerk, list, one.noticeId), words(await clerk.get(`/people/${id}`)).includes('支援措置')]).toEqual([
    true,
    false,
  ]);
  expect((await clerk.get(`/people/${id}/protect`)).status).toBe(403);

  const path = `/people/${id}/protect`;
  expect(words(await good(await admin.get(path)))).toContain('あとから届くカードも、同じになります');
  const early = await press(path, { since: addDays(city.today, 1), why: '申出' });
  expect([early.status, await hidden()]).toEqual([422, []]);
  const done = await admin.follow(await press(path, { since: addDays(city.today, -2), why: '支援措置申出書を受理' }));
  expect(words(await good(done))).toContain('支援措置を登録しました');
  for (const part of ['支援措置の履歴', '支援措置申出書を受理', '井手 誠', '支援措置を解除する', '電話で予約を受ける'])
    expect(words(done)).toContain(part);

  // What not to tell stands in words before the name, also where a call about them is taken.
  for (const page of [
    done,
    await good(await admin.get(`/booking?card=${id}`)),
    await good(await admin.get(`/walk-in?card=${id}`)),
  ]) {
    const said = words(page);
    const note = said.indexOf('支援措置の対象者です');
    expect(note).toBeGreaterThan(0);
    expect(said).toContain('本人以外に伝えないでください');
    expect(said.indexOf(given)).toBeGreaterThan(note);
  }

  expect([(await clerk.get(`/people/${id}`)).status, await isOn(clerk, list, one.noticeId)]).toEqual([404, false]);
  expect(await isOn(admin, list, one.noticeId)).toBe(true);
  expect([await foundBy(clerk, one.noticeId, given), await foundBy(admin, one.noticeId, given)]).toEqual([false, true]);
  // A card made anew for the same person is marked as it comes in, and the list that says so cannot take the first one away.
  await importFile(fresh, [{ ...one, noticeId: 'Z9Z-900001' }]);
  const cards = await hidden();
  expect([cards.length, cards[0]]).toEqual([2, id]);
  expect(await isOn(clerk, list, 'Z9Z-900001')).toBe(false);

  const lines = await fresh.db.rows<{ act: string; detail: object }>(
    sql`SELECT act, detail FROM audit.events WHERE act LIKE 'card.protect%' ORDER BY id`,
  );
  expect(lines).toEqual([{ act: 'card.protected', detail: { rows: 1 } }]);
  expect(JSON.stringify(lines)).not.toContain(given);

  // Lifted on the page of the other card, it is lifted from the person.
  const other = `/people/${cards[1] ?? 0}/protect`;
  const lifted = await admin.follow(await press(other, { why: '支援期間の終了' }, `${other}/lift`));
  expect(words(await good(lifted))).toContain('支援措置を解除しました');
  expect(words(await admin.get(`/people/${id}`))).toContain('支援期間の終了');
  expect([await hidden(), await isOn(clerk, list, one.noticeId)]).toEqual([[], true]);
  // What it was about stays with who may see such people.
  expect(await isOn(clerk, `/people/${id}`, '支援期間の終了')).toBe(false);
  await importFile(fresh, [{ ...one, noticeId: 'Z9Z-900002' }]);
  expect(await hidden()).toEqual([]);
});

test('somebody whose birthday is not known is marked by their card alone; pressed twice, it is marked once', async () => {
  const [one, other] = [
    await makeCard(fresh.db, { noticeId: 'P1P-100001', birthDate: null }),
    await makeCard(fresh.db, { noticeId: 'P1P-100002', birthDate: null }),
  ];
  const path = `/people/${one}/protect`;
  const fields = { ...formFields(await admin.get(path), path), why: '申出' };
  for (let turn = 0; turn < 2; turn += 1) expect((await admin.post(path, fields)).status).toBe(303);
  expect([await hidden(), (await clerk.get(`/people/${other}`)).status]).toEqual([[one], 200]);
  expect(await fresh.db.rows(sql`SELECT 1 FROM cards.protections WHERE card_id = ${one}`)).toHaveLength(1);
});

test('a card that comes in while its person is being marked is marked too', async () => {
  const first = await makeCard(fresh.db, { noticeId: 'P2P-100001', name: '同時 花子', birthDate: '1970-05-05' });
  const path = `/people/${first}/protect`;
  const fields = { ...formFields(await admin.get(path), path), why: '申出' };
  let second = 0;
  let marked: Promise<unknown> = Promise.resolve();
  await fresh.db.transaction(async (tx) => {
    second = await makeCard(tx, { noticeId: 'P2P-100002', name: '同時 花子', birthDate: '1970-05-05' });
    // The last step of a list that is taken in: nobody is marked yet.
    await tx.run(sql`SELECT cards.mark_protected()`);
    marked = admin.post(path, fields);
    const waits = () =>
      tx.rows(
        sql`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 7310433 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    await expect.poll(async () => (await waits()).length).toBe(1);
  });
  await marked;
  expect(await hidden()).toEqual(expect.arrayContaining([first, second]));
});

test('[8(2)②b] where one of a family is under it, the page and the lists of the others tell neither telephone, address nor mails of the visit, and offer nothing that answers 404', async () => {
  const [child, parent] = [
    await makeCard(fresh.db, { noticeId: 'P1P-100011', name: '家族 子', birthDate: '2015-05-05', officeId: city.main }),
    await makeCard(fresh.db, { noticeId: 'P1P-100012', name: '家族 親', birthDate: '1985-05-05', officeId: city.main }),
  ];
  const id = randomUUID();
  const booked = await book(
    fresh.db,
    { kind: 'staff', staffId: 1 },
    {
      ...{ id, serviceId: city.service, slotId: await slotAt(fresh.db, city, city.main, 0, 23), channel: 'phone' },
      ...{ members: [{ cardId: child }, { cardId: parent }], mail: 'oya@example.jp', phone: '09055556666', language: 'ja' },
      ...{ exceedReason: null, personReason: null },
    },
  );
  expect(booked.ok).toBe(true);
  await fresh.db.run(sql`UPDATE cards.cards SET whereabouts = 'missing' WHERE id = ${child}`);
  const told = async (path: string) => {
    const { html } = await good(await clerk.get(path));
    return [/oya@example/u.test(html), /090-?5555-?6666/u.test(html), html.includes(`/reservations/${id}`)];
  };
  const pages = [`/people/${child}`, `/lists/visits?from=${city.today}&to=${city.today}`, '/lists/not-ready'];
  expect(await told(`/people/${child}`)).toEqual([true, true, true]);
  expect((await told(`/lists/visits?from=${city.today}&to=${city.today}`))[1]).toBe(true);
  expect((await readNotReady(fresh.db, { seesProtected: false }, city.main)).map(({ phone }) => phone)).toEqual(['09055556666']);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${parent}`);
  for (const path of pages) expect(await told(path), path).toEqual([false, false, false]);
  expect((await readNotReady(fresh.db, { seesProtected: false }, city.main)).map(({ phone }) => phone)).toEqual([null]);
  const page = words(await clerk.get(`/people/${child}`));
  expect(page).toContain('担当の職員が対応します');
  expect(page).not.toContain('予約の日時・場所を変更する');
});
