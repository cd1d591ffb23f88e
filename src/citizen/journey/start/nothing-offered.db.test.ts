import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../../../test/support/browse.ts';
import { KEPT, type TestCitizenDoor } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { openCitizenDoor } from '../../../../test/support/open.ts';
import { words } from '../../../../test/support/pages.ts';
import { addService, type SmallCity } from '../../../../test/support/small-city.ts';
import { OFFERED, prefixOf, textsOf } from '../../../languages/index.ts';
import { sql } from '../../../lib/db/sql.ts';

/** A city before its first day for citizens, and after its last: nothing can be booked on the web. */

let fresh: FreshDatabase;
let city: SmallCity;
let door: TestCitizenDoor;
beforeAll(async () => {
  ({ fresh, city, door } = await openCitizenDoor(4));
});
afterAll(() => door.close());

const look = (path: string) => visitor(door.url).get(path);
const NOTHING = '現在、ウェブで予約できる手続きはありません。';
const NOT_THIS = 'この手続きは、現在、ウェブでは予約できません。';

test('[8(3)⑦c] a service nobody offers is told of where it was asked for, with the way to what is offered', async () => {
  await addService(fresh.db, city, { code: 'renewal', name: '電子証明書の更新' });
  await expect.poll(async () => (await look('/')).html, KEPT).toContain('/person?service=renewal');
  for (const path of [
    '/notice?service=nosuch',
    '/person?service=nosuch',
    '/person?service=card-pickup',
    '/notice?service=renewal',
  ]) {
    const page = await look(path);
    expect([path, page.status, page.location, await htmlFaults(page.html)]).toEqual([path, 409, null, []]);
    expect(words(page)).toContain(NOT_THIS);
    expect(page.html).toContain('href="/"');
  }
  const me = visitor(door.url);
  await me.get('/notice');
  expect(words(await me.post('/notice', { service: 'nosuch', notice: 'A1B-000001', month: '3', day: '8' }))).toContain(NOT_THIS);
});

test('with nothing on offer the start page says so and begins nothing, in every language', async () => {
  await fresh.db.run(sql`UPDATE offices.offices SET citizens_from = NULL`);
  await expect.poll(async () => words(await look('/')), KEPT).toContain(NOTHING);
  for (const language of OFFERED) {
    const prefix = prefixOf(language);
    const page = await look(`${prefix}/`);
    expect([language, page.status, await htmlFaults(page.html)]).toEqual([language, 200, []]);
    expect(page.html).not.toMatch(/href="[^"]*\/(?:notice|person|begin|offices)[?"]/u);
    const hero = page.html.slice(page.html.indexOf('class="hero"'), page.html.indexOf('class="wrap main"'));
    expect(words({ ...page, html: hero })).not.toContain(textsOf(language).start.byPhone);
    // What is booked already can still be looked at, and the telephone answers.
    expect(page.html).toContain(`href="${prefix}/manage"`);
    expect(page.html).toContain('href="tel:');
    for (const path of ['/notice', '/person', '/notice?service=card-pickup'])
      expect([path, (await look(`${prefix}${path}`)).status]).toEqual([path, 409]);
  }
  expect(words(await look('/'))).not.toMatch(/マイナンバーカードの受け取りを|予約を始める/u);
  expect(words(await look('/notice'))).toContain(NOTHING);
  expect((await visitor(door.url).get('/begin')).location).toBe('/');
});

test('where no telephone is set nobody is asked to call it', async () => {
  expect(words(await look('/'))).toContain(`${NOTHING}お電話ください。`);
  await fresh.db.run(sql`UPDATE site.city SET phone = ''`);
  await expect.poll(async () => words(await look('/')), KEPT).not.toContain(`${NOTHING}お電話ください。`);
  expect(words(await look('/'))).toContain(NOTHING);
});
