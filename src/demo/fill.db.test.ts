import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { demoDatabase } from '../../test/support/demo.ts';
import { listParcels } from '../cards/parcels.ts';
import { planPlacing } from '../cards/storage-rules.ts';
import { unclosedDays } from '../counter/day-end.ts';
import { fixedClock, systemClock } from '../lib/clock.ts';
import { sql } from '../lib/db/sql.ts';
import { buildCity } from './city.ts';
import { demoHints, fillDemo } from './fill.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  // Seven seconds on two quiet processors; a busy machine has taken a minute.
  fresh = await demoDatabase();
});
afterAll(() => fresh.drop());

const count = async (what: string): Promise<number> =>
  (await fresh.db.one<{ n: number }>({ name: '', text: `SELECT count(*)::integer AS n FROM ${what}`, values: [] })).n;

it('the made-up Kurume: ten offices, three months of slots, cards, visits before, today and to come', async () => {
  expect(await count('offices.offices')).toBe(10);
  expect(await count('cards.cards')).toBe(4_018);
  expect(await count(`ledger.slots WHERE day > lib.day_of(lib.now()) + 90`)).toBeGreaterThan(100);
  expect(await count(`(SELECT notice_id FROM cards.cards GROUP BY 1 HAVING count(*) > 1) AS t`)).toBeGreaterThan(10);
  expect(await count('cards.cards WHERE birth_date IS NULL')).toBe(1);
  expect(await count(`cards.cards WHERE kana = ''`)).toBeGreaterThan(1);
  const visits = (when: string) =>
    count(`reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE s.day ${when} lib.day_of(lib.now())`);
  expect(await visits('<')).toBeGreaterThan(50);
  expect(await visits('=')).toBeGreaterThan(0);
  expect(await visits('>')).toBeGreaterThan(100);
  expect(await count(`outbox.mails WHERE state = 'waiting' AND kind <> 'closed-day'`)).toBe(7);
});

it('a newcomer meets families, remarks, 支援措置, a missing card, cards under way and who comes again after 不備', async () => {
  const coming = `reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id JOIN cards.cards c ON c.id = m.card_id WHERE r.state = 'booked'`;
  expect(await count(`(SELECT r.id FROM ${coming} GROUP BY r.id HAVING count(*) > 1) AS t`)).toBeGreaterThan(3);
  expect(await count(`${coming} AND EXISTS (SELECT FROM cards.remarks x WHERE x.card_id = c.id)`)).toBeGreaterThan(5);
  expect(await count(`${coming} AND c.protected`)).toBeGreaterThan(0);
  expect(await count(`${coming} AND c.whereabouts = 'missing'`)).toBe(1);
  expect(await count(`${coming} AND c.whereabouts = 'transit'`)).toBeGreaterThan(0);
  expect(
    await count(
      `${coming} AND EXISTS (SELECT FROM counter.acts a WHERE a.card_id = c.id AND a.to_outcome = 'incomplete' AND a.reason <> '' AND a.undone_at IS NULL)`,
    ),
  ).toBeGreaterThan(0);
  expect(await count('cards.custody_wrong() AS t')).toBe(0);
});

it('[8(3)⑥] a family of six finds a time at every office, by the web', async () => {
  const free = await fresh.db.rows<{ code: string; free: boolean }>(sql`
    SELECT o.code, EXISTS (SELECT FROM citizen.first_times('card-pickup', o.code, 6, w.earliest, w.latest) f WHERE f.slot_id IS NOT NULL) AS free
    FROM citizen.offices() o, citizen.window_of('card-pickup', o.code, 'honcho') w ORDER BY o.code`);
  expect(free.length).toBe(10);
  expect(free.filter((one) => !one.free)).toEqual([]);
});

it('a parcel is under way with its cards, and another is being packed', async () => {
  const parcels = await listParcels(fresh.db, 1);
  expect(
    parcels.map(({ sentAt, cards, received, other }) => ({ sent: sentAt !== null, cards: cards > 0, received, other })),
  ).toEqual([
    { sent: false, cards: true, received: 0, other: 0 },
    { sent: true, cards: true, received: 0, other: 0 },
  ]);
});

it('whoever changes the day of a booking that is there is asked to read nothing anew', async () => {
  expect(
    await count(
      `(SELECT r.id, s.day FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.state = 'booked' ORDER BY r.id LIMIT 60) AS b,
        reservations.not_read(b.id, b.day, '{}', '{}') AS n WHERE n <> '{"cautions": [], "bring": []}'`,
    ),
  ).toBe(0);
});

it('three wait for a half day that is full, and a place given back is held for the first, whom a clerk calls', async () => {
  expect(await count('waiting.entries WHERE ended_at IS NULL')).toBe(3);
  expect(
    await count(`waiting.offers o JOIN waiting.entries e ON e.id = o.entry_id AND e.mail IS NULL WHERE o.outcome IS NULL`),
  ).toBe(1);
});

it('a half day of a branch is shut: somebody is still to be called, and one was', async () => {
  expect(await count('closing.closings')).toBe(1);
  const listed = `closing.affected x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.mail IS NULL`;
  expect(await count(`${listed} WHERE x.reached_at IS NOT NULL`)).toBe(1);
  expect(await count(`${listed} WHERE x.reached_at IS NULL`)).toBeGreaterThan(0);
});

it('a stock-take ended with a card that nobody found and one of another box; another goes on', async () => {
  expect(await count(`cards.stocktakes WHERE state = 'done' AND missing = 1 AND foreign_cards = 1`)).toBe(1);
  expect(await count(`cards.stocktakes t, cards.stocktake_left(t.id) WHERE t.state = 'counting'`)).toBe(3);
});

it('a delivery waits to be shelved, and the last day to be closed', async () => {
  const { placings, unmatched, overfull } = await planPlacing(fresh.db);
  expect({ waits: placings.length > 5, unmatched, overfull }).toEqual({ waits: true, unmatched: 0, overfull: 0 });
  const days = await unclosedDays(fresh.db);
  expect(new Set(days.map(({ day }) => day)).size).toBe(1);
});

it('was made by the acts of the product: the ledger agrees with itself', async () => {
  const drift = await fresh.db.rows(sql`
    SELECT s.id FROM ledger.slots s LEFT JOIN (
      SELECT u.slot, x.units FROM reservations.reservations x, unnest(reservations.slots_of(x)) AS u (slot) WHERE x.state IN ('held', 'booked', 'ended')) r ON r.slot = s.id
    GROUP BY s.id HAVING s.taken <> coalesce(sum(r.units), 0) OR s.taken > s.capacity + s.allowance`);
  expect(drift).toEqual([]);
  expect(
    await count(
      `reservations.reservations r WHERE state = 'booked' AND NOT EXISTS (SELECT FROM ledger.standing t WHERE t.reservation_id = r.id)`,
    ),
  ).toBe(0);
  expect(await count(`audit.events WHERE act = 'reservation.booked'`)).toBe(
    await count('reservations.reservations WHERE number IS NOT NULL'),
  );
});

it('the clock of the database is its own again', async () => {
  const { drift } = await fresh.db.one<{ drift: number }>(
    sql`SELECT abs(extract(epoch FROM lib.now() - clock_timestamp()))::float8 AS drift`,
  );
  expect(drift).toBeLessThan(1);
});

it('a second start fills nothing', async () => {
  const before = await count('audit.events');
  await fillDemo(fresh.db, systemClock, () => {}, 4_000);
  expect(await count('audit.events')).toBe(before);
});

it('hints name accounts and three cards that citizens can prove and book with', async () => {
  const hints = await demoHints(fresh.db);
  expect(hints[0]).toContain('demo-admin');
  const cards = hints.slice(1).map((line) => /ID (\S+), born (\d+)月(\d+)日/u.exec(line));
  expect(cards).toHaveLength(3);
  for (const [, notice, month, day] of cards.filter((found) => found !== null))
    expect(
      await fresh.db.one(
        sql`SELECT outcome FROM cards.prove(${notice}, ${Number(month)}, ${Number(day)}, NULL, 'test', 'book', NULL, false, lib.now())`,
      ),
    ).toEqual({ outcome: 'ok' });
});

it('on a holiday the main hall opens specially, so that there is a day to look at', async () => {
  const other = await freshDatabase();
  try {
    await other.db.transaction((tx) => buildCity(tx, fixedClock('2026-11-23T03:00:00Z')));
    const open = await other.db.rows<{ office_id: number }>(
      sql`SELECT DISTINCT office_id FROM ledger.slots WHERE day = '2026-11-23' ORDER BY 1`,
    );
    expect(open).toEqual([{ office_id: 1 }, { office_id: 2 }]);
  } finally {
    await other.drop();
  }
});

it('its book of running keeps the rules it shows: the fault was reported twice and its report submitted before it was completed, maintenance had its planned stop, no door was away for three minutes', async () => {
  const book = await fresh.db.one<{ papers: string[]; reached: boolean; after: boolean; stops: number; mails: number }>(sql`
    SELECT (SELECT array_agg(p.content ->> 'title' ORDER BY p.id) FROM running.papers p WHERE p.entry_id = e.id) AS papers,
      (SELECT bool_and(m.state = 'sent') FROM outbox.mails m WHERE m.kind IN ('fault-report', 'stop-notice')) AS reached,
      (SELECT max(p.at) <= e.completed_at FROM running.papers p WHERE p.entry_id = e.id) AS after,
      (SELECT count(*)::integer FROM running.entries w JOIN site.maintenance s ON w.received_at >= s.starts_at AND w.received_at < s.ends_at WHERE w.body = '計画停止の時間に実施') AS stops,
      (SELECT count(*)::integer FROM running.stop_notices n JOIN outbox.mails m ON m.kind = 'stop-notice') AS mails
    FROM running.entries e WHERE e.kind = 'fault'`);
  expect(book).toEqual({
    papers: ['障害の初報', '障害の第2報', '障害報告書'],
    reached: true,
    after: true,
    stops: 1,
    mails: 1,
  });
  expect(await count(`site.maintenance WHERE lib.day_of(starts_at) - presented_on < 14`)).toBe(0);
  expect(
    await count(`(
      SELECT m - lag(m) OVER (PARTITION BY b.door ORDER BY m) AS gap FROM running.beats b, running.minutes_of(b) AS m) g WHERE g.gap > interval '3 minutes'`),
  ).toBe(0);
});
