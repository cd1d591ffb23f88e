import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { descendants } from '../../src/lib/postgres/descendants.ts';
import { visitor } from '../support/browse.ts';
import { smallDisk } from '../support/full-disk.ts';
import { freePorts, type Ports, type System, startSystem } from '../support/madoguchi.ts';

const folder = mkdtempSync(join(tmpdir(), 'madoguchi-start-'));
chmodSync(folder, 0o755);
const dataDir = join(folder, 'data');
let ports: Ports & { DEMO_CARDS: string };
let system: System;

type States = Record<string, { ready: boolean; pid: number }>;
const states = async (): Promise<States> => (await (await fetch(`${system.health}/readyz`)).json()) as States;

/** Asks until it holds; the test's own time limit ends it otherwise. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds().catch(() => false))) await pause(50);
}

/** The desk's own connection, found as an operator would: the secret in the data folder, the port in PostgreSQL's. */
function desk() {
  const secrets = JSON.parse(readFileSync(join(dataDir, 'secrets.json'), 'utf8')) as { desk: string };
  const port = readFileSync(join(dataDir, 'db', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[3];
  return connect({ url: `postgres://madoguchi_desk:${secrets.desk}@127.0.0.1:${port}/madoguchi`, max: 4, name: 'test' });
}

const postmaster = (): number => Number(readFileSync(join(dataDir, 'db', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

beforeAll(async () => {
  // The largest need here is 200 people.
  ports = { ...(await freePorts()), DEMO_CARDS: '4000' };
  system = await startSystem(dataDir, ports);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('one command line', () => {
  test('it says where to open it, who may sign in and what can be booked', () => {
    expect(system.output()).toContain(system.citizen);
    expect(system.output()).toContain(system.desk);
    expect(system.output()).toMatch(/admin \/ \S+/u);
    expect(system.output().match(/交付通知書ID [A-Z0-9]{3}-\d{6}, born/gu)).toHaveLength(3);
  });

  test('[8(1)③a] [8(1)③b] both doors answer, and neither serves the other’s pages [8(1)③c]', async () => {
    expect((await fetch(`${system.citizen}/`)).status).toBe(200);
    expect((await fetch(`${system.desk}/sign-in`)).status).toBe(200);
    expect((await fetch(`${system.citizen}/sign-in`)).status).toBe(404);
    expect((await fetch(`${system.desk}/notice`)).status).toBe(404);
    expect((await fetch(`${system.mails}/`)).status).toBe(200);
    expect((await fetch(`${system.health}/metrics`)).status).toBe(200);
    expect((await fetch(`http://localhost:${ports.STAND_IN_PORT}/`)).status).toBe(503);
  });

  test('[8(1)③c] each site signs its cookies by a secret of its own: a form’s cookie of one is nothing at the other', async () => {
    const [citizen, desk] = [visitor(system.citizen), visitor(system.desk)];
    await citizen.get('/notice?service=card-pickup');
    await desk.get('/sign-in');
    const [of, at] = [
      { form: citizen.cookies.get('form') ?? '', token: citizen.token() },
      { form: desk.cookies.get('form') ?? '', token: desk.token() },
    ];
    const press = async (site: string, path: string, { form, token }: typeof of) =>
      (
        await fetch(`${site}${path}`, {
          method: 'POST',
          redirect: 'manual',
          headers: { cookie: `form=${form}` },
          body: new URLSearchParams({ form_token: token }),
        })
      ).status;
    expect(of.form).not.toBe('');
    expect(at.form).not.toBe('');
    expect(await press(system.citizen, '/notice', of)).toBe(422);
    expect(await press(system.citizen, '/notice', at)).toBe(403);
    expect(await press(system.desk, '/sign-in', at)).not.toBe(403);
    expect(await press(system.desk, '/sign-in', of)).toBe(403);
  });

  test('a second start on the same folder is refused in one sentence', async () => {
    const second = await startSystem(dataDir, await freePorts());
    expect(await second.ended).toBe(1);
    expect(second.output().trim().split('\n')).toHaveLength(1);
    expect(second.output()).toContain('is running on');
  });

  test('a taken port is refused with its number and its setting', async () => {
    const other = await freePorts();
    const squatter = createServer().listen(Number(other.DESK_PORT), '127.0.0.1');
    const second = await startSystem(join(folder, 'other'), other);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`Port ${other.DESK_PORT} is taken`);
    expect(second.output()).toContain('DESK_PORT');
    await new Promise((resolve) => squatter.close(resolve));
  });

  test('a port named twice is refused in one sentence', async () => {
    const other = await freePorts();
    const second = await startSystem(join(folder, 'other'), { ...other, DESK_PORT: other.CITIZEN_PORT });
    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(`CITIZEN_PORT and DESK_PORT are both ${other.CITIZEN_PORT}: each needs a port of its own.\n`);
  });

  test('secrets written by half are refused in one sentence', async () => {
    const half = join(folder, 'half');
    mkdirSync(half);
    writeFileSync(join(half, 'secrets.json'), '{"cookie":"abc');
    const second = await startSystem(half, await freePorts());
    expect(await second.ended).toBe(1);
    expect(second.output().trim().split('\n')).toHaveLength(1);
    expect(second.output()).toContain(`${join(half, 'secrets.json')} is not whole`);
  });

  const disk = smallDisk('20m');
  test.runIf(disk !== undefined)('a first start on a full disk says so in one sentence, wherever the room ends', async () => {
    for (const room of [0, 100_000, 12_000_000]) {
      disk?.clear();
      disk?.fill(room);
      const second = await startSystem(join(disk?.folder ?? '', 'data'), await freePorts());
      expect(await second.ended).toBe(1);
      expect(second.output()).toMatch(/^[^\n]*[Nn]o space is left[^\n]*\n$/u);
    }
    disk?.remove();
  });
});

test('[8(1)⑩] the citizens’ door gives way to the desk where both want the processor', async () => {
  const { citizen, desk } = await states();
  expect(getPriority(citizen?.pid)).toBeGreaterThan(getPriority(desk?.pid));
});

describe('kill -9', () => {
  test('of the database: it is started again, the sites and the supervisor go on', async () => {
    process.kill(postmaster(), 'SIGKILL');
    await until(async () => system.output().includes('the database is back'));
    await until(async () => (await fetch(`${system.health}/readyz`)).status === 200);
    expect((await fetch(`${system.citizen}/`)).status).toBe(200);
    expect((await fetch(`${system.desk}/readyz`)).status).toBe(200);
    expect(system.child.exitCode).toBeNull();
  });

  test('health tells what the sites tell: 503 while the database is frozen, 200 when it goes on', async () => {
    const main = postmaster();
    const all = [main, ...descendants(main)];
    for (const pid of all) process.kill(pid, 'SIGSTOP');
    try {
      // A site keeps what everyone sees alike for a second.
      const away = (url: string) => until(async () => (await fetch(`${url}/readyz`)).status === 503);
      await Promise.all([away(system.citizen), away(system.desk)]);
      expect((await fetch(`${system.health}/readyz`)).status).toBe(503);
    } finally {
      for (const pid of all) process.kill(pid, 'SIGCONT');
    }
    await until(async () => (await fetch(`${system.health}/readyz`)).status === 200);
  });

  test('of any one process: it is started again, the others go on', async () => {
    for (const name of ['citizen', 'desk', 'worker', 'stand-in']) {
      const before = await states();
      process.kill(before[name]?.pid ?? 0, 'SIGKILL');
      await until(async () => {
        const now = await states();
        return now[name]?.ready === true && now[name]?.pid !== before[name]?.pid;
      });
    }
    expect((await fetch(`${system.citizen}/`)).status).toBe(200);
  });

  test('of everything in the middle of bookings: nothing confirmed is lost or doubled, the next start recovers', async () => {
    const db = desk();
    const actor = sql`ROW('staff', 1, NULL, NULL)::audit.actor`;
    const free = await db.rows<{ slot: number; card: number }>(sql`
      SELECT s.id AS slot, c.id AS card
      FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM ledger.slots WHERE service_id = 1 AND office_id = 1 AND day BETWEEN lib.day_of(lib.now()) + 30 AND lib.day_of(lib.now()) + 60 AND capacity - taken > 0) s
      JOIN (SELECT min(id) AS id, row_number() OVER (ORDER BY min(id)) AS n FROM cards.cards WHERE status = 'notified' AND person_key IS NOT NULL AND NOT protected
            AND NOT EXISTS (SELECT FROM ledger.standing t WHERE t.key = 'p:' || person_key) GROUP BY person_key) c USING (n) LIMIT 200`);
    const acknowledged = new Map<string, string>();
    let fallen = false;
    const work = Promise.all(
      [0, 1, 2, 3].map(async (lane) => {
        for (const { slot, card } of free.filter((_, i) => i % 4 === lane)) {
          if (fallen) return;
          const id = crypto.randomUUID();
          const number = await db
            .transaction(async (tx) => {
              await tx.run(
                sql`SELECT reservations.hold(${actor}, ${id}, 1, ${slot}, ${JSON.stringify([{ card_id: card }])}::jsonb, 'staff', 'phone', NULL, '', 'ja', NULL, NULL)`,
              );
              return (await tx.one<{ number: string }>(sql`SELECT reservations.confirm(${actor}, ${id}) AS number`)).number;
            })
            .catch(() => undefined);
          if (number !== undefined) acknowledged.set(id, number);
        }
      }),
    );
    await until(async () => acknowledged.size >= 20);
    process.kill(postmaster(), 'SIGKILL');
    await system.kill();
    fallen = true;
    await work;
    await db.close().catch(() => {});

    system = await startSystem(dataDir, ports);
    const after = desk();
    const rows = await after.rows<{ id: string; number: string }>(
      sql`SELECT id, number FROM reservations.reservations WHERE id = ANY (${[...acknowledged.keys()]}::uuid[]) AND state = 'booked'`,
    );
    expect(new Map(rows.map((row) => [row.id, row.number]))).toEqual(acknowledged);
    const drift = await after.rows(sql`
      SELECT s.id FROM ledger.slots s LEFT JOIN (
        SELECT r.units, unnest(reservations.slots_of(r)) AS slot FROM reservations.reservations r
        WHERE r.state IN ('held', 'booked') OR (r.state = 'ended' AND r.end_reason = 'visit')) has ON has.slot = s.id
      GROUP BY s.id HAVING s.taken <> coalesce(sum(has.units), 0)`);
    expect(drift).toEqual([]);
    await after.close();
  });
});
