import { type Program, thisProgram } from '../approvals/program.ts';
import { sql } from '../lib/db/sql.ts';
import { alarm } from './alarm.ts';
import type { Job } from './job.ts';

/** Read once: the files of a version that is put in place while this process runs are not what it runs. */
let running: Promise<Program> | undefined;

/**
 * A program that runs and was never applied by `madoguchi migrate`, so that the city was not asked (§9(3)), is told. Most patches change no SQL, and then a
 * process starts on them without it. The demo applies nothing, and is told nothing.
 */
export const program: Job = async (context) => {
  running ??= thisProgram();
  const { digest, version } = await running;
  const { strange } = await context.db.one<{ strange: boolean }>(sql`
    SELECT EXISTS (SELECT FROM approvals.applied) AND NOT EXISTS (SELECT FROM approvals.applied WHERE program = ${digest}) AS strange`);
  await alarm(context, 'program-not-applied', strange, { version });
};
