import type { Tx } from '../lib/db/db.ts';
import { type Sql, sql } from '../lib/db/sql.ts';
import type { ByLanguage, TextsByPart } from './by-language.ts';

/** What a row of staff's says from a time on: the parts that become others; whether it is shown from then on, left out: as it is. */
export type PlannedSaid = { readonly texts: TextsByPart; readonly shown?: boolean };

/** A plan whose time has come and that does not stand in its row yet; `name`: whose, `by`: the account that planned it, `at`: when. */
export type DuePlan = { id: number; name: string; said: PlannedSaid; by: number | null; at: Date };

const saysTheSame = (one: ByLanguage = {}, other: ByLanguage = {}): boolean =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (language) => (one[language] ?? '') === (other[language] ?? ''),
  );

/** The parts that say something else in any language, in the order of `was`. */
export const partsChanged = (was: TextsByPart, is: TextsByPart): string[] =>
  [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((part) => !saysTheSame(was[part], is[part]));

/** These parts alone; one that is not there says nothing. */
export const onlyParts = (texts: TextsByPart, parts: readonly string[]): TextsByPart =>
  Object.fromEntries(parts.map((part) => [part, texts[part] ?? {}]));

/** What a row says once these plans stand in it, one after the other. */
export const textsAfter = (now: TextsByPart, plans: readonly PlannedSaid[]): TextsByPart =>
  Object.assign({}, now, ...plans.map(({ texts }) => texts));

/**
 * The parts that a plan holds: those typed otherwise than they stand now; where all stand as typed, those that plans before it change: from then on they say
 * again what they say now. None where the row says all of it by then. `before`: what it says just before.
 */
export function partsToPlan(now: TextsByPart, typed: TextsByPart, before: TextsByPart): string[] {
  const others = partsChanged(before, typed);
  const parts = partsChanged(now, typed);
  if (parts.length === 0) return others;
  return parts.some((part) => others.includes(part)) ? parts : [];
}

const dueOf = (tx: Tx, names: readonly string[]): Promise<DuePlan[]> =>
  tx.rows<DuePlan>(sql`SELECT id, name, said, by_staff AS by, at FROM site.due_texts(${[...names]}::text[])`);

/**
 * Puts into a row what was due of it, in the order of time. Who changes the row does so first, and the worker each minute: whichever comes first, the text
 * that began last stands. `names`: under which its plans are kept. `lock`: makes others who change the row wait. `hold`: puts one in, false where it stands there already. Returns how many.
 */
export async function holdDue(
  tx: Tx,
  names: readonly string[],
  lock: Sql,
  hold: (plan: DuePlan) => Promise<boolean>,
): Promise<number> {
  if ((await dueOf(tx, names)).length === 0) return 0;
  await tx.run(lock);
  let held = 0;
  for (const plan of await dueOf(tx, names)) if (await hold(plan)) held += 1;
  return held;
}
