import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { openDesk } from '../../test/support/open.ts';
import { makeCard } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { isRight, RIGHTS, type Right } from '../staff/rights.ts';
import { features, routes } from './app.tsx';

let fresh: FreshDatabase;
let desk: TestDesk;
let cardId = 0;

beforeAll(async () => {
  const open = await openDesk();
  ({ fresh, desk } = open);
  const { city } = open;
  cardId = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main });
  await desk.account('counter', ['counter'], city.main);
  await desk.account('admin', ['admin'], city.main);
  await desk.account('nobody', []);
});
afterAll(() => desk.close());

const address = (path: string) =>
  path.replace(':card', String(cardId)).replace(':id', '00000000-0000-4000-8000-000000000000').replace(':secret', 'x'.repeat(43));

describe('[8(2)②bc] every page asks for its right', () => {
  test('each route names one the product knows', () => {
    for (const { right, path } of routes) expect(right === 'anyone' || right === 'signed-in' || isRight(right), path).toBe(true);
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).toBe(routes.length);
  });

  test('who is not signed in is sent to the way in, with GET and POST', async () => {
    const stranger = visitor(desk.url);
    await stranger.get('/sign-in');
    for (const route of routes.filter(({ right }) => right !== 'anyone')) {
      const page =
        route.method === 'GET' ? await stranger.get(address(route.path)) : await stranger.post(address(route.path), {});
      expect([page.status, page.location?.startsWith('/sign-in')], `${route.method} ${route.path}`).toEqual([303, true]);
    }
  });

  test.each([
    ['counter', ['counter']],
    ['admin', ['admin']],
    ['nobody', []],
  ])('%s: every route and every entry of the menu', async (login, roles) => {
    const rows = await desk.db.rows<{ right_code: Right }>(
      sql`SELECT DISTINCT right_code FROM staff.role_rights WHERE role = ANY (${roles})`,
    );
    const rights = new Set<string>(rows.map(({ right_code }) => right_code));
    expect(rights.size).toBe(login === 'admin' ? Object.keys(RIGHTS).length : rights.size);
    const me = await signedIn(desk.url, login, PASSWORD);
    for (const route of routes) {
      if (route.right === 'anyone' || route.path === '/sign-out') continue;
      const page = route.method === 'GET' ? await me.get(address(route.path)) : await me.post(address(route.path), {});
      const allowed = route.right === 'signed-in' || rights.has(route.right);
      expect(page.status === 403, `${route.method} ${route.path} ${page.status}`).toBe(!allowed);
      expect(page.status, `${route.method} ${route.path}`).toBeLessThan(500);
    }
    // The first row leads to what may be opened of each group; the second, on a page of the group, to each of its pages.
    const entries = features.flatMap(({ menu = [] }) => menu);
    for (const { group, href, right } of entries) {
      const open = entries.filter((entry) => entry.group === group && rights.has(entry.right));
      const page = await me.get(open[0]?.href ?? '/password');
      const nav = /<nav class="desk-nav"[\s\S]*?<\/nav>/u.exec(page.html)?.[0] ?? '';
      expect(nav.includes(`href="${href}"`), href).toBe(rights.has(right));
    }
  });

  test('a refusal is in the log of the city, and the page says whom to ask', async () => {
    const me = await signedIn(desk.url, 'counter', PASSWORD);
    const page = await me.get('/audit');
    expect(page.status).toBe(403);
    expect(page.html).toContain('権限がありません');
    expect(
      await desk.db.row(sql`SELECT 1 FROM audit.events WHERE act = 'desk.refused' AND detail ->> 'right' = 'audit.see'`),
    ).toBeDefined();
  });

  test('without its token a form changes nothing', async () => {
    const me = await signedIn(desk.url, 'admin', PASSWORD);
    me.cookies.delete('form');
    const page = await me.post(`/people/${cardId}/remark`, { body: '偽の備考', from: '' });
    expect(page.status).toBe(403);
    expect(await desk.db.row(sql`SELECT 1 FROM cards.remarks WHERE card_id = ${cardId}`)).toBeUndefined();
  });

  test('the log of the process holds no name, no ID, no session', async () => {
    const text = desk.log.join('');
    expect(text).toContain('/people/:card');
    for (const secret of ['A1B-100517', '田中丸', PASSWORD, 'xxxxxxxx']) expect(text.includes(secret)).toBe(false);
  });
});
