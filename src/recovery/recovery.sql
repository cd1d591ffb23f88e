-- Backups (§11(4)): what the role of the backups may write about them, and what it asks. It reads no table.

-- Whether this database came from a backup and nobody finished that yet: the name that was given to the unpacking; null otherwise. A cluster that took over
-- from its twin has none.
CREATE OR REPLACE FUNCTION recovery.unfinished() RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT t.token::uuid FROM (SELECT nullif(current_setting('madoguchi.restored', true), '')) AS t (token)
  WHERE t.token IS NOT NULL AND NOT EXISTS (SELECT FROM recovery.restores r WHERE r.token = t.token::uuid)
$$;

-- What is counted before a backup, and after it was restored.
CREATE OR REPLACE FUNCTION recovery.counts() RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object(
    'cards', (SELECT count(*) FROM cards.cards), 'reservations', (SELECT count(*) FROM reservations.reservations),
    'booked', (SELECT count(*) FROM reservations.reservations r WHERE r.state = 'booked'), 'mails', (SELECT count(*) FROM outbox.mails),
    'logged', (SELECT coalesce(max(e.id), 0) FROM audit.events e))
$$;

-- Backups that never said how they ended, and are not being taken any more: they have failed. p_names: those that are looked at, null for all. Returns which
-- there were, and whether one is worth taking again at once: what was cut off twice within a day will be again.
CREATE OR REPLACE FUNCTION recovery.cut_short(p_names text[], OUT names text[], OUT again boolean) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_name text;
BEGIN
  names := '{}';
  FOR v_name IN
    UPDATE recovery.backups b SET state = 'failed', ended_at = lib.now(), fault = 'cut short' WHERE b.state = 'running' AND (p_names IS NULL OR b.name = ANY (p_names))
    RETURNING b.name
  LOOP
    names := names || v_name;
    PERFORM audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'backup.failed', lib.now(), NULL, NULL, NULL, jsonb_build_object('backup', v_name, 'fault', 'cut short'));
  END LOOP;
  again := (SELECT count(*) FROM recovery.backups b WHERE b.fault = 'cut short' AND b.began_at > lib.now() - interval '1 day') < 3;
END $$;

-- A backup begins. One that never said how it ended has failed.
CREATE OR REPLACE FUNCTION recovery.begin_backup(p_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM recovery.cut_short(NULL);
  INSERT INTO recovery.backups (name, began_at, state) VALUES (p_name, lib.now(), 'running');
END $$;

-- How it ended. p_fault of a good one: the folder that has no copy of it. One that failed before its turn came never began: it stands there all the same.
CREATE OR REPLACE FUNCTION recovery.end_backup(p_name text, p_good boolean, p_bytes bigint, p_fault text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT p_good THEN
    INSERT INTO recovery.backups (name, began_at, state) VALUES (p_name, lib.now(), 'running') ON CONFLICT (name) DO NOTHING;
  END IF;
  UPDATE recovery.backups b SET state = CASE WHEN p_good THEN 'good' ELSE 'failed' END, ended_at = lib.now(), bytes = p_bytes, fault = left(p_fault, 300)
  WHERE b.name = p_name AND b.state = 'running';
  IF FOUND THEN
    PERFORM audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, CASE WHEN p_good THEN 'backup.taken' ELSE 'backup.failed' END, lib.now(), NULL, NULL, NULL,
      jsonb_strip_nulls(jsonb_build_object('backup', p_name, 'bytes', p_bytes, 'fault', left(p_fault, 300))));
  END IF;
END $$;

-- Everything until p_seconds ago lies in the copied log, or why the copying failed.
CREATE OR REPLACE FUNCTION recovery.log_copied(p_seconds double precision, p_fault text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO recovery.log_copy AS c (one, kept_until, tried_at, fault)
  SELECT true, CASE WHEN p_fault IS NULL THEN n.at - make_interval(secs => greatest(p_seconds, 0)) END, n.at, left(p_fault, 300) FROM (SELECT lib.now() AS at) n
  ON CONFLICT (one) DO UPDATE SET kept_until = coalesce(excluded.kept_until, c.kept_until), tried_at = excluded.tried_at, fault = excluded.fault
$$;

-- How it stands: seconds since the last good backup began and since what would come back after the loss of every disk of the database; since the
-- installation where there is none yet.
CREATE OR REPLACE FUNCTION recovery.standing(OUT backup_seconds double precision, OUT loss_seconds double precision, OUT failed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT extract(epoch FROM n.at - coalesce(g.began_at, i.at)), extract(epoch FROM n.at - coalesce(greatest(g.began_at, CASE WHEN g.began_at IS NOT NULL THEN c.kept_until END), i.at)),
    coalesce(l.state = 'failed' OR l.fault IS NOT NULL, false)
  FROM (SELECT lib.now() AS at) n
    CROSS JOIN (SELECT coalesce(min(r.first_at), lib.now()) AS at FROM madoguchi_migrations.releases r) i
    LEFT JOIN LATERAL (SELECT b.began_at FROM recovery.backups b WHERE b.state = 'good' ORDER BY b.began_at DESC LIMIT 1) g ON true
    LEFT JOIN LATERAL (SELECT b.state, b.fault FROM recovery.backups b WHERE b.state <> 'running' ORDER BY coalesce(b.ended_at, b.began_at) DESC LIMIT 1) l ON true
    LEFT JOIN recovery.log_copy c ON true
$$;
