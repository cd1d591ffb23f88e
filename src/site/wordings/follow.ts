import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { keep } from '../../lib/kept.ts';
import { BUILT_IN, type KeptSaid, ownText, type Said, saidFrom } from './said.ts';

type Known = ReadonlyMap<string, Said>;
let known: Known = new Map();

/** What this process knows of what the city says otherwise on the citizens' site. The same object until that changes, so that what was drawn with it may be kept. */
export const wordingsKnown = (): Known => known;

export const saidNow = (name: string): Said => known.get(name) ?? BUILT_IN;

/** A part in a language; undefined: as it is built in. */
export const saidOf = (name: string, part: string, language: string): string | undefined =>
  ownText(saidNow(name), part, language);

const MOMENT_MS = 1_000;

/** Keeps a citizens' process told, asked for at most once a second; the texts are sent only where they have changed. */
export function followWordings(db: Db): () => Promise<void> {
  // What another door of this process knew is not this one's.
  let version: string | undefined;
  const follow = keep<'', void>(MOMENT_MS, async () => {
    const now = await db.one<{ version: string; said: [string, KeptSaid][] | null }>(
      sql`SELECT version, said FROM citizen.wordings(${version ?? '-'})`,
    );
    if (now.said === null) return;
    known = new Map(now.said.map(([name, said]) => [name, saidFrom(said)]));
    version = now.version;
  });
  return () => follow('');
}
