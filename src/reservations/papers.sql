-- What each of a party must read and bring (§8(3)⑥⑨): by its service, by who is under 15 on the day of the visit, and by what each said of how they come.

-- Who comes, as texts ask it of a day: place in the party, their number in it, under 15 or not (null: the birthday is not known, may be either), what they
-- said. p_more: the birthdays of who joins (their place is null). p_needs: {"place": answers}, instead of what stands.
CREATE OR REPLACE FUNCTION reservations.coming(p_reservation uuid, p_day date, p_more date[], p_needs jsonb)
RETURNS TABLE (place smallint, n integer, under boolean, needs text[], conditions text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  SELECT w.place, w.n::integer, services.under_15(w.born, p_day), w.needs, services.conditions(w.needs)
  FROM (
    SELECT m.position AS place, row_number() OVER (ORDER BY m.position) AS n, coalesce(c.birth_date, m.birth_date) AS born,
      CASE WHEN p_needs ? m.position::text THEN ARRAY(SELECT jsonb_array_elements_text(p_needs -> m.position::text)) ELSE m.needs END AS needs
    FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL
    UNION ALL SELECT NULL, NULL, b, '{}' FROM unnest(p_more) AS b
  ) w
$$;

-- The cautions of a service that concern who comes.
CREATE OR REPLACE FUNCTION reservations.cautions_at(p_service integer, p_reservation uuid, p_day date, p_more date[], p_needs jsonb) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  WITH who AS MATERIALIZED (SELECT * FROM reservations.coming(p_reservation, p_day, p_more, p_needs))
  SELECT coalesce(array_agg(c.id ORDER BY c.position, c.id), '{}') FROM services.cautions c
  WHERE c.service_id = p_service AND c.retired_at IS NULL AND EXISTS (
    SELECT FROM who w WHERE services.concerns(c, w.under, w.conditions))
$$;

-- The day of a reservation's visit.
CREATE OR REPLACE FUNCTION reservations.day_of_visit(p_reservation uuid) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT s.day FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = p_reservation $$;

-- The cautions a party ticks; for a visit without a place yet, all of the service's.
CREATE OR REPLACE FUNCTION reservations.cautions_for(p_service integer, p_reservation uuid) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN p_reservation IS NOT NULL THEN reservations.cautions_at(p_service, p_reservation, reservations.day_of_visit(p_reservation), '{}', '{}')
    ELSE ARRAY(SELECT c.id FROM services.cautions c WHERE c.service_id = p_service AND c.retired_at IS NULL ORDER BY c.position, c.id) END
$$;

-- A party's cautions as they stand now, with whom of it each concerns, by their numbers in it: [{id, version, concerns, body, who: [1, 2]}].
CREATE OR REPLACE FUNCTION reservations.cautions_of(p_service integer, p_reservation uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  WITH who AS MATERIALIZED (SELECT * FROM reservations.coming(p_reservation, reservations.day_of_visit(p_reservation), '{}', '{}'))
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'version', c.version, 'concerns', c.concerns, 'body', c.body, 'who', x.who) ORDER BY c.position, c.id), '[]')
  FROM services.cautions c CROSS JOIN LATERAL (
    SELECT jsonb_agg(w.n ORDER BY w.n) AS who FROM who w WHERE services.concerns(c, w.under, w.conditions)) x
  WHERE c.service_id = p_service AND c.retired_at IS NULL AND (x.who IS NOT NULL OR p_reservation IS NULL)
$$;

-- Every line somebody of a party brings, each once, in the order they come; without a party the service's.
CREATE OR REPLACE FUNCTION reservations.bring_for(p_service integer, p_reservation uuid) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL) THEN
    ARRAY(SELECT x.l FROM reservations.coming(p_reservation, reservations.day_of_visit(p_reservation), '{}', '{}') w,
        unnest(services.to_bring(s.bring, s.bring_under15, s.bring_needs, w.under, w.needs)) WITH ORDINALITY AS x (l, n) GROUP BY x.l ORDER BY min(w.n * 1000 + x.n))
    ELSE s.bring END
  FROM services.services s WHERE s.id = p_service
$$;

-- Lines that who comes after a change (another day, who joins, other answers) was not asked for at an instant: each by their own of then, who joins by their party's.
CREATE OR REPLACE FUNCTION reservations.new_lines(p_service integer, p_reservation uuid, p_day date, p_more date[], p_needs jsonb, p_then timestamptz) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  WITH then_said AS MATERIALIZED (
    SELECT b.bring, b.bring_under15, b.bring_needs FROM services.bring_versions b WHERE b.service_id = p_service AND (b.since IS NULL OR b.since <= p_then) ORDER BY b.id DESC LIMIT 1),
  before AS MATERIALIZED (
    SELECT w.place, services.to_bring(b.bring, b.bring_under15, b.bring_needs, w.under, w.needs) AS lines
    FROM reservations.coming(p_reservation, reservations.day_of_visit(p_reservation), '{}', '{}') w, then_said b)
  SELECT ARRAY(
    SELECT x.l FROM reservations.coming(p_reservation, p_day, p_more, p_needs) w,
      unnest(services.to_bring(s.bring, s.bring_under15, s.bring_needs, w.under, w.needs)) WITH ORDINALITY AS x (l, n)
    WHERE NOT EXISTS (SELECT FROM before b WHERE (w.place IS NULL OR b.place = w.place) AND x.l = ANY (b.lines))
    GROUP BY x.l ORDER BY min(x.n))
  FROM services.services s WHERE s.id = p_service
$$;

-- Each one's own papers: who brings the same stands together, in the order they come: [{who: [1, 2], places: [1, 3], ids: notice IDs or null, under15, bring: lines}].
-- An unknown birthday may be either age: all lines.
CREATE OR REPLACE FUNCTION reservations.papers_of(p_service integer, p_reservation uuid) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('who', g.who, 'places', g.places, 'ids', g.ids, 'under15', g.under, 'bring', g.bring) ORDER BY g.first), '[]')
  FROM (
    SELECT x.under, x.bring, min(x.n) AS first, jsonb_agg(x.n ORDER BY x.n) AS who, jsonb_agg(x.place ORDER BY x.n) AS places, jsonb_agg(x.notice_id ORDER BY x.n) AS ids
    FROM (
      SELECT w.n, w.place, cardinality(s.bring_under15) > 0 AND w.under AS under, c.notice_id,
        services.to_bring(s.bring, s.bring_under15, s.bring_needs, w.under, w.needs) AS bring
      FROM services.services s, reservations.coming(p_reservation, reservations.day_of_visit(p_reservation), '{}', '{}') w
        JOIN reservations.members m ON m.reservation_id = p_reservation AND m.position = w.place LEFT JOIN cards.cards c ON c.id = m.card_id
      WHERE s.id = p_service) x
    GROUP BY x.under, x.bring) g
$$;

-- What a page carries of the papers it showed: another once somebody's are others, and of another reservation. Who brings nothing does not count.
CREATE OR REPLACE FUNCTION reservations.papers_mark(p_reservation uuid, p_papers jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT md5(p_reservation || coalesce((SELECT string_agg((e -> 'places')::text || (e -> 'bring')::text, '' ORDER BY n) FROM jsonb_array_elements(p_papers) WITH ORDINALITY AS x (e, n) WHERE e -> 'bring' <> '[]'), '')) $$;

-- How lines are said in a language, each in its place; null: in Japanese. Null as a whole where all are.
CREATE OR REPLACE FUNCTION reservations.lines_said(p_lines jsonb, p_language text) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_agg(t.body ORDER BY l.n) FROM jsonb_array_elements_text(p_lines) WITH ORDINALITY AS l (line, n)
    LEFT JOIN site.translations t ON md5(t.source) = md5(l.line) AND t.source = l.line AND t.language = p_language
  HAVING count(t.body) > 0
$$;

-- Keeps what each of a party ticked to bring, as it reads now, and beside each line how it was said in the language it was read in.
CREATE OR REPLACE FUNCTION reservations.keep_papers(p_reservation uuid, p_papers jsonb, p_act text, p_language text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO reservations.agreed_papers (reservation_id, act, at, language, papers)
  SELECT p_reservation, p_act, lib.now(), p_language, jsonb_agg(
    jsonb_build_object('who', e -> 'places', 'bring', e -> 'bring', 'said', reservations.lines_said(e -> 'bring', p_language)) ORDER BY n)
  FROM jsonb_array_elements(p_papers) WITH ORDINALITY AS x (e, n) WHERE e -> 'bring' <> '[]' HAVING count(*) > 0
  ON CONFLICT DO NOTHING
$$;

-- What the visit of a cookie reads and brings: {cautions: ids to tick, texts: as reservations.cautions_of, ticked: {caution: version}, bring: lines, each: as
-- reservations.papers_of, mark: of these, seen: the mark that was ticked, partly: boxes of them that are ticked where not all are, asks: as services.asks, people: [{place, n, under15, needs}]}. Refuses no_visit.
CREATE OR REPLACE FUNCTION citizen.own_papers(p_cookie bytea) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v reservations.visits;
  v_each jsonb;
BEGIN
  -- Read, not prolonged: pages read the visit before.
  SELECT * INTO v FROM reservations.visits x
  WHERE x.cookie_hash = p_cookie AND x.expires_at > lib.now() AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x);
  IF NOT FOUND THEN PERFORM lib.refuse('no_visit'); END IF;
  v_each := reservations.papers_of(v.service_id, v.reservation_id);
  RETURN jsonb_build_object('cautions', reservations.cautions_for(v.service_id, v.reservation_id), 'bring', reservations.bring_for(v.service_id, v.reservation_id),
    'each', v_each, 'mark', reservations.papers_mark(v.reservation_id, v_each), 'seen', nullif(v.papers_seen, ''),
    'partly', CASE WHEN v.papers_partly ->> 'mark' = reservations.papers_mark(v.reservation_id, v_each) THEN v.papers_partly -> 'boxes' ELSE '[]' END,
    'texts', reservations.cautions_of(v.service_id, v.reservation_id), 'ticked', v.ticked, 'asks', services.asks(v.service_id),
    'people', (SELECT coalesce(jsonb_agg(jsonb_build_object('place', w.place, 'n', w.n, 'under15', w.under, 'needs', w.needs) ORDER BY w.n), '[]')
      FROM reservations.coming(v.reservation_id, reservations.day_of_visit(v.reservation_id), '{}', '{}') w));
END $$;
