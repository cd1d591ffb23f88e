// 仕様書 11(4) and the restores of 9, on a database in a cluster of its own: what a backup holds is the whole cluster.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { keepHead } from '../../src/audit/heads.ts';
import { sealLog } from '../../src/audit/seal.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { ROOT } from '../../src/lib/root.ts';
import { runJob } from '../../src/worker/clockwork.ts';
import { type BackedUp, backedUp, backupSettings, openRestored, restoreInto } from '../support/backups.ts';
import { signedIn, type Visitor } from '../support/browse.ts';
import { PASSWORD, startDesk } from '../support/desk.ts';
import { madoguchi } from '../support/madoguchi.ts';
import { words } from '../support/pages.ts';
import { DATABASE_TIMERS } from '../support/time.ts';
import { AUDIT_KEY, jobContext } from '../support/worker.ts';
import { act, page, rows } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { person, someWaiting } from './support/people.ts';
import { arrive, bookByPhone, buildWorld, fill, find, on, shown, type World } from './support/world.ts';

let here: BackedUp;
let world: World;
beforeAll(async () => {
  here = await backedUp();
  world = await buildWorld(here.fresh);
});
afterAll(async () => {
  await world.close();
  await here.close();
});
const demand = demandsOf(() => world);

/** Somebody with a card and a booking. */
async function booked() {
  const one = await someWaiting(world);
  await bookByPhone(world, world.clerk, one.cardId, { office: 'honcho', daysOn: 4, hour: 9 });
  return one;
}

let disks = 0;
/** A disk on which nothing is. */
async function emptyDisk(): Promise<string> {
  disks += 1;
  return join(here.folder, `disk-${disks}`);
}

/** The city's approval, recorded with the command: the desk is away with the database. */
async function onPaper(): Promise<string> {
  const { said } = await madoguchi(
    ['restore', 'approve', '--by', '市民課長 山田 一郎', '--reason', '機器の故障'],
    backupSettings(here),
  );
  return /paper-\d{8}T\d{6}Z/u.exec(said)?.[0] ?? said;
}

/** An administrator at the desk of what was restored. */
async function atRestored(dataDir: string, work: (desk: Visitor) => Promise<void>): Promise<void> {
  const restored = await openRestored(here, dataDir);
  const desk = await startDesk(restored);
  try {
    await work(await signedIn(desk.url, 'ide', PASSWORD));
  } finally {
    await desk.close();
    await restored.stop();
  }
}

describe('9 復旧', () => {
  demand(
    '[9(1)b] a restore is refused until the city’s approval is recorded at the desk; it is used once, never over a database that is there, and kept',
    page('desk', 'POST /settings/recovery/approve'),
    async () => {
      await madoguchi(['backup'], backupSettings(here));
      const dataDir = await emptyDisk();
      const refused = await restoreInto(here, dataDir, ['999']);
      expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('no approval of a restore') });
      const path = '/settings/recovery/approve';
      const typed = { backup: 'newest', approver: '市民課長 山田 一郎', reason: 'データベースの機器が故障したため' };
      const answer = await on(world.admin, await fill(world.admin, shown(await world.admin.get(path)), path, typed));
      const number = /番号は (\d+) です/u.exec(words(answer))?.[1] ?? 'none';
      await madoguchi(['backup', 'follow'], backupSettings(here));
      expect(await restoreInto(here, dataDir, [number])).toMatchObject({ code: 0 });
      // Used once; and what is there now is not written over.
      expect(await restoreInto(here, await emptyDisk(), [number])).toMatchObject({
        code: 1,
        said: expect.stringContaining('used already'),
      });
      expect(await restoreInto(here, dataDir, [await onPaper()])).toMatchObject({
        code: 1,
        said: expect.stringContaining('nothing is written over it'),
      });
      await atRestored(dataDir, async (desk) => {
        const kept = words(shown(await desk.get('/settings/approvals')));
        for (const part of ['バックアップからの復元', '復元済', '市民課長 山田 一郎']) expect(kept).toContain(part);
        // In a rehearsal of clocks the command's own PostgreSQL tells the machine's day.
        if (DATABASE_TIMERS) expect(words(shown(await desk.get('/audit')))).toContain('バックアップから復元した');
      });
    },
  );

  demand(
    '[9(4)⑤] the city sets how fast and to when it wants to be back; a restore after the loss of the disk is measured against both, and the paper says who does what',
    rows('recovery.restores'),
    async () => {
      for (const [key, value] of [
        ['recovery-hours', '2'],
        ['recovery-loss-minutes', '30'],
      ] as const) {
        const path = `/settings/city/${key}`;
        await on(world.admin, await fill(world.admin, await world.admin.get(path), path, { value }));
      }
      await booked();
      await madoguchi(['backup'], backupSettings(here));
      await madoguchi(['backup', 'follow'], backupSettings(here));
      const dataDir = await emptyDisk();
      const { said } = await restoreInto(here, dataDir, [await onPaper()]);
      for (const part of ['復元にかかった時間', '失われた時間'])
        expect(said).toMatch(new RegExp(`${part}：.*（目標の範囲内）`, 'u'));
      await atRestored(dataDir, async (desk) => {
        const list = shown(await desk.get('/settings/recovery'));
        expect(words(list)).toContain('失われるのは30分まで');
        const report = /\/settings\/recovery\/restores\/\d+/u.exec(list.html)?.[0] ?? 'none';
        const says = words(shown(await desk.get(report)));
        for (const part of ['目標の範囲内', '送信を止めたメール', '操作履歴の封印']) expect(says).toContain(part);
      });
      const plan = readFileSync(join(ROOT, 'docs/papers/continuity.md'), 'utf8');
      for (const part of ['目標復旧時間', '目標復旧時点']) expect(plan).toContain(part);
      const headings = [...plan.matchAll(/^#{2,3} (?:\d+ )?(.*)$/gmu)].map(([, heading]) => heading);
      expect(headings).toEqual([
        '目標',
        '想定する事態と被害',
        '体制と権限',
        '発動と終了の判断',
        '役割と代行',
        '連絡',
        '優先する業務',
        '使えないあいだの窓口',
        '代替拠点と代替機器',
        '復元の手順',
        '承認欄（職員の画面が使えないとき）',
        '目標復旧時間に戻らないとき',
        '平常への復帰',
        '教育、訓練、見直し',
      ]);
    },
  );
});

describe('11(4) バックアップ', () => {
  demand(
    '[11(4)a] a backup is taken every day by itself and kept sealed; the desk shows it, and is alarmed where a day goes by without one',
    rows('recovery.backups'),
    async () => {
      const worker = here.fresh.as('worker');
      const context = { ...jobContext(worker, worker), backups: here };
      await here.fresh.db.run(sql`DELETE FROM recovery.backups`);
      // The worker's hour has come.
      await runJob('backup', context);
      await runJob('watch', context);
      const { code, said } = await madoguchi(['backup', 'list'], backupSettings(here));
      // Backups of other demands may be listed beside it: the newest is this one.
      const name = (said.match(/base-\d{8}T\d{6}Z/gu) ?? []).toSorted().at(-1) ?? 'no backup';
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
        await worker.close();
        await here.fresh.db.run(sql`DELETE FROM site.alarms`);
      }
    },
  );

  demand(
    '[11(4)b] after the loss of the database the state of minutes ago stands again: bookings before and after the backup, found at the desk',
    act('recovery.begin_backup'),
    async () => {
      const [before, after] = [await booked(), person()];
      expect(await madoguchi(['backup'], backupSettings(here))).toMatchObject({ code: 0 });
      await arrive(world, after);
      expect(await madoguchi(['backup', 'follow'], backupSettings(here))).toMatchObject({ code: 0 });
      const dataDir = await emptyDisk();
      const approval = await onPaper();
      expect(await restoreInto(here, dataDir, [approval])).toMatchObject({
        code: 0,
        said: expect.stringContaining('復元の報告'),
      });
      await atRestored(dataDir, async (desk) => {
        for (const one of [before, after]) expect(words(await find(desk, one.noticeId))).toContain(one.kana);
      });
    },
  );
});

/** Seals what stands until nothing waits, keeping the head elsewhere. */
async function sealed(heads: string): Promise<void> {
  const sealer = world.fresh.as('sealer', 1);
  try {
    const waiting = async () => {
      const { head } = await sealLog(sealer, AUDIT_KEY);
      if (head !== undefined) await keepHead(heads, head, Temporal.Now.instant());
      return (await sealer.one<{ since: Date | null }>(sql`SELECT audit.unsealed_since() AS since`)).since;
    };
    await expect.poll(waiting).toBeNull();
  } finally {
    await sealer.close();
  }
}

const verify = (heads: string) =>
  madoguchi(['verify'], { SEALER_DATABASE_URL: world.fresh.urlFor('sealer'), AUDIT_KEY, AUDIT_HEADS: heads });

describe('11(12) 操作履歴の保護', () => {
  demand(
    '[11(12)d] logs are kept from who has no right to them, from change and from deletion, and stand in the backup: a changed line is found, and the restored desk shows who booked',
    rows('audit.events'),
    async () => {
      const one = await booked();
      expect((await world.clerk.get('/audit')).status).toBe(403);
      const desk = world.fresh.as('desk', 1);
      try {
        for (const change of [sql`UPDATE audit.events SET act = 'x'`, sql`DELETE FROM audit.events`])
          await expect(desk.run(change)).rejects.toThrow('permission denied');
      } finally {
        await desk.close();
      }
      const heads = join(here.folder, `heads-${Date.now()}`);
      await sealed(heads);
      expect(await verify(heads)).toMatchObject({ code: 0, said: expect.stringContaining('The log is whole') });
      await madoguchi(['backup'], backupSettings(here));
      const dataDir = await emptyDisk();
      expect(await restoreInto(here, dataDir, [await onPaper()])).toMatchObject({ code: 0 });
      await atRestored(dataDir, async (visitor) => {
        const said = words(shown(await visitor.get('/audit')));
        for (const part of ['予約した', '古賀 恵子']) expect(said).toContain(part);
        expect(words(await find(visitor, one.noticeId))).toContain(one.kana);
      });
      // Who has the whole database in hand changes a line: it is found.
      const { id, act } = await here.fresh.db.one<{ id: number; act: string }>(
        sql`UPDATE audit.events SET act = 'forged' WHERE id = (SELECT max(id) FROM audit.events WHERE act = 'reservation.booked') RETURNING id, 'reservation.booked' AS act`,
      );
      try {
        expect(await verify(heads)).toMatchObject({ code: 1, said: expect.stringContaining('is not what was sealed') });
      } finally {
        await here.fresh.db.run(sql`UPDATE audit.events SET act = ${act} WHERE id = ${id}`);
      }
    },
  );
});
