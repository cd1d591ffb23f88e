import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { cookieHash } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { book } from '../../src/reservations/acts.ts';
import { setKana } from '../../src/reservations/contact.ts';
import { type Person, personRow } from '../../src/reservations/person.ts';
import { invariantFaults } from '../support/invariant.ts';
import { addService, BY_PHONE, slotAt } from '../support/small-city.ts';
import { type Arena, CALLER, type Citizen, openArena, STAFF, told, walk } from './arena.ts';

/** §9(3), §8(3)⑫: a service without a card on file, booked from several browsers at once. */
let arena: Arena;
let service = 0;
afterEach(() => arena.close());

async function open(capacity: number): Promise<void> {
  arena = await openArena(capacity);
  service = await addService(arena.db, arena.city, { code: 'renewal', name: '電子証明書の更新', capacity, bring: [] });
}
const HANAKO: Person = { name: '久留米 花子', kana: 'クルメ ハナコ', birthDate: '1977-11-09', phone: '09012345678' };
const slot = (hour: number) => slotAt(arena.db, { ...arena.city, service }, arena.city.main, 10, hour);

/** A browser of somebody who typed who they are and whose address is proven. */
async function citizen(person: Person, mail = `${randomBytes(4).toString('hex')}@example.jp`): Promise<Citizen> {
  const cookie = cookieHash(randomBytes(16).toString('hex'));
  await arena.db.run(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, person, mail, proven_at, created_at, expires_at)
    VALUES (${cookie}, 'book', ${service}, ${JSON.stringify(personRow(person))}::jsonb, ${mail}, lib.now(), lib.now(), lib.now() + interval '10 days')`);
  return { cookie, card: 0, id: randomUUID() };
}

/** Everyone at once, each in a browser of their own and at another hour. */
async function allAtOnce(people: readonly (typeof HANAKO)[]) {
  const browsers = await Promise.all(people.map((person) => citizen(person)));
  const slots = await Promise.all(browsers.map((_, n) => slot(n + 1)));
  const results = await Promise.all(browsers.map((one, n) => walk(arena, one, slots[n] ?? 0)));
  return { booked: told(results).length, faults: await invariantFaults(arena.db, told(results)) };
}

/** One person in eight browsers. The name is written in other ways too: old kanji, wide space, none. */
function samePersonOften() {
  const names = ['髙橋 桜', '高橋 桜', '高橋　桜', '髙橋桜'];
  return allAtOnce(Array.from({ length: 8 }, (_, n) => ({ ...HANAKO, name: names[n % names.length] ?? '' })));
}

test('[8(3)⑫] [9(3)b] the same person in eight browsers at once is booked once', async () => {
  await open(2);
  expect(await samePersonOften()).toEqual({ booked: 1, faults: [] });
});

test('[8(3)⑫] [9(3)b] control: where nobody stands for the person, eight are booked', async () => {
  await open(2);
  await arena.break(
    'reservations.keys_of(uuid,boolean)',
    'CASE WHEN p_skip_persons THEN NULL ELSE reservations.person_keys(m) END',
    'NULL',
  );
  const { booked, faults } = await samePersonOften();
  expect(booked).toBe(8);
  expect(faults.join()).toContain('a person stands twice');
});

/** One person who writes the name otherwise each time: another kanji, kana, romanised. It sounds alike, and the birthday is one. */
function sameSoundOften() {
  const names = [
    '髙﨑 邉子',
    '高先 辺子',
    'タカサキ ベコ',
    '高咲 紅子',
    'Takasaki Beko',
    '鷹崎 部子',
    '鷹咲 ベ子',
    '多賀先 米子',
  ];
  const kanas = ['タカサキ ベコ', 'たかさきべこ', 'ﾀｶｻｷ ﾍﾞｺ', 'タカサキ・ベコ'];
  return allAtOnce(names.map((name, n) => ({ ...HANAKO, name, kana: kanas[n % kanas.length] ?? '' })));
}

test('[8(3)⑫] [9(3)b] the same sound and birthday in eight browsers at once, written in eight ways, is booked once', async () => {
  await open(2);
  expect(await sameSoundOften()).toEqual({ booked: 1, faults: [] });
});

test('[8(3)⑫] [9(3)b] control: where nobody stands for the sound, eight are booked', async () => {
  await open(2);
  await arena.break(
    'reservations.person_keys(reservations.members)',
    'THEN reservations.sound_keys(m) END',
    'THEN NULL::text[] END',
  );
  expect((await sameSoundOften()).booked).toBe(8);
});

test('[8(3)⑫] [9(3)b] another birthday or another sound is another person; a clerk books over it with a reason', async () => {
  await open(2);
  const written = { ...HANAKO, name: '来目 華子' };
  const others = [written, { ...written, birthDate: '1977-11-10' }, { ...written, name: '来目 華', kana: 'クルメ ハナ' }];
  const walked = await Promise.all(others.map(async (person, n) => walk(arena, await citizen(person), await slot(n + 1))));
  expect(walked.filter((one) => typeof one !== 'string')).toHaveLength(3);
  const byDesk = async (personReason: string | null) =>
    book(arena.desk, STAFF, {
      id: randomUUID(),
      serviceId: service,
      slotId: await slot(5),
      members: [{ person: HANAKO }],
      ...BY_PHONE,
      personReason,
    });
  expect(await byDesk(null)).toMatchObject({ ok: false, reason: 'already_booked' });
  expect(await byDesk('同姓同名で生年月日も同じ別の方')).toMatchObject({ ok: true });
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[8(3)⑫] [9(3)b] web and telephone at once: one booking', async () => {
  await open(2);
  const [web, phone] = await Promise.all([
    walk(arena, await citizen(HANAKO), await slot(1)),
    book(arena.desk, STAFF, {
      id: randomUUID(),
      serviceId: service,
      slotId: await slot(2),
      members: [{ person: HANAKO }],
      ...BY_PHONE,
    }),
  ]);
  expect([typeof web !== 'string', phone.ok].filter(Boolean)).toHaveLength(1);
  expect(await invariantFaults(arena.db)).toEqual([]);
});

test('[9(3)b] a hold that lapsed is nobody’s: another browser of the same person takes the last place, the first is told', async () => {
  await open(1);
  const [first, second] = [await citizen(HANAKO), await citizen(HANAKO)];
  const only = await slot(9);
  expect((await arena.citizens.hold(first.cookie, first.id, only, CALLER)).ok).toBe(true);
  expect(await walk(arena, second, only)).toBe('held_elsewhere');
  await arena.pass(11);
  const booked = await walk(arena, { ...second, id: randomUUID() }, only);
  expect(booked).toMatchObject({ number: expect.any(String) });
  expect(await arena.citizens.confirm(first.cookie, first.id, 0, CALLER)).toMatchObject({ ok: false, reason: 'lapsed' });
  expect(await invariantFaults(arena.db, told([booked as { id: string; number: string }]))).toEqual([]);
});

/** One mail address may hold two; eight people with it press at once. Returns how many got a place. */
async function oneAddressOften(
  acts = arena.citizens,
  press: <T>(all: () => Promise<T>) => Promise<T> = (all) => all(),
): Promise<number> {
  await arena.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('live-per-mail', '2')`);
  const browsers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      citizen({ ...HANAKO, name: `別人 ${n}`, birthDate: `1977-11-1${n}` }, 'onaji@example.jp'),
    ),
  );
  const slots = await Promise.all(browsers.map((_, n) => slot(n + 1)));
  const held = await press(() => Promise.all(browsers.map((one, n) => acts.hold(one.cookie, one.id, slots[n] ?? 0, CALLER))));
  expect(held.filter((one) => !one.ok).every((one) => !one.ok && one.reason === 'too_many_for_mail')).toBe(true);
  return held.filter(({ ok }) => ok).length;
}

test('[8(3)⑭b] [9(3)b] one mail address never holds more places than the city sets, however many press at once', async () => {
  await open(2);
  expect(await oneAddressOften()).toBe(2);
});

test('[8(3)⑭b] [9(3)b] control: where they do not wait for each other, more get through', async () => {
  await open(2);
  await arena.break(
    'reservations.within_live(text,uuid,integer,timestamptz)',
    'PERFORM reservations.one_at_a_time(p_mail, p_at);',
    'NULL;',
  );
  // Three have counted before any of them holds.
  await arena.break(
    'reservations.within_live(text,uuid,integer,timestamptz)',
    'END $function$',
    'PERFORM pg_advisory_xact_lock_shared(7); END $function$',
  );
  const met = await oneAddressOften(arena.alone, async (all) => {
    const { going } = await arena.db.transaction(async (tx) => {
      await tx.run(sql`SELECT pg_advisory_xact_lock(7)`);
      const pressed = all();
      await arena.waiting(3);
      return { going: pressed };
    });
    return going;
  });
  expect(met).toBeGreaterThan(2);
});

test('[8(3)⑫] [9(3)b] kana that a clerk writes for a reading in Latin letters, while the same person books by kana: one of the two is refused', async () => {
  await open(2);
  const an = { name: '阮文安', kana: 'NGUYEN VAN AN', birthDate: '1990-04-01', phone: '09012345678' };
  const kana = 'グエン ヴァン アン';
  const walked = await walk(arena, await citizen(an), await slot(1));
  if (typeof walked === 'string') throw new Error(walked);
  const { id, version } = await arena.db.one<{ id: string; version: number }>(
    sql`SELECT r.id, r.version FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id WHERE m.kana = ${an.kana}`,
  );
  const again = await citizen({ ...an, name: 'グエン アン', kana });
  const time = await slot(2);
  const [written, second] = await Promise.all([
    setKana(arena.db, STAFF, { id, version, position: 1, name: an.name, kana, given: an.kana }),
    walk(arena, again, time),
  ]);
  expect([written.ok, typeof second !== 'string'].filter(Boolean)).toHaveLength(1);
  // What stood before stands still: by the Latin letters nobody comes twice.
  expect(await walk(arena, await citizen({ ...an, name: 'Nguyen Van An' }), await slot(3))).toBe('already_booked');
  expect(await invariantFaults(arena.db, told([walked, second]))).toEqual([]);
});
