-- Which version of a caution was agreed to (§8(3)⑨). Ticks are {"caution": version}, as they stand in reservations.visits.

-- Of these cautions those whose text, as it stands now, was not ticked.
CREATE OR REPLACE FUNCTION reservations.unticked(p_ids integer[], p_ticks jsonb) RETURNS integer[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(array_agg(c.id ORDER BY c.position, c.id), '{}') FROM services.cautions c WHERE c.id = ANY (p_ids) AND p_ticks -> c.id::text IS DISTINCT FROM to_jsonb(c.version) $$;

-- Of these ticks those of these cautions that name a text there is.
CREATE OR REPLACE FUNCTION reservations.known_ticks(p_ids integer[], p_ticks jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(jsonb_object_agg(v.caution_id::text, v.version), '{}') FROM services.caution_versions v
  WHERE v.caution_id = ANY (p_ids) AND p_ticks -> v.caution_id::text = to_jsonb(v.version)
$$;

-- These cautions as they stand now, in the order citizens see them: [{id, version, concerns, body}].
CREATE OR REPLACE FUNCTION reservations.caution_texts(p_ids integer[]) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'version', c.version, 'concerns', c.concerns, 'body', c.body) ORDER BY c.position, c.id), '[]')
  FROM services.cautions c WHERE c.id = ANY (p_ids)
$$;

-- Keeps with a reservation what was ticked of these cautions, and in which language it was read; nothing where it is kept already (pressed twice).
-- The log names no caution that stands for an answer of how somebody comes: it would tell of an illness, and outlast the booking.
CREATE OR REPLACE FUNCTION reservations.keep_agreed(p_actor audit.actor, p_reservation uuid, p_ids integer[], p_ticks jsonb, p_act text, p_language text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_kept text[];
  v_any boolean;
BEGIN
  IF p_ids = '{}' THEN RETURN; END IF;
  WITH who AS MATERIALIZED (
    SELECT * FROM reservations.coming(p_reservation, reservations.day_of_visit(p_reservation), '{}', '{}')
  ), kept AS (
    INSERT INTO reservations.agreed (reservation_id, caution_id, version, act, at, language, said, who)
    SELECT p_reservation, v.caution_id, v.version, p_act, v_at, p_language, (SELECT t.body FROM site.translations t WHERE md5(t.source) = md5(v.body) AND t.source = v.body AND t.language = p_language),
      ARRAY(SELECT w.place FROM who w WHERE services.concerns(c, w.under, w.conditions) ORDER BY w.place)
    FROM services.caution_versions v JOIN services.cautions c ON c.id = v.caution_id WHERE v.caution_id = ANY (p_ids) AND p_ticks -> v.caution_id::text = to_jsonb(v.version)
    ORDER BY v.caution_id ON CONFLICT DO NOTHING
    RETURNING caution_id, version
  )
  SELECT coalesce(array_agg(k.caution_id || '-' || k.version ORDER BY k.caution_id) FILTER (WHERE c.need = ''), '{}'), count(*) > 0 INTO v_kept, v_any
  FROM kept k JOIN services.cautions c ON c.id = k.caution_id;
  IF v_any THEN PERFORM audit.write(p_actor, 'citizen.agreed', v_at, p_reservation, NULL, NULL, jsonb_build_object('cautions', v_kept, 'language', p_language)); END IF;
END $$;

-- What a booked party has not read yet of what concerns it on a day, with who joins it (p_more: their birthdays) or with other answers (p_needs, as
-- reservations.coming): {cautions: as reservations.caution_texts, bring: lines that somebody was not asked for when it last confirmed them}. Where nothing was kept at
-- the booking (by telephone, or before texts were kept) it counts as told what stood there then for the party as it is.
CREATE OR REPLACE FUNCTION reservations.not_read(p_reservation uuid, p_day date, p_more date[], p_needs jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  r reservations.reservations;
  v_told integer[] := '{}';
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_reservation;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF NOT EXISTS (SELECT FROM reservations.agreed g WHERE g.reservation_id = r.id AND g.act = 'booked') THEN
    v_told := ARRAY(
      SELECT c.id FROM services.cautions c JOIN services.caution_versions v ON v.caution_id = c.id AND v.version = c.version
      WHERE c.id = ANY (reservations.cautions_at(r.service_id, r.id, reservations.day_of_visit(r.id), '{}', '{}')) AND (v.since IS NULL OR v.since <= r.booked_at));
  END IF;
  v_told := v_told || ARRAY(
    SELECT g.caution_id FROM reservations.agreed g JOIN services.cautions c ON c.id = g.caution_id AND c.version = g.version WHERE g.reservation_id = r.id);
  RETURN jsonb_build_object(
    'cautions', reservations.caution_texts(ARRAY(SELECT i FROM unnest(reservations.cautions_at(r.service_id, r.id, p_day, p_more, p_needs)) AS i WHERE i <> ALL (v_told))),
    'bring', to_jsonb(reservations.new_lines(r.service_id, r.id, p_day, p_more, p_needs, coalesce(r.papers_at, r.booked_at))));
END $$;

-- Of an act just done for a citizen: refuses to_read, with what is not read, unless the form read all of it ({ticks: {"caution": version}, papers: true});
-- else keeps what was ticked. p_read null: a process of the release before, which does not ask.
CREATE OR REPLACE FUNCTION reservations.must_read(p_actor audit.actor, p_reservation uuid, p_not_read jsonb, p_read jsonb, p_act text, p_language text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_ids integer[] := ARRAY(SELECT (c ->> 'id')::integer FROM jsonb_array_elements(p_not_read -> 'cautions') AS c);
  v_service integer;
BEGIN
  IF p_read IS NULL THEN RETURN; END IF;
  IF reservations.unticked(v_ids, p_read -> 'ticks') <> '{}' OR (p_not_read -> 'bring' <> '[]' AND p_read -> 'papers' IS DISTINCT FROM 'true') THEN
    PERFORM lib.refuse('to_read', p_not_read::text);
  END IF;
  PERFORM reservations.keep_agreed(p_actor, p_reservation, v_ids, p_read -> 'ticks', p_act, p_language);
  IF p_not_read -> 'bring' <> '[]' THEN
    UPDATE reservations.reservations SET papers_at = v_at WHERE id = p_reservation RETURNING service_id INTO v_service;
    PERFORM reservations.keep_papers(p_reservation, reservations.papers_of(v_service, p_reservation), p_act, p_language);
    PERFORM audit.write(p_actor, 'citizen.agreed', v_at, p_reservation, NULL, NULL, jsonb_build_object('papers', jsonb_array_length(p_not_read -> 'bring'), 'language', p_language));
  END IF;
END $$;

-- What the visit's booking would have to read for another slot, as reservations.not_read; null where there is no such booking or slot.
CREATE OR REPLACE FUNCTION citizen.to_read(p_cookie bytea, p_slot bigint) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  SELECT reservations.not_read(r.id, s.day, '{}', '{}')
  FROM reservations.visits x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.state = 'booked' JOIN ledger.slots s ON s.id = p_slot AND s.service_id = r.service_id
  WHERE x.cookie_hash = p_cookie AND x.expires_at > lib.now() AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x)
$$;

-- What was agreed to for the booking of a visit and still concerns who comes: of each caution the last text that was ticked, as it read then and in the language it was
-- read in (null: it was not translated), for whom of the party as it is now, by their numbers in it, in the order citizens see them: [{concerns, body, said, language, who: [1, 2]}].
CREATE OR REPLACE FUNCTION citizen.agreed(p_cookie bytea) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  WITH booked AS MATERIALIZED (
    SELECT r.id FROM reservations.visits x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.state = 'booked'
    WHERE x.cookie_hash = p_cookie AND x.expires_at > lib.now() AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x)
  ), who AS MATERIALIZED (
    SELECT w.* FROM booked b, reservations.coming(b.id, reservations.day_of_visit(b.id), '{}', '{}') w
  ), last AS (
    SELECT DISTINCT ON (g.caution_id) g.caution_id, g.version, g.said, g.language
    FROM booked b JOIN reservations.agreed g ON g.reservation_id = b.id ORDER BY g.caution_id, g.at DESC, g.version DESC
  )
  SELECT coalesce(jsonb_agg(jsonb_build_object('concerns', v.concerns, 'body', v.body, 'said', l.said, 'language', l.language, 'who', y.who) ORDER BY c.position, c.id), '[]')
  FROM last l JOIN services.caution_versions v ON v.caution_id = l.caution_id AND v.version = l.version JOIN services.cautions c ON c.id = l.caution_id
    CROSS JOIN LATERAL (SELECT jsonb_agg(w.n ORDER BY w.n) AS who FROM who w WHERE services.concerns(c, w.under, w.conditions)) y
  WHERE y.who IS NOT NULL
$$;
