import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import {
  addCautions,
  formValue,
  pressBook,
  type TestCitizenDoor,
  travel,
  walkToCalendar,
  walkToHold,
} from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { good, heading } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { ticking } from '../../../../test/support/ticks.ts';
import { addDays } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

/** A hold that ran out on the last page: what was read and ticked for it is not read again, as long as it is the same. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
let cautions: string[];
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
  cautions = await addCautions(fresh.db, city.service);
});
afterEach(() => travel(fresh.db, 0));
afterAll(() => door.close());

/** On the last page, all ticked, as the hold ends. */
async function lapsed(noticeId: string): Promise<Visitor> {
  await makeCard(fresh.db, { noticeId, officeId: city.main, name: `人 ${noticeId}` });
  const me = await walkToCalendar(door, fresh.db, noticeId);
  await walkToHold(me, addDays(city.today, 6), await slotAt(fresh.db, city, city.main, 6, 10));
  expect((await me.post('/cautions', ticking(await me.get('/cautions')))).location).toBe('/check');
  await travel(fresh.db, 11);
  return me;
}

/** 同じ時間をもう一度確保する, on the page that says that it ran out. */
async function holdAgain(me: Visitor) {
  const page = await good(await me.get('/check'), 409);
  expect(heading(page)).toBe('確保の期限が過ぎました');
  return me.post('/times', {
    office: 'honcho',
    day: addDays(city.today, 6),
    slot: formValue(page, 'slot'),
    id: formValue(page, 'id'),
  });
}

test('[8(3)⑨a] the same time held again leads on to the last page: what was ticked for the same people stays', async () => {
  const me = await lapsed('LAP-000001');
  expect((await holdAgain(me)).location).toBe('/check');
  expect((await pressBook(me, await good(await me.get('/check')))).location).toBe('/reservation?done=booked');
});

test('[8(3)⑨a] a caution that was changed meanwhile, and papers that are others, are read again; the rest stays ticked', async () => {
  const me = await lapsed('LAP-000002');
  const [first, second] = cautions.map((name) => Number(/\d+/u.exec(name)?.[0]));
  await fresh.db.run(sql`UPDATE services.cautions SET body = body || 'ほか。', version = version + 1 WHERE id = ${first}`);
  await me.follow(await holdAgain(me));
  const page = await me.get('/cautions');
  const isOn = (id: number | undefined) =>
    /checked/u.test(new RegExp(`<input[^>]*name="caution_${id}(?:_\\d+)?"[^>]*>`, 'u').exec(page.html)?.[0] ?? '');
  expect([isOn(first), isOn(second)]).toEqual([false, true]);
  await me.post('/finish', { sure: 'yes' });

  await travel(fresh.db, 0);
  const other = await lapsed('LAP-000003');
  await fresh.db.run(sql`UPDATE services.services SET bring = bring || '新しい持ち物'::text`);
  const held = await holdAgain(other);
  expect((await other.get(held.location ?? '')).location).toBe('/cautions');
});
