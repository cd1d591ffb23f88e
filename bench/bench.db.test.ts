import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../src/lib/db/sql.ts';
import { ROOT } from '../src/lib/root.ts';
import { type FreshDatabase, freshDatabase } from '../test/support/database.ts';
import { bookings } from './booking.ts';
import { calendars } from './calendar.ts';
import { calendarDb } from './calendar-db.ts';
import { bulkChanges, undoneFiles } from './changes.ts';
import { fronted } from './front.ts';
import { holdsAndBookings } from './hold-and-book.ts';
import { mustNotOversell, rush } from './hot-slot.ts';
import { imports } from './import.ts';
import { importsAtDesk } from './import-desk.ts';
import { csvFiles, listPages, papers } from './lists.ts';
import type { Ground } from './parts/ground.ts';
import { type Program, programPath } from './parts/programs.ts';
import { figures, withFigures } from './parts/report.ts';
import { ProgramMissing, quantile, type Result, ratioOf } from './parts/result.ts';
import { publishes } from './publish.ts';
import { rushes } from './rush.ts';
import { scans } from './scan.ts';
import { searches } from './search.ts';
import { slowLine } from './slow-line.ts';
import { startOnce } from './start.ts';
import { verifies } from './verify.ts';

/** Each bench, small: that it measures what it says it does. How fast is asked by `npm run bench` alone. */

let fresh: FreshDatabase;
let ground: Ground;

/** Whether the program a limit is measured with is on this machine; the bench itself names its package where it is not. */
function has(program: Program): boolean {
  try {
    return existsSync(programPath(program));
  } catch (error) {
    if (error instanceof ProgramMissing) return false;
    throw error;
  }
}

describe('on a database of its own', () => {
  beforeEach(async () => {
    fresh = await freshDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-small-bench-'));
    ground = { url: fresh.url, urlFor: fresh.urlFor, db: fresh.db, folder, close: fresh.drop };
  });
  afterEach(async () => {
    await ground.close();
    rmSync(ground.folder, { recursive: true, force: true });
  });

  test('booking: every final POST it counts is a reservation with its mail', async () => {
    const withLimit = has('pgbench');
    const { http, limits, kinds, booked } = await bookings(ground, 40, 1, withLimit);
    expect(kinds).toEqual([{ '303 /reservation?done=booked': 40 }]);
    expect(booked).toBe(withLimit ? 120 : 80);
    for (const rate of [...http, ...limits]) expect(rate).toBeGreaterThan(0);
  });

  test('hold-and-book: whoever chose a time is booked on it', async () => {
    const withLimit = has('pgbench');
    const { http, limits, kinds, booked } = await holdsAndBookings(ground, 20, 1, withLimit);
    expect(kinds).toEqual([{ '303 /cautions': 20, '303 /reservation?done=booked': 20 }]);
    expect(booked).toBe(withLimit ? 60 : 40);
    for (const rate of [...http, ...limits]) expect(rate).toBeGreaterThan(0);
  });

  test('verify: nine of ten are let in, one is counted', async () => {
    const { kinds, http } = await verifies(ground, 40, 1, has('pgbench'));
    expect(kinds[0]?.['303 /mail']).toBe(36);
    expect(Object.values(kinds[0] ?? {}).reduce((a, b) => a + b, 0)).toBe(40);
    expect(http[0]).toBeGreaterThan(0);
  });

  test('rush: everyone’s way ends, and as many places are booked as there are', async () => {
    const { ends, faults, taken, booked, desk } = await rushes(ground, 60, 20, 1);
    expect(Object.keys(ends).toSorted()).toEqual(['booked', 'no place']);
    expect(Object.values(ends).reduce((a, b) => a + b, 0)).toBe(60);
    expect([taken, booked, faults]).toEqual([20, 20, 0]);
    expect(desk.length).toBeGreaterThan(0);
  });

  test('hot-slot: everyone is answered, and as many stand as there are places', async () => {
    const crowd = await rush(ground, 5, 60, 20);
    mustNotOversell(crowd, 5);
    expect(crowd.took).toHaveLength(60);
    expect(Object.values(crowd.kinds).reduce((a, b) => a + b, 0)).toBe(60);
    expect(crowd.kinds['303 /cautions']).toBeGreaterThanOrEqual(5);
    expect(() => mustNotOversell({ ...crowd, held: 6 }, 5)).toThrow('held 6');
    expect(() => mustNotOversell({ ...crowd, taken: 4 }, 5)).toThrow('taken 4');
  });

  describe.each(['calendar', 'calendar-personal', 'times'] as const)('%s', (page) => {
    test('asks for the page and for as many constant bytes, and sees when the page is stale', async () => {
      // A watch takes 7.5 s of waiting and is the same for each page: the page with the least kept of it stands for all.
      const watched = page === 'calendar-personal';
      const { value, limit, stale, detail } = await calendars(ground, page, {
        rounds: 1,
        seconds: 0.2,
        ...(watched ? { watch: { ms: 2_500, restMs: 50 } } : {}),
      });
      expect(value).toBeGreaterThan(0);
      expect(limit).toBeGreaterThan(0);
      expect(detail['pageBytes']).toBeGreaterThan(5_000);
      expect(stale).toHaveLength(watched ? 1 : 0);
    });
  });

  test.skipIf(!has('nginx'))('front: pages come through the proxy, as many as files', async () => {
    const { pages, files, bytes } = await fronted(ground, 1, 0.3);
    for (const rate of [...pages, ...files]) expect(rate).toBeGreaterThan(0);
    for (const size of bytes) expect(size).toBeGreaterThan(5_000);
  });

  test('slow-line: each page is opened over the line and painted', async () => {
    const took = await slowLine(ground, 1);
    expect(Object.keys(took)).toEqual(['start', 'offices', 'calendar']);
    // The line alone takes its 300 ms twice: for the page, and for its sheets.
    for (const [one = 0] of Object.values(took)) expect(one).toBeGreaterThan(600);
  });

  test('import: the product and psql make the same cards', async () => {
    const withLimit = has('psql');
    const { cards, imports: rates, limits } = await imports(ground, 200, 2, withLimit);
    expect(cards).toBeGreaterThan(195);
    expect(rates).toHaveLength(2);
    expect(limits).toHaveLength(withLimit ? 2 : 0);
  });

  test('import-desk: the list goes in through the pages, and as many cards come out of psql', async () => {
    const withLimit = has('psql');
    const { cards, rates, limits, alone, peakMib } = await importsAtDesk(ground, {
      rows: 200,
      rounds: 2,
      aloneMs: 300,
      withLimit,
    });
    expect(cards).toBeGreaterThan(195);
    expect(rates).toHaveLength(2);
    expect(limits).toHaveLength(withLimit ? 2 : 0);
    expect(alone.length).toBeGreaterThan(0);
    expect(peakMib).toBeGreaterThan(50);
  });

  test('publish: every slot changes, who falls outside is listed, others book meanwhile', async () => {
    const { affected, steps, took, kinds, slots } = await publishes(ground, 1, 60, 40);
    expect(slots).toBeGreaterThan(3_000);
    expect(steps).toBeGreaterThan(10);
    expect(affected).toBeGreaterThan(0);
    expect(affected).toBeLessThan(60);
    expect(took.length).toBeGreaterThan(0);
    expect(Object.keys(kinds)).toEqual(['303']);
  });

  test('calendar-db: asks for every day, with history and without', async () => {
    const other = await freshDatabase();
    try {
      const years = { ...ground, url: other.url, urlFor: other.urlFor, db: other.db };
      const { short, long } = await calendarDb(ground, years, 300, 12);
      for (const took of [...short, ...long]) expect(took).toBeGreaterThan(0);
      const count = sql`SELECT count(*) AS n FROM reservations.reservations WHERE state = 'ended'`;
      expect(await years.db.one(count)).toEqual({ n: 300 });
    } finally {
      await other.drop();
    }
  });

  test('bulk: as many cards change by the press as by the bare statements', async () => {
    const withLimit = has('psql');
    const { seconds, limits, history } = await bulkChanges(ground, 120, 50, 1, withLimit);
    expect(seconds).toHaveLength(1);
    expect(limits).toHaveLength(withLimit ? 1 : 0);
    expect(history).toBe(withLimit ? 100 : 50);
  });

  test('undo: every card of the file is gone again', async () => {
    const { seconds, left } = await undoneFiles(ground, 80, 80, 1, has('psql'));
    expect(seconds).toHaveLength(1);
    expect(left).toBe(0);
  });

  test('list: pages under three filters that find somebody', async () => {
    const { took, asked, rows } = await listPages(ground, 600, 2, 12);
    expect(took).toHaveLength(7);
    expect(asked).toHaveLength(7);
    expect(Math.max(...rows)).toBeGreaterThan(0);
  });

  test('csv: every card stands in the file', async () => {
    const { lines } = await csvFiles(ground, 150, 1, has('psql'));
    expect(lines).toBeGreaterThan(140);
    expect(lines).toBeLessThan(151);
  });

  test('pdf: a paper while another clerk reads pages', async () => {
    const { seconds, beside, bytes } = await papers(ground, { cards: 150, rows: 50, rounds: 1, alone: 3 });
    expect(seconds).toHaveLength(1);
    expect(beside.length).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(5_000);
  });

  test('scan: every scan puts its card on the shelf', async () => {
    const { took, asked, shelved } = await scans(ground, 200, 8);
    expect([took.length, asked.length, shelved]).toEqual([8, 8, 16]);
  });

  test('search: every search it times finds somebody', async () => {
    const { took, asked, nobody } = await searches(ground, 200, 12);
    expect(took).toHaveLength(12);
    expect(asked).toHaveLength(12);
    expect(nobody).toBe(0);
  });
});

describe('start', () => {
  const program = (words: string) => [process.execPath, '-e', words];
  test('is measured until it says that it is ready, and every door must be there', async () => {
    const door = createServer((_, response) => response.end());
    await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
    const address = door.address();
    const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/readyz`;
    const waits = program("setTimeout(() => console.log('Ctrl-C ends it.'), 300); setInterval(() => {}, 1000)");
    const { seconds, stop } = await startOnce(waits, {}, [url]);
    expect(seconds).toBeGreaterThanOrEqual(0.3);
    await stop();
    await new Promise((resolve) => door.close(resolve));
    await expect(startOnce(waits, {}, [url])).rejects.toThrow('fetch failed');
  });
  test('that ends before it is ready is a fault with what it said', async () => {
    await expect(startOnce(program("console.log('port taken')"), {}, [])).rejects.toThrow('port taken');
  });
});

test('a ratio is higher where we are better: of rates ours by the limit, of times the limit by ours', () => {
  const demand = { unit: '', of: '', must: 1, aim: 1 };
  expect(ratioOf({ ...demand, is: 'rate' }, { value: 200, limit: 100, detail: {} })).toBe(2);
  expect(ratioOf({ ...demand, is: 'time' }, { value: 200, limit: 100, detail: {} })).toBe(0.5);
});

test('a quantile is a figure that was measured', () => {
  expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  expect(quantile([1, 2, 3, 4], 0.99)).toBe(4);
});

test('the table of figures holds a row for every bench, and says which was not run', () => {
  const machine = { cpu: 'x', cores: 2, memoryGib: 24, node: 'v26', os: 'Linux', loadBefore: 0.5, loadAfter: 3 };
  const asked = { is: 'rate', unit: 'bookings/s', of: 'pgbench', must: 0.9, aim: 1.3, also: 'over 278/s' } as const;
  const known = { ...asked, value: 900, limit: 1800, ratio: 0.5, reached: false, detail: {}, machine };
  const result: Result = { ...known, bench: 'booking', commit: 'abc1234', at: '2026-11-24T01:02:03.000Z' };
  const table = figures(['booking', 'start'], [result]);
  expect(table).toContain(
    '`booking` | 0.9 of pgbench; over 278/s | 1.3 | 900 bookings/s | 1800 | 0.5 | **missed** | 0.5 → 3 on 2 cores | abc1234, 2026-11-24 |',
  );
  expect(table).toContain('`start` | not run yet');
  const text = 'a\n<!-- figures: written by `npm run bench` -->\nold\n<!-- end of figures -->\nb';
  expect(withFigures(text, 'new')).toBe(text.replace('old', 'new'));
  expect(() => withFigures('nothing', 'new')).toThrow('no "');
});

test('the programs of `npm run bench` and `npm run rehearse` load, and name what there is', () => {
  for (const [program, name] of [
    ['bench/run.ts', 'booking'],
    ['test/rehearse.ts', 'hostile'],
  ] as const) {
    const { status, stderr } = spawnSync(process.execPath, ['--import', './build/tsx.mjs', program, 'nonsense'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stderr).toContain('nonsense');
    expect(stderr).toContain(`  ${name} `);
    expect(status).toBe(2);
  }
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const name of ['bench', 'rehearse']) expect(scripts[name]).toContain('node --import ./build/tsx.mjs ');
});
