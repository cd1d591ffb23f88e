import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { shortDate } from '../../../src/lib/dates/format.ts';
import { addDays } from '../../../src/lib/dates/jst.ts';
import { ROOT } from '../../../src/lib/root.ts';
import { otherClock } from '../../clocks/moments.ts';
import { openBalancer } from '../../support/balancer.ts';
import { signedIn, visitor } from '../../support/browse.ts';
import { startCitizenDoor } from '../../support/citizen.ts';
import { startCluster } from '../../support/cluster.ts';
import { databaseIn } from '../../support/database.ts';
import { PASSWORD, startDesk } from '../../support/desk.ts';
import { freePorts } from '../../support/madoguchi.ts';
import { heading, words } from '../../support/pages.ts';
import { buildSmallCity } from '../../support/small-city.ts';
import { fill, on } from './world.ts';

/** The stand-in as production runs it: a process of its own. */
function startStandIn(databaseUrl: string, port: string, folder: string): { end(): Promise<void> } {
  const child: ChildProcess = spawn(process.execPath, [join(ROOT, 'dist', 'main.js'), 'stand-in'], {
    env: {
      ...otherClock(process.env),
      PATH: process.env['PATH'],
      CITIZEN_DATABASE_URL: databaseUrl,
      STAND_IN_PORT: port,
      STAND_IN_DIR: folder,
    },
    stdio: 'ignore',
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    end: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}

const DEAD = 'postgres://madoguchi_citizen@127.0.0.1:1/madoguchi';
const PATIENCE = { interval: 100, timeout: 30_000 };

/**
 * A stop is planned at the desk; then the database is ended, the door, and the stand-in is started anew with nothing behind it. Whoever comes reads that
 * it is a stop and its end.
 * @param learns whether the stand-in is given the database before
 */
export async function whileAllIsDown(learns: boolean): Promise<void> {
  const cluster = await startCluster(18, { max_connections: '60' });
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-stand-in-'));
  const { STAND_IN_PORT: port } = await freePorts();
  const fresh = await databaseIn(cluster);
  const city = await buildSmallCity(fresh.db, 5);
  const [desk, door] = [await startDesk(fresh), await startCitizenDoor(fresh)];
  const front = await openBalancer([door.url], `http://127.0.0.1:${port}`);
  let standIn = startStandIn(learns ? fresh.urlFor('citizen') : DEAD, port, folder);
  try {
    await desk.account('ide', ['admin'], city.main, '井手 誠');
    const admin = await signedIn(desk.url, 'ide', PASSWORD);
    const path = '/settings/maintenance';
    const [today, end] = [city.today, addDays(city.today, 2)];
    const typed = {
      'starts-day': today,
      'starts-time': '0:00',
      'ends-day': end,
      'ends-time': '6:00',
      presented: today,
      short: '急な点検のため',
    };
    await on(admin, await fill(admin, await admin.get(path), path, { ...typed, reason: 'データベースの点検のため' }));
    if (learns)
      await expect.poll(() => readFileSync(join(folder, 'known.json'), 'utf8'), PATIENCE).toContain('データベースの点検');
    // All goes down: the site's door, the desk, the database; and the stand-in has to begin anew without any of them.
    await Promise.all([door.close(), desk.close(), fresh.db.close()]);
    await cluster.stop();
    await standIn.end();
    standIn = startStandIn(DEAD, port, folder);
    await expect.poll(async () => (await visitor(front.url).get('/')).status, PATIENCE).toBe(503);
    for (const asked of ['/', '/notice', '/manage', '/assets/gone.css']) {
      const said = await visitor(front.url).get(asked);
      expect([said.status, heading(said)]).toEqual([503, 'ただいま、予約をお休みしています']);
      expect(words(said)).toContain(`${shortDate(end)}午前6時`);
      expect(said.html).toContain('href="tel:0942309000"');
      expect(said.html).not.toMatch(/(?:src|href)="(?!tel:)/u);
    }
  } finally {
    await standIn.end();
    await front.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
