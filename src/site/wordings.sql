-- What is said now in place of built-in words: of each name the newest whose time has come.
CREATE OR REPLACE FUNCTION site.wordings_now() RETURNS TABLE (name text, version integer, said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT DISTINCT ON (w.name) w.name, w.version, w.said FROM site.wordings w
  WHERE w.withdrawn_at IS NULL AND (w.since IS NULL OR w.since <= lib.now()) ORDER BY w.name, w.since DESC NULLS LAST, w.version DESC
$$;

-- One text more of a name, read from p_since on; null: from now on. Returns its version.
CREATE OR REPLACE FUNCTION site.add_wording(p_name text, p_said jsonb, p_since timestamptz, p_staff integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO site.wordings (name, version, said, since, at, by_staff)
  SELECT p_name, coalesce(max(w.version), 0) + 1, p_said, greatest(coalesce(p_since, lib.now()), lib.now()), lib.now(), p_staff
  FROM site.wordings w WHERE w.name = p_name RETURNING version
$$;

-- Calls off a text whose time has not come. False: it is read already, or was called off.
CREATE OR REPLACE FUNCTION site.withdraw_wording(p_name text, p_version integer) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH off AS (
    UPDATE site.wordings SET withdrawn_at = lib.now()
    WHERE name = p_name AND version = p_version AND withdrawn_at IS NULL AND since > lib.now() RETURNING 1)
  SELECT EXISTS (SELECT FROM off)
$$;

-- What the citizens' site says otherwise than it is built in: [name, what]; null where it is that of p_version still.
CREATE OR REPLACE FUNCTION citizen.wordings(p_version text, OUT version text, OUT said jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT n.version, CASE WHEN n.version IS DISTINCT FROM p_version THEN n.said END FROM (
    SELECT coalesce(string_agg(w.name || ':' || w.version, ',' ORDER BY w.name), '') AS version, coalesce(jsonb_agg(jsonb_build_array(w.name, w.said)), '[]') AS said
    FROM site.wordings_now() w WHERE w.name IN ('head', 'site') OR w.name LIKE 'question.%') n
$$;

-- Texts that stand in a row of their own were p_was and are p_is: both are kept. What a release before changed without keeping it is kept with
-- nobody's name, as what stood there. p_was null: the row is new. p_plan: the plan that said so; it was written when that was. What a plan put in is kept where
-- it is put in (services.hold_service …), and not once more for a desk of the release before, which asks for it by itself.
CREATE OR REPLACE FUNCTION site.keep_texts(p_name text, p_was jsonb, p_is jsonb, p_staff integer, p_plan integer DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_kept jsonb := (SELECT w.said -> 'texts' FROM site.wordings w WHERE w.name = p_name ORDER BY w.version DESC LIMIT 1);
BEGIN
  IF p_is = p_was OR (p_plan IS NOT NULL AND p_is = v_kept) THEN RETURN; END IF;
  -- A part that came since and says nothing makes no other text; texts that say nothing at all are a version as any.
  IF p_was IS NOT NULL AND (v_kept IS NULL OR v_kept <>
    (SELECT coalesce(jsonb_object_agg(e.key, e.value), '{}') FROM jsonb_each(p_was) e WHERE v_kept ? e.key OR e.value <> '{"ja": ""}')) THEN
    INSERT INTO site.wordings (name, version, said)
    SELECT p_name, coalesce(max(w.version), 0) + 1, jsonb_build_object('texts', p_was) FROM site.wordings w WHERE w.name = p_name;
  END IF;
  INSERT INTO site.wordings (name, version, said, since, at, by_staff)
  SELECT p_name, coalesce(max(w.version), 0) + 1, jsonb_build_object('texts', p_is), lib.now(), coalesce((SELECT p.at FROM site.planned_texts p WHERE p.id = p_plan), lib.now()), p_staff
  FROM site.wordings w WHERE w.name = p_name;
END $$;

-- The same of a plan that was put into its row this moment: name, author and time are the plan's.
CREATE OR REPLACE FUNCTION site.keep_planned(p_plan integer, p_was jsonb, p_is jsonb) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT site.keep_texts(p.name, p_was, p_is, p.by_staff, p.id) FROM site.planned_texts p WHERE p.id = p_plan $$;
