-- A place held for somebody who waits (src/waiting): the citizens' own hold, until the instant their mail names.

-- Holds a slot for a party until p_until. p_members as reservations.hold takes them. Refuses as reservations.hold.
CREATE OR REPLACE FUNCTION reservations.offer(
  p_actor audit.actor, p_id uuid, p_service integer, p_slot bigint, p_members jsonb, p_channel text, p_mail text, p_phone text, p_language text, p_until timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_keys integer;
BEGIN
  PERFORM reservations.hold(p_actor, p_id, p_service, p_slot, p_members, 'citizen', p_channel, p_mail, p_phone, p_language, NULL, NULL);
  UPDATE reservations.reservations SET held_until = p_until, offered = true WHERE id = p_id RETURNING keys INTO STRICT v_keys;
  IF NOT ledger.stand_until(p_id, v_keys, p_until) THEN PERFORM lib.refuse('lapsed'); END IF;
END $$;

-- An offered hold whose people chose another time becomes a hold like any other: `hold-minutes` from now. Refuses lapsed.
CREATE OR REPLACE FUNCTION reservations.from_offer(p_id uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_until timestamptz;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.state <> 'held' OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  -- Never longer than it was offered.
  v_until := least(r.held_until, v_at + make_interval(mins => site.number('hold-minutes')));
  IF NOT ledger.stand_until(p_id, r.keys, v_until) THEN PERFORM lib.refuse('lapsed'); END IF;
  UPDATE reservations.reservations SET held_until = v_until, offered = false WHERE id = p_id;
END $$;

-- How the people of an offered hold are reached from now on: what is booked of it is theirs under this address.
CREATE OR REPLACE FUNCTION reservations.reach_offer(p_id uuid, p_mail text, p_phone text, p_language text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE reservations.reservations SET mail = p_mail, phone = p_phone, language = p_language WHERE id = p_id AND state = 'held' AND offered $$;

-- An offered hold in which nobody stands is held no longer than until p_until.
CREATE OR REPLACE FUNCTION reservations.bind_offer(p_id uuid, p_until timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ UPDATE reservations.reservations SET held_until = least(held_until, p_until) WHERE id = p_id AND state = 'held' AND offered AND beside IS NOT NULL $$;

-- Gives back a hold that was offered; true where it did. What became a booking since it was looked at stays one.
CREATE OR REPLACE FUNCTION reservations.take_offer_back(p_actor audit.actor, p_id uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM reservations.reservations WHERE id = p_id AND state = 'held' FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM reservations.cancel(p_actor, p_id, NULL, 'citizen', 'waiting');
  RETURN true;
END $$;

-- The visits that are not booked of an entry of the waiting list whose address is to be p_mail: those that took up its offers (p_holds), whatever they hold by now, and those of
-- the same people under the address before (p_was). Not those that proved the new one. They are locked: a caller has them before what they wait for.
CREATE OR REPLACE FUNCTION reservations.visits_before(p_entry uuid, p_holds uuid[], p_cards bigint[], p_was text, p_mail text) RETURNS SETOF reservations.visits
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT v.* FROM reservations.visits v
  WHERE v.purpose = 'book' AND v.finished_at IS NULL AND v.ended_at IS NULL AND lower(v.mail) IS DISTINCT FROM lower(p_mail)
    AND (v.entry_id = p_entry OR v.reservation_id = ANY (p_holds) OR (v.card_ids && p_cards AND lower(v.mail) = lower(p_was)))
    AND NOT EXISTS (SELECT FROM reservations.reservations r WHERE r.id = v.reservation_id AND r.number IS NOT NULL)
  ORDER BY v.id FOR UPDATE OF v
$$;

-- Ends them, and gives back what they hold and was not offered: whoever came through a wrong address books nothing, nor keeps a place from who waits.
CREATE OR REPLACE FUNCTION reservations.end_visits_before(p_actor audit.actor, p_entry uuid, p_holds uuid[], p_cards bigint[], p_was text, p_mail text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v reservations.visits;
BEGIN
  FOR v IN SELECT * FROM reservations.visits_before(p_entry, p_holds, p_cards, p_was, p_mail) LOOP
    UPDATE reservations.visits SET ended_at = lib.now() WHERE id = v.id;
    PERFORM FROM reservations.reservations WHERE id = v.reservation_id AND state = 'held' AND NOT offered AND NOT by_desk FOR UPDATE;
    IF FOUND THEN PERFORM reservations.cancel(p_actor, v.reservation_id, NULL, 'citizen', 'waiting'); END IF;
  END LOOP;
END $$;

-- A browser goes on with what a mail to p_entry offered: its visit is proven by that mail. p_purpose: 'book' of a hold, 'manage' of the booking beside which somebody waits.
-- Whoever had the hold in another browser keeps it there too.
CREATE OR REPLACE FUNCTION reservations.go_on(p_cookie bytea, p_purpose text, p_id uuid, p_language text, p_entry uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_at timestamptz := lib.now();
BEGIN
  DELETE FROM reservations.visits WHERE cookie_hash = p_cookie;
  INSERT INTO reservations.visits (cookie_hash, purpose, service_id, card_ids, language, mail, proven_at, reservation_id, entry_id, created_at, expires_at)
  SELECT p_cookie, p_purpose, r.service_id, ARRAY(SELECT m.card_id FROM reservations.members m WHERE m.reservation_id = r.id AND m.removed_at IS NULL AND m.card_id IS NOT NULL ORDER BY m.position),
    coalesce(p_language, r.language), r.mail, v_at, r.id, p_entry, v_at, v_at + make_interval(mins => site.number('visit-minutes'))
  FROM reservations.reservations r WHERE r.id = p_id;
END $$;

-- Holds a slot for a booking whose people wait for an earlier time, until p_until. Nobody stands in it: they stand for the booking, which takes its places over when it is moved there.
-- p_people: how many it was looked for. Refuses lapsed (the booking is not to come any more, or for others), slot_unknown, past, closed, full.
CREATE OR REPLACE FUNCTION reservations.offer_beside(
  p_actor audit.actor, p_id uuid, p_booking uuid, p_slot bigint, p_people integer, p_channel text, p_mail text, p_phone text, p_language text, p_until timestamptz
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_slot ledger.slots;
  v_units integer;
  v_slots bigint[];
  v_id bigint;
BEGIN
  -- Its lock: it may be moved or cancelled at this moment.
  SELECT * INTO r FROM reservations.reservations WHERE id = p_booking FOR UPDATE;
  IF r.id IS NULL OR r.state <> 'booked' OR reservations.people_in(p_booking) <> p_people OR EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_booking AND outcome IS NOT NULL) THEN PERFORM lib.refuse('lapsed'); END IF;
  SELECT * INTO v_slot FROM ledger.slots WHERE id = p_slot AND service_id = r.service_id;
  IF NOT FOUND THEN PERFORM lib.refuse('slot_unknown'); END IF;
  IF reservations.too_late_for(v_slot, 'citizen', v_at) THEN PERFORM lib.refuse('past'); END IF;
  v_slots := reservations.slots_after(v_slot, (SELECT l.slots FROM services.length_of(r.service_id, v_slot.office_id, p_people) l));
  IF v_slots IS NULL THEN PERFORM lib.refuse('closed'); END IF;
  v_slots := p_slot || v_slots;
  SELECT CASE s.counts WHEN 'people' THEN p_people ELSE 1 END INTO STRICT v_units FROM services.services s WHERE s.id = r.service_id;
  INSERT INTO reservations.reservations (id, service_id, slot_id, more_slots, units, state, held_until, by_desk, channel, mail, phone, language, created_at, registered_by, keys, offered, beside)
  VALUES (p_id, r.service_id, p_slot, v_slots[2:], v_units, 'held', p_until, false, p_channel, p_mail, p_phone, p_language, v_at, NULL, 0, true, p_booking);
  IF cardinality(v_slots) > 1 THEN PERFORM reservations.lock_slots(v_slots, v_at); END IF;
  FOREACH v_id IN ARRAY v_slots LOOP
    PERFORM reservations.take_place(v_id, v_units, false, p_id, v_at);
  END LOOP;
  PERFORM audit.write(p_actor, 'reservation.held', v_at, p_id, NULL, v_slot.office_id,
    jsonb_strip_nulls(jsonb_build_object('slot', p_slot, 'more', nullif(cardinality(v_slots) - 1, 0), 'units', v_units)));
END $$;
