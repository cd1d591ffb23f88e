-- Texts of a row of staff's that are to become others at a time: planned here, put into the row by the folder that owns it (services.hold_service,
-- services.hold_papers, services.hold_caution, offices.hold_texts, site.hold_notice, site.hold_translation, site.hold_city).

-- Plans whose time has come and that do not stand in their row yet, the earliest first; p_names null: of every row. Of two from one moment papers by how
-- somebody comes are first: they name lines of what to bring as those stand before.
CREATE OR REPLACE FUNCTION site.due_texts(p_names text[]) RETURNS TABLE (id integer, name text, said jsonb, by_staff integer, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT p.id, p.name, p.said, p.by_staff, p.at FROM site.planned_texts p
  WHERE p.held_at IS NULL AND p.withdrawn_at IS NULL AND p.since <= lib.now() AND (p_names IS NULL OR p.name = ANY (p_names))
  ORDER BY p.since, p.name LIKE 'papers.%' DESC, p.id
$$;

-- Calls off a plan whose time has not come. False: its time has come, or it was called off.
CREATE OR REPLACE FUNCTION site.withdraw_texts(p_id integer) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH off AS (
    UPDATE site.planned_texts SET withdrawn_at = lib.now()
    WHERE id = p_id AND withdrawn_at IS NULL AND held_at IS NULL AND since > lib.now() RETURNING 1)
  SELECT EXISTS (SELECT FROM off)
$$;

-- Plans texts of a row that the caller holds a lock on; p_instead: the plan of the same row it takes the place of. Returns its id.
-- Refuses late (what it takes the place of holds already), past, taken (another plan of the same row and moment).
CREATE OR REPLACE FUNCTION site.plan_texts(p_name text, p_said jsonb, p_was jsonb, p_since timestamptz, p_staff integer, p_instead integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_id integer;
BEGIN
  IF p_instead IS NOT NULL AND NOT (
      EXISTS (SELECT FROM site.planned_texts p WHERE p.id = p_instead AND p.name = p_name) AND site.withdraw_texts(p_instead)) THEN
    PERFORM lib.refuse('late');
  END IF;
  IF p_since <= lib.now() THEN PERFORM lib.refuse('past'); END IF;
  INSERT INTO site.planned_texts (name, said, was, since, at, by_staff) VALUES (p_name, p_said, p_was, p_since, lib.now(), p_staff)
  ON CONFLICT DO NOTHING RETURNING id INTO v_id;
  IF v_id IS NULL THEN PERFORM lib.refuse('taken'); END IF;
  RETURN v_id;
END $$;

-- Lines of a text, none of them empty; null where there is no text.
CREATE OR REPLACE FUNCTION site.lines_of(p_text text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN p_text IS NOT NULL THEN ARRAY(SELECT l FROM string_to_table(p_text, E'\n') WITH ORDINALITY AS t (l, n) WHERE l <> '' ORDER BY n) END $$;

-- A plan of a row is put into it now, once. False: it is not due, stands there already, or is of another row.
CREATE OR REPLACE FUNCTION site.hold_plan(p_id integer, p_name text) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH held AS (
    UPDATE site.planned_texts SET held_at = lib.now()
    WHERE id = p_id AND name = p_name AND held_at IS NULL AND withdrawn_at IS NULL AND since <= lib.now() RETURNING 1)
  SELECT EXISTS (SELECT FROM held)
$$;
