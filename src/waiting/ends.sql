-- How waiting ends, and what is done with an offer. Order of locks: as in waiting.sql.

-- Whether no mail of an offer is on its way any more: none was put, or it left.
CREATE OR REPLACE FUNCTION waiting.told_already(p_hold uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT NOT EXISTS (SELECT FROM outbox.mails m WHERE m.reservation_id = p_hold AND m.kind = 'waiting-offer' AND m.state IN ('waiting', 'sending')) $$;

-- Ends an entry that its caller has locked, with what it was offered, and says so by mail unless the booking said it. A person under 支援措置 is not written to:
-- whose address it is, staff know.
CREATE OR REPLACE FUNCTION waiting.finish(p_actor audit.actor, p_entry uuid, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  e waiting.entries;
  v_hold uuid := waiting.held_for(p_entry, v_at);
BEGIN
  IF reservations.take_offer_back(p_actor, v_hold) THEN
    UPDATE waiting.offers SET outcome = 'passed', ended_at = v_at WHERE reservation_id = v_hold;
  END IF;
  UPDATE waiting.entries SET ended_at = v_at, end_reason = p_reason WHERE id = p_entry AND ended_at IS NULL RETURNING * INTO e;
  IF NOT FOUND THEN RETURN; END IF;
  DELETE FROM waiting.links WHERE entry_id = p_entry;
  PERFORM audit.write(p_actor, 'waiting.ended', v_at, NULL, e.card_ids[1], NULL, jsonb_build_object('entry', e.id, 'why', p_reason));
  -- Beside a booking: to its address, or not at all where staff took that off.
  IF waiting.address_of(e) IS NOT NULL AND p_reason <> 'booked' AND NOT waiting.has_protected(e) THEN
    PERFORM outbox.put_about('waiting-over', jsonb_build_object('entry', e.id), e.id::text, v_at);
  END IF;
END $$;

-- One or several of a party that its caller has locked have a booking now, not all: the others wait on where they stand, and are told. What is held for all of
-- them is let go. Beside a booking it follows that. Returns the entry as it is then.
CREATE OR REPLACE FUNCTION waiting.go_on_without_booked(p_actor audit.actor, p_entry uuid, p_at timestamptz) RETURNS waiting.entries
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  e waiting.entries;
  v_cards bigint[];
  v_booked integer;
BEGIN
  IF waiting.booking_of(p_entry) IS NOT NULL THEN RETURN waiting.follow_booking(p_actor, p_entry, p_at); END IF;
  SELECT * INTO STRICT e FROM waiting.entries WHERE id = p_entry;
  v_cards := waiting.unbooked(e, p_at);
  v_booked := cardinality(e.card_ids) - cardinality(v_cards);
  IF e.ended_at IS NOT NULL OR v_booked = 0 OR cardinality(v_cards) = 0 THEN RETURN e; END IF;
  PERFORM waiting.pass(p_actor, p_entry);
  UPDATE waiting.entries SET card_ids = v_cards, version = version + 1 WHERE id = p_entry RETURNING * INTO e;
  PERFORM audit.write(p_actor, 'waiting.went-on', p_at, NULL, e.card_ids[1], NULL, jsonb_build_object('entry', e.id, 'people', cardinality(e.card_ids), 'booked', v_booked));
  IF e.mail IS NOT NULL AND waiting.over_by(e, p_at) IS NULL THEN
    PERFORM outbox.put_about('waiting', jsonb_build_object('entry', e.id, 'rest', true), e.id || ':' || e.version, p_at);
  END IF;
  RETURN e;
END $$;

-- Leaves the list, or is taken off it by staff. left | already. Refuses unknown.
CREATE OR REPLACE FUNCTION waiting.leave(p_actor audit.actor, p_entry uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_ended timestamptz;
BEGIN
  SELECT ended_at INTO v_ended FROM waiting.entries WHERE id = p_entry FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF v_ended IS NOT NULL THEN RETURN 'already'; END IF;
  PERFORM waiting.finish(p_actor, p_entry, 'left');
  RETURN 'left';
END $$;

-- Lets an offer go: its place is free at once, the entry waits on. passed | already (none stands, or it was booked at this moment). Refuses unknown.
CREATE OR REPLACE FUNCTION waiting.pass(p_actor audit.actor, p_entry uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_hold uuid;
BEGIN
  PERFORM FROM waiting.entries WHERE id = p_entry FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  v_hold := waiting.held_for(p_entry, v_at);
  IF NOT reservations.take_offer_back(p_actor, v_hold) THEN RETURN 'already'; END IF;
  UPDATE waiting.offers SET outcome = 'passed', ended_at = v_at WHERE reservation_id = v_hold;
  UPDATE waiting.entries SET silent = 0 WHERE id = p_entry;
  PERFORM audit.write(p_actor, 'waiting.passed', v_at, v_hold, NULL, NULL, jsonb_build_object('entry', p_entry));
  RETURN 'passed';
END $$;

-- Takes back what is held for an entry and cannot be had: its place is free at once, the entry waits on.
CREATE OR REPLACE FUNCTION waiting.withdraw(p_actor audit.actor, p_entry uuid, p_hold uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM FROM waiting.entries WHERE id = p_entry FOR UPDATE;
  IF waiting.held_for(p_entry, lib.now()) IS DISTINCT FROM p_hold OR NOT reservations.take_offer_back(p_actor, p_hold) THEN RETURN; END IF;
  UPDATE waiting.offers SET outcome = 'withdrawn', ended_at = lib.now() WHERE reservation_id = p_hold;
  PERFORM audit.write(p_actor, 'waiting.withdrawn', lib.now(), p_hold, NULL, NULL, jsonb_build_object('entry', p_entry));
END $$;

-- The same of the offer that was read aloud: p_hold, what the page showed. Refuses stale_form besides: they are offered another time by now.
CREATE OR REPLACE FUNCTION waiting.pass(p_actor audit.actor, p_entry uuid, p_hold uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE v_hold uuid;
BEGIN
  PERFORM FROM waiting.entries WHERE id = p_entry FOR UPDATE;
  v_hold := waiting.open_hold(p_entry, lib.now());
  IF v_hold IS NOT NULL AND v_hold IS DISTINCT FROM p_hold THEN PERFORM lib.refuse('stale_form'); END IF;
  RETURN waiting.pass(p_actor, p_entry);
END $$;

-- Books for who is on the telephone what they were offered, or moves the booking beside which they waited. p_hold: what the page showed and was read aloud. Returns the reservation number. Refuses unknown,
-- booked_before (by a press before, or by themselves), stale_form (they are offered another time by now), lapsed, and as reservations.confirm.
CREATE OR REPLACE FUNCTION waiting.book(p_actor audit.actor, p_entry uuid, p_hold uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_hold uuid;
  v_number text;
  e waiting.entries;
BEGIN
  SELECT * INTO e FROM waiting.entries WHERE id = p_entry FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  v_hold := waiting.open_hold(p_entry, v_at);
  IF v_hold IS DISTINCT FROM p_hold THEN
    IF EXISTS (SELECT FROM waiting.offers o JOIN reservations.reservations r ON r.id = o.reservation_id AND (r.state = 'booked' OR r.end_reason = 'taken-over')
      WHERE o.entry_id = p_entry AND o.reservation_id = p_hold) THEN PERFORM lib.refuse('booked_before'); END IF;
    PERFORM lib.refuse(CASE WHEN v_hold IS NULL THEN 'lapsed' ELSE 'stale_form' END);
  END IF;
  IF v_hold IS NULL THEN PERFORM lib.refuse('lapsed'); END IF;
  IF waiting.booking_of(p_entry) IS NOT NULL THEN RETURN waiting.move_to(p_actor, p_entry, v_hold); END IF;
  v_number := reservations.confirm(p_actor, v_hold);
  UPDATE waiting.offers SET outcome = 'taken', ended_at = v_at WHERE reservation_id = v_hold;
  IF cardinality(waiting.unbooked(e, v_at)) = 0 THEN
    PERFORM waiting.finish(p_actor, p_entry, 'booked');
  ELSE
    -- Their own browser took somebody off the held party.
    PERFORM waiting.go_on_without_booked(p_actor, p_entry, v_at);
  END IF;
  RETURN v_number;
END $$;
