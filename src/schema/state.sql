-- What a process asks of the database at every connection (src/schema/connect.ts): whether its SQL was ever applied here, and which migrations that it
-- does not know ended what it relies on. p_release: the digest of its SQL; p_migrations: the names of those it knows.
CREATE OR REPLACE FUNCTION lib.schema_state(p_release text, p_migrations text[], OUT known boolean, OUT broken_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (SELECT FROM madoguchi_migrations.releases r WHERE r.digest = p_release),
    (SELECT min(f.name) FROM madoguchi_migrations.files f WHERE f.breaking AND f.name <> ALL (p_migrations))
$$;
-- The same for the citizens' role, which reaches no other schema.
CREATE OR REPLACE FUNCTION citizen.schema_state(p_release text, p_migrations text[], OUT known boolean, OUT broken_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.known, s.broken_by FROM lib.schema_state(p_release, p_migrations) s $$;
