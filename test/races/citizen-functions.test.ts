import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { type Person, personRow } from '../../src/reservations/person.ts';
import { manageSecret } from '../support/citizen.ts';
import { addService, makeCard } from '../support/small-city.ts';
import { type Arena, CALLER, type Citizen, openArena, walk } from './arena.ts';

/**
 * What a broken or taken-over web process could send: every function of schema `citizen`, as the database lists them, with each argument in turn
 * empty, another's or nonsense. Whatever it is answered, nothing of anybody else may change or come into its hands.
 */

const JIRO: Person = { name: '久留米 次郎', kana: 'クルメ ジロウ', birthDate: '2019-04-05', phone: '' };
const MARI: Person = { name: '久留米 真理', kana: 'クルメ マリ', birthDate: '1988-04-30', phone: '09000001111' };

const READ = { ticks: { 1: 1 }, papers: true };

let arena: Arena;
let client: pg.Client;
let victim: Citizen & { manage: string };
let me: Citizen;
let hidden = 0;
let free = 0;
let calls: Record<string, unknown[]> = {};

beforeAll(async () => {
  arena = await openArena(5);
  const { db, city } = arena;
  await addService(db, city, { code: 'renewal', name: '電子証明書の更新', bring: [] });
  hidden = await makeCard(db, { noticeId: 'H1D-000001', name: '隠 された', protected: true });
  free = await arena.slot(9);
  const one = await arena.citizen(await arena.card('田中 花子', 'V1C-000001'));
  expect(typeof (await walk(arena, one, free))).toBe('object');
  victim = { ...one, manage: await manageSecret(db, one.id) };
  await makeCard(db, { noticeId: 'M2E-000001', name: '佐藤 次郎', birthDate: '2015-05-06' });
  const companions = await makeCard(db, { noticeId: 'M3E-000001', name: '佐藤 三郎', birthDate: '2016-05-06' });
  await db.run(sql`UPDATE services.services SET party_max = 6`);
  me = await arena.citizen(await makeCard(db, { noticeId: 'M1E-000001', name: '佐藤 太郎', birthDate: '1980-05-06' }));
  await db.run(sql`UPDATE reservations.visits SET card_ids = card_ids || ${companions}::bigint WHERE cookie_hash = ${me.cookie}`);
  const [, second] = await arena.citizens.party(me.cookie);
  const companion = second?.ref ?? '';
  // Another visit of mine, for a service without a card.
  const renewing = Buffer.alloc(32, 5);
  expect(
    await arena.citizens.identify({ service: 'renewal', person: MARI, address: 'mine', language: 'ja' }, renewing, CALLER),
  ).toBe('ok');
  await db.run(sql`UPDATE reservations.visits SET mail = 'm@example.jp', proven_at = lib.now() WHERE cookie_hash = ${renewing}`);
  client = new pg.Client({ connectionString: arena.fresh.url });
  await client.connect();
  const [day, cookie, other] = [city.today, me.cookie, Buffer.alloc(32, 7)];
  const asked = ['req', '192.0.2.0'];
  calls = {
    'citizen.services()': [],
    'citizen.offices()': [],
    'citizen.places()': [],
    'citizen.offered()': [],
    'citizen.notices()': [],
    'citizen.maintenance()': [],
    'citizen.mails_away()': [],
    'citizen.stops()': [],
    'citizen.proxy_ignored()': [],
    'citizen.beat()': [],
    'citizen.runs(text,text,text)': ['machine', 'f'.repeat(64), '1.0.0'],
    'citizen.line_step(integer)': [1],
    'citizen.line_take(integer)': [1],
    'citizen.line_enter(bigint,text)': [1, 'address'],
    'citizen.numbers()': [],
    'citizen.city()': [],
    'citizen.embedder()': [],
    'citizen.translations(text)': ['1.0'],
    'citizen.wordings(text)': ['-'],
    'citizen.cautions(text)': ['card-pickup'],
    'citizen.window_of(text,text,text)': ['card-pickup', 'honcho', 'honcho'],
    'citizen.public_calendar(text,text,date,date)': ['card-pickup', 'honcho', day, day],
    'citizen.public_times(text,text,date)': ['card-pickup', 'honcho', day],
    'citizen.first_times(text,text,integer,date,date)': ['card-pickup', 'honcho', 1, day, day],
    'citizen.day_words(text,text,date,date)': ['card-pickup', 'honcho', day, day],
    'citizen.verify(text,text,integer,integer,integer,text,bytea,text,text,text,boolean,text,text)': [
      'card-pickup',
      'M1E-000001',
      5,
      6,
      null,
      'address',
      other,
      'ja',
      'book',
      null,
      false,
      ...asked,
    ],
    'citizen.identify(text,jsonb,text,bytea,text,text,text)': ['renewal', personRow(MARI), 'address', other, 'ja', ...asked],
    'citizen.find_person(text,text,date,text,text,text,text,text)': [
      'renewal',
      'クルメマリ',
      MARI.birthDate,
      MARI.phone,
      'address',
      ...asked,
      'ja',
    ],
    'citizen.find_by_number(text,text,text,text,text,text)': ['1234-5678', 'm@example.jp', 'address', ...asked, 'ja'],
    'citizen.party(bytea)': [cookie],
    'citizen.join_by_notice(bytea,text,integer,integer,integer,text,integer,text,boolean,text,text)': [
      cookie,
      'M2E-000001',
      5,
      6,
      null,
      'address',
      null,
      null,
      false,
      ...asked,
    ],
    'citizen.join_as_person(bytea,jsonb,text,integer,text,text)': [renewing, personRow(JIRO), 'address', null, ...asked],
    'citizen.join_proven(bytea,text,integer,integer,integer,text,integer,text,boolean,jsonb,text,text)': [
      cookie,
      'M2E-000001',
      5,
      6,
      null,
      'address',
      null,
      null,
      false,
      READ,
      ...asked,
    ],
    'citizen.join_by_notice(bytea,text,integer,integer,integer,text,integer,text,boolean,jsonb,text,text)': [
      cookie,
      'M2E-000001',
      5,
      6,
      null,
      'address',
      null,
      null,
      false,
      READ,
      ...asked,
    ],
    'citizen.join_as_person(bytea,jsonb,text,integer,jsonb,text,text)': [
      renewing,
      personRow(JIRO),
      'address',
      null,
      READ,
      ...asked,
    ],
    'citizen.leave_party(bytea,text,integer,text,text)': [cookie, companion, null, ...asked],
    'citizen.request_link(bytea,text,text,text)': [cookie, 'me@example.jp', ...asked],
    'citizen.look_at_link(uuid,bytea)': [randomUUID(), cookie],
    'citizen.open_link(uuid,bytea,bytea,text,text)': [randomUUID(), other, cookie, ...asked],
    'citizen.renew_link(uuid,text,text)': [randomUUID(), ...asked],
    'citizen.type_code(bytea,text,text,text,text)': [cookie, '123456', 'address', ...asked],
    'citizen.look_at_manage(uuid)': [randomUUID()],
    'citizen.open_manage(uuid,bytea,text,text,text)': [randomUUID(), other, 'ja', ...asked],
    'citizen.visits(bytea[])': [[cookie]],
    'citizen.calendar(bytea,text,date,date)': [cookie, 'honcho', day, day],
    'citizen.card_windows(bytea,text)': [cookie, 'honcho'],
    'citizen.own_first_times(bytea,date,date)': [cookie, day, day],
    'citizen.priority_until(bytea)': [cookie],
    'citizen.takes()': [],
    'citizen.tells_clock(text,integer)': ['machine', 4_000],
    'citizen.who()': [],
    'citizen.arrive()': [],
    'citizen.counters()': [],
    'citizen.areas()': [],
    'citizen.waiting_hours()': [],
    'citizen.usual_end()': [],
    'citizen.offering()': [],
    'citizen.room_for(text,text,integer)': ['card-pickup', 'honcho', 2],
    'citizen.openings(text,integer)': ['card-pickup', 2],
    'citizen.waiting(bytea)': [cookie],
    'citizen.enter_waiting(bytea,uuid,text[],date,date,text[],text[],text,text)': [
      cookie,
      randomUUID(),
      ['honcho'],
      day,
      day,
      ['weekday', 'holiday'],
      ['morning'],
      ...asked,
    ],
    'citizen.leave_waiting(bytea,text,text)': [cookie, ...asked],
    'citizen.pass_waiting(bytea,text,text)': [cookie, ...asked],
    'citizen.look_at_waiting(uuid)': [randomUUID()],
    'citizen.take_offer(uuid,bytea,text,text,text)': [randomUUID(), other, 'ja', ...asked],
    'citizen.move_to_offer(uuid,bytea,text,text,text)': [randomUUID(), other, 'ja', ...asked],
    'citizen.pass_offer(uuid,text,text)': [randomUUID(), ...asked],
    'citizen.leave_by_link(uuid,text,text)': [randomUUID(), ...asked],
    'citizen.pass_on()': [],
    'citizen.own_papers(bytea)': [cookie],
    'citizen.agreed(bytea)': [cookie],
    'citizen.longer_times(bytea)': [cookie],
    'citizen.times(bytea,text,date)': [cookie, 'honcho', day],
    'citizen.hold(bytea,uuid,bigint,text,text)': [cookie, me.id, free, ...asked],
    'citizen.hold_each(bytea[],uuid[],bigint[],text[],text[])': [[cookie], [me.id], [free], ...asked.map((one) => [one])],
    'citizen.extend(bytea,text,text)': [cookie, ...asked],
    'citizen.accept_cautions(bytea,integer[])': [cookie, [1]],
    'citizen.tick_cautions(bytea,jsonb)': [cookie, '{"1": 1}'],
    'citizen.tick_cautions(bytea,jsonb,text,text[])': [cookie, '{"1": 1}', 'mark', '{papers_1}'],
    'citizen.answer(bytea,jsonb,integer,jsonb,text,text)': [cookie, '{"1": ["lost-notice"]}', 0, READ, ...asked],
    'citizen.to_read(bytea,bigint)': [cookie, free],
    'citizen.confirm(bytea,uuid,integer,text,text)': [cookie, me.id, 0, ...asked],
    'citizen.confirm_each(bytea[],uuid[],integer[],text[],text[])': [[cookie], [me.id], [0], ...asked.map((one) => [one])],
    'citizen.move(bytea,bigint,integer,text,text)': [cookie, free, 0, ...asked],
    'citizen.move(bytea,bigint,integer,jsonb,text,text)': [cookie, free, 0, READ, ...asked],
    'citizen.cancel(bytea,integer,text,text)': [cookie, 0, ...asked],
    'citizen.resend(bytea,text,text)': [cookie, ...asked],
    'citizen.send_again(bytea,text,text)': [cookie, ...asked],
    'citizen.finish(bytea,text,text,boolean)': [cookie, ...asked, true],
    'citizen.why_over(bytea)': [cookie],
    'citizen.held_after(bytea)': [cookie],
    'citizen.take_up(bytea)': [cookie],
    'citizen.renew_offer(uuid,text,text)': [randomUUID(), ...asked],
    'citizen.schema_state(text,text[])': ['a release', ['0001-schemas']],
    'citizen.carry_on(bytea)': [cookie],
    'citizen.speak(bytea,text)': [cookie, 'en'],
  };
});
afterAll(async () => {
  await client.end();
  await arena.close();
});

type Answer = { said: string; victim: string; strays: string };

/** All that is the victim's or hidden, and whoever else got hold of it. */
const STATE = `SELECT
  (SELECT jsonb_build_array(
    (SELECT to_jsonb(r) FROM reservations.reservations r WHERE r.id = $1), (SELECT jsonb_agg(to_jsonb(m)) FROM reservations.members m WHERE m.reservation_id = $1),
    (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.id) FROM cards.cards c WHERE c.id IN ($2, $3)), (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.key) FROM ledger.standing t WHERE t.reservation_id = $1),
    (SELECT to_jsonb(v) FROM reservations.visits v WHERE v.cookie_hash = $4)))::text AS victim,
  (SELECT jsonb_agg(id) FROM (
    SELECT v.id FROM reservations.visits v WHERE v.cookie_hash <> $4 AND (v.reservation_id = $1 OR v.card_ids && ARRAY[$2, $3]::bigint[] OR v.person ?| '{card_id,card_ids,person_key}')
    UNION ALL SELECT m.reservation_id FROM reservations.members m WHERE m.reservation_id <> $1 AND m.card_id IN ($2, $3)) x)::text AS strays`;

/** Calls as the citizens' role, looks at what it did, and takes it back. */
async function call(signature: string, args: readonly unknown[]): Promise<Answer> {
  await client.query('BEGIN');
  try {
    await client.query('SAVEPOINT before; SET LOCAL ROLE madoguchi_citizen');
    const places = args.map((_, n) => `$${n + 1}`).join(', ');
    const said = await client.query(`SELECT * FROM ${signature.replace(/\(.*/u, '')}(${places})`, [...args]).then(
      ({ rows }) => JSON.stringify(rows),
      (fault: Error & { code?: string }) => `${fault.code}: ${fault.message}`,
    );
    await client.query(said.startsWith('[') ? 'RESET ROLE' : 'ROLLBACK TO before; RESET ROLE');
    const { rows } = await client.query<{ victim: string; strays: string }>(STATE, [
      victim.id,
      victim.card,
      hidden,
      victim.cookie,
    ]);
    return { said, victim: rows[0]?.victim ?? '', strays: rows[0]?.strays ?? 'none' };
  } finally {
    await client.query('ROLLBACK');
  }
}

/** Values of a type that are not the caller's own, or no value at all. */
function foreign(type: string): unknown[] {
  const values: Record<string, unknown[]> = {
    bytea: ['', Buffer.alloc(32), Buffer.alloc(1000, 1)],
    'bytea[]': [[], [Buffer.alloc(32)], [null]],
    uuid: [victim.id, randomUUID()],
    'uuid[]': [[], [victim.id], [null]],
    boolean: [true, false],
    bigint: ['-1', '9223372036854775807', String(free + 1)],
    'bigint[]': [[], [null], ['-1'], [String(free + 1)]],
    integer: [-1, 0, 2147483647, victim.card],
    'integer[]': [[], [null], [-1]],
    'text[]': [[], [null], ['manage']],
    date: ['-infinity', 'infinity', '0001-01-01'],
    text: ['', 'V1C-000001', 'H1D-000001', 'manage', 'book', "' OR true --", 'x'.repeat(10_000)],
    jsonb: ['null', '[]', '{}', JSON.stringify({ card_id: victim.card }), JSON.stringify([{ card_id: hidden }])],
  };
  const known = values[type];
  if (known === undefined) throw new Error(`what is foreign of type ${type}?`);
  return [null, ...known];
}

const typesOf = (signature: string): string[] => /\((.*)\)/u.exec(signature)?.[1]?.split(',').filter(Boolean) ?? [];

test('[8(3)⑭b] this list of calls has every function that schema citizen has, and no other', async () => {
  const all = await arena.db.rows<{ name: string }>(
    sql`SELECT 'citizen.' || proname || '(' || replace(oidvectortypes(proargtypes), ', ', ',') || ')' AS name FROM pg_proc WHERE pronamespace = 'citizen'::regnamespace`,
  );
  expect(Object.keys(calls).sort()).toEqual(all.map(({ name }) => name).sort());
});

test('[8(3)⑭b] no function of schema citizen gives or changes what is another’s, whichever argument is missing, foreign or nonsense', async () => {
  const { victim: before } = await call('citizen.numbers()', []);
  expect(before).toContain('V1C-000001');
  let made = 0;
  for (const [signature, args] of Object.entries(calls)) {
    const asMeant = await call(signature, args);
    // As meant it works or is refused in words; what it names exists.
    expect(asMeant.said, signature).toMatch(/^(\[|MG001)/u);
    for (const [at, type] of typesOf(signature).entries())
      for (const value of foreign(type)) {
        const { said, victim: after, strays } = await call(signature, args.with(at, value));
        made += 1;
        expect({ signature, at, value, after, strays }).toEqual({ signature, at, value, after: before, strays: 'none' });
        // A refusal, nothing, or a value PostgreSQL itself does not take (class 22, 23); never a fault inside.
        expect(said, `${signature} ${at} ${String(value).slice(0, 40)}`).toMatch(/^(\[|MG001|22|23)/u);
        for (const secret of ['V1C-000001', '田中', '1947-03-08', victim.manage]) expect(said).not.toContain(secret);
      }
  }
  expect(made).toBeGreaterThan(500);
});

test('[8(3)⑭b] what takes JSON takes the keys it names, all of them and no other', async () => {
  const taking = Object.keys(calls).filter((signature) => /jsonb?/u.test(signature));
  expect(taking).toEqual([
    'citizen.identify(text,jsonb,text,bytea,text,text,text)',
    'citizen.join_as_person(bytea,jsonb,text,integer,text,text)',
    // What was read: looked up by the cautions there are, whatever else stands in it; another shape reads nothing.
    'citizen.join_proven(bytea,text,integer,integer,integer,text,integer,text,boolean,jsonb,text,text)',
    'citizen.join_by_notice(bytea,text,integer,integer,integer,text,integer,text,boolean,jsonb,text,text)',
    'citizen.join_as_person(bytea,jsonb,text,integer,jsonb,text,text)',
    'citizen.tick_cautions(bytea,jsonb)',
    'citizen.tick_cautions(bytea,jsonb,text,text[])',
    'citizen.answer(bytea,jsonb,integer,jsonb,text,text)',
    'citizen.move(bytea,bigint,integer,jsonb,text,text)',
  ]);
  const [signature = ''] = taking;
  const args = calls[signature] ?? [];
  const sound = personRow(MARI);
  const identify = async (person: object) => (await call(signature, args.with(1, person))).said;
  expect(await identify(sound)).toContain('"ok"');
  for (const key of Object.keys(sound)) {
    expect(await identify(Object.fromEntries(Object.entries(sound).filter(([name]) => name !== key))), key).toContain('refused');
    for (const other of [null, 1, {}, [], [1], { card_id: victim.card }])
      if (!(key === 'pairs' && Array.isArray(other) && other.length === 0))
        expect(await identify({ ...sound, [key]: other }), key).toContain('refused');
  }
  for (const [key, value] of Object.entries({
    card_id: victim.card,
    card_ids: [victim.card],
    person_key: 'x',
    reservation_id: victim.id,
    outcome: 'arrived',
    position: 2,
    '': '',
  }))
    expect(await identify({ ...sound, [key]: value }), key).toContain('refused');
});

test('[8(3)⑭b] a card smuggled in with a person, as an earlier release kept it, books that person and no card', async () => {
  const cookie = Buffer.alloc(32, 9);
  const person = JSON.stringify({ ...personRow(MARI), card_id: hidden });
  await arena.db.run(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, person, mail, proven_at, created_at, expires_at)
    SELECT ${cookie}, 'book', id, ${person}::jsonb, 'm@example.jp', lib.now(), lib.now(), lib.now() + interval '1 hour' FROM services.services WHERE code = 'renewal'`);
  const { id: slot } = await arena.db.one<{ id: number }>(
    sql`SELECT l.id FROM ledger.slots l JOIN services.services s ON s.id = l.service_id WHERE s.code = 'renewal' AND l.day = ${arena.city.today}::date + 10 AND l.start_minute = 600`,
  );
  const id = randomUUID();
  expect(await walk(arena, { cookie, card: 0, id }, slot)).toMatchObject({ id });
  const members = await arena.db.rows<{ card_id: number | null; name: string }>(
    sql`SELECT card_id, name FROM reservations.members WHERE reservation_id = ${id}`,
  );
  expect(members).toEqual([{ card_id: null, name: MARI.name }]);
});
