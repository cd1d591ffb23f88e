-- Every text of staff's that citizens may read now or later, and where it stands: what could be translated.
CREATE OR REPLACE FUNCTION site.staff_texts() RETURNS TABLE (place text, of text, source text, nth integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT x.place, x.of, x.source, row_number() OVER ()::integer FROM (
    SELECT 'notice' AS place, '' AS of, n.body AS source FROM (
      SELECT n.body FROM site.notices n WHERE n.shown_until IS NULL OR n.shown_until > lib.now() ORDER BY n.shown_from DESC, n.id DESC) n
    UNION ALL
    SELECT 'stop', '', m.reason FROM site.maintenance m WHERE m.cancelled_at IS NULL AND m.ends_at > lib.now()
    UNION ALL
    SELECT 'closing', o.name, c.reason FROM closing.closings c JOIN offices.offices o ON o.id = c.office_id
    WHERE c.reopened_at IS NULL AND c.to_day >= lib.day_of(lib.now())
    UNION ALL
    SELECT 'caution', s.name, t.source FROM (
      SELECT c.service_id, c.position, c.id, c.concerns, c.body FROM services.cautions c WHERE c.retired_at IS NULL ORDER BY c.position, c.id) c
      JOIN services.services s ON s.id = c.service_id AND s.retired_at IS NULL, unnest(ARRAY[c.concerns, c.body]) AS t (source)
    UNION ALL
    SELECT 'bring', s.name, t.source FROM services.services s, unnest(s.bring || s.bring_under15) AS t (source) WHERE s.retired_at IS NULL
    UNION ALL
    SELECT 'office', o.name, t.source FROM offices.offices o, unnest(ARRAY[o.directions] || o.facilities) AS t (source)
    WHERE o.is_pickup AND o.retired_at IS NULL
    UNION ALL
    SELECT 'city', '', t.source FROM site.city c, unnest(ARRAY[c.name, c.phone_hours]) AS t (source)
  ) x WHERE x.source <> ''
$$;

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
