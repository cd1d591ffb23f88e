-- The counter's presses. Order of locks: reservation → standing → cards.

-- Locks what the presses of several people lock one after another: what stands for them, sorted, then their cards, sorted. The caller holds the reservations.
-- One by one (standing, card, standing, card) they met whoever changes the status of many cards, or books the same people, in a deadlock.
CREATE OR REPLACE FUNCTION counter.lock_people(p_reservations uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  PERFORM ledger.lock_standing(array_agg(r.service_id), array_agg(k))
  FROM reservations.reservations r, unnest(reservations.keys_of(r.id, false)) AS k WHERE r.id = ANY (p_reservations);
  PERFORM FROM cards.cards c WHERE c.id IN (SELECT m.card_id FROM reservations.members m WHERE m.reservation_id = ANY (p_reservations)) ORDER BY c.id FOR NO KEY UPDATE;
END $$;

-- Whether it must be asked who receives somebody's card: they are under 15 on the day of the visit, or said that a proxy comes.
CREATE OR REPLACE FUNCTION counter.asks_receiver(p_birth date, p_day date, p_needs text[]) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(services.under_15(p_birth, p_day), false) OR 'proxy' = ANY (services.conditions(p_needs)) $$;

-- What must be asked before somebody's card is handed over: receiver (counter.asks_receiver), or lost-card: they said that they lost the card they had, so what is lost and
-- the fee are answered first; NULL: nothing, one press is enough.
CREATE OR REPLACE FUNCTION counter.asks_first(p_birth date, p_day date, p_needs text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $$ SELECT CASE WHEN counter.asks_receiver(p_birth, p_day, p_needs) THEN 'receiver' WHEN 'lost-card' = ANY (p_needs) THEN 'lost-card' END $$;

CREATE OR REPLACE FUNCTION counter.asks_first(p_reservation uuid, p_position integer) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT counter.asks_first(c.birth_date, s.day, m.needs)
  FROM reservations.members m JOIN cards.cards c ON c.id = m.card_id JOIN reservations.reservations r ON r.id = m.reservation_id JOIN ledger.slots s ON s.id = r.slot_id
  WHERE m.reservation_id = p_reservation AND m.position = p_position
$$;

-- Also what a process of the release before asks.
CREATE OR REPLACE FUNCTION counter.asks_receiver(p_reservation uuid, p_position integer) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT coalesce(counter.asks_first(p_reservation, p_position) = 'receiver', false) $$;

-- Records a press on one person of a visit, as record_outcome does. Refuses day_ended besides: the day of its office was closed.
CREATE OR REPLACE FUNCTION counter.record(p_actor audit.actor, p_reservation uuid, p_position integer, p_from text, p_to text, p_reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_first text;
BEGIN
  -- Closing the day holds the reservation while it looks at it: whoever waited here asks afterwards.
  PERFORM FROM reservations.reservations WHERE id = p_reservation FOR UPDATE;
  IF counter.of_ended_day(p_reservation) THEN PERFORM lib.refuse('day_ended'); END IF;
  -- Old processes know the reason, not its detail: who receives the card, or what is lost, is asked first.
  IF p_to = 'handed-over' THEN
    v_first := counter.asks_first(p_reservation, p_position);
    IF v_first IS NOT NULL THEN PERFORM lib.refuse('step', v_first); END IF;
  END IF;
  RETURN counter.record_outcome(p_actor, p_reservation, p_position, p_from, p_to, p_reason);
END $$;

-- Whether a visit is of a day that its office closed.
CREATE OR REPLACE FUNCTION counter.of_ended_day(p_reservation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id JOIN counter.day_ends e ON e.office_id = s.office_id AND e.day = s.day
    WHERE r.id = p_reservation AND e.reopened_at IS NULL)
$$;

-- Whether a card is booked for another visit whose day is not over: once it is handed over, nobody comes to that one.
-- The caller holds the card, which whoever books it locks first.
CREATE OR REPLACE FUNCTION counter.comes_again(p_card bigint, p_but uuid, p_at timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE v_id uuid;
BEGIN
  FOR v_id IN SELECT m.reservation_id FROM reservations.members m WHERE m.card_id = p_card AND m.removed_at IS NULL AND (m.outcome IS NULL OR m.outcome = 'arrived') LOOP
    IF v_id <> p_but AND EXISTS (
      SELECT FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id
      WHERE r.id = v_id AND r.state = 'booked' AND reservations.stands_until(s.day) > p_at) THEN RETURN true; END IF;
  END LOOP;
  RETURN false;
END $$;

-- Records what became of one person of a visit: arrived, handed-over, incomplete, no-show. p_from: what the board showed (null: not yet).
-- The card's status and custody follow in the same transaction; a card that is booked for another visit stays 予約済 when it was not handed over at this one, and
-- one that is over stays so: it was handed over at a later visit than this. Returns the act's id, null when it stood so already.
-- Refuses as reservations.set_outcome (awaits_card too), and: not_yet (before its day, or 未来庁 before its time), needs_moving (its slot was shut: moved, kept or
-- cancelled first), step (this does not follow that), card_closed (of 交付済; detail handed_elsewhere), already_booked (of 交付済 too, detail comes_again: the card has another visit, which is cancelled first).
CREATE OR REPLACE FUNCTION counter.record_outcome(p_actor audit.actor, p_reservation uuid, p_position integer, p_from text, p_to text, p_reason text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  v_slot ledger.slots;
  v_needs_moving boolean;
  v_before reservations.members;
  v_card cards.cards;
  v_status text;
  v_act bigint;
BEGIN
  SELECT s.* INTO v_slot FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = p_reservation;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  SELECT reservations.needs_moving(r, v_slot) INTO v_needs_moving FROM reservations.reservations r WHERE r.id = p_reservation;
  IF v_needs_moving THEN PERFORM lib.refuse('needs_moving'); END IF;
  IF v_slot.day > lib.day_of(v_at) OR (p_to = 'no-show' AND lib.instant(v_slot.day, v_slot.start_minute) > v_at) THEN PERFORM lib.refuse('not_yet'); END IF;
  IF NOT ((p_from IS NULL AND p_to IN ('arrived', 'no-show')) OR (p_from IS NOT DISTINCT FROM 'arrived' AND p_to IN ('handed-over', 'incomplete'))) THEN
    PERFORM lib.refuse('step');
  END IF;
  SELECT * INTO v_before FROM reservations.members WHERE reservation_id = p_reservation AND position = p_position;
  IF reservations.set_outcome(p_reservation, p_position, p_from, p_to, v_at, v_at) = 'already' THEN RETURN NULL; END IF;
  SELECT c.* INTO v_card FROM cards.cards c WHERE c.id = v_before.card_id FOR NO KEY UPDATE;
  -- Under the card's lock, which whoever books it takes first. Who did not receive the card at this visit may have received it at a later one.
  IF p_to = 'handed-over' AND NOT v_card.is_open THEN PERFORM lib.refuse('card_closed', 'handed_elsewhere'); END IF;
  IF p_to = 'handed-over' AND counter.comes_again(v_card.id, p_reservation, v_at) THEN PERFORM lib.refuse('already_booked', 'comes_again'); END IF;
  IF v_card.is_open AND p_to <> 'arrived' AND (p_to = 'handed-over' OR NOT cards.is_booked(v_card.id, p_reservation)) THEN
    v_status := p_to;
    PERFORM cards.set_status(p_actor, v_card.id, v_status, p_reason, p_reservation, v_at);
    IF p_to = 'handed-over' THEN PERFORM cards.write_handed_over(p_actor, v_card.id, v_slot.office_id, v_at); END IF;
  END IF;
  INSERT INTO counter.acts (reservation_id, position, card_id, from_outcome, to_outcome, from_outcome_at, from_status, to_status, from_whereabouts, reason, at, staff_id)
  VALUES (p_reservation, p_position, v_card.id, p_from, p_to, v_before.outcome_at, CASE WHEN v_status IS NOT NULL THEN v_card.status END, v_status,
    CASE WHEN p_to = 'handed-over' THEN v_card.whereabouts END, p_reason, v_at, (p_actor).staff_id)
  RETURNING id INTO v_act;
  PERFORM audit.write(p_actor, 'counter.' || p_to, v_at, p_reservation, v_card.id, v_slot.office_id);
  RETURN v_act;
END $$;

-- Records that several persons of a party came, in one press. p_positions: who were shown as not yet come. p_booked: the press made their booking,
-- so taking it back ends that too. Returns the id of the press, null when they all had come already. Refuses as counter.record.
CREATE OR REPLACE FUNCTION counter.receive(p_actor audit.actor, p_reservation uuid, p_positions integer[], p_booked boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_acts bigint[];
BEGIN
  PERFORM FROM reservations.reservations WHERE id = p_reservation FOR UPDATE;
  PERFORM counter.lock_people(ARRAY[p_reservation]);
  SELECT array_agg(act ORDER BY act) INTO v_acts
  FROM (SELECT counter.record(p_actor, p_reservation, position, NULL, 'arrived', '') AS act FROM unnest(p_positions) AS u (position) ORDER BY position OFFSET 0) recorded
  WHERE act IS NOT NULL;
  UPDATE counter.acts SET press = v_acts[1], booked = p_booked WHERE id = ANY (v_acts);
  RETURN v_acts[1];
END $$;

-- Whether an act is the latest of its person that stands: nothing was recorded since.
CREATE OR REPLACE FUNCTION counter.is_latest(a counter.acts) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT a.undone_at IS NULL AND NOT EXISTS (
    SELECT FROM counter.acts n WHERE n.reservation_id = a.reservation_id AND n.position = a.position AND n.id > a.id AND n.undone_at IS NULL)
$$;

-- The acts that taking one back takes back: all of its press while each is its person's latest; else, where others went on since, that one alone.
CREATE OR REPLACE FUNCTION counter.taken_back_with(a counter.acts) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT CASE WHEN bool_and(counter.is_latest(o)) THEN array_agg(o.id ORDER BY o.id) ELSE ARRAY[a.id] END
  FROM counter.acts o WHERE o.id = a.id OR o.press = a.press
$$;

-- Takes a press back with all it did: outcome, status and custody as before, for everyone of the press; the booking a walk-in made ends with it, and
-- frees its place and person. Only the latest of a person can be taken back.
-- Refuses: unknown, changed_meanwhile, not_live, already_booked, card_changed (staff changed the card since), card_superseded (a newer open card is the same
-- person's), day_ended.
CREATE OR REPLACE FUNCTION counter.undo(p_actor audit.actor, p_act bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  a counter.acts;
  v_acts bigint[];
  v_act bigint;
BEGIN
  SELECT * INTO a FROM counter.acts WHERE id = p_act;
  IF NOT FOUND THEN PERFORM lib.refuse('unknown'); END IF;
  PERFORM FROM reservations.reservations WHERE id = a.reservation_id FOR UPDATE;
  IF counter.of_ended_day(a.reservation_id) THEN PERFORM lib.refuse('day_ended'); END IF;
  -- Read again under the lock: of two who press at once one finds it undone.
  SELECT * INTO a FROM counter.acts WHERE id = p_act;
  IF NOT counter.is_latest(a) THEN PERFORM lib.refuse('changed_meanwhile'); END IF;
  v_acts := counter.taken_back_with(a);
  IF cardinality(v_acts) > 1 THEN PERFORM counter.lock_people(ARRAY[a.reservation_id]); END IF;
  FOREACH v_act IN ARRAY v_acts LOOP
    PERFORM counter.undo_one(p_actor, v_act);
  END LOOP;
  IF a.booked AND NOT EXISTS (SELECT FROM reservations.members WHERE reservation_id = a.reservation_id AND removed_at IS NULL AND outcome IS NOT NULL) THEN
    PERFORM reservations.take_back(p_actor, a.reservation_id, NULL, '受付を取り消した');
  END IF;
END $$;

-- One act of a press, its reservation locked.
CREATE OR REPLACE FUNCTION counter.undo_one(p_actor audit.actor, p_act bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  v_at timestamptz := lib.now();
  a counter.acts;
  v_card cards.cards;
  v_handed boolean;
  v_office integer;
BEGIN
  UPDATE counter.acts SET undone_at = v_at, undone_by = (p_actor).staff_id WHERE id = p_act RETURNING * INTO STRICT a;
  IF reservations.set_outcome(a.reservation_id, a.position, a.to_outcome, a.from_outcome, a.from_outcome_at, v_at) = 'already' THEN
    PERFORM lib.refuse('changed_meanwhile');
  END IF;
  SELECT * INTO v_card FROM cards.cards WHERE id = a.card_id FOR NO KEY UPDATE;
  -- A card of 交付済 could once be set by hand to something else, and be handed over again, while its press stood: that press did not hand it over. It is
  -- taken back all the same, and the card is left as it is.
  v_handed := coalesce(a.to_status = 'handed-over' AND (v_card.status <> 'handed-over' OR coalesce(cards.handed_by(v_card.id) > a.id, false)), false);
  IF a.to_status IS NOT NULL AND NOT v_handed THEN
    -- Booked since for a visit of another service, it is 予約済 as it was before the press: set_status finds nothing to do.
    IF v_card.status <> a.to_status AND NOT (v_card.status = 'booked' AND a.from_status = 'booked') THEN PERFORM lib.refuse('card_changed'); END IF;
    BEGIN
      -- Without the reservation: what a later cancellation goes back to is what stood before the booking, not this.
      PERFORM cards.set_status_back(p_actor, a.card_id, a.from_status, '記録を取り消した', NULL, v_at);
    EXCEPTION WHEN unique_violation THEN
      PERFORM lib.refuse('card_superseded');
    END;
    IF a.from_whereabouts IS NOT NULL THEN PERFORM cards.record_custody(p_actor, a.card_id, 'undone', a.from_whereabouts, '', v_at); END IF;
  ELSIF a.to_outcome <> 'arrived' THEN
    -- The press left the card alone: it was booked for another visit, or over. Open and not booked by now, it is 予約済 for this one again.
    IF v_card.is_open THEN PERFORM cards.set_status(p_actor, v_card.id, 'booked', '記録を取り消した', a.reservation_id, v_at); END IF;
  END IF;
  SELECT s.office_id INTO v_office FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = a.reservation_id;
  PERFORM audit.write(p_actor, 'counter.undone', v_at, a.reservation_id, a.card_id, v_office, jsonb_build_object('outcome', a.to_outcome));
END $$;
