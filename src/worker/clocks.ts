import { clocksOff, machineClocks } from '../running/clocks.ts';
import { openAlarms } from '../site/alarms.ts';
import { alarm } from './alarm.ts';
import type { JobContext } from './job.ts';

/** Whether the clock of a machine that runs is off: each of its processes says so each minute, and one that is right again, or gone, holds no alarm up. */
export async function watchClocks(context: JobContext): Promise<void> {
  const clocks = await machineClocks(context.db);
  context.measures.clocks.reset();
  for (const { machine, ms } of clocks) context.measures.clocks.set({ machine }, ms / 1_000);
  const told = (await openAlarms(context.db)).some(({ kind }) => kind === 'clock-off');
  const off = clocksOff(clocks, told);
  await alarm(context, 'clock-off', off !== undefined, off === undefined ? {} : { clocks: off });
}
