import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { labelOf } from '../../../../test/support/labels.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { addService, BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { changeStatus } from '../../../cards/acts.ts';
import { previewBulk } from '../../../cards/bulk.ts';
import { receiveWalkIn, record } from '../../../counter/acts.ts';
import { reservationFacts } from '../../../letters/facts.ts';
import { sql } from '../../../lib/db/sql.ts';
import type { ClaimedMail } from '../../../outbox/queue.ts';
import { cancel } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let clerkId = 0;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(50));
  clerkId = await desk.account('koga', ['admin'], city.main);
  clerk = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(async () => {
  await desk.close();
});

const PATH = '/today/end';
const staff = () => ({ kind: 'staff' as const, staffId: clerkId });
const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();

const card = () => {
  n += 1;
  return makeCard(fresh.db, { noticeId: `B7K-${100_000 + n}`, name: `再来 太郎${n}`, birthDate: null, officeId: city.main });
};
async function booked(cardId: number, daysOn: number, of = city): Promise<string> {
  const slotId = await slotAt(fresh.db, of, city.main, daysOn, 9);
  return bookFor(desk.db, staff(), of, cardId, slotId);
}
/** A visit of some days ago that nothing became of: the row goes to its slot, with the counts and with who stood. */
async function missed(cardId: number, daysOn: number, of = city): Promise<string> {
  const id = await booked(cardId, 1, of);
  const [from, to] = [await slotAt(fresh.db, of, city.main, 1, 9), await slotAt(fresh.db, of, city.main, daysOn, 9)];
  await fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${to} WHERE id = ${id}::uuid`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = taken - 1, taken_desk = taken_desk - 1 WHERE id = ${from}`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = taken + 1, taken_desk = taken_desk + 1 WHERE id = ${to}`);
  await fresh.db.run(
    sql`UPDATE ledger.standing SET until = lib.instant(${dayOn(daysOn + 1)}::date, 0) WHERE reservation_id = ${id}::uuid`,
  );
  return id;
}
async function closeDay(daysOn: number): Promise<string> {
  const page = await good(await clerk.get(`${PATH}?office=honcho&day=${dayOn(daysOn)}`));
  return words(await clerk.follow(await clerk.post(PATH, formFields(page, PATH))));
}
const reopen = (daysOn: number) => clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(daysOn) });
async function cancelled(id: string): Promise<void> {
  const { version } = await fresh.db.one<{ version: number }>(
    sql`SELECT version FROM reservations.reservations WHERE id = ${id}::uuid`,
  );
  expect(await cancel(desk.db, staff(), { id, version, reason: '本人の電話' })).toMatchObject({ ok: true });
}
const statusOf = async (cardId: number) =>
  (await fresh.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${cardId}`)).status;
const outcomeOf = async (id: string) =>
  (
    await fresh.db.one<{ outcome: string | null }>(
      sql`SELECT outcome FROM reservations.members WHERE reservation_id = ${id}::uuid`,
    )
  ).outcome;

describe('[8(2)⑦b] a card that is booked again before its missed day is closed', () => {
  test('stays 予約済, and is 未来庁 once the later visit is cancelled', async () => {
    const cardId = await card();
    const old = await missed(cardId, -1);
    const later = await booked(cardId, 6);
    expect(await closeDay(-1)).toContain('日締めをしました。');
    expect([await outcomeOf(old), await statusOf(cardId)]).toEqual(['no-show', 'booked']);
    expect((await previewBulk(desk.db, [cardId], 'to-destroy')).verdicts).toEqual({ booked: 1 });
    expect(await invariantFaults(fresh.db)).toEqual([]);
    await cancelled(later);
    expect(await statusOf(cardId)).toBe('no-show');
    expect((await reopen(-1)).status).toBe(303);
  });

  test('opening the day again puts back who booked again since, too; whose card staff changed since stays 未来庁', async () => {
    const [one, two] = [await card(), await card()];
    const [first, second] = [await missed(one, -3), await missed(two, -3)];
    await closeDay(-3);
    await booked(one, 8);
    expect(await changeStatus(desk.db, staff(), { cardId: two, from: 'no-show', to: 'on-hold', why: '長期不在' })).toMatchObject({
      ok: true,
    });
    expect(words(await clerk.follow(await reopen(-3)))).toContain(
      '1人を未受付に戻しました。1人は、その後に交付状況の変更などがあったため、未来庁のままです。',
    );
    expect([await outcomeOf(first), await statusOf(one)]).toEqual([null, 'booked']);
    expect([await outcomeOf(second), await statusOf(two)]).toEqual(['no-show', 'on-hold']);
  });

  test('[8(2)⑦c] is neither put on 廃棄予定 nor destroyed where it is no longer 予約済 all the same', async () => {
    const cardId = await card();
    await booked(cardId, 7);
    // As a release before this one may have left it.
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'no-show' WHERE id = ${cardId}`);
    expect((await previewBulk(desk.db, [cardId], 'to-destroy')).verdicts).toEqual({ booked: 1 });
    const path = `/people/${cardId}/status`;
    const form = { from: 'no-show', to: 'to-destroy', why: '期限' };
    expect(words(await clerk.get(path))).toContain('予約があるあいだは変更できません。');
    expect(words(await clerk.follow(await clerk.post(path, form)))).toContain('予約があるあいだは変更できません。');
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'to-destroy' WHERE id = ${cardId}`);
    await clerk.get('/cards/destroy');
    expect(words(await clerk.follow(await clerk.post('/cards/destroy', { code: await labelOf(fresh.db, cardId) })))).toContain(
      'このカードには、予約があります。',
    );
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'booked' WHERE id = ${cardId}`);
  });

  test('[8(2)⑦b] one that is 予約済 though no visit has it is changed by hand, alone and with others', async () => {
    // As a release before this one may have left it: its visit was cancelled nights after its day.
    const cards = [await card(), await card()];
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'booked' WHERE id = ANY (${cards}::bigint[])`);
    expect((await previewBulk(desk.db, cards, 'renotified')).verdicts).toEqual({ change: 2 });
    const path = `/people/${cards[0]}/status`;
    expect(words(await good(await clerk.get(`/people/${cards[0]}`)))).not.toContain('予約があるあいだは');
    const form = formFields(await good(await clerk.get(path)), path);
    await clerk.follow(await clerk.post(path, { ...form, to: 'notified', why: '予約の取り消し済み' }));
    expect(await statusOf(cards[0] ?? 0)).toBe('notified');
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'notified' WHERE id = ANY (${cards}::bigint[])`);
  });

  test('[8(2)④a] is booked and received from its page while the missed day is open', async () => {
    const cardId = await card();
    await missed(cardId, -1);
    const page = await good(await clerk.get(`/people/${cardId}`));
    for (const may of ['電話で予約を受ける', '窓口で受付する', '予約の日時・場所を変更する', '予約を取り消す'])
      expect(words(page)).toContain(may);
  });

  test('with visits for two services it stays 予約済 until the last of them is cancelled', async () => {
    const service = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新', capacity: 9 });
    await fresh.db.run(sql`UPDATE services.services SET needs_card = true WHERE id = ${service}`);
    const other = { ...city, service };
    const cardId = await card();
    const first = await booked(cardId, 3);
    const second = await booked(cardId, 4, other);
    await cancelled(first);
    expect(await statusOf(cardId)).toBe('booked');
    await cancelled(second);
    expect(await statusOf(cardId)).toBe('notified');
    const third = await missed(cardId, -2);
    await booked(cardId, 5, other);
    await closeDay(-2);
    expect([await outcomeOf(third), await statusOf(cardId)]).toEqual(['no-show', 'booked']);
    await reopen(-2);
    expect([await outcomeOf(third), await statusOf(cardId)]).toEqual([null, 'booked']);
  });
});

const walkIn = async (cardId: number): Promise<string> => {
  const id = randomUUID();
  const slotId = await slotAt(fresh.db, city, city.main, 0, 23);
  must(
    await receiveWalkIn(desk.db, staff(), {
      ...{ id, serviceId: city.service, slotId, members: [{ cardId }], ...BY_PHONE, channel: 'counter' },
    }),
  );
  return id;
};
const handOver = async (id: string): Promise<void> => {
  must(await record(desk.db, staff(), { reservationId: id, position: 1, from: 'arrived', to: 'handed-over', reason: '' }));
};

describe('[8(2)⑫b] a day of which somebody received the card since', () => {
  test('is closed: they are 未来庁 of that day, and their card stays 交付済', async () => {
    const cardId = await card();
    const old = await missed(cardId, -3);
    await handOver(await walkIn(cardId));
    expect(await closeDay(-3)).toContain('日締めをしました。');
    expect([await outcomeOf(old), await statusOf(cardId)]).toEqual(['no-show', 'handed-over']);
    await reopen(-3);
    expect([await outcomeOf(old), await statusOf(cardId)]).toEqual([null, 'handed-over']);
    await closeDay(-3);
  });

  test('未来庁 is recorded from the page of the visit too', async () => {
    const cardId = await card();
    const old = await missed(cardId, -2);
    await handOver(await walkIn(cardId));
    const pressed = await clerk.post('/today/press', {
      id: old,
      position: '1',
      from: '',
      press: 'no-show',
      office: 'honcho',
      day: dayOn(-2),
    });
    expect(pressed.status).toBe(303);
    expect([await outcomeOf(old), await statusOf(cardId)]).toEqual(['no-show', 'handed-over']);
  });
});

describe('[8(2)⑫b] nobody who has come since reads that they did not', () => {
  const withMail = async (id: string) => {
    await fresh.db.run(sql`UPDATE reservations.reservations SET mail = 'a@example.jp' WHERE id = ${id}::uuid`);
    return id;
  };
  const absentAt = async (daysOn: number) => {
    const cardId = await card();
    const id = await withMail(await missed(cardId, daysOn));
    const form = { id, position: '1', from: '', press: 'no-show', office: 'honcho', day: dayOn(daysOn) };
    expect((await clerk.post('/today/press', form)).status).toBe(303);
    return { id, cardId };
  };
  /** Whether the closing put a mail, and whom of the visit it would tell now. */
  const toldOf = async (id: string) => {
    const mail = { id: 0, kind: 'no-show', reservationId: id, visitId: null } as ClaimedMail;
    return { put: await putFor(id), absent: (await reservationFacts(fresh.db, mail))?.absent };
  };
  const putFor = async (id: string): Promise<number> =>
    (await fresh.db.rows(sql`SELECT FROM outbox.mails WHERE reservation_id = ${id}::uuid AND kind = 'no-show'`)).length;

  test('who has the card, and who is at the counter, before the day is closed: no mail is put, and the page says so', async () => {
    await reopen(-1);
    const [gone, here, absent] = [await absentAt(-1), await absentAt(-1), await absentAt(-1)];
    await handOver(await walkIn(gone.cardId));
    await walkIn(here.cardId);
    const page = words(await good(await clerk.get(`${PATH}?office=honcho&day=${dayOn(-1)}`)));
    expect(page).toContain('メールアドレスのある1組には');
    expect(page.split('送りません（その後に来庁・予約）')).toHaveLength(3);
    await closeDay(-1);
    expect(await toldOf(gone.id)).toEqual({ put: 0, absent: [] });
    expect(await toldOf(here.id)).toEqual({ put: 0, absent: [] });
    expect(await toldOf(absent.id)).toEqual({ put: 1, absent: [1] });
    // Between the closing and the mail: it is dropped when it is written.
    const calls = async () => words(await clerk.get(`/lists/no-shows?office=honcho&from=${dayOn(-1)}&to=${dayOn(-1)}&again=no`));
    const { number } = await fresh.db.one<{ number: string }>(
      sql`SELECT number FROM reservations.reservations WHERE id = ${absent.id}::uuid`,
    );
    expect(await calls()).toContain(number);
    const since = await walkIn(absent.cardId);
    expect(await toldOf(absent.id)).toMatchObject({ absent: [] });
    await handOver(since);
    expect(await toldOf(absent.id)).toMatchObject({ absent: [] });
    // Nor is anybody called for it.
    expect(await calls()).not.toContain(number);
  });

  test('who missed an earlier day and this one, neither of them closed before, is written to', async () => {
    await reopen(-2);
    await reopen(-1);
    const cardId = await card();
    const earlier = await withMail(await missed(cardId, -2));
    await fresh.db.run(
      sql`UPDATE ledger.standing SET until = lib.instant(${dayOn(-1)}::date, 0) WHERE reservation_id = ${earlier}::uuid`,
    );
    const later = await withMail(await missed(cardId, -1));
    await closeDay(-1);
    expect(await toldOf(later)).toEqual({ put: 1, absent: [1] });
  });
});
