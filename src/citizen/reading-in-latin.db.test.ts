import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { signedIn, visitor } from '../../test/support/browse.ts';
import { HANAKO, type TestCitizenDoor, walkAsPerson, walkToBooked, walkToHold } from '../../test/support/citizen.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import { PASSWORD, startDesk, type TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { invariantFaults } from '../../test/support/invariant.ts';
import { openCitizenDoor } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { addService, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';

/** Who has no kana to type gives the reading of their name in Latin letters; staff complete it. */

const AN = { ...HANAKO, name: '阮文安', kana: 'Nguyễn  Văn An' };
const LATIN = 'NGUYEN VAN AN';

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let desk: TestDesk;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(2, { asBuilt: true }));
  city = { ...city, service: await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' }) };
  desk = await startDesk(fresh);
  await desk.account('koga', ['counter'], city.main);
});
afterEach(() => fresh.db.run(sql`DELETE FROM cards.tries`));
afterAll(async () => {
  expect(await invariantFaults(fresh.db)).toEqual([]);
  await desk?.close();
  await door?.close();
});

const mailsOf = async (): Promise<number> =>
  (await fresh.db.one<{ n: number }>(sql`SELECT count(*)::integer AS n FROM outbox.mails WHERE kind = 'manage-link'`)).n;

/** A visit on the English pages by who gave their reading in Latin letters, up to the choice of a time. */
async function inEnglish(person: Record<string, string>) {
  const me = visitor(door.url);
  await me.get('/en/person?service=renewal');
  await me.post('/en/person', { ...person, service: 'renewal' });
  await fresh.db.run(
    sql`UPDATE reservations.visits SET mail = 'an@example.jp', proven_at = lib.now() WHERE person ->> 'kana' = ${LATIN} AND finished_at IS NULL`,
  );
  return me;
}

test('[9(3)b] in English, Chinese, Korean and Vietnamese the reading of a name may be Latin letters, in Japanese not; anything else is named in that language', async () => {
  for (const language of ['en', 'zh', 'ko', 'vi']) {
    const me = visitor(door.url);
    const form = await good(await me.get(`/${language}/person?service=renewal`));
    expect(form.html, language).toMatch(/SMITH ANNA|WANG XIAOMING|KIM MINSU|NGUYEN VAN AN/u);
    const wrong = await good(await me.post(`/${language}/person`, { ...AN, kana: '阮文安', service: 'renewal' }), 422);
    expect(wrong.html, language).toContain('value="阮文安"');
    expect((await me.post(`/${language}/person`, { ...AN, service: 'renewal' })).location).toBe(`/${language}/mail`);
  }
  const { kanas } = await fresh.db.one<{ kanas: string[] }>(
    sql`SELECT array_agg(DISTINCT person ->> 'kana') AS kanas FROM reservations.visits WHERE person IS NOT NULL`,
  );
  expect(kanas).toEqual([LATIN]);
  for (const language of ['', '/easy']) {
    const me = visitor(door.url);
    await me.get(`${language}/person?service=renewal`);
    expect((await me.post(`${language}/person`, { ...AN, service: 'renewal' })).status).toBe(422);
  }
});

test('[9(3)b] a reading in Latin letters is found and marked at the desk, completed there, and found by either afterwards; nobody is booked twice under it', async () => {
  const day = addDays(city.today, 6);
  const me = await inEnglish(AN);
  const slot = await slotAt(fresh.db, city, city.main, 6, 10);
  expect((await walkToHold(me, day, slot)).location).toBe('/cautions');
  expect((await walkToBooked(me, [])).location).toBe('/reservation?done=booked');
  const { id } = await fresh.db.one<{ id: string }>(
    sql`SELECT reservation_id AS id FROM reservations.members WHERE kana = ${LATIN}`,
  );

  const clerk = await signedIn(desk.url, 'koga', PASSWORD);
  const here = `/reservations/${id}`;
  const page = await good(await clerk.get(here));
  for (const said of [LATIN, 'カナ未確認', 'カナを入力する']) expect(words(page)).toContain(said);
  /** A single hit leads to its page. */
  const find = async (q: string) => {
    const pressed = await clerk.post('/search', { q });
    return (await clerk.get(pressed.location ?? '')).location;
  };
  expect(await find('nguyen van')).toBe(here);
  const form = await good(await clerk.get(`${here}/contact`));
  const typed = formFields(form, `${here}/contact`);
  expect((await clerk.post(`${here}/contact`, { ...typed, 'kana-1': 'Nguyen' })).status).toBe(422);
  // Left empty, nothing changes.
  expect((await clerk.post(`${here}/contact`, { ...typed, 'kana-1': '' })).location).toContain('done=contact');
  const again = formFields(await clerk.get(`${here}/contact`), `${here}/contact`);
  const done = await clerk.follow(await clerk.post(`${here}/contact`, { ...again, 'kana-1': 'ぐえん　ヴァン　アン' }));
  expect(words(done)).toContain('グエン ヴァン アン');
  expect(words(done)).toContain(LATIN);
  for (const gone of ['カナ未確認', 'カナを入力する']) expect(words(done)).not.toContain(gone);
  expect(await find('グエン')).toBe(here);
  expect(formFields(await clerk.get(`${here}/contact`), `${here}/contact`)).not.toHaveProperty('kana-1');
  expect(
    await fresh.db.rows(sql`SELECT detail FROM audit.events WHERE reservation_id = ${id}::uuid AND act = 'reservation.kana-set'`),
  ).toEqual([{ detail: { position: 1 } }]);

  // Their booking is found by what they typed, and by what staff wrote.
  const birth = { era: HANAKO['era'] ?? '', year: HANAKO['year'] ?? '', month: HANAKO['month'] ?? '', day: HANAKO['day'] ?? '' };
  for (const [language, kana] of [
    ['en', 'nguyen van an'],
    ['vi', 'グエン ヴァン アン'],
  ] as const) {
    await fresh.db.run(sql`DELETE FROM outbox.mails WHERE kind = 'manage-link'`);
    const other = visitor(door.url);
    await other.get(`/${language}/manage/person?service=renewal`);
    await other.post(`/${language}/manage/person`, { ...birth, kana, phone: HANAKO['phone'] ?? '', service: 'renewal' });
    expect([kana, await mailsOf()]).toEqual([kana, 1]);
  }
  // Under another writing of the name, by its sound, in Latin letters as in kana.
  const once = await inEnglish({ ...AN, name: LATIN });
  expect((await walkToHold(once, day, await slotAt(fresh.db, city, city.main, 6, 11))).status).toBe(409);
  const twice = await walkAsPerson(door, fresh.db, 'renewal', { ...AN, name: 'グエン アン', kana: 'グエン ヴァン アン' });
  expect((await walkToHold(twice, day, await slotAt(fresh.db, city, city.main, 6, 11))).status).toBe(409);
});
