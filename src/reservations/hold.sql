-- A hold: a place kept for a party while they decide. Lock order: reservation → standing → cards → slots.

-- Whether it is too late to take a time: for citizens from its beginning on, as calendars show it; for staff, who book who has just come, once it is over. Inlined.
CREATE OR REPLACE FUNCTION reservations.too_late_for(p_slot ledger.slots, p_audience text, p_at timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT lib.instant((p_slot).day, (p_slot).start_minute + CASE p_audience WHEN 'citizen' THEN 0 ELSE (p_slot).minutes END) <= p_at $$;

-- Holds a slot for a party until `hold-minutes` from now, a citizen's until its beginning at the latest (desk bookings confirm in the same transaction).
-- p_members: [{"card_id": 1} | {"person_key", "name", "kana", "birth_date", "name_key", "kana_key", "pairs"}], of who waits for a card
-- (taken alone) with "awaits": its notice ID. p_audience: citizen | staff | taken (booked before going live: the booking window is not asked) | came
-- (received afterwards by staff, into a time that is over).
-- p_exceed_reason: an administrator goes above capacity. p_person_reason: staff book a person who has a live reservation already.
-- Returns held | already. Refuses: slot_unknown, stale_form, card_not_bookable, outside_window, already_booked (detail: until when), twice_in_party, full, closed, past.
CREATE OR REPLACE FUNCTION reservations.hold(
  p_actor audit.actor, p_id uuid, p_service integer, p_slot bigint, p_members jsonb, p_audience text, p_channel text,
  p_mail text, p_phone text, p_language text, p_exceed_reason text, p_person_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
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
  v_awaited integer;
  v_card_office integer;
  v_window record;
  v_keys text[];
  v_way record;
BEGIN
  SELECT * INTO v_slot FROM ledger.slots WHERE id = p_slot AND service_id = p_service;
  IF NOT FOUND THEN PERFORM lib.refuse('slot_unknown'); END IF;
  -- Nobody books on the web what has begun.
  IF NOT v_by_desk THEN v_until := greatest(v_at, least(v_until, lib.instant(v_slot.day, v_slot.start_minute))); END IF;
  SELECT CASE s.counts WHEN 'people' THEN jsonb_array_length(p_members) ELSE 1 END, l.slots INTO STRICT v_units, v_long
  FROM services.services s, services.length_of(p_service, v_slot.office_id, jsonb_array_length(p_members)) l WHERE s.id = p_service;
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
    -- None where it was removed at this moment: the form is old all the same.
    SELECT * INTO v_known FROM reservations.reservations WHERE id = p_id;
    IF v_known.slot_id = p_slot AND (v_known.state = 'booked' OR (v_known.state = 'held' AND v_known.held_until > v_at)) THEN RETURN 'already'; END IF;
    PERFORM lib.refuse('stale_form');
  END IF;

  SELECT count(*) FILTER (WHERE m ? 'card_id'), count(c.id) FILTER (WHERE cards.not_bookable(v_by_desk, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) IS NULL),
    count(*) FILTER (WHERE p_audience = 'taken' AND m ? 'awaits' AND NOT m ? 'card_id')
  INTO v_needed, v_bookable, v_awaited
  FROM jsonb_array_elements(p_members) m
  LEFT JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint
  LEFT JOIN cards.statuses st ON st.code = c.status;
  IF v_bookable <> v_needed OR (v_needed + v_awaited < jsonb_array_length(p_members) AND (SELECT s.needs_card FROM services.services s WHERE s.id = p_service)) THEN
    PERFORM lib.refuse('card_not_bookable');
  END IF;
  -- Whom nothing stands for could be booked any number of times.
  IF EXISTS (SELECT FROM jsonb_array_elements(p_members) m WHERE m ->> 'card_id' IS NULL AND (m ->> 'person_key' IS NULL OR m ->> 'birth_date' IS NULL)) THEN
    RAISE EXCEPTION 'a member with neither card nor person';
  END IF;

  IF p_audience = 'came' THEN
    -- Who came is put where they came, whatever the window says: nobody has come to a time that has not begun.
    IF lib.instant(v_slot.day, v_slot.start_minute) > v_at THEN PERFORM lib.refuse('outside_window'); END IF;
  ELSIF reservations.too_late_for(v_slot, p_audience, v_at) THEN
    PERFORM lib.refuse('past');
  END IF;
  -- Each card may lie elsewhere: the latest of their earliest days counts.
  -- What was booked before going live stands, whatever the window says.
  FOR v_card_office IN
    SELECT DISTINCT c.office_id FROM jsonb_array_elements(p_members) m LEFT JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint WHERE p_audience NOT IN ('taken', 'came')
  LOOP
    SELECT * INTO v_window FROM calendar.window_of(v_slot.office_id, p_service, p_audience, v_card_office, v_at);
    IF v_window.earliest IS NULL OR v_slot.day < v_window.earliest OR v_slot.day > v_window.latest THEN PERFORM lib.refuse('outside_window'); END IF;
  END LOOP;
  -- On the web no day is offered on which a card has expired; staff are told.
  IF p_audience = 'citizen' AND EXISTS (
    SELECT FROM jsonb_array_elements(p_members) m JOIN cards.cards c ON c.id = (m ->> 'card_id')::bigint WHERE c.expires_on < v_slot.day) THEN
    PERFORM lib.refuse('outside_window');
  END IF;

  INSERT INTO reservations.members (reservation_id, position, card_id, person_key, name, kana, birth_date, name_key, kana_key, search, awaits)
  SELECT p_id, e.n, c.id, coalesce(c.person_key, e.m ->> 'person_key'), e.m ->> 'name', e.m ->> 'kana', (e.m ->> 'birth_date')::date,
    e.m ->> 'name_key', e.m ->> 'kana_key', CASE WHEN c.id IS NULL THEN ARRAY(SELECT jsonb_array_elements_text(e.m -> 'pairs')) END,
    CASE WHEN p_audience = 'taken' AND c.id IS NULL THEN e.m ->> 'awaits' END
  FROM jsonb_array_elements(p_members) WITH ORDINALITY AS e (m, n)
  LEFT JOIN cards.cards c ON c.id = (e.m ->> 'card_id')::bigint;
  v_keys := reservations.keys_of(p_id, p_person_reason IS NOT NULL);
  -- By person too, as add_member asks: an old and a new card under two IDs are one person's. With a reason the cards alone are told apart.
  IF EXISTS (
    SELECT FROM reservations.members a JOIN reservations.members b ON b.reservation_id = p_id AND b.position > a.position
    WHERE a.reservation_id = p_id AND CASE WHEN p_person_reason IS NULL
      THEN (ARRAY['c:' || a.card_id] || reservations.person_keys(a)) && (ARRAY['c:' || b.card_id] || reservations.person_keys(b))
      ELSE coalesce(a.card_id::text, a.person_key) = coalesce(b.card_id::text, b.person_key) END
  ) THEN
    PERFORM lib.refuse('twice_in_party');
  END IF;
  UPDATE reservations.reservations SET keys = cardinality(v_keys) WHERE id = p_id;
  IF p_audience = 'staff' AND p_mail IS NOT NULL THEN PERFORM reservations.note_checked_mail(p_actor, p_id, v_at); END IF;
  IF ledger.stand(p_service, v_keys, p_id, v_until, v_at) IS NOT NULL THEN
    -- By its state, not by its end: a hold that was prolonged, or that was offered to who waits, lasts longer than a new one.
    SELECT * INTO v_way FROM reservations.in_the_way(p_service, v_keys, p_id, v_at);
    PERFORM lib.refuse(coalesce(v_way.why, 'held_elsewhere'), to_char(coalesce(v_way.until, v_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;

  IF p_person_reason IS NULL AND reservations.lives_beside(p_service, v_keys,
    ARRAY(SELECT m.birth_date FROM reservations.members m WHERE m.reservation_id = p_id AND m.card_id IS NULL AND m.awaits IS NULL), p_id, v_at) THEN
    PERFORM lib.refuse('already_booked', to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;
  -- Asked under what stands for them by now: of two who type the same paper at once the second waits there, and finds the first's.
  IF p_audience = 'came' AND v_slot.day < lib.day_of(v_at)
    AND EXISTS (SELECT FROM reservations.visits_of_day(p_service, v_slot.day) d WHERE d.key = ANY (v_keys) AND d.reservation_id <> p_id) THEN
    PERFORM lib.refuse('already_booked', to_char(v_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'));
  END IF;

  -- Waits for a transaction that is deleting a card (a list taken back, years that are over): a deleted card cannot be booked. Its foreign key is checked only
  -- at the end of the transaction, where it was a fault.
  PERFORM FROM cards.cards WHERE id IN (SELECT card_id FROM reservations.members WHERE reservation_id = p_id) ORDER BY id FOR KEY SHARE;
  GET DIAGNOSTICS v_bookable = ROW_COUNT;
  IF v_bookable < v_needed THEN PERFORM lib.refuse('card_not_bookable'); END IF;

  IF v_long > 1 THEN PERFORM reservations.lock_slots(p_slot || v_more, v_at); END IF;
  PERFORM reservations.take_or_exceed(p_slot, v_units, v_by_desk, p_id, p_exceed_reason, (p_actor).staff_id, v_at);
  FOR v_i IN 1 .. cardinality(v_more) LOOP
    PERFORM reservations.take_or_exceed(v_more[v_i], v_units, v_by_desk, p_id, p_exceed_reason, (p_actor).staff_id, v_at);
  END LOOP;
  PERFORM audit.write(p_actor, 'reservation.held', v_at, p_id, NULL, v_slot.office_id,
    jsonb_strip_nulls(jsonb_build_object('slot', p_slot, 'more', nullif(cardinality(v_more), 0), 'units', v_units, 'exceed', p_exceed_reason, 'person', p_person_reason)));
  RETURN 'held';
END $$;

-- Keeps a hold for another `hold-minutes` after its end, ten times at most (WCAG 2.2.1); a citizen's not into a planned stop, in which nobody can finish it,
-- nor beyond the beginning of its time.
-- Returns its new end. Refuses: lapsed, extended_enough.
CREATE OR REPLACE FUNCTION reservations.extend(p_actor audit.actor, p_id uuid) RETURNS timestamptz
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_until timestamptz;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.state <> 'held' OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  v_until := r.held_until + make_interval(mins => site.number('hold-minutes'));
  IF NOT r.by_desk THEN
    SELECT greatest(r.held_until, least(coalesce(site.stop_at(v_until), v_until), lib.instant(s.day, s.start_minute))) INTO STRICT v_until FROM ledger.slots s WHERE s.id = r.slot_id;
  END IF;
  IF v_until < r.held_until + interval '1 minute' OR r.extended >= site.number('hold-extensions') THEN PERFORM lib.refuse('extended_enough'); END IF;
  IF NOT ledger.stand_until(p_id, r.keys, v_until) THEN PERFORM lib.refuse('lapsed'); END IF;
  UPDATE reservations.reservations SET held_until = v_until, extended = extended + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.extended', v_at, p_id);
  RETURN v_until;
END $$;
