import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../test/support/database.ts';
import type { TestDesk } from '../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../test/support/forms.ts';
import { openDeskAs } from '../../../test/support/open.ts';
import { good, words } from '../../../test/support/pages.ts';
import type { SmallCity } from '../../../test/support/small-city.ts';
import { shiftTime, stopTimeAt } from '../../../test/support/time.ts';
import { jobContext } from '../../../test/support/worker.ts';
import { clockTime, longDate } from '../../lib/dates/format.ts';
import { addDays, cityDay, cityInstant, cityMinute } from '../../lib/dates/jst.ts';
import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { readOffice } from '../../offices/read.ts';
import { officeTexts } from '../../offices/texts.ts';
import { changeService } from '../../services/acts.ts';
import { papersTexts } from '../../services/papers-texts.ts';
import { readService } from '../../services/read.ts';
import { serviceTexts } from '../../services/texts.ts';
import { textKey } from '../../site/translations.ts';
import { runJob } from '../../worker/clockwork.ts';

/** Texts of services, offices and cautions that hold from a time on. */
let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
let worker: Db;
let sealer: Db;
let SERVICE = '';
let OFFICE = '';
beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'ide', ['admin']));
  worker = fresh.as('worker');
  sealer = fresh.as('sealer', 1);
  SERVICE = `/settings/services/${city.service}`;
  OFFICE = `/settings/offices/${city.main}`;
});
afterAll(async () => {
  await worker.close();
  await sealer.close();
  await desk.close();
});
afterEach(async () => {
  await shiftTime(fresh, 0);
  await fresh.db.run(sql`UPDATE site.planned_texts SET withdrawn_at = lib.now() WHERE held_at IS NULL AND withdrawn_at IS NULL`);
});

type Texts = Record<string, string>;
const at = (days: number, time = '') => ({
  'since-day': addDays(city.today, days),
  ...(time === '' ? {} : { 'since-time': time }),
});
/** A minute that comes soon enough for a sign-in to last; `SOON` later it is over. */
function soon() {
  const moment = Temporal.Now.instant().add({ seconds: 120 });
  return { 'since-day': longDate(cityDay(moment)), 'since-time': clockTime(cityMinute(moment)) };
}
const SOON = 180;
const look = async (path: string, changes: Texts, from = path) =>
  me.post(path, { ...formFields(await good(await me.get(from)), path), ...changes });
/** Typed, looked at and registered. */
async function sure(path: string, changes: Texts, from = path) {
  const page = await good(await look(path, changes, from));
  return me.post(path, { ...formFields(page, path), preview: 'sure' });
}
const strike = () => runJob('texts', jobContext(worker, sealer));
const atDay = (days: number, minute = 0) => stopTimeAt(fresh, cityInstant(addDays(city.today, days), minute).toString());
const bring = async () =>
  (await fresh.db.one<{ bring: string[] }>(sql`SELECT bring FROM citizen.services() WHERE code = 'card-pickup'`)).bring;
const office = () =>
  fresh.db.one<{ name: string; directions: string; facilities: string[] }>(
    sql`SELECT name, directions, facilities FROM citizen.offices() WHERE code = 'honcho'`,
  );
const logged = async (act: string) =>
  (
    await fresh.db.rows<{ detail: Record<string, unknown>; actor: string }>(
      sql`SELECT detail, actor_kind AS actor FROM audit.events WHERE act = ${act} ORDER BY id`,
    )
  ).map(({ detail, actor }): Record<string, unknown> => ({ actor, ...detail }));
const held = async () =>
  (await fresh.db.one<{ held: number }>(sql`SELECT count(*)::integer AS held FROM site.planned_texts WHERE held_at IS NOT NULL`))
    .held;

test('[8(3)⑨c] what to bring is planned after a look in each language, shows from its time on and not before, stands among the texts with who planned it, and goes back', async () => {
  const before = await bring();
  expect(words(await good(await me.get(SERVICE)))).toContain('予定している変更は、ありません。');
  const page = await good(await look(SERVICE, { bring: `${before.join('\n')}\n旅券`, ...at(2, '9:30') }));
  expect(words(page)).toContain('9:30から、予約サイトとメールでは、次のように表示されます');
  expect(page.html).toMatch(/<div lang="en">.*<p>旅券<\/p>/su);
  const back = await good(await me.post(SERVICE, { ...formFields(page, SERVICE), preview: 'edit' }));
  expect(formFields(back, SERVICE)).toMatchObject({ 'since-time': '9:30' });
  expect((await me.post(SERVICE, { ...formFields(page, SERVICE), preview: 'sure' })).location).toBe(`${SERVICE}?done=planned`);
  const shown = await good(await me.get(`${SERVICE}?done=planned`));
  expect(words(shown)).toContain('変更を予定しました');
  expect(words(shown)).toMatch(/9:30持ち物.*旅券.*古賀 恵子/u);
  // The form shows what holds now; the list of services says that one is to come.
  expect(formFields(shown, SERVICE)['bring']).toBe(before.join('\n'));
  expect(words(await me.get('/settings/services'))).toContain('9:30に変更の予定');
  // It can be said in other languages before anybody reads it.
  expect(words(await me.get('/lists/translations'))).toContain('旅券');
  await strike();
  expect(await bring()).toEqual(before);
  await atDay(2, 9 * 60 + 29);
  await strike();
  expect(await bring()).toEqual(before);
  await atDay(2, 9 * 60 + 30);
  await strike();
  expect(await bring()).toEqual([...before, '旅券']);
  await strike();
  expect((await logged('site.plan-held')).map(({ actor, service }) => [actor, service])).toEqual([['clock', 'card-pickup']]);
  await shiftTime(fresh, 0);
  const list = words(await good(await me.get(SERVICE)));
  expect(list).toContain('予定している変更は、ありません。');
  expect(list).toMatch(/旅券.*古賀 恵子予定により、.*9:30に切り替え現在の文/u);
  expect(await sure(SERVICE, {}, `${SERVICE}?version=1`)).toMatchObject({ location: `${SERVICE}?done=changed` });
  expect(await bring()).toEqual(before);
  expect(await logged('site.plan-made')).toMatchObject([
    { actor: 'staff', service: 'card-pickup', changes: { bring: [before, [...before, '旅券']] } },
  ]);
});

test('a plan is called off before its time, and not after; it is changed, and nothing of the one before is left', async () => {
  const before = await bring();
  await sure(SERVICE, { bring: '取りやめる文', ...at(1) });
  const page = await good(await me.get(SERVICE));
  const [withdraw = ''] = /\/settings\/services\/\d+\/planned\/\d+\/withdraw/u.exec(page.html) ?? [];
  expect((await me.post(withdraw, formFields(page, withdraw))).location).toBe(`${SERVICE}?done=withdrawn`);
  expect((await me.post(withdraw, {})).location).toBe(`${SERVICE}?done=late`);
  await sure(SERVICE, { bring: '初めの文', ...at(1) });
  const [, plan = ''] = /\?plan=(\d+)/u.exec((await me.get(SERVICE)).html) ?? [];
  const form = await good(await me.get(`${SERVICE}?plan=${plan}`));
  expect(words(form)).toContain('からの予定を変更しています');
  expect(formFields(form, SERVICE)).toMatchObject({ bring: '初めの文', plan });
  expect(formFields(form, SERVICE)['since-day']).not.toBe('');
  // Without its time it would hold at once: asked for, not guessed.
  const atOnce = await look(SERVICE, { 'since-day': '', 'since-time': '' }, `${SERVICE}?plan=${plan}`);
  expect([atOnce.status, wrongBoxes(atOnce)]).toEqual([422, ['since-day']]);
  expect((await sure(SERVICE, { bring: '直した文', ...at(2) }, `${SERVICE}?plan=${plan}`)).location).toBe(
    `${SERVICE}?done=planned`,
  );
  await atDay(1);
  await strike();
  expect(await bring()).toEqual(before);
  await atDay(2);
  await strike();
  expect(await bring()).toEqual(['直した文']);
  // A page that still holds the plan of before changes nothing.
  await shiftTime(fresh, 0);
  const late = await me.post(SERVICE, { ...formFields(form, SERVICE), 'since-day': addDays(city.today, 5), preview: 'sure' });
  expect([late.status, words(late).includes('変更しようとした予定は')]).toEqual([409, true]);
  await sure(SERVICE, { bring: before.join('\n') });
  expect((await logged('site.plan-withdrawn')).length).toBe(1);
});

test('refused in words: a time that is over, the text as it is, two from one moment, what is no text', async () => {
  const wrong = async (changes: Texts) => {
    const page = await look(SERVICE, changes);
    expect([page.status, wrongBoxes(page)]).toEqual([422, ['since-day']]);
    return words(page);
  };
  expect(await wrong({ bring: '別の文', ...at(-1) })).toContain('日時が、過ぎています');
  expect(await wrong(at(3))).toContain('この日時に表示される文と同じです');
  expect(await wrong({ bring: '別の文', position: '9', ...at(3) })).toContain('「並び順」は、日時を指定して変更できません');
  await sure(SERVICE, { bring: '別の文', ...at(3) });
  expect(await wrong({ bring: 'また別の文', ...at(3) })).toContain('同じ日時に使い始める予定が、すでにあります');
  // Two pages at the same moment, both looked at before either was registered: the second is told.
  const pages = await Promise.all(['一人目の文', '二人目の文'].map((text) => look(SERVICE, { bring: text, ...at(4) })));
  const answers = [];
  for (const page of pages) answers.push(await me.post(SERVICE, { ...formFields(page, SERVICE), preview: 'sure' }));
  expect(answers.map(({ status }) => status)).toEqual([303, 409]);
  // Looked at before its time, registered after it.
  const slow = await look(SERVICE, { bring: '遅い文', ...soon() });
  await shiftTime(fresh, SOON);
  const refused = await me.post(SERVICE, { ...formFields(slow, SERVICE), preview: 'sure' });
  expect([refused.status, wrongBoxes(refused)]).toEqual([409, ['since-day']]);
});

test('after a plan the row says again what it says now: a time alone is typed', async () => {
  const before = await bring();
  await sure(SERVICE, { bring: '年末年始の持ち物', ...at(1) });
  expect((await sure(SERVICE, at(3))).location).toBe(`${SERVICE}?done=planned`);
  await atDay(1);
  await strike();
  expect(await bring()).toEqual(['年末年始の持ち物']);
  await atDay(3);
  await strike();
  expect(await bring()).toEqual(before);
});

test('edited meanwhile: the part that was planned is told before it is saved and after, and becomes what was planned; what was not planned stays as it was edited', async () => {
  await sure(OFFICE, { directions: '移転先の案内。', ...at(2) });
  const edit = await good(await look(OFFICE, { directions: '工事中の案内。', facilities: '授乳室' }));
  expect(words(edit)).toMatch(/「交通案内」は、.*から、予定している文に切り替わります/u);
  await me.post(OFFICE, { ...formFields(edit, OFFICE), preview: 'sure' });
  expect(words(await me.get(OFFICE))).toContain('予定した後に変更された項目：交通案内。');
  expect(await office()).toMatchObject({ directions: '工事中の案内。', facilities: ['授乳室'] });
  await atDay(2);
  await strike();
  expect(await office()).toMatchObject({ directions: '移転先の案内。', facilities: ['授乳室'] });
  await shiftTime(fresh, 0);
  const versions = await fresh.db.rows<{ said: { texts: Record<string, Record<string, string>> } }>(
    sql`SELECT said FROM site.wordings WHERE name = ${`office.${city.main}`} ORDER BY version DESC`,
  );
  expect(versions.slice(0, 2).map(({ said }) => said.texts['directions']?.['ja'])).toEqual(['移転先の案内。', '工事中の案内。']);
});

test('no worker over the moment: made up for, in the order of time; who edits before that edits what was due, and their later text stands', async () => {
  await sure(OFFICE, { directions: '一つ目。', ...at(1) });
  await sure(OFFICE, { directions: '二つ目。', ...at(2) });
  await atDay(3);
  await strike();
  expect((await office()).directions).toBe('二つ目。');
  await shiftTime(fresh, 0);
  await sure(OFFICE, { directions: '三つ目。', ...soon() });
  const stale = await look(OFFICE, { directions: '時刻の前に開いた画面の文。' });
  await shiftTime(fresh, SOON);
  // The page of before shows what was due by now, and changes nothing; the next one is later than the plan, so it stands.
  const told = await me.post(OFFICE, { ...formFields(stale, OFFICE), preview: 'sure' });
  expect([told.status, words(told).includes('三つ目。')]).toEqual([409, true]);
  expect((await office()).directions).toBe('三つ目。');
  const again = await me.post(OFFICE, { ...formFields(told, OFFICE), preview: 'sure' });
  expect(again.location).toBe(`${OFFICE}?done=changed`);
  await strike();
  expect((await office()).directions).toBe('時刻の前に開いた画面の文。');
});

test('a plan of one part leaves all others as they are, names in other languages too, and the log tells of no more than it', async () => {
  const names = { en: 'Pickup', vi: 'Nhận thẻ' };
  await fresh.db.run(sql`UPDATE services.services SET names = ${JSON.stringify(names)}::jsonb WHERE id = ${city.service}`);
  await fresh.db.run(sql`UPDATE offices.offices SET names = ${JSON.stringify(names)}::jsonb WHERE id = ${city.main}`);
  await sure(SERVICE, { bring: '名称の外の文', ...at(1) });
  await sure(OFFICE, { directions: '名称の外の案内。', ...at(1) });
  await atDay(1);
  await strike();
  const kept = await fresh.db.rows<{ names: unknown }>(
    sql`SELECT names FROM services.services WHERE id = ${city.service} UNION ALL SELECT names FROM offices.offices WHERE id = ${city.main}`,
  );
  expect(kept).toEqual([{ names }, { names }]);
  const changed = (await logged('site.plan-held')).slice(-2).map(({ changes }) => Object.keys(changes as object));
  expect(changed.flat().toSorted()).toEqual(['bring', 'directions']);
});

test('the telephone of an office is planned as its other texts; a worker of the release before, which tells nothing of it, puts it in too', async () => {
  const phone = async () =>
    (await fresh.db.one<{ phone: string }>(sql`SELECT phone FROM citizen.offices() WHERE code = 'honcho'`)).phone;
  const before = await phone();
  const planned = await sure(OFFICE, { phone: '0942-00-1111', directions: '移転先の案内。', ...at(1) });
  expect(planned.location).toBe(`${OFFICE}?done=planned`);
  expect(words(await good(await me.get(OFFICE)))).toMatch(/電話.*0942-00-1111/u);
  await strike();
  expect(await phone()).toBe(before);
  await atDay(1);
  await strike();
  expect([await phone(), (await office()).directions]).toEqual(['0942-00-1111', '移転先の案内。']);
  await shiftTime(fresh, 0);
  expect((await sure(OFFICE, { phone: '0942-00-2222', ...at(1) })).location).toBe(`${OFFICE}?done=planned`);
  const [plan] = await fresh.db.rows<{ id: number }>(
    sql`SELECT id FROM site.planned_texts WHERE name = ${`office.${city.main}`} AND withdrawn_at IS NULL AND held_at IS NULL`,
  );
  await atDay(1);
  await worker.run(sql`SELECT offices.hold_texts(${plan?.id ?? 0}, ${city.main}, '本庁', '{}'::jsonb, '所', '道', '{}'::text[])`);
  expect(await phone()).toBe('0942-00-2222');
  await shiftTime(fresh, 0);
  await fresh.db.run(sql`UPDATE offices.offices SET phone = ${before} WHERE id = ${city.main}`);
});

test('the worker puts in what staff planned, word for word, whatever it says; among the papers no line that nobody wrote', async () => {
  const texts = { texts: { bring: { ja: '計画した持ち物' } } };
  const plan = async (name: string, said: unknown) =>
    (
      await fresh.db.one<{ id: number }>(
        sql`INSERT INTO site.planned_texts (name, said, was, since, at) VALUES (${name}, ${JSON.stringify(said)}::jsonb, '{}', lib.now(), lib.now()) RETURNING id`,
      )
    ).id;
  const service = await plan(`service.${city.service}`, texts);
  const made = { proxy: { add: ['手数料'], without: [] } };
  const hold = (papers: object) =>
    worker.one(sql`SELECT services.hold_service(${service}, ${city.service}, ${JSON.stringify(papers)}::jsonb) AS held`);
  await expect(hold(made)).rejects.toThrow('nobody wrote');
  await expect(hold({ proxy: { add: [], without: ['手数料'] } })).rejects.toThrow('nobody wrote');
  expect(await hold({})).toEqual({ held: true });
  expect(await bring()).toEqual(['計画した持ち物']);
  // As a worker of the release before brings them.
  const caution = await fresh.db.one<{ id: number }>(sql`
    INSERT INTO services.cautions (service_id, concerns, body, changed_by) VALUES (${city.service}, '全員', '前の注意', NULL) RETURNING id`);
  const other = await plan(`caution.${caution.id}`, { texts: { body: { ja: '計画した注意' } } });
  await worker.run(sql`SELECT services.hold_caution(${other}, ${caution.id}, '別', '別の文', true, 1)`);
  expect(await fresh.db.one(sql`SELECT body, changed_by AS by FROM services.cautions WHERE id = ${caution.id}`)).toEqual({
    body: '計画した注意',
    by: null,
  });
  await fresh.db.run(sql`UPDATE services.cautions SET retired_at = lib.now() WHERE id = ${caution.id}`);
  const papers = await plan(`papers.${city.service}`, { texts: { 'proxy.add': { ja: '委任状' } } });
  const holdPapers = (given: object) =>
    worker.one(sql`SELECT services.hold_papers(${papers}, ${city.service}, ${JSON.stringify(given)}::jsonb) AS held`);
  await expect(holdPapers(made)).rejects.toThrow('nobody wrote');
  expect(await holdPapers({ proxy: { add: ['委任状'], without: [] } })).toEqual({ held: true });
  // What is kept is what the desk would keep, and is not kept twice by a desk of the release before.
  const facts = (await readService(fresh.db, city.service))?.facts ?? expect.fail();
  const versions = () =>
    fresh.db.rows<{ said: { texts: unknown } }>(
      sql`SELECT said FROM site.wordings WHERE name = ${`service.${city.service}`} ORDER BY version DESC`,
    );
  const kept = await versions();
  expect(kept[0]?.said.texts).toEqual(serviceTexts(facts));
  await desk.db.run(
    sql`SELECT site.keep_texts(${`service.${city.service}`}, '{"bring": {"ja": "前"}}', ${JSON.stringify(serviceTexts(facts))}::jsonb, 1, ${service})`,
  );
  expect(await versions()).toEqual(kept);
  const held = (await readOffice(fresh.db, city.main))?.facts ?? expect.fail();
  const office = await fresh.db.one<{ said: unknown }>(
    sql`SELECT offices.texts_of(o) AS said FROM offices.offices o WHERE id = ${city.main}`,
  );
  expect(office.said).toEqual(officeTexts(held));
  const all = { proxy: { add: ['一', '二'], without: ['三'] }, 'lost-card': { add: [], without: ['四'] } };
  const said = await fresh.db.one<{ said: unknown }>(sql`SELECT services.papers_texts(${JSON.stringify(all)}::jsonb) AS said`);
  expect(said.said).toEqual(papersTexts(all));
  await fresh.db.run(sql`UPDATE services.services SET bring_needs = '{}' WHERE id = ${city.service}`);
  await fresh.db.run(sql`DELETE FROM site.wordings WHERE name = ${`papers.${city.service}`}`);
});

test('two workers and a clerk at the same moment put a plan in once', async () => {
  const other = fresh.as('worker');
  try {
    const [count, lines] = [await held(), (await logged('site.plan-held')).length];
    await sure(SERVICE, { bring: '同時の文', ...at(1) });
    await sure(OFFICE, { directions: '同時の案内。', ...at(1) });
    await atDay(1);
    const service = await readService(fresh.db, city.service);
    const edit = service?.facts ?? expect.fail();
    await Promise.all([
      ...Array.from({ length: 4 }, (_, n) => runJob('texts', jobContext(n % 2 === 0 ? worker : other, sealer))),
      changeService(desk.db, { kind: 'operator' }, city.service, fingerprint(edit), { ...edit, position: 7 }),
    ]);
    expect(await bring()).toEqual(['同時の文']);
    expect([(await held()) - count, (await logged('site.plan-held')).length - lines]).toEqual([2, 2]);
  } finally {
    await other.close();
  }
});

test('[8(3)⑨b] a line that a plan corrects in place is still not brought by who need not bring it', async () => {
  await shiftTime(fresh, 0);
  await sure(SERVICE, { bring: 'はがき\n本人確認書類' });
  await fresh.db.run(
    sql`UPDATE services.services SET bring_needs = '{"lost-notice": {"add": [], "without": ["はがき"]}}' WHERE id = ${city.service}`,
  );
  await sure(SERVICE, { bring: '交付通知書（はがき）\n本人確認書類', ...at(1) });
  await atDay(1);
  await strike();
  const { papers } = await fresh.db.one<{ papers: unknown }>(
    sql`SELECT bring_needs AS papers FROM services.services WHERE id = ${city.service}`,
  );
  expect(papers).toEqual({ 'lost-notice': { add: [], without: ['交付通知書（はがき）'] } });
});

test('[8(3)⑨b] papers by how somebody comes are planned, kept with who, and go back; what is left out follows lines that were corrected meanwhile', async () => {
  const papers = async () =>
    (await fresh.db.one<{ papers: unknown }>(sql`SELECT bring_needs AS papers FROM services.services WHERE id = ${city.service}`))
      .papers;
  await fresh.db.run(
    sql`UPDATE services.services SET bring_needs = '{}', bring = '{はがき,本人確認書類}' WHERE id = ${city.service}`,
  );
  const path = `${SERVICE}/papers`;
  const form = await good(await me.get(path));
  expect(words(form)).toContain('予定している変更は、ありません。');
  const box = `without-lost-notice-${fingerprint('はがき').slice(0, 12)}`;
  const typed = { 'add-lost-notice': '紛失届', [box]: 'yes', ...at(2) };
  const page = await good(await look(path, typed));
  expect(words(page)).toContain('から、来庁者の持ち物は、次のようになります。それまでは、変わりません。');
  expect(page.html).toMatch(/<div lang="vi">.*<p>紛失届<\/p>/su);
  expect((await me.post(path, { ...formFields(page, path), preview: 'sure' })).location).toBe(`${path}?done=planned`);
  expect(words(await good(await me.get(path)))).toMatch(/紛失の追加の持ち物紛失届.*紛失の不要な持ち物はがき/u);
  expect(words(await me.get(SERVICE))).toContain('に変更の予定');
  expect(words(await me.get('/lists/translations'))).toContain('紛失届');
  expect(await papers()).toEqual({});
  expect(words(await good(await look(path, { 'add-lost-notice': '始末書' })))).toContain('から、予定している文に切り替わります');
  // The line it leaves out is corrected twice before its time: at once, and by a plan from the same moment.
  await sure(SERVICE, { bring: '交付通知書\n本人確認書類' });
  await sure(SERVICE, { bring: '交付通知書（はがき）\n本人確認書類', ...at(2) });
  await atDay(2);
  await strike();
  const now = { 'lost-notice': { add: ['紛失届'], without: ['交付通知書（はがき）'] } };
  expect(await papers()).toEqual(now);
  await shiftTime(fresh, 0);
  expect(words(await good(await me.get(path)))).toMatch(/第2版.*紛失届.*古賀 恵子/u);
  await sure(path, {}, `${path}?version=1`);
  expect(await papers()).toEqual({});
  // Called off before its time.
  await sure(path, { 'add-proxy': '委任状', ...at(3) });
  const [withdraw = ''] = /\/settings\/services\/\d+\/papers\/planned\/\d+\/withdraw/u.exec((await me.get(path)).html) ?? [];
  expect((await me.post(withdraw, {})).location).toBe(`${path}?done=withdrawn`);
});

test('the worker puts in what is due and nothing else', async () => {
  await sure(OFFICE, { directions: 'まだの案内。', ...at(1) });
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM site.planned_texts`);
  const put = (plan: number, row: number) =>
    worker.one<{ held: boolean }>(
      sql`SELECT offices.hold_texts(${plan}::integer, ${row}::integer, '名', '{}'::jsonb, '所', '道', '{}'::text[]) AS held`,
    );
  expect(await put(id, city.main)).toEqual({ held: false });
  await atDay(1);
  expect(await put(id, city.branch)).toEqual({ held: false });
  await expect(worker.run(sql`SELECT site.hold_plan(${id}::integer, ${`office.${city.main}`})`)).rejects.toThrow(
    /permission denied/u,
  );
  await expect(worker.run(sql`UPDATE offices.offices SET directions = '書き換え'`)).rejects.toThrow(/permission denied/u);
  await expect(desk.db.run(sql`UPDATE site.planned_texts SET held_at = NULL`)).rejects.toThrow(/permission denied/u);
});

const CAUTIONS = () => `/settings/services/${city.service}/cautions`;
const cautions = async () =>
  (await fresh.db.rows<{ body: string }>(sql`SELECT body FROM citizen.cautions('card-pickup')`)).map(({ body }) => body);

test('[8(3)⑨c] a caution is added for a time, said otherwise from a time on, and hidden from a time on; each shows then and is told in its versions', async () => {
  const add = CAUTIONS();
  const page = await good(await look(add, { concerns: 'すべての方', body: '正午は混みます。', ...at(1) }));
  expect(words(page)).toContain('予定を登録する');
  const added = await me.post(add, { ...formFields(page, add), preview: 'sure' });
  expect(added.location).toBe(`${SERVICE}?done=caution-planned#cautions`);
  expect(await cautions()).toEqual([]);
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT max(id) AS id FROM services.cautions`);
  const path = `/settings/cautions/${id}`;
  expect(words(await me.get(SERVICE))).toMatch(/非表示.*に変更の予定/u);
  expect((await sure(path, { body: '午後は混みます。', ...at(2) })).location).toBe(`${path}?done=planned`);
  expect(words(await good(await look(path, { body: '今すぐの文。' })))).toContain('から、予定している文に切り替わります');
  const form = await good(await me.get(path));
  const turn = `${path}/show`;
  const past = await me.post(turn, { ...formFields(form, turn), 'shown-since-day': addDays(city.today, -1) });
  expect([past.status, wrongBoxes(past)]).toEqual([422, ['shown-since-day']]);
  await atDay(1);
  await strike();
  expect(await cautions()).toEqual(['正午は混みます。']);
  await atDay(2);
  await strike();
  expect(await cautions()).toEqual(['午後は混みます。']);
  await shiftTime(fresh, 0);
  const shown = await good(await me.get(path));
  expect(words(shown)).toMatch(/第2版午後は混みます。.*古賀 恵子現在の文/u);
  expect((await me.post(turn, { ...formFields(shown, turn), 'shown-since-day': addDays(city.today, 3) })).location).toBe(
    `${path}?done=planned`,
  );
  expect(words(await me.get(path))).toContain('非表示にする');
  expect(await cautions()).toEqual(['午後は混みます。']);
  await atDay(3);
  await strike();
  expect(await cautions()).toEqual([]);
});

const notices = async () =>
  (await fresh.db.rows<{ body: string }>(sql`SELECT body FROM citizen.notices()`)).map(({ body }) => body);
/** A notice that is on the site; `until` days from now. */
const notice = async (body: string, until: number | null = null) => {
  const { id } = await fresh.db.one<{ id: number }>(
    sql`INSERT INTO site.notices (body, shown_from, shown_until) VALUES (${body}, lib.now() - interval '1 day', lib.now() + ${until}::integer * interval '1 day') RETURNING id`,
  );
  return { id, path: `/settings/notices/${id}` };
};

test('a notice that is shown says another text from a time on, and stays on the site until then; it is kept with who planned it', async () => {
  const { path } = await notice('今日の文。');
  const later = await look(path, { body: '明日からの文。', 'from-day': addDays(city.today, 1), 'from-time': '9:00' });
  expect([later.status, wrongBoxes(later)]).toEqual([422, ['from-day']]);
  expect(words(later)).toContain('掲載中のお知らせの開始は、先の日時にできません');
  const page = await good(await look(path, { body: '明日からの文。', ...at(1, '9:00') }));
  expect(words(page)).toMatch(/この文を使い始める日時令和.*9:00/u);
  expect((await me.post(path, { ...formFields(page, path), preview: 'sure' })).location).toBe(`${path}?done=planned`);
  expect(words(await good(await me.get('/settings/notices')))).toContain('9:00に変更の予定');
  expect(words(await good(await me.get('/lists/translations')))).toContain('明日からの文。');
  expect(words(await good(await look(path, { body: '直した文。' })))).toContain('から、予定している文に切り替わります');
  await strike();
  expect(await notices()).toEqual(['今日の文。']);
  await atDay(1, 9 * 60);
  await strike();
  expect(await notices()).toEqual(['明日からの文。']);
  await shiftTime(fresh, 0);
  expect(words(await good(await me.get(path)))).toMatch(/第2版明日からの文。.*古賀 恵子現在の文/u);
  expect((await logged('site.plan-held')).at(-1)).toMatchObject({ actor: 'clock', changes: {} });
  await me.post(`${path}/end`, {});
});

test('a planned text of a notice is called off, changed and put in before an edit; of one that is over nothing is changed', async () => {
  const { id, path } = await notice('初めの文。', 3);
  const after = await look(path, { body: '後の文。', ...at(4) });
  expect([after.status, wrongBoxes(after)]).toEqual([422, ['since-day']]);
  const times = await look(path, { body: '後の文。', 'until-day': addDays(city.today, 2), ...at(1) });
  expect([times.status, wrongBoxes(times)]).toEqual([422, ['since-day']]);
  await sure(path, { body: '取りやめる文。', ...at(1) });
  const [plan] = await fresh.db.rows<{ id: number }>(
    sql`SELECT id FROM site.planned_texts WHERE name = ${`notice.${id}`} AND withdrawn_at IS NULL`,
  );
  const changed = await sure(path, { body: '変えた文。' }, `${path}?plan=${plan?.id}`);
  expect(changed.location).toBe(`${path}?done=planned`);
  const [next] = await fresh.db.rows<{ id: number }>(
    sql`SELECT id FROM site.planned_texts WHERE name = ${`notice.${id}`} AND withdrawn_at IS NULL`,
  );
  expect((await me.post(`${path}/planned/${next?.id}/withdraw`, {})).location).toBe(`${path}?done=withdrawn`);
  // Without a worker over the moment the next edit puts it in first, and the page that was opened before it is told.
  await sure(path, { body: '一分後の文。', ...soon() });
  const page = await good(await look(path, { body: '急いだ文。' }));
  await shiftTime(fresh, SOON);
  expect((await me.post(path, { ...formFields(page, path), preview: 'sure' })).status).toBe(409);
  await strike();
  expect(await notices()).toEqual(['一分後の文。']);
  await shiftTime(fresh, 0);
  await sure(path, { body: '終わった後の文。', ...at(2) });
  await me.post(`${path}/end`, {});
  const before = await held();
  await atDay(2);
  await strike();
  expect(await held()).toBe(before + 1);
  expect(await fresh.db.one(sql`SELECT body FROM site.notices WHERE id = ${id}`)).toEqual({ body: '一分後の文。' });
});

const TEXT = '身分証明書をお持ちください。';
const inEnglish = async () =>
  (await fresh.db.one<{ texts: [string, string, string][] }>(sql`SELECT texts FROM citizen.translations('')`)).texts.flatMap(
    ([source, language, body]) => (source === TEXT && language === 'en' ? [body] : []),
  );

test('[8(3)⑨c] how a text is said in another language is planned, shows from its time on, is kept with who said it, and goes back; an edit of another language meanwhile stays', async () => {
  await notice(TEXT);
  const path = `/settings/translations/${textKey(TEXT)}`;
  await sure(path, { en: 'Bring an ID.' });
  const page = await good(await look(path, { en: 'Bring an ID card.', ...at(1, '9:00') }));
  expect(words(page)).toMatch(/使い始める日時令和.*9:00/u);
  expect((await me.post(path, { ...formFields(page, path), preview: 'sure' })).location).toBe(`${path}?done=planned`);
  expect(words(await good(await me.get(path)))).toMatch(/9:00英語Bring an ID card\.古賀 恵子/u);
  expect(words(await good(await look(path, { en: 'Bring your ID.' })))).toContain('「英語」は、');
  await sure(path, { ko: '신분증' });
  await strike();
  expect(await inEnglish()).toEqual(['Bring an ID.']);
  await atDay(1, 9 * 60);
  await strike();
  expect(await inEnglish()).toEqual(['Bring an ID card.']);
  await shiftTime(fresh, 0);
  const shown = await good(await me.get(path));
  expect(formFields(shown, path)).toMatchObject({ en: 'Bring an ID card.', ko: '신분증' });
  expect(words(shown)).toMatch(/第3版英語Bring an ID card\.韓国語신분증.*古賀 恵子予定により、.*9:00に切り替え現在の文/u);
  expect((await logged('site.plan-held')).at(-1)).toMatchObject({ actor: 'clock', languages: ['en'], changes: {} });
  expect(JSON.stringify(await logged('site.plan-made'))).not.toContain('Bring');
  expect((await sure(path, {}, `${path}?version=1`)).location).toBe(`${path}?done=saved`);
  expect(await inEnglish()).toEqual(['Bring an ID.']);
  expect(formFields(await me.get(path), path)['ko']).toBe('');
});

test('a planned translation is called off, put in before an edit, and done with where nobody reads its text any more', async () => {
  const { id } = await notice('読まれなくなる文。');
  const path = `/settings/translations/${textKey('読まれなくなる文。')}`;
  await sure(path, { vi: 'Một', ...at(1) });
  const [withdraw = ''] = /\/settings\/translations\/\w+\/planned\/\d+\/withdraw/u.exec((await me.get(path)).html) ?? [];
  expect((await me.post(withdraw, {})).location).toBe(`${path}?done=withdrawn`);
  await sure(path, { vi: 'Hai', ...soon() });
  const page = await good(await look(path, { vi: 'Ba' }));
  await shiftTime(fresh, SOON);
  expect((await me.post(path, { ...formFields(page, path), preview: 'sure' })).status).toBe(409);
  await strike();
  const kept = () => fresh.db.rows(sql`SELECT language, body FROM site.translations WHERE source = '読まれなくなる文。'`);
  expect(await kept()).toEqual([{ language: 'vi', body: 'Hai' }]);
  await shiftTime(fresh, 0);
  await sure(path, { vi: '', ...at(2) });
  await me.post(`/settings/notices/${id}/end`, {});
  const before = await held();
  await atDay(2);
  await strike();
  expect(await held()).toBe(before + 1);
  expect(await kept()).toHaveLength(1);
  await expect(worker.run(sql`SELECT site.say_elsewhere('文', '{"en": "x"}'::jsonb, 1)`)).rejects.toThrow(/permission denied/u);
});

test('what is said of the city is planned, shows from its time on, and goes back; where its pages may be embedded holds at once alone', async () => {
  const ABOUT = '/settings/about';
  const phone = async () => (await fresh.db.one<{ phone: string }>(sql`SELECT phone FROM citizen.city()`)).phone;
  const before = await phone();
  const embed = await look(ABOUT, { phone: '0942-30-9999', embedFrom: 'https://www.city.example.jp', ...at(2, '9:00') });
  expect([embed.status, wrongBoxes(embed)]).toEqual([422, ['since-day']]);
  const page = await good(await look(ABOUT, { phone: '0942-30-9999', phoneHours: '平日 午前9時から', ...at(2, '9:00') }));
  expect(words(page)).toContain('9:00から、予約サイト、メール、印刷物では、次のように表示されます');
  expect((await me.post(ABOUT, { ...formFields(page, ABOUT), preview: 'sure' })).location).toBe(`${ABOUT}?done=planned`);
  expect(words(await me.get('/lists/translations'))).toContain('平日 午前9時から');
  await atDay(2, 9 * 60 - 1);
  await strike();
  expect(await phone()).toBe(before);
  await atDay(2, 9 * 60);
  await strike();
  expect(await phone()).toBe('0942-30-9999');
  await shiftTime(fresh, 0);
  expect(words(await good(await me.get(ABOUT)))).toMatch(/0942-30-9999.*予定により、.*9:00に切り替え現在の文/u);
  expect((await sure(ABOUT, {}, `${ABOUT}?version=1`)).location).toBe(`${ABOUT}?done=changed`);
  expect(await phone()).toBe(before);
  expect((await logged('site.plan-held')).at(-1)).toMatchObject({
    actor: 'clock',
    changes: { phone: [before, '0942-30-9999'] },
  });
  // A plan makes no real city one to practise in, however it came about.
  await fresh.db.run(
    sql`SELECT site.plan_texts('city.own', '{"texts": {"name": {"ja": "【練習】市"}}}', '{}', lib.now() + interval '1 day', NULL, NULL)`,
  );
  await atDay(2);
  await strike();
  expect(await fresh.db.rows(sql`SELECT FROM site.city WHERE name LIKE '【%'`)).toEqual([]);
});

test('a record out of use plans nothing', async () => {
  const seen = formFields(await good(await me.get(`/settings/services/${city.service}`)), SERVICE);
  await fresh.db.run(sql`UPDATE services.services SET retired_at = lib.now() WHERE id = ${city.service}`);
  try {
    const refused = await me.post(SERVICE, { ...seen, bring: '終わった後の文', ...at(1), preview: 'sure' });
    expect(refused.status).toBe(409);
    expect(await fresh.db.rows(sql`SELECT FROM site.due_texts(NULL)`)).toEqual([]);
  } finally {
    await fresh.db.run(sql`UPDATE services.services SET retired_at = NULL WHERE id = ${city.service}`);
  }
});
