import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields } from '../../../../test/support/forms.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity } from '../../../../test/support/small-city.ts';
import { shiftTime } from '../../../../test/support/time.ts';
import { writeRemark } from '../../../cards/acts.ts';
import { cityInstant, cityMinute } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { slotTerm } from './receive.tsx';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(1));
  await desk.account('ide', ['admin'], null, '井手 誠');
});
afterAll(() => desk.close());

test('into a full slot the cursor waits at the reason that is needed; without one the list of what is wrong has it', async () => {
  await fresh.db.run(sql`UPDATE ledger.slots SET capacity = 0`);
  const card = await makeCard(fresh.db, { noticeId: 'A1B-000001', officeId: city.main });
  const note = await writeRemark(
    desk.db,
    { kind: 'staff', staffId: 1 },
    { of: { cardId: card }, from: null, body: '筆談を希望' },
  );
  expect(note.ok).toBe(true);
  const me = await signedIn(desk.url, 'ide', PASSWORD);
  const page = await good(await me.get(`/walk-in?card=${card}`));
  expect(words(page)).toContain('満員');
  // What staff wrote of them stands beside the press.
  expect(/call-places.*value="receive"/su.exec(page.html)?.[0]).toContain('筆談を希望');
  expect(page.html.match(/<[^>]* autofocus[^>]*>/gu)).toHaveLength(1);
  expect(page.html).toMatch(/<input[^>]*id="f-exceed"[^>]* autofocus/u);
  const wrong = await good(await me.post('/walk-in', { ...formFields(page, '/walk-in'), act: 'receive' }), 409);
  expect(wrong.html).toMatch(/<section class="errors" id="errors".*<a href="#f-exceed">/su);
  expect(wrong.html).toMatch(/<title>エラー/u);
  expect(wrong.html).not.toContain(' autofocus');
});

test('[8(2)④a] whose card lies at another office is received here by nobody today, full or not: where it is, and the way to the days they may have', async () => {
  const away = await makeCard(fresh.db, { noticeId: 'A1B-000002', name: '遠方 一', officeId: city.branch });
  const clerk = await desk.clerk('koga', ['counter'], city.main);
  for (const capacity of [0, 9])
    for (const who of [clerk, await signedIn(desk.url, 'ide', PASSWORD)]) {
      await fresh.db.run(sql`UPDATE ledger.slots SET capacity = ${capacity}`);
      const page = await good(await who.get(`/walk-in?card=${away}&office=honcho`));
      expect(words(page)).toContain('カードは北野総合支所にあります。この場所では、交付できません。');
      expect(page.html).not.toContain('value="receive"');
      expect(page.html.match(/<[^>]* autofocus[^>]*>[^<]*/gu)?.join('')).toMatch(
        /href="\/booking\?card=\d+[^"]*office=honcho[^"]*".*予約の空きを表示する/u,
      );
    }
  // Who came before, to a time that is over, is recorded.
  await shiftTime(fresh, (23 * 60 + 50 - cityMinute(Temporal.Now.instant())) * 60);
  const over = await fresh.db.one<{ id: number }>(
    sql`SELECT id FROM ledger.slots WHERE office_id = ${city.main} AND day = ${city.today}::date AND start_minute = 540`,
  );
  const at = `/walk-in?card=${away}&office=honcho&at=${over.id}`;
  const late = await desk.clerk('late', ['counter'], city.main);
  const page = await good(await late.get(at));
  expect(words(page)).toContain('この場所では、交付できません。');
  const received = await late.post('/walk-in', { ...formFields(page, '/walk-in'), act: 'receive' });
  expect(received.location).toContain('/today?office=honcho&at=');
  await shiftTime(fresh, 0);
});

test('a slot that has not begun is the next one, not the current one', () => {
  const slot = { day: city.today, startMinute: 540 };
  expect(slotTerm(cityInstant(city.today, 276), slot)).toBe('次の枠');
  expect(slotTerm(cityInstant(city.today, 540), slot)).toBe('現在の枠');
});
