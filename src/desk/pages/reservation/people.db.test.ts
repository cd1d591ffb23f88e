import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { shortDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';

/** People of a booked visit at the desk: slots of two places. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let clerk: Visitor;
let admin: Visitor;
let made = 0;
let hour = 7;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(2, 'koga', ['counter']));
  admin = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await desk.close();
});

async function card(name: string, more: Partial<Parameters<typeof makeCard>[1]> = {}) {
  made += 1;
  const noticeId = `P1P-${String(made).padStart(6, '0')}`;
  return { noticeId, name, id: await makeCard(fresh.db, { noticeId, name, officeId: city.main, ...more }) };
}
const slotNow = () => slotAt(fresh.db, city, city.main, 5, hour);
/** A visit of one person booked at the desk, in an hour of its own; the address of its people. */
async function booked(name: string): Promise<{ here: string; id: string; slot: number }> {
  hour += 1;
  const slot = await slotNow();
  const id = randomUUID();
  const who = await card(name);
  const done = await book(
    fresh.db,
    { kind: 'staff', staffId: 1 },
    {
      id,
      serviceId: city.service,
      slotId: slot,
      members: [{ cardId: who.id }],
      ...BY_PHONE,
      mail: 'a@example.jp',
    },
  );
  expect(done.ok).toBe(true);
  return { here: `/reservations/${id}/people`, id, slot };
}
/** Looks somebody up and presses the button that adds them. */
async function add(who: Visitor, here: string, notice: string, typed: Record<string, string> = {}) {
  const page = await good(await who.get(here));
  const found = await who.follow(await who.post(`${here}/find`, { ...formFields(page, `${here}/find`), q: notice }));
  return who.post(here, { ...formFields(found, here), ...typed });
}
const taken = async (slot: number) =>
  (await fresh.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).taken;

describe('[8(3)⑩c] who comes with a booked visit', () => {
  test('one is found and added, another is cancelled alone; place, status, mail and log follow', async () => {
    const { here, id, slot } = await booked('江頭 一');
    const child = await card('江頭 二');
    const visit = await good(await clerk.get(here.replace('/people', '')));
    expect(visit.html).toContain(`href="${here}"`);
    expect((await add(clerk, here, child.noticeId)).location).toBe(`${here}?done=added`);
    expect(await taken(slot)).toBe(2);
    const page = await good(await clerk.get(`${here}?done=added`));
    expect(words(page)).toContain('江頭 二');
    const out = { position: '1', version: /name="version" value="(\d+)"/u.exec(page.html)?.[1] ?? '' };
    expect((await clerk.post(`${here}/remove`, out)).location).toBe(`${here}?done=removed`);
    expect(await taken(slot)).toBe(1);
    // Only one is left: the page leads to cancelling the visit.
    const left = await good(await clerk.get(here));
    expect(words(left)).not.toContain('江頭 一');
    expect(left.html).toContain(`href="${here.replace('/people', '/cancel')}"`);
    const acts = await fresh.db.rows<{ act: string }>(
      sql`SELECT act FROM audit.events WHERE reservation_id = ${id}::uuid AND act LIKE 'reservation.member-%' ORDER BY id`,
    );
    expect(acts.map(({ act }) => act)).toEqual(['reservation.member-added', 'reservation.member-removed']);
    const mails = await fresh.db.rows<{ kind: string }>(
      sql`SELECT kind FROM outbox.mails WHERE reservation_id = ${id}::uuid ORDER BY id`,
    );
    expect(mails.map(({ kind }) => kind)).toEqual(['booked', 'changed', 'changed']);
  });

  test('[8(2)⑥a] a party is moved to times that its slowest card can reach: none is offered that the act refuses', async () => {
    const { id } = await booked('江頭 遠一');
    const far = await card('江頭 遠二', { officeId: city.branch });
    // Tomorrow is early enough for a card that lies here; one from the branch is two open days on its way.
    const [near, late] = [await slotAt(fresh.db, city, city.main, 1, 10), await slotAt(fresh.db, city, city.main, 3, 10)];
    const path = `/reservations/${id}/move`;
    const offers = async (slot: number) => (await good(await clerk.get(path))).html.includes(`value="${slot}"`);
    expect(await offers(near)).toBe(true);
    expect((await add(clerk, `/reservations/${id}/people`, far.noticeId)).status).toBe(303);
    expect([await offers(near), await offers(late)]).toEqual([false, true]);
    const chosen = await clerk.follow(
      await clerk.post(path, { ...formFields(await clerk.get(path), path), slot: String(late), act: 'choose' }),
    );
    expect((await clerk.post(path, { ...formFields(chosen, path), act: 'confirm' })).location).toContain('done=moved');
  });

  test('a full slot: a clerk is told what to do, an administrator gives a reason', async () => {
    const { here, slot } = await booked('江頭 三');
    expect((await add(clerk, here, (await card('江頭 四')).noticeId)).status).toBe(303);
    const fifth = await card('江頭 五');
    const refused = await good(await add(clerk, here, fifth.noticeId), 409);
    expect(words(refused)).toContain('この枠は満員です。予約を空きのある日時へ変更してから');
    const asked = await good(await add(admin, here, fifth.noticeId), 409);
    expect(words(asked)).toContain('枠を超える理由');
    const without = await good(await admin.post(here, formFields(asked, here)), 422);
    expect(words(without)).toContain('枠を超える理由を入力してください');
    expect((await admin.post(here, { ...formFields(asked, here), exceed: '離れられない家族' })).location).toBe(
      `${here}?done=added`,
    );
    expect(await taken(slot)).toBe(3);
  });

  test('[8(3)⑥] so many take the slot after it too: where that is full, or there is none, it is said so and nothing is lost', async () => {
    await fresh.db.run(sql`UPDATE services.services SET slot_every = 1`);
    try {
      const { here } = await booked('続 一');
      hour += 1;
      const next = await slotNow();
      await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0 WHERE id = ${next}`);
      const another = await card('続 二');
      const refused = await good(await add(clerk, here, another.noticeId), 409);
      expect(words(refused)).toContain(
        'この人数には続きの枠も必要ですが、その枠は満員です。予約を続きの枠も空きのある日時へ変更してから',
      );
      const asked = await good(await add(admin, here, another.noticeId), 409);
      expect(words(asked)).toContain('続きの枠も必要ですが、その枠は満員です。枠を超えて追加するときは');
      await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now(), gone = true WHERE id = ${next}`);
      const shut = await good(await add(admin, here, another.noticeId), 409);
      expect(words(shut)).toContain('受付の終わりか閉庁のため、ありません');
      await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = NULL, gone = false, capacity = 2 WHERE id = ${next}`);
      expect((await add(clerk, here, another.noticeId)).status).toBe(303);
      expect(await taken(next)).toBe(2);
    } finally {
      await fresh.db.run(sql`UPDATE services.services SET slot_every = 0`);
    }
  });

  test('who is booked elsewhere is not added; who is under 支援措置 is not found by who may not see them', async () => {
    const other = await booked('江頭 六');
    const { here } = await booked('江頭 七');
    const { notice } = await fresh.db.one<{ notice: string }>(
      sql`SELECT c.notice_id AS notice FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id WHERE m.reservation_id = ${other.id}::uuid`,
    );
    const page = await good(await clerk.get(here));
    const found = await clerk.follow(await clerk.post(`${here}/find`, { ...formFields(page, `${here}/find`), q: notice }));
    expect(words(found)).toContain('その予約を取り消すと、追加できます');
    const hidden = await card('隠 された', { protected: true });
    const nobody = await clerk.follow(
      await clerk.post(`${here}/find`, { ...formFields(page, `${here}/find`), q: hidden.noticeId }),
    );
    expect(words(nobody)).not.toContain('隠 された');
    const version = /name="version" value="(\d+)"/u.exec(page.html)?.[1] ?? '0';
    expect((await clerk.post(here, { card: String(hidden.id), version })).location).toBe(here);
  });

  test('[9(3)b] for a service without a card who comes is typed', async () => {
    const service = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
    const { id: slot } = await fresh.db.one<{ id: number }>(
      sql`SELECT id FROM ledger.slots WHERE service_id = ${service} AND office_id = ${city.main} AND day = ${addDays(city.today, 5)} AND start_minute = 600`,
    );
    const id = randomUUID();
    const person = { name: '久留米 花子', kana: 'クルメ ハナコ', birthDate: '1977-11-09', phone: '09012345678' };
    const done = await book(
      fresh.db,
      { kind: 'staff', staffId: 1 },
      {
        id,
        serviceId: service,
        slotId: slot,
        members: [{ person }],
        ...BY_PHONE,
        phone: person.phone,
      },
    );
    expect(done.ok).toBe(true);
    const here = `/reservations/${id}/people`;
    const page = await good(await clerk.get(here));
    const typed = { name: '久留米 次郎', kana: 'クルメ ジロウ', birth: 'H31.4.5', phone: '' };
    const seen = await clerk.follow(await clerk.post(`${here}/person`, { ...formFields(page, `${here}/person`), ...typed }));
    expect((await clerk.post(here, formFields(seen, here))).location).toBe(`${here}?done=added`);
    expect(await taken(slot)).toBe(2);
  });

  test('a relative whose card is brought too late for the day is told so before the press, with the first day that would do and the way to move there', async () => {
    const { here, id } = await booked('家族 近');
    const far = await card('家族 遠', { officeId: city.branch });
    await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 9`);
    const first = addDays(city.today, 9);
    const page = await good(await clerk.get(`${here}?card=${far.id}`));
    const told = `この方のカードは北野総合支所にあります。カードの回送に日数がかかるため、${shortDate(first)}から`;
    expect(words(page)).toContain(told);
    expect(words(page)).not.toContain('家族 遠さんを追加する');
    expect(page.html).toContain(`href="/reservations/${id}/move?from=${first}"`);
    // The way was longer when the page was open than when it is pressed.
    await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 2`);
    const open = await good(await clerk.get(`${here}?card=${far.id}`));
    expect(words(open)).toContain('家族 遠さんを追加する');
    await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 9`);
    const refused = await good(await clerk.post(here, formFields(open, here)), 409);
    expect(words(refused)).toContain(told);
    await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 2`);
  });
});
