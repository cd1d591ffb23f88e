import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boxLabel } from '../../src/cards/scan.ts';
import { workOnUploads } from '../../src/intake/upload-jobs.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { addDays } from '../../src/lib/dates/jst.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { signedIn, type Visitor } from '../support/browse.ts';
import { browser, closeBrowser, launch } from '../support/browser.ts';
import { addCautions } from '../support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../support/desk.ts';
import { formFields } from '../support/forms.ts';
import { buildSmallCity, makeCard, type SmallCity } from '../support/small-city.ts';
import { faultsOf, signedInBrowser } from './desk-pages.ts';

/** Browsers' usual size is 16. */
const TWICE = 32;

/** Texts that are planned for a time: of a service, its papers, an office and a caution. Returns the pages that tell of them, and one that changes a plan. */
async function planned(city: SmallCity): Promise<string[]> {
  await addCautions(fresh.db, city.service);
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT min(id) AS id FROM services.cautions`);
  const pages: [path: string, typed: Record<string, string>][] = [
    [
      `/settings/services/${city.service}`,
      { bring: '交付通知書のはがき\nとても長い名前の本人確認書類（顔写真のあるものなら1点、ないものなら2点）' },
    ],
    [`/settings/services/${city.service}/papers`, { 'add-proxy': '委任状（はがきの委任のところに、ご本人が書いたもの）' }],
    [`/settings/offices/${city.main}`, { directions: '駐車場は、工事のため使えません。' }],
    [`/settings/cautions/${id}`, { body: 'ご本人が来てください。' }],
  ];
  for (const [path, typed] of pages) {
    const when = { 'since-day': addDays(city.today, 3), 'since-time': '9:00' };
    const look = await me.post(path, { ...formFields(await me.get(path), path), ...typed, ...when });
    expect((await me.post(path, { ...formFields(look, path), preview: 'sure' })).location).toBe(`${path}?done=planned`);
  }
  const paths = pages.map(([path]) => path);
  const [plan = ''] = /\?plan=\d+/u.exec((await me.get(paths[0] ?? '')).html) ?? [];
  return ['/settings/services', `/settings/services/${city.service}/offices/${city.main}`, ...paths, `${paths[0]}${plan}`];
}

let fresh: FreshDatabase;
let desk: TestDesk;
let me: Visitor;
let paths: string[] = [];

/** A list of cards given at the desk: still to be chosen how it is read, and one judged with a row that is not taken. */
async function lists(): Promise<string[]> {
  const text = [
    '交付通知書ID,氏名,氏名カナ,生年月日,住所',
    'N1T-300001,久留米　花子,クルメ　ハナコ,昭和60年4月1日,久留米市城南町15番地3　とても長い名前の集合住宅1203号室',
    'だめ,名,カナ,昭和60年4月1日,住所',
    '',
  ].join('\r\n');
  const give = async (name: string): Promise<string> => {
    await me.get('/intake');
    const file = { field: 'file', name, bytes: new Uint8Array(Buffer.from(text)) };
    return (await me.upload('/intake', {}, file)).location ?? '';
  };
  const judged = await give('jlis_2026_11_kurume_honcho_card_list_final.csv');
  await me.post(`${judged}/judge`, formFields(await me.get(judged), `${judged}/judge`));
  await workOnUploads(desk.db, systemClock);
  return ['/intake', judged, await give('jlis_2026_12.csv')];
}

beforeAll(async () => {
  fresh = await freshDatabase();
  const city = await buildSmallCity(fresh.db, 5);
  const { id: place } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO cards.storage_places (office_id, cabinet, box, size) VALUES (${city.main}, 'A棚', '1箱', 10) RETURNING id`,
  );
  const card = await makeCard(fresh.db, { noticeId: 'A1B-100517', officeId: city.main, name: '久留米　花子' });
  await fresh.db.run(
    sql`UPDATE cards.cards SET whereabouts = 'shelf', storage_place_id = ${place}, storage_position = 1 WHERE id = ${card}`,
  );
  desk = await startDesk(fresh);
  await desk.account('admin', ['admin'], city.main);
  me = await signedIn(desk.url, 'admin', PASSWORD);
  await me.get('/storage/stocktakes');
  const stocktake = (await me.post('/storage/stocktakes', { code: boxLabel(place) })).location ?? '';
  // A filter under a name as long as one may be.
  const kept = '/lists/cards/filters?every=yes';
  await me.get(kept);
  await me.post(kept, {
    act: 'keep',
    name: '通知から三か月が過ぎて予約のない方（本庁と北野総合支所の両方）',
    whose: 'office',
    moving: 'yes',
  });
  const given = await lists();
  // Stored, it is a delivery with a day of its own.
  await me.get(given[1] ?? '');
  await me.post(`${given[1]}/store`, {});
  await workOnUploads(desk.db, systemClock);
  const { delivery } = await fresh.db.one<{ delivery: number }>(sql`SELECT max(id) AS delivery FROM intake.imports`);
  await fresh.db.run(sql`
    INSERT INTO cards.checked_addresses (card_id, checked_at, told_address, told_import, told_at)
    VALUES (${card}, lib.now(), '久留米市諏訪野町とても長い名前の集合住宅東棟1203号室', ${delivery}, lib.now())`);
  paths = [
    ...given,
    '/intake/one',
    '/storage/days',
    `/storage/days/${delivery}`,
    '/cards/set-up',
    '/cards/posting',
    '/cards/addresses',
    '/lists/cards/columns',
    '/lists/cards/filters',
    '/lists/sessions',
    '/lists/not-booked',
    stocktake,
    '/storage/stocktakes',
    '/storage/differences',
    '/storage/labels',
    '/parcels',
    `/storage/boxes/${place}`,
    `/people/${card}/missing`,
    '/cards/destroy',
    '/cards/departures',
    '/lists/deadlines',
    '/terminals',
    '/terminals/check',
    '/settings/former',
    '/settings/keeping',
    '/settings/recovery',
    '/settings/approvals',
    '/running',
    '/running/new',
    '/running/contacts',
    ...(await planned(city)),
    '/settings/wordings',
    '/settings/wordings/mail.no-show',
    '/settings/wordings/question.pin',
    '/running/findings',
    '/running/months',
  ];
});
afterAll(async () => {
  await closeBrowser();
  await desk?.close();
  await fresh?.drop();
});

describe('the desk’s pages of cards, files, terminals, the city’s running', () => {
  test('at 1280, 1024 and 375 px nothing is cut and nothing goes sideways; axe finds nothing; in forced colours and on paper nothing is cut or unseen', async () => {
    expect(await faultsOf({ browser: await browser(), desk, me, paths }, [1280, 1024, 375], { axe: true })).toBe('');
  });

  test('a filter that is kept is renamed and removed on a telephone without scrolling sideways', async () => {
    const page = await (await signedInBrowser({ browser: await browser(), desk, me })).newPage();
    await page.setViewportSize({ width: 375, height: 740 });
    await page.goto(`${desk.url}/lists/cards/filters`);
    for (const box of ['input[name=rename]', 'button[value=rename]', 'button[value=remove]']) {
      const at = await page.locator(box).boundingBox();
      expect([box, (at?.x ?? -1) >= 0, (at?.x ?? 0) + (at?.width ?? 999) <= 375]).toEqual([box, true, true]);
    }
  });

  test('nor with text of twice the size', async () => {
    const large = await launch({ defaultFontSize: TWICE, defaultFixedFontSize: TWICE });
    expect(await faultsOf({ browser: large, desk, me, paths }, [1280])).toBe('');
    await large.close();
  });
});
