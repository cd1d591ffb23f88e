-- Sealing the log (§11(12)d). The worker computes the chain with a key this database does not know; here stands what it may write.

-- This cluster and its timeline: both change when a backup is restored, the first one when data is copied into another cluster.
CREATE OR REPLACE FUNCTION audit.cluster() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT (SELECT system_identifier FROM pg_control_system()) || '/' || (SELECT timeline_id FROM pg_control_checkpoint()) $$;

-- The newest generation, locked: one sealer at a time. No row before the first.
CREATE OR REPLACE FUNCTION audit.lock_chain() RETURNS TABLE (generation integer, cluster text, seed bytea, sealed_below text, "position" bigint, head bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE g audit.generations;
BEGIN
  SELECT * INTO g FROM audit.generations a ORDER BY a.generation DESC LIMIT 1 FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY
  SELECT g.generation, g.cluster, g.seed, g.sealed_below::text, coalesce(s.position, 0), coalesce(s.hash, g.seed)
  FROM (SELECT) one LEFT JOIN LATERAL (
    SELECT l.position, l.hash FROM audit.seals l WHERE l.generation = g.generation ORDER BY l.position DESC LIMIT 1) s ON true;
END $$;

-- Begins the next generation, in another cluster or on another timeline only; false where another sealer just did.
CREATE OR REPLACE FUNCTION audit.open_generation(p_generation integer, p_seed bytea) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE g audit.generations;
BEGIN
  SELECT * INTO g FROM audit.generations a ORDER BY a.generation DESC LIMIT 1;
  IF g.generation IS NOT NULL AND (g.generation >= p_generation OR g.cluster = audit.cluster()) THEN RETURN false; END IF;
  IF p_generation <> coalesce(g.generation, 0) + 1 THEN RAISE EXCEPTION 'generations follow one another'; END IF;
  INSERT INTO audit.generations (generation, cluster, began_at, seed, sealed_below) VALUES (p_generation, audit.cluster(), lib.now(), p_seed, '0')
  ON CONFLICT DO NOTHING;
  RETURN FOUND;
END $$;

-- Adds seals after position p_after, one a row, in the order of the arrays; all of lower transactions are sealed then.
CREATE OR REPLACE FUNCTION audit.add_seals(
  p_generation integer, p_after bigint, p_events bigint[], p_row_hashes bytea[], p_hashes bytea[], p_below xid8
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF p_after <> coalesce((SELECT max(s.position) FROM audit.seals s WHERE s.generation = p_generation), 0) THEN
    RAISE EXCEPTION 'seals must follow the last one';
  END IF;
  INSERT INTO audit.seals (event_id, generation, position, row_hash, hash, sealed_at)
  SELECT t.event, p_generation, p_after + t.n, t.row_hash, t.hash, n.at
  FROM (SELECT lib.now() AS at) n, unnest(p_events, p_row_hashes, p_hashes) WITH ORDINALITY AS t (event, row_hash, hash, n);
  UPDATE audit.generations g SET sealed_below = greatest(g.sealed_below, p_below) WHERE g.generation = p_generation;
END $$;

-- Goes on with another key: the next generation, in this same cluster. The caller holds the chain (audit.lock_chain).
CREATE OR REPLACE FUNCTION audit.change_key(p_generation integer, p_seed bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  INSERT INTO audit.generations (generation, cluster, began_at, seed, sealed_below)
  SELECT g.generation + 1, g.cluster, lib.now(), p_seed, g.sealed_below FROM audit.generations g
  WHERE g.generation = p_generation - 1 AND g.generation = (SELECT max(m.generation) FROM audit.generations m);
  IF NOT FOUND THEN RAISE EXCEPTION 'generations follow one another'; END IF;
  PERFORM audit.write(ROW('operator', NULL, NULL, NULL)::audit.actor, 'audit.key-changed', lib.now());
END $$;

-- Since when the oldest row waits for its seal; null when none does. An open writing transaction anywhere in the cluster holds sealing back.
CREATE OR REPLACE FUNCTION audit.unsealed_since() RETURNS timestamptz LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT min(e.at) FROM audit.events e
  WHERE e.xid >= coalesce((SELECT g.sealed_below FROM audit.generations g ORDER BY g.generation DESC LIMIT 1), '0')
    AND NOT EXISTS (SELECT FROM audit.seals s WHERE s.event_id = e.id)
$$;

-- Whether a line of the log is one of those that were sealed before an instant. Those of audit.kept_events stay all the same.
CREATE OR REPLACE FUNCTION audit.goes(s audit.seals, p_before timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT (s).removed_at IS NULL AND (s).sealed_at < p_before $$;

-- The lines of cards that somebody keeps beyond their years (cards.kept), and of the visits those were in: what is kept for a dispute is kept with who did
-- what. In one answer: counting and removing ask it once for all lines.
CREATE OR REPLACE FUNCTION audit.kept_events() RETURNS bigint[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH kept AS MATERIALIZED (SELECT k.card_id FROM cards.kept k WHERE k.lifted_at IS NULL)
  SELECT ARRAY(
    SELECT e.id FROM kept k JOIN audit.events e ON e.card_id = k.card_id
    UNION
    SELECT e.id FROM kept k JOIN reservations.members m ON m.card_id = k.card_id JOIN audit.events e ON e.reservation_id = m.reservation_id)
$$;

-- Removes rows sealed longer ago than the city keeps the log, a year at least. Nobody says how long or what time it is: the city's setting and the
-- clock do. What audit.kept_events names stays. The hashes of what goes stay, so that the chain still links, and the log says how far and since when they had been sealed. Returns how many rows.
CREATE OR REPLACE FUNCTION audit.expire() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_now constant timestamptz := lib.now();
  v_years constant integer := greatest(site.number('keep-log-years'), 1);
  v_removed bigint;
  v_limits jsonb;
BEGIN
  WITH old AS (
    UPDATE audit.seals s SET removed_at = v_now WHERE audit.goes(s, v_now - make_interval(years => v_years)) AND s.event_id NOT IN (SELECT unnest(audit.kept_events()))
    RETURNING s.event_id, s.generation, s.position
  ), gone AS (
    DELETE FROM audit.events e USING old WHERE e.id = old.event_id
  ), reach AS (
    SELECT o.generation, max(o.position) AS position, count(*) AS removed FROM old o GROUP BY o.generation
  )
  SELECT coalesce(sum(r.removed), 0), jsonb_agg(jsonb_build_object('generation', r.generation, 'position', r.position) ORDER BY r.generation)
  INTO v_removed, v_limits FROM reach r;
  IF v_removed > 0 THEN
    PERFORM audit.write(ROW('clock', NULL, NULL, NULL)::audit.actor, 'audit.expired', v_now, NULL, NULL, NULL,
      jsonb_build_object('rows', v_removed, 'upTo', v_limits, 'years', v_years));
  END IF;
  RETURN v_removed;
END $$;
