import { type Actor, staffOf } from '../../audit/actor.ts';
import { changesOf, type Facts, writeChange } from '../../audit/change.ts';
import type { Db, Tx } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { done, type Outcome, refused } from '../../lib/outcome.ts';
import { BUILT_IN, type KeptSaid, type Said, saidFrom, withoutEmpty } from './said.ts';

/** One text there was. `since`: from when it is read; null: since before texts were kept. */
export type WordingVersion = {
  version: number;
  said: Said;
  since: Date | null;
  at: Date | null;
  by: string | null;
  state: 'now' | 'coming' | 'before' | 'withdrawn';
};

/** Every text of a name, the newest first. */
export const wordingVersions = async (tx: Tx, name: string): Promise<WordingVersion[]> =>
  (
    await tx.rows<Omit<WordingVersion, 'said'> & { said: KeptSaid }>(sql`
      SELECT w.version, w.said, w.since, w.at, a.name AS by,
        CASE WHEN w.withdrawn_at IS NOT NULL THEN 'withdrawn' WHEN w.since > lib.now() THEN 'coming' WHEN n.version IS NULL THEN 'before' ELSE 'now' END AS state
      FROM site.wordings w LEFT JOIN staff.accounts a ON a.id = w.by_staff LEFT JOIN site.wordings_now() n ON n.name = w.name AND n.version = w.version
      WHERE w.name = ${name} ORDER BY w.version DESC`)
  ).map((row) => ({ ...row, said: saidFrom(row.said) }));

/** What is said now under a name; as it is built in where nobody said otherwise. */
export async function wordingNow(tx: Tx, name: string): Promise<Said> {
  const row = await tx.row<{ said: KeptSaid }>(sql`SELECT said FROM site.wordings_now() WHERE name = ${name}`);
  return row === undefined ? BUILT_IN : saidFrom(row.said);
}

/** How each name stands: whether something is said otherwise now, since when, and from when the next is. */
export type WordingState = { name: string; own: boolean; since: Date | null; comesAt: Date | null };

export const wordingStates = (tx: Tx): Promise<WordingState[]> =>
  tx.rows<WordingState>(sql`
    SELECT w.name, coalesce(bool_or(n.version IS NOT NULL AND (w.said -> 'texts' <> '{}' OR w.said @> '{"hidden": true}')), false) AS own,
      max(w.since) FILTER (WHERE n.version IS NOT NULL) AS since, min(w.since) FILTER (WHERE w.withdrawn_at IS NULL AND w.since > lib.now()) AS "comesAt"
    FROM site.wordings w LEFT JOIN site.wordings_now() n ON n.name = w.name AND n.version = w.version GROUP BY w.name`);

/** What a form was drawn from: the newest version there was. */
export const wordingSeen = (versions: readonly WordingVersion[]): string => String(versions[0]?.version ?? 0);

const lock = (tx: Tx, name: string): Promise<unknown> =>
  tx.run(sql`SELECT pg_advisory_xact_lock(hashtext(${`site.wordings ${name}`}))`);

/**
 * Says something otherwise, from `since` on (null: from now on). `seen`: from `wordingSeen`. The log tells which version and from when, not the words.
 */
export const sayOtherwise = (
  db: Db,
  actor: Actor,
  name: string,
  seen: string,
  given: Said,
  since: Temporal.Instant | null,
): Promise<Outcome<'changed' | 'same' | 'coming', 'changed_meanwhile'>> =>
  db.transaction(async (tx) => {
    await lock(tx, name);
    const versions = await wordingVersions(tx, name);
    const said = withoutEmpty(given);
    const now = versions.find(({ state }) => state === 'now')?.said ?? BUILT_IN;
    if (since === null && Object.keys(changesOf(now as unknown as Facts, said as unknown as Facts)).length === 0)
      return done('same');
    if (wordingSeen(versions) !== seen) return refused('changed_meanwhile');
    const from = since?.toString() ?? null;
    const { version } = await tx.one<{ version: number }>(
      sql`SELECT site.add_wording(${name}, ${JSON.stringify(said)}::jsonb, ${from}::timestamptz, ${staffOf(actor)}::integer) AS version`,
    );
    const of = { wording: name, version, from, hidden: said.hidden, parts: Object.keys(said.texts) };
    await writeChange(tx, actor, { act: 'site.wording-changed', of }, null, null);
    return done(from === null ? 'changed' : 'coming');
  });

/** Calls off a text whose time has not come. */
export const withdrawWording = (db: Db, actor: Actor, name: string, version: number): Promise<boolean> =>
  db.transaction(async (tx) => {
    await lock(tx, name);
    const { off } = await tx.one<{ off: boolean }>(sql`SELECT site.withdraw_wording(${name}, ${version}::integer) AS off`);
    if (off) await writeChange(tx, actor, { act: 'site.wording-withdrawn', of: { wording: name, version } }, null, null);
    return off;
  });
