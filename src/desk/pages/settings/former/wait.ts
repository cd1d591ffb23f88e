import { setTimeout as pause } from 'node:timers/promises';
import { finishFormer } from '../../../../intake/former/acts.ts';
import type { Db } from '../../../../lib/db/db.ts';

/** For how long a press waits for the end before it shows how far it is; the rest goes on by itself. */
const WAIT_MS = 4_000;

/** Begins the work. What this process does not come to, the worker does within a minute. */
export const waitABit = (db: Db): Promise<unknown> => Promise.race([finishFormer(db).catch(() => {}), pause(WAIT_MS)]);
