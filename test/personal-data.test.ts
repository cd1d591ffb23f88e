import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays } from '../src/lib/dates/jst.ts';
import { sql } from '../src/lib/db/sql.ts';
import { metricsText } from '../src/lib/http/metrics.ts';
import { openHealth } from '../src/start/health.ts';
import { type Page, signedIn, type Visitor, visitor } from './support/browse.ts';
import { addCautions, formValue, startCitizenDoor, type TestCitizenDoor, walkToBooked, walkToHold } from './support/citizen.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from './support/desk.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from './support/small-city.ts';
import { sentTo, startSmtp, type TestSmtp } from './support/smtp.ts';
import { linkIn, startWorker, type TestWorker } from './support/worker.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let desk: TestDesk;
let smtp: TestSmtp;
let worker: TestWorker;
const links: string[] = [];
let cautions: string[];

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 5);
  cautions = await addCautions(fresh.db, city.service);
  // As talkative as an operator can make them.
  door = await startCitizenDoor(fresh, undefined, { LOG_LEVEL: 'debug' });
  desk = await startDesk(fresh, undefined, { LOG_LEVEL: 'debug' });
  smtp = await startSmtp();
  worker = await startWorker(fresh, smtp.url);
});
afterAll(async () => {
  await worker.close();
  await smtp.close();
  await desk.close();
  await door.close();
  await fresh.drop();
});

const KATSURAGI = {
  noticeId: 'K4T-731952',
  name: '葛城 壽美榮',
  kana: 'カツラギ スミエ',
  birthDate: '1938-10-27',
  phone: '0942-31-7788',
};
const MAIL = 'sumie.katsuragi@mail.example.jp';

/** What must stand nowhere outside the pages themselves and the database: of the person, and what lets one in. */
const PERSONAL: Record<string, RegExp> = {
  name: /葛城|壽美榮|寿美栄/u,
  kana: /カツラギ|スミエ|ｶﾂﾗｷﾞ|かつらぎ|すみえ/u,
  birthday: /1938-10-27|1938\/10\/27|19381027|昭和13年10月27日|S13\.10\.27|13\.10\.27/u,
  phone: /0942-31-7788|0942317788|31-7788/u,
  // Alone: a figure of the metrics may hold its digits by chance.
  'notice ID': /K4T-?731952|(?<![\d.])731952(?!\d)/iu,
  'mail address': /sumie|katsuragi|mail\.example\.jp/iu,
  address: /城南町/u,
  'what was searched for': /葛城|カツラギ/u,
};
const within = (text: string): string[] => {
  const decoded = text.replace(/%[0-9A-F]{2}(?:%[0-9A-F]{2})*/giu, (part) =>
    Buffer.from(part.replaceAll('%', ''), 'hex').toString('utf8'),
  );
  return Object.entries(PERSONAL)
    .filter(([, pattern]) => pattern.test(text) || pattern.test(decoded))
    .map(([what]) => what);
};

/** Keeps what a browser would send on or show in its bar: addresses asked for and led to, titles, what may become a referrer. */
function watched(me: Visitor, pages: Page[]): Visitor {
  const keep = async (answer: Promise<Page>): Promise<Page> => {
    const page = await answer;
    pages.push(page);
    return page;
  };
  return {
    ...me,
    get: (path, headers) => keep(me.get(path, headers)),
    post: (path, fields) => keep(me.post(path, fields)),
    follow: (page) => keep(me.follow(page)),
  };
}

/** The citizen's way: a slip, the proof, the mail's link, a booking, its page and file, a change. Returns the reservation's id. */
async function onTheWeb(me: Visitor): Promise<string> {
  await me.get('/');
  await me.get('/notice');
  const birthday = { month: '10', day: '27' };
  await me.post('/notice', { notice: KATSURAGI.noticeId, month: '10', day: '26' });
  await me.post('/notice', { notice: `${KATSURAGI.noticeId}9`, ...birthday });
  await me.follow(await me.post('/notice', { notice: KATSURAGI.noticeId, ...birthday }));
  await me.post('/mail', { mail: MAIL, mail_again: `x${MAIL}` });
  await me.follow(await me.post('/mail', { mail: MAIL, mail_again: MAIL }));
  const link = linkIn(await smtp.next(sentTo(MAIL)));
  await me.get(link);
  await me.follow(await me.post(link, {}));
  const day = addDays(city.today, 10);
  await me.follow(await walkToHold(me, day, await slotAt(fresh.db, city, city.main, 10, 9)));
  await me.post('/hold/extend', { page: 'cautions' });
  await me.follow(await walkToBooked(me, cautions));
  await me.get('/reservation.ics');
  const manage = linkIn(await smtp.next((mail) => (mail.parsed.text ?? '').includes('予約番号')));
  links.push(link, manage);
  await me.get(manage);
  await me.follow(await me.post(manage, {}));
  const slot = String(await slotAt(fresh.db, city, city.main, 10, 11));
  const times = await me.get(`/times?office=honcho&day=${day}`);
  const change = await me.follow(await me.post('/times', { office: 'honcho', day, slot, id: formValue(times, 'id') }));
  await me.follow(await me.post('/change', { office: 'honcho', day, slot, version: formValue(change, 'version') }));
  await me.get('/manage');
  await me.post('/manage', { notice: KATSURAGI.noticeId, ...birthday });
  const { id } = await fresh.db.one<{ id: string }>(sql`SELECT id FROM reservations.reservations WHERE state = 'booked'`);
  return id;
}

/** The desk's way: found by each thing one can be found by, looked at, noted, moved and cancelled. */
async function atTheDesk(me: Visitor, card: number, reservation: string): Promise<void> {
  for (const q of [
    '葛城',
    'カツラギ スミエ',
    'かつらぎ',
    KATSURAGI.noticeId,
    KATSURAGI.phone,
    '昭和13年10月27日',
    'S13.10.27 カツラギ',
  ])
    await me.follow(await me.post('/search', { q }));
  const person = await me.follow(await me.post('/search', { q: KATSURAGI.noticeId }));
  await me.get(`/people/${card}`);
  await me.post(`/people/${card}/remark`, {
    body: `${KATSURAGI.name}様、${KATSURAGI.phone}へ折り返し`,
    from: '',
    remark_from: '',
    version: '0',
  });
  await me.post('/booking/find', { q: KATSURAGI.kana });
  await me.get(`/booking?card=${card}`);
  await me.get('/today');
  await me.get(`/reservations/${reservation}`);
  const move = await me.get(`/reservations/${reservation}/move`);
  expect(person.status).toBeLessThan(400);
  await me.follow(
    await me.post(`/reservations/${reservation}/move`, {
      office: 'honcho',
      day: addDays(city.today, 12),
      slot: String(await slotAt(fresh.db, city, city.main, 12, 9)),
      version: /name="version" value="(\d+)"/u.exec(move.html)?.[1] ?? '2',
    }),
  );
  const cancel = await me.get(`/reservations/${reservation}/cancel`);
  await me.follow(
    await me.post(`/reservations/${reservation}/cancel`, { version: formValue(cancel, 'version'), why: 'ご本人から電話' }),
  );
  for (const path of ['/audit', '/mails', '/locks', '/alarms', '/accounts', `/people/${card}`]) await me.get(path);
}

test('[11(12)d] after a whole journey on the web, at the desk and in the mail, no log, address, title, referrer or metric names anyone', async () => {
  const card = await makeCard(fresh.db, { ...KATSURAGI, officeId: city.main });
  await desk.account('madoguchi1', ['admin'], city.main);
  const pages: Page[] = [];
  const reservation = await onTheWeb(watched(visitor(door.url), pages));
  await atTheDesk(watched(await signedIn(desk.url, 'madoguchi1', PASSWORD), pages), card, reservation);
  const cancelled = await smtp.next((mail) => /取り消し|取消/u.test(mail.parsed.subject ?? ''));
  expect(cancelled.to).toEqual([MAIL]);

  // It happened: the same person is found in pages, mails and the database.
  const { acts } = await fresh.db.one<{ acts: string[] }>(sql`SELECT array_agg(DISTINCT act) AS acts FROM audit.events`);
  expect(acts).toEqual(
    expect.arrayContaining([
      'reservation.booked',
      'reservation.moved',
      'reservation.cancelled',
      'card.remarked',
      'desk.saw-person',
    ]),
  );
  expect(within(pages.map(({ html }) => html).join('\n'))).toEqual(
    expect.arrayContaining(['name', 'kana', 'phone', 'notice ID', 'mail address', 'birthday']),
  );

  const process = { name: 'all', well: async () => true, pid: () => 1, metrics: metricsText };
  const health = await openHealth({ host: '127.0.0.1', port: 0 }, [process]);
  const metrics = await (await fetch(`http://127.0.0.1:${health.port}/metrics`)).text();
  const ready = await (await fetch(`http://127.0.0.1:${health.port}/readyz`)).text();
  await health.close();
  expect(metrics).toContain('madoguchi_http_seconds');
  const { details } = await fresh.db.one<{ details: string }>(
    sql`SELECT string_agg(detail::text, E'\n') AS details FROM audit.events`,
  );
  const told: Record<string, string> = {
    'the log of the citizens’ door': door.log.join(''),
    'the log of the desk': desk.log.join(''),
    'the log of the worker': worker.log.join(''),
    'addresses asked for and led to': pages.flatMap(({ url, location }) => [url, location ?? '']).join('\n'),
    'links in pages': pages
      .flatMap(({ html }) => [...html.matchAll(/(?:href|action|src)="([^"]*)"/gu)].map(([, to = '']) => to))
      .filter((to) => !/^(?:tel|mailto):/u.test(to))
      .join('\n'),
    titles: pages.map(({ html }) => /<title>(.*?)<\/title>/su.exec(html)?.[1] ?? '').join('\n'),
    headers: pages.map(({ headers }) => [...headers].join('\n')).join('\n'),
    metrics: metrics + ready,
    'the detail of the city’s log': details,
  };
  for (const [where, text] of Object.entries(told)) {
    expect(text.length, where).toBeGreaterThan(20);
    expect([where, within(text)]).toEqual([where, []]);
  }
  // Nor what lets one in: sessions, links, passwords.
  const secrets = links.map((url) => ({ secret: /[0-9a-f-]{36}/u.exec(url)?.[0] ?? '' }));
  expect(secrets.every(({ secret }) => secret.length === 36)).toBe(true);
  const logs = [...door.log, ...desk.log, ...worker.log].join('') + metrics;
  for (const { secret } of secrets) expect(logs.includes(secret)).toBe(false);
  expect(logs.includes(PASSWORD)).toBe(false);
  // A browser that is told so sends no referrer at all.
  expect(new Set(pages.map(({ headers }) => headers.get('referrer-policy')))).toEqual(new Set(['no-referrer']));
});

test('[11(12)d] control: the scan sees a name in an address, also percent-encoded, and a birthday in a log', () => {
  expect(within(`/search?q=${encodeURIComponent('葛城')}`)).toEqual(['name', 'what was searched for']);
  expect(within('{"level":30,"birth":"1938-10-27"}')).toEqual(['birthday']);
  expect(within('/people/17')).toEqual([]);
});
