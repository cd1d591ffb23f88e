import { clocksOff, machineClocks } from '../running/clocks.ts';
import { openAlarms } from '../site/alarms.ts';
import { alarm } from './alarm.ts';
import type { JobContext } from './job.ts';

/** Stands in no machine's name. */
const BETWEEN = ' ';

/** Whether the clock of a machine that runs is off: each of its processes says so each minute, and one that is right again, or gone, holds no alarm up. */
export async function watchClocks(context: JobContext): Promise<void> {
  const clocks = await machineClocks(context.db);
  context.measures.clocks.reset();
  for (const { machine, ms } of clocks) context.measures.clocks.set({ machine }, ms / 1_000);
  const said = (await openAlarms(context.db)).find(({ kind }) => kind === 'clock-off')?.detail['machines'];
  const off = clocksOff(clocks, typeof said === 'string' ? said.split(BETWEEN) : []);
  await alarm(
    context,
    'clock-off',
    off !== undefined,
    off === undefined ? {} : { clocks: off.words, machines: off.machines.join(BETWEEN) },
  );
}
