import type pg from 'pg';

const FUNCTIONS = `
  SELECT p.oid::regprocedure AS f, p.oid FROM pg_proc p
  WHERE p.pronamespace = 'pg_catalog'::regnamespace AND (p.proname LIKE 'lo\\_%' OR p.proname IN ('loread', 'lowrite'))`;

/** Whether whoever asks may make large objects. */
export const MAKES_LARGE_OBJECTS = `SELECT EXISTS (SELECT FROM (${FUNCTIONS}) AS l WHERE has_function_privilege(l.oid, 'EXECUTE')) AS makes`;

const CLOSE = `DO $$ DECLARE l record; BEGIN
  FOR l IN ${FUNCTIONS} LOOP EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', l.f); END LOOP;
EXCEPTION WHEN insufficient_privilege THEN NULL; END $$`;

/**
 * Large objects are everybody's by default: a way to fill the disk for whoever reaches the citizens' role. Only a superuser may take that back; where the
 * installer is none, they stay open until one does.
 * @returns whether they are closed to that role
 */
export async function closeLargeObjects(client: Pick<pg.Client, 'query'>, role: string): Promise<boolean> {
  await client.query(CLOSE);
  const { rows } = await client.query<{ open: boolean }>(
    `SELECT EXISTS (SELECT FROM (${FUNCTIONS}) AS l WHERE has_function_privilege($1, l.oid, 'EXECUTE')) AS open`,
    [role],
  );
  return rows[0]?.open === false;
}
