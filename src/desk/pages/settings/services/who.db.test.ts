import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Visitor, visitor } from '../../../../../test/support/browse.ts';
import { KEPT, startCitizenDoor, type TestCitizenDoor } from '../../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import { addService, type SmallCity } from '../../../../../test/support/small-city.ts';
import { addDays } from '../../../../lib/dates/jst.ts';
import { sql } from '../../../../lib/db/sql.ts';
import { fingerprint } from '../../../../lib/fingerprint.ts';
import { holdServiceTexts } from '../../../../services/kept-texts.ts';
import { translateText } from '../../../../site/translate.ts';
import { textKey } from '../../../../site/translations.ts';

/** Who may come for a service is the city's to say. */
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let door: TestCitizenDoor;
let me: Visitor;
let path: string;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  const id = await addService(fresh.db, city, { code: 'juminhyo', name: '住民票の写し' });
  path = `/settings/services/${id}`;
  door = await startCitizenDoor(fresh);
  me = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(async () => {
  await door?.close();
  await desk?.close();
});

const BUILT_IN = '久留米市にお住まいの方';
const OWN = '市内にお住まい、お勤め、通学の方';
const start = async (language = '') => words(await visitor(door.url).get(`${language}/`));

/** Types it, looks at it in each language, and keeps it. */
async function say(who: string, more: Record<string, string> = {}) {
  const shown = await good(await me.post(path, { ...formFields(await good(await me.get(path)), path), who, ...more }));
  return me.post(path, { ...formFields(shown, path), preview: 'sure' });
}

test('[9(3)b] a service says who may come in the city’s own lines, in each language they are translated into; without any it says what is built in', async () => {
  await expect.poll(() => start(), KEPT).toContain(BUILT_IN);
  expect((await say(`${OWN}\n代理の方`)).status).toBe(303);
  await expect.poll(() => start(), KEPT).toContain(OWN);
  const page = await start();
  expect(page).toContain('代理の方');
  expect(page).not.toContain(BUILT_IN);
  // The other service keeps its own.
  expect(page).toContain('「交付通知書」のはがきが届いた方');
  const { detail } = await fresh.db.one<{ detail: unknown }>(
    sql`SELECT detail FROM audit.events WHERE act = 'service.changed' ORDER BY id DESC LIMIT 1`,
  );
  expect(detail).toMatchObject({ service: 'juminhyo', changes: { who: [[], [OWN, '代理の方']] } });
  expect(words(await me.get('/lists/translations?place=who&which=all'))).toContain(OWN);
  const said = { en: 'People who live, work or study in the city' };
  expect(await translateText(desk.db, { kind: 'operator' }, textKey(OWN), fingerprint({}), said)).toMatchObject({ ok: true });
  await expect.poll(() => start('/en'), KEPT).toContain(said.en);
  expect((await say('')).status).toBe(303);
  await expect.poll(() => start(), KEPT).toContain(BUILT_IN);
});

test('who may come is planned for a time to come, and stands there once it has', async () => {
  const plan = await say(OWN, { 'since-day': addDays(city.today, 3), 'since-time': '9:00' });
  expect(plan.status).toBe(303);
  const id = Number(path.split('/').at(-1));
  const kept = () => fresh.db.one<{ who: string[] }>(sql`SELECT who FROM services.services WHERE id = ${id}`);
  expect(await kept()).toEqual({ who: [] });
  await fresh.db.run(sql`UPDATE site.planned_texts SET since = lib.now() - interval '1 minute'`);
  expect(await fresh.db.transaction((tx) => holdServiceTexts(tx, id))).toBe(1);
  expect(await kept()).toEqual({ who: [OWN] });
});

const id = () => Number(path.split('/').at(-1));
const who = () => fresh.db.one<{ who: string[] }>(sql`SELECT who FROM services.services WHERE id = ${id()}`);
const versions = async () => (await fresh.db.rows(sql`SELECT FROM site.wordings WHERE name = ${`service.${id()}`}`)).length;

test('emptying 「ご利用いただける方」 is planned for a later time, as any other text', async () => {
  expect(await who()).toEqual({ who: [OWN] });
  const plan = await say('', { 'since-day': addDays(city.today, 4), 'since-time': '9:00' });
  expect(plan.status).toBe(303);
  expect(await who()).toEqual({ who: [OWN] });
  await fresh.db.run(sql`UPDATE site.planned_texts SET since = lib.now() - interval '1 minute' WHERE held_at IS NULL`);
  expect(await fresh.db.transaction((tx) => holdServiceTexts(tx, id()))).toBe(1);
  expect(await who()).toEqual({ who: [] });
});

test('a text of before is taken again as it stood, without who may come where it named nobody; no version is kept twice', async () => {
  await fresh.db.run(sql`UPDATE services.services SET who = '{}' WHERE id = ${id()}`);
  // As the release before kept it: it knew nothing of who may come.
  const bare = await fresh.db.one<{ version: number }>(sql`
    INSERT INTO site.wordings (name, version, said, since, at)
    SELECT w.name, w.version + 1, jsonb_set(w.said, '{texts}', (w.said -> 'texts') - 'who'), lib.now(), lib.now() FROM site.wordings w
    WHERE w.name = ${`service.${id()}`} ORDER BY w.version DESC LIMIT 1 RETURNING version`);
  const before = await versions();
  await say(OWN);
  expect([await who(), await versions()]).toEqual([{ who: [OWN] }, before + 1]);
  const at = `${path}?version=${bare.version}`;
  expect(formFields(await good(await me.get(at)), path)['who']).toBe('');
});
