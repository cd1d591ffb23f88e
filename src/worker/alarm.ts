import { type AlarmDetail, type AlarmKind, setAlarm } from '../site/alarms.ts';
import type { JobContext } from './job.ts';

/** Says whether an alarm stands: to the desk, to the metrics, and to the log where that is news. */
export async function alarm(
  { db, measures, log }: JobContext,
  kind: AlarmKind,
  stands: boolean,
  detail: AlarmDetail = {},
): Promise<void> {
  measures.alarms.set({ kind }, stands ? 1 : 0);
  if (await setAlarm(db, kind, stands, detail)) log.warn({ alarm: kind, stands, ...detail }, 'alarm');
}
