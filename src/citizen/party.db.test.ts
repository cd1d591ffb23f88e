import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../test/support/browse.ts';
import {
  addCautions,
  formValue,
  manageSecret,
  startCitizenDoor,
  type TestCitizenDoor,
  walkAsPerson,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { wrongBoxes } from '../../test/support/forms.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { good, heading, words } from '../../test/support/pages.ts';
import { addService, buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { manageLinkPath } from './paths.ts';

/** Parties on the citizens' site (§8(3)⑥⑩): a city of slots with three places, three people at once at most. */
let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
/** Of the test: no two share an hour of a day. */
let hour = 7;
let on = 6;
let made = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 3);
  await fresh.db.run(sql`UPDATE services.services SET party_max = 3`);
  cautions = await addCautions(fresh.db, city.service);
  door = await startCitizenDoor(fresh);
});
beforeEach(() => {
  hour += 1;
  if (hour > 16) [hour, on] = [8, on + 1];
});
afterAll(async () => {
  await door.close();
  await fresh.drop();
});

const day = () => addDays(city.today, on);
const place = () => slotAt(fresh.db, city, city.main, on, hour);
/** The same hour of another day, where nobody stands. */
const later = () => addDays(city.today, on + 7);
const laterPlace = () => slotAt(fresh.db, city, city.main, on + 7, hour);
/** A card nobody had; its notice ID. */
async function card(more: Partial<Parameters<typeof makeCard>[1]> = {}): Promise<string> {
  made += 1;
  const noticeId = `F1A-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, name: `家族 ${made}`, ...more });
  return noticeId;
}
const BIRTHDAY = { month: '3', day: '8' };
/** Adds somebody, as the form was shown. */
async function join(me: Visitor, notice: string, birthday = BIRTHDAY) {
  const form = await good(await me.get('/party/add'));
  const version = /name="version" value="(\d+)"/u.exec(form.html)?.[1];
  return me.post('/party/add', { notice, ...birthday, ...(version === undefined ? {} : { version }) });
}
const taken = async (slot: number) =>
  (await fresh.db.one<{ taken: number }>(sql`SELECT taken FROM ledger.slots WHERE id = ${slot}`)).taken;
const outs = (html: string): string[] => [...html.matchAll(/name="who" value="(\w+)"/gu)].map(([, ref = '']) => ref);
const refs = (html: string): string[] => [...html.matchAll(/\/party\/remove\?who=(\w+)/gu)].map(([, ref = '']) => ref);
const statusOf = async (noticeId: string) =>
  (await fresh.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE notice_id = ${noticeId}`)).status;
const noFaults = async () => expect(await invariantFaults(fresh.db)).toEqual([]);

/** A family of so many, proven, at the calendar; their notice IDs. */
async function family(people: number) {
  const ids = await Promise.all(Array.from({ length: people }, () => card()));
  const [first = '', ...others] = ids;
  const me = await walkToCalendar(door, fresh.db, first);
  for (const one of others) {
    const joined = await join(me, one);
    expect([joined.status, joined.location, joined.status === 303 ? '' : words(joined)]).toEqual([303, '/party?done=added', '']);
  }
  return { me, ids };
}
async function booked(people: number) {
  const { me, ids } = await family(people);
  const slot = await place();
  expect((await walkToHold(me, day(), slot)).location).toBe('/cautions');
  expect((await walkToBooked(me, cautions)).location).toBe('/reservation?done=booked');
  return { me, ids, slot };
}

describe('[8(3)⑥] a family books at once', () => {
  test('each is proven by their own ID and birthday; all get a place, a standing and one reservation', async () => {
    const { me, ids } = await family(3);
    const list = await good(await me.get('/party'));
    for (const id of ids) expect(words(list)).toContain(id);
    expect(words(list)).toContain('ご本人を含めて3人まで');
    expect((await me.get('/party/add')).location).toBe('/party');
    const slot = await place();
    expect((await walkToHold(me, day(), slot)).location).toBe('/cautions');
    expect(await taken(slot)).toBe(3);
    expect((await walkToBooked(me, cautions)).location).toBe('/reservation?done=booked');
    const done = words(await good(await me.get('/reservation')));
    for (const id of ids) expect(done).toContain(id);
    expect(done).toContain('3人');
    expect(await Promise.all(ids.map(statusOf))).toEqual(['booked', 'booked', 'booked']);
    await noFaults();
  });

  test('a wrong birthday is the first person’s sentence, and counts as theirs does', async () => {
    const me = await walkToCalendar(door, fresh.db, await card());
    const other = await card();
    for (let n = 0; n < 5; n += 1) {
      const refused = await good(await join(me, other, { month: '9', day: '9' }), 422);
      expect(words(refused)).toContain('確認できませんでした');
      expect(words(refused)).not.toContain('家族 ');
    }
    // It rests now: also what is right is refused.
    expect((await join(me, other)).status).toBe(422);
    expect(
      (await fresh.db.one<{ n: number }>(sql`SELECT failures AS n FROM cards.tries WHERE scope = 'notice' AND key = ${other}`)).n,
    ).toBeGreaterThanOrEqual(5);
    await fresh.db.run(sql`DELETE FROM cards.tries`);
  });

  test('places for all or none: a slot with two left is full for three, and its day’s signs say so', async () => {
    const { me: one } = await booked(1);
    const { me } = await family(3);
    const times = words(await me.get(`/times?office=honcho&day=${day()}`));
    expect(times).toContain('×');
    expect((await walkToHold(me, day(), await place())).location).toMatch(/gone=full/u);
    expect((await walkToHold(me, later(), await laterPlace())).location).toBe('/cautions');
    expect(one).toBeDefined();
    await noFaults();
  });

  test('one may be taken out before the booking, also while a place is held; the first may not', async () => {
    const { me, ids } = await family(3);
    const slot = await place();
    await walkToHold(me, day(), slot);
    expect(await taken(slot)).toBe(3);
    const list = await good(await me.get('/party'));
    const [second = ''] = outs(list.html);
    expect(outs(list.html)).toHaveLength(2);
    expect((await me.post('/party/remove', { who: second })).location).toBe('/party?done=removed');
    expect(await taken(slot)).toBe(2);
    // Pressed twice it is one.
    expect((await me.post('/party/remove', { who: second })).location).toBe('/party?why=meanwhile');
    expect(await taken(slot)).toBe(2);
    const left = words(await good(await me.get('/party')));
    expect(left).not.toContain(ids[1]);
    expect(left).toContain(ids[2]);
    // And the freed one may book alone.
    await walkToCalendar(door, fresh.db, ids[1] ?? '');
    expect((await walkToBooked(me, cautions)).location).toBe('/reservation?done=booked');
    await noFaults();
  });

  test('added while a place is held, the party takes one place more, or is told that there is none', async () => {
    const first = await card();
    const me = await walkToCalendar(door, fresh.db, first);
    const slot = await place();
    await walkToHold(me, day(), slot);
    expect((await join(me, await card())).location).toBe('/party?done=added');
    expect(await taken(slot)).toBe(2);
    await booked(1);
    const refused = await good(await join(me, await card()), 409);
    expect(words(refused)).toContain('もう1人分の空きがありません');
    expect(refused.html).toContain(`/times?office=honcho&amp;day=${day()}`);
    expect(await taken(slot)).toBe(3);
    await noFaults();
  });

  test('[8(3)⑨a] each one’s own papers are ticked before the booking, and stand on the done page and in the calendar file', async () => {
    await fresh.db.run(sql`UPDATE services.services SET bring_under15 = '{親権者の本人確認書類}' WHERE id = ${city.service}`);
    const [parent, child] = [await card(), await card({ birthDate: `${Number(city.today.slice(0, 4)) - 7}-03-08` })];
    const me = await walkToCalendar(door, fresh.db, parent);
    expect((await join(me, child)).location).toBe('/party?done=added');
    expect(words(await good(await me.get('/party')))).toContain('15歳未満');
    await walkToHold(me, day(), await place());
    const page = await good(await me.get('/cautions'));
    const papers = [...page.html.matchAll(/name="(papers_[\d_]+)"/gu)].map(([, name = '']) => name);
    expect(papers).toEqual(['papers_1', 'papers_2']);
    const ticks = Object.fromEntries(cautions.map((name) => [name, 'yes']));
    const missing = await good(await me.post('/cautions', { ...ticks, papers_1: 'yes' }), 422);
    expect(words(missing)).toContain('2人目の方の持ち物をお確かめになったら');
    expect((await me.get('/check')).location).toBe('/cautions');
    expect((await walkToBooked(me, cautions)).location).toBe('/reservation?done=booked');
    const done = words(await good(await me.get('/reservation')));
    for (const said of ['1人目の方の持ち物', '2人目の方の持ち物', '親権者の本人確認書類']) expect(done).toContain(said);
    const file = (await me.get('/reservation.ics')).html.replaceAll('\r\n ', '');
    expect(file).toMatch(/持ち物（2人目 ID…\d{3}、15歳未満の方）/u);
    await fresh.db.run(sql`UPDATE services.services SET bring_under15 = '{}' WHERE id = ${city.service}`);
    await noFaults();
  });

  test('[8(3)⑫] two families meet on one card: the later is told of exactly that one, and books without them', async () => {
    const shared = await card();
    const mine = await family(2);
    const theirs = await family(1);
    expect((await join(mine.me, shared)).location).toBe('/party?done=added');
    expect((await join(theirs.me, shared)).location).toBe('/party?done=added');
    await walkToHold(mine.me, day(), await place());
    await walkToBooked(mine.me, cautions);
    expect((await theirs.me.get('/calendar')).location).toBe('/party?why=blocked');
    const list = await good(await theirs.me.get('/party?why=blocked'));
    expect(words(list)).toContain('この方には、すでに予約があります');
    expect(words(list)).not.toContain('家族 ');
    const [ref = ''] = outs(list.html);
    expect((await theirs.me.post('/party/remove', { who: ref })).location).toBe('/party?done=removed');
    expect((await walkToHold(theirs.me, later(), await laterPlace())).location).toBe('/cautions');
    await noFaults();
  });

  test('nobody twice in a party, nobody who is booked elsewhere; what is said names nobody', async () => {
    const { me, ids } = await family(2);
    expect(words(await good(await join(me, ids[1] ?? ''), 409))).toContain('すでに入っています');
    // Another card of the same person.
    made += 1;
    await makeCard(fresh.db, { noticeId: `F1A-${String(made).padStart(6, '0')}`, name: `家族 ${made - 1}` });
    expect((await join(me, `F1A-${String(made).padStart(6, '0')}`)).status).toBe(409);
    const { ids: others } = await booked(1);
    const said = words(await good(await join(me, others[0] ?? ''), 409));
    expect(said).toContain('すでに予約があります');
    expect(said).not.toContain('家族 ');
    await noFaults();
  });
});

describe('[8(3)⑩c] a booked party changes', () => {
  test('somebody is added, one is cancelled, the last only with the whole; places, cards and mails follow', async () => {
    const { me, ids, slot } = await booked(1);
    const own = ids[0] ?? '';
    const child = await card();
    expect((await join(me, child)).location).toBe('/party?done=added');
    expect(await taken(slot)).toBe(2);
    expect(await statusOf(child)).toBe('booked');
    expect(words(await good(await me.get('/reservation')))).toContain(child);
    const list = await good(await me.get('/party'));
    const [first = ''] = refs(list.html);
    const asked = await good(await me.get(`/party/remove?who=${first}`));
    expect(words(asked)).toContain(own);
    const sent = { who: first, version: formValue(asked, 'version') };
    expect((await me.post('/party/remove', sent)).location).toBe('/party?done=removed');
    expect((await me.post('/party/remove', sent)).location).toBe('/party?why=meanwhile');
    expect(await taken(slot)).toBe(1);
    expect([await statusOf(own), await statusOf(child)]).toEqual(['notified', 'booked']);
    const mails = await fresh.db.rows<{ kind: string }>(
      sql`SELECT m.kind FROM outbox.mails m JOIN reservations.members x ON x.reservation_id = m.reservation_id JOIN cards.cards c ON c.id = x.card_id WHERE c.notice_id = ${own} ORDER BY m.id`,
    );
    expect(mails.map(({ kind }) => kind)).toEqual(['booked', 'changed', 'changed']);
    // Nobody would be left.
    const [last = ''] = outs((await me.get('/party')).html);
    expect(last).toBe('');
    await noFaults();
    // Who was cancelled may book anew.
    await walkToCalendar(door, fresh.db, own);
  });

  test('at a full slot nobody is added, and it is said what to do', async () => {
    const { me, slot } = await booked(1);
    await booked(2);
    const refused = await good(await join(me, await card()), 409);
    expect(words(refused)).toContain('ほかの日時へ変更してから');
    expect(await taken(slot)).toBe(3);
    await noFaults();
  });

  test('all are moved together, and through the mail’s link the party is the same', async () => {
    const { ids } = await booked(2);
    const { id } = await fresh.db.one<{ id: string }>(
      sql`SELECT r.id FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id WHERE c.notice_id = ${ids[0]} AND r.state = 'booked'`,
    );
    const me = visitor(door.url);
    const secret = await manageSecret(fresh.db, id);
    await me.get(manageLinkPath(secret));
    expect((await me.post(manageLinkPath(secret), {})).location).toBe('/reservation');
    const page = words(await good(await me.get('/reservation')));
    for (const one of ids) expect(page).toContain(one);
    const to = await laterPlace();
    const next = later();
    const change = await me.get(`/change?office=honcho&day=${next}&slot=${to}`);
    expect(heading(change)).toContain('変更');
    await me.post('/change', { office: 'honcho', day: next, slot: String(to), version: formValue(change, 'version') });
    expect(await taken(to)).toBe(2);
    await noFaults();
  });

  test('[8(3)⑥] who is refused for the time after theirs is offered other times of the day in one press each, held or booked, and goes on adding', async () => {
    await fresh.db.run(sql`UPDATE services.services SET slot_every = 1, counts = 'parties' WHERE id = ${city.service}`);
    try {
      const me = await walkToCalendar(door, fresh.db, await card());
      const slot = await place();
      await walkToHold(me, day(), slot);
      await fresh.db.run(
        sql`UPDATE ledger.slots SET capacity = taken WHERE office_id = ${city.main} AND day = ${day()}::date AND start_minute >= ${hour * 60 + 60}`,
      );
      const child = await card();
      const refused = await good(await join(me, child), 409);
      // Two hours before it both are free; one hour before it the second is the one that is held already.
      const said = [...words(refused).matchAll(/午[前後]\d+時に変更する/gu)].map(([one]) => one);
      expect(said.length).toBe(3);
      const fields = Object.fromEntries(['office', 'day', 'slot', 'id', 'adds'].map((name) => [name, formValue(refused, name)]));
      expect(Number(fields['slot'])).not.toBe(slot);
      expect((await me.post('/times', fields)).location).toBe('/party/add');
      expect((await join(me, child)).location).toBe('/party?done=added');
      // Booked: the same leads to the page that asks once more.
      await walkToBooked(me, cautions);
      const again = await good(await join(me, await card()), 409);
      expect(again.html).toMatch(/href="\/change\?office=honcho&amp;day=[\d-]+&amp;slot=\d+"/u);
      await noFaults();
    } finally {
      await fresh.db.run(
        sql`UPDATE services.services SET slot_every = 0, counts = 'people', party_max = 3 WHERE id = ${city.service}`,
      );
      await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 3 WHERE office_id = ${city.main} AND day = ${day()}::date`);
    }
  });

  test('[8(3)⑥] so many take the time after it too: where that is taken nobody is added, and it is said what to do; where it is free it is theirs', async () => {
    await fresh.db.run(sql`UPDATE services.services SET slot_every = 1 WHERE id = ${city.service}`);
    try {
      const { me, slot } = await booked(1);
      const { next, capacity } = await fresh.db.one<{ next: number; capacity: number }>(sql`
        SELECT n.id AS next, n.capacity FROM ledger.slots s JOIN ledger.slots n ON (n.office_id, n.service_id, n.day, n.start_minute) = (s.office_id, s.service_id, s.day, s.start_minute + s.minutes)
        WHERE s.id = ${slot}`);
      await fresh.db.run(sql`UPDATE ledger.slots SET capacity = taken WHERE id = ${next}`);
      const child = await card();
      const refused = await good(await join(me, child), 409);
      expect(words(refused)).toContain('続きの時間も空いている日時へ変更してから、追加してください');
      expect(words(refused)).toContain('現在の予約は、そのままです');
      // Counted in people, times for one more would name a count: none are named.
      expect(words(refused)).not.toContain('に変更する');
      const before = await taken(next);
      await fresh.db.run(sql`UPDATE ledger.slots SET capacity = ${capacity} WHERE id = ${next}`);
      expect((await join(me, child)).status).toBe(303);
      expect([await taken(slot), (await taken(next)) - before]).toEqual([2, 2]);
      await noFaults();
    } finally {
      await fresh.db.run(sql`UPDATE services.services SET slot_every = 0 WHERE id = ${city.service}`);
    }
  });
});

describe('[8(3)⑥][9(3)b] a service without a card', () => {
  test('others are added by name, kana and birthday; names are shown where they were typed alone', async () => {
    const id = await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
    await fresh.db.run(sql`UPDATE services.services SET party_max = 3 WHERE id = ${id}`);
    const renewal = { ...city, service: id };
    await expect.poll(async () => words(await visitor(door.url).get('/')).includes('電子証明書の更新')).toBe(true);
    const me = await walkAsPerson(door, fresh.db, 'renewal');
    const child = { name: '久留米 次郎', kana: 'クルメ ジロウ', era: '', year: '2019', month: '4', day: '5' };
    await good(await me.get('/party/add'));
    expect((await me.post('/party/add', child)).location).toBe('/party?done=added');
    const list = words(await good(await me.get('/party?done=added')));
    expect(list).toContain('久留米 次郎');
    expect(list).toContain('15歳未満');
    // The same by sound: not twice.
    expect((await me.post('/party/add', { ...child, name: '久留米 二郎' })).status).toBe(409);
    const slot = await slotAt(fresh.db, renewal, city.main, on, hour);
    expect((await walkToHold(me, day(), slot)).location).toBe('/cautions');
    expect(await taken(slot)).toBe(2);
    // No caution of this service is to be read; each one's papers are ticked all the same.
    const own = await good(await me.get('/cautions'));
    expect(own.html).toMatch(/name="papers_1_2"(?![^>]* checked)/u);
    expect(wrongBoxes(await good(await me.post('/cautions', {}), 422))).toEqual(['papers_1_2']);
    expect((await me.post('/cautions', { papers_1_2: 'yes' })).location).toBe('/check');
    expect((await me.get('/check')).html).toContain('href="/cautions"');
    const check = await me.get('/check');
    await me.post('/check', { id: formValue(check, 'id'), version: formValue(check, 'version') });
    const after = words(await good(await me.get('/party')));
    expect(after).not.toContain('次郎');
    expect(after).toContain('「ジ」から始まる方');
    await noFaults();
  });
});
