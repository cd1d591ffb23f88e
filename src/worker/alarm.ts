import { type AlarmDetail, type AlarmKind, type Cause, endUnseen, setAlarm, setCause } from '../site/alarms.ts';
import type { JobContext } from './job.ts';

/** Which worker runs a job of each minute is chance: one of two that was not heard of for so long is gone, or in order. */
const FORGET_MINUTES = 15;
export const DAY_MINUTES = 24 * 60;

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

/** Ends an alarm that was not seen for so long, where this worker has no way to look. */
export async function endStale({ db, measures, log }: JobContext, kind: AlarmKind, minutes = FORGET_MINUTES): Promise<void> {
  if (!(await endUnseen(db, kind, minutes))) return;
  measures.alarms.set({ kind }, 0);
  log.warn({ alarm: kind, stands: false }, 'alarm');
}

/** As `alarm`, where another worker, or another job, may be the cause too. */
export async function alarmCause(
  { db, measures, log }: Pick<JobContext, 'db' | 'measures' | 'log'>,
  kind: AlarmKind,
  cause: Cause,
  detail: AlarmDetail = {},
): Promise<void> {
  const { stands, news } = await setCause(db, kind, cause, detail);
  measures.alarms.set({ kind }, stands ? 1 : 0);
  if (news) log.warn({ alarm: kind, stands, ...detail }, 'alarm');
}

/** The same of what the workers of one machine see alike: a file that they cannot write. */
export const alarmHere = (context: JobContext, kind: AlarmKind, stands: boolean, detail: AlarmDetail): Promise<void> =>
  alarmCause(context, kind, { name: context.machine, stands, forgetMinutes: FORGET_MINUTES }, detail);

/** The same of what each worker meets for itself, whatever another one of its machine meets: a server that it does not reach. */
export const alarmOwn = (context: JobContext, kind: AlarmKind, stands: boolean, detail: AlarmDetail): Promise<void> => {
  const name = `${context.machine} ${context.worker ?? process.pid}`;
  return alarmCause(context, kind, { name, stands, forgetMinutes: FORGET_MINUTES }, detail);
};
