import { afterAll, beforeAll, expect, test } from 'vitest';
import { citizenActs } from '../../src/citizen/acts.ts';
import { routes as citizenRoutes } from '../../src/citizen/app.tsx';
import { commonReads } from '../../src/citizen/common.ts';
import { problemPage } from '../../src/citizen/problem-pages.tsx';
import { routes as deskRoutes } from '../../src/desk/app.tsx';
import { problemPage as deskProblem } from '../../src/desk/problems.tsx';
import { wordsOf } from '../../src/letters/compose.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { cityDay } from '../../src/lib/dates/jst.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { japaneseSentences } from '../../src/lib/form/index.ts';
import { STATUS } from '../../src/lib/http/problems.ts';
import { listOf } from '../../src/lists/all.ts';
import { asPaper } from '../../src/lists/files.ts';
import { type Page, signedIn, type Visitor, visitor } from '../support/browse.ts';
import {
  addCautions,
  expectTo,
  KEPT,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../support/desk.ts';
import { formFields, postForms } from '../support/forms.ts';
import { htmlFaults } from '../support/html.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';
import { startSmtp, type TestSmtp } from '../support/smtp.ts';
import { startWorker } from '../support/worker.ts';

/** Of the city the product began with; nothing of it may be left where another city uses it. */
const FIRST = /久留米|kurume|0942|830-8520|城南町|福岡/iu;
const ABOUT = {
  name: '見本市',
  phone: '03-5550-0100',
  phoneHours: '平日 午前9時から午後5時まで',
  postalCode: '123-4567',
  address: '見本県見本市中央1丁目2番3号',
  senderName: '見本市窓口予約',
  embedFrom: 'https://www.mihon.example.jp',
};

/** A list on paper that holds nobody. */
function emptyPaper() {
  const list = listOf('visits');
  if (list === undefined) throw new Error('no such list');
  const prepared = list.prepare(
    {},
    {
      viewer: { seesProtected: false },
      known: { offices: [], services: [], statuses: [] },
      context: { today: cityDay(Temporal.Now.instant()), sentences: japaneseSentences },
      officeId: null,
    },
  );
  return asPaper({ list, prepared, columns: [], sort: '' }, [], {
    at: Temporal.Now.instant(),
    by: '',
    hidden: 0,
    since: undefined,
  });
}

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let site: TestCitizenDoor;
let admin: Visitor;
let citizens: Db;
let smtp: TestSmtp;

beforeAll(async () => {
  fresh = await freshDatabase();
  // As migrated, before anybody set anything.
  await fresh.db.run(sql`DELETE FROM site.city`);
  await fresh.db.run(sql`INSERT INTO site.city DEFAULT VALUES`);
  city = await buildSmallCity(fresh.db);
  await fresh.db.run(sql`UPDATE offices.offices SET address = '見本県見本市', phone = ''`);
  desk = await startDesk(fresh);
  site = await startCitizenDoor(fresh, systemClock, { MAIL_FROM: '' });
  citizens = fresh.as('citizen', 2);
  smtp = await startSmtp();
  await desk.account('ide', ['admin'], null, '井手 誠');
  admin = await signedIn(desk.url, 'ide', PASSWORD);
});
afterAll(async () => {
  await citizens.close();
  await site.close();
  await desk.close();
  await smtp.close();
  await fresh.drop();
});

const start = (): Promise<Page> => visitor(site.url).get('/');

test('a city that has not said its name yet is spoken of as 市; settings say what is missing, also where there is no office', async () => {
  const page = await start();
  expect(page.html).toContain('市から');
  expect(page.html).toMatch(/<title>[^<]*｜市 マイナンバーカード窓口予約<\/title>/u);
  expect(page.html).not.toContain('href="tel:"');
  expect(page.html).not.toMatch(FIRST);
  expect(await htmlFaults(page.html)).toEqual([]);
  expect((await admin.get('/settings')).html).toContain('名称が、まだ入力されていません');

  const empty = await freshDatabase();
  const other = await startDesk(empty);
  try {
    await other.account('ide', ['admin']);
    const settings = (await (await signedIn(other.url, 'ide', PASSWORD)).get('/settings')).html;
    expect(settings).toContain('交付場所と手続きを登録すると、設定できます');
    expect(settings).not.toContain('すべて設定済みです');
  } finally {
    await other.close();
    await empty.drop();
  }
});

test('staff say what the city is called and where it is reached; the site says it within a second, the log who changed what', async () => {
  const page = await admin.get('/settings/about');
  expect(await htmlFaults(page.html)).toEqual([]);
  const wrong = await admin.post('/settings/about', {
    ...formFields(page, '/settings/about'),
    ...ABOUT,
    name: '',
    phone: '電話',
  });
  expect([wrong.status, await htmlFaults(wrong.html)]).toEqual([422, []]);
  expect(wrong.html).toContain(ABOUT.address);
  expect(wrong.html).not.toMatch(FIRST);
  const looked = await admin.post('/settings/about', { ...formFields(page, '/settings/about'), ...ABOUT });
  expect([looked.status, await htmlFaults(looked.html)]).toEqual([200, []]);
  expect(looked.html).toContain('まだ保存していません');
  const saved = await admin.post('/settings/about', { ...formFields(looked, '/settings/about'), preview: 'sure' });
  expect((await admin.follow(saved)).html).toContain('市の情報を変更しました');
  // The page was old: nothing is changed, what was typed is there still.
  const late = await admin.post('/settings/about', { ...formFields(page, '/settings/about'), ...ABOUT, name: '別市' });
  expect([late.status, await htmlFaults(late.html)]).toEqual([409, []]);
  expect(late.html).toContain('別市');
  await expect.poll(async () => (await start()).html, KEPT).toContain('見本市から');
  const { html } = await start();
  for (const said of ['見本市 マイナンバーカード窓口予約', '〒123-4567', ABOUT.address, 'href="tel:0355500100"', '午前9時から'])
    expect(html.replaceAll('\u200b', '')).toContain(said);
  expect((await admin.get('/audit')).html).toContain('市の情報を変更した');
});

test('no page of either site, no mail, calendar file or paper tells of the first city', async () => {
  const seen: [string, string][] = [];
  const worker = await startWorker(fresh, smtp.url);
  try {
    const cautions = await addCautions(fresh.db, city.service);
    await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main });
    await fresh.db.run(sql`UPDATE cards.cards SET address = '見本県見本市中央1', phone = ''`);
    const me = await walkToCalendar(site, fresh.db, 'A1B-100517');
    const day = await fresh.db.one<{ day: string }>(sql`SELECT (lib.day_of(lib.now()) + 9)::text AS day`);
    await me.get('/calendar');
    const held = await walkToHold(me, day.day, await slotAt(fresh.db, city, city.main, 9, 10));
    expect(held.status).toBe(303);
    // The cautions are what the site keeps for a second.
    for (const name of cautions)
      await expect.poll(async () => (await me.get('/cautions')).html, KEPT).toContain(`name="${name}"`);
    expectTo(await walkToBooked(me, cautions), '/reservation');
    const gets = citizenRoutes(citizenActs(citizens), commonReads(citizens), systemClock).filter(
      ({ method, path }) => method === 'GET' && !path.includes(':'),
    );
    for (const { path } of gets) seen.push([path, (await me.get(path)).html], [path, (await visitor(site.url).get(path)).html]);
    for (const { method, path, right } of deskRoutes)
      if (method === 'GET' && right !== 'anyone') {
        const page = await admin.get(path.replace(':card', '1').replace(/:\w+/gu, '1'));
        seen.push([`desk ${path}`, page.html]);
      }
    for (const problem of Object.keys(STATUS) as (keyof typeof STATUS)[])
      seen.push([problem, problemPage(problem)], [`desk ${problem}`, deskProblem(problem, 200)]);
    expect(seen.length).toBeGreaterThan(60);

    // The registration link may be used before its mail is written, and is then sent to nobody.
    await smtp.next(({ parsed }) => parsed.subject?.includes('予約を受け付けました') === true);
    for (const { parsed, raw } of smtp.mails) {
      seen.push([parsed.subject ?? '', `${raw}\n${parsed.subject}\n${parsed.text}\n${parsed.from?.text}`]);
      for (const { filename, content } of parsed.attachments) seen.push([filename ?? '', content.toString('utf8')]);
      expect(parsed.subject).toContain('【見本市】');
      expect(parsed.from?.text).toContain('見本市窓口予約');
    }
    const visit = {
      number: '1',
      service: '手続き',
      needsCard: true,
      office: '本庁',
      address: '',
      day: day.day,
      startMinute: 600,
    };
    const words = wordsOf('ja');
    const told = { ...visit, arrive: 0, people: 1, takes: 0, bring: [], papers: [], phone: '', changeUntil: null };
    seen.push([
      'letters',
      JSON.stringify([
        words.link({ url: '', service: '', until: new Date(), phone: '', code: null }),
        words.reminder(told, '', 1),
        words['no-show'](told, '', null),
        words['closed-day'](told, '', { by: 'hours' }, null),
        words.entry(told, ''),
      ]),
    ]);
    expect(seen.at(-1)?.[1]).toContain('見本市');
    seen.push(['paper', JSON.stringify(emptyPaper())]);
    expect(seen.at(-1)?.[1]).toContain('見本市');
    for (const [where, text] of seen) expect(text, where).not.toMatch(FIRST);
  } finally {
    await worker.close();
  }
});

test('the site names the domain that mails really come from: the worker notes it', async () => {
  const me = visitor(site.url);
  await me.get('/notice');
  await makeCard(fresh.db, { noticeId: 'A1B-100518', name: '見本 花子', officeId: city.main });
  await me.post('/notice', { notice: 'A1B-100518', month: '3', day: '8' });
  await expect.poll(async () => (await me.get('/mail')).html, KEPT).toContain('「city.example.jp」から');
});

test('no form of the desk that is refused, and no file to try a terminal with, tells of the first city', async () => {
  const desks = deskRoutes.filter(({ method, path, right }) => method === 'GET' && right !== 'anyone' && !path.includes(':'));
  const seen: [string, string][] = [];
  const posted = new Set<string>();
  const refusals: string[] = [];
  for (const { path } of desks) {
    const page = await admin.get(path);
    for (const { action, fields, boxes } of postForms(page)) {
      if (boxes.length === 0 || posted.has(action)) continue;
      posted.add(action);
      const refused = await admin.post(action, { ...fields, ...Object.fromEntries(boxes.map((box) => [box, '？？'])) });
      seen.push([`POST ${action}`, refused.html]);
      if (refused.status === 422) refusals.push(action);
    }
  }
  const check = await admin.get('/terminals/check');
  const files = [...check.html.matchAll(/href="([^"]*[.]csv)"/gu)].map(([, href = '']) => href);
  for (const href of files) seen.push([href, (await admin.get(href)).html]);
  expect([refusals.length > 10, files.length > 0]).toEqual([true, true]);
  expect(seen.filter(([, text]) => FIRST.test(text)).map(([where]) => where)).toEqual([]);
});
