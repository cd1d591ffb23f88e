-- Who joins a party that holds or has a place, and who leaves it (§8(3)⑥⑩). The order of locks is that of every act: reservation → standing → cards → slots.

-- The member of a party that a person is, key by key: a visit of an earlier release may carry others.
CREATE OR REPLACE FUNCTION reservations.member_of(p_person jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
AS $$
  SELECT jsonb_build_object('person_key', p_person -> 'key', 'name', p_person -> 'name', 'kana', p_person -> 'kana', 'birth_date', p_person -> 'birth_date',
    'name_key', p_person -> 'name_key', 'kana_key', p_person -> 'kana_key', 'pairs', p_person -> 'pairs')
$$;

-- Who comes, in order. Booked or held: the members of the reservation, whoever put them there (a hold may be had by two browsers of theirs, and what is booked is
-- what it has); before that what the visit has.
-- position: in the reservation, null before it is booked. member: as reservations.hold takes one; typed_here: this browser typed it.
CREATE OR REPLACE FUNCTION reservations.party_of(v reservations.visits)
RETURNS TABLE (n integer, "position" integer, card_id bigint, member jsonb, typed_here boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT (row_number() OVER (ORDER BY m.position))::integer, CASE WHEN r.number IS NOT NULL THEN m.position::integer END, m.card_id,
    CASE WHEN m.card_id IS NOT NULL THEN jsonb_build_object('card_id', m.card_id)
      ELSE jsonb_build_object('person_key', m.person_key, 'name', m.name, 'kana', m.kana, 'birth_date', m.birth_date, 'name_key', m.name_key, 'kana_key', m.kana_key) END,
    r.number IS NULL AND m.card_id IS NULL AND ((v.person_here AND v.person ->> 'key' = m.person_key) IS TRUE
      OR EXISTS (SELECT FROM jsonb_array_elements(v.more_persons) AS e (p) WHERE e.p -> 'person' ->> 'key' = m.person_key AND e.p ->> 'typed_in' = encode(v.cookie_hash, 'hex')))
  FROM reservations.reservations r JOIN reservations.members m ON m.reservation_id = r.id
  WHERE r.id = v.reservation_id AND (r.number IS NOT NULL OR (r.state = 'held' AND r.held_until > lib.now())) AND m.removed_at IS NULL
  UNION ALL
  SELECT x.n::integer, NULL, x.card, x.member, x.typed_here
  FROM (
    SELECT u.n, u.id AS card, jsonb_build_object('card_id', u.id) AS member, false AS typed_here FROM unnest(v.card_ids) WITH ORDINALITY AS u (id, n)
    UNION ALL SELECT 1, NULL, reservations.member_of(v.person), v.person_here WHERE v.person IS NOT NULL
    UNION ALL SELECT e.n + 1, NULL, reservations.member_of(e.p -> 'person'), e.p ->> 'typed_in' = encode(v.cookie_hash, 'hex')
      FROM jsonb_array_elements(v.more_persons) WITH ORDINALITY AS e (p, n) WHERE v.person IS NOT NULL
  ) x
  WHERE NOT EXISTS (SELECT FROM reservations.reservations r WHERE r.id = v.reservation_id AND (r.number IS NOT NULL OR (r.state = 'held' AND r.held_until > lib.now())))
  ORDER BY 1
$$;

-- Whether this audience may book a card for a service; without a card: whether the service asks for none.
CREATE OR REPLACE FUNCTION reservations.member_bookable(p_service integer, p_card bigint, p_by_desk boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN p_card IS NULL THEN NOT (SELECT s.needs_card FROM services.services s WHERE s.id = p_service)
    ELSE EXISTS (
      SELECT FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
      WHERE c.id = p_card AND cards.not_bookable(p_by_desk, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) IS NULL) END
$$;

-- What stands in the way of these keys, other than a reservation's own: already_booked | held_elsewhere, and until when a hold stands. Null, null: nothing.
CREATE OR REPLACE FUNCTION reservations.in_the_way(p_service integer, p_keys text[], p_own uuid, p_at timestamptz, OUT why text, OUT until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN bool_or(r.state = 'booked') THEN 'already_booked' WHEN count(*) > 0 THEN 'held_elsewhere' END, max(t.until)
  FROM ledger.standing t LEFT JOIN reservations.reservations r ON r.id = t.reservation_id
  WHERE t.service_id = p_service AND t.key = ANY (p_keys) AND t.until > p_at AND t.reservation_id IS DISTINCT FROM p_own
$$;

-- The keys of a member of a party, as `reservations.hold` is handed one.
CREATE OR REPLACE FUNCTION reservations.keys_of_member(p_member jsonb) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(k), '{}') FROM (SELECT (p_member ->> 'card_id')::bigint AS card) a LEFT JOIN cards.cards c ON c.id = a.card,
    unnest(ARRAY['c:' || a.card, 'p:' || coalesce(c.person_key, p_member ->> 'person_key'),
      CASE WHEN a.card IS NULL THEN reservations.sound_key(p_member ->> 'kana_key', (p_member ->> 'birth_date')::date) END]) AS k
  WHERE k IS NOT NULL
$$;

-- One person more in a party: places, standing, card and history, log and mail, all or nothing. A held party stays held, a booked one booked.
-- p_member as reservations.hold takes one; p_version: what the page showed, null does not ask; p_audience: citizen | staff. p_exceed_reason and
-- p_person_reason: as there. Returns added | already (the same form again). Refuses: unknown, lapsed, changed_meanwhile, twice_in_party, over (staff: somebody was
-- seen to, or did not come), too_late, closed (detail `kept`: staff receive the visit all the same), past, party_full, card_not_bookable, outside_window, held_elsewhere,
-- already_booked, full. So many may take a slot more (services.length_of): full with detail `longer` where that has no room, closed with it where none follows.
CREATE OR REPLACE FUNCTION reservations.add_member(
  p_actor audit.actor, p_id uuid, p_version integer, p_member jsonb, p_audience text, p_exceed_reason text, p_person_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_by_desk boolean := p_audience = 'staff';
  r reservations.reservations;
  v_slot ledger.slots;
  v_service services.services;
  v_card cards.cards;
  v_member reservations.members;
  v_keys text[] := reservations.keys_of_member(p_member);
  v_until timestamptz;
  v_window record;
  v_way record;
  v_units integer;
  v_people integer;
  v_more bigint[];
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state NOT IN ('held', 'booked') OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  IF EXISTS (
    SELECT FROM reservations.members m, unnest(ARRAY['c:' || m.card_id] || reservations.person_keys(m)) AS k
    WHERE m.reservation_id = p_id AND m.removed_at IS NULL AND k = ANY (v_keys)
  ) THEN
    IF r.version <> p_version THEN RETURN 'already'; END IF;
    PERFORM lib.refuse('twice_in_party');
  END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  -- At the counter somebody may still join who have just come.
  IF EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_id AND removed_at IS NULL AND (outcome <> 'arrived' OR (outcome IS NOT NULL AND NOT v_by_desk))) THEN
    PERFORM lib.refuse(CASE WHEN v_by_desk THEN 'over' ELSE 'too_late' END);
  END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  SELECT * INTO STRICT v_service FROM services.services WHERE id = r.service_id;
  -- No place of a shut slot is given out, not beside a visit that staff keep either: that it stays is another word to its people.
  IF reservations.closed_at(r, v_slot) IS NOT NULL THEN
    PERFORM lib.refuse('closed', CASE WHEN r.state = 'booked' AND NOT reservations.needs_moving(r, v_slot) THEN 'kept' END);
  END IF;
  IF reservations.too_late_for(v_slot, p_audience, v_at) THEN PERFORM lib.refuse('past'); END IF;
  -- Of staff it asks what a booking asks: their window.
  IF r.state = 'booked' AND NOT v_by_desk AND NOT calendar.changeable(v_slot.office_id, r.service_id, p_audience, v_slot.day, v_slot.start_minute, v_at) THEN PERFORM lib.refuse('too_late'); END IF;
  -- Six in all whatever is set: staff may go above the city's number for citizens.
  v_people := reservations.people_in(p_id);
  IF v_people >= (CASE WHEN v_by_desk THEN 6 ELSE v_service.party_max END) THEN PERFORM lib.refuse('party_full'); END IF;
  SELECT * INTO v_card FROM cards.cards WHERE id = (p_member ->> 'card_id')::bigint;
  IF NOT reservations.member_bookable(r.service_id, CASE WHEN p_member ? 'card_id' THEN coalesce(v_card.id, -1) END, v_by_desk) THEN PERFORM lib.refuse('card_not_bookable'); END IF;
  IF v_card.id IS NULL AND (p_member ->> 'person_key' IS NULL OR p_member ->> 'birth_date' IS NULL) THEN
    RAISE EXCEPTION 'a member with neither card nor person';
  END IF;
  SELECT * INTO v_window FROM calendar.window_of(v_slot.office_id, r.service_id, p_audience, v_card.office_id, v_at);
  IF v_window.earliest IS NULL OR v_slot.day < v_window.earliest OR v_slot.day > v_window.latest OR (p_audience = 'citizen' AND v_card.expires_on < v_slot.day) THEN
    -- The detail: before its day the card expires.
    PERFORM lib.refuse('outside_window', CASE WHEN p_audience = 'citizen' AND v_card.expires_on < v_slot.day THEN 'expires' END);
  END IF;

  INSERT INTO reservations.members (reservation_id, position, card_id, person_key, name, kana, birth_date, name_key, kana_key, search, joined_at)
  SELECT p_id, max(m.position) + 1, v_card.id, coalesce(v_card.person_key, p_member ->> 'person_key'), p_member ->> 'name', p_member ->> 'kana', (p_member ->> 'birth_date')::date,
    p_member ->> 'name_key', p_member ->> 'kana_key', CASE WHEN v_card.id IS NULL THEN ARRAY(SELECT jsonb_array_elements_text(p_member -> 'pairs')) END,
    CASE WHEN r.state = 'booked' THEN v_at END
  FROM reservations.members m WHERE m.reservation_id = p_id
  RETURNING * INTO STRICT v_member;
  IF p_person_reason IS NOT NULL THEN v_keys := array_remove(ARRAY['c:' || v_card.id], NULL); END IF;
  v_until := CASE r.state WHEN 'booked' THEN reservations.stands_until(v_slot.day) ELSE r.held_until END;
  IF ledger.stand(r.service_id, v_keys, p_id, v_until, v_at) IS NOT NULL THEN
    SELECT * INTO v_way FROM reservations.in_the_way(r.service_id, v_keys, p_id, v_at);
    PERFORM lib.refuse(coalesce(v_way.why, 'held_elsewhere'), to_char(coalesce(v_way.until, v_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;
  IF p_person_reason IS NULL AND reservations.lives_beside(r.service_id, v_keys, ARRAY[CASE WHEN v_card.id IS NULL THEN v_member.birth_date END], p_id, v_at) THEN
    PERFORM lib.refuse('already_booked', to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;
  -- As in a hold: waits for a transaction that is deleting the card.
  PERFORM FROM cards.cards WHERE id = v_card.id FOR KEY SHARE;
  IF NOT FOUND AND v_card.id IS NOT NULL THEN PERFORM lib.refuse('card_not_bookable'); END IF;
  IF r.state = 'booked' AND v_card.id IS NOT NULL THEN
    SELECT * INTO STRICT v_card FROM cards.cards WHERE id = v_card.id FOR NO KEY UPDATE;
    IF NOT reservations.member_bookable(r.service_id, v_card.id, v_by_desk) THEN PERFORM lib.refuse('card_not_bookable'); END IF;
    PERFORM cards.set_status(p_actor, v_card.id, 'booked', '', p_id, v_at);
  END IF;
  v_units := CASE v_service.counts WHEN 'people' THEN 1 ELSE 0 END;
  -- Who joins at the counter is seen to with those who are there already, however long it takes: no slot more is asked of them.
  v_more := CASE WHEN reservations.somebody_came(p_id) THEN '{}'
    ELSE reservations.further_slots(r, v_slot, reservations.length_after(r, v_slot.office_id, v_people, v_people + 1)) END;
  PERFORM reservations.take_more(r, v_units, v_more, v_by_desk, p_exceed_reason, (p_actor).staff_id, v_at);
  UPDATE reservations.reservations SET units = units + v_units, more_slots = more_slots || v_more, by_desk = by_desk OR (v_by_desk AND (v_units > 0 OR v_more <> '{}')),
    keys = keys + cardinality(v_keys), version = version + 1 WHERE id = p_id;
  -- An address that was found to be right is not so for who joins.
  IF cards.is_protected(v_card.protected, v_member.person_key) THEN UPDATE reservations.reservations SET mail_checked_at = NULL, mail_checked_by = NULL WHERE id = p_id; END IF;
  PERFORM audit.write(p_actor, 'reservation.member-added', v_at, p_id, v_card.id, v_slot.office_id,
    jsonb_strip_nulls(jsonb_build_object('slot', r.slot_id, 'position', v_member.position, 'state', r.state, 'more', nullif(cardinality(v_more), 0), 'exceed', p_exceed_reason, 'person', p_person_reason)));
  IF r.state = 'booked' AND r.mail IS NOT NULL THEN PERFORM outbox.put('changed', p_id, NULL, (r.version + 1)::text, '{}', v_at); END IF;
  RETURN 'added';
END $$;

-- The slots that come to those a visit has where it takes p_long. Refuses closed (detail longer) where they do not follow its own without a gap.
CREATE OR REPLACE FUNCTION reservations.further_slots(r reservations.reservations, p_slot ledger.slots, p_long integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_had constant integer := cardinality(r.more_slots);
  v_after bigint[];
BEGIN
  IF p_long <= 1 + v_had THEN RETURN '{}'; END IF;
  v_after := reservations.slots_after(p_slot, p_long);
  IF v_after[:v_had] IS DISTINCT FROM r.more_slots THEN PERFORM lib.refuse('closed', 'longer'); END IF;
  RETURN v_after[v_had + 1:];
END $$;

-- Places beside those a visit has: p_units in each of its slots, and as many as it then has in each of those that come to them (p_more). What staff add to turns the
-- whole visit into one of the desk's, as when they move it; what a citizen adds is claimed like any citizen's place and counted with the rest of its visit.
-- Refuses full, closed; full with detail longer where a slot that comes to them has no room, closed with it where that is shut.
CREATE OR REPLACE FUNCTION reservations.take_more(
  r reservations.reservations, p_units integer, p_more bigint[], p_by_desk boolean, p_exceed_reason text, p_staff integer, p_at timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_slots bigint[] := reservations.slots_of(r) || p_more;
  v_slot bigint;
  v_comes boolean;
  v_units integer;
BEGIN
  IF p_units = 0 AND p_more = '{}' THEN RETURN; END IF;
  IF cardinality(v_slots) > 1 OR p_by_desk <> r.by_desk THEN PERFORM reservations.lock_slots(v_slots, p_at); END IF;
  FOR v_slot IN SELECT id FROM unnest(v_slots) AS u (id) ORDER BY id LOOP
    v_comes := v_slot = ANY (p_more);
    v_units := p_units + CASE WHEN v_comes THEN r.units ELSE 0 END;
    IF p_by_desk AND NOT r.by_desk AND NOT v_comes THEN PERFORM ledger.free(v_slot, 0, -r.units); END IF;
    CONTINUE WHEN v_units = 0;
    BEGIN
      PERFORM reservations.take_or_exceed(v_slot, v_units, p_by_desk, r.id, p_exceed_reason, p_staff, p_at);
    EXCEPTION WHEN SQLSTATE 'MG001' THEN
      PERFORM lib.refuse(SQLERRM, CASE WHEN v_comes THEN 'longer' END);
    END;
    IF r.by_desk AND NOT p_by_desk THEN PERFORM ledger.free(v_slot, 0, -v_units); END IF;
  END LOOP;
END $$;

-- One person leaves a party: the place is free at once, and so are the slots that so few do not take; the card has the status it had before, the others keep what they have.
-- Returns removed | already. Refuses: unknown, lapsed, changed_meanwhile, over (staff: somebody came, or did not), too_late, last (nobody would be left: cancel it).
CREATE OR REPLACE FUNCTION reservations.remove_member(
  p_actor audit.actor, p_id uuid, p_version integer, p_position integer, p_audience text, p_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  m reservations.members;
  v_slot ledger.slots;
  v_left integer;
  v_had text[];
  v_cards_only boolean;
  v_back integer;
  v_long integer;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT * INTO m FROM reservations.members WHERE reservation_id = p_id AND position = p_position;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF m.removed_at IS NOT NULL THEN RETURN 'already'; END IF;
  IF r.state NOT IN ('held', 'booked') OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_id AND removed_at IS NULL AND outcome IS NOT NULL) THEN
    PERFORM lib.refuse(CASE p_audience WHEN 'staff' THEN 'over' ELSE 'too_late' END);
  END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  IF r.state = 'booked' AND p_audience = 'citizen' AND NOT reservations.deadline_lifted(r, v_slot, p_audience)
    AND NOT calendar.changeable(v_slot.office_id, r.service_id, p_audience, v_slot.day, v_slot.start_minute, v_at) THEN PERFORM lib.refuse('too_late'); END IF;
  v_left := reservations.people_in(p_id) - 1;
  IF v_left = 0 THEN PERFORM lib.refuse('last'); END IF;
  v_cards_only := cardinality(reservations.keys_of(p_id, false)) > r.keys;
  v_had := ledger.leave(p_id, array_remove(ARRAY['c:' || m.card_id] || reservations.person_keys(m), NULL));
  IF r.state = 'booked' AND m.card_id IS NOT NULL THEN
    PERFORM reservations.unbook(p_actor, m.card_id, p_id, p_reason, v_at);
  END IF;
  UPDATE reservations.members SET removed_at = v_at WHERE reservation_id = p_id AND position = p_position;
  -- Counted by people as many places as people; by parties the one it has.
  v_back := greatest(0, r.units - v_left);
  v_long := reservations.length_after(r, v_slot.office_id, v_left + 1, v_left);
  PERFORM reservations.free_places(r, v_back, v_long);
  -- After its day it stands no more: with how many keys it stands when it is moved follows from who is left.
  UPDATE reservations.reservations SET units = units - v_back, more_slots = more_slots[:v_long - 1], version = version + 1,
    keys = CASE WHEN r.state = 'booked' AND reservations.stands_until(v_slot.day) <= v_at THEN cardinality(reservations.keys_of(p_id, v_cards_only)) ELSE keys - cardinality(v_had) END
  WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.member-removed', v_at, p_id, m.card_id, v_slot.office_id,
    jsonb_strip_nulls(jsonb_build_object('slot', r.slot_id, 'position', p_position, 'state', r.state, 'fewer', nullif(1 + cardinality(r.more_slots) - v_long, 0), 'reason', p_reason)));
  IF r.state = 'booked' AND r.mail IS NOT NULL AND lib.instant(v_slot.day, v_slot.start_minute) > v_at THEN
    PERFORM outbox.put('changed', p_id, NULL, (r.version + 1)::text, '{}', v_at);
  END IF;
  RETURN 'removed';
END $$;
