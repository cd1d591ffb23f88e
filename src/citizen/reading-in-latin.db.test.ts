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
  // Typed wrongly, the kana are corrected there; their box left empty keeps them.
  const once = formFields(await clerk.get(`${here}/contact`), `${here}/contact`);
  expect(once['kana-1']).toBe('グエン ヴァン アン');
  expect((await clerk.post(`${here}/contact`, { ...once, 'kana-1': 'グエソ ヴァン アン' })).location).toContain('done=contact');
  expect(await find('グエソ')).toBe(here);
  for (const kana of ['', 'グエン ヴァン アン', '']) {
    const fields = formFields(await clerk.get(`${here}/contact`), `${here}/contact`);
    expect((await clerk.post(`${here}/contact`, { ...fields, 'kana-1': kana })).location).toContain('done=contact');
  }
  expect(words(await clerk.get(here))).toContain(`グエン ヴァン アン（ご本人の入力：${LATIN}）`);
  expect(await find('グエソ')).not.toBe(here);
  expect(await find('nguyen van')).toBe(here);
  expect(await find('nguyen vanessa')).not.toBe(here);
  expect(
    await fresh.db.rows(sql`SELECT detail FROM audit.events WHERE reservation_id = ${id}::uuid AND act = 'reservation.kana-set'`),
  ).toEqual(Array(3).fill({ detail: { position: 1 } }));

  // Their booking is found by what they typed, and by what staff wrote.
  const birth = { era: HANAKO['era'] ?? '', year: HANAKO['year'] ?? '', month: HANAKO['month'] ?? '', day: HANAKO['day'] ?? '' };
  for (const [language, kana] of [
    ['/en', 'nguyen van an'],
    ['/vi', 'グエン ヴァン アン'],
    ['', 'Nguyễn Văn An'],
    ['/easy', LATIN],
  ] as const) {
    await fresh.db.run(sql`DELETE FROM outbox.mails WHERE kind = 'manage-link'`);
    const other = visitor(door.url);
    await other.get(`${language}/manage/person?service=renewal`);
    await other.post(`${language}/manage/person`, { ...birth, kana, phone: HANAKO['phone'] ?? '', service: 'renewal' });
    expect([language, kana, await mailsOf()]).toEqual([language, kana, 1]);
  }
  // Under another writing of the name, by its sound, in Latin letters as in kana.
  const other = await inEnglish({ ...AN, name: LATIN });
  expect((await walkToHold(other, day, await slotAt(fresh.db, city, city.main, 6, 11))).status).toBe(409);
  const twice = await walkAsPerson(door, fresh.db, 'renewal', { ...AN, name: 'グエン アン', kana: 'グエン ヴァン アン' });
  expect((await walkToHold(twice, day, await slotAt(fresh.db, city, city.main, 6, 11))).status).toBe(409);
});

test('[9(3)b] kana under which somebody has a booking already are refused beside what was typed; the number and the remark are saved', async () => {
  const day = addDays(city.today, 7);
  const birth = { era: '', year: '1990', month: '4', day: '1' };
  const me = await inEnglish({ ...AN, ...birth });
  expect((await walkToHold(me, day, await slotAt(fresh.db, city, city.main, 7, 10))).location).toBe('/cautions');
  expect((await walkToBooked(me, [])).location).toBe('/reservation?done=booked');
  const kana = await walkAsPerson(door, fresh.db, 'renewal', {
    ...AN,
    ...birth,
    name: 'グエン アン',
    kana: 'グエン ヴァン アン',
  });
  expect((await walkToHold(kana, day, await slotAt(fresh.db, city, city.main, 7, 11))).location).toBe('/cautions');
  expect((await walkToBooked(kana, [])).location).toBe('/reservation?done=booked');
  const { id } = await fresh.db.one<{ id: string }>(
    sql`SELECT reservation_id AS id FROM reservations.members WHERE kana = ${LATIN} AND birth_date = '1990-04-01'`,
  );
  const clerk = await signedIn(desk.url, 'koga', PASSWORD);
  const path = `/reservations/${id}/contact`;
  const first = formFields(await clerk.get(path), path);
  const typed = { ...first, phone: '0942301234', 'kana-1': 'グエン ヴァン アン', 'remark-p1': '右の耳が聞こえにくい' };
  const refused = await good(await clerk.post(path, typed), 409);
  expect(words(refused)).toContain('ほかに予約があります。カナは登録していません。ほかの項目は保存しました。');
  const shown = formFields(refused, path);
  expect(shown).toMatchObject({ phone: '0942301234', 'kana-1': 'グエン ヴァン アン', 'remark-p1': '右の耳が聞こえにくい' });
  // Another reading, from the page as it stands there.
  expect((await clerk.post(path, { ...shown, 'kana-1': 'グエン アン' })).location).toContain('done=contact');
  const saved = words(await clerk.get(`/reservations/${id}`));
  for (const one of ['グエン アン', '0942-30-1234', '右の耳が聞こえにくい']) expect(saved).toContain(one);
});
