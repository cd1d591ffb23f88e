import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { lacking, rangesOf, typedFaces } from '../../src/lib/typeface/typed.ts';
import { closeBrowser, open, type Visitor } from '../support/browser.ts';
import { KEPT, startCitizenDoor, type TestCitizenDoor, walkToCalendar } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../support/small-city.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;

/** What a city writes on its start page: papers, a typhoon, an office far away. */
const BRING = [
  '交付通知書のはがき（お持ちの方は通知カード）',
  '運転免許証、旅券、在留カード、障害者手帳などの本人確認書類',
  '健康保険の資格確認書、年金手帳、介護保険被保険者証、医療受給者証のうち2点',
  '住民基本台帳カード（お持ちの方）',
];
const NOTICE = '台風の接近により、城島総合支所と三潴総合支所の窓口を閉鎖します。皆様のご理解とご協力をお願い申し上げます。';

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db);
  await fresh.db.run(sql`UPDATE services.services SET bring = ${BRING} WHERE id = ${city.service}`);
  await addNotice(NOTICE);
  door = await startCitizenDoor(fresh);
});
afterAll(async () => {
  await closeBrowser();
  await door?.close();
  await fresh?.drop();
});

const addNotice = (body: string) =>
  fresh.db.run(
    sql`INSERT INTO site.notices (body, shown_from, shown_until) VALUES (${body}, lib.now() - interval '1 day', lib.now() + interval '1 day')`,
  );

/** The sheet with the fonts of what staff typed, as the start page names it now. */
const typedSheet = async (): Promise<string | undefined> =>
  /\/assets\/typed\/[0-9a-f]{16}\.css/u.exec(await (await fetch(door.url)).text())?.[0];

/** Opens a page with an empty cache; what came over the line, by address. */
async function load(path: string): Promise<Map<string, number>> {
  const me = await open({ width: 375 });
  const cdp = await me.context.newCDPSession(me.page);
  await cdp.send('Network.enable');
  const urls = new Map<string, string>();
  const bytes = new Map<string, number>();
  cdp.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, new URL(request.url).pathname));
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    bytes.set(urls.get(requestId) ?? requestId, encodedDataLength),
  );
  await me.page.goto(`${door.url}${path}`, { waitUntil: 'networkidle' });
  await me.page.evaluate(() => document.fonts.ready);
  await me.page.waitForLoadState('networkidle');
  await me.close();
  return bytes;
}
const sum = (bytes: Map<string, number>): number => [...bytes.values()].reduce((all, one) => all + one, 0);
const slices = (bytes: Map<string, number>): string[] => [...bytes.keys()].filter((path) => /\/udp(?:-bold)?-\d+\./u.test(path));

test('[8(3)①] the first load is under 150 KB with its fonts, without a proxy, and no kanji of staff costs a slice of the font', async () => {
  await expect.poll(typedSheet, KEPT).toBeDefined();
  const first = await load('/');
  expect(slices(first)).toEqual([]);
  expect([...first.keys()].filter((path) => path.endsWith('.woff2')).length).toBeGreaterThan(3);
  expect(sum(first), JSON.stringify([...first])).toBeLessThan(150_000);
  // Without fonts: what one waits for before the page can be read.
  const words = new Map([...first].filter(([path]) => !path.endsWith('.woff2')));
  expect(sum(words), JSON.stringify([...words])).toBeLessThan(20_000);

  // A notice with kanji of its own: other files, and again no slice.
  const before = await typedSheet();
  await addNotice('霧島・鰻・蕎麦・饂飩・薔薇・檸檬の窓口は、暫く休止いたします。');
  await expect.poll(typedSheet, KEPT).not.toBe(before);
  const second = await load('/');
  expect(slices(second)).toEqual([]);
  expect(sum(second)).toBeLessThan(150_000);
  // Pages sent a moment ago still find theirs.
  expect((await fetch(`${door.url}${before}`)).status).toBe(200);
});

/** What a page makes a browser wait for before it shows anything: itself and the sheets it names. */
async function waitedFor(
  me: Visitor,
  path: string,
): Promise<{ bytes: number; blocking: string[]; redirects: number; html: string }> {
  const answer = await me.page.goto(`${door.url}${path}`, { waitUntil: 'load' });
  const told = await me.page.evaluate(() => {
    const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const files = (
      performance.getEntriesByType('resource') as (PerformanceResourceTiming & { renderBlockingStatus: string })[]
    ).filter((one) => one.renderBlockingStatus === 'blocking');
    return {
      bytes: [...files, ...(page === undefined ? [] : [page])].reduce((all, one) => all + one.transferSize, 0),
      blocking: files.map((one) => new URL(one.name).pathname),
      redirects: page?.redirectCount ?? -1,
    };
  });
  return { ...told, html: (await answer?.text()) ?? '' };
}

/** A line of 3G: bytes a second, and seconds there and back. To a site never seen: its name, TCP and TLS in two, then the page, then its sheets. */
const [LINE_BYTES, THERE_AND_BACK, TRIPS] = [200_000, 0.3, 1 + 1 + 1 + 2];

test('[8(3)①] first page and calendar are usable at 3G within two seconds: page, then sheets, and nothing else is waited for', async () => {
  await makeCard(fresh.db, { noticeId: 'A1B-000001', officeId: city.main });
  const own = await walkToCalendar(door, fresh.db, 'A1B-000001');
  for (const path of ['/', '/offices/honcho/calendar', '/calendar']) {
    const me = await open({ width: 375 });
    await me.context.addCookies([...own.cookies].map(([name, value]) => ({ name, value, url: door.url })));
    const { bytes, blocking, redirects, html } = await waitedFor(me, path);
    await me.close();
    expect([path, redirects, blocking.length > 0]).toEqual([path, 0, true]);
    // All are named by the page, so they are asked for at once; what a sheet named would be one way more.
    for (const file of blocking) expect(html).toContain(`<link rel="stylesheet" href="${file}"`);
    const seconds = TRIPS * THERE_AND_BACK + bytes / LINE_BYTES;
    expect(seconds, `${path}: ${bytes} bytes`).toBeLessThan(2);
    // Words are shown before their fonts are there.
    for (const file of blocking) {
      const faces = (await (await fetch(`${door.url}${file}`)).text()).match(/@font-face\s*\{[^}]*\}/gu) ?? [];
      for (const face of faces) expect(face).toMatch(/font-display:\s*(?:swap|optional|fallback)/u);
    }
  }
});

test('what stands off the way alone has its kanji in a small file of its own, which the first load leaves alone', async () => {
  const more = (bytes: Map<string, number>) => [...bytes].filter(([path]) => /citizen-udp(?:-bold)?-more\./u.test(path));
  expect(more(await load('/'))).toEqual([]);
  const questions = await load('/questions');
  expect(more(questions)).toHaveLength(2);
  expect(slices(questions)).toEqual([]);
});

test('pages are compressed for who can read that, and for nobody else; a cache keeps them apart', async () => {
  const ask = async (encoding: string) => {
    const answer = await fetch(`${door.url}/help`, { headers: { 'accept-encoding': encoding } });
    return { encoding: answer.headers.get('content-encoding'), vary: answer.headers.get('vary'), html: await answer.text() };
  };
  const [small, whole, refused] = [await ask('gzip, deflate, br'), await ask('identity'), await ask('gzip;q=0')];
  expect([small.encoding, whole.encoding, refused.encoding]).toEqual(['gzip', null, null]);
  expect([small.vary, whole.vary]).toEqual(['accept-encoding', 'accept-encoding']);
  expect(small.html).toBe(whole.html);
});

test('BREACH: the form token is another in every answer, so its length in a compressed page tells nothing', async () => {
  const jar = (await fetch(`${door.url}/notice`)).headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const token = async () =>
    /name="form_token" value="([^"]*)"/u.exec(
      await (await fetch(`${door.url}/notice`, { headers: { cookie: jar } })).text(),
    )?.[1];
  const tokens = await Promise.all(Array.from({ length: 20 }, token));
  expect(new Set(tokens).size).toBe(20);
  expect(tokens).not.toContain(undefined);
});

test('files of an unknown name are not there', async () => {
  expect((await fetch(`${door.url}/assets/typed/0123456789abcdef.css`)).status).toBe(404);
  expect((await fetch(`${door.url}/assets/typed/..%2f..%2fpackage.json`)).status).toBe(404);
});

test('what the build lacks is found once each, and named in ranges', async () => {
  expect(lacking(['あ一二', '二三 \n'], 'あ')).toBe('一三二');
  expect(rangesOf('abcx一')).toBe('U+61-63,U+78,U+4e00');
  const told: (string | undefined)[] = [];
  const faces = typedFaces('/t/', 'あ', (sheet) => told.push(sheet));
  await faces.want(['あい']);
  await faces.want(['あ']);
  expect(told).toEqual([expect.stringMatching(/^\/t\/[0-9a-f]{16}\.css$/u), undefined]);
  expect(faces.file(told[0]?.slice(3) ?? '')?.content.toString()).toContain('unicode-range:U+3044');
});
