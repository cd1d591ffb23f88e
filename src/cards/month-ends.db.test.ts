import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/support/database.ts';
import { makeCard, openSmallCity, type SmallCity } from '../../test/support/small-city.ts';
import { stopTimeAt } from '../../test/support/time.ts';
import { cityDay, cityInstant } from '../lib/dates/jst.ts';
import { sql } from '../lib/db/sql.ts';
import { countMonthEnds, readMonthEnds } from './month-ends.ts';

let fresh: FreshDatabase;
let city: SmallCity;

beforeAll(async () => {
  ({ fresh, city } = await openSmallCity(5));
});
afterAll(() => fresh.drop());

type Event = { at: string; whereabouts: string; office: number };
type Card = { hidden: boolean; events: Event[] };

const NOW = '2026-11-24T01:00:00Z';
const FIRST = Date.parse('2025-09-10T00:00:00Z');
const aCard = fc.record({
  hidden: fc.nat(4).map((n) => n === 0),
  closed: fc.nat(3).map((n) => n === 0),
  events: fc.array(
    fc.record({
      minute: fc.nat(Math.floor((Date.parse(NOW) - FIRST) / 60_000) - 1),
      whereabouts: fc.constantFrom('expected', 'shelf', 'shelf', 'pulled', 'transit', 'counter', 'missing', 'gone'),
      branch: fc.boolean(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

type Drawn = typeof aCard extends fc.Arbitrary<infer Value> ? Value : never;
/** Came on 31 October at noon: at the end of April it is kept for longer than six months of the city's calendar, whatever the server's time zone. */
const LAST_OF_OCTOBER: Drawn = {
  hidden: false,
  closed: false,
  events: [{ minute: (Date.parse('2025-10-31T03:00:00Z') - FIRST) / 60_000, whereabouts: 'shelf', branch: false }],
};

async function insert(drawn: Drawn, n: number): Promise<Card> {
  const id = await makeCard(fresh.db, {
    noticeId: `M1E-${100_000 + n}`,
    name: `人 ${n}`,
    officeId: city.main,
    protected: drawn.hidden,
  });
  const events = drawn.events
    .toSorted((one, other) => one.minute - other.minute)
    .map(({ minute, whereabouts, branch }) => ({
      at: new Date(FIRST + minute * 60_000).toISOString(),
      whereabouts,
      office: branch ? city.branch : city.main,
    }));
  for (const { at, whereabouts, office } of events)
    await fresh.db.run(sql`
      INSERT INTO cards.custody_events (card_id, event, at, office_id, whereabouts, before) VALUES (${id}, 'moved', ${at}::timestamptz, ${office}, ${whereabouts}, '{}')`);
  // Whether its matter is open says nothing of where it lies.
  const last = events.at(-1);
  await fresh.db.run(sql`
    UPDATE cards.cards SET whereabouts = ${last?.whereabouts ?? 'expected'}, updated_at = ${last?.at ?? NOW}::timestamptz, is_open = ${!drawn.closed},
      status = ${drawn.closed ? 'out-of-scope' : 'notified'}, status_at = ${events[0]?.at ?? NOW}::timestamptz WHERE id = ${id}`);
  return { hidden: drawn.hidden, events };
}

/** The same, card by card. */
function keptAt(cards: readonly Card[], at: string, office: number | null): { cards: number; keptLong: number } {
  const held = ({ whereabouts }: Event) => whereabouts !== 'expected' && whereabouts !== 'gone';
  const half = Temporal.Instant.from(at)
    .toZonedDateTimeISO('Asia/Tokyo')
    .subtract({ months: 6 })
    .toInstant()
    .toString({ fractionalSecondDigits: 3 });
  const kept = cards.filter(({ events }) => {
    const last = events.findLast((event) => event.at < at);
    return last !== undefined && held(last) && (office === null || last.office === office);
  });
  return { cards: kept.length, keptLong: kept.filter(({ events }) => (events.find(held)?.at ?? at) < half).length };
}

test('[8(2)③] before the first card moves, no month is counted', async () => {
  await stopTimeAt(fresh, NOW);
  await countMonthEnds(fresh.db);
  expect(await readMonthEnds(fresh.db, { seesProtected: true }, '')).toEqual([]);
});

test('[8(2)③] the cards kept at the end of each month are those of their movements, for who sees everybody and who does not, by office; counted once, this month anew each night', async () => {
  await stopTimeAt(fresh, NOW);
  const cards: Card[] = [];
  for (const [n, drawn] of [LAST_OF_OCTOBER, ...fc.sample(aCard, 120)].entries()) cards.push(await insert(drawn, n));
  await countMonthEnds(fresh.db);
  const ends = Array.from({ length: 11 }, (_, n) =>
    cityInstant(`${n < 1 ? '2026-01' : `2026-${String(n + 1).padStart(2, '0')}`}-01`, 0).toString({ fractionalSecondDigits: 3 }),
  );
  const instants = [...ends, new Date(NOW).toISOString()];
  for (const seesProtected of [true, false]) {
    const ours = cards.filter(({ hidden }) => seesProtected || !hidden);
    for (const [code, office] of [
      ['', null],
      ['honcho', city.main],
      ['kitano', city.branch],
    ] as const) {
      const rows = await readMonthEnds(fresh.db, { seesProtected }, code);
      expect(rows.map(({ month }) => month)).toEqual([
        '2025-12-01',
        ...Array.from({ length: 11 }, (_, n) => `2026-${String(n + 1).padStart(2, '0')}-01`),
      ]);
      expect(rows.map(({ cards: all, keptLong }) => ({ cards: all, keptLong }))).toEqual(
        instants.map((at) => keptAt(ours, at, office)),
      );
    }
  }

  // A month that is over stands as it was counted at its end, whatever is moved since; the one that runs follows.
  const before = await readMonthEnds(fresh.db, { seesProtected: true }, '');
  await stopTimeAt(fresh, '2026-12-02T01:00:00Z');
  await fresh.db.run(sql`
    INSERT INTO cards.custody_events (card_id, event, at, whereabouts, before) SELECT id, 'handed-over', lib.now() - interval '1 hour', 'gone', '{}' FROM cards.cards`);
  await fresh.db.run(
    sql`UPDATE cards.cards SET is_open = false, status = 'handed-over', whereabouts = 'gone', updated_at = lib.now() - interval '1 hour'`,
  );
  await countMonthEnds(fresh.db);
  const after = await readMonthEnds(fresh.db, { seesProtected: true }, '');
  expect(after.slice(0, 10)).toEqual(before.slice(1, 11));
  expect(cityDay(after[10]?.at ?? new Date(0))).toBe('2026-12-01');
  expect(after.at(-1)).toMatchObject({ month: '2026-12-01', cards: 0 });
});
