import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../../../test/support/browse.ts';
import { KEPT, startCitizenDoor, type TestCitizenDoor } from '../../../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../../../test/support/database.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { buildSmallCity, type SmallCity } from '../../../../test/support/small-city.ts';
import { weekday } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 7);
  // Ordinary hours, but an evening once.
  await fresh.db.run(
    sql`DELETE FROM ledger.slots WHERE start_minute NOT BETWEEN 540 AND 960 AND day <> ${city.today}::date + 10`,
  );
  door = await startCitizenDoor(fresh);
});
afterAll(async () => {
  await door.close();
  await fresh.drop();
});

type Signs = {
  generatedAt: string;
  services: {
    code: string;
    offices: { code: string; name: string; calendar: string; days: { day: string; sign: string }[] }[];
  }[];
};
const open = (path: string) => fetch(`${door.url}${path}`);
const read = async (path: string): Promise<Signs> => (await open(path)).json() as Promise<Signs>;

test('[8(3)⑧a] signs for other programs: offices and days with a sign, the same with one place taken as with none, no cookie', async () => {
  const answer = await open('/availability.json');
  expect(answer.headers.get('content-type')).toContain('application/json');
  expect(answer.headers.get('cache-control')).toContain('max-age=1');
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('set-cookie')).toBeNull();
  const { generatedAt, services } = (await answer.json()) as Signs;
  expect(generatedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+09:00$/u);
  expect(services.map(({ code, offices }) => [code, offices.map((one) => [one.code, one.name])])).toEqual([
    [
      'card-pickup',
      [
        ['honcho', '本庁'],
        ['kitano', '北野総合支所'],
      ],
    ],
  ]);
  const [office] = services[0]?.offices ?? [];
  expect(new Set(office?.days.map(({ sign }) => sign))).toEqual(new Set(['open', 'closed']));
  expect(Object.keys(office?.days[0] ?? {})).toEqual(['day', 'sign']);
  expect(office?.calendar).toMatch(/\/offices\/honcho\/calendar\?service=card-pickup$/u);
  await fresh.db.run(sql`UPDATE ledger.slots SET taken = 1 WHERE office_id = ${city.main} AND day = ${city.today}::date + 12`);
  const later = async () => {
    const signs = await read('/availability.json');
    return signs.generatedAt === generatedAt ? undefined : signs.services;
  };
  await expect.poll(later, KEPT).toEqual(services);
  await fresh.db.run(
    sql`UPDATE ledger.slots SET taken = capacity WHERE office_id = ${city.main} AND day = ${city.today}::date + 12`,
  );
  await expect.poll(async () => (await later())?.[0]?.offices[0]?.days.some(({ sign }) => sign === 'full'), KEPT).toBe(true);
  expect((await open('/en/availability.json')).status).toBe(200);
});

test('[8(1)⑩] the feed has the days an office opens at weekends and in the evening, from when to when, and no other', async () => {
  const answer = await open('/offices/honcho/sessions.ics');
  expect(answer.headers.get('content-type')).toContain('text/calendar');
  expect(answer.headers.get('set-cookie')).toBeNull();
  const lines = (await answer.text()).replaceAll('\r\n ', '').split('\r\n');
  const days = lines.flatMap(
    (line) => /^DTSTART;TZID=Asia\/Tokyo:(\d{4})(\d\d)(\d\d)T\d{6}$/u.exec(line)?.slice(1).join('-') ?? [],
  );
  const { evening, begins, ends } = await fresh.db.one<{ evening: string; begins: string; ends: string }>(sql`
    SELECT day::text AS evening, to_char(day + make_interval(mins => min(start_minute)), 'YYYYMMDD"T"HH24MISS') AS begins,
      to_char(day + make_interval(mins => max(start_minute + minutes)), 'YYYYMMDD"T"HH24MISS') AS ends
    FROM ledger.slots WHERE office_id = ${city.main} AND day = ${city.today}::date + 10 GROUP BY day`);
  const start = lines.indexOf(`DTSTART;TZID=Asia/Tokyo:${begins}`);
  expect(lines.slice(start, start + 2)).toEqual([`DTSTART;TZID=Asia/Tokyo:${begins}`, `DTEND;TZID=Asia/Tokyo:${ends}`]);
  expect(lines.slice(start).find((line) => line.startsWith('SUMMARY:'))).toMatch(/午後\d+時まで開庁$/u);
  const signs = await read('/availability.json');
  const weekends = signs.services[0]?.offices[0]?.days.filter(({ day, sign }) => sign !== 'closed' && weekday(day) > 5) ?? [];
  expect(days).toEqual([...new Set([...weekends.map(({ day }) => day), evening])].sort());
  expect(lines.find((line) => line.startsWith('SUMMARY:'))).toMatch(/^SUMMARY:本庁：/u);
  expect(lines.every((line) => Buffer.byteLength(line) > 0 || line === '')).toBe(true);
  expect((await visitor(door.url).get('/offices/honcho/calendar')).html).toContain('/offices/honcho/sessions.ics');
  expect((await visitor(door.url).get('/offices/nowhere/sessions.ics')).location).toBe('/offices');
  expect((await visitor(door.url).get('/easy/offices/honcho/sessions.ics')).html).not.toContain('](');
});

test('[8(3)⑭b] only the site the city set may show the small page in a frame, and no other page', async () => {
  const policy = async (path: string) => {
    const { headers } = await open(path);
    return [headers.get('content-security-policy') ?? '', headers.get('x-frame-options')] as const;
  };
  expect(await policy('/embed')).toEqual([expect.stringContaining("frame-ancestors 'none'"), 'DENY']);
  await fresh.db.run(sql`UPDATE site.city SET embed_from = 'https://www.city.example.jp'`);
  await expect
    .poll(() => policy('/embed'), KEPT)
    .toEqual([expect.stringContaining('frame-ancestors https://www.city.example.jp'), null]);
  for (const path of ['/', '/offices/honcho/calendar', '/notice'])
    expect(await policy(path)).toEqual([expect.stringContaining("frame-ancestors 'none'"), 'DENY']);
  const page = await visitor(door.url).get('/embed');
  expect(await htmlFaults(page.html)).toEqual([]);
  expect(page.html).toContain('target="_top"');
  expect(page.html).not.toContain('<form');
  expect((await open('/embed')).headers.get('set-cookie')).toBeNull();
});

test('[8(1)⑦c] [8(3)⑬] of a planned stop the frame on the city’s site tells too, and programs are told its end', async () => {
  await fresh.db.run(sql`UPDATE site.city SET embed_from = 'https://www.city.example.jp'`);
  const frames = /frame-ancestors https:\/\/www\.city\.example\.jp/u;
  const policy = async (path: string) => (await open(path)).headers.get('content-security-policy');
  await expect.poll(() => policy('/embed'), KEPT).toMatch(frames);
  await fresh.db.run(
    sql`INSERT INTO site.maintenance (starts_at, ends_at, reason, presented_on) VALUES (lib.now() + interval '1 day', lib.now() + interval '26 hours', '', '2026-01-01')`,
  );
  const embed = async () => (await open('/embed')).text();
  await expect.poll(embed, KEPT).toContain('class="stop-line"');
  await fresh.db.run(
    sql`UPDATE site.maintenance SET starts_at = lib.now() - interval '1 hour', ends_at = date_trunc('hour', lib.now()) + interval '2 hours'`,
  );
  await expect.poll(async () => (await open('/embed')).status, KEPT).toBe(503);
  for (const path of ['/embed', '/en/embed']) {
    const page = await open(path);
    expect([path, page.headers.get('x-frame-options')]).toEqual([path, null]);
    expect(page.headers.get('content-security-policy')).toMatch(frames);
    const html = await page.text();
    expect(await htmlFaults(html)).toEqual([]);
    expect(html).not.toContain('<header');
  }
  expect(await policy('/')).toContain("frame-ancestors 'none'");
  const signs = await open('/availability.json');
  expect([signs.status, signs.headers.get('access-control-allow-origin')]).toEqual([503, '*']);
  const { end } = await fresh.db.one<{ end: Date }>(sql`SELECT ends_at AS end FROM site.maintenance`);
  const said = (await signs.json()) as { error: string; until: string };
  expect([said.error, new Date(said.until).getTime()]).toEqual(['stopped', end.getTime()]);
  // A calendar that subscribes keeps what it has; who opens the feed reads why.
  for (const [path, words] of [
    ['/offices/honcho/sessions.ics', 'ただいま、予約をお休みしています'],
    ['/easy/offices/honcho/sessions.ics', '次に'],
  ] as const) {
    const feed = await open(path);
    expect([feed.status, feed.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
    const text = await feed.text();
    expect(text).toContain(words);
    expect(text).not.toMatch(/[|<]|\]\(/u);
  }
});

test('what went wrong is no blank frame either, and programs of other sites can read it', async () => {
  await fresh.db.run(sql`DELETE FROM site.maintenance`);
  await expect.poll(async () => (await open('/embed')).status, KEPT).toBe(200);
  await fresh.db.run(sql`ALTER FUNCTION citizen.offered() RENAME TO offered_away`);
  try {
    await expect.poll(async () => (await open('/embed')).status, KEPT).toBeGreaterThanOrEqual(500);
    expect((await open('/embed')).headers.get('content-security-policy')).toContain(
      'frame-ancestors https://www.city.example.jp',
    );
    const signs = await open('/availability.json');
    expect([signs.headers.get('access-control-allow-origin'), await signs.json()]).toEqual(['*', { error: 'unavailable' }]);
    const feed = await open('/offices/honcho/sessions.ics');
    expect([feed.status >= 500, feed.headers.get('content-type')]).toEqual([true, 'text/plain; charset=utf-8']);
    expect(await feed.text()).not.toContain('<');
  } finally {
    await fresh.db.run(sql`ALTER FUNCTION citizen.offered_away() RENAME TO offered`);
  }
});

test('[8(3)⑭b] whose site may frame the small page is known by the first page of any kind, and holds while it cannot be read', async () => {
  const home = async () => (await open('/')).text();
  // Seen twice: between two readings of the city all else that every page asks for is read anew.
  for (const name of ['枠の市', '枠のある市']) {
    await fresh.db.run(sql`UPDATE site.city SET embed_from = 'https://other.city.example.jp', name = ${name}`);
    await expect.poll(home, KEPT).toContain(name);
  }
  await fresh.db.run(sql`ALTER FUNCTION citizen.offered() RENAME TO offered_away`);
  await fresh.db.run(sql`ALTER FUNCTION citizen.embedder() RENAME TO embedder_away`);
  try {
    await expect.poll(async () => (await open('/embed')).status, KEPT).toBeGreaterThanOrEqual(500);
    expect((await open('/embed')).headers.get('content-security-policy')).toContain(
      'frame-ancestors https://other.city.example.jp',
    );
  } finally {
    await fresh.db.run(sql`ALTER FUNCTION citizen.offered_away() RENAME TO offered`);
    await fresh.db.run(sql`ALTER FUNCTION citizen.embedder_away() RENAME TO embedder`);
  }
});
