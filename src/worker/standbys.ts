import { BEHIND_BYTES, HELD_BYTES, readStandbys, wantedStandbys } from '../lib/db/standbys.ts';
import { alarm } from './alarm.ts';
import type { Job } from './job.ts';

const MEGABYTE = 1024 ** 2;

/** Whether somebody could take over if PostgreSQL's machine failed now (§11(1)). Nothing is told where one machine is all there is meant to be. */
export const standbys: Job = async (context) => {
  const { db, measures, hosts = 1 } = context;
  const found = await readStandbys(db);
  const wanted = wantedStandbys(found, hosts);
  measures.standbys.set(found.connected);
  measures.standbyBehind.set(found.behind);
  measures.standbyHeld.set(found.held);
  await alarm(context, 'standby-missing', found.connected < wanted, { wanted, connected: found.connected });
  await alarm(context, 'standby-behind', found.behind > BEHIND_BYTES, { megabytes: Math.round(found.behind / MEGABYTE) });
  await alarm(context, 'standby-fills-disk', found.held > HELD_BYTES, { megabytes: Math.round(found.held / MEGABYTE) });
};
