import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { sql } from '../lib/db/sql.ts';
import { backupCounts } from './month-counts.ts';
import { workSections } from './month-sections.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

const APRIL = { from: Temporal.Instant.from('2026-04-01T00:00+09:00'), to: Temporal.Instant.from('2026-05-01T00:00+09:00') };
const backup = (at: string) =>
  fresh.db.run(
    sql`INSERT INTO recovery.backups (name, began_at, ended_at, state) VALUES (${at}, ${at}::timestamptz, ${at}::timestamptz + interval '5 minutes', 'good')`,
  );
const words = async () => (await workSections(fresh.db, APRIL)).find(({ heading }) => heading === 'バックアップ')?.text;

test('one good backup is not the good month: the days without one are counted, from the first there was', async () => {
  await backup('2026-03-31T02:00+09:00');
  await backup('2026-04-10T02:00+09:00');
  expect((await backupCounts(fresh.db, APRIL))?.missing).toBe(29);
  expect(await words()).toBe('△　バックアップのない日が29日あります。');
  await fresh.db.run(sql`DELETE FROM recovery.backups WHERE began_at < '2026-04-01T00:00+09:00'`);
  expect(await words()).toBe('△　バックアップのない日が20日あります。');
  for (let day = 11; day <= 30; day += 1) await backup(`2026-04-${day}T23:30+09:00`);
  expect(await words()).toBe('○　すべて正常に終わりました。');
});
