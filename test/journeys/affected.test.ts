import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../support/booking.ts';
import { closeBrowser, open } from '../support/browser.ts';
import { closeOffice } from '../support/closing.ts';
import type { FreshDatabase } from '../support/database.ts';
import { PASSWORD, type TestDesk } from '../support/desk.ts';
import { openDesk } from '../support/open.ts';
import { makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let closing = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(5));
  const staffId = await desk.account('ide', ['admin'], city.main, '井手 誠');
  const day = Temporal.PlainDate.from(city.today).add({ days: 4 }).toString();
  for (const [hour, mail] of [
    [9, 'a@example.jp'],
    [10, null],
    [11, null],
  ] as const) {
    const card = await makeCard(fresh.db, {
      noticeId: `A1B-${100_000 + hour}`,
      name: `試験 ${hour}郎`,
      birthDate: '1950-01-01',
    });
    const slot = await slotAt(fresh.db, city, city.main, 4, hour);
    await bookFor(desk.db, { kind: 'operator' }, city, card, slot, { mail });
  }
  closing = await closeOffice(desk.db, { kind: 'staff', staffId }, { office: city.main, day }, { reason: '停電のため' });
});
afterAll(async () => {
  await closeBrowser();
  await desk.close();
});

/** Of what can be pressed in the list: where a point of it (near the top, the middle, near the bottom) presses something else. Runs in the page. */
const astray = (): string[] =>
  [...document.querySelectorAll('.affected tbody :is(a, button, input:not([type=hidden]))')].flatMap((one) => {
    one.scrollIntoView({ block: 'center' });
    const box = one.getBoundingClientRect();
    return [2, box.height / 2, box.height - 2].flatMap((down) => {
      const hit = document.elementFromPoint(box.left + Math.min(8, box.width / 2), box.top + down);
      const other = hit?.closest('a, button, input') ?? null;
      return other === null || other === one ? [] : [`${one.textContent} at ${down} of ${box.height}: ${other.textContent}`];
    });
  });

test.each([1280, 1024, 768] as const)(
  '[8(2)⑤c] each press of the list of those affected has an area of its own, 44 px high ($0 px)',
  async (width) => {
    const me = await open({ width });
    await me.go(`${desk.url}/sign-in`);
    await me.page.locator('[name=login]').fill('ide');
    await me.page.locator('[name=password]').fill(PASSWORD);
    await me.load(() => me.page.locator('[name=password]').press('Enter'));
    await me.go(`${desk.url}/closings/${closing}`);
    expect(await me.page.locator('.row-acts a').count()).toBe(9);
    expect(await me.page.evaluate(astray)).toEqual([]);
    const heights = await me.page
      .locator('.row-acts a')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
    await me.close();
  },
);
