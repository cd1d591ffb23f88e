import type { Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';

/** Forgets work that was done: a day later none of it is good any more. Returns how much. */
export const expireChallenges = (db: Db): Promise<number> =>
  db.run(sql`DELETE FROM cards.challenges WHERE used_at < lib.now() - interval '1 day'`);

/** Forgets wrong entries that no longer count and rest nobody. Returns how many keys. */
export const expireTries = (db: Db): Promise<number> =>
  db.run(sql`
    DELETE FROM cards.tries t USING (SELECT lib.now() AS at, make_interval(mins => site.number('tries-rest-minutes')) AS rest) n
    WHERE t.since + n.rest < n.at - interval '1 day' AND (t.rests_until IS NULL OR t.rests_until <= n.at)`);
