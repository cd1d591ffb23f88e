import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import type { TestDesk } from '../../../../test/support/desk.ts';
import { openDeskAs } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let clerk: Visitor;
let chief: Visitor;

beforeAll(async () => {
  ({ fresh, city, desk, clerk } = await openDeskAs(20, 'koga', ['counter']));
  chief = await desk.clerk('ide', ['counter', 'admin'], city.main);
});
afterAll(() => desk.close());

test('[8(1)④b] a person’s page shows their cards old and new, each with its booking and the way there; another person under the ID stands apart', async () => {
  const person = { name: '再発 花子', birthDate: '1980-02-03', officeId: city.main };
  const [old, now, other] = [
    await makeCard(fresh.db, { noticeId: 'R1A-000001', ...person }),
    await makeCard(fresh.db, { noticeId: 'R1A-000002', ...person }),
    await makeCard(fresh.db, { noticeId: 'R1A-000002', name: '別人 太郎', birthDate: '1955-12-01', officeId: city.main }),
  ];
  const id = randomUUID();
  const slot = await slotAt(fresh.db, city, city.main, 4, 10);
  const booked = await book(
    fresh.db,
    { kind: 'staff', staffId: 1 },
    {
      id,
      serviceId: city.service,
      slotId: slot,
      members: [{ cardId: now }],
      ...BY_PHONE,
    },
  );
  expect(booked.ok).toBe(true);
  const page = await good(await clerk.get(`/people/${old}`));
  expect(words(page)).toContain('この方のほかのカード');
  expect(page.html).toContain(`href="/people/${now}"`);
  expect(page.html).toContain(`href="/reservations/${id}"`);
  expect(page.html).not.toContain(`href="/people/${other}"`);
  const newer = await good(await clerk.get(`/people/${now}`));
  expect(newer.html).toContain(`href="/people/${old}"`);
  expect(words(newer)).toContain('同じ交付通知書IDの別の方');
  expect(words(newer)).toContain('別人 太郎');
  // Whom a clerk may not see is not there, nor counted.
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${other}`);
  expect(words(await good(await clerk.get(`/people/${now}`)))).not.toContain('別人');
  expect(words(await clerk.get(`/people/${now}`))).not.toContain('同じ交付通知書ID');
  expect(words(await good(await chief.get(`/people/${now}`)))).toContain('別人 太郎');
});
