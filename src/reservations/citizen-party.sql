-- The party of a citizen's visit (§8(3)⑥⑩): each person proven by what proves the first, before a place is held, while it is held, and once it is booked.

-- What a page calls one person of a visit by: opaque, the same for as long as both are there.
CREATE OR REPLACE FUNCTION reservations.ref_of(p_visit uuid, p_member jsonb) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT left(encode(sha256(convert_to(p_visit || coalesce(p_member ->> 'card_id', p_member ->> 'person_key', ''), 'UTF8')), 'hex'), 20) $$;

-- Why a card has no day at any office: expires (before the first), far (it can be brought to none within the window). Null: it has one, or nobody has.
CREATE OR REPLACE FUNCTION reservations.no_day_for(p_service integer, p_card bigint, p_at timestamptz) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE
    WHEN EXISTS (SELECT FROM offices.open_to_citizens(p_at) o, calendar.window_of(o.id, p_service, 'citizen', c.office_id, p_at) w WHERE w.earliest <= coalesce(c.expires_on, w.earliest)) THEN NULL
    WHEN EXISTS (SELECT FROM offices.open_to_citizens(p_at) o, calendar.window_of(o.id, p_service, 'citizen', c.office_id, p_at) w WHERE w.earliest IS NOT NULL) THEN 'expires'
    WHEN EXISTS (SELECT FROM offices.open_to_citizens(p_at) o, calendar.window_of(o.id, p_service, 'citizen', NULL, p_at) w WHERE w.earliest IS NOT NULL) THEN 'far' END
  FROM cards.cards c WHERE c.id = p_card
$$;

-- The visit's party as its pages show it. Of a person without a card the name where this browser typed it, else how the given name begins (`initial`): the
-- mail may have gone to a mistyped address. trouble: why this one cannot be booked with the others just now (already_booked | held_elsewhere | not_bookable | expires | far | null), of
-- a party that is not booked yet. No row without a live, proven visit.
CREATE OR REPLACE FUNCTION citizen.party(p_cookie bytea)
RETURNS TABLE (ref text, notice_id text, name text, initial text, under15 boolean, trouble text, until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits;
  v_day date;
BEGIN
  SELECT * INTO v FROM reservations.visits x WHERE x.cookie_hash = p_cookie AND x.expires_at > v_at AND x.finished_at IS NULL AND x.proven_at IS NOT NULL AND reservations.admits(x);
  IF NOT FOUND THEN RETURN; END IF;
  SELECT s.day INTO v_day FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = v.reservation_id AND r.state IN ('held', 'booked', 'ended');
  RETURN QUERY
  SELECT reservations.ref_of(v.id, p.member), c.notice_id, CASE WHEN p.typed_here THEN p.member ->> 'name' END,
    CASE WHEN p.card_id IS NULL AND NOT p.typed_here THEN left(substring(p.member ->> 'kana' FROM '^\S+\s+(\S)'), 1) END,
    services.under_15(coalesce(c.birth_date, (p.member ->> 'birth_date')::date), coalesce(v_day, lib.day_of(v_at))),
    CASE WHEN p.position IS NOT NULL THEN NULL WHEN w.why IS NOT NULL THEN w.why
      WHEN NOT reservations.member_bookable(v.service_id, p.card_id, false) THEN 'not_bookable'
      ELSE reservations.no_day_for(v.service_id, p.card_id, v_at) END,
    CASE WHEN p.position IS NULL THEN w.until END
  FROM reservations.party_of(v) p LEFT JOIN cards.cards c ON c.id = p.card_id,
    reservations.in_the_way(v.service_id, reservations.keys_of_member(p.member), v.reservation_id, v_at) w
  ORDER BY p.n;
END $$;

-- The held or booked reservation of a visit, null where there is none to add to. Asked again under its lock by what changes it: `lock_standing`.
CREATE OR REPLACE FUNCTION reservations.standing_of_visit(v reservations.visits, p_at timestamptz) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT r.id FROM reservations.reservations r
  WHERE r.id = v.reservation_id AND (r.state = 'booked' OR (r.state = 'held' AND r.held_until > p_at))
$$;

-- The same, locked: another browser of theirs may be booking it at this moment, and a page of the hold does not change the booking. p_version: of a booking as it
-- was shown; null: the page showed none. Refuses changed_meanwhile.
CREATE OR REPLACE FUNCTION reservations.lock_standing(v reservations.visits, p_version integer, p_at timestamptz) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  PERFORM FROM reservations.reservations WHERE id = v.reservation_id FOR UPDATE;
  IF p_version IS NULL AND EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND state = 'booked') THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  RETURN reservations.standing_of_visit(v, p_at);
END $$;

-- Whether a visit may take one person more, without anything of them: ok | party_full. Refuses unknown: what it had is over.
CREATE OR REPLACE FUNCTION reservations.room_in_party(v reservations.visits, p_at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  IF reservations.standing_of_visit(v, p_at) IS NULL
    AND (v.purpose <> 'book' OR EXISTS (SELECT FROM reservations.reservations WHERE id = v.reservation_id AND number IS NOT NULL)) THEN PERFORM lib.refuse('unknown'); END IF;
  RETURN CASE WHEN (SELECT count(*) FROM reservations.party_of(v)) >= (SELECT s.party_max FROM services.services s WHERE s.id = v.service_id) THEN 'party_full' ELSE 'ok' END;
END $$;

-- Puts a proven member into the visit's party: into its reservation, where it has one, else into the visit. p_read as reservations.must_read, asked of a
-- booking alone: before it is booked the cautions follow. Refuses as reservations.add_member, lock_standing, too_often, and to_read; outside_window (detail as no_day_for) where it has no
-- reservation yet and the card has no day anywhere.
CREATE OR REPLACE FUNCTION reservations.join_visit(p_actor audit.actor, v reservations.visits, p_member jsonb, p_version integer, p_read jsonb, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_standing uuid := reservations.lock_standing(v, p_version, p_at);
  v_keys text[] := reservations.keys_of_member(p_member);
  v_way record;
  v_no_day text;
  v_not_read jsonb;
BEGIN
  IF v_standing IS NOT NULL THEN
    SELECT reservations.not_read(r.id, s.day, ARRAY[coalesce((SELECT c.birth_date FROM cards.cards c WHERE c.id = (p_member ->> 'card_id')::bigint), (p_member ->> 'birth_date')::date)], '{}')
    INTO v_not_read FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = v_standing AND r.state = 'booked';
    IF reservations.add_member(p_actor, v_standing, p_version, p_member, 'citizen', NULL, NULL) = 'added' THEN
      PERFORM reservations.take_turn(v, p_at);
      IF v_not_read IS NOT NULL THEN PERFORM reservations.must_read(p_actor, v_standing, v_not_read, p_read, 'joined', v.language); END IF;
    END IF;
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM reservations.party_of(v) p WHERE reservations.keys_of_member(p.member) && v_keys) THEN PERFORM lib.refuse('twice_in_party'); END IF;
  SELECT * INTO v_way FROM reservations.in_the_way(v.service_id, v_keys, v.reservation_id, p_at);
  IF v_way.why IS NOT NULL THEN PERFORM lib.refuse(v_way.why, to_char(v_way.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')); END IF;
  v_no_day := reservations.no_day_for(v.service_id, (p_member ->> 'card_id')::bigint, p_at);
  IF v_no_day IS NOT NULL THEN PERFORM lib.refuse('outside_window', v_no_day); END IF;
END $$;

-- Another person by notice ID and birthday (§8(3)②⑥): the proof, its counting and its sentence are the first person's.
-- {"result": ok | work_needed | year_needed | refused | party_full}. p_version: of a booking as it was shown; null otherwise. p_read as reservations.must_read.
-- Who was proven and does not join leaves the same trace (the log, the count, the work that was done), so that is returned: {"refused": to_read, changed_meanwhile,
-- too_often, or as reservations.add_member, "detail"}. Refuses no_visit, unknown.
CREATE OR REPLACE FUNCTION citizen.join_proven(
  p_cookie bytea, p_notice text, p_month integer, p_day integer, p_year integer, p_address text, p_version integer, p_work text, p_waited boolean, p_read jsonb, p_request text, p_source text
) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, true);
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_proof record;
  v_refused text;
  v_detail text;
BEGIN
  IF NOT (SELECT s.needs_card FROM services.services s WHERE s.id = v.service_id) THEN PERFORM lib.refuse('unknown'); END IF;
  IF reservations.room_in_party(v, v_at) <> 'ok' THEN RETURN '{"result": "party_full"}'; END IF;
  SELECT * INTO v_proof FROM cards.prove(p_notice, p_month, p_day, p_year, p_address, 'book', p_work, p_waited, v_at);
  IF v_proof.outcome = 'ok' AND cards.proved_too_often(p_notice, v_at) THEN v_proof.outcome := 'refused'; END IF;
  IF v_proof.outcome <> 'ok' THEN
    PERFORM reservations.write_try(v_actor, 'citizen.' || v_proof.outcome, p_address, '{"purpose": "join"}', v_at);
    RETURN jsonb_build_object('result', v_proof.outcome);
  END IF;
  BEGIN
    PERFORM reservations.join_visit(v_actor, v, jsonb_build_object('card_id', v_proof.card_ids[1]), p_version, p_read, v_at);
  EXCEPTION WHEN SQLSTATE 'MG001' THEN
    GET STACKED DIAGNOSTICS v_refused = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL;
  END;
  IF v_refused IS NOT NULL THEN
    PERFORM audit.write(v_actor, 'citizen.proved', v_at, v.reservation_id, v_proof.card_ids[1], NULL, '{"purpose": "join", "joined": false}');
    RETURN jsonb_build_object('refused', v_refused, 'detail', nullif(v_detail, ''));
  END IF;
  UPDATE reservations.visits SET card_ids = card_ids || v_proof.card_ids[1], cautions = '{}', ticked = '{}' WHERE id = v.id AND v_proof.card_ids[1] <> ALL (card_ids);
  PERFORM audit.write(v_actor, 'citizen.proved', v_at, v.reservation_id, v_proof.card_ids[1]);
  RETURN '{"result": "ok"}';
END $$;

-- Another person without a card: p_person as citizen.identify takes it, but for the phone, which is the first person's. ok | too_many | refused | party_full.
-- Refuses no_visit, unknown, to_read, too_often, too_many_for_mail, too_many_held, and as reservations.add_member.
CREATE OR REPLACE FUNCTION citizen.join_as_person(
  p_cookie bytea, p_person jsonb, p_address text, p_version integer, p_read jsonb, p_request text, p_source text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, true);
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_person jsonb;
BEGIN
  IF (SELECT s.needs_card FROM services.services s WHERE s.id = v.service_id) THEN PERFORM lib.refuse('unknown'); END IF;
  IF jsonb_typeof(p_person) IS DISTINCT FROM 'object' THEN RETURN 'refused'; END IF;
  v_person := p_person || jsonb_build_object('phone', coalesce(v.person ->> 'phone', (SELECT r.phone FROM reservations.reservations r WHERE r.id = v.reservation_id)));
  IF NOT reservations.sound_person(v_person, lib.day_of(v_at)) THEN RETURN 'refused'; END IF;
  IF reservations.room_in_party(v, v_at) <> 'ok' THEN RETURN 'party_full'; END IF;
  IF cards.count_try('begun', p_address, site.number('begun-per-address'), v_at) > site.number('begun-per-address') THEN
    PERFORM reservations.write_try(v_actor, 'citizen.begun-too-often', p_address, '{}', v_at);
    RETURN 'too_many';
  END IF;
  IF reservations.standing_of_visit(v, v_at) IS NOT NULL THEN
    PERFORM reservations.within_live(v.mail, v.reservation_id, (SELECT count(*) + 1 FROM reservations.party_of(v))::integer, v_at);
    PERFORM reservations.within_held(v, 1, v_at);
  END IF;
  PERFORM reservations.join_visit(v_actor, v, reservations.member_of(v_person), p_version, p_read, v_at);
  IF v.person IS NOT NULL THEN
    UPDATE reservations.visits SET cautions = '{}', ticked = '{}',
      more_persons = more_persons || jsonb_build_array(jsonb_build_object('person', v_person, 'typed_in', encode(cookie_hash, 'hex')))
    WHERE id = v.id AND NOT EXISTS (SELECT FROM jsonb_array_elements(more_persons) AS p WHERE p -> 'person' ->> 'key' = v_person ->> 'key');
  END IF;
  PERFORM audit.write(v_actor, 'citizen.joined', v_at, v.reservation_id);
  RETURN 'ok';
END $$;

-- Takes one person out of the visit's party: out of what it holds or has booked, and out of the visit. p_ref: as citizen.party calls them.
-- removed | already. Refuses no_visit, unknown, first (the one the visit began with, before it is booked), and as reservations.lock_standing and remove_member.
CREATE OR REPLACE FUNCTION citizen.leave_party(p_cookie bytea, p_ref text, p_version integer, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v reservations.visits := reservations.visit_of(p_cookie, v_at, true);
  v_standing uuid := reservations.lock_standing(v, p_version, v_at);
  v_one record;
  v_position integer;
  v_result text := 'removed';
BEGIN
  SELECT * INTO v_one FROM reservations.party_of(v) p WHERE reservations.ref_of(v.id, p.member) = p_ref;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF v_one.position IS NULL AND v_one.n = 1 THEN PERFORM lib.refuse('first'); END IF;
  IF v_standing IS NULL AND v_one.position IS NOT NULL THEN PERFORM lib.refuse('lapsed'); END IF;
  IF v_standing IS NOT NULL THEN
    SELECT m.position INTO v_position FROM reservations.members m
    WHERE m.reservation_id = v_standing AND m.removed_at IS NULL
      AND coalesce('c:' || m.card_id, m.person_key) = coalesce('c:' || v_one.card_id, v_one.member ->> 'person_key');
    IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
    v_result := reservations.remove_member(reservations.citizen_actor(p_request, p_source), v_standing, p_version, v_position, 'citizen', 'citizen');
  END IF;
  UPDATE reservations.visits SET card_ids = array_remove(card_ids, v_one.card_id),
    more_persons = (SELECT coalesce(jsonb_agg(e.p ORDER BY e.n), '[]') FROM jsonb_array_elements(more_persons) WITH ORDINALITY AS e (p, n)
      WHERE e.p -> 'person' ->> 'key' IS DISTINCT FROM v_one.member ->> 'person_key')
  WHERE id = v.id;
  RETURN v_result;
END $$;
