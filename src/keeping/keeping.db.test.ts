import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { untilLocked } from '../../test/support/locks.ts';
import { must } from '../../test/support/must.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { shiftTime } from '../../test/support/time.ts';
import type { Actor } from '../audit/actor.ts';
import { changeStatus, writeRemark } from '../cards/acts.ts';
import { keepCard, keepNoMore } from '../cards/keep.ts';
import { lastRemarks } from '../cards/remark.ts';
import { receive, record } from '../counter/acts.ts';
import { type Handing, handOver as recordHanding } from '../counter/handing.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { book, cancel } from '../reservations/acts.ts';
import { readReservation } from '../reservations/read.ts';
import { invite } from '../staff/accounts.ts';
import { beginNight, endNight, removePast } from './remove.ts';

let fresh: FreshDatabase;
let db: Db;
let worker: Db;
let city: SmallCity;
let actor: Actor;
let n = 100_000;

const YEAR = 366 * 86_400;
/** Lets so many years go by. */
const years = (count: number) => shiftTime(fresh, Math.round(count * YEAR));

beforeAll(async () => {
  fresh = await freshDatabase();
  db = fresh.as('desk', 10);
  worker = fresh.as('worker');
  city = await buildSmallCity(fresh.db, 50);
  const made = must(
    await invite(db, { kind: 'operator' }, { login: 'koga', name: '古賀', officeId: city.main, roles: ['counter'] }),
  );
  actor = { kind: 'staff', staffId: made.id };
});
afterAll(async () => {
  await db.close();
  await worker.close();
  await fresh.drop();
});
beforeEach(() => shiftTime(fresh, 0));

const card = () => makeCard(fresh.db, { noticeId: `A1B-${++n}`, name: `人 ${n}`, officeId: city.main });
async function visit(cards: number[], daysOn = 0): Promise<string> {
  const id = randomUUID();
  must(
    await book(db, actor, {
      id,
      serviceId: city.service,
      slotId: await slotAt(db, city, city.main, daysOn, 23),
      members: cards.map((cardId) => ({ cardId })),
      channel: 'phone',
      mail: null,
      phone: '',
      language: 'ja',
      exceedReason: null,
      personReason: null,
    }),
  );
  return id;
}
const PROXY: Handing = {
  collected: [],
  lost: [],
  fee: { due: 0, paid: 0 },
  receiver: 'proxy',
  proxy: { name: '代理 花子', relation: '長女' },
};
async function handOver(id: string, positions = [1], handing?: Handing): Promise<void> {
  for (const position of positions) {
    const press = { reservationId: id, position, reason: '' };
    must(await record(db, actor, { ...press, from: null, to: 'arrived' }));
    must(
      handing === undefined
        ? await record(db, actor, { ...press, from: 'arrived', to: 'handed-over' })
        : await recordHanding(db, actor, { reservationId: id, position, handing }),
    );
  }
}
const cancelVisit = async (id: string) => {
  const { version } = (await readReservation(db, id)) ?? { version: 0 };
  must(await cancel(db, actor, { id, version, reason: 'ご本人の電話' }));
};
const stands = async (table: 'cards.cards' | 'reservations.reservations', id: number | string): Promise<boolean> =>
  (table === 'cards.cards'
    ? await fresh.db.row(sql`SELECT 1 FROM cards.cards WHERE id = ${id}`)
    : await fresh.db.row(sql`SELECT 1 FROM reservations.reservations WHERE id = ${id}`)) !== undefined;
async function night() {
  await beginNight(worker);
  const removed = await removePast(worker);
  await endNight(worker, 0);
  return removed;
}

describe('[8(1)⑧] keeping for years, then removing', () => {
  test('a card and its visit stay for the years the city sets and go when they are over, with everything that names them', async () => {
    const one = await card();
    const id = await visit([one]);
    // How somebody comes, and what they were told to bring by it, is part of their booking (§8(3)⑨).
    await fresh.db.run(sql`UPDATE reservations.members SET needs = '{proxy-care}' WHERE reservation_id = ${id}`);
    await fresh.db.run(
      sql`INSERT INTO reservations.agreed_papers (reservation_id, act, at, language, papers) VALUES (${id}, 'booked', lib.now(), 'ja', '[{"who": [1], "bring": ["診断書"]}]')`,
    );
    // What came of ringing them before their visit is kept as long as it.
    await fresh.db.run(
      sql`INSERT INTO counter.calls (reservation_id, slot_id, what, at, staff_id) SELECT id, slot_id, 'reached', lib.now(), 1 FROM reservations.reservations WHERE id = ${id}`,
    );
    await handOver(id, [1], PROXY);
    await years(4.9);
    expect(await night()).toEqual({ cards: 0, reservations: 0 });
    expect(await stands('cards.cards', one)).toBe(true);
    await years(5.1);
    expect(await night()).toEqual({ cards: 1, reservations: 1 });
    expect(await stands('cards.cards', one)).toBe(false);
    expect(await stands('reservations.reservations', id)).toBe(false);
    const { left } = await fresh.db.one<{ left: number }>(sql`
      SELECT (SELECT count(*) FROM cards.custody_events WHERE card_id = ${one}) + (SELECT count(*) FROM cards.status_history WHERE card_id = ${one})
        + (SELECT count(*) FROM counter.acts WHERE reservation_id = ${id}) + (SELECT count(*) FROM counter.calls WHERE reservation_id = ${id}) + (SELECT count(*) FROM outbox.mails WHERE reservation_id = ${id})
        + (SELECT count(*) FROM reservations.members WHERE reservation_id = ${id}) + (SELECT count(*) FROM reservations.agreed_papers WHERE reservation_id = ${id}) AS left`);
    expect(left).toBe(0);
  });

  test('a closing record and a line of the log stand for what went; the night tells before and after', async () => {
    const one = await card();
    await handOver(await visit([one]));
    await years(6);
    await night();
    const records = await fresh.db.rows<{ kind: string; rows: number; parts: number; digest: string }>(
      sql`SELECT kind, rows, parts, digest FROM keeping.records ORDER BY id DESC LIMIT 2`,
    );
    expect(records).toEqual([
      { kind: 'cards', rows: 1, parts: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/u) },
      { kind: 'reservations', rows: 1, parts: 1, digest: expect.stringMatching(/^[0-9a-f]{64}$/u) },
    ]);
    const lines = await fresh.db.rows<{ digest: string }>(
      sql`SELECT detail ->> 'digest' AS digest FROM audit.events WHERE act = 'keeping.removed' ORDER BY id DESC LIMIT 2`,
    );
    expect(lines.map(({ digest }) => digest)).toEqual(records.map(({ digest }) => digest));
    const told = await fresh.db.one<{
      before: Record<string, number>;
      after: Record<string, number>;
      removed: Record<string, number>;
    }>(sql`SELECT before, after, removed FROM keeping.nights ORDER BY day DESC LIMIT 1`);
    expect((told.before['cards'] ?? 0) - (told.after['cards'] ?? 0)).toBe(told.removed['cards']);
    expect((told.before['reservations'] ?? 0) - (told.after['reservations'] ?? 0)).toBe(told.removed['reservations']);
  });

  test('the figures of the day stay: with what stands they are what they were', async () => {
    const figures = () =>
      fresh.db.one<{ visits: number; people: number; cancelled: number; handedOver: number }>(sql`
        SELECT sum(visits)::integer AS visits, sum(people)::integer AS people, sum(cancelled)::integer AS cancelled, sum(handed_over)::integer AS "handedOver"
        FROM (SELECT * FROM keeping.figures UNION ALL SELECT * FROM keeping.counted(ARRAY(SELECT id FROM reservations.reservations WHERE number IS NOT NULL))) f`);
    const [one, two, open] = [await card(), await card(), await card()];
    await handOver(await visit([one, two]), [1, 2]);
    // The visit of a card that waits is needed: it stays, and is counted where it stands.
    await cancelVisit(await visit([open]));
    const before = await figures();
    await years(7);
    expect((await night()).reservations).toBe(1);
    expect(await figures()).toEqual(before);
    expect(before.people).toBeGreaterThanOrEqual(2);
    expect(before.cancelled).toBeGreaterThanOrEqual(1);
  });

  test('never what an open card, an order to keep, a card that lies here or a party of such needs', async () => {
    const [waiting, held, kept, lying, family] = [await card(), await card(), await card(), await card(), await card()];
    await cancelVisit(await visit([waiting]));
    const held1 = await changeStatus(db, actor, { cardId: held, from: 'notified', to: 'on-hold', why: '照会中' });
    expect(held1.ok).toBe(true);
    const together = await visit([kept, family]);
    await handOver(together, [1, 2]);
    expect(await keepCard(db, actor, kept, '受け取りに争いがある')).toEqual({ ok: true, value: true });
    const away = await changeStatus(db, actor, { cardId: lying, from: 'notified', to: 'out-of-scope', why: '転出' });
    expect(away.ok).toBe(true);
    // The log tells of what is kept, and of nothing else of these.
    const told = () =>
      fresh.db.one<{ kept: string[]; all: string[] }>(sql`
        SELECT array_agg(e.id::text ORDER BY e.id) FILTER (WHERE e.card_id = ${kept} OR e.reservation_id = ${together}) AS all,
          (SELECT array_agg(k::text ORDER BY k) FROM unnest(audit.kept_events()) AS k) AS kept FROM audit.events e`);
    const lines = await told();
    expect(lines.all.length).toBeGreaterThan(3);
    expect(lines.kept).toEqual(lines.all);
    await years(9);
    await night();
    for (const id of [waiting, held, kept, lying, family]) expect([id, await stands('cards.cards', id)]).toEqual([id, true]);
    expect(await stands('reservations.reservations', together)).toBe(true);
    const { stays } = await fresh.db.one<{ stays: Record<string, number> }>(
      sql`SELECT stays FROM keeping.nights ORDER BY day DESC LIMIT 1`,
    );
    expect(stays).toMatchObject({ kept: 1, here: 1, visit: 1 });
    // Once it is kept no more, it goes the next night, and the rest of its party with it.
    expect(await keepNoMore(db, actor, kept)).toBe(true);
    expect((await told()).kept).toBeNull();
    await night();
    for (const id of [kept, family]) expect(await stands('cards.cards', id)).toBe(false);
  });

  test('a card that somebody opens again at that moment stays', async () => {
    const one = await card();
    await handOver(await visit([one]));
    await years(6);
    let go = (): void => undefined;
    const waits = new Promise<void>((done) => {
      go = done;
    });
    // As any act does that opens a card again.
    const clerk = fresh.db.transaction(async (tx) => {
      await tx.run(sql`UPDATE cards.cards SET is_open = true, status = 'notified', status_at = lib.now() WHERE id = ${one}`);
      await waits;
    });
    await expect
      .poll(() =>
        fresh.db.one(
          sql`SELECT count(*)::integer AS n FROM pg_locks WHERE relation = 'cards.cards'::regclass AND mode = 'RowExclusiveLock'`,
        ),
      )
      .toEqual({ n: 1 });
    const removing = night();
    await untilLocked(fresh.db);
    go();
    await clerk;
    await removing;
    expect(await stands('cards.cards', one)).toBe(true);
  });

  test('two workers in one night remove once', async () => {
    const cards = [await card(), await card(), await card()];
    for (const one of cards) await handOver(await visit([one]));
    await years(6);
    const recorded = async () =>
      (
        await fresh.db.one<{ rows: number }>(
          sql`SELECT coalesce(sum(rows), 0)::integer AS rows FROM keeping.records WHERE kind = 'cards'`,
        )
      ).rows;
    const before = await recorded();
    const done = await Promise.all([night(), night()]);
    expect(done.reduce((sum, { cards: gone }) => sum + gone, 0)).toBe(3);
    expect((await recorded()) - before).toBe(3);
  });

  test('a visit that nobody ever said anything of goes by its day; while its card is open it stays', async () => {
    const [one, other] = [await card(), await card()];
    const forgotten = await visit([one]);
    const waits = await visit([other]);
    await shiftTime(fresh, 2 * 86_400);
    await handOver(await visit([one], 2));
    await years(4.9);
    expect(await night()).toEqual({ cards: 0, reservations: 0 });
    await years(6);
    expect(await night()).toEqual({ cards: 1, reservations: 2 });
    expect(await stands('reservations.reservations', forgotten)).toBe(false);
    expect(await stands('reservations.reservations', waits)).toBe(true);
  });

  test('whatever happened before: nothing open is ever removed, and every movement names a card that stands', async () => {
    const made: number[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const [one, other] = [await card(), await card()];
      made.push(one, other);
      const id = await visit(turn % 3 === 0 ? [one, other] : [one]);
      if (turn % 4 === 0) await cancelVisit(id);
      else if (turn % 4 === 1) await receive(db, actor, { reservationId: id, positions: [1] });
    }
    const open = await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards WHERE is_open ORDER BY id`);
    for (const after of [2, 4, 5.5, 8]) {
      await years(after);
      await night();
    }
    expect(await fresh.db.rows<{ id: number }>(sql`SELECT id FROM cards.cards WHERE is_open ORDER BY id`)).toEqual(open);
    const { loose } = await fresh.db.one<{ loose: number }>(
      sql`SELECT count(*) AS loose FROM cards.custody_events e WHERE NOT EXISTS (SELECT FROM cards.cards c WHERE c.id = e.card_id)`,
    );
    expect(loose).toBe(0);
  });

  test('the desk can neither remove nor write the report; nobody calls its parts', async () => {
    for (const call of [
      sql`SELECT keeping.remove_cards(1)`,
      sql`SELECT keeping.end_night(0)`,
      sql`SELECT cards.remove_past('{1}')`,
    ])
      await expect(db.run(call)).rejects.toThrow(/permission denied/u);
    for (const call of [sql`SELECT cards.remove_past('{1}')`, sql`DELETE FROM keeping.records`, sql`SELECT counter.forget('{}')`])
      await expect(worker.run(call)).rejects.toThrow(/permission denied/u);
  });
});

test('[8(2)⑬b] what was written of a person on a card that goes stays with their other card, and goes with the last one', async () => {
  const person = { name: `人 ${n}-備考`, birthDate: '1950-02-03', officeId: city.main };
  const [old, other] = [
    await makeCard(fresh.db, { noticeId: `A1B-${++n}`, ...person }),
    await makeCard(fresh.db, { noticeId: `A1B-${++n}`, ...person }),
  ];
  await writeRemark(db, actor, { of: { cardId: old }, from: null, body: '耳が遠い' });
  await handOver(await visit([old]));
  await years(6);
  expect(await night()).toEqual({ cards: 1, reservations: 1 });
  const { key } = await fresh.db.one<{ key: string }>(sql`SELECT person_key AS key FROM cards.cards WHERE id = ${other}`);
  expect(await lastRemarks(db, [{ card: other, personKey: key }])).toEqual(['耳が遠い']);
  await fresh.db.run(
    sql`UPDATE cards.cards SET status = 'handed-over', is_open = false, whereabouts = 'gone', status_at = lib.now() WHERE id = ${other}`,
  );
  await years(12);
  await night();
  expect(await stands('cards.cards', other)).toBe(false);
  await worker.run(sql`SELECT reservations.forget_persons()`);
  expect(await fresh.db.rows(sql`SELECT FROM cards.remarks WHERE person_key = ${key}`)).toEqual([]);
});

/** A table that names cards or reservations must be thought of here, or the night that removes them fails. */
test('every table that refers to cards and reservations is one that the removal knows', async () => {
  const rows = await fresh.db.rows<{ child: string }>(sql`
    SELECT DISTINCT conrelid::regclass::text AS child FROM pg_constraint
    WHERE contype = 'f' AND confrelid IN ('cards.cards'::regclass, 'reservations.reservations'::regclass) ORDER BY 1`);
  expect(rows.map(({ child }) => child)).toEqual([
    'cards.bulk_changed',
    'cards.checked_addresses',
    'cards.custody_events',
    'cards.departures',
    'cards.destructions',
    'cards.kept',
    'cards.notices',
    'cards.protections',
    'cards.remarks',
    'cards.status_history',
    'cards.stocktake_cards',
    'counter.acts',
    'counter.calls',
    'intake.changes',
    'intake.conflicts',
    'reservations.agreed',
    'reservations.agreed_papers',
    'reservations.members',
  ]);
});
