import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Looks at the counters for the last full ten minutes, where nobody did yet, and keeps a word of each; the citizens' site reads the newest. */
export const keepWords = (db: Db): Promise<unknown> => db.run(sql`SELECT counter.keep_words()`);
