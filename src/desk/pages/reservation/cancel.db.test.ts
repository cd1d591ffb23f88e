import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import { closeOffice } from '../../../../test/support/closing.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays, cityMinute } from '../../../lib/dates/jst.ts';

const BY = { kind: 'staff', staffId: 1 } as const;

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let made = 0;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(undefined, 'koga', ['counter']));
});
afterAll(() => desk.close());

async function booked(daysOn: number, hour: number): Promise<string> {
  made += 1;
  const card = await makeCard(fresh.db, {
    noticeId: `C1L-${100_000 + made}`,
    name: `取消 人${made}`,
    birthDate: null,
    officeId: city.main,
  });
  return bookFor(desk.db, BY, city, card, await slotAt(fresh.db, city, city.main, daysOn, hour));
}
const asked = async (id: string) => words(await good(await clerk.get(`/reservations/${id}/cancel`)));

test('[8(2)④c] before a booking is cancelled it is said whether its place becomes free: not where the counter is shut, nor once its time has begun', async () => {
  expect(await asked(await booked(5, 9))).toContain('枠はすぐに空きます。取り消すと、元には戻せません。');
  const shut = await booked(6, 9);
  await closeOffice(desk.db, BY, { office: city.main, day: addDays(city.today, 6) });
  expect(await asked(shut)).toContain('閉庁の枠のため、空きにはなりません。取り消すと、元には戻せません。');
  const now = await booked(0, Math.floor(cityMinute(Temporal.Now.instant()) / 60));
  const begun = await asked(now);
  expect(begun).not.toMatch(/枠はすぐに|空きにはなりません/u);
  expect(begun).toContain('取り消すと、元には戻せません。');
});
