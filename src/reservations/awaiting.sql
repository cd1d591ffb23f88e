-- Visits taken before going live whose card is not there yet (§8(1)⑬). Each is a booking like any other, with its place and number; who comes stands by
-- person until the card is there and stands for them too. `members.awaits` is the notice ID of that card.

-- Booked visits somebody of whom waits for a card. Becomes a part of the statement that asks.
CREATE OR REPLACE FUNCTION reservations.awaiting() RETURNS SETOF uuid LANGUAGE sql STABLE
AS $$
  SELECT DISTINCT r.id FROM reservations.members m JOIN reservations.reservations r ON r.id = m.reservation_id AND r.state = 'booked'
  WHERE m.awaits IS NOT NULL AND m.removed_at IS NULL
$$;

-- Whether anybody of a visit waits for a card.
CREATE OR REPLACE FUNCTION reservations.awaits_card(p_id uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ SELECT EXISTS (SELECT FROM reservations.members m WHERE m.reservation_id = p_id AND m.awaits IS NOT NULL AND m.removed_at IS NULL) $$;

-- Whether somebody of a visit is under 支援措置: by their card, or, where they come without one or it is waited for, as the person they are. Then all goes through staff.
CREATE OR REPLACE FUNCTION reservations.has_protected(p_id uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM reservations.members m LEFT JOIN cards.cards c ON c.id = m.card_id
    WHERE m.reservation_id = p_id AND m.removed_at IS NULL AND cards.is_protected(c.protected, m.person_key))
$$;

-- The card is there: from now on its member comes with it, as in every booking; place, number and channel stay, and so does the version, since nothing a
-- page shows of the visit moved. p_tell: who has an address gets the mail of a booking once nobody of the visit waits any more.
-- Returns joined | already (it does not wait, or is over). Refuses: unknown (another person's card), already_booked (the card stands for another visit), card_not_bookable.
CREATE OR REPLACE FUNCTION reservations.join_card(p_actor audit.actor, p_id uuid, p_position integer, p_card bigint, p_tell boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  m reservations.members;
  v_slot ledger.slots;
  v_card cards.cards;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.state <> 'booked' THEN RETURN 'already'; END IF;
  -- Under the lock: of two lists that bring the card one joins it, and a cancelled visit takes no card.
  SELECT * INTO m FROM reservations.members WHERE reservation_id = p_id AND position = p_position AND awaits IS NOT NULL AND removed_at IS NULL;
  IF NOT FOUND THEN RETURN 'already'; END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  IF ledger.stand(r.service_id, ARRAY['c:' || p_card], p_id, reservations.stands_until(v_slot.day), v_at) IS NOT NULL THEN PERFORM lib.refuse('already_booked'); END IF;
  SELECT * INTO v_card FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;
  IF v_card.notice_id IS DISTINCT FROM m.awaits OR v_card.person_key IS DISTINCT FROM m.person_key THEN PERFORM lib.refuse('unknown'); END IF;
  IF NOT reservations.member_bookable(r.service_id, p_card, true) THEN PERFORM lib.refuse('card_not_bookable'); END IF;
  PERFORM cards.set_status(p_actor, p_card, 'booked', '', p_id, v_at);
  -- Who it is says the card from here on. How the name sounds never stood for them.
  UPDATE reservations.members SET card_id = p_card, awaits = NULL, name = NULL, kana = NULL, birth_date = NULL, name_key = NULL, kana_key = NULL, search = NULL
  WHERE reservation_id = p_id AND position = p_position;
  UPDATE reservations.reservations SET keys = keys + 1 WHERE id = p_id;
  PERFORM audit.write(p_actor, 'reservation.card-joined', v_at, p_id, p_card, v_slot.office_id, jsonb_build_object('slot', r.slot_id, 'position', p_position));
  IF p_tell AND r.mail IS NOT NULL AND NOT reservations.awaits_card(p_id) THEN PERFORM outbox.put('booked', p_id, NULL, '0', '{}', v_at); END IF;
  RETURN 'joined';
END $$;

-- The day of a visit is over and its card never came: who waited for one comes no more, and a visit of nobody else is cancelled; what others of the party have
-- stays. Nobody is written to: a person calls them. Returns who waited: [{notice_id, person_key, birth_date, name_key, name}]; null: nobody did.
CREATE OR REPLACE FUNCTION reservations.end_wait(p_actor audit.actor, p_id uuid, p_reason text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
DECLARE
  v_at timestamptz := lib.now();
  r reservations.reservations;
  m reservations.members;
  v_slot ledger.slots;
  v_who jsonb;
  v_left integer;
  v_keys integer := 0;
  v_back integer;
  v_long integer;
BEGIN
  SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;
  IF NOT FOUND OR r.state <> 'booked' THEN RETURN NULL; END IF;
  SELECT jsonb_agg(jsonb_build_object('notice_id', x.awaits, 'person_key', x.person_key, 'birth_date', x.birth_date, 'name_key', x.name_key, 'name', x.name) ORDER BY x.position)
      FILTER (WHERE x.awaits IS NOT NULL), count(*) FILTER (WHERE x.awaits IS NULL)
    INTO v_who, v_left FROM reservations.members x WHERE x.reservation_id = p_id AND x.removed_at IS NULL;
  IF v_who IS NULL THEN RETURN NULL; END IF;
  IF v_left = 0 THEN
    PERFORM reservations.cancel(p_actor, p_id, NULL, 'staff', p_reason);
    RETURN v_who;
  END IF;
  SELECT * INTO STRICT v_slot FROM ledger.slots WHERE id = r.slot_id;
  FOR m IN SELECT * FROM reservations.members x WHERE x.reservation_id = p_id AND x.removed_at IS NULL AND x.awaits IS NOT NULL ORDER BY x.position LOOP
    v_keys := v_keys + cardinality(ledger.leave(p_id, array_remove(reservations.person_keys(m), NULL)));
    UPDATE reservations.members SET removed_at = v_at WHERE reservation_id = p_id AND position = m.position;
    PERFORM audit.write(p_actor, 'reservation.member-removed', v_at, p_id, NULL, v_slot.office_id,
      jsonb_build_object('slot', r.slot_id, 'position', m.position, 'state', r.state, 'reason', p_reason));
  END LOOP;
  v_back := greatest(0, r.units - v_left);
  v_long := reservations.length_after(r, v_slot.office_id, v_left + jsonb_array_length(v_who), v_left);
  PERFORM reservations.free_places(r, v_back, v_long);
  UPDATE reservations.reservations SET units = units - v_back, more_slots = more_slots[:v_long - 1], keys = keys - v_keys, version = version + 1 WHERE id = p_id;
  -- The others were seen to already: the visit is over with them.
  IF NOT EXISTS (SELECT FROM reservations.members x WHERE x.reservation_id = p_id AND x.removed_at IS NULL AND coalesce(x.outcome, 'arrived') = 'arrived') THEN
    PERFORM ledger.step_down(p_id);
    UPDATE reservations.reservations SET state = 'ended', ended_at = v_at, end_reason = 'visit' WHERE id = p_id;
  END IF;
  RETURN v_who;
END $$;
