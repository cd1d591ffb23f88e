import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { longDate, shortDate } from '../../../lib/dates/format.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  for (const office of [city.main, city.branch])
    await fresh.db.run(
      sql`SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'closing.noted', lib.now(), NULL, NULL, ${office}, '{}'::jsonb)`,
    );
});
afterAll(() => desk.close());

test('the log is narrowed to an office, on the page and in the file', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const page = await me.get(`/audit?office=${city.branch}`);
  const inACell = (office: string) => page.html.includes(`<td><span class="unbroken">${office}</span></td>`);
  expect([inACell('北野総合支所'), inACell('本庁')]).toEqual([true, false]);
  expect(await htmlFaults(page.html)).toEqual([]);
  const file = await me.post('/audit/take', { ...formFields(page, '/audit/take'), as: 'csv' });
  expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  const lines = file.html.trim().split('\r\n');
  expect(lines[0]).toContain('日時,操作者,操作内容');
  expect(lines.slice(1)).toHaveLength(1);
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,.*北野総合支所/u);
});

test('taking the log out stands in the log, and so does looking at it', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  await me.post('/audit/take', { ...formFields(await me.get('/audit'), '/audit/take'), as: 'csv' });
  const page = words(await me.get('/audit?kind=list.'));
  expect(page).toMatch(/一覧を出力した件数：\d+　一覧：操作履歴.*一覧を表示した件数：\d+　一覧：操作履歴/u);
});

test('[11(12)b] a log longer than a page is read on to its first line, none twice and none left out, in both orders', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  // Many in one instant: a place is an instant and a line.
  await fresh.db.run(sql`
    SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'keeping.removed', lib.now(), NULL, NULL, NULL, jsonb_build_object('rows', n)) FROM generate_series(1, 250) n`);
  for (const [sort, inOrder] of [
    ['', (one: number[]) => one.toReversed()],
    ['at', (one: number[]) => one],
  ] as const) {
    const seen: number[] = [];
    let next: string | undefined = `/audit?kind=keeping.&sort=${sort}`;
    while (next !== undefined) {
      const page = await good(await me.get(next));
      seen.push(...[...page.html.matchAll(/件数：(\d+)</gu)].map(([, rows]) => Number(rows)));
      next = /href="([^"]*)">続きを表示する/u.exec(page.html)?.[1]?.replaceAll('&amp;', '&');
    }
    expect(seen).toEqual(inOrder(Array.from({ length: 250 }, (_, at) => at + 1)));
  }
  expect(words(await me.get('/audit?kind=keeping.&after=9-x'))).toContain('250件');
  // Words of what a clerk chose go with the file as with the page.
  const csv = await me.post('/audit/take', { ...formFields(await me.get('/audit?kind=keeping.'), '/audit/take'), as: 'csv' });
  expect(csv.html.trim().split('\r\n')).toHaveLength(251);
});

test('a log that is very long is counted only so far', async () => {
  await fresh.db.run(sql`
    INSERT INTO audit.events (at, actor_kind, act, detail) SELECT lib.now() - interval '3 days', 'clock', 'audit.expired', '{}' FROM generate_series(1, 10500) n`);
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const day = Temporal.PlainDate.from(city.today).subtract({ days: 4 }).toString();
  const page = words(await me.get(`/audit?from=${day}&kind=audit.`));
  expect(page).toContain('10,000件以上');
});

test('[8(2)②b] who may read the log and not see people under 支援措置 reads who did what, not whom it was about nor when and where they come', async () => {
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('reads', '点検')`);
  await fresh.db.run(
    sql`INSERT INTO staff.role_rights (role, right_code) SELECT 'reads', unnest(ARRAY['audit.see', 'people.see', 'lists.take'])`,
  );
  const reader = await desk.clerk('reads', ['reads'], city.main, '点検 係');
  const [child, parent] = [
    await makeCard(fresh.db, { noticeId: 'L0G-000001', name: '家族 子', birthDate: '2015-05-05', officeId: city.main }),
    await makeCard(fresh.db, { noticeId: 'L0G-000002', name: '家族 親', birthDate: '1985-05-05', officeId: city.main }),
  ];
  const id = randomUUID();
  const booked = await book(
    fresh.db,
    { kind: 'staff', staffId: 1 },
    {
      ...{ id, serviceId: city.service, slotId: await slotAt(fresh.db, city, city.main, 1, 10), channel: 'phone' },
      ...{
        members: [{ cardId: child }, { cardId: parent }],
        mail: null,
        phone: '',
        language: 'ja',
        exceedReason: null,
        personReason: null,
      },
    },
  );
  expect(booked.ok).toBe(true);
  const tells = ({ html }: Page): boolean[] => [html.includes('10:00 本庁'), /K-\d/u.test(html), html.includes(id)];
  const all = '/audit?kind=reservation.&card=';
  const taken = async () => {
    const page = await reader.get(all);
    return reader.post('/audit/take', { ...formFields(page, '/audit/take'), as: 'csv' });
  };
  expect(tells(await reader.get(all))).toEqual([true, true, true]);
  expect(tells(await reader.get(`${all}${child}`))).toEqual([true, true, true]);
  expect(tells(await taken()).slice(0, 2)).toEqual([true, true]);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${parent}`);
  await fresh.db.run(
    sql`SELECT audit.write(ROW('staff', 1, NULL, NULL)::audit.actor, 'card.protected', lib.now(), NULL, ${parent}, NULL, '{"rows": 1}'::jsonb)`,
  );
  for (const path of [all, `${all}${child}`, `${all}${parent}`])
    expect(tells(await reader.get(path)), path).toEqual([false, false, false]);
  expect(tells(await taken())).toEqual([false, false, false]);
  expect((await reader.get('/audit?kind=card.')).html).not.toContain(`/people/${parent}`);
  const page = words(await reader.get(all));
  for (const part of ['予約した', '井手 誠', '本庁']) expect(page).toContain(part);
});

test('[11(12)b] the log is read day by day: several days under a heading each, one day with the way to those beside it', async () => {
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const [today, before] = [city.today, addDays(city.today, -1)];
  await fresh.db.run(sql`
    INSERT INTO audit.events (at, actor_kind, act, detail) SELECT lib.instant(${before}::date, m), 'clock', 'backup.taken', '{}' FROM unnest(ARRAY[600, 630]) m`);
  await fresh.db.run(
    sql`INSERT INTO audit.events (at, actor_kind, act, detail) VALUES (lib.instant(${today}::date, 0), 'clock', 'backup.taken', '{}')`,
  );
  const two = await good(await me.get(`/audit?kind=backup.&from=${before}&to=${today}`));
  const heads = [...two.html.matchAll(/<th scope="rowgroup" colspan="\d+"><a href="([^"]*)">([^<]*)</gu)].map(([, , day]) => day);
  expect(heads).toEqual([longDate(today), longDate(before)]);
  expect(two.html.match(/<tbody>/gu)).toHaveLength(2);
  // Below its day a row says the time alone.
  expect(words(two)).toContain(`${longDate(before)}だけを表示する10:30:00`);
  expect(two.html).not.toContain('前の日：');
  expect(await htmlFaults(two.html)).toEqual([]);
  const one = await good(
    await me.get(/rowgroup.*rowgroup" colspan="\d+"><a href="([^"]*)"/su.exec(two.html)?.[1]?.replaceAll('&amp;', '&') ?? ''),
  );
  expect(words(one)).toContain('2件');
  expect(words(one)).toContain(`前の日：${shortDate(addDays(before, -1))}次の日：${shortDate(today)}`);
  const href = /href="([^"]*)">次の日/u.exec(one.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const last = await good(await me.get(href));
  expect(words(last)).toContain('1件');
  expect(words(last)).not.toContain('次の日');
});
