import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import type { Visitor } from '../../../../test/support/browse.ts';
import { closeOffice } from '../../../../test/support/closing.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { addDays, cityMinute } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';

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

test('[8(2)④c] why a booking is cancelled is chosen where the person rang, or typed; one of both is needed', async () => {
  const reasonOf = async (typed: Record<string, string>) => {
    const id = await booked(9, 9);
    const path = `/reservations/${id}/cancel`;
    const page = await good(await clerk.get(path));
    const sent = await clerk.post(path, { ...formFields(page, path), ...typed });
    if (sent.status !== 303) return words(sent);
    return (
      await fresh.db.one<{ reason: string }>(
        sql`SELECT end_reason AS reason FROM reservations.reservations WHERE id = ${id}::uuid`,
      )
    ).reason;
  };
  expect(await reasonOf({ preset: 'ご本人から電話' })).toBe('ご本人から電話');
  expect(await reasonOf({ preset: 'ご本人から電話', why: '転出のため' })).toBe('ご本人から電話。転出のため');
  expect(await reasonOf({ preset: 'other', why: '重ねて予約された' })).toBe('重ねて予約された');
  // As a page of the release before sends it: nothing was chosen there.
  expect(await reasonOf({ why: '二重の予約' })).toBe('二重の予約');
  for (const typed of [{}, { preset: 'other' }] as const) expect(await reasonOf(typed)).toContain('理由を書いてください。');
});

test('[8(2)④a] when a booking is moved its present slot is marked among the others', async () => {
  const id = await booked(7, 10);
  const page = await good(await clerk.get(`/reservations/${id}/move`));
  expect(page.html.match(/10:00（現在の予約）/gu)).toHaveLength(1);
  expect(words(page)).toContain('現在：変更する予約の枠');
});
