-- Whether who was born then is under 15 on a day: whom cautions, papers and the board mean by it. Null: the birthday is not known. `isUnder15` asks the same.
CREATE OR REPLACE FUNCTION services.under_15(p_birth date, p_day date) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT lib.age_on(p_birth, p_day) < 15 $$;

-- What texts may depend on of what somebody said of how they come: the answers, any proxy as `proxy`, nobody's as `self`.
CREATE OR REPLACE FUNCTION services.conditions(p_needs text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT p_needs || CASE WHEN p_needs && '{proxy-care,proxy-guardian,proxy-away}' THEN 'proxy' ELSE 'self' END $$;

-- Whether a caution is for somebody: by whether they are under 15 (null: unknown, may be), and by what they said (services.conditions). Becomes a part of the
-- statement that asks.
CREATE OR REPLACE FUNCTION services.concerns(c services.cautions, p_under boolean, p_conditions text[]) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$ SELECT (c.ages = 'all' OR p_under IS NULL OR (c.ages = 'under-15') = p_under) AND (c.need = '' OR c.need = ANY (p_conditions)) $$;

-- What one person brings: the service's lines, those for who is under 15 (null: unknown, may be), and by their answers what comes to them and what goes: of the lines
-- before, never of what another answer brings; a line stands once.
CREATE OR REPLACE FUNCTION services.to_bring(p_bring text[], p_under15 text[], p_by_need jsonb, p_under boolean, p_needs text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN p_needs = '{}' OR p_by_need = '{}' THEN b.lines ELSE k.lines || ARRAY(
      SELECT a.l FROM unnest('{proxy,proxy-care,proxy-guardian,proxy-away,lost-notice,lost-card}'::text[]) WITH ORDINALITY AS o (c, n),
        jsonb_array_elements_text(p_by_need -> o.c -> 'add') WITH ORDINALITY AS a (l, m)
      WHERE o.c = ANY (services.conditions(p_needs)) AND a.l <> ALL (k.lines) GROUP BY a.l ORDER BY min(o.n * 1000 + a.m)) END
  FROM (SELECT p_bring || CASE WHEN p_under IS NOT FALSE THEN p_under15 ELSE '{}' END AS lines) b,
    LATERAL (SELECT ARRAY(SELECT u.l FROM unnest(b.lines) WITH ORDINALITY AS u (l, n)
      WHERE NOT EXISTS (SELECT FROM unnest(services.conditions(p_needs)) AS c WHERE p_by_need -> c -> 'without' ? u.l) ORDER BY u.n) AS lines) k
$$;

-- Which questions a service asks of each who comes: those on whose answer a text depends (proxy | lost-notice | lost-card).
CREATE OR REPLACE FUNCTION services.asks(p_service integer) RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT ARRAY(SELECT q FROM unnest('{proxy,lost-notice,lost-card}'::text[]) WITH ORDINALITY AS o (q, n)
    WHERE EXISTS (SELECT FROM (
        SELECT c.need FROM services.cautions c WHERE c.service_id = p_service AND c.retired_at IS NULL
        UNION ALL SELECT k FROM services.services s, jsonb_object_keys(s.bring_needs) AS k WHERE s.id = p_service) x
      WHERE CASE WHEN x.need = 'self' OR x.need LIKE 'proxy%' THEN 'proxy' ELSE x.need END = o.q) ORDER BY o.n)
$$;

CREATE OR REPLACE FUNCTION citizen.services() RETURNS TABLE (code text, name text, names jsonb, needs_card boolean, bring text[], party_max integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.code, s.name, s.names, s.needs_card, s.bring, s.party_max FROM services.services s WHERE s.retired_at IS NULL ORDER BY s.position, s.id $$;

-- How many slots one after the other so many people take (§8(3)⑥): p_long for the first, and one further for every p_every who come along; p_every 0: as many
-- whatever the party. Eight in all at most. Inlined.
CREATE OR REPLACE FUNCTION services.slots_for(p_long integer, p_every integer, p_people integer) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT least(8, p_long + CASE WHEN p_every > 0 THEN greatest(p_people - 1, 0) / p_every ELSE 0 END) $$;

-- The length of a visit of so many people, in slots: as its office says, else as its service does. The one place that is asked. Becomes a part of the statement that
-- asks, so it is asked in FROM.
CREATE OR REPLACE FUNCTION services.length_of(p_service integer, p_office integer, p_people integer) RETURNS TABLE (slots integer) LANGUAGE sql STABLE
AS $$
  SELECT services.slots_for(coalesce(l.slots_long, s.slots_long), coalesce(l.slot_every, s.slot_every), p_people)
  FROM services.services s LEFT JOIN services.lengths l ON l.service_id = s.id AND l.office_id = p_office WHERE s.id = p_service
$$;

-- How long it takes at the counter, where the city says so.
CREATE OR REPLACE FUNCTION citizen.takes() RETURNS TABLE (code text, minutes integer, more integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.code, s.takes_minutes, s.takes_more FROM services.services s WHERE s.retired_at IS NULL AND s.takes_minutes > 0 $$;

-- Who may come, where the city says so.
CREATE OR REPLACE FUNCTION citizen.who() RETURNS TABLE (code text, who text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.code, s.who FROM services.services s WHERE s.retired_at IS NULL AND s.who <> '{}' $$;

-- Cautions to tick, grouped by whom they concern.
CREATE OR REPLACE FUNCTION citizen.cautions(p_service text) RETURNS TABLE (id integer, concerns text, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT c.id, c.concerns, c.body FROM services.cautions c JOIN services.services s ON s.id = c.service_id
  WHERE s.code = p_service AND c.retired_at IS NULL ORDER BY c.position, c.id
$$;

-- Whoever puts planned texts into a row waits here for others who change it.
CREATE OR REPLACE FUNCTION services.lock_texts(p_id integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM FROM services.services WHERE id = p_id FOR NO KEY UPDATE; END $$;

CREATE OR REPLACE FUNCTION services.lock_caution(p_id integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ BEGIN PERFORM FROM services.cautions WHERE id = p_id FOR NO KEY UPDATE; END $$;

-- What citizens read of a service, by its parts, each in its languages; `serviceTexts` says the same.
CREATE OR REPLACE FUNCTION services.texts_of(s services.services) RETURNS jsonb LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('name', jsonb_build_object('ja', s.name) || s.names, 'who', jsonb_build_object('ja', array_to_string(s.who, E'\n')),
    'bring', jsonb_build_object('ja', array_to_string(s.bring, E'\n')), 'bringUnder15', jsonb_build_object('ja', array_to_string(s.bring_under15, E'\n')))
$$;

-- Papers by how somebody comes, by their parts; `papersTexts` says the same.
CREATE OR REPLACE FUNCTION services.papers_texts(p_papers jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_object_agg(c || '.' || k, jsonb_build_object('ja', array_to_string(ARRAY(SELECT jsonb_array_elements_text(p_papers -> c -> k)), E'\n')))
  FROM unnest('{proxy,proxy-care,proxy-guardian,proxy-away,lost-notice,lost-card}'::text[]) c, unnest('{add,without}'::text[]) k
$$;

-- Whether papers by how somebody comes say nothing but what staff wrote: what comes to them is said by the plan, or stood there; what goes is named by the plan or
-- stood there, or is a line that the service asks for or once did (a line that was corrected is followed).
CREATE OR REPLACE FUNCTION services.papers_written(p_plan integer, p_was services.services, p_papers jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- Of other answers than the six, which a row of before may hold, nothing becomes another.
  SELECT NOT EXISTS (
    SELECT FROM jsonb_each(p_papers) AS k (c, said)
    WHERE k.c <> ALL ('{proxy,proxy-care,proxy-guardian,proxy-away,lost-notice,lost-card}'::text[]) AND k.said IS DISTINCT FROM p_was.bring_needs -> k.c)
  AND NOT EXISTS (
    SELECT FROM jsonb_each(services.papers_texts(p_papers)) AS t (part, said), LATERAL unnest(site.lines_of(t.said ->> 'ja')) AS l (line), site.planned_texts p
    WHERE p.id = p_plan
      AND l.line <> ALL (site.lines_of(coalesce(CASE WHEN p.name LIKE 'papers.%' THEN p.said -> 'texts' -> t.part ->> 'ja' END, services.papers_texts(p_was.bring_needs) -> t.part ->> 'ja')))
      AND NOT (t.part LIKE '%.without' AND (
        p.name LIKE 'service.%' AND l.line = ANY (site.lines_of(concat_ws(E'\n', p.said #>> '{texts,bring,ja}', p.said #>> '{texts,bringUnder15,ja}')))
        OR EXISTS (SELECT FROM services.bring_versions b WHERE b.service_id = p_was.id AND l.line = ANY (b.bring || b.bring_under15)))))
$$;

-- Puts the texts of a plan that is due into their service, once, as the plan has them, and keeps them among the versions. p_papers: its papers by how somebody
-- comes, where they name a line that becomes another. False: the plan is none of it, not due, or stands there already.
CREATE OR REPLACE FUNCTION services.hold_service(p_plan integer, p_id integer, p_papers jsonb)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_was services.services;
  v_is services.services;
  v_said jsonb;
BEGIN
  IF NOT site.hold_plan(p_plan, 'service.' || p_id) THEN RETURN false; END IF;
  SELECT p.said -> 'texts' INTO v_said FROM site.planned_texts p WHERE p.id = p_plan;
  SELECT * INTO v_was FROM services.services WHERE id = p_id;
  IF NOT services.papers_written(p_plan, v_was, p_papers) THEN RAISE EXCEPTION 'papers of service % that nobody wrote', p_id; END IF;
  UPDATE services.services SET name = coalesce(v_said #>> '{name,ja}', name), names = coalesce((v_said -> 'name') - 'ja', names),
    who = CASE WHEN v_said ? 'who' THEN site.lines_of(coalesce(v_said #>> '{who,ja}', '')) ELSE who END, bring = coalesce(site.lines_of(v_said #>> '{bring,ja}'), bring),
    bring_under15 = coalesce(site.lines_of(v_said #>> '{bringUnder15,ja}'), bring_under15), bring_needs = p_papers WHERE id = p_id RETURNING * INTO v_is;
  PERFORM site.keep_planned(p_plan, services.texts_of(v_was), services.texts_of(v_is));
  RETURN true;
END $$;

-- The same of the papers by how somebody comes. p_papers: as they stand and as the plan has them, with the lines that were corrected since it was made.
CREATE OR REPLACE FUNCTION services.hold_papers(p_plan integer, p_id integer, p_papers jsonb) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_was services.services;
BEGIN
  IF NOT site.hold_plan(p_plan, 'papers.' || p_id) THEN RETURN false; END IF;
  SELECT * INTO v_was FROM services.services WHERE id = p_id;
  IF NOT services.papers_written(p_plan, v_was, p_papers) THEN RAISE EXCEPTION 'papers of service % that nobody wrote', p_id; END IF;
  UPDATE services.services SET bring_needs = p_papers WHERE id = p_id;
  PERFORM site.keep_planned(p_plan, services.papers_texts(v_was.bring_needs), services.papers_texts(p_papers));
  RETURN true;
END $$;

-- The same of a caution; who planned it wrote it.
CREATE OR REPLACE FUNCTION services.hold_caution(p_plan integer, p_id integer)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT site.hold_plan(p_plan, 'caution.' || p_id) THEN RETURN false; END IF;
  UPDATE services.cautions c SET concerns = coalesce(p.said #>> '{texts,concerns,ja}', c.concerns), body = coalesce(p.said #>> '{texts,body,ja}', c.body), changed_by = p.by_staff,
    retired_at = CASE WHEN NOT coalesce((p.said ->> 'shown')::boolean, c.retired_at IS NULL) THEN coalesce(c.retired_at, lib.now()) END
  FROM site.planned_texts p WHERE p.id = p_plan AND c.id = p_id;
  RETURN true;
END $$;
