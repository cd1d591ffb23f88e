import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../test/support/browse.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../test/support/desk.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { routes } from './app.tsx';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let cardId = 0;

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 5);
  cardId = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main });
  desk = await startDesk(fresh);
  await desk.account('admin', ['admin'], city.main);
  me = await signedIn(desk.url, 'admin', PASSWORD);
});
afterAll(async () => {
  await desk.close();
  await fresh.drop();
});

const FIELDS =
  'q code id card slot service office from search position press undo version mail phone remark remark_from exceed person body to why checked act decision login name role-admin old fresh again notice day all next before staff kind show did scan code address directions pickup storage position counts party bring concerns value seen presented from-day from-time until-day starts-day ends-day citizen-ahead citizen-cutoff citizen-kind citizen-days citizen-date staff-ahead staff-change-until to-2';
const BAD: (string | string[])[] = [
  '',
  '\u0000',
  '\ud800',
  '😀'.repeat(50),
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '-1',
  '0',
  '1e9',
  '9999999999',
  '99999999999999999999999',
  '2026-02-30',
  '0000-00-00',
  '令和99年99月99日',
  'あ'.repeat(5_000),
  ['a', 'b'],
  '%00%ff',
  '00000000-0000-4000-8000-000000000000',
  '../../etc/passwd',
];

const fill = (path: string, bad: string) =>
  path
    .replace(':card', encodeURIComponent(bad.toWellFormed()))
    .replace(':id', encodeURIComponent(bad.toWellFormed()))
    .replace(':secret', encodeURIComponent(bad.toWellFormed()));

test('every form and every address answers what nobody would type in words, and nothing of it is stored', async () => {
  const before = await desk.db.one(
    sql`SELECT (SELECT count(*) FROM reservations.reservations) AS r, (SELECT count(*) FROM cards.remarks) AS m`,
  );
  for (const route of routes) {
    if (route.path === '/sign-out' || route.path === '/sign-in' || /\/(retire|reset|end)$/u.test(route.path)) continue;
    for (const bad of BAD) {
      const fields = Object.fromEntries(FIELDS.split(' ').map((name) => [name, bad]));
      const one = typeof bad === 'string' ? bad : 'x';
      const query =
        typeof bad === 'string'
          ? new URLSearchParams(Object.entries(fields) as [string, string][]).toString()
          : 'q=a&q=b&office=a&office=b';
      for (const path of new Set([
        route.path.replace(':card', String(cardId)).replace(':id', '1').replace(':secret', 'x'),
        fill(route.path, one.slice(0, 100)),
      ])) {
        const page = route.method === 'GET' ? await me.get(`${path}?${query.slice(0, 4_000)}`) : await me.post(path, fields);
        expect(page.status, `${route.method} ${route.path} ${one.slice(0, 30)}`).toBeLessThan(500);
        expect(page.html).not.toContain('<script>alert');
      }
    }
  }
  expect((await me.get('/today')).status).toBe(200);
  expect(
    await desk.db.one(
      sql`SELECT (SELECT count(*) FROM reservations.reservations) AS r, (SELECT count(*) FROM cards.remarks WHERE body = '') AS m`,
    ),
  ).toMatchObject({
    r: (before as { r: number }).r,
    m: 0,
  });
}, 400_000);

test('the pages are valid HTML', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard'],
    rules: {
      'long-title': 'off',
      'no-inline-style': 'error',
      'require-sri': 'off',
      'no-trailing-whitespace': 'off',
      'void-style': 'off',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
      'no-implicit-button-type': 'error',
      'prefer-native-element': 'off',
      'tel-non-breaking': 'off',
      'no-raw-characters': 'off',
    },
  });
  const paths = [
    '/today',
    `/people/${cardId}`,
    `/people/${cardId}/status`,
    `/booking?card=${cardId}`,
    `/walk-in?card=${cardId}`,
    '/locks',
    '/mails',
    '/conflicts',
    '/audit',
    '/accounts',
    '/accounts/new',
    '/accounts/1',
    '/password',
    '/settings',
    '/settings/offices',
    '/settings/offices/new',
    `/settings/offices/${city.branch}`,
    `/settings/offices/${city.branch}/transfers`,
    `/settings/offices/${city.branch}/retire`,
    '/settings/services',
    '/settings/services/new',
    `/settings/services/${city.service}`,
    `/settings/services/${city.service}/retire`,
    `/settings/services/${city.service}/cautions`,
    '/settings/windows',
    `/settings/windows/${city.branch}/${city.service}`,
    '/settings/city',
    '/settings/city/hold-minutes',
    '/settings/notices',
    '/settings/maintenance',
  ];
  for (const path of paths) {
    const page = await me.get(path);
    expect(page.status, path).toBe(200);
    const report = await validator.validateString(page.html);
    expect(
      report.results.flatMap(({ messages }) =>
        messages.map(
          ({ ruleId, message, line, column }) =>
            `${path} ${ruleId} ${message} ${line}:${column} ${page.html.slice(Math.max(0, column - 60), column + 60)}`,
        ),
      ),
    ).toEqual([]);
  }
});
