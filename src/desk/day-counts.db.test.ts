import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import type { TestDesk } from '../../test/support/desk.ts';
import { formFields } from '../../test/support/forms.ts';
import { openDeskAs } from '../../test/support/open.ts';
import { good } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;
beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(2, 'koga', ['counter', 'admin']));
});
afterAll(() => desk.close());

let n = 0;
const card = () => {
  n += 1;
  return makeCard(fresh.db, { noticeId: `D1C-${100_000 + n}`, officeId: city.main, name: `日計 花子${n}` });
};
const call = async (cardId: number) => good(await me.get(`/booking?card=${cardId}&office=honcho`));
/** What stands beneath the days: 空 予 仮 of each. */
const sums = async (cardId: number): Promise<string[]> =>
  [...(await call(cardId)).html.matchAll(/<td class="place-sum">(.*?)<\/td>/gsu)].map(([, cell = '']) =>
    cell
      .replace(/<[^>]*>/gu, ' ')
      .replace(/\s+/gu, ' ')
      .trim(),
  );
const choose = async (cardId: number, daysOn: number, hour: number) => {
  const fields = {
    ...formFields(await call(cardId), '/booking'),
    slot: String(await slotAt(fresh.db, city, city.main, daysOn, hour)),
  };
  return me.follow(await me.post('/booking', { ...fields, act: 'choose' }));
};
const differing = (before: string[], after: string[]) => after.filter((one, at) => one !== before[at]);

test('[8(2)④b] what is held is no booking of the day, the clerk’s own hold either; booked it is one', async () => {
  const [one, other] = [await card(), await card()];
  const before = await sums(other);
  const asked = await choose(one, 5, 10);
  const held = differing(before, await sums(other));
  expect(held).toHaveLength(1);
  expect(held[0]).toMatch(/^空 ?47 予 ?0 仮 ?1$/u);
  await me.post('/booking', { ...formFields(asked, '/booking'), act: 'confirm' });
  const [booked] = differing(before, await sums(other));
  expect(booked).toMatch(/^空 ?47 予 ?1$/u);
});

test('[8(2)④b] a visit of two slots is one booking of its day, and what is free counts visits', async () => {
  await fresh.db.run(sql`UPDATE services.services SET slots_long = 2 WHERE id = ${city.service}`);
  const [one, other] = [await card(), await card()];
  const before = await sums(other);
  expect(before[2]).toMatch(/^空 ?24 予 ?0$/u);
  const asked = await choose(one, 7, 10);
  await me.post('/booking', { ...formFields(asked, '/booking'), act: 'confirm' });
  const [booked] = differing(before, await sums(other));
  expect(booked).toMatch(/^空 ?23 予 ?1$/u);
});
