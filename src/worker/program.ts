import { DOORS } from '../running/beats.ts';
import { strangePrograms, tellProgram } from '../running/programs.ts';
import { alarm } from './alarm.ts';
import type { Job } from './job.ts';

/** So many are named: a patch that was copied to every machine is told by a few. */
const MOST_NAMED = 5;

/**
 * A program that runs and was never applied by `madoguchi migrate`, so that the city was not asked (§9(3)), is told with its machine. Most patches change no
 * SQL, and then a process starts on them without it. Each process says what it runs, so whichever worker looks finds the same.
 */
export const program: Job = async (context) => {
  await tellProgram(context.db, 'worker', context.machine);
  const strange = await strangePrograms(context.db);
  const named = strange.slice(0, MOST_NAMED).map(({ door, machine, version }) => `${machine} ${DOORS[door]} ${version}`);
  await alarm(context, 'program-not-applied', strange.length > 0, strange.length === 0 ? {} : { programs: named.join('、') });
};
