import type { Db, Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import type { ListFace, Prepared } from './list-types.ts';
import { aboutOf } from './remember.ts';

/** As many rows as one act on many may take. */
export const MOST_PICKED = 5_000;
/** After so many hours what was ticked is forgotten: whoever comes back the next day begins anew. */
const HOURS = 12;

/** Whose ticks: those of one sign-in, in one list with one filter. */
export type Picks = { sessionId: string; about: string };

/** Whether rows of a list may be ticked: there is something to do with them, and each has a key of its own. */
export const isPickable = ({ ofCards, ofBookings, named }: ListFace): boolean =>
  (ofCards === true || ofBookings !== undefined) && named !== undefined;

export const picksOf = (sessionId: string, list: ListFace, prepared: Prepared): Picks => ({
  sessionId,
  about: aboutOf(list.code, prepared),
});

const mine = ({ sessionId, about }: Picks): Sql =>
  sql`p.session_id = ${sessionId}::uuid AND p.about = ${about} AND p.at > lib.now() - make_interval(hours => ${HOURS}::integer)`;

/** The keys that are ticked. Some may stand in the list no more. */
export const pickedKeys = async (tx: Tx, picks: Picks): Promise<string[]> =>
  (await tx.rows<{ key: string }>(sql`SELECT p.key FROM lists.picked p WHERE ${mine(picks)} ORDER BY p.key`)).map(
    ({ key }) => key,
  );

const KEY = /^(?:\d{1,18}|[0-9a-f-]{36}\/\d{1,4})$/u;

/** Ticks rows and takes the ticks of others away; what stands on other pages stays. Returns how many are ticked. Refuses `many`. */
export const pick = (
  db: Db,
  picks: Picks,
  { on, off }: { on: readonly string[]; off: readonly string[] },
): Promise<Outcome<number, 'many'>> =>
  db.transaction(async (tx) => {
    const { sessionId, about } = picks;
    const keys = on.filter((key) => KEY.test(key));
    const { count } = await tx.one<{ count: number }>(sql`
      SELECT count(*)::integer AS count FROM (
        SELECT p.key FROM lists.picked p WHERE ${mine(picks)} AND NOT p.key = ANY (${[...off]}::text[])
        UNION SELECT unnest(${keys}::text[])) q`);
    if (count > MOST_PICKED) return refused('many');
    await tx.run(sql`
      DELETE FROM lists.picked p WHERE p.session_id = ${sessionId}::uuid AND p.about = ${about}
        AND (p.key = ANY (${[...off]}::text[]) OR NOT (${mine(picks)}))`);
    await tx.run(sql`
      INSERT INTO lists.picked (session_id, about, key, at) SELECT ${sessionId}::uuid, ${about}, k, lib.now() FROM unnest(${keys}::text[]) AS k
      ON CONFLICT (session_id, about, key) DO NOTHING`);
    return done(count);
  });

/** Takes every tick of a list away. */
export const pickNothing = (tx: Tx, { sessionId, about }: Picks): Promise<number> =>
  tx.run(sql`DELETE FROM lists.picked WHERE session_id = ${sessionId}::uuid AND about = ${about}`);

/** Forgets ticks of more than a day. Returns how many. */
export const expirePicked = (db: Db): Promise<number> =>
  db.run(sql`DELETE FROM lists.picked WHERE at < lib.now() - interval '1 day'`);
