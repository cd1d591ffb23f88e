-- Every text of staff's that citizens may read now or later, where it stands, and in which order they are listed: what could be translated.
CREATE OR REPLACE FUNCTION site.staff_texts() RETURNS TABLE (place text, of text, source text, nth integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT x.place, x.of, x.source, row_number() OVER (ORDER BY x.kind, x.first, x.second, x.line)::integer FROM (
    SELECT 1 AS kind, 'notice' AS place, '' AS of, n.body AS source, -extract(epoch FROM n.shown_from) AS first, -n.id AS second, 1::bigint AS line
    FROM site.notices n WHERE n.shown_until IS NULL OR n.shown_until > lib.now()
    UNION ALL
    -- What is planned can be said in every language before it is read.
    SELECT 1, 'notice', '', p.said #>> '{texts,body,ja}', -extract(epoch FROM n.shown_from), -n.id, 1 + p.id::bigint
    FROM site.planned_texts p JOIN site.notices n ON p.name = 'notice.' || n.id AND (n.shown_until IS NULL OR n.shown_until > lib.now())
    WHERE p.held_at IS NULL AND p.withdrawn_at IS NULL
    UNION ALL
    SELECT 2, 'stop', '', m.reason, extract(epoch FROM m.starts_at), m.id, 1
    FROM site.maintenance m WHERE m.cancelled_at IS NULL AND m.ends_at > lib.now()
    UNION ALL
    SELECT 3, 'closing', o.name, c.reason, o.position, c.id, 1
    FROM closing.closings c JOIN offices.offices o ON o.id = c.office_id WHERE c.reopened_at IS NULL AND c.to_day >= lib.day_of(lib.now())
    UNION ALL
    SELECT 4, 'caution', s.name, t.source, s.position, c.position, 2 * c.id + t.line
    FROM services.cautions c JOIN services.services s ON s.id = c.service_id AND s.retired_at IS NULL,
      unnest(ARRAY[c.concerns, c.body]) WITH ORDINALITY AS t (source, line)
    WHERE c.retired_at IS NULL
    UNION ALL
    SELECT 4, 'caution', s.name, t.source, s.position, c.position, 2 * c.id + t.line
    FROM site.planned_texts p JOIN services.cautions c ON p.name = 'caution.' || c.id JOIN services.services s ON s.id = c.service_id AND s.retired_at IS NULL,
      unnest(ARRAY[coalesce(p.said #>> '{texts,concerns,ja}', c.concerns), coalesce(p.said #>> '{texts,body,ja}', c.body)]) WITH ORDINALITY AS t (source, line)
    WHERE p.held_at IS NULL AND p.withdrawn_at IS NULL AND p.said -> 'shown' IS DISTINCT FROM 'false'
    UNION ALL
    SELECT 5, 'bring', s.name, t.source, s.position, s.id, t.line
    FROM services.services s, unnest(s.bring || s.bring_under15 || ARRAY(SELECT l FROM jsonb_each(s.bring_needs) AS e, jsonb_array_elements_text(e.value -> 'add') WITH ORDINALITY AS a (l, m) ORDER BY e.key, a.m)) WITH ORDINALITY AS t (source, line) WHERE s.retired_at IS NULL
    UNION ALL
    SELECT 5, 'who', s.name, t.source, s.position, s.id, 9000 + t.line
    FROM services.services s, unnest(s.who) WITH ORDINALITY AS t (source, line) WHERE s.retired_at IS NULL
    UNION ALL
    SELECT 6, 'office', o.name, t.source, o.position, o.id, t.line
    FROM offices.offices o, unnest(ARRAY[o.directions] || o.facilities || ARRAY(SELECT a.area FROM offices.areas a WHERE a.office_id = o.id)) WITH ORDINALITY AS t (source, line) WHERE o.is_pickup AND o.retired_at IS NULL
    UNION ALL
    SELECT CASE WHEN s.id IS NULL THEN 6 ELSE 5 END, CASE WHEN s.id IS NULL THEN 'office' WHEN part.code = 'who' THEN 'who' ELSE 'bring' END, coalesce(s.name, o.name), t.source, coalesce(s.position, o.position), coalesce(s.id, o.id), 1000 * part.nth + t.line
    FROM site.planned_texts p LEFT JOIN services.services s ON p.name = 'service.' || s.id AND s.retired_at IS NULL
        LEFT JOIN offices.offices o ON p.name = 'office.' || o.id AND o.is_pickup AND o.retired_at IS NULL,
      unnest('{bring,bringUnder15,directions,facilities,who}'::text[]) WITH ORDINALITY AS part (code, nth),
      unnest(CASE part.code WHEN 'directions' THEN ARRAY[p.said #>> '{texts,directions,ja}'] ELSE string_to_array(p.said #>> ARRAY['texts', part.code, 'ja'], E'\n') END)
        WITH ORDINALITY AS t (source, line)
    WHERE p.held_at IS NULL AND p.withdrawn_at IS NULL AND (s.id IS NOT NULL OR o.id IS NOT NULL)
    UNION ALL
    SELECT 5, 'bring', s.name, t.source, s.position, s.id, 5000 + t.line
    FROM site.planned_texts p JOIN services.services s ON p.name = 'papers.' || s.id AND s.retired_at IS NULL, jsonb_each(p.said -> 'texts') AS e (part, said),
      unnest(string_to_array(e.said ->> 'ja', E'\n')) WITH ORDINALITY AS t (source, line)
    WHERE p.held_at IS NULL AND p.withdrawn_at IS NULL AND e.part LIKE '%.add'
    UNION ALL
    SELECT 7, 'city', '', t.source, 0, 0, t.line FROM site.city c, unnest(ARRAY[c.name, c.phone_hours]) WITH ORDINALITY AS t (source, line)
    UNION ALL
    SELECT 7, 'city', '', t.source, 0, p.id, t.line FROM site.planned_texts p,
      unnest(ARRAY[p.said #>> '{texts,name,ja}', p.said #>> '{texts,phoneHours,ja}']) WITH ORDINALITY AS t (source, line)
    WHERE p.name = 'city.own' AND p.held_at IS NULL AND p.withdrawn_at IS NULL
  ) x WHERE x.source <> ''
$$;

-- How a text is said in other languages, as it is kept among the versions: {"en": {"en": "…"}}, each language a part. p_key: md5 of the text.
CREATE OR REPLACE FUNCTION site.said_elsewhere(p_key text) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(jsonb_object_agg(t.language, jsonb_build_object(t.language, t.body)), '{}') FROM site.translations t WHERE md5(t.source) = p_key $$;

-- Whoever says a text of staff's in another language waits here for others who do.
CREATE OR REPLACE FUNCTION site.lock_translations() RETURNS void LANGUAGE sql SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_advisory_xact_lock(hashtext('site.translations')) $$;

-- Says a text in some languages ({"en": "…"}; empty or null: in Japanese again) and keeps what was said and is. p_plan: the plan that said so.
CREATE OR REPLACE FUNCTION site.say_elsewhere(p_source text, p_bodies jsonb, p_staff integer, p_plan integer DEFAULT NULL) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_was jsonb;
BEGIN
  PERFORM site.lock_translations();
  v_was := site.said_elsewhere(md5(p_source));
  DELETE FROM site.translations t WHERE md5(t.source) = md5(p_source) AND p_bodies ? t.language;
  INSERT INTO site.translations (source, language, body, at) SELECT p_source, b.key, b.value, lib.now() FROM jsonb_each_text(p_bodies) b WHERE b.value <> '';
  -- A text nobody had said in another language had no version.
  PERFORM site.keep_texts('translation.' || md5(p_source), nullif(v_was, '{}'), site.said_elsewhere(md5(p_source)), p_staff, p_plan);
END $$;

-- Puts how a text is said in other languages in its place, as a plan that is due has it, once. False: the plan is none of this text, not due, or stands there
-- already; or nobody reads the text any more, and the plan is done with.
CREATE OR REPLACE FUNCTION site.hold_translation(p_plan integer, p_key text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_source text;
BEGIN
  PERFORM site.lock_translations();
  IF NOT site.hold_plan(p_plan, 'translation.' || p_key) THEN RETURN false; END IF;
  SELECT min(x.source) INTO v_source FROM site.staff_texts() x WHERE md5(x.source) = p_key;
  IF v_source IS NULL THEN RETURN false; END IF;
  PERFORM site.say_elsewhere(v_source, (SELECT jsonb_object_agg(e.key, e.value ->> e.key) FROM jsonb_each(p.said -> 'texts') e), p.by_staff, p.id)
  FROM site.planned_texts p WHERE p.id = p_plan;
  RETURN true;
END $$;

-- All translations: [source, language, text]; null where they are those of `p_version` still.
CREATE OR REPLACE FUNCTION site.translations_since(p_version text, OUT version text, OUT texts jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT v.version, CASE WHEN v.version IS DISTINCT FROM p_version THEN (
    SELECT coalesce(jsonb_agg(jsonb_build_array(t.source, t.language, t.body)), '[]') FROM site.translations t) END
  FROM (SELECT count(*) || '.' || coalesce(extract(epoch FROM max(t.at)), 0) AS version FROM site.translations t) v
$$;

-- The same for the citizens' site.
CREATE OR REPLACE FUNCTION citizen.translations(p_version text, OUT version text, OUT texts jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.version, s.texts FROM site.translations_since(p_version) s $$;
