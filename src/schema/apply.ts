import { sql, type Transaction } from 'kysely';
import { codeOf } from '../lib/fault.ts';
import type { SqlFile } from './functions.ts';

const OTHER_SHAPE = '42P13';
/** PostgreSQL's hint names the function that is in the way, in whatever language it speaks. */
const NAMED = /[a-z_]+\.[a-z_]+\([^()]*(?:\([^()]*\)[^()]*)*\)/u;

/** The function whose columns or parameters differ from those of the file, as DROP FUNCTION takes it. */
function inTheWay(error: unknown): string | undefined {
  if (codeOf(error) !== OTHER_SHAPE || !(error instanceof Error) || !('hint' in error)) return undefined;
  return typeof error.hint === 'string' ? NAMED.exec(error.hint)?.[0] : undefined;
}

/**
 * Applies one file of functions. One that returns other columns than before takes the place of the old one in this transaction: whoever calls it
 * meets the old or the new, and plans kept for the old one are made anew (db.ts).
 */
export async function applyFile(tx: Transaction<unknown>, { name, text }: SqlFile): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    await sql`SAVEPOINT file`.execute(tx);
    try {
      await sql.raw(text).execute(tx);
      await sql`RELEASE SAVEPOINT file`.execute(tx);
      return;
    } catch (error) {
      await sql`ROLLBACK TO SAVEPOINT file`.execute(tx);
      const old = inTheWay(error);
      if (old === undefined || tries > 20)
        throw new Error(`src/${name}: ${error instanceof Error ? error.message : ''}`, { cause: error });
      await sql.raw(`DROP FUNCTION ${old}`).execute(tx);
    }
  }
}
