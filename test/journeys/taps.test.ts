import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Page, visitor } from '../support/browse.ts';
import { addCautions, BIRTHDAY, expectTo, formValue, linkSecret, nextMail, type TestCitizenDoor } from '../support/citizen.ts';
import type { FreshDatabase } from '../support/database.ts';
import { openCitizenDoor } from '../support/open.ts';
import { makeCard } from '../support/small-city.ts';
import { ticked } from '../support/ticks.ts';

let fresh: FreshDatabase;
let door: TestCitizenDoor;
let cautions: string[];
beforeAll(async () => {
  const open = await openCitizenDoor(6);
  ({ fresh, door } = open);
  const { city } = open;
  cautions = await addCautions(fresh.db, city.service);
  await makeCard(fresh.db, { noticeId: 'TAP-000001', officeId: city.main });
});
afterAll(() => door?.close());

test('[8(3)⑤a] one person whose data are typed books the earliest time with eleven taps: eight, one for what to bring, and one for each of two cautions', async () => {
  const me = visitor(door.url);
  let taps = 0;
  /** A tap on what stands on the page: a link by its address, a button by its words. */
  const tap = (page: Page, shown: string): void => {
    expect(page.html).toContain(shown);
    taps += 1;
  };
  const start = await me.get('/');
  tap(start, 'href="/notice?service=card-pickup"');
  const notice = await me.get('/notice?service=card-pickup');
  tap(notice, '次へ進む');
  expectTo(await me.post('/notice', { notice: 'TAP-000001', service: 'card-pickup', ...BIRTHDAY }), '/mail');
  const typed = nextMail();
  tap(await me.get('/mail'), 'メールを送る');
  expectTo(await me.post('/mail', { mail: typed, mail_again: typed }), '/mail/sent');
  // The link in the mail, and the one button of its page.
  const link = `/links/${await linkSecret(fresh.db)}`;
  taps += 1;
  tap(await me.get(link), '予約の続きへ進む');
  expectTo(await me.post(link, {}), '/calendar');
  const calendar = await me.get('/calendar');
  tap(calendar, 'この日時を確保する');
  const place = Object.fromEntries(['office', 'day', 'slot', 'id', 'earliest'].map((name) => [name, formValue(calendar, name)]));
  expectTo(await me.post('/times', place), '/cautions');
  const read = await me.get('/cautions');
  for (const name of cautions) tap(read, `name="${name}"`);
  tap(read, '次へ進む');
  expectTo(await me.post('/cautions', ticked(cautions)), '/check');
  const check = await me.get('/check');
  tap(check, 'この内容で予約する');
  const booked = await me.post('/check', { id: formValue(check, 'id'), version: formValue(check, 'version') });
  expect(booked.location).toBe('/reservation?done=booked');
  expect(taps).toBe(11);
});
