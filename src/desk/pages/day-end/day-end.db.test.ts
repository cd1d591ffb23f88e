import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { record } from '../../../counter/acts.ts';
import { endDay, readDay, unclosedDays } from '../../../counter/day-end.ts';
import { reservationFacts } from '../../../letters/facts.ts';
import { sql } from '../../../lib/db/sql.ts';
import type { ClaimedMail } from '../../../outbox/queue.ts';

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

const PATH = '/today/end';
const staff = () => ({ kind: 'staff' as const, staffId: clerkId });
const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();

/** A visit of some days ago: booked for tomorrow, then laid into that day, since nobody books a day that is past. */
async function visited(daysOn: number, mail: string | null = null): Promise<{ id: string; cardId: number; name: string }> {
  n += 1;
  const name = `日締 太郎${n}`;
  const cardId = await makeCard(fresh.db, { noticeId: `E1D-${100_000 + n}`, name, birthDate: null, officeId: city.main });
  const id = await bookFor(desk.db, staff(), city, cardId, await slotAt(fresh.db, city, city.main, 1, 9), { mail });
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.main, daysOn, 9)} WHERE id = ${id}::uuid`,
  );
  return { id, cardId, name };
}
const pageOf = (daysOn: number) => clerk.get(`${PATH}?office=honcho&day=${dayOn(daysOn)}`);
const press = async (daysOn: number) => clerk.post(PATH, formFields(await pageOf(daysOn), PATH));
const stateOf = async ({ id, cardId }: { id: string; cardId: number }) =>
  fresh.db.one<{ state: string; outcome: string | null; status: string }>(sql`
    SELECT r.state, m.outcome, c.status FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id
    WHERE r.id = ${id}::uuid AND c.id = ${cardId}`);
const mails = async (id: string): Promise<{ kind: string; minutes: number }[]> =>
  fresh.db.rows(sql`
    SELECT kind, round(extract(epoch FROM next_at - lib.now()) / 60)::integer AS minutes FROM outbox.mails WHERE reservation_id = ${id}::uuid AND kind = 'no-show'`);

test('[8(2)⑫ab] the end of the day confirms who did not come; they are mailed an hour later, and nobody before', async () => {
  const absent = await visited(-1, 'a@example.jp');
  const silent = await visited(-1);
  const came = await visited(-1, 'b@example.jp');
  await record(desk.db, staff(), { reservationId: came.id, position: 1, from: null, to: 'arrived', reason: '' });
  const early = await good(await pageOf(-1));
  expect(words(early)).toContain('受付中の方が1人います');
  const { seen } = await readDay(desk.db, { seesProtected: true }, city.main, dayOn(-1));
  expect(await endDay(desk.db, staff(), { officeId: city.main, day: dayOn(-1), seen })).toMatchObject({ reason: 'still_here' });
  await record(desk.db, staff(), { reservationId: came.id, position: 1, from: 'arrived', to: 'handed-over', reason: '' });

  const page = await good(await pageOf(-1));
  for (const part of [absent.name, silent.name, '2人を未来庁にして、日締めをする', 'メールアドレスのある1組', '1時間後に'])
    expect(words(page)).toContain(part);
  expect(words(page)).not.toContain(came.name);
  expect(await mails(absent.id)).toEqual([]);
  const done = await clerk.follow(await press(-1));
  expect(words(await good(done))).toContain('日締めをしました。');
  expect(await stateOf(absent)).toEqual({ state: 'ended', outcome: 'no-show', status: 'no-show' });
  expect(await stateOf(came)).toMatchObject({ outcome: 'handed-over' });
  const [mail] = await mails(absent.id);
  expect(mail?.minutes).toBeGreaterThan(55);
  expect([await mails(silent.id), await mails(came.id)]).toEqual([[], []]);
  expect(words(await clerk.get(`/lists/no-shows?office=honcho&from=${dayOn(-1)}&to=${dayOn(-1)}&again=all`))).toContain(
    absent.name,
  );

  // Closed is closed: no press of the board changes it, and it is not closed twice.
  const late = await record(desk.db, staff(), {
    reservationId: absent.id,
    position: 1,
    from: 'no-show',
    to: 'arrived',
    reason: '',
  });
  expect(late).toMatchObject({ ok: false, reason: 'day_ended' });
  expect(await endDay(desk.db, staff(), { officeId: city.main, day: dayOn(-1), seen })).toMatchObject({ reason: 'ended' });

  await pageOf(-1);
  const opened = await clerk.follow(await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-1) }));
  expect(words(opened)).toContain('日締めを取り消し、2人を未受付に戻しました。');
  expect(await stateOf(absent)).toEqual({ state: 'booked', outcome: null, status: 'booked' });
});

const board = (id: string, fields: Record<string, string>) =>
  clerk.post('/today/press', { id, position: '1', from: '', office: 'honcho', day: dayOn(-3), ...fields });
const waitingDays = async (): Promise<string[]> =>
  (await unclosedDays(fresh.db)).map(({ day }) => day).filter((day) => day === dayOn(-3));

test('[8(2)⑫b] 未来庁 pressed on the board is mailed at the end of the day: not before, not twice, not while the day is open again', async () => {
  const pressed = await visited(-3, 'pressed@example.jp');
  const silent = await visited(-3);
  for (const { id } of [pressed, silent]) await board(id, { press: 'no-show' });
  // Nobody is left without a record: the day waits to be closed for the mail alone.
  expect(await stateOf(pressed)).toEqual({ state: 'ended', outcome: 'no-show', status: 'no-show' });
  expect([await mails(pressed.id), await waitingDays()]).toEqual([[], [dayOn(-3)]]);
  const page = words(await good(await pageOf(-3)));
  for (const part of ['未来庁を記録済みの方　2人', pressed.name, silent.name, 'メールアドレスのある1組'])
    expect(page).toContain(part);
  // Under 支援措置 no mail leaves before its address was found to be right: none is promised.
  const held = async (on: boolean) => {
    await fresh.db.run(sql`UPDATE cards.cards SET protected = ${on} WHERE id = ${pressed.cardId}`);
    await fresh.db.run(
      sql`UPDATE reservations.reservations SET mail_checked_at = ${on ? null : new Date()} WHERE id = ${pressed.id}::uuid`,
    );
  };
  await held(true);
  const says = async (by: Visitor) => {
    const without = words(await good(await by.get(`${PATH}?office=honcho&day=${dayOn(-3)}`)));
    return [without.includes('止めています'), without.includes('メールアドレスのある')];
  };
  await desk.account('matsuo', ['admin'], city.main);
  expect(await says(await signedIn(desk.url, 'matsuo', PASSWORD))).toEqual([true, false]);
  // Who may not see the person reads nothing of their address either.
  expect(await says(clerk)).toEqual([false, false]);
  await held(false);

  await press(-3);
  expect(words(await pageOf(-3))).toContain('未来庁 2人');
  expect([(await mails(pressed.id)).length, await mails(silent.id), await waitingDays()]).toEqual([1, [], []]);
  // Opened and closed again while the first mail still waits: the newer one takes its place.
  await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-3) });
  expect([(await stateOf(pressed)).outcome, await waitingDays()]).toEqual(['no-show', [dayOn(-3)]]);
  await press(-3);
  const left = await fresh.db.rows<{ id: number }>(
    sql`SELECT id FROM outbox.mails WHERE reservation_id = ${pressed.id}::uuid AND kind = 'no-show' ORDER BY id`,
  );
  expect(left).toHaveLength(2);
  const facts = await Promise.all(
    left.map(({ id }) =>
      reservationFacts(fresh.db, { id, kind: 'no-show', reservationId: pressed.id, visitId: null } as ClaimedMail),
    ),
  );
  expect(facts.map((one) => [one?.superseded, one?.dayClosed])).toEqual([
    [true, true],
    [false, true],
  ]);
  // After one has left, closing once more writes to nobody.
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'sent', sent_at = lib.now() WHERE id = ${left[1]?.id ?? 0}`);
  await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-3) });
  const again = words(await pageOf(-3));
  expect(again).toContain('案内済み');
  expect(again).not.toContain('メールアドレスのある');
  await press(-3);
  expect(await mails(pressed.id)).toHaveLength(2);
  await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-3) });
  const twice = await clerk.follow(await clerk.post(`${PATH}/reopen`, { office: 'honcho', day: dayOn(-3) }));
  expect(words(await good(twice))).toContain('日締めは、すでに取り消されています');
});

test('somebody was received after the page was opened: it closes nothing', async () => {
  const one = await visited(-2);
  const fields = formFields(await pageOf(-2), PATH);
  await record(desk.db, staff(), { reservationId: one.id, position: 1, from: null, to: 'arrived', reason: '' });
  const late = await clerk.post(PATH, fields);
  expect(late.status).toBe(409);
  expect(words(late)).toContain('来庁の記録が変わりました');
  await record(desk.db, staff(), { reservationId: one.id, position: 1, from: 'arrived', to: 'incomplete', reason: '書類' });
});

test('a day that is not closed waits on 対応が必要, and a day to come is not closed', async () => {
  await visited(-3);
  expect(words(await good(await pageOf(0)))).toContain('日締めが終わっていない日');
  expect(words(await clerk.get('/todo'))).toContain('日締めが終わっていない日');
  expect(words(await pageOf(2))).not.toContain(dayOn(2));
  expect(await endDay(desk.db, staff(), { officeId: city.main, day: dayOn(2), seen: 'x' })).toMatchObject({ ok: false });
});

test('two clerks close one day at once: one closes it, everybody is recorded once', async () => {
  const people = await Promise.all([visited(-2), visited(-2), visited(-2)]);
  const { seen } = await readDay(desk.db, { seesProtected: true }, city.main, dayOn(-2));
  const close = () => endDay(desk.db, staff(), { officeId: city.main, day: dayOn(-2), seen });
  const closed = await Promise.all([close(), close(), close()]);
  expect(closed.filter(({ ok }) => ok)).toHaveLength(1);
  for (const { id } of people)
    expect(
      await fresh.db.rows(sql`SELECT 1 FROM counter.acts WHERE reservation_id = ${id}::uuid AND to_outcome = 'no-show'`),
    ).toHaveLength(1);
});

test('a press whose office is no longer there, or whose day cannot be read, closes and opens no other', async () => {
  const { seen } = await readDay(desk.db, { seesProtected: true }, city.main, city.today);
  const closed = () => fresh.db.rows(sql`SELECT 1 FROM counter.day_ends WHERE day = ${city.today}::date AND reopened_at IS NULL`);
  await pageOf(0);
  for (const named of [
    { office: 'closed-down', day: city.today },
    { office: 'honcho', day: '2月30日' },
  ]) {
    const refused = await clerk.post(PATH, { ...named, seen });
    expect(refused.status).toBe(409);
    expect(words(refused)).toContain('日締めをしていません');
  }
  expect(await closed()).toEqual([]);
  expect((await clerk.post(PATH, { office: 'honcho', day: city.today, seen })).status).toBe(303);
  expect((await clerk.post(`${PATH}/reopen`, { office: 'closed-down', day: city.today })).status).toBe(409);
  expect(await closed()).toHaveLength(1);
});

test('a day of an office that went out of use is closed at that office; a name that is none shows no other', async () => {
  const { id } = await visited(-2);
  await fresh.db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(fresh.db, city, city.branch, -2, 9)} WHERE id = ${id}::uuid`,
  );
  await fresh.db.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${city.branch}`);
  const at = { office: 'kitano', day: dayOn(-2) };
  const waiting = await good(await pageOf(0));
  expect(waiting.html).toContain(`office=kitano&amp;day=${at.day}`);
  const page = await good(await clerk.get(`${PATH}?office=kitano&day=${at.day}`));
  expect(words(page)).toContain('北野総合支所（廃止）');
  expect(words(await good(await clerk.get(`/today?office=kitano&day=${at.day}`)))).toContain('北野総合支所（廃止）');
  await clerk.post(PATH, formFields(page, PATH));
  expect((await unclosedDays(fresh.db)).map(({ officeCode }) => officeCode)).not.toContain('kitano');
  for (const path of [PATH, '/today', '/today/hand-over/many'])
    expect([path, (await clerk.get(`${path}?office=closed-down&day=${at.day}`)).status]).toEqual([path, 404]);
  expect((await clerk.get('/today?office=kitano')).status).toBe(404);
  await fresh.db.run(sql`UPDATE offices.offices SET retired_at = NULL WHERE id = ${city.branch}`);
});
