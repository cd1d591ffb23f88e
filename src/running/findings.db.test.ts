import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { addService, buildSmallCity, makeCard, slotAt } from '../../test/support/small-city.ts';
import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { analyseDay } from './findings.ts';

let fresh: FreshDatabase;
let worker: Db;
beforeAll(async () => {
  fresh = await freshDatabase();
  worker = fresh.as('worker', 2);
});
afterAll(async () => {
  await worker.close();
  await fresh.drop();
});

test('[11(12)b] looks at visits of somebody under 支援措置 who comes without a card are counted as those by card are', async () => {
  const { db } = fresh;
  const city = await buildSmallCity(db);
  const service = await addService(db, city, { code: 'renewal', name: '電子証明書の更新' });
  // Their card is kept back; this visit is of another service, without it.
  await makeCard(db, { noticeId: 'F1F-000001', name: '支援 花子', birthDate: '1970-01-02', protected: true });
  await makeCard(db, { noticeId: 'F1F-000002', name: '普通 花子', birthDate: '1970-01-02' });
  const visitOf = async (notice: string): Promise<string> =>
    (
      await db.one<{ id: string }>(sql`
        WITH r AS (
          INSERT INTO reservations.reservations (id, service_id, slot_id, units, state, by_desk, channel, created_at)
          VALUES (gen_random_uuid(), ${service}, ${await slotAt(db, city, city.main, 5, 9)}, 1, 'booked', true, 'phone', lib.now()) RETURNING id), m AS (
          INSERT INTO reservations.members (reservation_id, position, person_key, name, kana, birth_date)
          SELECT r.id, 1, c.person_key, c.name, c.kana, c.birth_date FROM r, cards.cards c WHERE c.notice_id = ${notice})
        SELECT id FROM r`)
    ).id;
  const [hidden, other] = [await visitOf('F1F-000001'), await visitOf('F1F-000002')];
  const { most, day } = await db.one<{ most: number; day: string }>(
    sql`SELECT site.number('watch-protected') AS most, lib.day_of(lib.now()) AS day`,
  );
  const looks = (staff: number, id: string, count: number) =>
    db.run(sql`
      INSERT INTO audit.events (at, actor_kind, staff_id, act, reservation_id, detail)
      SELECT lib.instant(${day}::date, 600), 'staff', ${staff}, 'desk.saw-reservation', ${id}::uuid, '{}' FROM generate_series(1, ${count}::integer)`);
  await looks(1, hidden, most);
  await looks(2, other, most);
  await analyseDay(worker, day);
  expect(await db.rows(sql`SELECT staff_id AS staff, count FROM running.findings WHERE rule = 'protected'`)).toEqual([
    { staff: 1, count: most },
  ]);
});
