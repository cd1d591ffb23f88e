-- The acts on a reservation. Web, desk and tests call these and nothing else; lock order: reservation → standing → cards → slots (ascending).

-- A person without a card by how the name sounds and the birth date: names are typed in many ways (髙﨑, タカサキ), their sound in one. Null where either is unknown.
CREATE OR REPLACE FUNCTION reservations.sound_key(p_kana_key text, p_birth date) RETURNS text
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT 'k:' || encode(sha256(convert_to(p_kana_key || '|' || to_char(p_birth, 'YYYY-MM-DD'), 'UTF8')), 'hex') WHERE p_kana_key <> '' $$;

-- A member as a person: by name and birth date, and without a card by sound and birth date too. Cards are told apart by the city's own record: two people may sound alike.
CREATE OR REPLACE FUNCTION reservations.person_keys(m reservations.members) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT ARRAY['p:' || m.person_key, CASE WHEN m.card_id IS NULL THEN reservations.sound_key(m.kana_key, m.birth_date) END] $$;

-- Who stands for a member: the card, and the person where name and birth date are known.
CREATE OR REPLACE FUNCTION reservations.keys_of(p_reservation uuid, p_skip_persons boolean) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT coalesce(array_agg(DISTINCT k ORDER BY k), '{}')
  FROM reservations.members m, unnest(ARRAY['c:' || m.card_id] || CASE WHEN p_skip_persons THEN NULL ELSE reservations.person_keys(m) END) AS k
  WHERE m.reservation_id = p_reservation AND m.removed_at IS NULL AND k IS NOT NULL
$$;

-- Whether anyone of a party stands already, by card or person, for a hold or a booking.
CREATE OR REPLACE FUNCTION reservations.stand_already(p_service integer, p_members jsonb, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM jsonb_array_elements(p_members) m LEFT JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint,
      unnest(ARRAY['c:' || c.id, 'p:' || coalesce(c.person_key, m ->> 'person_key'), CASE WHEN c.id IS NULL THEN reservations.sound_key(m ->> 'kana_key', (m ->> 'birth_date')::date) END]) AS u (key)
    WHERE (SELECT t.until FROM ledger.standing t WHERE t.service_id = p_service AND t.key = u.key) > p_at)
$$;

-- Holds a slot for a party until `hold-minutes` from now (desk bookings confirm in the same transaction).
-- p_members: [{"card_id": 1} | {"person_key", "name", "kana", "birth_date", "name_key", "kana_key", "pairs"}], p_audience: citizen | staff | taken (booked before going live: the booking window is not asked).
-- p_exceed_reason: an administrator goes above capacity. p_person_reason: staff book a person who has a live reservation already.
-- Returns held | already. Refuses: slot_unknown, stale_form, card_not_bookable, outside_window, already_booked (detail: until when), twice_in_party, full, closed, past.
CREATE OR REPLACE FUNCTION reservations.hold(
  p_actor audit.actor, p_id uuid, p_service integer, p_slot bigint, p_members jsonb, p_audience text, p_channel text,
  p_mail text, p_phone text, p_language text, p_exceed_reason text, p_person_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_slot ledger.slots;
  v_known reservations.reservations;
  v_units integer;
  v_long integer;
  v_more bigint[] := '{}';
  v_by_desk boolean := p_audience <> 'citizen';
  v_until timestamptz := v_at + make_interval(mins => site.number('hold-minutes'));
  v_bookable integer;
  v_needed integer;
  v_card_office integer;
  v_window record;
  v_keys text[];
  v_in_the_way timestamptz;
BEGIN
  SELECT * INTO v_slot FROM ledger.slots WHERE id = p_slot AND service_id = p_service;
  IF NOT FOUND THEN PERFORM lib.refuse('slot_unknown'); END IF;
  SELECT CASE s.counts WHEN 'people' THEN jsonb_array_length(p_members) ELSE 1 END, s.slots_long INTO STRICT v_units, v_long FROM services.services s WHERE s.id = p_service;
  IF v_long > 1 THEN
    v_more := reservations.slots_after(v_slot, v_long);
    -- Never offered: the plan changed while the page was open.
    IF v_more IS NULL THEN PERFORM lib.refuse('closed'); END IF;
  END IF;
  -- A look before anything is written: when 2,000 want 200 places nearly everyone comes to a full slot, and writing what is then taken back was most of what
  -- each cost. Who looks too early is refused a moment too early; the claim decides. A form sent before, and who stands elsewhere, are answered below.
  IF NOT v_by_desk AND reservations.looks_full(v_slot, v_units, v_at)
    AND NOT EXISTS (SELECT FROM reservations.reservations WHERE id = p_id) AND NOT reservations.stand_already(p_service, p_members, v_at)
  THEN
    PERFORM lib.refuse('full');
  END IF;

  INSERT INTO reservations.reservations (id, service_id, slot_id, more_slots, units, state, held_until, by_desk, channel, mail, phone, language, created_at, registered_by)
  VALUES (p_id, p_service, p_slot, v_more, v_units, 'held', v_until, v_by_desk, p_channel, p_mail, coalesce(p_phone, ''), p_language, v_at, (p_actor).staff_id)
  ON CONFLICT (id) DO NOTHING;
  IF NOT FOUND THEN
    SELECT * INTO STRICT v_known FROM reservations.reservations WHERE id = p_id;
    IF v_known.slot_id = p_slot AND (v_known.state = 'booked' OR (v_known.state = 'held' AND v_known.held_until > v_at)) THEN RETURN 'already'; END IF;
    PERFORM lib.refuse('stale_form');
  END IF;

  SELECT count(*) FILTER (WHERE m ? 'card_id'), count(c.id) FILTER (WHERE c.is_open AND (
      st.bookable_by = 'citizen' AND (v_by_desk OR (c.birth_date IS NOT NULL AND NOT c.protected AND c.whereabouts <> 'missing'))
      OR v_by_desk AND st.bookable_by = 'staff'))
  INTO v_needed, v_bookable
  FROM jsonb_array_elements(p_members) m
  LEFT JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint
  LEFT JOIN cards.statuses st ON st.code = c.status;
  IF v_bookable <> v_needed OR (v_needed < jsonb_array_length(p_members) AND (SELECT s.needs_card FROM services.services s WHERE s.id = p_service)) THEN
    PERFORM lib.refuse('card_not_bookable');
  END IF;
  -- Whom nothing stands for could be booked any number of times.
  IF EXISTS (SELECT FROM jsonb_array_elements(p_members) m WHERE m ->> 'card_id' IS NULL AND (m ->> 'person_key' IS NULL OR m ->> 'birth_date' IS NULL)) THEN
    RAISE EXCEPTION 'a member with neither card nor person';
  END IF;

  -- Each card may lie elsewhere: the latest of their earliest days counts.
  IF lib.instant(v_slot.day, v_slot.start_minute + v_slot.minutes) <= v_at THEN PERFORM lib.refuse('past'); END IF;
  -- What was booked before going live stands, whatever the window says.
  FOR v_card_office IN
    SELECT DISTINCT c.office_id FROM jsonb_array_elements(p_members) m LEFT JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint WHERE p_audience <> 'taken'
  LOOP
    SELECT * INTO v_window FROM calendar.window_of(v_slot.office_id, p_service, p_audience, v_card_office, v_at);
    IF v_window.earliest IS NULL OR v_slot.day < v_window.earliest OR v_slot.day > v_window.latest THEN PERFORM lib.refuse('outside_window'); END IF;
  END LOOP;

  INSERT INTO reservations.members (reservation_id, position, card_id, person_key, name, kana, birth_date, name_key, kana_key, search)
  SELECT p_id, e.n, c.id, coalesce(c.person_key, e.m ->> 'person_key'), e.m ->> 'name', e.m ->> 'kana', (e.m ->> 'birth_date')::date,
    e.m ->> 'name_key', e.m ->> 'kana_key', CASE WHEN c.id IS NULL THEN ARRAY(SELECT jsonb_array_elements_text(e.m -> 'pairs')) END
  FROM jsonb_array_elements(p_members) WITH ORDINALITY AS e (m, n)
  LEFT JOIN cards.cards c ON c.id = (e.m ->> 'card_id')::bigint;
  v_keys := reservations.keys_of(p_id, p_person_reason IS NOT NULL);
  IF (SELECT count(DISTINCT coalesce(card_id::text, person_key)) FROM reservations.members WHERE reservation_id = p_id) < jsonb_array_length(p_members) THEN
    PERFORM lib.refuse('twice_in_party');
  END IF;
  UPDATE reservations.reservations SET keys = cardinality(v_keys) WHERE id = p_id;
  v_in_the_way := ledger.stand(p_service, v_keys, p_id, v_until, v_at);
  IF v_in_the_way IS NOT NULL THEN
    PERFORM lib.refuse(CASE WHEN v_in_the_way <= v_until THEN 'held_elsewhere' ELSE 'already_booked' END, to_char(v_in_the_way AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;

  IF v_long > 1 THEN PERFORM reservations.lock_slots(p_slot || v_more, v_at); END IF;
  PERFORM reservations.take_or_exceed(p_slot, v_units, v_by_desk, p_id, p_exceed_reason, (p_actor).staff_id, v_at);
  FOR v_i IN 1 .. cardinality(v_more) LOOP
    PERFORM reservations.take_or_exceed(v_more[v_i], v_units, v_by_desk, p_id, p_exceed_reason, (p_actor).staff_id, v_at);
  END LOOP;
  PERFORM audit.write(p_actor, 'reservation.held', v_at, p_id, NULL, v_slot.office_id,
    jsonb_strip_nulls(jsonb_build_object('slot', p_slot, 'more', nullif(cardinality(v_more), 0), 'units', v_units, 'exceed', p_exceed_reason, 'person', p_person_reason)));
  RETURN 'held';
END $$;

-- The end of a visit's day in the city: its standing lasts until then, so that a past reservation never blocks a new one.
CREATE OR REPLACE FUNCTION reservations.stands_until(p_day date) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT lib.instant(p_day + 1, 0) $$;

-- Makes a hold a booking: still held, all standing still its own, slot not closed; then cards, history, audit and mail, all or nothing.
-- Returns the reservation number; a second confirm returns the same. p_version: of the hold as it was shown, null where it was made a moment ago.
-- Refuses: unknown, lapsed, stale_form, card_not_bookable, closed.
CREATE OR REPLACE FUNCTION reservations.confirm(p_actor audit.actor, p_id uuid, p_version integer DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_slot ledger.slots;
  v_closed timestamptz;
  v_number text;
  v_card record;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state = 'booked' THEN RETURN r.number; END IF;
  IF r.state <> 'held' OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('stale_form'); END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  IF NOT ledger.stand_until(p_id, r.keys, reservations.stands_until(v_slot.day)) THEN
    PERFORM lib.refuse('lapsed');
  END IF;
  FOR v_card IN
    SELECT c.id, c.is_open FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id
    WHERE m.reservation_id = p_id AND m.removed_at IS NULL ORDER BY c.id FOR NO KEY UPDATE OF c
  LOOP
    IF NOT v_card.is_open THEN PERFORM lib.refuse('card_not_bookable'); END IF;
    PERFORM cards.set_status(p_actor, v_card.id, 'booked', '', p_id, v_at);
  END LOOP;
  SELECT max(locked.closed_at) INTO v_closed
  FROM (SELECT closed_at FROM ledger.slots WHERE id = ANY (reservations.slots_of(r)) ORDER BY id FOR KEY SHARE) locked;
  IF v_closed IS NOT NULL THEN PERFORM lib.refuse('closed'); END IF;
  LOOP
    -- Random, so that two bookings of one's own tell nothing of how many lie between.
    v_number := lpad(((('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint) % 100000000)::text, 8, '0');
    v_number := left(v_number, 4) || '-' || right(v_number, 4);
    EXIT WHEN NOT EXISTS (SELECT FROM reservations.reservations WHERE number = v_number);
  END LOOP;
  UPDATE reservations.reservations SET state = 'booked', number = v_number, booked_at = v_at, held_until = NULL WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.booked', v_at, p_id, NULL, v_slot.office_id, jsonb_build_object('slot', r.slot_id, 'units', r.units, 'channel', r.channel));
  IF r.mail IS NOT NULL THEN PERFORM outbox.put('booked', p_id, NULL, '0', '{}', v_at); END IF;
  RETURN v_number;
END $$;

-- Keeps a hold for another `hold-minutes` after its end, ten times at most (WCAG 2.2.1). Returns its new end. Refuses: lapsed, extended_enough.
CREATE OR REPLACE FUNCTION reservations.extend(p_actor audit.actor, p_id uuid) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_until timestamptz;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.state <> 'held' OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  v_until := r.held_until + make_interval(mins => site.number('hold-minutes'));
  IF r.extended >= site.number('hold-extensions') THEN PERFORM lib.refuse('extended_enough'); END IF;
  IF NOT ledger.stand_until(p_id, r.keys, v_until) THEN PERFORM lib.refuse('lapsed'); END IF;
  UPDATE reservations.reservations SET held_until = v_until, extended = extended + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.extended', v_at, p_id);
  RETURN v_until;
END $$;

-- Another slot for the same party: both slots touched in ascending id, so the new place is secured or nothing changes.
-- Held stays held (until as it was), booked stays booked. p_version: what the page showed; null does not ask (a hold's own page).
-- Returns moved | same. Refuses: unknown, lapsed, changed_meanwhile, over (staff: somebody of it came, or did not), too_late, slot_unknown, outside_window, full, closed, past.
CREATE OR REPLACE FUNCTION reservations.move(
  p_actor audit.actor, p_id uuid, p_slot bigint, p_version integer, p_audience text, p_exceed_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_old ledger.slots;
  v_new ledger.slots;
  v_from bigint[];
  v_to bigint[];
  v_slot bigint;
  v_closing integer;
  v_window record;
  v_card_office integer;
  v_by_desk boolean := p_audience = 'staff';
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state NOT IN ('held', 'booked') OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  IF r.slot_id = p_slot THEN RETURN 'same'; END IF;
  IF p_version IS NOT NULL AND r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  IF EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_id AND outcome IS NOT NULL) THEN
    PERFORM lib.refuse(CASE WHEN v_by_desk THEN 'over' ELSE 'too_late' END);
  END IF;
  SELECT * INTO STRICT v_old FROM ledger.slots WHERE id = r.slot_id;
  SELECT * INTO v_new FROM ledger.slots WHERE id = p_slot AND service_id = r.service_id;
  IF NOT FOUND THEN PERFORM lib.refuse('slot_unknown'); END IF;
  v_from := reservations.slots_of(r);
  v_to := reservations.slots_after(v_new, (SELECT s.slots_long FROM services.services s WHERE s.id = r.service_id));
  IF v_to IS NULL THEN PERFORM lib.refuse('closed'); END IF;
  v_to := p_slot || v_to;
  -- A visit whose slot was closed may always be moved: it is we who cannot keep it.
  IF r.state = 'booked' AND reservations.closed_at(r, v_old) IS NULL
    AND NOT calendar.changeable(v_old.office_id, r.service_id, p_audience, v_old.day, v_old.start_minute, v_at) THEN PERFORM lib.refuse('too_late'); END IF;
  IF lib.instant(v_new.day, v_new.start_minute + v_new.minutes) <= v_at THEN PERFORM lib.refuse('past'); END IF;
  FOR v_card_office IN
    SELECT DISTINCT c.office_id FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = p_id AND m.removed_at IS NULL
  LOOP
    SELECT * INTO v_window FROM calendar.window_of(v_new.office_id, r.service_id, p_audience, v_card_office, v_at);
    IF v_window.earliest IS NULL OR v_new.day < v_window.earliest OR v_new.day > v_window.latest THEN PERFORM lib.refuse('outside_window'); END IF;
  END LOOP;
  IF r.state = 'booked' AND NOT ledger.stand_until(p_id, r.keys, reservations.stands_until(v_new.day)) THEN
    PERFORM lib.refuse('lapsed');
  END IF;
  IF reservations.needs_moving(r, v_old) THEN v_closing := reservations.shut_by(r, v_old); END IF;
  IF cardinality(v_from || v_to) > 2 THEN PERFORM reservations.lock_slots(v_from || v_to, v_at); END IF;
  -- Ascending id: claiming the new before freeing the old, always, deadlocked 57 times in 143.
  FOR v_slot IN SELECT DISTINCT id FROM unnest(v_from || v_to) AS u (id) ORDER BY id LOOP
    IF v_slot <> ALL (v_to) THEN
      PERFORM ledger.free(v_slot, r.units, CASE WHEN r.by_desk THEN r.units ELSE 0 END);
    ELSIF v_slot = ANY (v_from) THEN
      -- Stays; whose places they are counted among may change.
      PERFORM ledger.free(v_slot, 0, CASE WHEN r.by_desk THEN r.units ELSE 0 END - CASE WHEN v_by_desk THEN r.units ELSE 0 END);
    ELSE
      -- Who was left at a shut door takes of what was set aside for them; lapsed holds go first, or they would be counted as taken.
      IF EXISTS (SELECT FROM ledger.slots WHERE id = v_slot AND aside_for = v_closing) THEN
        PERFORM reservations.sweep(v_slot);
        PERFORM ledger.take_aside(v_slot, r.units, v_closing, v_at);
      END IF;
      PERFORM reservations.take_or_exceed(v_slot, r.units, v_by_desk, p_id, p_exceed_reason, (p_actor).staff_id, v_at);
    END IF;
  END LOOP;
  UPDATE reservations.reservations SET slot_id = p_slot, more_slots = v_to[2:], by_desk = v_by_desk, kept_at = NULL, kept_by = NULL, moved_at = CASE WHEN r.state = 'booked' THEN v_at END,
    version = version + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.moved', v_at, p_id, NULL, v_new.office_id, jsonb_build_object('from', r.slot_id, 'to', p_slot, 'state', r.state));
  IF r.state = 'booked' AND r.mail IS NOT NULL THEN PERFORM outbox.put('changed', p_id, NULL, (r.version + 1)::text, '{}', v_at); END IF;
  RETURN 'moved';
END $$;

-- Ends a hold or a booking and frees its places at once; cards go back to the status before, for the standing it really had.
-- Returns cancelled | already. Refuses: unknown, changed_meanwhile, too_late, over (the visit has an outcome).
CREATE OR REPLACE FUNCTION reservations.cancel(
  p_actor audit.actor, p_id uuid, p_version integer, p_audience text, p_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_slot ledger.slots;
  v_had text[];
  v_card bigint;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state IN ('cancelled', 'lapsed') THEN RETURN 'already'; END IF;
  IF r.state = 'ended' OR EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_id AND outcome IS NOT NULL) THEN PERFORM lib.refuse('over'); END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  IF r.state = 'booked' THEN
    IF p_version IS NOT NULL AND r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
    IF p_audience = 'citizen' AND reservations.closed_at(r, v_slot) IS NULL
      AND NOT calendar.changeable(v_slot.office_id, r.service_id, p_audience, v_slot.day, v_slot.start_minute, v_at) THEN PERFORM lib.refuse('too_late'); END IF;
  END IF;
  v_had := ledger.step_down(p_id);
  IF r.state = 'booked' THEN
    FOR v_card IN
      SELECT c.id FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id
      WHERE m.reservation_id = p_id AND m.removed_at IS NULL AND 'c:' || c.id = ANY (v_had) ORDER BY c.id FOR NO KEY UPDATE OF c
    LOOP
      PERFORM cards.unbook(p_actor, v_card, p_id, p_reason, v_at);
    END LOOP;
  END IF;
  PERFORM reservations.free_places(reservations.slots_of(r), r.units, r.by_desk);
  UPDATE reservations.reservations SET state = 'cancelled', ended_at = v_at, end_reason = p_reason, version = version + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, CASE r.state WHEN 'held' THEN 'reservation.released' ELSE 'reservation.cancelled' END, v_at, p_id, NULL, v_slot.office_id,
    jsonb_build_object('slot', r.slot_id, 'reason', p_reason));
  IF r.state = 'booked' AND r.mail IS NOT NULL AND lib.instant(v_slot.day, v_slot.start_minute) > v_at THEN
    PERFORM outbox.put('cancelled', p_id, NULL, '0', '{}', v_at);
  END IF;
  RETURN 'cancelled';
END $$;
