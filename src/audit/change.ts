import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { type Actor, actorSql } from './actor.ts';

/** What a setting may hold, in the log too: nothing of persons. */
export type Fact = string | number | boolean | null | readonly Fact[] | { readonly [name: string]: Fact };
export type Facts = { readonly [name: string]: Fact };

/** Lists stay whole, records within records become `names.en`. */
function flat(facts: Facts | null, before = ''): [string, Fact][] {
  return Object.entries(facts ?? {}).flatMap(([name, fact]): [string, Fact][] =>
    fact !== null && typeof fact === 'object' && !Array.isArray(fact)
      ? flat(fact as Facts, `${before}${name}.`)
      : [[before + name, fact]],
  );
}

/** What differs: name → [before, after]; what only one side has is null on the other. */
export function changesOf(before: Facts | null, after: Facts | null): Record<string, [Fact, Fact]> {
  const was = new Map(flat(before));
  const is = new Map(flat(after));
  return Object.fromEntries(
    [...new Set([...was.keys(), ...is.keys()])]
      .map((name): [string, [Fact, Fact]] => [name, [was.get(name) ?? null, is.get(name) ?? null]])
      .filter(([, [a, b]]) => JSON.stringify(a) !== JSON.stringify(b)),
  );
}

/** What a line about a setting says besides its change. `of` names what was set, in codes and numbers. */
export type About = { act: string; officeId?: number | null; of?: Facts };

/** Writes that something was set: what it was and what it is. */
export const writeChange = (tx: Tx, actor: Actor, about: About, before: Facts | null, after: Facts | null): Promise<number> =>
  tx.run(sql`
    SELECT audit.write(${actorSql(actor)}, ${about.act}, lib.now(), NULL, NULL, ${about.officeId ?? null},
      ${JSON.stringify({ ...about.of, changes: changesOf(before, after) })}::jsonb)`);

export type ChangeRefusal = 'unknown' | 'changed_meanwhile';

/**
 * A change to what staff set, typed on a page that may be old by now. `seen` is the fingerprint of what that page showed, `before`
 * what is kept, read under a lock in this transaction. Nothing to change (the form sent twice): done, and nothing is written.
 */
export async function changeSeen<Kept extends Facts>(
  tx: Tx,
  actor: Actor,
  about: About,
  { seen, before, after }: { seen: string; before: Kept | undefined; after: Kept },
  write: () => Promise<unknown>,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> {
  if (before === undefined) return refused('unknown');
  if (Object.keys(changesOf(before, after)).length === 0) return done('same');
  if (fingerprint(before) !== seen) return refused('changed_meanwhile');
  await write();
  await writeChange(tx, actor, about, before, after);
  return done('changed');
}

type WordsKept = {
  act: string;
  /** Makes others who change the list wait. */
  lock: (tx: Tx) => Promise<unknown>;
  read: (tx: Tx) => Promise<string[]>;
  write: (tx: Tx) => Promise<unknown>;
};

/** Replaces a list of words that staff choose from. Each list is written by the folder that owns its table. `seen`: the fingerprint of `{ reasons }` as the page showed them. */
export const replaceChoices = (
  db: Db,
  actor: Actor,
  seen: string,
  reasons: readonly string[],
  { act, lock, read, write }: WordsKept,
): Promise<Outcome<'changed' | 'same', ChangeRefusal>> =>
  db.transaction(async (tx) => {
    await lock(tx);
    const before = { reasons: await read(tx) };
    return changeSeen(tx, actor, { act }, { seen, before, after: { reasons: [...reasons] } }, () => write(tx));
  });
