-- The files of the processes' own logs (§8(1)⑧, §11(12)). What they held when they were sealed stands in the log, which is sealed itself.

-- Before which day files are past the city's years, one at the least.
CREATE OR REPLACE FUNCTION audit.files_before() RETURNS date LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (lib.day_of(lib.now()) - make_interval(years => greatest(site.number('keep-app-logs-years'), 1)))::date $$;

-- How far files of a machine reach now: [{name, day, bytes, sha256}]. `p_wrong`: names of those that are not what was sealed, or are gone.
-- `p_keeper`: the machine whose worker looked.
CREATE OR REPLACE FUNCTION audit.seal_files(p_host text, p_files jsonb, p_wrong text[], p_keeper text DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_now constant timestamptz := lib.now();
BEGIN
  UPDATE audit.log_files f SET wrong_since = CASE WHEN f.name = ANY (p_wrong) THEN coalesce(f.wrong_since, v_now) END
  WHERE f.host = p_host AND (f.name = ANY (p_wrong)) <> (f.wrong_since IS NOT NULL);
  IF jsonb_array_length(p_files) = 0 THEN RETURN; END IF;
  INSERT INTO audit.log_files AS f (name, host, day, bytes, sha256, sealed_at, keeper)
  SELECT x.name, p_host, x.day, x.bytes, x.sha256, v_now, p_keeper FROM jsonb_to_recordset(p_files) AS x (name text, day date, bytes bigint, sha256 text)
  ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256, sealed_at = excluded.sealed_at,
    keeper = excluded.keeper;
  PERFORM audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'logs.sealed', v_now, NULL, NULL, NULL,
    jsonb_build_object('host', p_host, 'files', p_files));
END $$;

-- Files that are past their years are no longer known: whoever keeps a machine's folder removes them there. The clock and the city's setting say which.
-- Returns how many.
CREATE OR REPLACE FUNCTION audit.expire_files() RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_past constant date := audit.files_before();
  v_removed integer;
BEGIN
  DELETE FROM audit.log_files f WHERE f.day < v_past;
  GET DIAGNOSTICS v_removed = ROW_COUNT;
  IF v_removed > 0 THEN
    PERFORM audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'logs.expired', lib.now(), NULL, NULL, NULL,
      jsonb_build_object('until', v_past - 1, 'rows', v_removed));
  END IF;
  RETURN v_removed;
END $$;

-- How many files of logs are not what was sealed, or are gone, over all machines.
CREATE OR REPLACE FUNCTION audit.files_wrong() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT count(*)::integer FROM audit.log_files WHERE wrong_since IS NOT NULL $$;
