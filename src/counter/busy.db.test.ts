import { afterEach, beforeEach, expect, test } from 'vitest';
import { bookFor } from '../../test/support/booking.ts';
import { must } from '../../test/support/must.ts';
import { openActs } from '../../test/support/open.ts';
import { makeCard, slotAt } from '../../test/support/small-city.ts';
import { stopTimeAt } from '../../test/support/time.ts';
import { jobContext } from '../../test/support/worker.ts';
import { protect } from '../cards/protect.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { JOBS } from '../worker/jobs.ts';
import { type OutcomeCode, record } from './acts.ts';

/** §8(3)⑥⑧: the word of how busy a counter is, as the worker keeps it. Three places an hour; three visits of one person each come at 13:00. */
let opened: Awaited<ReturnType<typeof openActs>>;
let worker: Db;
let singles: Visit[];
type Visit = { id: string; cards: number[] };

const at = (time: string, day = opened.city.today) => stopTimeAt(opened.fresh, `${day}T${time}+09:00`);
const look = () => JOBS.busy.run(jobContext(worker, worker));
const said = async () =>
  (
    await opened.fresh.db.rows<{ told: string }>(
      sql`SELECT word || ' ' || to_char(seen AT TIME ZONE 'Asia/Tokyo', 'HH24:MI') AS told FROM citizen.counters()`,
    )
  ).map(({ told }) => told);
/** What is said after the worker came by at a time. */
const lookAt = async (time: string) => {
  await at(time);
  await look();
  return said();
};

async function visit(name: string, hour: number, people: number, hidden = -1): Promise<Visit> {
  const { db, fresh, actor, city } = opened;
  const cards: number[] = [];
  for (let n = 0; n < people; n += 1) {
    const number = String(name.charCodeAt(0) * 10 + n).padStart(6, '0');
    const card = { noticeId: `BSY-${number}`, name: `来庁 ${name}${n}`, officeId: city.main, protected: n === hidden };
    cards.push(await makeCard(fresh.db, card));
  }
  return { id: await bookFor(db, actor, city, cards, await slotAt(db, city, city.main, 0, hour)), cards };
}
const press = async ({ id, cards }: Visit, from: OutcomeCode | null, to: OutcomeCode) => {
  for (const position of cards.keys())
    must(
      await record(opened.db, opened.actor, { reservationId: id, position: position + 1, from, to, reason: '書類が足りない' }),
    );
};
const arrive = async (...visits: Visit[]) => {
  for (const one of visits) await press(one, null, 'arrived');
};
const leave = async (...visits: Visit[]) => {
  for (const one of visits) await press(one, 'arrived', 'incomplete');
};

beforeEach(async () => {
  opened = await openActs('counter', 3);
  const { fresh } = opened;
  worker = fresh.as('worker', 2);
  await at('08:00:00');
  await fresh.db.run(sql`UPDATE calendar.windows SET earliest_open_days = 0, same_day_booking = true`);
  await fresh.db.run(sql`UPDATE services.services SET party_max = 3`);
  await fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('counter-word', '1')`);
  singles = [await visit('a', 13, 1), await visit('b', 13, 1), await visit('c', 13, 1)];
});
afterEach(async () => {
  await worker.close();
  await opened.close();
});

test('[8(3)⑧a] a family is one visit: its coming and going is not seen', async () => {
  const family = await visit('f', 14, 3);
  await at('13:41:00');
  await arrive(...singles);
  await leave(...singles);
  expect(await lookAt('13:50:00')).toEqual(['quiet 13:50']);
  await at('13:52:00');
  await arrive(family);
  expect(await lookAt('14:00:00')).toEqual(['quiet 14:00']);
  await at('14:05:00');
  await leave(family);
  expect(await lookAt('14:10:00')).toEqual(['quiet 14:10']);
});

test('[8(3)⑧a] who comes with somebody under 支援措置 is not counted either', async () => {
  const pair = await visit('p', 14, 2, 1);
  await at('13:41:00');
  await arrive(...singles);
  await leave(...singles.slice(0, 1));
  expect(await lookAt('13:50:00')).toEqual(['quiet 13:50']);
  await at('13:52:00');
  await arrive(pair);
  expect(await lookAt('14:00:00')).toEqual(['quiet 14:00']);
});

test('[8(3)⑧a] the word of a look stands, whatever happens before the next one', async () => {
  const { db, actor, city } = opened;
  await at('13:41:00');
  await arrive(...singles);
  expect(await lookAt('13:50:00')).toEqual(['some 13:50']);
  await at('13:53:00');
  for (const { cards } of singles.slice(1))
    must(await protect(db, actor, { cardId: cards[0] ?? 0, since: city.today, why: '申出' }));
  expect(await said()).toEqual(['some 13:50']);
  expect(await lookAt('13:57:00')).toEqual(['some 13:50']);
  expect(await lookAt('14:00:00')).toEqual(['quiet 14:00']);
});

test('[8(3)⑧a] each word follows from the last one of the day: nothing changes while nobody moves, nor when the oldest visit passes', async () => {
  await at('13:41:00');
  await arrive(...singles);
  expect(await lookAt('13:50:00')).toEqual(['some 13:50']);
  await at('13:52:00');
  await leave(...singles.slice(0, 1));
  expect(await lookAt('14:00:00')).toEqual(['some 14:00']);
  expect(await lookAt('15:30:00')).toEqual(['some 15:30']);
  await at('15:32:00');
  await leave(...singles.slice(1));
  expect(await lookAt('15:40:00')).toEqual(['quiet 15:40']);
  // Two of the three were noted within two hours, which would begin no board.
  expect(await lookAt('15:50:00')).toEqual(['quiet 15:50']);
});

test('[8(3)⑥] nothing is said while no worker looks; words are of today and go with the setting', async () => {
  const { fresh, city } = opened;
  const times = async () =>
    (
      await fresh.db.rows<{ at: string }>(
        sql`SELECT to_char(looked_at AT TIME ZONE 'Asia/Tokyo', 'HH24:MI') AS at FROM counter.words WHERE office_id = ${city.main} ORDER BY looked_at`,
      )
    ).map((row) => row.at);
  await at('13:41:00');
  await arrive(...singles);
  await at('13:50:00');
  await Promise.all([look(), look()]);
  await at('14:04:59');
  expect(await said()).toEqual(['some 13:50']);
  await at('14:05:00');
  expect(await said()).toEqual([]);
  expect(await lookAt('14:07:00')).toEqual(['some 14:00']);
  expect(await times()).toEqual(['13:50', '14:00']);
  await at('00:01:00', Temporal.PlainDate.from(city.today).add({ days: 1 }).toString());
  await look();
  // The small city is open at any hour.
  expect(await times()).toEqual(['00:00']);
  await fresh.db.run(sql`UPDATE site.settings SET value = '0' WHERE key = 'counter-word'`);
  expect(await said()).toEqual([]);
  await look();
  expect(await times()).toEqual([]);
});

test('[8(3)⑧a] the room is the day’s: the same visitors are the same word from one time to the next', async () => {
  const { fresh, city } = opened;
  await fresh.db.run(
    sql`UPDATE ledger.slots SET capacity = 9 WHERE office_id = ${city.main} AND day = ${city.today}::date AND start_minute = 840`,
  );
  await at('13:41:00');
  await arrive(...singles);
  expect(await lookAt('13:50:00')).toEqual(['quiet 13:50']);
  expect(await lookAt('14:00:00')).toEqual(['quiet 14:00']);
  expect(await lookAt('15:00:00')).toEqual(['quiet 15:00']);
});
