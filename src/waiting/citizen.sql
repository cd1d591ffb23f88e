-- What the citizens' role may do about waiting: by the cookie of a proven visit, or by the link of a mail.

-- An entry as pages show it, with its offer where one stands. Offices by code: their names are the same for everyone. Never where it stands in the line.
CREATE OR REPLACE FUNCTION waiting.shown(p_entry uuid, p_at timestamptz) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('service', sv.code, 'serviceName', sv.name, 'serviceNames', sv.names, 'people', cardinality(e.card_ids), 'from', e.from_day, 'to', waiting.last_day(e), 'kinds', e.day_kinds, 'parts', e.parts, 'last', to_char(waiting.last_at(e) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'booking', (SELECT jsonb_build_object('office', o.code, 'day', b.day, 'startMinute', b.start_minute) FROM waiting.beside(e.id) b JOIN offices.offices o ON o.id = b.office_id WHERE b.live),
    'offices', (SELECT jsonb_agg(o.code ORDER BY o.position, o.id) FROM offices.offices o WHERE o.id = ANY (e.office_ids)), 'ended', e.end_reason,
    'offer', (SELECT jsonb_build_object('slot', s.id, 'office', o.code, 'day', s.day, 'startMinute', s.start_minute, 'until', to_char(r.held_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
      FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN offices.offices o ON o.id = s.office_id
      WHERE r.id = waiting.open_hold(e.id, p_at) AND reservations.closed_at(r, s) IS NULL))
  FROM waiting.entries e JOIN services.services sv ON sv.id = e.service_id WHERE e.id = p_entry
$$;

-- The live entry of a visit: beside its booking, or of its people and its address, in whatever capitals. Null: none; nor where they have a booking, which takes them off it within a minute, or the one beside its booking is over.
CREATE OR REPLACE FUNCTION waiting.of_visit(v reservations.visits) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN (SELECT r.state FROM reservations.reservations r WHERE r.id = v.reservation_id) = 'booked' THEN
    (SELECT e.id FROM waiting.besides b JOIN waiting.entries e ON e.id = b.entry_id WHERE b.reservation_id = v.reservation_id AND e.ended_at IS NULL AND waiting.over_by(e, lib.now()) IS NULL LIMIT 1)
  ELSE
    (SELECT e.id FROM waiting.entries e WHERE e.ended_at IS NULL AND e.service_id = v.service_id AND e.card_ids && v.card_ids AND lower(e.mail) = lower(v.mail)
      AND waiting.booking_of(e.id) IS NULL AND waiting.unbooked(e, lib.now()) && v.card_ids ORDER BY e.entered_at LIMIT 1)
  END
$$;

-- Whether the city keeps a waiting list, and for how many hours a place is held. The same for everyone, so kept for a second.
CREATE OR REPLACE FUNCTION citizen.waiting_hours() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT site.number('waiting-hold-hours') $$;

-- After which minute of a day a time is of the evening, which is told with it. The same for everyone, too.
CREATE OR REPLACE FUNCTION citizen.usual_end() RETURNS integer LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT calendar.usual_end() $$;

-- For what so many may wait at each office within the citizens' window: its days, with their kinds and times of day.
-- No more than the calendar tells, and the same for everyone, so kept for a second.
CREATE OR REPLACE FUNCTION citizen.openings(p_service text, p_people integer) RETURNS TABLE (office text, day date, kind text, part text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  WITH asked AS MATERIALIZED (
    SELECT o.id, o.code, s.id AS service, CASE s.counts WHEN 'people' THEN p_people ELSE 1 END AS units, w.earliest, w.latest, t.now
    FROM (SELECT lib.now() AS now) t, services.services s, offices.open_to_citizens(t.now) o, calendar.window_of(o.id, s.id, 'citizen', NULL, t.now) w
    WHERE s.code = p_service AND s.retired_at IS NULL AND p_people BETWEEN 1 AND s.party_max AND w.earliest IS NOT NULL
  )
  SELECT a.code, n.day, n.kind, n.part FROM asked a, waiting.may_open(a.id, a.service, p_people, a.units, a.earliest, a.latest, a.now) n
$$;

-- What the visit of a cookie waits for; null: nothing, or no proven visit. An entry is found by one of its people, so besides: same, whether what is offered is for
-- exactly the visit's people, who alone may go on with it here; whole, whether all who wait are of the visit, which alone may change it; offeredTo, for whom of
-- the visit's people it is, as citizen.party calls them.
CREATE OR REPLACE FUNCTION citizen.waiting(p_cookie bytea) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT waiting.shown(e.id, lib.now()) || jsonb_build_object('whole', e.card_ids <@ v.card_ids OR waiting.booking_of(e.id) IS NOT NULL,
    'offeredTo', (SELECT coalesce(jsonb_agg(reservations.ref_of(v.id, p.member) ORDER BY p.n), '[]') FROM reservations.party_of(v) p
      JOIN reservations.members m ON m.card_id = p.card_id AND m.removed_at IS NULL WHERE m.reservation_id = waiting.open_hold(e.id, lib.now())),
    'same', waiting.open_hold(e.id, lib.now()) IS NULL OR waiting.booking_of(e.id) IS NOT NULL OR coalesce(reservations.own_hold(v, lib.now()) = waiting.open_hold(e.id, lib.now()), false))
  FROM reservations.visits v JOIN waiting.entries e ON e.id = waiting.of_visit(v)
  WHERE v.cookie_hash = p_cookie AND v.expires_at > lib.now() AND v.finished_at IS NULL AND v.proven_at IS NOT NULL AND reservations.admits(v)
$$;

-- Enters the visit's party, beside its booking where it has one, or changes what it waits for. entered | changed | already. Refuses no_visit, too_often, and as waiting.enter.
CREATE OR REPLACE FUNCTION citizen.enter_waiting(
  p_cookie bytea, p_id uuid, p_offices text[], p_from date, p_to date, p_kinds text[], p_parts text[], p_request text, p_source text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_offices integer[] := ARRAY(SELECT o.id FROM offices.offices o WHERE o.code = ANY (p_offices));
  v_booked boolean := EXISTS (SELECT FROM reservations.reservations r WHERE r.id = v.reservation_id AND r.state = 'booked');
  v_result text;
BEGIN
  IF cardinality(p_offices) > 200 OR cardinality(p_kinds) > 10 OR cardinality(p_parts) > 10 THEN PERFORM lib.refuse('bad_choice'); END IF;
  IF v_booked THEN
    v_result := waiting.enter_beside(v_actor, p_id, v.reservation_id, '', 'web', v_offices, p_from, p_to, p_kinds, p_parts);
  ELSE
    IF v.purpose <> 'book' OR v.mail IS NULL OR cardinality(v.card_ids) = 0 THEN PERFORM lib.refuse('no_visit'); END IF;
    v_result := waiting.enter(v_actor, p_id, v.service_id, v.card_ids, v.mail, '', v.language, 'web', v_offices, p_from, p_to, p_kinds, p_parts);
  END IF;
  IF v_result <> 'already' THEN PERFORM reservations.take_turn(v, lib.now()); END IF;
  RETURN v_result;
END $$;

-- Leaves the list. left | already. Refuses no_visit, unknown.
CREATE OR REPLACE FUNCTION citizen.leave_waiting(p_cookie bytea, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
BEGIN
  RETURN waiting.leave(reservations.citizen_actor(p_request, p_source), waiting.of_visit(v));
END $$;

-- Lets what is offered to the visit's people go, also where it is for others with them; they wait on. passed | already. Refuses no_visit, unknown.
CREATE OR REPLACE FUNCTION citizen.pass_waiting(p_cookie bytea, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v reservations.visits := reservations.visit_of(p_cookie, lib.now(), true);
BEGIN
  RETURN waiting.pass(reservations.citizen_actor(p_request, p_source), waiting.of_visit(v));
END $$;

-- The link of a secret, as long as its entry waits under the address it went to and none of its people is under 支援措置. Unused, where it takes an offer: only once.
CREATE OR REPLACE FUNCTION waiting.link_of(p_secret uuid) RETURNS waiting.links LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.* FROM waiting.links l JOIN waiting.entries e ON e.id = l.entry_id
  WHERE l.hash = reservations.hash_of(p_secret::text) AND l.sent_to = reservations.hash_of(e.mail)
    -- Beside a booking: also under the address that is the booking's, whatever the entry says as yet.
    AND NOT waiting.has_protected(e) AND l.sent_to = reservations.hash_of(waiting.address_of(e))
$$;

-- Whether a place is on offer to anybody. The same for everyone, so kept for a second: where none is, no page asks for a visit's own.
CREATE OR REPLACE FUNCTION citizen.offering() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM waiting.offers o WHERE o.outcome IS NULL) $$;

-- Whether somebody went on with the place of a link, and holds it still: not another time chosen in its place, nor one the city shut.
CREATE OR REPLACE FUNCTION waiting.goes_on(l waiting.links, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT l.used_at IS NOT NULL AND EXISTS (SELECT FROM waiting.offers o JOIN reservations.reservations r ON r.id = o.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
    WHERE o.id = l.offer_id AND r.id = waiting.open_hold(l.entry_id, p_at) AND reservations.closed_at(r, s) IS NULL)
$$;

-- What a link is good for, without changing anything (mail scanners open links): {"found": entry | offer | used | over | unknown} and what is shown.
-- over: its place is held no longer, whoever went on with it. used: somebody went on with it, and holds it still. entry: of who waits, with the place that is offered meanwhile.
CREATE OR REPLACE FUNCTION citizen.look_at_waiting(p_secret uuid) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  l waiting.links := waiting.link_of(p_secret);
  v_shown jsonb := waiting.shown(l.entry_id, v_at);
BEGIN
  IF l.hash IS NULL THEN RETURN '{"found": "unknown"}'; END IF;
  RETURN v_shown || jsonb_build_object('found', CASE WHEN l.offer_id IS NULL THEN 'entry' WHEN waiting.goes_on(l, v_at) THEN 'used'
    WHEN l.used_at IS NOT NULL OR v_shown -> 'offer' = 'null' OR NOT EXISTS (SELECT FROM waiting.offers o WHERE o.id = l.offer_id AND o.outcome IS NULL) THEN 'over' ELSE 'offer' END);
END $$;

-- The button of an offer's mail: this browser goes on with the held place, as with any hold. Once; a second press of the same form, which gives the same cookie,
-- leads to the same visit as long as it is not over. ready | used | over | unknown.
CREATE OR REPLACE FUNCTION citizen.take_offer(p_secret uuid, p_cookie bytea, p_language text, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_found text;
  l waiting.links := waiting.link_of(p_secret);
  e waiting.entries;
BEGIN
  IF l.hash IS NULL OR l.offer_id IS NULL THEN RETURN 'unknown'; END IF;
  SELECT * INTO STRICT e FROM waiting.entries WHERE id = l.entry_id FOR UPDATE;
  v_found := citizen.look_at_waiting(p_secret) ->> 'found';
  IF v_found = 'used' AND EXISTS (SELECT FROM reservations.visits v JOIN waiting.offers o ON o.reservation_id = v.reservation_id
    WHERE v.cookie_hash = p_cookie AND v.finished_at IS NULL AND v.expires_at > v_at AND o.id = l.offer_id) THEN RETURN 'ready'; END IF;
  IF v_found <> 'offer' THEN RETURN v_found; END IF;
  UPDATE waiting.links SET used_at = v_at WHERE offer_id = l.offer_id;
  UPDATE waiting.entries SET silent = 0 WHERE id = e.id;
  -- A door of the release before, whose page said nothing of the booking: its browser goes on in that, and nothing is moved.
  IF waiting.booking_of(e.id) IS NOT NULL THEN
    PERFORM reservations.go_on(p_cookie, 'manage', waiting.booking_of(e.id), p_language, e.id);
  ELSE
    PERFORM reservations.go_on(p_cookie, 'book', waiting.open_hold(e.id, v_at), p_language, e.id);
  END IF;
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'waiting.opened', v_at, coalesce(waiting.booking_of(e.id), waiting.open_hold(e.id, v_at)), e.card_ids[1], NULL, jsonb_build_object('entry', e.id));
  RETURN 'ready';
END $$;

-- The button of an offer's mail beside a booking: moves it to the held place and frees its own, in one act, and this browser goes on in the booking. A second press of the same form finds it
-- moved. moved | to_read (§8(3)⑨⑩: something concerns them on that day alone; nothing was moved, it is read in the booking first) | used | over | unknown.
CREATE OR REPLACE FUNCTION citizen.move_to_offer(p_secret uuid, p_cookie bytea, p_language text, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_actor audit.actor := reservations.citizen_actor(p_request, p_source);
  v_found text;
  l waiting.links := waiting.link_of(p_secret);
  v_hold uuid;
  v_booking uuid := waiting.booking_of(l.entry_id);
  v_not_read jsonb;
  v_reads boolean;
  v_other text;
BEGIN
  -- The same form pressed before: moved, which ended the entry with its links, or to be read first.
  SELECT CASE WHEN e.end_reason = 'booked' THEN 'moved' ELSE 'to_read' END INTO v_found FROM reservations.visits v JOIN waiting.entries e ON e.id = v.entry_id
  WHERE v.cookie_hash = p_cookie AND v.purpose = 'manage' AND v.finished_at IS NULL AND v.expires_at > v_at;
  IF FOUND THEN RETURN v_found; END IF;
  IF l.hash IS NULL OR l.offer_id IS NULL OR v_booking IS NULL THEN RETURN 'unknown'; END IF;
  PERFORM FROM waiting.entries WHERE id = l.entry_id FOR UPDATE;
  v_found := citizen.look_at_waiting(p_secret) ->> 'found';
  IF v_found <> 'offer' THEN
    -- The other of two presses of one moment was first.
    SELECT CASE WHEN e.end_reason = 'booked' THEN 'moved' ELSE 'to_read' END INTO v_other FROM reservations.visits v JOIN waiting.entries e ON e.id = v.entry_id
    WHERE v.cookie_hash = p_cookie AND v.purpose = 'manage' AND v.finished_at IS NULL;
    RETURN coalesce(v_other, v_found);
  END IF;
  v_hold := waiting.open_hold(l.entry_id, v_at);
  SELECT reservations.not_read(v_booking, s.day, '{}', '{}') INTO v_not_read FROM reservations.reservations h JOIN ledger.slots s ON s.id = h.slot_id WHERE h.id = v_hold;
  v_reads := v_not_read -> 'cautions' <> '[]' OR v_not_read -> 'bring' <> '[]';
  UPDATE waiting.entries SET silent = 0 WHERE id = l.entry_id;
  IF v_reads THEN
    UPDATE waiting.links SET used_at = v_at WHERE offer_id = l.offer_id;
  ELSE
    BEGIN
      PERFORM waiting.move_to(v_actor, l.entry_id, v_hold);
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      -- It cannot be had: it is nobody's at once, and not offered to them again. The booking stays.
      PERFORM waiting.withdraw(v_actor, l.entry_id, v_hold);
      RETURN 'over';
    END;
  END IF;
  PERFORM reservations.go_on(p_cookie, 'manage', v_booking, p_language, l.entry_id);
  PERFORM audit.write(v_actor, 'waiting.opened', v_at, v_booking, NULL, NULL, jsonb_build_object('entry', l.entry_id));
  RETURN CASE WHEN v_reads THEN 'to_read' ELSE 'moved' END;
END $$;

-- Who has an offer's link that was used, in another browser or in a visit that is over, or the link of who waits while a place is offered, is sent a new one of the
-- offer, to the same address alone. sent | too_many | unknown: the offer's link was not used, or no place is offered any longer.
CREATE OR REPLACE FUNCTION citizen.renew_offer(p_secret uuid, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  l waiting.links := waiting.link_of(p_secret);
  e waiting.entries;
  v_shown jsonb;
  v_hold uuid;
  v_sent integer;
BEGIN
  IF l.hash IS NULL THEN RETURN 'unknown'; END IF;
  SELECT * INTO STRICT e FROM waiting.entries WHERE id = l.entry_id FOR UPDATE;
  v_shown := citizen.look_at_waiting(p_secret);
  IF v_shown ->> 'found' NOT IN ('used', 'entry') OR v_shown -> 'offer' = 'null' THEN RETURN 'unknown'; END IF;
  v_hold := waiting.open_hold(e.id, v_at);
  SELECT count(*) INTO v_sent FROM outbox.mails m WHERE m.reservation_id = v_hold AND m.kind = 'waiting-offer' AND outbox.about(m) ? 'again';
  IF v_sent >= site.number('link-mails') OR NOT reservations.may_mail(e.mail, 'own', v_at) THEN RETURN 'too_many'; END IF;
  PERFORM outbox.put('waiting-offer', v_hold, NULL, 'again-' || v_sent + 1, '{"again": "resent"}', v_at);
  PERFORM audit.write(reservations.citizen_actor(p_request, p_source), 'citizen.asked-for-mail-again', v_at, v_hold);
  RETURN 'sent';
END $$;

-- Lets the offer of a mail's link go; it waits on. passed | used | already | unknown. Looked at under the entry's lock: it may be opened at this moment.
CREATE OR REPLACE FUNCTION citizen.pass_offer(p_secret uuid, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  l waiting.links := waiting.link_of(p_secret);
  v_found text;
BEGIN
  IF l.hash IS NULL OR l.offer_id IS NULL THEN RETURN 'unknown'; END IF;
  PERFORM FROM waiting.entries WHERE id = l.entry_id FOR UPDATE;
  v_found := citizen.look_at_waiting(p_secret) ->> 'found';
  IF v_found <> 'offer' THEN RETURN CASE v_found WHEN 'used' THEN 'used' ELSE 'already' END; END IF;
  RETURN waiting.pass(reservations.citizen_actor(p_request, p_source), l.entry_id);
END $$;

-- Leaves the list by a mail's link, that of an offer too, but not once somebody went on with it: used | over. left | already | unknown.
CREATE OR REPLACE FUNCTION citizen.leave_by_link(p_secret uuid, p_request text, p_source text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE l waiting.links := waiting.link_of(p_secret);
BEGIN
  IF l.hash IS NULL THEN RETURN 'unknown'; END IF;
  -- As for pass_offer.
  PERFORM FROM waiting.entries WHERE id = l.entry_id FOR UPDATE;
  IF EXISTS (SELECT FROM waiting.links x WHERE x.hash = l.hash AND x.offer_id IS NOT NULL AND x.used_at IS NOT NULL) THEN RETURN citizen.look_at_waiting(p_secret) ->> 'found'; END IF;
  RETURN waiting.leave(reservations.citizen_actor(p_request, p_source), l.entry_id);
END $$;

-- Passes on what has just become free: a place for the first in line at once, not a minute later. True where there may be more. The worker does the same.
CREATE OR REPLACE FUNCTION citizen.pass_on() RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT waiting.offer_next() $$;
