import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { logHost } from '../lib/http/log-files.ts';

/** More is said as this much: it must fit the column, and by how many weeks a clock is off is nothing to act on. */
const MOST_MS = 2_000_000_000;

/** By how much a clock is surely ahead of the database's (behind: less than 0), in milliseconds: an answer that took long says little. */
export const surelyOff = ({ before, after, database }: { before: number; after: number; database: number }): number => {
  const ms = Math.round(before > database ? before - database : after < database ? after - database : 0);
  return Math.max(-MOST_MS, Math.min(MOST_MS, ms));
};

/** What each reading says is a lower bound: the largest holds. */
const largest = (readings: readonly number[]): number =>
  readings.reduce((most, ms) => (Math.abs(ms) > Math.abs(most) ? ms : most), 0);

/** A busy process hears one answer late; of so many hardly all. */
const READINGS = 3;

/** What a process says of the clock of its machine; `now`: that clock. */
export async function clockSql(db: Db, now: () => number = Date.now): Promise<Sql> {
  // On one connection: waiting for it is no part of what is measured.
  const ms = await db.transaction(async (tx) => {
    const readings: number[] = [];
    while (readings.length < READINGS) {
      const before = now();
      const { at } = await tx.one<{ at: Date }>(sql`SELECT clock_timestamp() AS at`);
      readings.push(surelyOff({ before, after: now(), database: at.getTime() }));
    }
    return largest(readings);
  });
  return sql`${logHost()}::text, ${ms}::integer`;
}

/** A process says how its machine's clock stands to the database's. */
export const tellClock = async (db: Db, door: 'desk' | 'worker', now?: () => number): Promise<unknown> =>
  db.run(sql`SELECT running.tells_clock(${door}, ${await clockSql(db, now)})`);

/** A process says it every minute: what one said that did not for so long holds no more. */
const GONE_MINUTES = 5;

export type MachineClock = { machine: string; ms: number };

/**
 * The machines whose processes run now, and how their clocks stand to the database's: what each of its processes says is a lower bound, so the largest holds. What is
 * dated later than now was said before the database's own clock was set back.
 */
export const machineClocks = (tx: Tx): Promise<MachineClock[]> =>
  tx.rows<MachineClock>(sql`
    SELECT DISTINCT ON (p.machine) p.machine, p.clock_ms AS ms FROM running.programs p
    WHERE p.clock_at > lib.now() - make_interval(mins => ${GONE_MINUTES}::integer) AND p.clock_at <= lib.now() + interval '1 minute'
    ORDER BY p.machine, abs(p.clock_ms) DESC, p.clock_at DESC`);

/** Beyond this a clock is off: what a time server keeps right is off by milliseconds. */
const OFF_MS = 3_000;
/** Once it was told, it is off until it is this near again: one that drifts about the bound is told once. */
const RIGHT_MS = 2_000;
/** Clocks that differ by no more are right beside each other. */
const ALIKE_MS = 2_000;

const words = ({ machine, ms }: MachineClock): string =>
  `${machine}：${Math.round(Math.abs(ms) / 1_000)}秒${ms > 0 ? '進み' : '遅れ'}`;

/** Whether it may be the database's clock that is wrong, in words. Of one machine nothing tells which of the two it is. */
function cause(clocks: readonly MachineClock[], off: readonly MachineClock[]): string {
  if (clocks.length === 1) return '（このサーバーの時計か、データベースの時計が原因です）';
  const each = clocks.map(({ ms }) => ms);
  const alike = off.length === clocks.length && Math.max(...each) - Math.min(...each) <= ALIKE_MS;
  return alike ? '（どのサーバーも同じだけずれているため、データベースの時計が原因と考えられます）' : '';
}

/**
 * Whose clocks are off, for staff, and which machines these are; undefined where none is. Where several machines are right beside each other and none to the database, it
 * is the database's that is wrong. `told`: the machines that the alarm names already.
 */
export function clocksOff(
  clocks: readonly MachineClock[],
  told: readonly string[] = [],
): { words: string; machines: string[] } | undefined {
  const off = clocks.filter(({ machine, ms }) => Math.abs(ms) > (told.includes(machine) ? RIGHT_MS : OFF_MS));
  if (off.length === 0) return undefined;
  return { words: `${off.map(words).join('、')}${cause(clocks, off)}`, machines: off.map(({ machine }) => machine) };
}
