import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signedIn, visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../test/support/desk.ts';
import { openDesk } from '../../test/support/open.ts';
import { makeCard } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { isRight, RIGHTS, type Right } from '../staff/rights.ts';
import { features, routes } from './app.tsx';
import { led } from './leads.ts';
import { paths } from './paths.ts';

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
      const has = (right: Right | 'signed-in' | undefined) => right === undefined || right === 'signed-in' || rights.has(right);
      const allowed = has(route.right) && (route.also ?? []).every(has);
      expect(page.status === 403, `${route.method} ${route.path} ${page.status}`).toBe(!allowed);
      expect(page.status, `${route.method} ${route.path}`).toBeLessThan(500);
    }
    // The first row leads to what may be opened of each group; the second, on a page of the group, to each of its pages.
    const entries = led(
      routes,
      features.flatMap(({ menu = [] }) => menu),
    );
    const opens = ({ needs }: (typeof entries)[number]) => needs.every((right) => rights.has(right));
    for (const entry of entries) {
      const { group, href } = entry;
      const open = entries.filter((one) => one.group === group && opens(one));
      const page = await me.get(open[0]?.href ?? '/password');
      const nav = /<nav class="desk-nav"[\s\S]*?<\/nav>/u.exec(page.html)?.[0] ?? '';
      expect(nav.includes(`href="${href}"`), href).toBe(opens(entry));
    }
  });

  /** Somebody who has this right and no other. */
  const withOnly = async (right: Right) => {
    const role = `only-${right}`;
    await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES (${role}, ${role})`);
    await fresh.db.run(sql`INSERT INTO staff.role_rights (role, right_code) VALUES (${role}, ${right})`);
    return desk.clerk(role, [role]);
  };

  test('where a page asks for two rights, the first alone does not open it, and the log says which one was missing', async () => {
    const both = routes.flatMap((route) => {
      if (route.right === 'anyone' || route.right === 'signed-in') return [];
      const { method, path, right } = route;
      const also = (route.also ?? []).find((one) => one !== right);
      return also === undefined ? [] : [{ method, path, right, also }];
    });
    expect(both.length).toBeGreaterThan(20);
    for (const first of new Set(both.map(({ right }) => right))) {
      const me = await withOnly(first);
      for (const { method, path, also } of both.filter(({ right }) => right === first)) {
        const page = method === 'GET' ? await me.get(address(path)) : await me.post(address(path), {});
        expect(page.status, `${method} ${path} with ${first} alone`).toBe(403);
        const last = sql`SELECT detail ->> 'right' AS "right" FROM audit.events WHERE act = 'desk.refused' ORDER BY id DESC LIMIT 1`;
        expect(await fresh.db.one(last), `${method} ${path}`).toEqual({ right: also });
      }
    }
    // The list of whom to call names people, wherever it is asked for.
    const caller = await signedIn(desk.url, 'only-calendar.see', PASSWORD);
    const files = routes.flatMap(({ method, path }) => (/\/phone\.(?:csv|pdf)$/u.test(path) ? [{ method, path }] : []));
    expect(files.length).toBeGreaterThanOrEqual(4);
    const list = { method: 'GET', path: paths.list('phone') };
    for (const { method, path } of [...files, list, { method: 'POST', path: paths.takeList('phone') }]) {
      const page = method === 'GET' ? await caller.get(address(path)) : await caller.post(address(path), {});
      expect(page.status, `${method} ${path}`).toBe(403);
    }
  });

  test('[8(2)②a] a form opened by one account is not sent by another that signed in in the same browser since', async () => {
    const me = await signedIn(desk.url, 'admin', PASSWORD);
    const path = `/people/${cardId}/remark`;
    const opened = me.token();
    const send = (token: string, body: string) =>
      me.send(
        'POST',
        path,
        new URLSearchParams({ form_token: token, body, from: '' }).toString(),
        'application/x-www-form-urlencoded',
      );
    await me.get('/sign-in');
    expect((await me.post('/sign-in', { login: 'counter', password: PASSWORD, next: '' })).status).toBe(303);
    await me.get('/password');
    const remarks = () => desk.db.rows(sql`SELECT body FROM cards.remarks WHERE card_id = ${cardId}`);
    expect((await send(opened, '前の職員の備考')).status).toBe(403);
    expect(await remarks()).toEqual([]);
    expect((await send(me.token(), '自分の備考')).status).toBe(303);
    expect(await remarks()).toEqual([{ body: '自分の備考' }]);
    await fresh.db.run(sql`DELETE FROM cards.remarks WHERE card_id = ${cardId}`);
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

  test('refused over and over is a line less often, which says how often it was: nobody fills the log', async () => {
    await desk.account('over', ['counter']);
    const me = await signedIn(desk.url, 'over', PASSWORD);
    for (let n = 0; n < 130; n += 1) expect((await me.get('/audit')).status).toBe(403);
    const lines = await desk.db.rows<{ tries: string | null }>(sql`
      SELECT e.detail ->> 'tries' AS tries FROM audit.events e JOIN staff.accounts a ON a.id = e.staff_id AND a.login = 'over' WHERE e.act = 'desk.refused' ORDER BY e.id`);
    expect(lines.length).toBe(101);
    expect(lines.at(-1)?.tries).toBe('128');
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
