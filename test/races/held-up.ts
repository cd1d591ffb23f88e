import type { Db, Tx } from '../../src/lib/db/db.ts';
import type { Sql } from '../../src/lib/db/sql.ts';
import type { Arena } from './arena.ts';

/** Holds what `lock` locks until the work that was begun has so many connections waiting, does `meanwhile`, then lets go; what the work came to. */
export async function heldUpIn<T>(
  arena: Arena,
  lock: Sql,
  begin: () => Promise<T>,
  { waiters = 1, meanwhile }: { waiters?: number; meanwhile?: (() => Promise<unknown>) | undefined } = {},
): Promise<T> {
  const { work } = await arena.db.transaction(async (tx) => {
    await tx.run(lock);
    const going = begin();
    // Whoever fails before the lock is told by the caller.
    going.catch(() => {});
    // Who waits for nobody is done before: what came of it says so.
    await Promise.race([arena.waiting(waiters), going.catch(() => {})]);
    await meanwhile?.();
    return { work: going };
  });
  return work;
}

/** The same database to an act that leaves a guard out: of its transactions, the statements with this piece are not sent. For controls alone. */
export function without(db: Db, piece: string): Db & { left(): number } {
  let left = 0;
  const careless = (tx: Tx): Tx => ({
    ...tx,
    run: (statement) => {
      if (!statement.text.includes(piece)) return tx.run(statement);
      left += 1;
      return Promise.resolve(0);
    },
  });
  return { ...db, transaction: (work) => db.transaction((tx, client) => work(careless(tx), client)), left: () => left };
}
