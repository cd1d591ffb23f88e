import { grouped } from '../lib/values/numbers.ts';
import { DOORS } from '../running/beats.ts';
import { strangePrograms, tellProgram } from '../running/programs.ts';
import type { AlarmDetail } from '../site/alarms.ts';
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
  const more = strange.length > MOST_NAMED ? ` ほか${grouped(strange.length - MOST_NAMED)}件` : '';
  const detail: AlarmDetail = strange.length === 0 ? {} : { programs: `${named.join('、')}${more}` };
  await alarm(context, 'program-not-applied', strange.length > 0, detail);
};
