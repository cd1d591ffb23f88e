import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FreshDatabase } from '../../test/support/database.ts';
import { must } from '../../test/support/must.ts';
import { openActs } from '../../test/support/open.ts';
import { makeCard, type SmallCity } from '../../test/support/small-city.ts';
import { shiftTime } from '../../test/support/time.ts';
import type { Actor } from '../audit/actor.ts';
import { addDays } from '../lib/dates/jst.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { changeStatus } from './acts.ts';
import { postMany, previewBulk, undoMany } from './bulk.ts';
import { readDeadline, readDue, recountDue } from './deadline.ts';

let fresh: FreshDatabase;
let db: Db;
let city: SmallCity;
let close: () => Promise<void>;
let actor: Actor;
let n = 200_000;

const later = (day: string, months: number, days = 0): string =>
  Temporal.PlainDate.from(day).add({ months }).add({ days }).toString();
const afterDays = (days: number) => shiftTime(fresh, days * 86_400);

beforeAll(async () => {
  ({ fresh, city, db, actor, close } = await openActs('counter'));
});
afterAll(() => close());
beforeEach(() => afterDays(0));

async function noticed(day: string): Promise<number> {
  const id = await makeCard(fresh.db, { noticeId: `A1B-${++n}`, name: `人 ${n}`, officeId: city.main });
  await fresh.db.run(sql`UPDATE cards.cards SET notice_date = ${day}::date WHERE id = ${id}`);
  return id;
}
const status = async (cardId: number, from: string, to: string) => {
  must(await changeStatus(db, actor, { cardId, from, to, why: '確認' }));
};
async function post(cards: number[], to: string, posted: string) {
  const { seen } = await previewBulk(db, cards, to);
  return postMany(db, actor, { cards, to, why: '発送', seen, posted });
}
const due = async (step: string, day: string): Promise<number[]> =>
  (await fresh.db.rows<{ id: number }>(sql`SELECT card_id AS id FROM cards.due_by(${step}, ${day}::date) ORDER BY 1`)).map(
    ({ id }) => id,
  );

describe('until when a card waits', () => {
  test('months after the notice it is noticed again, months after that it is to be destroyed', async () => {
    const id = await noticed(city.today);
    const again = later(city.today, 3);
    expect(await readDeadline(db, id)).toEqual({ step: 'renotice', since: city.today, held: 0, dueOn: again, booked: false });
    expect(await due('renotice', addDays(again, -1))).not.toContain(id);
    expect(await due('renotice', again)).toContain(id);
    await afterDays(100);
    const posted = addDays(city.today, 99);
    expect((await post([id], 'renotified', posted)).ok).toBe(true);
    expect(await readDeadline(db, id)).toEqual({
      step: 'destroy',
      since: posted,
      held: 0,
      dueOn: later(posted, 3),
      booked: false,
    });
    expect(await due('destroy', later(posted, 3))).toContain(id);
    await afterDays(200);
    await status(id, 'renotified', 'to-destroy');
    expect(await readDeadline(db, id)).toMatchObject({ step: null, dueOn: null });
  });

  test('保留 stops the clock for as long as it lasts', async () => {
    const id = await noticed(city.today);
    await afterDays(10);
    await status(id, 'notified', 'on-hold');
    await afterDays(30);
    expect(await readDeadline(db, id)).toMatchObject({ step: 'stopped', held: 20, dueOn: null });
    expect(await due('renotice', later(city.today, 60))).not.toContain(id);
    await status(id, 'on-hold', 'notified');
    await afterDays(50);
    expect(await readDeadline(db, id)).toEqual({
      step: 'renotice',
      since: city.today,
      held: 20,
      dueOn: later(city.today, 3, 20),
      booked: false,
    });
  });

  test('without a notice nothing is counted, nor are days on 保留', async () => {
    const id = await noticed(city.today);
    await fresh.db.run(sql`UPDATE cards.cards SET notice_date = NULL WHERE id = ${id}`);
    await status(id, 'notified', 'on-hold');
    await afterDays(2);
    expect(await readDeadline(db, id)).toMatchObject({ since: null, held: null, dueOn: null });
  });

  test('a posting of many keeps its day and is taken back whole', async () => {
    const [one, other] = [await noticed(city.today), await noticed(city.today)];
    await fresh.db.run(sql`UPDATE cards.cards SET status = 'preparing', notice_date = NULL WHERE id IN (${one}, ${other})`);
    const posted = addDays(city.today, -2);
    const act = must(await post([one, other], 'notified', posted));
    expect(await readDeadline(db, other)).toMatchObject({ step: 'renotice', since: posted });
    // What was changed since stays.
    await status(other, 'notified', 'on-hold');
    expect(await undoMany(db, actor, act)).toEqual({ ok: true, value: { back: 1, stay: 1 } });
    const rows = await fresh.db.rows<{ notice: string | null }>(
      sql`SELECT notice_date AS notice FROM cards.cards WHERE id IN (${one}, ${other}) ORDER BY id`,
    );
    expect(rows).toEqual([{ notice: null }, { notice: posted }]);
  });

  test('a day that has not come is refused', async () => {
    const id = await noticed(city.today);
    expect(await post([id], 'renotified', addDays(city.today, 1))).toEqual({ ok: false, reason: 'ahead' });
  });

  test('the card’s own end is told some days before, and 対応が必要 counts all of it', async () => {
    const id = await noticed(city.today);
    await fresh.db.run(sql`UPDATE cards.cards SET expires_on = ${addDays(city.today, 60)}::date WHERE id = ${id}`);
    expect(await due('expires', addDays(city.today, 59))).not.toContain(id);
    expect(await due('expires', addDays(city.today, 60))).toContain(id);
    await recountDue(db);
    const all = (await due('expires', addDays(city.today, 60))).length;
    const told = (seesProtected: boolean, office: number | null = null) => readDue(db, { seesProtected }, 'expires', office);
    expect((await told(true))?.cards).toBe(all);
    // By where they are, and without those whom the viewer may not see.
    await fresh.db.run(sql`UPDATE cards.cards SET protected = true, office_id = ${city.branch} WHERE id = ${id}`);
    await recountDue(db);
    expect([(await told(true))?.cards, (await told(false))?.cards]).toEqual([all, all - 1]);
    expect([(await told(true, city.branch))?.cards, (await told(false, city.branch))?.cards]).toEqual([1, 0]);
    await fresh.db.run(sql`UPDATE cards.cards SET expires_on = NULL WHERE id = ${id}`);
    await recountDue(db);
    expect((await told(true, city.branch))?.cards).toBe(0);
  });

  test('whatever the month’s length, those at an end are all those whose own deadline says so', async () => {
    // Notices of each day around the ends of months, some of them noticed again.
    const first = later(city.today, -14);
    const ids: number[] = [];
    for (let back = 0; back < 60; back += 1) ids.push(await noticed(addDays(first, back)));
    await post(
      ids.filter((_, at) => at % 4 === 0),
      'renotified',
      later(city.today, -8),
    );
    for (const step of ['renotice', 'destroy'])
      for (let ahead = -330; ahead <= 0; ahead += 11) {
        const day = addDays(city.today, ahead);
        const rows = await fresh.db.rows<{ id: number }>(sql`
          SELECT c.id FROM cards.cards c JOIN cards.statuses s ON s.code = c.status AND s.category IN ('notified', 'no-show', 'incomplete'), cards.deadline(c) d
          WHERE c.is_open AND c.notice_date <= ${day}::date AND d.step = ${step} AND d.due_on <= ${day}::date ORDER BY 1`);
        expect({ step, day, due: await due(step, day) }).toEqual({ step, day, due: rows.map(({ id }) => id) });
      }
  });

  test('what comes to its end within four weeks is counted beside what is at it', async () => {
    for (let back = 0; back < 60; back += 3) await noticed(addDays(later(city.today, -3), back - 20));
    await recountDue(fresh.db);
    const rows = await fresh.db.rows<{ step: string; cards: number; ahead: number }>(
      sql`SELECT step, sum(cards)::integer AS cards, sum(ahead)::integer AS ahead FROM cards.due GROUP BY step ORDER BY step`,
    );
    const near = (await fresh.db.one<{ near: number }>(sql`SELECT site.number('expires-near-days') AS near`)).near;
    for (const { step, cards, ahead } of rows) {
      const at = addDays(city.today, step === 'expires' ? near : 0);
      const now = await due(step, at);
      expect({ step, cards, ahead }).toEqual({
        step,
        cards: now.length,
        ahead: (await due(step, addDays(at, 28))).length - now.length,
      });
    }
    expect(rows.find(({ step }) => step === 'renotice')?.ahead).toBeGreaterThan(0);
  });
});
