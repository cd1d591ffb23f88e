import { runningProgram } from '../approvals/program.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { logHost } from '../lib/http/log-files.ts';
import type { DoorName } from './beats.ts';

/** What a process says of its program: its machine, the digest, the version. */
export const programSql = async (machine = logHost()): Promise<Sql> => {
  const { digest, version } = await runningProgram();
  return sql`${machine}::text, ${digest}::text, ${version}::text`;
};

/** A process says which program it runs. */
export const tellProgram = async (db: Db, door: 'desk' | 'worker', machine?: string): Promise<unknown> =>
  db.run(sql`SELECT running.runs(${door}, ${await programSql(machine)})`);

/** A process says it every minute: one that did not for so long runs no more. */
const GONE_MINUTES = 5;

type Strange = { door: DoorName; machine: string; version: string };

/** The programs that run now and were never applied by `madoguchi migrate`, the one heard of longest ago first: no name puts one before the others. None where none ever was: the demo applies nothing. */
export const strangePrograms = (tx: Tx): Promise<Strange[]> =>
  tx.rows<Strange>(sql`
    SELECT p.door, p.machine, p.version FROM running.programs p
    WHERE p.seen_at > lib.now() - make_interval(mins => ${GONE_MINUTES}::integer) AND EXISTS (SELECT FROM approvals.applied)
      AND NOT EXISTS (SELECT FROM approvals.applied a WHERE a.program = p.program)
    ORDER BY p.seen_at, p.machine, p.door, p.version`);
