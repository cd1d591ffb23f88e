import { clocksOff, type MachineClock, machineClocks } from '../running/clocks.ts';
import { type Alarm, openAlarms } from '../site/alarms.ts';
import { alarm } from './alarm.ts';
import type { JobContext } from './job.ts';

/** Stands in no machine's name. */
const BETWEEN = ' ';

/** The machines of whose clocks an alarm tells. One begun by a worker of the release before names none: then it may be of any. */
function toldOff(clocks: readonly MachineClock[], alarmed: Alarm | undefined): string[] {
  const said = alarmed?.detail['machines'];
  if (typeof said === 'string') return said.split(BETWEEN);
  return alarmed === undefined ? [] : clocks.map(({ machine }) => machine);
}

/** Whether the clock of a machine that runs is off: each of its processes says so each minute, and one that is right again, or gone, holds no alarm up. */
export async function watchClocks(context: JobContext): Promise<void> {
  const clocks = await machineClocks(context.db);
  context.measures.clocks.reset();
  for (const { machine, ms } of clocks) context.measures.clocks.set({ machine }, ms / 1_000);
  const off = clocksOff(
    clocks,
    toldOff(
      clocks,
      (await openAlarms(context.db)).find(({ kind }) => kind === 'clock-off'),
    ),
  );
  await alarm(
    context,
    'clock-off',
    off !== undefined,
    off === undefined ? {} : { clocks: off.words, machines: off.machines.join(BETWEEN) },
  );
}
