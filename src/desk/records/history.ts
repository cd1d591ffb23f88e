import { comingAt } from '../../site/planned.ts';
import { type TextHistory, textHistory } from '../parts/row-texts.tsx';
import type { SignedAsk } from '../route.ts';
import type { Named, RecordKind, RecordRow } from './kind.ts';

/** Every text a record had, the newest first, and what is to come of it. */
export type RecordHistory = TextHistory;

/** Of a kind whose texts are not kept there is none. */
export async function recordHistory<V extends Named, R extends string>(
  { db }: SignedAsk,
  { texts }: RecordKind<V, R>,
  row: RecordRow<V>,
): Promise<RecordHistory> {
  if (texts === undefined) return { versions: [], plans: [] };
  return textHistory(db, texts.of(row).name);
}

/** When the texts of records become others next, by their number. */
export async function recordsComing<V extends Named, R extends string>(
  { db }: SignedAsk,
  { texts }: RecordKind<V, R>,
  rows: readonly RecordRow<V>[],
): Promise<ReadonlyMap<number, Date>> {
  if (texts === undefined) return new Map();
  const byName = new Map(rows.map((row) => [texts.of(row).name, row.id]));
  const coming = await comingAt(db, [...byName.keys()]);
  return new Map(
    coming.flatMap(({ name, at }) => {
      const id = byName.get(name);
      return id === undefined ? [] : [[id, at] as const];
    }),
  );
}
