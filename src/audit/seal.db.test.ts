import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { makeCard } from '../../test/support/small-city.ts';
import { shiftTime } from '../../test/support/time.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { raw, sql } from '../lib/db/sql.ts';
import { seal, seedOf } from './chain.ts';
import { countPast, expire } from './expire.ts';
import { type KeptHead, keepHead, readHeads } from './heads.ts';
import { checkKey, WrongAuditKey } from './key.ts';
import { changeKey, type Head, sealLog } from './seal.ts';
import { verifyLog } from './verify.ts';

const KEY = 'a key for tests that is long enough to seal';
const OTHER_KEY = 'another key that is long enough to seal!';

let fresh: FreshDatabase;
let db: Db;
const open = async (version: 15 | 18 = 18): Promise<void> => {
  passed = 0;
  fresh = await freshDatabase({ version });
  db = connect({ url: fresh.urlFor('sealer'), max: 4, name: 'test' });
};
const shut = async (): Promise<void> => {
  await db.close();
  await fresh.drop();
};
beforeEach(() => open());
afterEach(shut);

const WRITE = `SELECT audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, $1, lib.now(), NULL, NULL, NULL, '{"n": 1, "日": "本"}')`;
const write = (act: string, count = 1) =>
  fresh.db.run(sql`
    SELECT audit.write(ROW('operator', NULL, 'r1', '10.0.0.0/24')::audit.actor, ${act}, lib.now(), gen_random_uuid(), n, 1, jsonb_build_object('n', n))
    FROM generate_series(1, ${count}::integer) AS n`);
let passed = 0;
/** Lets the city's time go on, for the database and for whoever verifies. */
const travel = async (seconds: number): Promise<void> => {
  passed += seconds;
  await shiftTime(fresh, passed);
};
const now = () => Temporal.Now.instant().add({ seconds: passed });
/** A head as it is kept elsewhere now. */
const keptNow = (head: Head | undefined): KeptHead[] => (head === undefined ? [] : [{ ...head, at: now() }]);
const verify = async (kept: readonly KeptHead[] = [], keys = [KEY]) => {
  const { findings, ...rest } = await verifyLog(db, { keys, kept, now: now() });
  return { ...rest, kinds: [...new Set(findings.map(({ kind }) => kind))], findings };
};
const unsealed = async () =>
  (
    await fresh.db.rows<{ act: string }>(
      sql`SELECT act FROM audit.events e WHERE NOT EXISTS (SELECT FROM audit.seals s WHERE s.event_id = e.id) ORDER BY id`,
    )
  ).map(({ act }) => act);

/**
 * Seals until nothing waits: other tests' open transactions in the same cluster hold sealing back for a moment, as they should.
 * Returns the rows sealed and the last head.
 */
async function sealAll(): Promise<{ rows: number; newGeneration: boolean; head: Head | undefined }> {
  let rows = 0;
  let newGeneration = false;
  for (;;) {
    const sealed = await sealLog(db, KEY);
    rows += sealed.rows;
    newGeneration ||= sealed.newGeneration;
    if ((await unsealed()).length === 0) return { rows, newGeneration, head: sealed.head };
    await pause(20);
  }
}

/** A session of its own with an open transaction that wrote a line of the log. */
async function openWriter(act: string): Promise<{ commit(): Promise<void> }> {
  const client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
  await client.query('BEGIN');
  await client.query(WRITE, [act]);
  return {
    commit: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}

describe('[11(12)d] sealing', () => {
  test.each([18, 15] as const)('every line is sealed once and the chain holds, on PostgreSQL %i', async (version) => {
    await shut();
    await open(version);
    await write('first', 7_000);
    const sealed = await sealAll();
    expect(sealed).toMatchObject({ rows: 7_000, newGeneration: true, head: { generation: 1, position: 7_000 } });
    await write('second', 3);
    expect(await sealAll()).toMatchObject({ rows: 3, newGeneration: false, head: { position: 7_003 } });
    expect(await sealAll()).toMatchObject({ rows: 0, head: { position: 7_003 } });
    expect(await verify()).toMatchObject({ rows: 7_003, kinds: [] });
  });

  test('the hash of an instant does not depend on anyone’s time zone', async () => {
    await write('first', 3);
    await sealAll();
    const elsewhere = connect({ url: `${fresh.urlFor('sealer')}?options=-c%20TimeZone%3DAmerica/Caracas`, max: 1, name: 'test' });
    expect((await elsewhere.one<{ z: string }>(sql`SELECT current_setting('TimeZone') AS z`)).z).toBe('America/Caracas');
    expect((await verifyLog(elsewhere, { keys: [KEY], kept: [], now: now() })).findings).toEqual([]);
    await elsewhere.close();
  });

  test('several sealers at once make one chain', async () => {
    await write('first', 12_000);
    await Promise.all([sealLog(db, KEY), sealLog(db, KEY), sealLog(db, KEY)]);
    await write('second', 12_000);
    await Promise.all([sealLog(db, KEY), sealLog(db, KEY), sealLog(db, KEY)]);
    await sealAll();
    expect(await verify()).toMatchObject({ rows: 24_000, kinds: [] });
  });

  test('the sealer may add seals and change neither them nor the log', async () => {
    await write('first');
    await sealAll();
    for (const statement of [
      sql`UPDATE audit.events SET act = 'x'`,
      sql`DELETE FROM audit.events`,
      sql`UPDATE audit.seals SET hash = ''`,
      sql`DELETE FROM audit.seals`,
      sql`INSERT INTO audit.seals (event_id, generation, position, row_hash, hash, sealed_at) VALUES (9, 1, 9, '', '', now())`,
      sql`UPDATE audit.generations SET sealed_below = '0'`,
    ])
      await expect(db.run(statement)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('[11(12)d] lines that commit out of order', () => {
  test('are all sealed: those behind an open transaction wait for it', async () => {
    const slow = await openWriter('slow');
    await write('quick');
    expect((await sealLog(db, KEY)).rows).toBe(0);
    await slow.commit();
    expect((await sealAll()).rows).toBe(2);
    expect(await unsealed()).toEqual([]);
  });

  test('control: sealing by id misses one', async () => {
    const byId = async (after: number) =>
      await fresh.db.rows<{ id: number; act: string }>(sql`SELECT id, act FROM audit.events WHERE id > ${after} ORDER BY id`);
    const slow = await openWriter('slow');
    await write('quick');
    const first = await byId(0);
    await slow.commit();
    const second = await byId(first.at(-1)?.id ?? 0);
    expect([...first, ...second].map(({ act }) => act)).toEqual(['quick']);
  });

  test('control: the oldest running transaction asked for in a later statement misses one', async () => {
    let tries = 0;
    const found = async (): Promise<string[]> => {
      tries += 1;
      const slow = await openWriter(`slow ${tries}`);
      const { rows } = await fresh.db.one<{ rows: string[] }>(
        sql`SELECT coalesce(array_agg(act), '{}') AS rows FROM audit.events WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) AND act = ${`slow ${tries}`}`,
      );
      await slow.commit();
      const { cut } = await fresh.db.one<{ cut: string }>(sql`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS cut`);
      const later = await fresh.db.rows<{ act: string }>(
        sql`SELECT act FROM audit.events WHERE xid >= ${cut}::text::xid8 AND act = ${`slow ${tries}`}`,
      );
      return [...rows, ...later.map(({ act }) => act)];
    };
    // An older transaction of another test in this cluster would save it: until there is none.
    await expect.poll(found).toEqual([]);
    // Read in one statement, the limit lies below what was not yet to be seen.
    expect((await sealAll()).rows).toBe(tries);
  });

  test('while eight write and commit as they please, nothing is missed', async () => {
    let writing = true;
    const one = async (writer: number): Promise<void> => {
      const client = new pg.Client({ connectionString: fresh.url });
      await client.connect();
      for (let n = 0; writing; n += 1) {
        await client.query('BEGIN');
        await client.query(WRITE, [`w${writer}`]);
        await client.query('SELECT pg_sleep($1)', [((n * 7 + writer * 3) % 11) / 2_000]);
        await client.query((n + writer) % 5 === 0 ? 'ROLLBACK' : 'COMMIT');
      }
      await client.end();
    };
    const writers = Array.from({ length: 8 }, (_, writer) => one(writer));
    let sealed = 0;
    // A hundred times, and until something was sealed: a long transaction of another test in this cluster holds sealing back.
    for (let n = 0; n < 100 || sealed === 0; n += 1) sealed += (await sealLog(db, KEY)).rows;
    writing = false;
    await Promise.all(writers);
    sealed += (await sealAll()).rows;
    const { count } = await fresh.db.one<{ count: number }>(sql`SELECT count(*) AS count FROM audit.events`);
    expect(sealed).toBe(count);
    expect(await verify()).toMatchObject({ rows: count, kinds: [] });
  });
});

describe('[11(12)d] what the chain shows', () => {
  const asSuperuser = (text: string) => fresh.db.pool.query(text);
  let heads: KeptHead[];
  beforeEach(async () => {
    await write('entry', 20);
    const { head } = await sealAll();
    heads = keptNow(head);
    expect((await verify(heads)).kinds).toEqual([]);
  });

  test('a changed line', async () => {
    await asSuperuser(`UPDATE audit.events SET detail = '{"n": 999}' WHERE id = 7`);
    expect((await verify(heads)).findings).toMatchObject([{ kind: 'changed', position: 7, eventId: '7' }]);
  });
  test('a changed instant, by a microsecond', async () => {
    await asSuperuser(`UPDATE audit.events SET at = at + interval '1 microsecond' WHERE id = 7`);
    expect((await verify()).kinds).toEqual(['changed']);
  });
  test('a changed line whose hash was changed with it', async () => {
    await asSuperuser(`UPDATE audit.events SET act = 'x' WHERE id = 7`);
    await asSuperuser(`UPDATE audit.seals SET row_hash = sha256('x') WHERE event_id = 7`);
    expect((await verify()).kinds).toContain('broken');
  });
  test('a removed line', async () => {
    await asSuperuser('DELETE FROM audit.events WHERE id = 7');
    expect((await verify()).findings).toMatchObject([{ kind: 'removed', position: 7 }]);
  });
  test('a removed line made to look expired', async () => {
    await asSuperuser('DELETE FROM audit.events WHERE id = 7');
    await asSuperuser('UPDATE audit.seals SET removed_at = now() WHERE event_id = 7');
    expect((await verify()).kinds).toEqual(['removed']);
  });
  test('a line put in', async () => {
    await asSuperuser(
      `INSERT INTO audit.events (id, at, xid, actor_kind, act) OVERRIDING SYSTEM VALUE VALUES (1000, now(), '10', 'operator', 'forged')`,
    );
    expect((await verify()).findings).toMatchObject([{ kind: 'unsealed', eventId: '1000' }]);
  });
  test('a middle cut out', async () => {
    await asSuperuser('DELETE FROM audit.events WHERE id BETWEEN 7 AND 9');
    await asSuperuser('DELETE FROM audit.seals WHERE event_id BETWEEN 7 AND 9');
    expect((await verify()).kinds).toEqual(expect.arrayContaining(['gap', 'broken']));
  });
  test('a tail cut off, by the head kept elsewhere; control: without it nothing shows', async () => {
    await asSuperuser('DELETE FROM audit.events WHERE id > 15');
    await asSuperuser('DELETE FROM audit.seals WHERE event_id > 15');
    expect((await verify()).kinds).toEqual([]);
    expect((await verify(heads)).findings).toMatchObject([{ kind: 'cut', position: 20 }]);
  });
  test('a tail cut off and grown anew', async () => {
    await asSuperuser('DELETE FROM audit.events WHERE id > 15');
    await asSuperuser('DELETE FROM audit.seals WHERE event_id > 15');
    await write('other', 30);
    await sealAll();
    expect((await verify()).kinds).toEqual([]);
    expect((await verify(heads)).kinds).toEqual(['forked']);
  });
  test('another key', async () => {
    expect((await verify([], [OTHER_KEY])).findings).toMatchObject([{ kind: 'detached', generation: 1 }]);
  });
});

describe('[11(12)d] a restored or copied cluster', () => {
  test('begins a new generation that hangs on the old one and takes in lines with transaction ids of the old cluster', async () => {
    await write('old', 10);
    await sealAll();
    await write('on its way', 3);
    // As after copying the tables into another cluster: its name differs, and the ids come from a cluster that was far ahead.
    await fresh.db.run(sql`UPDATE audit.generations SET cluster = '1/1', seed = ${seedOf(KEY, 1, '1/1', null)}`);
    await fresh.db.run(sql`UPDATE audit.events SET xid = ((xid::text::bigint) + 100000000)::text::xid8`);
    await resealFirst();
    await write('new', 2);
    const sealed = await sealAll();
    expect(sealed).toMatchObject({ rows: 5, newGeneration: true, head: { generation: 2, position: 5 } });
    expect(await unsealed()).toEqual([]);
    await write('newer', 2);
    expect((await sealAll()).rows).toBe(2);
    expect(await verify()).toMatchObject({ rows: 17, kinds: [] });
    await fresh.db.pool.query('DELETE FROM audit.seals WHERE generation = 1 AND position > 8');
    expect((await verify()).kinds).toContain('detached');
  });

  /** The first generation's seals as the other cluster would have made them. */
  async function resealFirst(): Promise<void> {
    let before = seedOf(KEY, 1, '1/1', null);
    for (const { position, row_hash } of await fresh.db.rows<{ position: number; row_hash: Buffer }>(
      sql`SELECT position, row_hash FROM audit.seals ORDER BY position`,
    )) {
      before = seal(KEY, 1, position, before, row_hash);
      await fresh.db.run(sql`UPDATE audit.seals SET hash = ${before} WHERE position = ${position}`);
    }
  }
});

describe('[8(1)⑧] the years of the log', () => {
  const YEAR = 366 * 86_400;
  test('old lines go, their hashes stay, the chain links, and the heads kept elsewhere show that they were old enough', async () => {
    await write('old', 10);
    const kept = keptNow((await sealAll()).head);
    await travel(3 * YEAR);
    await write('young', 4);
    kept.push(...keptNow((await sealAll()).head));
    await travel(3 * YEAR);
    expect(await expire(db)).toBe(10);
    expect((await verify(kept)).kinds).toEqual([]);
    kept.push(...keptNow((await sealAll()).head));
    expect(await verify(kept)).toMatchObject({ rows: 15, kinds: [] });
    expect(await expire(db)).toBe(0);
  });

  test('lines of a card that is kept stay with it, and the chain holds; once it is kept no more they go too', async () => {
    const card = await makeCard(fresh.db, { noticeId: 'A1B-000001' });
    await fresh.db.run(sql`INSERT INTO cards.kept (card_id, why, at, staff_id) VALUES (${card}, '訴訟', lib.now(), 1)`);
    await write('old', card + 4);
    const kept = keptNow((await sealAll()).head);
    await travel(6 * YEAR);
    const before = await sealAll();
    kept.push(...keptNow(before.head));
    const { due } = await fresh.db.one<{ due: number }>(sql`SELECT count(*)::integer AS due FROM audit.events`);
    expect(await countPast(fresh.db, new Date(now().epochMilliseconds))).toBe(due - 1);
    expect(await expire(db)).toBe(due - 1);
    expect(await fresh.db.rows(sql`SELECT card_id AS card FROM audit.events WHERE act = 'old'`)).toEqual([{ card }]);
    kept.push(...keptNow((await sealAll()).head));
    expect((await verify(kept)).kinds).toEqual([]);
    await fresh.db.run(sql`UPDATE cards.kept SET lifted_at = lib.now()`);
    expect(await expire(db)).toBe(1);
    kept.push(...keptNow((await sealAll()).head));
    expect((await verify(kept)).kinds).toEqual([]);
  });

  test('nobody gets rid of a young line this way: not by the clock of the caller, and not by a setting below a year', async () => {
    await write('young');
    await sealAll();
    await fresh.db.run(sql`INSERT INTO site.settings (key, value) VALUES ('keep-log-years', '0')`);
    await travel(360 * 86_400);
    expect(await expire(db)).toBe(0);
    expect(await unsealed()).toEqual([]);
  });

  test('rows removed and a line forged that says they were expired: the heads kept elsewhere say how old they were', async () => {
    await write('entry', 20);
    const kept = keptNow((await sealAll()).head);
    await fresh.db.pool.query(
      'DELETE FROM audit.events WHERE id <= 10; UPDATE audit.seals SET removed_at = now() WHERE position <= 10',
    );
    await fresh.db.run(sql`
      SELECT audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'audit.expired', lib.now(), NULL, NULL, NULL,
        '{"rows": 10, "upTo": [{"generation": 1, "position": 10}], "years": 1}')`);
    expect((await verify(kept)).findings).toMatchObject([{ kind: 'young', generation: 1, position: 10 }]);
    kept.push(...keptNow((await sealAll()).head));
    expect((await verify(kept)).findings).toMatchObject([{ kind: 'young', generation: 1, position: 10 }]);
    // Control: without them nothing shows, which is why the command does not end with 0 then.
    expect((await verify()).kinds).toEqual([]);
  });

  test('rows removed by a clock that was put ahead: the line is dated ahead of its seal', async () => {
    await write('entry', 20);
    const kept = keptNow((await sealAll()).head);
    await shiftTime(fresh, 6 * YEAR);
    expect(await expire(db)).toBe(20);
    await shiftTime(fresh, 0);
    expect((await verify(kept)).kinds).toEqual(['ahead']);
    kept.push(...keptNow((await sealAll()).head));
    await travel(8 * YEAR);
    expect((await verify(kept)).kinds).toEqual(['ahead']);
  });
});

describe('[11(12)d] who may', () => {
  const CALLS = [
    `audit.expire()`,
    `audit.lock_chain()`,
    `audit.open_generation(99, '')`,
    `audit.change_key(2, '')`,
    `audit.add_seals(1, 0, '{}', '{}', '{}', '0')`,
  ];
  test.each(['desk', 'worker', 'citizen'] as const)('the %s can neither seal nor remove nor open a generation', async (role) => {
    await write('entry');
    await sealAll();
    const other = connect({ url: fresh.urlFor(role), max: 1, name: 'test' });
    for (const call of CALLS) await expect(other.run(raw(`SELECT ${call}`))).rejects.toMatchObject({ code: '42501' });
    await other.close();
    expect((await verify()).kinds).toEqual([]);
  });

  test('the sealer opens no generation out of turn, and none where the cluster is the same', async () => {
    await write('entry');
    await sealAll();
    const open = (generation: number) =>
      db.one<{ began: boolean }>(sql`SELECT audit.open_generation(${generation}, 'x') AS began`);
    expect(await open(99)).toEqual({ began: false });
    await fresh.db.run(sql`UPDATE audit.generations SET cluster = '1/1'`);
    await expect(open(99)).rejects.toThrow('follow one another');
  });

  test('nobody at the desk dates a line ahead or back', async () => {
    const desk = connect({ url: fresh.urlFor('desk'), max: 1, name: 'test' });
    const at = (offset: string) =>
      desk.run(sql`SELECT audit.write(ROW('staff', 1, NULL, NULL)::audit.actor, 'x', lib.now() + ${offset}::interval)`);
    for (const offset of ['1 minute', '-2 hours', '366 days']) await expect(at(offset)).rejects.toThrow('an act happens now');
    expect(await at('-1 second')).toBe(1);
    await desk.close();
  });
});

describe('[11(12)d] the key', () => {
  test('another one than the last seal was made with is refused, at the start and before each seal: it would spoil the log', async () => {
    await checkKey(db, OTHER_KEY);
    await write('entry', 3);
    await sealAll();
    await checkKey(db, KEY);
    await expect(checkKey(db, OTHER_KEY)).rejects.toThrow(WrongAuditKey);
    await write('entry', 3);
    await expect(sealLog(db, OTHER_KEY)).rejects.toThrow(WrongAuditKey);
    expect(await sealAll()).toMatchObject({ rows: 3 });
    expect((await verify()).kinds).toEqual([]);
  });

  test('is changed: a generation with the new one hangs on the last head; both verify it, neither does alone', async () => {
    await write('entry', 3);
    await sealAll();
    await write('entry', 2);
    // A transaction is open, as one of another test may be. What it holds back is sealed later, with the new key.
    const slow = await openWriter('slow');
    const heads = await changeKey(db, KEY, OTHER_KEY);
    await slow.commit();
    await expect(checkKey(db, KEY)).rejects.toThrow(WrongAuditKey);
    await expect(sealLog(db, KEY)).rejects.toThrow(WrongAuditKey);
    await expect(changeKey(db, KEY, OTHER_KEY)).rejects.toThrow(WrongAuditKey);
    await write('entry', 4);
    const left = async () => {
      const { head } = await sealLog(db, OTHER_KEY);
      return { head: head?.generation, left: await unsealed() };
    };
    await expect.poll(left).toEqual({ head: 2, left: [] });
    const kept = heads.flatMap(keptNow);
    expect(await verify(kept, [OTHER_KEY, KEY])).toMatchObject({ rows: 11, kinds: [] });
    expect((await verify(kept, [OTHER_KEY])).findings).toMatchObject([{ kind: 'detached', generation: 1 }]);
    expect((await verify(kept, [KEY])).findings).toMatchObject([{ kind: 'detached', generation: 2 }]);
    const acts = await fresh.db.rows<{ act: string }>(sql`SELECT act FROM audit.events WHERE act = 'audit.key-changed'`);
    expect(acts).toHaveLength(1);
  });

  test('a new generation that has not sealed yet is held to its key too', async () => {
    await write('entry', 3);
    await sealAll();
    const { hash } = (await verify()).heads[0] ?? { hash: '' };
    const { cluster } = await db.one<{ cluster: string }>(sql`SELECT audit.cluster() AS cluster`);
    await db.run(sql`SELECT audit.change_key(2, ${seedOf(OTHER_KEY, 2, cluster, Buffer.from(hash, 'hex'))})`);
    await expect(checkKey(db, KEY)).rejects.toThrow(WrongAuditKey);
    await checkKey(db, OTHER_KEY);
  });
});

test('[11(12)d] a row that waits for its seal too long is told: who stops the sealing does not keep it open to change', async () => {
  await write('entry');
  await sealAll();
  await write('waits');
  expect(await verify()).toMatchObject({ waiting: 1, kinds: [] });
  passed += 16 * 60;
  expect((await verify()).kinds).toEqual(['waiting']);
});

describe('heads kept elsewhere', () => {
  test('[11(12)d] are read back; lines that a full disk cut are left out and counted, a line of something else is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-heads-'));
    const file = join(folder, 'heads.jsonl');
    expect(await readHeads(file)).toEqual({ heads: [], cut: [] });
    const head = { generation: 1, position: 5, hash: 'ab' };
    await keepHead(file, head, Temporal.Instant.from('2026-11-23T01:00:00Z'));
    await keepHead(file, { ...head, position: 6 }, Temporal.Instant.from('2026-11-23T01:01:00Z'));
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"generation":1,"posi`);
    expect(await readHeads(file)).toMatchObject({ heads: [head, { position: 6 }], cut: [] });
    // There is room again: the next head stands on a line of its own.
    await keepHead(file, { ...head, position: 7 }, Temporal.Instant.from('2026-11-23T01:02:00Z'));
    expect(await readHeads(file)).toMatchObject({ heads: [head, { position: 6 }, { position: 7 }], cut: [3] });
    // As an earlier version went on: in the same line.
    const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n');
    for (const line of [`{"generation":1,"posi${first}`, `{"ge${first}`]) {
      writeFileSync(file, `${line}\n${second}\n`);
      expect(await readHeads(file)).toMatchObject({ heads: [head, { position: 6 }], cut: [1] });
    }
    for (const wrong of ['nonsense', `${first}more`, '{"generation":1}']) {
      writeFileSync(file, `${second}\n${wrong}\n`);
      await expect(readHeads(file)).rejects.toThrow('Line 2');
    }
    rmSync(folder, { recursive: true });
  });
});
