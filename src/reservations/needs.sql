-- What each of a party says of how they come (§8(3)⑥⑨): by their place in it, {"1": ["proxy-care", "lost-notice"]}; whoever is not named stays as they are.

-- Of what was sent what may be said: the places there are, the answers there are, one reason of a proxy at most; only where it differs from what stands.
CREATE OR REPLACE FUNCTION reservations.sound_needs(p_reservation uuid, p_needs jsonb) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  SELECT coalesce(jsonb_object_agg(x.position::text, to_jsonb(x.said)) FILTER (WHERE x.said <> x.needs), '{}')
  FROM (
    SELECT m.position, m.needs, ARRAY(
      SELECT n FROM unnest('{proxy-care,proxy-guardian,proxy-away}'::text[]) AS n WHERE p_needs -> m.position::text ? n LIMIT 1) || ARRAY(
      SELECT n FROM unnest('{lost-notice,lost-card}'::text[]) AS n WHERE p_needs -> m.position::text ? n) AS said
    FROM reservations.members m WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL AND jsonb_typeof(p_needs -> m.position::text) = 'array') x
$$;

-- Keeps it, of a held or booked reservation; whoever has an address is mailed what to bring now. Of what a citizen says over and over three mails a day go
-- out at once, and then one an hour later that says what stands by then. Returns what was new.
CREATE OR REPLACE FUNCTION reservations.set_needs(p_actor audit.actor, p_reservation uuid, p_needs jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_detail jsonb;
  v_at timestamptz := lib.now();
  v_new jsonb;
  r reservations.reservations;
BEGIN
  PERFORM FROM reservations.reservations WHERE id = p_reservation FOR UPDATE;
  v_new := reservations.sound_needs(p_reservation, p_needs);
  IF v_new = '{}' THEN RETURN v_new; END IF;
  UPDATE reservations.members m SET needs = ARRAY(SELECT jsonb_array_elements_text(v_new -> m.position::text))
  WHERE m.reservation_id = p_reservation AND v_new ? m.position::text;
  UPDATE reservations.reservations SET version = version + CASE state WHEN 'booked' THEN 1 ELSE 0 END WHERE id = p_reservation RETURNING * INTO r;
  IF r.state = 'booked' THEN
    v_detail := jsonb_build_object('positions', ARRAY(SELECT k::integer FROM jsonb_object_keys(v_new) AS k ORDER BY 1));
    IF (p_actor).kind = 'citizen' THEN
      PERFORM reservations.write_often(p_actor, 'reservation.needs-changed', 'needs ' || p_reservation, p_reservation, NULL, v_detail, v_at);
    ELSE
      PERFORM audit.write(p_actor, 'reservation.needs-changed', v_at, p_reservation, NULL, NULL, v_detail);
    END IF;
    IF r.mail IS NULL THEN RETURN v_new; END IF;
    IF p_actor.kind <> 'citizen' OR (SELECT count(*) FROM outbox.mails m WHERE m.reservation_id = p_reservation AND m.kind = 'changed'
      AND m.created_at > v_at - interval '1 day' AND m.once LIKE '%:needs-%' AND m.once NOT LIKE '%:needs-late-%') < 3
    THEN
      PERFORM outbox.put('changed', p_reservation, NULL, 'needs-' || r.version, '{}', v_at);
    ELSE
      -- What waits here is not leased before this commits, and is written from what stands then. One that a newer mail stands for is not written at all.
      PERFORM FROM outbox.mails m WHERE m.reservation_id = p_reservation AND m.kind = 'changed' AND m.state = 'waiting' AND m.once LIKE '%:needs-late-%'
        AND NOT EXISTS (SELECT FROM outbox.mails n WHERE n.reservation_id = p_reservation AND n.kind = 'changed' AND n.id > m.id) FOR UPDATE;
      IF NOT FOUND THEN PERFORM outbox.put('changed', p_reservation, NULL, 'needs-late-' || r.version, '{}', v_at + interval '1 hour'); END IF;
    END IF;
  END IF;
  RETURN v_new;
END $$;

-- What the people of one hold said stands in another hold of theirs, whoever of them is in both.
CREATE OR REPLACE FUNCTION reservations.carry_needs(p_from uuid, p_to uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
  UPDATE reservations.members m SET needs = o.needs FROM reservations.members o
  WHERE m.reservation_id = p_to AND o.reservation_id = p_from AND o.removed_at IS NULL AND o.needs <> '{}' AND m.needs = '{}'
    AND coalesce('c:' || m.card_id, 'p:' || m.person_key) = coalesce('c:' || o.card_id, 'p:' || o.person_key)
$$;

-- What a visit ticked for a hold that lapsed stands for the one that follows it, of the same people: the texts as they were ticked, and the papers where nobody
-- brings anything else now.
CREATE OR REPLACE FUNCTION reservations.carry_ticks(v reservations.visits, p_to uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_ids integer[] := reservations.cautions_for(v.service_id, p_to);
  v_open integer[] := reservations.unticked(v_ids, v.ticked);
  v_was jsonb := reservations.papers_of(v.service_id, v.reservation_id);
  v_mark text := reservations.papers_mark(p_to, reservations.papers_of(v.service_id, p_to));
BEGIN
  UPDATE reservations.visits SET ticked = reservations.known_ticks(v_ids, v.ticked), cautions = ARRAY(SELECT id FROM unnest(v_ids) AS id WHERE id <> ALL (v_open) ORDER BY id),
    papers_seen = CASE WHEN v.papers_seen = reservations.papers_mark(v.reservation_id, v_was) AND reservations.papers_mark(p_to, v_was) = v_mark THEN v_mark END
  WHERE id = v.id;
END $$;

-- A clerk writes down what somebody says. changed | same. Refuses unknown (not booked), changed_meanwhile.
CREATE OR REPLACE FUNCTION reservations.answer(p_actor audit.actor, p_reservation uuid, p_version integer, p_needs jsonb) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE r reservations.reservations;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_reservation FOR UPDATE;
  IF NOT FOUND OR r.state <> 'booked' THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  RETURN CASE WHEN reservations.set_needs(p_actor, p_reservation, p_needs) = '{}' THEN 'same' ELSE 'changed' END;
END $$;

-- Who comes on a citizen's visit says it: of a hold at once, what is to be read follows; of a booking what is new is read first (p_read as reservations.must_read).
-- changed | same. p_version: of a booking as it was shown; null: a hold was, which another browser of theirs may have booked since. Refuses no_visit, unknown (neither held nor booked), over (somebody of it was seen to at the counter),
-- changed_meanwhile, to_read.
CREATE OR REPLACE FUNCTION citizen.answer(p_cookie bytea, p_needs jsonb, p_version integer, p_read jsonb, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, true);
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_not_read jsonb;
  r reservations.reservations;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = v.reservation_id FOR UPDATE;
  IF NOT FOUND OR NOT (r.state = 'booked' OR (r.state = 'held' AND r.held_until > v_at)) THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state = 'held' THEN RETURN CASE WHEN reservations.set_needs(v_actor, r.id, p_needs) = '{}' THEN 'same' ELSE 'changed' END; END IF;
  IF EXISTS (SELECT FROM reservations.members WHERE reservation_id = r.id AND removed_at IS NULL AND outcome IS NOT NULL) THEN PERFORM lib.refuse('over'); END IF;
  IF reservations.sound_needs(r.id, p_needs) = '{}' THEN RETURN 'same'; END IF;
  IF r.version IS DISTINCT FROM p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  v_not_read := reservations.not_read(r.id, reservations.day_of_visit(r.id), '{}', reservations.sound_needs(r.id, p_needs));
  PERFORM reservations.set_needs(v_actor, r.id, p_needs);
  PERFORM reservations.must_read(v_actor, r.id, v_not_read, p_read, 'answered', v.language);
  RETURN 'changed';
END $$;
