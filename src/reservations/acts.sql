-- The acts on a reservation. Web, desk and tests call these and nothing else; lock order: reservation → standing → cards → slots (ascending).

-- Makes a hold a booking: still held, all standing still its own, slot not closed; then cards, history, audit and mail, all or nothing.
-- Returns the reservation number; a second confirm returns the same. p_version: of the hold as it was shown, null where it was made a moment ago.
-- Refuses: unknown, lapsed, stale_form, past (a citizen's hold of a time that has begun), card_not_bookable, closed.
CREATE OR REPLACE FUNCTION reservations.confirm(p_actor audit.actor, p_id uuid, p_version integer DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_slot ledger.slots;
  v_closed timestamptz;
  v_number text;
  v_card record;
  v_cards bigint[] := '{}';
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state = 'booked' THEN RETURN r.number; END IF;
  IF r.state <> 'held' OR r.held_until <= v_at THEN PERFORM lib.refuse('lapsed'); END IF;
  IF r.version <> p_version THEN PERFORM lib.refuse('stale_form'); END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  IF NOT r.by_desk AND reservations.too_late_for(v_slot, 'citizen', v_at) THEN PERFORM lib.refuse('past'); END IF;
  IF NOT ledger.stand_until(p_id, r.keys, reservations.stands_until(v_slot.day)) THEN
    PERFORM lib.refuse('lapsed');
  END IF;
  FOR v_card IN
    SELECT c.id FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id
    WHERE m.reservation_id = p_id AND m.removed_at IS NULL ORDER BY c.id FOR NO KEY UPDATE OF c
  LOOP
    -- Asked again under the card's lock: meanwhile staff may have kept it back (保留), or nobody finds it.
    IF NOT reservations.member_bookable(r.service_id, v_card.id, r.by_desk) THEN PERFORM lib.refuse('card_not_bookable'); END IF;
    PERFORM cards.set_status(p_actor, v_card.id, 'booked', '', p_id, v_at);
    v_cards := v_cards || v_card.id;
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
  PERFORM audit.write(p_actor, 'reservation.booked', v_at, p_id, NULL, v_slot.office_id, jsonb_strip_nulls(jsonb_build_object('slot', r.slot_id, 'units', r.units, 'channel', r.channel, 'cards', CASE WHEN cardinality(v_cards) > 1 THEN v_cards END)));
  IF r.mail IS NOT NULL THEN PERFORM outbox.put('booked', p_id, NULL, '0', '{}', v_at); END IF;
  RETURN v_number;
END $$;

-- Another slot for the same party: both slots touched in ascending id, so the new place is secured or nothing changes.
-- Held stays held (until as it was, a citizen's not beyond the beginning of its time), booked stays booked. p_version: what the page showed; null does not ask (a hold's own page).
-- Returns moved | same. Refuses: unknown, lapsed (its day is over, and detail already_booked: its people have another visit by now; card_closed: they received a card of it, or it was destroyed), changed_meanwhile, over (staff: somebody of it came, or did not), too_late, slot_unknown, outside_window, full, closed, past.
CREATE OR REPLACE FUNCTION reservations.move(
  p_actor audit.actor, p_id uuid, p_slot bigint, p_version integer, p_audience text, p_exceed_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
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
  v_keys text[];
  v_until timestamptz;
  v_held reservations.reservations;
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
  v_to := reservations.slots_after(v_new, (SELECT l.slots FROM services.length_of(r.service_id, v_new.office_id, reservations.people_in(p_id)) l));
  IF v_to IS NULL THEN PERFORM lib.refuse('closed'); END IF;
  v_to := p_slot || v_to;
  -- Its people waited for this time beside it: what is held for them is their own, and its places become the visit's. A hold for another party is not.
  SELECT * INTO v_held FROM reservations.reservations h
  WHERE h.beside = p_id AND h.state = 'held' AND h.held_until > v_at AND r.state = 'booked' AND h.units = r.units AND reservations.slots_of(h) = v_to FOR UPDATE;
  -- A visit whose slot was closed may always be moved: it is we who cannot keep it. Where staff keep it, the citizens' deadline holds.
  IF r.state = 'booked' AND NOT reservations.deadline_lifted(r, v_old, p_audience)
    AND NOT calendar.changeable(v_old.office_id, r.service_id, p_audience, v_old.day, v_old.start_minute, v_at) THEN PERFORM lib.refuse('too_late'); END IF;
  IF reservations.too_late_for(v_new, p_audience, v_at) THEN PERFORM lib.refuse('past'); END IF;
  FOR v_card_office IN
    SELECT DISTINCT c.office_id FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = p_id AND m.removed_at IS NULL
  LOOP
    SELECT * INTO v_window FROM calendar.window_of(v_new.office_id, r.service_id, p_audience, v_card_office, v_at);
    IF (v_window.earliest IS NULL OR v_new.day < v_window.earliest OR v_new.day > v_window.latest)
      AND v_new.day IS DISTINCT FROM reservations.own_day(p_id, v_new.office_id) THEN PERFORM lib.refuse('outside_window'); END IF;
  END LOOP;
  IF p_audience = 'citizen' AND EXISTS (
    SELECT FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = p_id AND m.removed_at IS NULL AND c.expires_on < v_new.day)
    AND v_new.day IS DISTINCT FROM reservations.own_day(p_id, v_new.office_id) THEN PERFORM lib.refuse('outside_window'); END IF;
  IF r.state = 'booked' AND reservations.stands_until(v_old.day) <= v_at THEN
    -- From the end of its day on nobody stands for it: it stands anew, unless its people are booked elsewhere by now.
    v_keys := reservations.own_keys(r);
    IF ledger.stand(r.service_id, v_keys, p_id, reservations.stands_until(v_new.day), v_at) IS NOT NULL THEN PERFORM lib.refuse('lapsed', 'already_booked'); END IF;
    -- Received at a later visit, a card has nothing to come for. Whoever hands it over holds the card, and finds this visit of a day to come afterwards.
    PERFORM FROM cards.cards WHERE id IN (SELECT card_id FROM reservations.members WHERE reservation_id = p_id AND removed_at IS NULL) ORDER BY id FOR SHARE;
    IF EXISTS (SELECT FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id WHERE m.reservation_id = p_id AND m.removed_at IS NULL AND NOT c.is_open) THEN
      PERFORM lib.refuse('lapsed', 'card_closed');
    END IF;
  ELSIF r.state = 'booked' AND NOT ledger.stand_until(p_id, r.keys, reservations.stands_until(v_new.day)) THEN
    PERFORM lib.refuse('lapsed');
  ELSIF r.state = 'held' AND NOT v_by_desk THEN
    -- As reservations.hold: not beyond the beginning of its time.
    v_until := least(r.held_until, lib.instant(v_new.day, v_new.start_minute));
    IF v_until < r.held_until AND NOT ledger.stand_until(p_id, r.keys, v_until) THEN PERFORM lib.refuse('lapsed'); END IF;
  END IF;
  IF reservations.needs_moving(r, v_old) THEN v_closing := reservations.shut_by(r, v_old); END IF;
  IF cardinality(v_from || v_to) > 2 THEN PERFORM reservations.lock_slots(v_from || v_to, v_at); END IF;
  -- Ascending id: claiming the new before freeing the old, always, deadlocked 57 times in 143.
  FOR v_slot IN SELECT DISTINCT id FROM unnest(v_from || v_to) AS u (id) ORDER BY id LOOP
    IF v_slot <> ALL (v_to) THEN
      PERFORM ledger.free(v_slot, r.units, CASE WHEN r.by_desk THEN r.units ELSE 0 END);
    ELSIF v_slot = ANY (v_from) THEN
      -- Stays; whose places they are counted among may change.
      -- Held for it besides, it is counted there twice.
      PERFORM ledger.free(v_slot, CASE WHEN v_held.id IS NULL THEN 0 ELSE r.units END, CASE WHEN r.by_desk THEN r.units ELSE 0 END - CASE WHEN v_by_desk THEN r.units ELSE 0 END);
    ELSIF v_held.id IS NOT NULL THEN
      PERFORM reservations.take_held(v_slot, CASE WHEN v_by_desk THEN r.units ELSE 0 END);
    ELSE
      -- Who was left at a shut door takes of what was set aside for them; lapsed holds go first, or they would be counted as taken.
      IF EXISTS (SELECT FROM ledger.slots WHERE id = v_slot AND aside_for = v_closing) THEN
        PERFORM reservations.sweep(v_slot);
        PERFORM ledger.take_aside(v_slot, r.units, v_closing, v_at);
      END IF;
      PERFORM reservations.take_or_exceed(v_slot, r.units, v_by_desk, p_id, p_exceed_reason, (p_actor).staff_id, v_at);
    END IF;
  END LOOP;
  IF v_held.id IS NOT NULL THEN
    UPDATE reservations.reservations SET state = 'cancelled', ended_at = v_at, end_reason = 'taken-over', version = version + 1 WHERE id = v_held.id;
  END IF;
  -- The moment in which it stands elsewhere, not that in which it began to wait for a place: a card pulled meanwhile was pulled for the visit as it was.
  UPDATE reservations.reservations SET slot_id = p_slot, more_slots = v_to[2:], by_desk = v_by_desk, kept_at = NULL, kept_by = NULL, keys = coalesce(cardinality(v_keys), keys), held_until = coalesce(v_until, held_until), moved_at = CASE WHEN r.state = 'booked' THEN lib.now() END,
    version = version + 1 WHERE id = p_id;
  -- A hold may be moved as often as its few minutes last; which of them was booked, its own line says. From the 20th on one line tells of twice as many as the one before.
  IF r.state = 'booked' OR (p_actor).kind <> 'citizen' OR r.version < 20 OR r.version & (r.version - 1) = 0 THEN
    PERFORM audit.write(p_actor, 'reservation.moved', v_at, p_id, NULL, v_new.office_id, jsonb_build_object('from', r.slot_id, 'to', p_slot, 'state', r.state));
  END IF;
  IF r.state = 'booked' AND r.mail IS NOT NULL THEN PERFORM outbox.put('changed', p_id, NULL, (r.version + 1)::text, '{}', v_at); END IF;
  RETURN 'moved';
END $$;

-- Ends a hold or a booking and frees its places at once; cards that no other visit has go back to the status before.
-- Returns cancelled | already. Refuses: unknown, changed_meanwhile, too_late, over (the visit has an outcome).
CREATE OR REPLACE FUNCTION reservations.cancel(
  p_actor audit.actor, p_id uuid, p_version integer, p_audience text, p_reason text
) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  v_slot ledger.slots;
  v_card bigint;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  IF r.state IN ('cancelled', 'lapsed') THEN RETURN 'already'; END IF;
  IF r.state = 'ended' OR EXISTS (SELECT FROM reservations.members WHERE reservation_id = p_id AND outcome IS NOT NULL) THEN PERFORM lib.refuse('over'); END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  IF r.state = 'booked' THEN
    IF p_version IS NOT NULL AND r.version <> p_version THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
    IF p_audience = 'citizen' AND NOT reservations.deadline_lifted(r, v_slot, p_audience)
      AND NOT calendar.changeable(v_slot.office_id, r.service_id, p_audience, v_slot.day, v_slot.start_minute, v_at) THEN PERFORM lib.refuse('too_late'); END IF;
  END IF;
  PERFORM ledger.step_down(p_id);
  IF r.state = 'booked' THEN
    FOR v_card IN
      SELECT c.id FROM cards.cards c JOIN reservations.members m ON m.card_id = c.id
      WHERE m.reservation_id = p_id AND m.removed_at IS NULL ORDER BY c.id FOR NO KEY UPDATE OF c
    LOOP
      PERFORM reservations.unbook(p_actor, v_card, p_id, p_reason, v_at);
    END LOOP;
  END IF;
  PERFORM reservations.free_places(r, r.units, 0);
  UPDATE reservations.reservations SET state = 'cancelled', ended_at = v_at, end_reason = p_reason, version = version + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, CASE r.state WHEN 'held' THEN 'reservation.released' ELSE 'reservation.cancelled' END, v_at, p_id, NULL, v_slot.office_id,
    jsonb_build_object('slot', r.slot_id, 'reason', p_reason));
  IF r.state = 'booked' AND r.mail IS NOT NULL AND lib.instant(v_slot.day, v_slot.start_minute) > v_at THEN
    PERFORM outbox.put('cancelled', p_id, NULL, '0', '{}', v_at);
  END IF;
  RETURN 'cancelled';
END $$;

-- Ends a booking because staff take back what made it: as a cancellation does, and it is in no figure and on no list of cancellations. Refuses as that does.
CREATE OR REPLACE FUNCTION reservations.take_back(p_actor audit.actor, p_id uuid, p_version integer, p_reason text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
BEGIN
  IF reservations.cancel(p_actor, p_id, p_version, 'staff', p_reason) = 'cancelled' THEN
    UPDATE reservations.reservations SET taken_back = true WHERE id = p_id;
  END IF;
END $$;
