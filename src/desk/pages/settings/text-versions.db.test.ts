import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../test/support/small-city.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

/** What staff write for citizens: seen as they will read it before it goes out, and every text before it is kept. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'ide', ['admin']));
});
afterAll(() => desk.close());

const NOTICES = '/settings/notices';
const shown = async () =>
  (await fresh.db.rows<{ body: string }>(sql`SELECT body FROM citizen.notices()`)).map(({ body }) => body);
const logged = async (act: string) =>
  (
    await fresh.db.rows<{ detail: Record<string, unknown> }>(sql`SELECT detail FROM audit.events WHERE act = ${act} ORDER BY id`)
  ).map(({ detail }) => detail);
/** The form of a page, changed and sent as far as its preview. */
async function look(path: string, changes: Record<string, string>) {
  return good(await me.post(path, { ...formFields(await good(await me.get(path)), path), ...changes }));
}
const press = async (page: Awaited<ReturnType<typeof look>>, path: string, preview: string) =>
  me.post(path, { ...formFields(page, path), preview });

test('a notice is seen in each language and with its times before it goes out; nothing is kept until then, and one may go back to what was typed', async () => {
  await fresh.db.run(
    sql`INSERT INTO site.translations (source, language, body, at) VALUES ('窓口を閉めます。午後3時からです。', 'en', 'The counter closes. From 3 pm.', lib.now())`,
  );
  const page = await look(NOTICES, { body: '窓口を閉めます。午後3時からです。', 'until-day': addDays(city.today, 3) });
  expect(words(page)).toContain('お知らせの表示を確かめる');
  expect(words(page)).toContain('すぐに掲載');
  expect(page.html).toMatch(/<div lang="en"><b>The counter closes\.<\/b><br\/?>From 3 pm\./u);
  expect(words(page).match(/訳がありません/gu)).toHaveLength(4);
  expect(await shown()).toEqual([]);
  const back = await good(await press(page, NOTICES, 'edit'));
  expect(formFields(back, NOTICES)['body']).toBe('窓口を閉めます。午後3時からです。');
  expect((await press(page, NOTICES, 'sure')).location).toBe('/settings/notices?done=added');
  expect(await shown()).toEqual(['窓口を閉めます。午後3時からです。']);
});

test('the press that adds a notice, sent twice, adds one; a sixth that is on the site is said not to be shown', async () => {
  const count = async () => (await fresh.db.one<{ count: number }>(sql`SELECT count(*) AS count FROM site.notices`)).count;
  const before = await count();
  const page = await look(NOTICES, { body: '二度押したお知らせ。' });
  for (const _ of [1, 2]) expect((await press(page, NOTICES, 'sure')).location).toBe('/settings/notices?done=added');
  expect([await count(), (await logged('site.notice-added')).length]).toEqual([before + 1, before + 1]);
  const again = await look(NOTICES, { body: '二度押したお知らせ。' });
  expect((await press(again, NOTICES, 'sure')).location).toBe('/settings/notices?done=added');
  expect(await count()).toBe(before + 2);
  const NOT_SHOWN = '掲載期間中（6番目以降のため表示していません）';
  expect(words(await me.get(NOTICES))).not.toContain(NOT_SHOWN);
  await fresh.db.run(
    sql`INSERT INTO site.notices (body, shown_from) SELECT '新しいお知らせ' || n, lib.now() - make_interval(secs => 1) FROM generate_series(1, 5) n`,
  );
  const list = words(await me.get(NOTICES));
  expect(list.split(NOT_SHOWN)).toHaveLength(before + 2 + 5 - 5 + 1);
  expect(await shown()).toHaveLength(5);
  await fresh.db.run(
    sql`DELETE FROM site.notice_versions WHERE notice_id IN (SELECT id FROM site.notices WHERE body <> '窓口を閉めます。午後3時からです。')`,
  );
  await fresh.db.run(sql`DELETE FROM site.notices WHERE body <> '窓口を閉めます。午後3時からです。'`);
});

test('a notice is changed; each text it had is kept with who and when, and one before is taken again', async () => {
  const [notice] = await fresh.db.rows<{ id: number }>(sql`SELECT id FROM site.notices`);
  const path = `${NOTICES}/${notice?.id}`;
  const stale = await look(path, { body: '遅れて来た文。' });
  const changed = await press(await look(path, { body: '午後4時に閉めます。' }), path, 'sure');
  expect(changed.location).toBe('/settings/notices?done=changed');
  expect(await shown()).toEqual(['午後4時に閉めます。']);
  // A page that is older changes nothing.
  expect((await press(stale, path, 'sure')).status).toBe(409);
  expect(await shown()).toEqual(['午後4時に閉めます。']);
  expect(words(await me.get(path))).toMatch(/第1版窓口を閉めます。午後3時からです。.*古賀 恵子この文に戻す/u);
  const taken = await good(await me.get(`${path}?version=1`));
  expect(formFields(taken, path)['body']).toBe('窓口を閉めます。午後3時からです。');
  const again = await good(await me.post(path, formFields(taken, path)));
  expect(again.html).toContain('The counter closes.');
  expect(await shown()).toEqual(['午後4時に閉めます。']);
  await press(again, path, 'sure');
  expect(await shown()).toEqual(['窓口を閉めます。午後3時からです。']);
  const lines = await logged('site.notice-changed');
  expect(lines.map((detail) => detail['version'])).toEqual([2, 3]);
  expect(JSON.stringify(lines)).not.toContain('閉めます');
  // Nothing changed: nothing is written.
  expect((await press(await look(path, {}), path, 'sure')).location).toBe('/settings/notices?done=same');
  await me.post(`${path}/end`, {});
  expect((await me.post(path, { ...formFields(taken, path), preview: 'sure' })).status).toBe(409);
  expect(words(await good(await me.get(path)))).toContain('掲載が終わったお知らせ');
});

test('a notice that is not on the site yet is changed and called off in words that say so; one that is over is not ended again', async () => {
  await press(await look(NOTICES, { body: 'あさっての文。', 'from-day': addDays(city.today, 2) }), NOTICES, 'sure');
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM site.notices`);
  const path = `${NOTICES}/${id}`;
  const changed = words(await me.follow(await press(await look(path, { body: 'しあさっての文。' }), path, 'sure')));
  expect(changed).toContain('掲載の開始の日時から、予約サイトに表示します');
  expect(changed).not.toContain('予約サイトの表示が変わりました');
  expect(words(await me.follow(await me.post(`${path}/end`, {})))).toContain('お知らせの掲載を取りやめました');
  expect(words(await me.follow(await me.post(`${path}/end`, {})))).toContain('すでに終わっていました');
});

const textsOf = (name: string) =>
  fresh.db.rows<{ said: { texts: Record<string, Record<string, string>> }; login: string | null }>(
    sql`SELECT w.said, a.login FROM site.wordings w LEFT JOIN staff.accounts a ON a.id = w.by_staff WHERE w.name = ${name} ORDER BY w.version`,
  );

test('[8(3)⑨a] what to bring is seen in each language before it is changed; each list is kept with who, and one before is taken again', async () => {
  const path = `/settings/services/${city.service}`;
  const bring = async () =>
    (await fresh.db.one<{ bring: string[] }>(sql`SELECT bring FROM services.services WHERE id = ${city.service}`)).bring;
  const before = await bring();
  await fresh.db.run(
    sql`INSERT INTO site.translations (source, language, body, at) VALUES ('旅券', 'en', 'Passport', lib.now()) ON CONFLICT DO NOTHING`,
  );
  const page = await look(path, { bring: `${before.join('\n')}\n旅券\n印鑑` });
  expect(words(page)).toContain('まだ保存していません');
  expect(page.html).toMatch(/<div lang="ja">.*<p>旅券<\/p><p>印鑑<\/p>/su);
  expect(page.html).toMatch(/<div lang="en">.*<p>Passport<\/p><p>印鑑<\/p>/su);
  expect(words(page).match(/訳がない文は、日本語で表示します/gu)).toHaveLength(5);
  expect(await bring()).toEqual(before);
  const back = await good(await press(page, path, 'edit'));
  expect(formFields(back, path)['bring']).toContain('旅券');
  expect((await press(page, path, 'sure')).location).toBe(`${path}?done=changed`);
  expect(await bring()).toEqual([...before, '旅券', '印鑑']);
  expect((await textsOf(`service.${city.service}`)).map(({ said, login }) => [said.texts['bring']?.['ja'], login])).toEqual([
    [before.join('\n'), null],
    [[...before, '旅券', '印鑑'].join('\n'), 'ide'],
  ]);
  const taken = await good(await me.get(`${path}?version=1`));
  expect(formFields(taken, path)['bring']).toBe(before.join('\n'));
  await press(await good(await me.post(path, formFields(taken, path))), path, 'sure');
  expect(await bring()).toEqual(before);
  // What no citizen reads is changed without a look.
  expect((await me.post(path, { ...formFields(await good(await me.get(path)), path), position: '7' })).location).toBe(
    `${path}?done=changed`,
  );
  expect(await textsOf(`service.${city.service}`)).toHaveLength(3);
});

test('what citizens read of an office is seen first, kept and taken again; what a release before changed stands among it with nobody’s name', async () => {
  const path = `/settings/offices/${city.main}`;
  await press(await look(path, { directions: '北口から3分。', 'name-easy': '[本庁](ほんちょう)' }), path, 'sure');
  await fresh.db.run(sql`UPDATE offices.offices SET directions = '前の版のプログラムの文。' WHERE id = ${city.main}`);
  const page = await look(path, { directions: '南口から5分。' });
  expect(words(page)).toContain('南口から5分。');
  await press(page, path, 'sure');
  expect((await textsOf(`office.${city.main}`)).map(({ said, login }) => [said.texts['directions']?.['ja'], login])).toEqual([
    ['', null],
    ['北口から3分。', 'ide'],
    ['前の版のプログラムの文。', null],
    ['南口から5分。', 'ide'],
  ]);
  const taken = await good(await me.get(`${path}?version=2`));
  expect(formFields(taken, path)).toMatchObject({ directions: '北口から3分。', 'name-easy': '[本庁](ほんちょう)' });
});

test('[8(3)⑨a] a caution is seen before everyone must tick it; its texts tell who wrote them, and a release that tells nobody names nobody', async () => {
  const add = `/settings/services/${city.service}/cautions`;
  const page = await look(add, { concerns: 'すべての方', body: 'ご本人が来てください。窓口でお渡しします。' });
  expect(await fresh.db.rows(sql`SELECT FROM services.cautions`)).toEqual([]);
  expect((await press(page, add, 'sure')).status).toBe(303);
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM services.cautions`);
  const path = `/settings/cautions/${id}`;
  await press(await look(path, { body: 'ご家族も来てください。' }), path, 'sure');
  await fresh.db.run(sql`UPDATE services.cautions SET body = '前の版のプログラムの文。' WHERE id = ${id}`);
  expect(
    await fresh.db.rows(
      sql`SELECT v.version, a.login FROM services.caution_versions v LEFT JOIN staff.accounts a ON a.id = v.by_staff ORDER BY v.version`,
    ),
  ).toEqual([
    { version: 1, login: 'ide' },
    { version: 2, login: 'ide' },
    { version: 3, login: null },
  ]);
  const taken = await good(await me.get(`${path}?version=1`));
  expect(formFields(taken, path)['body']).toBe('ご本人が来てください。窓口でお渡しします。');
});
