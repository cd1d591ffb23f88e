import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../test/support/booking.ts';
import type { Visitor } from '../../test/support/browse.ts';
import type { FreshDatabase } from '../../test/support/database.ts';
import type { TestDesk } from '../../test/support/desk.ts';
import { openDeskAs } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let me: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk, clerk: me } = await openDeskAs(undefined, 'koga', ['counter']));
  const { id: staffId } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM staff.accounts LIMIT 1`);
  const slot = await slotAt(fresh.db, city, city.main, 0, 23);
  for (const [at, language] of ['vi', 'ja'].entries()) {
    const card = await makeCard(fresh.db, {
      noticeId: `L1N-00000${at}`,
      name: `言語 人${at}`,
      birthDate: null,
      officeId: city.main,
    });
    await bookFor(desk.db, { kind: 'staff', staffId }, city, card, slot, { language });
  }
});
afterAll(() => desk.close());

test.each(['/today?office=honcho', '/lists/visits'])(
  '[8(2)⑨a] in which language somebody booked is told at the counter, on %s: an interpreter or a paper in plain Japanese is ready when they come',
  async (path) => {
    const page = words(await good(await me.get(path)));
    expect(page).toMatch(/言語 人0.*ベトナム語.*言語 人1|言語 人1.*言語 人0.*ベトナム語/u);
    expect(page.match(/ベトナム語/gu)).toHaveLength(1);
    expect(page).not.toContain('日本語');
  },
);
