import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { type BackedUp, backedUp, backupSettings, openRestored, restoreInto } from '../support/backups.ts';
import { bookFor } from '../support/booking.ts';
import { madoguchi } from '../support/madoguchi.ts';
import { buildSmallCity, makeCard, type SmallCity, slotAt } from '../support/small-city.ts';

/** How much the log holds besides the city: `npm run rehearse -- restore` sets more. */
const LINES = Number(process.env['RESTORE_LINES'] ?? '2000');
const LONG_MS = 120_000 + LINES / 2;

let here: BackedUp;
let city: SmallCity;
beforeAll(async () => {
  here = await backedUp();
  city = await buildSmallCity(here.fresh.db, 4);
});
afterAll(() => here.close());

const lines = async (many: number): Promise<void> =>
  void (await here.fresh.db.run(
    sql`SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'entry', lib.now()) FROM generate_series(1, ${many}::integer)`,
  ));

/** Somebody whose visit of today has begun. */
async function visitOfToday(): Promise<void> {
  const { db } = here.fresh;
  const card = await makeCard(db, { noticeId: 'E2R-100001', officeId: city.main });
  const id = await bookFor(db, { kind: 'operator' }, city, card, await slotAt(db, city, city.main, 1, 9));
  await db.run(
    sql`UPDATE reservations.reservations SET slot_id = ${await slotAt(db, city, city.main, 0, 0)} WHERE id = ${id}::uuid`,
  );
}

test(
  '[9(4)⑤][11(4)b] every disk of the database is lost: a fresh machine has all that was copied, holds back what was due, and says how long it took',
  async () => {
    await visitOfToday();
    await lines(LINES);
    expect(await madoguchi(['backup'], backupSettings(here))).toMatchObject({ code: 0 });
    await lines(500);
    await here.fresh.db.run(sql`
      INSERT INTO outbox.mails (kind, visit_id, once, due_at, next_at, created_at)
      SELECT 'link', gen_random_uuid(), 'once-' || n, t.due, t.due, lib.now() FROM (VALUES (1, lib.now()), (2, lib.now() + interval '2 days')) AS t (n, due)`);
    expect(await madoguchi(['backup', 'follow'], backupSettings(here))).toMatchObject({ code: 0 });
    const { count } = await here.fresh.db.one<{ count: number }>(sql`SELECT count(*) FROM audit.events`);
    await here.lose();

    // The file of the heads is damaged: the city's counters do not wait for it.
    const heads = join(here.folder, 'heads.jsonl');
    writeFileSync(heads, 'nonsense\n');
    const began = performance.now();
    const dataDir = join(here.folder, 'new-machine');
    const approved = await madoguchi(['restore', 'approve', '--by', '市民課長', '--reason', '訓練'], backupSettings(here));
    const { code, said } = await restoreInto(here, dataDir, [/paper-\d{8}T\d{6}Z/u.exec(approved.said)?.[0] ?? ''], {
      AUDIT_HEADS: heads,
    });
    const seconds = (performance.now() - began) / 1_000;
    console.log(`restored ${count} lines of the log in ${seconds.toFixed(1)} s`);
    console.log(said);
    expect([code, said]).toEqual([0, expect.stringMatching(/復元にかかった時間：.*目標の範囲内/u)]);
    expect(said).toContain('送信を止めたメール：1通');
    expect(said).toContain('控えを読めないため');
    // Who came since the copy has no record: the day is a clerk's.
    expect(said).toMatch(/職員が日締めをする日：.* 本庁。/u);

    const restored = await openRestored(here, dataDir);
    try {
      // All that was there, and the lines of the restore itself.
      const { kept } = await restored.db.one<{ kept: number }>(
        sql`SELECT count(*) AS kept FROM audit.events WHERE act = 'entry'`,
      );
      expect(kept).toBe(LINES + 500);
      const states = await restored.db.rows<{ state: string; last_error: string | null }>(
        sql`SELECT state, last_error FROM outbox.mails ORDER BY id`,
      );
      expect(states).toEqual([
        { state: 'dead', last_error: 'restored' },
        { state: 'waiting', last_error: null },
      ]);
      // The backup that it holds of itself was under way when it was taken.
      expect(await restored.db.rows(sql`SELECT state FROM recovery.backups`)).toEqual([{ state: 'good' }]);
      expect(
        await restored.db.rows(
          sql`SELECT result, day FROM counter.decided_days WHERE result = 'left' AND office_id = ${city.main} AND day = ${city.today}::date`,
        ),
      ).toHaveLength(1);
      expect(await restored.db.one(sql`SELECT recovery.unfinished() AS token`)).toEqual({ token: null });
    } finally {
      await restored.stop();
    }
  },
  LONG_MS,
);
