import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, signedIn, type Visitor, visitor } from '../../../../../test/support/browse.ts';
import {
  addCautions,
  KEPT,
  startCitizenDoor,
  type TestCitizenDoor,
  walkToBooked,
  walkToCalendar,
  walkToHold,
} from '../../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../../test/support/html.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../../test/support/small-city.ts';
import { startSmtp } from '../../../../../test/support/smtp.ts';
import { startWorker } from '../../../../../test/support/worker.ts';
import { addDays } from '../../../../lib/dates/jst.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { textKey } from '../../../../site/translations.ts';

const CAUTION = 'ご本人が来てください。代理の方には渡せません。';
const [FIRST, REST] = ['Come yourself.', 'We hand nothing to anybody else.'];

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let site: TestCitizenDoor;
let me: Visitor;
let cautions: string[];

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  await desk.account('ide', ['admin'], city.main, '井手 誠');
  me = await signedIn(desk.url, 'ide', PASSWORD);
  // A text that is changed is another version, whose box has another name.
  cautions = (await addCautions(fresh.db, city.service)).map((name) => `${name}_2`);
  await fresh.db.run(sql`UPDATE services.cautions SET body = ${CAUTION}, concerns = 'すべての方'`);
  await fresh.db.run(sql`UPDATE services.services SET bring = ARRAY['はがき', '免許証'] WHERE id = ${city.service}`);
  await fresh.db.run(
    sql`UPDATE offices.offices SET facilities = ARRAY['車いす対応'], directions = 'バス停の前' WHERE id = ${city.main}`,
  );
  await fresh.db.run(sql`INSERT INTO site.notices (body, shown_from) VALUES ('年末は休みます。1月4日から開きます。', lib.now())`);
  site = await startCitizenDoor(fresh);
});
afterAll(async () => {
  await site?.close();
  await desk?.close();
});

const pathOf = (source: string): string => `/settings/translations/${textKey(source)}`;
const look = async (source: string, bodies: Record<string, string>): Promise<Page> =>
  me.post(pathOf(source), { ...formFields(await me.get(pathOf(source)), pathOf(source)), ...bodies });
/** Looks at it and keeps it. */
async function send(source: string, bodies: Record<string, string>): Promise<Page> {
  const seen = await look(source, bodies);
  return seen.status === 200 ? me.post(pathOf(source), { ...formFields(seen, pathOf(source)), preview: 'sure' }) : seen;
}

test('[8(3)⑨a] what staff wrote is read in the reader’s language, on pages, in the calendar file and in the mail; what has no translation is marked as Japanese', async () => {
  for (const [source, en] of [
    [CAUTION, `${FIRST}\n${REST}`],
    ['すべての方', 'Everyone'],
    ['はがき', 'The postcard'],
    ['車いす対応', 'Wheelchair access'],
    ['年末は休みます。1月4日から開きます。', 'Closed over New Year. Open from January 4.'],
  ] as const)
    expect((await send(source, { en })).location).toBe(`${pathOf(source)}?done=saved`);

  const start = await visitor(site.url).get('/en');
  expect(start.html).toContain('Closed over New Year. Open from January 4.');
  expect(words(start)).toMatch(/Closed over New Year\.(?! Open)/u);
  const [offices, korean] = [
    (await visitor(site.url).get('/en/offices/honcho/calendar')).html,
    (await visitor(site.url).get('/ko/offices/honcho/calendar')).html,
  ];
  expect(offices).toMatch(/<dd>Wheelchair access<\/dd>/u);
  expect(offices).toMatch(/<span lang="ja">バス停の前<\/span>/u);
  expect(korean).toMatch(/<span lang="ja">車いす対応<\/span>/u);

  const smtp = await startSmtp();
  const worker = await startWorker(fresh, smtp.url);
  try {
    const guest = visitor(site.url);
    await makeCard(fresh.db, { noticeId: 'TRN-000001', officeId: city.main });
    await walkToCalendar(site, fresh.db, 'TRN-000001', guest, 'anna@example.jp');
    const day = addDays(city.today, 8);
    await walkToHold(guest, day, await slotAt(fresh.db, city, city.main, 8, 9));
    const asked = (await guest.get('/en/cautions')).html;
    expect(asked).toContain('Everyone');
    expect(asked).toMatch(/<span class="choice-head">Come yourself<\/span>/u);
    expect(asked).toContain(REST);
    expect(asked).not.toContain('lang="ja">ご本人');
    // Told in the reader's language too when it is not ticked.
    expect((await guest.post('/en/cautions', {})).html).toContain('Come yourself');
    expect((await guest.get('/vi/cautions')).html).toMatch(/<label class="choice" lang="ja">/u);
    await walkToBooked(guest, cautions);
    const done = (await guest.get('/en/reservation')).html;
    expect(done).toMatch(/<li>The postcard<\/li>/u);
    expect(done).toMatch(/<li><span lang="ja">免許証<\/span><\/li>/u);
    expect((await guest.get('/en/reservation.ics')).html.replaceAll('\r\n ', '')).toContain('The postcard');
    await expect.poll(() => smtp.mails.map(({ parsed }) => parsed.text).join('\n'), KEPT).toContain('The postcard');
  } finally {
    await worker.close();
    await smtp.close();
  }
});

test('a translation is looked at in each language before anybody reads it; what was typed stands in its box again', async () => {
  const seen = await good(await look('すべての方', { vi: 'Mọi người', easy: '[全部](ぜんぶ)の [人](ひと)' }));
  expect(words(seen)).toContain('まだ登録していません。');
  expect(words(seen)).toContain('ベトナム語Mọi người');
  expect(words(seen)).toContain('全部（ぜんぶ）の 人（ひと）');
  expect(await htmlFaults(seen.html)).toEqual([]);
  expect(formFields(await me.get(pathOf('すべての方')), pathOf('すべての方'))['vi']).toBe('');
  const back = await me.post(pathOf('すべての方'), { ...formFields(seen, pathOf('すべての方')), preview: 'edit' });
  expect(formFields(back, pathOf('すべての方'))['vi']).toBe('Mọi người');
  expect((await send('すべての方', { vi: 'Mọi người' })).location).toContain('done=saved');
  expect(formFields(await me.get(pathOf('すべての方')), pathOf('すべての方'))['vi']).toBe('Mọi người');
});

test('a text that is changed has no translation any more: nobody reads what is not so', async () => {
  await send('はがき', { ko: '엽서' });
  expect((await visitor(site.url).get('/ko')).html).toContain('엽서');
  await fresh.db.run(sql`UPDATE services.services SET bring = ARRAY['青いはがき'] WHERE id = ${city.service}`);
  await expect.poll(async () => (await visitor(site.url).get('/ko')).html, KEPT).toContain('<span lang="ja">青いはがき</span>');
  expect((await me.get(pathOf('はがき'))).status).toBe(404);
  expect(words(await me.get('/lists/translations?place=bring&which=missing'))).toContain('青いはがき');
});

test('an empty box is Japanese again; too long, an old page and an address that is none are told; the log tells which languages', async () => {
  await send(CAUTION, { en: FIRST, easy: '[自分](じぶん)で [来](き)てください。' });
  const old = formFields(await me.get(pathOf(CAUTION)), pathOf(CAUTION));
  expect((await send(CAUTION, { en: '' })).status).toBe(303);
  const stale = await me.post(pathOf(CAUTION), { ...old, en: 'Somebody else’s' });
  expect(stale.status).toBe(409);
  expect(words(stale)).toContain('ほかの職員が先に変更したため');
  expect(stale.html).toContain('Somebody else’s');
  const long = await send(CAUTION, { en: 'x'.repeat(601) });
  expect([long.status, wrongBoxes(long)]).toEqual([422, ['en']]);
  expect((await send(CAUTION, {})).location).toContain('done=same');
  for (const key of ['0'.repeat(32), 'x']) expect((await me.get(`/settings/translations/${key}`)).status).toBe(404);
  const log = words(await me.get('/audit?kind=site.'));
  expect(log).toContain('ほかの言語の文を変更した');
  expect(log.slice(log.indexOf('ほかの言語の文を変更した'))).toContain('英語・やさしい日本語');
  expect(log).not.toContain('Somebody');
});

test('the list is a file for who translates', async () => {
  await send('すべての方', { zh: '所有人' });
  const list = await me.get('/lists/translations');
  expect(words(list)).toContain('注意（マイナンバーカードの受け取り）');
  const columns = '/lists/translations/columns';
  await me.post(columns, { 'column-source': 'yes', 'order-source': '1', 'column-zh': 'yes', 'order-zh': '2' });
  const file = await me.post('/lists/translations/take', {
    place: '',
    which: 'all',
    as: 'csv',
  });
  expect(file.html).toContain('所有人');
  const clerk = await desk.account('koga', ['counter'], city.main).then(() => signedIn(desk.url, 'koga', PASSWORD));
  expect((await clerk.get('/lists/translations')).status).toBe(404);
  expect((await clerk.get(pathOf('すべての方'))).status).toBe(403);
});
