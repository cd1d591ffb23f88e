import { sql, type Transaction } from 'kysely';
import type { Release } from './release.ts';

type Left = { signature: string; covered: boolean };

/** Functions that a numbered migration made: no file writes them again. */
const madeByMigrations = ({ migrations }: Release): string[] =>
  migrations.flatMap(({ text }) =>
    [...text.matchAll(/CREATE (?:OR REPLACE )?FUNCTION ([a-z_]+\.[a-z_]+)/gu)].map(([, name = '']) => name),
  );

/** Keeps how every function stands, before any is written: one that is written again has another version of its row. */
export const rememberFunctions = async (tx: Transaction<unknown>): Promise<void> => {
  await sql`CREATE TEMPORARY TABLE functions_before ON COMMIT DROP AS SELECT oid, xmin::text AS version FROM pg_proc`.execute(tx);
};

/**
 * Functions of ours that this migrate did not write, asked in the transaction that wrote the others. `covered`: the same call reaches one that it did
 * write, by its defaults; left there, the old one would go on answering in its place.
 */
async function leftOver(tx: Transaction<unknown>, release: Release): Promise<Left[]> {
  const { rows } = await sql<Left>`
    WITH ours AS (
      SELECT p.oid, p.proname, p.pronamespace, p.proargtypes::oid[] AS types, p.pronargs, p.pronargdefaults, NOT EXISTS (SELECT FROM functions_before b WHERE b.oid = p.oid AND b.version = p.xmin::text) AS written
      FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE n.nspname IN (SELECT nspname FROM pg_namespace WHERE nspowner = current_user::regrole) AND n.nspname <> 'madoguchi_migrations' AND p.prokind = 'f'
        AND n.nspname || '.' || p.proname <> ALL (${madeByMigrations(release)}::text[])
    )
    SELECT o.oid::regprocedure::text AS signature, EXISTS (
      SELECT FROM ours w WHERE w.written AND w.pronamespace = o.pronamespace AND w.proname = o.proname AND w.pronargs > o.pronargs
        AND w.pronargs - w.pronargdefaults <= o.pronargs AND array_to_string(w.types[0:o.pronargs - 1], ',') = array_to_string(o.types, ',')
    ) AS covered
    FROM ours o WHERE NOT o.written ORDER BY 1`.execute(tx);
  return rows;
}

/**
 * Whether a process of a release before the one that stopped writing a function may still be connected. Sessions carry their release's digest in
 * their name (connect.ts); one without is older than that.
 */
const stillCalled = async (tx: Transaction<unknown>, signature: string): Promise<boolean> => {
  const { rows } = await sql<{ called: boolean }>`
    SELECT EXISTS (
      SELECT FROM pg_stat_activity a, madoguchi_migrations.unused u
      WHERE u.function = ${signature} AND a.datname = current_database() AND a.application_name LIKE 'madoguchi-%' AND a.usename LIKE 'madoguchi\\_%'
        AND NOT EXISTS (SELECT FROM madoguchi_migrations.releases r JOIN madoguchi_migrations.releases m ON m.digest = u.release
          WHERE r.first_at >= m.first_at AND right(a.application_name, 8) = left(r.digest, 8))
    ) AS called`.execute(tx);
  return rows[0]?.called === true;
};

/**
 * Marks the functions that this release no longer writes, and drops those an earlier one marked: while a release is rolled out, processes of the one
 * before go on calling what they know. Says what it dropped. After `rememberFunctions` and the files, before the grants, which touch every function.
 */
export async function retireFunctions(tx: Transaction<unknown>, release: Release): Promise<string[]> {
  const dropped: string[] = [];
  const left = await leftOver(tx, release);
  // Written again: a release was taken back.
  await sql`DELETE FROM madoguchi_migrations.unused WHERE function <> ALL (${left.map(({ signature }) => signature)}::text[])`.execute(
    tx,
  );
  for (const { signature, covered } of left) {
    const { rows } = await sql<{
      release: string;
    }>`SELECT release FROM madoguchi_migrations.unused WHERE function = ${signature}`.execute(tx);
    const [mark] = rows;
    if (!covered && mark === undefined) {
      await sql`INSERT INTO madoguchi_migrations.unused VALUES (${signature}, ${release.digest}, clock_timestamp())`.execute(tx);
      continue;
    }
    if (!covered && (mark?.release === release.digest || (await stillCalled(tx, signature)))) continue;
    await sql.raw(`DROP FUNCTION ${signature}`).execute(tx);
    await sql`DELETE FROM madoguchi_migrations.unused WHERE function = ${signature}`.execute(tx);
    dropped.push(signature);
  }
  return dropped;
}
