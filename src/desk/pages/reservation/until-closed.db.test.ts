import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, startDesk, stopTime, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { invariantFaults } from '../../../../test/support/invariant.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';

/** Half past ten of a day of the test's own: who was booked for ten is late. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let n = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  const { now } = await fresh.db.one<{ now: string }>(
    sql`SELECT to_char(lib.instant(lib.day_of(lib.now()), 630) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS now`,
  );
  const clock = await stopTime(fresh, now);
  city = await buildSmallCity(fresh.db, 9);
  desk = await startDesk(fresh, clock);
  await desk.account('koga', ['counter'], city.main);
  me = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await desk?.close();
  await fresh?.drop();
});

/** A visit booked for ten o'clock today, when it was still to come; the address of its page. */
async function lateVisit(name: string, phone = ''): Promise<{ here: string; id: string; card: number }> {
  n += 1;
  const card = await makeCard(fresh.db, { noticeId: `L1T-${String(n).padStart(6, '0')}`, name, officeId: city.main, phone });
  const slot = await slotAt(fresh.db, city, city.main, 0, 11);
  const late = await slotAt(fresh.db, city, city.main, 0, 9);
  const page = await me.get(`/booking?card=${card}`);
  const chosen = await me.follow(
    await me.post('/booking', { ...formFields(page, '/booking'), slot: String(slot), act: 'choose' }),
  );
  const booked = await me.post('/booking', { ...formFields(chosen, '/booking'), phone: '', act: 'confirm' });
  const here = booked.location?.split('?')[0] ?? '';
  const id = here.split('/').at(-1) ?? '';
  // Its hour is over: the row goes to an earlier slot of the day, the counts with it.
  await fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${late} WHERE id = ${id}::uuid`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = taken - 1, taken_desk = taken_desk - 1 WHERE id = ${slot}`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = taken + 1, taken_desk = taken_desk + 1 WHERE id = ${late}`);
  return { here, id, card };
}

async function moveTo(here: string, slot: number) {
  const page = await good(await me.get(`${here}/move`));
  const chosen = await me.follow(
    await me.post(`${here}/move`, { ...formFields(page, `${here}/move`), slot: String(slot), act: 'choose' }),
  );
  return me.post(`${here}/move`, { ...formFields(chosen, `${here}/move`), act: 'confirm' });
}

describe('[8(2)⑥d] a visit nothing became of', () => {
  test('is moved to a later hour of the same day, though its own has passed', async () => {
    const { here } = await lateVisit('遅刻 花子');
    expect(words(await good(await me.get(here)))).not.toContain('期限を過ぎています');
    const moved = await moveTo(here, await slotAt(fresh.db, city, city.main, 0, 15));
    expect(moved.location).toContain('done=moved');
    expect(words(await me.follow(moved))).toContain('15:00');
  });

  test('not once somebody came, and not where the city switched the change of the day off', async () => {
    const { here, id } = await lateVisit('来庁 次郎');
    const slot = await slotAt(fresh.db, city, city.main, 0, 16);
    const page = await me.get(`${here}/move`);
    const chosen = await me.follow(
      await me.post(`${here}/move`, { ...formFields(page, `${here}/move`), slot: String(slot), act: 'choose' }),
    );
    const press = formFields(chosen, `${here}/move`);
    await me.get('/today');
    await me.post('/today/press', { id, position: '1', from: '', press: 'arrived', office: 'honcho' });
    const refused = await me.post(`${here}/move`, { ...press, act: 'confirm' });
    expect(words(await me.follow(refused))).toContain('来庁の記録があるため、変更・取消はできません');
    expect(words(await me.get(here))).toContain('来庁の記録があるため、できません');
    const other = await lateVisit('期限 三郎');
    await fresh.db.run(sql`UPDATE calendar.windows SET same_day_change = false WHERE audience = 'staff'`);
    expect(words(await me.get(other.here))).toContain('変更できる期限を過ぎています');
    await fresh.db.run(sql`UPDATE calendar.windows SET same_day_change = true WHERE audience = 'staff'`);
  });
});

describe('[8(2)⑬b] telephone and remark of a booking', () => {
  const log = (id: string) =>
    desk.db.rows<{ act: string; detail: unknown }>(
      sql`SELECT act, detail FROM audit.events WHERE reservation_id = ${id}::uuid AND act = 'reservation.phone-set' ORDER BY id`,
    );

  test('are corrected until the day is over; the log says that, never what', async () => {
    const { here, id, card } = await lateVisit('電話 四郎', '0942000044');
    // The card's own number stands where the booking has none, and says so.
    expect(words(await me.get(here))).toMatch(/0942-00-0044\s*カードに登録されている番号/u);
    const page = await good(await me.get(`${here}/contact`));
    const form = formFields(page, `${here}/contact`);
    const fixed = await me.post(`${here}/contact`, {
      ...form,
      phone: '０９０－１２３４－５６７８',
      [`remark-${card}`]: '耳が遠い。',
    });
    const after = words(await me.follow(fixed));
    for (const said of ['修正しました', '090-1234-5678', '耳が遠い。']) expect(after).toContain(said);
    expect(await log(id)).toEqual([{ act: 'reservation.phone-set', detail: { before: false, after: true } }]);
    const board = await me.get('/today');
    const seen = formFields(await me.get(`${here}/contact`), `${here}/contact`);
    expect(board.status).toBe(200);
    await me.post('/today/press', { id, position: '1', from: '', press: 'no-show', office: 'honcho' });
    // It has an outcome, its day goes on.
    const again = formFields(await me.get(`${here}/contact`), `${here}/contact`);
    expect((await me.post(`${here}/contact`, { ...again, phone: '' })).location).toContain('done=contact');
    expect((await me.post(`${here}/contact`, { ...seen, phone: '0942000045' })).location).toContain('refused=changed_meanwhile');
  });

  test('what cannot be read is said and stays typed; nobody writes over another clerk’s remark', async () => {
    const { here, card } = await lateVisit('備考 五郎');
    const form = formFields(await me.get(`${here}/contact`), `${here}/contact`);
    const long = 'あ'.repeat(2500);
    const wrong = await me.post(`${here}/contact`, { ...form, phone: '123', [`remark-${card}`]: long });
    expect(wrong.status).toBe(422);
    expect(wrongBoxes(wrong)).toEqual(['phone', `remark-${card}`]);
    for (const typed of ['123', long]) expect(wrong.html).toContain(typed);
    await fresh.db.run(
      sql`INSERT INTO cards.remarks (card_id, body, at, staff_id) SELECT ${card}, 'ほかの職員の備考', lib.now(), min(id) FROM staff.accounts`,
    );
    const lost = await me.post(`${here}/contact`, { ...form, phone: '', [`remark-${card}`]: 'わたしの備考' });
    expect(lost.status).toBe(409);
    for (const said of ['ほかの職員の備考', 'わたしの備考']) expect(words(lost) + lost.html).toContain(said);
    const done = await me.post(`${here}/contact`, { ...formFields(lost, `${here}/contact`), [`remark-${card}`]: '合わせた備考' });
    expect(done.location).toContain('done=contact');
  });
});
