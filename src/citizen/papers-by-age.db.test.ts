import { afterAll, beforeAll, expect, test } from 'vitest';
import { startCitizenDoor, type TestCitizenDoor, walkToBooked, walkToCalendar, walkToHold } from '../../test/support/citizen.ts';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { EVERYBODY } from '../cards/viewer.ts';
import { readBoard } from '../counter/board.ts';
import { reservationFacts } from '../letters/facts.ts';
import { addDays } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { concernsAge } from '../services/read-cautions.ts';

/** A child's card and a grown-up's: each ticks and brings what is theirs, as staff set it. */
let fresh: FreshDatabase;
let door: TestCitizenDoor;
let city: SmallCity;
const ids: Record<string, string> = {};
const DAY_ON = 8;
const box = (key: string) => ids[key] ?? '';

beforeAll(async () => {
  fresh = await freshDatabase();
  city = await buildSmallCity(fresh.db, 9);
  await fresh.db.run(
    sql`UPDATE services.services SET bring = '{はがき,本人確認書類}', bring_under15 = '{親権者の本人確認書類}' WHERE id = ${city.service}`,
  );
  for (const [ages, body] of [
    ['all', '予約した時間に来てください。'],
    ['from-15', '16文字までの暗証番号を考えておいてください。'],
    ['under-15', '親権者と一緒に来てください。'],
  ] as const) {
    const { id } = await fresh.db.one<{ id: number }>(
      sql`INSERT INTO services.cautions (service_id, concerns, ages, body) VALUES (${city.service}, ${ages}, ${ages}, ${body}) RETURNING id`,
    );
    ids[ages] = `caution_${id}`;
  }
  door = await startCitizenDoor(fresh);
});
afterAll(async () => {
  await door?.close();
  await fresh?.drop();
});

let count = 0;
/** Somebody born so many years before the day of the visit, and so many days after. */
async function held(years: number, daysAfter: number) {
  count += 1;
  const day = addDays(city.today, DAY_ON);
  const born = Temporal.PlainDate.from(day).subtract({ years }).add({ days: daysAfter });
  const notice = `AGE-${String(count).padStart(6, '0')}`;
  await makeCard(fresh.db, { noticeId: notice, officeId: city.main, name: `人 ${count}`, birthDate: born.toString() });
  // The postcard's page asks month and day; the walk types one birthday for all.
  await fresh.db.run(sql`UPDATE cards.cards SET birth_date = '1947-03-08' WHERE notice_id = ${notice}`);
  const me = await walkToCalendar(door, fresh.db, notice);
  await fresh.db.run(sql`UPDATE cards.cards SET birth_date = ${born.toString()}::date WHERE notice_id = ${notice}`);
  await walkToHold(me, day, await slotAt(fresh.db, city, city.main, DAY_ON, 10));
  return me;
}

test.each([
  ['a child of 7', 7, 0, 'under-15', 'from-15'],
  ['14 on the day, 15 the day after', 15, 1, 'under-15', 'from-15'],
  ['15 on that very day', 15, 0, 'from-15', 'under-15'],
  ['a grown-up', 40, 0, 'from-15', 'under-15'],
] as const)('[8(3)⑨a] %s ticks what concerns them, and nothing else', async (_who, years, daysAfter, theirs, others) => {
  const me = await held(years, daysAfter);
  const page = await me.get('/cautions');
  expect(page.html).toContain(`name="${box('all')}"`);
  expect(page.html).toContain(`name="${box(theirs)}"`);
  expect(page.html).not.toContain(`name="${box(others)}"`);
  // One's own line left out is missed; nobody misses the other's.
  expect((await me.post('/cautions', { [box('all')]: 'yes' })).status).toBe(422);
  const booked = await walkToBooked(me, [box('all'), box(theirs)]);
  const done = await me.follow(booked);
  expect(done.html.includes('親権者の本人確認書類')).toBe(theirs === 'under-15');
  const { id } = await fresh.db.one<{ id: string }>(
    sql`SELECT reservation_id AS id FROM reservations.visits ORDER BY created_at DESC LIMIT 1`,
  );
  const facts = await reservationFacts(fresh.db, { id: 0, reservationId: id, kind: 'booked' } as never);
  expect(facts?.bring).toEqual(['はがき', '本人確認書類', ...(theirs === 'under-15' ? ['親権者の本人確認書類'] : [])]);
});

test('[8(3)⑨a] the database asks for one’s own ticks too: ticked for another age, nothing is booked', async () => {
  const me = await held(7, 0);
  await me.get('/cautions');
  expect((await me.post('/cautions', { [box('all')]: 'yes', [box('from-15')]: 'yes' })).status).toBe(422);
  expect((await me.get('/check')).location).toBe('/cautions');
});

test.each([
  ['2004-02-29', '2019-02-28', true],
  ['2004-02-29', '2019-03-01', false],
  ['2004-02-28', '2019-02-27', true],
  ['2004-02-28', '2019-02-28', false],
  ['2004-03-01', '2019-02-28', true],
  ['2004-03-01', '2019-03-01', false],
  // In a year with a 29 February.
  ['2005-02-28', '2020-02-27', true],
  ['2005-02-28', '2020-02-28', false],
  ['2005-03-01', '2020-02-29', true],
  ['2005-03-01', '2020-03-01', false],
  ['2003-12-01', '2018-11-30', true],
  ['2003-12-01', '2018-12-01', false],
] as const)(
  '[8(3)⑨a] born %s, on %s under 15: %s, by one rule for the citizen’s cautions and papers and for the counter’s board',
  async (born, day, under) => {
    expect([concernsAge('under-15', born, day), concernsAge('from-15', born, day)]).toEqual([under, !under]);
    count += 1;
    const notice = `AGE-${String(count).padStart(6, '0')}`;
    const card = await makeCard(fresh.db, { noticeId: notice, officeId: city.main, name: `人 ${count}`, birthDate: born });
    await fresh.db
      .transaction(async (tx) => {
        const { id: slot } = await tx.one<{ id: number }>(
          sql`INSERT INTO ledger.slots (office_id, service_id, day, start_minute, minutes, capacity) VALUES (${city.main}, ${city.service}, ${day}, 600, 60, 5) RETURNING id`,
        );
        const { id } = await tx.one<{ id: string }>(sql`
        INSERT INTO reservations.reservations (id, number, service_id, slot_id, units, state, by_desk, channel, created_at, booked_at)
        VALUES (gen_random_uuid(), ${`0000-${String(count).padStart(4, '0')}`}, ${city.service}, ${slot}, 1, 'booked', true, 'phone', lib.now(), lib.now()) RETURNING id`);
        await tx.run(sql`INSERT INTO reservations.members (reservation_id, position, card_id) VALUES (${id}::uuid, 1, ${card})`);
        const { unders, bring, each } = await tx.one<{ unders: boolean[]; bring: string[]; each: { under15: boolean }[] }>(
          sql`SELECT ARRAY(SELECT w.under FROM reservations.coming(${id}::uuid, ${day}, '{}', '{}') w) AS unders, reservations.bring_for(${city.service}, ${id}::uuid) AS bring, reservations.papers_of(${city.service}, ${id}::uuid) AS each`,
        );
        expect(unders).toEqual([under]);
        expect([bring.includes('親権者の本人確認書類'), each[0]?.under15]).toEqual([under, under]);
        const [visit] = await readBoard(tx, EVERYBODY, city.main, day);
        expect(visit?.members[0]?.isChild).toBe(under);
        throw new TakenBack();
      })
      .catch((error: unknown) => {
        if (!(error instanceof TakenBack)) throw error;
      });
  },
);

/** The days of these birthdays are no days of the city: nothing of them stays. */
class TakenBack extends Error {}

test('an unknown birthday may be either age', () => {
  expect([concernsAge('under-15', null, '2018-11-30'), concernsAge('from-15', null, '2018-11-30')]).toEqual([true, true]);
});
