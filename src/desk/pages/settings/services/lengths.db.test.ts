import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../../test/support/database.ts';
import type { TestDesk } from '../../../../../test/support/desk.ts';
import { formFields } from '../../../../../test/support/forms.ts';
import { openDesk } from '../../../../../test/support/open.ts';
import { good, words } from '../../../../../test/support/pages.ts';
import type { SmallCity } from '../../../../../test/support/small-city.ts';
import { sql } from '../../../../lib/db/sql.ts';

/** How many slots a visit takes: as the service says, or an office of it. */
let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let me: Visitor;
let service: string;
let path: string;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
  service = `/settings/services/${city.service}`;
  path = `${service}/offices/${city.branch}`;
  me = await desk.clerk('ide', ['admin'], city.main);
});
afterAll(() => desk?.close());

const slots = async (office: number) =>
  (
    await fresh.db.rows<{ slots: number }>(
      sql`SELECT l.slots FROM generate_series(1, 6) AS g (people), services.length_of(${city.service}, ${office}, g.people) l ORDER BY g.people`,
    )
  ).map((row) => row.slots);
const logged = () =>
  fresh.db.one<{ detail: unknown; office: number }>(
    sql`SELECT detail, office_id AS office FROM audit.events WHERE act LIKE 'service.%' ORDER BY id DESC LIMIT 1`,
  );

test('[8(3)⑥] a service takes a slot more for every so many people: it is shown by number of people before it is kept, and stands in the log', async () => {
  const typed = { ...formFields(await good(await me.get(service)), service), every: '2' };
  const shown = await good(await me.post(service, typed));
  expect(words(shown)).toContain('まだ保存していません');
  expect(words(shown)).toContain('変更の後1枠1枠2枠2枠3枠3枠');
  expect(await slots(city.main)).toEqual([1, 1, 1, 1, 1, 1]);
  expect((await me.post(service, { ...formFields(shown, service), preview: 'sure' })).location).toBe(`${service}?done=changed`);
  expect([await slots(city.main), await slots(city.branch)]).toEqual([
    [1, 1, 2, 2, 3, 3],
    [1, 1, 2, 2, 3, 3],
  ]);
  expect(await logged()).toMatchObject({ detail: { changes: { slotEvery: [0, 2] } } });
  expect(words(await me.get('/settings/services'))).toContain('1枠（2人増えるごとに1枠追加）');
});

test('[8(3)⑥] an office says otherwise, is shown so at the service and at the office, and is as its service again', async () => {
  const page = await good(await me.get(path));
  const shown = await good(await me.post(path, { ...formFields(page, path), whose: 'office', long: '2', every: '1' }));
  expect(words(shown)).toContain('現在1枠1枠2枠2枠3枠3枠');
  expect(words(shown)).toContain('変更の後2枠3枠4枠5枠6枠7枠');
  const kept = await me.post(path, { ...formFields(shown, path), preview: 'sure' });
  expect(kept.location).toBe(`${service}?done=length#lengths`);
  expect([await slots(city.main), await slots(city.branch)]).toEqual([
    [1, 1, 2, 2, 3, 3],
    [2, 3, 4, 5, 6, 7],
  ]);
  expect(await logged()).toMatchObject({
    office: city.branch,
    detail: { service: 'card-pickup', changes: { slotsLong: [null, 2], slotEvery: [null, 1] } },
  });
  for (const at of [service, `/settings/offices/${city.branch}`])
    expect(words(await me.get(at)), at).toContain('2枠3枠4枠5枠6枠7枠この場所だけの数');
  // The page of before is told what is kept by now.
  const old = await me.post(path, { ...formFields(page, path), whose: 'office', long: '3', every: '0', preview: 'sure' });
  expect(old.status).toBe(409);
  const again = await good(await me.get(path));
  expect((await me.post(path, { ...formFields(again, path), whose: 'service', preview: 'sure' })).status).toBe(303);
  expect(await slots(city.branch)).toEqual(await slots(city.main));
});

test('[8(3)⑥] numbers that are none are refused at their boxes; an office where nobody comes has no such page', async () => {
  const typed = formFields(await good(await me.get(path)), path);
  for (const [box, value] of [
    ['long', '9'],
    ['every', '6'],
  ] as const)
    expect((await me.post(path, { ...typed, whose: 'office', [box]: value })).status, box).toBe(422);
  expect((await me.get(`${service}/offices/999`)).status).toBe(404);
});
