import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../test/support/browse.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { PASSWORD, startDesk, stopTime, type TestDesk } from '../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../test/support/forms.ts';
import { words } from '../../test/support/pages.ts';
import { buildSmallCity } from '../../test/support/small-city.ts';

/** The first of December of a year that stands still. */
let fresh: FreshDatabase;
let desk: TestDesk;
let me: Visitor;
beforeAll(async () => {
  fresh = await freshDatabase();
  const clock = await stopTime(fresh, '2026-12-01T10:00:00+09:00');
  const city = await buildSmallCity(fresh.db);
  desk = await startDesk(fresh, clock);
  await desk.account('koga', ['counter', 'admin'], city.main);
  me = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(async () => {
  await desk?.close();
  await fresh?.drop();
});

const ASKED = '来年の令和9年11月20日（土）になります';

test('[8(2)⑤h] a day typed without its year that is past is not taken for next year’s: the page names that day, and asks for its year', async () => {
  const page = await me.get('/closings/new');
  const action = /<form[^>]*method="post"[^>]*action="(\/closings[^"]*)"/u.exec(page.html)?.[1] ?? '/closings/new';
  const form = { ...formFields(page, action), 'office-honcho': 'yes', whole: 'yes', reason: '停電' };
  const asked = await me.post(action, { ...form, from: '11/20', to: '' });
  expect(asked.status).toBe(422);
  expect(wrongBoxes(asked)).toContain('from');
  expect(words(asked)).toContain(ASKED);
  expect(asked.html).toContain('value="11/20"');
  const whole = await me.post(action, { ...form, from: '令和9年11月20日', to: '' });
  expect(words(whole)).not.toContain(ASKED);
  // A day of this year needs no year; the board looks at the day that was.
  expect(words(await me.post(action, { ...form, from: '12/10', to: '' }))).not.toContain('年から入力');
  expect(words(await me.get('/today?day=11/20'))).toContain('令和8年11月20日');
});

test('[8(2)⑨a] [9(4)③] a day without its year in a list or a form of what was done is the last such day, never one of next year', async () => {
  for (const [list, from] of [
    ['no-shows', '11/24'],
    ['handed-over', '11/24'],
    ['running', '11/24'],
    ['visits', '11/24'],
    ['cancelled', '11/24'],
  ]) {
    const page = await me.get(`/lists/${list}?from=${from}`);
    expect([list, page.status, words(page).includes('令和8年11月24日')]).toEqual([list, 200, true]);
  }
  const form = {
    ...formFields(await me.get('/running/new'), '/running/new'),
    kind: 'inspection',
    way: 'planned',
    subject: '点検',
  };
  const made = await me.follow(
    await me.post('/running/new', { ...form, 'receivedAt-day': '11/30', 'receivedAt-time': '9:00', body: '定期' }),
  );
  expect(words(made)).toContain('令和8年11月30日');
  // What was posted on a day to come is refused before it is shown as if it could be.
  const bulk = `/cards/status?status-notified=yes`;
  const ahead = await me.post('/cards/status', {
    ...formFields(await me.get(bulk), '/cards/status'),
    'change-to': 'notified',
    'change-posted': '令和9年11月30日',
    'change-why': '発送',
  });
  expect([ahead.status, words(ahead).includes('本日までの日を入力してください')]).toEqual([422, true]);
});
