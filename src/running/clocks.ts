import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { logHost } from '../lib/http/log-files.ts';

/** By how much a clock is surely ahead of the database's (behind: less than 0), in milliseconds: an answer that took long says little. */
export const surelyOff = ({ before, after, database }: { before: number; after: number; database: number }): number =>
  Math.round(before > database ? before - database : after < database ? after - database : 0);

/** What a process says of the clock of its machine; `now`: that clock. */
export async function clockSql(db: Db, now: () => number = Date.now): Promise<Sql> {
  // Asked before what is measured: waiting for a connection is no part of it.
  await db.one(sql`SELECT 1 AS one`);
  const before = now();
  const { at } = await db.one<{ at: Date }>(sql`SELECT clock_timestamp() AS at`);
  return sql`${logHost()}::text, ${surelyOff({ before, after: now(), database: at.getTime() })}::integer`;
}

/** A process says how its machine's clock stands to the database's. */
export const tellClock = async (db: Db, door: 'desk' | 'worker', now?: () => number): Promise<unknown> =>
  db.run(sql`SELECT running.tells_clock(${door}, ${await clockSql(db, now)})`);

/** A process says it every minute: what one said that did not for so long holds no more. */
const GONE_MINUTES = 5;

type MachineClock = { machine: string; ms: number };

/** The machines whose processes run now, and how their clocks stand to the database's. */
export const machineClocks = (tx: Tx): Promise<MachineClock[]> =>
  tx.rows<MachineClock>(sql`
    SELECT DISTINCT ON (p.machine) p.machine, p.clock_ms AS ms FROM running.programs p
    WHERE p.clock_at > lib.now() - make_interval(mins => ${GONE_MINUTES}::integer) ORDER BY p.machine, p.clock_at DESC`);

/** Beyond this a clock is off: what a time server keeps right is off by milliseconds. */
const OFF_MS = 3_000;
/** Clocks that differ by no more are right beside each other. */
const ALIKE_MS = 2_000;

const isOff = ({ ms }: MachineClock): boolean => Math.abs(ms) > OFF_MS;
const words = ({ machine, ms }: MachineClock): string =>
  `${machine}：${Math.round(Math.abs(ms) / 1_000)}秒${ms > 0 ? '進み' : '遅れ'}`;

/** Whose clocks are off, for staff; undefined where none is. Where several machines are right beside each other and none to the database, it is the database's that is wrong. */
export function clocksOff(clocks: readonly MachineClock[]): string | undefined {
  const off = clocks.filter(isOff);
  if (off.length === 0) return undefined;
  const each = clocks.map(({ ms }) => ms);
  const alike = clocks.length > 1 && off.length === clocks.length && Math.max(...each) - Math.min(...each) <= ALIKE_MS;
  return `${off.map(words).join('、')}${alike ? '（どのサーバーも同じだけずれているため、データベースの時計が原因と考えられます）' : ''}`;
}
