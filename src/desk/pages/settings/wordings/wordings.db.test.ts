import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../../test/support/small-city.ts';
import { shiftTime } from '../../../../../test/support/time.ts';
import { addDays } from '../../../../lib/dates/jst.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { wordingNow } from '../../../../site/wordings/acts.ts';
import { WORDING_GROUPS } from '../../../../site/wordings/all.ts';

/** Sentences of mails and of the site, said otherwise by staff. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'ide', ['admin']));
});
afterAll(() => desk.close());

const pathOf = (name: string): string => `/settings/wordings/${name}`;
const BOOKED = pathOf('mail.booked');
async function look(path: string, changes: Record<string, string>) {
  return good(await me.post(path, { ...formFields(await good(await me.get(path)), path), ...changes }));
}
const press = async (page: Awaited<ReturnType<typeof look>>, path: string, preview = 'sure') =>
  me.post(path, { ...formFields(page, path), preview });
const logged = async (act: string) =>
  (
    await fresh.db.rows<{ detail: Record<string, unknown> }>(sql`SELECT detail FROM audit.events WHERE act = ${act} ORDER BY id`)
  ).map(({ detail }) => detail);
const openingNow = async () => (await wordingNow(desk.db, 'mail.booked')).texts['opening'];

test('everything that can be said otherwise has its page, and whoever may not set the city’s settings has none', async () => {
  const list = await good(await me.get('/settings/wordings'));
  for (const { name, parts } of WORDING_GROUPS.flatMap(({ wordings }) => wordings)) {
    expect(list.html).toContain(`href="${pathOf(name)}"`);
    // A form without what is typed: as it is built in.
    const page = await me.post(pathOf(name), {});
    for (const language of ['日本語', 'やさしい日本語', '英語', '中国語', '韓国語', 'ベトナム語'])
      expect([name, language, words(page).includes(language)]).toEqual([name, language, true]);
    const form = formFields(await me.get(pathOf(name)), pathOf(name));
    expect(Object.keys(form).filter((box) => box.startsWith('texts-'))).toHaveLength(6 * parts.length);
  }
  expect((await me.get(pathOf('mail.mailing'))).status).toBe(404);
  const clerk = await desk.clerk('koga', ['counter'], city.main);
  expect((await clerk.get(BOOKED)).status).toBe(403);
  expect((await clerk.post(BOOKED, { preview: 'sure' })).status).toBe(403);
});

test('[8(3)⑪a] a mail is seen whole in each language before anything is kept; what was booked stands in it whatever is written, and a language without its own sentence keeps its own', async () => {
  const page = await look(BOOKED, {
    'texts-opening-ja': 'ご予約ありがとうございます。',
    'texts-opening-en': 'Thank you for booking.',
    'texts-closing-ja': '駐車場は、混み合うことがあります。',
  });
  expect(words(page)).toContain('まだ登録していません');
  const mails = [...page.html.matchAll(/<pre class="letter">(.*?)<\/pre>/gsu)].map(([, mail]) => mail ?? '');
  expect(mails).toHaveLength(6);
  const [ja = '', easy = '', en = ''] = mails;
  expect(ja).toMatch(/^ご予約ありがとうございます。\n/u);
  expect(ja).not.toContain('予約を受け付けました。');
  // The closing sentence stands before the foot; what was booked, until when it may be changed and the link are there.
  expect(ja).toMatch(
    /予約番号：1234-5678\n.*日時：.*午後1時30分.*変更・取り消しは.*駐車場は、混み合うことがあります。\n\nこのメールは、自動で/su,
  );
  expect(en).toMatch(/^Thank you for booking\.\n/u);
  expect(en).toContain('Booking number: 1234-5678');
  expect(en).not.toMatch(/駐車場は/u);
  // Never Japanese where a language has no sentence of the city's: its own stays, and the desk says so.
  expect(easy).toMatch(/^予約（よやく）できました。/u);
  expect(words(page).match(/この言語の文がないため、初期の文のままです：書き出しの文。/gu)).toHaveLength(4);
  expect(words(page).match(/この言語の文がないため、表示しません：末尾に追加する文。/gu)).toHaveLength(5);
  expect(await openingNow()).toBeUndefined();
  const back = await good(await press(page, BOOKED, 'edit'));
  expect(formFields(back, BOOKED)['texts-opening-en']).toBe('Thank you for booking.');
  expect((await press(page, BOOKED)).location).toBe(`${BOOKED}?done=changed`);
  expect(await openingNow()).toEqual({ ja: 'ご予約ありがとうございます。', en: 'Thank you for booking.' });
});

test('each text is kept with who and when; one before, and the one that was built in, are taken again; an old page changes nothing', async () => {
  const old = await look(BOOKED, { 'texts-opening-ja': '遅れて来た文。' });
  await press(await look(BOOKED, { 'texts-opening-ja': '二つ目の文。' }), BOOKED);
  expect((await press(old, BOOKED)).status).toBe(409);
  expect(await openingNow()).toEqual({ ja: '二つ目の文。', en: 'Thank you for booking.' });
  expect(words(await me.get(BOOKED))).toMatch(/第1版.*ご予約ありがとうございます。.*古賀 恵子この文に戻す/u);
  const first = await good(await me.get(`${BOOKED}?version=1`));
  expect(formFields(first, BOOKED)['texts-opening-ja']).toBe('ご予約ありがとうございます。');
  const builtIn = await good(await me.get(`${BOOKED}?version=0`));
  await press(await good(await me.post(BOOKED, formFields(builtIn, BOOKED))), BOOKED);
  expect(await openingNow()).toBeUndefined();
  expect((await press(await look(BOOKED, {}), BOOKED)).location).toBe(`${BOOKED}?done=same`);
  const lines = await logged('site.wording-changed');
  expect(lines.map(({ version }) => version)).toEqual([1, 2, 3]);
  expect(lines[0]).toMatchObject({ wording: 'mail.booked', parts: ['opening', 'closing'] });
  expect(JSON.stringify(lines)).not.toContain('ありがとう');
});

test('what is filled in stays in its sentence; addresses, other braces and overlong texts are refused, each with why', async () => {
  const wrong = async (name: string, box: string, text: string) => {
    const page = await me.post(pathOf(name), {
      ...formFields(await good(await me.get(pathOf(name))), pathOf(name)),
      [box]: text,
    });
    expect([text, page.status, wrongBoxes(page)]).toEqual([text, 422, [box]]);
    expect(formFields(page, pathOf(name))[box]).toBe(text);
    return words(page);
  };
  expect(await wrong('mail.waiting-offer', 'texts-opening-en', 'There is a place.')).toContain(
    '「{until}」を、文の中に残してください。',
  );
  expect(await wrong('mail.waiting-offer', 'texts-opening-ja', '{until}まで。{name}様')).toContain(
    '「{until}」のほかには使えません',
  );
  expect(await wrong('mail.booked', 'texts-come-ja', '{day}にお越しください。')).toContain('「{」と「}」は、使えません。');
  for (const address of ['https://example.jp/a', 'ｗｗｗ．example．ｊｐ', 'evil.example.com をご覧ください', 'a@city.example'])
    expect(await wrong('mail.booked', 'texts-closing-ja', address)).toContain('アドレスは、入力できません');
  expect(await wrong('mail.booked', 'texts-closing-ja', 'あ'.repeat(301))).toContain('300');
  expect(await wrong('question.pin', 'texts-says-vi', 'あ'.repeat(801))).toContain('800');
  const kept = await look(pathOf('mail.waiting-offer'), { 'texts-opening-en': 'A place until {until}, please hurry.' });
  expect(kept.html).toMatch(/A place until [^{}]+, please hurry\./u);
});

test('a text waits for its time and is called off before it; a time that is over is refused', async () => {
  const path = pathOf('head');
  const day = addDays(city.today, 3);
  expect((await press(await look(path, { 'texts-line-ja': '今の文。' }), path)).location).toBe(`${path}?done=changed`);
  const past = await me.post(path, { ...formFields(await me.get(path), path), 'since-day': addDays(city.today, -1) });
  expect([past.status, wrongBoxes(past)]).toEqual([422, ['since-day']]);
  for (const text of ['次の文。', 'その次の文。'])
    expect((await press(await look(path, { 'texts-line-ja': text, 'since-day': day }), path)).location).toBe(
      `${path}?done=coming`,
    );
  const line = async () => (await wordingNow(desk.db, 'head')).texts['line']?.['ja'];
  expect(await line()).toBe('今の文。');
  const page = await good(await me.get(path));
  expect(words(page)).toContain('予定している変更があります');
  // The form shows what is read now, not what is to come.
  expect(formFields(page, path)['texts-line-ja']).toBe('今の文。');
  expect((await me.post(`${path}/3/withdraw`, formFields(page, `${path}/3/withdraw`))).location).toBe(`${path}?done=withdrawn`);
  expect((await me.post(`${path}/1/withdraw`, {})).location).toBe(`${path}?done=late`);
  expect(await logged('site.wording-withdrawn')).toMatchObject([{ wording: 'head', version: 3 }]);
  try {
    await shiftTime(fresh, 4 * 86_400);
    expect(await line()).toBe('次の文。');
  } finally {
    await shiftTime(fresh, 0);
  }
  expect(await line()).toBe('今の文。');
});
