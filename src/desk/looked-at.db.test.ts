import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, signedIn, type Visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { openDesk } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { longDate } from '../lib/dates/format.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { book, move } from '../reservations/acts.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let me: Visitor;
let city: SmallCity;
let card = 0;
let other = 0;
let caller = 0;
let account = 0;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  card = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main, name: '田中 花子' });
  other = await makeCard(fresh.db, { noticeId: 'A1B-100518', officeId: city.main, name: '田中 花代' });
  caller = await makeCard(fresh.db, { noticeId: 'A1B-100519', officeId: city.main, name: '田中 花実' });
  account = await desk.account('koga', ['counter'], city.main);
  me = await signedIn(desk.url, 'koga', PASSWORD);
});
afterAll(() => desk.close());

/** The address of a hit on a page of hits. */
const linkTo = ({ html }: Page, card: number): string =>
  (new RegExp(`class="hit" href="([^"]*card=${card}[^"]*)"`, 'u').exec(html)?.[1] ?? '').replaceAll('&amp;', '&');

/** What the log gained while this was done. */
async function logged(act: () => Promise<unknown>) {
  const { last } = await fresh.db.one<{ last: number }>(sql`SELECT coalesce(max(id), 0) AS last FROM audit.events`);
  await act();
  return fresh.db.rows<{ act: string }>(
    sql`SELECT act, staff_id, card_id, detail FROM audit.events WHERE id > ${last} ORDER BY id`,
  );
}

test('[11(12)a] [11(12)c] who opens a person’s page stands in the log with that card', async () => {
  expect(await logged(() => me.get(`/people/${card}`))).toEqual([
    { act: 'desk.saw-person', staff_id: account, card_id: card, detail: {} },
  ]);
});

test('[11(12)a] a search leaves how many were found, not what was asked', async () => {
  await me.get('/today');
  const lines = await logged(async () => me.follow(await me.post('/search', { q: '田中' })));
  expect(lines).toEqual([{ act: 'desk.saw-search', staff_id: account, card_id: null, detail: { hits: 3 } }]);
});

test('[11(12)a] one call by telephone, of a name several have, leaves one line of looking for it, however often its page is read', async () => {
  await me.get('/booking');
  const lines = await logged(async () => {
    const hits = await me.follow(await me.post('/booking/find', { q: '田中', service: '' }));
    const chosen = await me.get(linkTo(hits, caller));
    const slot = await slotAt(fresh.db, city, city.main, 6, 11);
    const held = await me.follow(
      await me.post('/booking', { ...formFields(chosen, '/booking'), slot: String(slot), act: 'choose' }),
    );
    const wrong = await me.post('/booking', { ...formFields(held, '/booking'), mail: 'x', act: 'confirm' });
    expect(wrong.status).toBe(422);
    const booked = await me.post('/booking', { ...formFields(wrong, '/booking'), mail: '', act: 'confirm' });
    expect(booked.location).toContain('done=booked');
  });
  expect(lines.filter(({ act }) => act === 'desk.saw-search')).toEqual([
    { act: 'desk.saw-search', staff_id: account, card_id: null, detail: { hits: 3 } },
  ]);
});

test('[11(12)a] whoever looks for somebody at the counter or for a visit leaves one line as well', async () => {
  await me.get('/today');
  const saw = async (act: () => Promise<unknown>) =>
    (await logged(act)).filter(({ act: one }) => one === 'desk.saw-search').length;
  expect(await saw(async () => me.follow(await me.post('/walk-in/find', { q: '田中' })))).toBe(1);
  const { id } = await fresh.db.one<{ id: string }>(sql`SELECT id FROM reservations.reservations WHERE state = 'booked' LIMIT 1`);
  expect(await saw(async () => me.follow(await me.post(`/reservations/${id}/people/find`, { q: '田中' })))).toBe(1);
});

test('[11(12)a] a day’s board is logged when somebody opens it; fetched anew by itself it is once in ten minutes, whoever says so', async () => {
  expect(await logged(() => me.get('/today'))).toMatchObject([{ act: 'desk.saw-day', staff_id: account }]);
  expect(await logged(() => me.get('/today', { 'x-refresh': '1' }))).toEqual([]);
  // Of another day and of another office nobody looked yet: the word of the browser hides no look.
  const elsewhere = [`/today?office=honcho&day=${addDays(city.today, 1)}`, '/today?office=kitano'];
  for (const address of elsewhere) {
    const look = () => me.get(address, { 'x-refresh': '1' });
    expect(await logged(look), address).toMatchObject([{ act: 'desk.saw-day', staff_id: account }]);
    expect(await logged(look), address).toEqual([]);
  }
});

test('[11(12)a] [11(12)c] the log of one person: who looked and what was done, times to the second, slots by day and hour, nobody else’s lines', async () => {
  await desk.account('hara', ['admin'], city.main);
  const auditor = await signedIn(desk.url, 'hara', PASSWORD);
  const [early, late] = [await slotAt(fresh.db, city, city.main, 9, 9), await slotAt(fresh.db, city, city.branch, 10, 10)];
  const request = {
    id: randomUUID(),
    serviceId: city.service,
    slotId: early,
    members: [{ cardId: card }],
    ...BY_PHONE,
  } as const;
  const actor = { kind: 'staff', staffId: account } as const;
  expect((await book(fresh.db, actor, request)).ok).toBe(true);
  expect((await move(fresh.db, actor, { id: request.id, version: 0, slotId: late, exceedReason: null })).ok).toBe(true);
  await me.get(`/people/${other}`);
  const person = await auditor.get(`/people/${card}`);
  expect(person.html).toContain(`href="/audit?card=${card}"`);
  const page = words(await good(await auditor.get(`/audit?card=${card}`)));
  const from = `${longDate(addDays(city.today, 9))} 9:00 本庁`;
  const to = `${longDate(addDays(city.today, 10))} 10:00 北野総合支所`;
  for (const said of ['田中 花子さん', '予約を変更した', `前：${from}`, `後：${to}`, '本人の画面を閲覧した'])
    expect(page).toContain(said);
  expect(page).toMatch(/\d{1,2}:\d{2}:\d{2}/u);
  expect(page).not.toContain('一日の予約を閲覧した');
  // Looked at by who reads the log is looked at, too; whom one may not see, one finds no log of.
  expect(await logged(() => auditor.get(`/audit?card=${other}`))).toMatchObject([{ act: 'desk.saw-person', card_id: other }]);
  for (const no of ['0', 'x', '999999999']) expect((await auditor.get(`/audit?card=${no}`)).status).toBe(404);
  expect((await me.get(`/audit?card=${card}`)).status).toBe(403);
});
