-- A restore the city approved and that was not done yet, nor withdrawn (§9(1)②), for the role of the backups: it may be read while the old database still answers.
CREATE OR REPLACE FUNCTION approvals.open_restore(p_id integer, OUT backup text, OUT until timestamptz, OUT approver text, OUT reason text, OUT at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT m.subject, m.until, m.approver, m.body, m.decided_at FROM approvals.matters m
  WHERE m.id = p_id AND m.kind = 'restore' AND m.approved AND m.used_at IS NULL AND m.withdrawn_at IS NULL
$$;

-- What was approved was done.
CREATE OR REPLACE FUNCTION approvals.used(p_id integer) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE approvals.matters m SET used_at = lib.now() WHERE m.id = p_id AND m.used_at IS NULL $$;
