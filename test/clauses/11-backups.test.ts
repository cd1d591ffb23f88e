// 仕様書 11(4), on a database in a cluster of its own: what a backup holds is the whole cluster.
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { type BackedUp, backedUp, backupSettings } from '../support/backups.ts';
import { madoguchi } from '../support/madoguchi.ts';
import { words } from '../support/pages.ts';
import { jobContext } from '../support/worker.ts';
import { rows } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { buildWorld, shown, type World } from './support/world.ts';

let here: BackedUp;
let world: World;
beforeAll(async () => {
  here = await backedUp();
  world = await buildWorld(here.fresh);
}, 120_000);
afterAll(async () => {
  await world.close();
  await here.close();
});
const demand = demandsOf(() => world);

describe('11(4) バックアップ', () => {
  demand(
    '[11(4)a] a backup is taken every day by itself and kept sealed; the desk shows it, and is alarmed where a day goes by without one',
    rows('recovery.backups'),
    async () => {
      const context = { ...jobContext(world.desk.db, world.desk.db), backups: here };
      await here.fresh.db.run(sql`DELETE FROM recovery.backups`);
      // The worker's hour has come.
      await runJob('backup', context);
      await runJob('watch', context);
      const { code, said } = await madoguchi(['backup', 'list'], backupSettings(here));
      const name = /base-\d{8}T\d{6}Z/u.exec(said)?.[0] ?? 'no backup';
      expect([code, said]).toEqual([0, expect.stringContaining(name)]);
      const page = words(shown(await world.admin.get('/settings/recovery')));
      for (const part of [name, '成功', '戻せる時点']) expect(page).toContain(part);
      expect(words(shown(await world.admin.get('/alarms')))).not.toContain('バックアップが取れていません');
      // 27 hours go by.
      await here.fresh.db.run(sql`UPDATE recovery.backups SET began_at = began_at - interval '27 hours'`);
      try {
        await runJob('watch', context);
        expect(words(shown(await world.admin.get('/alarms')))).toContain('1日以上、バックアップが取れていません');
      } finally {
        await here.fresh.db.run(sql`DELETE FROM site.alarms`);
      }
    },
  );
});
