import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { formValue, KEPT, type TestCitizenDoor, walkToCalendar } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, startDesk } from '../../../../test/support/desk.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { formatsOf, OFFERED, textsOf } from '../../../languages/index.ts';
import { addDays, cityInstant } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { plain } from '../../../lib/html/index.ts';

/** Where a page of days has none to offer, it says why: the card is too far, nobody can come, all is taken, or what is free stands elsewhere. */

const FULL = 'この場所には、現在、空きがありません';
const FAR = 'カードをこの場所へ運ぶ日数が、予約できる期間に間に合いません';
const NEVER = 'この場所では、現在、予約できる日がありません';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(1));
});
afterAll(() => door.close());
/** Cards of the branch are brought to the hall in more days than can be booked ahead. */
beforeEach(async () => {
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 20`);
  await fresh.db.run(sql`UPDATE calendar.windows SET latest_kind = 'days', latest_days = 10`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = 0`);
});

let made = 0;
async function someone(officeId: number): Promise<Visitor> {
  made += 1;
  const noticeId = `FAR-${String(made).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId, officeId, name: `人 ${made}` });
  return walkToCalendar(door, fresh.db, noticeId);
}
const said = async (me: Visitor, path: string): Promise<string> => words(await good(await me.get(path)));
const textOfExpired = (language: 'ja') => {
  const { title, says } = textsOf(language).calendar.expires;
  return { title: plain(title), says: plain(says) };
};
const short = (day: string): string => plain(formatsOf('ja').shortDay(day));

test('[8(3)⑤b] a card that cannot be at an office within the window: the page says so and names where it can, in every language; nothing is said of cancellations, and nobody may wait there', async () => {
  const me = await someone(city.branch);
  await expect.poll(() => said(me, '/calendar?office=honcho'), KEPT).toContain(FAR);
  const page = await good(await me.get('/calendar?office=honcho'));
  expect(await htmlFaults(page.html)).toEqual([]);
  expect(words(page)).toContain('次の場所には、カードが間に合います。');
  expect(page.html).toContain('<a class="link-alone" href="/calendar?office=kitano">');
  for (const untrue of [FULL, '取り消しが出ると', '空き待ち']) expect(words(page)).not.toContain(untrue);
  expect(await said(me, '/calendar/next')).toMatch(/本庁 ?カードを運ぶ日数が間に合いません/u);
  for (const language of OFFERED.filter((one) => one !== 'ja')) {
    const other = await good(await me.get(`/${language}/calendar?office=honcho`));
    expect(await htmlFaults(other.html)).toEqual([]);
    expect(other.html).not.toContain(textsOf(language).calendar.none);
  }
  // What is offered first is of the other office, and so is the list one waits on.
  expect(await said(me, '/calendar?office=kitano')).not.toContain(FAR);
  const form = await good(await me.get('/waiting?office=honcho'));
  expect([form.html.includes('offices-kitano'), form.html.includes('offices-honcho')]).toEqual([true, false]);
});

test('[8(3)⑤b] a card that expires: no day after it is offered, by the days, the times, the box or a press; where none is left the page says so', async () => {
  const noticeId = 'FAR-800000';
  const card = await makeCard(fresh.db, { noticeId, officeId: city.main, name: '期限 花子' });
  const expires = (on: number) =>
    fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${addDays(city.today, on)}::date WHERE id = ${card}`);
  await expires(5);
  const me = await walkToCalendar(door, fresh.db, noticeId);
  const timesOf = (on: number): string => `day=${addDays(city.today, on)}`;
  const page = await good(await me.get('/calendar?office=honcho'));
  expect([page.html.includes(timesOf(5)), page.html.includes(timesOf(6))]).toEqual([true, false]);
  // The times of a day after it: none, whether they are those that are kept or are read anew.
  const late = `/times?office=honcho&day=${addDays(city.today, 6)}`;
  for (const path of [late, `${late}&gone=other`]) expect((await me.get(path)).html).not.toContain('name="slot"');
  // All up to that day is taken: the list is waited on, and the box offers nothing later.
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity WHERE day <= ${addDays(city.today, 5)}::date`);
  await expect.poll(() => said(me, '/calendar?office=honcho'), KEPT).toContain(FULL);
  await expect.poll(async () => (await me.get('/calendar?office=honcho')).html.includes('name="slot"'), KEPT).toBe(false);
  // The list knows of it too: nobody waits for days after it, and what is free then is not named as free now.
  const wish = { 'offices-honcho': 'yes', 'kinds-weekday': 'yes', 'kinds-holiday': 'yes', 'parts-morning': 'yes' };
  const wait = async (from: number, to: number) =>
    me.post('/waiting', {
      ...wish,
      id: formValue(await me.get('/waiting?office=honcho'), 'id'),
      from: addDays(city.today, from),
      to: addDays(city.today, to),
    });
  expect(words(await good(await wait(6, 9), 422))).toContain('カードの有効期限までに、予約できる日がない場所があります。');
  expect((await wait(4, 9)).location).toBe('/waiting?done=entered');
  const { last } = await fresh.db.one<{ last: Date }>(
    sql`SELECT waiting.last_at(e) AS last FROM waiting.entries e WHERE e.ended_at IS NULL`,
  );
  expect(last.getTime()).toBeLessThanOrEqual(cityInstant(addDays(city.today, 6), 0).epochMilliseconds);
  const offered = await fresh.db.rows(
    sql`SELECT f.day FROM waiting.entries e CROSS JOIN LATERAL waiting.fitting(e, ARRAY(SELECT p FROM waiting.free_places(lib.now()) p), lib.now()) f`,
  );
  expect(offered).toEqual([]);
  await fresh.db.run(sql`DELETE FROM waiting.entries`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = 0`);
  await expires(-1);
  await expect.poll(() => said(me, '/calendar?office=honcho'), KEPT).toContain(textOfExpired('ja').title);
  const over = await good(await me.get('/calendar?office=honcho'));
  expect(await htmlFaults(over.html)).toEqual([]);
  expect(words(over)).toContain(textOfExpired('ja').says);
  for (const untrue of [FULL, FAR, '取り消しが出ると', '空き待ち']) expect(words(over)).not.toContain(untrue);
  expect(over.html).not.toContain('name="slot"');
  expect(await said(me, '/calendar/next')).toContain('カードの有効期限に間に合いません');
  for (const language of OFFERED.filter((one) => one !== 'ja'))
    expect(await htmlFaults((await good(await me.get(`/${language}/calendar?office=honcho`))).html)).toEqual([]);
  expect((await me.get('/waiting?office=honcho')).location).toBe('/calendar');
});

test('[8(3)⑤b] a family whose cards lie apart, further than the window: at neither office, and it is told to telephone', async () => {
  const me = await someone(city.branch);
  await makeCard(fresh.db, { noticeId: 'FAR-900000', officeId: city.main, name: '子' });
  await me.get('/party/add');
  await me.post('/party/add', { notice: 'FAR-900000', month: '3', day: '8' });
  for (const office of ['honcho', 'kitano']) {
    const page = await said(me, `/calendar?office=${office}`);
    expect(page).toContain(FAR);
    expect(page).toContain('お電話ください。');
    for (const untrue of [FULL, '最も早い空き', '次の場所には', '空き待ち']) expect(page).not.toContain(untrue);
  }
  expect((await me.get('/waiting')).location).toBe('/calendar');
});

test('[8(3)⑥] a family larger than any time of an office: no cancellation is promised and nobody waits there; another office that can is named, in every language', async () => {
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 2`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity WHERE office_id = ${city.main}`);
  const me = await someone(city.main);
  await expect.poll(() => said(me, '/calendar?office=honcho'), KEPT).toContain(FULL);
  await makeCard(fresh.db, { noticeId: 'FAR-900001', officeId: city.main, name: '子' });
  await me.get('/party/add');
  await me.post('/party/add', { notice: 'FAR-900001', month: '3', day: '8' });
  const small = 'この場所では、同じ時間に、この人数の予約はできません';
  const nowhere = await said(me, '/calendar?office=honcho');
  expect(nowhere).toContain(small);
  expect(nowhere).toContain('人数を分けて予約するか、お電話ください。');
  for (const untrue of [FULL, '取り消しが出ると', '空き待ち', '次の場所には']) expect(nowhere).not.toContain(untrue);
  expect((await me.get('/waiting')).location).toBe('/calendar');
  expect(await said(me, '/calendar/next')).toMatch(/本庁 ?この人数では予約できません/u);
  // The branch has one time for two, taken.
  await fresh.db.run(
    sql`UPDATE ledger.slots SET capacity = 2, taken = 2 WHERE office_id = ${city.branch} AND day = ${addDays(city.today, 8)}::date`,
  );
  await expect
    .poll(() => said(me, '/calendar?office=honcho'), KEPT)
    .toContain('次の場所には、この人数で予約できる時間があります。');
  const page = await good(await me.get('/calendar?office=honcho'));
  expect(page.html).toContain('<a class="link-alone" href="/calendar?office=kitano">');
  for (const language of OFFERED) {
    const other = await good(await me.get(`${language === 'ja' ? '' : `/${language}`}/calendar?office=honcho`));
    expect(await htmlFaults(other.html)).toEqual([]);
    expect(other.html).not.toContain(textsOf(language).calendar.none);
  }
  const form = await good(await me.get('/waiting?office=honcho'));
  expect([form.html.includes('offices-kitano'), form.html.includes('offices-honcho')]).toEqual([true, false]);
  // Sent all the same, for days on which the branch has none so large either.
  const wish = {
    id: formValue(form, 'id'),
    'offices-kitano': 'yes',
    to: addDays(city.today, 7),
    'kinds-weekday': 'yes',
    'kinds-holiday': 'yes',
    'parts-morning': 'yes',
  };
  const sent = await good(await me.post('/waiting', { ...wish, from: addDays(city.today, 5) }), 422);
  expect(words(sent)).toContain('この人数では予約できない場所があります');
  expect(await fresh.db.rows(sql`SELECT FROM waiting.entries`)).toHaveLength(0);
  expect((await me.post('/waiting', { ...wish, from: addDays(city.today, 5), to: addDays(city.today, 9) })).location).toBe(
    '/waiting?done=entered',
  );
  await fresh.db.run(sql`DELETE FROM waiting.entries`);
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1, taken = 0`);
});

test('[8(3)⑥] places that the desk keeps until citizens may not book the day any more make no room for a family; released before, they do', async () => {
  const two = sql`SELECT citizen.room_for('card-pickup', 'honcho', 2) AS room`;
  const keep = (days: number) =>
    fresh.db.run(
      sql`UPDATE ledger.slots SET capacity = 2, desk_places = 1, desk_until = day - ${days}::integer WHERE office_id = ${city.main}`,
    );
  const room = async () => (await fresh.db.one<{ room: boolean | null }>(two)).room;
  try {
    await keep(1);
    expect(await room()).toBe(false);
    await fresh.db.run(sql`UPDATE services.services SET slots_long = 2`);
    expect(await room()).toBe(false);
    // Of some times of each day the desk keeps none: two slots in a row are needed.
    await fresh.db.run(sql`UPDATE ledger.slots SET desk_places = 0 WHERE start_minute = 600`);
    expect(await room()).toBe(false);
    await fresh.db.run(sql`UPDATE ledger.slots SET desk_places = 0 WHERE start_minute = 660`);
    expect(await room()).toBe(true);
    await fresh.db.run(sql`UPDATE services.services SET slots_long = 1`);
    await keep(5);
    expect(await room()).toBe(true);
  } finally {
    await fresh.db.run(sql`UPDATE services.services SET slots_long = 1`);
    await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 1, desk_places = 0, desk_until = NULL`);
  }
});

test('[8(3)⑤b] who sends the form all the same, or is on the telephone, is not entered for an office out of reach', async () => {
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 2`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity`);
  const me = await someone(city.branch);
  const form = await expect
    .poll(async () => (await me.get('/waiting?office=kitano')).html, KEPT)
    .toContain('offices-honcho')
    .then(() => me.get('/waiting?office=kitano'));
  await fresh.db.run(sql`UPDATE offices.transfer_times SET open_days = 20`);
  const wish = { from: addDays(city.today, 4), to: addDays(city.today, 9), 'kinds-weekday': 'yes', 'kinds-holiday': 'yes' };
  const sent = await me.post('/waiting', {
    id: formValue(form, 'id'),
    'offices-honcho': 'yes',
    'parts-morning': 'yes',
    ...wish,
  });
  expect(sent.status).toBe(422);
  // What the door keeps for a second may still offer it; then the act refuses. Else the form has no such box.
  expect(words(sent)).toMatch(/カードを運ぶ日数が、間に合わない場所があります。|受け取る場所を、1つ以上選んでください/u);
  const desk = await startDesk(fresh);
  try {
    await desk.account('koga', ['counter'], city.main);
    const clerk = await signedIn(desk.url, 'koga', PASSWORD);
    const card = await makeCard(fresh.db, { noticeId: 'FAR-800000', officeId: city.branch, name: '電話 花子' });
    const form = await good(await clerk.get(`/waiting/new?card=${card}`));
    // It is not offered, and the clerk is told.
    expect(form.html).not.toContain(`offices-${city.main}`);
    expect(words(form)).toContain(
      '選べません（カードを運ぶ日数が間に合わない、有効期限が切れる、予約できる期間に開く日がないなど）：本庁',
    );
    const told = await clerk.post(`/waiting/new?card=${card}`, {
      ...wish,
      [`offices-${city.main}`]: 'yes',
      offices: String(city.main),
      kinds: 'weekday',
      parts: 'morning',
      'parts-morning': 'yes',
      phone: '0942000001',
    });
    // A box that is not there counts as none.
    expect([told.status, words(told)]).toEqual([422, expect.stringContaining('交付場所を1つ以上選んでください')]);
  } finally {
    await desk.close();
  }
  expect(await fresh.db.rows(sql`SELECT id FROM waiting.entries`)).toEqual([]);
});

test('[8(3)⑤b] an office whose last bookable day has passed says that there is no day, not that something may become free', async () => {
  await fresh.db.run(
    sql`UPDATE calendar.windows SET latest_kind = 'date', latest_date = ${addDays(city.today, -1)}::date WHERE office_id = ${city.main}`,
  );
  const me = await someone(city.branch);
  await expect.poll(() => said(me, '/calendar?office=honcho'), KEPT).toContain(NEVER);
  expect(await said(me, '/calendar?office=honcho')).not.toContain('取り消しが出ると');
  await expect.poll(() => said(me, '/offices/honcho/calendar'), KEPT).toContain(NEVER);
  await expect.poll(() => said(me, '/embed'), KEPT).toContain('現在、予約できる日がありません');
});

test('[8(3)⑤b] what is free beyond the days of the first page is found: the page says until when nothing is, and every place that names the next free day knows it', async () => {
  await fresh.db.run(sql`UPDATE calendar.windows SET latest_days = 400`);
  await fresh.db.run(sql`
    INSERT INTO calendar.days (office_id, service_id, day, open) SELECT o, ${city.service}, ${city.today}::date + n, true
    FROM unnest(ARRAY[${city.main}, ${city.branch}]::integer[]) o, generate_series(31, 300) n`);
  const far = addDays(city.today, 250);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity`);
  await fresh.db.run(
    sql`INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity) VALUES (${city.main}, ${city.service}, ${far}, 600, 60, 5)`,
  );
  const me = await someone(city.main);
  const until = `${short(addDays(city.today, 100))}までは、空きがありません`;
  await expect.poll(() => said(me, '/calendar?office=honcho'), KEPT).toContain(until);
  // What is free next and the earliest time of all are kept for a second of their own.
  for (const part of [`/times?office=honcho&amp;day=${far}`, `name="day" value="${far}"`])
    await expect.poll(async () => (await me.get('/calendar?office=honcho')).html.includes(part), KEPT).toBe(true);
  const page = await good(await me.get('/calendar?office=honcho'));
  expect(words(page)).not.toContain(FULL);
  const onward = `/calendar?office=honcho&from=${addDays(city.today, 200)}`;
  expect(page.html).toContain(onward.replace('&', '&amp;'));
  const there = await good(await me.get(onward));
  expect(there.html).toContain(`/times?office=honcho&amp;day=${far}`);
  // Later than all that is free: from when to when, and the way back.
  const beyond = words(await good(await me.get(`/calendar?office=honcho&from=${addDays(city.today, 260)}`)));
  expect(beyond).toContain(`${short(addDays(city.today, 260))}から${short(addDays(city.today, 360))}までは、空きがありません`);
  for (const path of ['/calendar/next', '/embed'])
    await expect.poll(() => said(me, path), KEPT).toMatch(new RegExp(`本庁 ?${short(far)}`, 'u'));
  await expect.poll(() => said(me, '/offices/honcho/calendar'), KEPT).toContain(until);
  // Everything is taken there too.
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity`);
  await expect.poll(() => said(me, '/calendar?office=honcho'), KEPT).toContain(FULL);
});

test('[8(3)⑤b] the second page of days names the first free day of all, though none of its own is free', async () => {
  await fresh.db.run(sql`UPDATE calendar.windows SET latest_days = 400`);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = capacity WHERE day > ${city.today}::date + 10`);
  const me = await someone(city.main);
  const path = `/calendar?office=honcho&from=${addDays(city.today, 15)}`;
  await expect.poll(() => said(me, path), KEPT).toContain('までは、空きがありません');
  const page = await good(await me.get(path));
  expect(words(page)).not.toContain(FULL);
  expect(page.html).toMatch(/class="link-alone" href="\/calendar\?office=honcho(&amp;from=[\d-]+)?"/u);
  expect(page.html).toMatch(/\/times\?office=honcho&amp;day=/u);
});
